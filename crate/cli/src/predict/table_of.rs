//! A table of a file, as the page's engine hands it on.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use chart::spec::Lang;
use ledger::Frame;
use parquet_text::Unpacker;
use table::{ColumnChoice, DateOrder, Format, Options, Reader, Table, Values};

use super::Arguments;
use crate::complain;

/// A table to learn from, or to predict.
pub(super) struct Read {
    /// Its columns. Those of persons are without their cells, but for those that are kept.
    pub(super) frame: Frame,
    /// Rows of totals and footers that were left out.
    pub(super) totals: usize,
    /// The number of each row in the file, from 1: rows that were left out are counted.
    pub(super) numbers: Vec<usize>,
    /// The order of day and month of each column of dates, and whether it is a guess.
    pub(super) orders: BTreeMap<String, (DateOrder, bool)>,
    /// What the reader doubts.
    pub(super) warnings: Vec<String>,
}

/// The first table with rows of a file, by way of the bytes that the page's modules exchange, so that both learn from
/// the same.
pub(super) fn frame(
    path: &Path,
    keep: &[String],
    orders: &BTreeMap<String, DateOrder>,
) -> Result<Read> {
    let table = read(path, orders)?;
    let mut recognition = shop::recognise(&table, None);
    for (column, known) in table.columns.iter().zip(&mut recognition.columns) {
        known.personal &= !keep.contains(&column.name);
    }
    let warnings = report::words::warnings(&table, &recognition);
    let told = warnings.iter().map(|warning| {
        let column = warning.location.column.as_deref();
        let mut columns = table.columns.iter().zip(&recognition.columns);
        let personal = columns.any(|(c, known)| known.personal && Some(&*c.name) == column);
        let said = report::words::warning(warning, !personal, Lang::En);
        [&table.file, ": ", &said].concat()
    });
    let gone: Vec<usize> = table.totals.iter().map(|total| total.row).collect();
    let number = |row: usize| {
        let source = table.row_map.source_row(row);
        row + 1 + gone.partition_point(|&gone| gone < source)
    };
    let dates = table
        .columns
        .iter()
        .filter_map(|column| match &column.values {
            Values::Dates(dates) => Some((column.name.clone(), (dates.order, dates.ambiguous))),
            _ => None,
        });
    Ok(Read {
        numbers: (0..table.rows).map(number).collect(),
        orders: dates.collect(),
        warnings: told.collect(),
        totals: table.totals.len(),
        frame: Frame::read(&ledger::write_table(0, &table, &recognition))?,
    })
}

/// `-` reads standard input.
fn read(path: &Path, orders: &BTreeMap<String, DateOrder>) -> Result<Table> {
    let name = path.display().to_string();
    let choice = |(name, &order): (&String, &DateOrder)| {
        let choice = ColumnChoice {
            date_order: Some(order),
            ..ColumnChoice::default()
        };
        (name.clone(), choice)
    };
    let options = Options {
        columns: orders.iter().map(choice).collect(),
        ..Options::default()
    };
    let mut bytes = Vec::new();
    match path == Path::new("-") {
        true => std::io::stdin().lock().read_to_end(&mut bytes),
        false => File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)),
    }
    .with_context(|| format!("reading {name}"))?;
    let outcome = match parse(&name, &[&bytes], options.clone()) {
        Err(table::Error::NeedsParquet { .. }) => {
            let options = Options {
                unpacked_from: Some(Format::Parquet),
                ..options
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

/// What the reader doubts of a file.
fn tell(read: &Read) {
    for warning in &read.warnings {
        complain(&format!("shoplens: {warning}"));
    }
}

/// The table, and that of another file; both read their dates in one order, that of the file which tells it.
pub(super) fn tables(
    arguments: &Arguments,
    notes: &mut Vec<String>,
) -> Result<(Read, Option<Read>)> {
    let keep = &arguments.keep;
    let mut own = frame(&arguments.input, keep, &BTreeMap::new())?;
    let Some(path) = &arguments.test else {
        tell(&own);
        return Ok((own, None));
    };
    let mut test = frame(path, keep, &BTreeMap::new())?;
    let (mut of_own, mut of_test) = (BTreeMap::new(), BTreeMap::new());
    for (column, &(order, guessed)) in &own.orders {
        let Some(&(other, other_guessed)) = test.orders.get(column) else {
            continue;
        };
        // Dates that say the year first, or name their month, read one way only.
        if order == other || [order, other].contains(&DateOrder::Ymd) {
            continue;
        }
        let is_piped = |path: &Path| path == Path::new("-");
        match (guessed, other_guessed) {
            (_, true) if !is_piped(path) => {
                of_test.insert(column.clone(), order);
            }
            (true, false) if !is_piped(&arguments.input) => {
                of_own.insert(column.clone(), other);
            }
            // A pipe cannot be read again.
            (true, _) | (_, true) => notes.push(format!(
                "{column}: day and month are read in different orders, by a guess; name the file instead of piping it"
            )),
            (false, false) => notes.push(format!(
                "{column}: one file has the day first and the other the month; each is read its own way"
            )),
        }
    }
    if !of_own.is_empty() {
        own = frame(&arguments.input, keep, &of_own)?;
    }
    if !of_test.is_empty() {
        test = frame(path, keep, &of_test)?;
    }
    tell(&own);
    tell(&test);
    let all = of_own.keys().map(|c| (c, "the test file"));
    let all = all.chain(of_test.keys().map(|c| (c, "the table learned from")));
    for (column, from) in all {
        notes.push(format!(
            "{column}: the order of day and month is that of {from}"
        ));
    }
    Ok((own, Some(test)))
}
