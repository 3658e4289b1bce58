//! Everything that a document tells in numbers, as CSV files in an archive.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::csv;
use super::texts::texts;
use super::twin;
use crate::words::heading;
use crate::{Block, Document, Error, Table, TableCell, TableColumn};

/// All tables, and the data of all charts, as a ZIP with a CSV file each.
///
/// # Errors
/// [`Error::Archive`] or [`Error::Io`] if the archive cannot be written.
pub fn csv_all(document: &Document) -> Result<Vec<u8>, Error> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut n = 0usize;
    let mut add = |id: &str, table: &Table| -> Result<(), Error> {
        n += 1;
        let id: String = id
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        zip.start_file(format!("{n:02}-{id}.csv"), options)?;
        zip.write_all(&csv(table))?;
        Ok(())
    };
    add("key-figures", &figures(document))?;
    add("findings", &findings(document))?;
    for section in &document.sections {
        for block in &section.blocks {
            match block {
                Block::Table(table) => add(&table.id, table)?,
                Block::Texts(of) => add(&of.id, &texts(of, document.lang))?,
                Block::Chart(chart) => {
                    add(&chart.spec.id, &twin(&chart.spec))?;
                    for (_, other) in &chart.alternatives {
                        add(&other.spec.id, &twin(&other.spec))?;
                    }
                }
                Block::Text { .. } | Block::Insufficient(_) => {}
            }
        }
    }
    Ok(zip.finish()?.into_inner())
}

fn words(text: &str) -> TableCell {
    TableCell {
        text: text.to_owned(),
        value: None,
        tone: None,
    }
}

fn columns(names: &[&str]) -> Vec<TableColumn> {
    names
        .iter()
        .map(|name| TableColumn {
            name: (*name).to_owned(),
            format: None,
            bar: false,
        })
        .collect()
}

/// The key figures as a table: a row each, a column per comparison.
pub(crate) fn figures(document: &Document) -> Table {
    let lang = document.lang;
    let mut against: Vec<&str> = Vec::new();
    for change in document.figures.iter().flat_map(|f| &f.changes) {
        if !against.contains(&change.against.as_str()) {
            against.push(&change.against);
        }
    }
    let mut names = vec![heading::FIGURE.plain(lang), heading::VALUE.plain(lang)];
    names.extend(&against);
    names.push(heading::DEFINITION.plain(lang));
    let rows = document
        .figures
        .iter()
        .map(|figure| {
            let mut row = vec![words(&figure.label), words(&figure.text)];
            for name in &against {
                let change = figure.changes.iter().find(|c| c.against == *name);
                row.push(TableCell {
                    text: change.map_or(String::new(), |c| c.text.clone()),
                    value: None,
                    tone: change.map(|c| c.tone),
                });
            }
            row.push(words(&figure.definition));
            row
        })
        .collect();
    Table {
        id: "key-figures".to_owned(),
        title: heading::KEY_FIGURES.plain(lang).to_owned(),
        subtitle: String::new(),
        note: String::new(),
        columns: columns(&names),
        rows,
        selections: Vec::new(),
        more: 0,
    }
}

fn findings(document: &Document) -> Table {
    let lang = document.lang;
    Table {
        id: "findings".to_owned(),
        title: heading::FINDINGS.plain(lang).to_owned(),
        subtitle: String::new(),
        note: String::new(),
        columns: columns(&[
            heading::FINDINGS.plain(lang),
            heading::CERTAINTY.plain(lang),
            heading::WHY.plain(lang),
            heading::ACTION.plain(lang),
        ]),
        rows: document
            .findings
            .iter()
            .map(|f| {
                vec![
                    words(&f.sentence),
                    words(&f.certainty),
                    words(&f.why),
                    words(&f.action),
                ]
            })
            .collect(),
        selections: Vec::new(),
        more: 0,
    }
}
