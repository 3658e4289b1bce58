//! The merchant's own choice of sections, order, period, currency, title and logo.

use serde::{Deserialize, Serialize};
use shop::Selection;

/// A section that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SectionId {
    /// Revenue over time.
    Trend,
    /// What changed, and which segments explain it.
    Changes,
    /// Weekday × hour.
    Times,
    /// Products.
    Products,
    /// Categories.
    Categories,
    /// Countries and regions.
    Places,
    /// Channels.
    Channels,
    /// New and returning customers.
    Customers,
    /// Discounts.
    Discounts,
    /// Refunds and cancellations.
    Refunds,
    /// Basket sizes and products bought together.
    Baskets,
    /// What was read, dropped, repaired, doubted and not joined.
    Data,
}

/// A template. Saved and loaded as JSON; unknown sections are an error that names them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Template {
    /// The report's title; empty = the shop's own.
    pub title: String,
    /// A logo as a `data:` URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// Sections in order; empty = all.
    pub sections: Vec<SectionId>,
    /// The period as days since 1970-01-01; `None` = the latest full period that the data carries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<(i32, i32)>,
    /// ISO code of the currency to report in; `None` = the most frequent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Filters that stand in the template.
    pub filter: Selection,
}
