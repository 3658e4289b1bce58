//! Segments between the comparison's windows.

use super::{Discovery, Draft, Family, plain_interval};
use crate::breakdown::{change_interval, segment_difference};
use crate::frame::Frame;
use crate::statistics::{RatioSums, ratio_difference, relative, round9, rounded};
use crate::tally::{Tallies, narrow};
use crate::{Action, DimensionKind, FindingKind, Method, Sales, Section, Unit, Window};

/// Share of the gross from which on a shift of a segment's share is asked about.
const LEAST_SHARE: f64 = 0.05;

pub(super) fn section(dimension: DimensionKind) -> Section {
    match dimension {
        DimensionKind::Product => Section::Products,
        DimensionKind::Category | DimensionKind::Brand => Section::Categories,
        DimensionKind::Country | DimensionKind::Region => Section::Places,
        DimensionKind::Channel => Section::Channels,
        DimensionKind::DiscountCode => Section::Discounts,
        DimensionKind::CustomerType => Section::Customers,
    }
}

pub(super) fn discover(
    discovery: &mut Discovery,
    frame: &Frame<'_>,
    sales: &Sales,
    tallies: &[Tallies],
) {
    let Some(windows) = frame.previous_pair() else {
        return;
    };
    for tallies in tallies {
        // New against returning is asked about as a rate, with care for where the data begins.
        if tallies.kind == DimensionKind::CustomerType {
            continue;
        }
        let sold = tallies.rows.iter().filter(|r| r.compared_orders() > 0);
        // A single segment is the whole shop again.
        if sold.count() < 2 {
            continue;
        }
        changes(discovery, frame, tallies, windows);
        shares(discovery, frame, tallies, windows);
    }
    price_and_mix(discovery, frame, sales);
}

fn changes(
    discovery: &mut Discovery,
    frame: &Frame<'_>,
    tallies: &Tallies,
    windows: (Window, Window),
) {
    let (current, previous) = windows;
    let now = frame.sum(current.first, current.last).gross;
    let before = frame.sum(previous.first, previous.last).gross;
    let whole = now.saturating_sub(before);
    let cancels = cancels_out(tallies, whole);
    let family = if tallies.kind == DimensionKind::Product {
        Family::Products
    } else {
        Family::Segments
    };
    let within = frame.selection_of((current.first, current.last));
    let within_before = frame.selection_of((previous.first, previous.last));
    for &code in &tallies.slots {
        let code = code as usize;
        let tally = &tallies.rows[code];
        let daily = tallies.daily(code);
        let Some(difference) = segment_difference(frame, tally, daily, windows) else {
            continue;
        };
        let test = discovery.test(family, difference.p_value);
        let change = tally.current.saturating_sub(tally.previous);
        let name = tallies.name(frame, code);
        let rows = if tally.current_orders == 0 {
            &within_before
        } else {
            &within
        };
        let finding = Draft {
            selection: narrow(tallies.kind, &name, rows).unwrap_or_else(|| rows.clone()),
            kind: FindingKind::SegmentChange {
                dimension: tallies.kind,
                name,
                from_minor: tally.previous,
                to_minor: tally.current,
                contribution: (whole != 0)
                    .then(|| change as f64 / whole as f64)
                    .filter(|share| *share < 0.0 || !cancels)
                    .and_then(round9),
            },
            n: u64::from(tally.compared_orders()),
            unit: Unit::Orders,
            period: Some((current.first, current.last)),
            comparison: Some((previous.first, previous.last)),
            effect: relative(tally.current, tally.previous),
            interval: change_interval(&difference, windows),
            p_value: Some(difference.p_value),
            method: Method::WelchOnTotals,
            impact: Some(change as f64),
            action: match tallies.kind {
                _ if change <= 0 => Action::FindCause,
                DimensionKind::Product | DimensionKind::Category | DimensionKind::Brand => {
                    Action::RepeatSuccess
                }
                _ => Action::SeeDrivers,
            },
            section: section(tallies.kind),
            spark: daily.map_or_else(Vec::new, |daily| {
                frame.spark(|first, last| {
                    Some(daily[frame.indexes(first, last)].iter().sum::<i64>() as f64)
                })
            }),
        };
        discovery.claim(test, now.max(before), finding.finding(frame));
    }
}

/// Whether parts that ran against the whole change make up so much that a part's share of it says
/// nothing: of +100 and −90, the first is not ten times the change.
fn cancels_out(tallies: &Tallies, whole: i64) -> bool {
    let against: u64 = tallies
        .rows
        .iter()
        .map(|tally| tally.current.saturating_sub(tally.previous))
        .filter(|change| (*change < 0) != (whole < 0))
        .map(i64::unsigned_abs)
        .sum();
    against as f64 > 0.25 * whole.unsigned_abs() as f64
}

fn shares(
    discovery: &mut Discovery,
    frame: &Frame<'_>,
    tallies: &Tallies,
    windows: (Window, Window),
) {
    if tallies.kind == DimensionKind::Product {
        return;
    }
    let (current, previous) = windows;
    let now = frame.sum(current.first, current.last).gross;
    let before = frame.sum(previous.first, previous.last).gross;
    let (whole_now, whole_before) = frame.plain_blocks(windows, |day| frame.days[day].gross as f64);
    let within = frame.selection_of((current.first, current.last));
    for &code in &tallies.slots {
        let code = code as usize;
        let tally = &tallies.rows[code];
        let both = tally.current as f64 + tally.previous as f64;
        let Some(daily) = tallies.daily(code) else {
            continue;
        };
        if tally.compared_orders() < crate::breakdown::FEWEST_COMPARED
            || both < LEAST_SHARE * (now as f64 + before as f64)
        {
            continue;
        }
        let (part_now, part_before) = frame.plain_blocks(windows, |day| daily[day] as f64);
        let difference = ratio_difference(
            RatioSums {
                part: &part_now,
                whole: &whole_now,
            },
            RatioSums {
                part: &part_before,
                whole: &whole_before,
            },
        );
        let Some(difference) = difference else {
            continue;
        };
        let test = discovery.test(Family::Shares, difference.p_value);
        let shift = difference.current - difference.previous;
        let name = tallies.name(frame, code);
        let finding = Draft {
            selection: narrow(tallies.kind, &name, &within).unwrap_or_else(|| within.clone()),
            kind: FindingKind::ShareShift {
                dimension: tallies.kind,
                name,
                from: rounded(difference.previous),
                to: rounded(difference.current),
            },
            n: u64::from(tally.compared_orders()),
            unit: Unit::Orders,
            period: Some((current.first, current.last)),
            comparison: Some((previous.first, previous.last)),
            effect: Some(shift),
            interval: plain_interval(&difference),
            p_value: Some(difference.p_value),
            method: Method::TwoProportions,
            impact: Some(shift * now as f64),
            action: Action::SeeDrivers,
            section: section(tallies.kind),
            spark: Vec::new(),
        };
        discovery.claim(test, now.max(before), finding.finding(frame));
    }
}

/// How much of a change went through prices and mix: a decomposition, so a fact and not a test.
fn price_and_mix(discovery: &mut Discovery, frame: &Frame<'_>, sales: &Sales) {
    let (Some(parts), Some((current, previous))) =
        (sales.price_volume_mix.known(), frame.previous_pair())
    else {
        return;
    };
    let orders = frame.sum(current.first, current.last).orders
        + frame.sum(previous.first, previous.last).orders;
    let notable = parts.previous_minor as f64 * 0.02;
    let prices_and_mix =
        parts.price_minor.unsigned_abs() as f64 + parts.mix_minor.unsigned_abs() as f64;
    if orders < 100 || parts.previous_minor <= 0 || prices_and_mix < notable {
        return;
    }
    let days = (current.first, current.last);
    let kind = FindingKind::PriceMix {
        price_minor: parts.price_minor,
        volume_minor: parts.volume_minor,
        mix_minor: parts.mix_minor,
        range_minor: parts.new_minor.saturating_add(parts.gone_minor),
        from_minor: parts.previous_minor,
        to_minor: parts.current_minor,
    };
    let finding = Draft {
        n: u64::from(orders),
        period: Some(days),
        comparison: Some((previous.first, previous.last)),
        effect: relative(parts.current_minor, parts.previous_minor),
        impact: Some(prices_and_mix),
        selection: frame.selection_of(days),
        ..Draft::fact(
            frame,
            kind,
            if parts.volume_minor.unsigned_abs() as f64 > prices_and_mix {
                Action::SeeDrivers
            } else {
                Action::ReviewPrices
            },
            Section::Products,
        )
    };
    discovery.fact(
        parts.current_minor.max(parts.previous_minor),
        finding.finding(frame),
    );
}
