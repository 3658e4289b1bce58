//! Columns that know too much: what would not be known when the prediction is needed.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::arithmetic::quantile;
use crate::chance::mix;
use crate::features::{Feature, Features, MISSING, Values};
use crate::metrics::roc_auc;

/// Why a column is doubted, or of no use.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Doubt {
    /// No cell has a value.
    Empty,
    /// All cells have one value.
    Constant,
    /// Nearly every row has a value of its own: a name or a number of the row, not a property.
    Identifier {
        /// Distinct values.
        distinct: usize,
    },
    /// Its values stand one for one for the label's.
    CopyOfLabel {
        /// Share of rows in which they agree.
        agreement: f64,
    },
    /// It is filled (nearly) only where the label has one value: written after the fact.
    FilledForOneClass {
        /// Rows that are filled.
        filled: usize,
        /// Share of them with the label's more frequent value among them.
        share: f64,
        /// Whether that value is the positive.
        positive: bool,
    },
    /// It alone tells the classes apart nearly without error.
    TellsAlone {
        /// Area under the ROC curve of the column alone, cross-fitted.
        auc: f64,
    },
}

impl Doubt {
    /// Whether the column may have been written knowing the label, as opposed to being of no use.
    pub fn is_leak(&self) -> bool {
        matches!(
            self,
            Self::CopyOfLabel { .. } | Self::FilledForOneClass { .. } | Self::TellsAlone { .. }
        )
    }
}

/// A column that is doubted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Doubted {
    /// Its name.
    pub column: String,
    /// Why.
    #[serde(flatten)]
    pub doubt: Doubt,
}

/// Area from which a column alone tells too much.
const TELLS_ALONE: f64 = 0.98;

/// Share of rows from which values are a row's own.
const OWN: f64 = 0.95;

/// Rows below which nothing is said of identifiers, and of each class below which nothing of leaks.
const LEAST: (usize, usize) = (20, 10);

/// Bins that a column's values are put in.
const BINS: usize = 32;

/// Doubts about the columns, in their order; at most one a column, the gravest.
pub fn doubts(features: &Features, labels: &[bool]) -> Vec<Doubted> {
    let doubted = features.columns().iter().filter_map(|column| {
        let doubt = doubt(column, labels)?;
        Some(Doubted {
            column: column.name.clone(),
            doubt,
        })
    });
    doubted.collect()
}

fn doubt(column: &Feature, labels: &[bool]) -> Option<Doubt> {
    let rows = labels.len();
    let keys = keys(column);
    let mut counts: BTreeMap<u64, [usize; 2]> = BTreeMap::new();
    for (key, &label) in keys.iter().zip(labels) {
        if let Some(key) = key {
            counts.entry(*key).or_default()[usize::from(label)] += 1;
        }
    }
    let filled: usize = counts.values().flatten().sum();
    match counts.len() {
        0 => return Some(Doubt::Empty),
        1 if filled == rows => return Some(Doubt::Constant),
        _ => {}
    }
    let positives = labels.iter().filter(|&&label| label).count();
    let enough = positives.min(rows - positives) >= LEAST.1;
    if filled >= LEAST.0 && is_identifier(column, counts.len(), filled) {
        return Some(Doubt::Identifier {
            distinct: counts.len(),
        });
    }
    if !enough {
        return None;
    }
    if filled < rows && filled >= LEAST.1 {
        let own: usize = counts.values().map(|count| count[1]).sum();
        let most = own.max(filled - own);
        let (share, positive) = (most as f64 / filled as f64, 2 * own > filled);
        let class = if positive {
            positives
        } else {
            rows - positives
        };
        let elsewhere = (class - most) as f64 / (rows - filled) as f64;
        if share >= 0.99 && elsewhere < 0.5 {
            return Some(Doubt::FilledForOneClass {
                filled,
                share,
                positive,
            });
        }
    }
    if counts.len() == 2 && filled == rows {
        let both: Vec<[usize; 2]> = counts.values().copied().collect();
        let straight = both[0][0] + both[1][1];
        let agreement = straight.max(rows - straight) as f64 / rows as f64;
        // A rare label agrees with nearly anything: the rarer class has to agree as well.
        let turned = straight * 2 < rows;
        let hits = if turned { both[0][1] } else { both[1][1] };
        let calm = if turned { both[1][0] } else { both[0][0] };
        let rarest = (hits as f64 / positives as f64).min(calm as f64 / (rows - positives) as f64);
        if agreement >= 0.99 && rarest >= 0.95 {
            return Some(Doubt::CopyOfLabel { agreement });
        }
    }
    let auc = lone_auc(column, labels)?;
    (auc >= TELLS_ALONE).then_some(Doubt::TellsAlone { auc })
}

/// What tells values apart.
fn keys(column: &Feature) -> Vec<Option<u64>> {
    match &column.values {
        Values::Numeric(values) => values
            .iter()
            .map(|v| Some(v.to_bits()).filter(|_| !v.is_nan()))
            .collect(),
        Values::Categorical { codes, .. } => codes
            .iter()
            .map(|&code| Some(u64::from(code)).filter(|_| code != MISSING))
            .collect(),
    }
}

/// Texts of which nearly all differ; or whole numbers that all differ and count the rows, or are called an id.
fn is_identifier(column: &Feature, distinct: usize, filled: usize) -> bool {
    match &column.values {
        Values::Categorical { .. } => distinct as f64 >= OWN * filled as f64,
        Values::Numeric(values) => {
            let known = || values.iter().copied().filter(|v| !v.is_nan());
            let whole = known().all(|v| v == v.trunc());
            let low = known().fold(f64::INFINITY, f64::min);
            let high = known().fold(f64::NEG_INFINITY, f64::max);
            let dense = high - low < 2.0 * filled as f64;
            let name = column.name.to_lowercase();
            let ends = ["id", "_no", " no", "number", "编号", "单号", "号"];
            let named = name == "no" || ends.iter().any(|end| name.ends_with(end));
            whole && distinct == filled && (dense || named)
        }
    }
}

/// The area of a column alone: the better of its order, and of the label's rate in its bins as found on the other half of the rows.
fn lone_auc(column: &Feature, labels: &[bool]) -> Option<f64> {
    let bins = bins(column);
    let prior = labels.iter().filter(|&&label| label).count() as f64 / labels.len() as f64;
    let count = bins.iter().max().map_or(0, |most| most + 1);
    let mut sums = vec![[(0.0, 0.0); 2]; count];
    for (row, (&bin, &label)) in bins.iter().zip(labels).enumerate() {
        let (positives, rows) = &mut sums[bin][half(row)];
        *positives += f64::from(u8::from(label));
        *rows += 1.0;
    }
    let rate = |(row, &bin): (usize, &usize)| {
        let (positives, rows) = sums[bin][1 - half(row)];
        (positives + prior) / (rows + 1.0)
    };
    let rates: Vec<f64> = bins.iter().enumerate().map(rate).collect();
    let by_rate = roc_auc(&rates, labels)?;
    let by_order = match &column.values {
        Values::Numeric(values) => {
            // What is missing stands at the end where it helps least to hide: both are tried.
            let auc = |fill: f64| {
                let scores: Vec<f64> = values
                    .iter()
                    .map(|v| if v.is_nan() { fill } else { *v })
                    .collect();
                roc_auc(&scores, labels).map_or(0.5, |auc| auc.max(1.0 - auc))
            };
            auc(f64::INFINITY).max(auc(f64::NEG_INFINITY))
        }
        Values::Categorical { .. } => 0.0,
    };
    Some(by_rate.max(by_order))
}

/// Which half a row is in.
fn half(row: usize) -> usize {
    (mix(row as u64) & 1) as usize
}

/// The bin of each row: 0 where missing.
fn bins(column: &Feature) -> Vec<usize> {
    match &column.values {
        Values::Numeric(values) => {
            let mut sorted: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
            sorted.sort_unstable_by(f64::total_cmp);
            let bound = |bin: usize| quantile(&sorted, bin as f64 / BINS as f64).unwrap_or(0.0);
            let mut bounds: Vec<f64> = (1..BINS).map(bound).collect();
            bounds.dedup();
            let bin = |v: &f64| {
                if v.is_nan() {
                    0
                } else {
                    1 + bounds.partition_point(|bound| bound < v)
                }
            };
            values.iter().map(bin).collect()
        }
        Values::Categorical { codes, .. } => codes
            .iter()
            .map(|&code| {
                if code == MISSING {
                    0
                } else {
                    code as usize + 1
                }
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: usize = 400;

    fn labels() -> Vec<bool> {
        (0..ROWS).map(|row| row * 7 % 10 < 3).collect()
    }

    fn found(column: Feature) -> Option<Doubt> {
        let features = Features::new(ROWS, vec![column]).expect("one column");
        doubts(&features, &labels())
            .pop()
            .map(|doubted| doubted.doubt)
    }

    fn numbers(name: &str, value: impl Fn(usize, bool) -> Option<f64>) -> Feature {
        let labels = labels();
        Feature::numeric(name, (0..ROWS).map(|row| value(row, labels[row])))
    }

    #[test]
    fn leaks_are_found() {
        let copy = numbers("copy", |_, label| Some(if label { 4.0 } else { 2.0 }));
        assert!(matches!(found(copy), Some(Doubt::CopyOfLabel { agreement }) if agreement == 1.0));
        let reason = numbers("churn reason", |row, label| {
            label.then_some((row % 3) as f64)
        });
        assert!(matches!(
            found(reason),
            Some(Doubt::FilledForOneClass { positive: true, .. })
        ));
        let near = numbers("refund", |row, label| {
            Some(f64::from(u8::from(label)) + (row % 50) as f64 / 49.5)
        });
        assert!(matches!(found(near), Some(Doubt::TellsAlone { auc }) if auc > 0.98));
        // Not by order, but by where it lies.
        let middle = numbers("band", |row, label| {
            let wide = if label { 1.0 } else { 10.0 };
            Some(wide * if row % 2 == 0 { 1.0 } else { -1.0 } + (row % 13) as f64 / 20.0)
        });
        assert!(matches!(found(middle), Some(Doubt::TellsAlone { .. })));
    }

    #[test]
    fn identifiers_are_found() {
        assert!(matches!(
            found(numbers("row", |row, _| Some(row as f64))),
            Some(Doubt::Identifier { .. })
        ));
        let far = |row: usize, _: bool| Some((row * 7_919 % 100_003) as f64);
        assert!(matches!(
            found(numbers("customer_id", far)),
            Some(Doubt::Identifier { .. })
        ));
        assert_eq!(found(numbers("price", far)), None);
        let names: Vec<String> = (0..ROWS).map(|row| format!("c{row}")).collect();
        let column = Feature::categorical(
            "name",
            names.iter().map(|n| Some(n.as_str())).collect::<Vec<_>>(),
        );
        assert!(matches!(found(column), Some(Doubt::Identifier { .. })));
    }

    #[test]
    fn honest_columns_are_left_alone() {
        assert_eq!(
            found(numbers("a", |row, label| Some(
                (row % 9) as f64 + if label { 2.0 } else { 0.0 }
            ))),
            None
        );
        assert_eq!(
            found(numbers("gaps", |row, _| (row % 3 > 0).then_some((row % 5) as f64))),
            None
        );
        assert_eq!(found(numbers("none", |_, _| None)), Some(Doubt::Empty));
        assert_eq!(
            found(numbers("one", |_, _| Some(3.0))),
            Some(Doubt::Constant)
        );
    }
}
