//! The minimum of a smooth function of a few variables.

use crate::arithmetic::{cholesky, solve};

/// Where the minimum is, and the function's curvature there.
#[derive(Debug, Clone)]
pub(crate) struct Minimum {
    pub(crate) at: Vec<f64>,
    pub(crate) value: f64,
    /// The Hessian's lower Cholesky factor, row-major; `None` where it is not positive definite.
    pub(crate) factor: Option<Vec<f64>>,
}

/// Steps at most.
const STEPS: usize = 200;

/// Step of the differences, for variables of about size 1.
const STEP: f64 = 1e-4;

/// Newton's method with differences in place of derivatives, the Hessian shifted until it is positive definite.
///
/// `None` if the function is not finite at the start, or does not settle.
pub(crate) fn minimise(start: &[f64], f: impl Fn(&[f64]) -> f64) -> Option<Minimum> {
    let mut at = start.to_vec();
    let mut value = f(&at);
    if !value.is_finite() {
        return None;
    }
    for _ in 0..STEPS {
        let (gradient, hessian) = derivatives(&at, value, &f);
        let mut shift = 0.0;
        let step = loop {
            let mut shifted = hessian.clone();
            for i in 0..at.len() {
                shifted[i * at.len() + i] += shift;
            }
            if cholesky(&mut shifted, at.len()).is_some() {
                let mut step = gradient.clone();
                solve(&shifted, at.len(), &mut step);
                break step;
            }
            shift = if shift == 0.0 {
                1e-6 * (1.0 + value.abs())
            } else {
                shift * 10.0
            };
            if !shift.is_finite() {
                return None;
            }
        };
        // A step of more than 2 in a logarithm leaves the region where the differences hold.
        let longest = step
            .iter()
            .fold(0.0, |longest: f64, s| longest.max(s.abs()));
        let mut scale = if longest > 2.0 { 2.0 / longest } else { 1.0 };
        let mut moved = false;
        while scale > 1e-8 {
            let next: Vec<f64> = at.iter().zip(&step).map(|(x, s)| x - scale * s).collect();
            let reached = f(&next);
            if reached < value {
                moved = longest * scale > 1e-9;
                (at, value) = (next, reached);
                break;
            }
            scale /= 2.0;
        }
        if !moved {
            // No way down: a minimum if the slope is next to nothing against the curvature.
            let decrement: f64 = step.iter().zip(&gradient).map(|(s, g)| (s * g).abs()).sum();
            let settled =
                decrement < 1e-5 * (1.0 + value.abs()) && at.iter().all(|x| x.abs() < 25.0);
            let (_, mut hessian) = derivatives(&at, value, &f);
            let factor = cholesky(&mut hessian, at.len()).map(|()| hessian);
            return settled.then_some(Minimum { at, value, factor });
        }
    }
    None
}

fn derivatives(at: &[f64], value: f64, f: &impl Fn(&[f64]) -> f64) -> (Vec<f64>, Vec<f64>) {
    let n = at.len();
    let moved = |moves: &[(usize, f64)]| {
        let mut point = at.to_vec();
        for &(i, by) in moves {
            point[i] += by;
        }
        f(&point)
    };
    let sides: Vec<(f64, f64)> = (0..n)
        .map(|i| (moved(&[(i, STEP)]), moved(&[(i, -STEP)])))
        .collect();
    let gradient = sides
        .iter()
        .map(|(up, down)| (up - down) / (2.0 * STEP))
        .collect();
    let mut hessian = vec![0.0; n * n];
    for i in 0..n {
        hessian[i * n + i] = (sides[i].0 - 2.0 * value + sides[i].1) / (STEP * STEP);
        for j in 0..i {
            let both = moved(&[(i, STEP), (j, STEP)]) - sides[i].0 - sides[j].0 + value;
            let neither = moved(&[(i, -STEP), (j, -STEP)]) - sides[i].1 - sides[j].1 + value;
            let second = (both + neither) / (2.0 * STEP * STEP);
            (hessian[i * n + j], hessian[j * n + i]) = (second, second);
        }
    }
    (gradient, hessian)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bent_valley_is_followed() {
        let rosenbrock = |x: &[f64]| {
            let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
            a * a + 100.0 * b * b
        };
        let minimum = minimise(&[-1.2, 1.0], rosenbrock).expect("a minimum");
        assert!(
            minimum.at.iter().all(|x| (x - 1.0).abs() < 1e-4),
            "{minimum:?}"
        );
        assert!(minimum.value < 1e-8 && minimum.factor.is_some());
    }

    #[test]
    fn no_minimum_is_told() {
        assert!(minimise(&[0.0], |x| -libm::exp(x[0])).is_none());
        assert!(minimise(&[0.0], |_| f64::NAN).is_none());
    }
}
