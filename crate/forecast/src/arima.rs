//! Seasonal ARIMA, its orders searched step by step.
//!
//! # Source
//! Box and Jenkins; Hyndman and Khandakar (2008), "Automatic time series forecasting".
//! Fitted by conditional sums of squares; coefficients are kept stationary and invertible by
//! searching partial autocorrelations (Monahan 1984).

use crate::least_squares::{Space, minimise};
use crate::path::Path;
use crate::statistics::{mean, root_mean_square};
use crate::stl::decompose;

/// The orders of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Orders {
    ar: usize,
    ma: usize,
    season_ar: usize,
    season_ma: usize,
    constant: bool,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Arima {
    orders: Orders,
    differences: usize,
    season_differences: usize,
    season: usize,
    point: Vec<f64>,
    squares: f64,
    aicc: f64,
}

/// Longer seasons make models too large to be searched.
pub(crate) const LONGEST_SEASON: usize = 24;
/// The newest steps that a fit looks back over.
const LOOK_BACK: usize = 400;

/// Coefficients of a lag polynomial: lags and weights, in the order of lags.
type Lags = Vec<(usize, f64)>;

impl Arima {
    /// The orders with the least AICc, found step by step.
    pub(crate) fn fit(y: &[f64], season: usize) -> Self {
        Self::fit_from(y, season, 3 * season)
    }

    /// The same, with a season from `least` steps on, and no fewer than two seasons.
    pub(crate) fn fit_from(y: &[f64], season: usize, least: usize) -> Self {
        let y = recent(y);
        let season = if (2..=LONGEST_SEASON).contains(&season) && y.len() >= least.max(2 * season) {
            season
        } else {
            1
        };
        let strong = season > 1 && decompose(y, &[season]).strength(0) > 0.64;
        let season_differences = usize::from(strong);
        let flat = match strong {
            true => difference(y, season),
            false => y.to_vec(),
        };
        let limit = if strong { 1 } else { 2 };
        let differences = differences(&flat, limit);
        let mut model = Self {
            orders: Orders {
                ar: 0,
                ma: 0,
                season_ar: 0,
                season_ma: 0,
                constant: false,
            },
            differences,
            season_differences,
            season,
            point: Vec::new(),
            squares: 0.0,
            aicc: f64::INFINITY,
        };
        let w = model.differenced(y);
        if w.len() < 3 {
            return model;
        }
        model.search(&w);
        model
    }

    fn search(&mut self, w: &[f64]) {
        let seasonal = usize::from(self.season > 1);
        let constant = self.differences + self.season_differences <= 1;
        let orders = |ar, ma, season_ar, season_ma| Orders {
            ar,
            ma,
            season_ar: season_ar * seasonal,
            season_ma: season_ma * seasonal,
            constant,
        };
        let mut tried: Vec<Orders> = Vec::new();
        let long = w.len() > 250;
        let mut budget: usize = if long { 10 } else { 30 };
        let rounds = if long { 6 } else { 12 };
        let mut best = self.clone();
        let mut attempt = |orders: Orders, best: &mut Self, budget: &mut usize| -> bool {
            if tried.contains(&orders) || *budget == 0 {
                return false;
            }
            tried.push(orders);
            *budget -= 1;
            let fit = self.fit_orders(w, orders, None, rounds);
            let better = fit.aicc < best.aicc;
            if better {
                *best = fit;
            }
            better
        };
        for start in [
            orders(2, 2, 1, 1),
            orders(0, 0, 0, 0),
            orders(1, 0, 1, 0),
            orders(0, 1, 0, 1),
        ] {
            attempt(start, &mut best, &mut budget);
        }
        loop {
            let now = best.orders;
            let mut better = false;
            let moves: [(i8, i8, i8, i8, bool); 11] = [
                (0, 0, 0, 1, false),
                (0, 0, 1, 0, false),
                (0, 0, 0, -1, false),
                (0, 0, -1, 0, false),
                (0, 1, 0, 0, false),
                (1, 0, 0, 0, false),
                (0, -1, 0, 0, false),
                (-1, 0, 0, 0, false),
                (1, 1, 0, 0, false),
                (-1, -1, 0, 0, false),
                (0, 0, 0, 0, true),
            ];
            for (ar, ma, season_ar, season_ma, flip) in moves {
                let shifted = |value: usize, by: i8, most: usize| {
                    value
                        .checked_add_signed(isize::from(by))
                        .filter(|&value| value <= most)
                };
                let (Some(ar), Some(ma), Some(season_ar), Some(season_ma)) = (
                    shifted(now.ar, ar, 4),
                    shifted(now.ma, ma, 4),
                    shifted(now.season_ar, season_ar, 2 * seasonal),
                    shifted(now.season_ma, season_ma, 2 * seasonal),
                ) else {
                    continue;
                };
                let constant = if flip {
                    constant && !now.constant
                } else {
                    now.constant
                };
                let next = Orders {
                    ar,
                    ma,
                    season_ar,
                    season_ma,
                    constant,
                };
                if attempt(next, &mut best, &mut budget) {
                    better = true;
                    break;
                }
            }
            if !better {
                break;
            }
        }
        *self = best;
    }

    /// The same orders again with more data.
    pub(crate) fn refit(&self, y: &[f64]) -> Self {
        let w = self.differenced(recent(y));
        if w.len() < 3 {
            return self.clone();
        }
        self.fit_orders(&w, self.orders, Some(&self.point), 4)
    }

    fn fit_orders(&self, w: &[f64], orders: Orders, warm: Option<&[f64]>, rounds: usize) -> Self {
        let mut model = Self {
            orders,
            ..self.clone()
        };
        let mut space = Space::default();
        let coefficients = [orders.ar, orders.ma, orders.season_ar, orders.season_ma];
        for count in coefficients {
            for _ in 0..count {
                space.add(0.1, -0.97, 0.97, 1.0);
            }
        }
        let size = root_mean_square(w) + 1e-9;
        if orders.constant {
            space.add(mean(w), -100.0 * size, 100.0 * size, size);
        }
        if let Some(point) = warm {
            space.begin(point);
        }
        let found = minimise(&space, w.len(), rounds, |point, residuals| {
            let (ar, ma, constant) = model.polynomials(point);
            filter(w, &ar, &ma, constant, residuals);
        });
        model.point = found.point;
        let count = w.len() as f64;
        let parameters = model.point.len() as f64 + 1.0;
        let spare = count - parameters - 1.0;
        model.squares = found.cost / (count - parameters + 1.0).max(1.0);
        model.aicc = if spare > 0.0 && found.cost.is_finite() {
            count * libm::log((found.cost / count).max(1e-300))
                + 2.0 * parameters
                + 2.0 * parameters * (parameters + 1.0) / spare
        } else {
            f64::INFINITY
        };
        model
    }

    /// The two lag polynomials, both with their seasonal factors multiplied in, and the constant.
    fn polynomials(&self, point: &[f64]) -> (Lags, Lags, f64) {
        let Orders {
            ar,
            ma,
            season_ar,
            season_ma,
            constant,
        } = self.orders;
        let (ar_point, rest) = point.split_at(ar);
        let (ma_point, rest) = rest.split_at(ma);
        let (season_ar_point, rest) = rest.split_at(season_ar);
        let (season_ma_point, rest) = rest.split_at(season_ma);
        let middle = if constant {
            rest.first().copied().unwrap_or(0.0)
        } else {
            0.0
        };
        let product = |plain: &[f64], seasonal: &[f64]| {
            let (plain, seasonal) = (stationary(plain), stationary(seasonal));
            let mut lags: Lags = Vec::new();
            let mut add =
                |lag: usize, weight: f64| match lags.iter_mut().find(|(known, _)| *known == lag) {
                    Some((_, sum)) => *sum += weight,
                    None => lags.push((lag, weight)),
                };
            for (at, weight) in plain.iter().enumerate() {
                add(at + 1, *weight);
            }
            for (turn, outer) in seasonal.iter().enumerate() {
                let far = (turn + 1) * self.season;
                add(far, *outer);
                for (at, inner) in plain.iter().enumerate() {
                    add(far + at + 1, -outer * inner);
                }
            }
            lags.sort_unstable_by_key(|(lag, _)| *lag);
            lags
        };
        (
            product(ar_point, season_ar_point),
            // Moving averages as 1 − θB, so that both are kept in bounds alike.
            product(ma_point, season_ma_point),
            middle,
        )
    }

    fn differenced(&self, y: &[f64]) -> Vec<f64> {
        let mut w = y.to_vec();
        for _ in 0..self.season_differences {
            w = difference(&w, self.season);
        }
        for _ in 0..self.differences {
            w = difference(&w, 1);
        }
        w
    }

    /// What comes after `y`.
    pub(crate) fn forecast(&self, y: &[f64], horizon: usize) -> Path {
        let y = recent(y);
        let w = self.differenced(y);
        let (ar, ma, middle) = self.polynomials(&self.point);
        let mut residuals = vec![0.0; w.len() + horizon];
        filter(&w, &ar, &ma, middle, &mut residuals[..w.len()]);
        let mut ahead: Vec<f64> = w.iter().map(|value| value - middle).collect();
        for at in w.len()..w.len() + horizon {
            let mut value = 0.0;
            for &(lag, weight) in &ar {
                if lag <= at {
                    value += weight * ahead[at - lag];
                }
            }
            for &(lag, weight) in &ma {
                if lag <= at {
                    value -= weight * residuals[at - lag];
                }
            }
            ahead.push(value);
        }
        let mut steps: Vec<f64> = ahead[w.len()..]
            .iter()
            .map(|value| value + middle)
            .collect();
        // How much of an error is felt later: impulse responses, added up as differences are.
        let mut felt = vec![0.0; horizon];
        for at in 0..horizon {
            let mut value = if at == 0 { 1.0 } else { 0.0 };
            for &(lag, weight) in &ar {
                if lag <= at {
                    value += weight * felt[at - lag];
                }
            }
            for &(lag, weight) in &ma {
                if lag == at {
                    value -= weight;
                }
            }
            felt[at] = value;
        }
        let mut history = y.to_vec();
        let mut stages = Vec::new();
        for _ in 0..self.season_differences {
            let next = difference(&history, self.season);
            stages.push((std::mem::replace(&mut history, next), self.season));
        }
        for _ in 0..self.differences {
            let next = difference(&history, 1);
            stages.push((std::mem::replace(&mut history, next), 1));
        }
        for (before, lag) in stages.into_iter().rev() {
            for step in 0..horizon {
                let back = if step >= lag {
                    steps[step - lag]
                } else {
                    before[before.len() + step - lag]
                };
                steps[step] += back;
                if step >= lag {
                    felt[step] += felt[step - lag];
                }
            }
        }
        let mut spread = 0.0;
        let sigma = felt
            .iter()
            .map(|felt| {
                spread += felt * felt;
                (self.squares * spread).sqrt()
            })
            .collect();
        Path { mean: steps, sigma }
    }
}

fn recent(y: &[f64]) -> &[f64] {
    &y[y.len().saturating_sub(LOOK_BACK)..]
}

/// Errors one step ahead of (1 − φB…)(w − constant) = (1 − θB…)e, from zeros before the first.
fn filter(w: &[f64], ar: &Lags, ma: &Lags, constant: f64, residuals: &mut [f64]) {
    let longest = |lags: &Lags| lags.last().map_or(0, |(lag, _)| *lag);
    let settled = longest(ar).max(longest(ma));
    for at in 0..w.len() {
        let mut value = w[at] - constant;
        if at >= settled {
            for &(lag, weight) in ar {
                value -= weight * (w[at - lag] - constant);
            }
            for &(lag, weight) in ma {
                value += weight * residuals[at - lag];
            }
        } else {
            for &(lag, weight) in ar {
                if lag <= at {
                    value -= weight * (w[at - lag] - constant);
                }
            }
            for &(lag, weight) in ma {
                if lag <= at {
                    value += weight * residuals[at - lag];
                }
            }
        }
        residuals[at] = value;
    }
}

/// Partial autocorrelations to coefficients, by Durbin and Levinson.
fn stationary(partial: &[f64]) -> Vec<f64> {
    let mut coefficients: Vec<f64> = Vec::with_capacity(partial.len());
    for &next in partial {
        let before = coefficients.clone();
        for (at, coefficient) in coefficients.iter_mut().enumerate() {
            *coefficient -= next * before[before.len() - 1 - at];
        }
        coefficients.push(next);
    }
    coefficients
}

fn difference(y: &[f64], lag: usize) -> Vec<f64> {
    y.iter()
        .zip(y.iter().skip(lag))
        .map(|(before, now)| now - before)
        .collect()
}

/// How often to difference until the level stands still, by the KPSS test at 5 %.
fn differences(y: &[f64], most: usize) -> usize {
    let mut w = y.to_vec();
    for count in 0..most {
        if w.len() < 5 || kpss(&w) <= 0.463 {
            return count;
        }
        w = difference(&w, 1);
    }
    most
}

/// The KPSS statistic for a constant level.
///
/// # Source
/// Kwiatkowski et al. (1992), with Bartlett weights up to 4 (n / 100)^¼ lags.
fn kpss(y: &[f64]) -> f64 {
    let middle = mean(y);
    let around: Vec<f64> = y.iter().map(|value| value - middle).collect();
    let count = y.len() as f64;
    let lags = (4.0 * (count / 100.0).sqrt().sqrt()) as usize;
    let mut long = crate::statistics::dot(&around, &around) / count;
    for lag in 1..=lags.min(y.len() - 1) {
        let together =
            crate::statistics::dot(&around[lag..], &around[..around.len() - lag]) / count;
        long += 2.0 * together * (1.0 - lag as f64 / (lags as f64 + 1.0));
    }
    let (mut sum, mut squares) = (0.0, 0.0);
    for value in &around {
        sum += value;
        squares += sum * sum;
    }
    if long > 0.0 {
        squares / (count * count * long)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_autoregression_returns_to_its_mean() {
        // Fixed numbers that look like noise.
        let mut state = 12345u64;
        let mut noise = || {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            (state >> 33) as f64 / f64::from(1u32 << 31) - 0.5
        };
        let mut y = vec![10.0];
        for at in 0..300 {
            y.push(10.0 + 0.7 * (y[at] - 10.0) + noise());
        }
        y.push(14.0);
        let path = Arima::fit(&y, 1).forecast(&y, 30);
        assert!((path.mean[29] - 10.0).abs() < 0.5, "{path:?}");
        assert!(path.mean[0] > 11.5, "{path:?}");
        assert!(path.sigma[29] > path.sigma[0]);
    }

    #[test]
    fn a_walk_stays_where_it_is() {
        let path = Arima {
            orders: Orders {
                ar: 0,
                ma: 0,
                season_ar: 0,
                season_ma: 0,
                constant: false,
            },
            differences: 1,
            season_differences: 0,
            season: 1,
            point: vec![],
            squares: 1.0,
            aicc: 0.0,
        }
        .forecast(&[1.0, 2.0, 5.0], 4);
        assert_eq!(path.mean, [5.0; 4]);
        assert_eq!(path.sigma[3], 2.0);
    }

    #[test]
    fn partial_autocorrelations_make_coefficients() {
        let coefficients = stationary(&[0.5, -0.3]);
        assert!((coefficients[0] - 0.65).abs() < 1e-12);
        assert!((coefficients[1] + 0.3).abs() < 1e-12);
    }
}
