//! Whether forecasts of the past were too high or too low time and again.

use chart::spec::{Format, LineSeries, Plot, Point, TimeStep, Tone as Colour, XAxis};
use report::{Block, DocumentFinding, SectionId, Tone};

use super::series::Grain;
use super::{Ahead, words};
use crate::parts;
use crate::scene::Scene;
use crate::tracking::{LIMIT, NEEDS, Tracking};

/// A mean error, as a share of what came, below which nobody would plan otherwise.
const MATTERS: f64 = 0.02;

/// The first week after each origin of the backtest, weeks that do not overlap: its first day, what came, what was said.
fn weeks(total: &Ahead) -> Vec<(i32, f64, f64)> {
    let Some(tried) = &total.forecast.backtest else {
        return Vec::new();
    };
    let length = match total.series.grain {
        Grain::Day => 7,
        Grain::Week => 1,
    };
    let starts = total.series.starts();
    let mut weeks: Vec<(i32, f64, f64)> = Vec::new();
    let mut before = usize::MAX;
    for origin in tried.origins.iter().rev() {
        let (Some(actual), Some(steps)) = (origin.actual.get(..length), origin.steps.get(..length))
        else {
            continue;
        };
        if before != usize::MAX && origin.at + length > before {
            continue;
        }
        before = origin.at;
        let said = steps.iter().map(|s| s.mean).sum();
        weeks.push((starts[origin.at], actual.iter().sum(), said));
    }
    weeks.reverse();
    weeks
}

/// The running signal, and a finding where forecasts were off in one direction.
pub(super) fn tracking(
    scene: &Scene<'_>,
    total: &Ahead,
) -> (Option<Block>, Option<DocumentFinding>) {
    let say = &scene.say;
    let weeks = weeks(total);
    let errors: Vec<f64> = weeks.iter().map(|w| w.1 - w.2).collect();
    let came: f64 = weeks.iter().map(|w| w.1).sum();
    let Some(of) = Tracking::of(&errors).filter(|_| came > 0.0) else {
        let text = say.fill(
            words::TRACK_NEEDS,
            &[("needs", NEEDS.into()), ("has", weeks.len().into())],
        );
        // Without a backtest that is said already.
        let tried = total.forecast.backtest.is_some();
        let block = tried.then(|| Block::Insufficient(say.missing(words::TRACK, text)));
        return (block, None);
    };
    let level = came / weeks.len() as f64;
    let share = |error: f64| report::words::signed(error / level);
    let signal = say.number(of.signal(), 1);
    let signal = match of.signal() < 0.0 {
        true => signal.replace('-', "−"),
        false => signal,
    };
    let size = say.percent((of.mean / level).abs());
    let (low, high) = (share(of.interval.0), share(of.interval.1));
    let low_forecast = of.mean > 0.0;
    let small = (of.mean / level).abs() < MATTERS;
    let biased = of.is_biased() && !small;
    let phrase = match (biased, of.signal().abs() > LIMIT) {
        (false, true) if small => words::TRACK_SMALL,
        (true, _) if low_forecast => words::TRACK_LOW,
        (true, _) => words::TRACK_HIGH,
        (false, true) => words::TRACK_CHANCE,
        (false, false) => words::TRACK_FINE,
    };
    let bias = share(of.mean);
    let args = [
        ("signal", (&signal).into()),
        ("bias", (&bias).into()),
        ("size", (&size).into()),
        ("n", weeks.len().into()),
    ];
    let title = say.fill(phrase, &args);
    let point = |(week, y): (&(i32, f64, f64), f64)| Point {
        x: f64::from(week.0),
        y: Some(y),
        lo: None,
        hi: None,
    };
    let line = |name, tone, dashed, y: &dyn Fn(usize) -> f64| LineSeries {
        name: say.plain(name).to_owned(),
        tone,
        points: (0..weeks.len()).map(|i| point((&weeks[i], y(i)))).collect(),
        dashed,
    };
    let plot = Plot::Line {
        x: XAxis::Time {
            label: say.plain(words::WEEK_FROM).to_owned(),
            step: TimeStep::Week,
        },
        y: say.measure(words::TRACK, Format::Number { decimals: 1 }),
        series: vec![
            line(words::TRACK, Colour::Accent, false, &|i| of.running[i]),
            line(words::TRACK_UPPER, Colour::Muted, true, &|_| LIMIT),
            line(words::TRACK_LOWER, Colour::Muted, true, &|_| -LIMIT),
        ],
        area: false,
        zero: true,
        annotations: Vec::new(),
    };
    let subtitle = say.fill(words::TRACK_SUB, &[("n", weeks.len().into())]);
    let note = say.fill(
        words::TRACK_NOTE,
        &[
            ("bias", (&bias).into()),
            ("low", (&low).into()),
            ("high", (&high).into()),
        ],
    );
    let selections = weeks.iter().map(|(day, ..)| {
        Some(shop::Selection {
            days: Some((*day, day + 6)),
            ..Default::default()
        })
    });
    let mut selections: Vec<_> = selections.collect();
    selections.extend(vec![None; 2 * weeks.len()]);
    let chart = say.chart(
        "forecast-tracking",
        (title, subtitle, note),
        plot,
        selections,
    );
    let finding = biased.then(|| {
        let texts = [
            say.fill(
                if low_forecast {
                    words::F_TRACK_LOW
                } else {
                    words::F_TRACK_HIGH
                },
                &[("n", weeks.len().into()), ("size", (&size).into())],
            ),
            say.fill(
                words::F_TRACK_SURE,
                &[
                    ("signal", (&signal).into()),
                    ("low", (&low).into()),
                    ("high", (&high).into()),
                ],
            ),
            say.plain(words::F_TRACK_WHY).to_owned(),
            say.plain(words::F_TRACK_DO).to_owned(),
        ];
        parts::finding(SectionId::Forecast, "forecast-bias", texts, Tone::Neutral)
    });
    (Some(chart), finding)
}
