//! Rows of few numbers: compressed sparse rows, and products of them.

use crate::{Error, Progress};

/// A matrix by rows, of which only what is not zero is kept; columns ascend within a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sparse {
    pub(crate) starts: Vec<usize>,
    pub(crate) columns: Vec<u32>,
    pub(crate) values: Vec<f32>,
}

impl Sparse {
    pub(crate) fn with_rows(rows: usize) -> Self {
        let mut starts = Vec::with_capacity(rows + 1);
        starts.push(0);
        Self {
            starts,
            columns: Vec::new(),
            values: Vec::new(),
        }
    }

    pub(crate) fn rows(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub(crate) fn push_row(&mut self, row: impl IntoIterator<Item = (u32, f32)>) {
        for (column, value) in row {
            self.columns.push(column);
            self.values.push(value);
        }
        self.starts.push(self.columns.len());
    }

    /// Columns and values of a row; nothing for a row that is not there.
    pub(crate) fn row(&self, row: u32) -> (&[u32], &[f32]) {
        let row = row as usize;
        match (self.starts.get(row), self.starts.get(row + 1)) {
            (Some(&from), Some(&to)) => (&self.columns[from..to], &self.values[from..to]),
            _ => (&[], &[]),
        }
    }

    pub(crate) fn row_len(&self, row: u32) -> usize {
        self.row(row).0.len()
    }

    pub(crate) fn transposed(&self, columns: usize) -> Self {
        let mut starts = vec![0; columns + 1];
        for &column in &self.columns {
            starts[column as usize + 1] += 1;
        }
        for at in 0..columns {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut out = Self {
            columns: vec![0; self.columns.len()],
            values: vec![0.0; self.values.len()],
            starts,
        };
        for row in 0..self.rows() as u32 {
            let (columns, values) = self.row(row);
            for (&column, &value) in columns.iter().zip(values) {
                let place = &mut next[column as usize];
                out.columns[*place] = row;
                out.values[*place] = value;
                *place += 1;
            }
        }
        out
    }

    pub(crate) fn bytes(&self) -> usize {
        self.starts.len() * 8 + self.columns.len() * 8
    }

    /// Adds `weight` × row to a dense vector.
    pub(crate) fn add_row(&self, row: u32, weight: f32, to: &mut [f32]) {
        let (columns, values) = self.row(row);
        for (&column, &value) in columns.iter().zip(values) {
            to[column as usize] += weight * value;
        }
    }
}

/// A row of a product, in a buffer that is used again for the next.
pub(crate) struct ProductRow<'a> {
    /// The columns that were added to, in no order; `None` where that may be any.
    touched: Option<&'a [u32]>,
    sums: &'a [f32],
}

impl ProductRow<'_> {
    /// Gives columns and sums in no order; those left out are 0.
    pub(crate) fn for_each(&self, mut take: impl FnMut(u32, f32)) {
        match self.touched {
            Some(columns) => {
                for &column in columns {
                    take(column, self.sums[column as usize]);
                }
            }
            None => {
                for (column, &sum) in self.sums.iter().enumerate() {
                    take(column as u32, sum);
                }
            }
        }
    }

    /// Columns and sums that are not 0, ascending.
    pub(crate) fn sorted(&self) -> Vec<(u32, f32)> {
        let mut out = Vec::new();
        self.for_each(|column, sum| {
            if sum != 0.0 {
                out.push((column, sum));
            }
        });
        if self.touched.is_some() {
            out.sort_unstable_by_key(|&(column, _)| column);
        }
        out
    }
}

/// Columns for each sum from which on noting where sums went costs more than looking everywhere.
const DENSE: usize = 4;

/// Gives every row of `left` × `right`, its own column among the columns.
///
/// Sums run over `left`'s columns in ascending order, so they do not depend on how the matrices came about.
pub(crate) fn product_rows(
    left: &Sparse,
    right: &Sparse,
    columns: usize,
    progress: Progress<'_>,
    mut take: impl FnMut(u32, ProductRow<'_>),
) -> Result<(), Error> {
    let mut sums = vec![0.0_f32; columns];
    let mut stamp = vec![u32::MAX; columns];
    let mut touched: Vec<u32> = Vec::new();
    let rows = left.rows() as u32;
    for row in 0..rows {
        if row.is_multiple_of(256) && !progress(row as f32 / rows as f32) {
            return Err(Error::Cancelled);
        }
        let (middles, weights) = left.row(row);
        let pairs = middles.iter().zip(weights);
        let work: usize = middles.iter().map(|&middle| right.row_len(middle)).sum();
        if work * DENSE > columns {
            sums.fill(0.0);
            for (&middle, &weight) in pairs {
                right.add_row(middle, weight, &mut sums);
            }
            take(
                row,
                ProductRow {
                    touched: None,
                    sums: &sums,
                },
            );
            continue;
        }
        touched.clear();
        for (&middle, &weight) in pairs {
            let (right_columns, values) = right.row(middle);
            for (&column, &value) in right_columns.iter().zip(values) {
                let at = column as usize;
                if stamp[at] != row {
                    stamp[at] = row;
                    sums[at] = 0.0;
                    touched.push(column);
                }
                sums[at] += weight * value;
            }
        }
        take(
            row,
            ProductRow {
                touched: Some(&touched),
                sums: &sums,
            },
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_and_multiplies() {
        let mut a = Sparse::with_rows(2);
        a.push_row([(0, 1.0), (2, 2.0)]);
        a.push_row([(1, 3.0)]);
        let t = a.transposed(3);
        assert_eq!(t.row(2), (&[0][..], &[2.0][..]));
        assert_eq!(t.transposed(2), a);
        let mut rows = Vec::new();
        product_rows(&t, &a, 3, &mut |_| true, |row, found| {
            rows.push((row, found.sorted()));
        })
        .expect("not cancelled");
        assert_eq!(rows[0], (0, vec![(0, 1.0), (2, 2.0)]));
        assert_eq!(rows[1], (1, vec![(1, 9.0)]));
        let stopped = product_rows(&t, &a, 3, &mut |_| false, |_, _| ());
        assert_eq!(stopped, Err(Error::Cancelled));
    }
}
