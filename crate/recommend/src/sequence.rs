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
        of_user.clear();
        for (at, &(step, item)) in steps.iter().enumerate() {
            let near = steps[at + 1..].iter();
            for &(later, other) in near.take_while(|&&(later, _)| later - step <= settings.reach) {
                if other == item {
                    continue;
                }
                let weight = fading[later - step];
                let back = if later == step {
                    weight
                } else {
                    weight * settings.backward
                };
                of_user.push((item, other, weight));
                of_user.push((other, item, back));
            }
        }
        // The closest meeting of a pair first, the others dropped.
        of_user.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
        of_user.dedup_by_key(|&mut (from, to, _)| (from, to));
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
}

impl Links {
    fn new(items: usize) -> Self {
        Self {
            rows: vec![Vec::new(); items],
            merged: vec![0; items],
        }
    }

    fn add(&mut self, links: &[(u32, u32, f32)]) {
        for &(from, to, weight) in links {
            let at = from as usize;
            self.rows[at].push((to, weight));
            // Twice as long as it was when it last had each link once: put together again.
            if self.rows[at].len() > 64 + 2 * self.merged[at] as usize {
                merge(&mut self.rows[at]);
                self.merged[at] = self.rows[at].len() as u32;
            }
        }
    }

    fn row(&mut self, item: u32) -> Vec<(u32, f32)> {
        let mut row = std::mem::take(&mut self.rows[item as usize]);
        merge(&mut row);
        row
    }
}

/// Sums what has the same end. The sort is stable: sums run in the order of the users.
fn merge(row: &mut Vec<(u32, f32)>) {
    row.sort_by_key(|&(to, _)| to);
    row.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            kept.1 += later.1;
        }
        same
    });
}
