//! Spend, clicks and returns over time, and what more spend went together with.

use std::collections::BTreeMap;

use chart::spec::{Annotation, Format, LineSeries, Plot, Point, TimeStep, Tone, XAxis};
use report::Block;
use report::words::phrase::Phrase;

use super::{Report, words};
use crate::ads::compare::Step;
use crate::say::p_value;

impl Report<'_> {
    pub(super) fn time_chart(&self) -> Option<Block> {
        let step = self.step?;
        let say = &self.say;
        // More than ten weeks of days are read better by week.
        let step = if step == Step::Day && self.steps.len() > 70 {
            Step::Week
        } else {
            step
        };
        let mut steps: BTreeMap<i32, crate::ads::Sums> = BTreeMap::new();
        for (at, sums) in &self.steps {
            steps
                .entry(crate::ads::compare::step_of(*at, step))
                .or_default()
                .add(sums);
        }
        if steps.len() < 3 {
            return None;
        }
        let line = |name: Phrase, tone: Tone, read: fn(&crate::ads::Sums) -> Option<i64>| {
            let points: Vec<Point> = crate::ads::starts(&steps, step)
                .iter()
                .map(|at| Point {
                    x: f64::from(*at),
                    y: Some(steps.get(at).and_then(read).unwrap_or(0) as f64 / 1e6),
                    lo: None,
                    hi: None,
                })
                .collect();
            LineSeries {
                name: say.plain(name).to_owned(),
                tone,
                points,
                dashed: false,
            }
        };
        let mut series = vec![line(words::SPEND, Tone::Series(0), |s| s.spend)];
        if self.total.value.is_some() {
            series.push(line(words::VALUE, Tone::Series(1), |s| s.value));
        }
        let mut charted = self.total;
        if !self.coarse.is_empty() {
            charted = crate::ads::Sums::default();
            self.steps.values().for_each(|sums| charted.add(sums));
        }
        let spend = say.money(charted.spend? as f64);
        let title = match charted.value {
            Some(value) => say.fill(
                words::TIME_TITLE,
                &[
                    ("spend", (&spend).into()),
                    ("value", (&say.money(value as f64)).into()),
                ],
            ),
            None => say.fill(words::TIME_PLAIN, &[("spend", (&spend).into())]),
        };
        let claim = self.claim().map_or(String::new(), |(share, revenue)| {
            say.fill(
                words::TIME_CLAIM,
                &[
                    ("revenue", (&self.scene.say.money(revenue)).into()),
                    ("share", (&say.percent(share)).into()),
                ],
            )
        });
        let marks = series.iter().map(|s| s.points.len()).sum();
        Some(say.chart(
            "ads-time",
            (
                title,
                self.subtitle(words::SPEND),
                say.sentences(&[&claim, say.plain(words::PARTIAL)]),
            ),
            Plot::Line {
                x: XAxis::Time {
                    label: String::new(),
                    step: match step {
                        Step::Day => TimeStep::Day,
                        Step::Week => TimeStep::Week,
                        Step::Month => TimeStep::Month,
                    },
                },
                y: say.measure(words::SPEND, say.money_format()),
                series,
                area: false,
                zero: true,
                annotations: Vec::new(),
            },
            vec![None; marks],
        ))
    }

    /// The share of the shop's revenue that platforms claim, and that revenue in minor units.
    pub(in crate::ads) fn claim(&self) -> Option<(f64, f64)> {
        let revenue = self.shop_revenue? as f64;
        let value = self.total.value.filter(|v| *v > 0)? as f64 / 1e6;
        let share = value / self.scene.say.major(revenue);
        // Ten times what was sold is no claim: the files are of different shops or times.
        (share <= 10.0).then_some((share, revenue))
    }

    pub(super) fn tired_chart(&self) -> Option<Block> {
        let say = &self.say;
        let tired = &self.compared.tired;
        let weeks = tired.first()?.weeks;
        let shown: Vec<_> = tired.iter().filter(|t| t.weeks == weeks).take(4).collect();
        let series: Vec<LineSeries> = shown
            .iter()
            .enumerate()
            .map(|(i, t)| LineSeries {
                name: t.unit.name.clone(),
                tone: Tone::Series(i as u8),
                points: t
                    .rates
                    .iter()
                    .map(|(at, rate)| Point {
                        x: f64::from(*at),
                        y: Some(*rate),
                        lo: None,
                        hi: None,
                    })
                    .collect(),
                dashed: false,
            })
            .collect();
        let selections = shown
            .iter()
            .flat_map(|t| t.rates.iter().map(|_| Self::selection(&t.unit.places)))
            .collect();
        let measure = if weeks { words::WEEKLY } else { words::DAILY };
        Some(say.chart(
            "ads-fatigue",
            (
                say.fill(words::TIRED_TITLE, &[("n", tired.len().into())]),
                self.subtitle(measure),
                say.plain(words::TIRED_NOTE).to_owned(),
            ),
            Plot::Line {
                x: XAxis::Time {
                    label: String::new(),
                    step: if weeks { TimeStep::Week } else { TimeStep::Day },
                },
                y: say.measure(words::CTR, Format::Percent),
                series,
                area: false,
                zero: true,
                annotations: Vec::new(),
            },
            selections,
        ))
    }

    pub(super) fn curve_chart(&self) -> Option<Block> {
        let say = &self.say;
        let (response, own) = self.response.as_ref().filter(|(r, _)| r.p_value <= 0.05)?;
        let step = say.plain(self.step_word());
        // A tenth more than now, as a number that can be remembered.
        let more = response.now * 0.1 * 1e6;
        let amounts = [more, more * response.marginal, response.now * 1e6].map(|v| say.money(v));
        let args = [
            ("step", step.into()),
            ("more", (&amounts[0]).into()),
            ("gain", (&amounts[1]).into()),
        ];
        let title = say.fill(
            if *own {
                words::CURVE_TITLE
            } else {
                words::CURVE_VALUE_TITLE
            },
            &args,
        );
        let note = say.fill(
            words::CURVE_NOTE,
            &[
                ("step", step.into()),
                ("decay", (&say.percent(response.decay)).into()),
                ("p", (&p_value(response.p_value)).into()),
                ("now", (&amounts[2]).into()),
                ("marginal", (&say.number(response.marginal, 2)).into()),
                ("range", (&self.range(response.interval)).into()),
            ],
        );
        let points = response.points();
        let marks = points.len();
        let measure = |phrase: Phrase| chart::spec::Measure {
            label: say.fill(phrase, &[("step", step.into())]),
            format: say.money_format(),
        };
        Some(say.chart(
            "ads-response",
            (title, self.subtitle(words::CURVE_EFFECT), note),
            Plot::Line {
                x: XAxis::Linear {
                    measure: measure(words::CURVE_AXIS),
                },
                y: say.measure(words::CURVE_EFFECT, say.money_format()),
                series: vec![LineSeries {
                    name: say.plain(words::CURVE_EFFECT).to_owned(),
                    tone: Tone::Accent,
                    points,
                    dashed: false,
                }],
                area: false,
                zero: true,
                annotations: vec![Annotation {
                    x: response.now,
                    text: say.plain(words::NOW).to_owned(),
                }],
            },
            vec![None; marks],
        ))
    }
}
