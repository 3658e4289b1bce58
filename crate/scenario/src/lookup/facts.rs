//! What the orders say of a product or customer.

use std::collections::BTreeMap;

use ledger::{Ledger, NONE};
use table::calendar::Date;

use super::{names, variants};
use crate::recommendations::{Catalogue, sold};
use crate::service::is_service;

/// What every look-up needs, gathered once.
pub(super) struct Index {
    /// Names as they are searched.
    pub(super) product_keys: Vec<String>,
    pub(super) sku_keys: Vec<String>,
    pub(super) customer_keys: Vec<String>,
    /// Orders in which a product was sold; 0 for postage and the like, which nobody looks up.
    pub(super) orders_with: Vec<u32>,
    /// Orders of each customer.
    pub(super) orders_by: Vec<u32>,
    /// Mean price of each product in minor units, 0 = not known.
    pub(super) price: Vec<f64>,
    /// Products that are one in several sizes or colours share a number.
    pub(super) group: Vec<u32>,
    /// Each product's position among what is recommended.
    pub(super) place: Vec<u32>,
    /// Each customer's position among those who are recommended to.
    pub(super) seat: Vec<u32>,
    /// Orders of two products or more.
    pub(super) several: usize,
    /// Lines of the ledger that it was made of.
    lines: usize,
}

impl Index {
    pub(super) fn new(ledger: &Ledger, catalogue: Option<&Catalogue>) -> Self {
        let all = &ledger.products.name;
        let mut orders_with = vec![0; all.len()];
        let mut orders_by = vec![0; ledger.customers.len()];
        let mut sums = vec![(0i64, 0i64); all.len()];
        let service: Vec<bool> = all.iter().map(|n| is_service(n)).collect();
        let mut several = 0;
        for order in 0..ledger.orders.day.len() {
            let mut cart = products_of(ledger, order);
            cart.retain(|&p| !service[p as usize]);
            several += usize::from(cart.len() > 1);
            for product in cart {
                orders_with[product as usize] += 1;
            }
            if let Some(n) = orders_by.get_mut(ledger.orders.customer[order] as usize) {
                *n += 1;
            }
            for line in ledger.lines_of(order).filter(|&l| sold(ledger, l)) {
                if let Some(sum) = sums.get_mut(ledger.lines.product[line] as usize) {
                    sum.0 += ledger.lines.revenue_minor[line];
                    sum.1 += ledger.lines.quantity_milli[line];
                }
            }
        }
        let places = |codes: Option<&Vec<u32>>, all: usize| {
            let mut place = vec![NONE; all];
            for (at, &code) in codes.into_iter().flatten().enumerate() {
                place[code as usize] = at as u32;
            }
            place
        };
        let folded = |texts: &[String]| texts.iter().map(|t| names::fold(t)).collect();
        Self {
            product_keys: folded(all),
            sku_keys: folded(&ledger.products.sku),
            customer_keys: folded(&ledger.customers),
            orders_with,
            orders_by,
            price: sums
                .iter()
                .map(|&(minor, milli)| match milli > 0 && minor > 0 {
                    true => minor as f64 * 1000.0 / milli as f64,
                    false => 0.0,
                })
                .collect(),
            group: variants::groups(all),
            place: places(catalogue.map(|c| &c.products), all.len()),
            seat: places(catalogue.map(|c| &c.customers), ledger.customers.len()),
            several,
            lines: ledger.lines.product.len(),
        }
    }

    /// Whether it was made of this ledger, as far as its size tells: codes of another would lead nowhere.
    pub(super) fn is_of(&self, ledger: &Ledger) -> bool {
        self.lines == ledger.lines.product.len()
            && self.product_keys.len() == ledger.products.name.len()
            && self.customer_keys.len() == ledger.customers.len()
    }
}

/// The products sold in an order, ascending, each once.
pub(super) fn products_of(ledger: &Ledger, order: usize) -> Vec<u32> {
    let mut cart: Vec<u32> = ledger
        .lines_of(order)
        .filter(|&l| sold(ledger, l))
        .map(|l| ledger.lines.product[l])
        .filter(|&p| p != NONE)
        .collect();
    table::order::sort(&mut cart);
    cart.dedup();
    cart
}

/// The first day of a day's month.
pub(super) fn month(day: i32) -> i32 {
    let first = Date {
        day: 1,
        ..Date::of(day)
    };
    first.days().unwrap_or(day)
}

/// What was sold of a product.
#[derive(Default)]
pub(super) struct Sales {
    pub(super) orders: usize,
    pub(super) milli: i64,
    /// After refunds, minor units.
    pub(super) net: i64,
    pub(super) refunds: i64,
    /// Who bought it when, sorted, each once; day `i32::MIN` = not known.
    pub(super) purchases: Vec<(u32, i32)>,
    /// Units by day, thousandths, by day.
    pub(super) days: Vec<(i32, i64)>,
    /// Prices of single pieces in minor units, ascending, an entry per line.
    pub(super) prices: Vec<f64>,
}

impl Sales {
    pub(super) fn new(ledger: &Ledger, product: u32) -> Self {
        let mut of = Self::default();
        let lines = &ledger.lines;
        for order in 0..ledger.orders.day.len() {
            let (day, customer) = (ledger.orders.day[order], ledger.orders.customer[order]);
            let mut any = false;
            for line in ledger
                .lines_of(order)
                .filter(|&l| lines.product[l] == product)
            {
                of.net += lines.revenue_minor[line] - lines.refund_minor[line];
                of.refunds += lines.refund_minor[line];
                if !sold(ledger, line) {
                    continue;
                }
                any = true;
                of.milli += lines.quantity_milli[line];
                of.days.push((day, lines.quantity_milli[line]));
                of.prices.extend(price(ledger, line));
            }
            of.orders += usize::from(any);
            if any && customer != NONE {
                of.purchases.push((customer, day));
            }
        }
        of.days.retain(|(day, _)| *day != i32::MIN);
        table::order::sort(&mut of.days);
        table::order::sort(&mut of.purchases);
        of.purchases.dedup();
        table::order::floats(&mut of.prices);
        of
    }

    /// How many customers bought it, and how many of them on two days or more.
    pub(super) fn customers(&self) -> (usize, usize) {
        let of_one = self.purchases.chunk_by(|a, b| a.0 == b.0);
        of_one.fold((0, 0), |(all, again), days| {
            (all + 1, again + usize::from(days.len() > 1))
        })
    }

    pub(super) fn first(&self) -> Option<i32> {
        self.days.first().map(|d| d.0)
    }

    pub(super) fn last(&self) -> Option<i32> {
        self.days.last().map(|d| d.0)
    }

    /// Units from one day to another, both included.
    pub(super) fn units(&self, from: i32, to: i32) -> f64 {
        let within = self.days.iter().filter(|(d, _)| (from..=to).contains(d));
        within.map(|(_, milli)| *milli).sum::<i64>() as f64 / 1000.0
    }
}

/// The price of one piece of a line in minor units.
fn price(ledger: &Ledger, line: usize) -> Option<f64> {
    let milli = ledger.lines.quantity_milli[line];
    let minor = ledger.lines.revenue_minor[line];
    (milli > 0 && minor > 0).then(|| minor as f64 * 1000.0 / milli as f64)
}

/// What a piece of each product usually costs, minor units: the median over its lines.
pub(crate) fn usual_prices(ledger: &Ledger, products: &[u32]) -> Vec<Option<f64>> {
    let mut seat = vec![NONE; ledger.products.name.len()];
    for (at, &product) in products.iter().enumerate() {
        seat[product as usize] = at as u32;
    }
    let mut prices = vec![Vec::new(); products.len()];
    for line in 0..ledger.lines.product.len() {
        let Some(&at) = seat.get(ledger.lines.product[line] as usize) else {
            continue;
        };
        if at != NONE && sold(ledger, line) {
            prices[at as usize].extend(price(ledger, line));
        }
    }
    prices
        .iter_mut()
        .map(|p| analysis::statistics::median(p))
        .collect()
}

/// For each product that customers bought in one order with another: how many did.
pub(super) fn buyers_at_once(ledger: &Ledger, product: u32) -> BTreeMap<u32, u32> {
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for order in 0..ledger.orders.day.len() {
        let customer = ledger.orders.customer[order];
        let holds = || {
            ledger
                .lines_of(order)
                .any(|l| ledger.lines.product[l] == product)
        };
        if customer == NONE || !holds() {
            continue;
        }
        let cart = products_of(ledger, order);
        if cart.binary_search(&product).is_ok() {
            pairs.extend(cart.into_iter().map(|other| (other, customer)));
        }
    }
    table::order::sort(&mut pairs);
    pairs.dedup();
    let mut counts = BTreeMap::new();
    for (other, _) in pairs {
        *counts.entry(other).or_default() += 1;
    }
    counts
}
