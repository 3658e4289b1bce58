//! Shares with intervals, quantiles, concentration, and tests of shares against each other.

/// The Wilson interval of a share at 95 %.
pub(super) fn wilson(hits: usize, n: usize) -> Option<(f64, f64)> {
    if n == 0 {
        return None;
    }
    const Z: f64 = 1.959_963_984_540_054;
    let (n, p) = (n as f64, hits as f64 / n as f64);
    let z2 = Z * Z;
    let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * libm::sqrt(p * (1.0 - p) / n + z2 / (4.0 * n * n));
    Some(((middle - half).max(0.0), (middle + half).min(1.0)))
}

/// A quantile of sorted values, between neighbours in proportion (R's type 7).
pub(super) fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = p.clamp(0.0, 1.0) * last as f64;
    let (low, part) = (libm::floor(at) as usize, at - libm::floor(at));
    let high = (low + 1).min(last);
    Some(sorted[low] + part * (sorted[high] - sorted[low]))
}

/// Mean and standard deviation (of n − 1).
pub(super) fn moments(values: &[f64]) -> Option<(f64, f64)> {
    if values.is_empty() {
        return None;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    Some((mean, libm::sqrt(squares / (n - 1.0).max(1.0))))
}

/// Herfindahl–Hirschman index of amounts: the sum of squared shares times 10,000.
pub(super) fn concentration(amounts: &[f64]) -> Option<f64> {
    let all: f64 = amounts.iter().sum();
    let squares = amounts.iter().map(|a| (a / all) * (a / all));
    (all > 0.0).then(|| squares.sum::<f64>() * 10_000.0)
}

/// Two-sided p-value that two shares are the same (pooled z test).
pub(super) fn two_shares(a: (usize, usize), b: (usize, usize)) -> Option<f64> {
    let ((x, n), (y, m)) = (a, b);
    if n == 0 || m == 0 {
        return None;
    }
    let pooled = (x + y) as f64 / (n + m) as f64;
    let variance = pooled * (1.0 - pooled) * (1.0 / n as f64 + 1.0 / m as f64);
    let difference = x as f64 / n as f64 - y as f64 / m as f64;
    (variance > 0.0).then(|| libm::erfc((difference / libm::sqrt(2.0 * variance)).abs()))
}

/// p-values adjusted by Benjamini and Hochberg.
pub(super) fn adjusted(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*b].total_cmp(&p[*a]).then(a.cmp(b)));
    let mut least = 1.0f64;
    let mut out = vec![1.0; p.len()];
    for (from_top, &i) in order.iter().enumerate() {
        let rank = (p.len() - from_top) as f64;
        least = least.min(p[i] * p.len() as f64 / rank);
        out[i] = least;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-6
    }

    /// scipy: `binomtest(8, 10).proportion_ci(method="wilson")`.
    #[test]
    fn wilson_is_the_references() {
        let (low, high) = wilson(8, 10).expect("a share");
        assert!(
            near(low, 0.490_162_5) && near(high, 0.943_317_8),
            "{low} {high}"
        );
        let (low, high) = wilson(0, 5).expect("a share");
        assert!(low == 0.0 && near(high, 0.434_482_5), "{high}");
        assert_eq!(wilson(0, 0), None);
    }

    /// numpy: `quantile([1, 2, 4, 8], [0.25, 0.5, 0.95])`.
    #[test]
    fn quantiles_are_numpys() {
        let of = |p| quantile(&[1.0, 2.0, 4.0, 8.0], p).expect("values");
        assert!(near(of(0.25), 1.75) && near(of(0.5), 3.0) && near(of(0.95), 7.4));
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn one_supplier_is_all_concentration() {
        assert_eq!(concentration(&[7.0]), Some(10_000.0));
        assert!(near(
            concentration(&[5.0, 3.0, 2.0]).expect("amounts"),
            3800.0
        ));
        assert_eq!(concentration(&[0.0, 0.0]), None);
    }

    /// scipy: `2 * norm.sf(abs(z))` with the pooled z of 30/50 against 45/60.
    #[test]
    fn shares_are_compared_as_by_scipy() {
        let p = two_shares((30, 50), (45, 60)).expect("two shares");
        assert!((p - 0.092_601).abs() < 1e-5, "{p}");
        assert_eq!(two_shares((5, 5), (7, 7)), None);
    }

    /// scipy: `false_discovery_control([0.01, 0.04, 0.03, 0.5])`.
    #[test]
    fn adjusted_as_by_benjamini_and_hochberg() {
        let of = adjusted(&[0.01, 0.04, 0.03, 0.5]);
        let wanted = [0.04, 0.16 / 3.0, 0.16 / 3.0, 0.5];
        assert!(of.iter().zip(wanted).all(|(a, b)| near(*a, b)), "{of:?}");
    }
}
