//! Rows of a bill that move money without selling anything: what the shop pays, withdraws or moves.

use super::assemble::Assembly;
use super::group::Place;
use crate::{QualityCode, RowRef};

/// Parts of what such rows are called.
const NO_SALE: [&str; 12] = [
    "支出",
    "不计收支",
    "中性",
    "提现",
    "充值",
    "withdrawal",
    "transfer",
    "payout",
    "deposit",
    "conversion",
    "hold",
    "reversal of",
];

/// Whether a kind of row sells nothing.
fn is_no_sale(kind: &str) -> bool {
    let kind = kind.trim().to_lowercase();
    kind == "/" || NO_SALE.iter().any(|w| kind.contains(w))
}

impl Assembly<'_> {
    /// Whether all of an order's rows only move money; they are counted as such.
    pub(super) fn only_moves(&mut self, places: &[Place]) -> bool {
        let moves = |p: &Place| {
            let s = &self.sources[usize::from(p.source)];
            let kind = s.flow.as_ref();
            kind.is_some_and(|n| is_no_sale(&n.text(p.row as usize)))
        };
        if places.is_empty() || !places.iter().all(moves) {
            return false;
        }
        for p in places {
            let table = self.sources[usize::from(p.source)].index;
            self.notes
                .add(QualityCode::NotSales, RowRef { table, row: p.row });
        }
        true
    }
}
