//! What is held back to be foretold.

use serde::{Deserialize, Serialize};

use crate::random::Random;
use crate::{Error, Event, Interactions};

/// How interactions are held back.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "split", rename_all = "snake_case")]
pub enum Split {
    /// Of each user the last basket, or the last item; without times an item drawn by the seed.
    Last,
    /// Of all users what happened in the last part of the time.
    Time {
        /// The share of events that come last, above 0 and below 1.
        share: f64,
    },
    /// Of each user a share of the items, drawn by the seed: for data without order, such as ratings.
    Random {
        /// The share of items held back, above 0 and below 1.
        share: f64,
    },
}

/// What is known, and what is to be foretold.
#[derive(Clone, Debug)]
pub struct Held {
    /// What is left to learn from.
    pub known: Interactions,
    /// For each user the items held back, ascending; nothing for users who are not tested.
    pub targets: Vec<Vec<u32>>,
    /// Users who have something held back but nothing left: they are not tested.
    pub without_history: usize,
}

impl Held {
    /// How many users are tested.
    pub fn tested(&self) -> usize {
        self.targets
            .iter()
            .filter(|targets| !targets.is_empty())
            .count()
    }
}

/// Holds interactions back.
///
/// Items that a user knows already are no targets unless `with_seen`.
///
/// # Errors
/// [`Error::NoTimes`] for a split by time without times, [`Error::BadSetting`] for a share out of range.
pub fn hold_back(
    interactions: &Interactions,
    split: Split,
    with_seen: bool,
    seed: u64,
) -> Result<Held, Error> {
    if let Split::Time { share } | Split::Random { share } = split
        && !(share > 0.0 && share < 1.0)
    {
        return Err(Error::BadSetting {
            what: "share held back",
            value: share,
            must: "above 0 and below 1",
        });
    }
    let cut = match split {
        Split::Time { share } => Some(cut(interactions, share)?),
        _ => None,
    };
    let mut known: Vec<Event> = Vec::with_capacity(interactions.pairs());
    let mut targets = Vec::with_capacity(interactions.users());
    let mut without_history = 0;
    let mut events = interactions.events().peekable();
    let mut of_user: Vec<Event> = Vec::new();
    for user in 0..interactions.users() as u32 {
        of_user.clear();
        while let Some(event) = events.next_if(|event| event.user == user) {
            of_user.push(event);
        }
        let mut random = Random::new(seed ^ (u64::from(user) << 20));
        let held: Vec<u32> = match (split, cut) {
            (Split::Time { .. }, Some(cut)) => {
                let late = |event: &Event| event.time.is_some_and(|time| time >= cut);
                let held = of_user
                    .iter()
                    .filter(|event| late(event))
                    .map(|event| event.item)
                    .collect();
                of_user.retain(|event| !late(event));
                held
            }
            (Split::Random { share }, _) => draw(&mut of_user, share, &mut random),
            _ => last(&mut of_user, interactions.timed(), &mut random),
        };
        without_history += usize::from(of_user.is_empty() && !held.is_empty());
        let mut held = if of_user.is_empty() { Vec::new() } else { held };
        held.sort_unstable();
        held.dedup();
        if !with_seen {
            held.retain(|item| of_user.iter().all(|event| event.item != *item));
        }
        known.append(&mut of_user);
        targets.push(held);
    }
    Ok(Held {
        known: Interactions::new(interactions.users(), interactions.items(), known)?,
        targets,
        without_history,
    })
}

/// The time from which on `share` of the timed events happened.
fn cut(interactions: &Interactions, share: f64) -> Result<i64, Error> {
    let mut times: Vec<i64> = interactions
        .events()
        .filter_map(|event| event.time)
        .collect();
    times.sort_unstable();
    let at = libm::floor(times.len() as f64 * (1.0 - share)) as usize;
    times.get(at).copied().ok_or(Error::NoTimes {
        model: "a split by time",
    })
}

/// The last basket; of users with one basket only, nothing.
fn last(of_user: &mut Vec<Event>, timed: bool, random: &mut Random) -> Vec<u32> {
    if !timed {
        let mut items: Vec<u32> = of_user.iter().map(|event| event.item).collect();
        items.sort_unstable();
        items.dedup();
        if items.len() < 2 {
            return Vec::new();
        }
        let item = items[random.below(items.len())];
        of_user.retain(|event| event.item != item);
        return vec![item];
    }
    match (of_user.first(), of_user.last()) {
        (Some(first), Some(last)) if first.time < last.time => {
            let time = last.time;
            let from = of_user.partition_point(|event| event.time < time);
            of_user.drain(from..).map(|event| event.item).collect()
        }
        _ => Vec::new(),
    }
}

/// A share of the items, at least one of two or more, and never all.
fn draw(of_user: &mut Vec<Event>, share: f64, random: &mut Random) -> Vec<u32> {
    let mut items: Vec<u32> = of_user.iter().map(|event| event.item).collect();
    items.sort_unstable();
    items.dedup();
    if items.len() < 2 {
        return Vec::new();
    }
    let count = libm::round(items.len() as f64 * share) as usize;
    let count = count.clamp(1, items.len() - 1);
    for at in 0..count {
        let other = at + random.below(items.len() - at);
        items.swap(at, other);
    }
    items.truncate(count);
    of_user.retain(|event| !items.contains(&event.item));
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> Interactions {
        let raw = [
            (0, 0, 1),
            (0, 1, 2),
            (0, 2, 3),
            (0, 3, 3),
            (1, 1, 3),
            (2, 0, 1),
            (2, 0, 4),
        ];
        let events = raw
            .iter()
            .map(|&(user, item, time)| Event {
                user,
                item,
                weight: 1.0,
                time: Some(time),
            })
            .collect();
        Interactions::new(4, 5, events).expect("ids fit")
    }

    #[test]
    fn the_last_basket_is_held_back() {
        let held = hold_back(&made(), Split::Last, false, 1).expect("a split");
        assert_eq!(held.targets, [vec![2, 3], vec![], vec![], vec![]]);
        assert_eq!(held.known.history(0).items, [0, 1]);
        assert_eq!(held.known.history(1).items, [1]);
        let again = hold_back(&made(), Split::Last, true, 1).expect("a split");
        assert_eq!(again.targets[2], [0]);
    }

    #[test]
    fn the_last_part_of_time_is_held_back() {
        let held = hold_back(&made(), Split::Time { share: 0.5 }, false, 1).expect("a split");
        assert_eq!(held.targets, [vec![2, 3], vec![], vec![], vec![]]);
        assert_eq!(held.without_history, 1);
        assert!(hold_back(&made(), Split::Time { share: 1.0 }, false, 1).is_err());
    }

    #[test]
    fn a_share_is_drawn_and_the_same_each_time() {
        let draw = || hold_back(&made(), Split::Random { share: 0.5 }, false, 7).expect("a split");
        assert_eq!(draw().targets, draw().targets);
        assert_eq!(draw().targets[0].len(), 2);
        assert_eq!(draw().known.history(0).items.len(), 2);
    }
}
