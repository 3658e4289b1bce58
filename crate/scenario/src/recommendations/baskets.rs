//! Orders as baskets, customers as histories, both over a catalogue of what can be recommended.

use ledger::{Ledger, NONE};
use recommend::{Event, RuleSettings, Rules, association_rules};
use shop::Unoffered;

use crate::scene::Scene;
use crate::service::is_service;

/// Products looked at: those with the most buyers.
const PRODUCTS: usize = 5_000;
/// Products beyond which an order is large.
const LARGE: usize = 100;
/// Orders that a pair must share to be told: fewer are anecdotes.
const TOGETHER: f64 = 5.0;

/// What can be recommended, and what is known of it. Products are sorted by their orders, most first.
pub(crate) struct Catalogue {
    /// Codes of products into the ledger.
    pub(crate) products: Vec<u32>,
    /// Baskets of two products or more, positions into `products`, ascending.
    pub(crate) baskets: Vec<Vec<u32>>,
    /// What orders of one product hold, order by order.
    pub(crate) singles: Vec<u32>,
    /// Codes of customers into the ledger.
    pub(crate) customers: Vec<u32>,
    /// Who bought what on which day; positions.
    pub(crate) events: Vec<Event>,
    /// Net revenue of each product, minor units.
    pub(crate) minor: Vec<i64>,
    /// What is sold with goods but is none: postage, fees.
    pub(crate) left_out: usize,
    /// Whether there are more products than are looked at.
    pub(crate) cut: bool,
    /// Products that nobody can buy, as positions, ascending.
    pub(crate) away: Vec<u32>,
    /// How many of them are delisted; the others are sold out.
    pub(crate) delisted: usize,
}

/// Whether a line is a sale that was kept: not a return, and not paid back whole.
pub(crate) fn sold(ledger: &Ledger, line: usize) -> bool {
    let lines = &ledger.lines;
    let charged = lines.revenue_minor[line];
    (lines.quantity_milli[line] > 0 || charged > 0) && lines.refund_minor[line] < charged.max(1)
}

impl Catalogue {
    pub(crate) fn new(scene: &Scene<'_>) -> Self {
        let ledger = scene.ledger;
        let names = &ledger.products.name;
        let service: Vec<bool> = names.iter().map(|n| is_service(n)).collect();
        let mut orders = vec![0u32; names.len()];
        let mut minor = vec![0i64; names.len()];
        let mut carts: Vec<(usize, Vec<u32>)> = Vec::new();
        for order in 0..ledger.orders.day.len() {
            let mut cart: Vec<u32> = ledger
                .lines_of(order)
                .filter(|&l| sold(ledger, l))
                .map(|l| ledger.lines.product[l])
                .filter(|&p| p != NONE && !service[p as usize])
                .collect();
            for line in ledger.lines_of(order) {
                if let Some(sum) = minor.get_mut(ledger.lines.product[line] as usize) {
                    *sum += ledger.lines.revenue_minor[line] - ledger.lines.refund_minor[line];
                }
            }
            table::order::sort(&mut cart);
            cart.dedup();
            for &product in &cart {
                orders[product as usize] += 1;
            }
            carts.push((order, cart));
        }
        let mut products: Vec<u32> = (0..names.len() as u32)
            .filter(|&p| orders[p as usize] > 0)
            .collect();
        table::order::sort_by(&mut products, |&a, &b| {
            let (x, y) = (a as usize, b as usize);
            orders[y]
                .cmp(&orders[x])
                .then_with(|| names[x].cmp(&names[y]))
        });
        let cut = products.len() > PRODUCTS;
        products.truncate(PRODUCTS);
        let mut place = vec![NONE; names.len()];
        for (at, &product) in products.iter().enumerate() {
            place[product as usize] = at as u32;
        }
        let mut customers: Vec<u32> = ledger
            .orders
            .customer
            .iter()
            .copied()
            .filter(|c| *c != NONE)
            .collect();
        // By name, so that the order of the files decides nothing.
        let label = |c: &u32| ledger.customers[*c as usize].as_str();
        table::order::sort_by(&mut customers, |a, b| label(a).cmp(label(b)));
        customers.dedup();
        let mut seat = vec![NONE; ledger.customers.len()];
        for (at, &customer) in customers.iter().enumerate() {
            seat[customer as usize] = at as u32;
        }
        let (mut baskets, mut singles) = (Vec::new(), Vec::new());
        let mut events = Vec::new();
        for (order, cart) in carts {
            let mut basket: Vec<u32> = cart
                .iter()
                .map(|&p| place[p as usize])
                .filter(|p| *p != NONE)
                .collect();
            table::order::sort(&mut basket);
            let (customer, day) = (ledger.orders.customer[order], ledger.orders.day[order]);
            if customer != NONE && day != i32::MIN {
                events.extend(basket.iter().map(|&item| Event {
                    user: seat[customer as usize],
                    item,
                    weight: 1.0,
                    time: Some(i64::from(day)),
                }));
            }
            match basket.as_slice() {
                [] => {}
                [only] => singles.push(*only),
                _ => baskets.push(basket),
            }
        }
        let why = |&at: &u32| scene.away().why(products[at as usize]);
        let all = 0..products.len() as u32;
        let away: Vec<u32> = all.filter(|at| why(at).is_some()).collect();
        let delisted = away
            .iter()
            .filter(|at| why(at) == Some(Unoffered::Delisted));
        let delisted = delisted.count();
        Self {
            away,
            delisted,
            minor: products.iter().map(|&p| minor[p as usize]).collect(),
            products,
            baskets,
            singles,
            customers,
            events,
            left_out: service.iter().filter(|s| **s).count(),
            cut,
        }
    }

    /// Whether nobody can buy a product.
    pub(crate) fn is_away(&self, item: u32) -> bool {
        self.away.binary_search(&item).is_ok()
    }

    /// Orders with a product that is looked at.
    pub(crate) fn orders(&self) -> usize {
        self.baskets.len() + self.singles.len()
    }

    /// Those of them that hold a product.
    pub(crate) fn orders_of(&self, item: u32) -> usize {
        let several = self.baskets.iter();
        let several = several.filter(|b| b.binary_search(&item).is_ok()).count();
        several + self.singles.iter().filter(|&&only| only == item).count()
    }

    /// Orders that pairs are tested on: that one of one product holds no other says as much as that others do.
    pub(crate) fn tested(&self) -> impl Iterator<Item = &[u32]> {
        let several = self.baskets.iter().filter(|b| b.len() <= LARGE);
        let singles = self.singles.iter().map(std::slice::from_ref);
        several.map(Vec::as_slice).chain(singles)
    }

    /// Orders that no rule rests on: a basket of hundreds is a wholesaler's, and makes every pair in it frequent.
    pub(crate) fn large(&self) -> impl Iterator<Item = &Vec<u32>> {
        self.baskets.iter().filter(|b| b.len() > LARGE)
    }

    /// Pairs that are bought together more often than chance allows. They are found and tested without large orders, and
    /// counted with them.
    pub(crate) fn rules(&self) -> Option<Rules> {
        let orders: Vec<Vec<u32>> = self.tested().map(<[u32]>::to_vec).collect();
        let several = (orders.len() - self.singles.len()) as f64;
        let all = orders.len().max(1) as f64;
        let settings = RuleSettings {
            support: TOGETHER.max(0.002 * several) / all,
            // Of orders that hold something else at all, a tenth.
            confidence: 0.1 * several / all,
            longest: 2,
            ..RuleSettings::default()
        };
        let mut rules = association_rules(&orders, settings, &mut |_| true).ok()?;
        self.count_large(&mut rules);
        Some(rules)
    }

    fn count_large(&self, rules: &mut Rules) {
        let mut holding: Vec<Vec<u32>> = vec![Vec::new(); self.products.len()];
        for (at, basket) in self.large().enumerate() {
            for &item in basket {
                holding[item as usize].push(at as u32);
            }
            rules.baskets += 1;
        }
        for rule in &mut rules.rules {
            let left = &holding[rule.antecedent[0] as usize];
            let right = &holding[rule.consequent as usize];
            let both = left.iter().filter(|at| right.binary_search(at).is_ok());
            rule.together += both.count() as u32;
            rule.with_antecedent += left.len() as u32;
            rule.with_consequent += right.len() as u32;
            let counts = [
                rule.together,
                rule.with_antecedent,
                rule.with_consequent,
                rules.baskets,
            ];
            let [both, left, right, all] = counts.map(f64::from);
            rule.support = both / all;
            rule.confidence = both / left;
            // The same both ways, to the last digit: a pair is told by the side that it is surer of.
            rule.lift = both * all / (left * right);
        }
    }
}
