//! What is found in a text.

use serde::{Deserialize, Serialize};

use crate::Language;

/// Where a mention comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A language model's span.
    Model,
    /// A number with its unit, a price, a size, a word that says what follows it.
    Pattern,
    /// A list of words: the caller's brands, or this crate's own lexicon.
    Gazetteer,
    /// A conclusion from other mentions.
    Rule,
    /// What the merchant said.
    Correction,
}

/// How something is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// Praise.
    Positive,
    /// Blame.
    Negative,
    /// Neither, or both alike.
    Neutral,
}

impl Polarity {
    /// By the name that a head's labels have: `positive`, `negative`, `neutral`, alone or behind a hyphen.
    pub fn named(label: &str) -> Option<Self> {
        match label.rsplit('-').next() {
            Some("positive") => Some(Self::Positive),
            Some("negative") => Some(Self::Negative),
            Some("neutral") => Some(Self::Neutral),
            _ => None,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
            Self::Neutral => "neutral",
        }
    }
}

/// A span of a head, as decoding gave it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The label, without `B-`, `I-` …
    pub label: String,
    /// Where it starts, in Unicode scalars of the text.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// The model's probability, 0 to 1.
    pub score: f32,
}

/// A normalised value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A name that different words for one thing share: `red`, `women`, `XL`.
    Key(String),
    /// A number with its unit, such as 0.5 L.
    Amount {
        /// How many units.
        number: f64,
        /// L, kg, m, m², g/m², W, V, Ah, Hz, GB, s, ct, pieces, or a currency's code.
        unit: String,
        /// How often, where a text says so: `500ml*2`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        count: Option<u32>,
    },
    /// Lengths of sides.
    Sides {
        /// In the order of the text.
        sides: Vec<f64>,
        /// `m`, or nothing where the text gives no unit.
        unit: String,
    },
    /// From one number to another.
    Range {
        /// From.
        from: f64,
        /// To.
        to: f64,
        /// As of an amount.
        unit: String,
    },
}

impl Value {
    /// A name.
    pub fn key(name: impl Into<String>) -> Self {
        Self::Key(name.into())
    }
}

/// The words that say something of an aspect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opinion {
    /// As they stand in the text.
    pub text: String,
    /// Where they start, in Unicode scalars of the text.
    pub start: u32,
    /// Where they end.
    pub end: u32,
}

/// Something that a text says, where it says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Of titles one of `brand`, `product`, `model`, `color`, `material`, `size`, `quantity`, `audience`, `style`, `season`, `feature`, `compatibility`, `origin`, `price`, `spec`; of reviews `aspect` or `opinion`; others as a model's heads name them.
    pub label: String,
    /// As it stands in the text.
    pub text: String,
    /// Where it starts, in Unicode scalars of the text.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// How sure it is, 0 to 1.
    pub score: f32,
    /// The normalised value; of aspects the group, or their own words where no group has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Where it comes from.
    pub source: Source,
    /// Of aspects and opinions: how it is judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub polarity: Option<Polarity>,
    /// Of aspects: what is said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opinion: Option<Opinion>,
}

impl Mention {
    /// Whether two mentions share a character.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// How a whole text judges.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sentiment {
    /// How.
    pub label: Polarity,
    /// How sure it is, 0 to 1.
    pub score: f32,
}

/// What was read in a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Its language; of an unsupported one nothing is read.
    pub lang: Language,
    /// In the order of the text.
    pub mentions: Vec<Mention>,
    /// Of reviews, where something can be said.
    pub sentiment: Option<Sentiment>,
}

impl Reading {
    /// Of a text in which nothing is to be read.
    pub fn nothing(lang: Language) -> Self {
        Self {
            lang,
            mentions: Vec::new(),
            sentiment: None,
        }
    }
}
