//! The way in: bytes are pushed, tables come out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    DateOrder, Error, Format, Location, Table, Type, Warning, WarningCode, archive,
    decode::Decode,
    delimited::{self, Delimited},
    json,
    sheet::Origin,
    sniff::{self, Kind},
    workbook,
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
    /// The format that the bytes were unpacked from into delimited text, where they were.
    pub unpacked_from: Option<Format>,
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

/// Bytes of a container that can be held whole.
const MAX_CONTAINER: usize = 1 << 30;

/// Says where a name's ending promised something else than the content.
fn warn_of_extension(file: &str, outcome: &mut Outcome) {
    let Some((_, extension)) = file.rsplit_once('.') else {
        return;
    };
    let extension = extension.to_ascii_lowercase();
    for table in &mut outcome.tables {
        let promised: &[Format] = match extension.as_str() {
            "csv" | "tsv" | "tab" => &[Format::Csv],
            "xlsx" | "xlsm" => &[Format::Xlsx],
            "xls" => &[Format::Xls],
            "ods" => &[Format::Ods],
            "json" => &[Format::Json, Format::JsonLines],
            "jsonl" | "ndjson" => &[Format::JsonLines, Format::Json],
            "parquet" => &[Format::Parquet],
            "pdf" | "docx" | "png" | "jpg" => &[],
            _ => continue,
        };
        if !promised.contains(&table.format) && table.file == file {
            let location = Location {
                file: file.to_owned(),
                sheet: table.sheet.clone(),
                ..Location::default()
            };
            table.warnings.push(Warning {
                code: WarningCode::WrongExtension,
                count: 1,
                location,
                samples: vec![extension.clone()],
            });
        }
    }
}

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
    /// Delimited text, and small pieces of it that are put together.
    Text(Box<Delimited>, Vec<u8>),
    /// A container, which is taken apart when it is whole.
    Container(Kind, Vec<u8>),
    /// JSON, which is too.
    Json(Box<Decode>, String),
}

impl Reader {
    /// Starts on a file. `size` is its length where known; it keeps the columns from growing larger than they need to.
    pub fn new(file: &str, size: Option<u64>, options: Options) -> Self {
        Self::at_depth(file, size, options, 0)
    }

    /// `depth` is how many archives the file is in.
    pub(crate) fn at_depth(file: &str, size: Option<u64>, options: Options, depth: u8) -> Self {
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
                // A Parquet file may be shorter, and another reader waits for it.
                if head.len() < sniff::ENOUGH && !head.starts_with(sniff::PARQUET) {
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
            State::Container(_, held) => {
                if held.is_empty()
                    && let Some(size) = self.size
                {
                    held.reserve_exact(usize::try_from(size).unwrap_or(0).min(MAX_CONTAINER));
                }
                held.extend_from_slice(bytes);
                self.check_held()
            }
            State::Json(decode, text) => {
                decode.push(bytes, false, text);
                self.check_held()
            }
        }
    }

    /// Containers and JSON are held whole, so there is a limit to them.
    fn check_held(&self) -> Result<(), Error> {
        if self.bytes <= MAX_CONTAINER as u64 {
            return Ok(());
        }
        Err(Error::TooLarge {
            location: Location {
                file: self.file.clone(),
                ..Location::default()
            },
            what: "file".into(),
            found: self.bytes.max(self.size.unwrap_or(0)),
            limit: MAX_CONTAINER as u64,
        })
    }

    fn start(&self, head: &[u8]) -> Result<State, Error> {
        let not_a_table = |looks_like: &str| Error::NotATable {
            file: self.file.clone(),
            looks_like: looks_like.to_owned(),
        };
        match sniff::kind(head) {
            Kind::Json => Ok(State::Json(
                Box::new(Decode::new(delimited::forced_encoding(
                    &self.options,
                    &self.file,
                )?)),
                String::new(),
            )),
            kind @ (Kind::Zip | Kind::Ole) => Ok(State::Container(kind, Vec::new())),
            Kind::Text => {
                let origin = Origin {
                    file: self.file.clone(),
                    sheet: None,
                    format: self.options.unpacked_from.unwrap_or(Format::Csv),
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
            _ => 0,
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
            State::Container(Kind::Zip, bytes) => {
                outcome = archive::read(&self.file, &bytes, &self.options, self.depth);
            }
            State::Container(_, bytes) => {
                // A locked new workbook is an old container around the cipher text.
                let package: Vec<u8> = "EncryptedPackage"
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes)
                    .collect();
                if memchr::memmem::find(&bytes, &package).is_some() {
                    outcome.failures.push(Error::Encrypted {
                        file: self.file.clone(),
                    });
                } else {
                    outcome = workbook::other(&self.file, &bytes, Format::Xls, &self.options);
                }
            }
            State::Json(mut decode, mut text) => {
                decode.push(&[], true, &mut text);
                outcome = json::read(&self.file, &text, &self.options);
                for table in &mut outcome.tables {
                    table.dialect.encoding = Some(decode.name().to_owned());
                }
                if let (Some(table), true) = (outcome.tables.first_mut(), decode.replaced > 0) {
                    table.warnings.push(Warning {
                        code: WarningCode::InvalidBytes,
                        count: decode.replaced,
                        location: Location {
                            file: self.file.clone(),
                            ..Location::default()
                        },
                        samples: Vec::new(),
                    });
                }
            }
        }
        warn_of_extension(&self.file, &mut outcome);
        outcome
    }
}
