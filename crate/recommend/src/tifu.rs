//! TIFU-kNN: what users buy again, and what similar users buy.

use crate::rank::{Best, Scored};
use crate::sparse::Sparse;
use crate::{Error, History, Interactions, Model, Progress};

/// Settings of TIFU-kNN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TifuSettings {
    /// Similar users that are asked.
    pub neighbours: usize,
    /// Baskets of a group.
    pub group: usize,
    /// How much less each basket further back within its group counts.
    pub within: f32,
    /// How much less each group further back counts.
    pub between: f32,
    /// The share of the user's own purchases in the score; the rest is the neighbours'.
    pub own: f32,
}

impl Default for TifuSettings {
    fn default() -> Self {
        Self {
            neighbours: 300,
            group: 7,
            within: 0.9,
            between: 0.7,
            own: 0.7,
        }
    }
}

/// A vector for each user, out of baskets that fade with time.
#[derive(Clone, Debug)]
pub struct Tifu {
    settings: TifuSettings,
    users: Sparse,
    by_item: Sparse,
    squares: Vec<f32>,
}

impl Tifu {
    /// Fits the users' vectors; events of one time are one basket.
    ///
    /// # Errors
    /// [`Error::NoTimes`], [`Error::NoInteractions`], [`Error::BadSetting`], [`Error::Cancelled`].
    ///
    /// # Source
    /// Hu et al. 2020, §3.2; groups are filled from the latest basket back, so that the first may be the smaller one.
    pub fn fit(
        interactions: &Interactions,
        settings: TifuSettings,
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        if interactions.pairs() == 0 {
            return Err(Error::NoInteractions);
        }
        if !interactions.timed() {
            return Err(Error::NoTimes { model: "tifu" });
        }
        for (what, value) in [
            ("within", settings.within),
            ("between", settings.between),
            ("own", settings.own),
        ] {
            if !(0.0..=1.0).contains(&value) {
                return Err(Error::BadSetting {
                    what,
                    value: f64::from(value),
                    must: "0 to 1",
                });
            }
        }
        let mut users = Sparse::with_rows(interactions.users());
        let count = interactions.users() as f32;
        for user in 0..interactions.users() as u32 {
            if user.is_multiple_of(1024) && !progress(user as f32 / count) {
                return Err(Error::Cancelled);
            }
            users.push_row(vector(&interactions.history(user), &settings));
        }
        let squares = (0..users.rows() as u32)
            .map(|user| users.row(user).1.iter().map(|value| value * value).sum())
            .collect();
        Ok(Self {
            settings,
            by_item: users.transposed(interactions.items()),
            users,
            squares,
        })
    }

    /// The nearest users by Euclidean distance, among those who share an item; a user at distance 0 is the same one and is left out.
    fn similar(&self, own: &[(u32, f32)]) -> Vec<Scored> {
        let square: f32 = own.iter().map(|(_, value)| value * value).sum();
        let mut products = vec![0.0_f32; self.users.rows()];
        for &(item, value) in own {
            self.by_item.add_row(item, value, &mut products);
        }
        let mut best = Best::new(self.settings.neighbours);
        for (user, &product) in products.iter().enumerate() {
            if product <= 0.0 {
                continue;
            }
            let distance = square + self.squares[user] - 2.0 * product;
            if distance > 1e-9 {
                best.offer(Scored {
                    item: user as u32,
                    score: -distance,
                });
            }
        }
        best.take()
    }
}

impl Model for Tifu {
    fn score(&self, history: &History<'_>, scores: &mut [f32]) {
        let own = vector(history, &self.settings);
        if own.is_empty() {
            return;
        }
        for &(item, value) in &own {
            if let Some(score) = scores.get_mut(item as usize) {
                *score += self.settings.own * value;
            }
        }
        let similar = self.similar(&own);
        if similar.is_empty() {
            return;
        }
        let share = (1.0 - self.settings.own) / similar.len() as f32;
        for user in similar {
            self.users.add_row(user.item, share, scores);
        }
    }

    fn bytes(&self) -> usize {
        self.users.bytes() + self.by_item.bytes() + self.squares.len() * 4
    }
}

/// A user's vector: the mean over groups, each the mean over its baskets, faded by their distance from the last.
fn vector(history: &History<'_>, settings: &TifuSettings) -> Vec<(u32, f32)> {
    let mut baskets: Vec<&[crate::Visit]> =
        history.visits.chunk_by(|a, b| a.time == b.time).collect();
    baskets.reverse();
    let size = settings.group.max(1);
    let groups = baskets.len().div_ceil(size).max(1) as f32;
    let mut sums: Vec<(u32, f32)> = Vec::new();
    let mut far = 1.0_f32;
    for group in baskets.chunks(size) {
        let mut near = 1.0_f32;
        for basket in group {
            let weight = far * near / (groups * group.len() as f32);
            sums.extend(basket.iter().map(|visit| (visit.item, weight)));
            near *= settings.within;
        }
        far *= settings.between;
    }
    sums.sort_by_key(|&(item, _)| item);
    sums.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            kept.1 += later.1;
        }
        same
    });
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Event;

    #[test]
    fn baskets_fade_as_in_the_paper() {
        let event = |item, time| Event {
            user: 0,
            item,
            weight: 1.0,
            time: Some(time),
        };
        let events = vec![event(0, 1), event(1, 1), event(0, 2), event(2, 3)];
        let all = Interactions::new(1, 3, events).expect("ids fit");
        let settings = TifuSettings {
            group: 2,
            within: 0.5,
            between: 0.1,
            ..TifuSettings::default()
        };
        // Groups from the back: {3, 2} and {1}. Item 0: 0.5/2/2 + 0.1/1/2; item 1: 0.05; item 2: 1/2/2.
        let found = vector(&all.history(0), &settings);
        let wanted = [(0, 0.125 + 0.05), (1, 0.05), (2, 0.25)];
        for (found, wanted) in found.iter().zip(wanted) {
            assert_eq!(found.0, wanted.0);
            assert!((found.1 - wanted.1).abs() < 1e-7);
        }
    }
}
