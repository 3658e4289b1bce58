//! What changed between the comparison's windows, and which segments explain it.

use serde::Serialize;
use shop::Selection;

use crate::{DimensionKind, SegmentName};

/// What explains a change of gross.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drivers {
    /// Gross in the current window.
    pub current_minor: i64,
    /// Gross in the window before.
    pub previous_minor: i64,
    /// Orders × average value.
    pub aov_orders: AovOrders,
    /// A dimension each, the one that explains most first.
    pub dimensions: Vec<DimensionDrivers>,
}

/// A change split between the number of orders and their average value (each taken at the mean of
/// the other's two values, so that nothing is left over).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AovOrders {
    /// Orders now.
    pub current_orders: u64,
    /// Orders before.
    pub previous_orders: u64,
    /// Average value now, minor units.
    pub current_aov_minor: Option<f64>,
    /// Average value before.
    pub previous_aov_minor: Option<f64>,
    /// Change of gross through the number of orders.
    pub orders_effect_minor: i64,
    /// Change of gross through their average value; both add up to the change.
    pub aov_effect_minor: i64,
}

/// How one dimension explains the change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DimensionDrivers {
    /// The dimension.
    pub dimension: DimensionKind,
    /// Jensen–Shannon divergence (base 2, 0–1) between the segments' shares before and now: how
    /// much the make-up of the sales changed.
    pub surprise: f64,
    /// The fewest segments that together explain most of the change, largest first (at most 5).
    pub explanation: Vec<Driver>,
    /// The share of the change that `explanation` makes up.
    pub explained: f64,
    /// All segments by size of their change (at most 12), then the rest: a waterfall from
    /// `previous_minor` to `current_minor` that adds up.
    pub contributions: Vec<Driver>,
}

/// A segment's part in the change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Driver {
    /// Which.
    pub name: SegmentName,
    /// Gross now.
    pub current_minor: i64,
    /// Gross before.
    pub previous_minor: i64,
    /// The difference.
    pub change_minor: i64,
    /// Its share of the whole change (negative where it ran against it); `None` where nothing changed.
    pub contribution: Option<f64>,
    /// Its part of the dimension's `surprise`.
    pub surprise: f64,
    /// The rows of the current window; `None` for "other" and "not known".
    pub selection: Option<Selection>,
}
