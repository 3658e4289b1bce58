//! The feature matrix: named columns of numbers or categories, with gaps.

use std::collections::BTreeMap;

use crate::Error;
use crate::chance::mix;
use crate::split::{Order, are_copies};

/// The code of a missing category.
pub const MISSING: u32 = u32::MAX;

/// The cells of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Numbers; NaN where missing.
    Numeric(Vec<f64>),
    /// Categories.
    Categorical {
        /// Per row an index into `names`, or [`MISSING`].
        codes: Vec<u32>,
        /// The categories, ascending, so that codes do not depend on the order of the rows.
        names: Vec<String>,
    },
}

/// A named column.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Its name.
    pub name: String,
    /// Its cells.
    pub values: Values,
}

impl Feature {
    /// Numbers; what is missing or not finite becomes a gap.
    pub fn numeric(name: &str, values: impl IntoIterator<Item = Option<f64>>) -> Self {
        let clean = |value: Option<f64>| value.filter(|v| v.is_finite()).unwrap_or(f64::NAN);
        Self {
            name: name.to_owned(),
            // −0 and 0 are one number.
            values: Values::Numeric(values.into_iter().map(|v| clean(v) + 0.0).collect()),
        }
    }

    /// Categories.
    pub fn categorical<'a>(
        name: &str,
        values: impl IntoIterator<Item = Option<&'a str>, IntoIter: Clone>,
    ) -> Self {
        let values = values.into_iter();
        let mut codes: BTreeMap<&str, u32> = BTreeMap::new();
        for value in values.clone().flatten() {
            codes.insert(value, 0);
        }
        for (code, slot) in (0..).zip(codes.values_mut()) {
            *slot = code;
        }
        let code_of = |value: Option<&str>| value.and_then(|v| codes.get(v).copied());
        Self {
            name: name.to_owned(),
            values: Values::Categorical {
                codes: values.map(|v| code_of(v).unwrap_or(MISSING)).collect(),
                names: codes.keys().map(|&name| name.to_owned()).collect(),
            },
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        match &self.values {
            Values::Numeric(values) => values.len(),
            Values::Categorical { codes, .. } => codes.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a cell is missing.
    pub fn is_missing(&self, row: usize) -> bool {
        match &self.values {
            Values::Numeric(values) => values[row].is_nan(),
            Values::Categorical { codes, .. } => codes[row] == MISSING,
        }
    }

    /// A cell as text; `None` where missing.
    pub fn cell(&self, row: usize) -> Option<String> {
        match &self.values {
            Values::Numeric(values) => Some(values[row])
                .filter(|v| !v.is_nan())
                .map(|v| v.to_string()),
            Values::Categorical { codes, names } => names.get(codes[row] as usize).cloned(),
        }
    }

    fn select(&self, rows: &[u32]) -> Self {
        let values = match &self.values {
            Values::Numeric(values) => {
                Values::Numeric(rows.iter().map(|&row| values[row as usize]).collect())
            }
            Values::Categorical { codes, names } => Values::Categorical {
                codes: rows.iter().map(|&row| codes[row as usize]).collect(),
                names: names.clone(),
            },
        };
        Self {
            name: self.name.clone(),
            values,
        }
    }
}

/// Columns of equal length.
#[derive(Debug, Clone, PartialEq)]
pub struct Features {
    columns: Vec<Feature>,
    rows: usize,
    /// Per row whose it is; empty unless [`Features::grouped`] was called.
    owners: Vec<Option<u32>>,
}

impl Features {
    /// A matrix of these columns.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if a column has another number of rows.
    pub fn new(rows: usize, columns: Vec<Feature>) -> Result<Self, Error> {
        match columns.iter().find(|column| column.len() != rows) {
            Some(column) => Err(Error::ShapeMismatch {
                what: column.name.clone(),
                expected: rows,
                found: column.len(),
            }),
            None => Ok(Self {
                columns,
                rows,
                owners: Vec::new(),
            }),
        }
    }

    /// Rows of one owner, such as a customer's, are never on both sides of a split; a row without one stands for itself.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if rows and owners differ in number.
    pub fn grouped(mut self, owners: Vec<Option<u32>>) -> Result<Self, Error> {
        if owners.len() != self.rows {
            return Err(Error::ShapeMismatch {
                what: "owners".to_owned(),
                expected: self.rows,
                found: owners.len(),
            });
        }
        self.owners = owners;
        Ok(self)
    }

    /// The columns.
    pub fn columns(&self) -> &[Feature] {
        &self.columns
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Some of the rows, in the order given.
    pub fn select(&self, rows: &[u32]) -> Self {
        Self {
            columns: self.columns.iter().map(|c| c.select(rows)).collect(),
            rows: rows.len(),
            owners: match self.owners.is_empty() {
                true => Vec::new(),
                false => rows.iter().map(|&row| self.owners[row as usize]).collect(),
            },
        }
    }

    /// The columns that a test keeps.
    pub fn keep(&self, mut keep: impl FnMut(&Feature) -> bool) -> Self {
        Self {
            columns: self.columns.iter().filter(|c| keep(c)).cloned().collect(),
            rows: self.rows,
            owners: self.owners.clone(),
        }
    }

    /// The matrix with each column made anew, of as many rows.
    pub(crate) fn map(&self, new: impl FnMut(&Feature) -> Feature) -> Self {
        Self {
            columns: self.columns.iter().map(new).collect(),
            rows: self.rows,
            owners: self.owners.clone(),
        }
    }

    /// A number for each row that rows have in common which are equal or of one owner. It does not depend on where
    /// they stand.
    pub(crate) fn groups(&self, prints: &[u64]) -> Vec<u64> {
        let mut sums: BTreeMap<u32, u64> = BTreeMap::new();
        for (owner, &print) in self.owners.iter().zip(prints) {
            if let Some(owner) = owner {
                let sum = sums.entry(*owner).or_default();
                *sum = sum.wrapping_add(mix(print));
            }
        }
        let mut groups = prints.to_vec();
        for (group, owner) in groups.iter_mut().zip(&self.owners) {
            if let Some(sum) = owner.and_then(|owner| sums.get(&owner)) {
                *group = *sum;
            }
        }
        groups
    }

    /// In how many ways rows could differ: the product of the columns' different values.
    pub(crate) fn combinations(&self) -> f64 {
        let distinct = self.columns.iter().map(|column| match &column.values {
            Values::Numeric(values) => {
                let mut bits: Vec<u64> = values.iter().map(|value| value.to_bits()).collect();
                bits.sort_unstable();
                bits.dedup();
                bits.len()
            }
            Values::Categorical { names, .. } => names.len(),
        });
        distinct.map(|count| count.max(1) as f64).product()
    }

    /// Whether a row has an owner.
    pub(crate) fn is_owned(&self, row: u32) -> bool {
        self.owners.get(row as usize).is_some_and(Option::is_some)
    }

    /// The number of each row's group: rows of one owner, and copies. Empty where every row stands for itself.
    pub fn together(&self, labels: &[bool]) -> Vec<u32> {
        let order = Order::of(self, labels, 0);
        let mut groups = vec![0; self.rows];
        let mut count = 0;
        for run in order.runs() {
            for &row in run {
                groups[row as usize] = count;
            }
            count += 1;
        }
        match count as usize == self.rows {
            true => Vec::new(),
            false => groups,
        }
    }

    /// Rows that are copies of others, with labels that copies have in common; 0 where rows merely look alike.
    pub fn copies(&self, labels: &[bool]) -> usize {
        let mut prints = self.fingerprints(0);
        if !are_copies(self, &prints, labels) {
            return 0;
        }
        prints.sort_unstable();
        prints.dedup();
        self.rows - prints.len()
    }

    /// A number for each row that depends on its content and on `seed` alone, not on where it stands.
    ///
    /// Rows are trained on in the order of these, so that shuffled rows give the same model.
    pub(crate) fn fingerprints(&self, seed: u64) -> Vec<u64> {
        let mut prints = vec![mix(seed); self.rows];
        for column in &self.columns {
            match &column.values {
                Values::Numeric(values) => {
                    for (print, value) in prints.iter_mut().zip(values) {
                        let bits = if value.is_nan() { 1 } else { value.to_bits() };
                        *print = mix(*print ^ bits);
                    }
                }
                Values::Categorical { codes, names } => {
                    let named: Vec<u64> = names.iter().map(|name| text_print(name)).collect();
                    for (print, &code) in prints.iter_mut().zip(codes) {
                        let bits = named.get(code as usize).copied().unwrap_or(1);
                        *print = mix(*print ^ bits);
                    }
                }
            }
        }
        prints
    }
}

/// FNV-1a, mixed.
fn text_print(text: &str) -> u64 {
    let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    mix(text.bytes().fold(0xCBF2_9CE4_8422_2325, step))
}

/// What a model was trained on: names, and the categories of each.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Schema(Vec<(String, Option<Vec<String>>)>);

/// What did not fit when other rows were brought under a model's columns.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Misfits {
    /// Columns that the model was trained on and that are not there: taken as missing.
    pub absent: Vec<String>,
    /// Columns with categories that the model never saw, and cells of them: taken as missing.
    pub unseen: Vec<(String, usize)>,
    /// Columns with texts where the model learned numbers, and cells of them: taken as missing.
    pub not_numbers: Vec<(String, usize)>,
}

impl Schema {
    pub(crate) fn of(features: &Features) -> Self {
        let columns = features.columns.iter().map(|column| {
            let names = match &column.values {
                Values::Numeric(_) => None,
                Values::Categorical { names, .. } => Some(names.clone()),
            };
            (column.name.clone(), names)
        });
        Self(columns.collect())
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Brings rows under these columns.
    pub(crate) fn align(&self, features: &Features) -> (Features, Misfits) {
        let mut misfits = Misfits::default();
        let rows = features.rows;
        let columns = self.0.iter().map(|(name, known)| {
            let found = features.columns.iter().find(|column| column.name == *name);
            if found.is_none() {
                misfits.absent.push(name.clone());
            }
            let values = match (known, found.map(|column| &column.values)) {
                (None, Some(Values::Numeric(values))) => Values::Numeric(values.clone()),
                (None, None) => Values::Numeric(vec![f64::NAN; rows]),
                (None, Some(Values::Categorical { codes, names })) => {
                    let numbers: Vec<Option<f64>> =
                        names.iter().map(|n| n.trim().parse().ok()).collect();
                    let mut bad = 0;
                    let values = codes.iter().map(|&code| match numbers.get(code as usize) {
                        Some(Some(number)) => *number,
                        Some(None) => {
                            bad += 1;
                            f64::NAN
                        }
                        None => f64::NAN,
                    });
                    let values = values.collect();
                    if bad > 0 {
                        misfits.not_numbers.push((name.clone(), bad));
                    }
                    Values::Numeric(values)
                }
                (Some(known), found) => {
                    let code_of = |text: &str| {
                        let place = known.binary_search_by(|k| k.as_str().cmp(text));
                        place.map_or(MISSING, |place| place as u32)
                    };
                    let mut unseen = 0;
                    let codes = match found {
                        None => vec![MISSING; rows],
                        Some(Values::Categorical { codes, names }) => {
                            let map: Vec<u32> = names.iter().map(|n| code_of(n)).collect();
                            let codes = codes.iter().map(|&code| {
                                let new = map.get(code as usize).copied();
                                unseen += usize::from(new == Some(MISSING));
                                new.unwrap_or(MISSING)
                            });
                            codes.collect()
                        }
                        Some(Values::Numeric(values)) => {
                            let codes = values.iter().map(|value| {
                                if value.is_nan() {
                                    return MISSING;
                                }
                                let code = code_of(&value.to_string());
                                unseen += usize::from(code == MISSING);
                                code
                            });
                            codes.collect()
                        }
                    };
                    if unseen > 0 {
                        misfits.unseen.push((name.clone(), unseen));
                    }
                    Values::Categorical {
                        codes,
                        names: known.clone(),
                    }
                }
            };
            Feature {
                name: name.clone(),
                values,
            }
        });
        let columns = columns.collect();
        let owners = features.owners.clone();
        (
            Features {
                columns,
                rows,
                owners,
            },
            misfits,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features() -> Features {
        let number = Feature::numeric("n", [Some(1.0), None, Some(f64::INFINITY)]);
        let word = Feature::categorical("w", [Some("b"), Some("a"), None]);
        Features::new(3, vec![number, word]).expect("equal lengths")
    }

    #[test]
    fn what_is_not_finite_is_missing() {
        let features = features();
        assert!(!features.columns[0].is_missing(0));
        assert!(features.columns[0].is_missing(1) && features.columns[0].is_missing(2));
    }

    #[test]
    fn codes_follow_the_names_not_the_rows() {
        assert_eq!(
            features().columns[1].values,
            Values::Categorical {
                codes: vec![1, 0, MISSING],
                names: vec!["a".into(), "b".into()]
            }
        );
    }

    #[test]
    fn fingerprints_move_with_their_rows() {
        let features = features();
        let prints = features.fingerprints(7);
        let moved = features.select(&[2, 0, 1]).fingerprints(7);
        assert_eq!(moved, [prints[2], prints[0], prints[1]]);
        assert_ne!(features.fingerprints(8), prints);
    }

    #[test]
    fn other_rows_are_brought_under_the_columns() {
        let schema = Schema::of(&features());
        let strange = Features::new(
            2,
            vec![
                Feature::categorical("w", [Some("b"), Some("c")]),
                Feature::categorical("n", [Some(" 4.5"), Some("many")]),
            ],
        )
        .expect("equal lengths");
        let (aligned, misfits) = schema.align(&strange);
        assert_eq!(aligned.columns[0].cell(0).as_deref(), Some("4.5"));
        assert!(aligned.columns[0].is_missing(1));
        assert_eq!(aligned.columns[1].cell(0).as_deref(), Some("b"));
        assert!(aligned.columns[1].is_missing(1));
        assert_eq!(misfits.unseen, [("w".to_owned(), 1)]);
        assert_eq!(misfits.not_numbers, [("n".to_owned(), 1)]);
        let none = Features::new(1, Vec::new()).expect("no columns");
        let (aligned, misfits) = schema.align(&none);
        assert_eq!(misfits.absent, ["n", "w"]);
        assert!(aligned.columns.iter().all(|column| column.is_missing(0)));
    }

    #[test]
    fn lengths_are_checked() {
        let column = Feature::numeric("n", [Some(1.0)]);
        assert!(matches!(
            Features::new(2, vec![column]),
            Err(Error::ShapeMismatch { .. })
        ));
    }
}
