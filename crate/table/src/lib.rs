//! Bytes to typed columns.
//!
//! A merchant's file, whatever its format, becomes one or more [`Table`]s: named, typed columns
//! with a way from every value back to its file, sheet, row and column, and a list of everything
//! that was repaired, left out or doubted on the way.
//!
//! Nothing here reads a file, a clock or a locale: bytes are pushed in, tables come out.

#![forbid(unsafe_code)]

mod archive;
mod builder;
pub mod calendar;
mod clean;
mod column;
mod date;
mod decode;
mod delimited;
mod dialect;
mod dictionary;
mod error;
mod feed;
pub mod group;
mod header;
mod hidden;
mod ints;
mod json;
mod model;
mod money_format;
mod number;
mod ole;
pub mod order;
mod read;
mod sheet;
mod sniff;
mod split;
mod totals;
mod typing;
mod warning;
mod workbook;

pub use column::{Column, DateOrder, Dates, Dict, NULL_CODE, NULL_INT, Type, Values, decimal_text};
pub use error::{Choice, Error};
pub use ints::Ints;
pub use model::{Dialect, Format, RowMap, Table, TotalsRow};
pub use number::is_rounded_id;
pub use read::{ColumnChoice, Options, Outcome, Progress, Reader};
pub use warning::{Location, Warning, WarningCode};
