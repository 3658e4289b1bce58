//! How many users an item has: the floor that every other model has to stand above.

use crate::{Error, History, Interactions, Model};

/// Users of each item, all or those of late, as a share of all users' interactions.
#[derive(Clone, Debug)]
pub struct Popularity {
    scores: Vec<f32>,
}

impl Popularity {
    /// Every user counts once for an item.
    pub fn fit(interactions: &Interactions) -> Self {
        Self::of(interactions, |_| true, None)
    }

    /// Users count half as much for every `half_life` that passed since their last event with the item, up to the latest event of all.
    ///
    /// # Errors
    /// [`Error::NoTimes`] without times, [`Error::BadSetting`] unless the half-life is above 0.
    pub fn recent(interactions: &Interactions, half_life: f64) -> Result<Self, Error> {
        let Some((_, end)) = interactions.span() else {
            return Err(Error::NoTimes { model: "recent" });
        };
        if !(half_life > 0.0 && half_life.is_finite()) {
            return Err(Error::BadSetting {
                what: "half-life",
                value: half_life,
                must: "above 0",
            });
        }
        Ok(Self::of(interactions, |_| true, Some((end, half_life))))
    }

    /// Users of one segment only.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] unless there is a segment for every user.
    pub fn of_segment(
        interactions: &Interactions,
        segments: &[u32],
        segment: u32,
    ) -> Result<Self, Error> {
        if segments.len() != interactions.users() {
            return Err(Error::ShapeMismatch {
                what: "segments",
                expected: interactions.users(),
                found: segments.len(),
            });
        }
        let within = |user: u32| segments[user as usize] == segment;
        Ok(Self::of(interactions, within, None))
    }

    fn of(
        interactions: &Interactions,
        within: impl Fn(u32) -> bool,
        fading: Option<(i64, f64)>,
    ) -> Self {
        let mut sums = vec![0.0_f64; interactions.items()];
        let mut last: Vec<(u32, i64)> = Vec::new();
        for user in (0..interactions.users() as u32).filter(|&user| within(user)) {
            let history = interactions.history(user);
            match fading {
                None => {
                    for &item in history.items {
                        sums[item as usize] += 1.0;
                    }
                }
                Some((end, half_life)) => {
                    last.clear();
                    last.extend(history.visits.iter().map(|visit| (visit.item, visit.time)));
                    // By item, the latest first.
                    last.sort_unstable_by(|a, b| (a.0, b.1).cmp(&(b.0, a.1)));
                    last.dedup_by_key(|&mut (item, _)| item);
                    for &(item, time) in &last {
                        let age = end as f64 - time as f64;
                        sums[item as usize] += libm::exp2(-age / half_life);
                    }
                }
            }
        }
        let all: f64 = sums.iter().sum();
        let share = |sum: f64| if all > 0.0 { (sum / all) as f32 } else { 0.0 };
        Self {
            scores: sums.into_iter().map(share).collect(),
        }
    }

    /// Each item's share.
    pub fn shares(&self) -> &[f32] {
        &self.scores
    }

    /// Items that anybody has, the most popular first.
    pub(crate) fn order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.scores.len() as u32)
            .filter(|&item| self.scores[item as usize] > 0.0)
            .collect();
        order.sort_unstable_by(|&a, &b| {
            let (x, y) = (self.scores[a as usize], self.scores[b as usize]);
            y.total_cmp(&x).then_with(|| a.cmp(&b))
        });
        order
    }
}

impl Model for Popularity {
    fn score(&self, _: &History<'_>, scores: &mut [f32]) {
        for (score, share) in scores.iter_mut().zip(&self.scores) {
            *score += share;
        }
    }

    fn bytes(&self) -> usize {
        self.scores.len() * 4
    }
}
