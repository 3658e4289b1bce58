//! Files that tell refunds and nothing else: an order's number and what was paid back.

use hashbrown::{HashMap, HashSet};

use super::assemble::Assembly;
use super::source::Source;
use crate::money::to_minor;
use crate::{Dataset, Join, NONE, Recognition, Role, RowRef, UnmatchedRefund};

/// Whether a table may be such a file by its columns.
pub(crate) fn may_be(r: &Recognition) -> bool {
    let has = |role| r.column(role).is_some();
    matches!(
        r.dataset,
        Dataset::Orders | Dataset::OrderLines | Dataset::Unknown
    ) && has(Role::OrderId)
        && has(Role::RefundAmount)
}

impl Source<'_> {
    /// No amount was sold for, and nearly every row pays back.
    pub(crate) fn is_refund_file(&self) -> bool {
        let sold = [
            &self.total,
            &self.list_total,
            &self.subtotal,
            &self.line_total,
            &self.unit_price,
        ];
        let Some(refund) = self.refund.as_ref().filter(|_| self.id.is_some()) else {
            return false;
        };
        let rows = self.table.rows;
        let filled = (0..rows).filter(|&r| refund.get(r).is_some_and(|v| v.0 != 0));
        sold.iter().all(|n| n.is_none()) && filled.count() * 10 >= rows * 9
    }
}

impl<'a> Assembly<'a> {
    /// Gives each refund to its order, and to the line of its product. An order whose refund the orders'
    /// own file tells is left as it is; refunds of orders that are in no file are kept apart.
    pub(crate) fn refund_files(&mut self, files: Vec<Source<'a>>) {
        let Some(right) = self.sources.iter().position(|s| s.id.is_some()) else {
            return;
        };
        let orders: HashMap<String, usize, foldhash::fast::FixedState> = (self.shop.orders.id)
            .iter()
            .enumerate()
            .filter(|(_, id)| !id.is_empty())
            .map(|(i, id)| (id.to_string(), i))
            .collect();
        let told: Vec<bool> = (self.shop.orders.refund_minor.iter())
            .map(|r| *r != 0)
            .collect();
        // Numbers of orders that are not counted: what was paid back for them was never in gross.
        let mut known: HashSet<String, foldhash::fast::FixedState> = HashSet::default();
        for s in &self.sources {
            if let Some(id) = &s.id {
                known.extend((0..s.table.rows).map(|row| number(&id.text(row))));
            }
        }
        for file in files {
            let at = self.sources.len();
            let (index, rows) = (file.index, file.table.rows);
            self.sources.push(file);
            let mut seen: HashSet<String, foldhash::fast::FixedState> = HashSet::default();
            let mut matched = 0;
            for row in 0..rows {
                let s = &self.sources[at];
                let id =
                    s.id.as_ref()
                        .map_or(String::new(), |n| number(&n.text(row)));
                let Some((amount, scale)) = s.refund.as_ref().and_then(|r| r.get(row)) else {
                    continue;
                };
                let (assumed, day) = (s.assumed, s.time(row).0);
                let order = orders.get(&id).copied();
                matched += usize::from(seen.insert(id.clone()) && order.is_some());
                let own = order.map(|o| self.shop.orders.currency[o]);
                let currency = match own {
                    Some(own) if assumed => own,
                    _ => self.currency_of(at, &[row]),
                };
                let digits = self.digits(currency);
                let minor = to_minor(i128::from(amount).abs(), u32::from(scale), digits);
                let (currency, minor) = self.in_target(currency, minor);
                match order {
                    Some(order) if own == Some(currency) => {
                        if !told[order] {
                            let product = self.book.known_product(&self.sources[at], row);
                            self.attach(order, product, minor);
                        }
                    }
                    _ if known.contains(&id) => {}
                    _ => self.shop.unmatched_refunds.push(UnmatchedRefund {
                        day,
                        customer: NONE,
                        product: self.book.known_product(&self.sources[at], row),
                        currency,
                        refund_minor: minor,
                        source: RowRef {
                            table: index,
                            row: row as u32,
                        },
                    }),
                }
            }
            let name =
                |s: &Source<'_>| (s.id.as_ref()).map_or(String::new(), |n| n.column().name.clone());
            self.shop.joins.push(Join {
                left: index,
                right: self.sources[right].index,
                key: (name(&self.sources[at]), name(&self.sources[right])),
                matched,
                total: seen.len(),
            });
        }
    }
}

fn number(id: &str) -> String {
    id.trim_start_matches('\'').to_owned()
}
