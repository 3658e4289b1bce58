//! From scores to a list that can be shown.

use crate::rank::{Scored, top_known};
use crate::{History, Interactions, Model, Popularity};

/// What may be in a list.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits<'a> {
    /// Whether items of the history may be recommended again.
    pub with_seen: bool,
    /// Items that are never shown, ascending.
    pub excluded: &'a [u32],
}

/// Fills lists: the model's best first, then what is popular, so that a thin history gets a full list too.
#[derive(Clone, Debug)]
pub struct Shelf {
    popular: Vec<u32>,
    scores: Vec<f32>,
}

impl Shelf {
    /// Makes room for the items and learns what is popular.
    pub fn new(interactions: &Interactions) -> Self {
        Self {
            popular: Popularity::fit(interactions).order(),
            scores: vec![0.0; interactions.items()],
        }
    }

    /// The best `k` items for a history. A score of 0 means that the model knew nothing, and the item is there because it is popular.
    pub fn list(
        &mut self,
        model: &dyn Model,
        history: &History<'_>,
        k: usize,
        limits: Limits<'_>,
    ) -> Vec<Scored> {
        let mut scores = std::mem::take(&mut self.scores);
        scores.fill(0.0);
        model.score(history, &mut scores);
        let list = self.list_of(&scores, history, k, limits);
        self.scores = scores;
        list
    }

    /// The same, of scores that are there already.
    pub fn list_of(
        &self,
        scores: &[f32],
        history: &History<'_>,
        k: usize,
        limits: Limits<'_>,
    ) -> Vec<Scored> {
        let may = |item: u32| {
            (limits.with_seen || history.items.binary_search(&item).is_err())
                && limits.excluded.binary_search(&item).is_err()
        };
        let mut list = top_known(scores, k, may);
        if list.len() < k {
            let mut taken: Vec<u32> = list.iter().map(|scored| scored.item).collect();
            taken.sort_unstable();
            let more = self
                .popular
                .iter()
                .filter(|&&item| may(item) && taken.binary_search(&item).is_err())
                .take(k - list.len())
                .map(|&item| Scored { item, score: 0.0 });
            list.extend(more);
        }
        list
    }
}
