//! Periods as people write them.

use chart::spec::Lang;
use table::calendar::Date;

use super::phrase::phrases;

phrases! {
    PERIOD_SAME_YEAR = "{y}年{m1}月{d1}日至{m2}月{d2}日", "{d1} {m1} – {d2} {m2} {y}";
    PERIOD_SAME_MONTH = "{y}年{m}月{d1}日至{d2}日", "{d1}–{d2} {m} {y}";
    PERIOD_YEARS = "{y1}年{m1}月{d1}日至{y2}年{m2}月{d2}日", "{d1} {m1} {y1} – {d2} {m2} {y2}";
    DAY = "{y}年{m}月{d}日", "{d} {m} {y}";
    MONTH = "{y}年{m}月", "{m} {y}";
    HOUR = "{h}时", "{h}:00";
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const WEEKDAYS: [(&str, &str, &str); 7] = [
    ("周一", "Mon", "Monday"),
    ("周二", "Tue", "Tuesday"),
    ("周三", "Wed", "Wednesday"),
    ("周四", "Thu", "Thursday"),
    ("周五", "Fri", "Friday"),
    ("周六", "Sat", "Saturday"),
    ("周日", "Sun", "Sunday"),
];

/// The calendar date of a day since 1970-01-01, as far as the calendar goes.
pub(crate) fn civil(day: i32) -> Date {
    // Days beyond year 9999 come only from damaged files; they saturate.
    let day = day.clamp(-719_162, 2_932_896);
    Date::of(day)
}

/// `2026-03-31`.
pub fn iso(day: i32) -> String {
    let Date { year, month, day } = civil(day);
    format!("{year:04}-{month:02}-{day:02}")
}

fn month_word(month: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => month.to_string(),
        Lang::En => MONTHS
            .get(month.saturating_sub(1) as usize)
            .map_or(String::new(), |m| (*m).to_owned()),
    }
}

/// A period of days, inclusive: `1 Jan – 31 Mar 2026`, `2026年1月1日至3月31日`.
pub fn period(first: i32, last: i32, lang: Lang) -> String {
    let (a, b) = (civil(first), civil(last));
    if a == b {
        return day(first, lang);
    }
    let (y1, y2) = (a.year.to_string(), b.year.to_string());
    let (m1, m2) = (month_word(a.month, lang), month_word(b.month, lang));
    let (d1, d2) = (a.day.to_string(), b.day.to_string());
    let args = [
        ("y", (&y1).into()),
        ("y1", (&y1).into()),
        ("y2", (&y2).into()),
        ("m", (&m1).into()),
        ("m1", (&m1).into()),
        ("m2", (&m2).into()),
        ("d1", (&d1).into()),
        ("d2", (&d2).into()),
    ];
    if y1 != y2 {
        PERIOD_YEARS.fill(lang, &args)
    } else if a.month != b.month {
        PERIOD_SAME_YEAR.fill(lang, &args)
    } else {
        PERIOD_SAME_MONTH.fill(lang, &args)
    }
}

/// A day: `3 Mar 2026`, `2026年3月3日`.
pub fn day(day: i32, lang: Lang) -> String {
    let date = civil(day);
    DAY.fill(
        lang,
        &[
            ("y", (&date.year.to_string()).into()),
            ("m", (&month_word(date.month, lang)).into()),
            ("d", (&date.day.to_string()).into()),
        ],
    )
}

/// A month by any of its days: `Mar 2026`, `2026年3月`.
pub fn month(day: i32, lang: Lang) -> String {
    let date = civil(day);
    MONTH.fill(
        lang,
        &[
            ("y", (&date.year.to_string()).into()),
            ("m", (&month_word(date.month, lang)).into()),
        ],
    )
}

/// A weekday, 0 = Monday, short: `Mon`, `周一`.
pub fn weekday(weekday: usize, lang: Lang) -> &'static str {
    let (zh, short, _) = WEEKDAYS[weekday % 7];
    match lang {
        Lang::Zh => zh,
        Lang::En => short,
    }
}

/// A weekday in a sentence: `Monday`, `周一`.
pub fn weekday_long(weekday: usize, lang: Lang) -> &'static str {
    let (zh, _, long) = WEEKDAYS[weekday % 7];
    match lang {
        Lang::Zh => zh,
        Lang::En => long,
    }
}

/// An hour of the day: `14:00`, `14时`.
pub fn hour(hour: usize, lang: Lang) -> String {
    HOUR.fill(lang, &[("h", (&hour.to_string()).into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> i32 {
        Date::from_iso(text).and_then(Date::days).unwrap()
    }

    #[test]
    fn periods_are_written_as_people_write_them() {
        let say = |a: &str, b: &str, lang| period(days(a), days(b), lang);
        assert_eq!(
            say("2026-01-01", "2026-03-31", Lang::En),
            "1 Jan – 31 Mar 2026"
        );
        assert_eq!(
            say("2026-01-01", "2026-03-31", Lang::Zh),
            "2026年1月1日至3月31日"
        );
        assert_eq!(
            say("2025-12-01", "2026-03-31", Lang::Zh),
            "2025年12月1日至2026年3月31日"
        );
        assert_eq!(say("2026-03-01", "2026-03-31", Lang::En), "1–31 Mar 2026");
        assert_eq!(say("2026-03-03", "2026-03-03", Lang::En), "3 Mar 2026");
    }

    #[test]
    fn days_survive_a_round_trip_and_nonsense() {
        assert_eq!(iso(days("2026-03-31")), "2026-03-31");
        assert_eq!(iso(i32::MIN), "0001-01-01");
        assert_eq!(iso(i32::MAX), "9999-12-31");
    }
}
