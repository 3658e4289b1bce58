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

/// Keeps the best `most`, in a heap with the worst of them on top.
#[derive(Clone, Debug, Default)]
pub(crate) struct Best {
    most: usize,
    heap: Vec<Scored>,
}

impl Best {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            most,
            heap: Vec::with_capacity(most.min(4096)),
        }
    }

    /// A score that would be kept whatever its item: below it, nothing has to be offered.
    pub(crate) fn floor(&self) -> f32 {
        if self.heap.len() < self.most {
            f32::NEG_INFINITY
        } else {
            self.heap.first().map_or(f32::INFINITY, |worst| worst.score)
        }
    }

    pub(crate) fn offer(&mut self, new: Scored) {
        if self.heap.len() < self.most {
            self.heap.push(new);
            let mut at = self.heap.len() - 1;
            while at > 0 {
                let above = (at - 1) / 2;
                if self.heap[at].order(&self.heap[above]) != Ordering::Greater {
                    break;
                }
                self.heap.swap(at, above);
                at = above;
            }
        } else if let Some(worst) = self.heap.first_mut()
            && new.order(worst) == Ordering::Less
        {
            *worst = new;
            self.sink();
        }
    }

    fn sink(&mut self) {
        let mut at = 0;
        loop {
            let mut worst = at;
            for below in [2 * at + 1, 2 * at + 2] {
                if below < self.heap.len()
                    && self.heap[below].order(&self.heap[worst]) == Ordering::Greater
                {
                    worst = below;
                }
            }
            if worst == at {
                return;
            }
            self.heap.swap(at, worst);
            at = worst;
        }
    }

    /// The best, best first; empties it.
    pub(crate) fn take(&mut self) -> Vec<Scored> {
        let mut out = std::mem::take(&mut self.heap);
        out.sort_unstable_by(Scored::order);
        out
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
        fn the_heap_keeps_what_sorting_would(
            scores in prop::collection::vec(-3_i8..4, 0..80),
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
