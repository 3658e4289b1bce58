//! Is there a season, how strong, and the series without it.

use crate::statistics::{autocorrelation, mean};

/// How a season acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Added.
    Additive,
    /// Multiplied by.
    Multiplicative,
}

/// Does the series repeat itself after `season` steps?
///
/// # Source
/// Fiorucci et al. (2016): the autocorrelation at the season against Bartlett's limit of 90 %.
pub(crate) fn repeats(y: &[f64], season: usize) -> bool {
    if season < 2 || y.len() < 2 * season {
        return false;
    }
    let correlations = autocorrelation(y, season);
    let before: f64 = correlations[..season - 1].iter().map(|r| r * r).sum();
    let limit = 1.645 * ((1.0 + 2.0 * before) / y.len() as f64).sqrt();
    correlations[season - 1].abs() > limit
}

/// The centred moving average over a season; ends without a full season are `None`.
pub(crate) fn moving_average(y: &[f64], season: usize) -> Vec<Option<f64>> {
    let half = season / 2;
    let even = season.is_multiple_of(2);
    let mut sums = Vec::with_capacity(y.len() + 1);
    sums.push(0.0);
    let mut sum = 0.0;
    for value in y {
        sum += value;
        sums.push(sum);
    }
    (0..y.len())
        .map(|at| {
            if at < half || at + half >= y.len() {
                return None;
            }
            let total = sums[at + half + 1] - sums[at - half];
            // An even season has half of each end.
            let ends = if even {
                (y[at - half] + y[at + half]) / 2.0
            } else {
                0.0
            };
            Some((total - ends) / season as f64)
        })
        .collect()
}

/// The seasonal index of each phase, by classical decomposition. Phase 0 is the first step.
///
/// Additive indices add up to 0, multiplicative ones have mean 1.
pub(crate) fn indices(y: &[f64], season: usize, kind: Kind) -> Vec<f64> {
    let neutral = match kind {
        Kind::Additive => 0.0,
        Kind::Multiplicative => 1.0,
    };
    let (mut sums, mut counts) = (vec![0.0; season], vec![0.0; season]);
    for (at, trend) in moving_average(y, season).into_iter().enumerate() {
        let Some(trend) = trend else { continue };
        let index = match kind {
            Kind::Additive => y[at] - trend,
            Kind::Multiplicative if trend > 0.0 => y[at] / trend,
            Kind::Multiplicative => 1.0,
        };
        sums[at % season] += index;
        counts[at % season] += 1.0;
    }
    let mut indices: Vec<f64> = sums
        .iter()
        .zip(&counts)
        .map(|(sum, count)| if *count > 0.0 { sum / count } else { neutral })
        .collect();
    let middle = mean(&indices);
    for index in &mut indices {
        match kind {
            Kind::Additive => *index -= middle,
            Kind::Multiplicative if middle > 0.0 => *index /= middle,
            Kind::Multiplicative => *index = 1.0,
        }
    }
    indices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indices_of_a_plain_season() {
        let y: Vec<f64> = (0..28).map(|at| [10.0, 20.0, 15.0, 15.0][at % 4]).collect();
        assert!(repeats(&y, 4));
        let additive = indices(&y, 4, Kind::Additive);
        assert!((additive[0] + 5.0).abs() < 1e-9 && (additive[1] - 5.0).abs() < 1e-9);
        let times = indices(&y, 4, Kind::Multiplicative);
        assert!((times[0] - 10.0 / 15.0).abs() < 1e-9);
    }
}
