//! Rows that name the columns once more: pasted months, pages printed one after the other.

use crate::{
    builder::{Cells, ColumnBuilder},
    clean::header_name,
};

/// The rows that repeat the header, and the titles right above them.
pub(super) fn headers(columns: &[ColumnBuilder], names: &[(String, String)]) -> Vec<u32> {
    let named: Vec<(&ColumnBuilder, String)> = columns
        .iter()
        .zip(names)
        .map(|(column, (_, raw))| (column, header_name(raw)))
        .collect();
    let mut filled = named.iter().filter(|(_, name)| !name.is_empty());
    let (Some((first, name)), Some(_)) = (filled.next(), filled.next()) else {
        return Vec::new();
    };
    let mut rows: Vec<u32> = match &first.cells {
        Cells::Blank(_) => Vec::new(),
        Cells::Numbers(numbers) => numbers
            .odd
            .iter()
            .filter(|(_, text)| header_name(text) == *name)
            .map(|(row, _)| *row)
            .collect(),
        Cells::Texts(texts) => {
            let mut codes = texts
                .texts()
                .filter(|(_, text)| text.len() >= name.len() && header_name(text) == *name);
            match codes.next() {
                None => Vec::new(),
                Some((code, _)) => (0..texts.len() as u32)
                    .filter(|&row| texts.code(row as usize) == code)
                    .collect(),
            }
        }
    };
    rows.retain(|&row| {
        named.iter().all(|(column, name)| {
            let text = column.text(row as usize).unwrap_or_default();
            header_name(&text) == *name
        })
    });
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let above = row.checked_sub(1).filter(|&above| {
            columns.len() > 2
                && columns
                    .iter()
                    .filter(|c| !c.is_null(above as usize))
                    .count()
                    == 1
        });
        out.extend(above.into_iter().chain([row]));
    }
    out
}
