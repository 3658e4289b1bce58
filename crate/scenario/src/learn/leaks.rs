//! Columns that are doubted, in words.

use predict::{Doubt, Doubted};
use report::Block;

use super::{Learned, words};
use crate::parts::{Row, words as cell};
use crate::say::Say;

/// Why a column is doubted.
pub(super) fn reason(doubt: &Doubt, label: &str, class: &str, say: &Say<'_>) -> String {
    match doubt {
        Doubt::Empty => say.plain(words::D_EMPTY).to_owned(),
        Doubt::Constant => say.plain(words::D_CONSTANT).to_owned(),
        Doubt::Identifier { distinct } => {
            let n = say.count(*distinct);
            say.fill(words::D_IDENTIFIER, &[("n", (&n).into())])
        }
        Doubt::CopyOfLabel { agreement } => say.fill(
            words::D_COPY,
            &[
                ("label", label.into()),
                ("share", (&say.percent(*agreement)).into()),
            ],
        ),
        Doubt::FilledForOneClass {
            share, positive, ..
        } => {
            let phrase = match positive {
                true => words::D_FILLED,
                false => words::D_FILLED_NOT,
            };
            let share = say.percent(*share);
            say.fill(
                phrase,
                &[("class", class.into()), ("share", (&share).into())],
            )
        }
        Doubt::TellsAlone { auc } => {
            let auc = say.number(*auc, 3);
            say.fill(words::D_ALONE, &[("auc", (&auc).into())])
        }
    }
}

/// Columns that may give the answer away: those learned from all the same (`kept`), or those left out.
pub(super) fn leaks(of: &Learned, kept: bool) -> Vec<&Doubted> {
    let doubted = of.task.doubted.iter().filter(|d| d.doubt.is_leak());
    doubted
        .filter(|d| of.task.left_out.contains(&d.column) != kept)
        .collect()
}

/// Names with quotes, the first few.
pub(super) fn listed(names: &[&str], say: &Say<'_>) -> String {
    let quoted: Vec<String> = names.iter().take(6).map(|n| format!("“{n}”")).collect();
    let more = if names.len() > 6 { " …" } else { "" };
    let mark = match say.lang {
        chart::spec::Lang::Zh => "、",
        chart::spec::Lang::En => ", ",
    };
    [quoted.join(mark).as_str(), more].concat()
}

/// Every column that is doubted, of no use or personal; none where there is none.
pub(super) fn table(of: &Learned, class: &str, say: &Say<'_>) -> Option<Block> {
    let doubted = of.task.doubted.iter().map(|d| {
        let left_out = of.task.left_out.contains(&d.column);
        let reason = reason(&d.doubt, &of.ask.label, class, say);
        (d.column.as_str(), reason, left_out)
    });
    let personal = of.task.personal.iter().map(|column| {
        let reason = say.plain(words::D_PERSONAL).to_owned();
        (column.as_str(), reason, true)
    });
    let rows: Vec<Row> = doubted
        .chain(personal)
        .map(|(column, reason, left_out)| {
            let used = if left_out { words::NO } else { words::YES };
            (
                vec![cell(column), cell(reason), cell(say.plain(used))],
                None,
            )
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let texts = (
        say.plain(words::LEAKS_TITLE).to_owned(),
        say.fill(words::LEAKS_SUB, &[("n", rows.len().into())]),
        String::new(),
    );
    let columns = [words::COLUMN, words::REASON, words::USED].map(|name| say.words_column(name));
    Some(say.table("learn-doubts", texts, columns.to_vec(), rows, 60))
}
