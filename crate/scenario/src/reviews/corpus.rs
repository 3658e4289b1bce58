//! Reviews as they are counted: on one scale, by product, with the aspects that each speaks of.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use extract::{
    DoubtOptions, Language, Mention, Polarity, Reading, Reason, Value, Written, doubts, is_default,
};
use shop::Selection;

use super::rating::{Kind, Ratings};
use crate::cells::key;
use crate::scene::Scene;
use crate::texts::{Library, Review};

/// Reviews read by a model from which on the others are left to it.
const ENOUGH: usize = 100;
/// Aspects of no group: reviews that speak of them at least.
const OWN_WORDS: usize = 10;
/// A text from which on two files hardly have the same of the same product and day by chance.
const TOLD_APART: usize = 8;

/// Reviews that stand in a file more than once, from which on the file may repeat its rows.
const REPEATED: usize = 10;

/// What a review says of an aspect, however often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heard {
    /// Its place among [`Corpus::aspects`].
    pub(super) aspect: usize,
    pub(super) praised: bool,
    pub(super) blamed: bool,
}

/// A review as it is counted.
pub(super) struct Said<'a> {
    pub(super) review: &'a Review<'a>,
    /// What was read in it, where it counts.
    pub(super) reading: Option<Cow<'a, Reading>>,
    /// On the scale of the corpus.
    pub(super) rating: Option<f64>,
    /// Its place among [`Corpus::products`].
    pub(super) product: Option<usize>,
    /// An entry an aspect.
    pub(super) heard: Vec<Heard>,
    pub(super) doubt: Option<Reason>,
}

impl Said<'_> {
    /// How its words judge on the whole.
    pub(super) fn mood(&self) -> Option<Polarity> {
        Some(self.reading.as_ref()?.sentiment.as_ref()?.label)
    }

    /// Whether it has words of the customer's own, not those of a platform for who wrote nothing.
    pub(super) fn is_written(&self) -> bool {
        !self.review.text.is_empty() && self.doubt != Some(Reason::Default)
    }

    /// Whether it complains of anything that it names, however few others do.
    pub(super) fn blames(&self) -> bool {
        mentions(self).any(|(_, polarity)| polarity == Some(Polarity::Negative))
    }

    /// What it says of an aspect.
    pub(super) fn of(&self, aspect: usize) -> Option<&Heard> {
        self.heard.iter().find(|h| h.aspect == aspect)
    }
}

/// An aspect that reviews speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Aspect {
    /// The group, or own words.
    pub(super) key: String,
    /// Whether it is one of the groups.
    pub(super) grouped: bool,
}

/// Who read the texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Readers {
    /// Reviews with words of customers' own.
    pub(super) texts: usize,
    /// Reviews with default words of a platform alone.
    pub(super) defaults: usize,
    /// Those whose reading counts.
    pub(super) read: usize,
    /// Whether it is a language model's.
    pub(super) by_model: bool,
    /// In languages that nothing here reads, or without words of any.
    pub(super) foreign: usize,
}

/// Rows that say what another one says already, and do not count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Doubles {
    /// Of another file.
    pub(super) across: usize,
    /// Of the same file.
    pub(super) within: usize,
}

/// All reviews.
pub(super) struct Corpus<'a> {
    /// In an order as good as random that depends on what they say alone.
    pub(super) all: Vec<Said<'a>>,
    /// Groups in their order, then own words.
    pub(super) aspects: Vec<Aspect>,
    /// Names.
    pub(super) products: Vec<String>,
    pub(super) ratings: Ratings,
    pub(super) readers: Readers,
    pub(super) doubles: Doubles,
    /// Different own words that too few reviews speak of.
    pub(super) rare: usize,
}

impl<'a> Corpus<'a> {
    pub(super) fn new(scene: &Scene<'_>, library: &'a Library<'a>) -> Self {
        let (kept, doubles) = once(&library.reviews);
        let ratings = Ratings::of(&library.reviews);
        let with_words: Vec<&Review<'_>> = kept
            .iter()
            .copied()
            .filter(|r| r.reading.is_some())
            .collect();
        let heard = with_words.iter().filter(|r| r.by_model).count();
        let by_model = heard >= ENOUGH || heard > 0 && heard == with_words.len();
        let texts = kept.iter().filter(|r| !r.text.is_empty()).count();
        let defaults = kept.iter().filter(|r| is_default(&r.text)).count();
        let mut readers = Readers {
            texts: texts - defaults,
            defaults,
            by_model,
            ..Readers::default()
        };
        let mut products = Products::new(scene);
        let mut all: Vec<Said<'a>> = Vec::with_capacity(kept.len());
        for review in kept {
            let reading = match &review.reading {
                // What a model read of too few is read again as the others were.
                Some(_) if review.by_model && !by_model => {
                    Some(Cow::Owned(library.reader.review(&review.text, None, None)))
                }
                Some(reading) if review.by_model == by_model => Some(Cow::Borrowed(reading)),
                _ => None,
            };
            let reading = match reading {
                Some(reading) if reading.lang == Language::Other => {
                    readers.foreign += 1;
                    None
                }
                reading => reading,
            };
            readers.read += usize::from(reading.is_some());
            all.push(Said {
                rating: ratings.value(review),
                product: products.place(&review.product),
                review,
                reading,
                heard: Vec::new(),
                doubt: None,
            });
        }
        let mut corpus = Self {
            all,
            aspects: Vec::new(),
            products: products.names,
            ratings,
            readers,
            doubles,
            rare: 0,
        };
        corpus.hear(library);
        corpus.doubt();
        corpus
    }

    /// Joins mentions to aspects: a review that praises quality twice praises it once.
    fn hear(&mut self, library: &Library<'_>) {
        let groups = library.reader.aspects().groups();
        let mut own: BTreeMap<String, usize> = BTreeMap::new();
        for said in &self.all {
            let keys: BTreeSet<&str> = mentions(said).map(|(key, _)| key).collect();
            for key in keys.into_iter().filter(|key| !groups.contains(key)) {
                *own.entry(key.to_owned()).or_default() += 1;
            }
        }
        let least = OWN_WORDS.max(self.readers.read / 100);
        let mut frequent: Vec<(&String, &usize)> =
            own.iter().filter(|(_, n)| **n >= least).collect();
        frequent.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        self.rare = own.len() - frequent.len();
        let grouped = groups.iter().map(|key| Aspect {
            key: (*key).to_owned(),
            grouped: true,
        });
        let own = frequent.into_iter().map(|(key, _)| Aspect {
            key: key.clone(),
            grouped: false,
        });
        self.aspects = grouped.chain(own).collect();
        let places: BTreeMap<&str, usize> = self
            .aspects
            .iter()
            .zip(0..)
            .map(|(aspect, at)| (aspect.key.as_str(), at))
            .collect();
        for said in &mut self.all {
            let mut heard: BTreeMap<usize, Heard> = BTreeMap::new();
            for (key, polarity) in mentions(said) {
                let Some(&aspect) = places.get(key) else {
                    continue;
                };
                let entry = heard.entry(aspect).or_insert(Heard {
                    aspect,
                    praised: false,
                    blamed: false,
                });
                entry.praised |= polarity == Some(Polarity::Positive);
                entry.blamed |= polarity == Some(Polarity::Negative);
            }
            said.heard = heard.into_values().collect();
        }
    }

    fn doubt(&mut self) {
        // Codes of authors are each file's own.
        let authors: Vec<Option<String>> = self
            .all
            .iter()
            .map(|said| {
                let code = said.review.author?;
                Some(format!("{} {code}", said.review.row.0))
            })
            .collect();
        let kind = self.ratings.kind;
        let written: Vec<Written<'_>> = self
            .all
            .iter()
            .zip(&authors)
            .map(|(said, author)| Written {
                text: &said.review.text,
                rating: said.rating.map(|r| kind.stars(r)),
                author: author.as_deref(),
                day: said.review.day,
            })
            .collect();
        let found = doubts(&written, &DoubtOptions::default());
        for doubt in found {
            self.all[doubt.review].doubt = Some(doubt.reason);
        }
    }

    /// Reviews whose reading counts.
    pub(super) fn read(&self) -> impl Iterator<Item = &Said<'a>> {
        self.all.iter().filter(|said| said.reading.is_some())
    }

    pub(super) fn kind(&self) -> Kind {
        self.ratings.kind
    }

    /// All ratings, as means are taken of them.
    pub(super) fn rated(&self) -> Vec<f64> {
        self.scores(self.all.iter())
    }

    /// The ratings of some, as means are taken of them.
    pub(super) fn scores<'s>(&self, of: impl Iterator<Item = &'s Said<'a>>) -> Vec<f64>
    where
        'a: 's,
    {
        let kind = self.kind();
        of.filter_map(|said| Some(kind.score(said.rating?)))
            .collect()
    }

    /// First and last day.
    pub(super) fn days(&self) -> Option<(i32, i32)> {
        let days = || self.all.iter().filter_map(|said| said.review.day);
        days().min().zip(days().max())
    }
}

/// The rows behind some reviews; of several files, those of the one with most of them.
pub(super) fn rows<'a, 'b: 'a>(of: impl Iterator<Item = &'a Said<'b>>) -> Option<Selection> {
    let mut tables: BTreeMap<u16, Vec<u32>> = BTreeMap::new();
    for said in of {
        let (table, row) = said.review.row;
        tables.entry(table).or_default().push(row);
    }
    let (table, mut rows) = tables
        .into_iter()
        .max_by_key(|(table, rows)| (rows.len(), std::cmp::Reverse(*table)))?;
    rows.sort_unstable();
    Some(Selection {
        table_rows: Some((table, rows)),
        ..Selection::default()
    })
}

/// What a review says, by group or own words.
fn mentions<'s>(said: &'s Said<'_>) -> impl Iterator<Item = (&'s str, Option<Polarity>)> {
    let reading = said.reading.as_deref();
    let mentions = reading.into_iter().flat_map(|r| &r.mentions);
    mentions.filter_map(|m| Some((aspect_key(m)?, m.polarity)))
}

/// What a mention speaks of: a group or own words.
pub(super) fn aspect_key(mention: &Mention) -> Option<&str> {
    match (&mention.value, mention.label.as_str()) {
        (Some(Value::Key(key)), "aspect" | "opinion") if !key.is_empty() => Some(key),
        _ => None,
    }
}

/// Reviews in an order that depends on what they say, each once: exports overlap, and a review may stand in two files;
/// a row that repeats another one's customer, product, day, stars and words is no second review either, and where no
/// customers are told neither are those of a file that repeats its rows.
fn once<'a>(reviews: &'a [Review<'a>]) -> (Vec<&'a Review<'a>>, Doubles) {
    let mut order: Vec<&Review<'_>> = reviews.iter().collect();
    // They come in an order of their words; equal words are put in order by all else.
    for run in order.chunk_by_mut(|a, b| a.text == b.text) {
        run.sort_by(|a, b| {
            (a.day, &a.product)
                .cmp(&(b.day, &b.product))
                .then_with(|| {
                    let bits = |r: &Review<'_>| r.rating.unwrap_or(f64::NEG_INFINITY);
                    bits(a).total_cmp(&bits(b))
                })
                .then((a.row.0, a.author, a.row.1).cmp(&(b.row.0, b.author, b.row.1)))
        });
    }
    let same = |a: &Review<'_>, b: &Review<'_>| {
        a.text == b.text
            && (a.day, &a.product, a.rating) == (b.day, &b.product, b.rating)
            && a.is_follow_up == b.is_follow_up
            && a.day.is_some()
    };
    let across =
        |a: &Review<'_>, b: &Review<'_>| a.row.0 != b.row.0 && a.text.chars().count() >= TOLD_APART;
    let repeating = repeating(&order, &same);
    // Without a customer and a product it may be another one's words, or words for something else.
    let within = |a: &Review<'_>, b: &Review<'_>| {
        let is_known = a.author.is_some() && !a.product.is_empty() && !a.text.is_empty();
        let is_row = a.text.chars().count() >= TOLD_APART && repeating.contains(&a.row.0);
        a.row.0 == b.row.0 && a.author == b.author && (is_known || is_row)
    };
    let mut doubles = Doubles::default();
    let mut kept: Vec<&Review<'_>> = Vec::with_capacity(order.len());
    for review in order {
        match kept.last().copied().filter(|last| same(last, review)) {
            Some(last) if across(last, review) => doubles.across += 1,
            Some(last) if within(last, review) => doubles.within += 1,
            _ => kept.push(review),
        }
    }
    (kept, doubles)
}

/// Files of which most reviews that can be told apart stand there more than once: their rows are repeated, whoever wrote them.
fn repeating(
    order: &[&Review<'_>],
    same: &dyn Fn(&Review<'_>, &Review<'_>) -> bool,
) -> BTreeSet<u16> {
    let told = |r: &&&Review<'_>| r.day.is_some() && r.text.chars().count() >= TOLD_APART;
    let told: Vec<&Review<'_>> = order.iter().filter(told).copied().collect();
    let mut counts: BTreeMap<u16, (usize, usize)> = BTreeMap::new();
    for run in told.chunk_by(|a, b| a.row.0 == b.row.0 && a.author == b.author && same(a, b)) {
        let (all, repeated) = counts.entry(run[0].row.0).or_default();
        *all += 1;
        *repeated += usize::from(run.len() > 1);
    }
    let is_most = |(all, repeated): &(usize, usize)| *repeated >= REPEATED && 2 * repeated >= *all;
    counts.retain(|_, of| is_most(of));
    counts.into_keys().collect()
}

/// Products by what files call them.
struct Products<'a> {
    /// Names of the ledger by name and by SKU.
    known: BTreeMap<String, &'a str>,
    places: BTreeMap<String, usize>,
    names: Vec<String>,
    say: crate::say::Say<'a>,
}

impl<'a> Products<'a> {
    fn new(scene: &Scene<'a>) -> Self {
        let products = &scene.ledger.products;
        let mut known = BTreeMap::new();
        for names in [&products.name, &products.sku] {
            for (name, by) in products.name.iter().zip(names) {
                if !by.is_empty() {
                    known.entry(key(by)).or_insert(name.as_str());
                }
            }
        }
        Self {
            known,
            places: BTreeMap::new(),
            names: Vec::new(),
            say: scene.say,
        }
    }

    fn place(&mut self, product: &str) -> Option<usize> {
        let own = key(product);
        if own.is_empty() {
            return None;
        }
        let name = match self.known.get(&own) {
            Some(name) => (*name).to_owned(),
            // A number alone names nothing that a reader would know for a product.
            None if own.chars().all(|c| c.is_ascii_digit()) => self
                .say
                .fill(super::words::PRODUCT_NUMBER, &[("id", product.into())]),
            None => product.to_owned(),
        };
        let names = &mut self.names;
        let place = *self.places.entry(key(&name)).or_insert_with(|| {
            names.push(name);
            names.len() - 1
        });
        Some(place)
    }
}
