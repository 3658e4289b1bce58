//! Findings to a document: what matters first, in good Chinese and English, with tables, charts and exports.

#![forbid(unsafe_code)]

mod build;
mod document;
mod error;
pub mod export;
mod input;
mod template;
pub mod words;

pub use build::document;
pub use document::{
    Block, Change, Chart, Direction, Document, DocumentFinding, Figure, Insufficient, Mark, Period,
    ReadText, Section, Source, Table, TableCell, TableColumn, Texts, Tone,
};
pub use error::Error;
pub use input::Input;
pub use template::{LOGO_BYTES, SectionId, Template};

#[cfg(test)]
mod tests;
