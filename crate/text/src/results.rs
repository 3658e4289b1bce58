//! What encoders give, back at the texts.

use std::ops::Range;

use serde::Serialize;

use crate::arithmetic::{normalise, sigmoid, softmax};
use crate::tags::{Labels, RawSpan, TagOptions, Words, decode};
use crate::{Error, Head, Output, Plan, Scheme, Task};

/// A stretch of a text that a head has found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Span {
    /// Its type: the label without `B-`, `I-` …
    pub label: String,
    /// Where it starts in the merchant's text, in Unicode scalars.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// The geometric mean of its words' probabilities, 0 to 1.
    pub score: f32,
}

/// What a head says of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer<'a> {
    /// Of heads that embed: the vector.
    ///
    /// Of a text with several windows it is their mean, weighted by their tokens of the text.
    Vector(&'a [f32]),
    /// Of heads that classify: a probability for each label.
    ///
    /// Of a text with several windows it comes from the mean of their logits, weighted by their tokens of the text.
    Scores {
        /// The likeliest label, by its position; the first of equals.
        label: usize,
        /// Probabilities: `[labels]`. They add up to 1, but where each label is judged for itself ([`Head::independent`]).
        scores: &'a [f32],
    },
    /// Of heads that tag: spans in the order of the text, which do not overlap.
    ///
    /// Of a text with several windows each token counts in the window in which it is farthest from an edge; of one in passages in its own.
    Spans(Vec<Span>),
}

/// A distinct text on the way to its answer.
#[derive(Clone, Debug)]
enum Slot {
    Waiting,
    /// Rows of windows, kept apart until all are there: sums in the order in which batches return would differ from run to run.
    Rows(Vec<Option<Vec<f32>>>),
    /// Logits of tokens, and how many windows are missing.
    Logits(Vec<f32>, usize),
    Values(Vec<f32>),
    /// Spans, or the tokens' logits of a head that judges spans of another.
    Spans(Vec<RawSpan>, Vec<f32>),
}

/// Outputs of a head for the batches of a plan, in whatever order they come, and the texts' answers made of them.
#[derive(Clone, Debug)]
pub struct Results {
    task: Task,
    normalise: bool,
    independent: bool,
    labels: Labels,
    words: Words,
    /// Whether tokens' logits are kept, since the head judges spans of another.
    keeps: bool,
    slots: Vec<Slot>,
    done: Vec<bool>,
    /// Values a row, once one has come.
    width: Option<usize>,
}

impl Results {
    /// Without outputs yet.
    ///
    /// # Errors
    /// [`Error::NoLabels`] if the head needs labels and has none.
    pub fn new(plan: &Plan, head: &Head, options: TagOptions) -> Result<Self, Error> {
        if head.task != Task::Embed && head.labels.is_empty() {
            return Err(Error::NoLabels {
                head: head.name.clone(),
                task: head.task,
            });
        }
        Ok(Self {
            task: head.task,
            normalise: head.normalise,
            // Of a single label one that always holds would say nothing.
            independent: head.independent || head.labels.len() == 1,
            labels: Labels::new(&head.labels, options.scheme),
            words: options.words.unwrap_or(head.words),
            keeps: !head.over.is_empty(),
            slots: vec![Slot::Waiting; plan.distinct.len()],
            done: vec![false; plan.batches().len()],
            width: (head.task != Task::Embed).then_some(head.labels.len()),
        })
    }

    /// Takes a batch's output, and tells which texts have their answer now, in their order.
    ///
    /// A batch that comes again, since it was run again, changes nothing.
    ///
    /// # Errors
    /// [`Error::NoBatch`], [`Error::ShapeMismatch`], [`Error::NotFinite`]; nothing is taken then, and the batch may be run again.
    pub fn put(&mut self, plan: &Plan, batch: usize, output: &Output) -> Result<Vec<usize>, Error> {
        let (Some(rows), Some(done)) = (plan.rows(batch), self.done.get_mut(batch)) else {
            return Err(Error::NoBatch {
                batch,
                batches: plan.batches().len(),
            });
        };
        if *done {
            return Ok(Vec::new());
        }
        let tokens = &plan.batches()[batch];
        let width = self.width.unwrap_or(output.width);
        if output.width != width || width == 0 {
            return Err(Error::ShapeMismatch {
                what: "values a row",
                expected: width.max(1),
                found: output.width,
            });
        }
        let expected = width
            * match self.task {
                Task::Embed | Task::Classify => tokens.texts(),
                Task::Tag => tokens.tokens(),
            };
        if output.values.len() != expected {
            return Err(Error::ShapeMismatch {
                what: "values of a batch",
                expected,
                found: output.values.len(),
            });
        }
        if !output.values.iter().all(|value| value.is_finite()) {
            return Err(Error::NotFinite { batch });
        }
        *done = true;
        self.width = Some(width);

        let mut answered = Vec::new();
        for ((at, row), range) in rows.iter().enumerate().zip(tokens.ranges()) {
            let distinct = row.distinct as usize;
            // Parts that are there for other heads are passed over.
            let (first, parts) = plan.distinct[distinct].parts(self.task);
            let Some(part) = (row.part as usize)
                .checked_sub(first)
                .filter(|&part| part < parts.len())
            else {
                continue;
            };
            let values = match self.task {
                Task::Embed | Task::Classify => &output.values[at * width..(at + 1) * width],
                Task::Tag => &output.values[range.start * width..range.end * width],
            };
            let finished = match self.task {
                Task::Embed | Task::Classify => self.put_row(plan, distinct, part, values),
                Task::Tag => self.put_logits(plan, distinct, part, values, width),
            };
            if finished {
                let texts = plan.distinct[distinct].texts.iter();
                answered.extend(texts.map(|&text| text as usize));
            }
        }
        answered.sort_unstable();
        Ok(answered)
    }

    fn put_row(&mut self, plan: &Plan, distinct: usize, window: usize, values: &[f32]) -> bool {
        let (_, windows) = plan.distinct[distinct].parts(self.task);
        let slot = &mut self.slots[distinct];
        if matches!(slot, Slot::Waiting) {
            *slot = Slot::Rows(vec![None; windows.len()]);
        }
        let Slot::Rows(rows) = slot else { return false };
        rows[window] = Some(values.to_vec());
        if rows.iter().any(Option::is_none) {
            return false;
        }
        let mut merged = weighted_mean(rows, windows);
        match self.task {
            Task::Classify if self.independent => sigmoid(&mut merged),
            Task::Classify => softmax(&mut merged),
            // A single window's is as the encoder made it.
            Task::Embed if self.normalise && windows.len() > 1 => normalise(&mut merged),
            _ => {}
        }
        *slot = Slot::Values(merged);
        true
    }

    fn put_logits(
        &mut self,
        plan: &Plan,
        distinct: usize,
        window: usize,
        values: &[f32],
        width: usize,
    ) -> bool {
        let (_, windows) = plan.distinct[distinct].parts(self.task);
        let reading = &plan.distinct[distinct].reading;
        let count = reading.tokens.len();
        let slot = &mut self.slots[distinct];
        if matches!(slot, Slot::Waiting) {
            *slot = Slot::Logits(vec![0.0; count * width], windows.len());
        }
        let Slot::Logits(logits, missing) = slot else {
            return false;
        };
        let range = windows[window].clone();
        for (at, token) in range.enumerate() {
            if owner(windows, count, token) == window {
                let from = (reading.lead + at) * width;
                logits[token * width..(token + 1) * width]
                    .copy_from_slice(&values[from..from + width]);
            }
        }
        *missing -= 1;
        if *missing > 0 {
            return false;
        }
        *slot = if self.keeps {
            Slot::Spans(Vec::new(), std::mem::take(logits))
        } else {
            let spans = decode(&reading.tokens, logits, &self.labels, self.words);
            Slot::Spans(spans, Vec::new())
        };
        true
    }

    /// What the head says of a text; `None` if there is nothing to read in it, or its batches have not all come.
    pub fn answer(&self, plan: &Plan, text: usize) -> Option<Answer<'_>> {
        let slot = self.slots.get(plan.distinct_of(text)?)?;
        match slot {
            Slot::Values(values) if self.task == Task::Classify => {
                let mut label = 0;
                for (at, score) in values.iter().enumerate() {
                    if *score > values[label] {
                        label = at;
                    }
                }
                Some(Answer::Scores {
                    label,
                    scores: values,
                })
            }
            Slot::Values(values) => Some(Answer::Vector(values)),
            Slot::Spans(spans, _) => {
                let alignment = plan.alignment(text)?;
                let spans = spans.iter().map(|span| {
                    let (start, end) = alignment.range(span.start, span.end);
                    Span {
                        label: self.labels.types()[span.kind].clone(),
                        start,
                        end,
                        score: span.score,
                    }
                });
                Some(Answer::Spans(spans.collect()))
            }
            Slot::Waiting | Slot::Rows(_) | Slot::Logits(..) => None,
        }
    }

    /// Of heads that judge another head's spans ([`Head::over`]): the probability of each label for a stretch of the merchant's text, from the mean of its tokens' logits.
    ///
    /// A token belongs to it if at least half of its characters do, and a lone `▁` if it stands within or begins text and stretch; `start` and `end` count Unicode scalars.
    /// `None` of other heads, where logits are not there, or where no token belongs to it.
    ///
    /// Such heads are trained on a given span, as that of the polarity of an aspect is: the mean of logits is a linear layer over the mean of hidden states.
    pub fn over(&self, plan: &Plan, text: usize, start: u32, end: u32) -> Option<Vec<f32>> {
        let distinct = plan.distinct_of(text)?;
        let Slot::Spans(_, logits) = self.slots.get(distinct)? else {
            return None;
        };
        let width = self.labels.len();
        let alignment = plan.alignment(text)?;
        let tokens = &plan.distinct[distinct].reading.tokens;
        let mut mean = vec![0.0_f32; width];
        let mut count = 0;
        for (token, row) in tokens.iter().zip(logits.chunks_exact(width)) {
            let (from, to) = alignment.range(token.start, token.end);
            let inside = to.min(end).saturating_sub(from.max(start));
            let belongs = match from == to {
                true => (start < from && from < end) || (from == 0 && start == 0),
                false => 2 * inside >= to - from,
            };
            if !belongs {
                continue;
            }
            count += 1;
            for (mean, value) in mean.iter_mut().zip(row) {
                *mean += (value - *mean) / count as f32;
            }
        }
        if count == 0 {
            return None;
        }
        softmax(&mut mean);
        Some(mean)
    }

    /// Whether every batch has come.
    pub fn is_complete(&self) -> bool {
        self.done.iter().all(|&done| done)
    }

    /// Whether a batch has come.
    pub fn has(&self, batch: usize) -> bool {
        self.done.get(batch).is_some_and(|&done| done)
    }

    /// Of heads that tag: how the labels are read.
    pub fn scheme(&self) -> Option<Scheme> {
        (self.task == Task::Tag).then(|| self.labels.scheme())
    }
}

/// The mean of windows' rows, weighted by their tokens, summed in the order of the text.
fn weighted_mean(rows: &mut [Option<Vec<f32>>], windows: &[Range<usize>]) -> Vec<f32> {
    if let [only] = rows {
        return only.take().unwrap_or_default();
    }
    let total: usize = windows.iter().map(Range::len).sum();
    let mut mean: Vec<f32> = Vec::new();
    for (row, window) in rows.iter().flatten().zip(windows) {
        mean.resize(row.len(), 0.0);
        let weight = window.len() as f32 / total as f32;
        for (sum, value) in mean.iter_mut().zip(row) {
            *sum += value * weight;
        }
    }
    mean
}

/// The window in which a token is farthest from an edge; the ends of the text are none. Of equal ones the first.
fn owner(windows: &[Range<usize>], tokens: usize, token: usize) -> usize {
    let first = windows.partition_point(|window| window.end <= token);
    let mut best = (first, 0);
    for (at, window) in windows.iter().enumerate().skip(first) {
        if window.start > token {
            break;
        }
        let left = match window.start {
            0 => usize::MAX,
            start => token - start,
        };
        let right = match window.end {
            end if end == tokens => usize::MAX,
            end => end - 1 - token,
        };
        let distance = left.min(right);
        if at == first || distance > best.1 {
            best = (at, distance);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_belong_where_they_are_farthest_from_edges() {
        let windows = [0..8, 4..12, 8..16];
        let owners: Vec<usize> = (0..16).map(|token| owner(&windows, 16, token)).collect();
        assert_eq!(owners, [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
    }

    #[test]
    fn means_are_weighted() {
        let mut rows = [Some(vec![1.0, 0.0]), Some(vec![0.0, 4.0])];
        assert_eq!(weighted_mean(&mut rows, &[0..3, 2..3]), [0.75, 1.0]);
    }
}
