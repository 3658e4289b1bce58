//! Discounts: how often, how deep, and what discounted orders look like. Correlation, never cause.

use serde::Serialize;
use shop::Selection;

use crate::calendar::{Step, Steps};
use crate::frame::{Frame, PERIOD};
use crate::mask::is_discounted;
use crate::statistics::{median, rounded, wilson};
use crate::{Answer, Interval, Unit};

/// Discounts in the period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Discounts {
    /// Orders in the period.
    pub orders: u64,
    /// Orders with a discount or a discount code.
    pub discounted_orders: u64,
    /// Their share.
    pub order_share: f64,
    /// Wilson interval of `order_share`.
    pub order_share_interval: Interval,
    /// Discounts given.
    pub discount_minor: i64,
    /// Discounts ÷ (gross + discounts).
    pub discount_share: f64,
    /// The same over discounted orders only.
    pub depth: f64,
    /// Median over discounted orders of discount ÷ (gross + discount).
    pub median_depth: f64,
    /// Gross of discounted orders.
    pub discounted_gross_minor: i64,
    /// Average value of discounted orders, minor units.
    pub discounted_aov_minor: Option<f64>,
    /// Average value of the others.
    pub full_price_aov_minor: Option<f64>,
    /// By month.
    pub months: Vec<DiscountMonth>,
    /// Rows of discounted orders.
    pub selection: Selection,
}

/// A month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DiscountMonth {
    /// First day.
    pub first: i32,
    /// Last day.
    pub last: i32,
    /// Orders.
    pub orders: u64,
    /// Orders with a discount.
    pub discounted_orders: u64,
    /// Discounts given.
    pub discount_minor: i64,
    /// Gross.
    pub gross_minor: i64,
    /// Not a full month of data.
    pub partial: bool,
    /// Its discounted rows.
    pub selection: Selection,
}

/// Discounted orders below which there is nothing to say about them.
const FEWEST_ORDERS: u64 = 5;

/// Discounts in the period.
pub(crate) fn discounts(frame: &Frame<'_>) -> Answer<Discounts> {
    if frame.shop.is_summed_up() {
        return Answer::summed_up(frame.bits.len());
    }
    let total = &frame.total;
    let (orders, discounted) = (u64::from(total.orders), u64::from(total.discounted_orders));
    if discounted < FEWEST_ORDERS {
        return Answer::missing(FEWEST_ORDERS, discounted, Unit::DiscountedOrders);
    }
    let depth = |discount: i64, gross: i64| {
        let before = gross as f64 + discount as f64;
        if before > 0.0 {
            discount as f64 / before
        } else {
            0.0
        }
    };
    let mut depths: Vec<f64> = (0..frame.bits.len())
        .filter(|&order| frame.bits[order] & PERIOD != 0 && is_discounted(frame.shop, order))
        .map(|order| depth(frame.discount[order], frame.gross[order]))
        .collect();
    let average = |gross: i64, n: u64| (n > 0).then(|| rounded(gross as f64 / n as f64));
    let months = frame.period.map_or_else(Vec::new, |period| {
        Steps::new(period.first, period.last, Step::Month)
            .ranges()
            .map(|(first, last)| {
                let days = (first.max(period.first), last.min(period.last));
                let sums = frame.sum(days.0, days.1);
                DiscountMonth {
                    first,
                    last,
                    orders: u64::from(sums.orders),
                    discounted_orders: u64::from(sums.discounted_orders),
                    discount_minor: sums.discount,
                    gross_minor: sums.gross,
                    partial: !frame.is_whole(first, last),
                    selection: Selection {
                        discounted: Some(true),
                        ..frame.selection_of(days)
                    },
                }
            })
            .collect()
    });
    Answer::Known(Discounts {
        orders,
        discounted_orders: discounted,
        order_share: rounded(discounted as f64 / orders as f64),
        order_share_interval: wilson(discounted, orders),
        discount_minor: total.discount,
        discount_share: rounded(depth(total.discount, total.gross)),
        depth: rounded(depth(total.discount, total.discounted_gross)),
        median_depth: rounded(median(&mut depths).unwrap_or(0.0)),
        discounted_gross_minor: total.discounted_gross,
        discounted_aov_minor: average(total.discounted_gross, discounted),
        full_price_aov_minor: average(
            total.gross.saturating_sub(total.discounted_gross),
            orders - discounted,
        ),
        months,
        selection: Selection {
            discounted: Some(true),
            ..frame.selection()
        },
    })
}
