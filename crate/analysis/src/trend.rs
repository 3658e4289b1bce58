//! Sales by day, ISO week and month.

use serde::Serialize;

use crate::calendar::{Step, Steps, shift_years};
use crate::frame::Frame;
use crate::statistics::round9;
use crate::{Answer, Gap, Unit};

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

/// Sales over time; a day of orders is enough to show it.
pub(crate) fn trend(frame: &Frame<'_>) -> Answer<Trend> {
    let Some(period) = frame.period else {
        return Answer::missing(1, 0, Unit::DatedOrders);
    };
    let sums = frame.sum(period.first, period.last);
    if sums.orders == 0 {
        return Answer::missing(1, 0, Unit::DatedOrders);
    }
    let undated = if frame.period_chosen {
        Default::default()
    } else {
        frame.undated
    };
    Answer::Known(Trend {
        day: series(frame, Step::Day, 7),
        week: series(frame, Step::Week, 4),
        month: series(frame, Step::Month, 3),
        gaps: frame.gaps(),
        undated_gross_minor: undated.gross,
        undated_orders: u64::from(undated.orders),
    })
}

fn series(frame: &Frame<'_>, step: Step, average_over: u32) -> TrendSeries {
    let Some(period) = frame.period else {
        return TrendSeries {
            points: Vec::new(),
            average_over,
        };
    };
    let mut points: Vec<TrendPoint> = Steps::new(period.first, period.last, step)
        .ranges()
        .map(|(first, last)| point(frame, step, first, last))
        .collect();
    let over = average_over as usize;
    for end in over..=points.len() {
        let run = &points[end - over..end];
        if run.iter().all(|p| !p.partial && !p.missing) {
            let sum: f64 = run.iter().map(|p| p.gross_minor as f64).sum();
            points[end - 1].average_minor = round9(sum / f64::from(average_over));
        }
    }
    TrendSeries {
        points,
        average_over,
    }
}

fn point(frame: &Frame<'_>, step: Step, first: i32, last: i32) -> TrendPoint {
    // Only the part of the step that lies in the period is summed.
    let (from, to) = frame
        .period
        .map_or((first, last), |p| (first.max(p.first), last.min(p.last)));
    let sums = frame.sum(from, to);
    let empty = (from..=to).filter(|&day| frame.in_gap(day)).count() as i32;
    let missing = empty == to - from + 1;
    let earlier = match step {
        Step::Month => (shift_years(first, -1), shift_years(last, -1)),
        Step::Day | Step::Week => (first - 364, last - 364),
    };
    let earlier = match step {
        // A February of 29 days has to be compared with all of the February before.
        Step::Month => (earlier.0, crate::calendar::month_start(earlier.0, 1) - 1),
        _ => earlier,
    };
    let partial = !frame.is_whole(first, last) || empty > 0;
    let covered = frame
        .ends
        .is_some_and(|ends| ends.window(earlier.0, earlier.1).covered);
    TrendPoint {
        first,
        last,
        gross_minor: sums.gross,
        refund_minor: sums.refund,
        orders: u64::from(sums.orders),
        units_milli: sums.units,
        missing,
        partial,
        average_minor: None,
        year_ago_minor: (covered && !partial).then(|| frame.sum(earlier.0, earlier.1).gross),
    }
}
