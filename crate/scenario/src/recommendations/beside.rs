//! What goes with each product: in the same orders, or with the same customers.

use recommend::{
    Event, History, Interactions, KnnSettings, Neighbours, Reason, Reasons, Weighting, item_knn,
};

use super::Catalogue;

/// Orders or customers that a pair must share to be named.
const FEWEST: u32 = 3;

/// Something bought with a product.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Together {
    /// The product, as a position in the catalogue.
    pub(crate) item: u32,
    /// Orders or customers with both.
    pub(crate) both: u32,
    /// How many times as many as by chance.
    pub(crate) lift: f64,
}

/// Neighbours of every product, over orders or over customers.
pub(crate) struct Beside {
    near: Neighbours,
    learned: Interactions,
}

impl Beside {
    /// Over all orders.
    pub(crate) fn of_orders(catalogue: &Catalogue) -> Option<Self> {
        let singles = catalogue.singles.iter().map(std::slice::from_ref);
        let orders = catalogue.baskets.iter().map(Vec::as_slice).chain(singles);
        let events = orders.enumerate().flat_map(|(user, order)| {
            order.iter().map(move |&item| Event {
                user: user as u32,
                item,
                weight: 1.0,
                time: None,
            })
        });
        let events = events.collect();
        let all = Interactions::new(catalogue.orders(), catalogue.products.len(), events);
        Self::of(&all.ok()?)
    }

    /// Over whatever has products: customers' histories, orders.
    pub(crate) fn of(all: &Interactions) -> Option<Self> {
        let settings = KnnSettings {
            weighting: Weighting::Cosine,
            // A pair that rests on few orders comes lower.
            shrinkage: 5.0,
            ..KnnSettings::default()
        };
        let (learned, _) = recommend::learnable(all, &Default::default());
        let near = item_knn(&learned, settings, &mut |_| true).ok()?;
        Some(Self { near, learned })
    }

    /// Gives what goes with products, one after the other; never what nobody can buy, by position and ascending.
    pub(crate) fn asked<'a>(&'a self, away: &'a [u32]) -> Asked<'a> {
        Asked {
            near: &self.near,
            reasons: Reasons::new(&self.learned, None, 1.0),
            away,
        }
    }
}

/// Whether products go together, but only with some that nobody can buy.
pub(crate) fn goes_only_away(catalogue: &Catalogue) -> bool {
    let Some(beside) = Beside::of_orders(catalogue) else {
        return false;
    };
    let (all, left) = (beside.asked(&[]), beside.asked(&catalogue.away));
    let mut items = 0..catalogue.products.len() as u32;
    items.clone().any(|item| !all.with(item, 1).is_empty())
        && items.all(|item| catalogue.is_away(item) || left.with(item, 1).is_empty())
}

/// Answers what goes with a product.
pub(crate) struct Asked<'a> {
    near: &'a Neighbours,
    reasons: Reasons<'a>,
    away: &'a [u32],
}

impl Asked<'_> {
    /// At most so many products that are bought with one by three or more, and more often than by chance; best first.
    pub(crate) fn with(&self, item: u32, most: usize) -> Vec<Together> {
        let history = History {
            items: &[item],
            weights: &[1.0],
            visits: &[],
        };
        let near = self.near.of(item);
        let found = near
            .iter()
            .filter(|other| self.away.binary_search(&other.item).is_err())
            .filter_map(|other| match self.reasons.of(&history, other.item) {
                Reason::BoughtTogether { users, lift, .. } if users >= FEWEST => Some(Together {
                    item: other.item,
                    both: users,
                    lift,
                }),
                _ => None,
            });
        found.take(most).collect()
    }
}
