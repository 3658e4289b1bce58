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

/// Why a saved mapping cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MappingError {
    /// Text that is not a mapping.
    #[error("line {line}, column {column}: {detail}")]
    NotAMapping {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What was met.
        detail: String,
    },
    /// A mapping that names neither a shape nor a file.
    #[error("the mapping names neither a shape nor a file")]
    NoTarget,
}

impl Mapping {
    /// Reads mappings from JSON: one, or a list of them.
    ///
    /// # Errors
    /// [`MappingError::NotAMapping`] where the text is not one (an unknown role or dataset as well),
    /// [`MappingError::NoTarget`] where it is for no table.
    pub fn list_from_json(text: &str) -> Result<Vec<Mapping>, MappingError> {
        let not = |e: serde_json::Error| MappingError::NotAMapping {
            line: e.line(),
            column: e.column(),
            detail: e.to_string(),
        };
        let list: Vec<Mapping> = if text.trim_start().starts_with('[') {
            serde_json::from_str(text).map_err(not)?
        } else {
            vec![serde_json::from_str(text).map_err(not)?]
        };
        if list.iter().any(|m| m.shape.is_empty() && m.file.is_empty()) {
            return Err(MappingError::NoTarget);
        }
        Ok(list)
    }

    /// The mapping that is for a table: of its shape, else of its file's name.
    pub fn find<'m>(mappings: &'m [Mapping], shape: &str, file: &str) -> Option<&'m Mapping> {
        mappings
            .iter()
            .find(|m| !m.shape.is_empty() && m.shape == shape)
            .or_else(|| {
                mappings
                    .iter()
                    .find(|m| m.shape.is_empty() && !m.file.is_empty() && m.file == file)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mappings_come_back_from_json() {
        let mut mapping = Mapping {
            shape: "00ff".to_owned(),
            dataset: Some(Dataset::OrderLines),
            ..Mapping::default()
        };
        mapping.columns.insert(
            "金额".to_owned(),
            ColumnMapping {
                role: Some(Role::LineTotal),
            },
        );
        mapping
            .columns
            .insert("Notes".to_owned(), ColumnMapping { role: None });
        let text = serde_json::to_string(&mapping).expect("plain data");
        assert_eq!(Mapping::list_from_json(&text), Ok(vec![mapping.clone()]));
        let list = format!("[{text}]");
        let list = Mapping::list_from_json(&list).expect("a list");
        assert_eq!(Mapping::find(&list, "00ff", ""), Some(&mapping));
        assert_eq!(Mapping::find(&list, "other", "a.csv"), None);
    }

    #[test]
    fn wrong_mappings_say_what_is_wrong() {
        let bad = r#"{"shape":"x","columns":{"A":{"role":"no_such_role"}}}"#;
        assert!(matches!(
            Mapping::list_from_json(bad),
            Err(MappingError::NotAMapping { line: 1, .. })
        ));
        assert_eq!(Mapping::list_from_json("{}"), Err(MappingError::NoTarget));
    }
}
