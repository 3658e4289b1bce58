//! Basket sizes, order amounts, and products bought together.

use serde::Serialize;
use shop::Selection;

use crate::Answer;

/// Baskets in the period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Baskets {
    /// Orders.
    pub orders: u64,
    /// Mean number of different products per order; `None` without lines.
    pub mean_products: Option<f64>,
    /// Mean units per order.
    pub mean_units: Option<f64>,
    /// Orders by number of different products: 1, 2, … , the last holds all larger. Empty without lines.
    pub sizes: Vec<SizeBin>,
    /// Orders by amount.
    pub amounts: Vec<AmountBin>,
    /// Median order amount, minor units.
    pub median_minor: f64,
    /// Quartiles of order amounts.
    pub quartiles_minor: [f64; 2],
    /// 90th percentile.
    pub p90_minor: f64,
    /// Largest order.
    pub largest_minor: i64,
    /// Products bought together, surest and strongest first (at most 20).
    pub pairs: Answer<Vec<Pair>>,
    /// Pairs that were tested.
    pub pairs_tested: u64,
}

/// Orders with so many different products.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SizeBin {
    /// Different products.
    pub products: u32,
    /// Whether larger baskets are in it too.
    pub and_more: bool,
    /// Orders.
    pub orders: u64,
    /// Their gross.
    pub gross_minor: i64,
}

/// Orders whose amount lies in a range.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AmountBin {
    /// From, inclusive.
    pub from_minor: i64,
    /// Below.
    pub below_minor: i64,
    /// Whether all larger amounts are in it too.
    pub and_more: bool,
    /// Orders.
    pub orders: u64,
    /// The rows behind it.
    pub selection: Selection,
}

/// Two products bought together more often than chance would have it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// The product that leads to the other more often.
    pub a: String,
    /// The other.
    pub b: String,
    /// Orders with both.
    pub together: u64,
    /// Orders with `a`.
    pub a_orders: u64,
    /// Orders with `b`.
    pub b_orders: u64,
    /// Share of orders with both.
    pub support: f64,
    /// Share of `a`'s orders that have `b` too.
    pub confidence: f64,
    /// `together` against what independence would give.
    pub lift: f64,
    /// χ² with Yates' correction, one degree of freedom.
    pub chi_square: f64,
    /// Its p-value.
    pub p_value: f64,
    /// Adjusted over all pairs tested.
    pub q_value: f64,
    /// The orders with both.
    pub selection: Selection,
}
