//! The way in: bytes are pushed, tables come out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{DateOrder, Error, Table, Type};

/// The merchant's choices for one file; everything left `None` is found out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// Encoding label as WHATWG names them (`gbk`, `utf-16le`).
    pub encoding: Option<String>,
    /// Delimiter of delimited text.
    pub delimiter: Option<char>,
    /// The header's source row from 1; 0 = there is no header.
    pub header_row: Option<usize>,
    /// Per column name: a type and, for dates and numbers, how to read them.
    pub columns: BTreeMap<String, ColumnChoice>,
}

/// The merchant's choice for one column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnChoice {
    /// The type to read as.
    pub kind: Option<Type>,
    /// The order of numeric dates.
    pub date_order: Option<DateOrder>,
    /// The decimal mark, `.` or `,`.
    pub decimal_mark: Option<char>,
}

/// How far a reading has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Bytes taken in.
    pub bytes: u64,
    /// Data rows read so far.
    pub rows: u64,
}

/// What came of a file. An archive can yield tables and failures side by side.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The tables, in the order of the file.
    pub tables: Vec<Table>,
    /// What could not be read.
    pub failures: Vec<Error>,
}

/// Reads one file that arrives in pieces.
#[derive(Debug)]
pub struct Reader {
    file: String,
    options: Options,
}

impl Reader {
    /// Starts on a file. `size` is its length where known.
    pub fn new(file: &str, size: Option<u64>, options: Options) -> Self {
        let _ = size;
        Self {
            file: file.to_owned(),
            options,
        }
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// As soon as it is certain that the file cannot be read.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let _ = (bytes, &self.options);
        Ok(())
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        Progress::default()
    }

    /// Ends the file: types the columns and hands out the tables.
    pub fn finish(self) -> Outcome {
        Outcome {
            tables: Vec::new(),
            failures: vec![Error::Empty { file: self.file }],
        }
    }
}
