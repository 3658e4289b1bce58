//! The columns of a table that may be predicted, the likeliest wishes first.

use ledger::{Cells, Column, Frame, PERSONAL};
use serde::Serialize;

use super::columns::{Labels, number};
use super::{likely, trial};

/// Values listed.
const VALUES: usize = 20;

/// Why a column cannot be predicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    /// It identifies persons.
    Personal,
    /// It holds dates.
    Dates,
    /// It has no value.
    Empty,
    /// It has one value.
    Constant,
    /// No value, or all but one, occurs often enough.
    Rare,
}

/// A column that may be predicted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnChoice {
    /// Its name.
    pub name: String,
    /// Rows with a value.
    pub filled: usize,
    /// Different values.
    pub distinct: usize,
    /// The most frequent values, with how often each occurs.
    pub values: Vec<(String, usize)>,
    /// The value that is likely meant.
    pub likely: Option<String>,
    /// For more than two numbers: one that a quarter of the rows reaches, to be at least.
    pub bound: Option<f64>,
    /// Why it cannot be predicted.
    pub unfit: Option<Unfit>,
    /// It has few values, so that it may well be a label.
    pub suggested: bool,
}

/// The columns, those with 2 to 20 values first, then numbers, then the rest; each in the table's order.
pub fn choices(frame: &Frame) -> Vec<ColumnChoice> {
    let mut all: Vec<ColumnChoice> = frame.columns.iter().map(choice).collect();
    let rank = |c: &ColumnChoice| match (c.unfit, c.suggested, c.distinct) {
        (Some(_), ..) => 4,
        (None, true, 2) => 0,
        (None, true, _) => 1,
        (None, false, _) if c.bound.is_some() => 2,
        _ => 3,
    };
    all.sort_by_key(rank);
    all
}

fn choice(column: &Column) -> ColumnChoice {
    let labels = Labels::of(column);
    let counts = labels.counts();
    let filled: usize = counts.iter().map(|(_, n)| n).sum();
    let distinct = counts.len();
    let enough = |n: usize| n >= trial::LEAST && filled - n >= trial::LEAST;
    let bound = bound(&column.cells, distinct);
    let unfit = if column.role == PERSONAL {
        Some(Unfit::Personal)
    } else if matches!(column.cells, Cells::Dates(_)) {
        Some(Unfit::Dates)
    } else if distinct == 0 {
        Some(Unfit::Empty)
    } else if distinct == 1 {
        Some(Unfit::Constant)
    } else if bound.is_none() && !counts.iter().any(|(_, n)| enough(*n)) {
        Some(Unfit::Rare)
    } else {
        None
    };
    let likely = likely(&counts).map(str::to_owned);
    let mut values: Vec<(String, usize)> = counts
        .iter()
        .map(|(name, n)| ((*name).to_owned(), *n))
        .collect();
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    values.truncate(VALUES);
    ColumnChoice {
        name: column.name.clone(),
        filled,
        distinct,
        values,
        likely,
        bound,
        unfit,
        suggested: unfit.is_none() && (2..=VALUES).contains(&distinct),
    }
}

/// What a quarter of the numbers reaches, where there are several and it parts them.
fn bound(cells: &Cells, distinct: usize) -> Option<f64> {
    if distinct <= 2 {
        return None;
    }
    let mut numbers: Vec<f64> = (0..cells.len())
        .filter_map(|row| number(cells, row))
        .collect();
    numbers.sort_unstable_by(f64::total_cmp);
    let bound = *numbers.get(numbers.len() * 3 / 4)?;
    let below = numbers.partition_point(|n| *n < bound);
    let parts = below.min(numbers.len() - below) >= trial::LEAST;
    parts.then_some(bound)
}
