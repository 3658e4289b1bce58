//! A table's columns as labels, times and features.

use std::collections::BTreeMap;

use ledger::{Cells, Column, Frame, NONE, PERSONAL, UNKNOWN};
use predict::{Feature, Features};

use super::Error;

/// The classes of a label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels {
    /// Per row an index into `names`, or [`NONE`] where the cell is empty.
    pub codes: Vec<u32>,
    /// The classes, ascending.
    pub names: Vec<String>,
}

impl Labels {
    /// The cells of a column as classes: numbers without needless zeros, words without spaces around them, and
    /// words that differ in capital letters alone as one, in their most frequent spelling. Empty for dates.
    pub fn of(column: &Column) -> Self {
        match &column.cells {
            Cells::Dates(seconds) => Self {
                codes: vec![NONE; seconds.len()],
                names: Vec::new(),
            },
            Cells::Numbers { mantissas, scale } => {
                let text = |&m: &i64| (m != UNKNOWN).then(|| plain(m, *scale));
                Self::collect(mantissas.iter().map(text))
            }
            Cells::Words { codes, texts } => {
                let names = one_spelling(codes, texts);
                Self::collect(codes.iter().map(|&c| names.get(c as usize)?.clone()))
            }
        }
    }

    fn collect(cells: impl Iterator<Item = Option<String>>) -> Self {
        let cells: Vec<Option<String>> = cells.collect();
        let mut known: BTreeMap<&str, u32> =
            cells.iter().flatten().map(|c| (c.as_str(), 0)).collect();
        for (code, slot) in (0..).zip(known.values_mut()) {
            *slot = code;
        }
        let code = |cell: &Option<String>| cell.as_deref().and_then(|c| known.get(c).copied());
        Self {
            codes: cells.iter().map(|c| code(c).unwrap_or(NONE)).collect(),
            names: known.keys().map(|&name| name.to_owned()).collect(),
        }
    }

    /// The class of a row.
    pub fn class(&self, row: u32) -> Option<&str> {
        let code = *self.codes.get(row as usize)?;
        self.names.get(code as usize).map(String::as_str)
    }

    /// Rows that have a class.
    pub fn rows(&self) -> Vec<u32> {
        (0..self.codes.len() as u32)
            .filter(|&row| self.codes[row as usize] != NONE)
            .collect()
    }

    /// The classes with how often each occurs.
    pub fn counts(&self) -> Vec<(&str, usize)> {
        let mut counts = vec![0; self.names.len()];
        for &code in &self.codes {
            if let Some(count) = counts.get_mut(code as usize) {
                *count += 1;
            }
        }
        self.names.iter().map(String::as_str).zip(counts).collect()
    }
}

/// A number without zeros at its end: `1.50` is `1.5`, `2.00` is `2`.
fn plain(mantissa: i64, scale: u8) -> String {
    let text = table::decimal_text(mantissa, scale);
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// For each text the spelling that stands for it; `None` for what is only spaces.
fn one_spelling(codes: &[u32], texts: &[String]) -> Vec<Option<String>> {
    let mut counts = vec![0usize; texts.len()];
    for &code in codes {
        if let Some(count) = counts.get_mut(code as usize) {
            *count += 1;
        }
    }
    let mut spelled: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for (text, count) in texts.iter().zip(&counts) {
        let text = text.trim();
        let ways = spelled.entry(text.to_lowercase()).or_default();
        *ways.entry(text).or_default() += count;
    }
    let most = |ways: &BTreeMap<&str, usize>| {
        let first = ways.iter().reduce(|a, b| if b.1 > a.1 { b } else { a });
        first.map(|(way, _)| (*way).to_owned())
    };
    let chosen: BTreeMap<&String, Option<String>> = spelled
        .iter()
        .map(|(key, ways)| (key, most(ways)))
        .collect();
    let spelling = |text: &String| {
        let name = chosen.get(&text.trim().to_lowercase())?.clone();
        name.filter(|name| !name.is_empty())
    };
    texts.iter().map(spelling).collect()
}

/// The numbers of a column.
pub(super) fn number(cells: &Cells, row: usize) -> Option<f64> {
    match cells {
        Cells::Numbers { mantissas, scale } => {
            let unit = (0..*scale).fold(1.0, |unit, _| unit * 10.0);
            let mantissa = *mantissas.get(row)?;
            (mantissa != UNKNOWN).then(|| mantissa as f64 / unit)
        }
        _ => None,
    }
}

/// A column by its name.
///
/// # Errors
/// [`Error::NoColumn`] with the names that are nearest, [`Error::Personal`].
pub fn column<'a>(frame: &'a Frame, name: &str) -> Result<&'a Column, Error> {
    let found = frame
        .columns
        .iter()
        .find(|c| c.name == name)
        .or_else(|| frame.columns.iter().find(|c| c.name == name.trim()));
    if let Some(column) = found {
        return match column.role == PERSONAL {
            true => Err(Error::Personal {
                column: column.name.clone(),
            }),
            false => Ok(column),
        };
    }
    let plain = |name: &str| name.to_lowercase().replace([' ', '_', '-'], "");
    let wanted = plain(name);
    let mut near: Vec<(usize, &str)> = frame
        .columns
        .iter()
        .map(|c| (distance(&plain(&c.name), &wanted), c.name.as_str()))
        .collect();
    near.sort_unstable();
    Err(Error::NoColumn {
        file: frame.file.clone(),
        name: name.to_owned(),
        near: near.iter().take(5).map(|near| near.1.to_owned()).collect(),
    })
}

/// Edits between two texts (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (corner + usize::from(x != *y))
                .min(row[j] + 1)
                .min(row[j + 1] + 1);
            corner = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}

/// Different owners below which rows are not told apart by them.
const LEAST_OWNERS: usize = 10;

/// Whose each row is, by the first column of customers, persons or orders in which rows share one; and that column.
pub(super) fn owners(frame: &Frame) -> Option<(&Column, Vec<Option<u32>>)> {
    let of = |column: &Column| -> Option<Vec<Option<u32>>> {
        let owners: Vec<Option<u32>> = match &column.cells {
            Cells::Words { codes, .. } => codes
                .iter()
                .map(|&c| Some(c).filter(|&c| c != NONE))
                .collect(),
            Cells::Numbers { mantissas, .. } => {
                let mut known: BTreeMap<i64, u32> = BTreeMap::new();
                let owner = |&m: &i64| {
                    let next = known.len() as u32;
                    (m != UNKNOWN).then(|| *known.entry(m).or_insert(next))
                };
                mantissas.iter().map(owner).collect()
            }
            Cells::Dates(_) => return None,
        };
        let mut distinct: Vec<u32> = owners.iter().copied().flatten().collect();
        let filled = distinct.len();
        distinct.sort_unstable();
        distinct.dedup();
        (distinct.len() >= LEAST_OWNERS && distinct.len() < filled).then_some(owners)
    };
    ["customer_id", PERSONAL, "order_id"]
        .iter()
        .flat_map(|role| frame.columns.iter().filter(move |c| c.role == *role))
        .find_map(|column| Some((column, of(column)?)))
}

/// The class that a value names: as it is spelled, or else in other capitals, with spaces around it, or as the same number.
pub fn named<'a>(names: impl Iterator<Item = &'a str> + Clone, value: &str) -> Option<&'a str> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let is_same = |own: &str| {
        own.trim().to_lowercase() == value.trim().to_lowercase()
            || number(own).is_some_and(|own| number(value) == Some(own))
    };
    // `01` is `1` only where there is no `01`.
    let mut exact = names.clone();
    let exact = exact.find(|own| *own == value);
    let mut names = names;
    exact.or_else(|| names.find(|own| is_same(own)))
}

/// Seconds of a column of dates, or its whole numbers, to order rows by.
pub fn times(column: &Column) -> Option<Vec<Option<i64>>> {
    let known = |value: &i64| Some(*value).filter(|&v| v != UNKNOWN);
    match &column.cells {
        Cells::Dates(seconds) => Some(seconds.iter().map(known).collect()),
        Cells::Numbers {
            mantissas,
            scale: 0,
        } => Some(mantissas.iter().map(known).collect()),
        _ => None,
    }
}

/// All columns but some as features: numbers, categories, and of dates the day, weekday and hour. What identifies
/// persons is none.
///
/// # Errors
/// [`predict::Error::ShapeMismatch`], which a frame that was read cannot cause.
pub fn features(frame: &Frame, without: &[&str]) -> Result<Features, Error> {
    let mut columns = Vec::new();
    let own = |c: &&Column| c.role != PERSONAL && !without.contains(&c.name.as_str());
    for Column { name, cells, .. } in frame.columns.iter().filter(own) {
        let rows = 0..frame.rows;
        match cells {
            Cells::Numbers { .. } => {
                columns.push(Feature::numeric(name, rows.map(|row| number(cells, row))));
            }
            Cells::Words { codes, texts } => {
                let word = |row: usize| texts.get(codes[row] as usize).map(String::as_str);
                columns.push(Feature::categorical(name, rows.map(word)));
            }
            Cells::Dates(seconds) => {
                let at = |row: usize| Some(seconds[row]).filter(|&s| s != UNKNOWN);
                let day = |row| at(row).map(|s: i64| s.div_euclid(86_400));
                let days = rows.clone().map(|row| day(row).map(|d| d as f64));
                columns.push(Feature::numeric(name, days));
                let weekday = |row| day(row).map(|d| (d + 3).rem_euclid(7) as f64);
                let named = [name.as_str(), ": weekday"].concat();
                columns.push(Feature::numeric(&named, rows.clone().map(weekday)));
                let has_time = |s: &i64| *s != UNKNOWN && s.rem_euclid(86_400) != 0;
                if seconds.iter().any(has_time) {
                    let hour = |row| at(row).map(|s| (s.rem_euclid(86_400) / 3_600) as f64);
                    let named = [name.as_str(), ": hour"].concat();
                    columns.push(Feature::numeric(&named, rows.map(hour)));
                }
            }
        }
    }
    Ok(Features::new(frame.rows, columns)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: Cells) -> Column {
        Column {
            role: String::new(),
            name: "x".into(),
            currency: String::new(),
            percent: false,
            cells,
        }
    }

    #[test]
    fn numbers_are_classes_without_needless_zeros() {
        let cells = Cells::Numbers {
            mantissas: vec![100, 150, UNKNOWN, 100],
            scale: 2,
        };
        let labels = Labels::of(&column(cells));
        assert_eq!(labels.names, ["1", "1.5"]);
        assert_eq!(labels.codes, [0, 1, NONE, 0]);
        assert_eq!(plain(1_000, 0), "1000");
    }

    #[test]
    fn words_that_differ_in_capitals_are_one_class() {
        let cells = Cells::Words {
            codes: vec![0, 1, 1, 2, 3, NONE],
            texts: vec!["yes".into(), "Yes ".into(), "No".into(), "  ".into()],
        };
        let labels = Labels::of(&column(cells));
        assert_eq!(labels.counts(), [("No", 1), ("Yes", 3)]);
        assert_eq!(labels.rows(), [0, 1, 2, 3]);
        assert_eq!(labels.class(0), Some("Yes"));
    }

    #[test]
    fn values_name_a_class_however_they_are_spelled() {
        let of = |names: &[&'static str], value: &str| named(names.iter().copied(), value);
        assert_eq!(of(&["No", "Yes"], " yes "), Some("Yes"));
        assert_eq!(of(&["0", "1"], "1.0"), Some("1"));
        assert_eq!(of(&["1", "01"], "01"), Some("01"));
        assert_eq!(of(&["1", "2"], "01"), Some("1"));
        assert_eq!(of(&["yes"], "ja"), None);
    }

    #[test]
    fn rows_of_one_customer_are_found_and_of_few_customers_not() {
        let numbers = |count: i64| Cells::Numbers {
            mantissas: (0..40)
                .map(|row| if row == 0 { UNKNOWN } else { row % count })
                .collect(),
            scale: 0,
        };
        let frame = |role: &str, cells: Cells| Frame {
            rows: 40,
            columns: vec![
                column(Cells::Dates(vec![0; 40])),
                Column {
                    role: role.into(),
                    ..column(cells)
                },
            ],
            ..Frame::default()
        };
        let found = frame("customer_id", numbers(12));
        let (_, of) = owners(&found).expect("twelve customers");
        assert_eq!(
            (of[0], of[1] == of[13], of[1] == of[2]),
            (None, true, false)
        );
        assert!(owners(&frame("customer_id", numbers(9))).is_none());
        assert!(owners(&frame("customer_id", numbers(40))).is_none());
        assert!(owners(&frame("age", numbers(12))).is_none());
        // Persons are told apart without their names.
        let cells = Cells::Words {
            codes: (0..40).map(|row| row / 2).collect(),
            texts: Vec::new(),
        };
        assert!(owners(&frame(PERSONAL, cells)).is_some());
    }

    #[test]
    fn a_wrong_name_is_answered_with_near_ones() {
        let frame = Frame {
            file: "a.csv".into(),
            columns: vec![column(Cells::Dates(Vec::new()))],
            ..Frame::default()
        };
        let error = super::column(&frame, "X_").unwrap_err();
        assert!(matches!(&error, Error::NoColumn { near, .. } if near == &["x"]));
        assert_eq!(distance("revenue", "revnue"), 1);
    }
}
