//! What goes with a product, what to bundle it with, and what could stand in for it.

use chart::spec::Format;
use ledger::NONE;
use report::{Block, TableCell};
use shop::Selection;

use super::{View, named, rows_of, words};
use crate::costs::unit_costs;
use crate::lookup::company::Company;
use crate::lookup::facts::{buyers_at_once, usual_prices};
use crate::lookup::likeness::likeness;
use crate::parts::{Row, words as text_cell};
use crate::recommendations::{Catalogue, Offer, shop_margin};
use crate::say::{Say, p_value};

/// Rows of each table.
const LISTED: usize = 10;
const BUNDLES: usize = 5;
/// Names less alike than this are other things.
const ALIKE: f64 = 0.35;
/// Names less alike than this have nothing in common worth a word.
const KIN: f64 = 0.15;
/// Of those who have both, the share that bought them in one order, up to which customers choose between them.
const APART: f64 = 0.25;
/// How chances are written.
const CHANCE: Format = Format::Number { decimals: 3 };

/// Those of the company that hold and are no variants, best first; and how many more of them nobody can buy.
fn told<'a>(view: &View<'_>, product: u32, with: &'a [Company]) -> (Vec<&'a Company>, usize) {
    let mut told: Vec<&Company> = with
        .iter()
        .filter(|c| c.holds() && !view.variants(view.code(c.item), product))
        .collect();
    let all = told.len();
    told.retain(|c| !view.is_away(view.code(c.item)));
    let away = all - told.len();
    (told, away)
}

/// Orders with both products.
fn orders_with(view: &View<'_>, product: u32, other: u32) -> Selection {
    Selection {
        basket: [product, other]
            .map(|p| view.product(p).to_owned())
            .to_vec(),
        ..Default::default()
    }
}

/// A chance; what would be rounded to nothing says so.
fn chance(say: &Say<'_>, p: f64) -> TableCell {
    let mut cell = say.cell(Some(p), &CHANCE);
    if p < 0.001 {
        cell.text = p_value(p);
    }
    cell
}

/// What is bought with it in the same order.
pub(super) fn with(
    view: &View<'_>,
    product: u32,
    catalogue: &Catalogue,
    item: u32,
    with: &[Company],
) -> Block {
    let say = &view.scene.say;
    let own = named(view, product);
    let (found, away) = told(view, product, with);
    let mine = catalogue.orders_of(item);
    let Some(best) = found.first() else {
        let counts = [("own", mine.into()), ("n", with.len().into())];
        let text = match away {
            0 => say.fill(words::W_NONE, &counts),
            _ => say.plain(words::W_AWAY).to_owned(),
        };
        let title = say.fill(words::W_TITLE_NONE, &[("name", (&own).into())]);
        return Block::Insufficient(report::Insufficient { title, text });
    };
    let title = say.fill(
        words::W_TITLE,
        &[
            ("name", (&own).into()),
            ("other", (&named(view, view.code(best.item))).into()),
            ("share", (&say.percent(best.share())).into()),
        ],
    );
    let subtitle = say.fill(
        words::W_SUB,
        &[
            ("own", mine.into()),
            ("all", (&say.count(catalogue.orders())).into()),
        ],
    );
    let large = catalogue.large().count();
    let large = (large > 0).then(|| say.fill(words::W_LARGE, &[("n", large.into())]));
    let note = say.sentences(&[
        &say.fill(words::W_NOTE, &[("n", with.len().into())]),
        large.as_deref().unwrap_or_default(),
    ]);
    let rows: Vec<Row> = found
        .iter()
        .map(|c| {
            let other = view.code(c.item);
            let cells = vec![
                text_cell(view.product(other)),
                say.cell(Some(f64::from(c.both)), &Format::Count),
                say.cell(Some(c.share()), &Format::Percent),
                say.cell(Some(c.lift), &Format::Number { decimals: 1 }),
                chance(say, c.p),
                chance(say, c.q),
            ];
            (cells, Some(orders_with(view, product, other)))
        })
        .collect();
    let columns = vec![
        say.words_column(words::PRODUCT),
        say.column(words::TOGETHER, Format::Count),
        say.bar(words::OF_ITS, Format::Percent),
        say.column(words::LIFT, Format::Number { decimals: 1 }),
        say.column(words::P, CHANCE),
        say.column(words::Q, CHANCE),
    ];
    say.table(
        "lookup-with",
        (title, subtitle, note),
        columns,
        rows,
        2 * LISTED,
    )
}

/// Bundles with what goes with it, and what both cost.
pub(super) fn bundles(view: &View<'_>, product: u32, with: &[Company]) -> Option<Block> {
    let say = &view.scene.say;
    if view.is_away(product) {
        return None;
    }
    let (found, _) = told(view, product, with);
    let mut codes = vec![product];
    codes.extend(found.iter().take(BUNDLES).map(|c| view.code(c.item)));
    let prices = usual_prices(view.scene.ledger, &codes);
    let own_price = (*prices.first()?)?;
    let costs = unit_costs(view.scene.ledger);
    let floor = shop_margin(view.scene.ledger, &costs);
    let mut known = false;
    let money = |minor: f64| say.money_cell(Some(minor));
    let mut rows: Vec<Row> = Vec::new();
    let mut best = None;
    for ((c, &other), price) in found.iter().zip(&codes[1..]).zip(&prices[1..]) {
        let Some(price) = *price else { continue };
        best = best.or(Some((other, own_price + price)));
        let cost = costs[product as usize].zip(costs[other as usize]);
        let offer = cost.map(|(own, other)| Offer {
            price: own_price + price,
            cost: own + other,
        });
        known |= offer.is_some();
        let room = offer.zip(floor).and_then(|(o, floor)| o.room(floor));
        let cells = vec![
            text_cell(view.product(other)),
            money(price),
            money(own_price + price),
            say.cell(Some(f64::from(c.both)), &Format::Count),
            say.cell(Some(f64::from(c.own - c.both)), &Format::Count),
            say.cell(offer.map(|o| o.margin()), &Format::Percent),
            say.cell(room, &Format::Percent),
        ];
        rows.push((cells, Some(orders_with(view, product, other))));
    }
    let (other, sum) = best?;
    let title = say.fill(
        words::B_TITLE,
        &[
            ("name", (&named(view, product)).into()),
            ("other", (&named(view, other)).into()),
            ("sum", (&money(sum).text).into()),
        ],
    );
    let mut columns = vec![
        say.words_column(words::B_WITH),
        say.column(words::PRICE, say.money_format()),
        say.column(words::B_BOTH, say.money_format()),
        say.column(words::TOGETHER, Format::Count),
        say.column(words::B_ONLY, Format::Count),
        say.column(words::B_MARGIN, Format::Percent),
        say.column(words::B_ROOM, Format::Percent),
    ];
    if !known {
        columns.truncate(5);
        for (cells, _) in &mut rows {
            cells.truncate(5);
        }
    }
    let note = match (known, floor) {
        (true, Some(floor)) => {
            let floor = say.percent(floor);
            say.fill(words::B_NOTE_MARGIN, &[("margin", (&floor).into())])
        }
        _ => say.plain(words::B_NOTE).to_owned(),
    };
    let texts = (title, say.plain(words::B_SUB).to_owned(), note);
    Some(say.table("lookup-bundles", texts, columns, rows, BUNDLES))
}

/// A product that may stand in for another.
struct Like {
    code: u32,
    likeness: f64,
    /// Customers with both, and the share of them who bought both in one order; `None` where too few have both.
    both: Option<(u32, f64)>,
    worth: f64,
}

/// What may replace it: names alike, or the same customers in different orders, which `near` tells.
pub(super) fn like(view: &View<'_>, product: u32, near: &[Company]) -> Option<Block> {
    let say = &view.scene.say;
    let index = &view.of.index;
    let sold: Vec<u32> = (0..index.orders_with.len() as u32)
        .filter(|&p| index.orders_with[p as usize] > 0)
        .collect();
    let names: Vec<&str> = sold.iter().map(|&p| view.product(p)).collect();
    let own = sold.binary_search(&product).ok()?;
    let likeness = likeness(&names, own);
    let price = index.price[product as usize];
    let at_once = buyers_at_once(view.scene.ledger, product);
    let mut found: Vec<Like> = Vec::new();
    for (&code, &likeness) in sold.iter().zip(&likeness) {
        let other = index.price[code as usize];
        let comparable = price > 0.0 && other > 0.0 && (0.5..=2.0).contains(&(other / price));
        if !comparable || code == product || view.variants(code, product) {
            continue;
        }
        let item = view.item(code);
        let by_customers = near.iter().find(|c| Some(c.item) == item).copied();
        let both = by_customers.map(|c| {
            let together = at_once.get(&code).copied().unwrap_or(0);
            (c.both, f64::from(together.min(c.both)) / f64::from(c.both))
        });
        // That customers take the one or the other says nothing of things that have nothing in common.
        let categories = &view.scene.ledger.products.category;
        let category = categories[product as usize];
        let kin = likeness >= KIN || category != NONE && categories[code as usize] == category;
        let chosen = by_customers.filter(|c| kin && c.holds() && c.both >= 5);
        let chosen = chosen.zip(both).filter(|(_, (_, share))| *share <= APART);
        if likeness < ALIKE && chosen.is_none() {
            continue;
        }
        let by_choice = chosen.map_or(0.0, |(c, (_, share))| {
            (libm::log2(c.lift) / 8.0).min(0.5) * (1.0 - share)
        });
        found.push(Like {
            code,
            likeness,
            both,
            worth: likeness + by_choice,
        });
    }
    table::order::sort_by(&mut found, |a, b| {
        b.worth
            .total_cmp(&a.worth)
            .then_with(|| view.product(a.code).cmp(view.product(b.code)))
    });
    let all = found.len();
    found.retain(|l| !view.is_away(l.code));
    found.truncate(LISTED);
    let Some(best) = found.first() else {
        let text = say.plain(words::L_AWAY).to_owned();
        let missing = say.missing(words::L_NONE_TITLE, text);
        return (all > 0).then_some(Block::Insufficient(missing));
    };
    let title = say.fill(
        words::L_TITLE,
        &[
            ("name", (&named(view, product)).into()),
            ("other", (&named(view, best.code)).into()),
        ],
    );
    let codes: Vec<u32> = found.iter().map(|l| l.code).collect();
    let prices = usual_prices(view.scene.ledger, &codes);
    let rows: Vec<Row> = found
        .iter()
        .zip(prices)
        .map(|(l, price)| {
            let cells = vec![
                text_cell(view.product(l.code)),
                say.money_cell(price),
                say.cell(Some(l.likeness), &Format::Percent),
                say.cell(l.both.map(|b| f64::from(b.0)), &Format::Count),
                say.cell(l.both.map(|b| b.1), &Format::Percent),
            ];
            (cells, Some(rows_of(view, l.code)))
        })
        .collect();
    let columns = vec![
        say.words_column(words::PRODUCT),
        say.column(words::PRICE, say.money_format()),
        say.bar(words::LIKENESS, Format::Percent),
        say.column(words::BOTH, Format::Count),
        say.column(words::ONE_ORDER, Format::Percent),
    ];
    let texts = (
        title,
        say.plain(words::L_SUB).to_owned(),
        say.plain(words::L_NOTE).to_owned(),
    );
    Some(say.table("lookup-like", texts, columns, rows, LISTED))
}
