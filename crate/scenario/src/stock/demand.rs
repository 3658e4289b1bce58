//! Demand of each item by week, net of what came back.

use crate::service::is_service;
use std::collections::BTreeMap;

use ledger::{Ledger, NONE};

use crate::cells::key;

/// A SKU that so many differently named products share tells nothing ("0", "none").
const SHARED: usize = 8;
/// A week counts as one of its kind from so many times the mean of the item's other selling weeks on.
const ENORMOUS: i64 = 10;

/// What stands for a product: those of one SKU together, else by name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    /// The product that sold most of it.
    pub(crate) name: String,
    /// Empty where not known.
    pub(crate) sku: String,
    /// Names of all its products, for the way back to the rows.
    pub(crate) names: Vec<String>,
    /// Their codes.
    pub(crate) codes: Vec<u32>,
    /// First and last day of a sale that was not paid back wholly; `None` = never sold.
    pub(crate) sold: Option<(i32, i32)>,
    /// Thousandths of units a week, from the week of its first sale on, at most the window. Never negative.
    pub(crate) weeks: Vec<i64>,
    /// What was not paid back of its sales in the window, minor units.
    pub(crate) net_minor: i64,
    /// Thousandths of units and what was not paid back, minor units, of all its sales.
    pub(crate) ever: (i64, i64),
    /// One week stood far above all others and counts as the next largest.
    pub(crate) is_trimmed: bool,
    /// Whether every sale was of whole units, whatever was paid back.
    pub(crate) is_counted: bool,
}

/// Demand of all items.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Demand {
    /// Monday of the window's first week, days since 1970-01-01.
    pub(crate) first: i32,
    /// Sunday of its last week.
    pub(crate) last: i32,
    /// Complete weeks in the window.
    pub(crate) weeks: usize,
    /// First day of the orders.
    pub(crate) first_day: i32,
    /// Last day of the orders.
    pub(crate) last_day: i32,
    /// Days after the window that no complete week has room for.
    pub(crate) days_after: usize,
    /// Orders without a day, or dated after the report's day.
    pub(crate) undated: usize,
    /// Names of what is sold but is no goods, such as postage.
    pub(crate) services: Vec<String>,
    /// Items, also those never sold, by name.
    pub(crate) items: Vec<Item>,
}

/// Monday of the week of a day.
fn monday(day: i32) -> i32 {
    day - weekday(day)
}

/// 0 = Monday.
fn weekday(day: i32) -> i32 {
    (day + 3).rem_euclid(7)
}

impl Demand {
    /// The items alone, with nothing that was sold of them, as of a day.
    pub(crate) fn items(ledger: &Ledger, last_day: i32) -> Self {
        Self {
            last_day,
            items: grouped(ledger).into_iter().map(|(_, item)| item).collect(),
            ..Self::default()
        }
    }

    /// Demand up to `today` (0 = not known) in at most `most` complete weeks. `None` without a dated order.
    pub(crate) fn of(ledger: &Ledger, today: i32, most: usize) -> Option<Self> {
        let counts = |day: i32| day != i32::MIN && (today <= 0 || day <= today);
        let days = &ledger.orders.day;
        let dated = || days.iter().copied().filter(|d| counts(*d));
        // Chosen products that sold nothing since have sold nothing since.
        let files_end = Some(ledger.last_day).filter(|day| counts(*day));
        let (first_day, last_day) = (dated().min()?, dated().max().max(files_end)?);
        // A shop that never sells on Sundays has a complete week on Saturday.
        let before = || dated().filter(|d| monday(*d) != monday(last_day));
        let closing = before().map(weekday).max().unwrap_or(6);
        let opening = before().map(weekday).min().unwrap_or(0);
        let complete = weekday(last_day) >= closing;
        let end = monday(last_day) - if complete { 0 } else { 7 };
        let begun = monday(first_day) + if weekday(first_day) > opening { 7 } else { 0 };
        let known = usize::try_from((end - begun) / 7 + 1).unwrap_or(0);
        let known = if end < begun { 0 } else { known };
        let weeks = known.min(most);
        let first = end + 7 - 7 * weeks as i32;
        let mut items = grouped(ledger);
        let mut services: Vec<String> = items
            .iter()
            .filter(|(_, item)| item.is_service())
            .flat_map(|(_, item)| item.names.iter().cloned())
            .collect();
        services.sort();
        items.retain(|(_, item)| !item.is_service());
        let item_of: BTreeMap<u32, usize> = items
            .iter()
            .enumerate()
            .flat_map(|(at, (codes, _))| codes.iter().map(move |code| (*code, at)))
            .collect();
        let mut by_product: BTreeMap<u32, i64> = BTreeMap::new();
        let mut sums = vec![vec![0i64; weeks]; items.len()];
        for (order, &day) in days.iter().enumerate() {
            if !counts(day) {
                continue;
            }
            for line in ledger.lines_of(order) {
                let product = ledger.lines.product[line];
                let Some(&at) = item_of.get(&product) else {
                    continue;
                };
                let units = kept(ledger, line);
                *by_product.entry(product).or_default() += units;
                let item = &mut items[at].1;
                item.is_counted &= ledger.lines.quantity_milli[line] % 1000 == 0;
                if units > 0 {
                    item.sold = Some(match item.sold {
                        Some((a, z)) => (a.min(day), z.max(day)),
                        None => (day, day),
                    });
                }
                let net = ledger.lines.revenue_minor[line] - ledger.lines.refund_minor[line];
                item.ever.0 += units;
                item.ever.1 += net;
                if (first..first + 7 * weeks as i32).contains(&day) {
                    sums[at][((day - first) / 7) as usize] += units;
                    item.net_minor += net;
                }
            }
        }
        let mut named = Vec::with_capacity(items.len());
        for ((codes, mut item), sums) in items.into_iter().zip(sums) {
            let sold = |code: &u32| by_product.get(code).copied().unwrap_or(0);
            let name = |code: &u32| ledger.products.name[*code as usize].as_str();
            let best = codes
                .iter()
                .max_by(|a, b| sold(a).cmp(&sold(b)).then_with(|| name(b).cmp(name(a))));
            item.name = best.map_or(String::new(), |code| name(code).to_owned());
            if item.name.is_empty() {
                item.name = item.sku.clone();
            }
            if let Some((from, _)) = item.sold {
                let skip = ((monday(from) - first).max(0) / 7) as usize;
                item.weeks = sums.into_iter().skip(skip).map(|w| w.max(0)).collect();
                item.is_trimmed = trim(&mut item.weeks);
            }
            named.push(item);
        }
        named.sort_by(|a, b| (&a.name, &a.sku).cmp(&(&b.name, &b.sku)));
        Some(Self {
            first,
            last: first + 7 * weeks as i32 - 1,
            weeks,
            first_day,
            last_day,
            days_after: usize::try_from(last_day - (first + 7 * weeks as i32 - 1)).unwrap_or(0),
            undated: days.iter().filter(|d| !counts(**d)).count(),
            services,
            items: named,
        })
    }
}

/// Units of a line that were not paid back: a refund takes its share of them.
pub(crate) fn kept(ledger: &Ledger, line: usize) -> i64 {
    let units = ledger.lines.quantity_milli[line];
    let revenue = i128::from(ledger.lines.revenue_minor[line]);
    let refund = i128::from(ledger.lines.refund_minor[line]);
    if revenue <= 0 || refund <= 0 {
        return units;
    }
    let back = i128::from(units) * refund.min(revenue) / revenue;
    units - back as i64
}

/// Sets one enormous week to the next largest; whether it did.
fn trim(weeks: &mut [i64]) -> bool {
    let selling: Vec<i64> = weeks.iter().copied().filter(|w| *w > 0).collect();
    let (Some(&most), n) = (selling.iter().max(), selling.len() as i64) else {
        return false;
    };
    let others: i64 = selling.iter().sum::<i64>() - most;
    if n < 4 || most * (n - 1) < ENORMOUS * others {
        return false;
    }
    let mut sorted = selling;
    sorted.sort_unstable();
    let next = sorted[sorted.len() - 2];
    for week in weeks.iter_mut().filter(|w| **w == most) {
        *week = next;
    }
    true
}

/// Products of one SKU are one item, those without by themselves.
fn grouped(ledger: &Ledger) -> Vec<(Vec<u32>, Item)> {
    let products = &ledger.products;
    let mut by_sku: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (code, sku) in products.sku.iter().enumerate() {
        let key = key(sku);
        if !key.is_empty() {
            by_sku.entry(key).or_default().push(code as u32);
        }
    }
    by_sku.retain(|_, codes| codes.len() <= SHARED);
    let mut groups: Vec<Vec<u32>> = by_sku.into_values().collect();
    let grouped: std::collections::BTreeSet<u32> = groups.iter().flatten().copied().collect();
    let all = 0..u32::try_from(products.name.len()).unwrap_or(NONE);
    groups.extend(all.filter(|c| !grouped.contains(c)).map(|code| vec![code]));
    let item = |codes: Vec<u32>| {
        let mut names: Vec<String> = codes
            .iter()
            .map(|code| products.name[*code as usize].clone())
            .collect();
        names.sort();
        names.dedup();
        let skus = codes
            .iter()
            .filter_map(|code| products.sku.get(*code as usize));
        let sku = skus.min();
        let item = Item {
            name: String::new(),
            sku: sku.cloned().unwrap_or_default(),
            names,
            codes: codes.clone(),
            sold: None,
            weeks: Vec::new(),
            net_minor: 0,
            ever: (0, 0),
            is_trimmed: false,
            is_counted: true,
        };
        (codes, item)
    };
    groups.into_iter().map(item).collect()
}

impl Item {
    /// Whether it is nothing to stock: all of its names are those of charges or vouchers.
    fn is_service(&self) -> bool {
        self.names.iter().all(|name| is_service(name))
    }

    /// Units a week, as numbers.
    pub(crate) fn units(&self) -> impl Iterator<Item = f64> + '_ {
        self.weeks.iter().map(|milli| *milli as f64 / 1000.0)
    }

    /// Units within the window.
    pub(crate) fn total(&self) -> f64 {
        self.weeks.iter().sum::<i64>() as f64 / 1000.0
    }

    /// What a unit brought, minor units: over all sales, since prices of a few weeks may be those of a sale.
    pub(crate) fn price(&self) -> Option<f64> {
        let (units, net) = self.ever;
        (units > 0 && net > 0).then(|| net as f64 * 1000.0 / units as f64)
    }

    /// Units of the last weeks of the window.
    pub(crate) fn latest(&self, weeks: usize) -> f64 {
        self.weeks.iter().rev().take(weeks).sum::<i64>() as f64 / 1000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-01-05, a Monday.
    const MONDAY: i32 = 20_458;

    fn ledger(sales: &[(i32, u32, i64, i64, i64)]) -> Ledger {
        let mut ledger = Ledger {
            currency: "EUR".into(),
            digits: 2,
            are_orders: true,
            ..Ledger::default()
        };
        ledger.orders.first_line.push(0);
        for &(day, product, units, revenue, refund) in sales {
            ledger.orders.day.push(day);
            ledger.lines.product.push(product);
            ledger.lines.quantity_milli.push(units * 1000);
            ledger.lines.revenue_minor.push(revenue);
            ledger.lines.refund_minor.push(refund);
            let lines = ledger.lines.product.len() as u32;
            ledger.orders.first_line.push(lines);
        }
        ledger.products.name = ["Mug", "Mug, red", "Tea"].map(String::from).to_vec();
        ledger.products.sku = ["M1", "m 1", ""].map(String::from).to_vec();
        ledger
    }

    #[test]
    fn weeks_without_sales_are_zeros_and_a_week_begun_is_left_out() {
        let sales = [
            (MONDAY, 0, 2, 2000, 0),
            (MONDAY + 6, 1, 1, 1000, 0),
            (MONDAY + 15, 2, 5, 500, 0),
            (MONDAY + 21, 0, 4, 4000, 1000),
            // The fifth week has only its Monday.
            (MONDAY + 28, 0, 100, 1000, 0),
        ];
        let demand = Demand::of(&ledger(&sales), 0, 26).expect("days");
        assert_eq!((demand.first, demand.weeks), (MONDAY, 4));
        assert_eq!((demand.last, demand.days_after), (MONDAY + 27, 1));
        let [mug, tea] = demand.items.as_slice() else {
            panic!("{:?}", demand.items)
        };
        // One SKU under two names is one item; a quarter was paid back.
        assert_eq!(mug.weeks, [3000, 0, 0, 3000]);
        assert_eq!(mug.names, ["Mug", "Mug, red"]);
        assert_eq!(mug.net_minor, 6000);
        assert_eq!(mug.sold, Some((MONDAY, MONDAY + 28)));
        // Before its first sale an item has no weeks.
        assert_eq!(tea.weeks, [5000, 0]);
    }

    #[test]
    fn a_shop_closed_on_sundays_has_a_complete_week_on_saturday() {
        let sales: Vec<_> = (0..27)
            .filter(|d| d % 7 != 6)
            .map(|d| (MONDAY + d, 0, 1, 100, 0))
            .collect();
        let demand = Demand::of(&ledger(&sales), 0, 26).expect("days");
        assert_eq!((demand.weeks, demand.days_after), (4, 0));
    }

    #[test]
    fn an_order_of_tomorrow_does_not_move_the_window() {
        let mut sales: Vec<_> = (0..28).map(|d| (MONDAY + d, 0, 1, 100, 0)).collect();
        sales.push((MONDAY + 90_000, 0, 1, 100, 0));
        let demand = Demand::of(&ledger(&sales), MONDAY + 28, 26).expect("days");
        assert_eq!((demand.weeks, demand.undated), (4, 1));
    }

    #[test]
    fn one_enormous_week_counts_as_the_next_largest() {
        let mut weeks = [3, 0, 4, 5, 900, 2].map(|w| w * 1000);
        assert!(trim(&mut weeks));
        assert_eq!(weeks, [3, 0, 4, 5, 5, 2].map(|w| w * 1000));
        assert!(!trim(&mut weeks));
        assert!(!trim(&mut [0, 0, 900]));
        assert!(!trim(&mut []));
    }

    #[test]
    fn what_is_paid_back_takes_its_share_of_units() {
        let demand = Demand::of(&ledger(&[(MONDAY, 2, 3, 900, 900)]), 0, 26).expect("days");
        assert_eq!(demand.items[1].sold, None);
    }

    #[test]
    fn a_refund_in_part_makes_nothing_sold_by_weight() {
        let mut ledger = ledger(&[(MONDAY, 0, 3, 900, 100), (MONDAY + 1, 2, 2, 900, 0)]);
        ledger.lines.quantity_milli[1] = 2500;
        let demand = Demand::of(&ledger, 0, 26).expect("days");
        let counted: Vec<bool> = demand.items.iter().map(|item| item.is_counted).collect();
        assert_eq!(counted, [true, false]);
    }

    #[test]
    fn the_order_of_rows_changes_nothing() {
        let mut sales: Vec<_> = (0..60)
            .map(|i| {
                (
                    MONDAY + i * 7 % 55,
                    (i % 3) as u32,
                    i64::from(i % 5),
                    700,
                    30,
                )
            })
            .collect();
        let one = Demand::of(&ledger(&sales), 0, 26);
        sales.reverse();
        assert_eq!(one, Demand::of(&ledger(&sales), 0, 26));
        sales.rotate_left(17);
        assert_eq!(one, Demand::of(&ledger(&sales), 0, 26));
    }
}
