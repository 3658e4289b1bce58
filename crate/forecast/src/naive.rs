//! The last season again.

use crate::path::Path;
use crate::statistics::root_mean_square;

/// Repeats the last season; without one, or before one is full, the last value.
pub(crate) fn forecast(y: &[f64], season: usize, horizon: usize) -> Path {
    let season = if season >= 1 && season <= y.len() {
        season
    } else {
        1
    };
    let last = &y[y.len().saturating_sub(season)..];
    let mean = (0..horizon)
        .map(|step| last.get(step % season).copied().unwrap_or(0.0))
        .collect();
    // Before a season has come again, its neighbours are all that tells how values vary.
    let apart = if season < y.len() { season } else { 1 };
    let errors: Vec<f64> = y
        .iter()
        .zip(y.iter().skip(apart))
        .map(|(before, now)| now - before)
        .collect();
    let spread = root_mean_square(&errors);
    // Each season ahead adds the error of one season.
    let sigma = (0..horizon)
        .map(|step| spread * ((step / season + 1) as f64).sqrt())
        .collect();
    Path { mean, sigma }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_season_comes_again() {
        let path = forecast(&[9.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 3, 5);
        assert_eq!(path.mean, [4.0, 5.0, 6.0, 4.0, 5.0]);
        assert_eq!(forecast(&[1.0, 2.0], 7, 2).mean, [2.0, 2.0]);
    }
}
