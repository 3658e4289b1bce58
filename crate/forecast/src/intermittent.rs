//! Slow movers: mostly zeros, now and then a demand.

use crate::path::Path;
use crate::statistics::root_mean_square;

/// How the rate of a slow mover is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    /// Croston (1972): size over interval, both smoothed.
    Croston,
    /// Syntetos and Boylan (2005): Croston less its bias.
    Sba,
    /// Teunter, Syntetos and Babai (2011): size times probability, the latter smoothed every step.
    Tsb,
}

/// The weight of the newest demand, and of the newest interval; the usual choice.
const ALPHA: f64 = 0.1;
/// The weight of the newest probability in TSB.
const ALPHA_PROBABILITY: f64 = 0.1;

/// A rate for each step; the same at all of them.
pub(crate) fn forecast(y: &[f64], method: Method, horizon: usize) -> Path {
    let rate = rates(y, method);
    let last = rate.last().copied().unwrap_or(0.0);
    // Errors of one step ahead, after the first demands have been seen.
    let skip = y.iter().position(|&value| value != 0.0).unwrap_or(0) + 1;
    let errors: Vec<f64> = y
        .iter()
        .skip(skip)
        .zip(rate.iter().skip(skip.saturating_sub(1)))
        .map(|(now, rate)| now - rate)
        .collect();
    Path {
        mean: vec![last; horizon],
        sigma: vec![root_mean_square(&errors); horizon],
    }
}

/// The rate after each step.
fn rates(y: &[f64], method: Method) -> Vec<f64> {
    let (mut size, mut interval, mut probability) = (None, None, None);
    let mut since = 0.0;
    let smooth = |old: Option<f64>, new: f64, weight: f64| {
        Some(old.map_or(new, |old: f64| old + weight * (new - old)))
    };
    y.iter()
        .map(|&value| {
            since += 1.0;
            let demand = value != 0.0;
            probability = smooth(probability, f64::from(demand), ALPHA_PROBABILITY);
            if demand {
                size = smooth(size, value, ALPHA);
                interval = smooth(interval, since, ALPHA);
                since = 0.0;
            }
            let croston = size.unwrap_or(0.0) / interval.unwrap_or(1.0);
            match method {
                Method::Croston => croston,
                Method::Sba => croston * (1.0 - ALPHA / 2.0),
                Method::Tsb => size.unwrap_or(0.0) * probability.unwrap_or(0.0),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_rhythm_is_its_own_rate() {
        let y: Vec<f64> = (0..40).map(|at| f64::from(at % 4 == 3) * 8.0).collect();
        let croston = forecast(&y, Method::Croston, 2).mean[0];
        assert!((croston - 2.0).abs() < 1e-12);
        let sba = forecast(&y, Method::Sba, 2).mean[0];
        assert!((sba - 1.9).abs() < 1e-12);
    }

    #[test]
    fn tsb_forgets_what_no_longer_sells() {
        let mut y = vec![5.0; 10];
        y.extend([0.0; 60]);
        assert!(forecast(&y, Method::Tsb, 1).mean[0] < 0.02);
        assert!(forecast(&y, Method::Croston, 1).mean[0] > 4.0);
    }

    #[test]
    fn nothing_sold_is_nothing_expected() {
        assert_eq!(forecast(&[0.0; 9], Method::Sba, 3).mean, [0.0; 3]);
    }
}
