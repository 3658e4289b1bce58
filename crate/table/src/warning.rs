//! What was repaired, left out or doubted while reading.

use serde::{Deserialize, Serialize};

/// A place in a merchant's files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Location {
    /// The file.
    pub file: String,
    /// The sheet, where there are sheets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The source row, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// The column's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// The kind of a warning. The words for it, in Chinese and English, are in `report`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WarningCode {
    /// Bytes that the encoding cannot express were replaced by U+FFFD.
    InvalidBytes,
    /// The encoding was guessed, and another is nearly as likely.
    EncodingUnsure,
    /// Rows before the header were skipped.
    Preamble,
    /// No row looks like a header; columns were numbered.
    NoHeader,
    /// An empty header was given a name.
    EmptyHeader,
    /// A repeated header was given a number.
    DuplicateHeader,
    /// Rows with fewer cells than the header: the missing ones are empty.
    ShortRows,
    /// Rows with more cells than the header: what is beyond was kept in no column.
    LongRows,
    /// The header stands again among the data, perhaps under a title; these rows were left out.
    RepeatedHeader,
    /// The row below the header says in words what the columns hold; it was left out.
    ColumnDescriptions,
    /// A total row was left out of the data.
    TotalsRow,
    /// A total row disagrees with the data.
    TotalsDisagree,
    /// A footer line was left out of the data.
    Footer,
    /// Cells that do not fit their column's type.
    Misfits,
    /// Cells of a column of stock that say in words that nothing is left: counted as 0. Reading does not know of stock;
    /// this is made of misfits and texts once the column is recognised.
    NoneLeft,
    /// Dates that read either way round.
    AmbiguousDates,
    /// Dates of a column of which some read only day first and some only month first: it stays texts.
    MixedDates,
    /// Numbers that read either way (`1.234`).
    AmbiguousNumbers,
    /// Ids that a spreadsheet has rounded (`1.23457E+18`): their last digits are lost.
    IdsRounded,
    /// `="…"`, leading tabs or apostrophes were removed.
    Unwrapped,
    /// A quote was never closed, or closed in mid-cell.
    StrayQuotes,
    /// NUL characters were removed.
    NulBytes,
    /// Rows hidden in the workbook were read.
    HiddenRows,
    /// Columns hidden in the workbook were read.
    HiddenColumns,
    /// A sheet hidden in the workbook was read.
    HiddenSheet,
    /// Formula cells without a stored value.
    FormulaWithoutValue,
    /// A cell was longer than is kept and was cut.
    CellCut,
    /// A sheet, an archive entry or a file with nothing in it.
    EmptyTable,
    /// An archive's entry that is not a table.
    EntrySkipped,
    /// The name's ending does not match the content; the content was believed.
    WrongExtension,
}

/// A warning: counted, placed, and never silent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Warning {
    /// The kind.
    pub code: WarningCode,
    /// How many cells or rows it concerns.
    pub count: usize,
    /// The first place it was met.
    pub location: Location,
    /// Up to three samples of what was met, for example the cells that did not fit.
    pub samples: Vec<String>,
}
