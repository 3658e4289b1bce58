//! Lines made to add up to their order.

use super::{Assembly, Draft};
use crate::money::share;
use crate::{NONE, QualityCode, RowRef};

impl Assembly<'_> {
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

    fn extra(&mut self, amount: i64, row: RowRef) {
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
