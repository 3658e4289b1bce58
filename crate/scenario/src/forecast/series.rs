//! Net revenue over time, of the shop and of its products.

use ledger::NONE;

use crate::scene::Scene;
use crate::service::is_service;

/// The width of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grain {
    /// A day.
    Day,
    /// Seven days that end with the last day known, so that no week is cut off.
    Week,
}

impl Grain {
    pub(crate) fn days(self) -> usize {
        match self {
            Grain::Day => 1,
            Grain::Week => 7,
        }
    }

    /// Seasons that a history of so many steps can show.
    pub(crate) fn seasons(self, steps: usize) -> Vec<usize> {
        let known: &[usize] = match self {
            Grain::Day => &[7, 365],
            Grain::Week => &[52],
        };
        known.iter().copied().filter(|s| 2 * s <= steps).collect()
    }
}

/// Net revenue in major units by step.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Series {
    pub(crate) grain: Grain,
    /// The day that the first step begins with.
    pub(crate) first: i32,
    pub(crate) values: Vec<f64>,
}

impl Series {
    /// The day that each step begins with.
    pub(crate) fn starts(&self) -> Vec<i32> {
        let days = self.grain.days();
        (0..self.values.len())
            .map(|k| self.first + (k * days) as i32)
            .collect()
    }

    /// The last day.
    pub(crate) fn last(&self) -> i32 {
        self.first + (self.values.len() * self.grain.days()) as i32 - 1
    }

    /// The latest values, for a small line.
    pub(crate) fn tail(&self, most: usize) -> Vec<Option<f64>> {
        let from = self.values.len().saturating_sub(most);
        self.values[from..].iter().map(|v| Some(*v)).collect()
    }

    /// In weeks that end with the last day; days before the first whole week are left out.
    pub(crate) fn weeks(&self) -> Series {
        let skip = self.values.len() % 7;
        Series {
            grain: Grain::Week,
            first: self.first + skip as i32,
            values: self.values[skip..]
                .chunks_exact(7)
                .map(|week| week.iter().sum())
                .collect(),
        }
    }
}

/// The days that count: from the first order to the last, without the report's own day, which is not over.
fn span(scene: &Scene<'_>) -> Option<(i32, i32)> {
    let (first, last) = scene.days?;
    let last = last.min(scene.request.today - 1);
    (first <= last).then_some((first, last))
}

/// Orders with a date, and days from the first to the last.
pub(crate) fn known(scene: &Scene<'_>) -> (usize, usize) {
    let Some((first, last)) = span(scene) else {
        return (0, 0);
    };
    let dated = |day: &&i32| (first..=last).contains(*day);
    let orders = scene.ledger.orders.day.iter().filter(dated).count();
    (orders, (last - first + 1) as usize)
}

/// The shop's net revenue by day, or by week where fewer than half of the days have an order.
pub(crate) fn total(scene: &Scene<'_>) -> Option<Series> {
    let (first, last) = span(scene)?;
    let mut minor = vec![0i64; (last - first + 1) as usize];
    let mut sold = vec![false; minor.len()];
    for (order, &day) in scene.ledger.orders.day.iter().enumerate() {
        if (first..=last).contains(&day) {
            let at = (day - first) as usize;
            minor[at] += scene.ledger.net_minor(order);
            sold[at] = true;
        }
    }
    let days = series(scene, first, &minor);
    let busy = sold.iter().filter(|s| **s).count();
    Some(if 2 * busy < sold.len() {
        days.weeks()
    } else {
        days
    })
}

fn series(scene: &Scene<'_>, first: i32, minor: &[i64]) -> Series {
    Series {
        grain: Grain::Day,
        first,
        values: minor
            .iter()
            .map(|&m| scene.say.major(m as f64).max(0.0))
            .collect(),
    }
}

/// A product's net revenue by week.
pub(crate) struct Product {
    pub(crate) name: String,
    pub(crate) weeks: Series,
}

/// Weeks of the last year in which a product must have sold to be forecast by itself: one order tells nothing of the next.
const SELLING_WEEKS: u32 = 8;

/// The products that sold most over the last year, and the rest as one, by week; together they are the shop.
pub(crate) fn by_product(scene: &Scene<'_>, most: usize) -> Option<(Vec<Product>, Series)> {
    let (first, last) = span(scene)?;
    let ledger = scene.ledger;
    let mut recent = vec![0i64; ledger.products.name.len()];
    // A bit for each week of the last year in which a product sold.
    let mut sold = vec![0u64; recent.len()];
    let each = |visit: &mut dyn FnMut(usize, usize, i64)| {
        for (order, &day) in ledger.orders.day.iter().enumerate() {
            if (first..=last).contains(&day) {
                for line in ledger.lines_of(order) {
                    let net = ledger.lines.revenue_minor[line] - ledger.lines.refund_minor[line];
                    let product = ledger.lines.product[line];
                    let product = if product == NONE {
                        usize::MAX
                    } else {
                        product as usize
                    };
                    visit(product, (day - first) as usize, net);
                }
            }
        }
    };
    let from = (last - first - 364).max(0) as usize;
    each(&mut |product, day, net| {
        if day >= from
            && let (Some(sum), Some(sold)) = (recent.get_mut(product), sold.get_mut(product))
        {
            *sum += net;
            *sold |= u64::from(net > 0) << ((day - from) / 7);
        }
    });
    let often = |p: usize| sold[p].count_ones() >= SELLING_WEEKS;
    let name = |p: usize| ledger.products.name[p].as_str();
    // Postage follows the orders; nobody stocks it.
    let mut order: Vec<usize> = (0..recent.len())
        .filter(|&p| recent[p] > 0 && often(p) && !is_service(name(p)))
        .collect();
    table::order::sort_by(&mut order, |&a, &b| {
        recent[b].cmp(&recent[a]).then(name(a).cmp(name(b)))
    });
    order.truncate(most);
    let mut place = vec![order.len(); recent.len()];
    for (at, &product) in order.iter().enumerate() {
        place[product] = at;
    }
    let mut minor = vec![vec![0i64; (last - first + 1) as usize]; order.len() + 1];
    each(&mut |product, day, net| {
        let at = place.get(product).copied().unwrap_or(order.len());
        minor[at][day] += net;
    });
    let mut weeks: Vec<Series> = minor
        .iter()
        .map(|minor| series(scene, first, minor).weeks())
        .collect();
    let rest = weeks.pop()?;
    let products = order
        .iter()
        .zip(weeks)
        .map(|(&p, weeks)| Product {
            name: name(p).to_owned(),
            weeks,
        })
        .collect();
    Some((products, rest))
}
