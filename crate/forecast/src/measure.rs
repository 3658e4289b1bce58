//! How wrong a forecast was.

use crate::statistics::mean;

/// The mean absolute error in units of `scale`: mostly that of repeating the last season.
pub fn mase(actual: &[f64], forecast: &[f64], scale: f64) -> f64 {
    let errors: Vec<f64> = actual
        .iter()
        .zip(forecast)
        .map(|(a, f)| (a - f).abs())
        .collect();
    mean(&errors) / scale
}

/// The sum of absolute errors over the sum of absolute values; `None` where all values are 0.
pub fn wape(actual: &[f64], forecast: &[f64]) -> Option<f64> {
    let errors: f64 = actual
        .iter()
        .zip(forecast)
        .map(|(a, f)| (a - f).abs())
        .sum();
    let total: f64 = actual.iter().map(|value| value.abs()).sum();
    (total > 0.0).then(|| errors / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        assert_eq!(mase(&[10.0, 12.0], &[11.0, 10.0], 3.0), 0.5);
        assert_eq!(wape(&[10.0, 20.0], &[13.0, 17.0]), Some(0.2));
        assert_eq!(wape(&[0.0], &[1.0]), None);
    }
}
