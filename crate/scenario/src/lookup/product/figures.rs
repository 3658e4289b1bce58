//! How much of a product was sold, when, to how many, and at what price.

use chart::spec::{Format, LineSeries, Plot, Point, TimeStep, Tone as Colour, XAxis};
use report::words::phrase::Phrase;
use report::{Block, TableCell, words as said};
use shop::{Selection, Unoffered};
use table::calendar::Date;

use super::{View, named, rows_of, words};
use crate::lookup::facts::{Sales, month};
use crate::parts::{Row, words as text_cell};

/// Days that are compared with as many before.
const RECENT: i32 = 90;
/// Months drawn at most.
const MONTHS: usize = 36;

/// The key figures, a row each.
pub(super) fn figures(view: &View<'_>, product: u32, sales: &Sales) -> Block {
    let say = &view.scene.say;
    let units = sales.milli as f64 / 1000.0;
    let pieces = |n: f64| say.number(n, u8::from(n.fract() != 0.0));
    let number = |n: f64| TableCell {
        text: pieces(n),
        value: Some(n),
        tone: None,
    };
    let mut rows: Vec<Row> = Vec::new();
    let mut add = |name: Phrase, value: TableCell, remark: String| {
        let cells = vec![text_cell(say.plain(name)), value, text_cell(remark)];
        rows.push((cells, Some(rows_of(view, product))));
    };
    let state = match view.of.away.why(product) {
        Some(Unoffered::SoldOut) => Some((words::P_SOLD_OUT, words::P_SOLD_OUT_REMARK)),
        Some(Unoffered::Delisted) => Some((words::P_DELISTED, words::P_DELISTED_REMARK)),
        None => None,
    };
    if let Some((state, remark)) = state {
        let state = text_cell(say.plain(state));
        add(words::P_STATE, state, say.plain(remark).to_owned());
    }
    let since = match sales.first() {
        Some(day) => say.fill(
            words::P_SOLD_SINCE,
            &[("n", sales.orders.into()), ("day", (&say.day(day)).into())],
        ),
        None => say.fill(words::P_SOLD_IN, &[("n", sales.orders.into())]),
    };
    add(words::P_SOLD, number(units), since);
    let refunds = match sales.refunds > 0 {
        true => {
            let sum = say.money(sales.refunds as f64);
            say.fill(words::P_NET_REFUNDS, &[("sum", (&sum).into())])
        }
        false => String::new(),
    };
    add(
        words::P_NET,
        say.money_cell(Some(sales.net as f64)),
        refunds,
    );
    let (customers, again) = sales.customers();
    let returning = match customers {
        0 => say.plain(words::P_NO_CUSTOMERS).to_owned(),
        n => {
            let share = say.percent(again as f64 / n as f64);
            say.fill(
                words::P_AGAIN,
                &[("n", again.into()), ("share", (&share).into())],
            )
        }
    };
    let known = (customers > 0).then_some(customers as f64);
    add(
        words::P_CUSTOMERS,
        say.cell(known, &Format::Count),
        returning,
    );
    if let Some((last, now)) = sales.last().zip(view.now()) {
        let ago = match now - last {
            0 => say.plain(words::P_TODAY).to_owned(),
            days => say.fill(words::P_AGO, &[("n", (days.max(0) as usize).into())]),
        };
        add(words::P_LAST, text_cell(say.day(last)), ago);
    }
    add_price(view, product, sales, &mut add);
    let covered = view.scene.days.map_or(0, |(first, last)| last - first + 1);
    if let Some(now) = view.now().filter(|_| covered >= 2 * RECENT) {
        let lately = sales.units(now - RECENT + 1, now);
        let before = sales.units(now - 2 * RECENT + 1, now - RECENT);
        let remark = say.fill(words::P_BEFORE, &[("n", (&pieces(before)).into())]);
        add(words::P_RECENT, number(lately), remark);
    }
    let name = named(view, product);
    let amount = pieces(units);
    let mut args = vec![("name", (&name).into()), ("units", (&amount).into())];
    let day = sales.last().map(|d| say.day(d));
    let title = match &day {
        Some(day) => {
            args.push(("day", day.into()));
            say.fill(words::P_TITLE, &args)
        }
        None => say.fill(words::P_TITLE_UNDATED, &args),
    };
    let columns = vec![
        say.words_column(words::FIGURE),
        say.words_column(words::VALUE),
        say.words_column(words::REMARK),
    ];
    let note = say.plain(words::P_NOTE).to_owned();
    let most = rows.len();
    say.table(
        "lookup-figures",
        (title, period(view), note),
        columns,
        rows,
        most,
    )
}

/// The usual price, its range, and how it stands among all products.
fn add_price(
    view: &View<'_>,
    product: u32,
    sales: &Sales,
    add: &mut impl FnMut(Phrase, TableCell, String),
) {
    let say = &view.scene.say;
    let at = |p: f64| analysis::statistics::quantile_sorted(&sales.prices, p);
    let (Some(low), Some(middle), Some(high)) = (at(0.1), at(0.5), at(0.9)) else {
        return;
    };
    let all = &view.of.index.price;
    let own = all[product as usize];
    let others = all
        .iter()
        .enumerate()
        .filter(|&(at, &price)| price > 0.0 && at != product as usize);
    let (n, cheaper) = others.fold((0u32, 0u32), |(n, below), (_, &price)| {
        (n + 1, below + u32::from(price < own))
    });
    let share = say.percent(f64::from(cheaper) / f64::from(n.max(1)));
    let exact = |minor: f64| say.money_cell(Some(minor)).text;
    let remark = if n == 0 {
        String::new()
    } else if high - low < 0.5 {
        say.fill(words::P_PRICE_ONE, &[("share", (&share).into())])
    } else {
        let (lo, hi) = (exact(low), exact(high));
        say.fill(
            words::P_PRICE_RANGE,
            &[
                ("lo", (&lo).into()),
                ("hi", (&hi).into()),
                ("share", (&share).into()),
            ],
        )
    };
    add(words::PRICE, say.money_cell(Some(middle)), remark);
}

/// The subtitle's period.
fn period(view: &View<'_>) -> String {
    let say = &view.scene.say;
    view.scene.days.map_or(String::new(), |(first, last)| {
        let period = say.period(first, last);
        say.fill(words::P_SUB, &[("period", (&period).into())])
    })
}

/// Units month by month; nothing for a product of two months.
pub(super) fn months(view: &View<'_>, product: u32, sales: &Sales) -> Option<Block> {
    let say = &view.scene.say;
    let (first, last) = (sales.first()?, view.now()?);
    let mut starts = vec![month(first)];
    while let Some(&start) = starts.last().filter(|s| **s < month(last)) {
        starts.push(Date::of(start).plus_months(1).days()?);
    }
    if starts.len() < 3 {
        return None;
    }
    let starts = &starts[starts.len().saturating_sub(MONTHS)..];
    let end = |start: i32| {
        let next = Date::of(start).plus_months(1).days();
        next.unwrap_or(start + 31) - 1
    };
    let units: Vec<f64> = starts.iter().map(|&s| sales.units(s, end(s))).collect();
    let best = (0..units.len()).max_by(|&a, &b| units[a].total_cmp(&units[b]).then(b.cmp(&a)))?;
    let points = starts
        .iter()
        .zip(&units)
        .map(|(&start, &units)| Point {
            x: f64::from(start),
            y: Some(units),
            lo: None,
            hi: None,
        })
        .collect();
    let plot = Plot::Line {
        x: XAxis::Time {
            label: say.plain(words::MONTH).to_owned(),
            step: TimeStep::Month,
        },
        y: say.measure(words::UNITS, Format::Count),
        series: vec![LineSeries {
            name: say.plain(words::UNITS).to_owned(),
            tone: Colour::Accent,
            points,
            dashed: false,
        }],
        area: true,
        zero: true,
        annotations: Vec::new(),
    };
    let selections = starts
        .iter()
        .map(|&start| {
            Some(Selection {
                days: Some((start, end(start))),
                ..rows_of(view, product)
            })
        })
        .collect();
    let name = named(view, product);
    let title = say.fill(
        words::M_TITLE,
        &[
            ("name", (&name).into()),
            ("month", (&said::month(starts[best], say.lang)).into()),
            ("units", (&say.number(units[best], 0)).into()),
        ],
    );
    let period = say.period(starts[0].max(first), last);
    let subtitle = say.fill(
        words::M_SUB,
        &[("period", (&period).into()), ("n", sales.orders.into())],
    );
    let note = say.plain(words::M_NOTE).to_owned();
    Some(say.chart("lookup-months", (title, subtitle, note), plot, selections))
}
