//! Tables of interactions and lines of vectors, from names to numbers.

use std::collections::BTreeMap;
use std::path::Path;

use ::recommend::{Event, Interactions, Vectors};
use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;
use table::{Column, ColumnChoice, NULL_INT, Options, Reader, Table, Type, Values};

use crate::complain;
use crate::recommend::{bytes_of, shown};

/// Bad lines that are named one by one.
const MOST_NAMED: usize = 10;

/// Interactions and the names behind the numbers, in the order of the names, so that the order of a file does not matter.
pub(crate) struct Named {
    pub(crate) interactions: Interactions,
    users: Vec<String>,
    items: Vec<String>,
}

impl Named {
    pub(crate) fn user(&self, user: u32) -> &str {
        self.users.get(user as usize).map_or("", String::as_str)
    }

    /// The number of an item.
    pub(crate) fn find(&self, item: &str) -> Option<u32> {
        let at = self.items.binary_search_by(|name| name.as_str().cmp(item));
        at.ok().map(|at| at as u32)
    }

    pub(crate) fn item(&self, item: u32) -> &str {
        self.items.get(item as usize).map_or("", String::as_str)
    }
}

/// Counts bad lines, and names the first of them.
struct Bad<'a> {
    file: &'a str,
    count: usize,
}

impl Bad<'_> {
    fn line(&mut self, line: usize, what: &str) {
        self.count += 1;
        if self.count <= MOST_NAMED {
            complain(&format!("shoplens: {}, line {line}: {what}", self.file));
        }
    }

    fn end(&self) -> usize {
        if self.count > MOST_NAMED {
            complain(&format!(
                "shoplens: {}: {} more lines cannot be used",
                self.file,
                self.count - MOST_NAMED
            ));
        }
        self.count
    }
}

/// The first table of a file, the columns of these names as texts; nothing, after a message, where there is none.
fn first_table(path: &Path, texts: &[&str]) -> Result<Option<Table>> {
    let file = shown(path);
    let bytes = bytes_of(path)?;
    let mut options = Options::default();
    let text = ColumnChoice {
        kind: Some(Type::Text),
        ..ColumnChoice::default()
    };
    for name in texts {
        options.columns.insert((*name).to_owned(), text);
    }
    let mut reader = Reader::new(&file, Some(bytes.len() as u64), options);
    if let Err(error) = reader.push(&bytes) {
        complain(&format!("shoplens: {error}"));
        return Ok(None);
    }
    let mut outcome = reader.finish();
    for error in &outcome.failures {
        complain(&format!("shoplens: {error}"));
    }
    if outcome.tables.is_empty() {
        if outcome.failures.is_empty() {
            complain(&format!("shoplens: {file}: nothing in it"));
        }
        return Ok(None);
    }
    Ok(Some(outcome.tables.swap_remove(0)))
}

/// The first column with one of these names.
fn column<'a>(table: &'a Table, names: &[&str]) -> Option<&'a Column> {
    let is = |column: &&Column| {
        let name = column.name.trim().to_lowercase();
        names.contains(&name.as_str())
    };
    table.columns.iter().find(is)
}

/// Pieces on hand by item, of a table with the columns `item` and `stock`; what is not in it may be had. Second, how
/// many lines could not be used.
pub(crate) fn read_stock(path: &Path, named: &Named) -> Result<Option<(Vec<f64>, usize)>> {
    let file = shown(path);
    let Some(table) = first_table(path, &ITEM)? else {
        return Ok(None);
    };
    let (Some(items), Some(pieces)) = (column(&table, &ITEM), column(&table, &STOCK)) else {
        complain(&format!(
            "shoplens: {file}: needs the columns item and stock"
        ));
        return Ok(None);
    };
    let mut stock = vec![f64::INFINITY; named.items.len()];
    let mut bad = Bad {
        file: &file,
        count: 0,
    };
    for row in 0..table.rows {
        let line = table.row_map.source_row(row);
        match (items.cell(row), number(pieces, row)) {
            // What nobody bought cannot be in a list.
            (Some(item), Some(pieces)) => {
                if let Some(item) = named.find(&item) {
                    stock[item as usize] = pieces;
                }
            }
            (None, _) => bad.line(line, "no item"),
            (_, None) => bad.line(line, "the stock is no number"),
        }
    }
    Ok(Some((stock, bad.end())))
}

/// Reads interactions; second, how many lines could not be used. Nothing, after a message, where the file is none.
pub(crate) fn read_interactions(path: &Path) -> Result<Option<(Named, usize)>> {
    let file = shown(path);
    let texts = [&USER[..], &ITEM[..]].concat();
    let Some(table) = first_table(path, &texts)? else {
        return Ok(None);
    };
    let (Some(users), Some(items)) = (column(&table, &USER), column(&table, &ITEM)) else {
        let found: Vec<&str> = table
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .collect();
        complain(&format!(
            "shoplens: {file}: needs the columns user and item, it has {}",
            found.join(", ")
        ));
        return Ok(None);
    };
    let (weights, times) = (column(&table, &WEIGHT), column(&table, &TIME));
    let mut bad = Bad {
        file: &file,
        count: 0,
    };
    let mut rows: Vec<(String, String, f32, Option<i64>)> = Vec::with_capacity(table.rows);
    for row in 0..table.rows {
        let line = table.row_map.source_row(row);
        let (Some(user), Some(item)) = (users.cell(row), items.cell(row)) else {
            let which = if users.cell(row).is_none() {
                "user"
            } else {
                "item"
            };
            bad.line(line, &format!("no {which}"));
            continue;
        };
        let weight = match weights.map(|column| (number(column, row), column.cell(row))) {
            None | Some((None, None)) => 1.0,
            Some((Some(weight), _)) => weight as f32,
            Some((None, Some(cell))) => {
                bad.line(line, &format!("the weight is {cell}, no number"));
                continue;
            }
        };
        let time = match times.map(|column| (time(column, row), column.cell(row))) {
            None | Some((None, None)) => None,
            Some((Some(time), _)) => Some(time),
            Some((None, Some(cell))) => {
                bad.line(
                    line,
                    &format!("the timestamp is {cell}, neither number nor date"),
                );
                continue;
            }
        };
        rows.push((user.into_owned(), item.into_owned(), weight, time));
    }
    let count = bad.end();
    let users = sorted(rows.iter().map(|row| &row.0));
    let items = sorted(rows.iter().map(|row| &row.1));
    let events = rows
        .iter()
        .map(|(user, item, weight, time)| Event {
            user: place(&users, user),
            item: place(&items, item),
            weight: *weight,
            time: *time,
        })
        .collect();
    let interactions = Interactions::new(users.len(), items.len(), events)?;
    let named = Named {
        interactions,
        users,
        items,
    };
    Ok(Some((named, count)))
}

const USER: [&str; 4] = ["user", "user_id", "customer", "customer_id"];
const ITEM: [&str; 5] = ["item", "item_id", "product", "product_id", "sku"];
const WEIGHT: [&str; 3] = ["weight", "rating", "quantity"];
const STOCK: [&str; 4] = ["stock", "on_hand", "quantity", "inventory"];
const TIME: [&str; 4] = ["timestamp", "time", "date", "datetime"];

fn sorted<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut out: Vec<&String> = names.collect();
    out.sort_unstable();
    out.dedup();
    out.into_iter().cloned().collect()
}

fn place(names: &[String], name: &str) -> u32 {
    names.partition_point(|other| other.as_str() < name) as u32
}

fn number(column: &Column, row: usize) -> Option<f64> {
    if column.exceptions.contains_key(&u32::try_from(row).ok()?) {
        return None;
    }
    match &column.values {
        Values::Integer(values) => values.get(row).filter(|&n| n != NULL_INT).map(|n| n as f64),
        Values::Decimal { mantissas, scale } => {
            let mantissa = mantissas.get(row).filter(|&m| m != NULL_INT)?;
            Some(mantissa as f64 / 10_f64.powi(i32::from(*scale)))
        }
        _ => column.cell(row)?.trim().parse().ok(),
    }
}

/// A number as it is, a date in seconds.
fn time(column: &Column, row: usize) -> Option<i64> {
    match &column.values {
        Values::Dates(dates) => {
            let code = *dates.dict.codes.get(row)?;
            let seconds = *dates.civil_seconds.get(code as usize)?;
            (seconds != NULL_INT).then_some(seconds)
        }
        _ => number(column, row).map(|time| time.floor() as i64),
    }
}

#[derive(Deserialize)]
struct Line {
    id: Value,
    vector: Option<Vec<f32>>,
}

/// Reads vectors and adds items that only they name: products that nobody has bought yet. Second, how many lines could not be used.
pub(crate) fn read_vectors(path: &Path, named: &mut Named) -> Result<(Option<Vectors>, usize)> {
    let file = shown(path);
    let bytes = bytes_of(path)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut bad = Bad {
        file: &file,
        count: 0,
    };
    let mut vectors: BTreeMap<String, Vec<f32>> = BTreeMap::new();
    let mut width = None;
    for (at, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let Line { id, vector } = match serde_json::from_str(line) {
            Ok(line) => line,
            Err(error) => {
                bad.line(at + 1, &error.to_string());
                continue;
            }
        };
        // `embed` says so of a text in which there is nothing to read.
        let Some(vector) = vector else { continue };
        let width = *width.get_or_insert(vector.len());
        if vector.len() != width || vector.is_empty() || vector.iter().any(|x| !x.is_finite()) {
            let found = vector.len();
            bad.line(at + 1, &format!("{found} numbers, {width} are expected"));
            continue;
        }
        let id = match id {
            Value::String(id) => id,
            other => other.to_string(),
        };
        vectors.insert(id, vector);
    }
    let count = bad.end();
    let Some(width) = width.filter(|_| !vectors.is_empty()) else {
        complain(&format!("shoplens: {file}: no vectors in it"));
        return Ok((None, count));
    };
    let items = sorted(named.items.iter().chain(vectors.keys()));
    let events: Vec<Event> = named
        .interactions
        .events()
        .map(|event| Event {
            item: place(&items, named.item(event.item)),
            ..event
        })
        .collect();
    named.interactions = Interactions::new(named.users.len(), items.len(), events)?;
    let mut values = vec![0.0; items.len() * width];
    for (item, row) in items.iter().zip(values.chunks_exact_mut(width)) {
        if let Some(vector) = vectors.get(item) {
            row.copy_from_slice(vector);
        }
    }
    named.items = items;
    let vectors = Vectors::new(width, values).with_context(|| file.clone())?;
    Ok((Some(vectors), count))
}
