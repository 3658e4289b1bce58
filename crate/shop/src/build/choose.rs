//! Which rows speak for an order, and which tell its lines.

use super::assemble::Assembly;
use super::group::Place;
use super::line::{self, Wide};
use crate::{ExclusionReason, QualityCode, RowRef};

impl Assembly<'_> {
    /// The source that speaks for an order: a list with totals before anything else.
    pub(super) fn head_of(&self, places: &[Place]) -> usize {
        let first = usize::from(places[0].source);
        if self.sources.len() == 1 || places.iter().all(|p| usize::from(p.source) == first) {
            return first;
        }
        places
            .iter()
            .map(|p| usize::from(p.source))
            .min_by_key(|&i| {
                let s = &self.sources[i];
                (
                    usize::from(s.total.is_none() && s.list_total.is_none()),
                    usize::from(!s.is_list()),
                    usize::from(s.dates.is_empty()),
                    i,
                )
            })
            .unwrap_or(first)
    }

    /// The rows that tell an order's lines: of detail tables where there are some, else of its own.
    /// Rows of a second file that the first has as well are the same lines again.
    pub(super) fn line_places(&mut self, places: &[Place], head: usize, kept: &mut Vec<Place>) {
        let one = self.sources.len() == 1 || places.iter().all(|p| p.source == places[0].source);
        if one {
            let rows = if self.sources[head].is_list() {
                &places[..1]
            } else {
                places
            };
            kept.extend_from_slice(rows);
            return;
        }
        let mut tables: Vec<u16> = places
            .iter()
            .filter(|p| {
                let s = &self.sources[usize::from(p.source)];
                !s.is_list() && s.has_products()
            })
            .map(|p| p.source)
            .collect();
        tables.dedup();
        let Some(&main) = tables.first() else {
            kept.extend(places.iter().find(|p| usize::from(p.source) == head));
            return;
        };
        if usize::from(main) != head && self.sources[head].is_list() {
            *self.details.entry((main, head as u16)).or_default() += 1;
        }
        kept.extend(places.iter().filter(|p| p.source == main));
        for &other in &tables[1..] {
            let mut known: Vec<_> = kept.iter().map(|p| self.signature(*p)).collect();
            let mut doubled = 0usize;
            let mut first = None;
            for p in places.iter().filter(|p| p.source == other) {
                let signature = self.signature(*p);
                match known.iter().position(|k| *k == signature) {
                    Some(at) => {
                        known.swap_remove(at);
                        doubled += 1;
                        first = first.or(Some(*p));
                    }
                    None => kept.push(*p),
                }
            }
            if doubled > 0
                && let Some(p) = first
            {
                let row = RowRef {
                    table: self.sources[usize::from(other)].index,
                    row: p.row,
                };
                self.notes.add(QualityCode::OverlappingFiles, row);
                if known.is_empty() {
                    self.notes.exclude(ExclusionReason::Duplicate, 0, 0, row);
                }
            }
        }
    }

    /// What makes two lines the same: product, quantity and amount.
    pub(super) fn signature(&self, p: Place) -> (String, Option<(i64, u8)>, Option<Wide>) {
        let s = &self.sources[usize::from(p.source)];
        let row = p.row as usize;
        let mut text = String::new();
        for names in [&s.product_id, &s.sku, &s.product_name]
            .into_iter()
            .flatten()
        {
            text.push_str(&names.text(row));
            text.push('\u{1f}');
        }
        (
            text,
            s.quantity.as_ref().and_then(|q| q.get(row)),
            line::amount(s, row),
        )
    }

    /// Every amount is negative (or quantities are, where amounts are zero), or the total is.
    pub(super) fn is_return(&self, lines: &[Place], total: Option<i128>) -> bool {
        if let Some(total) = total {
            return total < 0;
        }
        let mut negative = false;
        for (p, amount) in lines.iter().zip(&self.amounts) {
            let s = &self.sources[usize::from(p.source)];
            let quantity = s
                .quantity
                .as_ref()
                .and_then(|q| q.get(p.row as usize))
                .map_or(0, |q| q.0);
            let amount = amount.map_or(0, |a| a.0);
            if quantity > 0 && amount >= 0 || amount > 0 {
                return false;
            }
            negative |= quantity < 0 || amount < 0;
        }
        negative
    }
}
