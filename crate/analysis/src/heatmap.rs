//! Weekday × hour.

use serde::Serialize;
use shop::Selection;

/// Orders and revenue by weekday and hour, per occurrence of that weekday in the period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Heatmap {
    /// 7 × 24 cells, Monday 0:00 first. Without hours: empty, and `weekdays` still holds.
    pub cells: Vec<HeatCell>,
    /// Whole days, Monday first: seven cells with hour `None`.
    pub weekdays: Vec<HeatCell>,
    /// Orders counted in `cells`.
    pub orders_with_hour: u64,
    /// Orders counted in `weekdays`.
    pub orders: u64,
}

/// A weekday, or an hour of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeatCell {
    /// 0 = Monday.
    pub weekday: u8,
    /// Hour 0–23; `None` = the whole day.
    pub hour: Option<u8>,
    /// How often the weekday occurs in the period (days in gaps are left out).
    pub occurrences: u32,
    /// Orders in all.
    pub orders: u64,
    /// Gross in all.
    pub gross_minor: i64,
    /// Orders per occurrence.
    pub orders_mean: f64,
    /// Gross per occurrence, minor units.
    pub gross_mean_minor: f64,
    /// The rows behind it.
    pub selection: Selection,
}
