//! Nonlinear least squares in a box: Levenberg and Marquardt.

use crate::statistics::dot;

/// Where the search ended.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The parameters.
    pub point: Vec<f64>,
    /// The sum of squared residuals there.
    pub cost: f64,
}

/// The box of parameters, and how far each moves to feel the slope.
#[derive(Debug, Clone, Default)]
pub(crate) struct Space {
    start: Vec<f64>,
    lower: Vec<f64>,
    upper: Vec<f64>,
    step: Vec<f64>,
}

impl Space {
    /// Adds a parameter.
    pub(crate) fn add(&mut self, start: f64, lower: f64, upper: f64, scale: f64) {
        self.start.push(start.clamp(lower, upper));
        self.lower.push(lower);
        self.upper.push(upper);
        self.step.push(1e-5 * scale);
    }

    /// Begins elsewhere.
    pub(crate) fn begin(&mut self, point: &[f64]) {
        for (at, value) in point.iter().enumerate().take(self.start.len()) {
            self.start[at] = value.clamp(self.lower[at], self.upper[at]);
        }
    }

    /// Where the search begins.
    pub(crate) fn start(&self) -> &[f64] {
        &self.start
    }
}

/// Searches the parameters with the smallest sum of squared residuals.
///
/// `residuals` fills its second argument, of length `count`, from the parameters.
///
/// # Source
/// Marquardt (1963); parameters at an edge that the slope pushes outwards are held there.
pub(crate) fn minimise(
    space: &Space,
    count: usize,
    rounds: usize,
    mut residuals: impl FnMut(&[f64], &mut [f64]),
) -> Found {
    let width = space.start.len();
    let mut point = space.start.clone();
    let mut here = vec![0.0; count];
    residuals(&point, &mut here);
    let mut cost = sound(dot(&here, &here));
    if width == 0 || count == 0 {
        return Found { point, cost };
    }
    let mut jacobian = vec![0.0; count * width];
    let mut there = vec![0.0; count];
    let mut damping = 1e-3;
    for _ in 0..rounds {
        for at in 0..width {
            let kept = point[at];
            let up = kept + space.step[at] <= space.upper[at];
            let step = if up { space.step[at] } else { -space.step[at] };
            point[at] = kept + step;
            let column = &mut jacobian[at * count..(at + 1) * count];
            residuals(&point, column);
            point[at] = kept;
            for (slope, now) in column.iter_mut().zip(&here) {
                *slope = (*slope - now) / step;
            }
        }
        let column = |at: usize| &jacobian[at * count..(at + 1) * count];
        let gradient: Vec<f64> = (0..width).map(|at| dot(column(at), &here)).collect();
        let free: Vec<usize> = (0..width)
            .filter(|&at| {
                gradient[at].is_finite()
                    && !(point[at] <= space.lower[at] && gradient[at] > 0.0)
                    && !(point[at] >= space.upper[at] && gradient[at] < 0.0)
            })
            .collect();
        let order = free.len();
        let mut normal = vec![0.0; order * order];
        for (row, &left) in free.iter().enumerate() {
            for (side, &right) in free.iter().enumerate().take(row + 1) {
                let product = dot(column(left), column(right));
                normal[row * order + side] = product;
                normal[side * order + row] = product;
            }
        }
        let mut better = false;
        // As far as a short step down the slope, which works at an edge of the box too.
        for _ in 0..10 {
            let mut damped = normal.clone();
            for at in 0..order {
                damped[at * order + at] += damping * normal[at * order + at] + 1e-300;
            }
            let mut move_by: Vec<f64> = free.iter().map(|&at| -gradient[at]).collect();
            if !solve(&mut damped, &mut move_by) {
                damping *= 10.0;
                continue;
            }
            let mut next = point.clone();
            for (&at, by) in free.iter().zip(&move_by) {
                next[at] = (point[at] + by).clamp(space.lower[at], space.upper[at]);
            }
            residuals(&next, &mut there);
            let cost_there = sound(dot(&there, &there));
            if cost_there < cost {
                better = cost - cost_there > 1e-6 * cost;
                point = next;
                std::mem::swap(&mut here, &mut there);
                cost = cost_there;
                damping = (damping * 0.2).max(1e-9);
                break;
            }
            damping *= 6.0;
        }
        if !better {
            break;
        }
    }
    Found { point, cost }
}

fn sound(cost: f64) -> f64 {
    if cost.is_finite() {
        cost
    } else {
        f64::INFINITY
    }
}

/// Solves a symmetric positive system in place, by Cholesky; false where it is not positive.
pub(crate) fn solve(matrix: &mut [f64], right: &mut [f64]) -> bool {
    let order = right.len();
    for row in 0..order {
        for side in 0..=row {
            let mut sum = matrix[row * order + side];
            for at in 0..side {
                sum -= matrix[row * order + at] * matrix[side * order + at];
            }
            if row == side {
                if sum.is_nan() || sum <= 0.0 {
                    return false;
                }
                matrix[row * order + row] = sum.sqrt();
            } else {
                matrix[row * order + side] = sum / matrix[side * order + side];
            }
        }
    }
    for row in 0..order {
        for at in 0..row {
            right[row] -= matrix[row * order + at] * right[at];
        }
        right[row] /= matrix[row * order + row];
    }
    for row in (0..order).rev() {
        for at in row + 1..order {
            right[row] -= matrix[at * order + row] * right[at];
        }
        right[row] /= matrix[row * order + row];
    }
    right.iter().all(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_fitted() {
        let truth = |at: f64| 3.0 * libm::exp(-0.4 * at);
        let mut space = Space::default();
        space.add(1.0, 0.0, 10.0, 1.0);
        space.add(0.1, 0.0, 2.0, 1.0);
        let found = minimise(&space, 20, 50, |point, residuals| {
            for (at, residual) in residuals.iter_mut().enumerate() {
                let at = at as f64;
                *residual = truth(at) - point[0] * libm::exp(-point[1] * at);
            }
        });
        assert!((found.point[0] - 3.0).abs() < 1e-4, "{found:?}");
        assert!((found.point[1] - 0.4).abs() < 1e-4, "{found:?}");
    }

    #[test]
    fn an_edge_holds() {
        let mut space = Space::default();
        space.add(0.5, 0.0, 1.0, 1.0);
        let found = minimise(&space, 1, 50, |point, residuals| {
            residuals[0] = point[0] - 3.0
        });
        assert_eq!(found.point, [1.0]);
    }
}
