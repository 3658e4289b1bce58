//! A product: its figures, what goes with it, what replaces it, and whom to tell about it.

mod figures;
mod offers;

use chart::spec::Format;
use recommend::{Scored, Wishes, rerank};
use report::words::phrase::{list, quoted};
use report::{Block, words as said};
use shop::Selection;

use super::company::{self, Company};
use super::facts::Sales;
use super::{View, tell, words};
use crate::parts::{Row, words as text_cell};
use crate::recommendations::{Customers, Figures, NEEDS, model_phrase};

/// Rows of what customers also buy.
const LISTED: usize = 10;
/// Customers listed to be told; all of them go into the CSV file.
const TOLD: usize = 500;

pub(super) fn blocks(view: &View<'_>, product: u32) -> Vec<Block> {
    let sales = Sales::new(view.scene.ledger, product);
    let mut blocks = vec![figures::figures(view, product, &sales)];
    blocks.extend(figures::months(view, product, &sales));
    let say = &view.scene.say;
    let Some(figures) = &view.of.figures else {
        let text = say.fill(
            words::THIN,
            &[
                ("needs", NEEDS.into()),
                ("has", view.of.index.several.into()),
            ],
        );
        blocks.extend(offers::like(view, product, &[]));
        blocks.push(Block::Insufficient(say.missing(words::THIN_TITLE, text)));
        return blocks;
    };
    let Some(item) = view.item(product) else {
        let n = say.count(figures.catalogue.products.len());
        let text = say.fill(words::CUT, &[("n", (&n).into())]);
        blocks.extend(offers::like(view, product, &[]));
        blocks.push(Block::Insufficient(say.missing(words::THIN_TITLE, text)));
        return blocks;
    };
    let with = company::in_orders(&figures.catalogue, item);
    blocks.push(offers::with(view, product, &figures.catalogue, item, &with));
    blocks.extend(offers::bundles(view, product, &with));
    let Some(customers) = &figures.customers else {
        blocks.extend(offers::like(view, product, &[]));
        blocks.push(Block::Insufficient(say.missing(
            words::A_NEEDS_TITLE,
            say.plain(words::A_TRIAL).to_owned(),
        )));
        return blocks;
    };
    let near = company::by_customers(&customers.data, item);
    blocks.push(also(view, figures, customers, item, &near));
    blocks.push(offers::like(view, product, &near).unwrap_or_else(|| {
        Block::Insufficient(say.missing(words::L_NONE_TITLE, say.plain(words::L_NONE).to_owned()))
    }));
    blocks.push(whom(view, customers, item, &near));
    blocks
}

/// A product's name in quotation marks.
fn named(view: &View<'_>, product: u32) -> String {
    quoted(view.product(product), view.scene.say.lang)
}

/// The rows behind a product.
fn rows_of(view: &View<'_>, product: u32) -> Selection {
    Selection {
        products: vec![view.product(product).to_owned()],
        ..Default::default()
    }
}

/// What customers of it buy too, in the order of the model that the trial chose.
fn also(
    view: &View<'_>,
    figures: &Figures,
    customers: &Customers,
    item: u32,
    near: &[Company],
) -> Block {
    let say = &view.scene.say;
    let personal = tell::is_personal(customers);
    let buyers = customers.data.users_of_items()[item as usize] as usize;
    let scores = tell::scores_beside(customers, item);
    let of = |other: u32| near.iter().find(|c| c.item == other);
    // A model's list goes on with what is only popular; those are no company of this product.
    let mut candidates: Vec<Scored> = (0..scores.len() as u32)
        .filter(|&i| !personal || of(i).is_some_and(|c| c.lift > 1.0))
        .map(|item| Scored {
            item,
            score: scores[item as usize],
        })
        .filter(|s| s.score > 0.0)
        .collect();
    let all = candidates.len();
    candidates.retain(|s| !figures.catalogue.is_away(s.item));
    let groups = view.groups(figures);
    let wishes = Wishes {
        near: Some(item),
        variants: Some(&groups),
        ..Wishes::default()
    };
    let found = rerank(&candidates, LISTED, &wishes);
    let Some(first) = found.first() else {
        let text = match all > candidates.len() {
            true => say.plain(words::A_AWAY).to_owned(),
            false => say.fill(words::A_NEEDS, &[("has", buyers.into())]),
        };
        return Block::Insufficient(say.missing(words::A_NEEDS_TITLE, text));
    };
    let own = named(view, view.code(item));
    let title = if personal {
        let other = named(view, view.code(first.item));
        say.fill(
            words::A_TITLE,
            &[("name", (&own).into()), ("other", (&other).into())],
        )
    } else {
        say.plain(words::A_TITLE_POPULAR).to_owned()
    };
    let rows: Vec<Row> = found
        .iter()
        .map(|s| {
            let code = view.code(s.item);
            let of = of(s.item);
            let cells = vec![
                text_cell(view.product(code)),
                say.cell(of.map(|c| f64::from(c.both)), &Format::Count),
                say.cell(of.map(Company::share), &Format::Percent),
                say.cell(of.map(|c| c.lift), &Format::Number { decimals: 1 }),
            ];
            (cells, Some(rows_of(view, code)))
        })
        .collect();
    let columns = vec![
        say.words_column(words::PRODUCT),
        say.column(words::BOTH, Format::Count),
        say.bar(words::OF_BUYERS, Format::Percent),
        say.column(words::LIFT, Format::Number { decimals: 1 }),
    ];
    let model = say.plain(model_phrase(customers.trial.used));
    let subtitle = say.fill(
        words::A_SUB,
        &[("model", model.into()), ("n", buyers.into())],
    );
    let note = say.plain(match personal {
        true => words::A_NOTE,
        false => words::A_NOTE_POPULAR,
    });
    say.table(
        "lookup-also",
        (title, subtitle, note.to_owned()),
        columns,
        rows,
        LISTED,
    )
}

/// Customers who have not bought it and fit it best.
fn whom(view: &View<'_>, customers: &Customers, item: u32, near: &[Company]) -> Block {
    let say = &view.scene.say;
    if view.is_away(view.code(item)) {
        let text = say.plain(words::T_AWAY).to_owned();
        return Block::Insufficient(say.missing(words::T_NEEDS_TITLE, text));
    }
    let personal = tell::is_personal(customers);
    let told = tell::whom(view, customers, item, near);
    let Some(best) = told.first() else {
        let buyers = customers.data.users_of_items()[item as usize] as usize;
        let text = match near.iter().any(Company::holds) {
            true => say.plain(words::T_NOBODY).to_owned(),
            false => say.fill(words::T_NEEDS, &[("has", buyers.into())]),
        };
        return Block::Insufficient(say.missing(words::T_NEEDS_TITLE, text));
    };
    let top = f64::from(best.score);
    let mut last = vec![i32::MIN; view.scene.ledger.customers.len()];
    let orders = &view.scene.ledger.orders;
    for (&customer, &day) in orders.customer.iter().zip(&orders.day) {
        if let Some(last) = last.get_mut(customer as usize) {
            *last = day.max(*last);
        }
    }
    let two = Format::Number { decimals: 2 };
    let rows: Vec<Row> = told
        .iter()
        .take(TOLD)
        .map(|t| {
            let because = t.because.iter().take(2).map(|&p| named(view, p));
            let what = list(&because.collect::<Vec<_>>(), say.lang);
            let day = last[t.customer as usize];
            let mut when = text_cell(match day {
                i32::MIN => String::new(),
                day => said::day(day, say.lang),
            });
            when.value = (day != i32::MIN).then_some(f64::from(day));
            let cells = vec![
                text_cell(view.scene.ledger.customers[t.customer as usize].as_str()),
                text_cell(say.fill(words::T_BECAUSE, &[("what", (&what).into())])),
                when,
                say.cell(Some(f64::from(t.score) / top), &two),
            ];
            (cells, None)
        })
        .collect();
    let columns = vec![
        say.words_column(words::CUSTOMER),
        say.words_column(words::REASON),
        say.words_column(words::LAST_ORDER),
        say.bar(words::T_FIT, two),
    ];
    let own = named(view, view.code(item));
    let title = say.fill(
        words::T_TITLE,
        &[("n", told.len().into()), ("name", (&own).into())],
    );
    let subtitle = if personal {
        let model = say.plain(model_phrase(customers.trial.used));
        say.fill(words::T_SUB, &[("model", model.into())])
    } else {
        say.plain(words::T_SUB_POPULAR).to_owned()
    };
    let note = say.plain(words::T_NOTE).to_owned();
    let mut block = say.table("lookup-tell", (title, subtitle, note), columns, rows, TOLD);
    if let Block::Table(table) = &mut block {
        table.more = told.len().saturating_sub(TOLD);
    }
    block
}
