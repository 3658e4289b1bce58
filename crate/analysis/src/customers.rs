//! New and returning customers.

use serde::Serialize;
use shop::{NONE, Selection};

use crate::calendar::{Step, Steps};
use crate::frame::{Frame, PASSES, PERIOD};
use crate::prepared::{NO_DAY, OrderKind};
use crate::statistics::{rounded, share, wilson};
use crate::{Answer, Interval, Unit};

/// New and returning customers. A customer is new at the first order in the data, so the first
/// months hold more new customers than there were.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Customers {
    /// Customers in the period.
    pub customers: u64,
    /// Of them, first seen in the period.
    pub new_customers: u64,
    /// Customers in the period with two or more orders in all the data up to its end.
    pub repeat_customers: u64,
    /// `repeat_customers` ÷ `customers`.
    pub repeat_rate: f64,
    /// Wilson interval of `repeat_rate`.
    pub repeat_interval: Interval,
    /// Gross of first orders.
    pub new_gross_minor: i64,
    /// Gross of later orders.
    pub returning_gross_minor: i64,
    /// Gross of orders without a known customer or day.
    pub unknown_gross_minor: i64,
    /// Orders without a known customer or day.
    pub unknown_orders: u64,
    /// Share of later orders in the gross of known customers.
    pub returning_share: Option<f64>,
    /// Orders per customer in the period.
    pub orders_per_customer: f64,
    /// Median days between a customer's orders.
    pub median_gap_days: Option<f64>,
    /// Share of the known customers' gross that the top tenth of them makes.
    pub top_decile_share: Option<f64>,
    /// Share that the largest customer makes.
    pub largest_share: Option<f64>,
    /// Average value of first orders, minor units.
    pub new_aov_minor: Option<f64>,
    /// Average value of later orders.
    pub returning_aov_minor: Option<f64>,
    /// By month.
    pub months: Vec<CustomersMonth>,
    /// Customers by number of orders in the period: 1, 2, 3, 4, 5 and more.
    pub by_orders: [u64; 5],
}

/// A month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CustomersMonth {
    /// First day.
    pub first: i32,
    /// Last day.
    pub last: i32,
    /// Customers who ordered for the first time.
    pub new_customers: u64,
    /// Customers who had ordered before the month.
    pub returning_customers: u64,
    /// Gross of first orders.
    pub new_gross_minor: i64,
    /// Gross of later orders.
    pub returning_gross_minor: i64,
    /// Gross without a known customer.
    pub unknown_gross_minor: i64,
    /// Not a full month of data.
    pub partial: bool,
    /// Rows of first orders.
    pub new_selection: Selection,
    /// Rows of later orders.
    pub returning_selection: Selection,
}

/// Known customers below which shares of them are noise.
const FEWEST_CUSTOMERS: u64 = 20;

/// Customers in some window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct CustomerCounts {
    /// Distinct known customers.
    pub(crate) all: u64,
    /// Of them, with their first order in the window.
    pub(crate) new: u64,
    /// Of them, with an order that is not their first.
    pub(crate) returning: u64,
}

/// Counts distinct customers by the bits of their orders, of some days alone where these are given.
pub(crate) fn count_customers(
    frame: &Frame<'_>,
    bit: u8,
    days: Option<(i32, i32)>,
) -> CustomerCounts {
    let days = days.map(|(first, last)| frame.indexes(first, last));
    let mut seen = vec![0_u8; frame.shop.customers.len()];
    for (order, &bits) in frame.bits.iter().enumerate() {
        let customer = frame.shop.orders.customer[order];
        let day = frame.prepared.day_index[order] as usize;
        let within = days.as_ref().is_none_or(|days| days.contains(&day));
        if bits & bit != 0 && customer != NONE && within {
            seen[customer as usize] |= match frame.prepared.kind[order] {
                OrderKind::First => 1,
                OrderKind::Later => 2,
                OrderKind::Unknown => 4,
            };
        }
    }
    let count = |mask: u8| seen.iter().filter(|&&s| s & mask != 0).count() as u64;
    CustomerCounts {
        all: count(7),
        new: count(1),
        returning: count(2),
    }
}

/// New and returning customers in the period.
pub(crate) fn customers(frame: &Frame<'_>) -> Answer<Customers> {
    let orders = &frame.shop.orders;
    let known = frame.shop.customers.len();
    let end = frame.period.map_or(i32::MAX, |p| p.last);
    let mut in_period = vec![0_u32; known];
    let mut ever = vec![0_u32; known];
    let mut gross = vec![0_i64; known];
    let mut gaps = Vec::new();
    for (order, &bits) in frame.bits.iter().enumerate() {
        let customer = orders.customer[order];
        if bits & PASSES == 0 || customer == NONE {
            continue;
        }
        let customer = customer as usize;
        let day = frame.prepared.day_index[order];
        if day == NO_DAY || frame.prepared.day_zero + day as i32 <= end {
            ever[customer] += 1;
        }
        if bits & PERIOD != 0 {
            in_period[customer] += 1;
            gross[customer] = gross[customer].saturating_add(frame.gross[order]);
            let gap = frame.prepared.gap_days[order];
            if gap >= 0 {
                gaps.push(gap);
            }
        }
    }
    let counts = count_customers(frame, PERIOD, None);
    if counts.all < FEWEST_CUSTOMERS {
        return Answer::missing(FEWEST_CUSTOMERS, counts.all, Unit::Customers);
    }
    let mut by_orders = [0_u64; 5];
    let (mut repeat, mut known_orders) = (0_u64, 0_u64);
    let mut amounts = Vec::new();
    for customer in 0..known {
        let times = in_period[customer];
        if times == 0 {
            continue;
        }
        by_orders[(times as usize - 1).min(4)] += 1;
        repeat += u64::from(ever[customer] >= 2);
        known_orders += u64::from(times);
        amounts.push(gross[customer]);
    }
    table::order::sort_by(&mut amounts, |a, b| b.cmp(a));
    let all: i64 = amounts.iter().fold(0, |sum, &a| sum.saturating_add(a));
    let top = amounts.len().div_ceil(10);
    let top_gross: i64 = amounts[..top]
        .iter()
        .fold(0, |sum, &a| sum.saturating_add(a));
    let total = &frame.total;
    let average = |gross: i64, n: u32| (n > 0).then(|| rounded(gross as f64 / f64::from(n)));
    let median_gap_days = (!gaps.is_empty()).then(|| {
        let middle = gaps.len() / 2;
        let even = gaps.len().is_multiple_of(2);
        let (below, upper, _) = gaps.select_nth_unstable(middle);
        let upper = f64::from(*upper);
        match below.iter().max().filter(|_| even) {
            Some(lower) => (f64::from(*lower) + upper) / 2.0,
            None => upper,
        }
    });
    Answer::Known(Customers {
        customers: counts.all,
        new_customers: counts.new,
        repeat_customers: repeat,
        repeat_rate: rounded(repeat as f64 / counts.all as f64),
        repeat_interval: wilson(repeat, counts.all),
        new_gross_minor: total.first_gross,
        returning_gross_minor: total.later_gross,
        unknown_gross_minor: total.unknown_gross(),
        unknown_orders: u64::from(total.unknown_orders()),
        returning_share: share(
            total.later_gross,
            total.first_gross.saturating_add(total.later_gross),
        ),
        orders_per_customer: rounded(known_orders as f64 / counts.all as f64),
        median_gap_days,
        top_decile_share: share(top_gross, all),
        largest_share: share(amounts[0], all),
        new_aov_minor: average(total.first_gross, total.first_orders),
        returning_aov_minor: average(total.later_gross, total.later_orders),
        months: months(frame),
        by_orders,
    })
}

fn months(frame: &Frame<'_>) -> Vec<CustomersMonth> {
    let Some(period) = frame.period else {
        return Vec::new();
    };
    let steps = Steps::new(period.first, period.last, Step::Month);
    let mut month_of = vec![u32::MAX; frame.prepared.days];
    for (month, (first, last)) in steps.ranges().enumerate() {
        for index in frame.indexes(first.max(period.first), last.min(period.last)) {
            month_of[index] = month as u32;
        }
    }
    // Returning are customers seen in the month without their first order in it; a customer is
    // counted once a month, whatever the sequence of the orders.
    let mut seen: Vec<(u32, bool)> = Vec::new();
    seen.resize(frame.shop.customers.len(), (u32::MAX, false));
    let mut pairs: Vec<(u32, u32, bool)> = Vec::new();
    for (order, &bits) in frame.bits.iter().enumerate() {
        let customer = frame.shop.orders.customer[order];
        let day = frame.prepared.day_index[order];
        if bits & PERIOD == 0 || customer == NONE || day == NO_DAY {
            continue;
        }
        let month = month_of[day as usize];
        let first = frame.prepared.kind[order] == OrderKind::First;
        let last_seen = &mut seen[customer as usize];
        // Rows mostly come in the order of time, so this leaves little to sort.
        if last_seen.0 != month || first {
            *last_seen = (month, first);
            pairs.push((month, customer, first));
        }
    }
    table::order::sort(&mut pairs);
    let mut counts = vec![(0_u64, 0_u64); steps.starts.len()];
    for run in pairs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let Some(count) = counts.get_mut(run[0].0 as usize) else {
            continue;
        };
        if run.iter().any(|pair| pair.2) {
            count.0 += 1;
        } else {
            count.1 += 1;
        }
    }
    steps
        .ranges()
        .zip(counts)
        .map(|((first, last), (new_customers, returning_customers))| {
            let (from, to) = (first.max(period.first), last.min(period.last));
            let sums = frame.sum(from, to);
            let rows = |first_order| Selection {
                first_order: Some(first_order),
                ..frame.selection_of((from, to))
            };
            CustomersMonth {
                first,
                last,
                new_customers,
                returning_customers,
                new_gross_minor: sums.first_gross,
                returning_gross_minor: sums.later_gross,
                unknown_gross_minor: sums.unknown_gross(),
                partial: !frame.is_whole(first, last),
                new_selection: rows(true),
                returning_selection: rows(false),
            }
        })
        .collect()
}
