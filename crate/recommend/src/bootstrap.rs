//! Intervals by drawing users again.

use serde::Serialize;

use crate::random::Random;
use crate::vectors::dot;

/// A mean over users with the interval that 95 % of redrawn means fall into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Estimate {
    /// The mean.
    pub value: f64,
    /// 2.5th percentile.
    pub low: f64,
    /// 97.5th percentile.
    pub high: f64,
}

/// Estimates of means over the same users; all series are redrawn together, so that their differences are paired.
///
/// # Source
/// Efron & Tibshirani 1993, the percentile interval.
pub(crate) fn estimates(series: &[Vec<f32>], resamples: usize, seed: u64) -> Vec<Estimate> {
    let users = series.first().map_or(0, Vec::len);
    if users == 0 {
        return vec![Estimate::default(); series.len()];
    }
    let mut random = Random::new(seed);
    let mut means: Vec<Vec<f64>> = vec![Vec::with_capacity(resamples); series.len()];
    let mut counts = vec![0.0_f32; users];
    for _ in 0..resamples {
        counts.fill(0.0);
        for _ in 0..users {
            counts[random.below(users)] += 1.0;
        }
        for (means, values) in means.iter_mut().zip(series) {
            means.push(f64::from(dot(&counts, values)) / users as f64);
        }
    }
    series
        .iter()
        .zip(&mut means)
        .map(|(values, means)| {
            let sum: f64 = values.iter().map(|&value| f64::from(value)).sum();
            let value = sum / users as f64;
            means.sort_unstable_by(f64::total_cmp);
            let at = |share: f64| {
                let place = libm::round(share * (means.len() as f64 - 1.0)).max(0.0) as usize;
                means.get(place).copied().unwrap_or(value)
            };
            Estimate {
                value,
                low: at(0.025),
                high: at(0.975),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_that_of_the_mean() {
        let mut random = Random::new(3);
        let values: Vec<f32> = (0..2000).map(|_| random.unit()).collect();
        let found = estimates(&[values], 1000, 5)[0];
        // A uniform number has a standard deviation of 1/√12.
        let half = 1.96 / libm::sqrt(12.0 * 2000.0);
        assert!((found.high - found.value - half).abs() < 0.15 * half);
        assert!((found.value - found.low - half).abs() < 0.15 * half);
        assert_eq!(estimates(&[vec![]], 10, 1), [Estimate::default()]);
    }
}
