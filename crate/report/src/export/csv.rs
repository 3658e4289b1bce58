//! Tables as CSV that a spreadsheet opens as it stands: UTF-8 with BOM, CRLF, no live formulas.

use chart::spec::Format;

use super::plain::{clean, number};
use crate::{Table, TableColumn};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TableCell;

    fn words(text: &str) -> TableCell {
        TableCell {
            text: text.to_owned(),
            value: None,
            tone: None,
        }
    }

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
            id: "table".into(),
            title: String::new(),
            subtitle: String::new(),
            note: String::new(),
            selections: Vec::new(),
            more: 0,
        };
        let text = String::from_utf8(csv(&table)).unwrap();
        assert_eq!(
            text,
            "\u{FEFF}\"'=A1\",Net (EUR)\r\n\"' =cmd|' /C calc'!A0, \"\"x\"\" \",-12.50\r\n"
        );
    }
}
