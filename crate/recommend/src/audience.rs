//! Whom to tell about an item: the turned question.

use crate::rank::Best;
use crate::{Interactions, Scored};

/// The `k` users who fit an item best: those with most of its neighbours, by weight × similarity; users who have the item are left out.
///
/// `neighbours` are the item's, by behaviour or, for an item that nobody has yet, by text. In the result [`Scored::item`] is the user.
pub fn audience(
    interactions: &Interactions,
    item: u32,
    neighbours: &[Scored],
    k: usize,
) -> Vec<Scored> {
    let mut near: Vec<(u32, f32)> = neighbours.iter().map(|s| (s.item, s.score)).collect();
    near.sort_unstable_by_key(|&(item, _)| item);
    let mut best = Best::new(k);
    for user in 0..interactions.users() as u32 {
        let history = interactions.history(user);
        if history.items.binary_search(&item).is_ok() {
            continue;
        }
        let pairs = history.items.iter().zip(history.weights);
        let score: f32 = pairs
            .filter_map(|(item, weight)| {
                let at = near.binary_search_by_key(item, |&(other, _)| other).ok()?;
                Some(weight * near[at].1)
            })
            .sum();
        if score > 0.0 && score.is_finite() {
            best.offer(Scored { item: user, score });
        }
    }
    best.take()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Event;

    #[test]
    fn those_with_neighbours_are_told_and_those_with_the_item_are_not() {
        let pairs = [(0, 1), (1, 1), (1, 2), (2, 3), (3, 0), (3, 1)];
        let events = pairs.map(|(user, item)| Event {
            user,
            item,
            weight: 1.0,
            time: None,
        });
        let all = Interactions::new(4, 4, events.to_vec()).expect("ids fit");
        let near = [(2, 0.5), (1, 0.25)].map(|(item, score)| Scored { item, score });
        let found = audience(&all, 0, &near, 5);
        let wanted = [(1, 0.75), (0, 0.25)].map(|(item, score)| Scored { item, score });
        assert_eq!(found, wanted);
    }
}
