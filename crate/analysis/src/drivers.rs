//! What changed between the comparison's windows, and which segments explain it.

use serde::Serialize;
use shop::Selection;

use crate::frame::{Frame, Sums};
use crate::statistics::{round9, rounded};
use crate::tally::{Tallies, Tally, narrow};
use crate::{Answer, DimensionKind, SegmentName, Unit};

/// What explains a change of gross.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drivers {
    /// Gross in the current window.
    pub current_minor: i64,
    /// Gross in the window before.
    pub previous_minor: i64,
    /// Orders × average value.
    pub aov_orders: AovOrders,
    /// A dimension each, the one that explains most first.
    pub dimensions: Vec<DimensionDrivers>,
}

/// A change split between the number of orders and their average value (each taken at the mean of
/// the other's two values, so that nothing is left over).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AovOrders {
    /// Orders now.
    pub current_orders: u64,
    /// Orders before.
    pub previous_orders: u64,
    /// Average value now, minor units.
    pub current_aov_minor: Option<f64>,
    /// Average value before.
    pub previous_aov_minor: Option<f64>,
    /// Change of gross through the number of orders.
    pub orders_effect_minor: i64,
    /// Change of gross through their average value; both add up to the change.
    pub aov_effect_minor: i64,
}

/// How one dimension explains the change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DimensionDrivers {
    /// The dimension.
    pub dimension: DimensionKind,
    /// Jensen–Shannon divergence (base 2, 0–1) between the segments' shares before and now: how
    /// much the make-up of the sales changed.
    pub surprise: f64,
    /// The fewest segments that together explain most of the change, largest first (at most 5).
    pub explanation: Vec<Driver>,
    /// The share of the change that `explanation` makes up.
    pub explained: f64,
    /// All segments by size of their change (at most 12), then the rest: a waterfall from
    /// `previous_minor` to `current_minor` that adds up.
    pub contributions: Vec<Driver>,
}

/// A segment's part in the change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Driver {
    /// Which.
    pub name: SegmentName,
    /// Gross now.
    pub current_minor: i64,
    /// Gross before.
    pub previous_minor: i64,
    /// The difference.
    pub change_minor: i64,
    /// Its share of the whole change (negative where it ran against it); `None` where nothing changed.
    pub contribution: Option<f64>,
    /// Its part of the dimension's `surprise`.
    pub surprise: f64,
    /// The rows of the current window; `None` for "other" and "not known".
    pub selection: Option<Selection>,
}

/// Orders in both windows together below which a change is not explained.
const FEWEST_ORDERS: u64 = 30;

/// The part of the change that an explanation should make up.
const ENOUGH: f64 = 0.67;

/// Segments in an explanation.
const MOST_SEGMENTS: usize = 5;

/// Segments in a waterfall.
const MOST_BARS: usize = 12;

/// What explains the change between the comparison's windows.
///
/// # Source
/// Surprise as in Bhagwan et al. 2014 ("Adtributor"), §3.2.
pub(crate) fn drivers(frame: &Frame<'_>, tallies: &[Tallies]) -> Answer<Drivers> {
    let Some((current, previous)) = frame.previous_pair() else {
        return Answer::missing(2, u64::from(frame.period.is_some()), Unit::Periods);
    };
    if !frame.shop.counts_orders() {
        return Answer::summed_up(frame.bits.len());
    }
    let now = frame.sum(current.first, current.last);
    let before = frame.sum(previous.first, previous.last);
    let orders = u64::from(now.orders) + u64::from(before.orders);
    if orders < FEWEST_ORDERS {
        return Answer::missing(FEWEST_ORDERS, orders, Unit::Orders);
    }
    let mut dimensions: Vec<DimensionDrivers> = tallies
        .iter()
        .filter(|tallies| {
            tallies
                .rows
                .iter()
                .filter(|row| row.compared_orders() > 0)
                .count()
                > 1
        })
        .map(|tallies| explain(frame, tallies, &now, &before))
        .collect();
    table::order::sort_by(&mut dimensions, |a, b| {
        let strength = |d: &DimensionDrivers| -> f64 {
            d.explanation.iter().map(|segment| segment.surprise).sum()
        };
        strength(b)
            .total_cmp(&strength(a))
            .then(a.dimension.cmp(&b.dimension))
    });
    Answer::Known(Drivers {
        current_minor: now.gross,
        previous_minor: before.gross,
        aov_orders: aov_orders(&now, &before),
        dimensions,
    })
}

/// The change split between the number of orders and their average value.
pub(crate) fn aov_orders(now: &Sums, before: &Sums) -> AovOrders {
    let aov = |sums: &Sums| (sums.orders > 0).then(|| sums.gross as f64 / f64::from(sums.orders));
    let (aov_now, aov_before) = (aov(now), aov(before));
    let change = now.gross.saturating_sub(before.gross);
    let orders_effect_minor = match (aov_now, aov_before) {
        (Some(a), Some(b)) => {
            let more = f64::from(now.orders) - f64::from(before.orders);
            libm::round(more * (a + b) / 2.0) as i64
        }
        // From nothing, or to nothing: there is no other average value to compare with.
        _ => change,
    };
    AovOrders {
        current_orders: u64::from(now.orders),
        previous_orders: u64::from(before.orders),
        current_aov_minor: aov_now.and_then(round9),
        previous_aov_minor: aov_before.and_then(round9),
        orders_effect_minor,
        aov_effect_minor: change.saturating_sub(orders_effect_minor),
    }
}

/// Part of the Jensen–Shannon divergence between two distributions, base 2.
fn surprise(now: f64, before: f64) -> f64 {
    let middle = (now + before) / 2.0;
    let part = |p: f64| {
        if p > 0.0 {
            p * libm::log2(p / middle) / 2.0
        } else {
            0.0
        }
    };
    part(now) + part(before)
}

fn explain(frame: &Frame<'_>, tallies: &Tallies, now: &Sums, before: &Sums) -> DimensionDrivers {
    // What an order-level dimension adds up to is the total; a product dimension under a filter by
    // product as well. So the tallies' own sums are the whole.
    let change = now.gross.saturating_sub(before.gross);
    let positive = |value: i64| value.max(0) as f64;
    let whole_now: f64 = tallies.rows.iter().map(|row| positive(row.current)).sum();
    let whole_before: f64 = tallies.rows.iter().map(|row| positive(row.previous)).sum();
    let fraction = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    let days = frame
        .previous_pair()
        .map(|(current, _)| (current.first, current.last));
    let within = days.map_or_else(|| frame.selection(), |days| frame.selection_of(days));
    let driver = |name: SegmentName, tally: &Tally| {
        let change_minor = tally.current.saturating_sub(tally.previous);
        Driver {
            current_minor: tally.current,
            previous_minor: tally.previous,
            change_minor,
            contribution: (change != 0)
                .then(|| change_minor as f64 / change as f64)
                .and_then(round9),
            surprise: rounded(surprise(
                fraction(positive(tally.current), whole_now),
                fraction(positive(tally.previous), whole_before),
            )),
            selection: narrow(tallies.kind, &name, &within),
            name,
        }
    };
    let mut codes: Vec<usize> = (0..tallies.rows.len())
        .filter(|&code| tallies.rows[code].compared_orders() > 0)
        .collect();
    let change_of = |code: usize| {
        let row = &tallies.rows[code];
        row.current.saturating_sub(row.previous)
    };
    table::order::sort_by(&mut codes, |&a, &b| {
        change_of(b)
            .unsigned_abs()
            .cmp(&change_of(a).unsigned_abs())
            .then_with(|| tallies.name(frame, a).cmp(&tallies.name(frame, b)))
    });
    let total_surprise: f64 = codes
        .iter()
        .map(|&code| {
            let row = &tallies.rows[code];
            surprise(
                fraction(positive(row.current), whole_now),
                fraction(positive(row.previous), whole_before),
            )
        })
        .sum();
    let mut explained = 0.0;
    let mut explanation = Vec::new();
    for &code in &codes {
        if explained >= ENOUGH || explanation.len() == MOST_SEGMENTS || change == 0 {
            break;
        }
        // "Not known" explains nothing, and a segment that ran against the change does not either.
        if code == tallies.unknown() || change_of(code).signum() != change.signum() {
            continue;
        }
        explained += change_of(code) as f64 / change as f64;
        explanation.push(driver(tallies.name(frame, code), &tallies.rows[code]));
    }
    let shown = if codes.len() == MOST_BARS + 1 {
        codes.len()
    } else {
        MOST_BARS.min(codes.len())
    };
    let mut contributions: Vec<Driver> = codes[..shown]
        .iter()
        .map(|&code| driver(tallies.name(frame, code), &tallies.rows[code]))
        .collect();
    if codes.len() > shown {
        let mut rest = Tally::default();
        for &code in &codes[shown..] {
            rest.add(&tallies.rows[code]);
        }
        contributions.push(driver(
            SegmentName::Other((codes.len() - shown) as u64),
            &rest,
        ));
    }
    DimensionDrivers {
        dimension: tallies.kind,
        surprise: rounded(total_surprise.max(0.0)),
        explanation,
        explained: rounded(explained),
        contributions,
    }
}
