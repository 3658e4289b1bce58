//! The Theta method: a straight line and smoothing, half and half, or in the best proportion.
//!
//! # Source
//! Assimakopoulos and Nikolopoulos (2000); Fiorucci et al. (2016), "Models for optimising the
//! theta method and their relationship to state space models", equations 9 to 13.

use crate::least_squares::{Space, minimise};
use crate::path::Path;
use crate::seasonal::{Kind, indices, repeats};
use crate::statistics::line;

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Theta {
    season: usize,
    /// Steps left out at the beginning.
    cut: usize,
    kind: Option<Kind>,
    dynamic: bool,
    alpha: f64,
    theta: f64,
    level: f64,
    /// The mean square of errors one step ahead.
    pub squares: f64,
}

/// The newest steps that a fit looks back over.
const LOOK_BACK: usize = 600;

impl Theta {
    /// One of the four: the line `dynamic` or fixed, its proportion `free` or a half.
    #[cfg(test)]
    pub(crate) fn variant(y: &[f64], season: usize, dynamic: bool, free: bool) -> Self {
        Self::deseasonalised(y, season, |flat, _| Self::fit_flat(flat, dynamic, free))
    }

    /// The best of four: line fixed or growing with the data, proportion fixed or fitted.
    pub(crate) fn fit(y: &[f64], season: usize) -> Self {
        Self::deseasonalised(y, season, |flat, long| {
            let choices: &[(bool, bool)] = if long {
                &[(true, true), (false, true)]
            } else {
                &[(false, false), (false, true), (true, false), (true, true)]
            };
            let mut best: Option<Self> = None;
            for &(dynamic, free) in choices {
                let model = Self::fit_flat(flat, dynamic, free);
                if best
                    .as_ref()
                    .is_none_or(|best| model.squares < best.squares)
                {
                    best = Some(model);
                }
            }
            best.unwrap_or_else(|| Self::fit_flat(flat, false, false))
        })
    }

    fn deseasonalised(y: &[f64], season: usize, fit: impl Fn(&[f64], bool) -> Self) -> Self {
        let whole = season.max(1);
        let cut = y.len().saturating_sub(LOOK_BACK.max(4 * whole)) / whole * whole;
        let y = &y[cut..];
        let kind = repeats(y, season).then(|| {
            let lowest = y.iter().copied().fold(f64::INFINITY, f64::min);
            if lowest > 0.0
                && indices(y, season, Kind::Multiplicative)
                    .iter()
                    .all(|&i| i > 0.05)
            {
                Kind::Multiplicative
            } else {
                Kind::Additive
            }
        });
        let (flat, _) = flatten(y, season, kind);
        let mut model = fit(&flat, y.len() > 300);
        model.season = season;
        model.cut = cut;
        model.kind = kind;
        model
    }

    fn fit_flat(y: &[f64], dynamic: bool, free: bool) -> Self {
        let size = y.iter().map(|value| value.abs()).sum::<f64>() / y.len() as f64 + 1e-9;
        let mut model = Self {
            season: 1,
            cut: 0,
            kind: None,
            dynamic,
            alpha: 0.5,
            theta: 2.0,
            level: y[0] / 2.0,
            squares: f64::INFINITY,
        };
        let mut space = Space::default();
        space.add(model.alpha, 0.1, 0.99, 1.0);
        space.add(model.level, -1e3 * size, 1e3 * size, size);
        if free {
            // In one over theta, which enters linearly.
            space.add(0.5, 1e-6, 1.0, 1.0);
        }
        let set = |model: &mut Self, point: &[f64]| {
            model.alpha = point[0];
            model.level = point[1];
            if free {
                model.theta = 1.0 / point[2];
            }
        };
        let mut trial = model.clone();
        let found = minimise(&space, y.len(), 25, |point, residuals| {
            set(&mut trial, point);
            trial.run(y, 0, |at, error| residuals[at] = error);
        });
        set(&mut model, &found.point);
        let spare = y.len().saturating_sub(3).max(1);
        model.squares = found.cost / spare as f64;
        model
    }

    /// Runs the recursion over `y` and `horizon` steps more; returns the latter.
    fn run(&self, y: &[f64], horizon: usize, mut each: impl FnMut(usize, f64)) -> Vec<f64> {
        let weight = 1.0 - 1.0 / self.theta;
        let (start, slope) = line(y);
        // The line at steps counted from 1.
        let (mut intercept, mut slope) = (start - slope, slope);
        let mut level = self.level;
        let mut average = 0.0;
        if self.dynamic {
            (intercept, slope) = (y[0], 0.0);
        }
        let mut keep = 1.0;
        let mut ahead = Vec::with_capacity(horizon);
        for at in 0..y.len() + horizon {
            let count = (at + 1) as f64;
            // Powers of 1 − α: of the steps before, and of this one.
            let after = keep * (1.0 - self.alpha);
            let mut expected =
                level + weight * (intercept * keep + slope * (1.0 - after) / self.alpha);
            if at == 0 && self.dynamic {
                // Before the first value nothing is known of the line.
                expected = y[0];
            }
            let value = match y.get(at) {
                Some(&value) => {
                    // The first steps of the growing line are guesses.
                    each(
                        at,
                        if self.dynamic && at < 3 {
                            0.0
                        } else {
                            value - expected
                        },
                    );
                    value
                }
                None => {
                    ahead.push(expected);
                    expected
                }
            };
            level += self.alpha * (value - level);
            if self.dynamic {
                if at > 0 {
                    slope =
                        ((count - 2.0) * slope + 6.0 * (value - average) / count) / (count + 1.0);
                }
                average += (value - average) / count;
                intercept = average - slope * (count + 1.0) / 2.0;
            }
            keep = after;
        }
        ahead
    }

    /// What comes after `y`.
    pub(crate) fn forecast(&self, y: &[f64], horizon: usize) -> Path {
        let y = &y[self.cut.min(y.len())..];
        let (flat, indices) = flatten(y, self.season, self.kind);
        let mut mean = self.run(&flat, horizon, |_, _| {});
        let mut sigma: Vec<f64> = (0..horizon)
            .map(|step| (self.squares * (1.0 + step as f64 * self.alpha * self.alpha)).sqrt())
            .collect();
        if let Some(kind) = self.kind {
            for step in 0..horizon {
                let index = indices[(y.len() + step) % self.season];
                match kind {
                    Kind::Additive => mean[step] += index,
                    Kind::Multiplicative => {
                        mean[step] *= index;
                        sigma[step] *= index;
                    }
                }
            }
        }
        Path { mean, sigma }
    }
}

fn flatten(y: &[f64], season: usize, kind: Option<Kind>) -> (Vec<f64>, Vec<f64>) {
    let Some(kind) = kind else {
        return (y.to_vec(), Vec::new());
    };
    let indices = indices(y, season, kind);
    let flat = y
        .iter()
        .enumerate()
        .map(|(at, value)| match kind {
            Kind::Additive => value - indices[at % season],
            Kind::Multiplicative => value / indices[at % season].max(0.01),
        })
        .collect();
    (flat, indices)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_goes_on_at_half_its_slope_or_more() {
        let y: Vec<f64> = (0..60).map(|at| 100.0 + 2.0 * f64::from(at)).collect();
        for model in [Theta::variant(&y, 1, false, false), Theta::fit(&y, 1)] {
            let path = model.forecast(&y, 10);
            let rise = path.mean[9] - path.mean[0];
            assert!((8.9..18.1).contains(&rise), "{rise}");
            assert!((path.mean[0] - 220.0).abs() < 3.0, "{path:?}");
        }
    }

    #[test]
    fn a_constant_stays() {
        let y = [7.0; 30];
        let path = Theta::fit(&y, 7).forecast(&y, 5);
        assert!(
            path.mean.iter().all(|value| (value - 7.0).abs() < 1e-3),
            "{path:?}"
        );
    }
}
