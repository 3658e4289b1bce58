//! Titles: what a model marked, patterns, brands and the lexicon, brought together.

mod amount;

use crate::folded::Folded;
use crate::gazetteer::Gazetteer;
use crate::language::is_mash;
use crate::lexicon::{Lexicon, composed_colors};
use crate::mention::{Found, Mention, Source};
use crate::negation::{self, Turned};
use crate::{Language, Value, pattern, private};

/// From which probability on a model's span of a label counts by itself. Chosen on half of the texts kept apart, by `models/training/thresholds.py`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Of titles' spans.
    pub titles: f32,
    /// Of titles' spans that nothing else supports, in a label that little was learned of: `material`, `style`, `feature`, `compatibility`, `origin`, `price`.
    pub uncertain: f32,
    /// Of aspects.
    pub aspects: f32,
    /// Of opinions.
    pub opinions: f32,
    /// Of a whole text's sentiment; below it nothing is said.
    pub sentiment: f32,
}

impl Thresholds {
    /// Everything that a model marks counts.
    pub fn none() -> Self {
        Self {
            titles: 0.0,
            uncertain: 0.0,
            aspects: 0.0,
            opinions: 0.0,
            sentiment: 0.0,
        }
    }
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            titles: 0.5,
            uncertain: 0.55,
            aspects: 0.35,
            opinions: 0.3,
            sentiment: 0.4,
        }
    }
}

/// A model's span over which nothing else is believed.
const FIRM: f32 = 0.8;
/// A word of the lexicon.
const WORD: f32 = 0.8;
/// A word of the lexicon that means other things too; a common word that is a brand too.
const DOUBTFUL: f32 = 0.4;
/// Below this a mention that no model made is not told.
const LEAST: f32 = 0.5;
/// A brand that the caller knows.
const BRAND: f32 = 0.95;
/// Characters that a span of a title may have.
const LONGEST: u32 = 80;

/// Labels of which public data teaches little.
const UNCERTAIN: [&str; 6] = [
    "material",
    "style",
    "feature",
    "compatibility",
    "origin",
    "price",
];

/// Labels whose words may be denied: 不带电池, `not for iPhone 14`.
const DENIABLE: [&str; 8] = [
    "product",
    "color",
    "material",
    "audience",
    "style",
    "season",
    "feature",
    "compatibility",
];

/// Materials that are goods as well.
const GOODS: [&str; 6] = ["glass", "crystal", "jade", "agate", "marble", "ceramic"];

/// Labels whose words mean something else more often than not.
const OPEN: [&str; 3] = ["product", "feature", "style"];

/// A mention on its way through the combination.
fn mention(
    text: &Folded,
    label: &str,
    place: (usize, usize),
    score: f32,
    source: Source,
) -> Mention {
    Mention {
        label: label.to_owned(),
        text: text.slice(place.0, place.1),
        start: place.0 as u32,
        end: place.1 as u32,
        score,
        value: None,
        source,
        polarity: None,
        opinion: None,
    }
}

/// What two independent witnesses say together.
fn both(a: f32, b: f32) -> f32 {
    1.0 - (1.0 - a) * (1.0 - b)
}

pub(crate) struct Titles<'a> {
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) brands: &'a Gazetteer,
    pub(crate) thresholds: &'a Thresholds,
}

impl Titles<'_> {
    /// The mentions of a title, in its order. `spans`: those of a model, if one has read it.
    pub(crate) fn read(
        &self,
        text: &Folded,
        language: Language,
        spans: Option<&[Found]>,
    ) -> Vec<Mention> {
        let mut kept: Vec<Mention> = Vec::new();
        let mut model = self.of_model(text, spans.unwrap_or_default());
        self.add_brands(text, &mut kept, &mut model);
        self.add_patterns(text, language, &mut kept, &mut model);
        self.add_words(text, spans.map(|_| language), &mut kept, &mut model);
        for found in model {
            let limit = match UNCERTAIN.contains(&found.label.as_str()) {
                true => self.thresholds.uncertain,
                false => self.thresholds.titles,
            };
            if found.score >= limit && !kept.iter().any(|other| other.overlaps(&found)) {
                kept.push(found);
            }
        }
        for found in &mut kept {
            if found.value.is_none() {
                found.value = self.lexicon.value(&found.label, &found.text);
            }
        }
        add_audience(&mut kept);
        settle(text, kept)
    }

    fn of_model(&self, text: &Folded, spans: &[Found]) -> Vec<Mention> {
        let sound = |found: &&Found| {
            found.start < found.end
                && found.end as usize <= text.len()
                && found.end - found.start <= LONGEST
        };
        let spans = spans.iter().filter(sound);
        spans
            .map(|found| {
                let place = (found.start as usize, found.end as usize);
                mention(text, &found.label, place, found.score, Source::Model)
            })
            .filter(|found| !is_mash(&found.text))
            .filter_map(|found| as_meant(text, found))
            .collect()
    }

    fn add_brands(&self, text: &Folded, kept: &mut Vec<Mention>, model: &mut Vec<Mention>) {
        for brand in self.brands.find(text) {
            let score = if brand.doubtful { DOUBTFUL } else { BRAND };
            let mut known = mention(
                text,
                "brand",
                (brand.start, brand.end),
                score,
                Source::Gazetteer,
            );
            known.value = Some(Value::key(brand.name));
            let same = model
                .iter()
                .position(|found| found.label == "brand" && found.overlaps(&known));
            if let Some(at) = same {
                let found = model.remove(at);
                known.score = both(score, found.score);
                // "耐克Nike" is one brand; a model's span that cuts the name short is not taken.
                if found.start <= known.start && found.end >= known.end {
                    (known.start, known.end, known.text) = (found.start, found.end, found.text);
                }
            } else if model
                .iter()
                .any(|found| holds(found, &known) && found.score >= FIRM)
            {
                // The apple in "apple vinegar" is no brand.
                continue;
            }
            if known.score >= LEAST && !kept.iter().any(|other| other.overlaps(&known)) {
                model.retain(|found| !found.overlaps(&known));
                kept.push(known);
            }
        }
    }

    fn add_patterns(
        &self,
        text: &Folded,
        language: Language,
        kept: &mut Vec<Mention>,
        model: &mut Vec<Mention>,
    ) {
        let patterns: Vec<Mention> = pattern::find(text)
            .into_iter()
            .map(|found| {
                let place = (found.start, found.end);
                let matched = mention(text, found.label, place, found.score, Source::Pattern);
                Mention {
                    value: found.value,
                    ..matched
                }
            })
            .collect();
        amount::join(text, language, patterns, kept, model);
    }

    fn add_words(
        &self,
        text: &Folded,
        read: Option<Language>,
        kept: &mut Vec<Mention>,
        model: &mut Vec<Mention>,
    ) {
        let has_product = model
            .iter()
            .any(|found| found.label == "product" && found.score >= self.thresholds.titles);
        let mut words: Vec<Mention> = Vec::new();
        for known in self.lexicon.find(text) {
            // Products are what a model knows best.
            if known.kind == "product" && has_product {
                continue;
            }
            let score = if known.doubtful { DOUBTFUL } else { WORD };
            let mut word = mention(
                text,
                known.kind,
                (known.start, known.end),
                score,
                Source::Gazetteer,
            );
            word.value = known.value;
            words.push(word);
        }
        for (start, end, value) in composed_colors(text) {
            let mut word = mention(text, "color", (start, end), WORD, Source::Gazetteer);
            word.value = Some(value);
            // The longer name: 深红色 over 红色.
            let shorter = |other: &Mention| {
                other.label == "color"
                    && holds(&word, other)
                    && other.end - other.start < word.end - word.start
            };
            words.retain(|other| !shorter(other));
            if !words.iter().any(|other| other.overlaps(&word)) {
                words.push(word);
            }
        }
        for mut word in words {
            let same = model
                .iter()
                .position(|found| found.label == word.label && found.overlaps(&word));
            if let Some(at) = same {
                let mut found = model.remove(at);
                found.score = both(found.score, word.score);
                found.value = word.value.take();
                kept.push(found);
                continue;
            }
            // Of 不锈钢保温杯 models take the steel for goods too; beside other goods a material that means nothing else is one.
            let sold = |value: &Value| GOODS.iter().any(|name| *value == Value::key(*name));
            let clear = word.label == "material"
                && word.score >= WORD
                && !word.value.as_ref().is_some_and(sold);
            let goods =
                |found: &Mention| found.label == "product" && found.score >= self.thresholds.titles;
            let beside = clear
                && model
                    .iter()
                    .any(|found| goods(found) && !found.overlaps(&word));
            let yields = |found: &Mention| {
                beside && goods(found) && holds(found, &word) && holds(&word, found)
            };
            let contradicted = model.iter().any(|found| {
                found.overlaps(&word) && found.score >= self.thresholds.titles && !yields(found)
            });
            if contradicted || kept.iter().any(|other| other.overlaps(&word)) {
                continue;
            }
            match read {
                // What types and features are in English a model has learned from people's marks: "long" and "home" say little.
                Some(Language::En) if OPEN.contains(&word.label.as_str()) => continue,
                // And brands a model knows from their place.
                Some(_) if word.label == "brand" => continue,
                // Where a model has read a title and saw nothing there, a word alone is worth less.
                Some(_) if word.label == "product" => word.score *= 0.8,
                _ => {}
            }
            if word.score >= LEAST {
                model.retain(|found| !found.overlaps(&word));
                kept.push(word);
            }
        }
    }
}

/// Whether one lies within another.
fn holds(outer: &Mention, inner: &Mention) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// A model's mention as the words around it mean it; none of what they deny.
fn as_meant(text: &Folded, mut found: Mention) -> Option<Mention> {
    if !DENIABLE.contains(&found.label.as_str()) {
        return Some(found);
    }
    let material = found.label == "material";
    match negation::turned(text, found.start as usize, found.end as usize) {
        Some(Turned::Not | Turned::Without) => None,
        Some(Turned::Like(start, end)) if material => {
            (found.start, found.end) = (start as u32, end as u32);
            found.text = text.slice(start, end);
            Some(found)
        }
        _ if material && negation::denies(&found.text) => None,
        _ => Some(found),
    }
}

/// 女鞋, 男装 and 童装 say who it is for: by rule, inside of the product's own span.
fn add_audience(kept: &mut Vec<Mention>) {
    if kept.iter().any(|found| found.label == "audience") {
        return;
    }
    let told = kept.iter().find_map(|found| {
        let first = found
            .text
            .chars()
            .next()
            .filter(|_| found.label == "product")?;
        let name = match first {
            '女' => "women",
            '男' => "men",
            '童' => "kids",
            _ => return None,
        };
        Some((found.start, first, found.score, name))
    });
    if let Some((start, first, score, name)) = told {
        kept.push(Mention {
            label: "audience".to_owned(),
            text: first.to_string(),
            start,
            end: start + 1,
            score: 0.9 * score,
            value: Some(Value::key(name)),
            source: Source::Rule,
            polarity: None,
            opinion: None,
        });
    }
}

/// Leaves out what tells of persons and what has no letter or digit, and sorts.
pub(crate) fn settle(text: &Folded, mut mentions: Vec<Mention>) -> Vec<Mention> {
    let private = private::found(text);
    mentions.retain(|mention| {
        let personal = private
            .iter()
            .any(|&(start, end)| mention.start < end && start < mention.end);
        !personal && mention.text.chars().any(char::is_alphanumeric)
    });
    mentions.sort_by(|a, b| (a.start, b.end, &a.label).cmp(&(b.start, a.end, &b.label)));
    mentions
}

#[cfg(test)]
mod tests;
