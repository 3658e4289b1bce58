//! A text with what was read in it, as a report shows it.

use extract::{Kind, Mention, Polarity, Reading};
use report::{Block, Mark, ReadText, Tone};
use shop::Selection;

use super::{Library, words};
use crate::parts::Texts;
use crate::say::Say;

/// Characters of a text that are shown at most.
const SHOWN: usize = 320;
/// Characters before the first mark of a long text.
const LEAD: usize = 60;
/// What a masked character is written as.
const MASK: char = '•';

/// How texts are marked.
pub(crate) struct Marking<'a> {
    pub(crate) library: &'a Library<'a>,
    pub(crate) say: Say<'a>,
}

impl Marking<'_> {
    /// A block of texts of one kind.
    pub(crate) fn block(
        &self,
        id: &str,
        (title, subtitle, note): Texts,
        kind: Kind,
        texts: Vec<ReadText>,
        more: usize,
    ) -> Block {
        let labels = self.library.labels(kind).into_iter();
        let labels = labels.map(|label| (label.clone(), self.library.label(&label, &self.say)));
        Block::Texts(report::Texts {
            id: id.to_owned(),
            title,
            subtitle,
            note,
            labels: labels.collect(),
            texts,
            more,
        })
    }

    /// A text with the mentions that `keep` lets through; long texts are cut around them, personal data is masked.
    pub(crate) fn text(
        &self,
        kind: &str,
        text: &str,
        reading: &Reading,
        about: String,
        selection: Option<Selection>,
        keep: &dyn Fn(&Mention) -> bool,
    ) -> ReadText {
        let chars: Vec<char> = masked(text).chars().collect();
        let mentions: Vec<&Mention> = reading.mentions.iter().filter(|m| keep(m)).collect();
        let first = mentions.iter().map(|m| m.start as usize).min().unwrap_or(0);
        let from = match chars.len() > SHOWN {
            true => first.saturating_sub(LEAD).min(chars.len() - SHOWN),
            false => 0,
        };
        let to = chars.len().min(from + SHOWN);
        let lead = if from > 0 { "…" } else { "" };
        let tail = if to < chars.len() { "…" } else { "" };
        let shown: String = chars[from..to].iter().collect();
        let shift = |at: u32| at as usize + lead.chars().count() - from;
        let marks = mentions
            .into_iter()
            .filter(|m| m.start as usize >= from && m.end as usize <= to)
            .map(|m| Mark {
                start: shift(m.start) as u32,
                end: shift(m.end) as u32,
                label: m.label.clone(),
                name: self.library.label(&m.label, &self.say),
                value: self.value(m),
                tone: m.polarity.map(tone),
                score: m.score,
                source: self.say.plain(words::source(m.source)).to_owned(),
            });
        ReadText {
            about,
            kind: kind.to_owned(),
            marks: marks.collect(),
            text: [lead, &shown, tail].concat(),
            selection,
        }
    }

    fn value(&self, mention: &Mention) -> String {
        let say = &self.say;
        match (&mention.value, mention.label.as_str()) {
            (Some(extract::Value::Key(group)), "aspect" | "opinion") => {
                let name = words::group(group).map(|phrase| say.plain(phrase));
                name.map_or_else(|| group.clone(), str::to_owned)
            }
            (Some(value), label) => self.library.value(label, value, say),
            (None, _) => String::new(),
        }
    }
}

/// Praise is good, blame is bad.
pub(crate) fn tone(polarity: Polarity) -> Tone {
    match polarity {
        Polarity::Positive => Tone::Good,
        Polarity::Negative => Tone::Bad,
        Polarity::Neutral => Tone::Neutral,
    }
}

/// A text without what tells who somebody is; every other character stays in its place.
pub(crate) fn masked(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for (start, end) in extract::private(text) {
        for at in start..end.min(chars.len() as u32) {
            chars[at as usize] = MASK;
        }
    }
    chars.into_iter().collect()
}
