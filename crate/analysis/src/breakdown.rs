//! Revenue by product, category, country, region, channel and discount code.

use serde::Serialize;
use shop::Selection;

use crate::frame::Frame;
use crate::statistics::{Difference, relative, round9, share, welch_series};
use crate::tally::{Tallies, Tally, narrow};
use crate::{Interval, Window};

/// What sales are broken down by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DimensionKind {
    /// Products.
    Product,
    /// Categories of products.
    Category,
    /// Countries.
    Country,
    /// Regions.
    Region,
    /// Sales channels.
    Channel,
    /// Discount codes.
    DiscountCode,
    /// New (a customer's first order) against returning customers.
    CustomerType,
    /// Brands of products.
    Brand,
}

/// The name of a segment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(tag = "kind", content = "name", rename_all = "snake_case")]
pub enum SegmentName {
    /// As in the files.
    Named(String),
    /// Not known (for discount codes: without a code; for products: amounts of no product).
    Unknown,
    /// All that follow the shown ones, together; how many.
    Other(u64),
    /// First orders of customers.
    NewCustomers,
    /// Later orders of customers.
    ReturningCustomers,
}

/// Sales by one dimension. The rows add up to the totals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Breakdown {
    /// By what.
    pub dimension: DimensionKind,
    /// Rows in falling order of gross; then "other", then "not known", where they exist.
    pub rows: Vec<SegmentRow>,
    /// Names with sales in the period.
    pub names: u64,
    /// Gross over all rows.
    pub gross_minor: i64,
    /// Share of gross with a known name; below about 0.8 the breakdown is told with care.
    pub known_share: Option<f64>,
}

/// A segment's sales.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SegmentRow {
    /// Which.
    pub name: SegmentName,
    /// Gross over the period.
    pub gross_minor: i64,
    /// Gross less refunds.
    pub net_minor: i64,
    /// Orders with it.
    pub orders: u64,
    /// Units in thousandths.
    pub units_milli: i64,
    /// Share of the period's gross.
    pub share: Option<f64>,
    /// Gross in the comparison's current window.
    pub current_minor: Option<i64>,
    /// Gross in the window before.
    pub previous_minor: Option<i64>,
    /// Gross in the window a year earlier.
    pub year_ago_minor: Option<i64>,
    /// `current` against `previous`, relative; `None` where it was zero.
    pub change: Option<f64>,
    /// The interval of `change` where there are orders enough: from the spread of days for the
    /// shown rows.
    pub change_interval: Option<Interval>,
    /// Gross by step of the period, oldest first (as the key figures' sparks).
    pub spark: Vec<Option<f64>>,
    /// The rows behind it; `None` for "other" and "not known".
    pub selection: Option<Selection>,
}

/// Rows that are shown before "other".
const MOST_ROWS: usize = 50;

/// Orders in both windows together below which a change is not tested and has no interval.
pub(crate) const FEWEST_COMPARED: u32 = 20;

/// The sales of a dimension.
pub(crate) fn breakdown(frame: &Frame<'_>, tallies: &Tallies) -> Breakdown {
    let mut codes: Vec<usize> = (0..tallies.unknown())
        .filter(|&code| tallies.rows[code].orders > 0)
        .collect();
    table::order::top_by(&mut codes, MOST_ROWS + 1, |&a, &b| {
        let (x, y) = (&tallies.rows[a], &tallies.rows[b]);
        y.gross
            .cmp(&x.gross)
            .then_with(|| tallies.name(frame, a).cmp(&tallies.name(frame, b)))
    });
    let names = codes.len();
    // A single name is shown itself rather than as "one other".
    let shown = if names == MOST_ROWS + 1 {
        names
    } else {
        MOST_ROWS.min(names)
    };
    let within = frame.selection();
    let mut rows: Vec<SegmentRow> = codes[..shown]
        .iter()
        .map(|&code| {
            let name = tallies.name(frame, code);
            let selection = narrow(tallies.kind, &name, &within);
            row(
                frame,
                name,
                &tallies.rows[code],
                tallies.daily(code),
                selection,
            )
        })
        .collect();
    if names > shown {
        let mut rest = Tally::default();
        for &code in &codes[shown..] {
            rest.add(&tallies.rows[code]);
        }
        let name = SegmentName::Other((names - shown) as u64);
        rows.push(row(frame, name, &rest, None, None));
    }
    let unknown = &tallies.rows[tallies.unknown()];
    if unknown.orders > 0 || unknown.compared_orders() > 0 {
        rows.push(row(frame, SegmentName::Unknown, unknown, None, None));
    }
    let gross_minor = rows
        .iter()
        .fold(0_i64, |sum, r| sum.saturating_add(r.gross_minor));
    Breakdown {
        dimension: tallies.kind,
        rows,
        names: names as u64,
        gross_minor,
        known_share: share(gross_minor.saturating_sub(unknown.gross), gross_minor),
    }
}

/// The test of a segment's change between two windows, where it has orders enough.
pub(crate) fn segment_difference(
    frame: &Frame<'_>,
    tally: &Tally,
    daily: Option<&[i64]>,
    windows: (Window, Window),
) -> Option<Difference> {
    if tally.compared_orders() < FEWEST_COMPARED {
        return None;
    }
    let daily = daily?;
    let (current, previous) = frame.blocks(windows, |day| daily[day] as f64);
    welch_series(&current, &previous)
}

/// The interval of a change of totals: that of the daily means, brought to the windows' lengths.
pub(crate) fn change_interval(
    difference: &Difference,
    windows: (Window, Window),
) -> Option<Interval> {
    let (low, high) = difference.relative_interval()?;
    let days = |w: Window| f64::from(w.last - w.first + 1);
    let longer = days(windows.0) / days(windows.1);
    Some(Interval {
        low: round9((1.0 + low) * longer - 1.0)?,
        high: round9((1.0 + high) * longer - 1.0)?,
        level: 0.95,
    })
}

fn row(
    frame: &Frame<'_>,
    name: SegmentName,
    tally: &Tally,
    daily: Option<&[i64]>,
    selection: Option<Selection>,
) -> SegmentRow {
    let pair = frame.previous_pair();
    let change_interval = pair.and_then(|windows| {
        segment_difference(frame, tally, daily, windows)
            .and_then(|difference| change_interval(&difference, windows))
    });
    let spark = daily.map_or_else(Vec::new, |daily| {
        frame
            .spark(|first, last| Some(daily[frame.indexes(first, last)].iter().sum::<i64>() as f64))
    });
    SegmentRow {
        name,
        gross_minor: tally.gross,
        net_minor: tally.gross.saturating_sub(tally.refund),
        orders: u64::from(tally.orders),
        units_milli: tally.units,
        share: share(tally.gross, frame.total.gross),
        current_minor: frame
            .comparison
            .filter(|c| c.current.covered)
            .map(|_| tally.current),
        previous_minor: pair.map(|_| tally.previous),
        year_ago_minor: frame.year_pair().map(|_| tally.year_ago),
        change: pair.and_then(|_| relative(tally.current, tally.previous)),
        change_interval,
        spark,
        selection,
    }
}
