//! From tables to a shop: what each file is, what each column means, and the orders, products and
//! customers that follow from it.

#![forbid(unsafe_code)]

mod build;
mod dimension;
mod facts;
mod mapping;
mod recognise;
mod role;
mod selection;

pub use build::{BuildOptions, Rates, build};
pub use dimension::{Dimension, NONE};
pub use facts::{
    CurrencyTotals, Excluded, ExclusionReason, Join, Lines, Orders, Products, QualityCode,
    QualityNote, RowRef, Shop, Status,
};
pub use mapping::{ColumnMapping, Mapping};
pub use recognise::{ColumnRecognition, Grain, Reason, Recognition, recognise};
pub use role::{Dataset, Role};
pub use selection::{Selection, StatusName};
