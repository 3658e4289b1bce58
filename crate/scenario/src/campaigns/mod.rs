//! Discount codes, campaign days, and how quantities went with prices.
//!
//! Nothing here is an experiment: orders are compared with other orders, days with the days around, and the words
//! say so.

mod blocks;
mod calendar;
mod codes;
mod control;
mod elasticity;
mod events;
mod findings;
mod lift;
mod lists;
#[cfg(test)]
mod tests;
mod trial;
pub(crate) mod words;

use std::collections::BTreeMap;

use ledger::{Ledger, NONE};

use crate::Outcome;
use crate::scene::Scene;
use crate::service::is_service;
use codes::Code;
use control::Control;
use elasticity::{Cell, Elasticity, Moving};
use events::Events;

/// Products that elasticities are fitted to: those that sell most.
const PRODUCTS: usize = 500;
/// Days that a lift needs: fewer have no weeks around.
pub(crate) const LEAST_DAYS: i32 = 56;

/// The section on campaigns and discounts.
pub(crate) fn campaigns(scene: &Scene<'_>) -> Outcome {
    let ledger = scene.ledger;
    let say = &scene.say;
    let (mut apart, mut told) = blocks::trials(say, &trial::trials(ledger, say));
    if apart.is_empty() {
        apart.extend(lists::lists(ledger).map(|of| blocks::lists(say, &of)));
    }
    let with_code = ledger
        .orders
        .discount_code
        .iter()
        .filter(|c| **c != NONE)
        .count();
    let days = scene.days.map_or(0, |(first, last)| last - first + 1);
    let summed = !ledger.are_orders && !ledger.orders.day.is_empty();
    let report = (!summed).then(|| Report::new(scene, days));
    let shown =
        report.filter(|r| !r.codes.is_empty() || r.events.is_some() || r.elasticity.is_some());
    if let Some(report) = shown {
        let mut blocks = report.blocks();
        blocks.splice(0..0, apart);
        told.extend(report.findings());
        return Outcome::Shown {
            blocks,
            findings: told,
        };
    }
    if !apart.is_empty() {
        return Outcome::Shown {
            blocks: apart,
            findings: told,
        };
    }
    let text = match summed {
        true => say.plain(words::NEEDS_ORDERS).to_owned(),
        false => say.fill(
            words::NEEDS,
            &[
                ("days", (&say.count(days.max(0) as usize)).into()),
                ("codes", with_code.into()),
            ],
        ),
    };
    Outcome::Lacking(say.missing(crate::words::CAMPAIGNS, text))
}

/// What was computed.
struct Report<'a> {
    scene: &'a Scene<'a>,
    days: i32,
    codes: Vec<Code>,
    few_codes: usize,
    events: Option<Events>,
    control: Option<Control>,
    elasticity: Option<Elasticity>,
    /// Products by the ids that elasticities know them by: name and revenue.
    products: Vec<(String, i64)>,
    /// Products with enough weeks and a price that moved.
    moving: Moving,
}

impl<'a> Report<'a> {
    fn new(scene: &'a Scene<'a>, days: i32) -> Self {
        let ledger = scene.ledger;
        let (codes, few_codes) = codes::codes(ledger);
        let (cells, products) = cells(ledger);
        let moving = elasticity::moving(&cells);
        let long = days >= LEAST_DAYS;
        let span = scene.days.filter(|_| long);
        let own = &scene.request.forecast.campaign_days;
        Self {
            scene,
            days,
            control: control::control(ledger, &codes),
            codes,
            few_codes,
            events: span.and_then(|span| events::events(ledger, span, own)),
            elasticity: elasticity::fit(&moving),
            products,
            moving,
        }
    }
}

/// Whether the amounts of an order's lines are prices of its products: a discount that came with a code, or that several
/// products share, is the order's.
fn tells_prices(ledger: &Ledger, order: usize) -> bool {
    let goods = ledger.lines_of(order);
    let goods = goods.filter(|&line| ledger.lines.product[line] != NONE);
    let orders = &ledger.orders;
    orders.discount_code[order] == NONE && (orders.discount_minor[order] == 0 || goods.count() <= 1)
}

/// Quantities and prices by product and week, and the products' names. Ids follow names, not rows.
fn cells(ledger: &Ledger) -> (Vec<Cell>, Vec<(String, i64)>) {
    let products = &ledger.products;
    let mut revenue = vec![0_i64; products.name.len()];
    let lines = &ledger.lines;
    for (line, &product) in lines.product.iter().enumerate() {
        if let Some(sum) = revenue.get_mut(product as usize) {
            *sum += lines.revenue_minor[line];
        }
    }
    let mut order: Vec<usize> = (0..products.name.len())
        // Nobody sets the price of postage to sell more of it.
        .filter(|&p| revenue[p] > 0 && !is_service(&products.name[p]))
        .collect();
    let name = |p: usize| (&products.name[p], products.sku.get(p));
    table::order::sort_by(&mut order, |&a, &b| {
        revenue[b].cmp(&revenue[a]).then(name(a).cmp(&name(b)))
    });
    order.truncate(PRODUCTS);
    let mut id = vec![NONE; products.name.len()];
    for (rank, &product) in order.iter().enumerate() {
        id[product] = rank as u32;
    }
    // All pieces sold, and the pieces and amounts that tell the price.
    let mut sums: BTreeMap<(u32, i32), (i64, i64, i64)> = BTreeMap::new();
    for order in 0..ledger.orders.day.len() {
        let day = ledger.orders.day[order];
        if day == i32::MIN {
            continue;
        }
        let priced = tells_prices(ledger, order);
        for line in ledger.lines_of(order) {
            let product = id
                .get(lines.product[line] as usize)
                .copied()
                .unwrap_or(NONE);
            let (quantity, amount) = (lines.quantity_milli[line], lines.revenue_minor[line]);
            if product != NONE && quantity > 0 && amount > 0 {
                let sum = sums.entry((product, day.div_euclid(7))).or_default();
                sum.0 += quantity;
                if priced {
                    (sum.1, sum.2) = (sum.1 + quantity, sum.2 + amount);
                }
            }
        }
    }
    let cells = sums
        .into_iter()
        .map(|((product, week), (quantity, pieces, amount))| Cell {
            product,
            week,
            quantity: quantity as f64 / 1e3,
            ln_price: (pieces > 0).then(|| libm::log(amount as f64 * 1e3 / pieces as f64)),
        })
        .collect();
    let names = order
        .iter()
        .map(|&p| (products.name[p].clone(), revenue[p]))
        .collect();
    (cells, names)
}
