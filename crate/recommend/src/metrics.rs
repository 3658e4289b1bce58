//! How good lists are: for the users who get them, and for the catalogue.

use serde::Serialize;

use crate::Scored;

/// What one list is worth to the user who gets it; each 0 to 1, higher is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct ListScore {
    /// Targets in the list / targets.
    pub recall: f32,
    /// Σ 1/log₂(rank + 1) over targets in the list / the same for the best list there could be.
    pub ndcg: f32,
    /// 1 / rank of the first target in the list; 0 without one.
    pub mrr: f32,
    /// 1 with a target in the list, else 0.
    pub hit: f32,
}

/// Scores a list of at most `k` against targets, ascending; nothing without targets.
///
/// # Source
/// Järvelin & Kekäläinen 2002 with relevance 0 or 1; the ideal list holds min(k, targets) targets.
pub fn list_score(list: &[Scored], targets: &[u32], k: usize) -> Option<ListScore> {
    if targets.is_empty() {
        return None;
    }
    let gain = |rank: usize| 1.0 / libm::log2(rank as f64 + 2.0);
    let mut out = ListScore::default();
    let (mut hits, mut sum) = (0_usize, 0.0);
    for (rank, scored) in list.iter().take(k).enumerate() {
        if targets.binary_search(&scored.item).is_ok() {
            if hits == 0 {
                out.mrr = 1.0 / (rank as f32 + 1.0);
                out.hit = 1.0;
            }
            hits += 1;
            sum += gain(rank);
        }
    }
    let ideal: f64 = (0..targets.len().min(k)).map(gain).sum();
    out.recall = hits as f32 / targets.len() as f32;
    out.ndcg = if ideal > 0.0 {
        (sum / ideal) as f32
    } else {
        0.0
    };
    Some(out)
}

/// What lists do with a catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct CatalogueScore {
    /// Items in any list / items, 0 to 1, higher is more of the catalogue.
    pub coverage: f64,
    /// Gini coefficient of how often items are recommended, over all items, 0 to 1; 0 = all alike, higher is worse.
    pub gini: f64,
    /// Mean −log₂(users of the item / users), in bits; higher is less known. Items without users count as if they had one.
    pub novelty_bits: f64,
    /// Places in lists with items that nobody had in the data learned from / places, 0 to 1.
    pub cold_share: f64,
    /// Places in lists with the tenth of the items that most users have / places, 0 to 1: the popularity bias.
    pub head_share: f64,
}

/// Counts what lists recommend.
#[derive(Clone, Debug)]
pub(crate) struct Exposure {
    shown: Vec<u32>,
}

impl Exposure {
    pub(crate) fn new(items: usize) -> Self {
        Self {
            shown: vec![0; items],
        }
    }

    pub(crate) fn add(&mut self, list: &[Scored]) {
        for scored in list {
            if let Some(shown) = self.shown.get_mut(scored.item as usize) {
                *shown += 1;
            }
        }
    }

    /// `users_of`: users of each item in the data learned from; `users`: all of them.
    pub(crate) fn score(&self, users_of: &[u32], users: usize) -> CatalogueScore {
        let places: u64 = self.shown.iter().map(|&shown| u64::from(shown)).sum();
        if places == 0 || self.shown.is_empty() {
            return CatalogueScore::default();
        }
        let share = |count: u64| count as f64 / places as f64;
        let mut out = CatalogueScore {
            coverage: self.shown.iter().filter(|&&shown| shown > 0).count() as f64
                / self.shown.len() as f64,
            gini: gini(&self.shown),
            ..CatalogueScore::default()
        };
        let mut cold = 0;
        for (&shown, &known) in self.shown.iter().zip(users_of) {
            if known == 0 {
                cold += u64::from(shown);
            }
            let bits = libm::log2(users.max(1) as f64 / f64::from(known.max(1)));
            out.novelty_bits += f64::from(shown) * bits / places as f64;
        }
        out.cold_share = share(cold);
        let mut order: Vec<usize> = (0..users_of.len()).collect();
        order.sort_unstable_by(|&a, &b| users_of[b].cmp(&users_of[a]).then(a.cmp(&b)));
        order.truncate(users_of.len().div_ceil(10));
        out.head_share = share(order.iter().map(|&item| u64::from(self.shown[item])).sum());
        out
    }
}

/// Σ (2i − n − 1) xᵢ / (n Σ x) over ascending x.
fn gini(counts: &[u32]) -> f64 {
    let mut sorted = counts.to_vec();
    sorted.sort_unstable();
    let n = sorted.len() as f64;
    let sum: f64 = sorted.iter().map(|&count| f64::from(count)).sum();
    let weighted: f64 = sorted
        .iter()
        .enumerate()
        .map(|(at, &count)| (2.0 * (at as f64 + 1.0) - n - 1.0) * f64::from(count))
        .sum();
    if sum > 0.0 { weighted / (n * sum) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(items: &[u32]) -> Vec<Scored> {
        items
            .iter()
            .map(|&item| Scored { item, score: 1.0 })
            .collect()
    }

    #[test]
    fn lists_by_hand() {
        let score = list_score(&list(&[9, 4, 7]), &[4, 5, 7], 3).expect("targets");
        assert!((score.recall - 2.0 / 3.0).abs() < 1e-6);
        assert_eq!((score.mrr, score.hit), (0.5, 1.0));
        let wanted = (1.0 / libm::log2(3.0) + 0.5) / (1.0 + 1.0 / libm::log2(3.0) + 0.5);
        assert!((f64::from(score.ndcg) - wanted).abs() < 1e-6);
        assert_eq!(list_score(&list(&[1]), &[], 3), None);
        let none = list_score(&[], &[1], 3).expect("targets");
        assert_eq!(none, ListScore::default());
    }

    #[test]
    fn catalogues_by_hand() {
        let mut exposure = Exposure::new(4);
        exposure.add(&list(&[0, 1]));
        exposure.add(&list(&[0, 3]));
        let score = exposure.score(&[4, 2, 1, 0], 4);
        assert_eq!(
            (score.coverage, score.cold_share, score.head_share),
            (0.75, 0.25, 0.5)
        );
        // 0, 1, 1, 2: (−3·0 − 1 + 1 + 3·2) / (4·4).
        assert_eq!(score.gini, 0.375);
        assert_eq!(score.novelty_bits, (0.0 + 0.0 + 1.0 + 2.0) / 4.0);
    }
}
