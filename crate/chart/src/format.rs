//! Numbers and dates as people write them, in Chinese and English.

use crate::spec::{Format, Lang};

/// What stands where there is no number.
pub const NONE: &str = "–";

/// Writes a value: `€12,431.00`, `12.4%`, `1.2万`.
///
/// `short` rounds to what an axis or a headline can carry (万/亿 in Chinese, K/M/B in English).
/// Negative numbers carry U+2212; what is not finite is written [`NONE`].
pub fn value(v: f64, format: &Format, lang: Lang, short: bool) -> String {
    if !v.is_finite() {
        return NONE.into();
    }
    match format {
        Format::Count => signed(
            v,
            "",
            &if short {
                shorten(v, lang, 0)
            } else {
                plain(v, 0)
            },
        ),
        Format::Number { decimals } => {
            let digits = usize::from(*decimals).min(9);
            signed(
                v,
                "",
                &if short {
                    shorten(v, lang, digits)
                } else {
                    fixed(v, digits)
                },
            )
        }
        Format::Percent => percent(v, short),
        Format::Money { currency } => {
            let text = if short {
                shorten(v, lang, money_digits(currency).min(2))
            } else {
                fixed(v, money_digits(currency))
            };
            signed(v, &sign(currency, lang), &text)
        }
    }
}

/// Writes a relative change with its sign: 0.125 is `+12.5%`.
pub fn change(v: f64) -> String {
    if !v.is_finite() {
        return NONE.into();
    }
    let text = percent(v, false);
    if v > 0.0 && text.chars().any(|c| ('1'..='9').contains(&c)) {
        format!("+{text}")
    } else {
        text
    }
}

/// Writes a difference with its sign: `+€1,200.00`.
pub fn difference(v: f64, format: &Format, lang: Lang, short: bool) -> String {
    let text = value(v, format, lang, short);
    if v > 0.0 && v.is_finite() {
        format!("+{text}")
    } else {
        text
    }
}

/// The sign or code that stands before an amount: `€`, `US$`, `CHF `.
///
/// ¥ is the yuan's in Chinese and the yen's in English; the other is written CN¥ or JP¥.
pub fn sign(currency: &str, lang: Lang) -> String {
    match (currency, lang) {
        ("CNY", Lang::Zh) | ("JPY", Lang::En) => "¥".into(),
        ("CNY", Lang::En) => "CN¥".into(),
        ("JPY", Lang::Zh) => "JP¥".into(),
        ("USD", Lang::En) => "$".into(),
        ("USD", Lang::Zh) => "US$".into(),
        ("EUR", _) => "€".into(),
        ("GBP", _) => "£".into(),
        ("HKD", _) => "HK$".into(),
        ("TWD", _) => "NT$".into(),
        ("SGD", _) => "S$".into(),
        ("AUD", _) => "A$".into(),
        ("CAD", _) => "C$".into(),
        ("NZD", _) => "NZ$".into(),
        ("MXN", _) => "MX$".into(),
        ("BRL", _) => "R$".into(),
        ("INR", _) => "₹".into(),
        ("KRW", _) => "₩".into(),
        ("VND", _) => "₫".into(),
        ("THB", _) => "฿".into(),
        ("PHP", _) => "₱".into(),
        ("RUB", _) => "₽".into(),
        ("TRY", _) => "₺".into(),
        ("ILS", _) => "₪".into(),
        ("NGN", _) => "₦".into(),
        ("", _) => String::new(),
        (code, _) => format!("{code}\u{a0}"),
    }
}

/// Decimals of a currency's minor unit (ISO 4217).
pub fn money_digits(currency: &str) -> usize {
    match currency {
        "JPY" | "KRW" | "VND" | "CLP" | "ISK" | "UGX" | "XAF" | "XOF" | "XPF" | "PYG" | "RWF"
        | "KMF" | "GNF" | "DJF" | "BIF" | "VUV" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

fn percent(v: f64, short: bool) -> String {
    let p = v * 100.0;
    let a = p.abs();
    // A share that is not zero should not read as zero, and nobody needs 143.27%.
    let digits = if a >= 100.0 || a == 0.0 {
        0
    } else if a < 0.1 {
        2
    } else {
        1
    };
    let mut text = fixed(p, digits);
    if short {
        text = trimmed(text);
    }
    signed(p, "", &format!("{text}%"))
}

fn signed(v: f64, sign: &str, text: &str) -> String {
    let minus = if v < 0.0 && text.chars().any(|c| ('1'..='9').contains(&c)) {
        "\u{2212}"
    } else {
        ""
    };
    format!("{minus}{sign}{text}")
}

/// Whole numbers as they are; a count that is an average keeps one decimal.
fn plain(v: f64, digits: usize) -> String {
    let whole = (v - libm::round(v)).abs() < 1e-9;
    if whole || v.abs() >= 1000.0 {
        fixed(v, digits)
    } else {
        trimmed(fixed(v, digits.max(1)))
    }
}

fn shorten(v: f64, lang: Lang, digits: usize) -> String {
    let a = v.abs();
    let units: &[(f64, &str)] = match lang {
        Lang::Zh => &[(1e12, "万亿"), (1e8, "亿"), (1e4, "万")],
        Lang::En => &[(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K")],
    };
    for (i, (size, unit)) in units.iter().enumerate() {
        // 999,960 is 1M, not 1,000K.
        if a >= size * 0.99995 && (a >= *size || i + 1 < units.len()) {
            let scaled = a / size;
            let d = if scaled >= 99.95 {
                0
            } else if scaled >= 9.995 {
                1
            } else {
                2
            };
            return format!("{}{unit}", trimmed(fixed(scaled, d)));
        }
    }
    if a >= 100.0 || (v - libm::round(v)).abs() < 1e-9 {
        fixed(v, 0)
    } else {
        // Small steps of an axis need their digits even where amounts have two.
        let d = if a >= 1.0 {
            digits.max(1)
        } else {
            digits.max(2)
        };
        trimmed(fixed(v, d))
    }
}

/// The size of a number, rounded half away from zero, grouped by threes, without a sign.
fn fixed(v: f64, digits: usize) -> String {
    let scale = [1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9][digits.min(9)];
    let a = v.abs();
    // 1.005 is stored a little below; the nudge rounds it as it is written.
    let rounded = if a < 1e15 / scale {
        libm::round(a * scale * (1.0 + 1e-15)) / scale
    } else {
        a
    };
    let text = format!("{rounded:.digits$}");
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut out = String::with_capacity(text.len() + whole.len() / 3);
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out.push_str(rest);
    out
}

fn trimmed(text: String) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_string()
    } else {
        text
    }
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Year, month (1–12) and day of month of a day since 1970-01-01, in the proleptic Gregorian calendar.
pub fn civil(days: i32) -> (i32, u32, u32) {
    // Years that begin in March, so that the leap day is the last of its year.
    let z = i64::from(days) + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = (doy - (153 * mp + 2) / 5 + 1) as u32;
    let month = if mp < 10 { mp + 3 } else { mp - 9 } as u32;
    ((yoe + era * 400 + i64::from(month <= 2)) as i32, month, day)
}

/// Days since 1970-01-01 of a date; the inverse of [`civil`].
pub fn days_of(year: i32, month: u32, day: u32) -> i32 {
    let y = i64::from(year) - i64::from(month <= 2);
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let mp = (i64::from(month) + 9) % 12;
    let doy = (153 * mp + 2) / 5 + i64::from(day) - 1;
    (era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468) as i32
}

/// 0 for Monday to 6 for Sunday.
pub fn weekday(days: i32) -> u32 {
    (i64::from(days) + 3).rem_euclid(7) as u32
}

/// Writes a day (days since 1970-01-01): `3 Mar 2026`, `2026年3月3日`.
pub fn day(days: i32, lang: Lang) -> String {
    let (y, m, d) = civil(days);
    match lang {
        Lang::Zh => format!("{y}年{m}月{d}日"),
        Lang::En => format!("{d} {} {y}", month_name(m, lang)),
    }
}

/// Writes a day without its year: `3 Mar`, `3月3日`.
pub fn day_short(days: i32, lang: Lang) -> String {
    let (_, m, d) = civil(days);
    match lang {
        Lang::Zh => format!("{m}月{d}日"),
        Lang::En => format!("{d} {}", month_name(m, lang)),
    }
}

/// Writes the month of a day: `Mar 2026`, `2026年3月`.
pub fn month(days: i32, lang: Lang) -> String {
    let (y, m, _) = civil(days);
    match lang {
        Lang::Zh => format!("{y}年{m}月"),
        Lang::En => format!("{} {y}", month_name(m, lang)),
    }
}

/// Writes the week that begins on a Monday: `week of 2 Mar 2026`, `2026年3月2日当周`.
pub fn week(monday: i32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}当周", day(monday, lang)),
        Lang::En => format!("week of {}", day(monday, lang)),
    }
}

/// Writes a period, both days included: `1–31 Mar 2026`, `2026年3月1日至31日`.
pub fn period(first: i32, last: i32, lang: Lang) -> String {
    let ((y1, m1, d1), (y2, m2, d2)) = (civil(first), civil(last));
    if first == last {
        return day(first, lang);
    }
    match lang {
        Lang::Zh if (y1, m1) == (y2, m2) => format!("{}至{d2}日", day(first, lang)),
        Lang::Zh if y1 == y2 => format!("{}至{m2}月{d2}日", day(first, lang)),
        Lang::Zh => format!("{}至{}", day(first, lang), day(last, lang)),
        Lang::En if (y1, m1) == (y2, m2) => format!("{d1}–{}", day(last, lang)),
        Lang::En if y1 == y2 => format!("{} – {}", day_short(first, lang), day(last, lang)),
        Lang::En => format!("{} – {}", day(first, lang), day(last, lang)),
    }
}

/// The short name of a month (1–12): `Mar`, `3月`.
pub fn month_name(month: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{month}月"),
        Lang::En => MONTHS[(month.clamp(1, 12) - 1) as usize].into(),
    }
}

/// The short name of a weekday, 0 for Monday: `Mon`, `周一`.
pub fn weekday_name(weekday: u32, lang: Lang) -> &'static str {
    let i = (weekday % 7) as usize;
    match lang {
        Lang::Zh => ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][i],
        Lang::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][i],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Lang::{En, Zh};

    fn money(c: &str) -> Format {
        Format::Money { currency: c.into() }
    }

    #[test]
    fn amounts() {
        assert_eq!(value(12431.0, &money("EUR"), En, false), "€12,431.00");
        assert_eq!(
            value(-1234.5, &money("GBP"), En, false),
            "\u{2212}£1,234.50"
        );
        assert_eq!(value(1234.5, &money("JPY"), En, false), "¥1,235");
        assert_eq!(value(12_000.0, &money("CNY"), Zh, true), "¥1.2万");
        assert_eq!(value(2.5e8, &money("CNY"), En, true), "CN¥250M");
        assert_eq!(value(1.005, &money("USD"), Zh, false), "US$1.01");
        assert_eq!(value(3.0, &money("CHF"), En, false), "CHF\u{a0}3.00");
        assert_eq!(value(-0.001, &money("EUR"), En, false), "€0.00");
        assert_eq!(value(f64::NAN, &money("EUR"), En, false), NONE);
    }

    #[test]
    fn short_numbers() {
        for (v, en, zh) in [
            (0.0, "0", "0"),
            (950.0, "950", "950"),
            (1500.0, "1.5K", "1,500"),
            (999_960.0, "1M", "100万"),
            (12_345_678.0, "12.3M", "1,235万"),
            (3.2e9, "3.2B", "32亿"),
            (-20_000.0, "\u{2212}20K", "\u{2212}2万"),
        ] {
            assert_eq!(value(v, &Format::Count, En, true), en);
            assert_eq!(value(v, &Format::Count, Zh, true), zh);
        }
    }

    #[test]
    fn shares_and_changes() {
        assert_eq!(value(0.125, &Format::Percent, En, false), "12.5%");
        assert_eq!(value(0.2, &Format::Percent, En, true), "20%");
        assert_eq!(value(0.0004, &Format::Percent, En, false), "0.04%");
        assert_eq!(value(1.432, &Format::Percent, Zh, false), "143%");
        assert_eq!(change(0.031), "+3.1%");
        assert_eq!(change(-0.5), "\u{2212}50.0%");
        assert_eq!(change(0.0), "0%");
        assert_eq!(
            value(2.25, &Format::Number { decimals: 1 }, En, false),
            "2.3"
        );
    }

    #[test]
    fn days_go_there_and_back() {
        for d in (-800_000..800_000).step_by(37) {
            let (y, m, dd) = civil(d);
            assert_eq!(days_of(y, m, dd), d);
        }
        assert_eq!(day(0, En), "1 Jan 1970");
        assert_eq!(day(days_of(2026, 3, 3), Zh), "2026年3月3日");
        assert_eq!(weekday(0), 3);
        assert_eq!(
            period(days_of(2026, 3, 1), days_of(2026, 3, 31), En),
            "1–31 Mar 2026"
        );
        assert_eq!(
            period(days_of(2025, 12, 1), days_of(2026, 1, 5), Zh),
            "2025年12月1日至2026年1月5日"
        );
    }
}
