//! Plain facts worth knowing: counted, not tested, and told only where they are large.

use shop::ExclusionReason;

use super::{Discovery, Draft, segment};
use crate::frame::{Frame, PERIOD};
use crate::prepared::NO_DAY;
use crate::statistics::rounded;
use crate::{Action, DimensionKind, Finding, FindingKind, Sales, Section, SegmentName, Unit};

pub(super) fn discover(discovery: &mut Discovery, frame: &Frame<'_>, sales: &Sales) {
    concentration(discovery, frame, sales);
    dominance(discovery, frame, sales);
    customers(discovery, frame, sales);
    discounts(discovery, frame, sales);
    lost_orders(discovery, frame, sales);
    large_orders(discovery, frame);
}

/// Few products, most of the revenue: at most three in ten make 80 %.
fn concentration(discovery: &mut Discovery, frame: &Frame<'_>, sales: &Sales) {
    let Some(pareto) = sales.pareto.known() else {
        return;
    };
    if pareto.products < 20 || pareto.for_80_percent * 10 > pareto.products * 3 {
        return;
    }
    let finding = Draft {
        n: pareto.products,
        unit: Unit::Products,
        effect: Some(pareto.for_80_percent as f64 / pareto.products as f64),
        impact: Some(pareto.classes[0].1 as f64 / 4.0),
        ..Draft::fact(
            frame,
            FindingKind::Concentration {
                products: pareto.for_80_percent,
                of: pareto.products,
            },
            Action::SecureTopProducts,
            Section::Products,
        )
    };
    discovery.fact(frame.total.gross, finding.finding(frame));
}

/// One name of several with a large share.
fn dominance(discovery: &mut Discovery, frame: &Frame<'_>, sales: &Sales) {
    for breakdown in &sales.breakdowns {
        let (fewest, least) = match breakdown.dimension {
            DimensionKind::Product => (10, 0.25),
            // Nobody can or should depend less on the country that they sell in.
            DimensionKind::DiscountCode | DimensionKind::Country | DimensionKind::Region => {
                continue;
            }
            _ => (3, 0.6),
        };
        let Some(top) = breakdown.rows.first() else {
            continue;
        };
        let (SegmentName::Named(_), Some(share)) = (&top.name, top.share) else {
            continue;
        };
        if breakdown.names < fewest || share < least {
            continue;
        }
        let finding = Draft {
            n: top.orders,
            effect: Some(share),
            impact: Some(top.gross_minor as f64 / 2.0),
            selection: top.selection.clone().unwrap_or_else(|| frame.selection()),
            spark: top.spark.clone(),
            ..Draft::fact(
                frame,
                FindingKind::Dominates {
                    dimension: breakdown.dimension,
                    name: top.name.clone(),
                    share,
                },
                Action::Diversify,
                segment::section(breakdown.dimension),
            )
        };
        discovery.fact(frame.total.gross, finding.finding(frame));
    }
}

fn customers(discovery: &mut Discovery, frame: &Frame<'_>, sales: &Sales) {
    let Some(customers) = sales.customers.known() else {
        return;
    };
    if customers.customers < 50 {
        return;
    }
    let mut fact = |kind: FindingKind, action: Action, share: f64, interval| {
        let finding = Draft {
            n: customers.customers,
            unit: Unit::Customers,
            effect: Some(share),
            interval,
            impact: Some(share * frame.total.gross as f64 / 2.0),
            ..Draft::fact(frame, kind, action, Section::Customers)
        };
        discovery.fact(frame.total.gross, finding.finding(frame));
    };
    if let Some(share) = customers.largest_share.filter(|&share| share >= 0.1) {
        fact(
            FindingKind::LargestCustomer { share },
            Action::KeepBestCustomers,
            share,
            None,
        );
    }
    if let Some(share) = customers.top_decile_share.filter(|&share| share >= 0.35) {
        fact(
            FindingKind::TopCustomers {
                share,
                customers: customers.customers.div_ceil(10),
            },
            Action::KeepBestCustomers,
            share,
            None,
        );
    }
    if let Some(returning_share) = customers.returning_share {
        fact(
            FindingKind::RepeatRate {
                rate: customers.repeat_rate,
                returning_share,
            },
            // Where most come back already, there is more to keep than to win.
            if customers.repeat_rate < 0.5 {
                Action::WinSecondOrder
            } else {
                Action::KeepBestCustomers
            },
            customers.repeat_rate,
            Some(customers.repeat_interval),
        );
    }
}

fn discounts(discovery: &mut Discovery, frame: &Frame<'_>, sales: &Sales) {
    let Some(discounts) = sales.discounts.known() else {
        return;
    };
    if discounts.order_share < 0.4 || discounts.orders < 100 {
        return;
    }
    let finding = Draft {
        n: discounts.orders,
        effect: Some(discounts.order_share),
        interval: Some(discounts.order_share_interval),
        impact: Some(discounts.discount_minor as f64),
        selection: discounts.selection.clone(),
        ..Draft::fact(
            frame,
            FindingKind::DiscountDependency {
                share: discounts.order_share,
                discount_share: discounts.discount_share,
            },
            Action::TestDiscounts,
            Section::Discounts,
        )
    };
    discovery.fact(frame.total.gross, finding.finding(frame));
}

fn lost_orders(discovery: &mut Discovery, frame: &Frame<'_>, sales: &Sales) {
    let Some(refunds) = sales.refunds.known() else {
        return;
    };
    for row in &refunds.excluded {
        let action = match row.reason {
            ExclusionReason::Cancelled => Action::ReduceCancellations,
            ExclusionReason::Unpaid => Action::RecoverPayments,
            _ => continue,
        };
        if row.share < 0.02 {
            continue;
        }
        let finding = Draft {
            n: row.orders,
            period: None,
            effect: Some(row.share),
            impact: Some(row.amount_minor as f64),
            selection: row.selection.clone(),
            ..Draft::fact(
                frame,
                FindingKind::LostOrders {
                    reason: row.reason,
                    orders: row.orders,
                    amount_minor: row.amount_minor,
                    share: row.share,
                },
                action,
                Section::Refunds,
            )
        };
        discovery.fact(frame.total.gross, finding.finding(frame));
    }
}

/// Share of the gross from which one order is told whatever day it came on.
const LARGE_ORDER: f64 = 0.05;

/// Orders that make a day stand out, in one finding, and one that makes a twentieth of the gross of fifty or more.
fn large_orders(discovery: &mut Discovery, frame: &Frame<'_>) {
    let days = std::mem::take(&mut discovery.orders);
    let least = LARGE_ORDER * frame.total.gross as f64;
    if frame.total.orders >= 50
        && frame.total.gross > 0
        && let Some(order) = largest_order(frame, None)
        && frame.gross[order] as f64 >= least
        && !days.contains(&order)
    {
        discovery.fact(frame.total.gross, orders_finding(frame, &[order], 0));
    }
    if !days.is_empty() {
        let finding = orders_finding(frame, &days, days.len() as u64);
        discovery.fact(frame.total.gross, finding);
    }
}

/// The order with the largest amount, of a day or of the period.
pub(super) fn largest_order(frame: &Frame<'_>, day: Option<i32>) -> Option<usize> {
    (0..frame.bits.len())
        .filter(|&order| frame.bits[order] & PERIOD != 0)
        .filter(|&order| day.is_none_or(|day| day_of(frame, order) == Some(day)))
        .max_by_key(|&order| (frame.gross[order], &frame.shop.orders.id[order]))
}

fn day_of(frame: &Frame<'_>, order: usize) -> Option<i32> {
    let index = frame.prepared.day_index[order];
    (index != NO_DAY).then(|| frame.prepared.day_zero + index as i32)
}

/// What is told of large orders (at least one); `days` of them make the day that they came on stand out.
fn orders_finding(frame: &Frame<'_>, orders: &[usize], days: u64) -> Finding {
    let amounts = || orders.iter().map(|&order| frame.gross[order]);
    let smallest = amounts().min().unwrap_or(0);
    let amount_minor = amounts().max().unwrap_or(0);
    let together = amounts().fold(0, i64::saturating_add) as f64;
    let share = together / frame.total.gross as f64;
    let largest = orders.iter().find(|&&o| frame.gross[o] == amount_minor);
    let day = largest.and_then(|&order| day_of(frame, order));
    let mut selection = frame.selection();
    // Under a filter by product an order's own amount is larger than the part seen here.
    if frame.products.is_none() {
        selection.order_amount = Some((smallest, amount_minor.saturating_add(1)));
    } else if let (1, Some(day)) = (orders.len(), day) {
        selection.days = Some((day, day));
    }
    Draft {
        effect: Some(share),
        impact: Some(together),
        selection,
        ..Draft::fact(
            frame,
            FindingKind::LargeOrder {
                amount_minor,
                share: rounded(share),
                day,
                days,
            },
            Action::CheckOrder,
            Section::Baskets,
        )
    }
    .finding(frame)
}
