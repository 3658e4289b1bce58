//! Lines of an order, made to sum to what was charged.

use super::assemble::{Assembly, Draft};
use super::group::Place;
use super::line::{Wide, round_carry};
use super::names::split_products;
use crate::money::{share, to_minor};
use crate::status::State;
use crate::{NONE, QualityCode, RowRef};

impl Assembly<'_> {
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
        // A line that was cancelled by itself adds nothing; a settlement's fees are not sales.
        let state = s.order_status.as_ref().and_then(|c| c.get(row));
        let is_fee = s
            .amount_type
            .as_ref()
            .is_some_and(|n| !is_sale(&n.text(row)));
        if by_line && state == Some(State::Cancelled) || is_fee {
            return;
        }
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
            for (name, count) in parts {
                let product = self.book.product_of_name(&name);
                self.drafts.push(Draft {
                    product,
                    quantity_milli: count * 1000,
                    amount: 0,
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
        let draft = if negative {
            Draft {
                product,
                quantity_milli: 0,
                amount: 0,
                refund: amount.abs(),
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

    /// Where the order tells its units and its lines do not, they share them.
    pub(super) fn fit_units(&mut self, units: Option<i64>) {
        let Some(units) = units.filter(|u| *u > 0) else {
            return;
        };
        let told = self.drafts.iter().any(|d| d.amount != 0 || d.refund != 0);
        if told || self.drafts.is_empty() {
            return;
        }
        self.weights.clear();
        self.weights
            .extend(self.drafts.iter().map(|d| d.quantity_milli));
        share(units, &self.weights, &mut self.shares);
        for (d, q) in self.drafts.iter_mut().zip(&self.shares) {
            d.quantity_milli = *q;
        }
    }

    /// Makes the lines sum to gross: discounts are shared among them, and what belongs to no
    /// product (shipping, tax, rounding) stands on a line of its own.
    #[expect(clippy::too_many_arguments, reason = "the parts of one order's amount")]
    pub(super) fn fit_lines(
        &mut self,
        gross: i64,
        goods: i64,
        priced: bool,
        discount: i64,
        shipping: i64,
        tax: i64,
        source: RowRef,
    ) {
        if goods == gross && discount == 0 {
            return;
        }
        if !priced {
            // No prices on the lines: the whole amount is shared by quantity.
            self.weights.clear();
            self.weights
                .extend(self.drafts.iter().map(|d| d.quantity_milli));
            let extra = if (0..=gross).contains(&shipping) {
                shipping
            } else {
                0
            };
            share(gross - extra, &self.weights, &mut self.shares);
            for (d, r) in self.drafts.iter_mut().zip(&self.shares) {
                d.amount = *r;
            }
            self.extra(extra, source);
            return;
        }
        let explained = [discount, 0]
            .into_iter()
            .flat_map(|off| [shipping + tax, shipping, tax, 0].map(|extra| (off, extra)))
            .find(|(off, extra)| goods - off + extra == gross);
        let (target, extra) = match explained {
            Some((off, extra)) => (goods - off, extra),
            None => {
                let plain = gross - goods;
                let differs = (plain.abs() - discount - shipping - tax).max(0);
                if differs * 100 > gross.abs().max(goods.abs()) {
                    self.notes.add(QualityCode::TotalsDiffer, source);
                }
                if plain > 0 {
                    (goods, plain)
                } else if (1..=gross).contains(&(shipping + tax)) && discount > 0 {
                    (gross - shipping - tax, shipping + tax)
                } else {
                    (gross, 0)
                }
            }
        };
        if target != goods {
            self.weights.clear();
            self.weights
                .extend(self.drafts.iter().map(|d| d.amount.max(0)));
            share(target - goods, &self.weights, &mut self.shares);
            for (d, r) in self.drafts.iter_mut().zip(&self.shares) {
                d.amount += r;
            }
        }
        self.extra(extra, source);
    }

    pub(super) fn extra(&mut self, amount: i64, row: RowRef) {
        if amount != 0 {
            self.drafts.push(Draft {
                product: NONE,
                quantity_milli: 0,
                amount,
                refund: 0,
                row,
            });
        }
    }
}

/// Whether a settlement's amount is part of what a customer paid.
fn is_sale(kind: &str) -> bool {
    matches!(
        kind,
        "ItemPrice"
            | "Promotion"
            | "Order"
            | "Refund"
            | "Principal"
            | "Shipping"
            | "Tax"
            | "订单"
            | "退款"
            | ""
    )
}
