//! Intervals that cover what they say.
//!
//! A model's own standard deviations give the shape over the steps ahead; how wide they have to be
//! is learnt from the errors of the backtest (split conformal prediction on scaled errors), and
//! drawn towards the normal's width where the backtest has seen little.

use serde::{Deserialize, Serialize};

use crate::statistics::{quantile, root_mean_square};

/// One step ahead: what is expected, and between what 80 and 95 of 100 outcomes lie.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The expected value.
    pub mean: f64,
    /// One outcome in ten lies below.
    pub lo80: f64,
    /// One outcome in ten lies above.
    pub hi80: f64,
    /// One outcome in forty lies below.
    pub lo95: f64,
    /// One outcome in forty lies above.
    pub hi95: f64,
}

/// Half widths, in standard deviations of the model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Widths {
    /// Of the 80 % interval.
    pub w80: f64,
    /// Of the 95 % interval.
    pub w95: f64,
}

/// A normal's quantiles at 90 and 97.5 %.
const NORMAL: (f64, f64) = (1.281_551_565_5, 1.959_963_984_5);
/// In the backtest the weights of models are older than in the forecast, and few origins see few
/// kinds of weather: what was measured on all series of the bench (`tests/bench/forecast.py --coverage`).
const CALIBRATION: (f64, f64) = (0.92, 1.1);
/// So many backtest origins count as much as the model's own view.
const PRIOR_ORIGINS: f64 = 1.0;

impl Widths {
    /// Widths from errors in units of the model's standard deviation, one list for each origin.
    pub(crate) fn learn(scaled: &[&[f64]]) -> Self {
        let mut sizes: Vec<f64> = scaled
            .iter()
            .flat_map(|errors| errors.iter().map(|e| e.abs()))
            .collect();
        if sizes.is_empty() {
            // Without a backtest the model's own view, somewhat wider: it was fitted to what it saw.
            return Self {
                w80: NORMAL.0 * 1.25,
                w95: NORMAL.1 * 1.25,
            };
        }
        let origins = scaled.len() as f64;
        let spread = root_mean_square(&sizes);
        let spread =
            ((origins * spread * spread + PRIOR_ORIGINS) / (origins + PRIOR_ORIGINS)).sqrt();
        let share = origins / (origins + 4.0);
        let w80 = share * quantile(&mut sizes, 0.8) + (1.0 - share) * NORMAL.0 * spread;
        let w95 = share * quantile(&mut sizes, 0.95) + (1.0 - share) * NORMAL.1 * spread;
        Self {
            w80: w80 * CALIBRATION.0,
            w95: (w95 * CALIBRATION.1).max(w80 * CALIBRATION.0 * 1.2),
        }
    }

    /// The interval around a mean.
    pub(crate) fn around(self, mean: f64, sigma: f64, floor: Option<f64>) -> Step {
        let bound = |value: f64| floor.map_or(value, |floor| value.max(floor));
        let mean = bound(mean);
        Step {
            mean,
            lo80: bound(mean - self.w80 * sigma),
            hi80: bound(mean + self.w80 * sigma),
            lo95: bound(mean - self.w95 * sigma),
            hi95: bound(mean + self.w95 * sigma),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wider_errors_make_wider_intervals() {
        let calm = Widths::learn(&[&[0.5, -0.4, 0.2], &[0.1, 0.3, -0.2]]);
        let wild = Widths::learn(&[&[5.0, -4.0, 2.0], &[1.0, 3.0, -2.0]]);
        assert!(wild.w80 > 3.0 * calm.w80);
        assert!(calm.w95 > calm.w80);
    }

    #[test]
    fn a_floor_holds() {
        let step = Widths::learn(&[]).around(1.0, 5.0, Some(0.0));
        assert_eq!(step.lo95, 0.0);
        assert!(step.hi95 > step.hi80 && step.hi80 > 1.0);
    }
}
