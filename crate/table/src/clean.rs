//! Undoes what exports wrap around a value so that spreadsheets leave it alone.

/// Spaces of every kind, and the marks that are invisible.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'
        )
}

/// The value in a cell, and whether it was wrapped (`="…"`, a leading tab or apostrophe).
#[inline]
pub(crate) fn clean(cell: &str) -> (&str, bool) {
    let bytes = cell.as_bytes();
    let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else {
        return (cell, false);
    };
    // Printable ASCII other than = and ' at the start, and printable ASCII at the end: nothing to undo.
    let plain_first = first > b' ' && first < 0x7f && first != b'=' && first != b'\'';
    let plain_last = last > b' ' && last < 0x7f;
    if plain_first && plain_last {
        (cell, false)
    } else {
        clean_slowly(cell)
    }
}

fn clean_slowly(cell: &str) -> (&str, bool) {
    let tabbed = cell.starts_with('\t') || cell.ends_with('\t');
    let text = cell.trim_matches(is_blank);
    let inner = text.strip_prefix("=\"").and_then(|t| t.strip_suffix('"'));
    if let Some(inner) = inner {
        return (inner.trim_matches(is_blank), true);
    }
    if let Some(rest) = text.strip_prefix('\'') {
        let guarded =
            rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '=' | '+' | '-' | '@'));
        if guarded && !rest.ends_with('\'') {
            return (rest, true);
        }
    }
    (
        text,
        tabbed && text.starts_with(|c: char| c.is_ascii_digit()),
    )
}

/// Whether a text says that there is no value, in any column.
pub(crate) fn is_placeholder(text: &str) -> bool {
    matches!(
        text,
        "-" | "--"
            | "---"
            | "—"
            | "——"
            | "–"
            | "N/A"
            | "n/a"
            | "N/a"
            | "#N/A"
            | "#NULL!"
            | "null"
            | "NULL"
            | "Null"
            | "(null)"
            | "\\N"
            | "NaN"
            | "nan"
            | "无"
            | "空"
            | "暂无"
            | "<NA>"
            | "(not set)"
    )
}

/// Whether a text says so in a column of numbers or dates, where a word is otherwise out of place.
pub(crate) fn is_loose_placeholder(text: &str) -> bool {
    is_placeholder(text)
        || matches!(
            text,
            "NA" | "na"
                | "None"
                | "none"
                | "NONE"
                | "nil"
                | "?"
                | "."
                | "/"
                | "*"
                | "未知"
                | "未填写"
                | "unknown"
                | "Unknown"
                | "#DIV/0!"
                | "#VALUE!"
                | "#REF!"
                | "#NAME?"
                | "#NUM!"
                | "不适用"
                | "0000-00-00"
                | "0000-00-00 00:00:00"
        )
}

/// A character's half-width form: `（` → `(`, `１` → `1`, ideographic space → space.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' | '\u{202f}' => ' ',
        '\u{ffe5}' => '¥',
        _ => c,
    }
}

/// A header as it is matched and shown: unwrapped, half-width, its inner spaces and line ends single spaces.
pub(crate) fn header_name(raw: &str) -> String {
    let (text, _) = clean(raw);
    let mut name = String::with_capacity(text.len());
    for c in text.chars().map(half_width) {
        if is_blank(c) {
            if !name.ends_with(' ') && !name.is_empty() && c != '\u{feff}' {
                name.push(' ');
            }
        } else {
            name.push(c);
        }
    }
    name.truncate(name.trim_end().len());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_is_undone() {
        assert_eq!(clean("=\"00123\""), ("00123", true));
        assert_eq!(clean("\t8801234567890123"), ("8801234567890123", true));
        assert_eq!(clean("'75008"), ("75008", true));
        assert_eq!(clean("'s-Hertogenbosch"), ("'s-Hertogenbosch", false));
        assert_eq!(clean("\u{a0}a b\u{3000}"), ("a b", false));
        assert_eq!(clean("=A1+B1"), ("=A1+B1", false));
        assert_eq!(clean("'"), ("'", false));
        assert_eq!(clean(""), ("", false));
    }

    #[test]
    fn headers_become_half_width() {
        assert_eq!(
            header_name("\u{feff}已花费金额（ＵＳＤ）"),
            "已花费金额(USD)"
        );
        assert_eq!(header_name("7 Day Total Sales "), "7 Day Total Sales");
        assert_eq!(header_name("Net\r\n  Sales"), "Net Sales");
    }
}
