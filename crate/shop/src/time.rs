//! Points in time from cells: dates as written, epoch numbers, `19970131`, days of a spreadsheet.

use table::calendar::Date;
use table::{Column, NULL_CODE, NULL_INT, Values};

const DAY: i64 = 86_400;
/// The day of [`crate::Orders::day`] where none is known.
pub(crate) const NO_DAY: i32 = i32::MIN;
/// The hour of [`crate::Orders::hour`] where none is known.
pub(crate) const NO_HOUR: u8 = 255;

/// How whole numbers tell time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IntegerTime {
    /// Seconds since 1970-01-01 in UTC.
    Seconds,
    /// Milliseconds since 1970-01-01 in UTC.
    Millis,
    /// Digits of a day: `19970131`.
    Digits,
    /// Days since 1899-12-30, as spreadsheets count.
    Serial,
}

/// How a range of whole numbers tells time, if at all.
pub(crate) fn integer_kind(min: f64, max: f64) -> Option<IntegerTime> {
    let within = |low: f64, high: f64| min >= low && max < high;
    if within(19_000_101.0, 21_001_232.0) {
        Some(IntegerTime::Digits)
    } else if within(6.0e8, 4.2e9) {
        Some(IntegerTime::Seconds)
    } else if within(6.0e11, 4.2e12) {
        Some(IntegerTime::Millis)
    } else if within(25_000.0, 80_000.0) {
        Some(IntegerTime::Serial)
    } else {
        None
    }
}

/// Days and hours per row (or per code) of a column.
#[derive(Debug)]
pub(crate) struct Times<'a> {
    codes: Option<&'a [u32]>,
    days: Vec<i32>,
    hours: Vec<u8>,
    /// Whether hours are known.
    pub(crate) has_time: bool,
    /// Values with an offset that were brought to the shop's zone.
    pub(crate) converted: usize,
}

impl<'a> Times<'a> {
    /// Reads a column; `offset` in minutes is the shop's zone.
    pub(crate) fn read(column: &'a Column, offset: Option<i16>) -> Option<Self> {
        match &column.values {
            Values::Dates(d) => {
                let mut times = Times {
                    codes: Some(&d.dict.codes),
                    days: Vec::with_capacity(d.civil_seconds.len()),
                    hours: Vec::with_capacity(d.civil_seconds.len()),
                    has_time: d.has_time,
                    converted: 0,
                };
                for (code, &civil) in d.civil_seconds.iter().enumerate() {
                    let written = d.offset_minutes.get(code).copied().unwrap_or(i16::MIN);
                    let seconds = match (civil, offset) {
                        (NULL_INT, _) => NULL_INT,
                        (s, Some(zone)) if written != i16::MIN => {
                            times.converted += usize::from(zone != written);
                            s + (i64::from(zone) - i64::from(written)) * 60
                        }
                        (s, _) => s,
                    };
                    times.push(seconds);
                }
                Some(times)
            }
            Values::Integer(values) => {
                let filled = || values.iter().filter(|v| *v != NULL_INT);
                let kind = integer_kind(filled().min()? as f64, filled().max()? as f64)?;
                let zone = i64::from(offset.unwrap_or(0)) * 60;
                let mut times = Times {
                    codes: None,
                    days: Vec::with_capacity(values.len()),
                    hours: Vec::with_capacity(values.len()),
                    has_time: matches!(kind, IntegerTime::Seconds | IntegerTime::Millis),
                    converted: 0,
                };
                for v in values.iter() {
                    times.push(match (v, kind) {
                        (NULL_INT, _) => NULL_INT,
                        (v, IntegerTime::Seconds) => v + zone,
                        (v, IntegerTime::Millis) => v.div_euclid(1000) + zone,
                        (v, IntegerTime::Serial) => (v - 25_569) * DAY,
                        (v, IntegerTime::Digits) => {
                            match day_of(v / 10_000, v / 100 % 100, v % 100) {
                                Some(day) => i64::from(day) * DAY,
                                None => NULL_INT,
                            }
                        }
                    });
                }
                Some(times)
            }
            _ => None,
        }
    }

    fn push(&mut self, seconds: i64) {
        if seconds == NULL_INT {
            self.days.push(NO_DAY);
            self.hours.push(NO_HOUR);
        } else {
            self.days.push(seconds.div_euclid(DAY) as i32);
            self.hours.push(if self.has_time {
                (seconds.rem_euclid(DAY) / 3600) as u8
            } else {
                NO_HOUR
            });
        }
    }

    /// Day and hour of a row.
    pub(crate) fn row(&self, row: usize) -> (i32, u8) {
        let at = match self.codes {
            Some(codes) => match codes.get(row) {
                Some(&NULL_CODE) | None => return (NO_DAY, NO_HOUR),
                Some(&code) => code as usize,
            },
            None => row,
        };
        match (self.days.get(at), self.hours.get(at)) {
            (Some(&day), Some(&hour)) => (day, hour),
            _ => (NO_DAY, NO_HOUR),
        }
    }
}

/// The day of a calendar date.
pub(crate) fn day_of(year: i64, month: i64, day: i64) -> Option<i32> {
    let date = Date {
        year: i32::try_from(year).ok()?,
        month: u32::try_from(month).ok()?,
        day: u32::try_from(day).ok()?,
    };
    date.days()
}

/// The day that an order number such as `241101-123456789` begins with.
pub(crate) fn day_of_order_id(id: &str) -> Option<i32> {
    let (head, rest) = id.trim().split_once('-')?;
    if head.len() != 6 || rest.len() < 6 || !head.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let n: i64 = head.parse().ok()?;
    day_of(2000 + n / 10_000, n / 100 % 100, n % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970() {
        assert_eq!(day_of(1970, 1, 1), Some(0));
        assert_eq!(day_of(2000, 3, 1), Some(11_017));
        assert_eq!(day_of(2023, 2, 29), None);
        assert_eq!(
            day_of_order_id("241101-123456789012345"),
            day_of(2024, 11, 1)
        );
        assert_eq!(day_of_order_id("CA-2017-126221"), None);
        assert_eq!(day_of_order_id("249901-123456789"), None);
    }

    #[test]
    fn whole_numbers_tell_time_by_their_size() {
        assert_eq!(
            integer_kind(1_511_544_070.0, 1_512_000_000.0),
            Some(IntegerTime::Seconds)
        );
        assert_eq!(
            integer_kind(19_970_101.0, 19_980_630.0),
            Some(IntegerTime::Digits)
        );
        assert_eq!(integer_kind(1.0, 500.0), None);
    }
}
