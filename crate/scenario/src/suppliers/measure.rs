//! Shares with intervals, quantiles, concentration, and tests of shares against each other.

use analysis::statistics::student_critical;

/// The Wilson interval of a share at 95 %.
pub(super) fn wilson(hits: usize, n: usize) -> Option<(f64, f64)> {
    if n == 0 {
        return None;
    }
    const Z: f64 = 1.959_963_984_540_054;
    let (n, p) = (n as f64, hits as f64 / n as f64);
    let z2 = Z * Z;
    let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * libm::sqrt(p * (1.0 - p) / n + z2 / (4.0 * n * n));
    Some(((middle - half).max(0.0), (middle + half).min(1.0)))
}

/// A quantile of sorted values, between neighbours in proportion (R's type 7).
pub(super) fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = p.clamp(0.0, 1.0) * last as f64;
    let (low, part) = (libm::floor(at) as usize, at - libm::floor(at));
    let high = (low + 1).min(last);
    Some(sorted[low] + part * (sorted[high] - sorted[low]))
}

/// Mean and standard deviation (of n − 1).
pub(super) fn moments(values: &[f64]) -> Option<(f64, f64)> {
    if values.is_empty() {
        return None;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    Some((mean, libm::sqrt(squares / (n - 1.0).max(1.0))))
}

/// The ratio of the variances of two series of the same length, and its 95 % interval: the jackknife of its logarithm,
/// which leaves out one pair after the other, since these are few and not normal. There is none where one pair decides:
/// where the ratio without it lies on the other side of 1 or is nought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ratio {
    pub(super) times: f64,
    pub(super) interval: Option<(f64, f64)>,
}

/// `None` where the second does not vary.
pub(super) fn variances(a: &[f64], b: &[f64]) -> Option<Ratio> {
    let ratio = |a: &[f64], b: &[f64]| {
        let ((_, sd_a), (_, sd_b)) = (moments(a)?, moments(b)?);
        (sd_b > 0.0).then(|| (sd_a * sd_a) / (sd_b * sd_b))
    };
    let without = |values: &[f64], at: usize| [&values[..at], &values[at + 1..]].concat();
    let times = ratio(a, b)?;
    if times <= 0.0 {
        let interval = Some((0.0, 0.0));
        return Some(Ratio { times, interval });
    }
    let pairs = 0..a.len().min(b.len());
    let n = pairs.len() as f64;
    let is_like = |r: &f64| *r > 0.0 && (*r - 1.0) * (times - 1.0) >= 0.0;
    let logs: Option<Vec<f64>> = pairs
        .map(|at| ratio(&without(a, at), &without(b, at)).filter(is_like))
        .map(|r| r.map(libm::log))
        .collect();
    let interval = logs.filter(|logs| logs.len() > 2).and_then(|logs| {
        let (_, sd) = moments(&logs)?;
        let error = sd * (n - 1.0) / libm::sqrt(n);
        let half = student_critical(0.95, n - 1.0) * error;
        let middle = libm::log(times);
        Some((libm::exp(middle - half), libm::exp(middle + half)))
    });
    Some(Ratio { times, interval })
}

/// Herfindahl–Hirschman index of amounts: the sum of squared shares times 10,000.
pub(super) fn concentration(amounts: &[f64]) -> Option<f64> {
    let all: f64 = amounts.iter().sum();
    let squares = amounts.iter().map(|a| (a / all) * (a / all));
    (all > 0.0).then(|| squares.sum::<f64>() * 10_000.0)
}

/// Two-sided p-value that two shares are the same (pooled z test).
pub(super) fn two_shares(a: (usize, usize), b: (usize, usize)) -> Option<f64> {
    let ((x, n), (y, m)) = (a, b);
    if n == 0 || m == 0 {
        return None;
    }
    let pooled = (x + y) as f64 / (n + m) as f64;
    let variance = pooled * (1.0 - pooled) * (1.0 / n as f64 + 1.0 / m as f64);
    let difference = x as f64 / n as f64 - y as f64 / m as f64;
    (variance > 0.0).then(|| libm::erfc((difference / libm::sqrt(2.0 * variance)).abs()))
}

/// p-values adjusted by Benjamini and Hochberg.
pub(super) fn adjusted(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*b].total_cmp(&p[*a]).then(a.cmp(b)));
    let mut least = 1.0f64;
    let mut out = vec![1.0; p.len()];
    for (from_top, &i) in order.iter().enumerate() {
        let rank = (p.len() - from_top) as f64;
        least = least.min(p[i] * p.len() as f64 / rank);
        out[i] = least;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-6
    }

    /// scipy: `binomtest(8, 10).proportion_ci(method="wilson")`.
    #[test]
    fn wilson_is_the_references() {
        let (low, high) = wilson(8, 10).expect("a share");
        assert!(
            near(low, 0.490_162_5) && near(high, 0.943_317_8),
            "{low} {high}"
        );
        let (low, high) = wilson(0, 5).expect("a share");
        assert!(low == 0.0 && near(high, 0.434_482_5), "{high}");
        assert_eq!(wilson(0, 0), None);
    }

    /// numpy: `quantile([1, 2, 4, 8], [0.25, 0.5, 0.95])`.
    #[test]
    fn quantiles_are_numpys() {
        let of = |p| quantile(&[1.0, 2.0, 4.0, 8.0], p).expect("values");
        assert!(near(of(0.25), 1.75) && near(of(0.5), 3.0) && near(of(0.95), 7.4));
        assert_eq!(quantile(&[], 0.5), None);
    }

    /// numpy and scipy: `exp(log(r) ± t.ppf(0.975, 5) * sqrt(5 / 6 * sum((l - mean(l))**2)))` of the logarithms `l`
    /// of `var(a, ddof=1) / var(b, ddof=1)` without one pair.
    #[test]
    fn variances_are_compared_by_the_jackknife() {
        let a = [5.0, 15.0, 9.0, 22.0, 1.0, 12.0];
        let b = [10.0, 12.0, 11.0, 13.0, 9.0, 12.0];
        let of = variances(&a, &b).expect("a ratio");
        let (low, high) = of.interval.expect("an interval");
        let told = [of.times, low, high];
        let wanted = [25.600000, 9.698029, 67.576615];
        assert!(
            told.iter().zip(wanted).all(|(a, b)| near(*a, b)),
            "{told:?}"
        );
        // A single month makes all the difference.
        let one = variances(&[8.0, 8.0, 16.0, 8.0, 8.0, 8.0], &b).expect("a ratio");
        assert!(one.times > 1.0 && one.interval.is_none(), "{one:?}");
        assert_eq!(variances(&b, &[1.0; 6]), None);
        let even = variances(&[8.0; 6], &b).expect("a ratio");
        assert_eq!(even.interval, Some((0.0, 0.0)));
    }

    #[test]
    fn one_supplier_is_all_concentration() {
        assert_eq!(concentration(&[7.0]), Some(10_000.0));
        assert!(near(
            concentration(&[5.0, 3.0, 2.0]).expect("amounts"),
            3800.0
        ));
        assert_eq!(concentration(&[0.0, 0.0]), None);
    }

    /// scipy: `2 * norm.sf(abs(z))` with the pooled z of 30/50 against 45/60.
    #[test]
    fn shares_are_compared_as_by_scipy() {
        let p = two_shares((30, 50), (45, 60)).expect("two shares");
        assert!((p - 0.092_601).abs() < 1e-5, "{p}");
        assert_eq!(two_shares((5, 5), (7, 7)), None);
    }

    /// scipy: `false_discovery_control([0.01, 0.04, 0.03, 0.5])`.
    #[test]
    fn adjusted_as_by_benjamini_and_hochberg() {
        let of = adjusted(&[0.01, 0.04, 0.03, 0.5]);
        let wanted = [0.04, 0.16 / 3.0, 0.16 / 3.0, 0.5];
        assert!(of.iter().zip(wanted).all(|(a, b)| near(*a, b)), "{of:?}");
    }
}
