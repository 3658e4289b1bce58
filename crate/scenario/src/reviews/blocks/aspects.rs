//! Aspects: praise and complaints, what matters, what moved, and what product has which.

use chart::spec::{BarMode, BarSeries, Dot, Format, Plot, Quadrants, Tone};
use extract::Polarity;
use report::Block;
use shop::Selection;

use super::super::aspects::{LEAST, Tally};
use super::super::corpus::{Heard, Said, rows};
use super::super::measure::{Shift, shift};
use super::super::products::Product;
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
/// Share of reviews that complain, up to which hardly any do.
const HARDLY: f64 = 0.05;

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
        let title = self.aspects_title();
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
        let few = match self.few.len() {
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

    /// What draws most complaints. Where that is no aspect with a share of its own, how many complain all the same.
    fn aspects_title(&self) -> String {
        let say = &self.scene.say;
        let worst = self.blamed().first().copied();
        let few = self.few.iter().filter(|t| t.blamed > 2);
        let few = few.max_by_key(|t| (t.blamed, std::cmp::Reverse(t.aspect)));
        if let Some(worst) = worst
            && few.is_none_or(|few| few.blamed <= worst.blamed)
        {
            return say.fill(
                words::ASPECTS_TITLE,
                &[
                    ("aspect", (&self.aspect(worst.aspect)).into()),
                    ("n", worst.blamed.into()),
                    ("share", (&say.percent(worst.blame())).into()),
                ],
            );
        }
        let read = self.corpus.readers.read;
        let naming = self.corpus.read().filter(|said| said.blames()).count();
        let complains = |said: &&Said<'_>| said.blames() || said.mood() == Some(Polarity::Negative);
        let complaining = self.corpus.read().filter(complains).count();
        let share = say.percent(complaining as f64 / read.max(1) as f64);
        let is_much = complaining > 2 && complaining as f64 > HARDLY * read as f64;
        match (is_much, few) {
            (true, _) if 2 * naming < complaining => {
                say.fill(words::ASPECTS_TITLE_UNNAMED, &[("share", (&share).into())])
            }
            (_, Some(few)) => say.fill(
                words::ASPECTS_TITLE_FEW,
                &[
                    ("aspect", (&self.aspect(few.aspect)).into()),
                    ("n", few.blamed.into()),
                    ("least", (&say.count(LEAST)).into()),
                ],
            ),
            (true, None) => say.fill(words::ASPECTS_TITLE_SPREAD, &[("share", (&share).into())]),
            (false, None) => say.plain(words::ASPECTS_TITLE_GOOD).to_owned(),
        }
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
            let share = |of| say.percent(Shift::share(of));
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
                let share = |of: (usize, usize)| say.cell(Some(Shift::share(of)), &Format::Percent);
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
        let mut products: Vec<&Product> = self.products.all.iter().collect();
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
        for product in &products {
            for column in &columns {
                let own = || product.reviews.iter().map(|at| &self.corpus.all[*at]);
                let said = || own().filter_map(|said| said.of(column.aspect));
                let net = (said().count() >= CELL).then(|| net(said()));
                cells.push(net);
                let behind = own().filter(|said| said.of(column.aspect).is_some());
                selections.push(net.and_then(|_| rows(behind)));
            }
        }
        if cells.iter().flatten().count() < 4 {
            return None;
        }
        let told = self.below(&products, &columns);
        let (title, tested) = match told {
            Some(title) => (title, say.plain(words::HEAT_TESTED)),
            None => (say.plain(words::HEAT_TITLE_PLAIN).to_owned(), ""),
        };
        let note = say.sentences(&[say.plain(words::HEAT_NOTE), tested, &self.read_by()]);
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

    /// The product that is judged furthest below the others in an aspect, where that is surely no chance.
    fn below(&self, products: &[&Product], columns: &[&Tally]) -> Option<String> {
        let say = &self.scene.say;
        let own = |product: &Product, aspect: usize| -> Vec<&Heard> {
            let own = product.reviews.iter().map(|at| &self.corpus.all[*at]);
            own.filter_map(|said| said.of(aspect)).collect()
        };
        let others = |product: &Product, aspect: usize| -> Vec<&Heard> {
            let is_other = |said: &&Said<'_>| said.product.is_some_and(|p| p != product.product);
            let others = self.corpus.read().filter(is_other);
            others.filter_map(|said| said.of(aspect)).collect()
        };
        // Praise among reviews that judge one way only.
        let praise = |heard: &[&Heard]| {
            let one_way = || heard.iter().filter(|h| h.praised != h.blamed);
            (one_way().filter(|h| h.praised).count(), one_way().count())
        };
        let mut compared: Vec<Below> = Vec::new();
        for &product in products {
            for &column in columns {
                let aspect = column.aspect;
                let (own, others) = (own(product, aspect), others(product, aspect));
                let shift = shift(praise(&others), praise(&own)).filter(|_| own.len() >= TITLE);
                compared.extend(shift.map(|shift| Below {
                    shift,
                    net: net(own.iter().copied()),
                    others: net(others.iter().copied()),
                    product: product.product,
                    aspect,
                }));
            }
        }
        let p: Vec<f64> = compared.iter().map(|of| of.shift.p_value).collect();
        let adjusted = analysis::statistics::benjamini_hochberg(&p);
        let apart = |of: &Below| of.net - of.others;
        let (of, q) = compared
            .iter()
            .zip(adjusted)
            .filter(|(of, q)| *q < 0.05 && of.shift.difference() < 0.0 && apart(of) < 0.0)
            .min_by(|(a, _), (b, _)| {
                (apart(a).total_cmp(&apart(b)))
                    .then((a.product, a.aspect).cmp(&(b.product, b.aspect)))
            })?;
        Some(say.fill(
            words::HEAT_TITLE,
            &[
                ("product", (&self.product(of.product)).into()),
                ("aspect", (&self.aspect(of.aspect)).into()),
                ("net", (&report::words::signed(of.net)).into()),
                ("others", (&report::words::signed(of.others)).into()),
                ("p", (&p_value(q)).into()),
            ],
        ))
    }
}

/// How a product is judged in an aspect, and the others.
struct Below {
    /// Praise among reviews that judge one way: the others', and its own.
    shift: Shift,
    net: f64,
    others: f64,
    product: usize,
    aspect: usize,
}

/// Share of praise less share of complaints.
fn net<'h>(heard: impl Iterator<Item = &'h Heard>) -> f64 {
    let (mut sum, mut n) = (0.0, 0);
    for heard in heard {
        sum += f64::from(i8::from(heard.praised) - i8::from(heard.blamed));
        n += 1;
    }
    sum / f64::from(n.max(1))
}
