//! Rows that sum others or close a file.

use crate::{
    Column, Location, NULL_INT, TotalsRow, Values, Warning, WarningCode,
    builder::{Cells, ColumnBuilder},
    clean::is_loose_placeholder,
    date, number,
    sheet::Count,
};

/// Why a row is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It sums all rows.
    Total,
    /// It sums some rows.
    Subtotal,
    /// It closes the file.
    Footer,
}

/// A row to leave out.
#[derive(Debug, Clone)]
pub(crate) struct FoundRow {
    /// The table's row, before rows were left out.
    pub row: u32,
    /// The source row, once known.
    pub source: usize,
    pub kind: Kind,
    /// The cells as written, once known.
    pub cells: Vec<String>,
}

/// The rows to leave out, ascending.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub rows: Vec<FoundRow>,
}

/// What a label says.
fn label(text: &str) -> Option<Kind> {
    let text = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '：' | '*' | '-' | '—' | '=' | '【' | '】')
    });
    let lower = text.to_lowercase();
    match lower.as_str() {
        "total" | "totals" | "grand total" | "overall total" | "sum" | "总计" | "合计"
        | "总合计" | "汇总" | "总和" | "合 计" | "总 计" | "總計" | "合計" | "gesamt"
        | "gesamtsumme" | "summe" | "total general" | "total général" => {
            return Some(Kind::Total);
        }
        "subtotal" | "sub-total" | "sub total" | "小计" | "小 计" | "小計" | "本页小计" =>
        {
            return Some(Kind::Subtotal);
        }
        _ => {}
    }
    let chars = text.chars().count();
    let labelled = |prefix: &str| {
        lower.strip_prefix(prefix).is_some_and(|rest| {
            rest.trim_start().starts_with([':', '：', '(', '（']) || rest.starts_with(" - ")
        })
    };
    if chars <= 60
        && ["total", "totals", "grand total", "总计", "合计", "汇总"]
            .into_iter()
            .any(labelled)
    {
        return Some(Kind::Total);
    }
    if chars <= 60 && ["subtotal", "小计"].into_iter().any(labelled) {
        return Some(Kind::Subtotal);
    }
    None
}

/// Finds the rows to leave out. `after_blank` are the rows before which a blank line stood.
pub(crate) fn find(
    columns: &[ColumnBuilder],
    names: &[(String, String)],
    after_blank: &[u32],
    rows: usize,
) -> Found {
    if columns.len() < 2 || rows == 0 {
        return Found::default();
    }
    let mut found: Vec<FoundRow> = Vec::new();
    let mut labelled = std::collections::BTreeMap::<u32, Kind>::new();
    for column in columns {
        match &column.cells {
            Cells::Blank(_) => {}
            Cells::Numbers(numbers) => labelled.extend(
                numbers
                    .odd
                    .iter()
                    .filter_map(|(row, text)| Some((*row, label(text)?))),
            ),
            Cells::Texts(texts) => {
                let codes: std::collections::BTreeMap<u32, Kind> = texts
                    .texts()
                    .filter_map(|(code, text)| Some((code, label(text)?)))
                    .collect();
                if !codes.is_empty() {
                    labelled.extend(
                        texts
                            .codes()
                            .iter()
                            .enumerate()
                            .filter_map(|(row, code)| Some((row as u32, *codes.get(code)?))),
                    );
                }
            }
        }
    }
    for (&row, &kind) in &labelled {
        if is_sparse(columns, row as usize) {
            found.push(FoundRow {
                row,
                source: 0,
                kind,
                cells: Vec::new(),
            });
        }
    }
    // A word that stands in many rows is a value like any other.
    if found.len() > 3 && found.len() * 10 > rows {
        found.clear();
    }
    let taken = |found: &[FoundRow], row: usize| found.iter().any(|f| f.row as usize == row);
    for row in footers(columns, after_blank, rows) {
        if !taken(&found, row) {
            found.push(FoundRow {
                row: row as u32,
                source: 0,
                kind: Kind::Footer,
                cells: Vec::new(),
            });
        }
    }
    if found.iter().all(|f| f.kind == Kind::Footer) {
        let last = (0..rows).rev().find(|&r| !taken(&found, r));
        for row in [Some(0), last].into_iter().flatten() {
            if rows - found.len() > 3 && sums_the_others(columns, names, row, &found, rows) {
                found.push(FoundRow {
                    row: row as u32,
                    source: 0,
                    kind: Kind::Total,
                    cells: Vec::new(),
                });
                break;
            }
        }
    }
    crate::order::sort_by_key(&mut found, |f| f.row);
    Found { rows: found }
}

/// Whether a labelled row carries hardly more than its label and numbers.
fn is_sparse(columns: &[ColumnBuilder], row: usize) -> bool {
    let (mut words, mut numbers, mut word_columns) = (0usize, 0usize, 0usize);
    for column in columns {
        let is_words = matches!(&column.cells, Cells::Texts(_));
        word_columns += usize::from(is_words);
        let Some(text) = column.text(row) else {
            continue;
        };
        if is_loose_placeholder(&text) || label(&text).is_some() {
            continue;
        }
        if number::shape(&text).is_some() {
            numbers += 1;
        } else {
            words += 1;
        }
    }
    numbers > 0 && words * 3 <= word_columns.saturating_sub(1) || words == 0
}

/// Trailing rows of a single text.
fn footers(columns: &[ColumnBuilder], after_blank: &[u32], rows: usize) -> Vec<usize> {
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
            if let Some(&first) = cells.first()
                && cells.len() * 2 <= typical
                && after_blank.contains(&(row as u32))
                && columns[first].text(row).is_some_and(|t| closes(&t))
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
    words.iter().any(|w| lower.contains(w)) || lower.starts_with(['*', '#', '共'])
}

/// Whether a row without a label holds the sums of all others: its words are empty where others have them, and every number adds up.
fn sums_the_others(
    columns: &[ColumnBuilder],
    names: &[(String, String)],
    row: usize,
    found: &[FoundRow],
    rows: usize,
) -> bool {
    let mut blank_words = 0;
    let mut sums = 0;
    for (column, (name, _)) in columns.iter().zip(names) {
        match &column.cells {
            Cells::Blank(_) => {}
            Cells::Texts(texts) => {
                let filled = texts
                    .codes()
                    .iter()
                    .filter(|&&c| c != crate::NULL_CODE)
                    .count();
                if column.is_null(row) {
                    blank_words += usize::from(filled * 10 >= (rows - 1) * 9);
                } else if column
                    .text(row)
                    .is_some_and(|t| date::parse(&t).is_none() && number::shape(&t).is_none())
                {
                    return false;
                }
            }
            Cells::Numbers(numbers) => {
                let stated = numbers.mantissas.get(row).copied().unwrap_or(NULL_INT);
                if stated == NULL_INT || stated == 0 || !is_additive(name) {
                    continue;
                }
                let value = |r: usize| {
                    i128::from(numbers.mantissas[r])
                        * 10i128.pow(u32::from(number::MAX_SCALE - numbers.scale(r)))
                };
                let sum: i128 = (0..rows)
                    .filter(|&r| {
                        r != row
                            && numbers.mantissas[r] != NULL_INT
                            && !found.iter().any(|f| f.row as usize == r)
                    })
                    .map(value)
                    .sum();
                let others = numbers
                    .mantissas
                    .iter()
                    .enumerate()
                    .filter(|&(r, &m)| r != row && m != NULL_INT && m != 0)
                    .count();
                if sum != value(row) || others < 2 {
                    return false;
                }
                sums += 1;
            }
        }
    }
    blank_words > 0 && sums > 0
}

/// Whether a column's total is the sum of its cells; rates, averages and ids are not summed.
fn is_additive(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words = [
        "avg",
        "average",
        "rate",
        "ctr",
        "cpc",
        "cpm",
        "cpa",
        "roas",
        "acos",
        "roi",
        "rank",
        "position",
        "frequency",
        "per ",
        "ratio",
        "percent",
        "率",
        "均",
        "单价",
        "占比",
        "编号",
        "排名",
        "频次",
        "转化成本",
        "客单价",
    ];
    let is_id = lower == "id"
        || lower.ends_with(" id")
        || lower.ends_with("_id")
        || lower.contains("number")
        || lower.contains("price");
    !is_id && !lower.contains('%') && !words.iter().any(|w| lower.contains(w))
}

/// Compares what total rows state with what the data adds up to.
pub(crate) fn reconcile(
    found: Found,
    columns: &[Column],
    location: &Location,
    warnings: &mut Vec<Warning>,
) -> Vec<TotalsRow> {
    let (mut totals, mut footers, mut disagree) =
        (Count::default(), Count::default(), Count::default());
    let mut out = Vec::new();
    for row in found.rows {
        let mut checked = Vec::new();
        let mut agrees = true;
        if row.kind == Kind::Total {
            for (index, (column, cell)) in columns.iter().zip(&row.cells).enumerate() {
                if column.percent || !is_additive(&column.name) {
                    continue;
                }
                let (Some((stated, computed, scale)), true) =
                    (compare(column, cell), column.currencies.len() < 2)
                else {
                    continue;
                };
                // A total may be rounded further than its parts.
                let same =
                    (stated - computed).abs() <= 10i128.pow(u32::from(scale.saturating_sub(2))) / 2;
                if !same {
                    agrees = false;
                    let text = || {
                        format!(
                            "{}: {} ≠ {}",
                            column.name,
                            text_of(stated, scale),
                            text_of(computed, scale)
                        )
                    };
                    disagree.add(Some(row.source), text);
                }
                checked.push((index, text_of(stated, scale), text_of(computed, scale)));
            }
        }
        let line = || {
            row.cells
                .iter()
                .filter(|c| !c.is_empty())
                .cloned()
                .collect::<Vec<_>>()
                .join(" · ")
        };
        if row.kind == Kind::Footer {
            footers.add(Some(row.source), line)
        } else {
            totals.add(Some(row.source), line)
        }
        out.push(TotalsRow {
            row: row.source,
            cells: row.cells,
            checked,
            agrees,
        });
    }
    for (code, count) in [
        (WarningCode::TotalsRow, totals),
        (WarningCode::TotalsDisagree, disagree),
        (WarningCode::Footer, footers),
    ] {
        if count.count > 0 {
            warnings.push(Warning {
                code,
                count: count.count,
                location: Location {
                    row: count.row,
                    ..location.clone()
                },
                samples: count.samples,
            });
        }
    }
    out
}

/// A total as stated and as computed, both at the returned scale.
fn compare(column: &Column, cell: &str) -> Option<(i128, i128, u8)> {
    let (values, scale) = match &column.values {
        Values::Integer(values) => (values, 0),
        Values::Decimal { mantissas, scale } => (mantissas, *scale),
        _ => return None,
    };
    let shape = number::shape(cell)?;
    let (mantissa, stated_scale) = shape.value(b'.').or_else(|| shape.value(b','))?;
    let common = scale.max(stated_scale);
    let sum: i128 = values
        .iter()
        .filter(|&&v| v != NULL_INT)
        .map(|&v| i128::from(v))
        .sum();
    let raise = |v: i128, from: u8| v.checked_mul(10i128.pow(u32::from(common - from)));
    Some((
        raise(i128::from(mantissa), stated_scale)?,
        raise(sum, scale)?,
        common,
    ))
}

fn text_of(value: i128, scale: u8) -> String {
    let digits = format!(
        "{:0width$}",
        value.unsigned_abs(),
        width = scale as usize + 1
    );
    let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
    let sign = if value < 0 { "-" } else { "" };
    if scale == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        for text in [
            "Total",
            "TOTALS",
            "Grand total",
            "总计",
            "合计：",
            "Total: Account",
            "合计（元）",
            "汇总",
        ] {
            assert_eq!(label(text), Some(Kind::Total), "{text}");
        }
        assert_eq!(label("小计"), Some(Kind::Subtotal));
        for text in ["Total Gym XL", "Totally", "总计划", "", "合计件"] {
            assert_eq!(label(text), None, "{text}");
        }
    }

    #[test]
    fn rates_are_not_summed() {
        assert!(is_additive("Cost") && is_additive("花费"));
        assert!(!is_additive("Avg. CPC") && !is_additive("点击率") && !is_additive("Campaign ID"));
    }
}
