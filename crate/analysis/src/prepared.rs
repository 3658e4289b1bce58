//! What follows from a shop alone, computed once and kept beside it.

use shop::{NONE, Shop};

use crate::period::{Gap, quantile_gap};

/// Index of an order's day where it has none.
pub(crate) const NO_DAY: u32 = u32::MAX;

/// Which of its customer's orders an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum OrderKind {
    /// The customer is not known, or the day.
    #[default]
    Unknown,
    /// The customer's first in the data; several where neither time nor number tells which.
    First,
    /// A later one.
    Later,
}

/// What can be computed once for a shop, whatever the request. It borrows nothing, so that it can
/// be kept beside its shop.
#[derive(Debug, Clone, Default)]
pub struct Prepared {
    /// First day of the calendar.
    pub(crate) day_zero: i32,
    /// Days from the first to the last with an order.
    pub(crate) days: usize,
    /// Per order: days since `day_zero`, or [`NO_DAY`].
    pub(crate) day_index: Vec<u32>,
    /// Per order.
    pub(crate) kind: Vec<OrderKind>,
    /// Per order: days since the same customer's order before; −1 = none, or not known.
    pub(crate) gap_days: Vec<i32>,
    /// Days with an order.
    pub(crate) active_days: u32,
    /// Long runs of empty days.
    pub(crate) gaps: Vec<Gap>,
    /// Days without an order that are usual in a row: how far from its ends a window may still be
    /// called covered.
    pub(crate) allowance: i32,
}

/// A century: dates farther than this from the median are slips, and would make every series long.
const REACH: i32 = 36_525;

/// Days that dates in files may mean (about 770 BC to AD 7400); all arithmetic on them is safe.
pub(crate) const EARLIEST: i32 = -1_000_000;
/// See [`EARLIEST`].
pub(crate) const LATEST: i32 = 2_000_000;

impl Prepared {
    /// Prepares a shop.
    pub fn new(shop: &Shop) -> Self {
        let mut prepared = Prepared::default();
        prepared.calendar(&shop.orders.day);
        prepared.customers(shop);
        prepared
    }

    fn calendar(&mut self, days: &[i32]) {
        let mut known: Vec<i32> = days
            .iter()
            .copied()
            .filter(|d| (EARLIEST..=LATEST).contains(d))
            .collect();
        if known.is_empty() {
            self.day_index = vec![NO_DAY; days.len()];
            return;
        }
        let middle = known.len() / 2;
        let median = *known.select_nth_unstable(middle).1;
        let (low, high) = ((median - REACH).max(EARLIEST), (median + REACH).min(LATEST));
        known.retain(|d| (low..=high).contains(d));
        let first = known.iter().copied().min().unwrap_or(median);
        let last = known.iter().copied().max().unwrap_or(median);
        self.day_zero = first;
        self.days = (last - first) as usize + 1;
        let mut active = vec![false; self.days];
        self.day_index = days
            .iter()
            .map(|&day| {
                if !(low..=high).contains(&day) {
                    return NO_DAY;
                }
                let index = (day - first) as usize;
                active[index] = true;
                index as u32
            })
            .collect();
        let active: Vec<i32> = (first..=last)
            .zip(active)
            .filter_map(|(day, is_active)| is_active.then_some(day))
            .collect();
        self.active_days = active.len() as u32;
        let usual = quantile_gap(&active, 0.9);
        self.allowance = (usual - 1).clamp(0, 6);
        let long = (usual * 4).max(7);
        self.gaps = active
            .windows(2)
            .filter(|pair| pair[1] - pair[0] > long)
            .map(|pair| Gap {
                first: pair[0] + 1,
                last: pair[1] - 1,
            })
            .collect();
    }

    fn customers(&mut self, shop: &Shop) {
        let orders = &shop.orders;
        let count = orders.customer.len();
        self.kind = vec![OrderKind::Unknown; count];
        self.gap_days = vec![-1; count];
        // Orders grouped by customer: a counting sort, then each customer's few by time.
        let mut starts = vec![0_u32; shop.customers.len() + 1];
        for &customer in &orders.customer {
            if customer != NONE {
                starts[customer as usize + 1] += 1;
            }
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut grouped = vec![0_u32; starts.last().copied().unwrap_or(0) as usize];
        let mut next = starts.clone();
        for (order, &customer) in orders.customer.iter().enumerate() {
            if customer != NONE {
                let place = &mut next[customer as usize];
                grouped[*place as usize] = order as u32;
                *place += 1;
            }
        }
        for range in starts.windows(2) {
            let own = &mut grouped[range[0] as usize..range[1] as usize];
            // Without the number of the order, rows in another sequence would change who came first.
            own.sort_unstable_by(|&a, &b| {
                let (a, b) = (a as usize, b as usize);
                (self.day_index[a], orders.hour[a])
                    .cmp(&(self.day_index[b], orders.hour[b]))
                    .then_with(|| orders.id[a].cmp(&orders.id[b]))
                    .then_with(|| orders.gross_minor[a].cmp(&orders.gross_minor[b]))
                    .then(a.cmp(&b))
            });
            // Days that are not known are the last.
            let moment = |&order: &u32| {
                let order = order as usize;
                (self.day_index[order], orders.hour[order], &orders.id[order])
            };
            let first = own.first().map(moment);
            for order in own.iter().take_while(|&order| moment(order).0 != NO_DAY) {
                self.kind[*order as usize] = if Some(moment(order)) == first {
                    OrderKind::First
                } else {
                    OrderKind::Later
                };
            }
            for pair in own.windows(2) {
                let (before, after) = (
                    self.day_index[pair[0] as usize],
                    self.day_index[pair[1] as usize],
                );
                if after != NO_DAY && before != NO_DAY {
                    self.gap_days[pair[1] as usize] = (after - before) as i32;
                }
            }
        }
    }

    pub(crate) fn first_day(&self) -> Option<i32> {
        (self.days > 0).then_some(self.day_zero)
    }

    pub(crate) fn last_day(&self) -> Option<i32> {
        (self.days > 0).then(|| self.day_zero + self.days as i32 - 1)
    }
}
