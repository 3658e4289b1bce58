//! Lists of words, found in a text.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::Error;
use crate::folded::{Folded, folded};
use crate::language::is_han;

/// Words that are looked for together, and of those that begin at one place the longest.
pub(crate) struct Words {
    automaton: AhoCorasick,
    /// Of each word: what its owner knows it by.
    owners: Vec<u32>,
    plural: bool,
}

/// A word that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) owner: u32,
}

impl Words {
    /// Of words with their owners; the first of equal words counts. `plural`: English words may be followed by `s` or `es`.
    pub(crate) fn new(words: &[(String, u32)], plural: bool) -> Result<Self, Error> {
        let mut known: Vec<(String, u32)> = Vec::with_capacity(words.len());
        let mut seen = std::collections::BTreeSet::new();
        for (word, owner) in words {
            let word = folded(word.trim());
            if !word.is_empty() && seen.insert(word.clone()) {
                known.push((word, *owner));
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(known.iter().map(|(word, _)| word.as_bytes()))
            .map_err(|error| Error::Words {
                problem: error.to_string(),
            })?;
        Ok(Self {
            automaton,
            owners: known.into_iter().map(|(_, owner)| owner).collect(),
            plural,
        })
    }

    /// Where they stand, in the order of the text. A word of letters and digits is whole; Chinese has no such boundaries.
    pub(crate) fn find(&self, text: &Folded) -> Vec<Hit> {
        let mut hits = Vec::new();
        for found in self.automaton.find_iter(&text.text) {
            let start = text.character(found.start());
            let end = text.character(found.end());
            let Some(end) = self.whole(text, start, end) else {
                continue;
            };
            hits.push(Hit {
                start,
                end,
                owner: self.owners[found.pattern().as_usize()],
            });
        }
        hits
    }

    /// The end of a word if it is one by itself.
    fn whole(&self, text: &Folded, start: usize, end: usize) -> Option<usize> {
        let letter = |c: char| c.is_alphanumeric() && !is_han(c);
        if letter(text.get(start)) && letter(text.before(start)) {
            return None;
        }
        if !letter(text.before(end)) || !letter(text.get(end)) {
            return Some(end);
        }
        if !self.plural {
            return None;
        }
        let tails = ["s", "es", "'s"];
        let tail = tails.iter().find(|tail| {
            text.starts_with(end, tail) && !letter(text.get(end + tail.chars().count()))
        });
        tail.map(|tail| end + tail.chars().count())
    }
}

/// Whether a text has one of some words, in small letters: words of letters and digits whole, Chinese ones anywhere.
pub(crate) fn has(text: &Folded, words: &[&str]) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_han(c));
    words.iter().any(|word| {
        let (first, last) = (word.chars().next(), word.chars().next_back());
        text.text.match_indices(word).any(|(at, _)| {
            let before = text.text[..at].chars().next_back();
            let after = text.text[at + word.len()..].chars().next();
            !(letter(first) && letter(before) || letter(last) && letter(after))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(words: &[&str], text: &str) -> Vec<String> {
        let words: Vec<(String, u32)> = (0..)
            .zip(words)
            .map(|(n, w)| ((*w).to_owned(), n))
            .collect();
        let words = Words::new(&words, true).expect("words");
        let text = Folded::new(text);
        let hits = words.find(&text).into_iter();
        hits.map(|hit| text.slice(hit.start, hit.end)).collect()
    }

    #[test]
    fn words_are_whole_and_long() {
        assert_eq!(
            said(&["red", "dress"], "Redmi red Dresses"),
            ["red", "Dresses"]
        );
        assert_eq!(said(&["牛仔", "牛仔裤"], "高腰牛仔裤"), ["牛仔裤"]);
        assert_eq!(said(&["nike"], "耐克Nike鞋 ＮＩＫＥ"), ["Nike", "ＮＩＫＥ"]);
        assert_eq!(said(&["3m"], "13m 3M口罩"), ["3M"]);
    }

    #[test]
    fn some_words_are_there_or_not() {
        let text = Folded::new("闪迪U盘 MacBook SSD硬盘");
        assert!(has(&text, &["茶", "u盘"]) && has(&text, &["ssd"]));
        assert!(!has(&text, &["mac", "book", "优盘"]));
    }
}
