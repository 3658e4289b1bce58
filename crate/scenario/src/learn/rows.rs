//! Rows with their probabilities, and why they have them.

use chart::spec::{Format, Lang, Plot, Step};
use report::{Block, Section};
use shop::Selection;

use super::told::{self, Teller};
use super::{Learned, words};
use crate::parts::{Row, words as cell};
use crate::say::Say;

/// Rows listed.
const LISTED: usize = 30;
/// Columns named as the reason of a row.
const REASONS: usize = 3;
/// Columns shown one by one for a row.
const SHOWN: usize = 8;

/// Rows from the highest probability down: those without a label, or else those judged.
fn ranked(of: &Learned) -> Vec<(u32, f64)> {
    let mut rows: Vec<(u32, f64)> = match of.new.is_empty() {
        false => of.new.clone(),
        true => {
            let judged = of.trial.probabilities().iter();
            judged
                .map(|&(at, p)| (of.task.rows[at as usize], p))
                .collect()
        }
    };
    rows.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    rows
}

/// The row that comes first.
pub(super) fn first(of: &Learned) -> Option<u32> {
    ranked(of).first().map(|row| row.0)
}

/// A row's log-odds: what an average row has, and what each column adds, the strongest first.
struct Reasons {
    base: f64,
    columns: Vec<(String, String, f64)>,
}

fn reasons(of: &Learned, row: u32, say: &Say<'_>) -> Reasons {
    let at = of.task.rows.binary_search(&row);
    let model = match at {
        Ok(at) => of.trial.model_of(at as u32),
        Err(_) => of.trial.model(),
    };
    let features = of.task.features.select(&[row]);
    let explanation = model.explain(&features);
    let adds = explanation
        .contributions
        .first()
        .cloned()
        .unwrap_or_default();
    let value = |name: &str| {
        let column = features.columns().iter().find(|c| c.name == name);
        match column.map(|c| (&c.values, c.cell(0))) {
            Some((predict::Values::Numeric(values), Some(_)))
                if of.task.dates.iter().any(|date| date == name) =>
            {
                say.day(values[0] as i32)
            }
            Some((predict::Values::Numeric(values), Some(_))) => told::number(values[0], say),
            Some((_, Some(text))) => shop_mask(&text),
            _ => "—".to_owned(),
        }
    };
    let mut columns: Vec<(String, String, f64)> = explanation
        .columns
        .iter()
        .zip(adds)
        .map(|(name, add)| (name.clone(), value(name), add))
        .collect();
    columns.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()).then(a.0.cmp(&b.0)));
    Reasons {
        base: explanation.base,
        columns,
    }
}

/// Words of a cell, without addresses and numbers of persons that may stand in them.
fn shop_mask(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    shop::mask_text(&short)
}

/// Rows with the highest probabilities.
pub(super) fn table(teller: &Teller<'_>) -> Option<Block> {
    let (of, say) = (teller.of, &teller.say);
    let ranked = ranked(of);
    let label = of.ask.label.as_str();
    let title = match of.new.is_empty() {
        false => words::ROWS_NEW_TITLE,
        true => words::ROWS_TITLE,
    };
    let class = ("class", (&teller.class).into());
    let title = match of.new.is_empty() {
        false => say.fill(title, &[("label", label.into()), class]),
        true => say.fill(title, &[class]),
    };
    let n = say.count(ranked.len());
    let texts = (
        title,
        say.fill(words::ROWS_SUB, &[("n", (&n).into())]),
        say.plain(words::ROWS_NOTE).to_owned(),
    );
    let columns = vec![
        say.words_column(words::ROW),
        say.bar(words::PROBABILITY, Format::Percent),
        say.words_column(words::ACTUAL),
        say.words_column(words::BECAUSE),
    ];
    let rows: Vec<Row> = ranked
        .iter()
        .take(LISTED)
        .map(|&(row, p)| {
            let because: Vec<String> = reasons(of, row, say)
                .columns
                .iter()
                .take(REASONS)
                .filter(|(.., add)| add.abs() >= 0.05)
                .map(|(name, value, add)| {
                    let arrow = if *add > 0.0 { "↑" } else { "↓" };
                    format!("{name} = {value} {arrow}")
                })
                .collect();
            let mut number = cell(say.count(row as usize + 1));
            number.value = Some(f64::from(row) + 1.0);
            let cells = vec![
                number,
                say.cell(Some(p), &Format::Percent),
                cell(of.task.labels.class(row).unwrap_or("—")),
                cell(because.join("; ")),
            ];
            let selection = Selection {
                table_rows: Some((of.table, vec![row])),
                ..Selection::default()
            };
            (cells, Some(selection))
        })
        .collect();
    let mut table = say.table("learn-rows", texts, columns, rows, LISTED);
    if let Block::Table(table) = &mut table {
        table.more = ranked.len().saturating_sub(LISTED);
    }
    Some(table)
}

/// Why a row (from 1) has its probability.
pub(super) fn why(of: &Learned, row: usize, lang: Lang) -> Option<Section> {
    let say = told::say(lang);
    let row = u32::try_from(row.checked_sub(1)?).ok()?;
    if row as usize >= of.task.labels.codes.len() {
        return None;
    }
    let reasons = reasons(of, row, &say);
    let log_odds = reasons.base + reasons.columns.iter().map(|c| c.2).sum::<f64>();
    let p = say.percent(1.0 / (1.0 + libm::exp(-log_odds)));
    let class = told::class(&of.ask.label, &of.positive, &say);
    let number = say.count(row as usize + 1);
    let base = [
        ("row", (&number).into()),
        ("class", (&class).into()),
        ("p", (&p).into()),
    ];
    let title = match reasons.columns.first().filter(|c| c.2.abs() >= 0.05) {
        Some((column, ..)) => {
            let args = [base[0], base[1], base[2], ("column", column.into())];
            say.fill(words::WHY_TITLE, &args)
        }
        None => say.fill(words::WHY_TITLE_PLAIN, &base),
    };
    let at = of.task.rows.binary_search(&row);
    let judged = |at: usize| {
        let rows = of.trial.probabilities();
        rows.binary_search_by_key(&(at as u32), |row| row.0).is_ok()
    };
    let note = match at {
        Ok(at) if !judged(at) => words::WHY_NOTE_SEEN,
        _ => words::WHY_NOTE_UNSEEN,
    };
    let texts = (
        title,
        say.plain(words::WHY_SUB).to_owned(),
        say.plain(note).to_owned(),
    );
    let section = Section {
        id: "learn-why".to_owned(),
        title: texts.0.clone(),
        blocks: vec![say.chart(
            "learn-why-steps",
            texts,
            steps(&reasons, log_odds, &say),
            Vec::new(),
        )],
    };
    Some(section)
}

/// From an average row to this one.
fn steps(reasons: &Reasons, log_odds: f64, say: &Say<'_>) -> Plot {
    let mut steps = vec![Step {
        name: say.plain(words::WHY_START).to_owned(),
        value: reasons.base,
        total: true,
    }];
    for (name, value, add) in reasons.columns.iter().take(SHOWN) {
        steps.push(Step {
            name: format!("{name} = {value}"),
            value: *add,
            total: false,
        });
    }
    let others: f64 = reasons.columns.iter().skip(SHOWN).map(|c| c.2).sum();
    if reasons.columns.len() > SHOWN {
        steps.push(Step {
            name: say.plain(words::WHY_OTHERS).to_owned(),
            value: others,
            total: false,
        });
    }
    steps.push(Step {
        name: say.plain(words::WHY_END).to_owned(),
        value: log_odds,
        total: true,
    });
    Plot::Waterfall {
        y: say.measure(words::LOG_ODDS, Format::Number { decimals: 2 }),
        steps,
    }
}
