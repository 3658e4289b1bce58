//! Tables of which each row sums up a day, a week or a month.

use super::note::Notes;
use super::source::Source;
use crate::facts::OrderCounts;
use crate::{Grain, QualityCode, Shop};

/// Sums tell again what the orders tell: they count only alone.
pub(crate) fn leave_beside_orders(sources: &mut Vec<Source<'_>>, notes: &mut Notes) {
    let is_summary = |s: &Source<'_>| s.grain == Grain::Summary;
    let alone = sources
        .iter()
        .all(|s| is_summary(s) || s.grain == Grain::Refund);
    sources.retain(|s| {
        if !is_summary(s) {
            return true;
        }
        let (code, detail) = match &s.order_count {
            _ if !alone => (QualityCode::FileUnused, "summary"),
            Some(counts) => (QualityCode::SummaryRows, counts.column().name.as_str()),
            None => (QualityCode::SummaryRows, ""),
        };
        notes.table(code, s.index, s.table.rows, detail);
        alone
    });
}

/// How many orders the shop's entries stand for.
pub(crate) fn counts(shop: &Shop, sources: &[Source<'_>]) -> OrderCounts {
    let o = &shop.orders;
    let source = |table: u16| {
        sources
            .iter()
            .find(|s| s.index == table && s.grain == Grain::Summary)
    };
    if !o.source.iter().any(|at| source(at.table).is_some()) {
        return OrderCounts::Each;
    }
    let counts = o.source.iter().enumerate().map(|(i, at)| {
        let Some(s) = source(at.table) else {
            return Some(1);
        };
        match s.order_count.as_ref()?.get(at.row as usize) {
            Some((n, 0)) => u32::try_from(n).ok(),
            // A day without sales had no orders, whether or not that is written.
            None if o.gross_minor[i] == 0 => Some(0),
            _ => None,
        }
    });
    match counts.collect() {
        Some(counts) => OrderCounts::Told(counts),
        None => OrderCounts::Unknown,
    }
}
