//! Logistic regression with an L2 penalty.

use crate::arithmetic::{cholesky, sigmoid, softplus, solve};
use crate::design::Sparse;

/// Weights in log-odds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Logistic {
    pub(crate) intercept: f64,
    pub(crate) weights: Vec<f64>,
}

/// Newton steps at most; five to eight are usual.
const STEPS: usize = 50;

impl Logistic {
    /// Minimises Σ wᵢ·loss(yᵢ, xᵢ·β + β₀) + penalty/2·‖β‖² by Newton's method; the intercept is free of the penalty.
    ///
    /// With `penalty` = 1 / C this is scikit-learn's `LogisticRegression(C)`.
    /// A positive penalty keeps the weights finite however well the classes part.
    pub(crate) fn fit(
        rows: &Sparse,
        width: usize,
        labels: &[bool],
        weights: &[f64],
        penalty: f64,
        start: Option<&Self>,
    ) -> Self {
        let n = width + 1;
        let mut beta = vec![0.0; n];
        if let Some(start) = start {
            beta[..width].copy_from_slice(&start.weights);
            beta[width] = start.intercept;
        }
        let mut loss = objective(rows, labels, weights, penalty, &beta);
        for _ in 0..STEPS {
            let (mut hessian, gradient) = derivatives(rows, labels, weights, penalty, &beta);
            if cholesky(&mut hessian, n).is_none() {
                break;
            }
            let mut step = gradient.clone();
            solve(&hessian, n, &mut step);
            let decrement: f64 = step.iter().zip(&gradient).map(|(s, g)| s * g).sum();
            // Halved until the loss falls: far from the minimum a full step may overshoot.
            let mut scale = 1.0;
            let mut moved = false;
            while scale > 1e-6 {
                let next: Vec<f64> = beta.iter().zip(&step).map(|(b, s)| b - scale * s).collect();
                let reached = objective(rows, labels, weights, penalty, &next);
                if reached <= loss {
                    moved = loss - reached > 1e-13 * loss.abs();
                    (beta, loss) = (next, reached);
                    break;
                }
                scale /= 2.0;
            }
            if !moved || decrement < 1e-10 {
                break;
            }
        }
        let intercept = beta[width];
        beta.truncate(width);
        Self {
            intercept,
            weights: beta,
        }
    }

    /// Log-odds of a row.
    pub(crate) fn margin(&self, row: &[(u32, f64)]) -> f64 {
        let dot: f64 = row
            .iter()
            .map(|&(at, value)| self.weights[at as usize] * value)
            .sum();
        self.intercept + dot
    }
}

fn margin(row: &[(u32, f64)], beta: &[f64]) -> f64 {
    let dot: f64 = row
        .iter()
        .map(|&(at, value)| beta[at as usize] * value)
        .sum();
    dot + beta[beta.len() - 1]
}

fn objective(rows: &Sparse, labels: &[bool], weights: &[f64], penalty: f64, beta: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (row, (&label, &weight)) in labels.iter().zip(weights).enumerate() {
        let margin = margin(rows.row(row), beta);
        sum += weight * (softplus(margin) - if label { margin } else { 0.0 });
    }
    let squares: f64 = beta[..beta.len() - 1].iter().map(|b| b * b).sum();
    sum + penalty / 2.0 * squares
}

/// The Hessian's lower triangle (row-major) and the gradient, the intercept last.
fn derivatives(
    rows: &Sparse,
    labels: &[bool],
    weights: &[f64],
    penalty: f64,
    beta: &[f64],
) -> (Vec<f64>, Vec<f64>) {
    let n = beta.len();
    let mut hessian = vec![0.0; n * n];
    let mut gradient = vec![0.0; n];
    for (row, (&label, &weight)) in labels.iter().zip(weights).enumerate() {
        let cells = rows.row(row);
        let p = sigmoid(margin(cells, beta));
        let g = weight * (p - f64::from(u8::from(label)));
        let h = weight * p * (1.0 - p);
        for (place, &(i, x)) in cells.iter().enumerate() {
            let i = i as usize;
            gradient[i] += g * x;
            hessian[(n - 1) * n + i] += h * x;
            for &(j, y) in &cells[..=place] {
                let (low, high) = (i.min(j as usize), i.max(j as usize));
                hessian[high * n + low] += h * x * y;
            }
        }
        gradient[n - 1] += g;
        hessian[n * n - 1] += h;
    }
    for i in 0..n - 1 {
        gradient[i] += penalty * beta[i];
        hessian[i * n + i] += penalty;
    }
    // A whisper, so that the intercept has a minimum where all margins are extreme.
    hessian[n * n - 1] += 1e-9;
    (hessian, gradient)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(values: &[f64]) -> Sparse {
        let mut sparse = Sparse::default();
        for &value in values {
            sparse.push([(0, value)]);
        }
        sparse
    }

    #[test]
    fn the_gradient_vanishes_at_the_fit() {
        let values = [-2.0, -1.0, -0.5, 0.2, 0.4, 1.5, 2.0, 0.1];
        let labels = [false, false, true, false, true, true, true, false];
        let sparse = rows(&values);
        let model = Logistic::fit(&sparse, 1, &labels, &[1.0; 8], 0.5, None);
        let beta = [model.weights[0], model.intercept];
        let (_, gradient) = derivatives(&sparse, &labels, &[1.0; 8], 0.5, &beta);
        assert!(gradient.iter().all(|g| g.abs() < 1e-8), "{gradient:?}");
        assert!(model.weights[0] > 0.3);
    }

    #[test]
    fn perfect_separation_stays_finite() {
        let sparse = rows(&[-1.0, -0.5, 0.5, 1.0]);
        let labels = [false, false, true, true];
        let model = Logistic::fit(&sparse, 1, &labels, &[1.0; 4], 0.01, None);
        assert!(model.weights[0].is_finite() && model.weights[0] < 100.0);
        assert!(model.margin(sparse.row(3)) > 1.0);
    }

    #[test]
    fn weights_count_as_repeated_rows() {
        let labels = [false, true, true];
        let weighted = Logistic::fit(
            &rows(&[0.0, 0.1, 1.0]),
            1,
            &labels,
            &[2.0, 1.0, 1.0],
            1.0,
            None,
        );
        let repeated = [false, false, true, true];
        let twice = Logistic::fit(
            &rows(&[0.0, 0.0, 0.1, 1.0]),
            1,
            &repeated,
            &[1.0; 4],
            1.0,
            None,
        );
        assert!((weighted.weights[0] - twice.weights[0]).abs() < 1e-8);
    }
}
