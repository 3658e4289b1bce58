//! Rows that come once a month, on the same day of it or near its end.

use ::forecast::calendar::{date_of, day_of};

use super::spacing::Time;

/// Days that a row may lie beside its day of the month: ends of months fall on weekends.
const NEAR: i32 = 4;
/// Rows that are a month or more apart.
const APART: i64 = 20;

/// The day of the month that rows come on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Monthly {
    /// The day; in shorter months, their last.
    of_month: u32,
    /// All rows come on just that day.
    pub exact: bool,
}

/// The date of a day of a month, or of its last; months count from the year 0.
fn day_in(month: i64, of_month: u32) -> i32 {
    let year = month.div_euclid(12) as i32;
    let month = month.rem_euclid(12) as u32 + 1;
    let real = |of_month: &u32| date_of(day_of(year, month, *of_month)) == (year, month, *of_month);
    let of_month = (28..=of_month).rev().find(real).unwrap_or(of_month.min(28));
    day_of(year, month, of_month)
}

/// The month whose `of_month` lies nearest, and how many days away that is.
fn nearest(time: Time, of_month: u32) -> (i64, i32) {
    let day = time.day();
    let months = time.months();
    let away = |month: i64| (day_in(month, of_month) - day).abs();
    let month = (months - 1..=months + 1).min_by_key(|&month| away(month));
    let month = month.unwrap_or(months);
    (month, away(month))
}

impl Monthly {
    /// The day of the month of some rows in the order of time, if that is what they have in common: eight in ten come on
    /// it, or nearly all near it.
    pub(super) fn of(times: &[Time]) -> Option<Self> {
        let distances: Vec<i64> = times
            .windows(2)
            .map(|pair| i64::from(pair[1].day() - pair[0].day()))
            .collect();
        let apart = distances.iter().filter(|&&days| days >= APART).count();
        if distances.is_empty() || 5 * apart < 4 * distances.len() {
            return None;
        }
        let mut days: Vec<u32> = times.iter().map(|time| date_of(time.day()).2).collect();
        days.sort_unstable();
        days.dedup();
        // The day that most rows come on, or that they come nearest to.
        let (on, of_month) = days
            .into_iter()
            .map(|of_month| {
                let away = times.iter().map(|&time| nearest(time, of_month).1);
                let on = away.clone().filter(|&days| days == 0).count();
                (on, -i64::from(away.sum::<i32>()), of_month)
            })
            .max()
            .map(|(on, _, of_month)| (on, of_month))?;
        let found = Self {
            of_month,
            exact: on == times.len(),
        };
        let mut months: Vec<i64> = times.iter().filter_map(|&time| found.month(time)).collect();
        months.dedup();
        let evenly = distances.len() >= 3 && distances.iter().all(|days| *days == distances[0]);
        let near = times.len() >= 3 && 20 * months.len() >= 19 * times.len() && !evenly;
        (found.exact || 5 * on >= 4 * times.len() && times.len() >= 5 || near).then_some(found)
    }

    /// The month that a row is of; `None` where it lies too far from its day.
    pub(super) fn month(self, time: Time) -> Option<i64> {
        let (month, away) = nearest(time, self.of_month);
        (away <= NEAR).then_some(month)
    }

    /// The date in a month.
    pub(super) fn day(self, month: i64) -> i32 {
        day_in(month, self.of_month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(texts: &[&str]) -> Vec<Time> {
        let each = texts.iter();
        each.map(|text| Time::parse(text).expect(text)).collect()
    }

    #[test]
    fn ends_of_months_are_monthly_whatever_weekday_they_fall_on() {
        let ends = times(&["2026-01-30", "2026-02-27", "2026-03-31", "2026-04-30"]);
        let found = Monthly::of(&ends).expect("months");
        let months: Vec<Option<i64>> = ends.iter().map(|&time| found.month(time)).collect();
        let first = months[0].expect("a month");
        assert_eq!(months, [0, 1, 2, 3].map(|at| Some(first + at)));
        // A day too late as well.
        let drift = times(&["2026-01-31", "2026-03-01", "2026-03-30", "2026-04-30"]);
        let found = Monthly::of(&drift).expect("months");
        let months: Vec<Option<i64>> = drift.iter().map(|&time| found.month(time)).collect();
        assert!(
            months
                .windows(2)
                .all(|pair| Some(pair[0].unwrap() + 1) == pair[1])
        );
    }

    #[test]
    fn a_row_in_between_is_of_no_month() {
        let mut texts: Vec<String> = (1..=9).map(|month| format!("2026-0{month}-01")).collect();
        texts.push("2026-09-15".to_owned());
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let found = Monthly::of(&times(&texts)).expect("months");
        assert!(!found.exact);
        assert_eq!(found.month(times(&["2026-09-15"])[0]), None);
        assert_eq!(date_of(found.day(2026 * 12 + 1)), (2026, 2, 1));
    }

    #[test]
    fn days_weeks_and_even_distances_are_not_monthly() {
        for step in [1, 7, 14, 28, 30] {
            let times: Vec<Time> = (0..39)
                .map(|at| Time::Second(i64::from(day_of(2022, 1, 1) + at * step) * 86_400))
                .collect();
            assert_eq!(Monthly::of(&times), None, "{step}");
        }
        let leap = times(&["2004-02-29", "2008-02-29", "2012-02-29"]);
        assert!(Monthly::of(&leap).is_some_and(|found| found.exact));
    }
}
