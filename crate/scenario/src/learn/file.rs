//! Probabilities as a file.

use std::fmt::Write as _;

use predict::ThresholdRule;

use super::Learned;
use super::columns::Labels;

/// Rows judged, and rows without a label.
pub(super) fn csv(of: &Learned, rule: ThresholdRule) -> String {
    let names = of.names.as_ref().map(|column| (column, Labels::of(column)));
    let mut out = String::from("row,");
    if let Some((column, _)) = &names {
        let _ = write!(out, "{},", quoted(&column.name));
    }
    out.push_str("part,actual,probability,predicted\n");
    let mut rows = of.predictions(rule);
    rows.sort_by_key(|row| row.0);
    for (row, p, yes, part) in rows {
        let _ = write!(out, "{},", row + 1);
        if let Some((_, labels)) = &names {
            let _ = write!(out, "{},", quoted(labels.class(row).unwrap_or_default()));
        }
        let actual = quoted(of.task.labels.class(row).unwrap_or_default());
        let _ = writeln!(out, "{part},{actual},{p:.6},{}", u8::from(yes));
    }
    out
}

/// A field that no spreadsheet takes for a formula.
fn quoted(text: &str) -> String {
    let number = text.parse::<f64>().is_ok();
    let formula = !number
        && text
            .trim_start()
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let text = if formula {
        ["'", text].concat()
    } else {
        text.to_owned()
    };
    match formula || text.contains([',', '"', '\n', '\r']) {
        true => ["\"", &text.replace('"', "\"\""), "\""].concat(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn formulas_are_text_and_numbers_stay() {
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
        assert_eq!(quoted("-12.5"), "-12.5");
        assert_eq!(quoted("a, \"b\""), "\"a, \"\"b\"\"\"");
    }
}
