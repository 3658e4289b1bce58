//! How few products make most of the revenue.

use serde::Serialize;
use shop::Selection;

/// Products in falling order of revenue (of the period), with their cumulative share.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pareto {
    /// The first products (at most 100).
    pub rows: Vec<ParetoRow>,
    /// Products with revenue.
    pub products: u64,
    /// Products that together make 80 % of the revenue.
    pub for_80_percent: u64,
    /// Products of class A (to 80 %), B (to 95 %), C (the rest), and their gross.
    pub classes: [(u64, i64); 3],
    /// Gross of all products (without amounts of no product).
    pub gross_minor: i64,
    /// Points of the whole curve for drawing (at most 200): share of products, share of revenue.
    pub curve: Vec<(f64, f64)>,
    /// Gini coefficient of revenue among products with revenue: 0 = all alike, 1 = one has all.
    pub gini: f64,
}

/// ABC class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AbcClass {
    /// The products that make the first 80 %.
    A,
    /// The next 15 %.
    B,
    /// The last 5 %.
    C,
}

/// A product on the curve.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParetoRow {
    /// Its name.
    pub name: String,
    /// Its gross.
    pub gross_minor: i64,
    /// Its share.
    pub share: f64,
    /// Share of it and all before it.
    pub cumulative: f64,
    /// Its class.
    pub class: AbcClass,
    /// The rows behind it.
    pub selection: Selection,
}
