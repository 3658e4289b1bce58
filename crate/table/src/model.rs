//! A table and where it came from.

use serde::{Deserialize, Serialize};

use crate::{Column, Warning};

/// The format that a table was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Delimited text.
    Csv,
    /// Office Open XML workbook.
    Xlsx,
    /// Excel 97–2003 workbook.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// A JSON array of objects, or an object holding one.
    Json,
    /// A JSON object a line.
    JsonLines,
    /// Apache Parquet.
    Parquet,
}

/// How the bytes were taken apart. Every field can be overridden by the merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialect {
    /// The encoding's WHATWG name in upper case as `encoding_rs` prints it (`UTF-8`, `GBK`, `gb18030`, `UTF-16LE`, `windows-1252`); `None` where the format fixes it.
    pub encoding: Option<String>,
    /// The delimiter of delimited text.
    pub delimiter: Option<char>,
    /// The header's row in the source, from 1; `None` where the file has no header.
    pub header_row: Option<usize>,
}

/// A row that sums others, or closes a file, and was left out of the data.
#[derive(Debug, Clone, Serialize)]
pub struct TotalsRow {
    /// The source row, from 1.
    pub row: usize,
    /// The cells as written.
    pub cells: Vec<String>,
    /// Columns whose total was checked: (column index, stated, computed), decimals as text.
    pub checked: Vec<(usize, String, String)>,
    /// Whether every checked column agrees with the data's own sum.
    pub agrees: bool,
}

/// From a table's row index (from 0) to its row in the source (from 1, as a spreadsheet counts).
///
/// Kept as breakpoints, since gaps are few.
#[derive(Debug, Clone, Default)]
pub struct RowMap {
    /// (first table row, its source row), ascending; between breakpoints both count up together.
    pub breaks: Vec<(u32, u32)>,
}

impl RowMap {
    /// The source row (from 1) of a table row (from 0).
    pub fn source_row(&self, row: usize) -> usize {
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        let i = self.breaks.partition_point(|&(first, _)| first <= row);
        match i.checked_sub(1).and_then(|i| self.breaks.get(i)) {
            Some(&(first, source)) => (source + (row - first)) as usize,
            None => row as usize + 1,
        }
    }
}

/// A table: typed columns of equal length.
#[derive(Debug, Clone)]
pub struct Table {
    /// The file's name as the merchant knows it; `shop.zip/orders.csv` for a file in an archive.
    pub file: String,
    /// The sheet, where the format has sheets.
    pub sheet: Option<String>,
    /// The format read.
    pub format: Format,
    /// How the bytes were taken apart.
    pub dialect: Dialect,
    /// The columns.
    pub columns: Vec<Column>,
    /// Number of data rows.
    pub rows: usize,
    /// From data rows to source rows.
    pub row_map: RowMap,
    /// Total rows and footers that were left out.
    pub totals: Vec<TotalsRow>,
    /// What was repaired, left out or doubted.
    pub warnings: Vec<Warning>,
}
