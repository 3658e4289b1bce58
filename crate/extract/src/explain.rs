//! Which words speak for a mention or a sentiment: by leaving each out and looking what it changes (occlusion; Zeiler and Fergus 2014, Li et al. 2016).

use serde::Serialize;

use crate::language::is_han;

/// A word with what it adds to the score of a text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Weight {
    /// Where the word starts, in Unicode scalars of the text.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// The score of the text less the score without the word: above 0 it speaks for, below 0 against.
    pub weight: f32,
}

/// Texts with one word left out each, ready to be scored in one batch.
#[derive(Clone, Debug, PartialEq)]
pub struct Occlusion {
    text: String,
    words: Vec<(u32, u32)>,
    variants: Vec<String>,
}

/// Words that a text is divided into at most; longer texts are divided more coarsely.
const MOST: usize = 64;

impl Occlusion {
    /// Of a text, but for a stretch that stays in all variants, such as the mention that is explained.
    pub fn new(text: &str, keep: Option<(u32, u32)>) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let mut words = words(&chars);
        if let Some((from, to)) = keep {
            words.retain(|&(start, end)| end <= from || start >= to);
        }
        if words.len() > MOST {
            let size = words.len().div_ceil(MOST);
            let joined = |some: &[(u32, u32)]| {
                some.first()
                    .zip(some.last())
                    .map(|(first, last)| (first.0, last.1))
            };
            // A stretch that stays must not be joined over.
            let (before, after) = words
                .split_at(words.partition_point(|word| keep.is_some_and(|keep| word.0 < keep.0)));
            words = before
                .chunks(size)
                .chain(after.chunks(size))
                .filter_map(joined)
                .collect();
        }
        let without = |&(start, end): &(u32, u32)| -> String {
            let (start, end) = (start as usize, end as usize);
            chars[..start].iter().chain(&chars[end..]).collect()
        };
        let variants = words.iter().map(without).collect();
        Self {
            text: text.to_owned(),
            words,
            variants,
        }
    }

    /// What is to be scored: the text itself first, then the text without each word.
    pub fn texts(&self) -> Vec<&str> {
        let variants = self.variants.iter().map(String::as_str);
        std::iter::once(self.text.as_str())
            .chain(variants)
            .collect()
    }

    /// The words that are left out, one in each of [`Occlusion::texts`] but the first.
    pub fn words(&self) -> &[(u32, u32)] {
        &self.words
    }

    /// The words by what they add, given the scores of [`Occlusion::texts`]; the strongest first, then in the order of the text.
    ///
    /// Words whose score is missing or no number are left out.
    pub fn weights(&self, scores: &[f32]) -> Vec<Weight> {
        let Some((&whole, rest)) = scores.split_first() else {
            return Vec::new();
        };
        let weights = self
            .words
            .iter()
            .zip(rest)
            .map(|(&(start, end), &without)| Weight {
                start,
                end,
                weight: whole - without,
            });
        let mut weights: Vec<Weight> = weights.filter(|word| word.weight.is_finite()).collect();
        weights.sort_by(|a, b| {
            b.weight
                .abs()
                .total_cmp(&a.weight.abs())
                .then(a.start.cmp(&b.start))
        });
        weights
    }
}

/// Explains a score in one call. `score` is given all texts at once and answers in their order.
pub fn explain(
    text: &str,
    keep: Option<(u32, u32)>,
    score: impl FnOnce(&[&str]) -> Vec<f32>,
) -> Vec<Weight> {
    let occlusion = Occlusion::new(text, keep);
    let scores = score(&occlusion.texts());
    occlusion.weights(&scores)
}

/// Chinese characters two by two, other words whole; signs and spaces belong to none.
fn words(chars: &[char]) -> Vec<(u32, u32)> {
    let mut words = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        if is_han(chars[at]) {
            at += 1;
            if chars.get(at).is_some_and(|&c| is_han(c)) {
                at += 1;
            }
        } else if chars[at].is_alphanumeric() {
            while chars
                .get(at)
                .is_some_and(|&c| (c.is_alphanumeric() || c == '\'') && !is_han(c))
            {
                at += 1;
            }
        } else {
            at += 1;
            continue;
        }
        words.push((start as u32, at as u32));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_that_counts_is_found() {
        let score = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| if text.contains("terrible") { 0.9 } else { 0.2 })
                .collect()
        };
        let weights = explain("The fit is terrible, really", None, score);
        assert_eq!(weights.len(), 5);
        assert_eq!((weights[0].start, weights[0].end), (11, 19));
        assert!((weights[0].weight - 0.7).abs() < 1e-6);
        assert!(weights[1..].iter().all(|word| word.weight == 0.0));
    }

    #[test]
    fn what_is_explained_stays() {
        let occlusion = Occlusion::new("红色纯棉裙子 sale", Some((2, 4)));
        assert_eq!(
            occlusion.texts(),
            [
                "红色纯棉裙子 sale",
                "纯棉裙子 sale",
                "红色纯棉 sale",
                "红色纯棉裙子 "
            ]
        );
    }

    #[test]
    fn long_and_empty_texts() {
        let long = "很好".repeat(5_000);
        let occlusion = Occlusion::new(&long, Some((5_000, 5_002)));
        assert!(occlusion.texts().len() <= MOST + 3);
        assert!(
            occlusion
                .texts()
                .iter()
                .skip(1)
                .all(|text| text.chars().count() >= 9_000)
        );
        assert_eq!(explain("", None, |texts| vec![0.5; texts.len()]), []);
        assert_eq!(explain("a b", None, |_| vec![0.5, f32::NAN, 0.1]).len(), 1);
    }
}
