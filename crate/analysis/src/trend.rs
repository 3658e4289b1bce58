//! Sales by day, ISO week and month.

use serde::Serialize;

use crate::Gap;

/// Sales over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    /// By day, with a moving average over 7 days.
    pub day: TrendSeries,
    /// By ISO week (from Monday), with a moving average over 4 weeks.
    pub week: TrendSeries,
    /// By calendar month, with a moving average over 3 months.
    pub month: TrendSeries,
    /// Long runs of empty days inside the period.
    pub gaps: Vec<Gap>,
    /// Gross of orders without a date: in the key figures, not in the trend.
    pub undated_gross_minor: i64,
    /// Orders without a date.
    pub undated_orders: u64,
}

/// A series in equal steps.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrendSeries {
    /// Steps, oldest first, none left out.
    pub points: Vec<TrendPoint>,
    /// Steps in the moving average.
    pub average_over: u32,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrendPoint {
    /// First day of the step (Monday of a week, first of a month).
    pub first: i32,
    /// Last day of the step.
    pub last: i32,
    /// Gross. Zero on a day without orders.
    pub gross_minor: i64,
    /// Refunds of these orders.
    pub refund_minor: i64,
    /// Orders.
    pub orders: u64,
    /// Units in thousandths.
    pub units_milli: i64,
    /// All of it lies in a gap: draw a gap, not zero.
    pub missing: bool,
    /// Cut off by the ends of the data or period, or by a gap: never compared as full.
    pub partial: bool,
    /// Mean gross of the last `average_over` full steps up to this one, in minor units.
    pub average_minor: Option<f64>,
    /// Gross of the same step a year earlier (364 days earlier for days and weeks), where covered.
    pub year_ago_minor: Option<i64>,
}
