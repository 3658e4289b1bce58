//! Shopify's product CSV: complementary and related products, as its app Search & Discovery keeps them.
//!
//! A product is updated by its handle and title, and what a column leaves empty is emptied: other columns are left out.
//! Lists of products are handles with semicolons between them.

use std::collections::BTreeMap;

use super::keys::Keys;
use super::{Company, Made, SHOWN, Together, csv, distinct, is_plain, made};
use crate::recommendations::beside::goes_only_away;
use crate::recommendations::blocks::{away_note, none};
use crate::recommendations::{Figures, words};
use crate::scene::Scene;

const COMPLEMENTARY: &str = "Complementary products (product.metafields.shopify--discovery--product_recommendation.complementary_products)";
const RELATED: &str = "Related products (product.metafields.shopify--discovery--product_recommendation.related_products)";

pub(super) fn file(scene: &Scene<'_>, of: &Figures) -> Made {
    let say = &scene.say;
    let keys = Keys::of(scene.ledger, &["handle", "urlhandle"])
        .ok_or_else(|| say.plain(words::X_SHOPIFY_NEEDS).to_owned())?;
    let listed = keys.of_items(scene.ledger, &of.catalogue);
    let company = Company::of(of);
    let (orders, customers) = company.asked(&of.catalogue.away);
    // A product of several variants is one page: what goes with any of them, its best sellers first.
    let mut pages: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (item, listed) in listed.iter().enumerate() {
        let listed = listed
            .as_ref()
            .filter(|_| !of.catalogue.is_away(item as u32));
        if let Some(listed) = listed {
            pages.entry(&listed.id).or_default().push(item as u32);
        }
    }
    let handle = |item: u32| {
        let listed = listed[item as usize].as_ref()?;
        is_plain(&listed.id).then(|| listed.id.clone())
    };
    let mut rows = Vec::new();
    let mut odd = 0_usize;
    for (id, items) in &pages {
        let found = |asked: &Option<super::Asked<'_>>| -> Vec<Together> {
            let asked = asked.iter();
            let mut all: Vec<(usize, Together)> = asked
                .flat_map(|a| {
                    let of_item = |&item: &u32| a.with(item, 4 * SHOWN).into_iter().enumerate();
                    items.iter().flat_map(of_item).collect::<Vec<_>>()
                })
                .collect();
            table::order::sort_by(&mut all, |a, b| {
                a.0.cmp(&b.0)
                    .then(b.1.both.cmp(&a.1.both))
                    .then(a.1.item.cmp(&b.1.item))
            });
            all.into_iter().map(|(_, together)| together).collect()
        };
        let own = [(*id).to_owned()];
        let complementary = distinct(&found(&orders), SHOWN, &own, handle);
        if complementary.is_empty() {
            continue;
        }
        let title = items.first().and_then(|&i| listed[i as usize].as_ref());
        let title = title.map_or("", |l| &l.title);
        if title.is_empty() || !is_plain(title) || !is_plain(id) {
            odd += 1;
            continue;
        }
        let mut row = vec![(*id).to_owned(), title.to_owned(), complementary.join("; ")];
        if customers.is_some() {
            let taken = [&own[..], &complementary].concat();
            row.push(distinct(&found(&customers), SHOWN, &taken, handle).join("; "));
        }
        rows.push(row);
    }
    if rows.is_empty() {
        let lost = goes_only_away(&of.catalogue);
        return Err(none(scene, of, words::X_SHOPIFY_NONE, lost));
    }
    let mut columns = vec![
        keys.header.clone(),
        "Title".to_owned(),
        COMPLEMENTARY.to_owned(),
    ];
    if customers.is_some() {
        columns.push(RELATED.to_owned());
    }
    let without = listed.iter().filter(|l| l.is_none()).count();
    let mut note = vec![say.fill(words::X_SHOPIFY_NOTE, &[("n", rows.len().into())])];
    if without > 0 {
        note.push(say.fill(words::X_UNKNOWN, &[("n", without.into())]));
    }
    if odd > 0 {
        note.push(say.fill(words::X_ODD, &[("n", odd.into())]));
    }
    note.push(away_note(scene, of));
    let note: Vec<&str> = note.iter().map(String::as_str).collect();
    let text = csv(&columns, rows);
    made(scene, "shopify-products", text, say.sentences(&note))
}
