//! Whether orders to suppliers swing more than demand.

use std::collections::{BTreeMap, BTreeSet};

use chart::spec::{Format, LineSeries, Plot, Point, TimeStep, Tone, XAxis};
use report::Block;

use super::{Page, measure, words};
use crate::cells::quantity;
use crate::scene::Scene;
use crate::stock::demand::Demand;
use crate::stock::position::Finder;

/// Weeks in which both are known, at least.
const NEEDS_WEEKS: usize = 12;
/// Weeks looked back on, at most.
const MOST_WEEKS: usize = 104;

/// What was ordered and sold each week of the products that stand in both; `None` where they share too little.
pub(super) fn block(scene: &Scene<'_>, page: &Page<'_>) -> Option<Block> {
    let say = &page.say;
    let demand = Demand::of(scene.ledger, scene.request.today, MOST_WEEKS)?;
    let finder = Finder::new(&demand);
    let mut ordered: BTreeMap<i32, i64> = BTreeMap::new();
    let mut items = BTreeSet::new();
    let used: BTreeSet<(u16, u32)> = page.purchases.deliveries.iter().map(|d| d.row).collect();
    for frame in scene.ledger.frames("purchases") {
        for row in 0..frame.rows {
            if !used.contains(&(frame.table, row as u32)) {
                continue;
            }
            let day = frame.day("order_date", row);
            let units = quantity(frame.column("quantity"), row);
            let (Some(day), Some(units), Some(item)) = (day, units, finder.of_row(frame, row))
            else {
                continue;
            };
            if demand.items[item].sold.is_some() {
                *ordered
                    .entry((day - demand.first).div_euclid(7))
                    .or_default() += units;
                items.insert(item);
            }
        }
    }
    // From the first order to the last, as far as sales are known.
    let weeks = i32::try_from(demand.weeks).ok()?;
    let first = (*ordered.keys().next()?).clamp(0, weeks);
    let last = (*ordered.keys().next_back()?).clamp(-1, weeks - 1);
    let n = usize::try_from(last - first + 1).unwrap_or(0);
    if n < NEEDS_WEEKS {
        return None;
    }
    let bought: Vec<f64> = (first..=last)
        .map(|week| ordered.get(&week).copied().unwrap_or(0) as f64 / 1000.0)
        .collect();
    let mut sold = vec![0i64; demand.weeks];
    for item in &items {
        let of = &demand.items[*item].weeks;
        let skip = demand.weeks - of.len();
        for (sum, units) in sold[skip..].iter_mut().zip(of) {
            *sum += units;
        }
    }
    let sold: Vec<f64> = sold[first as usize..=last as usize]
        .iter()
        .map(|milli| *milli as f64 / 1000.0)
        .collect();
    let square = |v: &[f64]| measure::moments(v).map(|(_, sd)| sd * sd);
    let (of_orders, of_demand) = (square(&bought)?, square(&sold)?);
    if of_demand <= 0.0 {
        return None;
    }
    let times = of_orders / of_demand;
    let title = if times > 1.0 {
        let times = say.number(times, 1);
        say.fill(words::BULL_TITLE, &[("times", (&times).into())])
    } else {
        say.plain(words::BULL_TITLE_CALM).to_owned()
    };
    let subtitle = say.fill(
        words::BULL_SUBTITLE,
        &[("n", n.into()), ("items", (&say.count(items.len())).into())],
    );
    let note = say.fill(
        words::BULL_NOTE,
        &[
            ("ordered", (&say.number(of_orders, 1)).into()),
            ("sold", (&say.number(of_demand, 1)).into()),
        ],
    );
    let line = |name, tone, values: &[f64]| LineSeries {
        name: say.plain(name).to_owned(),
        tone,
        points: values
            .iter()
            .enumerate()
            .map(|(i, v)| Point {
                x: f64::from(demand.first + 7 * (first + i as i32)),
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
                label: say.plain(words::WEEK).to_owned(),
                step: TimeStep::Week,
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
