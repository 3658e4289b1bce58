//! How wide text is, without asking a font.
//!
//! plotters measures text through the page's DOM in a browser, which a worker does not have, and by
//! bytes natively, which makes Chinese three times too wide. Sans-serif faces agree closely enough on
//! the widths of classes of characters for layout; those here are of the wider ones (Verdana, DejaVu Sans),
//! so that nothing is cut off where such a face is the system's.

/// The width of a text at a font size, in the same unit.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// A character's width in em.
fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' => 0.28,
        'I' | '.' | ',' | ' ' | '·' | ':' | ';' | '!' => 0.32,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '\\' | '-' | '"' => 0.39,
        'm' | 'M' | 'W' | 'w' | '%' | '@' => 0.93,
        '&' | '#' | '−' | '+' | '=' | '<' | '>' | '~' => 0.82,
        'A'..='Z' => 0.69,
        '0'..='9' | '$' | '£' | '€' => 0.64,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | '–' => 0.56,
        'a'..='z' => 0.62,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 1.0,
        '“' | '”' | '‘' | '’' => 0.45,
        '…' => 0.9,
        _ => 0.6,
    }
}

/// The text, shortened with `…` to fit a width. Empty where not even one character fits.
pub(crate) fn fit(text: &str, size: f64, available: f64) -> String {
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    if width(text, size) <= available {
        return text.chars().map(clean).collect();
    }
    let room = available - width("…", size);
    let mut used = 0.0;
    let mut out = String::new();
    for c in text.chars().map(clean) {
        used += em(c) * size;
        if used > room {
            break;
        }
        out.push(c);
    }
    if out.is_empty() {
        return out;
    }
    let mut out = out.trim_end().to_owned();
    out.push('…');
    out
}

/// The text in lines that fit a width, broken at spaces and between Chinese characters.
pub(crate) fn wrap(text: &str, size: f64, available: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut word = String::new();
    let flush = |line: &mut String, word: &mut String, lines: &mut Vec<String>| {
        if !line.is_empty() && width(line, size) + width(word, size) > available {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        line.push_str(word);
        word.clear();
    };
    for c in text.chars().map(|c| if c.is_control() { ' ' } else { c }) {
        // Closing punctuation never starts a line: it stays with the character before it.
        let closes = matches!(c, '，' | '。' | '、' | '；' | '：' | '）' | '”' | '％');
        // Nor does the unit of a number: 2016年 and 10月, never 年10.
        let counted = matches!(c, '年' | '月' | '日' | '时' | '周' | '季')
            && word.ends_with(|last: char| last.is_ascii_digit());
        if em(c) >= 1.0 && !closes && !counted {
            flush(&mut line, &mut word, &mut lines);
        }
        word.push(c);
        if c == ' ' || counted {
            flush(&mut line, &mut word, &mut lines);
        }
    }
    flush(&mut line, &mut word, &mut lines);
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_one_em_wide() {
        assert!((width("红色连衣裙", 10.0) - 50.0).abs() < 1e-9);
        assert!(width("iiii", 10.0) < width("mmmm", 10.0));
    }

    #[test]
    fn a_date_breaks_behind_its_units() {
        assert_eq!(wrap("2016年10月", 10.0, 35.0), ["2016年", "10月"]);
        assert_eq!(wrap("2016年10月", 10.0, 400.0), ["2016年10月"]);
    }

    #[test]
    fn what_is_cut_fits() {
        for text in [
            "Stacking crate with a long name",
            "一个很长很长的商品名称，颜色红色",
            "short",
        ] {
            for room in [8.0, 30.0, 60.0, 400.0] {
                let cut = fit(text, 12.0, room);
                assert!(width(&cut, 12.0) <= room, "{cut} in {room}");
            }
        }
    }

    #[test]
    fn lines_fit_and_nothing_is_lost() {
        let text = "Revenue by month, in euros, from orders.csv and products.csv";
        let lines = wrap(text, 12.0, 120.0);
        assert!(lines.len() > 1);
        assert!(lines.iter().all(|l| width(l, 12.0) <= 130.0));
        assert_eq!(lines.join(" "), text);
        let lines = wrap(
            "按月收入，单位：元。来自订单文件，不含已取消的订单。",
            12.0,
            84.0,
        );
        assert!(
            lines.iter().all(|l| !l.starts_with(['，', '。', '：'])),
            "{lines:?}"
        );
    }
}
