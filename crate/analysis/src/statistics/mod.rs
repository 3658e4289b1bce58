//! The statistics that findings rest on. Only `libm` behind them, so that every target gives the
//! same bits.

mod compare;
mod distribution;
#[cfg(test)]
mod golden;
mod multiple;
mod rank;
mod robust;

pub use compare::{Difference, welch_moments, welch_series};
pub(crate) use compare::{RatioSums, quasi_poisson, ratio_difference};
pub use distribution::{
    chi_square_1_upper, normal_two_sided, student_critical, student_two_sided, wilson,
};
pub(crate) use distribution::{fisher_upper, wilson_difference};
pub use multiple::benjamini_hochberg;
pub use rank::{Slope, mann_kendall, mann_whitney};
pub use robust::{median, quantile_sorted};

/// Rounds to nine significant digits: what is left of a result when the order of a sum or the last
/// bit of a logarithm does not matter. Infinite and undefined values become `None`.
pub(crate) fn round9(value: f64) -> Option<f64> {
    if !value.is_finite() {
        return None;
    }
    // Most are whole numbers of few digits, and writing out and reading back is slow.
    if value.abs() < 1e9 && libm::floor(value) == value {
        return Some(value);
    }
    format!("{value:.8e}").parse().ok()
}

/// [`round9`] for values that are finite by construction; 0 where they are not.
pub(crate) fn rounded(value: f64) -> f64 {
    round9(value).unwrap_or(0.0)
}

/// A share, `None` without a whole.
pub(crate) fn share(part: i64, whole: i64) -> Option<f64> {
    (whole != 0)
        .then(|| part as f64 / whole as f64)
        .and_then(round9)
}

/// A relative change, `None` where there was nothing before.
pub(crate) fn relative(current: i64, previous: i64) -> Option<f64> {
    (previous > 0)
        .then(|| (current as f64 - previous as f64) / previous as f64)
        .and_then(round9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_keeps_nine_digits() {
        assert_eq!(round9(1.0 / 3.0), Some(0.333333333));
        assert_eq!(round9(-123_456_789_012.0), Some(-123_456_789_000.0));
        assert_eq!(round9(1e-300), Some(1e-300));
        assert_eq!(round9(0.0), Some(0.0));
        assert_eq!(round9(f64::NAN), None);
        assert_eq!(round9(f64::INFINITY), None);
    }

    #[test]
    fn rounding_twice_is_rounding_once() {
        for i in 1..2000 {
            let value = f64::from(i) * 0.001_234_567_891_234 * libm::exp10(f64::from(i % 40 - 20));
            let once = rounded(value);
            assert_eq!(rounded(once), once);
        }
    }
}
