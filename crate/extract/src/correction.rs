//! What a merchant says is right: rules that hold at once, lines that can be kept and learned from.

use serde::{Deserialize, Serialize};

use crate::folded::{Folded, folded};
use crate::language::is_han;
use crate::mention::{Mention, Polarity, Source};
use crate::{Error, Value};

/// What a correction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// These words are this, wherever they stand; what was found over them goes.
    Set,
    /// These words are not this.
    Remove,
}

/// A correction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// The words that are meant, compared without case and width.
    pub pattern: String,
    /// The label, such as `brand`.
    pub label: String,
    /// The value, where one is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Of aspects and opinions: how they are judged, where that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub polarity: Option<Polarity>,
    /// What it does.
    pub action: Action,
    /// The whole text, where it holds for that alone; `…` at its beginning or end stands for what may be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Corrections, in the order in which they were made; later ones win.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Corrections {
    all: Vec<Correction>,
}

impl Correction {
    /// Whether it may hold in a text.
    fn is_about(&self, text: &str) -> bool {
        let Some(own) = &self.text else {
            return true;
        };
        if own == text {
            return true;
        }
        match (own.strip_prefix('…'), own.strip_suffix('…')) {
            (Some(end), None) => text.ends_with(end),
            (None, Some(beginning)) => text.starts_with(beginning),
            (Some(_), Some(_)) => text.contains(own.trim_matches('…')),
            (None, None) => false,
        }
    }
}

impl Corrections {
    /// Of corrections in the order in which they were made.
    pub fn new(all: Vec<Correction>) -> Self {
        Self { all }
    }

    /// Adds one; an earlier one for the same words, label and text is replaced.
    pub fn push(&mut self, new: Correction) {
        let same = |old: &Correction| {
            folded(&old.pattern) == folded(&new.pattern)
                && old.label == new.label
                && old.text == new.text
        };
        self.all.retain(|old| !same(old));
        self.all.push(new);
    }

    /// All, in their order.
    pub fn all(&self) -> &[Correction] {
        &self.all
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Reads lines of JSON, each a correction; empty lines are passed over.
    ///
    /// # Errors
    /// [`Error::Correction`] with the first line that is none.
    pub fn from_lines(lines: &str) -> Result<Self, Error> {
        let mut corrections = Self::default();
        for (index, line) in lines
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
        {
            let correction = |problem: String| Error::Correction {
                line: index + 1,
                problem,
            };
            let read: Correction =
                serde_json::from_str(line).map_err(|error| correction(error.to_string()))?;
            if read.pattern.trim().is_empty() || read.label.trim().is_empty() {
                return Err(correction(
                    "pattern and label must say something".to_owned(),
                ));
            }
            corrections.push(read);
        }
        Ok(corrections)
    }

    /// Writes lines of JSON, each a correction.
    pub fn to_lines(&self) -> String {
        let lines = self
            .all
            .iter()
            .filter_map(|correction| serde_json::to_string(correction).ok());
        lines.map(|line| line + "\n").collect()
    }

    /// The labels that are corrected in a text, each once, sorted: those that somebody has looked at there.
    pub fn known(&self, text: &str) -> Vec<&str> {
        let folded_text = Folded::new(text);
        let holds = |correction: &&Correction| {
            correction.is_about(text) && !places(&folded_text, &correction.pattern).is_empty()
        };
        let mut known: Vec<&str> = self
            .all
            .iter()
            .filter(holds)
            .map(|correction| correction.label.as_str())
            .collect();
        known.sort_unstable();
        known.dedup();
        known
    }

    /// Applies all to what was found in a text.
    pub fn apply(&self, text: &str, mentions: &mut Vec<Mention>) {
        self.apply_folded(text, &Folded::new(text), mentions);
        mentions.sort_by_key(|mention| (mention.start, mention.end));
    }

    pub(crate) fn apply_folded(
        &self,
        text: &str,
        folded_text: &Folded,
        mentions: &mut Vec<Mention>,
    ) {
        for correction in &self.all {
            if !correction.is_about(text) {
                continue;
            }
            for (start, end) in places(folded_text, &correction.pattern) {
                let over = |mention: &Mention| {
                    (mention.start as usize) < end && start < mention.end as usize
                };
                match correction.action {
                    Action::Remove => mentions
                        .retain(|mention| !(over(mention) && mention.label == correction.label)),
                    Action::Set => {
                        // What is said of an aspect stays said of it.
                        let same = mentions.iter().find(|m| {
                            (m.start as usize, m.end as usize) == (start, end)
                                && m.label == correction.label
                        });
                        let (value, polarity, opinion) = match same.cloned() {
                            Some(m) => (m.value, m.polarity, m.opinion),
                            None => (None, None, None),
                        };
                        mentions.retain(|mention| !over(mention));
                        mentions.push(Mention {
                            label: correction.label.clone(),
                            text: folded_text.slice(start, end),
                            start: start as u32,
                            end: end as u32,
                            score: 1.0,
                            value: correction.value.clone().or(value),
                            source: Source::Correction,
                            polarity: correction.polarity.or(polarity),
                            opinion,
                        });
                    }
                }
            }
        }
    }
}

/// Where words stand as whole words, none over another.
fn places(text: &Folded, pattern: &str) -> Vec<(usize, usize)> {
    let pattern = folded(pattern.trim());
    if pattern.is_empty() {
        return Vec::new();
    }
    let letter = |c: char| c.is_alphanumeric() && !is_han(c);
    let mut places = Vec::new();
    for (byte, found) in text.text.match_indices(pattern.as_str()) {
        let (start, end) = (text.character(byte), text.character(byte + found.len()));
        let cut = letter(text.before(start)) && letter(text.get(start))
            || letter(text.before(end)) && letter(text.get(end));
        if !cut {
            places.push((start, end));
        }
    }
    places
}

/// A text with its spans as a line of JSON that `models/training` can read: `{"text", "spans": [[start, end, label]], "known": [labels]}`,
/// and of reviews `"polarity": [[start, end, polarity]]`.
///
/// `known`: the labels that somebody has looked through in this text, so that what is unmarked there is known to be none of them; positions count Unicode scalars.
pub fn training_line(text: &str, mentions: &[Mention], known: &[&str]) -> String {
    let mentions = mentions
        .iter()
        .filter(|mention| known.contains(&mention.label.as_str()));
    let spans: Vec<(u32, u32, &str)> = mentions
        .clone()
        .map(|mention| (mention.start, mention.end, mention.label.as_str()))
        .collect();
    let judged: Vec<(u32, u32, &str)> = mentions
        .filter_map(|mention| Some((mention.start, mention.end, mention.polarity?.name())))
        .collect();
    let mut line = serde_json::json!({ "text": text, "spans": spans, "known": known });
    if !judged.is_empty() {
        line["polarity"] = serde_json::json!(judged);
    }
    line.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(pattern: &str, label: &str) -> Correction {
        Correction {
            pattern: pattern.to_owned(),
            label: label.to_owned(),
            value: None,
            polarity: None,
            action: Action::Set,
            text: None,
        }
    }

    #[test]
    fn corrections_hold_at_once() {
        let mut corrections = Corrections::default();
        corrections.push(set("莫代尔", "material"));
        let mut mentions = Vec::new();
        corrections.apply("女士莫代尔睡衣", &mut mentions);
        assert_eq!(mentions.len(), 1);
        assert_eq!(
            (mentions[0].start, mentions[0].end, mentions[0].source),
            (2, 5, Source::Correction)
        );
        // The same words are something else now, and what was there goes.
        corrections.push(set("莫代尔睡衣", "product"));
        corrections.apply("女士莫代尔睡衣", &mut mentions);
        assert_eq!(
            mentions
                .iter()
                .map(|m| m.label.as_str())
                .collect::<Vec<_>>(),
            ["product"]
        );
        corrections.push(Correction {
            action: Action::Remove,
            ..set("睡衣", "product")
        });
        corrections.apply("女士莫代尔睡衣", &mut mentions);
        assert!(mentions.is_empty());
    }

    #[test]
    fn words_are_whole_and_texts_may_be_one() {
        let only = Correction {
            text: Some("red hat".to_owned()),
            ..set("Red", "brand")
        };
        let corrections = Corrections::new(vec![only]);
        let count = |text: &str| {
            let mut mentions = Vec::new();
            corrections.apply(text, &mut mentions);
            mentions.len()
        };
        assert_eq!(
            (count("red hat"), count("red cap"), count("redhat")),
            (1, 0, 0)
        );
    }

    #[test]
    fn texts_may_be_told_by_a_part() {
        let holds = |own: &str, text: &str| {
            let only = Correction {
                text: Some(own.to_owned()),
                ..set("red", "color")
            };
            only.is_about(text)
        };
        let text = "a red hat for all";
        assert!(holds(text, text) && holds("a red…", text) && holds("…for all", text));
        assert!(holds("…red hat…", text));
        assert!(!holds("a red", text) && !holds("red…", text) && !holds("…hat", text));
    }

    #[test]
    fn a_judgement_is_corrected_and_what_was_said_stays() {
        let mut said = Mention {
            label: "aspect".to_owned(),
            text: "屏幕".to_owned(),
            start: 0,
            end: 2,
            score: 0.7,
            value: Some(Value::key("looks")),
            source: Source::Model,
            polarity: Some(Polarity::Positive),
            opinion: Some(crate::Opinion {
                text: "真大".to_owned(),
                start: 2,
                end: 4,
            }),
        };
        let blamed = Correction {
            polarity: Some(Polarity::Negative),
            text: Some("屏幕真大".to_owned()),
            ..set("屏幕", "aspect")
        };
        let corrections = Corrections::new(vec![blamed]);
        let mut mentions = vec![said.clone()];
        corrections.apply("屏幕真大", &mut mentions);
        said.polarity = Some(Polarity::Negative);
        (said.score, said.source) = (1.0, Source::Correction);
        assert_eq!(mentions, [said]);
        assert_eq!(
            training_line("屏幕真大", &mentions, &corrections.known("屏幕真大")),
            r#"{"known":["aspect"],"polarity":[[0,2,"negative"]],"spans":[[0,2,"aspect"]],"text":"屏幕真大"}"#
        );
        // Of another text nothing was said.
        assert!(corrections.known("屏幕真大，满意").is_empty());
    }

    #[test]
    fn lines_come_back() {
        let mut corrections = Corrections::default();
        corrections.push(set("Nike", "brand"));
        corrections.push(Correction {
            value: Some(Value::key("navy")),
            action: Action::Remove,
            ..set("藏青", "color")
        });
        assert_eq!(
            Corrections::from_lines(&corrections.to_lines()),
            Ok(corrections.clone())
        );
        // The same again changes its mind, not its number.
        corrections.push(Correction {
            action: Action::Remove,
            ..set("NIKE", "brand")
        });
        assert_eq!(corrections.all().len(), 2);
        let error = Corrections::from_lines(
            "{\"pattern\":\"a\",\"label\":\"b\",\"action\":\"set\"}\n\nnonsense",
        );
        assert!(
            matches!(error, Err(Error::Correction { line: 3, .. })),
            "{error:?}"
        );
        assert!(
            Corrections::from_lines("{\"pattern\":\" \",\"label\":\"b\",\"action\":\"set\"}")
                .is_err()
        );
    }

    #[test]
    fn training_can_read_them() {
        let mut mentions = Vec::new();
        Corrections::new(vec![set("红色", "color")]).apply("红色裙", &mut mentions);
        let line = training_line("红色裙", &mentions, &["color"]);
        assert_eq!(
            line,
            r#"{"known":["color"],"spans":[[0,2,"color"]],"text":"红色裙"}"#
        );
        let corrections = Corrections::new(vec![set("裙", "product"), set("红色", "color")]);
        assert_eq!(corrections.known("红色裙"), ["color", "product"]);
        assert_eq!(corrections.known("红色"), ["color"]);
        assert!(corrections.known("蓝帽").is_empty());
    }
}
