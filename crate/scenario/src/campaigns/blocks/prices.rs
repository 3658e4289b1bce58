//! How quantities went with prices.

use chart::spec::{BarMode, BarSeries, Format, Plot, Tone};
use report::Block;
use report::words::phrase::{list, quoted};
use shop::Selection;

use super::{BARS, Report, words};
use crate::campaigns::elasticity;

impl Report<'_> {
    /// `12% higher`: how quantities went with a price 10 % lower.
    pub(in crate::campaigns) fn answer(&self, elasticity: f64) -> String {
        let say = &self.scene.say;
        let moved = libm::exp(elasticity * libm::log(0.9)) - 1.0;
        let phrase = if moved >= 0.0 {
            words::HIGHER
        } else {
            words::LOWER
        };
        say.fill(phrase, &[("share", (&say.percent(moved)).into())])
    }

    /// The products that sold too seldom for their price to be told, the first few of them by name.
    pub(super) fn seldom(&self) -> String {
        let say = &self.scene.say;
        let seldom = &self.moving.seldom;
        let named = seldom.iter().take(3);
        let names: Vec<String> = named
            .filter_map(|&p| self.products.get(p as usize))
            .map(|p| quoted(&p.0, say.lang))
            .collect();
        if names.is_empty() {
            return String::new();
        }
        let names = list(&names, say.lang);
        let args = [("n", seldom.len().into()), ("names", (&names).into())];
        say.fill(words::SELDOM, &args)
    }

    pub(super) fn elasticity_chart(&self) -> Option<Block> {
        let say = &self.scene.say;
        let of = self.elasticity.as_ref()?;
        // Ids are ranks by revenue.
        let shown: Vec<&elasticity::Own> = of.own.iter().take(BARS).collect();
        let name = |o: &elasticity::Own| {
            self.products
                .get(o.product as usize)
                .map_or("", |p| p.0.as_str())
        };
        let note = &say.fill(
            words::ELASTICITY_NOTE,
            &[
                ("value", (&say.number(of.pooled, 2)).into()),
                ("low", (&say.number(of.interval.0, 2)).into()),
                ("high", (&say.number(of.interval.1, 2)).into()),
                ("products", (&say.count(of.products)).into()),
                ("cells", (&say.count(of.cells)).into()),
            ],
        );
        let note = say.sentences(&[note, &self.seldom()]);
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
}
