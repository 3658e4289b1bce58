//! Discounts: how often, how deep, and what discounted orders look like. Correlation, never cause.

use serde::Serialize;
use shop::Selection;

use crate::Interval;

/// Discounts in the period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Discounts {
    /// Orders in the period.
    pub orders: u64,
    /// Orders with a discount.
    pub discounted_orders: u64,
    /// Their share.
    pub order_share: f64,
    /// Wilson interval of `order_share`.
    pub order_share_interval: Interval,
    /// Discounts given.
    pub discount_minor: i64,
    /// Discounts ÷ (gross + discounts).
    pub discount_share: f64,
    /// The same over discounted orders only.
    pub depth: f64,
    /// Median over discounted orders of discount ÷ (gross + discount).
    pub median_depth: f64,
    /// Gross of discounted orders.
    pub discounted_gross_minor: i64,
    /// Average value of discounted orders, minor units.
    pub discounted_aov_minor: Option<f64>,
    /// Average value of the others.
    pub full_price_aov_minor: Option<f64>,
    /// By month.
    pub months: Vec<DiscountMonth>,
    /// Rows of discounted orders.
    pub selection: Selection,
}

/// A month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DiscountMonth {
    /// First day.
    pub first: i32,
    /// Last day.
    pub last: i32,
    /// Orders.
    pub orders: u64,
    /// Orders with a discount.
    pub discounted_orders: u64,
    /// Discounts given.
    pub discount_minor: i64,
    /// Gross.
    pub gross_minor: i64,
    /// Not a full month of data.
    pub partial: bool,
    /// Its discounted rows.
    pub selection: Selection,
}
