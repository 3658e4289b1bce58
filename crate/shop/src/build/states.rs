//! Columns of states, read word by word, and the words that were not understood.

use table::{Column, NULL_CODE, Values};

use crate::personal::mask_text;
use crate::recognise::name::Name;
use crate::status::{self, State};

/// Words that a note lists.
const LISTED: usize = 6;
/// Characters of a word that a note shows.
const SHOWN: usize = 40;

/// Words of a status column, per code.
#[derive(Debug)]
pub(crate) struct States<'a> {
    column: &'a Column,
    by_code: Vec<Option<State>>,
}

impl<'a> States<'a> {
    pub(crate) fn new(column: &'a Column, platform: Option<&str>) -> Self {
        let by_code = match &column.values {
            Values::Text(d) | Values::Boolean { dict: d, .. } => (0..d.distinct() as u32)
                .map(|c| {
                    let text = d.get(c).unwrap_or_default();
                    // In Magento a closed order is one whose money went back.
                    if platform == Some("Magento") && is_closed(text) {
                        return Some(State::Refunded);
                    }
                    status::classify(text)
                })
                .collect(),
            _ => Vec::new(),
        };
        Self { column, by_code }
    }

    pub(crate) fn get(&self, row: usize) -> Option<State> {
        match &self.column.values {
            Values::Text(d) | Values::Boolean { dict: d, .. } => {
                let code = *d.codes.get(row)?;
                self.by_code.get(code as usize).copied().flatten()
            }
            _ => None,
        }
    }

    /// Whether any word is understood.
    pub(crate) fn speaks(&self) -> bool {
        self.by_code.iter().any(Option::is_some)
    }

    /// The words that were not understood, with the rows of each, the most frequent first:
    /// `Status: Lost × 3, Mislaid × 1`. `None` where all were.
    pub(crate) fn riddles(&self) -> Option<(String, Vec<u32>)> {
        let Values::Text(d) = &self.column.values else {
            return None;
        };
        let open: Vec<bool> = self
            .by_code
            .iter()
            .zip(0u32..)
            .map(|(state, c)| state.is_none() && !is_nothing(d.get(c).unwrap_or_default()))
            .collect();
        let mut counts = vec![0usize; open.len()];
        let mut rows = Vec::new();
        for (row, &code) in (0u32..).zip(&d.codes) {
            if code != NULL_CODE && open.get(code as usize) == Some(&true) {
                counts[code as usize] += 1;
                rows.push(row);
            }
        }
        let mut words: Vec<(usize, u32)> = counts
            .iter()
            .copied()
            .zip(0u32..)
            .filter(|w| w.0 > 0)
            .collect();
        if words.is_empty() {
            return None;
        }
        table::order::sort_by_key(&mut words, |w| (std::cmp::Reverse(w.0), w.1));
        let mut text = [self.column.name.as_str(), ": "].concat();
        for (i, (count, code)) in words.iter().enumerate() {
            if i > 0 {
                text.push_str(", ");
            }
            if i == LISTED {
                text.push('…');
                break;
            }
            let word: String = d
                .get(*code)
                .unwrap_or_default()
                .chars()
                .take(SHOWN)
                .collect();
            text.push_str(mask_text(word.trim()).as_str());
            text.push_str(" × ");
            text.push_str(&count.to_string());
        }
        Some((text, rows))
    }
}

fn is_closed(text: &str) -> bool {
    matches!(
        Name::new(text).bare.as_str(),
        "closed"
            | "geschlossen"
            | "ferme"
            | "fermee"
            | "cerrado"
            | "chiuso"
            | "gesloten"
            | "fechado"
            | "已关闭"
            | "关闭"
    )
}

/// What stands for an empty cell.
fn is_nothing(text: &str) -> bool {
    matches!(
        text.trim().to_ascii_lowercase().as_str(),
        "" | "-"
            | "--"
            | "—"
            | "/"
            | "n/a"
            | "na"
            | "null"
            | "none"
            | "no"
            | "无"
            | "否"
            | "没有"
            | "無"
    )
}
