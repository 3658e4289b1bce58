//! Means, shares and what stars depend on.

use analysis::statistics::{normal_two_sided, student_critical, wilson};

/// A mean with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mean {
    pub(super) n: usize,
    pub(super) value: f64,
    pub(super) interval: Option<(f64, f64)>,
}

/// By Student's t; one value has no interval, and neither have values that are all the same: what they would differ by is not known.
/// `bounds`: what values cannot leave.
pub(super) fn mean(values: &[f64], bounds: (f64, f64)) -> Option<Mean> {
    let n = values.len();
    if n == 0 {
        return None;
    }
    let value = values.iter().sum::<f64>() / n as f64;
    let squares: f64 = values.iter().map(|v| (v - value) * (v - value)).sum();
    let differ = values.iter().any(|v| *v != values[0]);
    let interval = differ.then(|| {
        let error = libm::sqrt(squares / (n - 1) as f64 / n as f64);
        let half = student_critical(0.95, (n - 1) as f64) * error;
        ((value - half).max(bounds.0), (value + half).min(bounds.1))
    });
    Some(Mean { n, value, interval })
}

/// The 95 % interval of a share (Wilson).
pub(super) fn interval(hits: usize, n: usize) -> (f64, f64) {
    let of = wilson(hits as u64, n as u64);
    (of.low, of.high)
}

/// A share now and before, with what chance would do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shift {
    /// Hits and all, before.
    pub(crate) before: (usize, usize),
    /// Hits and all, after.
    pub(crate) after: (usize, usize),
    /// 95 % interval of the difference.
    pub(crate) interval: (f64, f64),
    /// Two-sided.
    pub(crate) p_value: f64,
}

impl Shift {
    pub(crate) fn share(of: (usize, usize)) -> f64 {
        of.0 as f64 / of.1.max(1) as f64
    }

    pub(crate) fn difference(&self) -> f64 {
        Self::share(self.after) - Self::share(self.before)
    }
}

/// Compares two shares by the pooled z-test; `None` where fewer than five hits or misses are expected on a side.
///
/// # Source
/// The interval is Newcombe's hybrid of two Wilson intervals (1998, method 10).
pub(crate) fn shift(before: (usize, usize), after: (usize, usize)) -> Option<Shift> {
    let all = (before.1 + after.1) as f64;
    let pooled = (before.0 + after.0) as f64 / all;
    let least = before.1.min(after.1) as f64 * pooled.min(1.0 - pooled);
    if !(least.is_finite() && least >= 5.0) {
        return None;
    }
    let error =
        libm::sqrt(pooled * (1.0 - pooled) * (1.0 / before.1 as f64 + 1.0 / after.1 as f64));
    let (p, q) = (Shift::share(before), Shift::share(after));
    let wilson = |of: (usize, usize)| wilson(of.0 as u64, of.1 as u64);
    let (b, a) = (wilson(before), wilson(after));
    let part = |x: f64, y: f64| libm::sqrt(x * x + y * y);
    Some(Shift {
        before,
        after,
        interval: (
            q - p - part(q - a.low, b.high - p),
            q - p + part(a.high - q, p - b.low),
        ),
        p_value: normal_two_sided((q - p) / error),
    })
}

/// Least squares of `y` on the columns of rows, with an intercept: a coefficient per column.
///
/// `rows`: for each observation the columns that are not zero, with their values.
pub(super) fn slopes(rows: &[(Vec<(usize, f64)>, f64)], columns: usize) -> Option<Vec<f64>> {
    let size = columns + 1;
    if rows.len() < 10 * size {
        return None;
    }
    let mut matrix = vec![vec![0.0; size + 1]; size];
    for (cells, y) in rows {
        let mut cells = cells.clone();
        cells.push((columns, 1.0));
        for &(i, x) in &cells {
            for &(j, z) in &cells {
                matrix[i][j] += x * z;
            }
            matrix[i][size] += x * y;
        }
    }
    // Gauss–Jordan with pivots; columns that others explain wholly have no slope of their own.
    for at in 0..size {
        let pivot =
            (at..size).max_by(|&a, &b| matrix[a][at].abs().total_cmp(&matrix[b][at].abs()))?;
        if matrix[pivot][at].abs() < 1e-6 * rows.len() as f64 {
            return None;
        }
        matrix.swap(at, pivot);
        let own = matrix[at].clone();
        for (i, row) in matrix.iter_mut().enumerate() {
            if i != at {
                let factor = row[at] / own[at];
                for (cell, from) in row.iter_mut().zip(&own) {
                    *cell -= factor * from;
                }
            }
        }
    }
    let slopes: Vec<f64> = (0..columns)
        .map(|i| matrix[i][size] / matrix[i][i])
        .collect();
    slopes.iter().all(|s| s.is_finite()).then_some(slopes)
}

/// How many ratings of the whole shop a product's mean is weighed against: what chance does within products over
/// what differs between them.
///
/// # Source
/// Moments of the one-way random effects model (Searle, Casella and McCulloch 1992, §3.6), kept between 2 and 100.
pub(super) fn weight(groups: &[&[f64]]) -> f64 {
    let all: Vec<f64> = groups.iter().flat_map(|g| g.iter().copied()).collect();
    let (n, k) = (all.len() as f64, groups.len() as f64);
    if groups.len() < 2 || n - k < 1.0 {
        return 10.0;
    }
    let grand = all.iter().sum::<f64>() / n;
    let (mut within, mut between, mut squares) = (0.0, 0.0, 0.0);
    for group in groups.iter().filter(|g| !g.is_empty()) {
        let size = group.len() as f64;
        let mean = group.iter().sum::<f64>() / size;
        within += group.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>();
        between += size * (mean - grand) * (mean - grand);
        squares += size * size;
    }
    let within = within / (n - k);
    let spread = (between / (k - 1.0) - within) / ((n - squares / n) / (k - 1.0));
    if spread <= 0.0 {
        return 100.0;
    }
    (within / spread).clamp(2.0, 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_has_its_interval() {
        let of = mean(&[1.0, 2.0, 3.0, 4.0, 5.0], (1.0, 5.0)).expect("values");
        assert_eq!((of.n, of.value), (5, 3.0));
        // t(4) = 2.776445, s = 1.581139, s/√5 = 0.707107.
        let (low, high) = of.interval.expect("several");
        assert!((low - 1.036_757).abs() < 1e-5 && (high - 4.963_243).abs() < 1e-5);
        assert_eq!(mean(&[], (1.0, 5.0)), None);
        // 60 times the same say nothing of how far the next may be off.
        let same = mean(&[4.2; 60], (1.0, 5.0)).expect("values");
        assert_eq!((same.n, same.interval), (60, None));
    }

    #[test]
    fn an_interval_of_nothing_begins_at_nothing() {
        for n in 1..200 {
            let (none, all) = (interval(0, n), interval(n, n));
            assert!(none.0.to_bits() == 0 && none.1 > 0.0, "{n}: {none:?}");
            assert!(all.1 == 1.0 && all.0 < 1.0, "{n}: {all:?}");
        }
        let (low, high) = interval(12, 30);
        assert!((low - 0.245_9).abs() < 1e-3 && (high - 0.576_8).abs() < 1e-3);
    }

    #[test]
    fn shares_are_compared_as_worked_out_by_hand() {
        // Pooled 0.2, error √(0.16 · 0.02) = 0.056569, z = 0.1 / 0.056569 = 1.767767.
        let of = shift((15, 100), (25, 100)).expect("enough");
        assert!((of.p_value - 0.077_100).abs() < 1e-5, "{}", of.p_value);
        assert!((of.difference() - 0.1).abs() < 1e-12);
        assert!(of.interval.0 < 0.0 && of.interval.1 > 0.19, "{of:?}");
        assert_eq!(shift((1, 100), (2, 100)), None);
        assert_eq!(shift((0, 0), (2, 100)), None);
    }

    #[test]
    fn slopes_are_those_that_made_the_ratings() {
        let rows: Vec<(Vec<(usize, f64)>, f64)> = (0..90)
            .map(|i| {
                let (a, b) = (f64::from(i % 3 - 1), f64::from(i / 3 % 3 - 1));
                (vec![(0, a), (1, b)], 3.0 + a - 0.25 * b)
            })
            .collect();
        let found = slopes(&rows, 2).expect("enough");
        assert!((found[0] - 1.0).abs() < 1e-9 && (found[1] + 0.25).abs() < 1e-9);
        // A column that is another one has no slope of its own.
        let twice: Vec<(Vec<(usize, f64)>, f64)> = rows
            .iter()
            .map(|(cells, y)| (vec![cells[0], (1, cells[0].1)], *y))
            .collect();
        assert_eq!(slopes(&twice, 2), None);
        assert_eq!(slopes(&rows[..20], 2), None);
    }

    #[test]
    fn products_that_do_not_differ_are_weighed_as_one() {
        let same: [&[f64]; 2] = [&[1.0, 5.0, 3.0], &[5.0, 3.0, 1.0]];
        assert_eq!(weight(&same), 100.0);
        let apart: [&[f64]; 2] = [&[1.0, 1.0, 2.0], &[5.0, 5.0, 4.0]];
        assert_eq!(weight(&apart), 2.0);
        assert_eq!(weight(&[&[1.0]]), 10.0);
    }
}
