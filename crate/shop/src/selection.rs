//! A part of a shop: the page's filters, and the way from a number to the rows behind it.

use serde::{Deserialize, Serialize};

use crate::{ExclusionReason, QualityCode, Status};

/// A part of a shop's order lines. Empty = everything; set fields all have to hold.
///
/// Names, not codes: a selection outlives a re-reading of the files and can stand in a saved template.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Selection {
    /// First and last day, inclusive, in days since 1970-01-01.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<(i32, i32)>,
    /// Weekday 0 = Monday.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weekday: Option<u8>,
    /// Hour 0–23.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hour: Option<u8>,
    /// Products by name (any of).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<String>,
    /// Categories (any of).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Countries (any of).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// Regions (any of).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// Channels (any of).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// Discount codes (any of).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub discount_codes: Vec<String>,
    /// ISO code of a currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What became of the order (any of).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<StatusName>,
    /// Only orders with a discount (`true`) or without (`false`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discounted: Option<bool>,
    /// Only a customer's first order (`true`) or later ones (`false`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_order: Option<bool>,
    /// Orders with all of these products in them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub basket: Vec<String>,
    /// Order amounts in minor units, from (inclusive) and below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_amount: Option<(i64, i64)>,
    /// Orders that were left out for a reason (not lines of counted orders).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excluded: Option<ExclusionReason>,
    /// Rows behind a quality note (by code and table index).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<(QualityCode, u16)>,
}

/// [`Status`] in a selection (ordered, so that selections are).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusName {
    /// See [`Status::Sold`].
    Sold,
    /// See [`Status::PartlyRefunded`].
    PartlyRefunded,
    /// See [`Status::Refunded`].
    Refunded,
}

impl From<Status> for StatusName {
    fn from(status: Status) -> Self {
        match status {
            Status::Sold => StatusName::Sold,
            Status::PartlyRefunded => StatusName::PartlyRefunded,
            Status::Refunded => StatusName::Refunded,
        }
    }
}
