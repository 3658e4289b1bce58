//! Findings to a document: what matters first, in good Chinese and English, with tables, charts and exports.

#![forbid(unsafe_code)]

mod document;
mod error;
pub mod export;
mod template;
pub mod words;

pub use document::{
    Block, Change, Chart, Direction, Document, DocumentFinding, Figure, Insufficient, Period,
    Section, Source, Table, TableCell, TableColumn, Tone,
};
pub use error::Error;
pub use template::{LOGO_BYTES, SectionId, Template};

#[cfg(test)]
mod tests;
