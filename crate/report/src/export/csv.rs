//! Tables as CSV that a spreadsheet opens as it stands: UTF-8 with BOM, CRLF, no live formulas.

use std::io::{Cursor, Write};

use chart::spec::Format;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::plain::{clean, number};
use super::twin;
use crate::words::heading;
use crate::{Block, Document, Error, Table, TableCell, TableColumn};

/// A table as CSV.
///
/// Numbers are written plainly, words that a spreadsheet would take for a formula get a leading apostrophe.
pub fn csv(table: &Table) -> Vec<u8> {
    let mut out = String::from('\u{FEFF}');
    for (i, column) in table.columns.iter().enumerate() {
        separate(&mut out, i);
        field(&mut out, &header(column));
    }
    out.push_str("\r\n");
    for row in &table.rows {
        for (i, cell) in row.iter().enumerate() {
            separate(&mut out, i);
            let format = table.columns.get(i).and_then(|c| c.format.as_ref());
            match (cell.value, format) {
                (Some(value), Some(_)) if value.is_finite() => {
                    out.push_str(&number(value, format));
                }
                _ => field(&mut out, &cell.text),
            }
        }
        out.push_str("\r\n");
    }
    out.into_bytes()
}

fn separate(out: &mut String, i: usize) {
    if i > 0 {
        out.push(',');
    }
}

/// The unit stands in the header, since the cells are bare numbers.
fn header(column: &TableColumn) -> String {
    match &column.format {
        Some(Format::Money { currency }) if !column.name.contains(currency.as_str()) => {
            [column.name.as_str(), " (", currency, ")"].concat()
        }
        _ => column.name.clone(),
    }
}

fn field(out: &mut String, text: &str) {
    let text = clean(text);
    let formula = text
        .trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let quoted = text.contains([',', '"', ';', '\t', '\'']) || formula || text.trim() != text;
    if quoted {
        out.push('"');
    }
    if formula {
        out.push('\'');
    }
    for c in text.chars() {
        if c == '"' {
            out.push('"');
        }
        out.push(c);
    }
    if quoted {
        out.push('"');
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text_and_numbers_stay_numbers() {
        let table = Table {
            columns: vec![
                TableColumn {
                    name: "=A1".into(),
                    format: None,
                    bar: false,
                },
                TableColumn {
                    name: "Net".into(),
                    format: Some(Format::Money {
                        currency: "EUR".into(),
                    }),
                    bar: false,
                },
            ],
            rows: vec![vec![
                words(" =cmd|' /C calc'!A0, \"x\"\n"),
                TableCell {
                    text: "−€12.50".into(),
                    value: Some(-12.5),
                    tone: None,
                },
            ]],
            ..figures(&crate::tests::empty_document())
        };
        let text = String::from_utf8(csv(&table)).unwrap();
        assert_eq!(
            text,
            "\u{FEFF}\"'=A1\",Net (EUR)\r\n\"' =cmd|' /C calc'!A0, \"\"x\"\" \",-12.50\r\n"
        );
    }
}
