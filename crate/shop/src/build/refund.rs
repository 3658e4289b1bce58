//! Return documents, brought back to the orders that they return.

use hashbrown::HashMap;

use super::assemble::Assembly;
use super::group::Place;
use super::line;
use crate::money::{share, to_minor};
use crate::{NONE, RowRef, Status, UnmatchedRefund};

/// A document whose amounts are all negative.
#[derive(Debug)]
pub(crate) struct Return {
    pub(crate) lines: Vec<Place>,
    pub(crate) head: Place,
    pub(crate) currency: u8,
    pub(crate) digits: u32,
    pub(crate) refund_minor: i64,
    pub(crate) day: i32,
}

impl Assembly<'_> {
    /// Gives each returned line to the customer's latest earlier order of that product, else to the
    /// latest earlier order with enough left; what finds none is kept apart.
    pub(crate) fn returns(&mut self) {
        if self.returns.is_empty() {
            return;
        }
        let mut orders_of: HashMap<u32, Vec<u32>, foldhash::fast::FixedState> = HashMap::default();
        for (order, &customer) in self.shop.orders.customer.iter().enumerate() {
            if customer != NONE {
                orders_of.entry(customer).or_default().push(order as u32);
            }
        }
        for r in std::mem::take(&mut self.returns) {
            let head = usize::from(r.head.source);
            let customer = self
                .book
                .customer(&mut self.sources[head], r.head.row as usize, false);
            let known = orders_of.get(&customer).map_or(&[][..], Vec::as_slice);
            let mut left = r.refund_minor;
            let mut found = None;
            for p in &r.lines {
                let i = usize::from(p.source);
                let row = p.row as usize;
                let Some((v, scale)) = line::amount(&self.sources[i], row) else {
                    continue;
                };
                let amount = to_minor(v, scale, r.digits).abs().min(left);
                let product = self.book.known_product(&self.sources[i], row);
                let (currency, amount_there) = self.in_target(r.currency, amount);
                if let Some(order) = self.returned_order(known, &r, currency, product, amount_there)
                {
                    self.attach(order, product, amount_there);
                    left -= amount;
                    found = Some(order);
                }
            }
            // Tax and shipping that came back go with the last of the lines.
            if left > 0
                && let Some(order) = found
            {
                let (currency, there) = self.in_target(r.currency, left);
                let o = &self.shop.orders;
                let room = o.gross_minor[order] - o.refund_minor[order];
                if o.currency[order] == currency && there <= room {
                    self.attach(order, NONE, there);
                    left = 0;
                }
            }
            if left != 0 {
                let (currency, refund_minor) = self.in_target(r.currency, left);
                self.shop.unmatched_refunds.push(UnmatchedRefund {
                    day: r.day,
                    customer,
                    currency,
                    refund_minor,
                    source: RowRef {
                        table: self.sources[head].index,
                        row: r.head.row,
                    },
                });
            }
        }
    }

    fn returned_order(
        &self,
        known: &[u32],
        r: &Return,
        currency: u8,
        product: u32,
        amount: i64,
    ) -> Option<usize> {
        let o = &self.shop.orders;
        let fits = |&&order: &&u32| {
            let i = order as usize;
            o.currency[i] == currency
                && o.day[i] <= r.day
                && o.gross_minor[i] - o.refund_minor[i] >= amount
        };
        let has_product = |&&order: &&u32| {
            let i = order as usize;
            let lines = o.first_line[i] as usize..o.first_line[i + 1] as usize;
            product != NONE
                && lines.clone().any(|l| {
                    self.shop.lines.product[l] == product && self.shop.lines.kept(l) >= amount
                })
        };
        let latest = |order: &&u32| (o.day[**order as usize], **order);
        known
            .iter()
            .filter(fits)
            .filter(has_product)
            .max_by_key(latest)
            .or_else(|| known.iter().filter(fits).max_by_key(latest))
            .map(|order| *order as usize)
    }

    pub(crate) fn attach(&mut self, order: usize, product: u32, amount: i64) {
        let o = &mut self.shop.orders;
        let lines = o.first_line[order] as usize..o.first_line[order + 1] as usize;
        o.refund_minor[order] += amount;
        o.status[order] = if o.refund_minor[order] >= o.gross_minor[order] {
            Status::Refunded
        } else {
            Status::PartlyRefunded
        };
        let l = &mut self.shop.lines;
        let own = lines
            .clone()
            .find(|&i| l.product[i] == product && l.kept(i) >= amount);
        match own {
            Some(i) => l.refund(i, amount),
            None => {
                let weights: Vec<i64> = lines.clone().map(|i| l.kept(i).max(0)).collect();
                let mut shares = Vec::new();
                share(amount, &weights, &mut shares);
                for (i, s) in lines.zip(shares) {
                    l.refund(i, s);
                }
            }
        }
    }
}
