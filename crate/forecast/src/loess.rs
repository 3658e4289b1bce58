//! Local straight lines over evenly spaced steps.

/// What is fitted to the steps of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A constant.
    Level,
    /// A straight line.
    Line,
}

/// Smooths `y` by levels of or lines through the nearest `window` steps, weighted by the tricube of distance.
///
/// Evaluated at steps −`beyond` to `y.len() + beyond`, so the result is `2 · beyond` longer.
/// With `jump` above 1 only every so many steps are evaluated, and lines drawn between them.
///
/// # Source
/// Cleveland et al. (1990), "STL: a seasonal-trend decomposition procedure based on loess".
pub(crate) fn smooth(
    y: &[f64],
    window: usize,
    shape: Shape,
    beyond: usize,
    jump: usize,
) -> Vec<f64> {
    let total = y.len() + 2 * beyond;
    if y.len() < 2 {
        return vec![y.first().copied().unwrap_or(0.0); total];
    }
    let reach = Reach::new(y.len(), window, shape);
    let mut out = vec![0.0; total];
    let jump = jump.max(1);
    let mut before = 0;
    out[0] = reach.at(y, -(beyond as f64));
    while before + 1 < total {
        let next = (before + jump).min(total - 1);
        out[next] = reach.at(y, next as f64 - beyond as f64);
        let slope = (out[next] - out[before]) / (next - before) as f64;
        for at in before + 1..next {
            out[at] = out[before] + slope * (at - before) as f64;
        }
        before = next;
    }
    out
}

/// The weights of a window in the middle of a series, which are the same at every step.
struct Reach {
    /// Steps in a window.
    window: usize,
    /// What is added to the bandwidth where the window is longer than the series.
    wider: f64,
    /// What is fitted.
    shape: Shape,
    /// Weights by distance, adding up to 1 over both sides.
    middle: Vec<f64>,
}

impl Reach {
    fn new(count: usize, window: usize, shape: Shape) -> Self {
        let wider = window.saturating_sub(count) as f64 / 2.0;
        let window = window.min(count).max(2);
        let half = (window - 1) / 2;
        let bandwidth = half as f64 + wider;
        let mut middle: Vec<f64> = (0..=half)
            .map(|far| tricube(far as f64, bandwidth))
            .collect();
        let sum = 2.0 * middle.iter().sum::<f64>() - middle[0];
        for weight in &mut middle {
            *weight /= sum;
        }
        Self {
            window,
            wider,
            shape,
            middle,
        }
    }

    fn at(&self, y: &[f64], x: f64) -> f64 {
        let half = (self.window - 1) / 2;
        let place = x as usize;
        if self.window % 2 == 1 && x >= half as f64 && place + half < y.len() {
            // Symmetric weights: the line's value in the middle is the weighted mean.
            let mut sum = self.middle[0] * y[place];
            for far in 1..=half {
                sum += self.middle[far] * (y[place - far] + y[place + far]);
            }
            return sum;
        }
        let first = (x - half as f64).max(0.0) as usize;
        let first = first.min(y.len() - self.window);
        let last = first + self.window - 1;
        let bandwidth = (x - first as f64).max(last as f64 - x) + self.wider;
        let (mut total, mut centre, mut value) = (0.0, 0.0, 0.0);
        let weight = |at: usize| tricube((at as f64 - x).abs(), bandwidth);
        for (at, y) in y.iter().enumerate().take(last + 1).skip(first) {
            let weight = weight(at);
            total += weight;
            centre += weight * at as f64;
            value += weight * y;
        }
        if total <= 0.0 {
            return y[place.min(y.len() - 1)];
        }
        centre /= total;
        value /= total;
        if self.shape == Shape::Level {
            return value;
        }
        let (mut spread, mut slope) = (0.0, 0.0);
        for (at, y) in y.iter().enumerate().take(last + 1).skip(first) {
            let (weight, off) = (weight(at), at as f64 - centre);
            spread += weight * off * off;
            slope += weight * off * (y - value);
        }
        if spread.sqrt() > 1e-3 * (y.len() - 1) as f64 * total.sqrt() {
            value + slope / spread * (x - centre)
        } else {
            value
        }
    }
}

fn tricube(distance: f64, bandwidth: f64) -> f64 {
    if bandwidth <= 0.0 || distance <= 0.001 * bandwidth {
        return 1.0;
    }
    if distance > 0.999 * bandwidth {
        return 0.0;
    }
    let ratio = distance / bandwidth;
    let rest = 1.0 - ratio * ratio * ratio;
    rest * rest * rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_a_line() {
        let y: Vec<f64> = (0..40).map(|at| 5.0 + 0.5 * f64::from(at)).collect();
        for (window, jump) in [(7, 1), (13, 3), (61, 1)] {
            let smoothed = smooth(&y, window, Shape::Line, 2, jump);
            assert_eq!(smoothed.len(), 44);
            for (at, value) in smoothed.iter().enumerate() {
                let truth = 5.0 + 0.5 * (at as f64 - 2.0);
                assert!(
                    (value - truth).abs() < 1e-9,
                    "{window} {at}: {value} {truth}"
                );
            }
        }
    }
}
