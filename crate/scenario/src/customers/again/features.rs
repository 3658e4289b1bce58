//! What is known of a customer on a day, from orders up to then.

use ledger::NONE;
use predict::{Feature, Features};

use super::super::buyers::{Buyer, own_gap};
use crate::scene::Scene;

/// Days that count as recent.
pub(super) const RECENT: i32 = 90;

/// Something that is known of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    /// Days since the last purchase.
    Since,
    /// Purchases.
    Times,
    /// Days since the first purchase.
    Tenure,
    /// Net revenue of a purchase, minor units.
    Each,
    /// Days between purchases, the median; not known of one purchase.
    Gap,
    /// Days since the last purchase over that.
    Overdue,
    /// Purchases lately.
    Recent,
    /// Share of what was charged that was paid back.
    Refunded,
    /// Products bought.
    Products,
    /// Categories they are of.
    Categories,
    /// Share of orders with a discount.
    Discounted,
}

impl Fact {
    pub(super) const ALL: [Fact; 11] = [
        Fact::Since,
        Fact::Times,
        Fact::Tenure,
        Fact::Each,
        Fact::Gap,
        Fact::Overdue,
        Fact::Recent,
        Fact::Refunded,
        Fact::Products,
        Fact::Categories,
        Fact::Discounted,
    ];

    /// The name of its column.
    fn key(self) -> &'static str {
        match self {
            Fact::Since => "since",
            Fact::Times => "times",
            Fact::Tenure => "tenure",
            Fact::Each => "each",
            Fact::Gap => "gap",
            Fact::Overdue => "overdue",
            Fact::Recent => "recent",
            Fact::Refunded => "refunded",
            Fact::Products => "products",
            Fact::Categories => "categories",
            Fact::Discounted => "discounted",
        }
    }
}

/// The facts of a customer, NaN where not known, in the order of [`Fact::ALL`].
pub(super) type Facts = [f64; Fact::ALL.len()];

/// All orders of a buyer.
pub(super) struct History<'a> {
    pub(super) buyer: &'a Buyer,
    /// What was charged on each of the buyer's days, minor units.
    gross: Vec<i64>,
    /// Days of orders and whether they had a discount, ascending.
    orders: Vec<(i32, bool)>,
    /// Days on which a product was first bought, ascending.
    products: Vec<i32>,
    /// The same of categories.
    categories: Vec<i32>,
}

/// The history of each buyer, in the order given.
pub(super) fn histories<'a>(scene: &Scene<'_>, buyers: &'a [Buyer]) -> Vec<History<'a>> {
    let ledger = scene.ledger;
    let mut place = vec![usize::MAX; ledger.customers.len()];
    let mut histories: Vec<History<'a>> = Vec::with_capacity(buyers.len());
    for (at, buyer) in buyers.iter().enumerate() {
        if let Some(own) = place.get_mut(buyer.code as usize) {
            *own = at;
        }
        histories.push(History {
            buyer,
            gross: vec![0; buyer.days.len()],
            orders: Vec::new(),
            products: Vec::new(),
            categories: Vec::new(),
        });
    }
    let mut products: Vec<(usize, u32, i32)> = Vec::new();
    for (order, &customer) in ledger.orders.customer.iter().enumerate() {
        let own = place.get(customer as usize).copied();
        let Some(own) = own.filter(|own| *own != usize::MAX) else {
            continue;
        };
        let day = ledger.orders.day[order];
        let history = &mut histories[own];
        let Ok(at) = history.buyer.days.binary_search(&day) else {
            continue;
        };
        history.gross[at] += ledger.gross_minor(order);
        let discounted =
            ledger.orders.discount_minor[order] > 0 || ledger.orders.discount_code[order] != NONE;
        history.orders.push((day, discounted));
        let codes = ledger.lines_of(order).map(|l| ledger.lines.product[l]);
        products.extend(codes.filter(|p| *p != NONE).map(|p| (own, p, day)));
    }
    let category = |p: u32| ledger.products.category.get(p as usize).copied();
    let mut categories: Vec<(usize, u32, i32)> = products
        .iter()
        .filter_map(|&(own, p, day)| Some((own, category(p).filter(|c| *c != NONE)?, day)))
        .collect();
    for first in firsts(&mut products) {
        histories[first.0].products.push(first.1);
    }
    for first in firsts(&mut categories) {
        histories[first.0].categories.push(first.1);
    }
    for history in &mut histories {
        table::order::sort(&mut history.orders);
        table::order::sort(&mut history.products);
        table::order::sort(&mut history.categories);
    }
    histories
}

/// The owner and day of each thing's first time.
fn firsts(all: &mut Vec<(usize, u32, i32)>) -> impl Iterator<Item = (usize, i32)> {
    table::order::sort(all);
    all.dedup_by_key(|one| (one.0, one.1));
    all.iter().map(|one| (one.0, one.2))
}

impl History<'_> {
    /// What was known at the end of a day; `None` before the first purchase.
    pub(super) fn facts(&self, day: i32) -> Option<Facts> {
        let Buyer { days, minor, .. } = self.buyer;
        let upto = |day: i32| days.partition_point(|d| *d <= day);
        let n = upto(day);
        let (first, last) = (*days.first()?, *days[..n].last()?);
        let since = f64::from(day - last);
        let gap = own_gap(&days[..n]).unwrap_or(f64::NAN);
        let net = minor[..n].iter().sum::<i64>() as f64;
        let gross = self.gross[..n].iter().sum::<i64>() as f64;
        let orders = &self.orders[..self.orders.partition_point(|o| o.0 <= day)];
        let discounted = orders.iter().filter(|o| o.1).count() as f64;
        let count = |firsts: &[i32]| firsts.partition_point(|d| *d <= day) as f64;
        Some(Fact::ALL.map(|fact| match fact {
            Fact::Since => since,
            Fact::Times => n as f64,
            Fact::Tenure => f64::from(day - first),
            Fact::Each => net / n as f64,
            Fact::Gap => gap,
            Fact::Overdue => since / gap,
            Fact::Recent => (n - upto(day - RECENT)) as f64,
            Fact::Refunded if gross > 0.0 => (1.0 - net / gross).clamp(0.0, 1.0),
            Fact::Refunded => 0.0,
            Fact::Products => count(&self.products),
            Fact::Categories => count(&self.categories),
            Fact::Discounted => discounted / orders.len().max(1) as f64,
        }))
    }

    /// Whether something was bought in the days after a day.
    pub(super) fn buys(&self, day: i32, days: i32) -> bool {
        let next = self.buyer.days.partition_point(|d| *d <= day);
        self.buyer.days.get(next).is_some_and(|d| *d <= day + days)
    }
}

/// Facts that differ between these customers.
pub(super) fn telling(rows: &[Facts]) -> Vec<Fact> {
    let mut telling = Fact::ALL.to_vec();
    telling.retain(|fact| {
        let value = |row: &Facts| Some(row[*fact as usize]).filter(|v| !v.is_nan());
        let mut values = rows.iter().map(value);
        let first = values.next();
        values.any(|value| Some(value) != first)
    });
    telling
}

/// Facts as columns; `None` never, since all are of one length.
pub(super) fn columns(rows: &[Facts], facts: &[Fact]) -> Option<Features> {
    let column = |fact: &Fact| {
        let values = rows.iter().map(|row| Some(row[*fact as usize]));
        Feature::numeric(fact.key(), values)
    };
    Features::new(rows.len(), facts.iter().map(column).collect()).ok()
}
