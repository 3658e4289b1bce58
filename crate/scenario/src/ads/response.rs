//! What more spend went together with: adstock and Hill saturation fitted on a history.
//!
//! yₜ = controls + β · aₜˢ / (aₜˢ + Kˢ) with aₜ = xₜ + θ·aₜ₋₁. β is least squares, not negative; θ, K and s are found on a
//! grid. Controls are a level, a trend and the season. Whether spend says anything at all is asked of the same
//! history with spend moved in time; intervals come from a bootstrap of residuals in blocks.

use analysis::statistics::quantile_sorted;
use chart::spec::Point;

use crate::random::Random;

const DECAYS: [f64; 7] = [0.0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9];
const SHAPES: [f64; 2] = [1.0, 2.0];
/// Half saturation as a multiple of the mean adstock.
const HALVES: [f64; 6] = [0.25, 0.5, 1.0, 2.0, 4.0, 16.0];
/// Moved histories that spend is compared with.
const MOVED: usize = 99;
/// Bootstrap samples.
const SAMPLES: usize = 200;
/// Points of the curve.
const POINTS: usize = 13;

/// A fitted response.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Response {
    /// Share of spend's effect that is left a step later.
    pub(crate) decay: f64,
    /// Exponent of the Hill curve.
    pub(crate) shape: f64,
    /// Adstock at which half the effect is reached.
    pub(crate) half: f64,
    /// Effect of endless spend.
    pub(crate) ceiling: f64,
    /// Of moved histories, the share that fits as well as the real one.
    pub(crate) p_value: f64,
    /// Spend a step at which the margin is told: the mean of the last quarter.
    pub(crate) now: f64,
    /// Outcome for one more unit of spend at `now`, kept up.
    pub(crate) marginal: f64,
    /// Its 95 % interval.
    pub(crate) interval: (f64, f64),
    /// Margins of the bootstrap samples, for differences between two responses.
    pub(crate) samples: Vec<f64>,
    /// (spend a step, effect, low, high).
    pub(crate) curve: Vec<(f64, f64, f64, f64)>,
}

impl Response {
    /// The curve as a chart takes it.
    pub(crate) fn points(&self) -> Vec<Point> {
        let point = |&(x, y, lo, hi): &(f64, f64, f64, f64)| Point {
            x,
            y: Some(y),
            lo: Some(lo),
            hi: Some(hi),
        };
        self.curve.iter().map(point).collect()
    }
}

/// Fits a response of `outcome` to `spend`, a value a step; `season` steps make a season (0 = none).
///
/// `None` with fewer than 40 steps, with spend that hardly varies, or where no curve explains anything.
pub(crate) fn fit(spend: &[f64], outcome: &[f64], season: usize, seed: u64) -> Option<Response> {
    fit_beside(spend, outcome, season, &[], seed)
}

/// The same with more that moves the outcome: other channels, prices, promotions; a value a step each.
pub(crate) fn fit_beside(
    spend: &[f64],
    outcome: &[f64],
    season: usize,
    beside: &[Vec<f64>],
    seed: u64,
) -> Option<Response> {
    let n = spend.len();
    let finite = |values: &[f64]| values.iter().all(|v| v.is_finite());
    if n < 40 || outcome.len() != n || !finite(spend) || !finite(outcome) {
        return None;
    }
    let mean = spend.iter().sum::<f64>() / n as f64;
    let spread = spend.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n as f64;
    if mean <= 0.0 || libm::sqrt(spread) < 0.1 * mean {
        return None;
    }
    let controls = controls(n, season, beside);
    let residual = cleared(outcome, &controls);
    let features = features(spend, &controls);
    let best = best(&features, &residual)?;
    let random = &mut Random::new(seed);
    let p_value = moved(
        spend,
        &residual,
        &controls,
        features[best.0].gain(&residual),
        random,
    );
    let now = {
        let last = &spend[n - n / 4..];
        last.iter().sum::<f64>() / last.len() as f64
    };
    let most = spend
        .iter()
        .copied()
        .fold(0.0, f64::max)
        .min(3.0 * mean.max(now));
    let levels: Vec<f64> = (0..POINTS)
        .map(|i| most * i as f64 / (POINTS - 1) as f64)
        .collect();
    let (index, ceiling) = best;
    let chosen = &features[index];
    let errors: Vec<f64> = residual
        .iter()
        .zip(&chosen.cleared)
        .map(|(y, f)| y - ceiling * f)
        .collect();
    let block = if season > 1 { season } else { 4 };
    let mut samples = Vec::with_capacity(SAMPLES);
    let mut curves: Vec<Vec<f64>> = vec![Vec::new(); POINTS];
    for _ in 0..SAMPLES {
        let drawn = blocks(&errors, block, random);
        let again: Vec<f64> = chosen
            .cleared
            .iter()
            .zip(&drawn)
            .map(|(f, e)| ceiling * f + e)
            .collect();
        let again = cleared(&again, &controls);
        let (feature, ceiling) = match self::best(&features, &again) {
            Some((index, ceiling)) => (&features[index], ceiling),
            None => (chosen, 0.0),
        };
        samples.push(ceiling * feature.slope(now));
        for (curve, &level) in curves.iter_mut().zip(&levels) {
            curve.push(ceiling * feature.height(level));
        }
    }
    let ends = |values: &[f64]| {
        let mut sorted = values.to_vec();
        table::order::floats(&mut sorted);
        let low = quantile_sorted(&sorted, 0.025).unwrap_or(0.0);
        (low, quantile_sorted(&sorted, 0.975).unwrap_or(low))
    };
    let curve = levels
        .iter()
        .zip(&curves)
        .map(|(&level, values)| {
            let (low, high) = ends(values);
            (level, ceiling * chosen.height(level), low, high)
        })
        .collect();
    Some(Response {
        decay: chosen.decay,
        shape: chosen.shape,
        half: chosen.half,
        ceiling,
        p_value,
        now,
        marginal: ceiling * chosen.slope(now),
        interval: ends(&samples),
        samples,
        curve,
    })
}

impl Response {
    /// What spend is taken to have brought, a value a step.
    pub(crate) fn brought(&self, spend: &[f64]) -> Vec<f64> {
        let stock = adstock(spend, self.decay);
        let of = |a: f64| self.ceiling * hill(a, self.half, self.shape);
        stock.into_iter().map(of).collect()
    }
}

/// A point of the grid.
struct Feature {
    decay: f64,
    shape: f64,
    half: f64,
    /// The saturated adstock without what the controls explain.
    cleared: Vec<f64>,
    /// Σ cleared².
    size: f64,
}

impl Feature {
    /// β, not negative.
    fn weight(&self, residual: &[f64]) -> f64 {
        (dot(&self.cleared, residual) / self.size).max(0.0)
    }

    /// The squares that it explains.
    fn gain(&self, residual: &[f64]) -> f64 {
        let weight = self.weight(residual);
        weight * weight * self.size
    }

    /// The Hill curve at a spend kept up.
    fn height(&self, spend: f64) -> f64 {
        hill(spend / (1.0 - self.decay), self.half, self.shape)
    }

    /// The derivative of `height` by spend.
    fn slope(&self, spend: f64) -> f64 {
        let stock = spend / (1.0 - self.decay);
        if stock <= 0.0 {
            return if self.shape > 1.0 {
                0.0
            } else {
                1.0 / self.half / (1.0 - self.decay)
            };
        }
        let (a, k) = (power(stock, self.shape), power(self.half, self.shape));
        self.shape * a / stock * k / ((a + k) * (a + k)) / (1.0 - self.decay)
    }
}

fn hill(stock: f64, half: f64, shape: f64) -> f64 {
    if stock <= 0.0 {
        return 0.0;
    }
    let a = power(stock, shape);
    a / (a + power(half, shape))
}

/// A power; the usual shapes need no logarithm.
fn power(base: f64, shape: f64) -> f64 {
    match shape {
        1.0 => base,
        2.0 => base * base,
        _ => libm::pow(base, shape),
    }
}

fn adstock(spend: &[f64], decay: f64) -> Vec<f64> {
    let mut stock = 0.0;
    spend
        .iter()
        .map(|x| {
            stock = x.max(0.0) + decay * stock;
            stock
        })
        .collect()
}

fn features(spend: &[f64], controls: &[Vec<f64>]) -> Vec<Feature> {
    let mut out = Vec::with_capacity(DECAYS.len() * SHAPES.len() * HALVES.len());
    for decay in DECAYS {
        let stock = adstock(spend, decay);
        let mean = stock.iter().sum::<f64>() / stock.len() as f64;
        for shape in SHAPES {
            for times in HALVES {
                let half = mean * times;
                let curve: Vec<f64> = stock.iter().map(|&a| hill(a, half, shape)).collect();
                let cleared = cleared(&curve, controls);
                let size = dot(&cleared, &cleared);
                // A curve that the controls explain says nothing.
                if size > 1e-9 * dot(&curve, &curve) {
                    out.push(Feature {
                        decay,
                        shape,
                        half,
                        cleared,
                        size,
                    });
                }
            }
        }
    }
    out
}

fn best(features: &[Feature], residual: &[f64]) -> Option<(usize, f64)> {
    let mut best: Option<(usize, f64)> = None;
    for (index, feature) in features.iter().enumerate() {
        let gain = feature.gain(residual);
        if gain > best.map_or(0.0, |b| b.1) {
            best = Some((index, gain));
        }
    }
    best.map(|(index, _)| (index, features[index].weight(residual)))
}

/// The share of histories with spend moved in a circle that fit as well.
fn moved(
    spend: &[f64],
    residual: &[f64],
    controls: &[Vec<f64>],
    gain: f64,
    random: &mut Random,
) -> f64 {
    let n = spend.len();
    // What not even F believes needs no histories.
    let left = dot(residual, residual) - gain;
    let free = n as f64 - controls.len() as f64 - 1.0;
    if left > 0.0 && gain / left * free < 4.0 {
        return 1.0;
    }
    let least = n / 10 + 1;
    let mut as_good = 0;
    for _ in 0..MOVED {
        let by = least + random.below(n - 2 * least);
        let other: Vec<f64> = (0..n).map(|i| spend[(i + by) % n]).collect();
        as_good += usize::from(fits_as_well(&other, residual, controls, gain));
    }
    (as_good + 1) as f64 / (MOVED + 1) as f64
}

/// Whether any curve of a history explains `gain` or more. The residual is cleared of the controls, so a curve's
/// product with it is that of the cleared curve, and the curve itself need not be cleared.
fn fits_as_well(spend: &[f64], residual: &[f64], controls: &[Vec<f64>], gain: f64) -> bool {
    let mut curve = vec![0.0; spend.len()];
    DECAYS.into_iter().any(|decay| {
        let stock = adstock(spend, decay);
        let mean = stock.iter().sum::<f64>() / stock.len() as f64;
        SHAPES.into_iter().any(|shape| {
            HALVES.into_iter().any(|times| {
                for (value, &a) in curve.iter_mut().zip(&stock) {
                    *value = hill(a, mean * times, shape);
                }
                let along = dot(&curve, residual);
                if along <= 0.0 {
                    return false;
                }
                let whole = dot(&curve, &curve);
                let explained: f64 = controls
                    .iter()
                    .map(|c| dot(&curve, c) * dot(&curve, c))
                    .sum();
                let size = whole - explained;
                size > 1e-9 * whole && along * along / size >= gain
            })
        })
    })
}

/// Residuals in blocks, wrapped around, as long as the series.
fn blocks(errors: &[f64], block: usize, random: &mut Random) -> Vec<f64> {
    let n = errors.len();
    let mut out = Vec::with_capacity(n + block);
    while out.len() < n {
        let start = random.below(n);
        out.extend((0..block).map(|i| errors[(start + i) % n]));
    }
    out.truncate(n);
    out
}

/// A level, a trend and a season (steps of a short one, a wave of a long one), made orthonormal.
fn controls(n: usize, season: usize, beside: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut raw: Vec<Vec<f64>> = vec![vec![1.0; n], (0..n).map(|i| i as f64 / n as f64).collect()];
    if (2..=12).contains(&season) && n >= 3 * season {
        for step in 1..season {
            raw.push(
                (0..n)
                    .map(|i| f64::from(u8::from(i % season == step)))
                    .collect(),
            );
        }
    } else if season > 12 && n >= season * 3 / 2 {
        let turn = |i: usize| core::f64::consts::TAU * i as f64 / season as f64;
        raw.push((0..n).map(|i| libm::sin(turn(i))).collect());
        raw.push((0..n).map(|i| libm::cos(turn(i))).collect());
    }
    raw.extend(beside.iter().cloned());
    let mut out: Vec<Vec<f64>> = Vec::with_capacity(raw.len());
    for column in raw {
        let before = dot(&column, &column);
        let left = cleared(&column, &out);
        let size = dot(&left, &left);
        if size > 1e-10 * before {
            let length = libm::sqrt(size);
            out.push(left.into_iter().map(|v| v / length).collect());
        }
    }
    out
}

/// What orthonormal columns do not explain.
fn cleared(values: &[f64], columns: &[Vec<f64>]) -> Vec<f64> {
    let mut left = values.to_vec();
    for column in columns {
        let along = dot(&left, column);
        for (value, c) in left.iter_mut().zip(column) {
            *value -= along * c;
        }
    }
    left
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two years of weeks: spend in bursts, a known curve, a trend, noise.
    fn history(effect: f64, seed: u64) -> (Vec<f64>, Vec<f64>) {
        let random = &mut Random::new(seed);
        let mut level = 100.0;
        let spend: Vec<f64> = (0..104)
            .map(|_| {
                if random.below(4) == 0 {
                    level = 40.0 + random.below(200) as f64;
                }
                level
            })
            .collect();
        let stock = adstock(&spend, 0.45);
        let outcome = (0..104)
            .map(|i| {
                let noise: f64 = (0..12).map(|_| random.unit()).sum::<f64>() - 6.0;
                3000.0 + 2.0 * i as f64 + effect * hill(stock[i], 250.0, 1.0) + 30.0 * noise
            })
            .collect();
        (spend, outcome)
    }

    #[test]
    fn the_fit_is_that_of_least_squares_over_the_same_grid() {
        // The same series and the same grid in `tests/golden/ads.py`, by numpy's lstsq on the whole design.
        let mut state = 777_u64;
        let mut draw = || {
            state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
            state as f64 / 2_147_483_648.0
        };
        let mut level = 100.0;
        let mut spend = Vec::new();
        for _ in 0..140 {
            if draw() < 0.2 {
                level = 40.0 + 200.0 * draw();
            }
            spend.push(level);
        }
        let stock = adstock(&spend, 0.45);
        let outcome: Vec<f64> = (0..140)
            .map(|i| {
                let season = 50.0 * (i % 7) as f64;
                let curve = 900.0 * stock[i] / (stock[i] + 200.0);
                2000.0 + i as f64 + season + curve + 60.0 * (draw() - 0.5)
            })
            .collect();
        let of = fit(&spend, &outcome, 7, 1).expect("a response");
        let close = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-7, "{a} {b}");
        assert_eq!((of.decay, of.shape), (0.45, 1.0));
        close(of.half, 237.020_283_918_183_42);
        close(of.ceiling, 899.672_575_240_534_1);
        close(of.now, 111.327_981_882_329_5);
        close(of.marginal, 2.007_790_615_395_974_6);
        assert!(of.p_value <= 0.05);
    }

    #[test]
    fn a_known_curve_is_found_again() {
        let mut covered = 0;
        for seed in 0..12 {
            let (spend, outcome) = history(1500.0, seed);
            let of = fit(&spend, &outcome, 0, 7).expect("a response");
            assert!(of.p_value <= 0.05, "{}", of.p_value);
            // d/dx of 1500·a/(a + 250) at a = x/0.55.
            let stock = of.now / 0.55;
            let truth = 1500.0 * 250.0 / ((stock + 250.0) * (stock + 250.0)) / 0.55;
            assert!(
                (of.marginal / truth - 1.0).abs() < 0.5,
                "{} {truth}",
                of.marginal
            );
            covered += usize::from(of.interval.0 <= truth && truth <= of.interval.1);
        }
        assert!(covered >= 9, "{covered} of 12 intervals hold the truth");
    }

    #[test]
    fn spend_without_effect_is_not_believed() {
        let believed = (0..12)
            .filter(|&seed| {
                let (spend, outcome) = history(0.0, seed);
                fit(&spend, &outcome, 0, 7).is_some_and(|of| of.p_value <= 0.05)
            })
            .count();
        assert!(believed <= 2, "{believed} of 12");
    }

    #[test]
    fn thin_or_level_histories_give_nothing() {
        assert!(fit(&[1.0; 39], &[1.0; 39], 7, 1).is_none());
        assert!(fit(&[5.0; 100], &[1.0; 100], 7, 1).is_none());
        assert!(fit(&[0.0; 100], &[1.0; 100], 7, 1).is_none());
        let rising: Vec<f64> = (0..100).map(f64::from).collect();
        assert!(fit(&rising, &[f64::NAN; 100], 7, 1).is_none());
    }

    #[test]
    fn money_times_ten_is_the_same_margin() {
        let (spend, outcome) = history(1500.0, 3);
        let ten = |v: &[f64]| v.iter().map(|x| x * 10.0).collect::<Vec<_>>();
        let (a, b) = (
            fit(&spend, &outcome, 0, 7).expect("a response"),
            fit(&ten(&spend), &ten(&outcome), 0, 7).expect("a response"),
        );
        assert!((a.marginal - b.marginal).abs() < 1e-6);
        assert_eq!(a.p_value, b.p_value);
    }
}
