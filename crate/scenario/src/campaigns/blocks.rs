//! The blocks of the section on campaigns.

use chart::spec::{
    BarMode, BarSeries, Format, LineSeries, Plot, Point, Step, TimeStep, Tone, XAxis,
};
use report::Block;
use report::words::phrase::{Phrase, list, quoted};
use shop::Selection;

use super::codes::Code;
use super::events::{Event, Name};
use super::lift::Lift;
use super::{LEAST_DAYS, Report, elasticity, words};
use crate::parts::{Row, words as cell};

/// Bars in a chart, rows in a table.
const BARS: usize = 12;
const ROWS: usize = 20;

impl Report<'_> {
    pub(super) fn blocks(&self) -> Vec<Block> {
        let mut out = Vec::new();
        out.extend(self.event_table());
        out.extend(self.event_chart());
        out.extend(self.waterfall());
        out.extend(self.split_text());
        out.extend(self.codes_chart());
        out.extend(self.codes_table());
        out.extend(self.control_text());
        out.extend(self.elasticity_chart());
        out.extend(self.missing());
        out
    }

    /// Measure, period and n below a title.
    fn subtitle(&self, measure: Phrase, n: String) -> String {
        let say = &self.scene.say;
        let period = self
            .scene
            .days
            .map_or(String::new(), |(a, b)| say.period(a, b));
        say.joined(&[
            say.plain(measure).to_owned(),
            period,
            say.currency.to_owned(),
            n,
        ])
    }

    fn orders_n(&self) -> String {
        let n = self.scene.ledger.orders.day.len();
        self.scene.say.fill(words::N_ORDERS, &[("n", n.into())])
    }

    /// What an event is called in a sentence.
    pub(super) fn name(&self, event: &Event) -> String {
        let say = &self.scene.say;
        match event.name {
            Name::Calendar(name) => say.plain(name).to_owned(),
            Name::Code(code) => {
                let codes = &self.scene.ledger.discount_codes;
                let code = codes.get(code as usize).map_or("", String::as_str);
                say.fill(
                    words::CODE_DAYS,
                    &[("code", (&quoted(code, say.lang)).into())],
                )
            }
            Name::Peak => say.fill(words::PEAK_OF, &[("day", (&say.day(event.days.0)).into())]),
        }
    }

    /// The event that stands out most: certain, and the largest gain.
    pub(super) fn largest(&self) -> Option<&Event> {
        let all = &self.events.as_ref()?.events;
        all.iter()
            .find(|e| e.q < 0.05 && e.lift.actual > e.lift.expected)
    }

    pub(super) fn range(&self, ends: (f64, f64)) -> String {
        let say = &self.scene.say;
        let (low, high) = (change(ends.0), change(ends.1));
        say.fill(
            words::RANGE,
            &[("low", (&low).into()), ("high", (&high).into())],
        )
    }

    fn event_table(&self) -> Option<Block> {
        let say = &self.scene.say;
        let events = self.events.as_ref()?;
        let money = say.money_format();
        let certain = events
            .events
            .iter()
            .filter(|e| e.q < 0.05 && e.lift.actual > e.lift.expected);
        let certain = certain.count();
        let single = if events.single > 0 {
            say.fill(words::SINGLE, &[("n", events.single.into())])
        } else {
            String::new()
        };
        if events.events.is_empty() {
            return (!single.is_empty()).then_some(Block::Text { text: single });
        }
        let differing = events.events.iter().filter(|e| e.q < 0.05).count();
        let note = say.fill(
            words::EVENTS_NOTE,
            &[("tests", events.tests.into()), ("single", (&single).into())],
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
                let off = (e.orders.0 > 0).then(|| e.orders.1 as f64 / e.orders.0 as f64);
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
                    say.cell(off, &Format::Percent),
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
    fn event_chart(&self) -> Option<Block> {
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
    fn waterfall(&self) -> Option<Block> {
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
        let title = if lost > 0.0 {
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

    fn split_text(&self) -> Option<Block> {
        let say = &self.scene.say;
        let events = self.events.as_ref()?;
        let split = events.split?;
        let e = self
            .largest()
            .filter(|e| events.events.first() == Some(*e))?;
        let stop = match say.lang {
            chart::spec::Lang::Zh => "。",
            chart::spec::Lang::En => ".",
        };
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
            text: say.sentences(&[&[&capital(&title), stop].concat(), &note]),
        })
    }

    fn codes_chart(&self) -> Option<Block> {
        let say = &self.scene.say;
        let shown: Vec<&Code> = self
            .codes
            .iter()
            .filter(|c| c.without.is_some())
            .take(BARS)
            .collect();
        if shown.is_empty() {
            return None;
        }
        let series = |name: Phrase, tone: Tone, read: &dyn Fn(&Code) -> Option<f64>| BarSeries {
            name: say.plain(name).to_owned(),
            tone,
            values: shown
                .iter()
                .map(|c| read(c).map(|v| say.major(v)))
                .collect(),
            intervals: Vec::new(),
        };
        let own = series(words::WITH, Tone::Accent, &|c| {
            Some(c.gross_minor as f64 / c.orders as f64)
        });
        let other = series(words::WITHOUT, Tone::Muted, &|c| c.without.map(|w| w.0));
        let differ = self
            .codes
            .iter()
            .filter(|c| c.amount.is_some_and(|a| a.1 < 0.05))
            .count();
        let title = if differ > 0 {
            say.fill(words::CODES_DIFFER, &[("n", differ.into())])
        } else {
            say.plain(words::CODES_ALIKE).to_owned()
        };
        let mut selections: Vec<Option<Selection>> =
            shown.iter().map(|c| Some(of_code(&c.name))).collect();
        selections.extend(shown.iter().map(|_| None));
        Some(say.chart(
            "campaigns-codes-value",
            (
                title,
                self.subtitle(words::AOV, self.orders_n()),
                String::new(),
            ),
            Plot::Bar {
                categories: shown.iter().map(|c| c.name.clone()).collect(),
                y: say.measure(words::AOV, say.money_format()),
                series: vec![own, other],
                mode: BarMode::Grouped,
                horizontal: true,
            },
            selections,
        ))
    }

    fn codes_table(&self) -> Option<Block> {
        let say = &self.scene.say;
        if self.codes.is_empty() {
            return None;
        }
        let money = say.money_format();
        let margins = self.codes.iter().any(|c| c.margin.is_some());
        let rows: Vec<Row> = self
            .codes
            .iter()
            .map(|c| {
                let share =
                    |(new, known): (usize, usize)| (known > 0).then(|| new as f64 / known as f64);
                let difference = match c.amount {
                    Some((d, q)) => match d.relative_interval() {
                        Some(ends) => format!("{}, p {}", self.range(ends), p_value(q)),
                        None => String::new(),
                    },
                    None => String::new(),
                };
                let difference = match say.lang {
                    chart::spec::Lang::Zh => difference.replace(", ", "，"),
                    chart::spec::Lang::En => difference,
                };
                let mut cells = vec![
                    cell(c.name.clone()),
                    say.cell(Some(c.orders as f64), &Format::Count),
                    say.money_cell(Some(c.gross_minor as f64)),
                    say.cell(c.depth(), &Format::Percent),
                    say.cell(c.new_share().map(|n| n.0), &Format::Percent),
                    say.cell(share(c.new_without), &Format::Percent),
                    say.money_cell(Some(c.gross_minor as f64 / c.orders as f64)),
                    say.money_cell(c.without.map(|w| w.0)),
                    cell(difference),
                ];
                if margins {
                    cells.push(say.money_cell(c.margin.map(|m| m.with_minor)));
                    cells.push(say.money_cell(c.margin.map(|m| m.without_minor)));
                }
                cells.push(cell(say.plain(next(c))));
                (cells, Some(of_code(&c.name)))
            })
            .collect();
        let mut columns = vec![
            say.words_column(words::CODE),
            say.column(words::ORDERS, Format::Count),
            say.bar(words::REVENUE, money.clone()),
            say.column(words::DEPTH, Format::Percent),
            say.column(words::NEW, Format::Percent),
            say.column(words::NEW_WITHOUT, Format::Percent),
            say.column(words::AOV, money.clone()),
            say.column(words::AOV_WITHOUT, money.clone()),
            say.words_column(words::DIFFERENCE),
        ];
        if margins {
            columns.push(say.column(words::MARGIN, money.clone()));
            columns.push(say.column(words::MARGIN_WITHOUT, money));
        }
        columns.push(say.words_column(words::NEXT));
        let revenue: i64 = self.codes.iter().map(|c| c.gross_minor).sum();
        let discount: i64 = self.codes.iter().map(|c| c.discount_minor).sum();
        let few = if self.few_codes > 0 {
            say.fill(words::CODES_FEW, &[("n", self.few_codes.into())])
        } else {
            String::new()
        };
        let note = say.fill(words::CODES_NOTE, &[("few", (&few).into())]);
        Some(say.table(
            "campaigns-codes",
            (
                say.fill(
                    words::CODES_TITLE,
                    &[
                        ("n", self.codes.len().into()),
                        ("revenue", (&say.money(revenue as f64)).into()),
                        ("discount", (&say.money(discount as f64)).into()),
                    ],
                ),
                self.subtitle(words::REVENUE, self.orders_n()),
                note.trim_end().to_owned(),
            ),
            columns,
            rows,
            ROWS,
        ))
    }

    fn control_text(&self) -> Option<Block> {
        let say = &self.scene.say;
        let c = self.control.as_ref()?;
        let stop = match say.lang {
            chart::spec::Lang::Zh => "。",
            chart::spec::Lang::En => ".",
        };
        let (code, moved) = (quoted(&c.code, say.lang), change(c.value));
        let title = if c.p_value < 0.05 && c.before_p >= 0.05 {
            let args = [("code", (&code).into()), ("change", (&moved).into())];
            say.fill(words::CONTROL_TITLE, &args)
        } else {
            say.fill(words::CONTROL_NONE, &[("code", (&code).into())])
        };
        let names = |of: &[String]| {
            let said: Vec<String> = of.iter().map(|n| quoted(n, say.lang)).collect();
            list(&said, say.lang)
        };
        let trend = if c.before_p < 0.05 {
            words::TREND_BAD
        } else {
            words::TREND_FINE
        };
        let text = say.fill(
            words::CONTROL_TEXT,
            &[
                ("treated", (&names(&c.treated)).into()),
                ("control", (&names(&c.control)).into()),
                ("value", (&change(c.value)).into()),
                ("low", (&change(c.interval.0)).into()),
                ("high", (&change(c.interval.1)).into()),
                ("p", (&p_value(c.p_value)).into()),
                ("pre", (&p_value(c.before_p)).into()),
                ("trend", say.plain(trend).into()),
            ],
        );
        Some(Block::Text {
            text: say.sentences(&[&[&title, stop].concat(), &text]),
        })
    }

    /// `12% higher`: how quantities went with a price 10 % lower.
    pub(super) fn answer(&self, elasticity: f64) -> String {
        let say = &self.scene.say;
        let moved = libm::exp(elasticity * libm::log(0.9)) - 1.0;
        let phrase = if moved >= 0.0 {
            words::HIGHER
        } else {
            words::LOWER
        };
        say.fill(phrase, &[("share", (&say.percent(moved)).into())])
    }

    fn elasticity_chart(&self) -> Option<Block> {
        let say = &self.scene.say;
        let of = self.elasticity.as_ref()?;
        // Ids are ranks by revenue.
        let shown: Vec<&elasticity::Own> = of.own.iter().take(BARS).collect();
        let name = |o: &elasticity::Own| {
            self.products
                .get(o.product as usize)
                .map_or("", |p| p.0.as_str())
        };
        let note = say.fill(
            words::ELASTICITY_NOTE,
            &[
                ("value", (&say.number(of.pooled, 2)).into()),
                ("low", (&say.number(of.interval.0, 2)).into()),
                ("high", (&say.number(of.interval.1, 2)).into()),
                ("products", (&say.count(of.products)).into()),
                ("cells", (&say.count(of.cells)).into()),
            ],
        );
        let selections = shown
            .iter()
            .map(|o| {
                Some(Selection {
                    products: vec![name(o).to_owned()],
                    ..Selection::default()
                })
            })
            .collect();
        let n = say.fill(words::N_PRODUCTS, &[("n", of.products.into())]);
        Some(say.chart(
            "campaigns-elasticity",
            (
                if of.interval.0 < 0.0 && of.interval.1 > 0.0 {
                    say.plain(words::ELASTICITY_UNSURE).to_owned()
                } else {
                    say.fill(
                        words::ELASTICITY_TITLE,
                        &[("change", (&self.answer(of.pooled)).into())],
                    )
                },
                self.subtitle(words::ELASTICITY, n),
                note,
            ),
            Plot::Bar {
                categories: shown.iter().map(|o| name(o).to_owned()).collect(),
                y: say.measure(words::ELASTICITY, Format::Number { decimals: 2 }),
                series: vec![BarSeries {
                    name: say.plain(words::ELASTICITY).to_owned(),
                    tone: Tone::Accent,
                    values: shown.iter().map(|o| Some(o.value)).collect(),
                    intervals: shown.iter().map(|o| Some(o.interval)).collect(),
                }],
                mode: BarMode::Grouped,
                horizontal: true,
            },
            selections,
        ))
    }

    fn missing(&self) -> Option<Block> {
        let say = &self.scene.say;
        let mut text: Vec<String> = Vec::new();
        if self.scene.ledger.discount_codes.is_empty() {
            text.push(say.plain(words::NO_CODES).to_owned());
        } else if !self.codes.is_empty() && self.codes.iter().all(|c| c.margin.is_none()) {
            text.push(say.plain(words::NO_COSTS).to_owned());
        }
        if self.days < LEAST_DAYS {
            let n = say.count(self.days.max(0) as usize);
            text.push(say.fill(words::EVENTS_FEW, &[("n", (&n).into())]));
        }
        if self.elasticity.is_none() {
            let counts = [
                elasticity::LEAST_PRODUCTS,
                elasticity::LEAST_WEEKS,
                self.movable,
            ];
            let counts = counts.map(|n| say.count(n));
            text.push(say.fill(
                words::ELASTICITY_FEW,
                &[
                    ("needs", (&counts[0]).into()),
                    ("weeks", (&counts[1]).into()),
                    ("has", (&counts[2]).into()),
                ],
            ));
        }
        let parts: Vec<&str> = text.iter().map(String::as_str).collect();
        let text = say.sentences(&parts);
        (!text.is_empty()).then(|| Block::Insufficient(say.missing(words::MISSING, text)))
    }
}

/// What to do about a code.
fn next(code: &Code) -> Phrase {
    let (new, known) = code.new;
    let (new_other, known_other) = code.new_without;
    // Newness is a reason of its own: more first orders than without the code, beyond chance.
    let wins = code
        .new_share()
        .zip((known_other > 0).then(|| new_other as f64 / known_other as f64));
    if known > 0 && new > 0 && wins.is_some_and(|((_, low, _), other)| low > other) {
        return words::NEXT_NEW;
    }
    match code.amount {
        Some((d, q)) if q < 0.05 && d.current < d.previous => words::NEXT_LIMIT,
        Some((_, q)) if q < 0.05 => words::NEXT_KEEP,
        None if code.without.is_none() => words::NEXT_ALONE,
        _ => words::NEXT_WATCH,
    }
}

pub(super) fn days(days: (i32, i32)) -> Selection {
    Selection {
        days: Some(days),
        ..Selection::default()
    }
}

pub(super) fn of_code(name: &str) -> Selection {
    Selection {
        discount_codes: vec![name.to_owned()],
        ..Selection::default()
    }
}

/// A relative change with its sign.
pub(super) fn change(v: f64) -> String {
    report::words::signed(v)
}

/// An adjusted p-value in words.
pub(super) fn p_value(p: f64) -> String {
    if p < 0.001 {
        "< 0.001".to_owned()
    } else {
        format!("= {p:.3}")
    }
}

/// A sentence begins with a capital.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
