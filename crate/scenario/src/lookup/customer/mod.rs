//! A customer: what was bought and when, what to suggest next, and what is due again. Ids only, nothing personal.

mod history;

use chart::spec::Format;
use recommend::{Limits, Reason, Reasons, Scored, Shelf, Wishes, rerank};
use report::Block;
use report::words::phrase::quoted;
use shop::Selection;

use super::due::due;
use super::{View, tell, words};
use crate::parts::{Row, words as text_cell};
use crate::recommendations::{Customers, Figures, NEEDS, model_phrase};
use history::Past;

/// Suggestions, and products that are due.
const LISTED: usize = 10;

pub(super) fn blocks(view: &View<'_>, customer: u32) -> Vec<Block> {
    let past = Past::new(view, customer);
    let mut blocks = vec![
        history::figures(view, customer, &past),
        history::orders(view, &past),
        history::products(view, &past),
    ];
    blocks.push(match &view.of.figures {
        None => {
            let say = &view.scene.say;
            let args = [
                ("needs", NEEDS.into()),
                ("has", view.of.index.several.into()),
            ];
            let text = say.fill(words::THIN, &args);
            Block::Insufficient(say.missing(words::N_NEEDS_TITLE, text))
        }
        Some(figures) => next(view, figures, customer, &past),
    });
    blocks.push(again(view, customer));
    blocks
}

fn insufficient(view: &View<'_>, text: String) -> Block {
    Block::Insufficient(view.scene.say.missing(words::N_NEEDS_TITLE, text))
}

/// What to suggest next, each with its reason.
fn next(view: &View<'_>, figures: &Figures, customer: u32, past: &Past) -> Block {
    let say = &view.scene.say;
    let Some(customers) = &figures.customers else {
        return insufficient(view, say.plain(words::A_TRIAL).to_owned());
    };
    let data = &customers.data;
    let history = data.history(view.of.index.seat[customer as usize]);
    // Accounts that were left out of the learning have no history there.
    if history.items.is_empty() && past.products.iter().any(|p| view.item(p.code).is_some()) {
        return insufficient(view, say.plain(words::N_HEAVY).to_owned());
    }
    let mut has: Vec<u32> = past
        .products
        .iter()
        .filter_map(|p| view.item(p.code))
        .collect();
    table::order::sort(&mut has);
    let list = list(view, figures, customers, &history, &has);
    let Some(first) = list.first() else {
        return insufficient(view, say.plain(words::N_NOTHING).to_owned());
    };
    let name = |item: u32| view.product(view.code(item));
    let personal = tell::is_personal(customers);
    let title = match personal {
        true => {
            let first = quoted(name(first.item), say.lang);
            say.fill(words::N_TITLE, &[("name", (&first).into())])
        }
        false => say.plain(words::A_TITLE_POPULAR).to_owned(),
    };
    let reasons = Reasons::new(data, None, 1.0);
    let buyers = data.users_of_items();
    let rows: Vec<Row> = list
        .iter()
        .map(|s| {
            let popular =
                |users: u32| say.fill(words::N_POPULAR, &[("n", (users as usize).into())]);
            let why = match reasons.of(&history, s.item) {
                Reason::BoughtTogether { with, users, lift } if personal && s.score > 0.0 => say
                    .fill(
                        words::N_TOGETHER,
                        &[
                            ("with", (&quoted(name(with), say.lang)).into()),
                            ("n", (&say.count(users as usize)).into()),
                            ("lift", (&say.number(lift, 1)).into()),
                        ],
                    ),
                _ => popular(buyers[s.item as usize]),
            };
            let selection = Selection {
                products: vec![name(s.item).to_owned()],
                ..Default::default()
            };
            let cells = vec![text_cell(name(s.item)), text_cell(why)];
            (cells, Some(selection))
        })
        .collect();
    let model = say.plain(model_phrase(customers.trial.used));
    let texts = (
        title,
        say.fill(words::N_SUB, &[("model", model.into())]),
        say.plain(words::N_NOTE).to_owned(),
    );
    let columns = vec![
        say.words_column(words::PRODUCT),
        say.words_column(words::REASON),
    ];
    say.table("lookup-next", texts, columns, rows, LISTED)
}

/// The model's list without what the customer has, nor another size of it.
fn list(
    view: &View<'_>,
    figures: &Figures,
    customers: &Customers,
    history: &recommend::History<'_>,
    has: &[u32],
) -> Vec<Scored> {
    let mut excluded = [has, &figures.catalogue.away].concat();
    table::order::sort(&mut excluded);
    let limits = Limits {
        with_seen: false,
        excluded: &excluded,
    };
    let mut shelf = Shelf::new(&customers.data);
    let model = &*customers.model.model;
    let candidates = shelf.list(model, history, 10 * LISTED, limits);
    let groups = view.groups(figures);
    let wishes = Wishes {
        already: has,
        variants: Some(&groups),
        ..Wishes::default()
    };
    // What only fills the list has no score, and its own order is that of its sales.
    let known = candidates.iter().filter(|s| s.score > 0.0).copied();
    let mut list = rerank(&known.collect::<Vec<_>>(), LISTED, &wishes);
    for filler in candidates.iter().filter(|s| s.score <= 0.0) {
        let group = |s: &Scored| groups.get(s.item as usize).copied();
        let taken = |g| {
            list.iter().any(|s| group(s) == g)
                || has.iter().any(|&h| groups.get(h as usize).copied() == g)
        };
        if list.len() < LISTED && !taken(group(filler)) {
            list.push(*filler);
        }
    }
    list
}

/// What is due again.
fn again(view: &View<'_>, customer: u32) -> Block {
    let say = &view.scene.say;
    let due = match view.now() {
        Some(now) => due(view.scene.ledger, customer, now),
        None => Vec::new(),
    };
    let goods = due
        .into_iter()
        .filter(|d| view.of.index.orders_with[d.product as usize] > 0);
    let mut due: Vec<_> = goods.collect();
    let all = due.len();
    due.retain(|d| !view.is_away(d.product));
    let (Some(first), Some(now)) = (due.first(), view.now()) else {
        let none = match all {
            0 => words::D_NONE,
            _ => words::D_AWAY,
        };
        return Block::Insufficient(say.missing(words::D_NEEDS_TITLE, say.plain(none).to_owned()));
    };
    let name = quoted(view.product(first.product), say.lang);
    let title = say.fill(
        words::D_TITLE,
        &[
            ("name", (&name).into()),
            ("day", (&say.day(first.day)).into()),
        ],
    );
    let rows: Vec<Row> = due
        .iter()
        .map(|d| {
            let whose = match d.own {
                true => words::D_OWN,
                false => words::D_ALL,
            };
            let cells = vec![
                text_cell(view.product(d.product)),
                say.cell(Some(d.times as f64), &Format::Count),
                history::day_cell(say, d.last),
                say.cell(Some(d.gap), &Format::Number { decimals: 0 }),
                history::day_cell(say, d.day),
                text_cell(say.plain(whose)),
            ];
            (cells, None)
        })
        .collect();
    let columns = vec![
        say.words_column(words::PRODUCT),
        say.column(words::H_TIMES, Format::Count),
        say.words_column(words::H_LAST),
        say.column(words::D_GAP, Format::Number { decimals: 0 }),
        say.words_column(words::D_DUE),
        say.words_column(words::D_WHOSE),
    ];
    let texts = (
        title,
        say.fill(words::D_SUB, &[("now", (&say.day(now)).into())]),
        say.plain(words::D_NOTE).to_owned(),
    );
    say.table("lookup-due", texts, columns, rows, 2 * LISTED)
}
