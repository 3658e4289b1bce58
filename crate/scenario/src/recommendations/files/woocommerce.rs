//! WooCommerce's product CSV: upsells for a product's page, cross-sells for the cart.
//!
//! Products are found by their id or by their SKU, of which only one is written: an empty cell would empty the other.
//! Lists stand in one cell with commas between; an id is told from a SKU by `id:` before it.

use super::keys::Keys;
use super::{Company, Made, SHOWN, csv, distinct, is_plain, made};
use crate::lookup::usual_prices;
use crate::recommendations::beside::goes_only_away;
use crate::recommendations::blocks::{away_note, none};
use crate::recommendations::{Figures, words};
use crate::scene::Scene;

/// How many times a product's price an upsell may cost.
const DEARER: f64 = 3.0;

pub(super) fn file(scene: &Scene<'_>, of: &Figures) -> Made {
    let say = &scene.say;
    let ledger = scene.ledger;
    let products = &of.catalogue.products;
    let keys = Keys::of(ledger, &["id"]);
    let is_id = |id: &str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
    let ids: Option<Vec<Option<String>>> = keys.map(|keys| {
        let listed = keys.of_items(ledger, &of.catalogue).into_iter();
        listed
            .map(|l| l.map(|l| l.id).filter(|id| is_id(id)))
            .collect()
    });
    let (column, known): (&str, Vec<Option<String>>) = match ids {
        Some(ids) if ids.iter().any(Option::is_some) => ("ID", ids),
        _ => {
            let sku = |&code: &u32| {
                let sku = ledger.products.sku.get(code as usize)?.trim();
                // A list of SKUs is parted by commas.
                let fine = !sku.is_empty() && !sku.contains(',') && is_plain(sku);
                fine.then(|| sku.to_owned())
            };
            ("SKU", products.iter().map(sku).collect())
        }
    };
    if known.iter().all(Option::is_none) {
        return Err(say.plain(words::X_WOO_NEEDS).to_owned());
    }
    let written = |item: u32| {
        let key = known[item as usize].as_ref()?;
        Some(match column {
            "ID" => format!("id:{key}"),
            _ => key.clone(),
        })
    };
    let prices = usual_prices(ledger, products);
    let company = Company::of(of);
    let (orders, customers) = company.asked(&of.catalogue.away);
    let mut rows = Vec::new();
    let mut met: Vec<&str> = Vec::new();
    for (at, key) in known.iter().enumerate() {
        let (Some(key), Some(own), Some(orders)) = (key, written(at as u32), orders.as_ref())
        else {
            continue;
        };
        if of.catalogue.is_away(at as u32) {
            continue;
        }
        let crossed = distinct(
            &orders.with(at as u32, 4 * SHOWN),
            SHOWN,
            std::slice::from_ref(&own),
            written,
        );
        // Products sorted by their orders: of several with one key, the first sells best.
        if crossed.is_empty() || met.contains(&key.as_str()) {
            continue;
        }
        met.push(key);
        let price = prices[at];
        let mut better = customers
            .as_ref()
            .map_or(Vec::new(), |c| c.with(at as u32, 8 * SHOWN));
        better.retain(|t| {
            let other = prices[t.item as usize];
            price
                .zip(other)
                .is_some_and(|(own, other)| other >= own && other <= DEARER * own)
        });
        let taken = [&[own][..], &crossed].concat();
        let better = distinct(&better, SHOWN, &taken, written);
        rows.push(vec![key.clone(), better.join(", "), crossed.join(", ")]);
    }
    if rows.is_empty() {
        let lost = goes_only_away(&of.catalogue);
        return Err(none(scene, of, words::X_NO_PAIRS, lost));
    }
    let mut columns = vec![
        column.to_owned(),
        "Upsells".to_owned(),
        "Cross-sells".to_owned(),
    ];
    // Without customers there are no upsells, and a column of nothing would empty what is there.
    if rows.iter().all(|row| row[1].is_empty()) {
        columns.remove(1);
        for row in &mut rows {
            row.remove(1);
        }
    }
    let without = known.iter().filter(|k| k.is_none()).count();
    let mut note = say.fill(words::X_WOO_NOTE, &[("n", rows.len().into())]);
    if without > 0 {
        let unknown = say.fill(words::X_UNKNOWN, &[("n", without.into())]);
        note = say.sentences(&[&note, &unknown]);
    }
    let note = say.sentences(&[&note, &away_note(scene, of)]);
    made(scene, "woocommerce-products", csv(&columns, rows), note)
}
