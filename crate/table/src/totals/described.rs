//! A first row that says in words what the columns hold, as templates for sellers have.

use crate::{builder::ColumnBuilder, clean::is_loose_placeholder, date, number};

/// Rows that are looked at below the first.
const BELOW: usize = 20;

/// Columns whose values the words stand above.
const FEWEST: usize = 3;

/// Whether the first row describes the columns.
pub(super) fn is_described(columns: &[ColumnBuilder], rows: usize) -> bool {
    if rows < 3 {
        return false;
    }
    let (mut words, mut above_values) = (0usize, 0usize);
    for column in columns {
        let Some(said) = column.text(0).filter(|text| !is_loose_placeholder(text)) else {
            continue;
        };
        if is_value(&said) {
            return false;
        }
        words += 1;
        let below = || (1..rows.min(BELOW)).filter_map(|row| column.text(row));
        if below().any(|text| text == said) {
            return false;
        }
        above_values += usize::from(below().count() > 0 && below().all(|text| is_value(&text)));
    }
    above_values >= FEWEST && above_values * 2 >= words
}

fn is_value(text: &str) -> bool {
    number::shape(text).is_some() || date::parse(text).is_some()
}
