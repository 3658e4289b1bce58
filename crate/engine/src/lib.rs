//! A session: files in, recognition, report, the rows behind a number, exports.
//!
//! Everything is plain data and nothing waits: the caller pushes bytes when it has them and asks
//! when it wants to know. The worker of the page and the command-line tool drive the same session,
//! so the same files and settings give the same document, byte for byte.

#![forbid(unsafe_code)]

mod choices;
mod error;
mod export;
mod facets;
mod group;
mod inspect;
mod mask;
mod products;
mod questions;
mod rows;
mod session;
mod settings;
mod view;

pub use choices::{Choice, Choices};
pub use error::{Error, message};
pub use facets::{Facet, Facets};
pub use group::{Group, GroupRequest, Grouped};
pub use inspect::{
    InspectedColumn, InspectedFile, InspectedShop, InspectedTable, InspectedWarning, Inspection,
};
pub use products::ProductTitles;
pub use questions::{Question, QuestionChoice};
pub use report::export::{File as Export, Kind as ExportKind};
pub use rows::{Cell, Row, RowPage};
pub use session::{Applied, Session};
pub use settings::Settings;
pub use table::Progress;
pub use view::{ColumnView, FileStatus, FileView, TableView, WarningView};
