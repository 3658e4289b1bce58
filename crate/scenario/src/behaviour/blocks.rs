//! The funnel, its steps, and how long a purchase takes.

use analysis::statistics::{quantile_sorted, wilson};
use chart::spec::{BarMode, BarSeries, Format, Plot, Share, Tone};
use report::{Block, Chart};

use super::{DAY, Report, rows, words};
use crate::parts::{Row, words as cell};

/// Purchases from which their times are drawn.
const PURCHASES: usize = 20;
/// Ends of the spans that times are counted in, seconds.
const SPANS: [f64; 4] = [1_800.0, 86_400.0, 259_200.0, 604_800.0];

impl Report<'_> {
    /// The step after which most visitors are lost, by its place: the smallest share that goes on.
    pub(super) fn worst(&self) -> Option<usize> {
        let of = &self.funnel.visitors;
        let share = |at: usize| of[at + 1] as f64 / of[at].max(1) as f64;
        (0..of.len().saturating_sub(1))
            .filter(|&at| of[at] > 0)
            .min_by(|&a, &b| share(a).total_cmp(&share(b)).then(a.cmp(&b)))
    }

    pub(super) fn funnel_chart(&self) -> Block {
        let say = &self.scene.say;
        let of = &self.funnel;
        let name = |at: usize| say.plain(self.step(of.steps[at]));
        let last = of.steps.len() - 1;
        let worst = self.worst().unwrap_or(0);
        let (n, end) = (of.visitors[0], of.visitors[last]);
        let buys = of.steps[last] == 3;
        let title = match buys {
            true => say.fill(
                words::FUNNEL_TITLE,
                &[
                    ("n", (&say.count(n as usize)).into()),
                    ("share", (&say.percent(end as f64 / n.max(1) as f64)).into()),
                    ("from", name(worst).into()),
                    ("to", name(worst + 1).into()),
                ],
            ),
            false => say.fill(
                words::FUNNEL_TITLE_NO_BUY,
                &[("from", name(0).into()), ("to", name(last).into())],
            ),
        };
        let left = self.left();
        let note = say.fill(words::FUNNEL_NOTE, &[("left", (&left).into())]);
        let period = self.period();
        let chart = |pairs: bool| -> Chart {
            let (sub, label, view) = match pairs {
                true => (words::FUNNEL_SUB_PAIRS, words::PAIRS, words::BY_PAIR),
                false => (words::FUNNEL_SUB, words::VISITORS, words::BY_VISITOR),
            };
            let value = |at: usize| match pairs {
                true => of.pairs_at(at),
                false => of.visitors[at],
            };
            let stages = (0..of.steps.len()).map(|at| Share {
                name: name(at).to_owned(),
                value: value(at) as f64,
                tone: None,
            });
            let plot = Plot::Funnel {
                y: say.measure(label, Format::Count),
                stages: stages.collect(),
            };
            let selections = (0..of.steps.len()).map(|at| self.rows_at(at));
            let subtitle = say.fill(sub, &[("period", (&period).into())]);
            let id = match pairs {
                true => "behaviour-funnel-products",
                false => "behaviour-funnel",
            };
            Chart {
                view: say.plain(view).to_owned(),
                ..say.view(
                    id,
                    (title.clone(), subtitle, note.clone()),
                    plot,
                    selections.collect(),
                )
            }
        };
        let mut by_visitor = chart(false);
        if !of.pairs.is_empty() {
            let other = chart(true);
            by_visitor.alternatives = vec![(other.view.clone(), Box::new(other))];
        }
        Block::Chart(by_visitor)
    }

    /// The events of visitors at the step that they reached.
    fn rows_at(&self, at: usize) -> Option<shop::Selection> {
        let step = self.funnel.steps[at];
        let mut places = Vec::new();
        for ((_, reached), own) in self.funnel.people.iter().zip(self.log.people()) {
            if let Some(when) = reached[step] {
                let found = own.iter().filter(|e| e.at == when);
                let found = found.filter(|e| super::funnel::step(e.act) == Some(step));
                places.extend(found.map(|e| e.place));
            }
        }
        rows(places.into_iter())
    }

    pub(super) fn steps_table(&self) -> Block {
        let say = &self.scene.say;
        let of = &self.funnel;
        let first = of.visitors[0].max(1) as f64;
        let table = (0..of.steps.len()).map(|at| -> Row {
            let n = of.visitors[at];
            let mut cells = vec![
                cell(say.plain(self.step(of.steps[at]))),
                say.cell(Some(n as f64), &Format::Count),
            ];
            match at.checked_sub(1) {
                None => cells.extend((0..3).map(|_| cell(""))),
                Some(before) => {
                    let all = of.visitors[before];
                    let kept = wilson(n, all);
                    let interval = if all > 0 {
                        self.range((kept.low, kept.high))
                    } else {
                        String::new()
                    };
                    cells
                        .push(say.cell((all > 0).then(|| n as f64 / all as f64), &Format::Percent));
                    cells.push(cell(interval));
                    cells.push(say.cell(Some((all - n) as f64), &Format::Count));
                }
            }
            cells.push(say.cell(Some(n as f64 / first), &Format::Percent));
            if !of.pairs.is_empty() {
                let onward = at.checked_sub(1).and_then(|before| of.pairs_onward(before));
                let share = onward.map_or(String::new(), |(share, low, high)| {
                    let range = self.range((low, high));
                    match say.lang {
                        chart::spec::Lang::Zh => format!("{}（{range}）", say.percent(share)),
                        chart::spec::Lang::En => format!("{} ({range})", say.percent(share)),
                    }
                });
                cells.push(say.cell(Some(of.pairs_at(at) as f64), &Format::Count));
                cells.push(cell(share));
            }
            let wait = at
                .checked_sub(1)
                .and_then(|before| quantile_sorted(&of.waits(before), 0.5));
            cells.push(cell(wait.map_or(String::new(), |w| self.wait(w))));
            (cells, self.rows_at(at))
        });
        let mut columns = vec![
            say.words_column(words::STEP),
            say.column(words::VISITORS, Format::Count),
            say.bar(words::KEPT, Format::Percent),
            say.words_column(words::KEPT_INTERVAL),
            say.column(words::LOST, Format::Count),
            say.column(words::OF_FIRST, Format::Percent),
        ];
        if !of.pairs.is_empty() {
            columns.push(say.column(words::PAIRS, Format::Count));
            columns.push(say.words_column(words::KEPT_PAIRS));
        }
        columns.push(say.words_column(words::WAIT));
        let texts = (
            say.plain(words::STEPS_TITLE).to_owned(),
            say.fill(
                words::STEPS_SUB,
                &[
                    ("n", (&say.count(self.log.visitors)).into()),
                    ("events", (&say.count(self.log.events.len())).into()),
                    ("period", (&self.period()).into()),
                ],
            ),
            say.plain(words::STEPS_NOTE).to_owned(),
        );
        say.table("behaviour-steps", texts, columns, table.collect(), 4)
    }

    /// How long after the first look a product is bought.
    pub(super) fn waits(&self) -> Option<Block> {
        let say = &self.scene.say;
        let waits = self.funnel.decisions();
        if waits.len() < PURCHASES || !self.log.has_time {
            return None;
        }
        let n = waits.len() as u64;
        let mut counts = [0_u64; SPANS.len() + 1];
        for wait in &waits {
            counts[SPANS.partition_point(|end| end < wait)] += 1;
        }
        let spans = [
            words::HALF_HOUR,
            words::SAME_DAY,
            words::THREE_DAYS,
            words::A_WEEK,
            words::LATER,
        ];
        // What a short log cannot hold is not drawn as nothing.
        let longest = self.log.span().map_or(0, |(a, b)| b - a) as f64;
        let shown = 1 + SPANS.iter().filter(|end| **end < longest).count();
        let mut places: Vec<Vec<(u16, u32)>> = vec![Vec::new(); spans.len()];
        for pair in &self.funnel.pairs {
            if let Some((bought, first)) = pair.bought.zip(pair.reached[0]) {
                let wait = (bought - first) as f64;
                let events = pair
                    .events
                    .iter()
                    .map(|i| self.log.events[*i as usize].place);
                places[SPANS.partition_point(|end| *end < wait)].extend(events);
            }
        }
        let share = counts[0] as f64 / n as f64;
        let title = say.fill(
            words::WAIT_TITLE,
            &[("share", (&say.percent(share)).into())],
        );
        let median = quantile_sorted(&waits, 0.5).unwrap_or(0.0);
        let note = say.fill(
            words::WAIT_NOTE,
            &[
                ("median", (&self.wait(median)).into()),
                ("days", (&say.count(self.days())).into()),
            ],
        );
        let plot = Plot::Bar {
            categories: spans[..shown]
                .iter()
                .map(|s| say.plain(*s).to_owned())
                .collect(),
            y: say.measure(words::WAIT_SHARE, Format::Percent),
            series: vec![BarSeries {
                name: say.plain(words::WAIT_SHARE).to_owned(),
                tone: Tone::Accent,
                values: counts[..shown]
                    .iter()
                    .map(|c| Some(*c as f64 / n as f64))
                    .collect(),
                intervals: counts[..shown]
                    .iter()
                    .map(|c| {
                        let of = wilson(*c, n);
                        Some((of.low, of.high))
                    })
                    .collect(),
            }],
            mode: BarMode::Grouped,
            horizontal: false,
        };
        let selections = places[..shown].iter().map(|p| rows(p.iter().copied()));
        let subtitle = say.fill(words::WAIT_SUB, &[("n", waits.len().into())]);
        Some(say.chart(
            "behaviour-waits",
            (title, subtitle, note),
            plot,
            selections.collect(),
        ))
    }

    /// Seconds of a day, for what is told in days.
    pub(super) fn is_short(&self) -> bool {
        self.log.span().is_none_or(|(a, b)| b - a < DAY)
    }
}
