//! Co-visitation: items met soon after each other.

use crate::neighbours::strongest;
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
    let mut links = Links::new(interactions.items());
    let mut steps: Vec<(usize, u32)> = Vec::new();
    // The positions of an item's visits, together.
    let mut by_item: Vec<(u32, usize)> = Vec::new();
    // By item the weight of its closest meeting, and which were met: a pair may meet thousands of times.
    let mut closest = vec![0.0_f32; interactions.items()];
    let mut met: Vec<u32> = Vec::new();
    let mut of_user: Vec<(u32, u32, f32)> = Vec::new();
    let users = interactions.users() as u32;
    for user in 0..users {
        if user.is_multiple_of(256) && !progress(0.5 * user as f32 / users as f32) {
            return Err(Error::Cancelled);
        }
        steps.clear();
        let (mut step, mut time) = (0, None);
        for visit in interactions.history(user).visits {
            step += usize::from(time.is_some_and(|time| time != visit.time));
            time = Some(visit.time);
            steps.push((step, visit.item));
        }
        by_item.clear();
        by_item.extend(steps.iter().enumerate().map(|(at, &(_, item))| (item, at)));
        by_item.sort_unstable();
        of_user.clear();
        for own in by_item.chunk_by(|a, b| a.0 == b.0) {
            for &(item, at) in own {
                let (step, _) = steps[at];
                let mut meet = |other: u32, weight: f32| {
                    // What counts nothing adds nothing.
                    if other == item || weight <= 0.0 {
                        return;
                    }
                    let best = &mut closest[other as usize];
                    if *best == 0.0 {
                        met.push(other);
                    }
                    *best = best.max(weight);
                };
                let later = steps[at + 1..].iter().map(|&(s, other)| (s - step, other));
                for (apart, other) in later.take_while(|&(apart, _)| apart <= settings.reach) {
                    meet(other, fading[apart]);
                }
                let earlier = steps[..at]
                    .iter()
                    .rev()
                    .map(|&(s, other)| (step - s, other));
                for (apart, other) in earlier.take_while(|&(apart, _)| apart <= settings.reach) {
                    let back = if apart == 0 { 1.0 } else { settings.backward };
                    meet(other, fading[apart] * back);
                }
            }
            // A pair that met several times counts by its closest meeting.
            of_user.extend(met.drain(..).map(|other| {
                let weight = std::mem::take(&mut closest[other as usize]);
                (own[0].0, other, weight)
            }));
        }
        links.add(&of_user);
    }
    let held_back: Vec<f32> = interactions
        .users_of_items()
        .iter()
        .map(|&users| libm::powf(users.max(1) as f32, -settings.beta))
        .collect();
    let users_of = interactions.users_of_items();
    let mut rows = Sparse::with_rows(interactions.items());
    for item in 0..interactions.items() as u32 {
        if item.is_multiple_of(256)
            && !progress(0.5 + 0.5 * item as f32 / interactions.items() as f32)
        {
            return Err(Error::Cancelled);
        }
        let own = users_of[item as usize].max(1) as f32;
        let found = links
            .row(item)
            .into_iter()
            .map(|(other, weight)| (other, weight / own * held_back[other as usize]));
        rows.push_row(strongest(item, found, settings.neighbours));
    }
    Ok(Neighbours::new(rows, settings.history_decay))
}

/// Sums of links by their first end, kept merged as they grow.
struct Links {
    rows: Vec<Vec<(u32, f32)>>,
    merged: Vec<u32>,
    /// By item the sum so far, and which have one: for one row at a time.
    sums: Vec<f32>,
    met: Vec<u32>,
}

impl Links {
    fn new(items: usize) -> Self {
        Self {
            rows: vec![Vec::new(); items],
            merged: vec![0; items],
            sums: vec![0.0; items],
            met: Vec::new(),
        }
    }

    /// Adds links whose weights are above 0.
    fn add(&mut self, links: &[(u32, u32, f32)]) {
        for &(from, to, weight) in links {
            let at = from as usize;
            self.rows[at].push((to, weight));
            // Twice as long as it was when it last had each link once: put together again.
            if self.rows[at].len() > 64 + 2 * self.merged[at] as usize {
                self.merge(at);
                self.merged[at] = self.rows[at].len() as u32;
            }
        }
    }

    /// The links of an item, each once, in no order.
    fn row(&mut self, item: u32) -> Vec<(u32, f32)> {
        self.merge(item as usize);
        std::mem::take(&mut self.rows[item as usize])
    }

    /// Sums what has the same end, in the order in which it came: that of the users.
    fn merge(&mut self, at: usize) {
        let row = &mut self.rows[at];
        for &(to, weight) in row.iter() {
            let sum = &mut self.sums[to as usize];
            if *sum == 0.0 {
                self.met.push(to);
            }
            *sum += weight;
        }
        row.clear();
        row.extend(
            self.met
                .drain(..)
                .map(|to| (to, std::mem::take(&mut self.sums[to as usize]))),
        );
    }
}
