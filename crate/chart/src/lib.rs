//! One chart description, drawn through any plotters backend, with the hit regions that make it answer.

#![forbid(unsafe_code)]

pub mod format;
pub mod spec;

pub use spec::ChartSpec;
