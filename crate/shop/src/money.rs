//! Exact amounts in minor units.

/// A decimal text with its sign and separators: `৳2,999`, `MX$2,000.00`, `1.234,56 €`, `(12.50)`.
/// Returns mantissa and scale.
pub(crate) fn parse_decimal(text: &str) -> Option<(i64, u8)> {
    let text = text.trim();
    let (text, bracketed) = match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        Some(inner) => (inner, true),
        None => (text, false),
    };
    let mut negative = bracketed;
    let mut digits = String::new();
    let mut marks: Vec<(char, usize)> = Vec::new();
    let mut sign = String::new();
    let mut ended = false;
    for c in text.chars() {
        match c {
            '0'..='9' if !ended => digits.push(c),
            '0'..='9' => return None,
            '０'..='９' if !ended => digits.push((b'0' + (c as u32 - '０' as u32) as u8) as char),
            '.' | ',' if !digits.is_empty() && !ended => marks.push((c, digits.len())),
            '-' | '−' if digits.is_empty() => negative = true,
            '+' if digits.is_empty() => {}
            ' ' | '\u{a0}' | '\u{202f}' | '\'' => {}
            _ if c.is_alphabetic() || !c.is_ascii() || c == '$' => {
                sign.push(c);
                ended = !digits.is_empty();
            }
            _ => return None,
        }
    }
    let money = !sign.chars().any(|c| c.is_ascii_alphabetic())
        || sign == "kr"
        || crate::currency::code(&sign).is_some();
    if digits.is_empty() || digits.len() > 18 || sign.chars().count() > 4 || !money {
        return None;
    }
    let scale = match marks.last() {
        None => 0,
        Some(&(mark, at)) => {
            let behind = digits.len() - at;
            let same = marks.iter().filter(|(m, _)| *m == mark).count();
            let mixed = same != marks.len();
            // A lone mark before three digits groups thousands when it is a comma.
            if same > 1 || (!mixed && behind == 3 && mark == ',') {
                0
            } else {
                behind
            }
        }
    };
    let value: i64 = digits.parse().ok()?;
    Some((
        if negative { -value } else { value },
        u8::try_from(scale).ok()?,
    ))
}

/// Powers of ten.
const POWERS: [i128; 39] = {
    let mut powers = [1i128; 39];
    let mut i = 1;
    while i < powers.len() {
        powers[i] = powers[i - 1] * 10;
        i += 1;
    }
    powers
};

/// 10 to the power of `n` (at most 38).
#[inline]
pub(crate) fn pow10(n: u32) -> i128 {
    POWERS[(n as usize).min(POWERS.len() - 1)]
}

/// Division rounded to the nearest, ties to even.
pub(crate) fn div_half_even(numerator: i128, denominator: i128) -> i128 {
    let quotient = numerator.div_euclid(denominator);
    let twice = numerator.rem_euclid(denominator) * 2;
    match twice.cmp(&denominator.abs()) {
        std::cmp::Ordering::Less => quotient,
        std::cmp::Ordering::Greater => quotient + 1,
        std::cmp::Ordering::Equal => quotient + (quotient & 1),
    }
}

/// A mantissa with a scale in minor units of a currency with `digits`.
#[inline]
pub(crate) fn to_minor(mantissa: i128, scale: u32, digits: u32) -> i64 {
    let minor = if scale == digits {
        mantissa
    } else if scale <= digits {
        mantissa.saturating_mul(pow10(digits - scale))
    } else {
        div_half_even(mantissa, pow10(scale - digits))
    };
    i64::try_from(minor).unwrap_or(if minor < 0 { i64::MIN + 1 } else { i64::MAX })
}

/// Shares `total` in proportion to `weights` so that the shares sum to it exactly
/// (largest remainder, earlier entries first among equals). Equal shares where all weights are zero.
pub(crate) fn share(total: i64, weights: &[i64], out: &mut Vec<i64>) {
    out.clear();
    if weights.is_empty() {
        return;
    }
    let sum: i128 = weights.iter().map(|w| i128::from((*w).max(0))).sum();
    let even = sum == 0;
    let sum = if even { weights.len() as i128 } else { sum };
    let mut given = 0i64;
    let mut remainders: Vec<(i128, usize)> = Vec::with_capacity(weights.len());
    for (i, w) in weights.iter().enumerate() {
        let w = if even { 1 } else { i128::from((*w).max(0)) };
        let exact = i128::from(total) * w;
        let floor = exact.div_euclid(sum);
        out.push(floor as i64);
        given += floor as i64;
        remainders.push((exact.rem_euclid(sum), i));
    }
    let mut left = total - given;
    if left > 0 {
        remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        for &(_, i) in &remainders {
            if left == 0 {
                break;
            }
            out[i] += 1;
            left -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_behind_their_signs() {
        assert_eq!(parse_decimal("৳2,999"), Some((2999, 0)));
        assert_eq!(parse_decimal("MX$2,000.00"), Some((200_000, 2)));
        assert_eq!(parse_decimal("1.234,56 €"), Some((123_456, 2)));
        assert_eq!(parse_decimal("(12.50)"), Some((-1250, 2)));
        assert_eq!(parse_decimal("12 boxes of 3"), None);
        assert_eq!(parse_decimal("SO-2024"), None);
    }

    #[test]
    fn ties_go_to_even() {
        assert_eq!(to_minor(125, 3, 2), 12);
        assert_eq!(to_minor(135, 3, 2), 14);
        assert_eq!(to_minor(-125, 3, 2), -12);
        assert_eq!(to_minor(5, 0, 3), 5000);
    }

    proptest! {
        #[test]
        fn shares_sum_to_the_whole(total in -1_000_000i64..1_000_000, weights in proptest::collection::vec(0i64..10_000, 1..20)) {
            let mut out = Vec::new();
            share(total, &weights, &mut out);
            prop_assert_eq!(out.iter().sum::<i64>(), total);
            let sum: i64 = weights.iter().sum();
            if sum > 0 {
                for (s, w) in out.iter().zip(&weights) {
                    let exact = total as f64 * *w as f64 / sum as f64;
                    prop_assert!((*s as f64 - exact).abs() <= 1.0);
                }
            }
        }
    }
}
