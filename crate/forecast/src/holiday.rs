//! Holidays and sales days of the Chinese and Western calendars, as events of a series.

use serde::{Deserialize, Serialize};

use crate::calendar::{day_of, easter, nth_weekday, year_of};
use crate::event::Event;
use crate::lunar::{self, Festival};

/// Whose holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// 春节, 618, 双十一 and the like.
    Chinese,
    /// Christmas, Easter, Black Friday and the like.
    Western,
}

/// When a holiday is.
#[derive(Debug, Clone, Copy)]
enum When {
    /// A month and a day.
    Fixed(u32, u32),
    /// Month, weekday from Monday as 0, which of them from 1, and days after it.
    Weekday(u32, i32, i32, i32),
    /// A festival of the lunar calendar, and days after it.
    Lunar(Festival, i32),
    /// Days after Easter Sunday.
    Easter(i32),
    /// The solar term 清明.
    ClearBright,
}

/// A holiday: key, whose, when, days before and days after that feel it.
struct Holiday(&'static str, Calendar, When, u16, u16);

use Calendar::{Chinese, Western};
use When::{Easter, Fixed, Lunar, Weekday};

/// The holidays. Keys are what a page has words for.
const HOLIDAYS: [Holiday; 31] = [
    Holiday(
        "spring_festival",
        Chinese,
        Lunar(Festival::NewYear, 0),
        7,
        10,
    ),
    // The sale before the holiday; its days move from year to year, its place before 春节 hardly.
    Holiday(
        "new_year_goods",
        Chinese,
        Lunar(Festival::NewYear, -20),
        5,
        8,
    ),
    Holiday(
        "lantern_festival",
        Chinese,
        Lunar(Festival::Lantern, 0),
        1,
        0,
    ),
    Holiday("dragon_boat", Chinese, Lunar(Festival::DragonBoat, 0), 5, 2),
    Holiday("qixi", Chinese, Lunar(Festival::Qixi, 0), 5, 0),
    Holiday("mid_autumn", Chinese, Lunar(Festival::MidAutumn, 0), 7, 2),
    Holiday(
        "double_ninth",
        Chinese,
        Lunar(Festival::DoubleNinth, 0),
        2,
        0,
    ),
    Holiday("qingming", Chinese, When::ClearBright, 1, 2),
    Holiday("labour_day_cn", Chinese, Fixed(5, 1), 1, 4),
    Holiday("national_day_cn", Chinese, Fixed(10, 1), 1, 6),
    Holiday("womens_day", Chinese, Fixed(3, 8), 4, 0),
    Holiday("love_520", Chinese, Fixed(5, 20), 3, 0),
    Holiday("sale_618", Chinese, Fixed(6, 18), 3, 2),
    Holiday("childrens_day_cn", Chinese, Fixed(6, 1), 3, 0),
    Holiday("sale_818", Chinese, Fixed(8, 18), 1, 0),
    Holiday("back_to_school_cn", Chinese, Fixed(9, 1), 7, 3),
    Holiday("sale_99", Chinese, Fixed(9, 9), 1, 0),
    Holiday("double_11", Chinese, Fixed(11, 11), 3, 3),
    Holiday("double_12", Chinese, Fixed(12, 12), 2, 1),
    Holiday("new_year", Western, Fixed(1, 1), 1, 1),
    Holiday("valentines_day", Western, Fixed(2, 14), 5, 0),
    Holiday("easter", Western, Easter(0), 7, 1),
    Holiday("mothers_day", Western, Weekday(5, 6, 2, 0), 6, 0),
    Holiday("fathers_day", Western, Weekday(6, 6, 3, 0), 6, 0),
    Holiday("independence_day", Western, Fixed(7, 4), 2, 1),
    Holiday("labor_day_us", Western, Weekday(9, 0, 1, 0), 2, 0),
    Holiday("halloween", Western, Fixed(10, 31), 7, 0),
    Holiday("black_friday", Western, Weekday(11, 3, 4, 1), 4, 2),
    Holiday("cyber_monday", Western, Weekday(11, 3, 4, 4), 0, 1),
    Holiday("christmas", Western, Fixed(12, 25), 14, 5),
    Holiday("boxing_day", Western, Fixed(12, 26), 0, 0),
];

impl When {
    /// The day in a year, in days since 1970-01-01.
    fn day(self, year: i32) -> Option<i32> {
        match self {
            Fixed(month, day) => Some(day_of(year, month, day)),
            Weekday(month, weekday, nth, after) => {
                Some(nth_weekday(year, month, weekday, nth) + after)
            }
            Lunar(festival, after) => Some(lunar::day(festival, year)? + after),
            Easter(after) => Some(easter(year) + after),
            When::ClearBright => (2000..=2099).contains(&year).then(|| {
                // Shou Xing's formula for the 21st century: 0.2422 Y + 4.81 less leap days.
                let of_century = year - 2000;
                let day = (of_century * 2422 + 48_100) / 10_000 - of_century / 4;
                day_of(year, 4, day as u32)
            }),
        }
    }
}

/// The day of a holiday in a year, in days since 1970-01-01; `None` for an unknown key, or for a
/// lunar festival outside 2000 to 2050.
pub fn day(key: &str, year: i32) -> Option<i32> {
    let holiday = HOLIDAYS.iter().find(|holiday| holiday.0 == key)?;
    holiday.2.day(year)
}

/// The keys of a calendar's holidays.
pub fn keys(calendar: Calendar) -> impl Iterator<Item = &'static str> {
    let those = HOLIDAYS.iter().filter(move |holiday| holiday.1 == calendar);
    those.map(|holiday| holiday.0)
}

/// The holidays that fall on the steps of a series, as events that count ahead.
///
/// `starts`: the first day of each step, in days since 1970-01-01, ascending, of the history and
/// of the steps ahead. Steps of a week or more have the days around a holiday in them, or in the
/// step before.
pub fn events(calendar: Calendar, starts: &[i32]) -> Vec<Event> {
    let (Some(&first), Some(&last)) = (starts.first(), starts.last()) else {
        return Vec::new();
    };
    let length = match starts {
        [.., before, last] => (last - before).max(1),
        _ => 1,
    };
    let around = |days: u16| i32::from(days).div_euclid(length) as usize;
    HOLIDAYS
        .iter()
        .filter(|holiday| holiday.1 == calendar)
        .filter_map(|Holiday(key, _, when, before, after)| {
            let days = (year_of(first) - 1..=year_of(last) + 1).filter_map(|year| when.day(year));
            let at: Vec<i64> = days
                .filter(|&day| day >= first && day < last + length)
                .map(|day| starts.partition_point(|&start| start <= day) as i64 - 1)
                .collect();
            (!at.is_empty()).then(|| Event {
                name: (*key).to_owned(),
                at,
                before: around(*before),
                after: around(*after),
                ahead: true,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_by_key() {
        assert_eq!(day("spring_festival", 2026), Some(day_of(2026, 2, 17)));
        assert_eq!(day("black_friday", 2024), Some(day_of(2024, 11, 29)));
        assert_eq!(day("cyber_monday", 2025), Some(day_of(2025, 12, 1)));
        assert_eq!(day("qingming", 2024), Some(day_of(2024, 4, 4)));
        assert_eq!(day("qingming", 2023), Some(day_of(2023, 4, 5)));
        assert_eq!(day("no_such_day", 2024), None);
        assert_eq!(
            keys(Chinese).count() + keys(Western).count(),
            HOLIDAYS.len()
        );
    }

    #[test]
    fn events_know_their_step() {
        let first = day_of(2024, 11, 1);
        let days: Vec<i32> = (0..60).map(|at| first + at).collect();
        let double_11 = events(Chinese, &days)
            .into_iter()
            .find(|event| event.name == "double_11")
            .expect("November has it");
        assert_eq!((double_11.at, double_11.before), (vec![10], 3));
        let weeks: Vec<i32> = (0..9).map(|at| first + 7 * at).collect();
        let christmas = events(Western, &weeks)
            .into_iter()
            .find(|event| event.name == "christmas")
            .expect("December has it");
        assert_eq!(
            (christmas.at, christmas.before, christmas.after),
            (vec![7], 2, 0)
        );
    }
}
