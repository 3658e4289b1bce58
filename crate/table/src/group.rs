//! Grouped aggregates over the rows of a table: sums and distinct counts by any columns.
//!
//! Rows are sorted by their packed keys instead of hashed: where nearly every row is a group of its
//! own, as with month × store × product, a sort reads and writes memory in long runs while a hash
//! table jumps. Nothing is allocated per row or per group.

mod codes;
mod radix;

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::{Column, Ints, NULL_INT, Table, Values};
use codes::Codes;

/// What to group by, add up and count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupQuery {
    /// The keys.
    pub by: Vec<GroupKey>,
    /// The column to add up.
    pub sum: String,
    /// A column to multiply it with in each row, such as a quantity.
    #[serde(default)]
    pub times: Option<String>,
    /// Columns whose distinct values are counted in each group; empty cells do not count.
    #[serde(default)]
    pub distinct: Vec<String>,
}

/// One key of a [`GroupQuery`]. Empty cells are a key of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupKey {
    /// A column's values.
    Column(String),
    /// The calendar month of a column of dates.
    Month(String),
}

/// Groups in falling order of their sums; ties in the order of the keys' first appearance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Groups {
    /// A row of each group, for its keys: the first one in the table.
    pub first_row: Vec<u32>,
    /// Rows in each group.
    pub rows: Vec<u32>,
    /// Sums: mantissas with `scale` decimal digits; exact unless an exact sum would not fit, then of rounded amounts.
    pub sum: Vec<i64>,
    /// Decimal digits of the sums.
    pub scale: u8,
    /// Per column of [`GroupQuery::distinct`], the count in each group.
    pub distinct: Vec<Vec<u32>>,
}

/// Why rows cannot be grouped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GroupError {
    /// The table has no such column.
    #[error("there is no column {0:?}")]
    NoColumn(String),
    /// Months were asked of a column without dates.
    #[error("column {0:?} holds no dates")]
    NoDates(String),
    /// A sum was asked of a column without numbers.
    #[error("column {0:?} holds no numbers")]
    NoNumbers(String),
    /// A sum that 64 bits cannot hold.
    #[error("the sum of column {0:?} is too large")]
    Overflow(String),
    /// The keys have more combinations than 64 bits can tell apart.
    #[error("the keys have too many combinations")]
    TooManyKeys,
}

/// Groups the rows of a table.
///
/// # Errors
/// [`GroupError`], when a column is missing or of the wrong type, or a number grows too large.
pub fn group(table: &Table, query: &GroupQuery) -> Result<Groups, GroupError> {
    let keys = query
        .by
        .iter()
        .map(|key| match key {
            GroupKey::Column(name) => Ok(Codes::of(column(table, name)?)),
            GroupKey::Month(name) => {
                Codes::months(column(table, name)?).ok_or_else(|| GroupError::NoDates(name.clone()))
            }
        })
        .collect::<Result<Vec<_>, _>>()?;
    let counted = query
        .distinct
        .iter()
        .map(|name| Ok(Codes::of(column(table, name)?)))
        .collect::<Result<Vec<_>, _>>()?;
    let amounts = Amounts::of(table, query)?;
    let bits: u32 = keys.iter().map(Codes::bits).sum();
    if bits > 64 {
        return Err(GroupError::TooManyKeys);
    }
    let packed = |row: usize| {
        keys.iter().fold(0_u64, |key, codes| {
            key.unbounded_shl(codes.bits()) | codes.get(row)
        })
    };
    let groups = if bits <= 32 {
        let pairs = (0..table.rows).map(|row| packed(row) << 32 | row as u64);
        let sorted = radix::sorted(pairs.collect(), bits, |pair| pair >> 32);
        scanned(&sorted, |pair| (pair >> 32, pair as u32), amounts, &counted)
    } else {
        let pairs = (0..table.rows).map(|row| (packed(row), row as u32));
        let sorted = radix::sorted(pairs.collect(), bits, |pair| pair.0);
        scanned(&sorted, |pair| pair, amounts, &counted)
    };
    groups
        .map(by_falling_sum)
        .ok_or_else(|| GroupError::Overflow(query.sum.clone()))
}

/// Exact sums, or rounded ones where exact ones are too large for 64 bits.
fn scanned<T: Copy>(
    sorted: &[T],
    split: impl Fn(T) -> (u64, u32),
    amounts: Amounts<'_>,
    counted: &[Codes<'_>],
) -> Option<Groups> {
    scan(sorted, &split, &amounts, counted)
        .or_else(|| scan(sorted, &split, &amounts.coarse()?, counted))
}

/// A key in a row as a person would read it: the cell, or `2026-03` for a month. `None` where the cell is empty.
///
/// # Errors
/// [`GroupError`], when the column is missing or holds no dates.
pub fn key_text(table: &Table, key: &GroupKey, row: u32) -> Result<Option<String>, GroupError> {
    match key {
        GroupKey::Column(name) => {
            let cell = column(table, name)?.cell(row as usize);
            Ok(cell.map(|text| text.into_owned()))
        }
        GroupKey::Month(name) => match &column(table, name)?.values {
            Values::Dates(dates) => Ok(codes::month_text(dates, row as usize)),
            _ => Err(GroupError::NoDates(name.clone())),
        },
    }
}

fn column<'a>(table: &'a Table, name: &str) -> Result<&'a Column, GroupError> {
    table
        .columns
        .iter()
        .find(|column| column.name == name)
        .ok_or_else(|| GroupError::NoColumn(name.to_owned()))
}

/// Digits kept when a sum at full scale is too large: files of programs hold `1.776e-15` for nothing.
const COARSE_SCALE: u8 = 6;

/// The amount in each row: a column, perhaps times another.
struct Amounts<'a> {
    amount: &'a Ints,
    times: Option<&'a Ints>,
    scale: u8,
    /// What products are divided by to come down to `scale`.
    divisor: i128,
}

impl<'a> Amounts<'a> {
    fn of(table: &'a Table, query: &GroupQuery) -> Result<Self, GroupError> {
        let numbers = |name: &String| match &column(table, name)?.values {
            Values::Integer(values) => Ok((values, 0)),
            Values::Decimal { mantissas, scale } => Ok((mantissas, *scale)),
            _ => Err(GroupError::NoNumbers(name.clone())),
        };
        let (amount, scale) = numbers(&query.sum)?;
        let (times, more) = match &query.times {
            Some(name) => numbers(name).map(|(values, scale)| (Some(values), scale))?,
            None => (None, 0),
        };
        Ok(Self {
            amount,
            times,
            scale: scale + more,
            divisor: 1,
        })
    }

    /// The same with at most [`COARSE_SCALE`] digits, if there are more.
    fn coarse(self) -> Option<Self> {
        let surplus = self.scale.checked_sub(COARSE_SCALE).filter(|&n| n > 0)?;
        Some(Self {
            scale: COARSE_SCALE,
            divisor: 10_i128.checked_pow(u32::from(surplus))?,
            ..self
        })
    }

    /// `None` on overflow; an empty cell adds nothing.
    #[inline]
    fn get(&self, row: usize) -> Option<i64> {
        let amount = self.amount.at(row);
        let times = self.times.map_or(1, |times| times.at(row));
        if amount == NULL_INT || times == NULL_INT {
            return Some(0);
        }
        if self.divisor == 1 {
            return amount.checked_mul(times);
        }
        let exact = i128::from(amount) * i128::from(times);
        // Half away from zero.
        let half = exact.signum() * (self.divisor / 2);
        i64::try_from((exact + half) / self.divisor).ok()
    }
}

/// Goes through rows sorted by key and closes a group at each change. `None` on overflow.
fn scan<T: Copy>(
    sorted: &[T],
    split: impl Fn(T) -> (u64, u32),
    amounts: &Amounts<'_>,
    counted: &[Codes<'_>],
) -> Option<Groups> {
    let mut groups = Groups {
        first_row: Vec::new(),
        rows: Vec::new(),
        sum: Vec::new(),
        scale: amounts.scale,
        distinct: vec![Vec::new(); counted.len()],
    };
    // The group in which each value was last met: one look tells whether it is new in this one.
    let mut last_met: Vec<Vec<u32>> = counted
        .iter()
        .map(|codes| vec![0; codes.count as usize])
        .collect();
    let mut at = 0;
    while let Some(&first) = sorted.get(at) {
        let (key, first_row) = split(first);
        let number = groups.rows.len() as u32 + 1;
        let mut sum = 0_i64;
        let start = at;
        for counts in &mut groups.distinct {
            counts.push(0);
        }
        while let Some((_, row)) = sorted
            .get(at)
            .map(|&pair| split(pair))
            .filter(|p| p.0 == key)
        {
            sum = sum.checked_add(amounts.get(row as usize)?)?;
            for ((codes, met), counts) in
                counted.iter().zip(&mut last_met).zip(&mut groups.distinct)
            {
                // An empty cell's code is beyond the end of `met`.
                if let Some(met) = met.get_mut(codes.get(row as usize) as usize)
                    && *met != number
                {
                    *met = number;
                    if let Some(count) = counts.last_mut() {
                        *count += 1;
                    }
                }
            }
            at += 1;
        }
        groups.first_row.push(first_row);
        groups.rows.push((at - start) as u32);
        groups.sum.push(sum);
    }
    Some(groups)
}

fn by_falling_sum(groups: Groups) -> Groups {
    let highest = groups.sum.iter().copied().max().unwrap_or(0);
    let spread = groups
        .sum
        .iter()
        .copied()
        .min()
        .map_or(0, |lowest| highest.abs_diff(lowest));
    let bits = u64::BITS - spread.leading_zeros();
    let order: Vec<u32> = if bits <= 32 {
        let pairs = groups
            .sum
            .iter()
            .enumerate()
            .map(|(i, &sum)| highest.abs_diff(sum) << 32 | i as u64);
        let sorted = radix::sorted(pairs.collect(), bits, |pair| pair >> 32);
        sorted.into_iter().map(|pair| pair as u32).collect()
    } else {
        let mut order: Vec<u32> = (0..groups.sum.len() as u32).collect();
        order.sort_by_key(|&i| Reverse(groups.sum[i as usize]));
        order
    };
    Groups {
        first_row: picked(&groups.first_row, &order),
        rows: picked(&groups.rows, &order),
        sum: picked(&groups.sum, &order),
        scale: groups.scale,
        distinct: groups
            .distinct
            .iter()
            .map(|counts| picked(counts, &order))
            .collect(),
    }
}

fn picked<T: Copy>(values: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|&i| values[i as usize]).collect()
}

#[cfg(test)]
mod tests;
