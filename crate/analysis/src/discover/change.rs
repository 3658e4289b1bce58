//! The comparison's windows as a whole: revenue, orders, values and rates.

use super::{Discovery, Draft, Family, plain_interval, relative_interval};
use crate::breakdown::change_interval;
use crate::drivers::aov_orders;
use crate::figures::{Formula, figure_difference, formula};
use crate::frame::{Frame, Sums};
use crate::statistics::{quasi_poisson, relative};
use crate::{
    Action, Against, FigureId, FindingKind, Grain, Method, OrdersOrValue, Sales, Section, Unit,
    Window,
};

/// Orders in both windows together below which they are not compared.
const FEWEST_ORDERS: u64 = 30;

/// Days of data before the windows from which on "returning" means something: a customer who came
/// before the data began looks new.
const HISTORY_DAYS: i32 = 365;

pub(super) fn discover(discovery: &mut Discovery, frame: &Frame<'_>, sales: &Sales) {
    if let Some(windows) = frame.previous_pair() {
        compare(discovery, frame, sales, windows, Against::Previous);
        rates(discovery, frame, windows);
    }
    // Twelve months before twelve months are the year before: asked once is enough.
    let same = frame
        .comparison
        .is_some_and(|c| c.grain == Grain::Months(12) || c.year_ago == c.previous);
    if let Some(windows) = frame.year_pair().filter(|_| !same) {
        compare(discovery, frame, sales, windows, Against::YearAgo);
    }
}

fn spark(sales: &Sales, id: FigureId) -> Vec<Option<f64>> {
    sales
        .figures
        .iter()
        .find(|figure| figure.id == id)
        .map(|figure| figure.spark.clone())
        .unwrap_or_default()
}

fn compare(
    discovery: &mut Discovery,
    frame: &Frame<'_>,
    sales: &Sales,
    windows: (Window, Window),
    against: Against,
) {
    let (current, previous) = windows;
    let now = frame.sum(current.first, current.last);
    let before = frame.sum(previous.first, previous.last);
    let n = u64::from(now.orders) + u64::from(before.orders);
    if n < FEWEST_ORDERS {
        return;
    }
    let base = now.gross.max(before.gross);
    let action = |up: bool| match up {
        true => Action::RepeatSuccess,
        false => Action::FindCause,
    };
    let draft = |kind, id, action, impact: f64| Draft {
        kind,
        n,
        unit: Unit::Orders,
        period: Some((current.first, current.last)),
        comparison: Some((previous.first, previous.last)),
        effect: None,
        interval: None,
        p_value: None,
        method: Method::WelchOnTotals,
        impact: Some(impact),
        selection: frame.selection_of((current.first, current.last)),
        action,
        section: Section::Changes,
        spark: spark(sales, id),
    };
    let parts = aov_orders(&now, &before);
    if let Some(difference) = figure_difference(frame, formula(FigureId::Gross), windows) {
        let test = discovery.test(Family::Changes, difference.p_value);
        let (orders, value) = (
            parts.orders_effect_minor.unsigned_abs() as f64,
            parts.aov_effect_minor.unsigned_abs() as f64,
        );
        let driver = if orders > 2.0 * value {
            OrdersOrValue::Orders
        } else if value > 2.0 * orders {
            OrdersOrValue::Value
        } else {
            OrdersOrValue::Both
        };
        let kind = FindingKind::RevenueChange {
            against,
            from_minor: before.gross,
            to_minor: now.gross,
            driver,
            from_orders: u64::from(before.orders),
            to_orders: u64::from(now.orders),
        };
        let change = now.gross as f64 - before.gross as f64;
        let finding = Draft {
            effect: relative(now.gross, before.gross),
            interval: change_interval(&difference, windows),
            p_value: Some(difference.p_value),
            ..draft(
                kind,
                FigureId::Gross,
                if change < 0.0 {
                    Action::SeeDrivers
                } else {
                    Action::RepeatSuccess
                },
                change,
            )
        };
        discovery.claim(test, base, finding.finding(frame));
    }
    let (orders_now, orders_before) =
        frame.blocks(windows, |day| f64::from(frame.days[day].orders));
    if let Some(difference) = quasi_poisson(&orders_now, &orders_before) {
        let test = discovery.test(Family::Changes, difference.p_value);
        let kind = FindingKind::OrdersChange {
            against,
            from: u64::from(before.orders),
            to: u64::from(now.orders),
        };
        let finding = Draft {
            effect: relative(i64::from(now.orders), i64::from(before.orders)),
            interval: change_interval(&difference, windows),
            p_value: Some(difference.p_value),
            method: Method::QuasiPoisson,
            ..draft(
                kind,
                FigureId::Orders,
                action(now.orders > before.orders),
                parts.orders_effect_minor as f64,
            )
        };
        discovery.claim(test, base, finding.finding(frame));
    }
    if let Some(difference) = figure_difference(frame, formula(FigureId::Aov), windows) {
        let test = discovery.test(Family::Changes, difference.p_value);
        let up = difference.current > difference.previous;
        let kind = FindingKind::AovChange {
            against,
            from_minor: crate::statistics::rounded(difference.previous),
            to_minor: crate::statistics::rounded(difference.current),
        };
        let finding = Draft {
            effect: (difference.previous > 0.0)
                .then(|| difference.current / difference.previous - 1.0),
            interval: relative_interval(&difference),
            p_value: Some(difference.p_value),
            ..draft(
                kind,
                FigureId::Aov,
                if up {
                    Action::RepeatSuccess
                } else {
                    Action::RaiseOrderValue
                },
                parts.aov_effect_minor as f64,
            )
        };
        discovery.claim(test, base, finding.finding(frame));
    }
}

/// A rate that is asked about: its parts, and what a change of it would be.
struct Rate {
    part: fn(&Sums) -> f64,
    whole: fn(&Sums) -> f64,
    kind: fn(f64, f64) -> FindingKind,
    action: fn(bool) -> Action,
    section: Section,
}

fn rates(discovery: &mut Discovery, frame: &Frame<'_>, windows: (Window, Window)) {
    let (current, previous) = windows;
    let now = frame.sum(current.first, current.last);
    let before = frame.sum(previous.first, previous.last);
    let n = u64::from(now.orders) + u64::from(before.orders);
    if n < FEWEST_ORDERS {
        return;
    }
    let orders: fn(&Sums) -> f64 = |s| f64::from(s.orders);
    let mut asked = vec![
        Rate {
            part: |s| f64::from(s.refunded_orders),
            whole: orders,
            kind: |from, to| FindingKind::RefundRateChange { from, to },
            action: |up| if up { Action::FindCause } else { Action::Watch },
            section: Section::Refunds,
        },
        Rate {
            part: |s| f64::from(s.discounted_orders),
            whole: orders,
            kind: |from, to| FindingKind::DiscountShareChange { from, to },
            action: |up| {
                if up {
                    Action::TestDiscounts
                } else {
                    Action::Watch
                }
            },
            section: Section::Discounts,
        },
    ];
    if frame
        .prepared
        .first_day()
        .is_some_and(|first| previous.first - first >= HISTORY_DAYS)
    {
        asked.push(Rate {
            part: |s| f64::from(s.later_orders),
            whole: |s| f64::from(s.first_orders + s.later_orders),
            kind: |from, to| FindingKind::ReturningShift { from, to },
            action: |up| {
                if up {
                    Action::WinNewCustomers
                } else {
                    Action::WinSecondOrder
                }
            },
            section: Section::Customers,
        });
    }
    for rate in asked {
        let (part_now, part_before) = ((rate.part)(&now), (rate.part)(&before));
        if part_now + part_before < 10.0 {
            continue;
        }
        let difference = figure_difference(frame, Formula::Ratio(rate.part, rate.whole), windows);
        let Some(difference) = difference else {
            continue;
        };
        let test = discovery.test(Family::Rates, difference.p_value);
        let shift = difference.current - difference.previous;
        let (from, to) = (
            crate::statistics::rounded(difference.previous),
            crate::statistics::rounded(difference.current),
        );
        let (part, whole) = (rate.part, rate.whole);
        let finding = Draft {
            kind: (rate.kind)(from, to),
            n,
            unit: Unit::Orders,
            period: Some((current.first, current.last)),
            comparison: Some((previous.first, previous.last)),
            effect: Some(shift),
            interval: plain_interval(&difference),
            p_value: Some(difference.p_value),
            method: Method::TwoProportions,
            impact: Some(shift * now.gross as f64),
            selection: frame.selection_of((current.first, current.last)),
            action: (rate.action)(shift > 0.0),
            section: rate.section,
            spark: frame.spark(|first, last| {
                let sums = frame.sum(first, last);
                (whole(&sums) > 0.0).then(|| part(&sums) / whole(&sums))
            }),
        };
        discovery.claim(test, now.gross.max(before.gross), finding.finding(frame));
    }
}
