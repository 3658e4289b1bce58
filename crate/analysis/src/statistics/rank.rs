//! Tests on ranks: steady trends and weekday levels.

use super::{median, normal_two_sided};

/// A steady trend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    /// Change per step (Theil–Sen: the median of all pairwise slopes).
    pub per_step: f64,
    /// 95 % interval of it, from the ranks of the pairwise slopes.
    pub interval: (f64, f64),
    /// Two-sided p-value of Mann–Kendall, its variance widened for autocorrelation.
    pub p_value: f64,
}

/// Mann–Kendall with ties and with Hamed & Rao's (1998) correction for autocorrelation in the
/// ranks of the detrended series; the correction only ever widens. `None` below eight values.
pub fn mann_kendall(values: &[f64]) -> Option<Slope> {
    let n = values.len();
    if n < 8 {
        return None;
    }
    let mut slopes = Vec::with_capacity(n * (n - 1) / 2);
    let mut s = 0_i64;
    for i in 0..n {
        for j in i + 1..n {
            let difference = values[j] - values[i];
            s += i64::from(difference > 0.0) - i64::from(difference < 0.0);
            slopes.push(difference / (j - i) as f64);
        }
    }
    let per_step = median(&mut slopes)?;
    let count = n as f64;
    let mut variance = count * (count - 1.0) * (2.0 * count + 5.0);
    let mut sorted = values.to_vec();
    table::order::floats(&mut sorted);
    for run in sorted.chunk_by(|a, b| a == b) {
        let t = run.len() as f64;
        variance -= t * (t - 1.0) * (2.0 * t + 5.0);
    }
    variance = variance / 18.0 * autocorrelation_factor(values, per_step);
    if variance <= 0.0 {
        return None;
    }
    let deviation = libm::sqrt(variance);
    let z = (s.abs() - 1).max(0) as f64 / deviation;
    table::order::floats(&mut slopes);
    let half = 1.959_963_984_540_054 * deviation;
    let m = slopes.len() as f64;
    let at =
        |position: f64| slopes[(libm::floor(position).max(0.0) as usize).min(slopes.len() - 1)];
    Some(Slope {
        per_step,
        interval: (at((m - half) / 2.0), at((m + half) / 2.0)),
        p_value: normal_two_sided(z),
    })
}

fn autocorrelation_factor(values: &[f64], slope: f64) -> f64 {
    let n = values.len();
    let detrended: Vec<f64> = (0..n).map(|i| values[i] - slope * i as f64).collect();
    let ranks = ranks(&detrended);
    let mean = (n as f64 + 1.0) / 2.0;
    let spread: f64 = ranks.iter().map(|r| (r - mean) * (r - mean)).sum();
    if spread <= 0.0 {
        return 1.0;
    }
    let count = n as f64;
    let mut sum = 0.0;
    for lag in 1..n.min(n / 4 + 2) {
        let rho: f64 = (0..n - lag)
            .map(|i| (ranks[i] - mean) * (ranks[i + lag] - mean))
            .sum::<f64>()
            / spread;
        // Within the band of white noise a coefficient says nothing.
        if rho.abs() > 1.96 / libm::sqrt(count) {
            let left = count - lag as f64;
            sum += left * (left - 1.0) * (left - 2.0) * rho;
        }
    }
    (1.0 + 2.0 / (count * (count - 1.0) * (count - 2.0)) * sum).max(1.0)
}

/// Ranks from 1, ties at their mean.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    table::order::sort_by(&mut order, |&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    for run in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let rank = start as f64 + (run.len() as f64 + 1.0) / 2.0;
        for &index in run {
            ranks[index] = rank;
        }
        start += run.len();
    }
    ranks
}

/// Mann–Whitney, two-sided, by the normal approximation with ties and continuity correction.
/// The variance is multiplied by `widen`, 1 for independent values. `None` where a side is empty or
/// all values are alike.
pub fn mann_whitney(a: &[f64], b: &[f64], widen: f64) -> Option<f64> {
    let (n_a, n_b) = (a.len() as f64, b.len() as f64);
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let all: Vec<f64> = a.iter().chain(b).copied().collect();
    let ranks = ranks(&all);
    let rank_sum: f64 = ranks[..a.len()].iter().sum();
    let u = rank_sum - n_a * (n_a + 1.0) / 2.0;
    let n = n_a + n_b;
    let mut sorted = all;
    table::order::floats(&mut sorted);
    let ties: f64 = sorted
        .chunk_by(|x, y| x == y)
        .map(|run| {
            let t = run.len() as f64;
            t * t * t - t
        })
        .sum();
    let variance = n_a * n_b / 12.0 * (n + 1.0 - ties / (n * (n - 1.0))) * widen;
    if variance <= 0.0 {
        return None;
    }
    let distance = ((u - n_a * n_b / 2.0).abs() - 0.5).max(0.0);
    Some(normal_two_sided(distance / libm::sqrt(variance)))
}
