//! What customers of a list ordered before and after they were addressed, where the list itself does not tell.

use std::collections::{BTreeSet, HashMap};

use crate::header::tokens;
use ledger::{Cells, Column, Frame, Ledger};

use super::super::words;
use super::{Feature, Measured};
use crate::ads::word;
use crate::say::Say;

/// Days after being addressed in which purchases count, and the fewest that say anything.
const WINDOW: i32 = 28;
const LEAST: i32 = 7;
/// Words of headers of the day on which somebody was addressed.
const SENT: &str = "sent send mailed mail emailed email campaign contact contacted exposed treated treatment assigned 发送 触达 \
    发放 推送 投放 分组";
/// Words of headers of days that have nothing to do with a campaign.
const OTHER: &str = "register registered registration signup sign created creation join joined birth birthday consent \
    verified last first 注册 创建 生日 出生 入会 加入 首次 最近 上次";
/// Headers that say no more than that it is a day.
const DAY: [&str; 3] = ["date", "day", "日期"];
/// The least people of a list, and share of it, that the orders have to know.
const KNOWN: (usize, f64) = (20, 0.05);

/// Orders of the customers of a list.
pub(super) struct History {
    pub(super) outcomes: Vec<Measured>,
    /// How often they ordered before; `None` where too little is known of that.
    pub(super) before: Option<Feature>,
    /// Of each row: whether something was bought, for how much, and the category of what was before.
    pub(super) of_row: Vec<Option<(Vec<f64>, u8)>>,
}

fn holds(name: &str, words: &str) -> bool {
    let parts = tokens(name);
    words.split_whitespace().any(|w| match w.is_ascii() {
        true => parts.iter().any(|t| t == w),
        false => name.contains(w),
    })
}

/// The column of the days; a list may call it anything, a table of customers has other days too.
fn sent(frame: &Frame) -> Option<&Column> {
    let dates = || {
        let columns = frame.columns.iter();
        columns.filter(|c| matches!(c.cells, Cells::Dates(_)) && !holds(&c.name, OTHER))
    };
    let bare = |c: &&Column| DAY.contains(&c.name.trim().to_lowercase().as_str());
    let role = |c: &&Column| {
        frame.dataset != "customers" && matches!(c.role.as_str(), "date" | "order_date")
    };
    let named = dates().find(|c| holds(&c.name, SENT));
    named
        .or_else(|| dates().find(bare))
        .or_else(|| dates().find(role))
}

/// The day of each row. A control group is often sent nothing: rows without a day have the list's only one.
fn days(frame: &Frame, sent: &Column) -> Option<Vec<i32>> {
    let told: Vec<Option<i32>> = (0..frame.rows).map(|row| sent.day(row)).collect();
    let known: BTreeSet<i32> = told.iter().copied().flatten().collect();
    match (told.contains(&None), known.first()) {
        (true, Some(&only)) if known.len() == 1 => Some(vec![only; frame.rows]),
        (false, Some(_)) => told.into_iter().collect(),
        _ => None,
    }
}

/// Whether each row stands for somebody of its own: the first of equal rows does; who was addressed on several days or is
/// in several groups is in nobody's.
fn own(frame: &Frame, customer: &Column, group: &Column, days: &[i32]) -> Vec<bool> {
    let mut first: HashMap<String, (usize, bool)> = HashMap::new();
    for row in 0..frame.rows {
        let same =
            |other: usize| days[row] == days[other] && word(group, row) == word(group, other);
        let (at, alike) = *first.entry(word(customer, row)).or_insert((row, true));
        if !same(at) && alike {
            first.insert(word(customer, row), (at, false));
        }
    }
    let is_own = |row: usize| first.get(&word(customer, row)) == Some(&(row, true));
    (0..frame.rows).map(is_own).collect()
}

/// Joins a list with the shop's orders by customer; `None` where the list has no day or customers, or orders end too early.
pub(super) fn history(
    frame: &Frame,
    group: &Column,
    ledger: &Ledger,
    say: &Say<'_>,
) -> Option<History> {
    if !ledger.are_orders {
        return None;
    }
    let customer = frame.column("customer_id")?;
    let days = days(frame, sent(frame)?)?;
    let orders = &ledger.orders;
    let known = orders.day.iter().copied().filter(|d| *d != i32::MIN);
    let (first, last) = (known.clone().min()?, known.max()?);
    let (earliest, latest) = (*days.iter().min()?, *days.iter().max()?);
    let window = (last - latest + 1).min(WINDOW);
    if window < LEAST || earliest < first {
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
    let own = own(frame, customer, group, &days);
    // A list of people whom the orders do not know is joined by another kind of id.
    let people = own.iter().filter(|o| **o).count();
    let is_known = |row: &usize| own[*row] && bought.contains_key(word(customer, *row).as_str());
    let known = (0..frame.rows).filter(is_known).count();
    if known < KNOWN.0 || (known as f64) < KNOWN.1 * people as f64 {
        return None;
    }
    let unit = libm::pow(10.0, f64::from(ledger.digits));
    let of_row = (0..frame.rows).map(|row| {
        let (who, from) = (word(customer, row), days[row]);
        if who.is_empty() || !own[row] {
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
    let length = [("days", (window as usize).into())];
    let named = |phrase, binary| Measured {
        name: say.fill(phrase, &length),
        binary,
    };
    Some(History {
        outcomes: vec![
            named(words::JOINED_BOUGHT, true),
            named(words::JOINED_SPENT, false),
        ],
        // Without weeks before the campaign nobody ordered before it.
        before: (earliest - first >= WINDOW).then(|| Feature {
            name: say.plain(words::JOINED_BEFORE).to_owned(),
            categories: ["0", "1", "2–3", "≥ 4"].map(str::to_owned).to_vec(),
        }),
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
