//! A table of a file, as the page's engine hands it on.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use ledger::Frame;
use parquet_text::Unpacker;
use table::{Format, Options, Reader, Table};

/// The first table with rows of a file, by way of the bytes that the page's modules exchange, so that both learn from
/// the same; and how many rows of totals were left out. Columns of persons are without their cells, but for those in `keep`.
pub(super) fn frame(path: &Path, keep: &[String]) -> Result<(Frame, usize)> {
    let table = read(path)?;
    let mut recognition = shop::recognise(&table, None);
    for (column, known) in table.columns.iter().zip(&mut recognition.columns) {
        known.personal &= !keep.contains(&column.name);
    }
    let frame = Frame::read(&ledger::write_table(0, &table, &recognition))?;
    Ok((frame, table.totals.len()))
}

/// `-` reads standard input.
fn read(path: &Path) -> Result<Table> {
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
