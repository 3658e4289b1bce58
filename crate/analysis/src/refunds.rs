//! Refunds, and orders that were cancelled or never paid.

use serde::Serialize;
use shop::{ExclusionReason, Selection};

use crate::Interval;

/// Refunds in the period (by the order's day) and what was left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Refunds {
    /// Orders in the period.
    pub orders: u64,
    /// Orders with a refund.
    pub refunded_orders: u64,
    /// Their share.
    pub order_rate: f64,
    /// Wilson interval of `order_rate`.
    pub order_rate_interval: Interval,
    /// Refunds.
    pub refund_minor: i64,
    /// Refunds ÷ gross; `None` without gross.
    pub amount_rate: Option<f64>,
    /// By month.
    pub months: Vec<RefundMonth>,
    /// Products with the most refunds (at most 20).
    pub products: Vec<ProductRefunds>,
    /// Orders left out in this currency, of all the data (they may have no date).
    pub excluded: Vec<ExcludedOrders>,
    /// Rows of refunded orders.
    pub selection: Selection,
}

/// A month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RefundMonth {
    /// First day.
    pub first: i32,
    /// Last day.
    pub last: i32,
    /// Orders.
    pub orders: u64,
    /// Orders with a refund.
    pub refunded_orders: u64,
    /// Refunds.
    pub refund_minor: i64,
    /// Gross.
    pub gross_minor: i64,
    /// Not a full month of data.
    pub partial: bool,
    /// Its refunded rows.
    pub selection: Selection,
}

/// A product's refunds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProductRefunds {
    /// Its name.
    pub name: String,
    /// Lines with it.
    pub lines: u64,
    /// Lines with a refund.
    pub refunded_lines: u64,
    /// Their share.
    pub rate: f64,
    /// Wilson interval of `rate`.
    pub interval: Interval,
    /// Share of refunded lines among all other products.
    pub rest_rate: f64,
    /// Refunds.
    pub refund_minor: i64,
    /// Its gross.
    pub gross_minor: i64,
    /// Fisher's exact test against the rest, one-sided for more refunds.
    pub p_value: Option<f64>,
    /// Adjusted over all products tested.
    pub q_value: Option<f64>,
    /// Its refunded rows.
    pub selection: Selection,
}

/// Orders left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExcludedOrders {
    /// Why.
    pub reason: ExclusionReason,
    /// How many.
    pub orders: u64,
    /// Their amount where known.
    pub amount_minor: i64,
    /// Their share of all orders in the files.
    pub share: f64,
    /// Their rows.
    pub selection: Selection,
}
