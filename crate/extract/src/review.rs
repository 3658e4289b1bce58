//! Reviews: aspects and opinions joined to pairs, with polarity, and the sentiment of the whole.

use std::borrow::Borrow;

use serde::{Deserialize, Serialize};

use crate::Value;
use crate::aspect::{Aspects, Judgement};
use crate::doubt::is_default;
use crate::folded::Folded;
use crate::mention::{Found, Mention, Opinion, Polarity, Sentiment, Source};
use crate::title::Thresholds;

/// Probabilities of positive, negative and neutral.
pub type Shares = [f32; 3];

/// In the order of [`Shares`].
const POLARITIES: [Polarity; 3] = [Polarity::Positive, Polarity::Negative, Polarity::Neutral];

/// Probabilities in our order, from those of a head with its labels.
pub fn shares(labels: &[String], scores: &[f32]) -> Shares {
    let mut shares = [0.0; 3];
    for (label, &score) in labels.iter().zip(scores) {
        let place = Polarity::named(label)
            .and_then(|polarity| POLARITIES.iter().position(|&known| known == polarity));
        if let Some(place) = place {
            shares[place] += score;
        }
    }
    shares
}

/// What the heads of a model say of a review.
pub struct Judged {
    /// Spans of the head `aspects`.
    pub aspects: Vec<Found>,
    /// The head `polarity` over each of them, as many.
    pub polarity: Vec<Option<Shares>>,
    /// Spans of the head `opinions`, with the polarity at the end of their labels.
    pub opinions: Vec<Found>,
    /// The head `sentiment`.
    pub sentiment: Option<Shares>,
}

/// How far an opinion is from an aspect that it may belong to, at most.
const FARTHEST: u32 = 60;
/// What the end of a clause is worth, in characters; and that of a sentence, beyond which an opinion is of something else.
const CLAUSE: u32 = 8;
const SENTENCE: u32 = FARTHEST + 1;
/// What a word of the lists is worth where no model has read.
const WORD: f32 = 0.6;
/// How much the tag of the opinion counts beside the head over the aspect.
const TAG: f32 = 0.5;

pub(crate) struct Reviews<'a> {
    pub(crate) aspects: &'a Aspects,
    pub(crate) thresholds: &'a Thresholds,
}

impl Reviews<'_> {
    pub(crate) fn read(
        &self,
        text: &Folded,
        judged: Option<&Judged>,
    ) -> (Vec<Mention>, Option<Sentiment>) {
        // What a portal writes for customers who wrote nothing is nobody's opinion.
        if is_default(&text.text) {
            return (Vec::new(), None);
        }
        let Some(judged) = judged else {
            return self.by_words(text);
        };
        let mut aspects = sound(text, &judged.aspects, self.thresholds.aspects);
        let opinions = sound(text, &judged.opinions, self.thresholds.opinions);
        aspects.retain(|aspect| {
            let words = text.slice(aspect.start as usize, aspect.end as usize);
            let is_opinion = opinions.iter().any(|opinion| is_same(aspect, opinion));
            match self.aspects.group(&words) {
                // A whole clause with its opinion names the group twice, and may judge it in two ways.
                Some(_) => !(is_opinion && Aspects::is_clause(&words)),
                None => !is_opinion && !self.aspects.is_judgement(&words),
            }
        });
        // Whatever was bought (`the product`, 东西) belongs to no group.
        let is_thing = |aspect: &Found| {
            let words = text.slice(aspect.start as usize, aspect.end as usize);
            self.aspects.group(&words).is_none() && Aspects::is_thing(&words)
        };
        let judgements = self.aspects.judgements(text);
        let things: Vec<bool> = aspects.iter().map(|aspect| is_thing(aspect)).collect();
        let pairs = pair(text, &aspects, &opinions);
        let mut mentions = Vec::with_capacity(aspects.len() + opinions.len());
        for (at, aspect) in aspects.iter().enumerate() {
            let mut mention = span(text, aspect, "aspect", Source::Model);
            let own = pairs.iter().filter(|pair| pair.aspect == at);
            let nearest = own.clone().min_by_key(|pair| pair.distance);
            let nearest = nearest.map(|pair| opinions[pair.opinion]);
            let place = judged.aspects.iter().position(|found| found == *aspect);
            let shares = place.and_then(|place| *judged.polarity.get(place)?);
            let mut shares = shares.unwrap_or_default();
            for pair in own {
                let opinion = opinions[pair.opinion];
                let tag = Polarity::named(&opinion.label);
                if let Some(place) = POLARITIES.iter().position(|&known| Some(known) == tag) {
                    shares[place] += TAG * opinion.score;
                }
            }
            mention.polarity = likeliest(&shares).map(|(polarity, _)| polarity);
            let spans = [Some(*aspect), nearest];
            if spans
                .iter()
                .flatten()
                .any(|span| is_praise(text, &judgements, span))
            {
                mention.polarity = Some(Polarity::Positive);
            }
            mention.opinion = nearest.map(|opinion| Opinion {
                text: text.slice(opinion.start as usize, opinion.end as usize),
                start: opinion.start,
                end: opinion.end,
            });
            mention.value = match self.aspects.group(&mention.text) {
                Some(group) => Some(Value::key(group)),
                None if things[at] => None,
                None => Some(Value::Key(Aspects::own_words(&mention.text))),
            };
            mentions.push(mention);
        }
        for (at, opinion) in opinions.iter().enumerate() {
            let mut mention = span(text, opinion, "opinion", Source::Model);
            mention.polarity = match is_praise(text, &judgements, opinion) {
                true => Some(Polarity::Positive),
                false => Polarity::named(&opinion.label),
            };
            // "Too expensive" speaks of the price without naming it.
            let named = |pair: &&Pair| pair.opinion == at && !things[pair.aspect];
            if pairs.iter().find(named).is_none() {
                mention.value = self.aspects.group(&mention.text).map(Value::key);
            }
            mentions.push(mention);
        }
        let sentiment = judged.sentiment.and_then(|shares| likeliest(&shares));
        let sentiment = sentiment.filter(|&(_, score)| score >= self.thresholds.sentiment);
        let mut sentiment = sentiment.map(|(label, score)| Sentiment { label, score });
        // Where the only faults are those that are not there, the lists know better.
        let blames = |mention: &Mention| mention.polarity == Some(Polarity::Negative);
        if judgements.iter().any(|judgement| judgement.absent)
            && sentiment
                .as_ref()
                .is_some_and(|told| told.label == Polarity::Negative)
            && !mentions.iter().any(blames)
        {
            let (_, by_words) = self.by_words(text);
            sentiment = by_words
                .filter(|told| told.label == Polarity::Positive)
                .or(sentiment);
        }
        (mentions, sentiment)
    }

    /// By lists of words alone.
    fn by_words(&self, text: &Folded) -> (Vec<Mention>, Option<Sentiment>) {
        let judgements = self.aspects.judgements(text);
        let opinions: Vec<Found> = judgements
            .iter()
            .map(|judgement| Found {
                label: judgement.polarity.name().to_owned(),
                start: judgement.start as u32,
                end: judgement.end as u32,
                score: WORD,
            })
            .collect();
        let aspects: Vec<Found> = self
            .aspects
            .find(text)
            .into_iter()
            .map(|(start, end)| Found {
                label: "aspect".to_owned(),
                start: start as u32,
                end: end as u32,
                score: WORD,
            })
            .filter(|aspect| {
                !opinions
                    .iter()
                    .any(|opinion| aspect.start < opinion.end && opinion.start < aspect.end)
            })
            .collect();
        let pairs = pair(text, &aspects, &opinions);
        let mut mentions = Vec::new();
        for (at, aspect) in aspects.iter().enumerate() {
            let own = pairs.iter().filter(|pair| pair.aspect == at);
            let Some(pair) = own.min_by_key(|pair| (pair.distance, pair.opinion)) else {
                continue;
            };
            let opinion = &opinions[pair.opinion];
            let mut mention = span(text, aspect, "aspect", Source::Gazetteer);
            mention.polarity = Polarity::named(&opinion.label);
            mention.value = self.aspects.group(&mention.text).map(Value::key);
            mention.opinion = Some(Opinion {
                text: text.slice(opinion.start as usize, opinion.end as usize),
                start: opinion.start,
                end: opinion.end,
            });
            mentions.push(mention);
        }
        for opinion in &opinions {
            let mut mention = span(text, opinion, "opinion", Source::Gazetteer);
            mention.polarity = Polarity::named(&opinion.label);
            mentions.push(mention);
        }
        let count = |polarity: Polarity| {
            judgements
                .iter()
                .filter(|judgement| judgement.polarity == polarity)
                .count()
        };
        let (good, bad) = (count(Polarity::Positive), count(Polarity::Negative));
        let label = match good.cmp(&bad) {
            std::cmp::Ordering::Greater => Polarity::Positive,
            std::cmp::Ordering::Less => Polarity::Negative,
            std::cmp::Ordering::Equal => Polarity::Neutral,
        };
        // Two words that agree say more than one; a lone word is little more than a guess.
        let margin = good.abs_diff(bad) as f32;
        let sentiment = (good + bad > 0).then_some(Sentiment {
            label,
            score: (0.5 + 0.1 * margin).min(0.8),
        });
        (mentions, sentiment)
    }
}

/// Whether a span blames nothing but faults that are not there: it holds one, or stands right beside it as a negation does.
fn is_praise(text: &Folded, judgements: &[Judgement], span: &Found) -> bool {
    let (start, end) = (span.start as usize, span.end as usize);
    let space = |at: usize| usize::from(text.get(at) == ' ');
    let touches = |judgement: &&Judgement| {
        start <= judgement.end + space(judgement.end) && judgement.start <= end + space(end)
    };
    let mut touched = judgements.iter().filter(touches);
    touched.clone().any(|judgement| judgement.absent)
        && touched.all(|judgement| judgement.polarity != Polarity::Negative)
}

/// Whether a span is nearly another one, or holds it: then it tells no more than that.
fn is_same(outer: &Found, inner: &Found) -> bool {
    let shared = outer
        .end
        .min(inner.end)
        .saturating_sub(outer.start.max(inner.start));
    let (own, other) = (outer.end - outer.start, inner.end - inner.start);
    shared == other || 2 * shared >= own.max(other)
}

fn likeliest(shares: &Shares) -> Option<(Polarity, f32)> {
    let total: f32 = shares.iter().sum();
    let mut best = 0;
    for (place, share) in shares.iter().enumerate() {
        if *share > shares[best] {
            best = place;
        }
    }
    (total > 0.0).then(|| (POLARITIES[best], shares[best] / total))
}

fn sound<'a>(text: &Folded, spans: &'a [Found], limit: f32) -> Vec<&'a Found> {
    let sound = |found: &&Found| {
        found.start < found.end && found.end as usize <= text.len() && found.score >= limit
    };
    spans.iter().filter(sound).collect()
}

fn span(text: &Folded, found: &Found, label: &str, source: Source) -> Mention {
    Mention {
        label: label.to_owned(),
        text: text.slice(found.start as usize, found.end as usize),
        start: found.start,
        end: found.end,
        score: found.score,
        value: None,
        source,
        polarity: None,
        opinion: None,
    }
}

/// An opinion with the aspect that it belongs to, by their places among those that were found.
struct Pair {
    opinion: usize,
    aspect: usize,
    distance: u32,
}

/// Each opinion with the aspect that is nearest, where ends of clauses and sentences between them count as characters.
///
/// Of equally near ones the aspect before, since both languages name a thing first.
fn pair<T: Borrow<Found>>(text: &Folded, aspects: &[T], opinions: &[T]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (opinion, found) in opinions.iter().enumerate() {
        let near = aspects.iter().enumerate().map(|(aspect, of)| Pair {
            opinion,
            aspect,
            distance: distance(text, of.borrow(), found.borrow()),
        });
        let nearest = near.min_by_key(|pair| (pair.distance, pair.aspect));
        pairs.extend(nearest.filter(|pair| pair.distance <= FARTHEST));
    }
    pairs
}

fn distance(text: &Folded, aspect: &Found, opinion: &Found) -> u32 {
    let after = aspect.start >= opinion.end;
    let (from, to) = match after {
        true => (opinion.end, aspect.start),
        false => (aspect.end, opinion.start),
    };
    let mut distance = u32::from(after);
    for at in from..to.max(from) {
        let at = at as usize;
        distance += match text.get(at) {
            '。' | '!' | '?' | '\n' | '…' => SENTENCE,
            '.' if !text.get(at + 1).is_ascii_digit() => SENTENCE,
            ',' | '、' | ';' | ':' => CLAUSE,
            _ => 1,
        };
    }
    distance
}

/// A difference between the stars and the words of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// Many stars, and the words blame.
    BetterThanSaid,
    /// Few stars, and the words praise.
    WorseThanSaid,
}

/// How sure a sentiment has to be before it is held against stars.
const SURE: f32 = 0.7;

/// Whether stars (1 to 5) and words say opposite things; between them nothing is said.
pub fn gap(stars: f64, sentiment: &Sentiment) -> Option<Gap> {
    if sentiment.score < SURE || !(1.0..=5.0).contains(&stars) {
        return None;
    }
    match sentiment.label {
        Polarity::Negative if stars >= 4.0 => Some(Gap::BetterThanSaid),
        Polarity::Positive if stars <= 2.0 => Some(Gap::WorseThanSaid),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
