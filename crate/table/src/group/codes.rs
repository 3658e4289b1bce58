//! Any column's values as dense codes.

use std::borrow::Cow;

use crate::calendar::Date;
use crate::{Column, Dates, Ints, NULL_CODE, NULL_INT, Values};

/// A code per row: below `count` for a value, `count` or above for an empty cell.
pub(super) struct Codes<'a> {
    codes: Cow<'a, [u32]>,
    /// What the codes mean where they do not stand for themselves (several dates, one month).
    meaning: Option<Vec<u32>>,
    /// Number of distinct values.
    pub(super) count: u32,
}

impl<'a> Codes<'a> {
    /// Distinct values of a column.
    pub(super) fn of(column: &'a Column) -> Self {
        let (codes, count) = match &column.values {
            Values::Empty(rows) => (Cow::Owned(vec![NULL_CODE; *rows]), 0),
            Values::Text(dict) | Values::Boolean { dict, .. } => {
                (Cow::Borrowed(dict.codes.as_slice()), dict.distinct() as u32)
            }
            Values::Dates(dates) => (
                Cow::Borrowed(dates.dict.codes.as_slice()),
                dates.dict.distinct() as u32,
            ),
            Values::Integer(values)
            | Values::Decimal {
                mantissas: values, ..
            } => numbers(values),
        };
        Self {
            codes,
            meaning: None,
            count,
        }
    }

    /// Months of a column of dates; `None` where it holds none.
    pub(super) fn months(column: &'a Column) -> Option<Self> {
        let Values::Dates(dates) = &column.values else {
            return None;
        };
        let (meaning, count) = months(dates);
        Some(Self {
            codes: Cow::Borrowed(dates.dict.codes.as_slice()),
            meaning: Some(meaning),
            count,
        })
    }

    /// Bits that tell all codes apart, the empty cell's included.
    pub(super) fn bits(&self) -> u32 {
        u32::BITS - self.count.leading_zeros()
    }

    /// The code in a row, at most `count`.
    #[inline]
    pub(super) fn get(&self, row: usize) -> u64 {
        let code = self.codes[row];
        let code = match &self.meaning {
            Some(meaning) => meaning.get(code as usize).copied().unwrap_or(NULL_CODE),
            None => code,
        };
        u64::from(code.min(self.count))
    }
}

/// Codes of months in calendar order, by the codes of dates.
fn months(dates: &Dates) -> (Vec<u32>, u32) {
    let month_of: Vec<i64> = dates
        .civil_seconds
        .iter()
        .map(|&seconds| match seconds {
            NULL_INT => NULL_INT,
            _ => month(seconds.div_euclid(86_400)),
        })
        .collect();
    let mut known: Vec<i64> = month_of.clone();
    crate::order::sort(&mut known);
    known.dedup();
    known.retain(|&month| month != NULL_INT);
    let codes = month_of
        .iter()
        .map(|month| known.binary_search(month).map_or(NULL_CODE, |i| i as u32))
        .collect();
    (codes, known.len() as u32)
}

/// `2026-03` for the date in a row; `None` where there is none.
pub(super) fn month_text(dates: &Dates, row: usize) -> Option<String> {
    let code = *dates.dict.codes.get(row)?;
    let seconds = *dates.civil_seconds.get(code as usize)?;
    let month = (seconds != NULL_INT).then(|| month(seconds.div_euclid(86_400)))?;
    let (year, of_year) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    Some(format!("{year:04}-{of_year:02}"))
}

/// Months since the year 0 of a day since 1970-01-01.
fn month(day: i64) -> i64 {
    let date = Date::of(day.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32);
    i64::from(date.year) * 12 + i64::from(date.month) - 1
}

/// Codes of numbers in order of first appearance.
fn numbers(values: &Ints) -> (Cow<'static, [u32]>, u32) {
    let present = || values.iter().filter(|&v| v != NULL_INT);
    let (Some(lowest), Some(highest)) = (present().min(), present().max()) else {
        return (Cow::Owned(vec![NULL_CODE; values.len()]), 0);
    };
    let codes = if highest.abs_diff(lowest) <= values.len() as u64 {
        by_address(values, lowest, highest.abs_diff(lowest) as usize + 1)
    } else {
        by_probing(values)
    };
    let count = codes
        .iter()
        .filter(|&&code| code != NULL_CODE)
        .max()
        .map_or(0, |&code| code + 1);
    (Cow::Owned(codes), count)
}

/// For numbers that lie close together: a table with a place for each.
fn by_address(values: &Ints, lowest: i64, places: usize) -> Vec<u32> {
    let mut code_of = vec![NULL_CODE; places];
    let mut next = 0;
    values
        .iter()
        .map(|value| {
            if value == NULL_INT {
                return NULL_CODE;
            }
            let code = &mut code_of[value.abs_diff(lowest) as usize];
            if *code == NULL_CODE {
                *code = next;
                next += 1;
            }
            *code
        })
        .collect()
}

/// For numbers that lie anywhere: open addressing, at most half full.
fn by_probing(values: &Ints) -> Vec<u32> {
    let mut slots: Vec<(i64, u32)> = vec![(NULL_INT, 0); 1 << 12];
    let mut next = 0_u32;
    // Lines of one order stand together, so that the number before is the likeliest.
    let mut before = (NULL_INT, NULL_CODE);
    let mut codes = Vec::with_capacity(values.len());
    for value in values.iter() {
        if value == NULL_INT {
            codes.push(NULL_CODE);
            continue;
        }
        if value != before.0 {
            let mut at = slot(value, slots.len());
            while slots[at].0 != value && slots[at].0 != NULL_INT {
                at = (at + 1) & (slots.len() - 1);
            }
            if slots[at].0 == NULL_INT {
                slots[at] = (value, next);
                next += 1;
            }
            before = (value, slots[at].1);
            if next as usize * 2 > slots.len() {
                slots = grown(&slots);
            }
        }
        codes.push(before.1);
    }
    codes
}

fn grown(slots: &[(i64, u32)]) -> Vec<(i64, u32)> {
    let mut larger = vec![(NULL_INT, 0); slots.len() * 4];
    for &(value, code) in slots.iter().filter(|slot| slot.0 != NULL_INT) {
        let mut at = slot(value, larger.len());
        while larger[at].0 != NULL_INT {
            at = (at + 1) & (larger.len() - 1);
        }
        larger[at] = (value, code);
    }
    larger
}

/// Fibonacci hashing: the product's high bits are mixed best.
fn slot(value: i64, slots: usize) -> usize {
    let hash = (value as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (hash >> (u64::BITS - slots.trailing_zeros())) as usize
}
