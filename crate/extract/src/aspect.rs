//! Aspects as merchants think of them, and the words by which they are known.

use crate::folded::{Folded, folded};
use crate::words::Words;
use crate::{Error, Polarity};

const ASPECTS: &str = include_str!("aspects.tsv");
const OPINIONS: &str = include_str!("opinions.tsv");

/// Groups of aspects, by words of both languages.
pub struct Aspects {
    words: Words,
    groups: Vec<&'static str>,
    opinions: Words,
}

/// A word that judges.
pub(crate) struct Judgement {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) polarity: Polarity,
}

fn rows(file: &'static str) -> Vec<(&'static str, Vec<String>)> {
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let (group, words) = line.split_once('\t')?;
            let words = words.split(['\t', '|']).map(str::to_owned);
            Some((group, words.collect()))
        })
        .collect()
}

impl Aspects {
    /// Of the project's own list.
    ///
    /// # Errors
    /// [`Error::Words`].
    pub fn new() -> Result<Self, Error> {
        let rows_of = |file| {
            let rows = rows(file);
            let groups: Vec<&'static str> = rows.iter().map(|&(group, _)| group).collect();
            let words: Vec<(String, u32)> = (0..)
                .zip(rows)
                .flat_map(|(owner, (_, words))| words.into_iter().map(move |word| (word, owner)))
                .collect();
            (groups, words)
        };
        let (groups, words) = rows_of(ASPECTS);
        let (_, opinions) = rows_of(OPINIONS);
        Ok(Self {
            words: Words::new(&words, true)?,
            groups,
            opinions: Words::new(&opinions, false)?,
        })
    }

    /// Names of the groups, in the order in which reports show them.
    pub fn groups(&self) -> &[&'static str] {
        &self.groups
    }

    /// The group of an aspect by its longest known word; `None`: it is new, and stays under its own words.
    ///
    /// ```
    /// # let aspects = extract::Aspects::new()?;
    /// assert_eq!(aspects.group("快递速度"), Some("logistics"));
    /// assert_eq!(aspects.group("the battery"), Some("function"));
    /// assert_eq!(aspects.group("unicorn"), None);
    /// # Ok::<(), extract::Error>(())
    /// ```
    pub fn group(&self, words: &str) -> Option<&'static str> {
        let hits = self.words.find(&Folded::new(words));
        // Of equally long words the first: 快递速度 is about the courier.
        let longest = hits.iter().map(|hit| hit.end - hit.start).max()?;
        let hit = hits.iter().find(|hit| hit.end - hit.start == longest)?;
        self.groups.get(hit.owner as usize).copied()
    }

    /// What an aspect of no group is kept as: its words without case, width, articles and spaces at the ends.
    pub fn own_words(words: &str) -> String {
        let folded = folded(words);
        let mut rest = folded.trim();
        for article in ["the ", "this ", "these ", "a ", "an ", "my ", "its "] {
            rest = rest.strip_prefix(article).unwrap_or(rest);
        }
        rest.trim().to_owned()
    }

    /// Words of groups in a text: where no model marks aspects.
    pub(crate) fn find(&self, text: &Folded) -> Vec<(usize, usize)> {
        let hits = self.words.find(text).into_iter();
        // Single characters are part of too many words.
        hits.map(|hit| (hit.start, hit.end))
            .filter(|(start, end)| end - start > 1)
            .collect()
    }

    /// Words that judge, turned around by a negation before them.
    pub(crate) fn judgements(&self, text: &Folded) -> Vec<Judgement> {
        let hits = self.opinions.find(text).into_iter();
        hits.map(|hit| {
            let negated = is_negated(text, hit.start);
            let positive = (hit.owner == 0) != negated;
            Judgement {
                start: hit.start,
                end: hit.end,
                polarity: if positive {
                    Polarity::Positive
                } else {
                    Polarity::Negative
                },
            }
        })
        .collect()
    }
}

/// Whether a negation stands right before a place: two characters in Chinese, three words in English.
fn is_negated(text: &Folded, at: usize) -> bool {
    let near: String = text.chars[at.saturating_sub(3)..at].iter().collect();
    // 没想到 and 不仅 negate nothing.
    let chinese = ["不", "没", "没有", "不太", "不是很", "不怎么", "不够", "无"];
    if chinese.iter().any(|word| near.ends_with(word)) {
        return true;
    }
    let before: String = text.chars[at.saturating_sub(30)..at].iter().collect();
    let clause = before
        .rsplit(['.', ',', ';', '!', '?', '\n'])
        .next()
        .unwrap_or_default();
    let mut words = clause.split_whitespace().rev().take(3);
    words.any(|word| {
        matches!(word, "not" | "no" | "never" | "hardly" | "without") || word.ends_with("n't")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_bilingual() {
        let aspects = Aspects::new().expect("the project's own");
        for (words, group) in [
            ("做工", "quality"),
            ("The stitching", "quality"),
            ("客服态度", "service"),
            ("性价比", "price"),
            ("外包装盒", "packaging"),
            ("尺码", "size_fit"),
            ("sleeves", "size_fit"),
            ("battery life", "function"),
            ("味道", "taste_smell"),
        ] {
            assert_eq!(aspects.group(words), Some(group), "{words}");
        }
        assert_eq!(aspects.group("gizmo"), None);
        assert_eq!(Aspects::own_words("The Gizmo "), "gizmo");
    }

    #[test]
    fn negations_turn_around() {
        let aspects = Aspects::new().expect("the project's own");
        let polarity = |text: &str| {
            let found = aspects.judgements(&Folded::new(text));
            found.first().map(|judgement| judgement.polarity)
        };
        assert_eq!(polarity("质量很好"), Some(Polarity::Positive));
        assert_eq!(polarity("不喜欢"), Some(Polarity::Negative));
        assert_eq!(polarity("it is not good"), Some(Polarity::Negative));
        assert_eq!(polarity("Terrible."), Some(Polarity::Negative));
        assert_eq!(polarity("not cheap, but good"), Some(Polarity::Positive));
    }
}
