//! Aspects: praise and complaints, what matters, what moved, and what product has which.

use chart::spec::{BarMode, BarSeries, Dot, Format, Plot, Quadrants, Tone};
use report::Block;
use shop::Selection;

use super::super::aspects::{LEAST, Tally};
use super::super::corpus::{Heard, rows};
use super::super::rating::Kind;
use super::super::{Report, words};
use crate::parts::{Row, words as cell};
use crate::say::p_value;

/// Aspects that are drawn at most.
const BARS: usize = 14;
/// Products and aspects of the heat map at most.
const HEAT: (usize, usize) = (8, 8);
/// Reviews of a cell.
const CELL: usize = 5;
/// Reviews of a cell that a title names.
const TITLE: usize = 15;

impl Report<'_> {
    /// The rows behind what is said of an aspect.
    pub(super) fn rows_of(&self, aspect: usize, is: &dyn Fn(&Heard) -> bool) -> Option<Selection> {
        rows(
            self.corpus
                .read()
                .filter(|said| said.of(aspect).is_some_and(is)),
        )
    }

    /// Aspects with more than a stray complaint, most complaints first.
    pub(in crate::reviews) fn blamed(&self) -> Vec<&Tally> {
        let mut blamed: Vec<&Tally> = self.tallies.iter().filter(|t| t.blamed > 2).collect();
        blamed.sort_by(|a, b| b.blamed.cmp(&a.blamed).then(a.aspect.cmp(&b.aspect)));
        blamed
    }

    pub(super) fn aspects(&self) -> Option<Block> {
        let say = &self.scene.say;
        let shown: Vec<&Tally> = self.tallies.iter().take(BARS).collect();
        if shown.is_empty() {
            return None;
        }
        let title = match self.blamed().first() {
            Some(worst) => say.fill(
                words::ASPECTS_TITLE,
                &[
                    ("aspect", (&self.aspect(worst.aspect)).into()),
                    ("n", worst.blamed.into()),
                    ("share", (&say.percent(worst.blame())).into()),
                ],
            ),
            None => say.plain(words::ASPECTS_TITLE_GOOD).to_owned(),
        };
        let blame = BarSeries {
            name: say.plain(words::BLAMED).to_owned(),
            tone: Tone::Bad,
            values: shown.iter().map(|t| Some(0.0 - t.blame())).collect(),
            intervals: shown
                .iter()
                .map(|t| Some(t.blame_interval()).map(|(low, high)| (-high, 0.0 - low)))
                .collect(),
        };
        let praise = BarSeries {
            name: say.plain(words::PRAISED).to_owned(),
            tone: Tone::Good,
            values: shown.iter().map(|t| Some(t.praise())).collect(),
            intervals: shown.iter().map(|t| Some(t.praise_interval())).collect(),
        };
        let bad = shown.iter().map(|t| self.rows_of(t.aspect, &|h| h.blamed));
        let good = shown.iter().map(|t| self.rows_of(t.aspect, &|h| h.praised));
        let selections = bad.chain(good).collect();
        let few = match self.few {
            0 => String::new(),
            n => say.fill(words::ASPECTS_FEW, &[("n", n.into())]),
        };
        let note = say.sentences(&[say.plain(words::ASPECTS_NOTE), &few, &self.readers()]);
        let read = self.corpus.readers.read;
        Some(
            say.chart(
                "reviews-aspects",
                (
                    title,
                    say.fill(words::ASPECTS_SUB, &[("n", read.into())]),
                    note,
                ),
                Plot::Bar {
                    categories: shown
                        .iter()
                        .map(|t| [&self.aspect(t.aspect), " · ", &say.count(t.n)].concat())
                        .collect(),
                    y: say.measure(words::SHARE_OF_SPEAKING, Format::Percent),
                    series: vec![blame, praise],
                    mode: BarMode::Stacked,
                    horizontal: true,
                },
                selections,
            ),
        )
    }

    pub(super) fn quadrant(&self) -> Option<Block> {
        let say = &self.scene.say;
        let read = self.corpus.readers.read;
        let by_ratings = self.tallies.iter().filter(|t| t.weight.is_some()).count() >= 4;
        let dots: Vec<(&Tally, f64)> = self
            .tallies
            .iter()
            .take(BARS)
            .filter_map(|t| {
                let said = t.n as f64 / read as f64;
                Some((t, if by_ratings { t.weight? } else { said }))
            })
            .collect();
        if dots.len() < 4 {
            return None;
        }
        let mut heights: Vec<f64> = dots.iter().map(|d| d.1).collect();
        let middle = analysis::statistics::median(&mut heights)?;
        let sum = |of: &dyn Fn(&Tally) -> usize| -> usize { dots.iter().map(|d| of(d.0)).sum() };
        let net =
            (sum(&|t| t.praised) as f64 - sum(&|t| t.blamed) as f64) / sum(&|t| t.n).max(1) as f64;
        let is_first = |(t, y): &(&Tally, f64)| t.net() < net && *y > middle && t.blamed > 2;
        let mut first: Vec<&(&Tally, f64)> = dots.iter().filter(|d| is_first(d)).collect();
        first.sort_by(|a, b| {
            b.0.blamed
                .cmp(&a.0.blamed)
                .then(a.0.aspect.cmp(&b.0.aspect))
        });
        let first: Vec<usize> = first.iter().map(|d| d.0.aspect).take(3).collect();
        let (some, none, weight, format) = match (by_ratings, self.corpus.kind()) {
            (true, Kind::Labels) => (
                words::IPA_TITLE,
                words::IPA_TITLE_NONE,
                words::WEIGHT_LABELS,
                Format::Percent,
            ),
            (true, _) => (
                words::IPA_TITLE,
                words::IPA_TITLE_NONE,
                words::WEIGHT_STARS,
                Format::Number { decimals: 1 },
            ),
            (false, _) => (
                words::IPA_TITLE_SAID,
                words::IPA_TITLE_SAID_NONE,
                words::WEIGHT_SAID,
                Format::Percent,
            ),
        };
        let title = match first.is_empty() {
            true => say.plain(none).to_owned(),
            false => say.fill(some, &[("list", (&self.aspects_within(&first)).into())]),
        };
        let subtitle = say.fill(
            words::IPA_SUB,
            &[("weight", say.plain(weight).into()), ("n", read.into())],
        );
        let regression = if by_ratings {
            say.plain(words::IPA_REGRESSION)
        } else {
            ""
        };
        let note = say.sentences(&[say.plain(words::IPA_NOTE), regression, &self.read_by()]);
        let names = [words::FIX, words::KEEP, words::LATER, words::ENOUGH];
        Some(
            say.chart(
                "reviews-quadrant",
                (title, subtitle, note),
                Plot::Scatter {
                    x: say.measure(words::NET, Format::Percent),
                    y: say.measure(weight, format),
                    size: Some(say.measure(words::SPEAKING, Format::Count)),
                    dots: dots
                        .iter()
                        .map(|(t, y)| Dot {
                            name: self.aspect(t.aspect),
                            x: t.net(),
                            y: *y,
                            size: Some(t.n as f64),
                            tone: match () {
                                () if is_first(&(t, *y)) => Tone::Bad,
                                () if t.net() >= net && *y > middle => Tone::Good,
                                () => Tone::Muted,
                            },
                        })
                        .collect(),
                    quadrants: Some(Quadrants {
                        x: net,
                        y: middle,
                        names: names.map(|name| say.plain(name).to_owned()),
                    }),
                    log_x: false,
                    log_y: false,
                },
                dots.iter()
                    .map(|(t, _)| self.rows_of(t.aspect, &|_| true))
                    .collect(),
            ),
        )
    }

    pub(super) fn changes(&self) -> Option<Block> {
        let say = &self.scene.say;
        let (periods, n, changes) = self.changes.as_ref()?;
        let first = changes.first()?;
        let title = if first.q_value < 0.05 {
            let rises = first.shift.difference() > 0.0;
            let phrase = if rises {
                words::CHANGES_UP
            } else {
                words::CHANGES_DOWN
            };
            let share = |of| say.percent(super::super::measure::Shift::share(of));
            say.fill(
                phrase,
                &[
                    ("aspect", (&self.aspect_within(first.aspect)).into()),
                    ("before", (&share(first.shift.before)).into()),
                    ("after", (&share(first.shift.after)).into()),
                ],
            )
        } else {
            say.plain(words::CHANGES_NONE).to_owned()
        };
        let subtitle = say.fill(
            words::CHANGES_SUB,
            &[
                ("after", (&say.period(periods.since, periods.last)).into()),
                ("n", n[0].into()),
                ("m", n[1].into()),
            ],
        );
        let rows: Vec<Row> = changes
            .iter()
            .map(|c| {
                let share = |of: (usize, usize)| {
                    say.cell(
                        Some(super::super::measure::Shift::share(of)),
                        &Format::Percent,
                    )
                };
                let (low, high) = c.shift.interval;
                let mut difference = say.cell(None, &Format::Count);
                difference.text = say.fill(
                    words::CHANGE_CELL,
                    &[
                        ("change", (&self.points(c.shift.difference())).into()),
                        ("lo", (&self.points(low)).into()),
                        ("hi", (&self.points(high)).into()),
                    ],
                );
                difference.value = Some(100.0 * c.shift.difference());
                if c.q_value < 0.05 {
                    let worse = c.shift.difference() > 0.0;
                    difference.tone = Some(if worse {
                        report::Tone::Bad
                    } else {
                        report::Tone::Good
                    });
                }
                let late = self.corpus.read().filter(|said| {
                    periods.is_after(said.review.day) == Some(true)
                        && said.of(c.aspect).is_some_and(|h| h.blamed)
                });
                let cells = vec![
                    cell(self.aspect(c.aspect)),
                    share(c.shift.before),
                    share(c.shift.after),
                    difference,
                    cell(p_value(c.q_value).trim_start_matches("= ").to_owned()),
                ];
                (cells, rows(late))
            })
            .collect();
        Some(say.table(
            "reviews-changes",
            (title, subtitle, say.plain(words::CHANGES_NOTE).to_owned()),
            vec![
                say.words_column(words::ASPECT),
                say.column(words::BEFORE, Format::Percent),
                say.column(words::AFTER, Format::Percent),
                say.words_column(words::DIFFERENCE),
                say.words_column(words::ADJUSTED),
            ],
            rows,
            BARS,
        ))
    }

    pub(super) fn heat(&self) -> Option<Block> {
        let say = &self.scene.say;
        let mut products: Vec<&super::super::products::Product> =
            self.products.all.iter().collect();
        products.sort_by(|a, b| (b.judged.cmp(&a.judged)).then_with(|| a.product.cmp(&b.product)));
        products.retain(|p| p.judged >= LEAST);
        products.truncate(HEAT.0);
        // A column in which no cell is filled says nothing.
        let is_told = |t: &&Tally| {
            products.iter().any(|p| {
                let own = p.reviews.iter().map(|at| &self.corpus.all[*at]);
                own.filter(|said| said.of(t.aspect).is_some()).count() >= CELL
            })
        };
        let columns: Vec<&Tally> = self.tallies.iter().filter(is_told).take(HEAT.1).collect();
        if products.len() < 2 || columns.len() < 2 {
            return None;
        }
        let (mut cells, mut selections) = (Vec::new(), Vec::new());
        // A cell of a few reviews is shown, but makes no title.
        let mut worst: Option<(f64, usize, usize)> = None;
        for product in &products {
            for column in &columns {
                let own = || product.reviews.iter().map(|at| &self.corpus.all[*at]);
                let said = || own().filter_map(|said| said.of(column.aspect));
                let n = said().count();
                let net = said()
                    .map(|h| f64::from(i8::from(h.praised) - i8::from(h.blamed)))
                    .sum::<f64>()
                    / n.max(1) as f64;
                let net = (n >= CELL).then_some(net);
                if let Some(net) = net.filter(|_| n >= TITLE)
                    && worst.is_none_or(|w| net < w.0)
                {
                    worst = Some((net, product.product, column.aspect));
                }
                cells.push(net);
                let behind = own().filter(|said| said.of(column.aspect).is_some());
                selections.push(net.and_then(|_| rows(behind)));
            }
        }
        if cells.iter().flatten().count() < 4 {
            return None;
        }
        let title = match worst {
            Some((_, product, aspect)) => say.fill(
                words::HEAT_TITLE,
                &[
                    ("product", (&self.product(product)).into()),
                    ("aspect", (&self.aspect(aspect)).into()),
                ],
            ),
            None => say.plain(words::HEAT_TITLE_PLAIN).to_owned(),
        };
        let note = say.sentences(&[say.plain(words::HEAT_NOTE), &self.read_by()]);
        Some(
            say.chart(
                "reviews-products-aspects",
                (title, say.plain(words::HEAT_SUB).to_owned(), note),
                Plot::Heatmap {
                    columns: columns.iter().map(|t| self.aspect(t.aspect)).collect(),
                    rows: products
                        .iter()
                        .map(|p| self.corpus.products[p.product].clone())
                        .collect(),
                    value: say.measure(words::NET, Format::Percent),
                    cells,
                    diverging: true,
                },
                selections,
            ),
        )
    }
}
