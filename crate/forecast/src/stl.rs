//! Season and trend by loess, for one season or several.

use crate::loess::{Shape, smooth};

/// A series taken apart; the parts add up to it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Decomposition {
    /// The lengths of the seasons, in steps, ascending.
    pub seasons: Vec<usize>,
    /// One component for each season, as long as the series.
    pub seasonal: Vec<Vec<f64>>,
    /// The slow movement.
    pub trend: Vec<f64>,
    /// What is left.
    pub remainder: Vec<f64>,
}

/// One season and what is slower.
struct Stl {
    seasonal: Vec<f64>,
    trend: Vec<f64>,
}

/// How often the inner loop runs. It has settled by then: more changes the sixth digit.
const ROUNDS: usize = 2;

/// Evaluates long windows at every so many steps only.
fn jump(window: usize) -> usize {
    (window / 15).max(1)
}

fn stl(y: &[f64], season: usize, seasonal_window: usize) -> Stl {
    let count = y.len();
    let ratio = 1.5 * season as f64 / (1.0 - 1.5 / seasonal_window as f64);
    let trend_window = odd(ratio as usize + 1);
    let low_window = odd(season + 1);
    let mut trend = vec![0.0; count];
    let mut seasonal = vec![0.0; count];
    let mut phase_values = Vec::with_capacity(count / season + 1);
    for _ in 0..ROUNDS {
        // Each phase of the season smoothed by itself, and continued by one season at both ends.
        let mut cycle = vec![0.0; count + 2 * season];
        for phase in 0..season {
            phase_values.clear();
            phase_values.extend((phase..count).step_by(season).map(|at| y[at] - trend[at]));
            let smoothed = smooth(&phase_values, seasonal_window, Shape::Level, 1, 1);
            for (turn, value) in smoothed.into_iter().enumerate() {
                cycle[phase + turn * season] = value;
            }
        }
        let mut low = running_mean(&cycle, season);
        low = running_mean(&low, season);
        low = running_mean(&low, 3);
        let low = smooth(&low, low_window, Shape::Line, 0, jump(low_window));
        for at in 0..count {
            seasonal[at] = cycle[at + season] - low[at];
        }
        let flat: Vec<f64> = y.iter().zip(&seasonal).map(|(y, s)| y - s).collect();
        trend = smooth(&flat, trend_window, Shape::Line, 0, jump(trend_window));
    }
    Stl { seasonal, trend }
}

fn odd(value: usize) -> usize {
    value | 1
}

fn running_mean(y: &[f64], window: usize) -> Vec<f64> {
    let mut sum: f64 = y[..window].iter().sum();
    let mut out = Vec::with_capacity(y.len() + 1 - window);
    out.push(sum / window as f64);
    for at in window..y.len() {
        sum += y[at] - y[at - window];
        out.push(sum / window as f64);
    }
    out
}

/// Takes a series apart by MSTL; seasons that are not seen twice are left out.
///
/// # Source
/// Bandara, Hyndman and Bergmeir (2021), "MSTL": STL for one season after another, twice round,
/// with windows 11, 15, 19 … and levels, not lines, of each phase, as in R and statsforecast.
pub fn decompose(y: &[f64], seasons: &[usize]) -> Decomposition {
    let mut seasons: Vec<usize> = seasons
        .iter()
        .copied()
        .filter(|&season| season >= 2 && 2 * season <= y.len())
        .collect();
    seasons.sort_unstable();
    seasons.dedup();
    let mut seasonal = vec![vec![0.0; y.len()]; seasons.len()];
    let mut rest = y.to_vec();
    let mut trend = None;
    let rounds = if seasons.len() > 1 { 2 } else { 1 };
    for _ in 0..rounds {
        for (nth, &season) in seasons.iter().enumerate() {
            for (value, part) in rest.iter_mut().zip(&seasonal[nth]) {
                *value += part;
            }
            let parts = stl(&rest, season, 7 + 4 * (nth + 1));
            seasonal[nth] = parts.seasonal;
            for (value, part) in rest.iter_mut().zip(&seasonal[nth]) {
                *value -= part;
            }
            trend = Some(parts.trend);
        }
    }
    let trend = trend.unwrap_or_else(|| {
        let window = odd((y.len() / 5).max(5));
        smooth(y, window, Shape::Line, 0, jump(window))
    });
    let remainder = rest
        .iter()
        .zip(&trend)
        .map(|(y, trend)| y - trend)
        .collect();
    Decomposition {
        seasons,
        seasonal,
        trend,
        remainder,
    }
}

impl Decomposition {
    /// The series without its seasons.
    pub fn flat(&self) -> Vec<f64> {
        let both = self.trend.iter().zip(&self.remainder);
        both.map(|(trend, rest)| trend + rest).collect()
    }

    /// All seasons together, `horizon` steps ahead: the last of each comes again.
    pub fn ahead(&self, horizon: usize) -> Vec<f64> {
        let mut sum = vec![0.0; horizon];
        for (season, part) in self.seasons.iter().zip(&self.seasonal) {
            let last = &part[part.len() - season..];
            for (step, value) in sum.iter_mut().enumerate() {
                *value += last[step % season];
            }
        }
        sum
    }

    /// The strength of a season from 0 to 1.
    ///
    /// # Source
    /// Wang, Smith and Hyndman (2006): 1 − Var(remainder) / Var(season + remainder).
    pub fn strength(&self, nth: usize) -> f64 {
        let Some(part) = self.seasonal.get(nth) else {
            return 0.0;
        };
        let both: Vec<f64> = part
            .iter()
            .zip(&self.remainder)
            .map(|(s, r)| s + r)
            .collect();
        let (rest, both) = (variance(&self.remainder), variance(&both));
        if both > 0.0 {
            (1.0 - rest / both).clamp(0.0, 1.0)
        } else {
            0.0
        }
    }
}

fn variance(values: &[f64]) -> f64 {
    let middle = crate::statistics::mean(values);
    values
        .iter()
        .map(|v| (v - middle) * (v - middle))
        .sum::<f64>()
        / values.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_and_seasons_are_found() {
        let week = [0.0, 1.0, 3.0, -2.0, 5.0, -4.0, -3.0];
        let y: Vec<f64> = (0..210)
            .map(|at| 50.0 + 0.1 * at as f64 + week[at % 7])
            .collect();
        let parts = decompose(&y, &[7]);
        for at in 0..y.len() {
            let sum = parts.seasonal[0][at] + parts.trend[at] + parts.remainder[at];
            assert!((sum - y[at]).abs() < 1e-9);
            assert!((parts.seasonal[0][at] - week[at % 7]).abs() < 0.05, "{at}");
        }
        assert!(parts.strength(0) > 0.99);
        let ahead = parts.ahead(9);
        assert!((ahead[1] - week[1]).abs() < 0.05 && (ahead[8] - week[1]).abs() < 0.05);
    }

    #[test]
    fn a_season_not_seen_twice_is_left_out() {
        assert!(decompose(&[1.0; 20], &[12]).seasonal.is_empty());
    }
}
