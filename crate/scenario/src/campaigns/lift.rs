//! Days against what the weeks around would lead one to expect.
//!
//! Expected is the level of the four weeks before and after with the weekday's usual share, days of events and the days
//! themselves left out. How far ordinary stretches of the same length stray from that gives the interval and the p-value.

use std::collections::BTreeMap;
use std::ops::Range;

use analysis::statistics::{median, quantile_sorted};

/// Ordinary stretches that a lift needs to be held against.
const LEAST_STRETCHES: usize = 30;

/// A stretch of days against its expectation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Lift {
    pub(crate) actual: f64,
    pub(crate) expected: f64,
    /// 95 % interval of what was to be expected.
    pub(crate) interval: (f64, f64),
    /// Two-sided, from ordinary stretches.
    pub(crate) p_value: f64,
    /// Days with an expectation.
    pub(crate) days: usize,
}

impl Lift {
    /// Actual ÷ expected − 1.
    pub(crate) fn relative(&self) -> f64 {
        self.actual / self.expected - 1.0
    }

    /// Its 95 % interval, relative to what was expected; nothing falls by more than all of it.
    pub(crate) fn relative_interval(&self) -> (f64, f64) {
        let (low, high) = self.interval;
        let end = |planned: f64| ((self.actual - planned) / self.expected).max(-1.0);
        (end(high), end(low))
    }
}

/// The days of a shop, of which some are not ordinary.
pub(crate) struct History<'a> {
    values: &'a [f64],
    event: &'a [bool],
    shares: [f64; 7],
    /// A trimmed mean of skewed days is less than their mean, and sums are made of means: ordinary days add up to what
    /// they were expected to.
    times: f64,
    /// How far ordinary stretches stray from what was to be expected of them, in order, by their length.
    strays: BTreeMap<usize, Vec<f64>>,
}

impl<'a> History<'a> {
    /// `event` tells days that nothing is compared with.
    pub(crate) fn new(values: &'a [f64], event: &'a [bool]) -> Self {
        let mut of = Self {
            values,
            event,
            shares: weekdays(values, event),
            times: 1.0,
            strays: BTreeMap::new(),
        };
        let days = (0..values.len()).filter(|&d| !event[d]);
        let sums = days.filter_map(|d| Some((values[d], of.day(d, d..d)?)));
        let (actual, planned) = sums.fold((0.0, 0.0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
        if actual > 0.0 && planned > 0.0 {
            of.times = actual / planned;
        }
        of
    }

    /// What every day leads one to expect.
    pub(crate) fn expected(&self) -> Vec<Option<f64>> {
        let days = 0..self.values.len();
        days.map(|day| self.day(day, day..day)).collect()
    }

    /// What the four weeks before and after lead one to expect of a day: their mean without the highest and lowest tenth,
    /// times the usual share of the weekday. Events do not count, nor do days that are `left_out`; where they leave less
    /// than a week, eight weeks are looked at. `None` with fewer than a week of days on either side.
    ///
    /// The level of eight weeks and the weekday of the whole history: eight days of the same weekday alone would be noise
    /// in a shop of two orders a day.
    fn day(&self, day: usize, left_out: Range<usize>) -> Option<f64> {
        let n = self.values.len();
        let level = |days: Range<usize>| -> Vec<f64> {
            days.filter(|d| !self.event[*d] && !left_out.contains(d) && self.shares[d % 7] > 0.0)
                .map(|d| self.values[d] / self.shares[d % 7])
                .collect()
        };
        let side = |range: &dyn Fn(usize) -> Range<usize>| {
            let near = level(range(28));
            let all = if near.len() < 7 {
                level(range(56))
            } else {
                near
            };
            (all.len() >= 7).then(|| trimmed(all)).flatten()
        };
        let before = side(&|reach| day.saturating_sub(reach)..day)?;
        let after = side(&|reach| (day + 1).min(n)..(day + 1 + reach).min(n))?;
        // A trend leaves the mean of both sides where it is only if both weigh the same.
        Some((before + after) / 2.0 * self.shares[day % 7] * self.times)
    }

    /// The days `first..=last` and what was to be expected of them if they had not taken part in the expectation
    /// themselves: days with an expectation, actual and expected. `None` where fewer than half of the days have one.
    fn stretch(
        &self,
        (first, last): (usize, usize),
        left_out: &dyn Fn(usize) -> bool,
    ) -> Option<(usize, f64, f64)> {
        let last = last.min(self.values.len().checked_sub(1)?);
        let days = (first..=last).filter(|d| !left_out(*d));
        let sums = days.filter_map(|d| Some((self.values[d], self.day(d, first..last + 1)?)));
        let (n, actual, planned) = sums.fold((0, 0.0, 0.0), |(n, a, p), (value, expected)| {
            (n + 1, a + value, p + expected)
        });
        (n > 0 && n * 2 >= last + 1 - first && planned > 0.0).then_some((n, actual, planned))
    }

    /// The lift of `first..=last`; days that `left_out` tells (other events) do not count.
    pub(crate) fn lift(
        &mut self,
        (first, last): (usize, usize),
        left_out: impl Fn(usize) -> bool,
    ) -> Option<Lift> {
        let (days, actual, planned) = self.stretch((first, last), &left_out)?;
        let ordinary = self.strays((first..=last).filter(|d| !left_out(*d)).count());
        if ordinary.len() < LEAST_STRETCHES {
            return None;
        }
        let own = actual / planned - 1.0;
        let above = ordinary.iter().filter(|r| **r >= own).count();
        let below = ordinary.iter().filter(|r| **r <= own).count();
        let n = ordinary.len() as f64 + 1.0;
        let p_value = (2.0 * (above.min(below) as f64 + 1.0) / n).min(1.0);
        let end = |p: f64| planned * (1.0 + quantile_sorted(ordinary, p).unwrap_or(0.0)).max(0.0);
        Some(Lift {
            actual,
            expected: planned,
            interval: (end(0.025), end(0.975)),
            p_value,
            days,
        })
    }

    /// How far stretches of so many ordinary days stray, in order; measured once.
    fn strays(&mut self, length: usize) -> &[f64] {
        let known = self.strays.remove(&length);
        let strays = known.unwrap_or_else(|| self.measured(length));
        self.strays.entry(length).or_insert(strays)
    }

    /// Each stretch is left out of its own expectation, as an event is of its.
    fn measured(&self, length: usize) -> Vec<f64> {
        let starts = 0..(self.values.len() + 1).saturating_sub(length.max(1));
        let mut strays: Vec<f64> = starts
            .filter(|&start| !self.event[start..start + length].contains(&true))
            .filter_map(|start| {
                let of = self.stretch((start, start + length - 1), &|_| false);
                let (_, actual, planned) = of?;
                Some(actual / planned - 1.0)
            })
            .collect();
        table::order::floats(&mut strays);
        strays
    }
}

/// A mean without the highest and lowest tenth.
fn trimmed(mut values: Vec<f64>) -> Option<f64> {
    table::order::floats(&mut values);
    let cut = values.len() / 10;
    let kept = values
        .get(cut..values.len() - cut)
        .filter(|k| !k.is_empty())?;
    Some(kept.iter().sum::<f64>() / kept.len() as f64)
}

/// The mean of a weekday relative to that of all days, by position modulo seven.
fn weekdays(values: &[f64], event: &[bool]) -> [f64; 7] {
    let mut sums = [(0.0, 0.0); 7];
    for (day, value) in values.iter().enumerate().filter(|(d, _)| !event[*d]) {
        sums[day % 7] = (sums[day % 7].0 + value, sums[day % 7].1 + 1.0);
    }
    let all =
        sums.iter().map(|s| s.0).sum::<f64>() / sums.iter().map(|s| s.1).sum::<f64>().max(1.0);
    sums.map(|(sum, n)| {
        if all > 0.0 && n > 0.0 {
            sum / n / all
        } else {
            1.0
        }
    })
}

/// Stretches far above what was expected: four robust deviations of the logarithm and half as much again, days next
/// to each other or with one day between taken together. Logarithms, since the days of a small shop are skewed.
/// Days in `closed` lead one to expect nothing.
pub(crate) fn peaks(values: &[f64], closed: &[bool]) -> Vec<(usize, usize)> {
    let logs: Vec<Option<f64>> = values
        .iter()
        .zip(History::new(values, closed).expected())
        .map(|(v, e)| e.filter(|e| *e > 0.0 && *v > 0.0).map(|e| libm::log(v / e)))
        .collect();
    let mut known: Vec<f64> = logs.iter().flatten().copied().collect();
    let usual = median(&mut known).unwrap_or(0.0);
    let mut strays: Vec<f64> = known.iter().map(|r| (r - usual).abs()).collect();
    let Some(deviation) = median(&mut strays).map(|m| 1.4826 * m).filter(|d| *d > 0.0) else {
        return Vec::new();
    };
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (day, log) in logs.iter().enumerate() {
        if !log.is_some_and(|r| r - usual > 4.0 * deviation && r > libm::log(1.5)) {
            continue;
        }
        match out.last_mut() {
            Some(last) if day <= last.1 + 2 => last.1 = day,
            _ => out.push((day, day)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A year in which the shop never closes.
    const NONE: [bool; 365] = [false; 365];

    /// Twenty-six weeks: 100 a day, 150 on the weekend, ± 10 in a fixed pattern.
    fn shop() -> Vec<f64> {
        (0..182)
            .map(|d| {
                let level = if d % 7 >= 5 { 150.0 } else { 100.0 };
                level + f64::from((d * 37 % 21) as u8) - 10.0
            })
            .collect()
    }

    #[test]
    fn a_campaign_of_three_days_is_seen_and_measured() {
        let mut values = shop();
        values[90..93].iter_mut().for_each(|v| *v *= 3.0);
        assert_eq!(peaks(&values, &NONE), [(90, 92)]);
        let event: Vec<bool> = (0..182).map(|d| (90..93).contains(&d)).collect();
        let of = History::new(&values, &event).lift((90, 92), |_| false);
        let of = of.expect("a lift");
        assert!((of.relative() - 2.0).abs() < 0.2, "{}", of.relative());
        assert!(of.p_value < 0.03 && of.days == 3);
        let (low, high) = of.relative_interval();
        assert!(low < of.relative() && of.relative() < high && low > 1.5);
    }

    #[test]
    fn ordinary_days_have_no_lift() {
        let values = shop();
        let event = vec![false; 182];
        let of = History::new(&values, &event).lift((80, 84), |_| false);
        let of = of.expect("a lift");
        assert!(of.p_value > 0.05, "{}", of.p_value);
        assert!(peaks(&values, &NONE).is_empty());
    }

    #[test]
    fn a_growing_shop_is_no_campaign() {
        let values: Vec<f64> = (0..182).map(|d| 100.0 + f64::from(d)).collect();
        let event = vec![false; 182];
        let expected = History::new(&values, &event).expected();
        // The mean of the weeks before and after lies on the line.
        let at = expected[90].expect("an expectation");
        assert!((at / values[90] - 1.0).abs() < 0.03, "{at}");
        assert!(peaks(&values, &NONE).is_empty());
    }

    #[test]
    fn short_or_empty_histories_give_nothing() {
        let event = vec![false; 20];
        let values = vec![1.0; 20];
        let lift = |values, event, days| History::new(values, event).lift(days, |_| false);
        assert!(lift(&values, &event, (10, 11)).is_none());
        assert!(lift(&[], &[], (0, 0)).is_none());
        assert!(peaks(&[0.0; 100], &NONE).is_empty());
    }

    #[test]
    fn money_times_ten_is_the_same_lift() {
        let mut values = shop();
        values[91] = 900.0;
        let ten: Vec<f64> = values.iter().map(|v| v * 10.0).collect();
        assert_eq!(peaks(&values, &NONE), peaks(&ten, &NONE));
    }

    #[test]
    fn three_ordinary_weeks_are_seldom_called_an_event() {
        let mut state = 99_u64;
        let mut draw = || {
            state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
            state as f64 / 2_147_483_648.0
        };
        // Half a year, the weekend 1.4 times as good, each day astray by itself: a sum of four even numbers.
        let (mut called, mut held, mut all) = (0, 0, 0);
        for _ in 0..30 {
            let values: Vec<f64> = (0..182)
                .map(|d| {
                    let stray = (0..4).map(|_| draw()).sum::<f64>() - 2.0;
                    (if d % 7 >= 5 { 140.0 } else { 100.0 }) * (1.0 + 0.38 * stray)
                })
                .collect();
            for first in [50, 80, 110] {
                let event: Vec<bool> = (0..182).map(|d| (first..first + 21).contains(&d)).collect();
                let of = History::new(&values, &event).lift((first, first + 20), |_| false);
                let of = of.expect("a lift");
                let (low, high) = of.relative_interval();
                all += 1;
                called += usize::from(of.p_value < 0.05);
                held += usize::from(low <= 0.0 && 0.0 <= high);
            }
        }
        // Stretches that take part in their own expectation call 27 of 100, and hold the truth in 72.
        assert!(
            called * 10 <= all && held * 10 >= all * 9,
            "{called} {held} {all}"
        );
    }

    #[test]
    fn all_days_of_four_weeks_count() {
        let mut values = shop();
        values[80..108].iter_mut().for_each(|v| *v *= 2.0);
        let event: Vec<bool> = (0..182).map(|d| (80..108).contains(&d)).collect();
        let of = History::new(&values, &event).lift((80, 107), |_| false);
        let of = of.expect("a lift");
        assert_eq!(of.days, 28);
        assert!((of.relative() - 1.0).abs() < 0.05, "{}", of.relative());
    }
}
