//! Parquet to delimited text.
//!
//! A module of its own, loaded only when a merchant drops a Parquet file: it is large and seldom needed. It hands the
//! rows on as UTF-8 text with commas (RFC 4180), a batch at a time, so that they are typed by the reader that types
//! everything else.

#![forbid(unsafe_code)]

mod cell;
mod error;
mod unpack;
#[cfg(feature = "web")]
mod web;

pub use error::Error;
pub use unpack::Unpacker;
