//! What is said of who buys again next.

use chart::format;
use chart::spec::Format;
use report::words::phrase::Phrase;
use report::{Block, TableColumn};

use super::super::{Figures, words};
use super::features::{Fact, Facts, RECENT};
use super::{Again, LEAST, Lacking, Next, Told, Way};
use crate::parts::{Row, words as cell};
use crate::say::Say;
use crate::scene::Scene;

/// Reasons named of a customer; what the others add is one more.
const REASONS: usize = 3;

pub(crate) fn blocks(scene: &Scene<'_>, of: &Figures) -> Vec<Block> {
    let say = &scene.say;
    let again = match &of.again {
        Ok(again) => again,
        Err(why) => {
            let text = match *why {
                Lacking::Days { needs, has } => say.fill(
                    words::AGAIN_NEEDS_DAYS,
                    &[
                        ("needs", (needs as usize).into()),
                        ("has", (has.max(0) as usize).into()),
                    ],
                ),
                Lacking::Customers { days, has } => say.fill(
                    words::AGAIN_NEEDS_CUSTOMERS,
                    &[
                        ("days", (days as usize).into()),
                        ("needs", LEAST.into()),
                        ("has", has.into()),
                    ],
                ),
                Lacking::Difference => say.plain(words::AGAIN_NEEDS_DIFFERENCE).to_owned(),
            };
            return vec![Block::Insufficient(say.missing(words::AGAIN, text))];
        }
    };
    let mut blocks = vec![trial(say, again)];
    if let Some(next) = &again.next {
        blocks.push(costs(say, again));
        blocks.push(likely(scene, of, again, next));
        blocks.extend(risk(scene, of, again, next));
    }
    blocks
}

/// How well it is told, beside other ways.
fn trial(say: &Say<'_>, of: &Again) -> Block {
    let auc = say.percent(of.auc.value);
    let days = ("days", (of.days as usize).into());
    let rival = of.rivals.iter().find(|r| r.way == Way::Purchases);
    let other = rival.map(|r| say.percent(r.auc.value));
    let base = [days, ("auc", (&auc).into())];
    let title = match (&of.next, &other) {
        (None, _) => say.fill(words::AGAIN_TITLE_NOTHING, &base),
        (_, None) => say.fill(words::AGAIN_TITLE_ALONE, &base),
        (_, Some(other)) => {
            let better = of.better.is_some_and(|b| b.low > 0.0);
            let phrase = match better {
                true => words::AGAIN_TITLE_BETTER,
                false => words::AGAIN_TITLE_SAME,
            };
            say.fill(phrase, &[base[0], base[1], ("other", other.into())])
        }
    };
    let evaluation = &of.evaluation;
    let cut = say.day(of.cuts[1]);
    let subtitle = say.fill(
        words::AGAIN_SUB,
        &[
            days,
            ("cut", (&cut).into()),
            ("n", evaluation.n.into()),
            ("base", (&say.percent(evaluation.base_rate)).into()),
        ],
    );
    let model = match of.weights.map(|w| w > 0.0) {
        [true, true] => words::AGAIN_BLEND,
        [true, false] => words::AGAIN_LOGISTIC,
        [false, true] => words::AGAIN_TREES,
        [false, false] => words::AGAIN_NEITHER,
    };
    let note = say.fill(
        words::AGAIN_NOTE,
        &[
            days,
            ("model", say.plain(model).into()),
            ("learned", of.learned.into()),
            ("first", (&say.day(of.cuts[0])).into()),
            ("error", (&say.percent(evaluation.calibration_error)).into()),
            ("brier", (&say.number(evaluation.brier, 3)).into()),
            (
                "plain",
                (&say.number(evaluation.brier_of_base_rate, 3)).into(),
            ),
        ],
    );
    let unrivalled = say.plain(words::AGAIN_NO_RIVAL).to_owned();
    let apart = of.better.map_or(unrivalled, |better| {
        let [value, low, high] = [better.value, better.low, better.high].map(|v| signed(say, v, 3));
        say.fill(
            words::AGAIN_APART,
            &[
                ("value", (&value).into()),
                ("lo", (&low).into()),
                ("hi", (&high).into()),
            ],
        )
    });
    let sampled = match of.sampled {
        true => say.fill(words::AGAIN_SAMPLED, &[("n", evaluation.n.into())]),
        false => String::new(),
    };
    let refunds = match of.facts.contains(&Fact::Refunded) {
        true => say.plain(words::AGAIN_REFUNDS),
        false => "",
    };
    let alive = match of.rivals.is_empty() {
        true => "",
        false => say.plain(words::AGAIN_ALIVE),
    };
    let note = say.sentences(&[&note, &apart, alive, &sampled, refunds]);
    let three = Format::Number { decimals: 3 };
    let row = |way: Phrase, auc: [Option<f64>; 3], precision: f64| -> Row {
        let mut cells = vec![cell(say.plain(way))];
        cells.extend(auc.map(|value| say.cell(value, &three)));
        cells.push(say.cell(Some(precision), &three));
        (cells, None)
    };
    let known = |e: &predict::Estimate| [Some(e.value), Some(e.low), Some(e.high)];
    let mut rows = vec![row(words::WAY_MODEL, known(&of.auc), of.pr_auc.value)];
    rows.extend(of.rivals.iter().map(|rival| {
        let way = match rival.way {
            Way::Purchases => words::WAY_PURCHASES,
            Way::Alive => words::WAY_ALIVE,
        };
        row(way, known(&rival.auc), rival.pr_auc.value)
    }));
    let chance = [Some(0.5), None, None];
    rows.push(row(words::WAY_CHANCE, chance, evaluation.base_rate));
    let columns = vec![
        say.words_column(words::WAY),
        say.column(words::AUC, three.clone()),
        say.column(words::LO, three.clone()),
        say.column(words::HI, three.clone()),
        say.column(words::PR_AUC, three.clone()),
    ];
    let most = rows.len();
    say.table(
        "customers-again",
        (title, subtitle, note),
        columns,
        rows,
        most,
    )
}

/// Whom to contact, by what it costs to miss a buyer.
fn costs(say: &Say<'_>, of: &Again) -> Block {
    let rows: Vec<Row> = of
        .costs
        .iter()
        .map(|cost| {
            let right = Some(cost.right).filter(|_| cost.picked > 0);
            let cells = vec![
                say.cell(Some(cost.times), &Format::Count),
                say.cell(Some(cost.threshold), &Format::Percent),
                say.cell(Some(cost.picked as f64), &Format::Count),
                say.cell(Some(cost.found), &Format::Percent),
                say.cell(right, &Format::Percent),
            ];
            (cells, None)
        })
        .collect();
    let columns = vec![
        say.column(words::COST_TIMES, Format::Count),
        say.column(words::COST_FROM, Format::Percent),
        say.column(words::COST_PICKED, Format::Count),
        say.column(words::COST_FOUND, Format::Percent),
        say.column(words::COST_RIGHT, Format::Percent),
    ];
    let texts = (
        say.plain(words::COST_TITLE).to_owned(),
        say.fill(words::COST_SUB, &[("n", of.evaluation.n.into())]),
        say.plain(words::COST_NOTE).to_owned(),
    );
    let most = rows.len();
    say.table("customers-again-costs", texts, columns, rows, most)
}

fn likely(scene: &Scene<'_>, of: &Figures, again: &Again, next: &Next) -> Block {
    let say = &scene.say;
    let days = ("days", (again.days as usize).into());
    let (until, day) = (say.day(again.end + again.days), say.day(again.end));
    let base = signed(say, next.base, 2);
    let texts = (
        say.fill(words::LIKELY_TITLE, &[("day", (&until).into())]),
        say.fill(
            words::LIKELY_SUB,
            &[days, ("day", (&day).into()), ("n", again.customers.into())],
        ),
        say.fill(words::LIKELY_NOTE, &[days, ("base", (&base).into())]),
    );
    table(
        scene,
        of,
        again,
        "customers-likely",
        texts,
        &next.likely,
        again.customers,
    )
}

fn risk(scene: &Scene<'_>, of: &Figures, again: &Again, next: &Next) -> Option<Block> {
    let say = &scene.say;
    let (n, minor) = next.all_at_risk;
    if n == 0 {
        return None;
    }
    let (sum, day) = (say.money(minor as f64), say.day(again.end));
    let usual = say.percent(again.evaluation.base_rate);
    let days = ("days", (again.days as usize).into());
    let texts = (
        say.fill(
            words::UNLIKELY_TITLE,
            &[("n", n.into()), days, ("sum", (&sum).into())],
        ),
        say.fill(words::UNLIKELY_SUB, &[days, ("day", (&day).into())]),
        say.fill(
            words::UNLIKELY_NOTE,
            &[
                ("usual", (&usual).into()),
                ("base", (&signed(say, next.base, 2)).into()),
            ],
        ),
    );
    Some(table(
        scene,
        of,
        again,
        "customers-unlikely",
        texts,
        &next.risk,
        n,
    ))
}

/// Customers with their probability and its reasons, the first of so many.
fn table(
    scene: &Scene<'_>,
    of: &Figures,
    again: &Again,
    id: &str,
    texts: crate::parts::Texts,
    told: &[Told],
    all: usize,
) -> Block {
    let say = &scene.say;
    let row = |told: &Told| -> Row {
        let buyer = &of.buyers[told.buyer];
        let name = scene.ledger.customers.get(buyer.code as usize);
        let cells = vec![
            cell(name.cloned().unwrap_or_default()),
            say.cell(Some(told.probability), &Format::Percent),
            say.cell(told.before, &Format::Percent),
            say.cell(Some(buyer.days.len() as f64), &Format::Count),
            say.money_cell(Some(buyer.spent() as f64)),
            cell(say.day(buyer.last())),
            cell(reasons(say, &again.facts, told)),
        ];
        (cells, None)
    };
    let days = ("days", (again.days as usize).into());
    let before = TableColumn {
        name: say.fill(words::BEFORE, &[days]),
        format: Some(Format::Percent),
        bar: false,
    };
    let columns = vec![
        say.words_column(words::CUSTOMER),
        say.bar(words::PROBABILITY, Format::Percent),
        before,
        say.column(words::ORDERS, Format::Count),
        say.column(words::SPENT, say.money_format()),
        say.words_column(words::LAST),
        say.words_column(words::BECAUSE),
    ];
    let rows: Vec<Row> = told.iter().map(row).collect();
    let shown = rows.len();
    let mut block = say.table(id, texts, columns, rows, shown);
    if let Block::Table(table) = &mut block {
        table.more = all.saturating_sub(shown);
    }
    block
}

/// A number with its sign.
fn signed(say: &Say<'_>, value: f64, decimals: u8) -> String {
    format::difference(value, &Format::Number { decimals }, say.lang, false)
}

/// What adds most to a customer's log-odds, and what the rest adds: with the base it adds up.
fn reasons(say: &Say<'_>, facts: &[Fact], told: &Told) -> String {
    let mut parts: Vec<(String, f64)> = Vec::new();
    for (fact, add) in facts.iter().zip(&told.adds) {
        let text = reason(say, *fact, &told.facts);
        // Two facts that are not known of one purchase are one reason.
        match parts.iter_mut().find(|part| part.0 == text) {
            Some(part) => part.1 += add,
            None => parts.push((text, *add)),
        }
    }
    // Ties in the order of the facts.
    table::order::sort_by(&mut parts, |a, b| b.1.abs().total_cmp(&a.1.abs()));
    let rest: f64 = parts.iter().skip(REASONS).map(|part| part.1).sum();
    parts.truncate(REASONS);
    parts.push((say.plain(words::BECAUSE_REST).to_owned(), rest));
    let told: Vec<String> = parts
        .iter()
        .map(|(text, add)| {
            let add = signed(say, *add, 2);
            let args = [("reason", text.into()), ("add", (&add).into())];
            say.fill(words::BECAUSE_ONE, &args)
        })
        .collect();
    say.joined(&told)
}

fn reason(say: &Say<'_>, fact: Fact, of: &Facts) -> String {
    let value = of[fact as usize];
    if value.is_nan() {
        return say.plain(words::A_NO_GAP).to_owned();
    }
    let whole = |phrase: Phrase| say.fill(phrase, &[("n", (libm::round(value) as usize).into())]);
    let share = |phrase: Phrase| say.fill(phrase, &[("share", (&say.percent(value)).into())]);
    match fact {
        Fact::Since => whole(words::A_SINCE),
        Fact::Times => whole(words::A_TIMES),
        Fact::Tenure => whole(words::A_TENURE),
        Fact::Each => say.fill(words::A_EACH, &[("sum", (&say.money(value)).into())]),
        Fact::Gap => whole(words::A_GAP),
        Fact::Overdue => {
            let times = say.number(value, 1);
            say.fill(words::A_OVERDUE, &[("times", (&times).into())])
        }
        Fact::Recent => say.fill(
            words::A_RECENT,
            &[
                ("n", (value as usize).into()),
                ("days", (RECENT as usize).into()),
            ],
        ),
        Fact::Refunded => share(words::A_REFUNDED),
        Fact::Products => whole(words::A_PRODUCTS),
        Fact::Categories => whole(words::A_CATEGORIES),
        Fact::Discounted => share(words::A_DISCOUNTED),
    }
}
