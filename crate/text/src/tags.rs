//! Logits of tokens to spans of a text.
//!
//! Tokens are first gathered into units that carry one label each ([`Words`]), then the likeliest sequence of labels is found of those that the label scheme allows, and what begins and goes on in it becomes a span.
//!
//! - A lone `▁`, which stands for white space, is no unit: it neither begins nor ends nor interrupts a span, and a model should not be trained on its label. Of models that were, [`Words::Tokens`] reads it: it takes part in the sequence, and no span begins or ends with its white space.
//! - A unit never ends inside what a reader takes for one character: marks, variation selectors and skin tones stay with what they follow, the parts of a joined emoji and the halves of a flag stay together.
//! - A span's characters are those of its units from the first to the last, without white space around them.
//! - Its score is the geometric mean of its units' probabilities for their labels, so that long spans are not worth less than short ones.

mod scheme;
mod viterbi;

use serde::{Deserialize, Serialize};

pub(crate) use scheme::Labels;
pub use scheme::Scheme;

use crate::arithmetic::log_softmax;
use crate::tokenizer::Token;

/// Which tokens carry a label together.
///
/// Pieces are of one word if they touch and there is a letter or digit on both sides of where they do; Chinese, Japanese and Thai characters are words of their own, so that a span may begin and end at every one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Words {
    /// The pieces of a word, and its first piece speaks for it: how most models are trained, whose later pieces have no labels.
    #[default]
    First,
    /// The pieces of a word, with the mean of their log-probabilities.
    Mean,
    /// Every piece for itself: for models that are trained on all pieces.
    Pieces,
    /// Every piece for itself, and a lone `▁` too: for models that are trained on its label as well.
    Tokens,
}

impl Words {
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// How logits of tokens are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TagOptions {
    /// The label scheme; `None`: what the labels look like.
    pub scheme: Option<Scheme>,
    /// Which tokens carry a label together; `None`: as the head says.
    pub words: Option<Words>,
}

/// A span of a normalised text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RawSpan {
    /// Its type, by its place in [`Labels::types`].
    pub(crate) kind: usize,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) score: f32,
}

/// Tokens that carry one label.
struct Unit {
    start: u32,
    end: u32,
    /// Pieces so far, where their mean is asked for.
    pieces: usize,
}

/// The spans of a text.
///
/// # Shapes
/// `logits`: `[tokens, labels]`.
pub(crate) fn decode(
    tokens: &[Token],
    logits: &[f32],
    labels: &Labels,
    words: Words,
) -> Vec<RawSpan> {
    let width = labels.len();
    let mut units: Vec<Unit> = Vec::new();
    let mut emissions: Vec<f32> = Vec::with_capacity(logits.len());
    let mut row = Vec::with_capacity(width);
    for (token, logits) in tokens.iter().zip(logits.chunks_exact(width)) {
        if token.blank && words != Words::Tokens {
            continue;
        }
        let apart = matches!(words, Words::Pieces | Words::Tokens);
        let same = token.extends || (token.joins && !apart);
        let end = token.end + u32::from(token.tail);
        let Some(unit) = units.last_mut().filter(|_| same) else {
            units.push(Unit {
                start: token.start,
                end,
                pieces: 1,
            });
            log_softmax(logits, &mut emissions);
            continue;
        };
        unit.end = unit.end.max(end);
        if words == Words::Mean {
            // A running mean: the sums of log-probabilities would do as well, but not for scores.
            unit.pieces += 1;
            row.clear();
            log_softmax(logits, &mut row);
            let from = emissions.len() - width;
            for (mean, &value) in emissions[from..].iter_mut().zip(&row) {
                *mean += (value - *mean) / unit.pieces as f32;
            }
        }
    }
    let path = viterbi::best(&emissions, labels);
    spans(&units, &emissions, &path, labels)
}

fn spans(units: &[Unit], emissions: &[f32], path: &[usize], labels: &Labels) -> Vec<RawSpan> {
    let mut spans: Vec<RawSpan> = Vec::new();
    let mut before = None;
    let mut count = 0;
    let rows = emissions.chunks_exact(labels.len());
    for ((unit, row), &label) in units.iter().zip(rows).zip(path) {
        if let Some(kind) = labels.kind(label) {
            let goes_on = before.is_some_and(|before| labels.continues(before, label));
            match spans.last_mut() {
                Some(span) if goes_on => {
                    count += 1;
                    let blank = unit.start == unit.end;
                    if span.start == span.end {
                        // Nothing but white space so far.
                        (span.start, span.end) = (unit.start, unit.end);
                    } else if !blank {
                        span.end = unit.end;
                    }
                    span.score += (row[label] - span.score) / count as f32;
                }
                _ => {
                    count = 1;
                    spans.push(RawSpan {
                        kind,
                        start: unit.start,
                        end: unit.end,
                        score: row[label],
                    });
                }
            }
        }
        before = Some(label);
    }
    spans.retain(|span| span.start < span.end);
    for span in &mut spans {
        span.score = libm::expf(span.score).min(1.0);
    }
    spans
}

#[cfg(test)]
mod tests;
