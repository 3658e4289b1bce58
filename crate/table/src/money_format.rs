//! Currencies that a workbook keeps beside its numbers: in their formats, or with the cells.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};

use calamine::Xlsx;

use crate::{Table, Values, number::is_currency};

/// Rows whose formats are looked at: those below are formatted like them.
const ROWS: u32 = 500;

/// Bytes of an OpenDocument's content that are looked at.
const CONTENT: u64 = 1 << 20;

/// The currency that each column of a sheet is formatted in; columns of several are left out.
pub(crate) fn by_column(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> BTreeMap<usize, String> {
    let mut found: BTreeMap<usize, Option<String>> = BTreeMap::new();
    // What fails here is told when the cells are read.
    if let Ok(mut cells) = book.worksheet_cells_reader(sheet) {
        let format =
            |style: &calamine::Style| style.number_format.as_ref().map(|f| f.format_code.clone());
        let signs: Vec<Option<String>> = cells
            .styles()
            .iter()
            .map(|style| sign(&format(style)?))
            .collect();
        if signs.iter().all(Option::is_none) {
            return BTreeMap::new();
        }
        while let Ok(Some((row, column, style))) = cells.next_style_id() {
            if row > ROWS {
                break;
            }
            if let Some(Some(sign)) = signs.get(style) {
                found
                    .entry(column as usize)
                    .and_modify(|have| {
                        if have.as_ref() != Some(sign) {
                            *have = None;
                        }
                    })
                    .or_insert_with(|| Some(sign.clone()));
            }
        }
    }
    let single = found.into_iter();
    single.filter_map(|(c, sign)| Some((c, sign?))).collect()
}

/// The currency sign or code in a number format: `"€"#,##0.00`, `[$¥-804]#,##0`, `_($* #,##0.00_)`.
fn sign(format: &str) -> Option<String> {
    let mut chars = format.split(';').next()?.chars();
    while let Some(c) = chars.next() {
        let literal = match c {
            '_' | '*' => {
                chars.next();
                continue;
            }
            '"' => chars.by_ref().take_while(|&c| c != '"').collect(),
            '\\' => chars.next()?.to_string(),
            '[' => {
                let inside: String = chars.by_ref().take_while(|&c| c != ']').collect();
                match inside.strip_prefix('$') {
                    Some(rest) => rest.split('-').next()?.to_owned(),
                    None => continue,
                }
            }
            c => c.to_string(),
        };
        let literal = literal.trim();
        if !literal.is_empty() && is_currency(literal) {
            return Some(literal.to_owned());
        }
    }
    None
}

/// The one currency that an OpenDocument's cells are in.
pub(crate) fn of_document(bytes: &[u8]) -> Option<String> {
    let mut archive = container::zip(bytes).ok()?;
    let mut content = Vec::new();
    let entry = archive.by_name("content.xml").ok()?;
    entry.take(CONTENT).read_to_end(&mut content).ok()?;
    let mark = b"office:currency=\"";
    let mut codes = memchr::memmem::find_iter(&content, mark).filter_map(|at| {
        std::str::from_utf8(content.get(at + mark.len()..at + mark.len() + 3)?).ok()
    });
    let code = codes.next().filter(|code| is_currency(code))?;
    codes.all(|c| c == code).then(|| code.to_owned())
}

/// Says that a table's columns are in a currency, where their cells do not say so themselves.
pub(crate) fn mark(table: &mut Table, sign: impl Fn(usize, &Values) -> Option<String>) {
    for column in &mut table.columns {
        let is_number = matches!(&column.values, Values::Integer(_) | Values::Decimal { .. });
        if is_number
            && !column.percent
            && column.currencies.is_empty()
            && let Some(sign) = sign(column.index, &column.values)
        {
            column.currencies = vec![(sign, table.rows - column.nulls.min(table.rows))];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_name_currencies() {
        for (format, name) in [
            ("\"€\"#,##0.00", Some("€")),
            ("#,##0.00\\ [$€-407]", Some("€")),
            ("_-* #,##0.00\\ \"kr\"_-;-* #,##0.00\\ \"kr\"_-", Some("kr")),
            ("[$¥-804]#,##0.00", Some("¥")),
            ("_($* #,##0.00_);_($* (#,##0.00)", Some("$")),
            ("[$CHF] #,##0.00", Some("CHF")),
            ("[$R$-416] #,##0.00", Some("R$")),
            ("_-* #,##0.00\\ _€_-;-* #,##0.00\\ _€_-", None),
            ("[$-409]d-mmm-yy", None),
            ("#,##0.00", None),
            ("0%", None),
            ("[Red]0.00", None),
        ] {
            assert_eq!(sign(format).as_deref(), name, "{format}");
        }
    }
}
