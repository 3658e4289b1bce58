//! What customers add to their reviews later, beside what they wrote first.

use std::collections::BTreeMap;

use extract::Polarity;

use super::corpus::{Corpus, Said};
use crate::behaviour::looked::at_most;

/// How what was added judges beside the first words of the same reviews.
pub(super) struct FollowUps {
    /// How many there are.
    pub(super) n: usize,
    /// Reviews of which both texts judge on the whole.
    pub(super) pairs: usize,
    /// Places of those that speak worse than the first words.
    pub(super) worse: Vec<usize>,
    /// Places of those that speak better.
    pub(super) better: Vec<usize>,
    /// Two-sided, by the sign test.
    pub(super) p_value: f64,
}

impl FollowUps {
    /// Whether they surely speak worse, or better.
    pub(super) fn turned(&self) -> Option<Polarity> {
        match (self.p_value < 0.05, self.worse.len() > self.better.len()) {
            (false, _) => None,
            (true, true) => Some(Polarity::Negative),
            (true, false) => Some(Polarity::Positive),
        }
    }
}

pub(super) fn follow_ups(corpus: &Corpus<'_>) -> FollowUps {
    let judged = |said: &Said<'_>| match said.mood()? {
        Polarity::Positive => Some(1),
        Polarity::Neutral => Some(0),
        Polarity::Negative => Some(-1),
    };
    let all = || corpus.all.iter().enumerate();
    let added = || all().filter(|(_, said)| said.review.is_follow_up);
    let first: BTreeMap<(u16, u32), i32> = all()
        .filter(|(_, said)| !said.review.is_follow_up)
        .filter_map(|(_, said)| Some((said.review.row, judged(said)?)))
        .collect();
    let mut of = FollowUps {
        n: added().count(),
        pairs: 0,
        worse: Vec::new(),
        better: Vec::new(),
        p_value: 1.0,
    };
    for (at, said) in added() {
        let (Some(before), Some(after)) = (first.get(&said.review.row), judged(said)) else {
            continue;
        };
        of.pairs += 1;
        match after.cmp(before) {
            std::cmp::Ordering::Less => of.worse.push(at),
            std::cmp::Ordering::Equal => (),
            std::cmp::Ordering::Greater => of.better.push(at),
        }
    }
    of.p_value = sign_test(of.worse.len(), of.better.len());
    of
}

/// The two-sided chance of so uneven a split were both ways as likely.
fn sign_test(a: usize, b: usize) -> f64 {
    let tail = at_most(a.min(b) as u64, (a + b) as u64, 0.5);
    (2.0 * tail).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::sign_test;

    #[test]
    fn chances_are_those_of_a_fair_coin() {
        // scipy: binomtest(k, n).pvalue.
        for (a, b, p) in [
            (0, 0, 1.0),
            (1, 0, 1.0),
            (5, 5, 1.0),
            (0, 6, 0.031_25),
            (9, 1, 0.021_484_375),
            (8, 2, 0.109_375),
        ] {
            assert!((sign_test(a, b) - p).abs() < 1e-9, "{a} {b}");
        }
    }
}
