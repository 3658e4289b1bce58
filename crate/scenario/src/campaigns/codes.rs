//! Discount codes: what orders with a code look like beside orders without one in the same days.
//!
//! Baskets are compared before discounts: what a code takes off an order makes no smaller one.

use std::collections::BTreeMap;

use analysis::statistics::{Difference, benjamini_hochberg, welch_moments, wilson};
use ledger::{Ledger, NONE};

use crate::costs::unit_costs;

/// A code needs this many orders to be compared.
pub(crate) const LEAST: usize = 10;
/// Codes that are looked at.
const MOST: usize = 100;

/// A discount code.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Code {
    pub(crate) name: String,
    pub(crate) orders: usize,
    /// What was charged, minor units.
    pub(crate) gross_minor: i64,
    pub(crate) discount_minor: i64,
    /// Goods of a mean order before discounts, minor units.
    pub(crate) basket_minor: f64,
    /// First and last day of use.
    pub(crate) days: Option<(i32, i32)>,
    /// First orders of customers among orders with a known customer.
    pub(crate) new: (usize, usize),
    /// The same of orders without a code in the same days.
    pub(crate) new_without: (usize, usize),
    /// The same of orders without a code in the same days; `None` where these are too few.
    pub(crate) without_minor: Option<f64>,
    /// Basket with the code against without: minor units, and the adjusted p-value.
    pub(crate) basket: Option<(Difference, f64)>,
    /// What is left of the goods' price after their cost, with the code and without; orders whose costs are known.
    pub(crate) margin: Option<Margin>,
}

/// What is left after the cost of goods.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Margin {
    /// A mean order with the code, minor units.
    pub(crate) with_minor: f64,
    /// A mean order without.
    pub(crate) without_minor: f64,
    /// Orders with the code whose costs are known.
    pub(crate) orders: usize,
}

impl Code {
    /// Discount ÷ (what was charged + discount).
    pub(crate) fn depth(&self) -> Option<f64> {
        let list = self.gross_minor + self.discount_minor;
        (list > 0).then(|| self.discount_minor as f64 / list as f64)
    }

    /// The share of first orders with its interval.
    pub(crate) fn new_share(&self) -> Option<(f64, f64, f64)> {
        let (new, known) = self.new;
        let of = wilson(new as u64, known as u64);
        (known > 0).then(|| (new as f64 / known as f64, of.low, of.high))
    }
}

/// The codes with most orders that have enough of them, by revenue, then name; and how many codes have fewer.
pub(crate) fn codes(ledger: &Ledger) -> (Vec<Code>, usize) {
    let orders = &ledger.orders;
    let n = orders.day.len();
    let gross: Vec<i64> = (0..n).map(|o| ledger.gross_minor(o)).collect();
    let baskets: Vec<i64> = (0..n).map(|o| basket(ledger, o)).collect();
    let costs = unit_costs(ledger);
    let margins: Vec<Option<i64>> = (0..n).map(|o| margin(ledger, o, &costs)).collect();
    // A customer's first day: every order of that day is a first one, in whatever order the rows stand.
    let mut first: BTreeMap<u32, i32> = BTreeMap::new();
    for o in 0..n {
        if orders.customer[o] != NONE && orders.day[o] != i32::MIN {
            let day = first.entry(orders.customer[o]).or_insert(orders.day[o]);
            *day = (*day).min(orders.day[o]);
        }
    }
    let is_new = |o: usize| {
        let known = orders.customer[o] != NONE && orders.day[o] != i32::MIN;
        known.then(|| first.get(&orders.customer[o]) == Some(&orders.day[o]))
    };
    let mut by_code: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for o in 0..n {
        if orders.discount_code[o] != NONE {
            by_code.entry(orders.discount_code[o]).or_default().push(o);
        }
    }
    let few = by_code.values().filter(|of| of.len() < LEAST).count();
    let name = |code: u32| ledger.discount_codes.get(code as usize);
    let mut by_code: Vec<(u32, Vec<usize>)> = by_code.into_iter().collect();
    by_code.retain(|(_, of)| of.len() >= LEAST);
    table::order::sort_by(&mut by_code, |a, b| {
        (b.1.len(), name(a.0)).cmp(&(a.1.len(), name(b.0)))
    });
    // Each is compared with all orders of its days: a code a customer would take for ever.
    by_code.truncate(MOST);
    let mut out: Vec<Code> = by_code
        .into_iter()
        .map(|(code, of)| {
            let dated = || of.iter().map(|&o| orders.day[o]).filter(|d| *d != i32::MIN);
            let days = dated().min().zip(dated().max());
            let plain: Vec<usize> = (0..n)
                .filter(|&o| orders.discount_code[o] == NONE)
                .filter(|&o| days.is_none_or(|(a, b)| (a..=b).contains(&orders.day[o])))
                .collect();
            // Whole numbers add up to the same in any order.
            let moments = |of: &[usize]| {
                let baskets = || of.iter().map(|&o| i128::from(baskets[o]));
                let sum: i128 = baskets().sum();
                let squares: i128 = baskets().map(|b| b * b).sum();
                (of.len() as u64, sum as f64, squares as f64)
            };
            let newness = |of: &[usize]| {
                let known: Vec<bool> = of.iter().filter_map(|&o| is_new(o)).collect();
                (known.iter().filter(|new| **new).count(), known.len())
            };
            let mean_margin = |of: &[usize]| {
                let known: Vec<i64> = of.iter().filter_map(|&o| margins[o]).collect();
                let n = known.len();
                (n >= LEAST).then(|| (known.iter().sum::<i64>() as f64 / n as f64, n))
            };
            let enough = plain.len() >= LEAST;
            let difference = enough
                .then(|| welch_moments(moments(&of), moments(&plain)))
                .flatten();
            let mean =
                |of: &[usize]| of.iter().map(|&o| baskets[o]).sum::<i64>() as f64 / of.len() as f64;
            Code {
                name: ledger
                    .discount_codes
                    .get(code as usize)
                    .cloned()
                    .unwrap_or_default(),
                orders: of.len(),
                gross_minor: of.iter().map(|&o| gross[o]).sum(),
                discount_minor: of.iter().map(|&o| orders.discount_minor[o]).sum(),
                basket_minor: mean(&of),
                days,
                new: newness(&of),
                new_without: newness(&plain),
                without_minor: enough.then(|| mean(&plain)),
                basket: difference.map(|d| (d, d.p_value)),
                margin: mean_margin(&of)
                    .zip(mean_margin(&plain))
                    .map(|(with, without)| Margin {
                        with_minor: with.0,
                        without_minor: without.0,
                        orders: with.1,
                    }),
            }
        })
        .collect();
    table::order::sort_by(&mut out, |a, b| {
        b.gross_minor.cmp(&a.gross_minor).then(a.name.cmp(&b.name))
    });
    let p_values: Vec<f64> = out.iter().filter_map(|c| c.basket.map(|b| b.1)).collect();
    let mut adjusted = benjamini_hochberg(&p_values).into_iter();
    for code in &mut out {
        if let Some((_, p)) = &mut code.basket {
            *p = adjusted.next().unwrap_or(1.0);
        }
    }
    (out, few)
}

/// What an order's goods would have been without its discount; tax and shipping stand on lines of no product.
fn basket(ledger: &Ledger, order: usize) -> i64 {
    let lines = &ledger.lines;
    let goods = ledger.lines_of(order);
    let goods = goods.filter(|&line| lines.product[line] != NONE);
    let charged = goods.map(|line| lines.revenue_minor[line]);
    let charged = charged.reduce(|a, b| a + b);
    charged.unwrap_or_else(|| ledger.gross_minor(order)) + ledger.orders.discount_minor[order]
}

/// What is left of the price of an order's goods after their cost; `None` where a product's cost is not known.
fn margin(ledger: &Ledger, order: usize, costs: &[Option<f64>]) -> Option<i64> {
    let (mut net, mut cost) = (0, 0.0);
    let mut goods = false;
    for line in ledger.lines_of(order) {
        let product = ledger.lines.product[line];
        if product == NONE {
            continue;
        }
        goods = true;
        net += ledger.lines.revenue_minor[line] - ledger.lines.refund_minor[line];
        let unit = (*costs.get(product as usize)?)?;
        cost += unit * ledger.lines.quantity_milli[line] as f64 / 1e3;
    }
    goods.then(|| net - libm::round(cost) as i64)
}
