//! The merchant's corrections, remembered for files of the same shape.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Dataset, Role};

/// The merchant's corrections for tables of one shape. Saved and loaded as JSON.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mapping {
    /// The shape ([`crate::Recognition::shape`]) it is for; empty = the file named in `file`.
    pub shape: String,
    /// A file name it is for, used when `shape` is empty.
    pub file: String,
    /// What the table is.
    pub dataset: Option<Dataset>,
    /// Corrections by column name.
    pub columns: BTreeMap<String, ColumnMapping>,
    /// Reading options to apply when such a file is read again.
    pub read: table::Options,
}

/// A correction of one column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnMapping {
    /// The role; `None` = this column has no role.
    pub role: Option<Role>,
}
