//! Which days are reported on, and which ones they may fairly be compared with.

use serde::Serialize;

use crate::calendar::{monday, month_start, shift_years, weekday};
use crate::prepared::Prepared;

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

/// A quantile of the distances between successive active days; 1 where there is none.
pub(crate) fn quantile_gap(active: &[i32], probability: f64) -> i32 {
    let mut distances: Vec<i32> = active.windows(2).map(|pair| pair[1] - pair[0]).collect();
    if distances.is_empty() {
        return 1;
    }
    let place = (probability * (distances.len() - 1) as f64) as usize;
    *distances.select_nth_unstable(place).1
}

/// The ends of the data, for asking whether it covers a window.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ends<'a> {
    first: i32,
    last_complete: i32,
    allowance: i32,
    gaps: &'a [Gap],
}

impl<'a> Ends<'a> {
    /// `None` without dates.
    pub(crate) fn new(prepared: &'a Prepared, today: i32) -> Option<Self> {
        let (first, last) = (prepared.first_day()?, prepared.last_day()?);
        // A report's day before all the data tells nothing about which day is still going on.
        let last_complete = if today > first {
            last.min(today - 1)
        } else {
            last
        };
        Some(Ends {
            first,
            last_complete,
            allowance: prepared.allowance,
            gaps: &prepared.gaps,
        })
    }

    pub(crate) fn coverage(&self, prepared: &Prepared) -> Coverage {
        Coverage {
            first: self.first,
            last: prepared.last_day().unwrap_or(self.first),
            last_complete: self.last_complete,
            active_days: prepared.active_days,
            gaps: prepared.gaps.clone(),
        }
    }

    /// A window, marked as covered where the data reaches from end to end (but for as many days as
    /// the shop is often without an order) and long gaps take no more than a fifth of it.
    pub(crate) fn window(&self, first: i32, last: i32) -> Window {
        let days = last - first + 1;
        let slack = self.allowance.min(days / 4);
        let in_gaps: i32 = self
            .gaps
            .iter()
            .map(|gap| (gap.last.min(last) - gap.first.max(first) + 1).max(0))
            .sum();
        Window {
            first,
            last,
            covered: days > 0
                && first >= self.first - slack
                && last <= self.last_complete + slack
                && in_gaps * 5 <= days,
        }
    }

    fn in_months(&self, first: i32, months: i32) -> Comparison {
        let next = month_start(first, months);
        Comparison {
            grain: Grain::Months(months as u32),
            current: self.window(first, next - 1),
            previous: self.window(month_start(first, -months), first - 1),
            year_ago: self.window(month_start(first, -12), month_start(next, -12) - 1),
        }
    }

    fn in_days(&self, first: i32, last: i32) -> Comparison {
        let days = last - first + 1;
        let weeks = days % 7 == 0 && weekday(first) == 0;
        Comparison {
            grain: if weeks {
                Grain::Weeks(days as u32 / 7)
            } else {
                Grain::Days(days as u32)
            },
            current: self.window(first, last),
            previous: self.window(first - days, first - 1),
            year_ago: if days > 364 {
                self.window(shift_years(first, -1), shift_years(last, -1))
            } else {
                self.window(first - 364, last - 364)
            },
        }
    }

    /// The comparison of a chosen period: whole months with whole months, else days with as many days.
    pub(crate) fn chosen(&self, first: i32, last: i32) -> Comparison {
        if month_start(first, 0) == first && month_start(last.saturating_add(1), 0) == last + 1 {
            let months = (1..=1200).find(|&m| month_start(first, m) == last + 1);
            if let Some(months) = months {
                return self.in_months(first, months);
            }
        }
        self.in_days(first, last)
    }

    /// The last full months up to a day, or up to the last complete one before it.
    pub(crate) fn latest_months(&self, day: i32, months: i32) -> Comparison {
        let next = day.min(self.last_complete) + 1;
        // The month may end on days on which the shop seldom sells.
        let month_end = month_start(next + self.allowance.min(6), 0);
        self.in_months(month_start(month_end, -months), months)
    }

    /// The comparison where no period was chosen; see [`Comparison`].
    pub(crate) fn latest(&self) -> Option<Comparison> {
        for months in [12, 3, 1] {
            let comparison = self.latest_months(self.last_complete, months);
            if comparison.has_previous() {
                return Some(comparison);
            }
        }
        let week_end = monday(self.last_complete + 1 + self.allowance.min(1));
        let comparison = self.in_days(week_end - 7, week_end - 1);
        comparison.has_previous().then_some(comparison)
    }
}
