//! Days of events against what was to be expected.

use chart::spec::{Format, LineSeries, Plot, Point, Step, TimeStep, Tone, XAxis};
use report::Block;
use report::words::capital;
use report::words::phrase::{Phrase, list, quoted};
use shop::Selection;

use super::{ROWS, Report, change, days, words};
use crate::campaigns::events::{Event, Events, Name};
use crate::campaigns::lift::Lift;
use crate::parts::{Row, words as cell};
use crate::say::p_value;

impl Report<'_> {
    /// What an event is called in a sentence.
    pub(in crate::campaigns) fn name(&self, event: &Event) -> String {
        self.called(event.name, event.days.0)
    }

    fn called(&self, name: Name, first: i32) -> String {
        let say = &self.scene.say;
        match name {
            Name::Own => say.plain(words::OWN_DAYS).to_owned(),
            Name::Calendar(name) => say.plain(name).to_owned(),
            Name::Code(code) => {
                let codes = &self.scene.ledger.discount_codes;
                let code = codes.get(code as usize).map_or("", String::as_str);
                say.fill(
                    words::CODE_DAYS,
                    &[("code", (&quoted(code, say.lang)).into())],
                )
            }
            Name::Peak => say.fill(words::PEAK_OF, &[("day", (&say.day(first)).into())]),
        }
    }

    /// What was left out of the events and of the days that they are compared with.
    fn left_out(&self, events: &Events) -> String {
        let say = &self.scene.say;
        let mut out = Vec::new();
        if events.single > 0 {
            out.push(say.fill(words::SINGLE, &[("n", events.single.into())]));
        }
        if !events.empty.is_empty() {
            let names: Vec<String> = events
                .empty
                .iter()
                .map(|(name, days)| {
                    let called = self.called(*name, days.0);
                    let days = say.period(days.0, days.1);
                    let args = [("name", (&called).into()), ("days", (&days).into())];
                    say.fill(words::EMPTY_EVENT, &args)
                })
                .collect();
            let names = list(&names, say.lang);
            out.push(say.fill(words::EMPTY, &[("names", (&names).into())]));
        }
        if events.closed > 0 {
            out.push(say.fill(words::CLOSED, &[("n", events.closed.into())]));
        }
        let parts: Vec<&str> = out.iter().map(String::as_str).collect();
        say.sentences(&parts)
    }

    /// The event that stands out most: certain, and the largest gain.
    pub(in crate::campaigns) fn largest(&self) -> Option<&Event> {
        let all = &self.events.as_ref()?.events;
        all.iter()
            .find(|e| e.q < 0.05 && e.lift.actual > e.lift.expected)
    }

    pub(super) fn event_table(&self) -> Option<Block> {
        let say = &self.scene.say;
        let events = self.events.as_ref()?;
        let money = say.money_format();
        let certain = events
            .events
            .iter()
            .filter(|e| e.q < 0.05 && e.lift.actual > e.lift.expected);
        let certain = certain.count();
        let left_out = self.left_out(events);
        if events.events.is_empty() {
            let any = events.single > 0 || !events.empty.is_empty();
            return any.then_some(Block::Text { text: left_out });
        }
        let differing = events.events.iter().filter(|e| e.q < 0.05).count();
        let note = say.fill(
            words::EVENTS_NOTE,
            &[
                ("tests", events.tests.into()),
                ("left_out", (&left_out).into()),
            ],
        );
        let note = note.trim_end().to_owned();
        if differing == 0 {
            let mut names: Vec<String> = events.events.iter().map(|e| self.name(e)).collect();
            table::order::sort(&mut names);
            names.dedup();
            names.truncate(6);
            let none = say.fill(
                words::EVENTS_NONE,
                &[
                    ("n", (&say.count(events.events.len())).into()),
                    ("names", (&list(&names, say.lang)).into()),
                ],
            );
            return Some(Block::Text {
                text: say.sentences(&[&none, &note]),
            });
        }
        let title = say.fill(words::EVENTS_TITLE, &[("n", certain.into())]);
        let title = if certain > 0 {
            title
        } else {
            say.plain(words::EVENTS_BELOW).to_owned()
        };
        let rows: Vec<Row> = events
            .events
            .iter()
            .map(|e| {
                let around = |of: Option<Lift>| {
                    say.cell(of.map(|l| say.major(l.actual - l.expected)), &money)
                };
                let lift = change(e.lift.relative());
                let range = self.range(e.lift.relative_interval());
                let lift = match say.lang {
                    chart::spec::Lang::Zh => format!("{lift}（{range}）"),
                    chart::spec::Lang::En => format!("{lift} ({range})"),
                };
                let cells = vec![
                    cell(match e.name {
                        Name::Peak => say.plain(words::PEAK).to_owned(),
                        _ => capital(&self.name(e)),
                    }),
                    cell(say.period(e.days.0, e.days.1)),
                    say.money_cell(Some(e.lift.actual)),
                    say.money_cell(Some(e.lift.expected)),
                    cell(lift),
                    cell(p_value(e.q)),
                    around(e.before),
                    around(e.after),
                    say.cell(e.discounted, &Format::Percent),
                ];
                (cells, Some(days(e.days)))
            })
            .collect();
        Some(say.table(
            "campaigns-events",
            (title, self.subtitle(words::REVENUE, self.orders_n()), note),
            vec![
                say.words_column(words::EVENT),
                say.words_column(words::DAYS),
                say.bar(words::REVENUE, money.clone()),
                say.column(words::EXPECTED, money.clone()),
                say.words_column(words::LIFT),
                say.words_column(words::CHANCE),
                say.column(words::BEFORE, money.clone()),
                say.column(words::AFTER, money),
                say.column(words::OFF, Format::Percent),
            ],
            rows,
            ROWS,
        ))
    }

    /// Days around the largest event against their expectation.
    pub(super) fn event_chart(&self) -> Option<Block> {
        let say = &self.scene.say;
        let (events, e) = (self.events.as_ref()?, self.largest()?);
        let n = events.values.len() as i32;
        let from = (e.days.0 - events.first - 28).max(0) as usize;
        let to = (e.days.1 - events.first + 28).min(n - 1) as usize;
        let x = |at: usize| f64::from(events.first + at as i32);
        let actual: Vec<Point> = (from..=to)
            .map(|at| Point {
                x: x(at),
                y: Some(say.major(events.values[at])),
                lo: None,
                hi: None,
            })
            .collect();
        let planned: Vec<Point> = (from..=to)
            .map(|at| {
                let end = |of: fn((f64, f64)) -> f64| {
                    let times = events.ordinary.map(of)?;
                    events.expected[at].map(|e| say.major(e * times))
                };
                Point {
                    x: x(at),
                    y: events.expected[at].map(|e| say.major(e)),
                    lo: end(|r| r.0),
                    hi: end(|r| r.1),
                }
            })
            .collect();
        let mut selections: Vec<Option<Selection>> = (from..=to)
            .map(|at| {
                let day = events.first + at as i32;
                Some(days((day, day)))
            })
            .collect();
        selections.extend(planned.iter().map(|_| None));
        let amounts = [e.lift.actual, e.lift.expected].map(|v| say.money(v));
        Some(say.chart(
            "campaigns-event",
            (
                say.fill(
                    words::EVENT_TITLE,
                    &[
                        ("name", (&capital(&self.name(e))).into()),
                        ("actual", (&amounts[0]).into()),
                        ("expected", (&amounts[1]).into()),
                    ],
                ),
                say.joined(&[
                    say.plain(words::REVENUE).to_owned(),
                    say.period(events.first + from as i32, events.first + to as i32),
                    say.currency.to_owned(),
                ]),
                say.plain(words::EVENT_NOTE).to_owned(),
            ),
            Plot::Line {
                x: XAxis::Time {
                    label: String::new(),
                    step: TimeStep::Day,
                },
                y: say.measure(words::REVENUE, say.money_format()),
                series: vec![
                    LineSeries {
                        name: say.plain(words::ACTUAL).to_owned(),
                        tone: Tone::Accent,
                        points: actual,
                        dashed: false,
                    },
                    LineSeries {
                        name: say.plain(words::EXPECTED).to_owned(),
                        tone: Tone::Muted,
                        points: planned,
                        dashed: true,
                    },
                ],
                area: false,
                zero: true,
                annotations: Vec::new(),
            },
            selections,
        ))
    }

    /// What the largest event gained, and what was missing before and after.
    pub(super) fn waterfall(&self) -> Option<Block> {
        let say = &self.scene.say;
        let e = self.largest()?;
        let (before, after) = (e.before?, e.after?);
        let gain = |l: Lift| l.actual - l.expected;
        let (g, b, a) = (gain(e.lift), gain(before), gain(after));
        let lost: f64 = [before, after]
            .into_iter()
            .filter(|l| l.p_value < 0.05)
            .map(|l| (-gain(l)).max(0.0))
            .sum();
        let name = self.name(e);
        // What is missing, however surely.
        let short = -(b.min(0.0) + a.min(0.0));
        let title = if lost <= 0.0 && short > 0.1 * g {
            say.fill(
                words::WATERFALL_CHANCE,
                &[
                    ("name", (&name).into()),
                    ("short", (&say.money(short)).into()),
                ],
            )
        } else if lost > 0.0 {
            say.fill(
                words::WATERFALL_TITLE,
                &[
                    ("name", (&name).into()),
                    ("gain", (&say.money(g)).into()),
                    ("lost", (&say.money(lost)).into()),
                ],
            )
        } else {
            say.fill(words::WATERFALL_NONE, &[("name", (&name).into())])
        };
        let step = |name: Phrase, value: f64, total: bool| Step {
            name: say.plain(name).to_owned(),
            value: say.major(value),
            total,
        };
        let (first, last) = e.days;
        let note = say.fill(
            words::WATERFALL_NOTE,
            &[
                ("before", (&p_value(before.p_value)).into()),
                ("after", (&p_value(after.p_value)).into()),
            ],
        );
        Some(say.chart(
            "campaigns-around",
            (
                capital(&title),
                self.subtitle(words::EFFECT, self.orders_n()),
                note,
            ),
            Plot::Waterfall {
                y: say.measure(words::EFFECT, say.money_format()),
                steps: vec![
                    step(words::BEFORE, b, false),
                    step(words::DURING, g, false),
                    step(words::AFTER, a, false),
                    step(words::NET, b + g + a, true),
                ],
            },
            vec![
                Some(days((first - 7, first - 1))),
                Some(days(e.days)),
                Some(days((last + 1, last + 14))),
                None,
            ],
        ))
    }

    pub(super) fn split_text(&self) -> Option<Block> {
        let say = &self.scene.say;
        let events = self.events.as_ref()?;
        let split = events.split?;
        let e = self
            .largest()
            .filter(|e| events.events.first() == Some(*e))?;
        let title = say.fill(
            words::SPLIT_TITLE,
            &[
                ("name", (&self.name(e)).into()),
                ("cut", (&change(split.cut)).into()),
                ("rest", (&change(split.rest)).into()),
            ],
        );
        let note = say.fill(
            words::SPLIT_NOTE,
            &[("n", (&say.count(split.products)).into())],
        );
        Some(Block::Text {
            text: say.sentences(&[&say.stopped(&capital(&title)), &note]),
        })
    }
}
