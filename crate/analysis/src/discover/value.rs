//! Order values of groups, refunds of products, and pairs.

use shop::NONE;

use super::{Discovery, Draft, Family, relative_interval};
use crate::frame::{Frame, PERIOD};
use crate::mask::is_discounted;
use crate::prepared::OrderKind;
use crate::statistics::{rounded, welch_moments};
use crate::{Action, FindingKind, Method, Sales, Section};

/// Orders a side below which two groups' values are not compared.
const FEWEST_A_SIDE: u64 = 20;

/// Exact sums of amounts and of their squares.
#[derive(Debug, Clone, Copy, Default)]
struct Moments {
    n: u64,
    sum: i128,
    squares: i128,
}

impl Moments {
    fn add(&mut self, amount: i64) {
        let amount = i128::from(amount);
        self.n += 1;
        self.sum += amount;
        self.squares = self.squares.saturating_add(amount * amount);
    }

    fn as_floats(self) -> (u64, f64, f64) {
        (self.n, self.sum as f64, self.squares as f64)
    }
}

pub(super) fn discover(
    discovery: &mut Discovery,
    frame: &Frame<'_>,
    sales: &Sales,
    pair_p_values: &[f64],
) {
    order_values(discovery, frame);
    product_refunds(discovery, frame, sales);
    pairs(discovery, frame, sales, pair_p_values);
}

/// What an order's goods would have been without its discount. Tax and shipping follow the discount, and are no part of it.
fn basket(frame: &Frame<'_>, order: usize) -> i64 {
    let lines = &frame.shop.lines;
    let goods = frame
        .lines_of(order)
        .filter(|&line| lines.product[line] != NONE && frame.line_passes(line))
        .map(|line| lines.revenue_minor.at(line));
    let charged = goods.reduce(i64::saturating_add);
    charged
        .unwrap_or(frame.gross[order])
        .saturating_add(frame.discount[order])
}

fn order_values(discovery: &mut Discovery, frame: &Frame<'_>) {
    let mut by_discount = [Moments::default(); 2];
    let mut by_kind = [Moments::default(); 2];
    for (order, &bits) in frame.bits.iter().enumerate() {
        if bits & PERIOD == 0 {
            continue;
        }
        let amount = frame.gross[order];
        by_discount[usize::from(is_discounted(frame.shop, order))].add(basket(frame, order));
        match frame.prepared.kind[order] {
            OrderKind::First => by_kind[0].add(amount),
            OrderKind::Later => by_kind[1].add(amount),
            OrderKind::Unknown => {}
        }
    }
    let mut compare = |groups: [Moments; 2],
                       kind: fn(f64, f64) -> FindingKind,
                       action: Action,
                       section: Section,
                       discounted: bool| {
        let [base, group] = groups;
        if base.n < FEWEST_A_SIDE || group.n < FEWEST_A_SIDE {
            return;
        }
        let Some(difference) = welch_moments(group.as_floats(), base.as_floats()) else {
            return;
        };
        let test = discovery.test(Family::Values, difference.p_value);
        let mut selection = frame.selection();
        if discounted {
            selection.discounted = Some(true);
        } else {
            selection.first_order = Some(false);
        }
        let finding = Draft {
            n: base.n + group.n,
            effect: (difference.previous > 0.0)
                .then(|| difference.current / difference.previous - 1.0),
            interval: relative_interval(&difference),
            p_value: Some(difference.p_value),
            method: Method::WelchOnOrders,
            impact: Some((difference.current - difference.previous) * group.n as f64),
            selection,
            ..Draft::fact(
                frame,
                kind(rounded(difference.current), rounded(difference.previous)),
                action,
                section,
            )
        };
        discovery.claim(test, frame.total.gross, finding.finding(frame));
    };
    compare(
        by_discount,
        |discounted_minor, full_price_minor| FindingKind::DiscountedOrderValue {
            discounted_minor,
            full_price_minor,
        },
        Action::TestDiscounts,
        Section::Discounts,
        true,
    );
    compare(
        by_kind,
        |returning_minor, new_minor| FindingKind::ReturningOrderValue {
            returning_minor,
            new_minor,
        },
        Action::KeepBestCustomers,
        Section::Customers,
        false,
    );
}

fn product_refunds(discovery: &mut Discovery, frame: &Frame<'_>, sales: &Sales) {
    let Some(refunds) = sales.refunds.known() else {
        return;
    };
    for product in &refunds.products {
        let Some(p_value) = product.p_value else {
            continue;
        };
        let test = discovery.test(Family::Refunds, p_value);
        let beyond = (product.rate - product.rest_rate) * product.gross_minor as f64;
        if beyond <= 0.0 {
            continue;
        }
        let finding = Draft {
            n: product.orders,
            effect: Some(product.rate - product.rest_rate),
            interval: Some(product.beyond),
            p_value: Some(p_value),
            method: Method::FisherExact,
            impact: Some(beyond),
            selection: product.selection.clone(),
            ..Draft::fact(
                frame,
                FindingKind::ProductRefunds {
                    name: product.name.clone(),
                    rate: product.rate,
                    rest_rate: product.rest_rate,
                    refund_minor: product.refund_minor,
                },
                Action::ReviewProduct,
                Section::Refunds,
            )
        };
        discovery.claim(test, frame.total.gross, finding.finding(frame));
    }
}

fn pairs(discovery: &mut Discovery, frame: &Frame<'_>, sales: &Sales, p_values: &[f64]) {
    let first = discovery.tests.len();
    for &p in p_values {
        discovery.test(Family::Pairs, p);
    }
    let Some(found) = sales.baskets.known().and_then(|b| b.pairs.known()) else {
        return;
    };
    for pair in found {
        // The pair's own test among them, found again by its p-value: equal ones are equally sure.
        let Some(test) = p_values.iter().position(|&p| rounded(p) == pair.p_value) else {
            continue;
        };
        let finding = Draft {
            n: pair.together,
            effect: Some(pair.lift - 1.0),
            p_value: Some(pair.p_value),
            method: Method::ChiSquare,
            selection: pair.selection.clone(),
            ..Draft::fact(
                frame,
                FindingKind::PairTogether {
                    a: pair.a.clone(),
                    b: pair.b.clone(),
                    together: pair.together,
                    lift: pair.lift,
                    confidence: pair.confidence,
                },
                Action::OfferTogether,
                Section::Baskets,
            )
        };
        discovery.claim(first + test, frame.total.gross, finding.finding(frame));
    }
}
