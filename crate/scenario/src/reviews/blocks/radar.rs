//! Products beside each other over aspects.

use chart::spec::{BarSeries, Format, Plot, Spoke, Tone};
use report::Block;

use super::super::aspects::Tally;
use super::super::corpus::{Said, rows};
use super::super::measure::{Shift, shift};
use super::super::products::Product;
use super::super::{Report, words};
use crate::say::p_value;

/// Products that a reader can tell apart.
const PRODUCTS: usize = 4;
/// Spokes at most.
const SPOKES: usize = 8;
/// Reviews of a product that judge an aspect, for a place on its spoke.
const LEAST: usize = 5;

impl Report<'_> {
    /// Reviews of some that judge an aspect one way only: those that praise, and all of them.
    fn praise_of<'r>(said: impl Iterator<Item = &'r Said<'r>>, aspect: usize) -> (usize, usize) {
        said.filter_map(|said| said.of(aspect))
            .filter(|h| h.praised != h.blamed)
            .fold((0, 0), |(good, all), h| {
                (good + usize::from(h.praised), all + 1)
            })
    }

    fn of_product(&self, product: &Product, aspect: usize) -> (usize, usize) {
        let own = product.reviews.iter().map(|at| &self.corpus.all[*at]);
        Self::praise_of(own, aspect)
    }

    /// The products that most reviews judge and the aspects that all of them have a place on.
    fn compared(&self) -> Option<(Vec<&Product>, Vec<&Tally>)> {
        let mut products: Vec<&Product> = self.products.all.iter().collect();
        products.sort_by(|a, b| (b.judged.cmp(&a.judged)).then_with(|| a.product.cmp(&b.product)));
        // Fewer products may have more aspects in common.
        (2..=PRODUCTS.min(products.len())).rev().find_map(|n| {
            let shown = &products[..n];
            let common = self.tallies.iter().filter(|t| {
                let told = |p: &&Product| self.of_product(p, t.aspect).1 >= LEAST;
                shown.iter().all(told)
            });
            let aspects: Vec<&Tally> = common.take(SPOKES).collect();
            (aspects.len() >= 3).then(|| (shown.to_vec(), aspects))
        })
    }

    pub(super) fn radar(&self) -> Option<Block> {
        let say = &self.scene.say;
        let (products, aspects) = self.compared()?;
        // Every product and aspect against the other products drawn.
        let mut pairs: Vec<(Shift, usize, usize)> = Vec::new();
        for product in &products {
            for tally in &aspects {
                let own = self.of_product(product, tally.aspect);
                let others = products
                    .iter()
                    .filter(|p| p.product != product.product)
                    .map(|p| self.of_product(p, tally.aspect))
                    .fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
                if let Some(shift) = shift(others, own) {
                    pairs.push((shift, product.product, tally.aspect));
                }
            }
        }
        let p: Vec<f64> = pairs.iter().map(|pair| pair.0.p_value).collect();
        let adjusted = analysis::statistics::benjamini_hochberg(&p);
        let size = |of: &Shift| libm::fabs(of.difference());
        let clear = pairs.iter().zip(adjusted).filter(|(_, q)| *q < 0.05);
        let widest = clear.max_by(|(a, _), (b, _)| {
            size(&a.0)
                .total_cmp(&size(&b.0))
                .then((b.1, b.2).cmp(&(a.1, a.2)))
        });
        let title = match widest {
            Some(((of, product, aspect), q)) => say.fill(
                words::RADAR_TITLE,
                &[
                    ("product", (&self.product(*product)).into()),
                    ("aspect", (&self.aspect_within(*aspect)).into()),
                    ("share", (&say.percent(Shift::share(of.after))).into()),
                    ("others", (&say.percent(Shift::share(of.before))).into()),
                    ("p", (&p_value(q)).into()),
                ],
            ),
            None => say.plain(words::RADAR_TITLE_NONE).to_owned(),
        };
        let mut selections = Vec::new();
        let series = products.iter().enumerate().map(|(at, product)| BarSeries {
            name: self.corpus.products[product.product].clone(),
            tone: Tone::Series(at as u8),
            values: aspects
                .iter()
                .map(|t| {
                    let own = || product.reviews.iter().map(|at| &self.corpus.all[*at]);
                    let judging = own().filter(|s| s.of(t.aspect).is_some());
                    selections.push(rows(judging));
                    let of = self.of_product(product, t.aspect);
                    Some(of.0 as f64 / of.1.max(1) as f64)
                })
                .collect(),
            intervals: Vec::new(),
        });
        let plot = Plot::Radar {
            series: series.collect(),
            spokes: aspects
                .iter()
                .map(|t| Spoke {
                    name: self.aspect(t.aspect),
                    max: 1.0,
                })
                .collect(),
            format: Format::Percent,
        };
        let least = LEAST.to_string();
        let note = say.sentences(&[
            &say.fill(words::RADAR_NOTE, &[("n", (&least).into())]),
            &self.read_by(),
        ]);
        let texts = (title, say.plain(words::RADAR_SUB).to_owned(), note);
        Some(say.chart("reviews-radar", texts, plot, selections))
    }
}
