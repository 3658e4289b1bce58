//! What is known only when all orders are there: currencies by size, doubts, exclusions.

use std::collections::BTreeMap;

use table::Table;

use super::note::Notes;
use crate::facts::OrderCounts;
use crate::recognise::grain_key;
use crate::{CurrencyTotals, Excluded, QualityCode, Shop};

/// Orders that a median says something about.
const ENOUGH: usize = 20;
/// Distance from the median of the logarithms, in robust standard deviations, beyond which an amount is doubted.
const FAR: f64 = 6.0;

/// Sums each currency, puts the report's own first, and gives the orders their new codes.
/// Returns the new code of each old one.
pub(crate) fn currencies(
    shop: &mut Shop,
    mut totals: Vec<CurrencyTotals>,
    notes: &mut Notes,
    target: Option<u8>,
) -> Vec<u8> {
    let o = &mut shop.orders;
    for (i, &c) in o.currency.iter().enumerate() {
        let t = &mut totals[usize::from(c)];
        t.orders += match &shop.order_counts {
            OrderCounts::Told(counts) => counts[i] as usize,
            OrderCounts::Each | OrderCounts::Unknown => 1,
        };
        t.gross_minor = t.gross_minor.saturating_add(o.gross_minor[i]);
        t.refunds_minor = t.refunds_minor.saturating_add(o.refund_minor[i]);
    }
    let mut apart: BTreeMap<(u16, u8), (i64, Vec<u32>)> = BTreeMap::new();
    for u in &shop.unmatched_refunds {
        let t = &mut totals[usize::from(u.currency)];
        t.refunds_minor = t.refunds_minor.saturating_add(u.refund_minor);
        let of = apart.entry((u.source.table, u.currency)).or_default();
        of.0 = of.0.saturating_add(u.refund_minor);
        of.1.push(u.source.row);
    }
    for ((table, currency), (sum, mut rows)) in apart {
        table::order::sort(&mut rows);
        rows.dedup();
        let t = &totals[usize::from(currency)];
        let major = sum as f64 / 10f64.powi(i32::from(t.digits));
        let detail = format!("{major} {}", t.currency);
        notes.rows(QualityCode::UnmatchedRefunds, table, &rows, &detail);
    }
    let mut order: Vec<usize> = (0..totals.len()).collect();
    table::order::sort_by(&mut order, |&a, &b| {
        let own = |i: usize| target == Some(i as u8);
        own(b)
            .cmp(&own(a))
            .then(totals[b].orders.cmp(&totals[a].orders))
            .then(totals[a].currency.cmp(&totals[b].currency))
    });
    let mut new_code = vec![0u8; totals.len()];
    for (new, &old) in order.iter().enumerate() {
        new_code[old] = new as u8;
    }
    for c in &mut o.currency {
        *c = new_code[usize::from(*c)];
    }
    for u in &mut shop.unmatched_refunds {
        u.currency = new_code[usize::from(u.currency)];
    }
    shop.currencies = order.iter().map(|&i| totals[i].clone()).collect();
    for (i, &c) in shop.orders.currency.iter().enumerate() {
        if c != 0 {
            let code = shop.currencies[usize::from(c)].currency.clone();
            notes.add_with(QualityCode::OtherCurrency, shop.orders.source[i], code);
        }
    }
    new_code
}

/// Exclusions with the orders' new currency codes.
pub(crate) fn exclusions(mut excluded: Vec<Excluded>, new_code: &[u8]) -> Vec<Excluded> {
    for e in &mut excluded {
        e.currency = new_code.get(usize::from(e.currency)).copied().unwrap_or(0);
    }
    table::order::sort_by_key(&mut excluded, |e| (e.reason, e.currency));
    excluded
}

/// Amounts far from all others.
pub(crate) fn outliers(shop: &Shop, notes: &mut Notes) {
    let o = &shop.orders;
    let logs: Vec<(usize, f64)> = (0..o.day.len())
        .filter(|&i| o.currency[i] == 0 && o.gross_minor[i] > 0)
        .map(|i| (i, libm::log(o.gross_minor[i] as f64)))
        .collect();
    if logs.len() < ENOUGH {
        return;
    }
    let mut sorted: Vec<f64> = logs.iter().map(|l| l.1).collect();
    let middle = median(&mut sorted);
    let mut distances: Vec<f64> = logs.iter().map(|l| (l.1 - middle).abs()).collect();
    let mad = median(&mut distances);
    if mad <= 0.0 {
        return;
    }
    for &(i, x) in &logs {
        if 0.6745 * (x - middle) / mad > FAR {
            notes.add(QualityCode::Outlier, o.source[i]);
        }
    }
}

fn median(values: &mut [f64]) -> f64 {
    let at = values.len() / 2;
    *values.select_nth_unstable_by(at, f64::total_cmp).1
}

/// Rows of an order that are equal in every column.
pub(crate) fn doubled_rows(shop: &Shop, tables: &[&Table], notes: &mut Notes) {
    let (o, l) = (&shop.orders, &shop.lines);
    let mut order: Vec<(u32, i64, i64, u32)> = Vec::new();
    let mut last_order_of = vec![u32::MAX; shop.product_names.len()];
    for i in 0..o.day.len() {
        let lines = o.first_line[i] as usize..o.first_line[i + 1] as usize;
        let mut twice = false;
        for &p in &l.product[lines.clone()] {
            if let Some(last) = last_order_of.get_mut(p as usize) {
                twice |= *last == i as u32;
                *last = i as u32;
            }
        }
        if !twice {
            continue;
        }
        order.clear();
        order.extend(lines.map(|j| {
            (
                l.product[j],
                l.quantity_milli.at(j),
                l.revenue_minor.at(j),
                j as u32,
            )
        }));
        table::order::sort(&mut order);
        for pair in order.windows(2) {
            if (pair[0].0, pair[0].1) != (pair[1].0, pair[1].1) || pair[0].0 == crate::NONE {
                continue;
            }
            let (a, b) = (
                l.source.at(pair[0].3 as usize),
                l.source.at(pair[1].3 as usize),
            );
            if a.table != b.table || a.row == b.row {
                continue;
            }
            let Some(table) = tables.get(usize::from(a.table)) else {
                continue;
            };
            let same = table
                .columns
                .iter()
                .all(|c| grain_key(c, a.row as usize) == grain_key(c, b.row as usize));
            if same {
                notes.add(QualityCode::DuplicateRows, b);
            }
        }
    }
}
