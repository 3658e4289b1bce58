//! Whether a probability of 0.3 comes true three times in ten, and making it so.

use serde::Serialize;

use crate::arithmetic::{logit, sigmoid};
use crate::design::Sparse;
use crate::logistic::Logistic;

/// Rows of about the same probability.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CalibrationBin {
    /// Rows.
    pub rows: usize,
    /// The mean probability they were given.
    pub predicted: f64,
    /// The share of them that is positive.
    pub observed: f64,
}

/// Rows from the lowest probability to the highest, in at most `bins` bins of equal size; equal probabilities stay together.
pub fn calibration_table(
    probabilities: &[f64],
    labels: &[bool],
    bins: usize,
) -> Vec<CalibrationBin> {
    let mut rows: Vec<(f64, bool)> = probabilities
        .iter()
        .copied()
        .zip(labels.iter().copied())
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut table = Vec::new();
    let mut start = 0;
    for bin in 1..=bins {
        let mut end = rows.len() * bin / bins;
        while end > 0 && end < rows.len() && rows[end].0 == rows[end - 1].0 {
            end += 1;
        }
        if end <= start {
            continue;
        }
        let own = &rows[start..end];
        let n = own.len() as f64;
        table.push(CalibrationBin {
            rows: own.len(),
            predicted: own.iter().map(|row| row.0).sum::<f64>() / n,
            observed: own.iter().filter(|row| row.1).count() as f64 / n,
        });
        start = end;
    }
    table
}

/// Expected calibration error: |predicted − observed| over the bins, weighted by their rows. 0 is perfect.
pub fn calibration_error(table: &[CalibrationBin]) -> f64 {
    let rows: usize = table.iter().map(|bin| bin.rows).sum();
    let miss = |bin: &CalibrationBin| (bin.predicted - bin.observed).abs() * bin.rows as f64;
    table.iter().map(miss).sum::<f64>() / rows.max(1) as f64
}

/// Platt scaling: log-odds are stretched and moved.
///
/// # Source
/// Platt 1999, on log-odds, with an L2 penalty of 1e-3 in place of softened targets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Platt {
    /// Factor of the log-odds.
    pub slope: f64,
    /// Added to them.
    pub intercept: f64,
}

impl Platt {
    /// Fitted on log-odds that the rows' own labels had no part in.
    pub fn fit(log_odds: &[f64], labels: &[bool]) -> Self {
        let mut rows = Sparse::default();
        for &margin in log_odds {
            rows.push([(0, margin)]);
        }
        let model = Logistic::fit(&rows, 1, labels, &vec![1.0; labels.len()], 1e-3, None);
        Self {
            slope: model.weights[0],
            intercept: model.intercept,
        }
    }

    /// A probability from log-odds.
    pub fn apply(&self, log_odds: f64) -> f64 {
        sigmoid(self.slope * log_odds + self.intercept)
    }
}

/// Isotonic regression: probabilities are replaced by the best rising staircase, straight between its steps.
#[derive(Debug, Clone, PartialEq)]
pub struct Isotonic(Vec<(f64, f64)>);

impl Isotonic {
    /// Fitted by pooling adjacent violators, on scores that the rows' own labels had no part in.
    pub fn fit(scores: &[f64], labels: &[bool]) -> Self {
        let mut rows: Vec<(f64, bool)> =
            scores.iter().copied().zip(labels.iter().copied()).collect();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        // (first score, last score, positives, rows)
        let mut blocks: Vec<(f64, f64, f64, f64)> = Vec::new();
        for run in rows.chunk_by(|a, b| a.0 == b.0) {
            let positives = run.iter().filter(|row| row.1).count() as f64;
            let mut block = (run[0].0, run[0].0, positives, run.len() as f64);
            while let Some(last) = blocks.last() {
                if last.2 * block.3 < block.2 * last.3 {
                    break;
                }
                block = (last.0, block.1, last.2 + block.2, last.3 + block.3);
                blocks.pop();
            }
            blocks.push(block);
        }
        let mut points = Vec::new();
        for (first, last, positives, rows) in blocks {
            points.push((first, positives / rows));
            if last > first {
                points.push((last, positives / rows));
            }
        }
        Self(points)
    }

    /// A probability from a score; 0.5 where nothing was fitted.
    pub fn apply(&self, score: f64) -> f64 {
        let points = &self.0;
        let above = points.partition_point(|point| point.0 < score);
        match (above.checked_sub(1).map(|i| points[i]), points.get(above)) {
            (None, None) => 0.5,
            (None, Some(point)) => point.1,
            (Some(point), None) => point.1,
            (Some(a), Some(b)) => a.1 + (b.1 - a.1) * (score - a.0) / (b.0 - a.0),
        }
    }
}

/// Log-odds of a probability, kept finite.
pub fn log_odds(probability: f64) -> f64 {
    logit(probability)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    fn overconfident() -> (Vec<f64>, Vec<bool>) {
        let mut chance = Chance::new(5);
        let rows = std::iter::repeat_with(|| {
            let truth = chance.normal();
            (2.5 * truth + 0.7, chance.uniform() < sigmoid(truth))
        });
        rows.take(4_000).unzip()
    }

    #[test]
    fn both_ways_mend_overconfidence() {
        let (margins, labels) = overconfident();
        let error = |probabilities: Vec<f64>| {
            calibration_error(&calibration_table(&probabilities, &labels, 10))
        };
        let before = error(margins.iter().map(|&m| sigmoid(m)).collect());
        let platt = Platt::fit(&margins, &labels);
        assert!((platt.slope - 0.4).abs() < 0.05, "{platt:?}");
        let isotonic = Isotonic::fit(&margins, &labels);
        assert!(before > 0.1);
        assert!(error(margins.iter().map(|&m| platt.apply(m)).collect()) < 0.03);
        assert!(error(margins.iter().map(|&m| isotonic.apply(m)).collect()) < 0.03);
    }

    #[test]
    fn the_staircase_rises() {
        let (margins, labels) = overconfident();
        let isotonic = Isotonic::fit(&margins, &labels);
        let steps: Vec<f64> = (-60..60)
            .map(|i| isotonic.apply(f64::from(i) / 6.0))
            .collect();
        assert!(steps.windows(2).all(|w| w[0] <= w[1]));
        let pooled = Isotonic::fit(&[1.0, 2.0, 3.0, 4.0], &[false, true, false, true]);
        assert_eq!(pooled.apply(2.5), 0.5);
        assert_eq!(pooled.apply(9.0), 1.0);
    }

    #[test]
    fn equal_probabilities_share_a_bin() {
        let table = calibration_table(&[0.2, 0.2, 0.2, 0.9], &[false, true, false, true], 4);
        assert_eq!(table.len(), 2);
        assert_eq!(table[0].rows, 3);
        assert!(calibration_table(&[], &[], 10).is_empty());
    }
}
