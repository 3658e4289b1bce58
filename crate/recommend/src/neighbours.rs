//! For each item a few others, with a weight: what several models come to.

use crate::rank::{Best, Scored};
use crate::sparse::Sparse;
use crate::{History, Model};

/// For each item its neighbours, the closest first or, where a model needs them so, by id.
///
/// A user's score of an item is the sum over the history of weight × similarity.
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    pub(crate) rows: Sparse,
    /// How much less each step back in a history counts; 1 = all alike.
    pub(crate) decay: f32,
}

impl Neighbours {
    pub(crate) fn new(rows: Sparse, decay: f32) -> Self {
        Self { rows, decay }
    }

    /// The neighbours of an item, the closest first; never the item itself.
    pub fn of(&self, item: u32) -> Vec<Scored> {
        let (items, scores) = self.rows.row(item);
        let mut found: Vec<Scored> = items
            .iter()
            .zip(scores)
            .filter(|&(&other, _)| other != item)
            .map(|(&item, &score)| Scored { item, score })
            .collect();
        found.sort_unstable_by(Scored::order);
        found
    }
}

impl Model for Neighbours {
    fn score(&self, history: &History<'_>, scores: &mut [f32]) {
        if self.decay >= 1.0 {
            for (&item, &weight) in history.items.iter().zip(history.weights) {
                self.rows.add_row(item, weight, scores);
            }
        } else {
            for (item, weight) in faded(history, self.decay) {
                self.rows.add_row(item, weight, scores);
            }
        }
    }

    fn bytes(&self) -> usize {
        self.rows.bytes()
    }
}

/// The items of a history, the last first: each with decay to the power of the steps back; items of one time are one step, and a repeated item counts once, at its last time.
pub(crate) fn faded(history: &History<'_>, decay: f32) -> Vec<(u32, f32)> {
    let mut out: Vec<(u32, f32)> = Vec::with_capacity(history.items.len());
    let mut weight = 1.0;
    let mut time = history.visits.last().map(|visit| visit.time);
    let mut met: Vec<u32> = Vec::new();
    for visit in history.visits.iter().rev() {
        if time != Some(visit.time) {
            time = Some(visit.time);
            weight *= decay;
        }
        // Beyond this, nothing would be heard of it.
        if weight < 1e-6 {
            break;
        }
        if let Err(at) = met.binary_search(&visit.item) {
            met.insert(at, visit.item);
            out.push((visit.item, weight));
        }
    }
    out
}

/// The largest of an item's row, by ascending id; a row may come in any order.
#[derive(Debug)]
pub(crate) struct Strongest {
    item: u32,
    best: Best,
    /// What has to be reached, kept at hand: most of a row stays below it.
    floor: f32,
}

impl Strongest {
    pub(crate) fn new(item: u32, most: usize) -> Self {
        Self {
            item,
            best: Best::new(most),
            floor: f32::MIN_POSITIVE,
        }
    }

    /// Takes an item if it is among the largest so far; never the item itself, nor what is not above 0.
    #[inline]
    pub(crate) fn offer(&mut self, other: u32, score: f32) {
        if score >= self.floor && other != self.item && score.is_finite() {
            self.best.offer(Scored { item: other, score });
            self.floor = self.best.floor().max(f32::MIN_POSITIVE);
        }
    }

    pub(crate) fn take(mut self) -> Vec<(u32, f32)> {
        let found = self.best.take_any();
        let mut found: Vec<(u32, f32)> = found.iter().map(|s| (s.item, s.score)).collect();
        found.sort_unstable_by_key(|&(other, _)| other);
        found
    }
}

/// The same of a row that is there.
pub(crate) fn strongest(
    item: u32,
    row: impl Iterator<Item = (u32, f32)>,
    most: usize,
) -> Vec<(u32, f32)> {
    let mut best = Strongest::new(item, most);
    for (other, score) in row {
        best.offer(other, score);
    }
    best.take()
}
