//! The best of many scores, in one order everywhere.

use std::cmp::Ordering;

use serde::Serialize;

/// An item and its score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scored {
    /// The item.
    pub item: u32,
    /// The higher, the better; comparable within one list only.
    pub score: f32,
}

impl Scored {
    /// Better first, the smaller id first among equals.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            .then_with(|| self.item.cmp(&other.item))
    }
}

/// Keeps the best `most`: what reaches the floor is put by, and the worse part is thrown away now and then, which costs less than keeping a heap in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Best {
    most: usize,
    /// In no order; at most [`Best::room`] of them.
    kept: Vec<Scored>,
    floor: f32,
}

impl Best {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            most,
            kept: Vec::new(),
            floor: if most == 0 {
                f32::INFINITY
            } else {
                f32::NEG_INFINITY
            },
        }
    }

    /// A score below it is not among the best, whatever its item.
    pub(crate) fn floor(&self) -> f32 {
        self.floor
    }

    pub(crate) fn offer(&mut self, new: Scored) {
        if self.most == 0 || new.score < self.floor {
            return;
        }
        self.kept.push(new);
        if self.kept.len() >= self.room() {
            self.shrink();
        }
    }

    fn room(&self) -> usize {
        4 * self.most + 32
    }

    fn shrink(&mut self) {
        if self.kept.len() > self.most {
            let (_, worst, _) = self
                .kept
                .select_nth_unstable_by(self.most - 1, Scored::order);
            self.floor = worst.score;
            self.kept.truncate(self.most);
        }
    }

    /// The best, best first; empties it.
    pub(crate) fn take(&mut self) -> Vec<Scored> {
        let mut out = self.take_any();
        out.sort_unstable_by(Scored::order);
        out
    }

    /// The best in no order; empties it.
    pub(crate) fn take_any(&mut self) -> Vec<Scored> {
        if self.most > 0 {
            self.shrink();
        }
        std::mem::take(&mut self.kept)
    }
}

/// The best `k` items whose score is a number and not zero, best first; zero means that nothing is known.
pub(crate) fn top_known(scores: &[f32], k: usize, mut may: impl FnMut(u32) -> bool) -> Vec<Scored> {
    let mut best = Best::new(k);
    for (item, &score) in scores.iter().enumerate() {
        if score != 0.0 && score >= best.floor() && score.is_finite() && may(item as u32) {
            best.offer(Scored {
                item: item as u32,
                score,
            });
        }
    }
    best.take()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_kept_is_what_sorting_would_keep(
            scores in prop::collection::vec(-3_i8..4, 0..400),
            k in 0_usize..20,
        ) {
            let scores: Vec<f32> = scores.into_iter().map(f32::from).collect();
            let mut all: Vec<Scored> = scores
                .iter()
                .enumerate()
                .filter(|&(item, &score)| score != 0.0 && item != 3)
                .map(|(item, &score)| Scored { item: item as u32, score })
                .collect();
            all.sort_by(Scored::order);
            all.truncate(k);
            prop_assert_eq!(top_known(&scores, k, |item| item != 3), all);
        }
    }

    #[test]
    fn what_is_no_number_is_never_shown() {
        let scores = [f32::NAN, 1.0, f32::INFINITY, f32::NEG_INFINITY];
        let best = top_known(&scores, 9, |_| true);
        assert_eq!(best.len(), 1);
        assert_eq!(best[0].item, 1);
    }
}
