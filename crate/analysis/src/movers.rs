//! Products (and other names) that rose or fell most.

use serde::Serialize;
use shop::Selection;

use crate::{DimensionKind, Interval};

/// The largest risers and fallers between the comparison's windows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Movers {
    /// Of what: products where known, else categories.
    pub dimension: DimensionKind,
    /// Risers, largest first (at most 10).
    pub up: Vec<Mover>,
    /// Fallers, largest first (at most 10).
    pub down: Vec<Mover>,
    /// Names that were tested.
    pub tested: u64,
}

/// A name and its change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mover {
    /// The name.
    pub name: String,
    /// Gross in the current window.
    pub current_minor: i64,
    /// Gross in the window before.
    pub previous_minor: i64,
    /// The difference.
    pub change_minor: i64,
    /// Relative; `None` where it was zero before.
    pub change: Option<f64>,
    /// Orders with it in the current window.
    pub current_orders: u64,
    /// Orders with it in the window before.
    pub previous_orders: u64,
    /// 95 % interval of the ratio of its order counts less 1.
    pub interval: Option<Interval>,
    /// Two-sided, conditional on both windows' counts, widened by the shop's own dispersion.
    pub p_value: Option<f64>,
    /// Adjusted over all names tested here (Benjamini–Hochberg).
    pub q_value: Option<f64>,
    /// Whether `q_value` ≤ 0.05.
    pub significant: bool,
    /// The rows of the current window (of the previous one where nothing is left now).
    pub selection: Selection,
}
