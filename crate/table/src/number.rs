//! Numbers as people and exports write them.

use crate::clean::half_width;

/// Whole numbers of this many digits and more are ids, not amounts.
pub(crate) const ID_DIGITS: usize = 16;

/// Fraction digits kept; what is beyond is rounded.
pub(crate) const MAX_SCALE: u8 = 12;

/// Reads the plain form only: `-?(0|[1-9][0-9]*)(\.[0-9]+)?`, so that the text can be had back from the number.
/// Returns mantissa and scale.
#[inline]
pub(crate) fn plain(text: &[u8]) -> Option<(i64, u8)> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    if digits.is_empty() || digits.len() > 17 {
        return None;
    }
    let mut value: i64 = 0;
    let mut i = 0;
    while i < digits.len() {
        let d = digits[i].wrapping_sub(b'0');
        if d > 9 {
            break;
        }
        value = value.wrapping_mul(10).wrapping_add(i64::from(d));
        i += 1;
    }
    if i == 0 || (i > 1 && digits[0] == b'0') {
        return None;
    }
    if i == digits.len() {
        if i >= ID_DIGITS || (negative && value == 0) {
            return None;
        }
        return Some((if negative { -value } else { value }, 0));
    }
    if digits[i] != b'.' || i + 1 == digits.len() {
        return None;
    }
    let scale = digits.len() - i - 1;
    // More digits than a double holds: noise that `value` rounds away.
    if i + scale > 15 || scale > MAX_SCALE as usize {
        return None;
    }
    for &b in &digits[i + 1..] {
        let d = b.wrapping_sub(b'0');
        if d > 9 {
            return None;
        }
        value = value * 10 + i64::from(d);
    }
    if negative && value == 0 {
        return None;
    }
    Some((if negative { -value } else { value }, scale as u8))
}

/// The text that [`plain`] read.
pub(crate) fn plain_text(mantissa: i64, scale: u8, out: &mut String) {
    use std::fmt::Write as _;
    out.clear();
    if mantissa < 0 {
        out.push('-');
    }
    let _ = write!(
        out,
        "{:0width$}",
        mantissa.unsigned_abs(),
        width = scale as usize + 1
    );
    if scale > 0 {
        out.insert(out.len() - scale as usize, '.');
    }
}

/// What a number's marks say about which of them is the decimal mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// No marks.
    None,
    /// `1,234.5`
    Dot,
    /// `1.234,5`
    Comma,
    /// `1.234`
    EitherDot,
    /// `1,234`
    EitherComma,
}

/// A number taken apart, its decimal mark perhaps still open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape<'a> {
    /// The sign or code of the currency as written.
    pub currency: Option<&'a str>,
    /// Written as a percentage.
    pub percent: bool,
    /// What the marks say.
    pub mark: Mark,
    negative: bool,
    body: [u8; 40],
    len: usize,
    exponent: i32,
}

/// Three-letter codes that stand beside amounts.
const CODES: [&str; 56] = [
    "AED", "ARS", "AUD", "BDT", "BGN", "BRL", "CAD", "CHF", "CLP", "CNH", "CNY", "COP", "CZK",
    "DKK", "EGP", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KES", "KRW",
    "KWD", "KZT", "LKR", "MAD", "MOP", "MXN", "MYR", "NGN", "NOK", "NZD", "PEN", "PHP", "PKR",
    "PLN", "QAR", "RMB", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH",
    "USD", "UYU", "VND", "ZAR",
];

/// Whether a text names a currency: a code, a sign, or a sign with a country's letters (`MX$`).
pub(crate) fn is_currency(text: &str) -> bool {
    let letters = text.trim_end_matches('.');
    if CODES
        .binary_search(&letters.to_ascii_uppercase().as_str())
        .is_ok()
    {
        return true;
    }
    if matches!(
        letters,
        "元" | "人民币"
            | "円"
            | "원"
            | "kr"
            | "zł"
            | "Kč"
            | "Ft"
            | "lei"
            | "Rs"
            | "Rp"
            | "RM"
            | "CN¥"
            | "JP¥"
            | "S/"
            | "Fr"
    ) {
        return true;
    }
    let signs = text.chars().filter(|&c| is_sign(c)).count();
    signs == 1
        && text.chars().all(|c| is_sign(c) || c.is_ascii_uppercase())
        && text.chars().count() <= 4
}

/// Whether a text is an id that a spreadsheet has rounded (`2.34568E+17`): its last digits are lost, and many ids read the same.
pub fn is_rounded_id(text: &str) -> bool {
    shape(text).is_some_and(|s| s.is_rounded_id())
}

/// Currency signs (Unicode category Sc, and the full-width ones).
fn is_sign(c: char) -> bool {
    matches!(
        c,
        '$' | '¢' | '£' | '¤' | '¥' | '৳' | '฿' | '₠'
            ..='₿' | '\u{20c0}' | '＄' | '￥' | '￡' | '￦' | '﷼' | '؋' | '៛'
    )
}

fn is_group_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’')
}

/// Takes a written number apart: currency, sign, percent, grouping. `None` where it is not a number.
pub(crate) fn shape(text: &str) -> Option<Shape<'_>> {
    if text.len() > 64 {
        return None;
    }
    let mut rest = text.trim();
    let mut negative = false;
    if let Some(inner) = rest
        .strip_prefix(['(', '（'])
        .and_then(|t| t.strip_suffix([')', '）']))
    {
        negative = true;
        rest = inner.trim();
    }
    let is_minus = |c: char| matches!(c, '-' | '−' | '－' | '–');
    let mut currency = None;
    let mut signed = false;
    // A sign and a currency can come in either order.
    for _ in 0..3 {
        rest = rest.trim_start();
        if !signed && rest.starts_with(|c: char| is_minus(c) || c == '+') {
            signed = true;
            negative |= rest.starts_with(is_minus);
            rest = rest.trim_start_matches(|c: char| is_minus(c) || c == '+');
            if rest.len() + 4 < text.len() && text.starts_with("--") {
                return None;
            }
            continue;
        }
        let head = rest.find(|c: char| {
            half_width(c).is_ascii_digit() || is_minus(c) || matches!(c, '.' | '+' | ' ' | ',')
        })?;
        if head > 0 && currency.is_none() {
            let sign = &rest[..head];
            if !is_currency(sign) {
                return None;
            }
            currency = Some(sign);
            rest = rest[head..].trim_start();
        }
    }
    let mut percent = false;
    for _ in 0..3 {
        rest = rest.trim_end();
        if let Some(head) = rest.strip_suffix(['%', '％']) {
            if percent {
                return None;
            }
            percent = true;
            rest = head;
            continue;
        }
        if !signed && rest.len() > 1 && rest.ends_with(is_minus) {
            signed = true;
            negative = true;
            rest = rest.trim_end_matches(is_minus);
            continue;
        }
        let tail = rest.rfind(|c: char| {
            half_width(c).is_ascii_digit() || c == '.' || c == ' ' || c == '\u{a0}'
        })?;
        let after = tail + rest[tail..].chars().next().map_or(0, char::len_utf8);
        if after < rest.len() && currency.is_none() {
            let sign = &rest[after..];
            if !is_currency(sign) {
                return None;
            }
            currency = Some(sign);
            rest = &rest[..after];
        }
    }
    let mut exponent = 0i32;
    if let Some((mantissa, power)) = rest.split_once(['e', 'E']) {
        exponent = power
            .strip_prefix('+')
            .unwrap_or(power)
            .parse::<i32>()
            .ok()
            .filter(|e| e.abs() < 40)?;
        rest = mantissa;
    }
    let mut body = [0u8; 40];
    let mut len = 0;
    for c in rest.chars() {
        let c = half_width(c);
        let b = match c {
            '0'..='9' | '.' | ',' => c as u8,
            c if is_group_space(c) => b' ',
            _ => return None,
        };
        *body.get_mut(len)? = b;
        len += 1;
    }
    let mark = marks(&body[..len])?;
    Some(Shape {
        currency,
        percent,
        mark,
        negative,
        body,
        len,
        exponent,
    })
}

/// Checks the grouping and says what the marks mean.
fn marks(body: &[u8]) -> Option<Mark> {
    if !body.iter().any(u8::is_ascii_digit) || body[0] == b' ' || body[body.len() - 1] == b' ' {
        return None;
    }
    let count = |b: u8| body.iter().filter(|&&x| x == b).count();
    let (dots, commas, spaces) = (count(b'.'), count(b','), count(b' '));
    if dots + commas + spaces == 0 {
        return Some(Mark::None);
    }
    let last = |b: u8| body.iter().rposition(|&x| x == b);
    // Groups of three, or India's groups of two before the last three.
    let grouped = |part: &[u8], by: u8| {
        let groups: Vec<&[u8]> = part.split(|&b| b == by).collect();
        let Some((tail, head)) = groups.split_last() else {
            return false;
        };
        let digits = |g: &[u8]| !g.is_empty() && g.iter().all(u8::is_ascii_digit);
        head.is_empty() && (tail.is_empty() || digits(tail))
            || !head.is_empty()
                && tail.len() == 3
                && digits(tail)
                && head.iter().all(|g| digits(g) && g.len() <= 3)
                && head.iter().skip(1).all(|g| g.len() >= 2)
    };
    if spaces > 0 {
        // The space groups; at most one decimal mark, once, at the end.
        let (whole, mark) = match (dots, commas) {
            (0, 0) => (body, Mark::None),
            (1, 0) => (&body[..last(b'.')?], Mark::Dot),
            (0, 1) => (&body[..last(b',')?], Mark::Comma),
            _ => return None,
        };
        let fraction = body.get(whole.len() + 1..).unwrap_or_default();
        let good = grouped(whole, b' ') && fraction.iter().all(u8::is_ascii_digit);
        return good.then_some(mark);
    }
    if dots > 0 && commas > 0 {
        let (dot, comma) = (last(b'.')?, last(b',')?);
        return if dot > comma {
            (dots == 1 && grouped(&body[..dot], b',')).then_some(Mark::Dot)
        } else {
            (commas == 1 && grouped(&body[..comma], b'.')).then_some(Mark::Comma)
        };
    }
    let (by, decimal, thousands, either) = if dots > 0 {
        (b'.', Mark::Dot, Mark::Comma, Mark::EitherDot)
    } else {
        (b',', Mark::Comma, Mark::Dot, Mark::EitherComma)
    };
    if dots + commas > 1 {
        return grouped(body, by).then_some(thousands);
    }
    let at = last(by)?;
    let (whole, fraction) = (&body[..at], &body[at + 1..]);
    if fraction.len() == 3 && (1..=3).contains(&whole.len()) && whole[0] != b'0' {
        Some(either)
    } else {
        Some(decimal)
    }
}

impl Shape<'_> {
    /// Whether it is a whole number written with a leading zero or with an id's length.
    pub(crate) fn is_id(&self) -> bool {
        let body = &self.body[..self.len];
        self.mark == Mark::None
            && self.currency.is_none()
            && !self.percent
            && self.exponent == 0
            && body.iter().all(u8::is_ascii_digit)
            && (body.len() >= ID_DIGITS || (body.len() > 1 && body[0] == b'0'))
    }

    /// A whole number of an id's length that a spreadsheet has rounded (`1.23457E+18`).
    pub(crate) fn is_rounded_id(&self) -> bool {
        self.exponent >= 10 && self.currency.is_none() && !self.percent
    }

    /// Mantissa and scale, reading `decimal` (`.` or `,`) as the decimal mark; `None` where it does not fit.
    pub(crate) fn value(&self, decimal: u8) -> Option<(i64, u8)> {
        let body = &self.body[..self.len];
        match (self.mark, decimal) {
            (Mark::Dot, b',') | (Mark::Comma, b'.') => return None,
            _ => {}
        }
        let mut rounded = [0u8; 42];
        let body = without_noise(body, decimal, &mut rounded);
        let mut mantissa: i64 = 0;
        let mut scale: i32 = -1;
        for &b in body {
            if b == decimal {
                scale = 0;
            } else if b.is_ascii_digit() {
                let digit = i64::from(b - b'0');
                if scale >= i32::from(MAX_SCALE) {
                    // Beyond what is kept; half rounds away from zero, once.
                    if scale == i32::from(MAX_SCALE) {
                        mantissa = mantissa.checked_add(i64::from(digit >= 5))?;
                        scale += 1;
                    }
                    continue;
                }
                mantissa = mantissa.checked_mul(10)?.checked_add(digit)?;
                if scale >= 0 {
                    scale += 1;
                }
            }
        }
        let mut scale = scale.clamp(0, i32::from(MAX_SCALE)) - self.exponent;
        while scale < 0 {
            mantissa = mantissa.checked_mul(10)?;
            scale += 1;
        }
        while scale > i32::from(MAX_SCALE) {
            mantissa = divide_rounding(mantissa, 10);
            scale -= 1;
        }
        // `2.220446e-16` is what a sum of doubles leaves of zero, and no reason to keep twelve digits of every cell.
        while self.exponent < 0 && scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        if mantissa.unsigned_abs() > 999_999_999_999_999_999 {
            return None;
        }
        Some((
            if self.negative { -mantissa } else { mantissa },
            scale as u8,
        ))
    }
}

/// `3.9699999999999998` is what becomes of 3.97 in a double: numbers with a fraction and 16 digits or more are
/// rounded to 15, as spreadsheets do.
fn without_noise<'a>(body: &'a [u8], decimal: u8, out: &'a mut [u8; 42]) -> &'a [u8] {
    let significant = body
        .iter()
        .filter(|b| b.is_ascii_digit())
        .skip_while(|b| **b == b'0')
        .count();
    if significant <= 15 || !body.contains(&decimal) {
        return body;
    }
    // One place in front for a carry.
    out[0] = b'0';
    out[1..=body.len()].copy_from_slice(body);
    let mut seen = 0;
    let mut end = body.len() + 1;
    for (at, &b) in out.iter().enumerate().take(body.len() + 1).skip(1) {
        if b.is_ascii_digit() && (seen > 0 || b != b'0') {
            seen += 1;
        }
        if seen == 16 {
            end = at;
            break;
        }
    }
    if !out[..end].contains(&decimal) {
        // All 15 are before the mark: an amount this large is left as it is.
        return body;
    }
    if out[end] >= b'5' {
        for at in (0..end).rev() {
            if out[at] == b'9' {
                out[at] = b'0';
            } else if out[at].is_ascii_digit() {
                out[at] += 1;
                break;
            }
        }
    }
    while end > 1 && out[end - 1] == b'0' {
        end -= 1;
    }
    &out[..end]
}

/// Division that rounds half away from zero.
pub(crate) fn divide_rounding(value: i64, by: i64) -> i64 {
    let (quotient, rest) = (value / by, value % by);
    if rest.unsigned_abs() * 2 >= by.unsigned_abs() {
        quotient + value.signum()
    } else {
        quotient
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(text: &str) -> Option<(i64, u8)> {
        shape(text)?.value(b'.')
    }

    #[test]
    fn plain_numbers_can_be_had_back() {
        let mut out = String::new();
        for text in [
            "0",
            "-1",
            "12.50",
            "-0.05",
            "999999999999999",
            "0.019999500475",
            "100",
        ] {
            let (m, s) = plain(text.as_bytes()).unwrap();
            plain_text(m, s, &mut out);
            assert_eq!(out, text);
        }
        for text in [
            "",
            "-",
            "007",
            "1.",
            ".5",
            "-0",
            "+1",
            "1e3",
            "1234567890123456",
            "12a",
            "-0.00",
            "1,2",
        ] {
            assert_eq!(plain(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn written_amounts() {
        assert_eq!(dot("$1,234.56"), Some((123_456, 2)));
        assert_eq!(dot("MX$2,000.00"), Some((200_000, 2)));
        assert_eq!(dot("৳2,999"), Some((2999, 0)));
        assert_eq!(dot("￥１２.５０"), Some((1250, 2)));
        assert_eq!(dot("12元"), Some((12, 0)));
        assert_eq!(dot("12.50 EUR"), Some((1250, 2)));
        assert_eq!(dot("(1,234.00)"), Some((-123_400, 2)));
        assert_eq!(dot("-$5.00"), Some((-500, 2)));
        assert_eq!(dot("$-5.00"), Some((-500, 2)));
        assert_eq!(dot("5.00-"), Some((-500, 2)));
        assert_eq!(dot("12.5%"), Some((125, 1)));
        assert_eq!(dot("1,00,000.50"), Some((10_000_050, 2)));
        assert_eq!(dot("1'234.5"), Some((12345, 1)));
        assert_eq!(dot("1.5E-05"), Some((15, 6)));
        assert_eq!(dot(".5"), Some((5, 1)));
        assert_eq!(dot("3.9699999999999998"), Some((397, 2)));
        assert_eq!(dot("0.30000000000000004"), Some((3, 1)));
        assert_eq!(dot("9.9999999999999999"), Some((10, 0)));
        assert_eq!(dot("2.220446e-16"), Some((0, 0)));
        assert_eq!(shape("1 234,56").unwrap().value(b','), Some((123_456, 2)));
        assert_eq!(shape("1.234,56 €").unwrap().value(b','), Some((123_456, 2)));
        assert_eq!(shape("1.234").unwrap().value(b','), Some((1234, 0)));
        assert_eq!(shape("R$ 10").unwrap().currency, Some("R$"));
        assert!(shape("(12%)").unwrap().percent);
    }

    #[test]
    fn not_numbers() {
        for text in [
            "",
            "abc",
            "12 pcs",
            "1,23,4",
            "2026-03-07",
            "12:30",
            "--",
            "$",
            "%",
            "1..2",
            "1.2.3",
            "a1",
            "C536379",
            "1,,2",
            "1 2",
            "5 - 7",
        ] {
            assert!(dot(text).is_none(), "{text}: {:?}", dot(text));
        }
    }

    #[test]
    fn marks_tell_or_stay_open() {
        assert_eq!(shape("1.234").unwrap().mark, Mark::EitherDot);
        assert_eq!(shape("1,234").unwrap().mark, Mark::EitherComma);
        assert_eq!(shape("0,234").unwrap().mark, Mark::Comma);
        assert_eq!(shape("12,5").unwrap().mark, Mark::Comma);
        assert_eq!(shape("1,234,567").unwrap().mark, Mark::Dot);
    }

    #[test]
    fn ids_are_known() {
        assert!(shape("1234567890123456").unwrap().is_id());
        assert!(shape("00123").unwrap().is_id());
        assert!(!shape("0").unwrap().is_id());
        assert!(is_rounded_id("1.23457E+18") && is_rounded_id("2.34568e+17"));
        assert!(
            !is_rounded_id("1234567890123456")
                && !is_rounded_id("$1E+12")
                && !is_rounded_id("1E+5")
        );
    }

    #[test]
    fn codes_are_sorted_for_the_search() {
        assert!(CODES.is_sorted());
    }
}
