//! The rows behind a number.

use serde::Serialize;
use shop::{RowRef, Selection};

use crate::{Error, Session};

/// Some of the rows behind a number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RowPage {
    /// How many rows there are.
    pub total: usize,
    /// Those asked for.
    pub rows: Vec<Row>,
}

/// A row of a merchant's file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The file.
    pub file: String,
    /// The sheet.
    pub sheet: Option<String>,
    /// The row in the file, from 1.
    pub row: usize,
    /// Its cells; empty ones are left out.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// The column's name.
    pub name: String,
    /// The value as written, personal data masked.
    pub value: String,
}

impl Session {
    /// Rows behind a number, a mark or a finding.
    ///
    /// # Errors
    /// [`Error::BadSetting`] if no day was set.
    pub fn rows(
        &mut self,
        selection: &Selection,
        offset: usize,
        limit: usize,
    ) -> Result<RowPage, Error> {
        let mut selection = selection.clone();
        let shop = self.reported_shop()?;
        if selection.currency.is_none() {
            selection.currency = shop.1;
        }
        let (total, refs) = selection.rows(shop.0, limit, offset);
        let rows = refs.iter().filter_map(|&at| self.row(at)).collect();
        Ok(RowPage { total, rows })
    }

    /// A row with its personal data masked.
    pub(crate) fn row(&self, at: RowRef) -> Option<Row> {
        let (_, entry) = self.entry(at.table as usize)?;
        let row = at.row as usize;
        let cells = entry
            .table
            .columns
            .iter()
            .zip(&entry.recognition.columns)
            .filter_map(|(column, known)| {
                let value = crate::mask::shown(&column.cell(row)?, known);
                Some(Cell {
                    name: column.name.clone(),
                    value,
                })
            })
            .collect();
        Some(Row {
            file: entry.table.file.clone(),
            sheet: entry.table.sheet.clone(),
            row: entry.table.row_map.source_row(row),
            cells,
        })
    }
}
