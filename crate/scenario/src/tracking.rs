//! The tracking signal: whether errors add up in one direction.

use analysis::statistics::student_critical;

/// Errors without which nothing is told.
pub(crate) const NEEDS: usize = 6;
/// Limits of the signal, in mean absolute errors.
pub(crate) const LIMIT: f64 = 4.0;

/// Errors in the order of time: what came less what was said.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tracking {
    /// Σ errors ÷ mean absolute error, after each error.
    pub(crate) running: Vec<f64>,
    /// The mean error and its 95 % interval.
    pub(crate) mean: f64,
    pub(crate) interval: (f64, f64),
}

impl Tracking {
    /// `None` with fewer than six errors.
    pub(crate) fn of(errors: &[f64]) -> Option<Self> {
        let n = errors.len() as f64;
        if errors.len() < NEEDS {
            return None;
        }
        let (mut sum, mut sizes) = (0.0, 0.0);
        let running = errors
            .iter()
            .enumerate()
            .map(|(at, error)| {
                sum += error;
                sizes += error.abs();
                let mean = sizes / (at + 1) as f64;
                if mean > 0.0 { sum / mean } else { 0.0 }
            })
            .collect();
        let mean = sum / n;
        let squares: f64 = errors.iter().map(|e| (e - mean) * (e - mean)).sum();
        let error = libm::sqrt(squares / (n - 1.0) / n);
        let half = student_critical(0.95, n - 1.0) * error;
        Some(Self {
            running,
            mean,
            interval: (mean - half, mean + half),
        })
    }

    /// The signal after the last error.
    pub(crate) fn signal(&self) -> f64 {
        self.running.last().copied().unwrap_or(0.0)
    }

    /// Beyond the limits, and by more than chance: errors of some length stray beyond them by chance too.
    pub(crate) fn is_biased(&self) -> bool {
        let (low, high) = self.interval;
        self.signal().abs() > LIMIT && (low > 0.0 || high < 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Tracking;

    #[test]
    fn errors_of_one_sign_add_up_and_others_cancel() {
        let of = Tracking::of(&[2.0, 4.0, 3.0, 3.0, 2.0, 4.0]).expect("six");
        // 18 ÷ 3; the first error alone is one mean error.
        assert!((of.signal() - 6.0).abs() < 1e-12 && (of.running[0] - 1.0).abs() < 1e-12);
        // 3 ± 2.5706 · 0.8944 / √6.
        assert!((of.interval.0 - 2.0614).abs() < 1e-3, "{:?}", of.interval);
        assert!(of.is_biased());
        let of = Tracking::of(&[2.0, -2.0, 2.0, -2.0, 2.0, -2.0]).expect("six");
        assert!(of.signal() == 0.0 && !of.is_biased());
        assert!(Tracking::of(&[1.0; 5]).is_none());
    }

    #[test]
    fn nothing_wrong_is_no_bias() {
        let of = Tracking::of(&[0.0; 8]).expect("eight");
        assert!(of.signal() == 0.0 && of.interval == (0.0, 0.0) && !of.is_biased());
    }
}
