//! Revenue by product, category, country, region, channel and discount code.

use serde::Serialize;
use shop::Selection;

use crate::Interval;

/// What sales are broken down by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DimensionKind {
    /// Products.
    Product,
    /// Categories of products.
    Category,
    /// Countries.
    Country,
    /// Regions.
    Region,
    /// Sales channels.
    Channel,
    /// Discount codes.
    DiscountCode,
    /// New (a customer's first order) against returning customers.
    CustomerType,
    /// Brands of products.
    Brand,
}

/// The name of a segment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(tag = "kind", content = "name", rename_all = "snake_case")]
pub enum SegmentName {
    /// As in the files.
    Named(String),
    /// Not known (for discount codes: without a code; for products: amounts of no product).
    Unknown,
    /// All that follow the shown ones, together; how many.
    Other(u64),
    /// First orders of customers.
    NewCustomers,
    /// Later orders of customers.
    ReturningCustomers,
}

/// Sales by one dimension. The rows add up to the totals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Breakdown {
    /// By what.
    pub dimension: DimensionKind,
    /// Rows in falling order of gross; then "other", then "not known", where they exist.
    pub rows: Vec<SegmentRow>,
    /// Names with sales in the period.
    pub names: u64,
    /// Gross over all rows.
    pub gross_minor: i64,
    /// Share of gross with a known name; below about 0.8 the breakdown is told with care.
    pub known_share: Option<f64>,
}

/// A segment's sales.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SegmentRow {
    /// Which.
    pub name: SegmentName,
    /// Gross over the period.
    pub gross_minor: i64,
    /// Gross less refunds.
    pub net_minor: i64,
    /// Orders with it.
    pub orders: u64,
    /// Units in thousandths.
    pub units_milli: i64,
    /// Share of the period's gross.
    pub share: Option<f64>,
    /// Gross in the comparison's current window.
    pub current_minor: Option<i64>,
    /// Gross in the window before.
    pub previous_minor: Option<i64>,
    /// Gross in the window a year earlier.
    pub year_ago_minor: Option<i64>,
    /// `current` against `previous`, relative; `None` where it was zero.
    pub change: Option<f64>,
    /// The interval of `change` where there are orders enough: from the spread of days for the
    /// shown rows.
    pub change_interval: Option<Interval>,
    /// Gross by step of the period, oldest first (as the key figures' sparks).
    pub spark: Vec<Option<f64>>,
    /// The rows behind it; `None` for "other" and "not known".
    pub selection: Option<Selection>,
}
