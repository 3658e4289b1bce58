//! Which dataset a table is, and which role each column plays.

use serde::{Deserialize, Serialize};
use table::Table;

use crate::{Dataset, Mapping, Role};

/// What one row of an order table stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    /// A row per order.
    Order,
    /// A row per line; order-level values stand on the order's first row only.
    LineOrderFirst,
    /// A row per line; order-level values are repeated on each.
    LineOrderRepeated,
    /// A row per line without order-level values.
    Line,
    /// Not an order table.
    Other,
}

/// Why a table or column was recognised. The words are in `report`; `detail` is data (a synonym, a share).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// Stable name: `name_exact`, `name_synonym`, `name_part`, `values_dates`, `values_identity` (a × b = c), `values_distinct`, `platform`, `mapping`, `grain` …
    pub code: String,
    /// The thing met: the synonym, platform, column or share.
    pub detail: String,
}

/// A column's role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnRecognition {
    /// The column's name in the table.
    pub name: String,
    /// Its role; `None` when it has none that is known.
    pub role: Option<Role>,
    /// 0–1.
    pub confidence: f64,
    /// Why.
    pub reasons: Vec<Reason>,
    /// The values identify persons: masked wherever shown.
    pub personal: bool,
}

/// What a table was taken for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recognition {
    /// What it holds.
    pub dataset: Dataset,
    /// 0–1.
    pub confidence: f64,
    /// Why.
    pub reasons: Vec<Reason>,
    /// The platform whose export it looks like (`Shopify`, `淘宝`, …).
    pub platform: Option<String>,
    /// What a row stands for.
    pub grain: Grain,
    /// The columns, in the table's order.
    pub columns: Vec<ColumnRecognition>,
    /// Fingerprint of the table's shape (its column names), under which mappings are remembered.
    pub shape: String,
    /// A mapping of the merchant was applied.
    pub mapped: bool,
}

/// Recognises a table; a mapping of the merchant overrides what it names.
pub fn recognise(table: &Table, mapping: Option<&Mapping>) -> Recognition {
    let _ = mapping;
    Recognition {
        dataset: Dataset::Unknown,
        confidence: 0.0,
        reasons: Vec::new(),
        platform: None,
        grain: Grain::Other,
        columns: table
            .columns
            .iter()
            .map(|c| ColumnRecognition {
                name: c.name.clone(),
                role: None,
                confidence: 0.0,
                reasons: Vec::new(),
                personal: false,
            })
            .collect(),
        shape: String::new(),
        mapped: false,
    }
}
