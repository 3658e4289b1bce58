//! Days, weekdays, hours and steady trends.

use super::fact::largest_order;
use super::{Discovery, Draft, Family};
use crate::calendar::{month_start, weekday};
use crate::frame::{Frame, PERIOD};
use crate::prepared::NO_DAY;
use crate::statistics::{mann_kendall, mann_whitney, median, normal_two_sided, round9, rounded};
use crate::tally::Tallies;
use crate::{Action, DimensionKind, FindingKind, Interval, Method, Section, SegmentName, Unit};

/// Days of data below which weekdays and unusual days are not asked about.
const FEWEST_DAYS: usize = 56;

/// Orders on a usual day below which a day's gross is too uneven for its logarithm to be normal.
const FEWEST_A_DAY: f64 = 8.0;

/// Days on either side that make a day's level.
const AROUND: usize = 14;

/// Share of its month's gross below which an order that makes a day stand out is not told.
const OF_MONTH: f64 = 0.02;

/// Full steps below which no steady trend is asked about.
const FEWEST_STEPS: usize = 10;

pub(super) fn discover(discovery: &mut Discovery, frame: &Frame<'_>, tallies: &[Tallies]) {
    let days = days(frame);
    if days.len() >= FEWEST_DAYS {
        weekdays(discovery, frame, &days);
        unusual_days(discovery, frame, &days, tallies);
    }
    slope(discovery, frame);
    busy_hours(discovery, frame);
    missing_days(discovery, frame);
}

/// The complete days of the period outside long gaps.
fn days(frame: &Frame<'_>) -> Vec<i32> {
    let (Some(period), Some(ends)) = (frame.period, frame.ends) else {
        return Vec::new();
    };
    let last = period.last.min(ends.coverage(frame.prepared).last_complete);
    (period.first..=last)
        .filter(|&day| !frame.in_gap(day))
        .collect()
}

fn gross(frame: &Frame<'_>, day: i32) -> f64 {
    frame.sum(day, day).gross as f64
}

fn weekdays(discovery: &mut Discovery, frame: &Frame<'_>, days: &[i32]) {
    let values: Vec<f64> = days.iter().map(|&day| gross(frame, day)).collect();
    // Each day against the seven around it, every weekday once among them: neither trend nor
    // season can pass for a weekday.
    let mut by_weekday: Vec<Vec<f64>> = vec![Vec::new(); 7];
    let mut sums = [(0.0, 0_u32); 7];
    for i in 3..days.len() - 3 {
        let on = usize::from(weekday(days[i]));
        let around: f64 = values[i - 3..=i + 3].iter().sum();
        if days[i + 3] - days[i - 3] == 6 && around > 0.0 {
            by_weekday[on].push(values[i] / around);
        }
    }
    // The averages told are those of the chart of weekdays: over every day of the period.
    for day in frame.period.iter().flat_map(|p| p.first..=p.last) {
        if !frame.in_gap(day) {
            let on = usize::from(weekday(day));
            sums[on].0 += gross(frame, day);
            sums[on].1 += 1;
        }
    }
    let all: f64 = sums.iter().map(|s| s.0).sum();
    let count: u32 = sums.iter().map(|s| s.1).sum();
    for on in 0..7 {
        let (sum, times) = sums[on];
        // A weekday on which the shop never sells is closed, not weak.
        if sum <= 0.0 || by_weekday[on].len() < 8 || times == count {
            continue;
        }
        let others: Vec<f64> = (0..7)
            .filter(|&other| other != on && sums[other].0 > 0.0)
            .flat_map(|other| by_weekday[other].iter().copied())
            .collect();
        // Shares of the same week lean on one another: what one weekday gains the others lose.
        let open_weekdays = sums.iter().filter(|s| s.0 > 0.0).count() as f64;
        let widen = open_weekdays / (open_weekdays - 1.0).max(1.0);
        let Some(p_value) = mann_whitney(&by_weekday[on], &others, widen) else {
            continue;
        };
        let test = discovery.test(Family::Weekdays, p_value);
        let mean = sum / f64::from(times);
        let open: u32 = (0..7)
            .filter(|&other| other != on && sums[other].0 > 0.0)
            .map(|other| sums[other].1)
            .sum();
        let rest = (all - sum) / f64::from(open.max(1));
        let mut selection = frame.selection();
        selection.weekday = Some(on as u8);
        let finding = Draft {
            n: u64::from(times),
            unit: Unit::Days,
            effect: (rest > 0.0).then(|| mean / rest - 1.0),
            p_value: Some(p_value),
            method: Method::RankTest,
            impact: Some((mean - rest) * f64::from(times)),
            selection,
            ..Draft::fact(
                frame,
                FindingKind::Weekday {
                    weekday: on as u8,
                    mean_minor: rounded(mean),
                    rest_minor: rounded(rest),
                },
                Action::PlanTimes,
                Section::Times,
            )
        };
        discovery.claim(test, frame.total.gross, finding.finding(frame));
    }
}

fn unusual_days(discovery: &mut Discovery, frame: &Frame<'_>, days: &[i32], tallies: &[Tallies]) {
    let active: Vec<i32> = days
        .iter()
        .copied()
        .filter(|&day| gross(frame, day) > 0.0)
        .collect();
    let mut orders: Vec<f64> = active
        .iter()
        .map(|&day| f64::from(frame.sum(day, day).orders))
        .collect();
    if active.len() < FEWEST_DAYS || median(&mut orders).unwrap_or(0.0) < FEWEST_A_DAY {
        return;
    }
    let grosses: Vec<f64> = active.iter().map(|&day| gross(frame, day)).collect();
    let Some(scores) = Scores::new(&active, &grosses) else {
        return;
    };
    for (i, &day) in active.iter().enumerate() {
        let z = scores.z[i];
        let p_value = normal_two_sided(z);
        let test = discovery.test(Family::Days, p_value);
        if z.abs() <= 3.5 {
            continue;
        }
        let sums = frame.sum(day, day);
        let expected = scores.expected[i];
        let difference = sums.gross as f64 - expected;
        // A day that a single order makes is no success to repeat: such orders are told together.
        if let Some(order) = largest_order(frame, Some(day))
            && 2.0 * frame.gross[order] as f64 > difference
            && difference > 0.0
        {
            let month = frame.sum(month_start(day, 0), month_start(day, 1) - 1);
            if frame.gross[order] as f64 >= OF_MONTH * month.gross as f64 {
                discovery.orders.push(order);
            }
            continue;
        }
        let finding = Draft {
            n: u64::from(sums.orders),
            period: Some((day, day)),
            effect: Some(sums.gross as f64 / expected - 1.0),
            p_value: Some(p_value),
            method: Method::RobustZ,
            impact: Some(difference),
            selection: frame.selection_of((day, day)),
            ..Draft::fact(
                frame,
                FindingKind::AnomalyDay {
                    day,
                    gross_minor: sums.gross,
                    expected_minor: rounded(expected),
                    driver: day_driver(frame, tallies, day, difference),
                },
                if difference > 0.0 {
                    Action::RepeatSuccess
                } else {
                    Action::FindCause
                },
                Section::Trend,
            )
        };
        discovery.claim(test, frame.total.gross, finding.finding(frame));
    }
}

/// Robust scores of days against their weekday's level around them.
struct Scores {
    z: Vec<f64>,
    expected: Vec<f64>,
}

impl Scores {
    /// `None` where the days hardly differ.
    fn new(days: &[i32], grosses: &[f64]) -> Option<Self> {
        let logs: Vec<f64> = grosses.iter().map(|&gross| libm::log(gross)).collect();
        let level: Vec<f64> = (0..logs.len())
            .map(|i| {
                let mut around =
                    logs[i.saturating_sub(AROUND)..(i + AROUND + 1).min(logs.len())].to_vec();
                median(&mut around).unwrap_or(logs[i])
            })
            .collect();
        let on = |i: usize| usize::from(weekday(days[i]));
        let mut on_weekday = [0.0; 7];
        for (weekday, shift) in on_weekday.iter_mut().enumerate() {
            let mut own: Vec<f64> = (0..logs.len())
                .filter(|&i| on(i) == weekday)
                .map(|i| logs[i] - level[i])
                .collect();
            *shift = median(&mut own).unwrap_or(0.0);
        }
        let expected: Vec<f64> = (0..logs.len())
            .map(|i| libm::exp(level[i] + on_weekday[on(i)]))
            .collect();
        // Shops differ in how their days scatter: like counts, or by factors. Logarithms make low
        // days of the first look wild, amounts make high days of the second look wild; so a day
        // has to be unusual by both.
        let ratios = || grosses.iter().zip(&expected).map(|(g, e)| g / e);
        let by_log = standardised(ratios().map(libm::log).collect())?;
        let by_amount = standardised(ratios().map(|ratio| ratio - 1.0).collect())?;
        let z = by_log
            .into_iter()
            .zip(by_amount)
            .map(|(log, amount)| {
                if log.abs() < amount.abs() {
                    log
                } else {
                    amount
                }
            })
            .collect();
        Some(Scores { z, expected })
    }
}

/// Residuals in units of their robust scale.
fn standardised(residuals: Vec<f64>) -> Option<Vec<f64>> {
    let mut sizes: Vec<f64> = residuals.iter().map(|r| r.abs()).collect();
    let scale = 1.4826 * median(&mut sizes)?;
    (scale > 1e-9).then(|| residuals.into_iter().map(|r| r / scale).collect())
}

/// The segment that makes more than half of a day's difference, against its own same weekdays of
/// four weeks before and after.
fn day_driver(
    frame: &Frame<'_>,
    tallies: &[Tallies],
    day: i32,
    difference: f64,
) -> Option<(DimensionKind, String)> {
    let at = |daily: &[i64], day: i32| {
        let range = frame.indexes(day, day);
        daily[range].first().map(|&gross| gross as f64)
    };
    let mut best: Option<(f64, DimensionKind, String)> = None;
    for tallies in tallies {
        for &code in &tallies.slots {
            let Some(daily) = tallies.daily(code as usize) else {
                continue;
            };
            let mut usual: Vec<f64> = (-4..=4)
                .filter(|&week| week != 0)
                .filter_map(|week| at(daily, day + 7 * week))
                .collect();
            let (Some(own), Some(usual)) = (at(daily, day), median(&mut usual)) else {
                continue;
            };
            let part = (own - usual) / difference;
            let SegmentName::Named(name) = tallies.name(frame, code as usize) else {
                continue;
            };
            // A dimension with one name explains nothing.
            if part > 0.5
                && tallies.slots.len() > 1
                && best
                    .as_ref()
                    .is_none_or(|(strongest, ..)| part > *strongest)
            {
                best = Some((part, tallies.kind, name));
            }
        }
    }
    best.map(|(_, kind, name)| (kind, name))
}

fn slope(discovery: &mut Discovery, frame: &Frame<'_>) {
    let monthly = series(frame, crate::calendar::Step::Month);
    let (values, is_monthly) = if monthly.len() >= FEWEST_STEPS {
        (monthly, true)
    } else {
        (series(frame, crate::calendar::Step::Week), false)
    };
    if values.len() < FEWEST_STEPS {
        return;
    }
    let Some(slope) = mann_kendall(&values) else {
        return;
    };
    let test = discovery.test(Family::Slope, slope.p_value);
    let mut sorted = values.clone();
    let Some(usual) = median(&mut sorted).filter(|&usual| usual > 0.0) else {
        return;
    };
    let steps = values.len() as u32;
    let finding = Draft {
        n: u64::from(steps),
        unit: if is_monthly {
            Unit::Months
        } else {
            Unit::Weeks
        },
        effect: Some(slope.per_step / usual),
        interval: round9(slope.interval.0 / usual)
            .zip(round9(slope.interval.1 / usual))
            .map(|(low, high)| Interval {
                low,
                high,
                level: 0.95,
            }),
        p_value: Some(slope.p_value),
        method: Method::MannKendall,
        // What the slope adds up to over the steps, on average.
        impact: Some(slope.per_step * f64::from(steps) / 2.0 * f64::from(steps)),
        spark: frame.spark(|first, last| Some(frame.sum(first, last).gross as f64)),
        ..Draft::fact(
            frame,
            FindingKind::Slope {
                per_step_minor: rounded(slope.per_step),
                relative: rounded(slope.per_step / usual),
                monthly: is_monthly,
                steps,
            },
            if slope.per_step > 0.0 {
                Action::RepeatSuccess
            } else {
                Action::FindCause
            },
            Section::Trend,
        )
    };
    discovery.claim(test, frame.total.gross, finding.finding(frame));
}

/// Gross of the whole steps in a row up to the last; months brought to the same length.
fn series(frame: &Frame<'_>, step: crate::calendar::Step) -> Vec<f64> {
    let Some(period) = frame.period else {
        return Vec::new();
    };
    crate::calendar::Steps::new(period.first, period.last, step)
        .ranges()
        .filter(|&(first, last)| frame.is_whole(first, last))
        .map(|(first, last)| {
            let days = f64::from(last - first + 1);
            let usual = match step {
                crate::calendar::Step::Month => 365.25 / 12.0,
                _ => days,
            };
            frame.sum(first, last).gross as f64 / days * usual
        })
        .collect()
}

/// The four hours in a row with most orders, where they carry clearly more than four of 24.
fn busy_hours(discovery: &mut Discovery, frame: &Frame<'_>) {
    let mut hours = [(0_u64, 0_i64); 24];
    for (order, &bits) in frame.bits.iter().enumerate() {
        let hour = usize::from(frame.shop.orders.hour[order]);
        if bits & PERIOD != 0 && hour < 24 && frame.prepared.day_index[order] != NO_DAY {
            hours[hour].0 += 1;
            hours[hour].1 = hours[hour].1.saturating_add(frame.gross[order]);
        }
    }
    let all: u64 = hours.iter().map(|h| h.0).sum();
    // Exports without times often write midnight.
    if all < 200 || hours[0].0 * 2 > all {
        return;
    }
    let run = |from: usize| -> u64 { hours[from..from + 4].iter().map(|h| h.0).sum() };
    let mut from = 0;
    for start in 1..=20 {
        if run(start) > run(from) {
            from = start;
        }
    }
    let share = run(from) as f64 / all as f64;
    if share < 0.3 {
        return;
    }
    let finding = Draft {
        n: all,
        unit: Unit::OrdersWithHour,
        ..Draft::fact(
            frame,
            FindingKind::BusyHours {
                from_hour: from as u8,
                to_hour: from as u8 + 3,
                share: rounded(share),
            },
            Action::PlanTimes,
            Section::Times,
        )
    };
    discovery.fact(frame.total.gross, finding.finding(frame));
}

fn missing_days(discovery: &mut Discovery, frame: &Frame<'_>) {
    let mut gaps = frame.gaps();
    table::order::sort_by_key(&mut gaps, |gap| (gap.first - gap.last, gap.first));
    let open = (i64::from(frame.prepared.active_days)).max(1) as f64;
    for gap in gaps.into_iter().take(2) {
        let days = gap.last - gap.first + 1;
        let finding = Draft {
            n: days as u64,
            unit: Unit::Days,
            period: Some((gap.first, gap.last)),
            impact: Some(frame.total.gross as f64 / open * f64::from(days)),
            // The days on either side show where the orders stop and go on.
            selection: frame.selection_of((gap.first - 1, gap.last + 1)),
            ..Draft::fact(
                frame,
                FindingKind::MissingDays {
                    first: gap.first,
                    last: gap.last,
                },
                Action::CheckData,
                Section::Data,
            )
        };
        discovery.fact(frame.total.gross, finding.finding(frame));
    }
}
