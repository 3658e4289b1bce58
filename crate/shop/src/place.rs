//! The way back from a fact to its row.

/// A row of a table: the way back to the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RowRef {
    /// Index of the table among those given to [`crate::build`].
    pub table: u16,
    /// Row in that table, from 0.
    pub row: u32,
}

/// Many rows, of which most shops have all in one table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowRefs {
    rows: Vec<u32>,
    /// The table of each; none are kept while all are in `table`.
    tables: Vec<u16>,
    table: u16,
}

impl RowRefs {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row at a position that there is.
    #[inline]
    pub fn at(&self, index: usize) -> RowRef {
        RowRef {
            table: self.tables.get(index).copied().unwrap_or(self.table),
            row: self.rows[index],
        }
    }

    /// Adds a row.
    #[inline]
    pub fn push(&mut self, at: RowRef) {
        if self.rows.is_empty() {
            self.table = at.table;
        } else if self.tables.is_empty() && at.table != self.table {
            self.tables.reserve(self.rows.capacity());
            self.tables.resize(self.rows.len(), self.table);
        }
        if !self.tables.is_empty() {
            self.tables.push(at.table);
        }
        self.rows.push(at.row);
    }

    /// Makes room for so many rows more, and no more than that.
    pub fn reserve_exact(&mut self, rows: usize) {
        self.rows.reserve_exact(rows);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lead_back_to_several_tables() {
        let given =
            [(3, 7), (3, 1), (0, 7), (3, 2), (5, 0)].map(|(table, row)| RowRef { table, row });
        for upto in 0..=given.len() {
            let mut refs = RowRefs::default();
            refs.reserve_exact(upto);
            for &at in &given[..upto] {
                refs.push(at);
            }
            let back: Vec<RowRef> = (0..refs.len()).map(|i| refs.at(i)).collect();
            assert_eq!(back, given[..upto]);
        }
    }
}
