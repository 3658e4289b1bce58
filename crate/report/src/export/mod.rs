//! A document as a file: HTML, workbook, CSV, Markdown, JSON.

mod csv;
mod html;
mod markdown;
mod plain;
mod twin;
#[cfg(feature = "xlsx")]
mod xlsx;
#[cfg(feature = "xlsx")]
mod xlsx_chart;

pub use csv::{csv, csv_all};
pub use html::html;
pub use markdown::markdown;
pub use twin::twin;
#[cfg(feature = "xlsx")]
pub use xlsx::xlsx;

use crate::words::date::iso;
use crate::{Document, Error};

/// The document as JSON.
///
/// # Errors
/// [`Error::Json`] if it cannot be written.
pub fn json(document: &Document) -> Result<String, Error> {
    serde_json::to_string(document).map_err(Error::Json)
}

/// The name of an exported file: what and when, such as `shoplens-sales-2026-01-01_2026-03-31.xlsx`.
pub fn file_name(document: &Document, extension: &str) -> String {
    let when = match &document.period {
        Some(period) => [iso(period.first), iso(period.last)].join("_"),
        None => document.today.clone(),
    };
    ["shoplens-sales-", &when, ".", extension].concat()
}
