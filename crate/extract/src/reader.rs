//! The way in: what to run, and what comes of it.

use serde::{Deserialize, Serialize};

use crate::aspect::Aspects;
use crate::correction::Corrections;
use crate::folded::Folded;
use crate::gazetteer::Gazetteer;
use crate::lexicon::Lexicon;
use crate::review::{Judged, Reviews};
use crate::title::{Thresholds, Titles, settle};
use crate::{Error, Found, Language, Reading, Value, language};

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A product's title or description.
    Title,
    /// A customer's review.
    Review,
}

impl Kind {
    /// Names of the heads that a model is asked for, all over one pass.
    pub fn heads(self) -> &'static [&'static str] {
        match self {
            Self::Title => &["titles"],
            Self::Review => &["aspects", "opinions", "polarity", "sentiment"],
        }
    }
}

/// Reads titles and reviews, with a model's spans or without.
pub struct Reader {
    lexicon: Lexicon,
    brands: Gazetteer,
    aspects: Aspects,
    thresholds: Thresholds,
    corrections: Corrections,
}

impl Reader {
    /// With the project's own lexicon, without brands and corrections.
    ///
    /// # Errors
    /// [`Error::Words`].
    pub fn new() -> Result<Self, Error> {
        Ok(Self {
            lexicon: Lexicon::new()?,
            brands: Gazetteer::new::<&str>(&[])?,
            aspects: Aspects::new()?,
            thresholds: Thresholds::default(),
            corrections: Corrections::default(),
        })
    }

    /// With brands that the caller knows.
    #[must_use]
    pub fn with_brands(mut self, brands: Gazetteer) -> Self {
        self.brands = brands;
        self
    }

    /// With other thresholds.
    #[must_use]
    pub fn with_thresholds(mut self, thresholds: Thresholds) -> Self {
        self.thresholds = thresholds;
        self
    }

    /// With what a merchant has corrected.
    #[must_use]
    pub fn with_corrections(mut self, corrections: Corrections) -> Self {
        self.corrections = corrections;
        self
    }

    /// What people call a named value of an attribute, such as the colour `navy`, in Chinese or English; `None`: it is no value of the project's lists, and its own words stand for it.
    ///
    /// ```
    /// let reader = extract::Reader::new()?;
    /// assert_eq!(reader.value_name("color", "navy", extract::Language::Zh), Some("深蓝色"));
    /// # Ok::<(), extract::Error>(())
    /// ```
    pub fn value_name(&self, label: &str, value: &str, lang: Language) -> Option<&'static str> {
        self.lexicon.name(label, value, lang == Language::Zh)
    }

    /// Groups of aspects.
    pub fn aspects(&self) -> &Aspects {
        &self.aspects
    }

    /// Reads a title. `lang`: what it is taken for; `None`: what it looks like. `spans`: a model's, if it has read it.
    ///
    /// Of an unsupported language only what the merchant corrected is told.
    pub fn title(&self, text: &str, lang: Option<Language>, spans: Option<&[Found]>) -> Reading {
        let mut reading = Reading::nothing(lang.unwrap_or_else(|| language(text)));
        let folded = Folded::new(text);
        if reading.lang != Language::Other {
            let titles = Titles {
                lexicon: &self.lexicon,
                brands: &self.brands,
                thresholds: &self.thresholds,
            };
            reading.mentions = titles.read(&folded, reading.lang, spans);
        }
        self.correct(text, &folded, &mut reading);
        reading
    }

    /// Reads a review. `lang` as of titles. `judged`: what a model's heads say, if it has read it.
    pub fn review(&self, text: &str, lang: Option<Language>, judged: Option<&Judged>) -> Reading {
        let mut reading = Reading::nothing(lang.unwrap_or_else(|| language(text)));
        let folded = Folded::new(text);
        if reading.lang != Language::Other {
            let reviews = Reviews {
                aspects: &self.aspects,
                thresholds: &self.thresholds,
            };
            let (mentions, sentiment) = reviews.read(&folded, judged);
            reading.mentions = settle(&folded, mentions);
            reading.sentiment = sentiment;
        }
        self.correct(text, &folded, &mut reading);
        reading
    }

    fn correct(&self, text: &str, folded: &Folded, reading: &mut Reading) {
        if !self.corrections.is_empty() {
            self.corrections
                .apply_folded(text, folded, &mut reading.mentions);
            // Words that the merchant calls an aspect belong to a group like any other.
            for mention in &mut reading.mentions {
                if mention.label == "aspect" && mention.value.is_none() {
                    let group = self.aspects.group(&mention.text);
                    let own = || Aspects::own_words(&mention.text);
                    mention.value = Some(Value::Key(group.map_or_else(own, str::to_owned)));
                }
            }
            reading.mentions = settle(folded, std::mem::take(&mut reading.mentions));
        }
    }
}
