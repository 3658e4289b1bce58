//! Times of rows, and the even steps that they lie on.

use std::collections::BTreeMap;
use std::fmt;

use ::forecast::calendar::{date_of, day_of};

/// Steps of a series at most, gaps included.
pub(super) const LONGEST: usize = 1_000_000;

/// The time of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Time {
    /// A count.
    Integer(i64),
    /// Seconds since 1970-01-01, as written.
    Second(i64),
}

/// Rows from which a series' own steps are believed.
const FEWEST: usize = 6;

const DAY: i64 = 86_400;

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
        if parts.next().is_some() || !(1000..=9999).contains(&year) || !(1..=12).contains(&month) {
            return None;
        }
        let day = day_of(year as i32, month, of_month);
        if date_of(day) != (year as i32, month, of_month) {
            return None;
        }
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

    fn count(self) -> i64 {
        match self {
            Self::Integer(count) | Self::Second(count) => count,
        }
    }

    fn months(self) -> i64 {
        let (year, month, _) = date_of(self.day());
        i64::from(year) * 12 + i64::from(month) - 1
    }

    fn day(self) -> i32 {
        self.count().div_euclid(DAY) as i32
    }
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

/// The even steps that all series lie on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grid {
    /// So many integers.
    Integers(i64),
    /// So many seconds.
    Seconds(i64),
    /// So many months.
    Months(i64),
}

impl Grid {
    /// The commonest distance of neighbours, over all series.
    pub(super) fn of(
        series: impl Iterator<Item = impl Iterator<Item = Time>>,
    ) -> Result<Self, String> {
        let mut distances: BTreeMap<i64, usize> = BTreeMap::new();
        let (mut integers, mut dates) = (false, false);
        for times in series {
            let mut before: Option<Time> = None;
            for time in times {
                match time {
                    Time::Integer(_) => integers = true,
                    Time::Second(_) => dates = true,
                }
                if let Some(before) = before {
                    *distances.entry(time.count() - before.count()).or_default() += 1;
                }
                before = Some(time);
            }
        }
        if integers && dates {
            return Err("some ds are dates, some are integers".to_owned());
        }
        let most = distances.values().copied().max().unwrap_or(0);
        // Among the commonest the shortest; and what is shorter yet if it is common enough.
        let step = distances
            .iter()
            .find(|(_, count)| **count * 4 >= most)
            .map_or(1, |(step, _)| *step);
        if integers || !dates {
            return Ok(Self::Integers(step));
        }
        Ok(match step / DAY {
            28..=31 => Self::Months(1),
            59..=62 => Self::Months(2),
            89..=92 => Self::Months(3),
            181..=184 => Self::Months(6),
            365..=366 => Self::Months(12),
            _ => Self::Seconds(step),
        })
    }

    /// The steps of one series: its own where it keeps to them, as a monthly one among daily ones does; else those of all.
    pub(super) fn for_series(self, times: impl Iterator<Item = Time> + Clone) -> Self {
        let Ok(own) = Self::of(std::iter::once(times.clone())) else {
            return self;
        };
        let Some(first) = times.clone().next() else {
            return self;
        };
        let places: Option<Vec<usize>> = times.map(|time| own.position(first, time)).collect();
        let kept = places.is_some_and(|places| {
            let next = places.windows(2).filter(|pair| pair[1] == pair[0] + 1);
            places.len() >= FEWEST && next.count() * 20 >= (places.len() - 1) * 19
        });
        if kept { own } else { self }
    }

    /// How many steps `time` lies after `first`; `None` where it lies between steps.
    pub(super) fn position(self, first: Time, time: Time) -> Option<usize> {
        let (distance, step) = match self {
            Self::Integers(step) | Self::Seconds(step) => (time.count() - first.count(), step),
            Self::Months(step) => (time.months() - first.months(), step),
        };
        (distance % step == 0).then_some(usize::try_from(distance / step).ok()?)
    }

    /// The step in which `time` lies, if that is before `end`.
    pub(super) fn step_of(self, first: Time, time: Time, end: usize) -> Option<usize> {
        let step = match self {
            Self::Integers(step) | Self::Seconds(step) => {
                (time.count() - first.count()).div_euclid(step)
            }
            Self::Months(step) => (time.months() - first.months()).div_euclid(step),
        };
        usize::try_from(step).ok().filter(|&step| step < end)
    }

    /// The time of a step.
    pub(super) fn time(self, first: Time, at: usize) -> Time {
        let at = at as i64;
        match self {
            Self::Integers(step) => Time::Integer(first.count() + at * step),
            Self::Seconds(step) => Time::Second(first.count() + at * step),
            Self::Months(step) => {
                let months = first.months() + at * step;
                let (_, _, of_month) = date_of(first.day());
                let (year, month) = (
                    months.div_euclid(12) as i32,
                    months.rem_euclid(12) as u32 + 1,
                );
                // The last of a shorter month.
                let day = (1..=of_month)
                    .rev()
                    .map(|of_month| (of_month, day_of(year, month, of_month)))
                    .find(|(of_month, day)| date_of(*day) == (year, month, *of_month))
                    .map_or(0, |(_, day)| day);
                Time::Second(i64::from(day) * DAY)
            }
        }
    }

    /// The first day of every step up to `end`, where steps are days or longer.
    pub(super) fn days(self, first: Time, end: usize) -> Option<Vec<i32>> {
        match self {
            Self::Integers(_) => None,
            Self::Seconds(step) if step < DAY => None,
            _ => Some((0..end).map(|at| self.time(first, at).day()).collect()),
        }
    }

    /// The seasons that such steps usually have.
    pub(super) fn seasons(self) -> Vec<usize> {
        match self {
            Self::Seconds(3600) => vec![24, 168],
            Self::Seconds(step) if step < DAY && DAY % step == 0 => {
                vec![(DAY / step) as usize, (7 * DAY / step) as usize]
            }
            Self::Seconds(DAY) => vec![7],
            Self::Seconds(step) if step == 7 * DAY => vec![52],
            Self::Months(step) if step < 12 => vec![(12 / step) as usize],
            _ => vec![1],
        }
    }

    /// The step in words.
    pub(super) fn words(self) -> String {
        match self {
            Self::Integers(step) => format!("steps of {step}"),
            Self::Seconds(step) if step % DAY == 0 => format!("steps of {} days", step / DAY),
            Self::Seconds(step) => format!("steps of {step} seconds"),
            Self::Months(step) => format!("steps of {step} months"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(texts: &[&str]) -> Vec<Time> {
        texts
            .iter()
            .map(|text| Time::parse(text).expect(text))
            .collect()
    }

    fn grid(texts: &[&str]) -> Grid {
        Grid::of(std::iter::once(times(texts).into_iter())).expect("one kind")
    }

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
        assert_eq!(
            times(&["2026-03-31T14:05:00Z"])[0].to_string(),
            "2026-03-31T14:05"
        );
    }

    #[test]
    fn steps_are_found_in_spite_of_gaps() {
        let days = grid(&["2026-01-01", "2026-01-02", "2026-01-05", "2026-01-06"]);
        assert_eq!((days, days.seasons()), (Grid::Seconds(DAY), vec![7]));
        let first = times(&["2026-01-01"])[0];
        assert_eq!(days.position(first, times(&["2026-01-05"])[0]), Some(4));
        assert_eq!(days.position(first, times(&["2026-01-05T01"])[0]), None);
        let months = grid(&["2026-01-31", "2026-02-28", "2026-03-31"]);
        assert_eq!(months, Grid::Months(1));
        assert_eq!(
            months.time(times(&["2026-01-31"])[0], 1).to_string(),
            "2026-02-28"
        );
        assert_eq!(grid(&["2026-01-01", "2026-04-01"]).seasons(), [4]);
        assert_eq!(
            grid(&["2026-01-01T00", "2026-01-01T01"]).seasons(),
            [24, 168]
        );
        assert_eq!(grid(&["5", "6", "7"]).seasons(), [1]);
        assert_eq!(grid(&["2026-01-05", "2026-01-12"]).seasons(), [52]);
    }

    #[test]
    fn a_monthly_series_among_daily_ones_keeps_its_months() {
        let daily = Grid::Seconds(DAY);
        let months: Vec<String> = (1..=8).map(|month| format!("2026-0{month}-01")).collect();
        let months: Vec<&str> = months.iter().map(String::as_str).collect();
        assert_eq!(
            daily.for_series(times(&months).into_iter()),
            Grid::Months(1)
        );
        // Sales of a slow mover lie on days, wherever they fall.
        let now_and_then = [
            "2026-01-03",
            "2026-01-10",
            "2026-02-21",
            "2026-03-07",
            "2026-05-02",
            "2026-05-09",
            "2026-06-27",
        ];
        assert_eq!(daily.for_series(times(&now_and_then).into_iter()), daily);
        assert_eq!(daily.for_series(times(&months[..3]).into_iter()), daily);
    }

    #[test]
    fn dates_and_integers_do_not_mix() {
        assert!(Grid::of(std::iter::once(times(&["1", "2026-01-01"]).into_iter())).is_err());
    }
}
