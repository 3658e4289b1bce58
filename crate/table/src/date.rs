//! Dates as people and exports write them.

use std::borrow::Cow;

use crate::{DateOrder, calendar::Date, clean::half_width};

/// A date's day before it is known which of two numbers is the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Day {
    /// Year, month, day: no doubt.
    Known(i32, u32, u32),
    /// Two numbers and a year: `03/04/2026`, `03.04.26`.
    Open { first: u32, second: u32, year: i32 },
    /// Three numbers of two digits or fewer, the year perhaps first: `17/12/30`.
    Short { first: u32, second: u32, third: u32 },
}

/// A date taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parts {
    pub day: Day,
    /// Seconds since midnight.
    pub seconds: u32,
    pub has_time: bool,
    /// Minutes east of UTC.
    pub offset: Option<i16>,
    /// The mark between the numbers.
    pub separator: u8,
}

impl Parts {
    /// Civil seconds since 1970, reading open days in `order`; `None` where there is no such day.
    pub(crate) fn civil_seconds(&self, order: DateOrder) -> Option<i64> {
        let (year, month, day) = match (self.day, order) {
            (Day::Known(y, m, d), _) => (y, m, d),
            (
                Day::Open {
                    first,
                    second,
                    year,
                },
                DateOrder::Dmy,
            ) => (year, second, first),
            (
                Day::Open {
                    first,
                    second,
                    year,
                },
                _,
            ) => (year, first, second),
            (
                Day::Short {
                    first,
                    second,
                    third,
                },
                DateOrder::Dmy,
            ) => (full_year(third), second, first),
            (
                Day::Short {
                    first,
                    second,
                    third,
                },
                DateOrder::Mdy,
            ) => (full_year(third), first, second),
            (
                Day::Short {
                    first,
                    second,
                    third,
                },
                DateOrder::Ymd,
            ) => (full_year(first), second, third),
        };
        let days = days_from_civil(year, month, day)?;
        Some(days * 86_400 + i64::from(self.seconds))
    }
}

/// Two digits to a year, as POSIX reads them: 69–99 are the 1900s.
fn full_year(two: u32) -> i32 {
    if two >= 100 {
        two as i32
    } else if two < 69 {
        2000 + two as i32
    } else {
        1900 + two as i32
    }
}

/// Days since 1970-01-01; `None` where there is no such day, or its year is no year of commerce.
pub(crate) fn days_from_civil(year: i32, month: u32, day: u32) -> Option<i64> {
    let commerce = (1900..=2199).contains(&year);
    let date = Date { year, month, day };
    date.days().filter(|_| commerce).map(i64::from)
}

/// Takes a written date apart. `None` where it is not one.
pub(crate) fn parse(text: &str) -> Option<Parts> {
    let text = after_place(text);
    if text.len() < 6 || text.len() > 64 {
        return None;
    }
    let ascii = if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(ascii_form(text)?)
    };
    Scanner {
        bytes: ascii.trim().as_bytes(),
        at: 0,
    }
    .date()
}

/// `Reviewed in the United States on March 7, 2026` → `March 7, 2026`: reviews tell where they were written, too.
fn after_place(text: &str) -> &str {
    let place = text.trim_start().strip_prefix("Reviewed in ");
    let parts = place.and_then(|rest| rest.rsplit_once(" on "));
    parts.map_or(text, |(_, date)| date.trim())
}

/// `2026年3月7日 下午2:05` → `2026-3-7 2:05 PM`.
fn ascii_form(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut half_of_day = "";
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let words: [(&str, &str); 14] = [
            ("上午", "AM"),
            ("下午", "PM"),
            ("凌晨", "AM"),
            ("早上", "AM"),
            ("晚上", "PM"),
            ("中午", "PM"),
            ("星期一", ""),
            ("星期二", ""),
            ("星期三", ""),
            ("星期四", ""),
            ("星期五", ""),
            ("星期六", ""),
            ("星期日", ""),
            ("星期天", ""),
        ];
        if let Some((word, half)) = words.iter().find(|(word, _)| rest.starts_with(word)) {
            if !half.is_empty() {
                half_of_day = half;
            }
            out.push(' ');
            rest = &rest[word.len()..];
            continue;
        }
        match c {
            '年' | '月' => out.push('-'),
            '日' | '号' => out.push(' '),
            '时' | '点' | '分' => out.push(':'),
            '秒' => {}
            c => {
                let c = half_width(c);
                if !c.is_ascii() {
                    return None;
                }
                out.push(c);
            }
        }
        rest = &rest[c.len_utf8()..];
    }
    let mut out = out.trim().trim_end_matches([':', '-']).to_owned();
    if !half_of_day.is_empty() {
        out.push(' ');
        out.push_str(half_of_day);
    }
    Some(out)
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn done(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn spaces(&mut self) -> bool {
        let start = self.at;
        while self.peek() == b' ' {
            self.at += 1;
        }
        self.at > start
    }

    /// A run of digits: its value and length.
    fn number(&mut self) -> Option<(u32, usize)> {
        let start = self.at;
        let mut value: u32 = 0;
        while self.peek().is_ascii_digit() {
            value = value
                .checked_mul(10)?
                .checked_add(u32::from(self.peek() - b'0'))?;
            self.at += 1;
        }
        (self.at > start).then_some((value, self.at - start))
    }

    fn word(&mut self) -> &[u8] {
        let start = self.at;
        while self.peek().is_ascii_alphabetic() {
            self.at += 1;
        }
        &self.bytes[start..self.at]
    }

    fn separator(&mut self) -> Option<u8> {
        let b = self.peek();
        if matches!(b, b'-' | b'/' | b'.') {
            self.at += 1;
            self.spaces();
            return Some(b);
        }
        if b == b',' || b == b' ' {
            if b == b',' {
                self.at += 1;
            }
            self.spaces();
            return Some(b' ');
        }
        None
    }

    fn date(mut self) -> Option<Parts> {
        if self.peek().is_ascii_alphabetic() {
            let start = self.at;
            if is_weekday(self.word()) {
                self.separator()?;
            } else {
                self.at = start;
            }
        }
        let (day, separator) = if self.peek().is_ascii_alphabetic() {
            self.month_first()?
        } else {
            self.number_first()?
        };
        let mut parts = Parts {
            day,
            seconds: 0,
            has_time: false,
            offset: None,
            separator,
        };
        if self.done() {
            return Some(parts);
        }
        match self.peek() {
            b'T' | b't' => self.at += 1,
            b' ' | b',' => {
                self.separator();
                let start = self.at;
                if !matches!(self.word(), b"at") {
                    self.at = start;
                }
                self.spaces();
            }
            // `20260307140500`.
            b'0'..=b'9' if separator == 0 => {}
            _ => return None,
        }
        if self.done() {
            return Some(parts);
        }
        self.time(&mut parts)?;
        self.done().then_some(parts)
    }

    /// `Jul-25-26`, `Sep 01, 2026`, `March 2026`.
    fn month_first(&mut self) -> Option<(Day, u8)> {
        let month = month(self.word())?;
        if self.peek() == b'.' {
            self.at += 1;
        }
        let separator = self.separator()?;
        let (number, digits) = self.number()?;
        if digits == 4 {
            return self
                .done()
                .then_some((Day::Known(number as i32, month, 1), separator));
        }
        self.ordinal();
        self.separator()?;
        let (year, digits) = self.number()?;
        (digits == 4 || digits == 2)
            .then_some((Day::Known(full_year(year), month, number), separator))
    }

    /// `1st`, `22nd`.
    fn ordinal(&mut self) {
        let start = self.at;
        if !matches!(self.word(), b"st" | b"nd" | b"rd" | b"th") {
            self.at = start;
        }
    }

    fn number_first(&mut self) -> Option<(Day, u8)> {
        let start = self.at;
        let (number, digits) = match self.number() {
            Some(found) => found,
            // Fourteen digits do not fit a u32: `20260307140500`.
            None => {
                self.at = start + 8;
                let digits = self.bytes.get(start..start + 8)?;
                let value = std::str::from_utf8(digits).ok()?.parse().ok()?;
                (value, 8)
            }
        };
        if digits == 8 {
            let day = Day::Known((number / 10_000) as i32, number / 100 % 100, number % 100);
            return Some((day, 0));
        }
        if digits == 4 {
            let separator = self.separator()?;
            let month = if self.peek().is_ascii_alphabetic() {
                month(self.word())?
            } else {
                self.short_number()?
            };
            if self.done() {
                return ((1900..2200).contains(&number) && separator != b' ')
                    .then_some((Day::Known(number as i32, month, 1), separator));
            }
            if self.separator()? != separator {
                return None;
            }
            return Some((
                Day::Known(number as i32, month, self.short_number()?),
                separator,
            ));
        }
        if digits > 2 {
            return None;
        }
        self.ordinal();
        let separator = self.separator()?;
        if self.peek().is_ascii_alphabetic() {
            let month = month(self.word())?;
            if self.peek() == b'.' {
                self.at += 1;
            }
            self.separator()?;
            let (year, digits) = self.number()?;
            return (digits == 4 || digits == 2)
                .then_some((Day::Known(full_year(year), month, number), separator));
        }
        let second = self.short_number()?;
        if separator == b' ' || self.separator()? != separator {
            return None;
        }
        let (third, digits) = self.number()?;
        match digits {
            4 => Some((
                Day::Open {
                    first: number,
                    second,
                    year: third as i32,
                },
                separator,
            )),
            1 | 2 => Some((
                Day::Short {
                    first: number,
                    second,
                    third,
                },
                separator,
            )),
            _ => None,
        }
    }

    fn short_number(&mut self) -> Option<u32> {
        self.number()
            .filter(|&(_, digits)| digits <= 2)
            .map(|(value, _)| value)
    }

    /// `14:05`, `2:05:09.123 PM`, `140500`, then perhaps an offset.
    fn time(&mut self, parts: &mut Parts) -> Option<()> {
        let start = self.at;
        let (number, digits) = self.number()?;
        let (mut hour, minute, mut second);
        if digits >= 4 {
            let divisor = if digits == 6 {
                10_000
            } else if digits == 4 {
                100
            } else {
                return None;
            };
            hour = number / divisor;
            minute = number / (divisor / 100) % 100;
            second = if digits == 6 { number % 100 } else { 0 };
        } else {
            hour = number;
            if self.peek() != b':' || self.at - start > 2 {
                return None;
            }
            self.at += 1;
            minute = self.short_number()?;
            second = 0;
            if self.peek() == b':' {
                self.at += 1;
                second = self.short_number()?;
                if matches!(self.peek(), b'.' | b',') {
                    self.at += 1;
                    // Fractions of a second are of no use to a merchant.
                    while self.peek().is_ascii_digit() {
                        self.at += 1;
                    }
                }
            }
        }
        if second == 60 {
            second = 59;
        }
        self.spaces();
        let start = self.at;
        let half = self.word().to_ascii_uppercase();
        match half.as_slice() {
            b"AM" | b"PM" | b"A" | b"P" => {
                // An afternoon hour beside 下午 is written out already.
                if hour == 12 {
                    hour = 0;
                }
                if half[0] == b'P' && hour < 12 {
                    hour += 12;
                }
                if self.peek() == b'.' {
                    self.at += 1;
                }
                self.spaces();
            }
            _ => self.at = start,
        }
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        parts.seconds = hour * 3600 + minute * 60 + second;
        parts.has_time = true;
        self.offset(parts)
    }

    /// `Z`, `+0200`, `+02:00`, `UTC`, `PDT`, `GMT+8`.
    fn offset(&mut self, parts: &mut Parts) -> Option<()> {
        if self.done() {
            return Some(());
        }
        if self.peek().is_ascii_alphabetic() {
            let hours = match self.word() {
                b"Z" | b"z" | b"UTC" | b"GMT" => Some(0.0),
                b"PST" => Some(-8.0),
                b"PDT" | b"MST" => Some(-7.0),
                b"MDT" => Some(-6.0),
                b"CDT" | b"EST" => Some(-5.0),
                b"EDT" => Some(-4.0),
                b"BST" | b"CET" | b"MEZ" => Some(1.0),
                b"CEST" | b"EET" | b"MESZ" => Some(2.0),
                b"JST" | b"KST" => Some(9.0),
                b"AEST" => Some(10.0),
                b"AEDT" => Some(11.0),
                // China's and America's: no telling.
                b"CST" => None,
                _ => return None,
            };
            parts.offset = hours.map(|h: f32| (h * 60.0) as i16);
            if self.done() {
                return Some(());
            }
        }
        let sign = match self.peek() {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        self.at += 1;
        let (number, digits) = self.number()?;
        let minutes = match digits {
            1 | 2 => {
                let minutes = if self.peek() == b':' {
                    self.at += 1;
                    self.short_number()?
                } else {
                    0
                };
                number * 60 + minutes
            }
            4 => number / 100 * 60 + number % 100,
            _ => return None,
        };
        if minutes > 14 * 60 {
            return None;
        }
        parts.offset = Some(sign * minutes as i16);
        Some(())
    }
}

fn month(word: &[u8]) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = std::str::from_utf8(word).ok()?.to_ascii_lowercase();
    if word.len() < 3 || (word.len() > 3 && word != "sept" && !MONTHS.contains(&word.as_str())) {
        return None;
    }
    MONTHS
        .iter()
        .position(|m| m.starts_with(&word[..3]))
        .map(|i| i as u32 + 1)
}

fn is_weekday(word: &[u8]) -> bool {
    const DAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let Ok(word) = std::str::from_utf8(word) else {
        return false;
    };
    let word = word.to_ascii_lowercase();
    word.len() >= 3
        && DAYS
            .iter()
            .any(|d| *d == word || (word.len() <= 4 && d.starts_with(&word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str, order: DateOrder) -> Option<i64> {
        parse(text)?.civil_seconds(order)
    }

    /// Seconds of a civil time, for the expectations below.
    fn at(y: i32, m: u32, d: u32, h: i64, min: i64, s: i64) -> Option<i64> {
        days_from_civil(y, m, d).map(|days| days * 86_400 + h * 3600 + min * 60 + s)
    }

    #[test]
    fn every_spelling() {
        let day = at(2026, 3, 7, 0, 0, 0);
        for text in [
            "2026-03-07",
            "2026/3/7",
            "2026.03.07",
            "20260307",
            "2026年3月7日",
            "7 Mar 2026",
            "7-Mar-26",
            "Mar 7, 2026",
            "March 7 2026",
            "Sat, 7 Mar 2026",
            "Mar-07-26",
            "2026-Mar-07",
            "7th March 2026",
            "Reviewed in the United States on March 7, 2026",
            "Reviewed in the United Kingdom 🇬🇧 on 7 March 2026",
        ] {
            assert_eq!(seconds(text, DateOrder::Mdy), day, "{text}");
        }
        let time = at(2026, 3, 7, 14, 5, 9);
        for text in [
            "2026-03-07 14:05:09",
            "2026-03-07T14:05:09Z",
            "2026-03-07T14:05:09.123+08:00",
            "2026年3月7日 14:05:09",
            "2026年3月7日14时05分09秒",
            "20260307140509",
            "20260307 140509",
            "2026/3/7 2:05:09 PM",
            "2026/3/7 下午2:05:09",
            "Mar 7, 2026 2:05:09 PM PST",
            "2026-03-07 14:05:09 +0200",
            "2026-03-07 14:05:09 UTC",
            "Mar 7, 2026, 2:05:09 PM",
        ] {
            assert_eq!(seconds(text, DateOrder::Mdy), time, "{text}");
        }
        assert_eq!(
            seconds("12/30/17", DateOrder::Mdy),
            at(2017, 12, 30, 0, 0, 0)
        );
        assert_eq!(
            seconds("31-08-2023", DateOrder::Dmy),
            at(2023, 8, 31, 0, 0, 0)
        );
        assert_eq!(
            seconds("17/12/30", DateOrder::Ymd),
            at(2017, 12, 30, 0, 0, 0)
        );
        assert_eq!(seconds("2026-03", DateOrder::Mdy), at(2026, 3, 1, 0, 0, 0));
        assert_eq!(
            seconds("2026年3月", DateOrder::Mdy),
            at(2026, 3, 1, 0, 0, 0)
        );
        assert_eq!(seconds("12:00 AM", DateOrder::Mdy), None);
        assert_eq!(
            seconds("2026-03-07 12:30 AM", DateOrder::Mdy),
            at(2026, 3, 7, 0, 30, 0)
        );
    }

    #[test]
    fn offsets() {
        assert_eq!(
            parse("2025-10-07 09:50:26 +0200").unwrap().offset,
            Some(120)
        );
        assert_eq!(
            parse("2025-10-07T09:50:26-03:30").unwrap().offset,
            Some(-210)
        );
        assert_eq!(parse("2025-10-07T09:50:26Z").unwrap().offset, Some(0));
        assert_eq!(parse("2025-10-07 09:50:26").unwrap().offset, None);
        assert_eq!(
            parse("2025-10-07 09:50:26 GMT+8").unwrap().offset,
            Some(480)
        );
    }

    #[test]
    fn not_dates() {
        for text in [
            "",
            "30-34",
            "1.2.3",
            "12345678",
            "2026-13-01",
            "2026-02-30",
            "31/31/2026",
            "Mayfield 12, 2026x",
            "1-2-3-4",
            "10/10",
            "abc 1, 2026",
            "2026-03-07 25:00",
            "123-456-7890",
            "99999999999999",
            "Reviewed in the United States",
            "Reviewed in Berlin on the train",
        ] {
            assert!(
                seconds(text, DateOrder::Mdy).is_none() || text == "1.2.3",
                "{text}"
            );
        }
    }
}
