//! The same rows in two tables without order numbers, where nothing else can tell a sale from its copy.

use std::hash::BuildHasher;

use hashbrown::HashMap;
use table::Table;

use super::note::Notes;
use super::source::Source;
use crate::{QualityCode, RowRef};

/// Rows that two tables share by chance.
const CHANCE: usize = 2;

type Counts = HashMap<u64, usize, foldhash::fast::FixedState>;

/// Leaves out tables whose rows all stand in an earlier one of the same columns; where a part of them
/// does, they count, and it is said.
pub(crate) fn leave_copies(sources: &mut Vec<Source<'_>>, notes: &mut Notes) {
    let alone = |s: &Source<'_>| s.id.is_none() && !s.dates.is_empty();
    if sources.iter().filter(|s| alone(s)).count() < 2 {
        return;
    }
    let mut seen: Vec<(&Table, Counts)> = Vec::new();
    sources.retain(|s| {
        if !alone(s) {
            return true;
        }
        let table = s.table;
        let mut counts = Counts::default();
        for row in 0..table.rows {
            *counts.entry(mark(table, row)).or_default() += 1;
        }
        let copy = seen.iter().find_map(|(other, known)| {
            let same = other.columns.len() == table.columns.len()
                && (other.columns.iter().zip(&table.columns)).all(|(a, b)| a.name == b.name);
            if !same {
                return None;
            }
            let mut left = known.clone();
            let shared: Vec<u32> = (0..table.rows as u32)
                .filter(|&row| match left.get_mut(&mark(table, row as usize)) {
                    Some(n) if *n > 0 => {
                        *n -= 1;
                        true
                    }
                    _ => false,
                })
                .collect();
            (shared.len() > CHANCE).then_some(shared)
        });
        seen.push((table, counts));
        let Some(shared) = copy else {
            return true;
        };
        let whole = shared.len() == table.rows;
        if whole {
            notes.rows(QualityCode::OverlappingFiles, s.index, &shared, "");
        } else {
            for row in shared {
                let row = RowRef {
                    table: s.index,
                    row,
                };
                notes.add(QualityCode::DuplicateRows, row);
            }
        }
        !whole
    });
}

/// A row's cells as one number.
fn mark(table: &Table, row: usize) -> u64 {
    let mut text = String::new();
    for column in &table.columns {
        text.push_str(&column.cell(row).unwrap_or_default());
        text.push('\u{1f}');
    }
    foldhash::fast::FixedState::default().hash_one(text)
}
