//! The classes of a label: which are asked for, which are too rare, and how another file spells them.

use ledger::{Cells, Frame, NONE, UNKNOWN};
use predict::LEAST_OF_A_CLASS;
use scenario::learn::{Labels, Positive, likely, named};

use super::{Arguments, Wrong, wrong};

/// Classes that a label may have.
const MOST_CLASSES: usize = 20;

/// Of several classes, those that are too rare to be learned are taken for empty cells, and told.
pub(super) fn without_rare(frame: &mut Frame, label: &str, notes: &mut Vec<String>) {
    let Some(column) = frame.columns.iter_mut().find(|column| column.name == label) else {
        return;
    };
    let labels = Labels::of(column);
    let counts = labels.counts();
    let is_rare = |n: usize| n < LEAST_OF_A_CLASS;
    let rare: Vec<(&str, usize)> = counts
        .iter()
        .copied()
        .filter(|(_, n)| is_rare(*n))
        .collect();
    // Where most are rare, the column is no label: that is told elsewhere.
    if counts.len() < 3 || counts.len() - rare.len() < 2 || counts.len() > MOST_CLASSES {
        return;
    }
    for (class, n) in &rare {
        let rows = if *n == 1 { "row" } else { "rows" };
        notes.push(format!(
            "{label} is {class:?} in {n} {rows} only: too few to learn, and taken as having none (--positive {class:?} counts such rows)"
        ));
    }
    let rare: Vec<bool> = (0..frame.rows as u32)
        .map(|row| {
            labels
                .class(row)
                .is_some_and(|c| rare.iter().any(|r| r.0 == c))
        })
        .collect();
    let rows = rare.iter().enumerate().filter(|(_, rare)| **rare);
    for (row, _) in rows {
        match &mut column.cells {
            Cells::Numbers { mantissas, .. } => mantissas[row] = UNKNOWN,
            Cells::Words { codes, .. } => codes[row] = NONE,
            Cells::Dates(_) => {}
        }
    }
}

/// The classes whose probability is wanted.
pub(super) fn wanted(
    arguments: &Arguments,
    counts: &[(&str, usize)],
    rows: usize,
    notes: &mut Vec<String>,
) -> Result<Vec<String>, Wrong> {
    let known: Vec<&str> = counts.iter().map(|(class, _)| *class).collect();
    if let Some(value) = &arguments.positive {
        let found = named(known.iter().copied(), value);
        return match found {
            Some(class) if known.len() > 1 => Ok(vec![class.to_owned()]),
            Some(class) => Err(one_class(class, rows)),
            None => Err(wrong(predict::Error::UnknownClass {
                value: value.clone(),
                known: known
                    .iter()
                    .take(20)
                    .copied()
                    .collect::<Vec<_>>()
                    .join(", "),
            })),
        };
    }
    match known.len() {
        0 => Err(wrong(predict::Error::NoLabels { rows })),
        1 => Err(one_class(known[0], rows)),
        2 => {
            let class = likely(counts).unwrap_or_default();
            notes.push(format!(
                "{class:?} is taken as the positive class; --positive names another"
            ));
            Ok(vec![class.to_owned()])
        }
        several if several <= MOST_CLASSES => Ok(known.iter().map(|c| (*c).to_owned()).collect()),
        several if known.iter().all(|class| class.parse::<f64>().is_ok()) => {
            Err(wrong(predict::Error::NumericLabel { distinct: several }))
        }
        several => Err(wrong(predict::Error::TooManyClasses {
            classes: several,
            most: MOST_CLASSES,
        })),
    }
}

fn one_class(class: &str, rows: usize) -> Wrong {
    wrong(predict::Error::OneClass {
        value: class.to_owned(),
        rows,
    })
}

/// The classes of another file in the spelling that was learned. Rows of a class that was not learned are told, and have
/// none: they can be neither right nor wrong.
pub(super) fn as_learned(
    mut classes: Vec<Option<String>>,
    learned: &Labels,
    notes: &mut Vec<String>,
) -> Vec<Option<String>> {
    let known = learned.counts();
    let mut unknown: Vec<String> = Vec::new();
    for cell in &mut classes {
        let Some(class) = cell.take() else { continue };
        match named(known.iter().map(|(own, _)| *own), &class) {
            Some(own) => *cell = Some(own.to_owned()),
            None => unknown.push(class),
        }
    }
    if let Some(first) = unknown.first() {
        notes.push(format!(
            "{} rows of the test file have a class that was not learned ({first:?}, for one): they are predicted, and left out of the evaluation",
            unknown.len()
        ));
    }
    classes
}

/// Whether rows of another file are positive.
pub(super) fn truths(classes: &[Option<String>], rows: &[u32], positive: &Positive) -> Vec<bool> {
    let is = |class: &str| match positive {
        Positive::Is(own) => class == own,
        Positive::AtLeast(bound) => class.parse::<f64>().is_ok_and(|n| n >= *bound),
    };
    let rows = rows.iter().map(|&row| classes[row as usize].as_deref());
    rows.map(|class| class.is_some_and(is)).collect()
}
