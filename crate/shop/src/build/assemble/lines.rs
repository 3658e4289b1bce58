//! The lines of an order: which rows tell them, and what each says.

use std::borrow::Cow;

use super::{Assembly, Draft};
use crate::build::cells::Names;
use crate::build::group::Place;
use crate::build::line::{self, Wide, round_carry};
use crate::build::names::split_products;
use crate::money::{share, to_minor};
use crate::status::State;
use crate::{ExclusionReason, NONE, QualityCode, RowRef};

/// What makes a line of a second file the same as one of the first. The files need not have the same columns, nor write
/// numbers with as many digits.
struct Signature<'a> {
    sku: Cow<'a, str>,
    /// The product's id and name, and the variant.
    product: [Cow<'a, str>; 3],
    quantity: Option<Wide>,
    amount: Option<Wide>,
}

/// Where the variant stands among what tells a product.
const VARIANT: usize = 2;

impl Signature<'_> {
    /// The same product, quantity and amount. Products are told by their SKU, else by all that both files tell of them.
    fn is_same(&self, other: &Self) -> bool {
        if (self.quantity, self.amount) != (other.quantity, other.amount) {
            return false;
        }
        if !self.sku.is_empty() && !other.sku.is_empty() {
            return self.sku == other.sku;
        }
        let told = |&i: &usize| !self.product[i].is_empty() && !other.product[i].is_empty();
        let told: Vec<usize> = (0..self.product.len()).filter(told).collect();
        match told.as_slice() {
            [] => self.is_nameless() && other.is_nameless(),
            // A variant alone may be that of any product.
            [VARIANT] => false,
            told => told.iter().all(|&i| self.product[i] == other.product[i]),
        }
    }

    fn is_nameless(&self) -> bool {
        self.sku.is_empty() && self.product.iter().all(|text| text.is_empty())
    }
}

/// A decimal without zeros at its end.
fn plain((mut value, mut scale): Wide) -> Wide {
    while scale > 0 && value % 10 == 0 {
        value /= 10;
        scale -= 1;
    }
    (value, scale)
}

impl Assembly<'_> {
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
        // The source that speaks for the order tells its lines, where it can.
        if let Some(at) = tables.iter().position(|t| usize::from(*t) == head) {
            tables.swap(0, at);
        }
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
                match known.iter().position(|k| k.is_same(&signature)) {
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

    /// Turns a row into lines.
    pub(super) fn draft(
        &mut self,
        p: Place,
        raw: Option<Wide>,
        digits: u32,
        carry: &mut i128,
        total_known: bool,
        by_line: bool,
    ) {
        let i = usize::from(p.source);
        let row = p.row as usize;
        let s = &self.sources[i];
        let place = RowRef {
            table: s.index,
            row: p.row,
        };
        // A line that was cancelled by itself adds nothing.
        let state = s.order_status.as_ref().and_then(|c| c.get(row));
        if by_line && matches!(state, Some(State::Cancelled | State::Lapsed)) {
            return;
        }
        let paid_back = s.is_paid_back(row, raw);
        let quantity = s
            .quantity
            .as_ref()
            .and_then(|q| q.get(row))
            .map(|d| to_minor(i128::from(d.0), u32::from(d.1), 3));
        let amount = match raw {
            Some(raw) if total_known => to_minor(raw.0, raw.1, digits),
            Some(raw) => round_carry(raw, digits, carry),
            None => 0,
        };
        if let Some(list) = &s.product_list
            && !s.has_products()
            && !list.is_null(row)
        {
            let parts = split_products(&list.text(row));
            if parts.len() > 1 {
                self.notes.add(QualityCode::ProductListSplit, place);
            }
            // Without a total of the order, the row's amount is that of all it lists.
            self.weights.clear();
            self.weights.extend(parts.iter().map(|p| p.1));
            let whole = if total_known { 0 } else { amount };
            share(whole, &self.weights, &mut self.shares);
            for (i, (name, count)) in parts.into_iter().enumerate() {
                let product = self.book.product_of_name(&name);
                self.drafts.push(Draft {
                    product,
                    quantity_milli: count * 1000,
                    amount: self.shares.get(i).copied().unwrap_or(0),
                    refund: 0,
                    row: place,
                });
            }
            return;
        }
        let s = &mut self.sources[i];
        if !s.has_products() && raw.is_none() && quantity.is_none() {
            return;
        }
        let names_products = s.has_products();
        let product = self.book.product(s, row);
        if names_products && product == NONE {
            self.notes.add(QualityCode::MissingProduct, place);
        }
        let negative = quantity.is_some_and(|q| q < 0);
        if negative {
            self.notes.add(QualityCode::NegativeQuantity, place);
        } else if raw.is_some_and(|r| r.0 == 0) && quantity != Some(0) {
            self.notes.add(QualityCode::ZeroPrice, place);
        }
        let draft = if negative || paid_back {
            Draft {
                product,
                quantity_milli: 0,
                amount: 0,
                refund: if paid_back { -amount } else { amount.abs() },
                row: place,
            }
        } else {
            Draft {
                product,
                quantity_milli: quantity.unwrap_or(if product == NONE { 0 } else { 1000 }),
                amount,
                refund: 0,
                row: place,
            }
        };
        self.drafts.push(draft);
    }
}

impl<'a> Assembly<'a> {
    fn signature(&self, p: Place) -> Signature<'a> {
        let s = &self.sources[usize::from(p.source)];
        let row = p.row as usize;
        let text = |names: &Option<Names<'a>>| -> Cow<'a, str> {
            match names {
                Some(names) => names.text(row),
                None => Cow::Borrowed(""),
            }
        };
        // A line without a quantity is one piece.
        let quantity = s.quantity.as_ref().map_or(Some((1, 0)), |q| q.get(row));
        Signature {
            sku: text(&s.sku),
            product: [&s.product_id, &s.product_name, &s.variant].map(text),
            quantity: quantity.map(|(value, scale)| plain((i128::from(value), u32::from(scale)))),
            amount: line::amount(s, row).map(plain),
        }
    }
}
