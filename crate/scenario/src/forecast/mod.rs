//! What the next weeks may bring: net revenue by day, by week and by product, with intervals that were tried in the past.

mod blocks;
mod calendar;
mod days;
mod products;
mod series;
mod tracking;
mod words;

#[cfg(test)]
pub(crate) use words::ALL;

use forecast::{Forecast, Note, Options as Asked, Outcome as Said, Step, forecast};
use report::{DocumentFinding, Tone};
use serde::{Deserialize, Serialize};

use crate::scene::Scene;
use crate::{Outcome, words as titles};
use series::Series;

/// What the merchant may change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Days ahead, 7 to 182.
    pub horizon_days: u32,
    /// Whether holidays and sales days ahead count as they did before.
    pub holidays: bool,
    /// Campaign days of the merchant's own, days since 1970-01-01, past ones and coming ones alike.
    pub campaign_days: Vec<i32>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            horizon_days: 28,
            holidays: true,
            campaign_days: Vec::new(),
        }
    }
}

/// Days of history without which no section is shown.
const DAYS: usize = 28;
/// Orders without which no section is shown.
const ORDERS: usize = 30;

/// A series with what is ahead of it.
pub(crate) struct Ahead {
    pub(crate) series: Series,
    pub(crate) forecast: Forecast,
}

impl Ahead {
    fn of(series: Series, horizon_days: u32, options: &Options, currency: &str) -> Option<Self> {
        let horizon = (horizon_days.clamp(7, 182) as usize).div_ceil(series.grain.days());
        let mut starts = series.starts();
        let next = series.first + (series.values.len() * series.grain.days()) as i32;
        starts.extend((0..horizon).map(|k| next + (k * series.grain.days()) as i32));
        let asked = Asked {
            horizon,
            seasons: series.grain.seasons(series.values.len()),
            model: None,
            events: calendar::events(currency, &starts, options),
        };
        let values: Vec<Option<f64>> = series.values.iter().map(|v| Some(*v)).collect();
        match forecast(&values, &asked) {
            Ok(Said::Ready(forecast)) => Some(Self {
                series,
                forecast: *forecast,
            }),
            // Too little to say anything; values come from whole numbers and are always finite.
            Ok(Said::Insufficient { .. }) | Err(_) => None,
        }
    }

    /// The day that step `k` ahead begins with.
    pub(crate) fn day(&self, k: usize) -> i32 {
        self.series.first + ((self.series.values.len() + k) * self.series.grain.days()) as i32
    }

    /// First and last day ahead.
    pub(crate) fn period(&self) -> (i32, i32) {
        let steps = self.forecast.steps.len();
        (self.day(0), self.day(steps) - 1)
    }

    /// Whether all that is ahead of the orders has passed on the report's day: what is told of it is no outlook.
    fn is_past(&self, scene: &Scene<'_>) -> bool {
        self.period().1 < scene.request.today
    }

    /// What is expected of week `k` ahead; `None` where the steps do not reach its end.
    fn week(&self, k: usize) -> Option<f64> {
        let n = 7 / self.series.grain.days();
        let steps = self.forecast.steps.get(k * n..(k + 1) * n)?;
        Some(steps.iter().map(|s| s.mean).sum())
    }

    /// Brings a forecast by week to this one, so that both say the same of the same time. Weeks that this one does not
    /// reach move as the others do on the whole.
    fn bring(&self, weeks: &mut [Step]) {
        let reached = weeks
            .iter()
            .enumerate()
            .map_while(|(k, step)| Some((self.week(k)?, step.mean)));
        let (said, own) = reached.fold((0.0, 0.0), |sum, (a, b)| (sum.0 + a, sum.1 + b));
        let beyond = if own > 0.0 { said / own } else { 1.0 };
        for (k, step) in weeks.iter_mut().enumerate() {
            let week = self.week(k).unwrap_or(step.mean * beyond);
            *step = brought(*step, week);
        }
    }

    /// What is expected over all steps, with an 80 % interval; none where the backtest is too short for one.
    ///
    /// The interval is that of a new total, from how far the totals forecast from the backtest's origins were off:
    /// t · s · √(1 + 1/n) of their relative errors.
    pub(crate) fn total(&self) -> (f64, Option<(f64, f64)>) {
        let mean: f64 = self.forecast.steps.iter().map(|s| s.mean).sum();
        let errors: Vec<f64> = self
            .forecast
            .backtest
            .iter()
            .filter(|b| b.horizon == self.forecast.steps.len())
            .flat_map(|b| &b.origins)
            .filter_map(|origin| {
                let said: f64 = origin.steps.iter().map(|s| s.mean).sum();
                let came: f64 = origin.actual.iter().sum();
                (said > 0.0).then(|| came / said - 1.0)
            })
            .collect();
        let n = errors.len();
        if n < 4 {
            return (mean, None);
        }
        // Around nothing rather than around their mean: a forecast that was always off is off again.
        let s = (errors.iter().map(|e| e * e).sum::<f64>() / n as f64).sqrt();
        let wide = T90[n.min(T90.len() - 1)] * s * (1.0 + 1.0 / n as f64).sqrt();
        (
            mean,
            Some(((mean * (1.0 - wide)).max(0.0), mean * (1.0 + wide))),
        )
    }
}

/// Two forecasts of one week, one over the other, that differ no more than this are wide in proportion.
const ALIKE: std::ops::RangeInclusive<f64> = 0.5..=2.0;

/// A step brought to another mean.
fn brought(step: Step, mean: f64) -> Step {
    match mean / step.mean {
        factor if ALIKE.contains(&factor) => scaled(step, factor),
        // A band of almost nothing is no measure of one of much: it keeps its width.
        _ => shifted(step, mean - step.mean),
    }
}

/// A step moved by an amount; nothing sells less than nothing.
fn shifted(step: Step, by: f64) -> Step {
    let moved = |value: f64| (value + by).max(0.0);
    Step {
        mean: moved(step.mean),
        lo80: moved(step.lo80),
        hi80: moved(step.hi80),
        lo95: moved(step.lo95),
        hi95: moved(step.hi95),
    }
}

/// A step times a factor.
fn scaled(step: Step, factor: f64) -> Step {
    Step {
        mean: step.mean * factor,
        lo80: step.lo80 * factor,
        hi80: step.hi80 * factor,
        lo95: step.lo95 * factor,
        hi95: step.hi95 * factor,
    }
}

/// Student's t at 90 %, by the number of errors (their degrees of freedom, as they are taken around nothing).
const T90: [f64; 13] = [
    f64::NAN,
    3.078,
    1.886,
    1.638,
    1.533,
    1.476,
    1.440,
    1.415,
    1.397,
    1.383,
    1.372,
    1.363,
    1.356,
];

/// The scenario.
pub(crate) fn outlook(scene: &Scene<'_>) -> Outcome {
    let (orders, days) = series::known(scene);
    let lacking = || {
        let args = [
            ("days", DAYS.into()),
            ("orders", ORDERS.into()),
            ("has_days", days.into()),
            ("has_orders", orders.into()),
        ];
        let text = scene.say.fill(words::NEEDS, &args);
        Outcome::Lacking(scene.say.missing(titles::FORECAST, text))
    };
    if days < DAYS || orders < ORDERS {
        return lacking();
    }
    let options = &scene.request.forecast;
    let Some(total) = series::total(scene)
        .and_then(|s| Ahead::of(s, options.horizon_days, options, &scene.ledger.currency))
    else {
        return lacking();
    };
    let (mut blocks, products) = blocks::blocks(scene, &total);
    let (tracked, biased) = tracking::tracking(scene, &total);
    blocks.extend(tracked);
    let mut findings = findings(scene, &total, products);
    findings.extend(biased);
    Outcome::Shown { findings, blocks }
}

/// What was expected to be said first: the sum ahead, days that are unlike others, and a level that has moved.
fn findings(
    scene: &Scene<'_>,
    total: &Ahead,
    products: Option<DocumentFinding>,
) -> Vec<DocumentFinding> {
    let say = &scene.say;
    let mut findings = Vec::new();
    let (mean, interval) = total.total();
    let (first, last) = total.period();
    let steps = total.forecast.steps.len();
    let values = &total.series.values;
    let before: Option<f64> = (values.len() >= steps)
        .then(|| values[values.len() - steps..].iter().sum())
        .filter(|b| *b > 0.0);
    if let (Some((lo, hi)), Some(before)) = (interval, before) {
        let change = mean / before - 1.0;
        let beyond = before < lo || before > hi;
        let past = total.is_past(scene);
        let (phrase, action, tone) = match (past, beyond, change > 0.0) {
            (true, ..) => (words::SUM_PAST, words::DO_PAST, Tone::Neutral),
            (_, false, _) => (words::SUM, words::DO_SAME, Tone::Neutral),
            (_, true, true) => (words::SUM_MOVES, words::DO_MORE, Tone::Good),
            (_, true, false) => (words::SUM_MOVES, words::DO_LESS, Tone::Bad),
        };
        findings.push(DocumentFinding {
            id: "forecast-total".into(),
            sentence: say.fill(
                phrase,
                &[
                    ("last", (&say.day(total.series.last())).into()),
                    ("period", (&say.period(first, last)).into()),
                    ("sum", (&say.amount(mean)).into()),
                    ("lo", (&say.amount(lo)).into()),
                    ("hi", (&say.amount(hi)).into()),
                    ("before", (&say.amount(before)).into()),
                    ("change", (&report::words::signed(change)).into()),
                ],
            ),
            certainty: blocks::how_sure(scene, total),
            why: blocks::method(scene, total),
            action: say.plain(action).to_owned(),
            tone,
            // Nothing can be done about days that are over: everything else comes first.
            impact: Some(if past { 0.0 } else { mean - before }),
            spark: total.series.tail(60),
            section: "forecast".into(),
            selection: None,
        });
    }
    findings.extend(holiday(scene, total));
    findings.extend(shift(scene, total));
    findings.extend(products);
    findings
}

/// The coming holiday or sales day that moves the forecast most.
fn holiday(scene: &Scene<'_>, total: &Ahead) -> Option<DocumentFinding> {
    let say = &scene.say;
    let options = &scene.request.forecast;
    let (first, last) = total.period();
    let next = calendar::coming(&scene.ledger.currency, first, last, options);
    let (coming, effect, peak) = next
        .into_iter()
        .filter(|coming| coming.days.1 >= scene.request.today)
        .filter_map(|coming| {
            let mut effects = total.forecast.effects.iter();
            let effect = effects.find(|e| e.name == coming.name)?;
            let peak = days::peak(effect)?;
            // Below a tenth, a merchant plans nothing for it.
            (effect.seen > 0 && effect.multiplies && (peak - 1.0).abs() >= 0.1)
                .then_some((coming, effect, peak))
        })
        .max_by(|a, b| {
            (a.2 - 1.0)
                .abs()
                .total_cmp(&(b.2 - 1.0).abs())
                .then(b.0.days.cmp(&a.0.days))
        })?;
    let name = calendar::name(&effect.name, say.lang);
    Some(DocumentFinding {
        id: "forecast-holiday".into(),
        sentence: report::words::capital(&say.fill(
            if peak > 1.0 {
                words::HOLIDAY_UP
            } else {
                words::HOLIDAY_DOWN
            },
            &[
                ("name", name.into()),
                ("day", (&coming.told(say)).into()),
                ("times", (&say.number(peak, 1)).into()),
                ("less", (&say.percent(1.0 - peak)).into()),
            ],
        )),
        certainty: say.fill(words::HOLIDAY_SEEN, &[("n", effect.seen.into())]),
        why: say.plain(words::HOLIDAY_WHY).to_owned(),
        action: say
            .plain(if peak > 1.0 {
                words::HOLIDAY_DO_UP
            } else {
                words::HOLIDAY_DO_DOWN
            })
            .to_owned(),
        tone: if peak > 1.0 {
            Tone::Good
        } else {
            Tone::Neutral
        },
        impact: None,
        spark: Vec::new(),
        section: "forecast".into(),
        selection: None,
    })
}

/// The latest lasting change of level.
fn shift(scene: &Scene<'_>, total: &Ahead) -> Option<DocumentFinding> {
    let say = &scene.say;
    let (at, was, since) = total
        .forecast
        .notes
        .iter()
        .filter_map(|note| match note {
            Note::LevelShift { at, before, since } if *before > 0.0 => Some((*at, *before, *since)),
            _ => None,
        })
        .max_by_key(|(at, _, _)| *at)?;
    let day = total.series.first + (at * total.series.grain.days()) as i32;
    let change = since / was - 1.0;
    let days = total.series.grain.days() as f64;
    Some(DocumentFinding {
        id: "forecast-shift".into(),
        sentence: say.fill(
            words::SHIFT,
            &[
                ("day", (&say.day(day)).into()),
                ("before", (&say.amount(was / days)).into()),
                ("since", (&say.amount(since / days)).into()),
                ("change", (&report::words::signed(change)).into()),
            ],
        ),
        certainty: say.fill(
            words::SHIFT_SURE,
            &[("n", (total.series.values.len() - at).into())],
        ),
        why: say.plain(words::SHIFT_WHY).to_owned(),
        action: say.plain(words::SHIFT_DO).to_owned(),
        tone: if change > 0.0 { Tone::Good } else { Tone::Bad },
        impact: Some((since - was) / days * 28.0),
        spark: total.series.tail(60),
        section: "forecast".into(),
        selection: Some(shop::Selection {
            days: Some((day, total.series.last())),
            ..Default::default()
        }),
    })
}

#[cfg(test)]
mod tests;
