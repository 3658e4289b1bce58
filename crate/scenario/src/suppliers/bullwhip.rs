//! Whether orders to suppliers swing more than demand.

use std::collections::{BTreeMap, BTreeSet};

use chart::spec::{Format, LineSeries, Plot, Point, TimeStep, Tone, XAxis};
use ledger::{Frame, Ledger};
use report::Block;
use table::calendar::Date;

use super::{Page, measure, words};
use crate::scene::Scene;
use crate::stock::demand::{Demand, kept};
use crate::stock::position::Finder;

/// Complete months in which both are known, at least: a variance of fewer says little, and a year has its seasons once.
const NEEDS_MONTHS: usize = 12;
/// Months looked back on, at most.
const MOST_MONTHS: i32 = 24;
/// A month is complete from its first days on: shops are closed at New Year.
const BEGINS: u32 = 3;

/// Year × 12 + month − 1 of a day.
fn month_of(day: i32) -> i32 {
    let date = Date::of(day);
    date.year * 12 + date.month as i32 - 1
}

/// The first day of a month counted as [`month_of`] does.
fn day_of(month: i32) -> i32 {
    let date = Date {
        year: month.div_euclid(12),
        month: month.rem_euclid(12) as u32 + 1,
        day: 1,
    };
    date.days().unwrap_or(0)
}

/// The complete months in which sales are known, the first and the last.
fn months(ledger: &Ledger, demand: &Demand) -> Option<(i32, i32)> {
    let days = ledger.orders.day.iter().copied();
    let first = days.filter(|d| *d != i32::MIN).min()?;
    let is_late = Date::of(first).day > BEGINS;
    let is_over = month_of(demand.last_day + 1) > month_of(demand.last_day);
    let last = month_of(demand.last_day) - i32::from(!is_over);
    let first = month_of(first) + i32::from(is_late);
    Some((first.max(last + 1 - MOST_MONTHS), last))
}

/// Thousandths of units ordered of each item that sells, by month.
fn ordered(
    scene: &Scene<'_>,
    page: &Page<'_>,
    demand: &Demand,
) -> BTreeMap<usize, BTreeMap<i32, i64>> {
    let finder = Finder::new(demand);
    let frames = scene.ledger.frames("purchases").map(|f| (f.table, f));
    let frames: BTreeMap<u16, &Frame> = frames.collect();
    let mut of: BTreeMap<usize, BTreeMap<i32, i64>> = BTreeMap::new();
    for delivery in &page.purchases.deliveries {
        let row = delivery.rows.first();
        let found = row.and_then(|(table, row)| finder.of_row(frames.get(table)?, *row as usize));
        let (Some(day), Some(item)) = (delivery.ordered, found) else {
            continue;
        };
        if demand.items[item].sold.is_some() {
            *of.entry(item)
                .or_default()
                .entry(month_of(day))
                .or_default() += delivery.units;
        }
    }
    of
}

/// Thousandths of units sold of items in each of the months.
fn sold(
    scene: &Scene<'_>,
    demand: &Demand,
    items: &[usize],
    (first, last): (i32, i32),
) -> Vec<i64> {
    let ledger = scene.ledger;
    let codes = items.iter().flat_map(|at| &demand.items[*at].codes);
    let codes: BTreeSet<u32> = codes.copied().collect();
    let mut sold = vec![0; usize::try_from(last - first + 1).unwrap_or(0)];
    for (order, day) in ledger.orders.day.iter().enumerate() {
        if *day == i32::MIN || !(first..=last).contains(&month_of(*day)) {
            continue;
        }
        let lines = ledger.lines_of(order);
        let lines = lines.filter(|line| codes.contains(&ledger.lines.product[*line]));
        sold[(month_of(*day) - first) as usize] += lines.map(|l| kept(ledger, l)).sum::<i64>();
    }
    sold
}

/// What was ordered and sold each month of the products that are ordered nearly every month; `None` where no product
/// stands in both.
pub(super) fn block(scene: &Scene<'_>, page: &Page<'_>) -> Option<Block> {
    let say = &page.say;
    let lacking = |text| Some(Block::Insufficient(say.missing(words::BULL, text)));
    let demand = Demand::of(scene.ledger, scene.request.today, 1)?;
    let ordered = ordered(scene, page, &demand);
    let days = || ordered.values().flat_map(BTreeMap::keys);
    // From the first order to the last, as far as sales are known.
    let (first, last) = months(scene.ledger, &demand)?;
    let first = first.max(*days().min()?);
    let last = last.min(*days().max()?);
    let n = usize::try_from(last - first + 1).unwrap_or(0);
    if n < NEEDS_MONTHS {
        let args = [("has", n.into()), ("needs", NEEDS_MONTHS.into())];
        return lacking(say.fill(words::BULL_FEW, &args));
    }
    // What is ordered every other month swings by the size of its batches, whatever demand does.
    let often = ordered.iter().filter(|(_, of)| {
        let months = of.range(first..=last).count();
        months * 4 >= n * 3
    });
    let items: Vec<usize> = often.map(|(item, _)| *item).collect();
    let seldom = ordered.len() - items.len();
    if items.is_empty() {
        return lacking(say.fill(words::BULL_SELDOM, &[("n", (&say.count(n)).into())]));
    }
    let units = |milli: i64| milli as f64 / 1000.0;
    let in_month = |month| {
        let of = items.iter().filter_map(|item| ordered[item].get(&month));
        units(of.sum())
    };
    let bought: Vec<f64> = (first..=last).map(in_month).collect();
    let sold = sold(scene, &demand, &items, (first, last));
    let sold: Vec<f64> = sold.into_iter().map(units).collect();
    let ratio = measure::variances(&bought, &sold)?;
    let title = match ratio.interval {
        Some((low, _)) if low > 1.0 => {
            let times = say.number(ratio.times, 1);
            say.fill(words::BULL_TITLE, &[("times", (&times).into())])
        }
        Some((_, high)) if high < 1.0 => say.plain(words::BULL_TITLE_CALM).to_owned(),
        _ => say.fill(words::BULL_TITLE_UNSURE, &[("n", n.into())]),
    };
    let subtitle = say.fill(
        words::BULL_SUBTITLE,
        &[("n", n.into()), ("items", items.len().into())],
    );
    let square = |values: &[f64]| {
        let sd = measure::moments(values).map_or(0.0, |(_, sd)| sd);
        say.number(sd * sd, 1)
    };
    let interval = match ratio.interval {
        Some((low, high)) => {
            let (low, high) = (say.number(low, 1), say.number(high, 1));
            let range = [("low", (&low).into()), ("high", (&high).into())];
            say.fill(words::BULL_INTERVAL, &range)
        }
        None => say.plain(words::BULL_ONE).to_owned(),
    };
    let note = say.fill(
        words::BULL_NOTE,
        &[
            ("ordered", (&square(&bought)).into()),
            ("sold", (&square(&sold)).into()),
            ("seldom", seldom.into()),
        ],
    );
    let note = say.sentences(&[&note, &interval]);
    let line = |name, tone, values: &[f64]| LineSeries {
        name: say.plain(name).to_owned(),
        tone,
        points: (first..=last)
            .zip(values)
            .map(|(month, v)| Point {
                x: f64::from(day_of(month)),
                y: Some(*v),
                lo: None,
                hi: None,
            })
            .collect(),
        dashed: false,
    };
    Some(say.chart(
        "suppliers-bullwhip",
        (title, subtitle, note),
        Plot::Line {
            x: XAxis::Time {
                label: say.plain(words::MONTH).to_owned(),
                step: TimeStep::Month,
            },
            y: say.measure(words::UNITS, Format::Count),
            series: vec![
                line(words::BOUGHT, Tone::Series(1), &bought),
                line(words::SOLD, Tone::Series(0), &sold),
            ],
            area: false,
            zero: true,
            annotations: Vec::new(),
        },
        Vec::new(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_complete_ones() {
        let of = |first: &str, last: &str| {
            let day = |text| Date::from_iso(text).and_then(Date::days).expect("a day");
            let mut ledger = Ledger::default();
            ledger.orders.day = vec![day(last), day(first), i32::MIN];
            let demand = Demand {
                last_day: day(last),
                ..Demand::default()
            };
            let (first, last) = months(&ledger, &demand).expect("months");
            (Date::of(day_of(first)), Date::of(day_of(last)))
        };
        let month = |year, month| Date {
            year,
            month,
            day: 1,
        };
        let told = of("2025-01-02", "2025-12-31");
        assert_eq!(told, (month(2025, 1), month(2025, 12)));
        let told = of("2025-01-04", "2025-12-30");
        assert_eq!(told, (month(2025, 2), month(2025, 11)));
        // At most two years.
        assert_eq!(of("2020-01-01", "2025-12-31").0, month(2024, 1));
    }
}
