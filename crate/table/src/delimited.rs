//! Delimited text, streamed.

use crate::{
    Choice, Dialect, Error, Format, Location, Options, Progress, Table, Warning, WarningCode,
    decode::Decode,
    dialect, header,
    sheet::{Count, MAX_COLUMNS, Origin, Sheet},
    split::{Splitter, Step},
};

/// Text that is looked at before the delimiter and the header are decided on.
const SAMPLE: usize = 256 << 10;

/// A record of more bytes is none.
const MAX_RECORD: usize = 32 << 20;

/// Reads delimited text that arrives in pieces.
#[derive(Debug)]
pub(crate) struct Delimited {
    origin: Origin,
    options: Options,
    /// The whole length in bytes, where known.
    size: Option<u64>,
    taken: u64,
    decode: Decode,
    /// Text that was decoded and not yet split.
    text: String,
    /// Text length at which an unfinished record is tried again: doubling keeps the work linear.
    retry_at: usize,
    ready: Option<Ready>,
    /// Text that is looked at first: more where the first record is longer.
    sample: usize,
}

#[derive(Debug)]
struct Ready {
    splitter: Splitter,
    sheet: Sheet,
    /// Source rows that were split.
    source_rows: usize,
}

impl Delimited {
    pub(crate) fn new(origin: Origin, size: Option<u64>, options: &Options) -> Result<Self, Error> {
        let forced = forced_encoding(options, &origin.file)?;
        if let Some(delimiter) = options.delimiter
            && (!delimiter.is_ascii() || matches!(delimiter, '"' | '\r' | '\n'))
        {
            return Err(Error::BadOverride {
                location: origin.location(),
                what: Choice::Delimiter(delimiter),
            });
        }
        Ok(Self {
            origin,
            options: options.clone(),
            size,
            taken: 0,
            decode: Decode::new(forced),
            text: String::new(),
            retry_at: 0,
            ready: None,
            sample: SAMPLE,
        })
    }

    pub(crate) fn progress(&self) -> Progress {
        Progress {
            bytes: self.taken,
            rows: self.ready.as_ref().map_or(0, |r| r.sheet.rows as u64),
        }
    }

    pub(crate) fn push(&mut self, bytes: &[u8], last: bool) -> Result<(), Error> {
        self.taken += bytes.len() as u64;
        self.decode.push(bytes, last, &mut self.text);
        while self.ready.is_none() {
            if self.text.len() < self.sample && !last {
                return Ok(());
            }
            self.ready = self.prepare()?;
            if self.ready.is_none() {
                self.sample *= 2;
                if self.sample > MAX_RECORD {
                    return Err(self.too_large("line", self.text.len(), MAX_RECORD));
                }
            }
        }
        if self.text.len() < self.retry_at && self.text.len() <= MAX_RECORD && !last {
            return Ok(());
        }
        self.split(last)
    }

    /// Decides on the dialect from the first text; not while that holds no whole record.
    fn prepare(&mut self) -> Result<Option<Ready>, Error> {
        // The sample ends at the same character however the bytes arrived.
        let complete = self.text.len() < self.sample;
        let mut end = self.text.len().min(self.sample);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let sample = &self.text[..end];
        if !complete && memchr::memchr2(b'\n', b'\r', sample.as_bytes()).is_none() {
            return Ok(None);
        }
        let extension = self
            .origin
            .file
            .rsplit_once('.')
            .map_or(String::new(), |(_, e)| e.to_ascii_lowercase());
        let mut guess = dialect::guess(sample, complete, &extension);
        if let Some(delimiter) = self.options.delimiter {
            guess.delimiter = delimiter as u8;
        }
        let splitter = guess.splitter();
        let mut records = dialect::sample_records(sample, splitter.clone(), complete);
        if records.is_empty() && !complete {
            return Ok(None);
        }
        if guess.sep_line > 0
            && let Some(first) = records.first_mut()
        {
            first.clear();
        }
        let header = match self.options.header_row {
            Some(0) => None,
            Some(row) => {
                if records.len() < row || records[row - 1].is_empty() {
                    return Err(Error::BadOverride {
                        location: self.origin.location(),
                        what: Choice::HeaderRow(row),
                    });
                }
                Some(row - 1)
            }
            None => header::find(&records),
        };
        // The sample's cells are cut short; the header is split once more in full.
        let mut sheet = match header {
            Some(at) => {
                let cells = nth_record(&self.text, &splitter, at);
                let mut cells = cells;
                let width = header::typical_width(&records).max(1);
                while cells.len() > width && cells.last().is_some_and(|c| c.trim().is_empty()) {
                    cells.pop();
                }
                Sheet::new(self.origin.clone(), Some((at + 1, &cells)), 0)?
            }
            None => {
                let width = records.iter().map(Vec::len).max().unwrap_or(0);
                Sheet::new(self.origin.clone(), None, width)?
            }
        };
        if header.is_none() && !records.is_empty() && self.options.header_row != Some(0) {
            let mut count = Count::default();
            count.add(None, String::new);
            sheet.warn(WarningCode::NoHeader, count);
        }
        if let Some(at) = header {
            let mut count = Count::default();
            for (i, record) in records[..at].iter().enumerate() {
                if !record.is_empty() {
                    let cells = || {
                        record
                            .iter()
                            .filter(|c| !c.is_empty())
                            .cloned()
                            .collect::<Vec<_>>()
                            .join(" · ")
                    };
                    count.add(Some(i + 1), cells);
                }
            }
            sheet.warn(WarningCode::Preamble, count);
        }
        let mut ready = Ready {
            splitter,
            sheet,
            source_rows: 0,
        };
        // What stands before the data is split and passed over.
        let skip = header.map_or(usize::from(guess.sep_line > 0), |at| at + 1);
        let mut at = 0;
        while ready.source_rows < skip {
            match ready.splitter.record(&self.text, at, complete) {
                Step::Record(next) | Step::Blank(next) => {
                    at = next;
                    ready.source_rows += 1;
                }
                Step::More => break,
            }
        }
        self.text.drain(..at);
        Ok(Some(ready))
    }

    fn split(&mut self, last: bool) -> Result<(), Error> {
        let Some(ready) = &mut self.ready else {
            return Ok(());
        };
        let text = self.text.as_str();
        let start_rows = ready.sheet.rows;
        let mut at = 0;
        loop {
            match ready.splitter.record(text, at, last) {
                Step::Record(next) => {
                    ready.source_rows += 1;
                    if next - at > MAX_RECORD {
                        return Err(self.too_large("line", next - at, MAX_RECORD));
                    }
                    if ready.splitter.len() > MAX_COLUMNS {
                        return Err(self.too_large(
                            "number of columns",
                            ready_len(&self.ready),
                            MAX_COLUMNS,
                        ));
                    }
                    if ready.sheet.is_full() {
                        // As many rows as the rest of the file will have, going by those so far.
                        let rows = (ready.sheet.rows - start_rows).max(1);
                        let bytes_a_row = (at / rows).max(ready.splitter.len()).max(1);
                        let left = self
                            .size
                            .map_or(0, |size| size.saturating_sub(self.taken) as usize)
                            + text.len()
                            - at;
                        let room = if at == 0 {
                            1024
                        } else {
                            left / bytes_a_row + left / bytes_a_row / 50 + 64
                        };
                        let grow = if self.size.is_some() {
                            room
                        } else {
                            room.max(ready.sheet.rows / 2)
                        };
                        ready.sheet.reserve(grow.min(1 << 24));
                    }
                    // A line of nothing but delimiters; the length spares most records the look.
                    if next - at <= 4 * ready.splitter.len() && ready.splitter.is_blank(text) {
                        at = next;
                        continue;
                    }
                    let splitter = &ready.splitter;
                    ready.sheet.row(ready.source_rows, splitter.len(), |i| {
                        splitter.cell(text, i)
                    })?;
                    at = next;
                }
                Step::Blank(next) => {
                    ready.source_rows += 1;
                    at = next;
                }
                Step::More => break,
            }
        }
        self.text.drain(..at);
        if self.text.len() > MAX_RECORD {
            return Err(self.too_large("line", self.text.len(), MAX_RECORD));
        }
        self.retry_at = if at == 0 { self.text.len() * 2 } else { 0 };
        Ok(())
    }

    fn too_large(&self, what: &str, found: usize, limit: usize) -> Error {
        let row = self.ready.as_ref().map(|r| r.source_rows.max(1));
        let location = Location {
            row,
            ..self.origin.location()
        };
        Error::TooLarge {
            location,
            what: what.into(),
            found: found as u64,
            limit: limit as u64,
        }
    }

    /// Ends the text: the table, or why there is none.
    pub(crate) fn finish(mut self) -> Result<Table, Error> {
        self.push(&[], true)?;
        let Some(ready) = self.ready.take() else {
            return Err(Error::Empty {
                file: self.origin.file,
            });
        };
        let Ready {
            splitter,
            mut sheet,
            source_rows,
        } = ready;
        self.text = String::new();
        if source_rows == 0 || sheet.is_blank() {
            return Err(Error::Empty {
                file: self.origin.file,
            });
        }
        for (code, count) in [
            (WarningCode::InvalidBytes, self.decode.replaced),
            (WarningCode::NulBytes, self.decode.nuls),
            (
                WarningCode::EncodingUnsure,
                usize::from(self.decode.is_unsure()),
            ),
            (WarningCode::StrayQuotes, splitter.stray_quotes),
            (WarningCode::EmptyTable, usize::from(sheet.rows == 0)),
        ] {
            if count > 0 {
                sheet.warnings.push(Warning {
                    code,
                    count,
                    location: self.origin.location(),
                    samples: Vec::new(),
                });
            }
        }
        let is_text = self.origin.format == Format::Csv;
        let dialect = Dialect {
            encoding: is_text.then(|| self.decode.name().to_owned()),
            delimiter: is_text.then(|| char::from(splitter.delimiter())),
            header_row: None,
        };
        Ok(sheet.finish(dialect, &self.options))
    }
}

/// The encoding that the merchant chose.
pub(crate) fn forced_encoding(
    options: &Options,
    file: &str,
) -> Result<Option<&'static encoding_rs::Encoding>, Error> {
    let Some(label) = &options.encoding else {
        return Ok(None);
    };
    match encoding_rs::Encoding::for_label(label.as_bytes()) {
        Some(encoding) => Ok(Some(encoding)),
        None => Err(Error::BadOverride {
            location: Location {
                file: file.to_owned(),
                ..Location::default()
            },
            what: Choice::Encoding(label.clone()),
        }),
    }
}

fn ready_len(ready: &Option<Ready>) -> usize {
    ready.as_ref().map_or(0, |r| r.splitter.len())
}

/// The cells of the record at a position, in full.
fn nth_record(text: &str, splitter: &Splitter, position: usize) -> Vec<String> {
    let mut splitter = splitter.clone();
    let mut at = 0;
    for i in 0..=position {
        match splitter.record(text, at, true) {
            Step::Record(next) | Step::Blank(next) => {
                if i == position {
                    return splitter.cells(text).map(str::to_owned).collect();
                }
                at = next;
            }
            Step::More => break,
        }
    }
    Vec::new()
}
