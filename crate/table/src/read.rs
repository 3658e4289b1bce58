//! The way in: bytes are pushed, tables come out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    DateOrder, Error, Format, Table, Type,
    delimited::Delimited,
    sheet::Origin,
    sniff::{self, Kind},
};

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

/// Bytes that are taken in one go, so that a file arriving whole is read like one that arrives in pieces.
const PIECE: usize = 1 << 20;

/// Reads one file that arrives in pieces.
#[derive(Debug)]
pub struct Reader {
    file: String,
    size: Option<u64>,
    options: Options,
    bytes: u64,
    state: State,
    /// Set by the first failure; nothing is read after it.
    failed: Option<Error>,
    depth: u8,
}

#[derive(Debug)]
enum State {
    /// The first bytes, not yet enough to tell what they are.
    Head(Vec<u8>),
    /// Delimited text.
    Text(Box<Delimited>, Vec<u8>),
}

impl Reader {
    /// Starts on a file. `size` is its length where known; it keeps the columns from growing larger than they need to.
    pub fn new(file: &str, size: Option<u64>, options: Options) -> Self {
        Self::at_depth(file, size, options, 0)
    }

    fn at_depth(file: &str, size: Option<u64>, options: Options, depth: u8) -> Self {
        Self {
            file: file.to_owned(),
            size,
            options,
            bytes: 0,
            state: State::Head(Vec::new()),
            failed: None,
            depth,
        }
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// As soon as it is certain that the file cannot be read.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        self.bytes += bytes.len() as u64;
        for piece in bytes.chunks(PIECE) {
            if let Err(error) = self.take(piece) {
                self.failed = Some(error.clone());
                return Err(error);
            }
        }
        Ok(())
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), Error> {
        match &mut self.state {
            State::Head(head) => {
                head.extend_from_slice(bytes);
                if head.len() < sniff::ENOUGH {
                    return Ok(());
                }
                let head = std::mem::take(head);
                self.state = self.start(&head)?;
                self.take(&head)
            }
            State::Text(text, small) => {
                // Small pieces are put together: every call below looks at what it holds.
                if small.is_empty() && bytes.len() >= PIECE / 4 {
                    return text.push(bytes, false);
                }
                small.extend_from_slice(bytes);
                if small.len() >= PIECE / 4 {
                    let joined = std::mem::take(small);
                    return text.push(&joined, false);
                }
                Ok(())
            }
        }
    }

    fn start(&self, head: &[u8]) -> Result<State, Error> {
        let not_a_table = |looks_like: &str| Error::NotATable {
            file: self.file.clone(),
            looks_like: looks_like.to_owned(),
        };
        match sniff::kind(head) {
            Kind::Text | Kind::Json | Kind::Zip | Kind::Ole => {
                let origin = Origin {
                    file: self.file.clone(),
                    sheet: None,
                    format: Format::Csv,
                };
                Ok(State::Text(
                    Box::new(Delimited::new(origin, self.size, &self.options)?),
                    Vec::new(),
                ))
            }
            Kind::Parquet => Err(Error::NeedsParquet {
                file: self.file.clone(),
            }),
            Kind::Other(looks_like) => Err(not_a_table(looks_like)),
        }
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        let rows = match &self.state {
            State::Text(text, _) => text.progress().rows,
            State::Head(_) => 0,
        };
        Progress {
            bytes: self.bytes,
            rows,
        }
    }

    /// Ends the file: types the columns and hands out the tables.
    pub fn finish(mut self) -> Outcome {
        if let Some(error) = self.failed {
            return Outcome {
                tables: Vec::new(),
                failures: vec![error],
            };
        }
        if let State::Head(head) = &mut self.state {
            let head = std::mem::take(head);
            if head.is_empty() {
                return Outcome {
                    tables: Vec::new(),
                    failures: vec![Error::Empty { file: self.file }],
                };
            }
            match self.start(&head) {
                Ok(state) => self.state = state,
                Err(error) => {
                    return Outcome {
                        tables: Vec::new(),
                        failures: vec![error],
                    };
                }
            }
            if let Err(error) = self.take(&head) {
                return Outcome {
                    tables: Vec::new(),
                    failures: vec![error],
                };
            }
        }
        let mut outcome = Outcome::default();
        match self.state {
            State::Head(_) => {}
            State::Text(mut text, small) => {
                match text.push(&small, false).and_then(|()| text.finish()) {
                    Ok(table) => outcome.tables.push(table),
                    Err(error) => outcome.failures.push(error),
                }
            }
        }
        outcome
    }
}
