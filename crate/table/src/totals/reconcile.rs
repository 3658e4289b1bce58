//! What total rows state, held against what the data adds up to.

use super::{Found, Kind, sum::is_additive};
use crate::{
    Column, Location, NULL_INT, TotalsRow, Values, Warning, WarningCode, number, sheet::Count,
};

/// Compares what total rows state with what the data adds up to.
pub(crate) fn reconcile(
    found: Found,
    columns: &[Column],
    location: &Location,
    warnings: &mut Vec<Warning>,
) -> Vec<TotalsRow> {
    let [
        mut totals,
        mut headers,
        mut descriptions,
        mut footers,
        mut disagree,
    ] = std::array::from_fn(|_| Count::default());
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
        match row.kind {
            Kind::Header => {
                headers.add(Some(row.source), line);
                continue;
            }
            Kind::Descriptions => {
                descriptions.add(Some(row.source), line);
                continue;
            }
            Kind::Footer => footers.add(Some(row.source), line),
            _ => totals.add(Some(row.source), line),
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
        (WarningCode::RepeatedHeader, headers),
        (WarningCode::ColumnDescriptions, descriptions),
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
        .filter(|&v| v != NULL_INT)
        .map(i128::from)
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
