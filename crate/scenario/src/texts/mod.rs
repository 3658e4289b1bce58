//! The texts of a shop: which there are, in which order they are read, and what is read in them.

mod marks;
mod review;
mod title;
mod why;
pub(crate) mod words;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use extract::{
    Correction, Corrections, Gazetteer, HeadLabels, Heard, Kind, Language, Reader, is_default,
};
use ledger::{Cells, Ledger};
use serde::{Deserialize, Serialize};

use crate::say::Say;

pub(crate) use marks::{Marking, masked};
pub(crate) use review::{Form, Review};
pub(crate) use title::Title;
pub use why::Why;

/// Titles that are read at most.
const TITLES: usize = 20_000;
/// Reviews that are read at most; of more, a random sample.
const REVIEWS: usize = 10_000;

/// The texts of a shop, in the order in which a model should read them.
///
/// Titles: best-selling products first. Reviews: in an order as good as random that depends on their words alone, so
/// that however many have been read, they are a random sample of all; without what a platform writes for customers who
/// wrote nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// Distinct names of products.
    pub titles: Vec<String>,
    /// Distinct words of reviews.
    pub reviews: Vec<String>,
}

impl Texts {
    /// Of a shop.
    pub fn of(ledger: &Ledger) -> Self {
        let titles = title::titles(ledger);
        let reviews = review::reviews(ledger);
        let reviews = reviews.iter().map(|r| r.text.as_str());
        let reviews = reviews.filter(|text| !is_default(text));
        Self {
            titles: distinct(titles.iter().map(|t| t.text), TITLES),
            reviews: distinct(reviews, REVIEWS),
        }
    }
}

/// What a language model said of a shop's texts; nothing where none was asked.
///
/// Texts are known by their words, so that what was said of them stays true when files or filters change.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Judgements {
    /// The heads that were asked.
    pub heads: Vec<HeadLabels>,
    /// Titles that were read.
    pub titles: Vec<Judged>,
    /// Reviews that were read.
    pub reviews: Vec<Judged>,
    /// Values of a vector; 0 = there are none.
    pub width: usize,
    /// Of each title, then of each review: its vector, `[titles + reviews, width]`, zeros where there is none.
    #[serde(skip)]
    pub vectors: Vec<f32>,
}

/// A text that a model has read.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct Judged {
    /// Its words, as [`Texts`] has them.
    pub text: String,
    /// What heads said of it.
    pub heard: Heard,
}

impl Judgements {
    /// The vector of the text at a place among titles and reviews.
    fn vector(&self, at: usize) -> Option<&[f32]> {
        let from = at.checked_mul(self.width)?;
        let vector = self.vectors.get(from..from.checked_add(self.width)?)?;
        vector.iter().any(|v| *v != 0.0).then_some(vector)
    }
}

/// Everything that was read, for the scenarios that tell of it.
pub(crate) struct Library<'a> {
    /// Titles, best-selling first.
    pub(crate) titles: Vec<Title<'a>>,
    /// Reviews, in an order as good as random.
    pub(crate) reviews: Vec<Review<'a>>,
    pub(crate) reader: Reader,
    heads: &'a [HeadLabels],
}

impl<'a> Library<'a> {
    /// Reads titles and reviews: with what a model said of them where it has, else by patterns and word lists.
    ///
    /// # Errors
    /// Of the project's own word lists, which tests rule out.
    pub(crate) fn new(
        ledger: &'a Ledger,
        corrections: &[Correction],
        judged: &'a Judgements,
    ) -> Result<Self, extract::Error> {
        let mut brands: Vec<&str> = ledger.brands.iter().map(String::as_str).collect();
        // Brands of files of products too, also where no order names one of theirs.
        for frame in ledger.frames("products") {
            if let Some(Cells::Words { texts, .. }) = frame.column("brand").map(|c| &c.cells) {
                brands.extend(texts.iter().map(String::as_str));
            }
        }
        table::order::sort(&mut brands);
        brands.dedup();
        let reader = Reader::new()?
            .with_brands(Gazetteer::new(&brands)?)
            .with_corrections(Corrections::new(corrections.to_vec()));
        let place = |texts: &'a [Judged]| -> BTreeMap<&'a str, usize> {
            texts
                .iter()
                .map(|judged| judged.text.as_str())
                .zip(0..)
                .collect()
        };
        let (of_titles, of_reviews) = (place(&judged.titles), place(&judged.reviews));
        let texts = Texts::of(ledger);
        let chosen: BTreeSet<&str> = texts.titles.iter().map(String::as_str).collect();
        let mut titles = title::titles(ledger);
        for title in titles.iter_mut().filter(|t| chosen.contains(t.text)) {
            let at = of_titles.get(title.text).copied();
            let heard = at.map(|at| &judged.titles[at].heard);
            let vector = at.and_then(|at| judged.vector(at));
            title.read(&reader, heard, &judged.heads, vector);
        }
        let chosen: BTreeSet<&str> = texts.reviews.iter().map(String::as_str).collect();
        let mut reviews = review::reviews(ledger);
        for review in &mut reviews {
            if !chosen.contains(review.text.as_str()) {
                continue;
            }
            let at = of_reviews.get(review.text.as_str()).copied();
            let heard = at.map(|at| &judged.reviews[at].heard);
            let vector = at.and_then(|at| judged.vector(judged.titles.len() + at));
            review.read(&reader, heard, &judged.heads, vector);
        }
        Ok(Self {
            titles,
            reviews,
            reader,
            heads: &judged.heads,
        })
    }

    /// Labels that words of a kind of text can be given, in the manifest's order, else in this crate's.
    pub(crate) fn labels(&self, kind: Kind) -> Vec<String> {
        let wanted = match kind {
            Kind::Title => "titles",
            Kind::Review => "aspects",
        };
        let head = self.heads.iter().find(|head| head.name == wanted);
        let mut labels: Vec<String> = Vec::new();
        for label in head.iter().flat_map(|head| &head.labels) {
            let plain = label
                .split_once('-')
                .map_or(label.as_str(), |(_, name)| name);
            if plain != "O" && !labels.iter().any(|known| known == plain) {
                labels.push(plain.to_owned());
            }
        }
        if labels.is_empty() {
            labels = words::labels(kind)
                .iter()
                .map(|l| (*l).to_owned())
                .collect();
        }
        labels
    }

    /// What people call a label, as the model's manifest has it, else as this crate does.
    pub(crate) fn label(&self, label: &str, say: &Say<'_>) -> String {
        let lang = words::key(say.lang);
        let named = self
            .heads
            .iter()
            .find_map(|head| head.names.get(label)?.get(lang));
        match (named, words::label(label)) {
            (Some(name), _) => name.clone(),
            (None, Some(phrase)) => say.plain(phrase).to_owned(),
            (None, None) => label.to_owned(),
        }
    }

    /// What people call a value of a label, as a report groups by it.
    pub(crate) fn value(&self, label: &str, value: &extract::Value, say: &Say<'_>) -> String {
        let lang = match say.lang {
            chart::spec::Lang::Zh => Language::Zh,
            chart::spec::Lang::En => Language::En,
        };
        match value {
            extract::Value::Key(key) => {
                let name = self.reader.value_name(label, key, lang);
                name.map_or_else(|| key.clone(), str::to_owned)
            }
            other => words::value(other, say),
        }
    }
}

/// The first texts that are not empty, each once.
fn distinct<'t>(texts: impl Iterator<Item = &'t str>, most: usize) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let new = texts.filter(|text| !text.is_empty() && seen.insert(*text));
    new.take(most).map(str::to_owned).collect()
}

/// A number that stands for a text in an order as good as random: FNV-1a, mixed as SplitMix64 does.
fn shuffled(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
