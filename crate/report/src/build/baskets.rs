//! Basket sizes, order amounts, products bought together.

use analysis::{Answer, Baskets};
use chart::spec::{BarMode, BarSeries, Format, Plot, Tone};

use super::Build;
use super::parts::words;
use crate::words::phrase::quoted;
use crate::words::say::percent;
use crate::words::section;
use crate::{Block, Insufficient};

impl Build<'_> {
    pub(super) fn baskets(&self) -> Vec<Block> {
        let of = match &self.input.sales.baskets {
            Answer::Insufficient(missing) => return vec![self.missing(section::BASKETS, *missing)],
            Answer::Known(of) => of,
        };
        let mut blocks = Vec::new();
        if of.amounts.len() > 1 {
            blocks.push(self.amounts(of));
        }
        // Where every order holds one product, mostly each row is an order: that says nothing.
        if of.sizes.iter().filter(|s| s.orders > 0).count() > 1 {
            blocks.push(self.sizes(of));
        }
        blocks.push(self.pairs(of));
        blocks
    }

    fn amounts(&self, of: &Baskets) -> Block {
        let say = &self.say;
        let mut edges: Vec<f64> = of
            .amounts
            .iter()
            .map(|b| say.major_int(b.from_minor))
            .collect();
        let width = match edges.as_slice() {
            [.., a, b] => b - a,
            _ => 1.0,
        };
        let open = of.amounts.last().is_some_and(|b| b.and_more);
        if let (Some(last), Some(from)) = (of.amounts.last(), edges.last().copied()) {
            // The last bin is open: it is drawn as wide as the others.
            edges.push(if open {
                from + width
            } else {
                say.major_int(last.below_minor)
            });
        }
        let open_note = if open {
            say.plain(section::LAST_BIN)
        } else {
            ""
        };
        let title = section::BASKET_TITLE.fill(
            say.lang,
            &[("amount", (&say.money_full(of.median_minor)).into())],
        );
        Block::Chart(
            self.chart(
                "baskets-amounts",
                (
                    title,
                    self.subtitle(section::ORDER_AMOUNT),
                    self.notes(&[open_note, &self.note]),
                ),
                Plot::Histogram {
                    x: self.amount(section::ORDER_AMOUNT),
                    y: self.measure(section::ORDERS, Format::Count),
                    edges,
                    counts: of.amounts.iter().map(|b| b.orders as f64).collect(),
                    marker: Some((
                        say.major(of.median_minor),
                        say.plain(section::MEDIAN).to_owned(),
                    )),
                },
                of.amounts
                    .iter()
                    .map(|b| (b.orders > 0).then(|| b.selection.clone()))
                    .collect(),
            ),
        )
    }

    fn sizes(&self, of: &Baskets) -> Block {
        let say = &self.say;
        let last = of.sizes.iter().rposition(|s| s.orders > 0).unwrap_or(0);
        let sizes = &of.sizes[..of.sizes.len().min(last + 1)];
        let all: u64 = sizes.iter().map(|s| s.orders).sum();
        let single: u64 = sizes
            .iter()
            .filter(|s| s.products == 1)
            .map(|s| s.orders)
            .sum();
        let share = percent(single as f64 / all.max(1) as f64);
        Block::Chart(
            self.chart(
                "baskets-sizes",
                (
                    section::SIZES_TITLE.fill(say.lang, &[("share", (&share).into())]),
                    self.subtitle(section::SIZES),
                    self.note.clone(),
                ),
                Plot::Bar {
                    categories: sizes
                        .iter()
                        .map(|s| {
                            let n = u64::from(s.products);
                            if s.and_more {
                                section::AND_MORE.fill(say.lang, &[("n", n.into())])
                            } else {
                                say.count(n)
                            }
                        })
                        .collect(),
                    y: self.measure(section::ORDERS, Format::Count),
                    series: vec![BarSeries {
                        name: say.plain(section::ORDERS).to_owned(),
                        tone: Tone::Accent,
                        values: sizes.iter().map(|s| Some(s.orders as f64)).collect(),
                        intervals: Vec::new(),
                    }],
                    mode: BarMode::Grouped,
                    horizontal: false,
                },
                Vec::new(),
            ),
        )
    }

    fn pairs(&self, of: &Baskets) -> Block {
        let say = &self.say;
        let pairs = match &of.pairs {
            Answer::Insufficient(missing) => return self.missing(section::PAIRS, *missing),
            Answer::Known(pairs) => pairs,
        };
        if pairs.is_empty() {
            return Block::Insufficient(Insufficient {
                title: say.plain(section::PAIRS).to_owned(),
                text: section::NO_PAIRS.fill(say.lang, &[("n", of.pairs_tested.into())]),
            });
        }
        let title = match pairs.first() {
            Some(first) => section::PAIRS_TITLE.fill(
                say.lang,
                &[
                    ("a", (&quoted(&first.a, say.lang)).into()),
                    ("b", (&quoted(&first.b, say.lang)).into()),
                ],
            ),
            None => say.plain(section::PAIRS).to_owned(),
        };
        self.table(
            "baskets-pairs",
            (
                title,
                self.subtitle(section::TOGETHER),
                section::PAIR_NOTE.fill(say.lang, &[("n", of.pairs_tested.into())]),
            ),
            vec![
                self.column(section::PAIR_A, None),
                self.column(section::PAIR_B, None),
                self.column(section::TOGETHER, Some(Format::Count)),
                self.column(section::SUPPORT, Some(Format::Percent)),
                self.column(section::CONFIDENCE, Some(Format::Percent)),
                self.bar(section::LIFT, Format::Number { decimals: 1 }),
            ],
            pairs
                .iter()
                .map(|p| {
                    (
                        vec![
                            words(&p.a),
                            words(&p.b),
                            self.count(p.together),
                            self.share(Some(p.support)),
                            self.share(Some(p.confidence)),
                            self.number(Some(p.lift), &Format::Number { decimals: 1 }),
                        ],
                        Some(p.selection.clone()),
                    )
                })
                .collect(),
        )
    }
}
