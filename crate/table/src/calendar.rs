//! Days since 1970-01-01 and the Gregorian calendar.
//!
//! A calendar library costs the browser 80 kB, most of it words for what can go wrong; the tests compare with one.

/// Days before 1970-01-01 since 0000-03-01, where the count below begins.
const EPOCH: i64 = 719_468;
/// Days in 400 years.
const ERA: i64 = 146_097;

/// A calendar date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// The year.
    pub year: i32,
    /// The month, from 1.
    pub month: u32,
    /// The day of the month, from 1.
    pub day: u32,
}

impl Date {
    /// The date of a day since 1970-01-01.
    ///
    /// # Source
    /// Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
    pub fn of(day: i32) -> Self {
        let shifted = i64::from(day) + EPOCH;
        let (era, of_era) = (shifted.div_euclid(ERA), shifted.rem_euclid(ERA));
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / (ERA - 1)) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * of_year + 2) / 153;
        let month = if month_from_march < 10 {
            month_from_march + 3
        } else {
            month_from_march - 9
        };
        Self {
            year: (year_of_era + era * 400 + i64::from(month <= 2)) as i32,
            month: month as u32,
            day: (of_year - (153 * month_from_march + 2) / 5 + 1) as u32,
        }
    }

    /// Days since 1970-01-01; `None` where there is no such day.
    ///
    /// # Source
    /// As [`Date::of`], `days_from_civil`.
    pub fn days(self) -> Option<i32> {
        if self.day == 0 || self.day > month_length(self.year, self.month) {
            return None;
        }
        // Years from March, so that the leap day is the last.
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let month_from_march = i64::from((self.month + 9) % 12);
        let of_year = (153 * month_from_march + 2) / 5 + i64::from(self.day) - 1;
        let days = era * ERA + 365 * of_era + of_era / 4 - of_era / 100 + of_year - EPOCH;
        i32::try_from(days).ok()
    }

    /// The same day of the month `months` later, or the month's last where it is shorter.
    pub fn plus_months(self, months: i32) -> Self {
        let count = i64::from(self.year) * 12 + i64::from(self.month) - 1 + i64::from(months);
        let year = count.div_euclid(12) as i32;
        let month = count.rem_euclid(12) as u32 + 1;
        Self {
            year,
            month,
            day: self.day.min(month_length(year, month)),
        }
    }

    /// `2026-03-31` to a date; other spellings are no ISO dates.
    pub fn from_iso(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let digits = |part: &str| {
            part.bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| part.parse::<u32>().ok())
                .flatten()
        };
        let date = Self {
            year: digits(text.get(..4)?)? as i32,
            month: digits(text.get(5..7)?)?,
            day: digits(text.get(8..)?)?,
        };
        date.days().map(|_| date)
    }
}

/// Days in a month; 0 where there is no such month.
fn month_length(year: i32, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> Date {
        Date { year, month, day }
    }

    #[test]
    fn days_agree_with_a_calendar_library() {
        let epoch = jiff::civil::date(1970, 1, 1);
        let mut days = -700_000;
        while days < 2_900_000 {
            let theirs = epoch
                .checked_add(jiff::Span::new().days(days))
                .expect("inside its range");
            let ours = Date::of(days);
            assert_eq!(
                (ours.year, ours.month, ours.day),
                (
                    i32::from(theirs.year()),
                    theirs.month() as u32,
                    theirs.day() as u32
                )
            );
            assert_eq!(ours.days(), Some(days));
            for months in [-25, -1, 0, 1, 12, 120] {
                let theirs = theirs
                    .checked_add(jiff::Span::new().months(months))
                    .expect("inside its range");
                let ours = ours.plus_months(months);
                assert_eq!(
                    (ours.year, ours.month, ours.day),
                    (
                        i32::from(theirs.year()),
                        theirs.month() as u32,
                        theirs.day() as u32
                    )
                );
            }
            days += 97;
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        assert_eq!(date(1900, 2, 29).days(), None);
        assert_eq!(date(2023, 2, 29).days(), None);
        assert_eq!(date(2023, 13, 1).days(), None);
        assert_eq!(date(2023, 0, 1).days(), None);
        assert_eq!(date(2000, 2, 29).days(), Some(11_016));
        assert_eq!(date(2024, 2, 29).plus_months(-12), date(2023, 2, 28));
    }

    #[test]
    fn only_iso_dates_are_iso_dates() {
        assert_eq!(Date::from_iso("2026-11-24"), Some(date(2026, 11, 24)));
        for text in [
            "2026-11-31",
            "2026-1-24",
            "+026-11-24",
            "2026/11/24",
            "",
            "2026-11-24T00",
        ] {
            assert_eq!(Date::from_iso(text), None, "{text}");
        }
    }

    #[test]
    fn the_ends_of_the_count_are_days_too() {
        for day in [i32::MIN, -719_162, 0, 2_932_896, i32::MAX] {
            assert_eq!(Date::of(day).days(), Some(day));
        }
    }
}
