//! Key figures with their comparisons.

use serde::Serialize;
use shop::Selection;

use crate::Interval;

/// A key figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FigureId {
    /// What customers were charged, before refunds (GMV).
    Gross,
    /// Gross less refunds.
    Net,
    /// Counted orders.
    Orders,
    /// Units sold.
    Units,
    /// Average order value: gross ÷ orders.
    Aov,
    /// Distinct known customers who ordered.
    Customers,
    /// Customers whose first order in the data falls into the window.
    NewCustomers,
    /// Customers who ordered in the window and had ordered before.
    ReturningCustomers,
    /// Orders that are not their customer's first ÷ orders with a known customer.
    RepeatShare,
    /// Refunds ÷ gross.
    RefundRate,
    /// Discounts ÷ (gross + discounts).
    DiscountShare,
}

/// What a number measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Minor units of the report's currency.
    Money,
    /// A count.
    Count,
    /// Units that may be broken (1.5 kg).
    Quantity,
    /// A share: 0.125 is 12.5 %.
    Share,
}

/// Which way is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// It depends.
    Neither,
}

/// A key figure, its value over the period and its comparisons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeyFigure {
    /// Which.
    pub id: FigureId,
    /// What it measures; money in minor units (an average may be broken).
    pub measure: Measure,
    /// Which way is good.
    pub better: Better,
    /// Over [`crate::Sales::period`]; `None` = cannot be said (no customers, nothing to divide by).
    pub value: Option<f64>,
    /// Over the comparison's current window. The same as `value` where the merchant chose the period.
    pub current: Option<f64>,
    /// Over the window before, where the data covers it.
    pub previous: Option<f64>,
    /// Over the window a year earlier, where the data covers it.
    pub year_ago: Option<f64>,
    /// `current` against `previous`, relative (shares: in points, 0.01 = one percentage point).
    pub change: Option<f64>,
    /// The interval of `change`, from the spread of days.
    pub change_interval: Option<Interval>,
    /// `current` against `year_ago`, as `change`.
    pub change_year_ago: Option<f64>,
    /// The figure over the period in equal steps, oldest first; partial steps and gaps are `None`.
    pub spark: Vec<Option<f64>>,
    /// The rows behind `value`.
    pub selection: Selection,
}
