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
    /// Gives each returned line to the customer's latest earlier orders of that product, and one that names no
    /// known product to the latest earlier order with enough left; what finds none is kept apart.
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
        // The latest first; of one day by number, so that the sequence of the rows does not decide.
        let o = &self.shop.orders;
        for own in orders_of.values_mut() {
            table::order::sort_by(own, |&a, &b| {
                let key = |i: u32| (o.day[i as usize], o.hour[i as usize], &o.id[i as usize], i);
                key(b).cmp(&key(a))
            });
        }
        let mut returns = std::mem::take(&mut self.returns);
        table::order::sort_by_key(&mut returns, |r| (r.day, r.refund_minor));
        for r in returns {
            let head = usize::from(r.head.source);
            let customer = self
                .book
                .customer(&mut self.sources[head], r.head.row as usize, false);
            let mut known = orders_of.get(&customer).cloned().unwrap_or_default();
            known.retain(|&order| self.shop.orders.day[order as usize] <= r.day);
            let mut left = r.refund_minor;
            let mut found = None;
            let mut apart = Vec::new();
            for p in &r.lines {
                let i = usize::from(p.source);
                let row = p.row as usize;
                let Some((v, scale)) = line::amount(&self.sources[i], row) else {
                    continue;
                };
                let amount = to_minor(v, scale, r.digits).abs().min(left);
                left -= amount;
                let product = self.book.known_product(&self.sources[i], row);
                let (currency, mut there) = self.in_target(r.currency, amount);
                found = self
                    .give_back(&known, currency, product, &mut there)
                    .or(found);
                apart.push((product, currency, there));
            }
            let (currency, there) = self.in_target(r.currency, left);
            apart.push((NONE, currency, there));
            for (product, currency, there) in apart.into_iter().filter(|a| a.2 > 0) {
                // Tax and shipping that came back go with the last of the lines.
                let room = |order: &usize| self.has_room(*order, currency, product, there);
                if let Some(order) = found.filter(room) {
                    self.attach(order, NONE, there);
                    continue;
                }
                self.shop.unmatched_refunds.push(UnmatchedRefund {
                    day: r.day,
                    customer,
                    product,
                    currency,
                    refund_minor: there,
                    source: RowRef {
                        table: self.sources[head].index,
                        row: r.head.row,
                    },
                });
            }
        }
    }

    /// Takes an amount off orders, the latest first: off one that has all of it, else off several. Leaves what
    /// finds none, and gives the last order that it went to.
    fn give_back(
        &mut self,
        known: &[u32],
        currency: u8,
        product: u32,
        left: &mut i64,
    ) -> Option<usize> {
        let mut found = None;
        for whole in [true, false] {
            for order in known.iter().map(|&order| order as usize) {
                loop {
                    let part = self.part(order, currency, product).min(*left);
                    if part <= 0 || part < *left && (whole || product == NONE) {
                        break;
                    }
                    self.attach(order, product, part);
                    *left -= part;
                    found = Some(order);
                }
            }
        }
        found
    }

    /// What an order has left of a product on one of its lines; of no product, in all.
    fn part(&self, order: usize, currency: u8, product: u32) -> i64 {
        let o = &self.shop.orders;
        let room = o.gross_minor[order] - o.refund_minor[order];
        if o.currency[order] != currency {
            return 0;
        }
        if product == NONE {
            return room;
        }
        let l = &self.shop.lines;
        let own = self.lines_of(order).filter(|&i| l.product[i] == product);
        own.map(|i| l.kept(i)).max().unwrap_or(0).min(room)
    }

    /// Whether an order has an amount left, on what is of no product if the amount is a product's.
    fn has_room(&self, order: usize, currency: u8, product: u32, amount: i64) -> bool {
        let o = &self.shop.orders;
        let l = &self.shop.lines;
        o.currency[order] == currency
            && amount <= o.gross_minor[order] - o.refund_minor[order]
            && (product == NONE
                || (self.lines_of(order)).any(|i| l.product[i] == NONE && l.kept(i) >= amount))
    }

    fn lines_of(&self, order: usize) -> std::ops::Range<usize> {
        let first = &self.shop.orders.first_line;
        first[order] as usize..first[order + 1] as usize
    }

    pub(crate) fn attach(&mut self, order: usize, product: u32, amount: i64) {
        let lines = self.lines_of(order);
        let o = &mut self.shop.orders;
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
