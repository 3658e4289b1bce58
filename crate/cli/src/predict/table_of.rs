//! A table's columns as labels and features.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use ::predict::{Feature, Features};
use anyhow::{Context, Result, bail};
use parquet_text::Unpacker;
use table::{Column, Format, NULL_INT, Options, Reader, Table, Values};

/// The first table with rows of a file; `-` reads standard input.
pub(super) fn read(path: &Path) -> Result<Table> {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    match path == Path::new("-") {
        true => std::io::stdin().lock().read_to_end(&mut bytes),
        false => File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)),
    }
    .with_context(|| format!("reading {name}"))?;
    let outcome = match parse(&name, &[&bytes], Options::default()) {
        Err(table::Error::NeedsParquet { .. }) => {
            let options = Options {
                unpacked_from: Some(Format::Parquet),
                ..Options::default()
            };
            let mut unpacker = Unpacker::new(bytes).with_context(|| format!("reading {name}"))?;
            let mut pieces = Vec::new();
            while let Some(piece) = unpacker
                .next_chunk()
                .with_context(|| format!("reading {name}"))?
            {
                pieces.push(piece);
            }
            let pieces: Vec<&[u8]> = pieces.iter().map(|piece| &piece[..]).collect();
            parse(&name, &pieces, options)?
        }
        outcome => outcome?,
    };
    match (
        outcome.tables.into_iter().find(|table| table.rows > 0),
        outcome.failures.first(),
    ) {
        (Some(table), _) => Ok(table),
        (None, Some(error)) => bail!("{name}: {error}"),
        (None, None) => bail!("{name}: no table with rows in it"),
    }
}

fn parse(name: &str, pieces: &[&[u8]], options: Options) -> Result<table::Outcome, table::Error> {
    let size = pieces.iter().map(|piece| piece.len() as u64).sum();
    let mut reader = Reader::new(name, Some(size), options);
    for piece in pieces {
        reader.push(piece)?;
    }
    Ok(reader.finish())
}

/// A column by its name; without one, the names that are nearest.
pub(super) fn column<'a>(table: &'a Table, name: &str) -> Result<&'a Column, String> {
    let found = table
        .columns
        .iter()
        .find(|c| c.name == name || c.raw_name.trim() == name);
    if let Some(column) = found {
        return Ok(column);
    }
    let plain = |name: &str| name.to_lowercase().replace([' ', '_', '-'], "");
    let wanted = plain(name);
    let mut near: Vec<(usize, &str)> = table
        .columns
        .iter()
        .map(|c| (distance(&plain(&c.name), &wanted), c.name.as_str()))
        .collect();
    near.sort();
    let names: Vec<&str> = near.iter().take(5).map(|near| near.1).collect();
    Err(format!(
        "{} has no column {name:?}; the nearest are {}",
        table.file,
        names.join(", ")
    ))
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

/// The cells of a label.
pub(super) fn labels(column: &Column) -> Vec<Option<String>> {
    (0..column.values.len())
        .map(|row| column.cell(row).map(|cell| cell.trim().to_owned()))
        .collect()
}

/// Seconds of a column of dates, or its numbers, to order rows by.
pub(super) fn times(column: &Column) -> Option<Vec<Option<i64>>> {
    let known = |value: i64| Some(value).filter(|&v| v != NULL_INT);
    match &column.values {
        Values::Dates(dates) => {
            let time = |&code: &u32| known(*dates.civil_seconds.get(code as usize)?);
            Some(dates.dict.codes.iter().map(time).collect())
        }
        Values::Integer(values) => Some(
            (0..values.len())
                .map(|row| known(values.get(row)?))
                .collect(),
        ),
        _ => None,
    }
}

/// All columns but some as features: numbers, categories, and of dates the day, month, weekday and hour.
pub(super) fn features(table: &Table, without: &[&str]) -> Result<Features> {
    let mut columns = Vec::new();
    for column in table
        .columns
        .iter()
        .filter(|c| !without.contains(&c.name.as_str()))
    {
        let name = &column.name;
        let rows = 0..table.rows;
        match &column.values {
            Values::Empty(_) => columns.push(Feature::numeric(name, rows.map(|_| None))),
            Values::Integer(values) => {
                let number = |row| values.get(row).filter(|&v| v != NULL_INT).map(|v| v as f64);
                columns.push(Feature::numeric(name, rows.map(number)));
            }
            Values::Decimal { mantissas, scale } => {
                let unit = (0..*scale).fold(1.0, |unit, _| unit * 10.0);
                let number = |row| {
                    mantissas
                        .get(row)
                        .filter(|&v| v != NULL_INT)
                        .map(|v| v as f64 / unit)
                };
                columns.push(Feature::numeric(name, rows.map(number)));
            }
            Values::Text(dict) | Values::Boolean { dict, .. } => {
                columns.push(Feature::categorical(name, rows.map(|row| dict.row(row))));
            }
            Values::Dates(dates) => {
                let at = |row: usize| {
                    let code = *dates.dict.codes.get(row)? as usize;
                    dates
                        .civil_seconds
                        .get(code)
                        .copied()
                        .filter(|&v| v != NULL_INT)
                };
                let day = |row| at(row).map(|s| s.div_euclid(86_400));
                columns.push(Feature::numeric(
                    name,
                    rows.clone().map(|row| day(row).map(|d| d as f64)),
                ));
                let weekday = |row| day(row).map(|d| (d + 3).rem_euclid(7) as f64);
                columns.push(Feature::numeric(
                    &format!("{name}: weekday"),
                    rows.clone().map(weekday),
                ));
                if dates.has_time {
                    let hour = |row| at(row).map(|s| (s.rem_euclid(86_400) / 3_600) as f64);
                    columns.push(Feature::numeric(&format!("{name}: hour"), rows.map(hour)));
                }
            }
        }
    }
    Ok(Features::new(table.rows, columns)?)
}
