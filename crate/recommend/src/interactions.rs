//! Who had to do with what: users × items, with weights and times.

use serde::Serialize;

use crate::Error;
use crate::sparse::Sparse;

/// The time of what has none: before everything else.
const NO_TIME: i64 = i64::MIN;

/// One user had to do with one item.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Event {
    /// The user, from 0.
    pub user: u32,
    /// The item, from 0.
    pub item: u32,
    /// How much: pieces, stars, views; 1 where nothing is known. More is better.
    pub weight: f32,
    /// When, in any unit as long as it is one.
    pub time: Option<i64>,
}

/// What became of the events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Events that came in.
    pub events: usize,
    /// Events whose weight was zero, negative or no number, such as returns: left out.
    pub without_weight: usize,
    /// Events told more than once, with the same user, item and time: kept once, with the largest weight.
    pub duplicates: usize,
    /// Users without any event.
    pub users_without: usize,
    /// Items without any event.
    pub items_without: usize,
}

/// What a user did once: an item of a basket, at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Visit {
    /// When; [`i64::MIN`] where it is not known.
    pub time: i64,
    /// The item.
    pub item: u32,
    /// How much.
    pub weight: f32,
}

/// What is known of one user.
#[derive(Clone, Copy, Debug, Default)]
pub struct History<'a> {
    /// Items, ascending, each once.
    pub items: &'a [u32],
    /// The summed weight of each item.
    pub weights: &'a [f32],
    /// The same, event by event, by time and then item.
    pub visits: &'a [Visit],
}

/// Users × items: sparse, sorted, each pair once, and the events behind the pairs.
///
/// The same events in any order give the same interactions, to the bit.
#[derive(Clone, Debug)]
pub struct Interactions {
    users: usize,
    items: usize,
    timed: bool,
    told: Told,
    pub(crate) by_user: Sparse,
    visit_starts: Vec<usize>,
    visits: Vec<Visit>,
}

impl Interactions {
    /// Gathers events.
    ///
    /// # Errors
    /// [`Error::NoUser`] or [`Error::NoItem`] for an id beyond the counts, [`Error::TooMany`] for counts beyond 32 bits.
    /// No events at all are no error here: models say [`Error::NoInteractions`].
    pub fn new(users: usize, items: usize, mut events: Vec<Event>) -> Result<Self, Error> {
        for (what, count) in [("users", users), ("items", items), ("events", events.len())] {
            if count >= u32::MAX as usize {
                return Err(Error::TooMany { what, count });
            }
        }
        for (at, event) in events.iter().enumerate() {
            if event.user as usize >= users {
                return Err(Error::NoUser {
                    event: at,
                    user: event.user,
                    users,
                });
            }
            if event.item as usize >= items {
                return Err(Error::NoItem {
                    event: at,
                    item: event.item,
                    items,
                });
            }
        }
        let mut told = Told {
            events: events.len(),
            ..Told::default()
        };
        events.retain(|event| event.weight.is_finite() && event.weight > 0.0);
        told.without_weight = told.events - events.len();
        let timed = events.iter().any(|event| event.time.is_some());
        events.sort_unstable_by(|a, b| {
            (a.user, a.time, a.item)
                .cmp(&(b.user, b.time, b.item))
                .then_with(|| b.weight.total_cmp(&a.weight))
        });
        let before = events.len();
        // With a time, a repetition is the same event told twice; without, it is another one.
        events.dedup_by(|later, kept| {
            later.time.is_some()
                && (later.user, later.time, later.item) == (kept.user, kept.time, kept.item)
        });
        told.duplicates = before - events.len();

        let mut by_user = Sparse::with_rows(users);
        let mut visit_starts = vec![0];
        let mut visits = Vec::with_capacity(events.len());
        let mut of_user: Vec<(u32, f32)> = Vec::new();
        let mut at = 0;
        for user in 0..users as u32 {
            of_user.clear();
            while let Some(event) = events.get(at).filter(|event| event.user == user) {
                of_user.push((event.item, event.weight));
                visits.push(Visit {
                    time: event.time.unwrap_or(NO_TIME),
                    item: event.item,
                    weight: event.weight,
                });
                at += 1;
            }
            of_user.sort_by_key(|&(item, _)| item);
            of_user.dedup_by(|later, kept| {
                let same = later.0 == kept.0;
                if same {
                    kept.1 += later.1;
                }
                same
            });
            told.users_without += usize::from(of_user.is_empty());
            by_user.push_row(of_user.iter().copied());
            visit_starts.push(visits.len());
        }
        let mut met = vec![false; items];
        for &item in &by_user.columns {
            met[item as usize] = true;
        }
        told.items_without = met.iter().filter(|&&met| !met).count();
        Ok(Self {
            users,
            items,
            timed,
            told,
            by_user,
            visit_starts,
            visits,
        })
    }

    /// How many users there are.
    pub fn users(&self) -> usize {
        self.users
    }

    /// How many items there are, those without events too.
    pub fn items(&self) -> usize {
        self.items
    }

    /// How many pairs of a user and an item there are.
    pub fn pairs(&self) -> usize {
        self.by_user.columns.len()
    }

    /// Whether any event has a time.
    pub fn timed(&self) -> bool {
        self.timed
    }

    /// What became of the events.
    pub fn told(&self) -> Told {
        self.told
    }

    /// What is known of a user; nothing of one that is not there.
    pub fn history(&self, user: u32) -> History<'_> {
        let (items, weights) = self.by_user.row(user);
        let at = user as usize;
        let visits = match (self.visit_starts.get(at), self.visit_starts.get(at + 1)) {
            (Some(&from), Some(&to)) => &self.visits[from..to],
            _ => &[],
        };
        History {
            items,
            weights,
            visits,
        }
    }

    /// The events again, sorted by user, time and item.
    pub fn events(&self) -> impl Iterator<Item = Event> + '_ {
        (0..self.users as u32).flat_map(|user| {
            self.history(user).visits.iter().map(move |visit| Event {
                user,
                item: visit.item,
                weight: visit.weight,
                time: (visit.time != NO_TIME).then_some(visit.time),
            })
        })
    }

    /// The earliest and the latest time.
    pub fn span(&self) -> Option<(i64, i64)> {
        let times = || self.visits.iter().map(|visit| visit.time);
        let known = || times().filter(|&time| time != NO_TIME);
        Some((known().min()?, known().max()?))
    }

    /// How many users had to do with each item.
    pub fn users_of_items(&self) -> Vec<u32> {
        let mut counts = vec![0; self.items];
        for &item in &self.by_user.columns {
            counts[item as usize] += 1;
        }
        counts
    }

    /// Without the users who had to do with so many items that it says nothing about any: robots, tills, resellers.
    ///
    /// They keep their number and lose their events; second, who they are.
    /// What one user adds to the counts of pairs grows with the square of the items, so a single one can drown all others.
    pub fn without_heavy(&self, most_items: usize) -> (Self, Vec<u32>) {
        let heavy: Vec<u32> = (0..self.users as u32)
            .filter(|&user| self.by_user.row_len(user) > most_items)
            .collect();
        if heavy.is_empty() {
            return (self.clone(), heavy);
        }
        let mut rest = Self {
            by_user: Sparse::with_rows(self.users),
            visit_starts: vec![0],
            visits: Vec::new(),
            ..*self
        };
        for user in 0..self.users as u32 {
            let history = self.history(user);
            if heavy.binary_search(&user).is_err() {
                let pairs = history.items.iter().zip(history.weights);
                rest.by_user
                    .push_row(pairs.map(|(&item, &weight)| (item, weight)));
                rest.visits.extend_from_slice(history.visits);
            } else {
                rest.by_user.push_row([]);
            }
            rest.visit_starts.push(rest.visits.len());
        }
        (rest, heavy)
    }

    /// More items than a person has to do with: half of all, where there are a hundred or more, and a thousand at most.
    pub fn heavy_limit(&self) -> usize {
        match self.items {
            0..100 => usize::MAX,
            items => (items / 2).min(1_000),
        }
    }

    /// Items × users.
    pub(crate) fn by_item(&self) -> Sparse {
        self.by_user.transposed(self.items)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event(user: u32, item: u32, weight: f32, time: Option<i64>) -> Event {
        Event {
            user,
            item,
            weight,
            time,
        }
    }

    #[test]
    fn duplicates_are_one_and_returns_none() {
        let events = vec![
            event(0, 1, 1.0, Some(5)),
            event(0, 1, 2.0, Some(5)),
            event(0, 1, 1.0, Some(6)),
            event(0, 0, -1.0, Some(6)),
            event(2, 0, f32::NAN, None),
            event(2, 2, 1.0, None),
            event(2, 2, 1.0, None),
        ];
        let all = Interactions::new(3, 4, events).expect("ids fit");
        let told = all.told();
        assert_eq!((told.duplicates, told.without_weight), (1, 2));
        assert_eq!((told.users_without, told.items_without), (1, 2));
        assert_eq!(all.history(0).items, [1]);
        assert_eq!(all.history(0).weights, [3.0]);
        assert_eq!(all.history(2).weights, [2.0]);
        assert_eq!(all.span(), Some((5, 6)));
        assert!(all.history(9).items.is_empty());
    }

    #[test]
    fn ids_are_checked() {
        let bad = Interactions::new(1, 1, vec![event(0, 1, 1.0, None)]);
        assert_eq!(
            bad.err(),
            Some(Error::NoItem {
                event: 0,
                item: 1,
                items: 1
            })
        );
    }

    #[test]
    fn a_robot_is_left_out_and_named() {
        let mut events: Vec<Event> = (0..200).map(|item| event(0, item, 1.0, None)).collect();
        events.push(event(1, 3, 1.0, None));
        let all = Interactions::new(2, 200, events).expect("ids fit");
        let (rest, heavy) = all.without_heavy(all.heavy_limit());
        assert_eq!(heavy, [0]);
        assert!(rest.history(0).items.is_empty());
        assert_eq!(rest.history(1).items, [3]);
    }

    proptest! {
        #[test]
        fn the_order_of_events_never_matters(
            raw in prop::collection::vec((0_u32..6, 0_u32..8, 1_u8..9, prop::option::of(0_i64..5)), 0..60),
            seed in any::<u64>(),
        ) {
            let events: Vec<Event> = raw
                .iter()
                .map(|&(user, item, weight, time)| event(user, item, f32::from(weight) / 7.0, time))
                .collect();
            let mut other = events.clone();
            let mut random = crate::random::Random::new(seed);
            for at in (1..other.len()).rev() {
                other.swap(at, random.below(at + 1));
            }
            let (a, b) = (Interactions::new(6, 8, events), Interactions::new(6, 8, other));
            let (a, b) = (a.expect("ids fit"), b.expect("ids fit"));
            prop_assert_eq!(&a.by_user, &b.by_user);
            prop_assert_eq!(&a.visits, &b.visits);
            prop_assert_eq!(a.told(), b.told());
        }
    }
}
