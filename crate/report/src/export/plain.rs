//! Text from files made safe to stand in a cell or a line.

use std::borrow::Cow;

use chart::spec::Format;

/// Without control characters: they break workbooks and terminals, and no name needs them.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let bad = |c: char| {
        c.is_control()
            || matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    if text.chars().any(bad) {
        Cow::Owned(text.chars().map(|c| if bad(c) { ' ' } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Digits after the mark that a format carries, in files meant for calculating.
pub(crate) fn decimals(format: &Format) -> usize {
    match format {
        Format::Count => 0,
        Format::Number { decimals } => usize::from(*decimals),
        Format::Percent => 4,
        Format::Money { currency } => money_digits(currency),
    }
}

/// Digits of a currency's minor unit.
pub(crate) fn money_digits(currency: &str) -> usize {
    const NONE: [&str; 14] = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "XAF",
        "XOF",
    ];
    const THREE: [&str; 5] = ["BHD", "JOD", "KWD", "OMR", "TND"];
    if NONE.contains(&currency) {
        0
    } else if THREE.contains(&currency) {
        3
    } else {
        2
    }
}

/// The number as a file meant for calculating holds it: plain digits, a point, no grouping.
pub(crate) fn number(value: f64, format: Option<&Format>) -> String {
    let mut text = match format {
        Some(Format::Count) if value.fract() != 0.0 => value.to_string(),
        Some(format) => format!("{value:.*}", decimals(format)),
        None => value.to_string(),
    };
    if text
        .strip_prefix('-')
        .is_some_and(|rest| rest.bytes().all(|b| matches!(b, b'0' | b'.')))
    {
        text.remove(0);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain() {
        let money = Format::Money {
            currency: "EUR".into(),
        };
        assert_eq!(number(-1234.5, Some(&money)), "-1234.50");
        assert_eq!(number(-0.001, Some(&money)), "0.00");
        assert_eq!(number(12.5, Some(&Format::Count)), "12.5");
        assert_eq!(number(0.125, Some(&Format::Percent)), "0.1250");
    }

    #[test]
    fn control_and_direction_marks_are_taken_out() {
        assert_eq!(clean("a\u{0}b\nc\u{202E}d"), "a b c d");
    }
}
