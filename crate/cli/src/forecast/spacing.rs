//! Times of rows.

use std::fmt;

use ::forecast::calendar::{date_of, day_of};

/// The time of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Time {
    /// A count.
    Integer(i64),
    /// Seconds since 1970-01-01, as written.
    Second(i64),
}

pub(super) const DAY: i64 = 86_400;

impl Time {
    /// `42`, `2026-03-31`, `2026/03/31`, `2026-03`, and dates with `T14`, `T14:30`, `T14:30:00`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(count) = text.parse::<i64>() {
            return (count.abs() < 1 << 60).then_some(Self::Integer(count));
        }
        let (date, time) = match text.split_once(['T', ' ']) {
            Some((date, time)) => (date, time.trim_end_matches('Z')),
            None => (text, ""),
        };
        let number = |text: &str| text.parse::<u32>().ok();
        let mut parts = date.split(['-', '/']);
        let (year, month) = (number(parts.next()?)?, number(parts.next()?)?);
        let of_month = parts.next().map_or(Some(1), number)?;
        if parts.next().is_some() || !(1000..=9999).contains(&year) {
            return None;
        }
        let day = real_day(year, month, of_month)?;
        let mut seconds = 0;
        if !time.is_empty() {
            let mut units = [(3600, 24), (60, 60), (1, 60)].into_iter();
            for part in time.split(':') {
                let (unit, most) = units.next()?;
                // A fraction of a second says nothing about steps.
                let part = number(part.split('.').next()?).filter(|&part| part < most)?;
                seconds += unit * i64::from(part);
            }
        }
        Some(Self::Second(i64::from(day) * DAY + seconds))
    }

    pub(super) fn count(self) -> i64 {
        match self {
            Self::Integer(count) | Self::Second(count) => count,
        }
    }

    /// Months since the year 0.
    pub(super) fn months(self) -> i64 {
        let (year, month, _) = date_of(self.day());
        i64::from(year) * 12 + i64::from(month) - 1
    }

    pub(super) fn day(self) -> i32 {
        self.count().div_euclid(DAY) as i32
    }
}

/// The day of a date that there is.
fn real_day(year: u32, month: u32, of_month: u32) -> Option<i32> {
    if !(1..=12).contains(&month) || year > 9999 {
        return None;
    }
    let day = day_of(year as i32, month, of_month);
    (date_of(day) == (year as i32, month, of_month)).then_some(day)
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Integer(count) => write!(f, "{count}"),
            Self::Second(count) => {
                let (year, month, day) = date_of(self.day());
                write!(f, "{year:04}-{month:02}-{day:02}")?;
                match count.rem_euclid(DAY) {
                    0 => Ok(()),
                    rest => write!(f, "T{:02}:{:02}", rest / 3600, rest / 60 % 60),
                }
            }
        }
    }
}

/// Dates that are written as whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Digits {
    /// `20260331`.
    Days,
    /// `202603`.
    Months,
}

/// Years that a whole number may begin with to be a date.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2100;

impl Digits {
    /// How all of some times are dates, if all are.
    pub(super) fn of(times: impl Iterator<Item = Time> + Clone) -> Option<Self> {
        let all = |digits: Self| times.clone().all(|time| digits.read(time).is_some());
        let mut known = [Self::Days, Self::Months].into_iter();
        known.find(|&digits| times.clone().next().is_some() && all(digits))
    }

    /// The date that a whole number is.
    pub(super) fn read(self, time: Time) -> Option<Time> {
        let Time::Integer(count) = time else {
            return None;
        };
        let (months, of_month) = match self {
            Self::Days => (count.div_euclid(100), count.rem_euclid(100)),
            Self::Months => (count, 1),
        };
        let (year, month) = (months.div_euclid(100), months.rem_euclid(100));
        if !YEARS.contains(&year) {
            return None;
        }
        let day = real_day(year as u32, month as u32, of_month as u32)?;
        Some(Time::Second(i64::from(day) * DAY))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        assert_eq!(Time::parse("7"), Some(Time::Integer(7)));
        assert_eq!(Time::parse("1970-01-02"), Some(Time::Second(86_400)));
        assert_eq!(Time::parse("1970/01/01 01:30"), Some(Time::Second(5400)));
        for wrong in [
            "",
            "2026-02-30",
            "2026-13-01",
            "tomorrow",
            "2026-01-01T25",
            "1.5",
        ] {
            assert_eq!(Time::parse(wrong), None, "{wrong}");
        }
        let time = Time::parse("2026-03-31T14:05:00Z").expect("a time");
        assert_eq!(time.to_string(), "2026-03-31T14:05");
    }

    #[test]
    fn whole_numbers_are_dates_where_all_of_them_are() {
        let of = |counts: &[i64]| Digits::of(counts.iter().copied().map(Time::Integer));
        assert_eq!(of(&[20_240_131, 20_240_201]), Some(Digits::Days));
        assert_eq!(of(&[202_401, 202_402]), Some(Digits::Months));
        for wrong in [
            &[20_240_131, 20_240_230][..],
            &[202_412, 202_413],
            &[1, 2, 3],
            &[2024, 2025],
            &[],
        ] {
            assert_eq!(of(wrong), None, "{wrong:?}");
        }
        let date = Digits::Days.read(Time::Integer(20_240_229));
        assert_eq!(date.expect("a date").to_string(), "2024-02-29");
    }
}
