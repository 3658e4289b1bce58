//! Products that somebody should look at.

use chart::spec::Format;
use report::Block;

use super::super::corpus::rows;
use super::super::products::Product;
use super::super::rating::Kind;
use super::super::{Report, words};
use crate::parts::{Row, words as cell};

/// Products that are listed.
const ROWS: usize = 20;
/// Stars below the shop's mean from which on a product is said to drag.
const DRAGS: f64 = 0.1;

impl Report<'_> {
    pub(super) fn products_table(&self) -> Option<Block> {
        let say = &self.scene.say;
        let of = &self.products;
        // A single product is the shop itself.
        let first = of.all.first().filter(|_| of.all.len() > 1)?;
        let kind = self.corpus.kind();
        let title = match (first.drawn, of.mean, kind) {
            (Some(drawn), Some(mean), Kind::Stars) if mean - drawn >= DRAGS => say.fill(
                words::PRODUCTS_TITLE,
                &[
                    ("product", (&self.product(first.product)).into()),
                    ("n", first.rated.into()),
                    ("mean", (&say.number(first.mean.unwrap_or(drawn), 2)).into()),
                    ("all", (&say.number(mean, 2)).into()),
                ],
            ),
            _ if kind != Kind::Stars && first.loss > 1.0 && first.blaming > 2 => {
                let share = first.blaming as f64 / first.judged.max(1) as f64;
                say.fill(
                    words::PRODUCTS_TITLE_WORDS,
                    &[
                        ("product", (&self.product(first.product)).into()),
                        ("share", (&say.percent(share)).into()),
                    ],
                )
            }
            _ => say.plain(words::PRODUCTS_TITLE_PLAIN).to_owned(),
        };
        let format = match kind {
            Kind::Labels => Format::Percent,
            _ => Format::Number { decimals: 2 },
        };
        let row = |p: &Product| -> Row {
            let worst = p.worst.map(|(aspect, n)| {
                let aspect = self.aspect(aspect);
                let args = [("aspect", (&aspect).into()), ("n", n.into())];
                say.fill(words::WORST_OF, &args)
            });
            // What is no worse than the shop needs nothing done; a stray complaint says not what.
            let next = (p.loss > 0.0).then(|| {
                let clear = |(_, n): &(usize, usize)| *n >= 3 && n * 20 >= p.judged;
                let clear = p.worst.filter(clear);
                let key = clear.map_or("", |(aspect, _)| &self.corpus.aspects[aspect].key);
                say.plain(words::advice(key))
            });
            let share = (p.judged > 0).then(|| p.blaming as f64 / p.judged as f64);
            let mut cells = vec![
                cell(self.corpus.products[p.product].clone()),
                say.cell(Some(p.n as f64), &Format::Count),
            ];
            if kind != Kind::None {
                cells.push(say.cell(p.mean, &format));
                cells.push(say.cell(p.drawn, &format));
            }
            cells.push(say.cell(share, &Format::Percent));
            cells.push(cell(worst.unwrap_or_default()));
            cells.push(cell(next.unwrap_or_default()));
            (
                cells,
                rows(p.reviews.iter().map(|at| &self.corpus.all[*at])),
            )
        };
        let mut columns = vec![
            say.words_column(words::PRODUCT),
            say.column(words::REVIEWS, Format::Count),
        ];
        if kind != Kind::None {
            let name = match kind {
                Kind::Labels => words::GOOD_SHARE,
                _ => words::MEAN,
            };
            columns.push(say.column(name, format.clone()));
            columns.push(say.column(words::MEAN_DRAWN, format.clone()));
        }
        columns.push(say.bar(words::COMPLAINING, Format::Percent));
        columns.push(say.words_column(words::WORST));
        columns.push(say.words_column(words::NEXT));
        let rules = match kind {
            Kind::None => say.fill(words::PRODUCTS_NOTE_WORDS, &[("few", of.few.into())]),
            _ => say.fill(
                words::PRODUCTS_NOTE,
                &[
                    ("weight", (&say.number(of.weight, 0)).into()),
                    ("few", of.few.into()),
                ],
            ),
        };
        let unnamed = match of.unnamed {
            0 => String::new(),
            n => say.fill(words::PRODUCTS_UNNAMED, &[("n", n.into())]),
        };
        let all = self.corpus.all.iter();
        let named = all.filter(|said| !said.review.is_follow_up).count() - of.unnamed;
        let subtitle = say.fill(words::PRODUCTS_SUB, &[("n", (&self.n(named)).into())]);
        let note = say.sentences(&[&rules, &unnamed, &self.read_by()]);
        let all = of.all.iter().map(row).collect();
        Some(say.table(
            "reviews-products",
            (title, subtitle, note),
            columns,
            all,
            ROWS,
        ))
    }
}
