//! Columns as numbers of about one size, which is what a linear model weighs.

use std::collections::BTreeMap;

use crate::features::{Features, Values};

/// Rows that a category needs for a weight of its own; rarer ones share one.
const RARE: usize = 10;

/// Weights that a column's categories may have.
const MOST_CATEGORIES: usize = 60;

/// Distinct whole numbers up to which a numeric column is taken as categories too: months, regions, ratings.
const FEW_NUMBERS: usize = 24;

/// Skewness from which a numeric column also enters by its logarithm.
const SKEWED: f64 = 2.0;

/// How a column becomes numbers.
#[derive(Debug, Clone)]
struct Encoding {
    /// The first weight.
    start: usize,
    numeric: Option<Numeric>,
    /// A category's weight, and one over its standard deviation; by code, or by number.
    categories: BTreeMap<u64, (usize, f64)>,
    /// The weight of what is rare, where something is.
    rare: Option<(usize, f64)>,
    /// Codes that are rare; a code in neither was never seen, and weighs nothing.
    rare_codes: Vec<u64>,
    /// The weight of what is missing, where something is.
    missing: Option<(usize, f64)>,
}

#[derive(Debug, Clone, Copy)]
struct Numeric {
    mean: f64,
    deviation: f64,
    /// Weight, mean and deviation of sign(x)·ln(1 + |x| / scale), and the scale.
    log: Option<(usize, f64, f64, f64)>,
}

/// How columns become numbers.
#[derive(Debug, Clone)]
pub(crate) struct Design {
    encodings: Vec<Encoding>,
    width: usize,
    /// The column that each weight belongs to.
    owner: Vec<usize>,
}

/// Rows of few non-zero numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sparse {
    /// Where each row ends in `cells`.
    ends: Vec<usize>,
    /// Weight and value.
    cells: Vec<(u32, f64)>,
}

impl Sparse {
    pub(crate) fn rows(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn row(&self, row: usize) -> &[(u32, f64)] {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.cells[start..self.ends[row]]
    }

    pub(crate) fn push(&mut self, cells: impl IntoIterator<Item = (u32, f64)>) {
        self.cells.extend(cells);
        self.ends.push(self.cells.len());
    }
}

impl Design {
    /// Chosen and scaled by the distribution of these rows.
    pub(crate) fn of(features: &Features) -> Self {
        let mut design = Self {
            encodings: Vec::new(),
            width: 0,
            owner: Vec::new(),
        };
        for (place, column) in features.columns().iter().enumerate() {
            let encoding = design.encoding(&column.values);
            design.encodings.push(encoding);
            design.owner.resize(design.width, place);
        }
        design
    }

    /// Number of weights.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// The column that a weight belongs to.
    pub(crate) fn owner(&self, weight: usize) -> usize {
        self.owner[weight]
    }

    fn encoding(&mut self, values: &Values) -> Encoding {
        let start = self.width;
        let rows = match values {
            Values::Numeric(values) => values.len(),
            Values::Categorical { codes, .. } => codes.len(),
        };
        let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
        let mut missing = 0;
        for row in 0..rows {
            match key(values, row) {
                Some(key) => *counts.entry(key).or_default() += 1,
                None => missing += 1,
            }
        }
        let numeric = match values {
            Values::Numeric(values) => self.numeric(values),
            Values::Categorical { .. } => None,
        };
        let as_categories = match values {
            Values::Categorical { .. } => true,
            Values::Numeric(values) => {
                let whole = values.iter().all(|v| v.is_nan() || *v == v.trunc());
                whole && counts.len() <= FEW_NUMBERS && counts.len() > 2
            }
        };
        let mut encoding = Encoding {
            start,
            numeric,
            categories: BTreeMap::new(),
            rare: None,
            rare_codes: Vec::new(),
            missing: None,
        };
        if as_categories {
            let mut order: Vec<(u64, usize)> = counts.into_iter().collect();
            order.sort_by_key(|&(key, count)| (std::cmp::Reverse(count), key));
            let mut rare = 0;
            for (key, count) in order {
                if count >= RARE && encoding.categories.len() < MOST_CATEGORIES {
                    let slot = self.slot(count, rows);
                    encoding.categories.insert(key, slot);
                } else {
                    encoding.rare_codes.push(key);
                    rare += count;
                }
            }
            encoding.rare_codes.sort_unstable();
            encoding.rare = (rare > 0).then(|| self.slot(rare, rows));
        }
        encoding.missing = (missing > 0 && missing < rows).then(|| self.slot(missing, rows));
        encoding
    }

    /// A weight for a yes-or-no column with so many yeses, and one over its standard deviation.
    fn slot(&mut self, count: usize, rows: usize) -> (usize, f64) {
        let share = count as f64 / rows as f64;
        // A column that is nearly constant would be blown up without end.
        let deviation = (share * (1.0 - share)).sqrt().max(0.05);
        self.width += 1;
        (self.width - 1, 1.0 / deviation)
    }

    fn numeric(&mut self, values: &[f64]) -> Option<Numeric> {
        let known: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
        let (mean, deviation) = moments(&known)?;
        self.width += 1;
        let cube = |v: &f64| {
            let z = (v - mean) / deviation;
            z * z * z
        };
        let skewness = known.iter().map(cube).sum::<f64>() / known.len() as f64;
        let mut log = None;
        if skewness.abs() > SKEWED {
            // The scale is the typical size of what is not zero.
            let mut sizes: Vec<f64> = known.iter().map(|v| v.abs()).filter(|v| *v > 0.0).collect();
            sizes.sort_unstable_by(f64::total_cmp);
            let scale = crate::arithmetic::quantile(&sizes, 0.25).unwrap_or(1.0);
            let logs: Vec<f64> = known.iter().map(|&v| signed_log(v, scale)).collect();
            if let Some((mean, deviation)) = moments(&logs) {
                log = Some((self.width, mean, deviation, scale));
                self.width += 1;
            }
        }
        Some(Numeric {
            mean,
            deviation,
            log,
        })
    }

    /// The numbers of rows whose columns are those of the design.
    pub(crate) fn encode(&self, features: &Features) -> Sparse {
        let mut sparse = Sparse::default();
        for row in 0..features.rows() {
            let columns = self.encodings.iter().zip(features.columns());
            for (encoding, column) in columns {
                encoding.encode(&column.values, row, &mut sparse.cells);
            }
            sparse.ends.push(sparse.cells.len());
        }
        sparse
    }
}

impl Encoding {
    fn encode(&self, values: &Values, row: usize, cells: &mut Vec<(u32, f64)>) {
        let mut push = |(weight, value): (usize, f64)| cells.push((weight as u32, value));
        let Some(key) = key(values, row) else {
            if let Some(slot) = self.missing {
                push(slot);
            }
            return;
        };
        if let (Some(numeric), Values::Numeric(values)) = (self.numeric, values) {
            // Far outside of what was seen, a straight line knows nothing.
            let standard = |value: f64, mean: f64, deviation: f64| {
                ((value - mean) / deviation).clamp(-8.0, 8.0)
            };
            push((
                self.start,
                standard(values[row], numeric.mean, numeric.deviation),
            ));
            if let Some((weight, mean, deviation, scale)) = numeric.log {
                push((
                    weight,
                    standard(signed_log(values[row], scale), mean, deviation),
                ));
            }
        }
        match (self.categories.get(&key), self.rare) {
            (Some(slot), _) => push(*slot),
            (None, Some(slot)) if self.rare_codes.binary_search(&key).is_ok() => push(slot),
            _ => {}
        }
    }
}

/// What tells a cell's category; `None` where missing.
fn key(values: &Values, row: usize) -> Option<u64> {
    match values {
        Values::Numeric(values) => Some(values[row]).filter(|v| !v.is_nan()).map(f64::to_bits),
        Values::Categorical { codes, .. } => Some(codes[row])
            .filter(|&code| code != crate::features::MISSING)
            .map(u64::from),
    }
}

fn signed_log(value: f64, scale: f64) -> f64 {
    libm::copysign(libm::log1p(value.abs() / scale), value)
}

/// Mean and standard deviation; `None` where nothing varies.
fn moments(values: &[f64]) -> Option<(f64, f64)> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
    let deviation = squares.sqrt();
    let varies = deviation.is_finite() && deviation > 1e-12 * mean.abs().max(1e-280);
    varies.then_some((mean, deviation))
}
