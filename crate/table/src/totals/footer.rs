//! Lines that close a file.

use super::label::label;
use crate::{
    builder::{Cells, ColumnBuilder},
    date, number,
};

/// Trailing rows of a single text.
pub(super) fn footers(columns: &[ColumnBuilder], after_blank: &[u32], rows: usize) -> Vec<usize> {
    let filled = |row: usize| {
        columns
            .iter()
            .enumerate()
            .filter(|(_, c)| !c.is_null(row))
            .map(|(i, _)| i)
            .collect::<Vec<_>>()
    };
    let head: Vec<usize> = (0..rows.min(20)).map(|r| filled(r).len()).collect();
    let typical = {
        let mut sorted = head.clone();
        crate::order::sort(&mut sorted);
        sorted.get(sorted.len() / 2).copied().unwrap_or(0)
    };
    let mut out = Vec::new();
    for row in (rows.saturating_sub(10)..rows).rev() {
        let cells = filled(row);
        let (&[column], true) = (cells.as_slice(), typical >= 2) else {
            // A closing line may be broken at its own commas.
            if cells.len() * 2 <= typical
                && after_blank.contains(&(row as u32))
                && cells
                    .iter()
                    .any(|&c| columns[c].text(row).is_some_and(|t| closes(&t)))
            {
                out.push(row);
                continue;
            }
            // A total row may stand above or below the footer.
            if cells.len() > 1
                && columns
                    .iter()
                    .any(|c| c.text(row).is_some_and(|t| label(&t).is_some()))
            {
                continue;
            }
            break;
        };
        let Some(text) = columns[column].text(row) else {
            break;
        };
        let is_value = number::shape(&text).is_some() || date::parse(&text).is_some();
        let blank_before = after_blank
            .iter()
            .any(|&r| r as usize <= row && r as usize + 10 > rows);
        let among_values = matches!(&columns[column].cells, Cells::Numbers(_));
        if is_value || !(blank_before || among_values || (typical >= 3 && closes(&text))) {
            break;
        }
        out.push(row);
    }
    if out.len() == rows { Vec::new() } else { out }
}

/// Whether a text reads like a file's last line.
fn closes(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = [
        "record",
        "downloaded",
        "generated",
        "exported",
        "report",
        "rows",
        "note:",
        "notes:",
        "source:",
        "©",
        "copyright",
        "end of",
        "seller id",
        "导出",
        "制表",
        "说明",
        "备注：",
        "注：",
        "共计",
        "以上",
        "数据来源",
        "打印",
        "记录",
    ];
    words.iter().any(|w| lower.contains(w))
        || lower.starts_with(['*', '#', '共'])
        // `已收入:18笔`, and the line above it.
        || lower.contains('笔') && lower.contains(|c: char| c.is_ascii_digit())
        || lower.len() > 3 && lower.chars().all(|c| matches!(c, '-' | '=' | '—' | '_'))
}
