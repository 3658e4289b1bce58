//! Intervals that cover what they say.
//!
//! A model's own standard deviations give the shape over the steps ahead; how wide they have to be
//! is learnt from the errors of the backtest (split conformal prediction on scaled errors), and
//! drawn towards the normal's width where the backtest has seen little.

use serde::{Deserialize, Serialize};

use crate::model::{Model, Seasons};
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
/// Few origins see few kinds of weather, and few of the rarest: the 95 % interval is this much wider. Measured on all
/// series of the bench (`tests/bench/forecast.py --coverage`), and on random walks, noise and seasons made up.
const RARE: f64 = 1.14;
/// Widths of so many steps are one more than this over their number: from few a spread is known only so well, and with
/// the models that did best on them errors look smaller than they are. Measured likewise, with 8 to 60 steps.
const FEW: (f64, f64) = (2.0, 3.0);
/// Without a backtest the model's own view is this much wider: it was fitted to what it saw.
const UNTRIED: f64 = 1.25;
/// So many backtest origins count as much as the model's own view.
const PRIOR_ORIGINS: f64 = 1.0;

impl Widths {
    /// Widths without a backtest, for `count` steps. Seasons that were learnt from few are known no better than their means.
    ///
    /// The rest of k seasons has a variance of 1 − 1/k, the error ahead one of 1 + 1/k.
    pub(crate) fn untried(models: &[(Model, Seasons)], count: usize) -> Self {
        let learnt = models
            .iter()
            .filter(|(model, _)| *model != Model::SeasonalNaive);
        let longest = learnt.map(|(_, seasons)| seasons.longest()).max();
        let longest = longest.filter(|&longest| longest > 1);
        let times = longest.map_or(f64::INFINITY, |longest| count as f64 / longest as f64);
        let wider = if times > 1.0 && times.is_finite() {
            ((times + 1.0) / (times - 1.0)).sqrt()
        } else {
            1.0
        };
        Self {
            w80: NORMAL.0 * UNTRIED * wider,
            w95: NORMAL.1 * UNTRIED * wider,
        }
    }

    /// Widths from errors in units of the model's standard deviation, one list for each origin, of a series of `count`
    /// steps.
    pub(crate) fn learn(scaled: &[&[f64]], count: usize) -> Self {
        let mut sizes: Vec<f64> = scaled
            .iter()
            .flat_map(|errors| errors.iter().map(|e| e.abs()))
            .collect();
        if sizes.is_empty() {
            return Self::untried(&[], 0);
        }
        let origins = scaled.iter().filter(|errors| !errors.is_empty()).count() as f64;
        let spread = root_mean_square(&sizes);
        let spread =
            ((origins * spread * spread + PRIOR_ORIGINS) / (origins + PRIOR_ORIGINS)).sqrt();
        let share = origins / (origins + 4.0);
        let w80 = share * quantile(&mut sizes, 0.8) + (1.0 - share) * NORMAL.0 * spread;
        let w95 = share * quantile(&mut sizes, 0.95) + (1.0 - share) * NORMAL.1 * spread;
        let count = count as f64;
        let w80 = w80 * (1.0 + FEW.0 / count);
        let w95 = w95 * RARE * (1.0 + FEW.1 / count);
        Self {
            w80,
            w95: w95.max(w80 * 1.2),
        }
    }

    /// No narrower than the `newest` errors: what came after a flat stretch is all that is known of how it goes on.
    pub(crate) fn after_flat(self, newest: &[f64]) -> Self {
        let spread = root_mean_square(newest);
        let largest = newest
            .iter()
            .fold(0.0_f64, |largest, e| largest.max(e.abs()));
        let w80 = self.w80.max(NORMAL.0 * spread);
        Self {
            w80,
            w95: self.w95.max(NORMAL.1 * spread).max(largest).max(w80),
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
        let calm = Widths::learn(&[&[0.5, -0.4, 0.2], &[0.1, 0.3, -0.2]], 90);
        let wild = Widths::learn(&[&[5.0, -4.0, 2.0], &[1.0, 3.0, -2.0]], 90);
        assert!(wild.w80 > 3.0 * calm.w80);
        assert!(calm.w95 > calm.w80);
        // And so does a short history.
        let short = Widths::learn(&[&[0.5, -0.4, 0.2], &[0.1, 0.3, -0.2]], 8);
        assert!(short.w80 > 1.2 * calm.w80 && short.w80 < 1.4 * calm.w80);
    }

    #[test]
    fn the_newest_errors_fit_into_what_comes_after_a_flat_stretch() {
        let narrow = Widths::learn(&[&[0.0; 8], &[0.0; 8]], 120);
        let wide = narrow.after_flat(&[0.0, 0.0, 0.0, -3.0]);
        assert_eq!(wide.w95, 3.0);
        assert!(wide.w80 > 1.9 && wide.w80 < wide.w95);
        assert_eq!(narrow.after_flat(&[0.0; 8]), narrow);
    }

    #[test]
    fn seasons_learnt_from_few_make_wider_intervals_without_a_backtest() {
        let months = |model: Model| (model, Seasons::seen(&[12], 24, 2));
        let plain = Widths::untried(&[], 24);
        let learnt = Widths::untried(&[months(Model::Mstl)], 24);
        assert!((learnt.w80 / plain.w80 - 3.0_f64.sqrt()).abs() < 1e-12);
        assert_eq!(Widths::untried(&[months(Model::SeasonalNaive)], 24), plain);
    }

    #[test]
    fn a_floor_holds() {
        let step = Widths::learn(&[], 0).around(1.0, 5.0, Some(0.0));
        assert_eq!(step.lo95, 0.0);
        assert!(step.hi95 > step.hi80 && step.hi80 > 1.0);
    }
}
