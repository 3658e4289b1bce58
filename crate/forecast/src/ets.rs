//! Exponential smoothing in state-space form, chosen by AICc.
//!
//! # Source
//! Hyndman, Koehler, Ord and Snyder, "Forecasting with Exponential Smoothing" (2008).

use crate::least_squares::{Found, Space, minimise};
use crate::path::Path;
use crate::seasonal::{Kind, indices};
use crate::statistics::{line, mean};

/// Longer seasons have too many states to be smoothed; MSTL is for them.
pub(crate) const LONGEST_SEASON: usize = 24;
/// Steps that a fit looks back over; older ones say little of the levels of today.
const LOOK_BACK: usize = 600;
/// Steps times forms from which forms are judged at a glance first.
const DEAR: usize = 2500;
/// Rounds from which a fit is worth several starts.
const THOROUGH: usize = 20;

/// Which of the thirty models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Form {
    /// Errors grow with the level.
    pub multiplicative_error: bool,
    /// There is a slope.
    pub trend: bool,
    /// The slope fades.
    pub damped: bool,
    /// How the season acts, if there is one.
    pub season: Option<Kind>,
}

/// A fitted model: weights and the states before the first step.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ets {
    /// Which model.
    pub form: Form,
    season: usize,
    /// Steps left out at the beginning.
    cut: usize,
    alpha: f64,
    beta: f64,
    gamma: f64,
    phi: f64,
    level: f64,
    slope: f64,
    seasons: Vec<f64>,
    /// Akaike's criterion, corrected for short series.
    pub aicc: f64,
    point: Vec<f64>,
}

/// Level, slope and seasons after some step. `seasons[0]` belongs to the next step.
struct State {
    level: f64,
    slope: f64,
    seasons: Vec<f64>,
    squares: f64,
}

/// Runs the filter; one instance for each kind of error and season.
///
/// Fills `errors` (relative where the error is multiplicative) and returns the sum of the
/// logarithms of the expected values.
#[inline(always)]
fn filter<const RELATIVE: bool, const SEASON: u8>(
    y: &[f64],
    model: &Ets,
    seasons: &mut [f64],
    errors: &mut [f64],
) -> (f64, f64, f64, usize) {
    let (mut level, mut slope, mut phase) = (model.level, model.slope, 0);
    let (mut logs, mut product) = (0.0, 1.0);
    for (at, &value) in y.iter().enumerate() {
        let drift = model.phi * slope;
        let base = level + drift;
        let index = if SEASON == 0 { 0.0 } else { seasons[phase] };
        let expected = match SEASON {
            0 => base,
            1 => base + index,
            _ => base * index,
        };
        let error = value - expected;
        if RELATIVE {
            let size = expected.abs().max(1e-12);
            errors[at] = error / size;
            // One logarithm for several steps.
            product *= size;
            if !(1e-100..1e100).contains(&product) {
                logs += libm::log(product);
                product = 1.0;
            }
        } else {
            errors[at] = error;
        }
        // The same states for both kinds of error: multiplicative models smooth relative errors
        // by sizes of the states, which comes to the same for the level and slope.
        let (of_level, of_index) = match SEASON {
            2 => (
                if index.abs() > 1e-9 {
                    error / index
                } else {
                    0.0
                },
                if base.abs() > 1e-9 { error / base } else { 0.0 },
            ),
            _ => (error, error),
        };
        level = base + model.alpha * of_level;
        slope = drift + model.beta * of_level;
        if SEASON != 0 {
            seasons[phase] = index + model.gamma * of_index;
            phase += 1;
            if phase == model.season {
                phase = 0;
            }
        }
    }
    (logs + libm::log(product), level, slope, phase)
}

impl Ets {
    fn run(&self, y: &[f64], seasons: &mut Vec<f64>, errors: &mut [f64]) -> (f64, f64, f64, usize) {
        seasons.clone_from(&self.seasons);
        match (self.form.multiplicative_error, self.form.season) {
            (false, None) => filter::<false, 0>(y, self, seasons, errors),
            (false, Some(Kind::Additive)) => filter::<false, 1>(y, self, seasons, errors),
            (false, Some(Kind::Multiplicative)) => filter::<false, 2>(y, self, seasons, errors),
            (true, None) => filter::<true, 0>(y, self, seasons, errors),
            (true, Some(Kind::Additive)) => filter::<true, 1>(y, self, seasons, errors),
            (true, Some(Kind::Multiplicative)) => filter::<true, 2>(y, self, seasons, errors),
        }
    }

    /// A first guess: seasons by decomposition, level and slope by a line through the beginning.
    fn guess(y: &[f64], season: usize, form: Form) -> Self {
        let seasons = form
            .season
            .map_or(Vec::new(), |kind| indices(y, season, kind));
        let beginning = &y[..y.len().min(10.max(2 * season))];
        let flat: Vec<f64> = beginning
            .iter()
            .enumerate()
            .map(|(at, value)| match form.season {
                None => *value,
                Some(Kind::Additive) => value - seasons[at % season],
                Some(Kind::Multiplicative) => value / seasons[at % season].max(0.05),
            })
            .collect();
        let (start, slope) = line(&flat);
        let (level, slope) = if form.trend {
            (start - slope, slope)
        } else {
            (mean(&flat), 0.0)
        };
        Self {
            form,
            season: season.max(1),
            cut: 0,
            alpha: 0.2,
            beta: if form.trend { 0.01 } else { 0.0 },
            gamma: if form.season.is_some() { 0.05 } else { 0.0 },
            phi: if form.damped { 0.95 } else { 1.0 },
            level,
            slope,
            seasons,
            aicc: f64::INFINITY,
            point: Vec::new(),
        }
    }

    /// The free parameters: weights within their limits, then the states before the first step.
    fn space(&self, y: &[f64]) -> Space {
        let size = y.iter().map(|value| value.abs()).sum::<f64>() / y.len() as f64 + 1e-9;
        let far = 1e3 * size;
        let mut space = Space::default();
        space.add(self.alpha, 1e-4, 0.9999, 1.0);
        if self.form.trend {
            space.add(self.beta / self.alpha, 1e-4, 0.9999, 1.0);
        }
        if self.form.season.is_some() {
            space.add(self.gamma / (1.0 - self.alpha), 1e-4, 0.9999, 1.0);
        }
        if self.form.damped {
            space.add(self.phi, 0.8, 0.98, 1.0);
        }
        space.add(self.level, -far, far, size);
        if self.form.trend {
            space.add(self.slope, -far, far, size);
        }
        for index in self.seasons.iter().skip(1) {
            match self.form.season {
                Some(Kind::Multiplicative) => space.add(*index, 1e-3, self.season as f64, 1.0),
                _ => space.add(*index, -far, far, size),
            }
        }
        space
    }

    fn set(&mut self, point: &[f64]) {
        let mut next = point.iter().copied();
        let mut take = || next.next().unwrap_or(0.0);
        self.alpha = take();
        if self.form.trend {
            self.beta = take() * self.alpha;
        }
        if self.form.season.is_some() {
            self.gamma = take() * (1.0 - self.alpha);
        }
        if self.form.damped {
            self.phi = take();
        }
        self.level = take();
        if self.form.trend {
            self.slope = take();
        }
        let mut rest = match self.form.season {
            Some(Kind::Multiplicative) => self.season as f64,
            _ => 0.0,
        };
        for index in self.seasons.iter_mut().skip(1) {
            *index = take();
            rest -= *index;
        }
        if let Some(first) = self.seasons.first_mut() {
            *first = rest;
        }
    }

    /// Fits one form, from a guess or from where another fit of it ended.
    fn fit_form(y: &[f64], season: usize, form: Form, warm: Option<&Self>, rounds: usize) -> Self {
        let mut model = Self::guess(y, season, form);
        let mut space = model.space(y);
        let mut seasons = Vec::new();
        let mut errors = vec![0.0; y.len()];
        let mut starts = match warm {
            Some(warm) => vec![warm.point.clone()],
            None => {
                // The best of a few weights to begin with: the surface may have several valleys.
                let mut starts: Vec<(f64, Vec<f64>)> = Vec::new();
                for alpha in [0.05, 0.3, 0.9] {
                    for gamma in [0.05, 0.5] {
                        if gamma > 0.1 && form.season.is_none() {
                            continue;
                        }
                        let mut point = space.start().to_vec();
                        point[0] = alpha;
                        if form.season.is_some() {
                            point[1 + usize::from(form.trend)] = gamma;
                        }
                        model.set(&point);
                        let (logs, ..) = model.run(y, &mut seasons, &mut errors);
                        starts.push((model.likelihood(&errors, logs), point));
                    }
                }
                starts.sort_by(|a, b| a.0.total_cmp(&b.0));
                starts.into_iter().map(|(_, point)| point).collect()
            }
        };
        // Where there is time, from the two best.
        starts.truncate(if rounds >= THOROUGH { 2 } else { 1 });
        let mut trial = model.clone();
        let mut best: Option<Found> = None;
        for start in starts {
            space.begin(&start);
            let found = minimise(&space, y.len(), rounds, |point, residuals| {
                trial.set(point);
                let (logs, ..) = trial.run(y, &mut seasons, residuals);
                if trial.form.multiplicative_error {
                    // Least squares of errors times the geometric mean of what was expected is
                    // the greatest likelihood.
                    let size = libm::exp(logs / residuals.len() as f64);
                    for residual in residuals.iter_mut() {
                        *residual *= size;
                    }
                }
            });
            if best.as_ref().is_none_or(|best| found.cost < best.cost) {
                best = Some(found);
            }
        }
        let found = best.unwrap_or(Found {
            point: space.start().to_vec(),
            cost: f64::INFINITY,
        });
        model.set(&found.point);
        let (logs, ..) = model.run(y, &mut seasons, &mut errors);
        let likelihood = model.likelihood(&errors, logs);
        let parameters = found.point.len() as f64 + 1.0;
        let count = y.len() as f64;
        let spare = count - parameters - 1.0;
        model.aicc = if spare > 0.0 && likelihood.is_finite() {
            likelihood + 2.0 * parameters + 2.0 * parameters * (parameters + 1.0) / spare
        } else {
            f64::INFINITY
        };
        model.point = found.point;
        model
    }

    /// Minus twice the logarithm of the likelihood, but for a constant.
    fn likelihood(&self, errors: &[f64], logs: f64) -> f64 {
        let squares: f64 = errors.iter().map(|error| error * error).sum();
        let relative = if self.form.multiplicative_error {
            2.0 * logs
        } else {
            0.0
        };
        errors.len() as f64 * libm::log(squares.max(1e-300)) + relative
    }

    /// One form, fitted thoroughly.
    #[cfg(test)]
    pub(crate) fn of_form(y: &[f64], season: usize, form: Form) -> Self {
        Self::fit_form(y, season, form, None, 60)
    }

    /// The form with the least AICc. `season` below 2 or above 24 means none.
    pub(crate) fn fit(y: &[f64], season: usize) -> Self {
        Self::fit_from(y, season, 2 * season + 5)
    }

    /// The same, with seasons in the race from `least` steps on, and no fewer than two seasons.
    pub(crate) fn fit_from(y: &[f64], season: usize, least: usize) -> Self {
        let cut = y.len().saturating_sub(LOOK_BACK) / season.max(1) * season.max(1);
        let y = &y[cut..];
        let forms = forms(y, season, least);
        let fits_of = |fits: Vec<Self>, keep: usize, rounds: usize| {
            let mut fits: Vec<Self> = fits
                .iter()
                .take(keep)
                .map(|fit| Self::fit_form(y, season, fit.form, Some(fit), rounds))
                .collect();
            fits.sort_by(|a, b| a.aicc.total_cmp(&b.aicc));
            fits
        };
        // Long series are dear: forms are judged at a glance, and few go on.
        let dear = y.len() * forms.len() > DEAR;
        let first = if dear { 0 } else { 30 };
        let mut fits: Vec<Self> = forms
            .iter()
            .map(|&form| Self::fit_form(y, season, form, None, first))
            .collect();
        fits.sort_by(|a, b| a.aicc.total_cmp(&b.aicc));
        if dear {
            fits = fits_of(fits, 5, 1);
            fits = fits_of(fits, 2, 10);
        }
        let mut best = fits.swap_remove(0);
        best.cut = cut;
        best
    }

    /// The same form again with more data, from where this fit ended.
    pub(crate) fn refit(&self, y: &[f64]) -> Self {
        let again = &y[self.cut.min(y.len())..];
        let rounds = if again.len() > 200 { 4 } else { 20 };
        let mut model = Self::fit_form(again, self.season, self.form, Some(self), rounds);
        model.cut = self.cut;
        model
    }

    fn state(&self, y: &[f64]) -> State {
        let y = &y[self.cut.min(y.len())..];
        let mut seasons = Vec::new();
        let mut errors = vec![0.0; y.len()];
        let (_, level, slope, phase) = self.run(y, &mut seasons, &mut errors);
        seasons.rotate_left(phase);
        let spare = y.len().saturating_sub(self.point.len()).max(1);
        State {
            level,
            slope,
            seasons,
            squares: errors.iter().map(|error| error * error).sum::<f64>() / spare as f64,
        }
    }

    /// What comes after `y`, which begins where the series of the fit began.
    pub(crate) fn forecast(&self, y: &[f64], horizon: usize) -> Path {
        let state = self.state(y);
        let (mut mean, mut sigma) = (Vec::with_capacity(horizon), Vec::with_capacity(horizon));
        let (mut fade, mut damping, mut spread) = (0.0, 1.0, 1.0);
        for step in 0..horizon {
            damping *= self.phi;
            fade += damping;
            let base = state.level + state.slope * fade;
            let value = match self.form.season {
                None => base,
                Some(Kind::Additive) => base + state.seasons[step % self.season],
                Some(Kind::Multiplicative) => base * state.seasons[step % self.season],
            };
            mean.push(value);
            let size = if self.form.multiplicative_error {
                value.abs()
            } else {
                1.0
            };
            sigma.push(size * (state.squares * spread).sqrt());
            // The share of an error that is still felt after this many steps.
            let again = (step + 1) % self.season == 0;
            let felt = self.alpha + self.beta * fade + if again { self.gamma } else { 0.0 };
            spread += felt * felt;
        }
        Path { mean, sigma }
    }
}

fn forms(y: &[f64], season: usize, least: usize) -> Vec<Form> {
    let positive = y.iter().all(|&value| value > 0.0);
    let mut seasons = vec![None];
    if (2..=LONGEST_SEASON).contains(&season) && y.len() >= least.max(2 * season) {
        seasons.push(Some(Kind::Additive));
        if positive {
            seasons.push(Some(Kind::Multiplicative));
        }
    }
    let trends = if y.len() >= 8 { 3 } else { 1 };
    let mut forms = Vec::new();
    for &season in &seasons {
        for trend in 0..trends {
            for multiplicative_error in [false, true] {
                if multiplicative_error && !positive {
                    continue;
                }
                // Additive errors with a multiplied season are unstable.
                if season == Some(Kind::Multiplicative) && !multiplicative_error {
                    continue;
                }
                forms.push(Form {
                    multiplicative_error,
                    trend: trend > 0,
                    damped: trend == 2,
                    season,
                });
            }
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_goes_on() {
        let y: Vec<f64> = (0..60).map(|at| 100.0 + 2.0 * f64::from(at)).collect();
        let path = Ets::fit(&y, 1).forecast(&y, 3);
        for (step, value) in path.mean.iter().enumerate() {
            assert!(
                (value - (220.0 + 2.0 * step as f64)).abs() < 0.5,
                "{path:?}"
            );
        }
    }

    #[test]
    fn a_season_goes_on() {
        let pattern = [10.0, 30.0, 20.0, 5.0, 60.0, 80.0, 15.0];
        let noise = [0.3, -0.2, 0.1, -0.4, 0.2];
        let y: Vec<f64> = (0..140).map(|at| pattern[at % 7] + noise[at % 5]).collect();
        let path = Ets::fit(&y, 7).forecast(&y, 14);
        for (step, value) in path.mean.iter().enumerate() {
            assert!((value - pattern[step % 7]).abs() < 1.0, "{step}: {value}");
        }
    }

    #[test]
    fn errors_add_up_as_the_formula_says() {
        let model = Ets {
            form: Form {
                multiplicative_error: false,
                trend: false,
                damped: false,
                season: None,
            },
            season: 1,
            cut: 0,
            alpha: 0.5,
            beta: 0.0,
            gamma: 0.0,
            phi: 1.0,
            level: 0.0,
            slope: 0.0,
            seasons: Vec::new(),
            aicc: 0.0,
            point: vec![],
        };
        let path = model.forecast(&[1.0, -1.0, 1.0, -1.0], 3);
        let ratio = path.sigma[2] / path.sigma[0];
        assert!((ratio - 1.5f64.sqrt()).abs() < 1e-12);
    }
}
