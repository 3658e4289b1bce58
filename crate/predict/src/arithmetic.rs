//! Functions of numbers that several models need.

/// 1 / (1 + e^−x), without overflow.
pub(crate) fn sigmoid(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + libm::exp(-x))
    } else {
        let e = libm::exp(x);
        e / (1.0 + e)
    }
}

/// ln(p / (1 − p)); p is kept 1e-12 away from 0 and 1.
pub(crate) fn logit(p: f64) -> f64 {
    let p = p.clamp(1e-12, 1.0 - 1e-12);
    libm::log(p / (1.0 - p))
}

/// ln(1 + e^x), without overflow.
pub(crate) fn softplus(x: f64) -> f64 {
    x.max(0.0) + libm::log1p(libm::exp(-x.abs()))
}

/// ln(e^a + e^b), without overflow.
pub(crate) fn log_sum(a: f64, b: f64) -> f64 {
    let (high, low) = if a >= b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY {
        return high;
    }
    high + libm::log1p(libm::exp(low - high))
}

/// The value below which a share of the sorted values lies, by linear interpolation; `None` of nothing.
pub(crate) fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = share.clamp(0.0, 1.0) * last as f64;
    let low = at.floor() as usize;
    let high = (low + 1).min(last);
    Some(sorted[low] + (at - low as f64) * (sorted[high] - sorted[low]))
}

/// The lower Cholesky factor of a symmetric matrix (row-major, `n` × `n`), in place; `None` unless positive definite.
pub(crate) fn cholesky(matrix: &mut [f64], n: usize) -> Option<()> {
    for i in 0..n {
        for j in 0..=i {
            let (head, tail) = matrix.split_at(i * n);
            let row_j = if j == i {
                &tail[..j]
            } else {
                &head[j * n..j * n + j]
            };
            let dot: f64 = tail[..j].iter().zip(row_j).map(|(a, b)| a * b).sum();
            let value = matrix[i * n + j] - dot;
            matrix[i * n + j] = if i == j {
                if !(value > 0.0 && value.is_finite()) {
                    return None;
                }
                value.sqrt()
            } else {
                value / matrix[j * n + j]
            };
        }
    }
    Some(())
}

/// Solves Lᵀ·x = b in place, given a lower triangle L.
pub(crate) fn solve_upper(factor: &[f64], n: usize, b: &mut [f64]) {
    for i in (0..n).rev() {
        let dot: f64 = (i + 1..n).map(|j| factor[j * n + i] * b[j]).sum();
        b[i] = (b[i] - dot) / factor[i * n + i];
    }
}

/// Solves A·x = b in place, given A's lower Cholesky factor.
pub(crate) fn solve(factor: &[f64], n: usize, b: &mut [f64]) {
    for i in 0..n {
        let dot: f64 = (0..i).map(|j| factor[i * n + j] * b[j]).sum();
        b[i] = (b[i] - dot) / factor[i * n + i];
    }
    solve_upper(factor, n, b);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extremes_stay_finite() {
        assert_eq!(sigmoid(-800.0), 0.0);
        assert_eq!(sigmoid(800.0), 1.0);
        assert_eq!(softplus(800.0), 800.0);
        assert!(logit(1.0).is_finite() && logit(0.0).is_finite());
        assert!((log_sum(-1000.0, -1000.0) - (-1000.0 + libm::log(2.0))).abs() < 1e-12);
        assert!((sigmoid(logit(0.3)) - 0.3).abs() < 1e-15);
    }

    #[test]
    fn a_system_is_solved() {
        let mut matrix = vec![4.0, 2.0, 0.6, 2.0, 5.0, 1.0, 0.6, 1.0, 3.0];
        let original = matrix.clone();
        let x = [1.0, -2.0, 0.5];
        let mut b: Vec<f64> = (0..3)
            .map(|i| (0..3).map(|j| original[i * 3 + j] * x[j]).sum())
            .collect();
        cholesky(&mut matrix, 3).expect("positive definite");
        solve(&matrix, 3, &mut b);
        for (found, expected) in b.iter().zip(x) {
            assert!((found - expected).abs() < 1e-12);
        }
        assert!(cholesky(&mut [1.0, 2.0, 2.0, 1.0], 2).is_none());
    }

    #[test]
    fn quantiles_interpolate() {
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), Some(3.0));
        assert_eq!(quantile(&[], 0.5), None);
    }
}
