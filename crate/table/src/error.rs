//! Why a file could not be read.

use crate::Location;

/// Why a file could not be read. Each variant names the place and carries what the message needs;
/// the words for the merchant, in both languages and with what to do, are in `report`.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There are no bytes.
    #[error("{file}: the file is empty")]
    Empty {
        /// The file.
        file: String,
    },
    /// The content is none of the formats that can be read.
    #[error("{file}: not a table; it looks like {looks_like}")]
    NotATable {
        /// The file.
        file: String,
        /// What the first bytes say: `PDF`, `an image`, `binary data` …
        looks_like: String,
    },
    /// A workbook that is locked with a password.
    #[error("{file}: the workbook is encrypted")]
    Encrypted {
        /// The file.
        file: String,
    },
    /// A container (ZIP, workbook, Parquet) that cannot be taken apart.
    #[error("{}: damaged or cut off: {detail}", location.file)]
    Corrupt {
        /// Where.
        location: Location,
        /// What the reader met.
        detail: String,
    },
    /// A limit that protects the page was reached.
    #[error("{}: {what} is {found}, at most {limit} can be read", location.file)]
    TooLarge {
        /// Where.
        location: Location,
        /// What is too large: `columns`, `cell`, `uncompressed size` …
        what: String,
        /// The size met.
        found: u64,
        /// The limit.
        limit: u64,
    },
    /// Text that is not valid JSON.
    #[error("{}: line {line}, column {column}: {detail}", location.file)]
    Json {
        /// Where.
        location: Location,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What the parser met.
        detail: String,
    },
    /// A Parquet file has to be unpacked by its own module first.
    #[error("{file}: Parquet is unpacked by its own module")]
    NeedsParquet {
        /// The file.
        file: String,
    },
    /// The merchant's choice cannot be applied, such as a header row beyond the end.
    #[error("{}: {what:?} cannot be applied", location.file)]
    BadOverride {
        /// Where.
        location: Location,
        /// Which choice.
        what: Choice,
    },
}

/// A merchant's choice that cannot be applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// No encoding has this label.
    Encoding(String),
    /// No text is delimited by this character.
    Delimiter(char),
    /// No row of this number can be the header.
    HeaderRow(usize),
}

impl Error {
    /// A stable name that the page switches on.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Empty { .. } => "empty_file",
            Error::NotATable { .. } => "not_a_table",
            Error::Encrypted { .. } => "encrypted",
            Error::Corrupt { .. } => "corrupt",
            Error::TooLarge { .. } => "too_large",
            Error::Json { .. } => "invalid_json",
            Error::NeedsParquet { .. } => "needs_parquet",
            Error::BadOverride { .. } => "bad_override",
        }
    }
}
