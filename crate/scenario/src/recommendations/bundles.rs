//! Pairs as bundles: what they cost at usual prices, what is left of that, and how far the price may fall.

use chart::spec::Format;
use recommend::Rule;
use report::{Block, Table};
use shop::Selection;

use super::blocks::{name, offered};
use super::margin::{Offer, shop_margin};
use super::{Figures, words};
use crate::costs::unit_costs;
use crate::lookup::usual_prices;
use crate::parts::{Row, words as text_cell};
use crate::scene::Scene;

/// Rows in the report.
const LISTED: usize = 20;

/// The table of the report; nothing where no pair holds or no price is known.
pub(super) fn bundles(scene: &Scene<'_>, of: &Figures) -> Option<Block> {
    table(scene, of, LISTED).map(Block::Table)
}

/// The table with at most so many rows.
pub(super) fn table(scene: &Scene<'_>, of: &Figures, most: usize) -> Option<Table> {
    let say = &scene.say;
    let ledger = scene.ledger;
    let rules = offered(scene, of);
    let code = |item: u32| of.catalogue.products[item as usize];
    let pair = |rule: &Rule| [rule.antecedent[0], rule.consequent];
    let mut codes: Vec<u32> = rules.iter().flat_map(|r| pair(r).map(code)).collect();
    table::order::sort(&mut codes);
    codes.dedup();
    let prices = usual_prices(ledger, &codes);
    let costs = unit_costs(ledger);
    let floor = shop_margin(ledger, &costs);
    let price_of = |item: u32| prices[codes.binary_search(&code(item)).ok()?].filter(|p| *p > 0.0);
    let cost_of = |item: u32| costs[code(item) as usize];
    let mut known = 0;
    let (mut first, mut roomy) = (None, None);
    let mut rows: Vec<Row> = Vec::new();
    for rule in rules {
        let [left, right] = pair(rule);
        let (Some(a), Some(b)) = (price_of(left), price_of(right)) else {
            continue;
        };
        let price = a + b;
        let offer = cost_of(left)
            .zip(cost_of(right))
            .map(|(a, b)| Offer { price, cost: a + b });
        let room = offer.zip(floor).and_then(|(o, floor)| o.room(floor));
        known += usize::from(offer.is_some());
        let told = offer.map(|offer| (rule, offer, room));
        first = first.or(told);
        roomy = roomy.or(told.filter(|_| room.is_some()));
        let sku = |item: u32| ledger.products.sku.get(code(item) as usize);
        let words_of = |item| sku(item).map_or("", String::as_str);
        let cells = vec![
            text_cell(name(scene, of, left)),
            text_cell(words_of(left)),
            text_cell(name(scene, of, right)),
            text_cell(words_of(right)),
            say.cell(Some(f64::from(rule.together)), &Format::Count),
            say.money_cell(Some(price)),
            say.money_cell(offer.map(|o| o.cost)),
            say.cell(offer.map(|o| o.margin()), &Format::Percent),
            say.cell(room, &Format::Percent),
            say.cell(
                offer.zip(room).and_then(|(o, room)| o.more_needed(room)),
                &Format::Percent,
            ),
        ];
        let names = [left, right].map(|item| name(scene, of, item).to_owned());
        let selection = Selection {
            basket: names.to_vec(),
            ..Selection::default()
        };
        rows.push((cells, Some(selection)));
    }
    if rows.is_empty() {
        return None;
    }
    let mut columns = vec![
        say.words_column(words::BU_LEFT),
        say.words_column(words::BU_LEFT_SKU),
        say.words_column(words::BU_RIGHT),
        say.words_column(words::BU_RIGHT_SKU),
        say.column(words::TOGETHER, Format::Count),
        say.column(words::BU_PRICE, say.money_format()),
        say.column(words::BU_COST, say.money_format()),
        say.column(words::BU_MARGIN, Format::Percent),
        say.column(words::BU_ROOM, Format::Percent),
        say.column(words::BU_MORE, Format::Percent),
    ];
    let skus = rows
        .iter()
        .any(|(cells, _)| !cells[1].text.is_empty() || !cells[3].text.is_empty());
    // Columns that nothing stands in are left out.
    let mut gone: Vec<usize> = if skus { Vec::new() } else { vec![1, 3] };
    if known == 0 {
        gone.extend([6, 7, 8, 9]);
    }
    for &at in gone.iter().rev() {
        columns.remove(at);
        for (cells, _) in &mut rows {
            cells.remove(at);
        }
    }
    let texts = (
        title(scene, of, roomy.or(first)),
        say.fill(words::BU_SUB, &[("n", rows.len().into())]),
        note(scene, rows.len(), known, floor),
    );
    match say.table("recommendations-bundles", texts, columns, rows, most) {
        Block::Table(table) => Some(table),
        _ => None,
    }
}

fn title(scene: &Scene<'_>, of: &Figures, best: Option<(&Rule, Offer, Option<f64>)>) -> String {
    let say = &scene.say;
    let Some((rule, offer, room)) = best else {
        return say.plain(words::BU_TITLE_PRICE).to_owned();
    };
    let quoted = |item| report::words::phrase::quoted(name(scene, of, item), say.lang);
    let (left, right) = (quoted(rule.antecedent[0]), quoted(rule.consequent));
    let margin = say.percent(offer.margin());
    let room = room.map(|room| say.percent(room));
    let mut args = vec![
        ("left", (&left).into()),
        ("right", (&right).into()),
        ("margin", (&margin).into()),
    ];
    let Some(room) = &room else {
        return say.fill(words::BU_TITLE_NONE, &args);
    };
    args.push(("room", room.into()));
    say.fill(words::BU_TITLE, &args)
}

fn note(scene: &Scene<'_>, all: usize, known: usize, floor: Option<f64>) -> String {
    let say = &scene.say;
    if known == 0 {
        return say.plain(words::BU_NEEDS).to_owned();
    }
    let mut parts = vec![say.plain(words::BU_NOTE).to_owned()];
    match floor {
        Some(floor) => {
            let floor = say.percent(floor);
            parts.push(say.fill(words::BU_FLOOR, &[("margin", (&floor).into())]));
        }
        None => parts.push(say.plain(words::BU_NO_FLOOR).to_owned()),
    }
    if known < all {
        parts.push(say.fill(words::BU_SOME, &[("n", (all - known).into())]));
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    say.sentences(&parts)
}
