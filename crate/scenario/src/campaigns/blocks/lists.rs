//! Campaigns whose lists name no control group.

use std::collections::BTreeMap;

use analysis::statistics::wilson;
use chart::spec::Format;
use report::Block;
use report::words::phrase::{list, quoted};
use shop::Selection;

use super::super::lists::{Listed, Lists};
use super::super::words;
use crate::parts::{Row, words as cell};
use crate::say::Say;

/// Campaigns that are listed.
const ROWS: usize = 40;

pub(crate) fn lists(say: &Say<'_>, of: &Lists) -> Block {
    let name = |l: &Listed| {
        let id = match l.id.chars().all(|c| c.is_ascii_digit()) {
            true => say.fill(words::CAMPAIGN_NUMBER, &[("id", (&l.id).into())]),
            false => l.id.clone(),
        };
        match l.kind.is_empty() {
            true => id,
            false => [&id, " · ", &l.kind].concat(),
        }
    };
    let rows = of.campaigns.iter().map(|l| -> Row {
        let rate = l.redeemed.map(|r| wilson(r as u64, l.people as u64));
        let cells = vec![
            cell(name(l)),
            cell(l.days.map_or(String::new(), |(a, b)| say.period(a, b))),
            say.cell(Some(l.people as f64), &Format::Count),
            say.cell(l.redeemed.map(|r| r as f64), &Format::Count),
            say.cell(
                l.redeemed.map(|r| r as f64 / l.people as f64),
                &Format::Percent,
            ),
            cell(rate.map_or(String::new(), |of| {
                let (low, high) = (say.percent(of.low), say.percent(of.high));
                let args = [("low", (&low).into()), ("high", (&high).into())];
                say.fill(words::RANGE, &args)
            })),
        ];
        let mut tables: BTreeMap<u16, Vec<u32>> = BTreeMap::new();
        for (table, row) in &l.places {
            tables.entry(*table).or_default().push(*row);
        }
        let rows = tables.into_iter().next().map(|rows| Selection {
            table_rows: Some(rows),
            ..Selection::default()
        });
        (cells, rows)
    });
    let files: Vec<String> = of.files.iter().map(|f| quoted(f, say.lang)).collect();
    let files = list(&files, say.lang);
    say.table(
        "campaigns-lists",
        (
            say.fill(words::LISTS_TITLE, &[("n", of.files.len().into())]),
            say.fill(words::LISTS_SUB, &[("files", (&files).into())]),
            say.plain(words::LISTS_NOTE).to_owned(),
        ),
        vec![
            say.words_column(words::LIST_CAMPAIGN),
            say.words_column(words::LIST_DAYS),
            say.column(words::LIST_PEOPLE, Format::Count),
            say.column(words::LIST_REDEEMED, Format::Count),
            say.bar(words::LIST_RATE, Format::Percent),
            say.words_column(words::UPLIFT_INTERVAL),
        ],
        rows.collect(),
        ROWS,
    )
}
