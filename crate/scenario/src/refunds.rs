//! Refunds of files that name no order: what was paid back, when and, where a row says so, to whom.

use std::collections::BTreeMap;

use ledger::{Cells, Column, Frame, Ledger, NONE, Scope};

use crate::ads::word;
use crate::cells::{cell, may_be};

/// A refund that names no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Apart {
    /// Customer code, [`NONE`] = none that the orders know.
    pub(crate) customer: u32,
    /// Days since 1970-01-01; `i32::MIN` = not known.
    pub(crate) day: i32,
    /// Paid back, minor units.
    pub(crate) minor: i64,
}

/// Roles of amounts that were sold for: a table with one is more than a list of refunds.
const SOLD: [&str; 5] = [
    "order_total",
    "order_list_total",
    "order_subtotal",
    "line_total",
    "unit_price",
];

/// Those that files tell, up to a day, by customer and day; without what the orders tell too: a refund of the same
/// amount, and to the same customer where one is named. Of what a filter leaves nobody knows which are part.
pub(crate) fn apart(ledger: &Ledger, today: i32) -> Vec<Apart> {
    if !ledger.are_orders || ledger.scope != Scope::All {
        return Vec::new();
    }
    let names = ledger.customers.iter().enumerate();
    let codes: BTreeMap<&str, u32> = names.map(|(code, n)| (n.trim(), code as u32)).collect();
    let mut found = Vec::new();
    for frame in ledger.frames("lists") {
        found.extend(read(frame, ledger, &codes).unwrap_or_default());
    }
    found.retain(|refund| refund.day <= today);
    let mut found = beside_orders(ledger, found);
    table::order::sort_by_key(&mut found, |r| (r.customer, r.day, r.minor));
    found
}

/// How many there are, and what they come to in minor units.
pub(crate) fn sum(refunds: &[Apart]) -> (usize, i64) {
    (refunds.len(), refunds.iter().map(|r| r.minor).sum())
}

/// The refunds of a table; `None` where it tells something else.
fn read(frame: &Frame, ledger: &Ledger, codes: &BTreeMap<&str, u32>) -> Option<Vec<Apart>> {
    let paid = frame.column("refund_amount")?;
    let day = day_column(frame)?;
    let amount = |row: usize| {
        let amount = paid.number(row).map(f64::abs);
        amount.filter(|a| *a > 0.0 && *a < 1e12)
    };
    let filled = (0..frame.rows).filter(|row| amount(*row).is_some()).count();
    if filled * 10 < frame.rows * 9 || SOLD.iter().any(|role| frame.column(role).is_some()) {
        return None;
    }
    let unit = 10f64.powi(i32::from(ledger.digits.min(9)));
    let order = frame.column("order_id");
    let customer = frame.column("customer_id");
    let of_row = |row: usize| {
        // What names an order is that order's, or is told beside the shop's sales.
        if order.is_some_and(|o| !word(o, row).is_empty()) {
            return None;
        }
        let own = cell(frame, "currency", row);
        let coin = match paid.currency.is_empty() {
            true => &own,
            false => &paid.currency,
        };
        let minor = libm::round(amount(row)? * unit) as i64;
        let code = customer.and_then(|c| codes.get(word(c, row).as_str()));
        (minor > 0 && may_be(coin, &ledger.currency)).then(|| Apart {
            customer: code.copied().unwrap_or(NONE),
            day: day.day(row).unwrap_or(i32::MIN),
            minor,
        })
    };
    Some((0..frame.rows).filter_map(of_row).collect())
}

/// The column of the days on which was paid back. A table without one sums up what customers got back over all time.
fn day_column(frame: &Frame) -> Option<&Column> {
    let dates = || {
        let columns = frame.columns.iter();
        columns.filter(|c| matches!(c.cells, Cells::Dates(_)))
    };
    let named = |c: &&Column| c.name.to_lowercase().contains("refund") || c.name.contains('退');
    dates().find(named).or_else(|| dates().next())
}

/// Leaves out what the orders tell, each of their refunds once; those that name a customer come first.
fn beside_orders(ledger: &Ledger, found: Vec<Apart>) -> Vec<Apart> {
    let mut told: BTreeMap<(u32, i64), usize> = BTreeMap::new();
    for (order, &customer) in ledger.orders.customer.iter().enumerate() {
        let refund = ledger.gross_minor(order) - ledger.net_minor(order);
        if refund > 0 {
            *told.entry((customer, refund)).or_default() += 1;
        }
    }
    let (named, nameless): (Vec<Apart>, Vec<Apart>) =
        found.into_iter().partition(|r| r.customer != NONE);
    let mut kept = named;
    kept.retain(|r| !take(&mut told, (r.customer, r.minor)));
    let mut by_amount: BTreeMap<i64, usize> = BTreeMap::new();
    for ((_, minor), n) in told {
        *by_amount.entry(minor).or_default() += n;
    }
    let unseen = nameless.into_iter();
    kept.extend(unseen.filter(|r| !take(&mut by_amount, r.minor)));
    kept
}

/// Takes one of what is left under a key, if there is any.
fn take<K: Ord>(left: &mut BTreeMap<K, usize>, key: K) -> bool {
    match left.get_mut(&key) {
        Some(n) if *n > 0 => {
            *n -= 1;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use chart::spec::Lang;

    use super::*;
    use crate::tests::{TODAY, read};

    const ORDERS: &str =
        "Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Refund Amount,Currency
A1,2026-01-05,C1,Mug,1,40.00,15.00,EUR
A2,2026-01-06,C2,Mug,1,40.00,0.00,EUR
A3,2026-01-09,C3,Mug,1,40.00,0.00,EUR
A4,2026-01-12,C4,Mug,1,40.00,25.00,EUR
";

    fn told(refunds: &str) -> Vec<(String, i32, i64)> {
        let (_, ledger) = read(
            &[("orders.csv", ORDERS), ("refunds.csv", refunds)],
            Lang::En,
        );
        let name = |code: u32| ledger.customers.get(code as usize).cloned();
        let told = apart(&ledger, TODAY).into_iter();
        told.map(|r| (name(r.customer).unwrap_or_default(), r.day, r.minor))
            .collect()
    }

    #[test]
    fn refunds_without_an_order_are_those_that_the_orders_do_not_tell() {
        // 2026-02-01 is day 20,485. The orders tell one refund of C1, and not a second of as much; they tell one of 25,
        // which may be that of X8. R6 is still to come, R7 in another currency.
        let refunds = "Refund ID,Customer ID,Refund Date,Refund Amount,Currency
R1,C1,2026-02-01,15.00,EUR
R2,C1,2026-02-02,15.00,EUR
R3,C2,2026-02-03,-7.50,EUR
R4,X9,2026-02-04,9.00,EUR
R5,X8,2026-02-05,25.00,EUR
R6,C3,2026-12-05,1.00,EUR
R7,C3,2026-02-06,5.00,USD
";
        let of = |name: &str, day: i32, minor: i64| (name.to_owned(), day, minor);
        let told = told(refunds);
        assert!(told.contains(&of("C2", 20_487, 750)), "{told:?}");
        assert!(told.contains(&of("", 20_488, 900)), "{told:?}");
        let first = told.iter().filter(|r| r.0 == "C1");
        assert_eq!(first.map(|r| r.2).collect::<Vec<_>>(), [1500]);
        assert_eq!(told.len(), 3, "{told:?}");
    }

    #[test]
    fn lists_of_something_else_are_no_refunds() {
        let lists = "Customer ID,Campaign date,Group
C1,2026-02-01,control
C2,2026-02-01,mail
C3,2026-02-01,mail
C4,2026-02-01,control
";
        assert_eq!(told(lists), []);
        let sums = "Customer ID,Refund Amount\nC2,15.00\nC3,15.00\nC4,25.00\nX5,3.00\n";
        assert_eq!(told(sums), []);
    }
}
