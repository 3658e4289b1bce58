//! Whom to tell about a product: customers who bought what goes with it, but not the product.

use ledger::NONE;
use recommend::{Kind, Model, Scored, Visit, audience};

use super::View;
use super::company::Company;
use crate::recommendations::{Customers, sold};

/// Products whose buyers are asked.
const NEIGHBOURS: usize = 50;

/// A customer who may want a product.
pub(super) struct Told {
    /// The customer's code.
    pub(super) customer: u32,
    /// How well the product fits; comparable within the list only.
    pub(super) score: f32,
    /// What the customer bought that goes with it, best first; codes of products.
    pub(super) because: Vec<u32>,
}

/// What a model makes of somebody who has bought one item and nothing else; 0 where it knows nothing.
pub(super) fn scores_beside(customers: &Customers, item: u32) -> Vec<f32> {
    let visits = [Visit {
        time: 0,
        item,
        weight: 1.0,
    }];
    let history = recommend::History {
        items: &[item],
        weights: &[1.0],
        visits: &visits,
    };
    let mut scores = vec![0.0; customers.data.items()];
    let model: &dyn Model = &*customers.model.model;
    model.score(&history, &mut scores);
    scores
}

/// Whether the model in use looks at what somebody bought; best sellers do not.
pub(super) fn is_personal(customers: &Customers) -> bool {
    !matches!(customers.trial.used, Kind::Popularity | Kind::Recent)
}

/// Everybody who has bought something that surely goes with an item and neither the item nor a variant of it, the best
/// fit first.
pub(super) fn whom(
    view: &View<'_>,
    customers: &Customers,
    item: u32,
    company: &[Company],
) -> Vec<Told> {
    let own = view.code(item);
    let scores = is_personal(customers).then(|| scores_beside(customers, item));
    let mut near: Vec<Scored> = company
        .iter()
        .filter(|c| c.holds() && !view.variants(view.code(c.item), own))
        .map(|c| Scored {
            item: c.item,
            score: scores
                .as_ref()
                .map_or(c.cosine() as f32, |s| s[c.item as usize]),
        })
        .filter(|s| s.score > 0.0 && s.score.is_finite())
        .collect();
    table::order::sort_by(&mut near, |a, b| {
        b.score.total_cmp(&a.score).then(a.item.cmp(&b.item))
    });
    near.truncate(NEIGHBOURS);
    let has = owners(view, own);
    let data = &customers.data;
    let catalogue = view.of.figures.as_ref().map(|f| &f.catalogue);
    audience(data, item, &near, data.users())
        .into_iter()
        .filter_map(|told| {
            let customer = *catalogue?.customers.get(told.item as usize)?;
            if has[customer as usize] {
                return None;
            }
            let history = data.history(told.item);
            let worth = |s: &Scored| {
                let at = history.items.binary_search(&s.item).ok()?;
                Some((history.weights[at] * s.score, s.item))
            };
            let mut because: Vec<(f32, u32)> = near.iter().filter_map(worth).collect();
            table::order::sort_by(&mut because, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            Some(Told {
                customer,
                score: told.score,
                because: because.iter().map(|b| view.code(b.1)).collect(),
            })
        })
        .collect()
}

/// Who has a product or a variant of it, by code; with or without a date.
fn owners(view: &View<'_>, product: u32) -> Vec<bool> {
    let ledger = view.scene.ledger;
    let mut has = vec![false; ledger.customers.len()];
    for order in 0..ledger.orders.day.len() {
        if let Some(has) = has.get_mut(ledger.orders.customer[order] as usize) {
            *has |= ledger.lines_of(order).any(|l| {
                let sold_one = ledger.lines.product[l];
                sold_one != NONE && view.variants(sold_one, product) && sold(ledger, l)
            });
        }
    }
    has
}
