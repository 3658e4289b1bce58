//! Days, ISO weeks and months.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// 0 = Monday. 1970-01-01 was a Thursday.
pub(crate) fn weekday(day: i32) -> u8 {
    (i64::from(day) + 3).rem_euclid(7) as u8
}

/// The Monday of a day's week.
pub(crate) fn monday(day: i32) -> i32 {
    day - i32::from(weekday(day))
}

fn civil(day: i32) -> Option<Date> {
    date(1970, 1, 1).checked_add(day.days()).ok()
}

fn day_of(civil: Date) -> i32 {
    (civil - date(1970, 1, 1)).get_days()
}

/// The first day of the month that lies `months` after a day's month. Days outside the calendar's
/// years (−9999 to 9999) stay where they are.
pub(crate) fn month_start(day: i32, months: i32) -> i32 {
    civil(day)
        .map(Date::first_of_month)
        .and_then(|first| first.checked_add(months.months()).ok())
        .map_or(day, day_of)
}

/// The same day `years` later; 29 February becomes 28 February.
pub(crate) fn shift_years(day: i32, years: i32) -> i32 {
    civil(day)
        .and_then(|d| d.checked_add(years.years()).ok())
        .map_or(day, day_of)
}

/// A range of days cut into steps.
#[derive(Debug, Clone, Default)]
pub(crate) struct Steps {
    /// First days of the steps, then the day after the last step.
    pub(crate) starts: Vec<i32>,
}

/// The width of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Day,
    Week,
    Month,
}

impl Steps {
    /// The steps that hold the days from `first` to `last`.
    pub(crate) fn new(first: i32, last: i32, step: Step) -> Self {
        let mut start = match step {
            Step::Day => first,
            Step::Week => monday(first),
            Step::Month => month_start(first, 0),
        };
        let mut starts = Vec::new();
        while start <= last {
            starts.push(start);
            let next = match step {
                Step::Day => start + 1,
                Step::Week => start + 7,
                Step::Month => month_start(start, 1),
            };
            // Only at the end of the calendar, where months no longer advance.
            if next <= start {
                break;
            }
            start = next;
        }
        starts.push(start.max(last.saturating_add(1)));
        Steps { starts }
    }

    /// First and last day of each step.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = (i32, i32)> + '_ {
        self.starts.windows(2).map(|w| (w[0], w[1] - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_weeks_start_where_they_should() {
        let day = day_of(date(2024, 2, 29));
        assert_eq!(weekday(day), 3);
        assert_eq!(month_start(day, 0), day_of(date(2024, 2, 1)));
        assert_eq!(month_start(day, -12), day_of(date(2023, 2, 1)));
        assert_eq!(shift_years(day, -1), day_of(date(2023, 2, 28)));
        assert_eq!(monday(day), day_of(date(2024, 2, 26)));
        assert_eq!(weekday(-1), 2);
    }

    #[test]
    fn steps_cover_the_range_without_holes() {
        let (first, last) = (day_of(date(2023, 11, 5)), day_of(date(2024, 3, 10)));
        for step in [Step::Day, Step::Week, Step::Month] {
            let steps = Steps::new(first, last, step);
            let ranges: Vec<_> = steps.ranges().collect();
            assert!(ranges[0].0 <= first && ranges[ranges.len() - 1].1 >= last);
            for pair in ranges.windows(2) {
                assert_eq!(pair[0].1 + 1, pair[1].0);
            }
        }
        assert_eq!(Steps::new(first, last, Step::Month).ranges().count(), 5);
    }
}
