//! Why an item is recommended, told from the data and not from the model.

use serde::Serialize;

use crate::rules::in_both;
use crate::sparse::Sparse;
use crate::{History, Interactions, Vectors};

/// Why an item is recommended.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// The user has had it before.
    BoughtBefore {
        /// How often: at how many different times, 1 where there are no times.
        times: u32,
    },
    /// Others who had to do with an item of the history had to do with this one too.
    BoughtTogether {
        /// The item of the history.
        with: u32,
        /// Users who had to do with both.
        users: u32,
        /// users × all users / (users of the one × users of the other); 1 = independent.
        lift: f64,
    },
    /// Its text is like that of an item of the history.
    SimilarText {
        /// The item of the history.
        to: u32,
        /// Cosine, −1 to 1.
        similarity: f32,
    },
    /// Many have it.
    Popular {
        /// How many users.
        users: u32,
    },
    /// Nothing is known of it but that it is there.
    New,
}

/// Finds reasons.
#[derive(Clone, Debug)]
pub struct Reasons<'a> {
    by_item: Sparse,
    users: u32,
    vectors: Option<&'a Vectors>,
    least_similarity: f32,
}

impl<'a> Reasons<'a> {
    /// From interactions and, where there are any, the texts' vectors; texts less alike than `least_similarity` are no reason.
    pub fn new(
        interactions: &Interactions,
        vectors: Option<&'a Vectors>,
        least_similarity: f32,
    ) -> Self {
        let told = interactions.told();
        Self {
            by_item: interactions.by_item(),
            users: (interactions.users() - told.users_without.min(interactions.users())) as u32,
            vectors,
            least_similarity,
        }
    }

    /// The best reason for an item: bought before; bought together by two users or more and more often than by chance, with the item of the history that goes furthest beyond chance; a similar text; popularity.
    pub fn of(&self, history: &History<'_>, item: u32) -> Reason {
        if history.items.binary_search(&item).is_ok() {
            let mut visits = history.visits.iter().filter(|visit| visit.item == item);
            let mut times = 0;
            let mut last = None;
            for visit in &mut visits {
                times += u32::from(last != Some(visit.time));
                last = Some(visit.time);
            }
            return Reason::BoughtBefore {
                times: times.max(1),
            };
        }
        let together = history
            .items
            .iter()
            .filter_map(|&with| self.together(with, item))
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
        if let Some((_, with, users, lift)) = together {
            return Reason::BoughtTogether { with, users, lift };
        }
        if let Some((to, similarity)) = self.similar(history, item) {
            return Reason::SimilarText { to, similarity };
        }
        match self.by_item.row_len(item) as u32 {
            0 => Reason::New,
            users => Reason::Popular { users },
        }
    }

    /// Users beyond those expected, the item, the users and the lift.
    fn together(&self, with: u32, item: u32) -> Option<(f64, u32, u32, f64)> {
        let (own, other) = (self.by_item.row(with).0, self.by_item.row(item).0);
        let users = in_both(own, other);
        let expected = own.len() as f64 * other.len() as f64 / f64::from(self.users.max(1));
        let beyond = f64::from(users) - expected;
        (users >= 2 && beyond > 0.0).then(|| (beyond, with, users, f64::from(users) / expected))
    }

    fn similar(&self, history: &History<'_>, item: u32) -> Option<(u32, f32)> {
        let vectors = self.vectors?;
        history
            .items
            .iter()
            .map(|&to| (to, vectors.similarity(to, item)))
            .filter(|&(_, similarity)| similarity >= self.least_similarity && similarity > 0.0)
            .max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(&a.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Event;

    #[test]
    fn the_reasons_are_what_the_data_says() {
        let event = |user, item| Event {
            user,
            item,
            weight: 1.0,
            time: None,
        };
        // 0 and 1 go together for two of four users; 2 is only popular; nobody has 3 or 4.
        let pairs = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (3, 2), (0, 2)];
        let events = pairs
            .iter()
            .map(|&(user, item)| event(user, item))
            .collect();
        let all = Interactions::new(4, 5, events).expect("ids fit");
        let texts = vec![1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.8, 0.6, 0.0, 0.0];
        let vectors = Vectors::new(2, texts).expect("shapes fit");
        let reasons = Reasons::new(&all, Some(&vectors), 0.5);
        let history = History {
            items: &[0],
            weights: &[1.0],
            visits: &[],
        };
        let together = Reason::BoughtTogether {
            with: 0,
            users: 2,
            lift: 2.0,
        };
        assert_eq!(reasons.of(&history, 1), together);
        assert_eq!(reasons.of(&history, 2), Reason::Popular { users: 3 });
        let similar = Reason::SimilarText {
            to: 0,
            similarity: 0.8,
        };
        assert_eq!(reasons.of(&history, 3), similar);
        assert_eq!(reasons.of(&history, 4), Reason::New);
        assert_eq!(reasons.of(&history, 0), Reason::BoughtBefore { times: 1 });
    }
}
