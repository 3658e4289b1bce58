//! Days, ISO weeks and months.

use table::calendar::Date;

/// 0 = Monday. 1970-01-01 was a Thursday.
pub(crate) fn weekday(day: i32) -> u8 {
    (i64::from(day) + 3).rem_euclid(7) as u8
}

/// The Monday of a day's week.
pub(crate) fn monday(day: i32) -> i32 {
    day - i32::from(weekday(day))
}

/// The first day of the month that lies `months` after a day's month.
pub(crate) fn month_start(day: i32, months: i32) -> i32 {
    let first = Date {
        day: 1,
        ..Date::of(day)
    };
    first.plus_months(months).days().unwrap_or(day)
}

/// The same day `years` later; 29 February becomes 28 February.
pub(crate) fn shift_years(day: i32, years: i32) -> i32 {
    let later = Date::of(day).plus_months(years.saturating_mul(12));
    later.days().unwrap_or(day)
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

    fn on(year: i32, month: u32, day: u32) -> i32 {
        Date { year, month, day }.days().unwrap()
    }

    #[test]
    fn months_and_weeks_start_where_they_should() {
        let day = on(2024, 2, 29);
        assert_eq!(weekday(day), 3);
        assert_eq!(month_start(day, 0), on(2024, 2, 1));
        assert_eq!(month_start(day, -12), on(2023, 2, 1));
        assert_eq!(shift_years(day, -1), on(2023, 2, 28));
        assert_eq!(monday(day), on(2024, 2, 26));
        assert_eq!(weekday(-1), 2);
    }

    #[test]
    fn steps_cover_the_range_without_holes() {
        let (first, last) = (on(2023, 11, 5), on(2024, 3, 10));
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
