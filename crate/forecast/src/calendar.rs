//! Days since 1970-01-01 and the Gregorian calendar.

/// The day of a date, in days since 1970-01-01. `month` and `day` count from 1.
///
/// # Source
/// Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
pub fn day_of(year: i32, month: u32, day: u32) -> i32 {
    let year = i64::from(year) - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let month_from_march = (i64::from(month) + 9) % 12;
    let of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    (era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468) as i32
}

/// The year of a day.
pub fn year_of(day: i32) -> i32 {
    date_of(day).0
}

/// Year, month and day of a day.
pub fn date_of(day: i32) -> (i32, u32, u32) {
    let shifted = i64::from(day) + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (
        (year + era * 400 + i64::from(month <= 2)) as i32,
        month as u32,
        day as u32,
    )
}

/// The weekday, 0 for Monday.
pub fn weekday(day: i32) -> i32 {
    (day + 3).rem_euclid(7)
}

/// The `nth` (from 1) weekday of a month.
pub(crate) fn nth_weekday(year: i32, month: u32, wanted: i32, nth: i32) -> i32 {
    let first = day_of(year, month, 1);
    first + (wanted - weekday(first)).rem_euclid(7) + 7 * (nth - 1)
}

/// Easter Sunday.
///
/// # Source
/// The anonymous Gregorian computus, as in Meeus, "Astronomical Algorithms".
pub(crate) fn easter(year: i32) -> i32 {
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    day_of(year, month as u32, day as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        assert_eq!(day_of(1970, 1, 1), 0);
        assert_eq!(day_of(2024, 2, 29), 19_782);
        for day in (-100_000..100_000).step_by(37) {
            let (year, month, of_month) = date_of(day);
            assert_eq!(day_of(year, month, of_month), day);
        }
        assert_eq!(weekday(day_of(2024, 11, 11)), 0);
    }

    #[test]
    fn known_feasts() {
        for (year, month, day) in [
            (2000, 4, 23),
            (2019, 4, 21),
            (2024, 3, 31),
            (2025, 4, 20),
            (2038, 4, 25),
        ] {
            assert_eq!(easter(year), day_of(year, month, day));
        }
        // Thanksgiving 2024, Mother's day 2025.
        assert_eq!(nth_weekday(2024, 11, 3, 4), day_of(2024, 11, 28));
        assert_eq!(nth_weekday(2025, 5, 6, 2), day_of(2025, 5, 11));
    }
}
