//! Days against what the weeks around would lead one to expect.
//!
//! Expected is the level of the four weeks before and after with the weekday's usual share, days of events left out. How
//! far ordinary stretches of the same length stray from that gives the interval and the p-value.

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

/// What the four weeks before and after lead one to expect, a value a day: their mean without the highest and lowest
/// tenth, times the usual share of the weekday; events do not count. `None` with fewer than a week of days on either side.
///
/// The level of eight weeks and the weekday of the whole history: eight days of the same weekday alone would be noise in
/// a shop of two orders a day.
pub(crate) fn expected(values: &[f64], event: &[bool]) -> Vec<Option<f64>> {
    let shares = weekdays(values, event);
    let level = |days: std::ops::Range<usize>| -> Vec<f64> {
        days.filter(|&d| !event[d] && shares[d % 7] > 0.0)
            .map(|d| values[d] / shares[d % 7])
            .collect()
    };
    (0..values.len())
        .map(|day| {
            let before = level(day.saturating_sub(28)..day);
            let after = level((day + 1).min(values.len())..(day + 29).min(values.len()));
            if before.len() < 7 || after.len() < 7 {
                return None;
            }
            // A trend leaves the mean of both sides where it is only if both weigh the same.
            let level = (trimmed(before)? + trimmed(after)?) / 2.0;
            Some(level * shares[day % 7])
        })
        .collect()
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

/// The lift of `first..=last`; days in `left_out` (other events) do not count.
pub(crate) fn lift(
    values: &[f64],
    expected: &[Option<f64>],
    event: &[bool],
    (first, last): (usize, usize),
    left_out: impl Fn(usize) -> bool,
) -> Option<Lift> {
    let sums = |days: &[usize]| -> Option<(f64, f64)> {
        let mut sum = (0.0, 0.0);
        for &day in days {
            sum = (sum.0 + values[day], sum.1 + expected[day]?);
        }
        (sum.1 > 0.0).then_some(sum)
    };
    let days: Vec<usize> = (first..=last.min(values.len().checked_sub(1)?))
        .filter(|&d| expected[d].is_some() && !left_out(d))
        .collect();
    if days.is_empty() || days.len() * 2 < last + 1 - first {
        return None;
    }
    let (actual, planned) = sums(&days)?;
    let mut ordinary: Vec<f64> = (0..(values.len() + 1).saturating_sub(days.len()))
        .filter_map(|start| {
            let stretch: Vec<usize> = (start..start + days.len()).collect();
            if stretch.iter().any(|&d| event[d]) {
                return None;
            }
            sums(&stretch).map(|(a, e)| a / e - 1.0)
        })
        .collect();
    if ordinary.len() < LEAST_STRETCHES {
        return None;
    }
    table::order::floats(&mut ordinary);
    let own = actual / planned - 1.0;
    let above = ordinary.iter().filter(|r| **r >= own).count();
    let below = ordinary.iter().filter(|r| **r <= own).count();
    let n = ordinary.len() as f64 + 1.0;
    let p_value = (2.0 * (above.min(below) as f64 + 1.0) / n).min(1.0);
    let end = |p: f64| planned * (1.0 + quantile_sorted(&ordinary, p).unwrap_or(0.0)).max(0.0);
    Some(Lift {
        actual,
        expected: planned,
        interval: (end(0.025), end(0.975)),
        p_value,
        days: days.len(),
    })
}

/// Expectations scaled so that ordinary days add up to what they were expected to: a trimmed mean of skewed days is less
/// than their mean, and sums are made of means.
pub(crate) fn scaled(values: &[f64], expected: &[Option<f64>], event: &[bool]) -> Vec<Option<f64>> {
    let (mut actual, mut planned) = (0.0, 0.0);
    for day in 0..values.len() {
        if let Some(e) = expected[day].filter(|_| !event[day]) {
            actual += values[day];
            planned += e;
        }
    }
    if actual <= 0.0 || planned <= 0.0 {
        return expected.to_vec();
    }
    let times = actual / planned;
    expected.iter().map(|e| e.map(|e| e * times)).collect()
}

/// Stretches far above what was expected: four robust deviations of the logarithm and half as much again, days next
/// to each other or with one day between taken together. Logarithms, since the days of a small shop are skewed.
/// Days in `closed` lead one to expect nothing.
pub(crate) fn peaks(values: &[f64], closed: &[bool]) -> Vec<(usize, usize)> {
    let logs: Vec<Option<f64>> = values
        .iter()
        .zip(expected(values, closed))
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
        let expected = expected(&values, &event);
        let of = lift(&values, &expected, &event, (90, 92), |_| false).expect("a lift");
        assert!((of.relative() - 2.0).abs() < 0.2, "{}", of.relative());
        assert!(of.p_value < 0.03 && of.days == 3);
        let (low, high) = of.relative_interval();
        assert!(low < of.relative() && of.relative() < high && low > 1.5);
    }

    #[test]
    fn ordinary_days_have_no_lift() {
        let values = shop();
        let event = vec![false; 182];
        let expected = expected(&values, &event);
        let of = lift(&values, &expected, &event, (80, 84), |_| false).expect("a lift");
        assert!(of.p_value > 0.05, "{}", of.p_value);
        assert!(peaks(&values, &NONE).is_empty());
    }

    #[test]
    fn a_growing_shop_is_no_campaign() {
        let values: Vec<f64> = (0..182).map(|d| 100.0 + f64::from(d)).collect();
        let event = vec![false; 182];
        let expected = expected(&values, &event);
        // The mean of the weeks before and after lies on the line.
        let at = expected[90].expect("an expectation");
        assert!((at / values[90] - 1.0).abs() < 0.03, "{at}");
        assert!(peaks(&values, &NONE).is_empty());
    }

    #[test]
    fn short_or_empty_histories_give_nothing() {
        let event = vec![false; 20];
        let values = vec![1.0; 20];
        let around = expected(&values, &event);
        assert!(lift(&values, &around, &event, (10, 11), |_| false).is_none());
        assert!(lift(&[], &[], &[], (0, 0), |_| false).is_none());
        assert!(peaks(&[0.0; 100], &NONE).is_empty());
    }

    #[test]
    fn money_times_ten_is_the_same_lift() {
        let mut values = shop();
        values[91] = 900.0;
        let ten: Vec<f64> = values.iter().map(|v| v * 10.0).collect();
        assert_eq!(peaks(&values, &NONE), peaks(&ten, &NONE));
    }
}
