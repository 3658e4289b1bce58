//! What a merchant wants beside the best score: stock, margin, variety, rules.

use crate::Scored;

/// How alike two items are, 0 to 1.
pub type Alike<'a> = &'a dyn Fn(u32, u32) -> f32;

/// What is asked of a list. Slices by item are of the catalogue's length; an item beyond them has nothing said about it.
#[derive(Clone, Copy, Default)]
pub struct Wishes<'a> {
    /// Items that are never shown, ascending.
    pub excluded: &'a [u32],
    /// Items whose score is multiplied, each by a number above 0: ascending by item.
    pub boosted: &'a [(u32, f32)],
    /// Items of the user, ascending, where they are not to be shown again.
    pub already: &'a [u32],
    /// The group of variants of each item; of a group one is shown, and none of the groups of `already` and `near`.
    pub variants: Option<&'a [u32]>,
    /// The item on whose page the list stands: never in it, nor a variant of it.
    pub near: Option<u32>,
    /// Pieces on hand of each item; what has none is not shown.
    pub stock: Option<&'a [f64]>,
    /// Margin of each item as a share of its price, and how much it counts: the score is multiplied by 1 + weight × margin, and by no less than 0.05.
    pub margin: Option<(&'a [f32], f32)>,
    /// Maximal marginal relevance: how much a score counts against likeness to what is shown already, 0 to 1 (1 = the score alone), and what likeness is.
    pub variety: Option<(f32, Alike<'a>)>,
}

/// The best `k` of the candidates under what is asked, best first; scores are as they count after boosts and margins.
///
/// Scores should not be negative: boosts and margins are factors. Candidates that are no numbers are left out.
///
/// # Source
/// Carbonell & Goldstein 1998, on scores divided by the largest.
pub fn rerank(candidates: &[Scored], k: usize, wishes: &Wishes<'_>) -> Vec<Scored> {
    let group = |item: u32| {
        let groups = wishes.variants?;
        groups.get(item as usize).copied()
    };
    let mut taken: Vec<u32> = wishes.already.iter().copied().chain(wishes.near).collect();
    taken.retain(|&item| group(item).is_some());
    let mut taken: Vec<u32> = taken.into_iter().filter_map(group).collect();
    let mut pool: Vec<Scored> = candidates
        .iter()
        .filter(|scored| may(scored.item, wishes) && scored.score.is_finite())
        .map(|scored| Scored {
            item: scored.item,
            score: scored.score * factor(scored.item, wishes),
        })
        .collect();
    pool.sort_unstable_by(Scored::order);
    pool.dedup_by_key(|scored| scored.item);
    let largest = pool
        .first()
        .map_or(1.0, |best| best.score.abs().max(f32::MIN_POSITIVE));
    let mut nearest = vec![0.0_f32; pool.len()];
    let mut list: Vec<Scored> = Vec::with_capacity(k.min(pool.len()));
    while list.len() < k {
        pool_without(&mut pool, &mut nearest, |item| {
            group(item).is_some_and(|group| taken.contains(&group))
        });
        let worth = |at: usize| match wishes.variety {
            Some((share, _)) => share * pool[at].score / largest - (1.0 - share) * nearest[at],
            None => pool[at].score,
        };
        // Among equals the first: the pool is in the order of scores.
        let best = (0..pool.len()).reduce(|best, at| match worth(at) > worth(best) {
            true => at,
            false => best,
        });
        let Some(best) = best else { break };
        let chosen = pool.remove(best);
        nearest.remove(best);
        if let Some((_, alike)) = wishes.variety {
            for (scored, nearest) in pool.iter().zip(&mut nearest) {
                *nearest = nearest.max(alike(scored.item, chosen.item));
            }
        }
        taken.extend(group(chosen.item));
        list.push(chosen);
    }
    list
}

fn pool_without(pool: &mut Vec<Scored>, nearest: &mut Vec<f32>, gone: impl Fn(u32) -> bool) {
    let mut keep = pool
        .iter()
        .map(|scored| !gone(scored.item))
        .collect::<Vec<_>>()
        .into_iter();
    let mut again = keep.clone();
    pool.retain(|_| keep.next().unwrap_or(true));
    nearest.retain(|_| again.next().unwrap_or(true));
}

fn may(item: u32, wishes: &Wishes<'_>) -> bool {
    wishes.near != Some(item)
        && wishes.excluded.binary_search(&item).is_err()
        && wishes.already.binary_search(&item).is_err()
        && wishes
            .stock
            .and_then(|stock| stock.get(item as usize))
            .is_none_or(|&pieces| pieces > 0.0)
}

fn factor(item: u32, wishes: &Wishes<'_>) -> f32 {
    let boost = wishes
        .boosted
        .binary_search_by_key(&item, |&(item, _)| item)
        .map_or(1.0, |at| wishes.boosted[at].1);
    let margin = wishes.margin.and_then(|(margins, weight)| {
        let margin = margins
            .get(item as usize)
            .filter(|margin| margin.is_finite())?;
        Some((1.0 + weight * margin).max(0.05))
    });
    boost * margin.unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn candidates() -> Vec<Scored> {
        let scores = [5.0, 4.0, 3.0, 2.0, 1.0];
        (0..5)
            .map(|item| Scored {
                item,
                score: scores[item as usize],
            })
            .collect()
    }

    fn items(list: &[Scored]) -> Vec<u32> {
        list.iter().map(|scored| scored.item).collect()
    }

    #[test]
    fn stock_margin_boosts_and_variants() {
        let wishes = Wishes {
            stock: Some(&[0.0, 1.0, 1.0, 1.0, 1.0]),
            ..Wishes::default()
        };
        assert_eq!(items(&rerank(&candidates(), 2, &wishes)), [1, 2]);
        let wishes = Wishes {
            margin: Some((&[0.0, 0.0, 0.0, 0.9, 0.0], 2.0)),
            ..Wishes::default()
        };
        assert_eq!(items(&rerank(&candidates(), 2, &wishes)), [3, 0]);
        let wishes = Wishes {
            boosted: &[(4, 10.0)],
            ..Wishes::default()
        };
        assert_eq!(items(&rerank(&candidates(), 2, &wishes)), [4, 0]);
        let wishes = Wishes {
            variants: Some(&[7, 7, 8, 8, 9]),
            near: Some(4),
            ..Wishes::default()
        };
        assert_eq!(items(&rerank(&candidates(), 9, &wishes)), [0, 2]);
    }

    #[test]
    fn variety_passes_over_what_is_alike() {
        let alike = |a: u32, b: u32| f32::from(u8::from(a / 2 == b / 2));
        let wishes = Wishes {
            variety: Some((0.5, &alike)),
            ..Wishes::default()
        };
        assert_eq!(items(&rerank(&candidates(), 3, &wishes)), [0, 2, 4]);
    }

    proptest! {
        #[test]
        fn what_is_filtered_never_appears(
            raw in prop::collection::vec((0_u32..20, -2.0_f32..5.0), 0..60),
            mut excluded in prop::collection::vec(0_u32..20, 0..8),
            mut already in prop::collection::vec(0_u32..20, 0..8),
            near in 0_u32..20,
            share in 0.0_f32..1.0,
            k in 0_usize..25,
        ) {
            excluded.sort_unstable();
            already.sort_unstable();
            let candidates: Vec<Scored> =
                raw.into_iter().map(|(item, score)| Scored { item, score }).collect();
            let groups: Vec<u32> = (0..20).map(|item| item / 3).collect();
            let stock: Vec<f64> = (0..20).map(|item| f64::from(item % 4)).collect();
            let alike = |a: u32, b: u32| 1.0 / (1.0 + a.abs_diff(b) as f32);
            let wishes = Wishes {
                excluded: &excluded,
                already: &already,
                near: Some(near),
                variants: Some(&groups),
                stock: Some(&stock),
                variety: Some((share, &alike)),
                ..Wishes::default()
            };
            let list = items(&rerank(&candidates, k, &wishes));
            prop_assert!(list.len() <= k);
            let mut met = vec![near / 3];
            met.extend(already.iter().map(|item| item / 3));
            for item in list {
                prop_assert!(!excluded.contains(&item) && !already.contains(&item));
                prop_assert!(item != near && item % 4 != 0);
                prop_assert!(!met.contains(&(item / 3)));
                met.push(item / 3);
            }
        }
    }
}
