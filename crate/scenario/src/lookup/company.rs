//! Which products are bought with one: in the same orders, and by the same customers.

use analysis::statistics::benjamini_hochberg;
use recommend::Interactions;

use crate::recommendations::Catalogue;

/// Orders, or customers, that have to hold both before anything is said.
const FEWEST_ORDERS: u32 = 5;
const FEWEST_CUSTOMERS: u32 = 3;
/// False discoveries among the products told.
pub(super) const Q: f64 = 0.05;

/// A product that is bought with another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Company {
    /// The product, as a position in the catalogue.
    pub(super) item: u32,
    /// Orders or customers with both.
    pub(super) both: u32,
    /// Those with the product asked for.
    pub(super) own: u32,
    /// Those with the other product.
    pub(super) other: u32,
    /// both × all / (own × other); 1 = independent.
    pub(super) lift: f64,
    /// Chance of as many or more where the two have nothing to do with each other.
    pub(super) p: f64,
    /// The share of false discoveries among those told, Benjamini–Hochberg over all that were tested.
    pub(super) q: f64,
}

impl Company {
    /// Of those with the product asked for, how many have this one too.
    pub(super) fn share(&self) -> f64 {
        f64::from(self.both) / f64::from(self.own.max(1))
    }

    /// Cosine of the two products' buyers.
    pub(super) fn cosine(&self) -> f64 {
        f64::from(self.both) / libm::sqrt(f64::from(self.own) * f64::from(self.other))
    }

    /// Whether the two surely go together.
    pub(super) fn holds(&self) -> bool {
        self.q <= Q && self.lift > 1.0
    }

    /// How many more than chance would bring.
    fn beyond(&self) -> f64 {
        f64::from(self.both) * (1.0 - 1.0 / self.lift)
    }
}

/// What is in the same orders as an item, those that go furthest beyond chance first. Counted as the report's section
/// counts: over all orders, of which large ones prove nothing.
pub(super) fn in_orders(catalogue: &Catalogue, item: u32) -> Vec<Company> {
    let items = catalogue.products.len();
    let mut found = company(catalogue.tested(), item, items, FEWEST_ORDERS);
    let all = catalogue.orders() as f64;
    for order in catalogue.large() {
        let holds = |item: u32| u32::from(order.binary_search(&item).is_ok());
        let own = holds(item);
        for company in &mut found {
            let other = holds(company.item);
            company.own += own;
            company.other += other;
            company.both += own * other;
        }
    }
    for company in &mut found {
        company.lift = lift(company.both, company.own, company.other, all);
    }
    ranked(found)
}

/// What the buyers of an item have bought too, at whatever time, those that go furthest beyond chance first.
pub(super) fn by_customers(data: &Interactions, item: u32) -> Vec<Company> {
    let lists = (0..data.users() as u32).map(|user| data.history(user).items);
    ranked(company(
        lists.filter(|items| !items.is_empty()),
        item,
        data.items(),
        FEWEST_CUSTOMERS,
    ))
}

fn lift(both: u32, own: u32, other: u32, all: f64) -> f64 {
    f64::from(both) * all / (f64::from(own) * f64::from(other))
}

fn ranked(mut found: Vec<Company>) -> Vec<Company> {
    table::order::sort_by(&mut found, |a, b| {
        b.beyond().total_cmp(&a.beyond()).then(a.item.cmp(&b.item))
    });
    found
}

/// Counts over lists of items, each ascending, and what chance says of them.
fn company<'a>(
    lists: impl Iterator<Item = &'a [u32]>,
    item: u32,
    items: usize,
    fewest: u32,
) -> Vec<Company> {
    let (mut both, mut each) = (vec![0u32; items], vec![0u32; items]);
    let mut all = 0u32;
    for list in lists {
        all += 1;
        let has = list.binary_search(&item).is_ok();
        for &other in list {
            each[other as usize] += 1;
            both[other as usize] += u32::from(has);
        }
    }
    let own = each[item as usize];
    let mut found: Vec<Company> = (0..items as u32)
        .filter(|&other| other != item && both[other as usize] >= fewest)
        .map(|other| {
            let (both, other_all) = (both[other as usize], each[other as usize]);
            Company {
                item: other,
                both,
                own,
                other: other_all,
                lift: lift(both, own, other_all, f64::from(all)),
                p: upper_tail(all, own, other_all, both),
                q: 1.0,
            }
        })
        .collect();
    let p: Vec<f64> = found.iter().map(|c| c.p).collect();
    for (company, q) in found.iter_mut().zip(benjamini_hochberg(&p)) {
        company.q = q;
    }
    found
}

/// Chance that `both` or more of `all` have two things, of which `own` have the one and `other` the other, if the two
/// have nothing to do with each other: Fisher's exact test, one-sided.
fn upper_tail(all: u32, own: u32, other: u32, both: u32) -> f64 {
    let (n, a, b) = (f64::from(all), f64::from(own), f64::from(other));
    let choose =
        |n: f64, k: f64| libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    let first = f64::from(both);
    let mut term = libm::exp(choose(a, first) + choose(n - a, b - first) - choose(n, b));
    let mut sum = 0.0;
    for k in both..=own.min(other) {
        sum += term;
        let k = f64::from(k);
        term *= (a - k) * (b - k) / ((k + 1.0) * (n - a - b + k + 1.0));
        if term < sum * 1e-12 {
            break;
        }
    }
    sum.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chance_is_that_of_fishers_tea_tasting() {
        // Eight cups, four with milk first: three right or more by chance in 17 of 70 cases, all four in one.
        assert!((upper_tail(8, 4, 4, 3) - 17.0 / 70.0).abs() < 1e-12);
        assert!((upper_tail(8, 4, 4, 4) - 1.0 / 70.0).abs() < 1e-12);
        assert!((upper_tail(8, 4, 4, 0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn lists_are_counted_and_the_item_itself_is_left_out() {
        // 0 and 1 together in six of twenty lists, 2 alone in the others but one, which has 0 and 2.
        let mut lists: Vec<Vec<u32>> = vec![vec![0, 1]; 6];
        lists.push(vec![0, 2]);
        lists.extend(vec![vec![2]; 13]);
        let found = company(lists.iter().map(Vec::as_slice), 0, 3, 5);
        assert_eq!(found.len(), 1);
        let one = found[0];
        assert_eq!((one.item, one.both, one.own, one.other), (1, 6, 7, 6));
        assert!((one.lift - 6.0 * 20.0 / 42.0).abs() < 1e-12);
        // All six of the second among the seven of the first: C(7,6) of C(20,6).
        assert!((one.p - 7.0 / 38_760.0).abs() < 1e-12);
        assert!(one.holds());
    }
}
