//! Which days are reported on, and which ones they may fairly be compared with.

use serde::Serialize;

/// Days from first to last, inclusive, in days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Window {
    /// First day.
    pub first: i32,
    /// Last day.
    pub last: i32,
    /// Whether the data covers all of it. A window that is not covered is never compared.
    pub covered: bool,
}

/// What the data covers (of all orders, whatever the filter).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// First day with an order.
    pub first: i32,
    /// Last day with an order.
    pub last: i32,
    /// Last day that counts as complete: not the report's own day, which may go on.
    pub last_complete: i32,
    /// Days with at least one order.
    pub active_days: u32,
    /// Long runs of days without an order: the shop was closed, or the data is missing.
    pub gaps: Vec<Gap>,
}

/// A long run of days without an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// First empty day.
    pub first: i32,
    /// Last empty day.
    pub last: i32,
}

/// The length of compared windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "count", rename_all = "snake_case")]
pub enum Grain {
    /// Full calendar months.
    Months(u32),
    /// Full ISO weeks.
    Weeks(u32),
    /// Days.
    Days(u32),
}

/// A window, the one before it and the one a year ago.
///
/// Where the merchant chose a period, `current` is that period. Else the period is all the data,
/// and `current` is the longest of: 12 full months, 3 full months, a full month, a full week, of
/// which the data covers two in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// How long the windows are.
    pub grain: Grain,
    /// The window compared.
    pub current: Window,
    /// The one just before, of the same length.
    pub previous: Window,
    /// The same one a year earlier (364 days for windows of weeks or days, so that weekdays match).
    pub year_ago: Window,
}

impl Comparison {
    /// Whether `current` and `previous` are both covered by the data.
    pub fn has_previous(&self) -> bool {
        self.current.covered && self.previous.covered
    }

    /// Whether `current` and `year_ago` are both covered by the data.
    pub fn has_year_ago(&self) -> bool {
        self.current.covered && self.year_ago.covered
    }
}
