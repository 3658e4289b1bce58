//! A document as a file: HTML, workbook, CSV, Markdown, JSON.

#[cfg(feature = "files")]
mod archive;
mod csv;
#[cfg(feature = "files")]
mod html;
#[cfg(feature = "files")]
mod markdown;
mod plain;
#[cfg(feature = "files")]
mod texts;
mod twin;
#[cfg(feature = "files")]
mod xlsx;
#[cfg(feature = "files")]
mod xlsx_chart;

#[cfg(feature = "files")]
pub use archive::csv_all;
pub use csv::csv;
#[cfg(feature = "files")]
pub use html::html;
#[cfg(feature = "files")]
pub use markdown::markdown;
#[cfg(feature = "files")]
use texts::texts;
pub use twin::twin;
#[cfg(feature = "files")]
pub use xlsx::xlsx;

use serde::{Deserialize, Serialize};

#[cfg(feature = "files")]
use crate::Block;
use crate::words::date::iso;
use crate::{Document, Error};

/// The kinds of files that a document can be kept as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One self-contained page.
    Html,
    /// A workbook with native charts.
    Xlsx,
    /// All tables and the data of all charts as CSV files in a ZIP archive.
    Csv,
    /// Markdown.
    Md,
    /// The document itself.
    Json,
}

/// A file to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name: what and when.
    pub name: String,
    /// Its media type.
    pub mime: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The document as a file.
///
/// # Errors
/// [`Error::Workbook`], [`Error::Archive`], [`Error::Io`], [`Error::Json`] when it cannot be written.
#[cfg(feature = "files")]
pub fn file(document: &Document, kind: Kind) -> Result<File, Error> {
    let (extension, mime, bytes) = match kind {
        Kind::Html => ("html", "text/html", html(document).into_bytes()),
        Kind::Xlsx => (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            xlsx(document)?,
        ),
        Kind::Csv => ("zip", "application/zip", csv_all(document)?),
        Kind::Md => ("md", "text/markdown", markdown(document).into_bytes()),
        Kind::Json => ("json", "application/json", json(document)?.into_bytes()),
    };
    Ok(File {
        name: file_name(document, extension),
        mime,
        bytes,
    })
}

/// A table of the document, its texts, or the data of a chart, as CSV; `None` where no block has that id.
#[cfg(feature = "files")]
pub fn block(document: &Document, id: &str) -> Option<File> {
    let bytes = document
        .sections
        .iter()
        .flat_map(|s| &s.blocks)
        .find_map(|block| match block {
            Block::Table(table) if table.id == id => Some(csv(table)),
            Block::Texts(of) if of.id == id => Some(csv(&texts(of, document.lang))),
            Block::Chart(chart) => std::iter::once(chart)
                .chain(chart.alternatives.iter().map(|(_, other)| &**other))
                .find(|chart| chart.spec.id == id)
                .map(|chart| csv(&twin(&chart.spec))),
            _ => None,
        })?;
    Some(File {
        name: file_name(document, "csv").replace("sales", id),
        mime: "text/csv",
        bytes,
    })
}

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
