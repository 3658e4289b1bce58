//! An order from its rows: what counts, what it amounts to, what came back.

use super::again::Told;
use super::{Assembly, Draft};
use crate::build::group::Place;
use crate::build::level::level;
use crate::build::line::{self, Wide, round_carry};
use crate::build::refund::Return;
use crate::money::{pow10, share, to_minor};
use crate::status::State;
use crate::{ExclusionReason, NONE, QualityCode, RowRef};

impl Assembly<'_> {
    pub(super) fn order(
        &mut self,
        places: &[Place],
        many_platforms: bool,
        rows: &mut Vec<usize>,
        lines: &mut Vec<Place>,
    ) {
        let head = self.head_of(places);
        rows.extend(
            places
                .iter()
                .filter(|p| usize::from(p.source) == head)
                .map(|p| p.row as usize),
        );
        let s = &self.sources[head];
        let table = s.index;
        let at = |row: usize| RowRef {
            table,
            row: row as u32,
        };
        let is_list = s.is_list();
        let rows = if is_list { &rows[..1] } else { &rows[..] };
        let first = rows[0];
        let source = at(first);

        let currency = self.currency_of(head, rows);
        let digits = self.digits(currency);
        let s = &self.sources[head];
        let minor =
            |d: Option<(i64, u8)>| d.map(|d| to_minor(i128::from(d.0), u32::from(d.1), digits));

        // Order-level amounts.
        let list_total = minor(level(s.list_total.as_ref(), rows, s.grain));
        let subtotal = minor(level(s.subtotal.as_ref(), rows, s.grain));
        let discount = minor(level(s.discount.as_ref(), rows, s.grain)).map_or(0, i64::abs);
        let shipping = minor(level(s.shipping.as_ref(), rows, s.grain)).unwrap_or(0);
        let tax = minor(level(s.tax.as_ref(), rows, s.grain)).unwrap_or(0);
        let refund_column = minor(level(s.refund.as_ref(), rows, s.grain)).map_or(0, i64::abs);
        let units = level(s.units.as_ref(), rows, s.grain)
            .map(|d| to_minor(i128::from(d.0), u32::from(d.1), 3));
        let mut total_raw: Option<Wide> =
            level(s.total.as_ref(), rows, s.grain).map(|d| (i128::from(d.0), u32::from(d.1)));
        let (has_total, paid_is_net) = (s.total.is_some(), s.paid_is_net);
        let discount_off = if s.discount_is_off { 0 } else { discount };
        let tells_discount = s.discount.is_some();

        // Which rows tell the lines, and what they cost.
        self.line_places(places, head, lines);
        lines.retain(|p| !self.sources[usize::from(p.source)].is_fee(p.row as usize));
        if lines.is_empty() && self.sources[head].amount_type.is_some() {
            return;
        }
        self.amounts.clear();
        for p in &*lines {
            let amount = line::amount(&self.sources[usize::from(p.source)], p.row as usize);
            self.amounts.push(amount);
        }
        let told = Told {
            totals: [
                total_raw.map(|t| to_minor(t.0, t.1, digits)),
                list_total,
                subtotal,
            ],
            discount,
            shipping,
            tax,
        };
        self.leave_repeats(lines, &told, digits);
        let lines = &*lines;
        // A list total is before discounts: what is less than the lines is none.
        let list_total = list_total.filter(|&list| {
            let goods = self.rough(None, digits);
            has_total || list.saturating_mul(100) >= goods.saturating_mul(99)
        });
        let mut shipping_apart = shipping;
        if total_raw.is_none() && !has_total {
            total_raw = match (list_total, subtotal) {
                (Some(list), _) => Some((i128::from(list - discount), digits)),
                (None, Some(sub)) => Some((i128::from(sub + shipping + tax), digits)),
                _ => None,
            };
            shipping_apart = if total_raw.is_some() {
                shipping
            } else {
                shipping_apart
            };
        }
        // What was paid back has been taken off: in all of the file, or (as platforms do that put
        // the paid amount of a closed order to zero) in an order whose refund exceeds it.
        if let Some(total) = &mut total_raw {
            let paid = to_minor(total.0, total.1, digits);
            let zeroed = refund_column > 0 && paid == 0;
            if paid_is_net || zeroed && list_total.is_some_and(|l| l >= paid + refund_column) {
                *total = (
                    total.0 * pow10(digits.saturating_sub(total.1))
                        + i128::from(refund_column) * pow10(total.1.saturating_sub(digits)),
                    total.1.max(digits),
                );
            }
        }
        // The list total less what was charged is the discount, where no column tells it.
        let charged = total_raw.map(|t| to_minor(t.0, t.1, digits));
        let discount = match (list_total, charged) {
            (Some(list), Some(charged)) if !tells_discount => {
                let goods = self.rough(None, digits);
                let off = list - charged;
                let before = goods == list || goods + shipping == list;
                if before && off > 0 && charged > 0 {
                    off
                } else {
                    0
                }
            }
            _ => discount,
        };
        let discount_off = if tells_discount {
            discount_off
        } else {
            discount
        };
        let flags = self.flags(head, rows);
        // Closed after all of it was paid back: what was paid is told as nothing, and was the list total.
        let nothing = refund_column == 0 && total_raw.is_some_and(|t| t.0 == 0);
        if flags.refunded
            && nothing
            && let Some(list) = list_total
        {
            total_raw = Some((i128::from(list), digits));
        }
        let has_amount = total_raw.is_some() || self.amounts.iter().any(Option::is_some);

        // The same order again.
        let again = |a: &Self, p: &Place| {
            let other = usize::from(p.source);
            a.sources[other].is_list() && (other != head || p.row as usize != first)
        };
        for p in places {
            if places.len() == 1 || !again(self, p) {
                continue;
            }
            let rough = self.rough(total_raw, digits);
            let other = &self.sources[usize::from(p.source)];
            let row = RowRef {
                table: other.index,
                row: p.row,
            };
            self.notes
                .exclude(ExclusionReason::Duplicate, currency, rough, row);
            if usize::from(p.source) != head {
                self.notes.add(QualityCode::OverlappingFiles, row);
            }
        }

        let why = if flags.test {
            Some(ExclusionReason::Test)
        } else if flags.cancelled {
            Some(ExclusionReason::Cancelled)
        } else if flags.unpaid {
            Some(ExclusionReason::Unpaid)
        } else if self.is_return(lines, total_raw.map(|t| t.0)) {
            Some(ExclusionReason::Return)
        } else if !has_amount {
            Some(ExclusionReason::NoAmount)
        } else {
            None
        };
        if let Some(why) = why {
            // What would have been paid is the list total, where the paid amount is zero.
            let rough = match self.rough(total_raw, digits) {
                0 => list_total.unwrap_or(0),
                goods if why == ExclusionReason::Return && total_raw.is_none() => {
                    goods + tax + shipping_apart
                }
                rough => rough,
            };
            self.notes.exclude(why, currency, rough, source);
            if why == ExclusionReason::Unpaid && flags.lapsed {
                self.notes.add(QualityCode::ClosedUnpaid, source);
            }
            if why == ExclusionReason::Return {
                self.returns.push(Return {
                    lines: lines.to_vec(),
                    head: Place {
                        source: head as u16,
                        row: first as u32,
                    },
                    currency,
                    digits,
                    refund_minor: rough.abs(),
                    day: self.sources[head].time(first).0,
                });
            }
            return;
        }

        // Lines, with weights.
        let mut carry = self.carry[usize::from(currency)];
        self.drafts.clear();
        let detailed = total_raw.is_some();
        for (i, p) in lines.iter().enumerate() {
            let by_line = flags.counted && usize::from(p.source) == head;
            let raw = self.amounts[i];
            self.draft(*p, raw, digits, &mut carry, detailed, by_line);
        }
        self.fit_units(units);
        let goods: i64 = self.drafts.iter().map(|d| d.amount).sum();
        let returned: i64 = self.drafts.iter().map(|d| d.refund).sum();
        let (gross, priced) = match total_raw {
            Some(total) => (round_carry(total, digits, &mut carry), goods != 0),
            None => (goods - discount_off + shipping_apart + tax, true),
        };
        self.carry[usize::from(currency)] = carry;
        if self.drafts.is_empty() {
            self.drafts.push(Draft {
                product: NONE,
                quantity_milli: units.unwrap_or(0),
                amount: gross,
                refund: 0,
                row: source,
            });
        }
        self.fit_lines(gross, goods, priced, discount_off, shipping, tax, source);

        // Refunds.
        let refund = if refund_column > 0 {
            refund_column
        } else if flags.refunded && returned == 0 {
            gross.max(0)
        } else {
            returned
        };
        let rest = refund - returned;
        if rest != 0 {
            self.weights.clear();
            self.weights
                .extend(self.drafts.iter().map(|d| (d.amount - d.refund).max(0)));
            share(rest, &self.weights, &mut self.shares);
            for (d, r) in self.drafts.iter_mut().zip(&self.shares) {
                d.refund += r;
            }
        }
        // What lines tell was taken off is the order's discount where no column of the order tells it.
        let discount = match tells_discount {
            true => discount,
            false => discount.max(self.line_discounts(lines, digits)),
        };
        self.push(
            head,
            rows,
            currency,
            gross,
            refund,
            flags.partly,
            many_platforms,
            (discount, shipping, tax),
            source,
        );
    }

    fn line_discounts(&self, lines: &[Place], digits: u32) -> i64 {
        let of = |(place, charged): (&Place, &Option<Wide>)| {
            let source = &self.sources[usize::from(place.source)];
            let (value, scale) = line::discount(source, place.row as usize, *charged);
            to_minor(value, scale, digits)
        };
        lines.iter().zip(&self.amounts).map(of).sum()
    }

    /// What an order is about, where it does not have to be exact.
    pub(super) fn rough(&self, total: Option<Wide>, digits: u32) -> i64 {
        let minor = |(v, scale): Wide| to_minor(v, scale, digits);
        match total {
            Some(total) => minor(total),
            None => self.amounts.iter().flatten().map(|a| minor(*a)).sum(),
        }
    }

    /// The source that speaks for an order: a list with totals before anything else, the later export
    /// before the earlier.
    fn head_of(&self, places: &[Place]) -> usize {
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
                    // Of two exports the later knows what became of an order since.
                    std::cmp::Reverse(self.latest[i]),
                    // Where both end on the same day: what was paid back stays so.
                    std::cmp::Reverse(self.progress(i, places)),
                    i,
                )
            })
            .unwrap_or(first)
    }

    /// How far an order has come by what a source tells of it: open, sold, cancelled, paid back.
    fn progress(&self, source: usize, places: &[Place]) -> u8 {
        let s = &self.sources[source];
        let states = [&s.order_status, &s.payment_status, &s.refund_status];
        let of_row = |row: usize| {
            let told = states.iter().filter_map(|c| c.as_ref()?.get(row));
            let stage = |state| match state {
                State::Unpaid => 0,
                State::Counted => 1,
                State::Cancelled | State::Lapsed => 2,
                State::PartlyRefunded | State::Refunded => 3,
            };
            let refunded = s.refund.as_ref().and_then(|r| r.get(row));
            let paid_back = if refunded.is_some_and(|r| r.0 != 0) {
                3
            } else {
                0
            };
            told.map(stage).max().unwrap_or(0).max(paid_back)
        };
        let own = places.iter().filter(|p| usize::from(p.source) == source);
        own.map(|p| of_row(p.row as usize)).max().unwrap_or(0)
    }

    /// Every amount is negative (or quantities are, where amounts are zero), or the total is.
    fn is_return(&self, lines: &[Place], total: Option<i128>) -> bool {
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
