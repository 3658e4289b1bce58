//! Co-visitation: items met soon after each other.

use crate::neighbours::Strongest;
use crate::sparse::Sparse;
use crate::{Error, Interactions, Neighbours, Progress};

/// Settings of co-visitation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SequenceSettings {
    /// How many steps apart two visits may be. What has the same time is one step.
    pub reach: usize,
    /// How much less each further step between two visits counts.
    pub decay: f32,
    /// What an item before counts, where the item after counts 1.
    pub backward: f32,
    /// How much popularity is held against an item: its users to this power divide its score.
    pub beta: f32,
    /// How much less each step back in the user's history counts.
    pub history_decay: f32,
    /// Neighbours kept for each item.
    pub neighbours: usize,
}

impl Default for SequenceSettings {
    fn default() -> Self {
        Self {
            reach: 10,
            decay: 0.8,
            backward: 0.7,
            beta: 0.4,
            history_decay: 0.7,
            neighbours: 100,
        }
    }
}

/// Fits co-visitation from the times of events; each user counts once for a pair, at its closest.
///
/// # Errors
/// [`Error::NoTimes`] without times, [`Error::NoInteractions`], [`Error::Cancelled`].
pub fn co_visits(
    interactions: &Interactions,
    settings: SequenceSettings,
    progress: Progress<'_>,
) -> Result<Neighbours, Error> {
    if interactions.pairs() == 0 {
        return Err(Error::NoInteractions);
    }
    if !interactions.timed() {
        return Err(Error::NoTimes { model: "sequence" });
    }
    let fading: Vec<f32> = (0..=settings.reach)
        .map(|steps| libm::powf(settings.decay, steps.saturating_sub(1) as f32))
        .collect();
    let steps = Steps::of(interactions);
    let by_item = interactions.by_item();
    let users_of = interactions.users_of_items();
    let held_back: Vec<f32> = users_of
        .iter()
        .map(|&users| libm::powf(users.max(1) as f32, -settings.beta))
        .collect();
    // What a meeting counts by how many steps later it is, `reach` steps before coming first.
    let counts: Vec<f32> = {
        let earlier = fading[1..]
            .iter()
            .rev()
            .map(|fade| fade * settings.backward);
        earlier.chain(fading.iter().copied()).collect()
    };
    let mut sums = vec![0.0_f32; interactions.items()];
    // By item of a user's history the weight of its closest meeting: a pair may meet thousands of times.
    let mut closest: Vec<f32> = Vec::new();
    let mut rows = Sparse::with_rows(interactions.items());
    for item in 0..interactions.items() as u32 {
        if item.is_multiple_of(64) && !progress(item as f32 / interactions.items() as f32) {
            return Err(Error::Cancelled);
        }
        sums.fill(0.0);
        let mut own_steps = steps.of_item(item);
        for &user in by_item.row(item).0 {
            let items = interactions.history(user).items;
            closest.clear();
            closest.resize(items.len(), 0.0);
            while let Some((&(_, step), rest)) = own_steps.split_first()
                && own_steps[0].0 == user
            {
                own_steps = rest;
                let from = step.saturating_sub(settings.reach);
                let near = &counts[from + settings.reach - step..];
                for (places, &count) in steps.of_user(user, from).zip(near) {
                    for &place in places {
                        let best = &mut closest[place as usize];
                        *best = best.max(count);
                    }
                }
            }
            // An item does not meet itself.
            if let Ok(own) = items.binary_search(&item) {
                closest[own] = 0.0;
            }
            for (&other, weight) in items.iter().zip(&closest) {
                sums[other as usize] += weight;
            }
        }
        let own = users_of[item as usize].max(1) as f32;
        let mut best = Strongest::new(item, settings.neighbours);
        for (other, (&sum, held_back)) in sums.iter().zip(&held_back).enumerate() {
            best.offer(other as u32, sum / own * held_back);
        }
        rows.push_row(best.take());
    }
    Ok(Neighbours::new(rows, settings.history_decay))
}

/// What users visited step by step, and the steps at which each item was visited.
struct Steps {
    /// Each user's first step among all steps.
    first: Vec<usize>,
    /// Each step's first visit; one more than steps.
    starts: Vec<usize>,
    /// Of each visit the item's place among the items of its user's history.
    places: Vec<u32>,
    item_starts: Vec<usize>,
    /// User and step of the user, ascending within an item.
    of_items: Vec<(u32, usize)>,
}

impl Steps {
    fn of(interactions: &Interactions) -> Self {
        let users = interactions.users() as u32;
        let mut item_starts = vec![0; interactions.items() + 1];
        for user in 0..users {
            for visit in interactions.history(user).visits {
                item_starts[visit.item as usize + 1] += 1;
            }
        }
        for at in 0..interactions.items() {
            item_starts[at + 1] += item_starts[at];
        }
        let count = item_starts.last().copied().unwrap_or(0);
        let mut next = item_starts.clone();
        let mut of_items = vec![(0, 0); count];
        let mut places = Vec::with_capacity(count);
        let mut starts = Vec::new();
        let mut first = vec![0];
        for user in 0..users {
            let history = interactions.history(user);
            let mut time = None;
            for visit in history.visits {
                if time != Some(visit.time) {
                    time = Some(visit.time);
                    starts.push(places.len());
                }
                let step = starts.len() - 1 - first[user as usize];
                let next = &mut next[visit.item as usize];
                of_items[*next] = (user, step);
                *next += 1;
                // Every visit's item is among the items.
                places.push(history.items.binary_search(&visit.item).unwrap_or(0) as u32);
            }
            first.push(starts.len());
        }
        starts.push(places.len());
        Self {
            first,
            starts,
            places,
            item_starts,
            of_items,
        }
    }

    /// The places visited at each step of a user, from one of the steps on.
    fn of_user(&self, user: u32, from: usize) -> impl Iterator<Item = &[u32]> {
        let user = user as usize;
        let bounds = &self.starts[self.first[user] + from..=self.first[user + 1]];
        bounds.windows(2).map(|b| &self.places[b[0]..b[1]])
    }

    /// Whoever visited an item, and at which step.
    fn of_item(&self, item: u32) -> &[(u32, usize)] {
        &self.of_items[self.item_starts[item as usize]..self.item_starts[item as usize + 1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Event;

    #[test]
    fn each_user_counts_once_for_a_pair_at_its_closest() {
        let event = |user, item, time| Event {
            user,
            item,
            weight: 1.0,
            time: Some(time),
        };
        // Item 0 again together with 2, after 1; then 2, 3 and 1 one after the other.
        let events = vec![
            event(0, 0, 1),
            event(0, 1, 2),
            event(0, 0, 3),
            event(0, 2, 3),
            event(1, 2, 1),
            event(1, 3, 2),
            event(1, 1, 3),
        ];
        let all = Interactions::new(2, 4, events).expect("ids fit");
        let settings = SequenceSettings {
            decay: 0.5,
            backward: 0.25,
            beta: 0.0,
            ..SequenceSettings::default()
        };
        let found = co_visits(&all, settings, &mut |_| true).expect("a fit");
        let row = |item| {
            let (others, weights) = found.rows.row(item);
            others
                .iter()
                .copied()
                .zip(weights.iter().copied())
                .collect::<Vec<_>>()
        };
        assert_eq!(row(0), [(1, 1.0), (2, 1.0)]);
        // Two users have it: 0 comes before and after, 2 a step after and two steps before, 3 a step before.
        assert_eq!(row(1), [(0, 0.5), (2, 0.5 + 0.0625), (3, 0.125)]);
        // 0 in the same step, 1 a step before and two steps after, 3 a step after.
        assert_eq!(row(2), [(0, 0.5), (1, (0.25 + 0.5) / 2.0), (3, 0.5)]);
        let near = SequenceSettings {
            reach: 1,
            ..settings
        };
        let found = co_visits(&all, near, &mut |_| true).expect("a fit");
        assert_eq!(found.rows.row(2), (&[0, 1, 3][..], &[0.5, 0.125, 0.5][..]));
        assert_eq!(found.rows.row(1), (&[0, 2, 3][..], &[0.5, 0.5, 0.125][..]));
    }
}
