//! How few products make most of the revenue.

use serde::Serialize;
use shop::Selection;

use crate::frame::Frame;
use crate::statistics::rounded;
use crate::tally::{Tallies, narrow};
use crate::{Answer, DimensionKind, SegmentName, Unit};

/// Products in falling order of revenue (of the period), with their cumulative share.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pareto {
    /// The first products (at most 100).
    pub rows: Vec<ParetoRow>,
    /// Products with revenue.
    pub products: u64,
    /// Products that together make 80 % of the revenue.
    pub for_80_percent: u64,
    /// Products of class A (to 80 %), B (to 95 %), C (the rest), and their gross.
    pub classes: [(u64, i64); 3],
    /// Gross of all products (without amounts of no product).
    pub gross_minor: i64,
    /// Points of the whole curve for drawing (at most 200): share of products, share of revenue.
    pub curve: Vec<(f64, f64)>,
    /// Gini coefficient of revenue among products with revenue: 0 = all alike, 1 = one has all.
    pub gini: f64,
}

/// ABC class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AbcClass {
    /// The products that make the first 80 %.
    A,
    /// The next 15 %.
    B,
    /// The last 5 %.
    C,
}

/// A product on the curve.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParetoRow {
    /// Its name.
    pub name: String,
    /// Its gross.
    pub gross_minor: i64,
    /// Its share.
    pub share: f64,
    /// Share of it and all before it.
    pub cumulative: f64,
    /// Its class.
    pub class: AbcClass,
    /// The rows behind it.
    pub selection: Selection,
}

/// Products below which "few of them" means nothing.
const FEWEST_PRODUCTS: u64 = 5;

/// Products in falling order of revenue.
pub(crate) fn pareto(frame: &Frame<'_>, products: Option<&Tallies>) -> Answer<Pareto> {
    let Some(products) = products else {
        return Answer::missing(FEWEST_PRODUCTS, 0, Unit::Products);
    };
    let mut sold: Vec<(i64, usize)> = products.rows[..products.unknown()]
        .iter()
        .enumerate()
        .filter(|(_, tally)| tally.gross > 0)
        .map(|(code, tally)| (tally.gross, code))
        .collect();
    if (sold.len() as u64) < FEWEST_PRODUCTS {
        return Answer::missing(FEWEST_PRODUCTS, sold.len() as u64, Unit::Products);
    }
    let names = &frame.shop.product_names;
    table::order::sort_by(&mut sold, |a, b| {
        b.0.cmp(&a.0)
            .then_with(|| names.name(a.1 as u32).cmp(names.name(b.1 as u32)))
    });
    let total: i128 = sold.iter().map(|s| i128::from(s.0)).sum();
    let within = frame.selection();
    let count = sold.len();
    let mut classes = [(0_u64, 0_i64); 3];
    let mut rows = Vec::new();
    let mut curve = vec![(0.0, 0.0)];
    let (mut before, mut for_80_percent, mut area) = (0_i128, 0, 0.0);
    let stride = count.div_ceil(200);
    for (rank, &(gross, code)) in sold.iter().enumerate() {
        let cumulative = before + i128::from(gross);
        // The product that crosses a bound still belongs to the class that needs it.
        let class = match before * 100 / total {
            ..80 => AbcClass::A,
            80..95 => AbcClass::B,
            _ => AbcClass::C,
        };
        let slot = &mut classes[class as usize];
        slot.0 += 1;
        slot.1 = slot.1.saturating_add(gross);
        if before * 100 < total * 80 {
            for_80_percent = rank as u64 + 1;
        }
        let share = cumulative as f64 / total as f64;
        area += (before + cumulative) as f64 / total as f64 / 2.0 / count as f64;
        if (rank + 1) % stride == 0 || rank + 1 == count {
            curve.push((rounded((rank + 1) as f64 / count as f64), rounded(share)));
        }
        if rows.len() < 100 {
            let name = names.name(code as u32).to_owned();
            let segment = SegmentName::Named(name.clone());
            rows.push(ParetoRow {
                name,
                gross_minor: gross,
                share: rounded(gross as f64 / total as f64),
                cumulative: rounded(share),
                class,
                selection: narrow(DimensionKind::Product, &segment, &within)
                    .unwrap_or_else(|| within.clone()),
            });
        }
        before = cumulative;
    }
    Answer::Known(Pareto {
        rows,
        products: count as u64,
        for_80_percent,
        classes,
        gross_minor: i64::try_from(total).unwrap_or(i64::MAX),
        curve,
        gini: rounded((2.0 * area - 1.0).clamp(0.0, 1.0)),
    })
}
