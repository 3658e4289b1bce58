//! The even steps that rows lie on.

use std::collections::BTreeMap;

use super::month::Monthly;
use super::spacing::{DAY, Time};

/// Steps of a series at most, gaps included.
pub(super) const LONGEST: usize = 1_000_000;
/// Rows from which a series' own steps are believed; of months that are met to the day, fewer.
const FEWEST: usize = 6;
const FEWEST_MONTHS: usize = 3;

/// The width of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// So many integers.
    Integers(i64),
    /// So many seconds.
    Seconds(i64),
    /// So many months.
    Months(i64),
}

/// The steps of all series, or of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rule {
    /// How wide a step is.
    pub step: Step,
    /// Times are cut to whole units of so many seconds; 1 takes them as they are.
    pub unit: i64,
    /// Rows have no common distance but this, the greatest that divides all: most steps have none.
    pub uneven: bool,
}

/// Whether nearly all are.
fn nearly(some: usize, all: usize) -> bool {
    20 * some >= 19 * all
}

/// The commonest of some numbers; of several, the smallest.
fn commonest(numbers: impl Iterator<Item = i64>) -> Option<i64> {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for number in numbers {
        *counts.entry(number).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts
        .into_iter()
        .find(|(_, count)| *count == most)
        .map(|(number, _)| number)
}

/// The places of the rows of some series, in integers, seconds or months.
struct Places(Vec<Vec<i64>>);

impl Places {
    fn distances(&self) -> impl Iterator<Item = i64> + Clone + '_ {
        let each = self.0.iter().flat_map(|places| places.windows(2));
        each.map(|pair| pair[1] - pair[0])
    }

    /// Among the commonest distances of neighbours the shortest.
    fn step(&self) -> i64 {
        let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
        for distance in self.distances().filter(|&distance| distance > 0) {
            *counts.entry(distance).or_default() += 1;
        }
        let most = counts.values().copied().max().unwrap_or(0);
        let mut common = counts.iter().filter(|(_, count)| **count * 4 >= most);
        common.next().map_or(1, |(step, _)| *step)
    }

    /// Whether nearly all rows lie on such steps, from wherever each series begins.
    fn lie_on(&self, step: i64) -> bool {
        let mut on = 0;
        for places in &self.0 {
            let rest = || places.iter().map(|place| place.rem_euclid(step));
            let common = commonest(rest());
            on += rest().filter(|rest| Some(*rest) == common).count();
        }
        nearly(on, self.0.iter().map(Vec::len).sum())
    }

    /// The greatest distance that divides all.
    fn divisor(&self) -> i64 {
        let all = self.distances().fold(0, |mut a, mut b| {
            while b != 0 {
                (a, b) = (b, a % b);
            }
            a
        });
        all.max(1)
    }

    /// Whether at least one step in twenty has a row.
    fn fill(&self, step: i64) -> bool {
        let ends = self
            .0
            .iter()
            .filter_map(|places| Some((places.first()?, places.last()?)));
        let steps: i64 = ends.map(|(first, last)| (last - first) / step + 1).sum();
        20 * self.0.iter().map(Vec::len).sum::<usize>() as i64 >= steps
    }

    /// The commonest step if rows lie on it, or else what divides all distances.
    fn best(&self) -> (i64, bool) {
        let step = self.step();
        let divisor = self.divisor();
        match self.lie_on(step) || divisor == step || !self.fill(divisor) {
            true => (step, false),
            false => (divisor, true),
        }
    }
}

impl Rule {
    fn of_step(step: Step) -> Self {
        Self {
            step,
            unit: 1,
            uneven: false,
        }
    }

    /// The steps that all series have in common.
    pub(super) fn of(series: &[Vec<Time>]) -> Result<Self, String> {
        let all = || series.iter().flatten();
        let integers = all().any(|time| matches!(time, Time::Integer(_)));
        if integers && all().any(|time| matches!(time, Time::Second(_))) {
            return Err("some ds are dates, some are integers".to_owned());
        }
        if !integers && let Some(months) = months(series) {
            return Ok(Self::of_step(Step::Months(months)));
        }
        let cut = |unit: i64| {
            let places = |times: &Vec<Time>| {
                let counts = times
                    .iter()
                    .map(|time| time.count().div_euclid(unit) * unit);
                counts.collect::<Vec<i64>>()
            };
            Places(series.iter().map(places).collect())
        };
        let places = cut(1);
        let (step, uneven) = places.best();
        if integers {
            return Ok(Self {
                step: Step::Integers(step),
                unit: 1,
                uneven,
            });
        }
        if !places.lie_on(places.step()) {
            // A row an hour or a day, whatever the clock said.
            for unit in [3600, DAY] {
                let places = cut(unit);
                let step = places.step();
                if places.distances().all(|distance| distance > 0) && places.lie_on(step) {
                    return Ok(Self {
                        unit,
                        ..Self::of_step(Step::Seconds(step))
                    });
                }
            }
        }
        Ok(Self {
            step: Step::Seconds(step),
            unit: 1,
            uneven,
        })
    }

    /// The steps of one series: its own where it keeps to them, as a monthly one among daily ones does; else those of all.
    pub(super) fn for_series(self, times: &[Time]) -> Self {
        let one = [times.to_vec()];
        let Ok(own) = Self::of(&one) else {
            return self;
        };
        let exact = Monthly::of(times).is_some_and(|monthly| monthly.exact);
        if matches!(own.step, Step::Months(_)) && exact && times.len() >= FEWEST_MONTHS {
            return own;
        }
        let Some(grid) = Grid::lay(own, times) else {
            return self;
        };
        let places: Vec<usize> = times
            .iter()
            .filter_map(|&time| grid.position(time))
            .collect();
        let next = places
            .windows(2)
            .filter(|pair| pair[1] == pair[0] + 1)
            .count();
        let kept = times.len() >= FEWEST && nearly(next, times.len() - 1);
        if kept { own } else { self }
    }
}

/// The months from row to row, where all series come once in so many.
fn months(series: &[Vec<Time>]) -> Option<i64> {
    let several = series.iter().filter(|times| times.len() > 1);
    let each: Option<Vec<Vec<i64>>> = several
        .map(|times| {
            let monthly = Monthly::of(times)?;
            let months = times.iter().filter_map(|&time| monthly.month(time));
            Some(months.collect())
        })
        .collect();
    let places = Places(each.filter(|each| !each.is_empty())?);
    let step = places.step();
    Some(match places.lie_on(step) {
        true => step,
        false => places.divisor(),
    })
}

/// Steps laid through the rows of one series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grid {
    /// Their width.
    pub rule: Rule,
    /// The first row on a step.
    first: Time,
    /// Of months: on which day.
    monthly: Option<Monthly>,
}

impl Grid {
    /// Lays steps so that most rows lie on them; `None` without rows.
    pub(super) fn lay(rule: Rule, times: &[Time]) -> Option<Self> {
        let first = *times.first()?;
        let monthly = match rule.step {
            Step::Months(_) => Monthly::of(times),
            _ => None,
        };
        let mut grid = Self {
            rule,
            first,
            monthly,
        };
        let step = grid.width();
        let places = || {
            times
                .iter()
                .filter_map(|&time| Some((time, grid.place(time)?)))
        };
        let rest = commonest(places().map(|(_, place)| place.rem_euclid(step)));
        let on = places().find(|(_, place)| Some(place.rem_euclid(step)) == rest);
        if let Some((time, _)) = on {
            grid.first = time;
        }
        Some(grid)
    }

    fn width(&self) -> i64 {
        match self.rule.step {
            Step::Integers(step) | Step::Seconds(step) | Step::Months(step) => step,
        }
    }

    /// Where a time lies, in the unit of steps.
    fn place(&self, time: Time) -> Option<i64> {
        match (self.rule.step, self.monthly) {
            (Step::Months(_), Some(monthly)) => monthly.month(time),
            (Step::Months(_), None) => Some(time.months()),
            _ => Some(time.count().div_euclid(self.rule.unit) * self.rule.unit),
        }
    }

    /// How many steps `time` lies after the first; `None` where it lies between steps.
    pub(super) fn position(&self, time: Time) -> Option<usize> {
        let distance = self.place(time)? - self.place(self.first)?;
        let step = self.width();
        (distance % step == 0).then_some(usize::try_from(distance / step).ok()?)
    }

    /// The step in which `time` lies, if that is before `end`.
    pub(super) fn step_of(&self, time: Time, end: usize) -> Option<usize> {
        let place = match self.rule.step {
            Step::Months(_) => time.months(),
            _ => self.place(time)?,
        };
        let first = match self.rule.step {
            Step::Months(_) => self.time(0).months(),
            _ => self.place(self.first)?,
        };
        let step = (place - first).div_euclid(self.width());
        usize::try_from(step).ok().filter(|&step| step < end)
    }

    /// The time of a step.
    pub(super) fn time(&self, at: usize) -> Time {
        let place = self.place(self.first).unwrap_or_default() + at as i64 * self.width();
        match (self.rule.step, self.monthly) {
            (Step::Integers(_), _) => Time::Integer(place),
            (Step::Seconds(_), _) => Time::Second(place),
            (Step::Months(_), Some(monthly)) => Time::Second(i64::from(monthly.day(place)) * DAY),
            (Step::Months(_), None) => self.first,
        }
    }

    /// The first day of every step up to `end`, where steps are days or longer.
    pub(super) fn days(&self, end: usize) -> Option<Vec<i32>> {
        match self.rule.step {
            Step::Integers(_) => None,
            Step::Seconds(step) if step < DAY => None,
            _ => Some((0..end).map(|at| self.time(at).day()).collect()),
        }
    }

    /// The seasons that such steps usually have.
    pub(super) fn seasons(&self) -> Vec<usize> {
        match self.rule.step {
            Step::Seconds(3600) => vec![24, 168],
            Step::Seconds(step) if step < DAY && DAY % step == 0 => {
                vec![(DAY / step) as usize, (7 * DAY / step) as usize]
            }
            Step::Seconds(DAY) => vec![7],
            Step::Seconds(step) if step == 7 * DAY => vec![52],
            Step::Months(step) if step < 12 => vec![(12 / step) as usize],
            _ => vec![1],
        }
    }

    /// The step in words.
    pub(super) fn words(&self) -> String {
        match self.rule.step {
            Step::Months(1) => "steps of a month".to_owned(),
            Step::Seconds(DAY) => "steps of a day".to_owned(),
            Step::Integers(step) => format!("steps of {step}"),
            Step::Seconds(step) if step % DAY == 0 => format!("steps of {} days", step / DAY),
            Step::Seconds(step) => format!("steps of {step} seconds"),
            Step::Months(step) => format!("steps of {step} months"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(texts: &[&str]) -> Vec<Time> {
        let each = texts.iter();
        each.map(|text| Time::parse(text).expect(text)).collect()
    }

    fn grid(texts: &[&str]) -> Grid {
        let times = times(texts);
        let rule = Rule::of(std::slice::from_ref(&times)).expect("one kind");
        Grid::lay(rule, &times).expect("rows")
    }

    /// Days after the first of 2023, a Sunday.
    fn days(days: impl IntoIterator<Item = i64>) -> Vec<Time> {
        let start = 19_358;
        let each = days.into_iter();
        each.map(|day| Time::Second((start + day) * DAY)).collect()
    }

    fn placed(times: &[Time]) -> (Grid, Vec<Option<usize>>) {
        let rule = Rule::of(&[times.to_vec()]).expect("one kind");
        let grid = Grid::lay(rule, times).expect("rows");
        let places = times.iter().map(|&time| grid.position(time)).collect();
        (grid, places)
    }

    #[test]
    fn steps_are_found_in_spite_of_gaps() {
        let days = grid(&["2026-01-01", "2026-01-02", "2026-01-05", "2026-01-06"]);
        assert_eq!(
            (days.rule.step, days.seasons()),
            (Step::Seconds(DAY), vec![7])
        );
        assert_eq!(days.position(times(&["2026-01-05"])[0]), Some(4));
        assert_eq!(days.position(times(&["2026-01-05T01"])[0]), None);
        let months = grid(&["2026-01-31", "2026-02-28", "2026-03-31"]);
        assert_eq!(months.rule.step, Step::Months(1));
        assert_eq!(months.time(1).to_string(), "2026-02-28");
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
        let daily = Rule::of_step(Step::Seconds(DAY));
        let months: Vec<String> = (1..=8).map(|month| format!("2026-0{month}-01")).collect();
        let mut months: Vec<&str> = months.iter().map(String::as_str).collect();
        let monthly = Rule::of_step(Step::Months(1));
        assert_eq!(daily.for_series(&times(&months)), monthly);
        assert_eq!(daily.for_series(&times(&months[..3])), monthly);
        assert_eq!(daily.for_series(&times(&months[..2])), daily);
        // Two months are missing.
        months.remove(5);
        months.remove(2);
        assert_eq!(daily.for_series(&times(&months)), monthly);
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
        assert_eq!(daily.for_series(&times(&now_and_then)), daily);
    }

    #[test]
    fn steps_are_laid_through_most_rows() {
        // Sixty weeks whose first row is a day early.
        let (grid, places) = placed(&days((0..60).map(|at| 7 * at + i64::from(at > 0))));
        assert_eq!(grid.rule.step, Step::Seconds(7 * DAY));
        assert_eq!(places[..3], [None, Some(0), Some(1)]);
        assert_eq!(places.iter().flatten().count(), 59);
    }

    #[test]
    fn rows_at_any_time_of_the_day_are_daily() {
        let rows = (0..90).map(|day| {
            let clock = 3600 * (8 + day * 7 % 12) + 60 * (day * 37 % 60);
            Time::Second((19_358 + day) * DAY + clock)
        });
        let (grid, places) = placed(&rows.collect::<Vec<Time>>());
        assert_eq!((grid.rule.step, grid.rule.unit), (Step::Seconds(DAY), DAY));
        assert_eq!(places, (0..90).map(Some).collect::<Vec<_>>());
        assert_eq!(grid.time(3).to_string(), "2023-01-04");
    }

    #[test]
    fn uneven_distances_lie_on_what_divides_them() {
        let mut day = 0;
        let rows = (0..80).map(|at| {
            day += 2 + i64::from(at * 37 % 11 > 4);
            day
        });
        let (grid, places) = placed(&days(rows));
        assert_eq!(
            (grid.rule.step, grid.rule.uneven),
            (Step::Seconds(DAY), true)
        );
        assert!(places.iter().all(Option::is_some));
    }

    #[test]
    fn periods_of_28_30_and_91_days_lose_no_row() {
        for step in [28, 30, 91] {
            let (grid, places) = placed(&days((0..39).map(|at| at * step)));
            assert_eq!(grid.rule.step, Step::Seconds(step * DAY));
            assert_eq!(places, (0..39).map(Some).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_row_in_the_middle_of_a_month_is_on_no_step() {
        let firsts: Vec<String> = (0..24)
            .map(|at| format!("{}-{:02}-01", 2022 + at / 12, at % 12 + 1))
            .collect();
        let mut texts: Vec<&str> = firsts.iter().map(String::as_str).collect();
        texts.insert(6, "2022-06-15");
        let (grid, places) = placed(&times(&texts));
        assert_eq!(grid.rule.step, Step::Months(1));
        assert_eq!(places[5..8], [Some(5), None, Some(6)]);
        // A sale within a month is in its step.
        assert_eq!(grid.step_of(times(&["2022-06-18"])[0], 30), Some(5));
    }

    #[test]
    fn dates_and_integers_do_not_mix() {
        assert!(Rule::of(&[times(&["1", "2026-01-01"])]).is_err());
    }
}
