//! A file's rows, a batch at a time.

use arrow::record_batch::RecordBatch;
use bytes::Bytes;
use parquet::{
    arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder},
    errors::ParquetError,
    file::metadata::ParquetMetaData,
};

use crate::{Error, cell};

/// Rows decoded in one go.
const BATCH: usize = 8192;

/// Text handed out in one go, about.
const CHUNK: usize = 1 << 20;

/// Unpacks a Parquet file to delimited text.
pub struct Unpacker {
    batches: ParquetRecordBatchReader,
    header: Option<String>,
    /// Rows in the whole file.
    total: u64,
    done: u64,
}

impl std::fmt::Debug for Unpacker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unpacker")
            .field("total", &self.total)
            .field("done", &self.done)
            .finish_non_exhaustive()
    }
}

impl Unpacker {
    /// Starts on a whole file.
    ///
    /// # Errors
    /// [`Error::NotParquet`], [`Error::Encrypted`], [`Error::Corrupt`] where the file's description cannot be read.
    pub fn new(bytes: Vec<u8>) -> Result<Self, Error> {
        guarded(0, || Self::open(bytes))
    }

    fn open(bytes: Vec<u8>) -> Result<Self, Error> {
        check_ends(&bytes)?;
        let length = bytes.len() as u64;
        let builder = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes))
            .map_err(|e| told(&e, 0))?;
        check_ranges(builder.metadata(), length)?;
        let total = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
        let mut header = String::new();
        for (i, field) in builder.schema().fields().iter().enumerate() {
            if i > 0 {
                header.push(',');
            }
            cell::push_quoted(field.name(), &mut header);
        }
        header.push_str("\r\n");
        let batches = builder
            .with_batch_size(BATCH)
            .build()
            .map_err(|e| told(&e, 0))?;
        Ok(Self {
            batches,
            header: Some(header),
            total,
            done: 0,
        })
    }

    /// Rows in the file, as it says itself.
    pub fn rows(&self) -> u64 {
        self.total
    }

    /// Rows that were handed out.
    pub fn rows_done(&self) -> u64 {
        self.done
    }

    /// The next piece of text, about a megabyte; `None` after the last. The first starts with the header.
    ///
    /// # Errors
    /// [`Error::Corrupt`] or [`Error::Unsupported`] where the next rows cannot be decoded.
    pub fn next_chunk(&mut self) -> Result<Option<Vec<u8>>, Error> {
        guarded(self.done, || self.chunk())
    }

    fn chunk(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let mut text = self.header.take().unwrap_or_default();
        while text.len() < CHUNK {
            match self.batches.next() {
                None => break,
                Some(Ok(batch)) => {
                    write(&batch, &mut text);
                    self.done += batch.num_rows() as u64;
                }
                Some(Err(error)) => {
                    return Err(Error::Corrupt {
                        rows: self.done,
                        detail: short(&error.to_string()),
                    });
                }
            }
        }
        Ok((!text.is_empty()).then(|| text.into_bytes()))
    }
}

/// A Parquet file begins with its magic, and ends with the length of its description and the magic again.
fn check_ends(bytes: &[u8]) -> Result<(), Error> {
    if bytes.starts_with(b"PARE") || bytes.ends_with(b"PARE") {
        return Err(Error::Encrypted);
    }
    let Some((rest, magic)) = bytes.split_last_chunk::<4>() else {
        return Err(Error::NotParquet);
    };
    let Some((rest, length)) = rest.split_last_chunk::<4>() else {
        return Err(Error::NotParquet);
    };
    if magic != b"PAR1"
        || !bytes.starts_with(b"PAR1")
        || (u32::from_le_bytes(*length) as usize).saturating_add(4) > rest.len()
    {
        return Err(Error::NotParquet);
    }
    Ok(())
}

/// The reader takes a description at its word, and a negative length would end the module: it is checked first.
fn check_ranges(metadata: &ParquetMetaData, length: u64) -> Result<(), Error> {
    let mut rows = 0i64;
    for group in metadata.row_groups() {
        rows = rows
            .checked_add(group.num_rows())
            .filter(|_| group.num_rows() >= 0)
            .ok_or_else(|| damaged("row counts"))?;
        for column in group.columns() {
            let start = column
                .dictionary_page_offset()
                .unwrap_or_else(|| column.data_page_offset());
            let (Ok(start), Ok(size)) = (
                u64::try_from(start),
                u64::try_from(column.compressed_size()),
            ) else {
                return Err(damaged("a column's place is negative"));
            };
            if column.data_page_offset() < 0
                || column.num_values() < 0
                || start.saturating_add(size) > length
            {
                return Err(damaged("a column lies outside the file"));
            }
        }
    }
    Ok(())
}

/// The decoder takes some things in a file at their word and panics where they are wrong; that is a damaged file.
/// In the browser a panic ends the module, and the page starts its worker again.
fn guarded<T>(rows: u64, step: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(step)).unwrap_or_else(|_| {
        Err(Error::Corrupt {
            rows,
            detail: "the decoder gave up".to_owned(),
        })
    })
}

fn damaged(detail: &str) -> Error {
    Error::Corrupt {
        rows: 0,
        detail: detail.to_owned(),
    }
}

fn short(text: &str) -> String {
    text.chars().take(200).collect()
}

fn told(error: &ParquetError, rows: u64) -> Error {
    let detail = short(&error.to_string());
    match error {
        ParquetError::NYI(_) => Error::Unsupported { detail },
        _ => Error::Corrupt { rows, detail },
    }
}

fn write(batch: &RecordBatch, text: &mut String) {
    let columns: Vec<cell::Writer<'_>> = batch
        .columns()
        .iter()
        .map(|c| cell::writer(c.as_ref()))
        .collect();
    let mut one = String::new();
    for row in 0..batch.num_rows() {
        let start = text.len();
        for (i, (column, array)) in columns.iter().zip(batch.columns()).enumerate() {
            if i > 0 {
                text.push(',');
            }
            if array.is_null(row) {
                continue;
            }
            one.clear();
            column(row, &mut one);
            cell::push_quoted(&one, text);
        }
        // A row of one empty cell would be a blank line.
        if text.len() == start {
            text.push_str("\"\"");
        }
        text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::{
        array::{
            ArrayRef, Date32Array, Decimal128Array, Float64Array, Int64Array, ListArray,
            StringArray, StructArray, TimestampMicrosecondArray,
        },
        datatypes::{DataType, Field, Int32Type},
    };
    use parquet::arrow::ArrowWriter;

    use super::*;

    fn file(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
        let batch = RecordBatch::try_from_iter_with_nullable(
            columns.into_iter().map(|(n, a)| (n, a, true)),
        )
        .unwrap();
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        bytes
    }

    fn sample() -> Vec<u8> {
        let person: ArrayRef = Arc::new(StructArray::from(vec![
            (
                Arc::new(Field::new("name", DataType::Utf8, true)),
                Arc::new(StringArray::from(vec!["a\"b", "c"])) as ArrayRef,
            ),
            (
                Arc::new(Field::new("age", DataType::Int64, true)),
                Arc::new(Int64Array::from(vec![Some(3), None])) as ArrayRef,
            ),
        ]));
        file(vec![
            (
                "id",
                Arc::new(Int64Array::from(vec![1_234_567_890_123_456_789, -2])),
            ),
            (
                "name, of it",
                Arc::new(StringArray::from(vec![Some("x, \"y\"\nz"), None])),
            ),
            (
                "price",
                Arc::new(
                    Decimal128Array::from(vec![1250, -5])
                        .with_precision_and_scale(10, 2)
                        .unwrap(),
                ),
            ),
            ("rate", Arc::new(Float64Array::from(vec![0.1, f64::NAN]))),
            ("day", Arc::new(Date32Array::from(vec![20_781, -1]))),
            (
                "at",
                Arc::new(
                    TimestampMicrosecondArray::from(vec![
                        1_483_271_606_000_000,
                        1_483_271_606_500_000,
                    ])
                    .with_timezone("UTC"),
                ),
            ),
            (
                "list",
                Arc::new(ListArray::from_iter_primitive::<Int32Type, _, _>(vec![
                    Some(vec![Some(1), None]),
                    None,
                ])),
            ),
            ("person", person),
        ])
    }

    #[test]
    fn every_type_becomes_text() {
        let mut unpacker = Unpacker::new(sample()).unwrap();
        let text = String::from_utf8(unpacker.next_chunk().unwrap().unwrap()).unwrap();
        assert_eq!(unpacker.next_chunk().unwrap(), None);
        assert_eq!(unpacker.rows_done(), 2);
        let expected = "id,\"name, of it\",price,rate,day,at,list,person\r\n\
            1234567890123456789,\"x, \"\"y\"\"\nz\",12.50,0.1,2026-11-24,2017-01-01T11:53:26Z,\"[1,null]\",\"{\"\"name\"\":\"\"a\\\"\"b\"\",\"\"age\"\":3}\"\r\n\
            -2,,-0.05,,1969-12-31,2017-01-01T11:53:26.500000Z,,\"{\"\"name\"\":\"\"c\"\",\"\"age\"\":null}\"\r\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn damage_is_an_error() {
        let good = sample();
        assert_eq!(Unpacker::new(Vec::new()).unwrap_err(), Error::NotParquet);
        assert_eq!(
            Unpacker::new(good[..good.len() - 9].to_vec()).unwrap_err(),
            Error::NotParquet
        );
        // Whatever a flipped byte does, it is told, or read.
        let mut told = 0;
        for at in (4..good.len()).step_by(3) {
            let mut bad = good.clone();
            bad[at] ^= 0x55;
            let outcome = Unpacker::new(bad).and_then(|mut u| {
                while u.next_chunk()?.is_some() {}
                Ok(())
            });
            told += usize::from(outcome.is_err());
        }
        assert!(told > 0);
    }
}
