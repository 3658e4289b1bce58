//! Rows that sum others, name the columns again or close a file.

mod described;
mod footer;
mod label;
mod reconcile;
mod repeated;
mod sum;

use std::collections::BTreeMap;

use crate::{
    builder::{Cells, ColumnBuilder},
    clean::is_loose_placeholder,
    date, number,
};

use footer::footers;
use label::{Label, label};
pub(crate) use reconcile::reconcile;

/// Why a row is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It sums all rows.
    Total,
    /// It sums some rows.
    Subtotal,
    /// It averages rows.
    Average,
    /// It names the columns once more, or is the title above a row that does.
    Header,
    /// It says in words what the columns hold.
    Descriptions,
    /// It closes the file.
    Footer,
}

/// A row to leave out.
#[derive(Debug, Clone)]
pub(crate) struct FoundRow {
    /// The table's row, before rows were left out.
    pub row: u32,
    /// The source row, once known.
    pub source: usize,
    pub kind: Kind,
    /// The cells as written, once known.
    pub cells: Vec<String>,
}

/// The rows to leave out, ascending.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub rows: Vec<FoundRow>,
}

impl Found {
    fn add(&mut self, row: u32, kind: Kind) {
        let at = self.rows.partition_point(|f| f.row < row);
        if self.rows.get(at).is_none_or(|f| f.row != row) {
            self.rows.insert(
                at,
                FoundRow {
                    row,
                    source: 0,
                    kind,
                    cells: Vec::new(),
                },
            );
        }
    }

    fn has(&self, row: usize) -> bool {
        self.rows
            .binary_search_by_key(&row, |f| f.row as usize)
            .is_ok()
    }
}

/// Labels like `Total July` in more rows than this are names of things.
const MAX_LABELS: usize = 1000;

/// Finds the rows to leave out. `after_blank` are the rows before which a blank line stood.
pub(crate) fn find(
    columns: &[ColumnBuilder],
    names: &[(String, String)],
    after_blank: &[u32],
    rows: usize,
) -> Found {
    let mut found = Found::default();
    if columns.len() < 2 || rows == 0 {
        return found;
    }
    for row in repeated::headers(columns, names) {
        found.add(row, Kind::Header);
    }
    if described::is_described(columns, rows) {
        found.add(0, Kind::Descriptions);
    }
    for (row, kind) in labelled(columns, names, rows) {
        found.add(row, kind);
    }
    for row in footers(columns, after_blank, rows) {
        found.add(row as u32, Kind::Footer);
    }
    let sums = |f: &FoundRow| matches!(f.kind, Kind::Total | Kind::Subtotal);
    if !found.rows.iter().any(sums) {
        let last = (0..rows).rev().find(|&r| !found.has(r));
        let gone: Vec<u32> = found.rows.iter().map(|f| f.row).collect();
        for row in [Some(0), last].into_iter().flatten() {
            if rows - gone.len() > 3 && sum::sums_the_others(columns, names, row, &gone, rows) {
                found.add(row as u32, Kind::Total);
                break;
            }
        }
    }
    found
}

/// Rows with a label, as far as they are what the label says.
fn labelled(
    columns: &[ColumnBuilder],
    names: &[(String, String)],
    rows: usize,
) -> Vec<(u32, Kind)> {
    // By row: the label, and whether it stands where dates or numbers do, so that it can be no thing's name.
    let mut labels = BTreeMap::<u32, (Label, bool)>::new();
    for column in columns {
        match &column.cells {
            Cells::Blank(_) => {}
            Cells::Numbers(numbers) => labels.extend(
                numbers
                    .odd
                    .iter()
                    .filter_map(|(row, text)| Some((*row, (label(text)?, true)))),
            ),
            Cells::Texts(texts) => {
                let mut codes: BTreeMap<u32, Label> = texts
                    .texts()
                    .filter_map(|(code, text)| Some((code, label(text)?)))
                    .collect();
                let of_things = |codes: &BTreeMap<u32, Label>| {
                    let is_loose = |c: &&u32| codes.get(*c).is_some_and(|l| !l.alone);
                    texts.codes().iter().filter(is_loose).count() > MAX_LABELS
                };
                if codes.values().any(|l| !l.alone) && of_things(&codes) {
                    codes.retain(|_, l| l.alone);
                }
                if codes.is_empty() {
                    continue;
                }
                let (mut seen, mut values) = (0usize, 0usize);
                for (_, text) in texts
                    .texts()
                    .filter(|(c, _)| !codes.contains_key(c))
                    .take(60)
                {
                    seen += 1;
                    let is_value = date::parse(text).is_some() || number::shape(text).is_some();
                    values += usize::from(is_value);
                }
                let among_values = seen > 0 && values * 10 >= seen * 9;
                labels.extend(texts.codes().iter().enumerate().filter_map(|(row, code)| {
                    Some((row as u32, (*codes.get(code)?, among_values)))
                }));
            }
        }
    }
    // Rows with dates beside the label may as well be of a thing of that name.
    let mut dated: BTreeMap<u32, Label> = (labels.iter())
        .filter(|(row, (label, _))| {
            label.alone && label.kind != Kind::Average && is_dated(columns, **row as usize)
        })
        .map(|(row, (label, _))| (*row, *label))
        .collect();
    labels.retain(|&row, (label, _)| match label.kind {
        Kind::Average => {
            row as usize + 3 >= rows
                && is_bare(columns, row as usize)
                && leaves_blank(columns, row as usize)
        }
        _ if label.alone => is_sparse(columns, row as usize),
        _ => is_bare(columns, row as usize),
    });
    let at: Vec<u32> = labels.keys().copied().collect();
    let checks = sum::check(columns, names, &at, rows);
    let mut found: Vec<(u32, Kind, bool)> = Vec::new();
    for ((row, (label, among_values)), check) in labels.into_iter().zip(checks) {
        let sure = check.sums() || among_values;
        if !label.alone && !sure {
            continue;
        }
        found.push((row, check.kind(label.kind), sure));
    }
    // A word that stands in many rows is a value like any other, unless most of the rows add up.
    let sure = found.iter().filter(|f| f.2).count();
    if found.len() > 3 && found.len() * 10 > rows && sure * 2 < found.len() {
        found.retain(|f| f.2);
    }
    let mut found: Vec<(u32, Kind)> = (found.into_iter())
        .map(|(row, kind, _)| (row, kind))
        .collect();
    dated.retain(|row, _| !at.contains(row));
    if !dated.is_empty() {
        let mut at: Vec<u32> = at.into_iter().chain(dated.keys().copied()).collect();
        crate::order::sort(&mut at);
        let checks = sum::check(columns, names, &at, rows);
        let sums: Vec<(u32, Kind)> = at
            .iter()
            .zip(checks)
            .filter_map(|(row, check)| {
                let label = dated.get(row).filter(|_| check.sums())?;
                Some((*row, check.kind(label.kind)))
            })
            .collect();
        if sums.len() * 2 > dated.len() {
            found.extend(sums);
        }
    }
    found
}

/// The words and the numbers in a row beside its label.
fn words_and_numbers(columns: &[ColumnBuilder], row: usize) -> (usize, usize) {
    let (mut words, mut numbers) = (0usize, 0usize);
    for text in columns.iter().filter_map(|c| c.text(row)) {
        if is_loose_placeholder(&text) || label(&text).is_some() {
            continue;
        }
        if number::shape(&text).is_some() {
            numbers += 1;
        } else {
            words += 1;
        }
    }
    (words, numbers)
}

/// Whether a row would carry hardly more than its label and numbers without its dates.
fn is_dated(columns: &[ColumnBuilder], row: usize) -> bool {
    let dates = (columns.iter().filter_map(|c| c.text(row)))
        .filter(|text| date::parse(text).is_some() && number::shape(text).is_none())
        .count();
    let (words, numbers) = words_and_numbers(columns, row);
    dates > 0 && numbers > 0 && are_few(columns, words.saturating_sub(dates))
}

/// Whether words beside a label are few for the table's columns.
fn are_few(columns: &[ColumnBuilder], words: usize) -> bool {
    let is_words = |c: &&ColumnBuilder| matches!(&c.cells, Cells::Texts(_));
    let word_columns = columns.iter().filter(is_words).count();
    words * 3 <= word_columns.saturating_sub(1)
}

/// Whether a labelled row carries hardly more than its label and numbers.
fn is_sparse(columns: &[ColumnBuilder], row: usize) -> bool {
    let (words, numbers) = words_and_numbers(columns, row);
    numbers > 0 && are_few(columns, words) || words == 0
}

/// Whether a labelled row carries nothing but its label and numbers.
fn is_bare(columns: &[ColumnBuilder], row: usize) -> bool {
    let (words, numbers) = words_and_numbers(columns, row);
    words == 0 && numbers > 0
}

/// Whether a row has no value in a column where nearly all rows above it do, but for the one right above, which may be a sum.
fn leaves_blank(columns: &[ColumnBuilder], row: usize) -> bool {
    let above = 0..row.saturating_sub(1);
    let is_filled =
        |c: &&ColumnBuilder| above.clone().filter(|&r| c.is_null(r)).count() * 10 <= above.len();
    row > 1
        && columns
            .iter()
            .filter(|c| c.is_null(row))
            .any(|c| is_filled(&c))
}
