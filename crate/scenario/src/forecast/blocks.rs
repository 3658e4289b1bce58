//! Charts and tables of the forecast.

use chart::spec::{Format, LineSeries, Plot, Point, TimeStep, Tone as Colour, XAxis};
use forecast::{Backtest, Model, Note, decompose};
use report::words::phrase::{Phrase, list};
use report::{Block, Chart, DocumentFinding};

use super::days::days;
use super::products::products;
use super::series::{Grain, Series};
use super::{Ahead, words};
use crate::parts::{Row, Texts, words as text_cell};
use crate::refunds;
use crate::scene::Scene;

/// The section's blocks, and the product that moves most beyond doubt.
pub(super) fn blocks(scene: &Scene<'_>, total: &Ahead) -> (Vec<Block>, Option<DocumentFinding>) {
    let mut blocks = vec![outlook(scene, total), weeks(scene, total)];
    blocks.extend(days(scene, total));
    let (products, finding) = products(scene, total);
    blocks.push(products);
    blocks.extend(models(scene, total));
    (blocks, finding)
}

fn line(name: &str, tone: Colour, dashed: bool, points: Vec<Point>) -> LineSeries {
    LineSeries {
        name: name.to_owned(),
        tone,
        points,
        dashed,
    }
}

fn at(day: i32, y: f64) -> Point {
    Point {
        x: f64::from(day),
        y: Some(y),
        lo: None,
        hi: None,
    }
}

/// The forecast with the latest history, the backtest, and the trend: three views of one chart.
fn outlook(scene: &Scene<'_>, total: &Ahead) -> Block {
    let say = &scene.say;
    let (mean, interval) = total.total();
    let (first, last) = total.period();
    let period = say.period(first, last);
    let sum = say.amount(mean);
    let title = match interval {
        _ if total.is_past(scene) => say.fill(
            words::TITLE_PAST,
            &[
                ("last", (&say.day(total.series.last())).into()),
                ("period", (&period).into()),
                ("sum", (&sum).into()),
            ],
        ),
        Some((lo, hi)) => say.fill(
            words::TITLE,
            &[
                ("period", (&period).into()),
                ("sum", (&sum).into()),
                ("lo", (&say.amount(lo)).into()),
                ("hi", (&say.amount(hi)).into()),
            ],
        ),
        None => say.fill(
            words::TITLE_PLAIN,
            &[("period", (&period).into()), ("sum", (&sum).into())],
        ),
    };
    let series = &total.series;
    let shown =
        (3 * total.forecast.steps.len()).max(if series.grain == Grain::Day { 91 } else { 52 });
    let from = series.values.len().saturating_sub(shown);
    let starts = series.starts();
    let history: Vec<Point> = (from..series.values.len())
        .map(|k| at(starts[k], series.values[k]))
        .collect();
    let mut ahead: Vec<Point> = Vec::new();
    // The line goes on from the last day known.
    ahead.extend(history.last().copied());
    ahead.extend(
        total
            .forecast
            .steps
            .iter()
            .enumerate()
            .map(|(k, step)| Point {
                x: f64::from(total.day(k)),
                y: Some(step.mean),
                lo: Some(step.lo80),
                hi: Some(step.hi80),
            }),
    );
    let lines = vec![
        line(say.plain(words::ACTUAL), Colour::Accent, false, history),
        line(say.plain(words::EXPECTED), Colour::Series(1), true, ahead),
    ];
    let note = say.sentences(&[
        say.plain(words::BAND80),
        &how_sure(scene, total),
        &method(scene, total),
        &treated(scene, total),
    ]);
    let main = chart(
        scene,
        "forecast-ahead",
        (title, subtitle(scene, series, from), note),
        series,
        lines,
    );
    let mut alternatives = Vec::new();
    if let Some(back) = total
        .forecast
        .backtest
        .as_ref()
        .map(|b| backtest(scene, total, b))
    {
        alternatives.push((say.plain(words::VIEW_BACK).to_owned(), Box::new(back)));
    }
    if let Some(trend) = trend(scene, series) {
        alternatives.push((say.plain(words::VIEW_TREND).to_owned(), Box::new(trend)));
    }
    Block::Chart(Chart {
        view: say.plain(words::VIEW_AHEAD).to_owned(),
        alternatives,
        ..main
    })
}

fn subtitle(scene: &Scene<'_>, series: &Series, from: usize) -> String {
    let say = &scene.say;
    let measure = match series.grain {
        Grain::Day => words::BY_DAY,
        Grain::Week => words::BY_WEEK,
    };
    let first = series.first + (from * series.grain.days()) as i32;
    say.joined(&[
        say.plain(measure).to_owned(),
        say.period(first, series.last()),
        say.currency.to_owned(),
    ])
}

fn chart(
    scene: &Scene<'_>,
    id: &str,
    texts: Texts,
    series: &Series,
    lines: Vec<LineSeries>,
) -> Chart {
    let say = &scene.say;
    let step = match series.grain {
        Grain::Day => TimeStep::Day,
        Grain::Week => TimeStep::Week,
    };
    let plot = Plot::Line {
        x: XAxis::Time {
            label: say.plain(words::DATE).to_owned(),
            step,
        },
        y: say.measure(words::NET, say.money_format()),
        series: lines,
        area: false,
        zero: true,
        annotations: Vec::new(),
    };
    say.view(id, texts, plot, Vec::new())
}

/// What was forecast from origins in the past, beside what came. Origins that overlap are left out.
fn backtest(scene: &Scene<'_>, total: &Ahead, tried: &Backtest) -> Chart {
    let say = &scene.say;
    let series = &total.series;
    let starts = series.starts();
    let day = |k: usize| starts.get(k).copied().unwrap_or(series.last());
    let mut lines = Vec::new();
    let mut next = usize::MAX;
    for origin in tried.origins.iter().rev() {
        if origin.at + origin.steps.len() > next {
            continue;
        }
        next = origin.at;
        let points = origin.steps.iter().enumerate().map(|(k, step)| Point {
            x: f64::from(day(origin.at + k)),
            y: Some(step.mean),
            lo: Some(step.lo80),
            hi: Some(step.hi80),
        });
        lines.push(points.collect::<Vec<Point>>());
    }
    lines.reverse();
    // One line with gaps between the origins, so that the key has one entry.
    let mut said: Vec<Point> = Vec::new();
    for points in lines {
        if let (Some(_), Some(first)) = (said.last(), points.first()) {
            said.push(Point {
                x: first.x - 0.5,
                y: None,
                lo: None,
                hi: None,
            });
        }
        said.extend(points);
    }
    let from = tried
        .origins
        .first()
        .map_or(0, |o| o.at.saturating_sub(2 * tried.horizon));
    let history = (from..series.values.len())
        .map(|k| at(starts[k], series.values[k]))
        .collect();
    let title = match tried.chosen.wape {
        Some(wape) => say.fill(words::BACK_TITLE, &[("wape", (&say.percent(wape)).into())]),
        None => say.plain(words::BACK_TITLE_PLAIN).to_owned(),
    };
    let note = say.sentences(&[
        say.plain(words::BACK_NOTE),
        say.plain(words::BAND80),
        &how_sure(scene, total),
    ]);
    let lines = vec![
        line(say.plain(words::ACTUAL), Colour::Accent, false, history),
        line(say.plain(words::EXPECTED), Colour::Series(1), true, said),
    ];
    let mut chart = chart(
        scene,
        "forecast-backtest",
        (title, subtitle(scene, series, from), note),
        series,
        lines,
    );
    chart.view = say.plain(words::VIEW_BACK).to_owned();
    chart
}

fn trend(scene: &Scene<'_>, series: &Series) -> Option<Chart> {
    let say = &scene.say;
    let seasons: Vec<usize> = series.grain.seasons(series.values.len());
    let season = *seasons.first()?;
    let parts = decompose(&series.values, &[season]);
    let starts = series.starts();
    let each = |values: &[f64]| {
        starts
            .iter()
            .zip(values)
            .map(|(&day, &y)| at(day, y))
            .collect()
    };
    let lines = vec![
        line(
            say.plain(words::ACTUAL),
            Colour::Muted,
            false,
            each(&series.values),
        ),
        line(
            say.plain(words::TREND),
            Colour::Accent,
            false,
            each(&parts.trend),
        ),
    ];
    let title = say.plain(words::TREND_TITLE).to_owned();
    let mut chart = chart(
        scene,
        "forecast-trend",
        (title, subtitle(scene, series, 0), String::new()),
        series,
        lines,
    );
    chart.view = say.plain(words::VIEW_TREND).to_owned();
    Some(chart)
}

fn model_phrase(model: Model) -> Phrase {
    match model {
        Model::SeasonalNaive => words::MODEL_SNAIVE,
        Model::Ets => words::MODEL_ETS,
        Model::Theta => words::MODEL_THETA,
        Model::Arima => words::MODEL_ARIMA,
        Model::Mstl => words::MODEL_MSTL,
        Model::Croston => words::MODEL_CROSTON,
        Model::Sba => words::MODEL_SBA,
        Model::Tsb => words::MODEL_TSB,
        _ => words::MODEL_MIX,
    }
}

/// How well such forecasts have done.
pub(super) fn how_sure(scene: &Scene<'_>, total: &Ahead) -> String {
    let say = &scene.say;
    let Some(tried) = &total.forecast.backtest else {
        return say.plain(words::UNTRIED).to_owned();
    };
    let covered = say.fill(
        words::COVERED,
        &[
            ("n", tried.origins.len().into()),
            ("c80", (&say.percent(tried.coverage80)).into()),
            ("c95", (&say.percent(tried.coverage95)).into()),
        ],
    );
    let mase = say.fill(
        words::MASE,
        &[("mase", (&say.number(tried.chosen.mase, 2)).into())],
    );
    say.sentences(&[&mase, &covered])
}

/// How it was computed.
pub(super) fn method(scene: &Scene<'_>, total: &Ahead) -> String {
    let say = &scene.say;
    let names: Vec<String> = total
        .forecast
        .weights
        .iter()
        .map(|(model, _)| say.plain(model_phrase(*model)).to_owned())
        .collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => say.fill(words::METHOD_ONE, &[("model", one.into())]),
        many => say.fill(
            words::METHOD_MANY,
            &[("models", (&list(many, say.lang)).into())],
        ),
    }
}

/// What was done about gaps, outliers and the like.
fn treated(scene: &Scene<'_>, total: &Ahead) -> String {
    let say = &scene.say;
    let notes = &total.forecast.notes;
    let outliers = notes
        .iter()
        .filter(|n| matches!(n, Note::Outlier { .. }))
        .count();
    let has = |wanted: fn(&Note) -> bool| notes.iter().any(wanted);
    let mut parts = Vec::new();
    let last = total.series.last();
    if scene.request.today - last > 2 {
        parts.push(say.fill(words::LATE, &[("last", (&say.day(last)).into())]));
    }
    let (refunds, minor) = refunds::sum(&refunds::apart(scene.ledger, scene.request.today));
    if refunds > 0 {
        let sum = say.money(minor as f64);
        let args = [("n", refunds.into()), ("sum", (&sum).into())];
        parts.push(say.fill(words::PAID_BACK, &args));
    }
    if total.forecast.effects.iter().any(|e| e.seen > 0) {
        parts.push(say.plain(words::WITH_HOLIDAYS).to_owned());
    }
    if outliers > 0 {
        parts.push(say.fill(words::SAW_OUTLIERS, &[("n", outliers.into())]));
    }
    if has(|n| matches!(n, Note::Closed { .. })) {
        parts.push(say.plain(words::SAW_CLOSED).to_owned());
    }
    if has(|n| matches!(n, Note::LevelShift { .. })) {
        parts.push(say.plain(words::SAW_SHIFT).to_owned());
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    say.sentences(&parts)
}

/// The sums of weeks ahead. Intervals of days do not add up, so a series of weeks is forecast for them, and brought to the
/// sums of its days.
fn weeks(scene: &Scene<'_>, total: &Ahead) -> Block {
    let say = &scene.say;
    let days = total.forecast.steps.len() * total.series.grain.days();
    let weekly;
    let weeks = match total.series.grain {
        Grain::Week => total,
        Grain::Day => {
            let series = total.series.weeks();
            let options = &scene.request.forecast;
            match Ahead::of(series, days as u32, options, say.currency) {
                Some(mut ahead) => {
                    total.bring(&mut ahead.forecast.steps);
                    weekly = ahead;
                    &weekly
                }
                None => total,
            }
        }
    };
    let money = say.money_format();
    let major = |value: f64| say.cell(Some(value), &money);
    let rows: Vec<Row> = weeks
        .forecast
        .steps
        .iter()
        .enumerate()
        .map(|(k, step)| {
            let period = say.period(weeks.day(k), weeks.day(k + 1) - 1);
            let cells = vec![
                text_cell(period),
                major(step.mean),
                major(step.lo80),
                major(step.hi80),
                major(step.lo95),
                major(step.hi95),
            ];
            (cells, None)
        })
        .collect();
    let by_day = match total.series.grain {
        Grain::Day => say.plain(words::WEEKS_OF_DAYS),
        Grain::Week => "",
    };
    let texts = (
        say.plain(words::WEEKS_TITLE).to_owned(),
        say.joined(&[
            say.plain(words::WEEKS_SUB).to_owned(),
            say.currency.to_owned(),
        ]),
        say.sentences(&[
            say.plain(words::WEEKS_NOTE),
            by_day,
            &how_sure(scene, weeks),
        ]),
    );
    let columns = vec![
        say.words_column(words::WEEK_FROM),
        say.bar(words::EXPECTED, money.clone()),
        say.column(words::LO80, money.clone()),
        say.column(words::HI80, money.clone()),
        say.column(words::LO95, money.clone()),
        say.column(words::HI95, money),
    ];
    say.table("forecast-weeks", texts, columns, rows, 26)
}

/// How each method did.
fn models(scene: &Scene<'_>, total: &Ahead) -> Option<Block> {
    let say = &scene.say;
    let tried = total.forecast.backtest.as_ref()?;
    let two = Format::Number { decimals: 2 };
    let rows: Vec<Row> = tried
        .scores
        .iter()
        .map(|score| {
            let cells = vec![
                text_cell(say.plain(model_phrase(score.model))),
                say.cell(Some(score.mase), &two),
                say.cell(score.wape, &Format::Percent),
                say.cell(Some(score.weight), &Format::Percent),
            ];
            (cells, None)
        })
        .collect();
    let subtitle = say.fill(
        words::MODELS_SUB,
        &[
            ("n", tried.origins.len().into()),
            ("h", tried.horizon.into()),
        ],
    );
    let texts = (
        say.plain(words::MODELS_TITLE).to_owned(),
        subtitle,
        say.plain(words::MODELS_NOTE).to_owned(),
    );
    let columns = vec![
        say.words_column(words::MODEL),
        say.column(words::MASE_COLUMN, two),
        say.column(words::WAPE, Format::Percent),
        say.bar(words::WEIGHT, Format::Percent),
    ];
    Some(say.table("forecast-models", texts, columns, rows, 12))
}
