//! What customers of a list ordered before and after they were addressed, where the list itself does not tell.

use std::collections::HashMap;

use ledger::{Cells, Column, Frame, Ledger};

use super::super::words;
use super::{Feature, Measured};
use crate::ads::word;
use crate::say::Say;

/// Days after being addressed in which purchases count, and the fewest that say anything.
const WINDOW: i32 = 28;
const LEAST: i32 = 7;
/// Headers of the day on which somebody was addressed.
const SENT: &str =
    "sent send mail campaign contact expos treat start 发送 触达 发放 推送 投放 开始";

/// Orders of the customers of a list.
pub(super) struct History {
    pub(super) outcomes: Vec<Measured>,
    pub(super) feature: Feature,
    /// Of each row: whether something was bought, for how much, and the category of what was before.
    pub(super) of_row: Vec<Option<(Vec<f64>, u8)>>,
}

fn sent(frame: &Frame) -> Option<&Column> {
    let dates = || {
        let columns = frame.columns.iter();
        columns.filter(|c| matches!(c.cells, Cells::Dates(_)))
    };
    let named = |c: &&Column| {
        let name = c.name.to_lowercase();
        SENT.split(' ').any(|w| name.contains(w))
    };
    let plain = |c: &&Column| matches!(c.role.as_str(), "date" | "order_date");
    dates().find(named).or_else(|| dates().find(plain))
}

/// Joins a list with the shop's orders by customer; `None` where the list has no day or customers, or orders end too early.
pub(super) fn history(frame: &Frame, ledger: &Ledger, say: &Say<'_>) -> Option<History> {
    if !ledger.are_orders {
        return None;
    }
    let customer = frame.column("customer_id")?;
    let sent = sent(frame)?;
    let orders = &ledger.orders;
    let known = orders.day.iter().copied().filter(|d| *d != i32::MIN);
    let (first, last) = (known.clone().min()?, known.max()?);
    let latest = (0..frame.rows).filter_map(|row| sent.day(row)).max()?;
    let window = (last - latest + 1).min(WINDOW);
    if window < LEAST || latest <= first {
        return None;
    }
    let mut bought: HashMap<&str, Vec<(i32, i64)>> = HashMap::new();
    for (order, &day) in orders.day.iter().enumerate() {
        let Some(name) = ledger.customers.get(orders.customer[order] as usize) else {
            continue;
        };
        if day != i32::MIN {
            let lines = ledger.lines_of(order);
            let of =
                |line: usize| ledger.lines.revenue_minor[line] - ledger.lines.refund_minor[line];
            let amount = lines.map(of).sum();
            bought.entry(name.trim()).or_default().push((day, amount));
        }
    }
    // A list of people that the orders do not know is joined by another kind of id.
    let is_known = |row: &usize| bought.contains_key(word(customer, *row).as_str());
    (0..frame.rows).find(is_known)?;
    let unit = libm::pow(10.0, f64::from(ledger.digits));
    let of_row = (0..frame.rows).map(|row| {
        let (who, from) = (word(customer, row), sent.day(row)?);
        if who.is_empty() {
            return None;
        }
        let own = bought.get(who.as_str()).map_or(&[][..], Vec::as_slice);
        let within = own
            .iter()
            .filter(|(day, _)| (from..from + window).contains(day));
        let (times, amount) = within.fold((0, 0), |(n, sum), (_, of)| (n + 1, sum + of));
        let before = own.iter().filter(|(day, _)| *day < from).count();
        let outcomes = vec![f64::from(u8::from(times > 0)), amount as f64 / unit];
        Some((outcomes, category(before)))
    });
    let days = [("days", (window as usize).into())];
    let named = |phrase, binary| Measured {
        name: say.fill(phrase, &days),
        binary,
    };
    Some(History {
        outcomes: vec![
            named(words::JOINED_BOUGHT, true),
            named(words::JOINED_SPENT, false),
        ],
        feature: Feature {
            name: say.plain(words::JOINED_BEFORE).to_owned(),
            categories: ["0", "1", "2–3", "≥ 4"].map(str::to_owned).to_vec(),
        },
        of_row: of_row.collect(),
    })
}

fn category(orders: usize) -> u8 {
    match orders {
        0 => 0,
        1 => 1,
        2 | 3 => 2,
        _ => 3,
    }
}
