//! New and returning customers.

use serde::Serialize;
use shop::Selection;

use crate::Interval;

/// New and returning customers. A customer is new at the first order in the data, so the first
/// months hold more new customers than there were.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Customers {
    /// Customers in the period.
    pub customers: u64,
    /// Of them, first seen in the period.
    pub new_customers: u64,
    /// Customers in the period with two or more orders in all the data up to its end.
    pub repeat_customers: u64,
    /// `repeat_customers` ÷ `customers`.
    pub repeat_rate: f64,
    /// Wilson interval of `repeat_rate`.
    pub repeat_interval: Interval,
    /// Gross of first orders.
    pub new_gross_minor: i64,
    /// Gross of later orders.
    pub returning_gross_minor: i64,
    /// Gross of orders without a known customer.
    pub unknown_gross_minor: i64,
    /// Orders without a known customer.
    pub unknown_orders: u64,
    /// Share of later orders in the gross of known customers.
    pub returning_share: Option<f64>,
    /// Orders per customer in the period.
    pub orders_per_customer: f64,
    /// Median days between a customer's orders.
    pub median_gap_days: Option<f64>,
    /// Share of the known customers' gross that the top tenth of them makes.
    pub top_decile_share: Option<f64>,
    /// Share that the largest customer makes.
    pub largest_share: Option<f64>,
    /// Average value of first orders, minor units.
    pub new_aov_minor: Option<f64>,
    /// Average value of later orders.
    pub returning_aov_minor: Option<f64>,
    /// By month.
    pub months: Vec<CustomersMonth>,
    /// Customers by number of orders in the period: 1, 2, 3, 4, 5 and more.
    pub by_orders: [u64; 5],
}

/// A month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CustomersMonth {
    /// First day.
    pub first: i32,
    /// Last day.
    pub last: i32,
    /// Customers who ordered for the first time.
    pub new_customers: u64,
    /// Customers who had ordered before the month.
    pub returning_customers: u64,
    /// Gross of first orders.
    pub new_gross_minor: i64,
    /// Gross of later orders.
    pub returning_gross_minor: i64,
    /// Gross without a known customer.
    pub unknown_gross_minor: i64,
    /// Not a full month of data.
    pub partial: bool,
    /// Rows of first orders.
    pub new_selection: Selection,
    /// Rows of later orders.
    pub returning_selection: Selection,
}
