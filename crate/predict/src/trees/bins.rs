//! Columns as bins of at most 255, which is what trees split on.

use std::ops::Range;

use crate::features::{Features, Values};

/// The bin of what is missing, and of categories that were never seen.
pub(super) const MISSING_BIN: u8 = 0;

/// Bins of values that a numeric column may have.
const MOST_BINS: usize = 254;

/// Rows that a category needs for a bin of its own; rarer ones share one.
const RARE: usize = 5;

/// How one column is cut.
#[derive(Debug, Clone)]
pub(super) enum Cut {
    /// Upper bounds, ascending: a value is in bin 1 + the number of bounds below it.
    Numbers(Vec<f64>),
    /// The bin of each code.
    Categories(Vec<u8>, usize),
}

impl Cut {
    /// Bins, that of what is missing among them.
    pub(super) fn bins(&self) -> usize {
        match self {
            Cut::Numbers(bounds) => bounds.len() + 2,
            Cut::Categories(_, bins) => *bins,
        }
    }
}

/// How columns are cut.
#[derive(Debug, Clone)]
pub(super) struct Cuts(pub(super) Vec<Cut>);

/// Bins, a row after another.
#[derive(Debug, Clone)]
pub(super) struct Binned {
    pub(super) bins: Vec<u8>,
    pub(super) columns: usize,
}

impl Binned {
    pub(super) fn row(&self, row: usize) -> &[u8] {
        &self.bins[row * self.columns..(row + 1) * self.columns]
    }
}

impl Cuts {
    /// Cuts by the distribution of these rows.
    pub(super) fn of(features: &Features) -> Self {
        Self(features.columns().iter().map(|c| cut(&c.values)).collect())
    }

    /// Where the bins of each column start in one histogram over all of them.
    pub(super) fn ranges(&self) -> Vec<Range<usize>> {
        let mut start = 0;
        let ranges = self.0.iter().map(|cut| {
            let range = start..start + cut.bins();
            start = range.end;
            range
        });
        ranges.collect()
    }

    /// The bins of these rows, whose columns are those of the cuts.
    pub(super) fn bin(&self, features: &Features) -> Binned {
        let columns = self.0.len();
        let mut bins = vec![MISSING_BIN; columns * features.rows()];
        for (place, (cut, column)) in self.0.iter().zip(features.columns()).enumerate() {
            let slots = bins.iter_mut().skip(place).step_by(columns.max(1));
            match (cut, &column.values) {
                (Cut::Numbers(bounds), Values::Numeric(values)) => {
                    for (slot, &value) in slots.zip(values) {
                        if !value.is_nan() {
                            *slot = 1 + bounds.partition_point(|&bound| bound < value) as u8;
                        }
                    }
                }
                (Cut::Categories(bin_of, _), Values::Categorical { codes, .. }) => {
                    for (slot, &code) in slots.zip(codes) {
                        *slot = bin_of.get(code as usize).copied().unwrap_or(MISSING_BIN);
                    }
                }
                // A model brings rows under its own columns first: kinds agree.
                _ => {}
            }
        }
        Binned { bins, columns }
    }
}

fn cut(values: &Values) -> Cut {
    match values {
        Values::Numeric(values) => {
            let mut sorted: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
            sorted.sort_unstable_by(f64::total_cmp);
            Cut::Numbers(bounds(&sorted))
        }
        Values::Categorical { codes, names } => {
            let mut counts = vec![0usize; names.len()];
            for &code in codes {
                if let Some(count) = counts.get_mut(code as usize) {
                    *count += 1;
                }
            }
            let mut order: Vec<usize> = (0..names.len()).collect();
            order.sort_by_key(|&code| (std::cmp::Reverse(counts[code]), code));
            // Bin 1 is for what is rare; what these rows do not hold is as good as never seen.
            let mut bin_of = vec![1u8; names.len()];
            let mut bins = 2;
            for &code in &order {
                if counts[code] == 0 {
                    bin_of[code] = MISSING_BIN;
                } else if counts[code] >= RARE && bins < MOST_BINS {
                    bin_of[code] = bins as u8;
                    bins += 1;
                }
            }
            Cut::Categories(bin_of, bins)
        }
    }
}

/// Bounds between distinct values: all of them where they are few, else such that bins hold about as many rows each.
fn bounds(sorted: &[f64]) -> Vec<f64> {
    let distinct = sorted.chunk_by(|a, b| a == b).count();
    let share = match distinct <= MOST_BINS {
        true => 0.0,
        false => sorted.len() as f64 / MOST_BINS as f64,
    };
    let mut bounds: Vec<f64> = Vec::new();
    let mut rows = 0.0;
    let mut runs = sorted.chunk_by(|a, b| a == b).peekable();
    while let Some(run) = runs.next() {
        rows += run.len() as f64;
        let Some(next) = runs.peek() else { break };
        if rows >= share * (bounds.len() + 1) as f64 && bounds.len() < MOST_BINS - 1 {
            let middle = run[0] + (next[0] - run[0]) / 2.0;
            bounds.push(if middle < next[0] && middle.is_finite() {
                middle
            } else {
                run[0]
            });
        }
    }
    bounds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::Feature;

    #[test]
    fn values_keep_their_order_in_bins() {
        let values: Vec<Option<f64>> = (0..2_000).map(|i| Some(f64::from(i % 700))).collect();
        let column = Feature::numeric("n", values.clone());
        let features = Features::new(values.len(), vec![column]).expect("one column");
        let cuts = Cuts::of(&features);
        let binned = cuts.bin(&features);
        assert!(cuts.0[0].bins() <= 256);
        let pairs = values.iter().flatten().zip(&binned.bins);
        let mut pairs: Vec<(f64, u8)> = pairs.map(|(v, b)| (*v, *b)).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(pairs.windows(2).all(|w| w[0].1 <= w[1].1));
        assert!(pairs.iter().all(|p| p.1 != MISSING_BIN));
        assert!(pairs.last().is_some_and(|p| p.1 > 200));
    }

    #[test]
    fn rare_categories_share_a_bin_and_unknown_ones_are_missing() {
        let words = ["a"; 6].into_iter().chain(["b"; 5]).chain(["c", "d"]);
        let column = Feature::categorical("w", words.map(Some).collect::<Vec<_>>());
        let features = Features::new(13, vec![column]).expect("one column");
        let cuts = Cuts::of(&features);
        let binned = cuts.bin(&features);
        assert_eq!(binned.bins[0], 2);
        assert_eq!(binned.bins[6], 3);
        assert_eq!(binned.bins[11..], [1, 1]);
        let only_a = Cuts::of(&features.select(&[0, 1, 2, 3, 4, 5]));
        assert_eq!(only_a.bin(&features).bins[6], MISSING_BIN);
    }
}
