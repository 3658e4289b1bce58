//! Values far from what their neighbours and their season suggest.

use crate::event::Touch;
use crate::statistics::{median, robust_deviation};

/// A value that is kept out of a fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Outlier {
    pub at: usize,
    /// What its neighbours and its season suggest.
    pub expected: f64,
}

/// Robust standard deviations from which a value is an outlier.
const FAR: f64 = 7.0;
/// The same for the last two steps, after which nobody knows whether a new level begins, and near events.
const FAR_AT_END: f64 = 21.0;
/// The standard deviation of values that do not vary, as a share of them: from four and a half times as much on, one is far.
const STILL: f64 = 0.5;
/// How many times as far as any other value one near an event has to lie: before and after events much is unlike other
/// days, but nothing like a single enormous order.
const ALONE: f64 = 10.0;
/// No more than this share of a series are outliers; else they are how it is.
const SHARE: f64 = 0.03;

/// Finds outliers, but for the days of `events`, and those that come again a season or a year later.
pub(crate) fn find(y: &[f64], seasons: &[usize], events: &[Touch]) -> Vec<Outlier> {
    if y.len() < 12 {
        return Vec::new();
    }
    let season = seasons
        .iter()
        .copied()
        .filter(|&s| s >= 2 && 3 * s <= y.len())
        .min()
        .unwrap_or(1);
    let expected = expected(y, season);
    let rest: Vec<f64> = y.iter().zip(&expected).map(|(y, e)| y - e).collect();
    let spread = match robust_deviation(&rest) {
        // Where most values are just what is expected, what departs is held against their size.
        0.0 => STILL * median(&y.iter().map(|y| y.abs()).collect::<Vec<f64>>()),
        spread => spread,
    };
    if spread <= 0.0 {
        return Vec::new();
    }
    let score: Vec<f64> = rest.iter().map(|rest| rest / spread).collect();
    // What comes again is no accident: a season later, or a year of 52 weeks of 7 days.
    let mut returns: Vec<usize> = seasons.iter().copied().filter(|&s| s > season).collect();
    returns.extend(match season {
        7 => vec![364, 365, 366],
        6 => vec![312, 313],
        _ => Vec::new(),
    });
    returns.push(season);
    let again = |at: usize| {
        returns.iter().filter(|&&back| back > 1).any(|&back| {
            let near = |place: usize| {
                let low = place.saturating_sub(1);
                let places = low..(place + 2).min(y.len());
                places
                    .into_iter()
                    .any(|place| place != at && score[place] * score[at].signum() > FAR / 2.0)
            };
            (at >= back && near(at - back)) || (at + back < y.len() && near(at + back))
        })
    };
    // An outlier leaves its neighbours as well, or the level is just on its way.
    let around: Vec<f64> = (0..y.len())
        .map(|at| {
            let low = at.saturating_sub(2);
            let mut near: Vec<f64> = rest[low..(at + 3).min(y.len())].to_vec();
            near.remove(at - low);
            rest[at] - median(&near)
        })
        .collect();
    let step = robust_deviation(&around);
    let touch = |at: usize| events.get(at).copied().unwrap_or_default();
    let plain = |at: usize| at + 2 < y.len() && touch(at) == Touch::None;
    let far = |at: usize| if plain(at) { FAR } else { FAR_AT_END };
    let alone = |at: usize| {
        let others = rest.iter().enumerate().filter(|(other, _)| *other != at);
        let most = others.fold(0.0_f64, |most, (_, rest)| most.max(rest.abs()));
        rest[at].abs() > ALONE * most
    };
    let mut found: Vec<Outlier> = (0..y.len())
        .filter(|&at| score[at].abs() > far(at) && around[at].abs() > far(at) * step)
        .filter(|&at| match touch(at) {
            Touch::None => true,
            Touch::Near => alone(at),
            Touch::On => false,
        })
        .filter(|&at| {
            // A run of them is no accident either.
            let low = at.saturating_sub(2);
            let run = score[low..(at + 3).min(y.len())]
                .iter()
                .filter(|other| **other * score[at].signum() > FAR / 2.0)
                .count();
            run <= 2 && !again(at)
        })
        .map(|at| Outlier {
            at,
            expected: expected[at],
        })
        .collect();
    if found.len() as f64 > (SHARE * y.len() as f64).max(1.0) {
        found.clear();
    }
    found
}

/// A running median plus the median departure of each phase from it.
fn expected(y: &[f64], season: usize) -> Vec<f64> {
    let phases = phases(y, season);
    let running = running_median(y, season);
    running
        .iter()
        .enumerate()
        .map(|(at, middle)| middle + phases[at % season])
        .collect()
}

/// The median departure of each phase of the season from the running median.
pub(crate) fn phases(y: &[f64], season: usize) -> Vec<f64> {
    if season < 2 {
        return vec![0.0];
    }
    let running = running_median(y, season);
    (0..season)
        .map(|phase| {
            let off = (phase..y.len())
                .step_by(season)
                .map(|at| y[at] - running[at]);
            median(&off.collect::<Vec<f64>>())
        })
        .collect()
}

fn running_median(y: &[f64], season: usize) -> Vec<f64> {
    let half = if season > 1 { season.min(15) } else { 3 };
    (0..y.len())
        .map(|at| median(&y[at.saturating_sub(half)..(at + half + 1).min(y.len())]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wavy(count: usize) -> Vec<f64> {
        (0..count)
            .map(|at| 100.0 + [0.0, 5.0, -3.0, 2.0, 9.0, -8.0, 1.0][at % 7] + (at * 37 % 11) as f64)
            .collect()
    }

    #[test]
    fn one_enormous_order_is_found() {
        let mut y = wavy(70);
        y[33] = 1e6;
        let found = find(&y, &[7], &[]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].at, 33);
        assert!((found[0].expected - 100.0).abs() < 20.0);
        let mut events = vec![Touch::None; 70];
        events[33] = Touch::On;
        assert!(find(&y, &[7], &events).is_empty());
        // Before an event much may happen, but not that.
        events[33] = Touch::Near;
        assert_eq!(find(&y, &[7], &events).len(), 1);
        y[33] = 1000.0;
        assert!(!find(&y, &[7], &[]).is_empty());
        y[36] = 400.0;
        events[36] = Touch::On;
        assert!(find(&y, &[7], &events).is_empty());
    }

    #[test]
    fn what_comes_again_is_no_outlier() {
        let mut y = wavy(160);
        y[40] = 400.0;
        y[92] = 420.0;
        y[144] = 390.0;
        assert!(find(&y, &[7, 52], &[]).is_empty());
        assert_eq!(find(&wavy(160), &[7], &[]).len(), 0);
    }

    #[test]
    fn among_equal_values_only_a_far_larger_one_is_an_outlier() {
        let mut y = vec![7.0; 120];
        y[100] = 700.0;
        let found = find(&y, &[7], &[]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].at, found[0].expected), (100, 7.0));
        y[100] = 9.0;
        assert!(find(&y, &[7], &[]).is_empty());
        // A price that was lower for ten days.
        let price: Vec<f64> = (0..120)
            .map(|at| match at {
                100..110 => 17.9,
                _ => 19.9,
            })
            .collect();
        assert!(find(&price, &[7], &[]).is_empty());
    }
}
