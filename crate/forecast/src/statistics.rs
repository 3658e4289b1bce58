//! Sums, quantiles and straight lines.

/// The sum of products, in four lanes: the compiler may not reorder sums of floats by itself.
pub(crate) fn dot(left: &[f64], right: &[f64]) -> f64 {
    let (mut lanes, mut rest) = ([0.0; 4], 0.0);
    let (left_chunks, right_chunks) = (left.chunks_exact(4), right.chunks_exact(4));
    for (a, b) in left_chunks.remainder().iter().zip(right_chunks.remainder()) {
        rest += a * b;
    }
    for (a, b) in left_chunks.zip(right_chunks) {
        for lane in 0..4 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]) + rest
}

/// The mean; 0 of nothing.
pub(crate) fn mean(values: &[f64]) -> f64 {
    match values.len() {
        0 => 0.0,
        count => values.iter().sum::<f64>() / count as f64,
    }
}

/// The root of the mean square; 0 of nothing.
pub(crate) fn root_mean_square(values: &[f64]) -> f64 {
    match values.len() {
        0 => 0.0,
        count => (dot(values, values) / count as f64).sqrt(),
    }
}

/// The quantile at `share` (0 to 1) of values, between neighbours by a straight line; 0 of nothing.
pub(crate) fn quantile(values: &mut [f64], share: f64) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    values.sort_by(f64::total_cmp);
    let place = share.clamp(0.0, 1.0) * (values.len() - 1) as f64;
    let below = place as usize;
    let above = (below + 1).min(values.len() - 1);
    values[below] + (values[above] - values[below]) * (place - below as f64)
}

/// The median; 0 of nothing.
pub(crate) fn median(values: &[f64]) -> f64 {
    quantile(&mut values.to_vec(), 0.5)
}

/// The median distance from the median, scaled to a normal's standard deviation.
pub(crate) fn robust_deviation(values: &[f64]) -> f64 {
    let middle = median(values);
    let distances: Vec<f64> = values.iter().map(|value| (value - middle).abs()).collect();
    1.4826 * median(&distances)
}

/// Intercept at position 0 and slope of the least-squares line through values at 0, 1, 2 …
pub(crate) fn line(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    if values.len() < 2 {
        return (mean(values), 0.0);
    }
    let (centre, middle) = ((count - 1.0) / 2.0, mean(values));
    let mut covariance = 0.0;
    for (at, value) in values.iter().enumerate() {
        covariance += (at as f64 - centre) * (value - middle);
    }
    let slope = covariance / (count * (count * count - 1.0) / 12.0);
    (middle - slope * centre, slope)
}

/// Autocorrelations at lags 1 to `lags`; zeros for a constant.
pub(crate) fn autocorrelation(values: &[f64], lags: usize) -> Vec<f64> {
    let middle = mean(values);
    let around: Vec<f64> = values.iter().map(|value| value - middle).collect();
    let power = dot(&around, &around);
    (1..=lags)
        .map(|lag| {
            if power > 0.0 && lag < around.len() {
                dot(&around[lag..], &around[..around.len() - lag]) / power
            } else {
                0.0
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found() {
        let values: Vec<f64> = (0..9).map(|at| 3.0 - 2.0 * f64::from(at)).collect();
        let (start, slope) = line(&values);
        assert!((start - 3.0).abs() < 1e-12 && (slope + 2.0).abs() < 1e-12);
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        assert_eq!(quantile(&mut [4.0, 1.0, 3.0, 2.0], 0.5), 2.5);
        assert_eq!(quantile(&mut [], 0.5), 0.0);
        assert_eq!(quantile(&mut [7.0], 0.95), 7.0);
    }

    #[test]
    fn dot_is_the_sum_of_products() {
        let values: Vec<f64> = (1..=11).map(f64::from).collect();
        assert_eq!(dot(&values, &values), 506.0);
    }
}
