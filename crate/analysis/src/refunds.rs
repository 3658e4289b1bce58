//! Refunds, and orders that were cancelled or never paid.

use serde::Serialize;
use shop::{ExclusionReason, Selection, StatusName};

use crate::calendar::{Step, Steps};
use crate::frame::Frame;
use crate::statistics::{
    benjamini_hochberg, fisher_upper, round9, rounded, share, wilson, wilson_difference,
};
use crate::tally::{Tallies, narrow};
use crate::{Answer, DimensionKind, Interval, SegmentName, Unit};

/// Refunds in the period (by the order's day; by their own where they belong to no order) and what was left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Refunds {
    /// Orders in the period.
    pub orders: u64,
    /// Orders with a refund.
    pub refunded_orders: u64,
    /// Their share.
    pub order_rate: f64,
    /// Wilson interval of `order_rate`.
    pub order_rate_interval: Interval,
    /// Refunds.
    pub refund_minor: i64,
    /// Refunds ÷ gross; `None` without gross.
    pub amount_rate: Option<f64>,
    /// By month.
    pub months: Vec<RefundMonth>,
    /// Products with the most refunds (at most 20).
    pub products: Vec<ProductRefunds>,
    /// Orders left out in this currency, of all the data (they may have no date).
    pub excluded: Vec<ExcludedOrders>,
    /// Rows of refunded orders.
    pub selection: Selection,
}

/// A month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RefundMonth {
    /// First day.
    pub first: i32,
    /// Last day.
    pub last: i32,
    /// Orders.
    pub orders: u64,
    /// Orders with a refund.
    pub refunded_orders: u64,
    /// Refunds.
    pub refund_minor: i64,
    /// Gross.
    pub gross_minor: i64,
    /// Not a full month of data.
    pub partial: bool,
    /// Its refunded rows.
    pub selection: Selection,
}

/// A product's refunds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProductRefunds {
    /// Its name.
    pub name: String,
    /// Orders with it.
    pub orders: u64,
    /// Orders in which it was refunded.
    pub refunded_orders: u64,
    /// Their share.
    pub rate: f64,
    /// Wilson interval of `rate`.
    pub interval: Interval,
    /// The same share over all other products that cost something.
    pub rest_rate: f64,
    /// Interval of the difference of the two.
    #[serde(skip)]
    pub beyond: Interval,
    /// Refunds.
    pub refund_minor: i64,
    /// Its gross.
    pub gross_minor: i64,
    /// Fisher's exact test against the rest, one-sided for more refunds.
    pub p_value: Option<f64>,
    /// Adjusted over all products tested.
    pub q_value: Option<f64>,
    /// Its rows in orders with a refund.
    pub selection: Selection,
}

/// Orders left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExcludedOrders {
    /// Why.
    pub reason: ExclusionReason,
    /// How many.
    pub orders: u64,
    /// Their amount where known.
    pub amount_minor: i64,
    /// Their share of all orders in the files, repetitions and return documents not among them.
    pub share: f64,
    /// Their rows.
    pub selection: Selection,
}

/// Orders below which a rate of refunds is noise.
const FEWEST_ORDERS: u64 = 30;

/// Orders with a product below which its refunds are not tested.
const FEWEST_OF_PRODUCT: u32 = 20;

/// Products listed.
const MOST: usize = 20;

/// Refunds in the period, and what was left out.
pub(crate) fn refunds(frame: &Frame<'_>, products: Option<&Tallies>) -> Answer<Refunds> {
    if frame.shop.is_summed_up() {
        return Answer::summed_up(frame.bits.len());
    }
    let total = &frame.total;
    let orders = u64::from(total.orders);
    let excluded = excluded(frame);
    if orders < FEWEST_ORDERS {
        return Answer::missing(FEWEST_ORDERS, orders, Unit::Orders);
    }
    // No refund anywhere more likely means that the files do not tell them.
    if !frame.shop.tells_refunds() && excluded.is_empty() {
        return Answer::missing(1, 0, Unit::RefundedOrders);
    }
    let refunded = u64::from(total.refunded_orders);
    let status = vec![StatusName::PartlyRefunded, StatusName::Refunded];
    let months = frame.period.map_or_else(Vec::new, |period| {
        Steps::new(period.first, period.last, Step::Month)
            .ranges()
            .map(|(first, last)| {
                let days = (first.max(period.first), last.min(period.last));
                let sums = frame.sum(days.0, days.1);
                RefundMonth {
                    first,
                    last,
                    orders: u64::from(sums.orders),
                    refunded_orders: u64::from(sums.refunded_orders),
                    refund_minor: sums.refund,
                    gross_minor: sums.gross,
                    partial: !frame.is_whole(first, last),
                    selection: Selection {
                        status: status.clone(),
                        ..frame.selection_of(days)
                    },
                }
            })
            .collect()
    });
    let selection = Selection {
        status,
        ..frame.selection()
    };
    Answer::Known(Refunds {
        orders,
        refunded_orders: refunded,
        order_rate: rounded(refunded as f64 / orders as f64),
        order_rate_interval: wilson(refunded, orders),
        refund_minor: total.refund,
        amount_rate: share(total.refund, total.gross),
        months,
        products: products.map_or_else(Vec::new, |p| by_product(frame, p, &selection)),
        excluded,
        selection,
    })
}

fn by_product(frame: &Frame<'_>, tallies: &Tallies, within: &Selection) -> Vec<ProductRefunds> {
    let known = &tallies.rows[..tallies.unknown()];
    // What is given away is not paid back, and would make the rest look better than it is.
    let sold = || known.iter().filter(|t| t.gross > 0);
    let all: u64 = sold().map(|t| u64::from(t.orders)).sum();
    let all_refunded: u64 = sold().map(|t| u64::from(t.refunded_orders)).sum();
    if all_refunded == 0 {
        return Vec::new();
    }
    let mut rows: Vec<ProductRefunds> = Vec::new();
    for (code, tally) in known.iter().enumerate() {
        if tally.orders == 0
            || tally.gross <= 0
            || tally.refund == 0 && tally.orders < FEWEST_OF_PRODUCT
        {
            continue;
        }
        let (orders, refunded) = (u64::from(tally.orders), u64::from(tally.refunded_orders));
        let rest = all.saturating_sub(orders);
        let rest_refunded = all_refunded.saturating_sub(refunded);
        let name = frame.shop.product_names.name(code as u32).to_owned();
        let segment = SegmentName::Named(name.clone());
        rows.push(ProductRefunds {
            name,
            orders,
            refunded_orders: refunded,
            rate: rounded(refunded as f64 / orders as f64),
            interval: wilson(refunded, orders),
            beyond: wilson_difference((refunded, orders), (rest_refunded, rest)),
            rest_rate: rounded(rest_refunded as f64 / rest.max(1) as f64),
            refund_minor: tally.refund,
            gross_minor: tally.gross,
            p_value: (tally.orders >= FEWEST_OF_PRODUCT && rest > 0)
                .then(|| fisher_upper(refunded, orders, all_refunded, all)),
            q_value: None,
            selection: narrow(DimensionKind::Product, &segment, within)
                .unwrap_or_else(|| within.clone()),
        });
    }
    let p_values: Vec<f64> = rows.iter().filter_map(|row| row.p_value).collect();
    let q_values = benjamini_hochberg(&p_values);
    for (row, q) in rows
        .iter_mut()
        .filter(|row| row.p_value.is_some())
        .zip(q_values)
    {
        row.p_value = row.p_value.and_then(round9);
        row.q_value = round9(q);
    }
    table::order::sort_by(&mut rows, |a, b| {
        b.refund_minor
            .cmp(&a.refund_minor)
            .then_with(|| a.name.cmp(&b.name))
    });
    rows
}

/// Keeps the products with the most refunds; the findings have seen all that were tested.
pub(crate) fn shorten(refunds: &mut Answer<Refunds>) {
    if let Answer::Known(refunds) = refunds {
        refunds.products.retain(|row| row.refund_minor > 0);
        refunds.products.truncate(MOST);
    }
}

fn excluded(frame: &Frame<'_>) -> Vec<ExcludedOrders> {
    let currency = frame.request.currency;
    let mine = || {
        frame
            .shop
            .excluded
            .iter()
            .filter(|e| e.currency == currency)
    };
    // A repetition is no second order, and a return document none at all.
    let left_out: u64 = mine()
        .filter(|e| {
            !matches!(
                e.reason,
                ExclusionReason::Duplicate | ExclusionReason::Return
            )
        })
        .map(|e| e.orders as u64)
        .sum();
    let counted = frame
        .shop
        .currencies
        .get(usize::from(currency))
        .map_or(0, |c| c.orders as u64);
    let mut rows: Vec<ExcludedOrders> = Vec::new();
    for entry in mine() {
        if let Some(row) = rows.iter_mut().find(|row| row.reason == entry.reason) {
            row.orders += entry.orders as u64;
            row.amount_minor = row.amount_minor.saturating_add(entry.amount_minor);
        } else {
            rows.push(ExcludedOrders {
                reason: entry.reason,
                orders: entry.orders as u64,
                amount_minor: entry.amount_minor,
                share: 0.0,
                selection: Selection {
                    excluded: Some(entry.reason),
                    ..Selection::default()
                },
            });
        }
    }
    rows.retain(|row| row.orders > 0);
    for row in &mut rows {
        row.share = rounded((row.orders as f64 / (counted + left_out).max(1) as f64).min(1.0));
    }
    table::order::sort_by_key(&mut rows, |row| row.reason);
    rows
}
