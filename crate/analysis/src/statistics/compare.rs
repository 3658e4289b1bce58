//! Two windows compared by the spread of their days or weeks.

use super::distribution::{student_critical, student_two_sided};

/// A difference of two means (or ratios), how sure it is, and what it is relative to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Current level.
    pub current: f64,
    /// Level before.
    pub previous: f64,
    /// Standard error of current − previous.
    pub error: f64,
    /// Degrees of freedom (Welch–Satterthwaite).
    pub df: f64,
    /// Two-sided p-value.
    pub p_value: f64,
}

impl Difference {
    fn new(current: (f64, f64, f64), previous: (f64, f64, f64)) -> Option<Self> {
        let ((level_c, variance_c, df_c), (level_p, variance_p, df_p)) = (current, previous);
        let variance = variance_c + variance_p;
        // Two constant series say nothing about chance.
        if variance <= 0.0 || !variance.is_finite() {
            return None;
        }
        let df = variance * variance
            / (variance_c * variance_c / df_c.max(1.0) + variance_p * variance_p / df_p.max(1.0));
        let error = libm::sqrt(variance);
        Some(Difference {
            current: level_c,
            previous: level_p,
            error,
            df,
            p_value: student_two_sided((level_c - level_p) / error, df),
        })
    }

    /// 95 % interval of current − previous.
    pub fn interval(&self) -> (f64, f64) {
        let half = student_critical(0.95, self.df) * self.error;
        let difference = self.current - self.previous;
        (difference - half, difference + half)
    }

    /// 95 % interval of the difference relative to the previous level, which is taken as known.
    pub fn relative_interval(&self) -> Option<(f64, f64)> {
        (self.previous > 0.0).then(|| {
            let (low, high) = self.interval();
            (low / self.previous, high / self.previous)
        })
    }
}

/// Lag-1 autocorrelation of both series around their own means, pooled; not below 0.
fn autocorrelation(a: &[f64], b: &[f64]) -> f64 {
    let (mut along, mut spread) = (0.0, 0.0);
    for series in [a, b] {
        let mean = series.iter().sum::<f64>() / series.len() as f64;
        spread += series.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>();
        along += series
            .windows(2)
            .map(|w| (w[0] - mean) * (w[1] - mean))
            .sum::<f64>();
    }
    if spread <= 0.0 {
        return 0.0;
    }
    (along / spread).clamp(0.0, 0.9)
}

/// Welch's t-test on totals of equal blocks of time. Neighbouring blocks that resemble each other
/// count for less: n·(1 − ρ)/(1 + ρ).
pub fn welch_series(current: &[f64], previous: &[f64]) -> Option<Difference> {
    if current.len() < 4 || previous.len() < 4 {
        return None;
    }
    let rho = autocorrelation(current, previous);
    let shrink = (1.0 - rho) / (1.0 + rho);
    let side = |series: &[f64]| {
        let n = series.len() as f64;
        let mean = series.iter().sum::<f64>() / n;
        let variance = series.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
        let effective = (n * shrink).max(2.0);
        (mean, variance / effective, effective - 1.0)
    };
    Difference::new(side(current), side(previous))
}

/// Counts of equal blocks of time as Poisson, the variance widened by their pooled dispersion
/// (Pearson's χ² over its degrees of freedom, at least 1) and by their autocorrelation.
///
/// # Source
/// McCullagh & Nelder 1989, §6.2.3.
pub(crate) fn quasi_poisson(current: &[f64], previous: &[f64]) -> Option<Difference> {
    if current.len() < 4 || previous.len() < 4 {
        return None;
    }
    let rho = autocorrelation(current, previous);
    let df = (current.len() + previous.len() - 2) as f64;
    let mean = |series: &[f64]| series.iter().sum::<f64>() / series.len() as f64;
    let chi: f64 = [current, previous]
        .iter()
        .map(|series| {
            let mean = mean(series);
            let spread: f64 = series.iter().map(|v| (v - mean) * (v - mean)).sum();
            if mean > 0.0 { spread / mean } else { 0.0 }
        })
        .sum();
    let dispersion = (chi / df).max(1.0) * (1.0 + rho) / (1.0 - rho);
    let side = |series: &[f64]| {
        let mean = mean(series);
        let n = series.len() as f64;
        (mean, dispersion * mean / n, n - 1.0)
    };
    Difference::new(side(current), side(previous))
}

/// Welch's t-test from sums: (n, Σx, Σx²) a side.
pub fn welch_moments(current: (u64, f64, f64), previous: (u64, f64, f64)) -> Option<Difference> {
    if current.0 < 2 || previous.0 < 2 {
        return None;
    }
    let side = |(n, sum, squares): (u64, f64, f64)| {
        let n = n as f64;
        let mean = sum / n;
        let variance = ((squares - sum * mean) / (n - 1.0)).max(0.0);
        (mean, variance / n, n - 1.0)
    };
    Difference::new(side(current), side(previous))
}

/// Totals of blocks of time for a ratio: refunds ÷ gross, gross ÷ orders.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RatioSums<'a> {
    /// The part, by block.
    pub(crate) part: &'a [f64],
    /// The whole, by block.
    pub(crate) whole: &'a [f64],
}

/// Two ratios of sums compared by the linearised variance over blocks, which takes in whatever
/// makes orders of a day or week alike.
///
/// # Source
/// Cochran 1977, §6.3.
pub(crate) fn ratio_difference(
    current: RatioSums<'_>,
    previous: RatioSums<'_>,
) -> Option<Difference> {
    let side = |sums: RatioSums<'_>| {
        let n = sums.part.len();
        let whole: f64 = sums.whole.iter().sum();
        if n < 4 || whole <= 0.0 {
            return None;
        }
        let ratio = sums.part.iter().sum::<f64>() / whole;
        let n = n as f64;
        let spread: f64 = sums
            .part
            .iter()
            .zip(sums.whole)
            .map(|(p, w)| (p - ratio * w) * (p - ratio * w))
            .sum();
        Some((ratio, spread * n / (n - 1.0) / (whole * whole), n - 1.0))
    };
    Difference::new(side(current)?, side(previous)?)
}
