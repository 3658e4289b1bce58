//! What visitors did on their way to a purchase.

use std::collections::BTreeMap;

use super::funnel::Funnel;
use super::log::{Act, Log};

/// Acts of a path that are told; longer ones are cut.
const LONGEST: usize = 6;

/// A way to a purchase of one product, the same act several times in a row taken as one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Path {
    pub(super) acts: Vec<Act>,
    /// It goes on before these acts.
    pub(super) cut: bool,
    /// Purchases that came by it.
    pub(super) n: usize,
    /// Median seconds from its first act to the purchase.
    pub(super) wait: f64,
    /// The events, table and row.
    pub(super) places: Vec<(u16, u32)>,
}

/// Ways to the first purchase of a product by a visitor, commonest first.
pub(super) fn paths(log: &Log, funnel: &Funnel) -> Vec<Path> {
    type Found = (Vec<f64>, Vec<(u16, u32)>);
    let mut by: BTreeMap<(Vec<Act>, bool), Found> = BTreeMap::new();
    for pair in &funnel.pairs {
        let events = pair.events.iter().map(|i| &log.events[*i as usize]);
        let mut acts: Vec<Act> = Vec::new();
        let mut places = Vec::new();
        let (mut first, mut bought) = (None, None);
        for event in events.filter(|e| e.act != Act::Other) {
            first = first.or(Some(event.at));
            places.push(event.place);
            if acts.last() != Some(&event.act) {
                acts.push(event.act);
            }
            if event.act == Act::Buy {
                bought = Some(event.at);
                break;
            }
        }
        let (Some(first), Some(bought)) = (first, bought) else {
            continue;
        };
        let cut = acts.len().saturating_sub(LONGEST);
        acts.drain(..cut);
        let found = by.entry((acts, cut > 0)).or_default();
        found.0.push((bought - first) as f64);
        found.1.extend(places);
    }
    let mut all: Vec<Path> = by
        .into_iter()
        .map(|((acts, cut), (mut waits, places))| Path {
            acts,
            cut,
            n: waits.len(),
            wait: analysis::statistics::median(&mut waits).unwrap_or(0.0),
            places,
        })
        .collect();
    table::order::sort_by(&mut all, |a, b| b.n.cmp(&a.n).then(a.acts.cmp(&b.acts)));
    all
}
