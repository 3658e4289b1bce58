//! Products: how few make most of the revenue, which moved, all in a table.

use analysis::{AbcClass, Answer, DimensionKind};
use chart::spec::{Plot, Share};

use super::Build;
use crate::Block;
use crate::words::section;

/// Bars of a Pareto chart that can be told apart.
const BARS: usize = 30;

impl Build<'_> {
    pub(super) fn products(&self) -> Vec<Block> {
        let say = &self.say;
        let mut blocks = Vec::new();
        match &self.input.sales.pareto {
            Answer::Insufficient(missing) => {
                blocks.push(self.missing(section::PRODUCTS, *missing));
            }
            Answer::Known(pareto) => {
                let title = section::PARETO_TITLE.fill(
                    say.lang,
                    &[
                        ("n", pareto.for_80_percent.into()),
                        ("of", pareto.products.into()),
                    ],
                );
                let [a, b, c] = pareto.classes;
                let classes = section::ABC_NOTE.fill(
                    say.lang,
                    &[("a", a.0.into()), ("b", b.0.into()), ("c", c.0.into())],
                );
                let shown = &pareto.rows[..pareto.rows.len().min(BARS)];
                // A curve that ends below the line of 80 % has not reached it yet.
                let part: i64 = shown.iter().map(|r| r.gross_minor.max(0)).sum();
                let part = part as f64 / pareto.gross_minor.max(1) as f64;
                let scope = match part < 0.8 {
                    true => section::PARETO_SHOWN.fill(
                        say.lang,
                        &[
                            ("n", shown.len().into()),
                            ("share", (&crate::words::percent(part)).into()),
                        ],
                    ),
                    false => String::new(),
                };
                blocks.push(Block::Chart(
                    self.chart(
                        "products-pareto",
                        (
                            title,
                            self.subtitle(section::REVENUE),
                            self.notes(&[&classes, &scope, &self.note]),
                        ),
                        Plot::Pareto {
                            y: self.amount(section::REVENUE),
                            shares: shown
                                .iter()
                                .map(|r| Share {
                                    name: r.name.clone(),
                                    value: say.major_int(r.gross_minor.max(0)),
                                    tone: None,
                                })
                                .collect(),
                            total: say.major_int(pareto.gross_minor),
                        },
                        shown.iter().map(|r| Some(r.selection.clone())).collect(),
                    ),
                ));
            }
        }
        blocks.extend(self.movers());
        blocks.extend(self.segment_table(DimensionKind::Product));
        let brands = self.input.sales.breakdowns.iter();
        if brands
            .filter(|b| b.dimension == DimensionKind::Brand)
            .any(|b| b.names > 1)
        {
            blocks.extend(self.segments(DimensionKind::Brand));
        }
        blocks
    }

    /// The ABC class of a product, where it is known.
    pub(super) fn class(&self, name: &str) -> &'static str {
        let rows = self.input.sales.pareto.known().map(|p| &p.rows);
        let row = rows.and_then(|rows| rows.iter().find(|r| r.name == name));
        match row.map(|r| r.class) {
            Some(AbcClass::A) => "A",
            Some(AbcClass::B) => "B",
            Some(AbcClass::C) => "C",
            None => "",
        }
    }
}
