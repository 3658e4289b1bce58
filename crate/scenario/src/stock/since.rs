//! What became of stock since it was counted: what was sold is taken off, what arrived is added.

use std::collections::BTreeMap;

use ledger::Ledger;
use table::calendar::Date;

use super::demand::{Demand, kept};
use super::position::{Finder, Stock};
use crate::cells::{cell, key};
use crate::suppliers::open::arrivals;

/// Brings every position to the last day of the orders.
pub(super) fn roll(stock: &mut Stock, ledger: &Ledger, demand: &Demand) {
    let last = demand.last_day;
    let mut item_of: BTreeMap<u32, usize> = BTreeMap::new();
    let mut at_item: BTreeMap<usize, usize> = BTreeMap::new();
    let mut at_key: BTreeMap<String, usize> = BTreeMap::new();
    for (at, position) in stock.positions.iter().enumerate() {
        match position.item {
            Some(item) => {
                at_item.insert(item, at);
                let codes = demand.items[item].codes.iter();
                item_of.extend(codes.map(|code| (*code, at)));
            }
            None => at_key.extend(
                [&position.sku, &position.name]
                    .map(|spelling| (key(spelling), at))
                    .into_iter()
                    .filter(|(key, _)| !key.is_empty()),
            ),
        }
    }
    let counted: Vec<Option<i32>> = stock.positions.iter().map(|p| p.day).collect();
    let is_since = |at: usize, day: i32| counted[at].is_some_and(|from| from < day && day <= last);
    let earliest = counted.iter().copied().flatten().min();
    let mut sold = vec![0i64; counted.len()];
    for (order, &day) in ledger.orders.day.iter().enumerate() {
        if earliest.is_none_or(|from| day <= from) {
            continue;
        }
        for line in ledger.lines_of(order) {
            let at = item_of.get(&ledger.lines.product[line]).copied();
            if let Some(at) = at.filter(|at| is_since(*at, day)) {
                sold[at] = sold[at].saturating_add(kept(ledger, line));
            }
        }
    }
    let finder = Finder::new(demand);
    let mut arrived = vec![0i64; counted.len()];
    for (frame, row, day, units) in arrivals(ledger) {
        let of_item = finder.of_row(frame, row).map(|item| at_item.get(&item));
        let named = ["sku", "product_name"].map(|role| key(&cell(frame, role, row)));
        let found = match of_item {
            Some(at) => at.copied(),
            None => named.iter().find_map(|name| at_key.get(name)).copied(),
        };
        let Some(at) = found else { continue };
        let came = &mut stock.positions[at].came;
        *came = (*came).max(Some(day).filter(|day| *day <= last));
        if is_since(at, day) {
            arrived[at] = arrived[at].saturating_add(units);
        }
    }
    for ((position, sold), arrived) in stock.positions.iter_mut().zip(sold).zip(arrived) {
        position.roll(sold, arrived);
    }
}

/// The day that a file's name tells, such as `stock-2026-10-31.csv`, `库存20261031.xlsx` or `2026年10月31日盘点.csv`; the last
/// of several.
pub(super) fn day_of_name(file: &str) -> Option<i32> {
    let name: Vec<char> = file.chars().collect();
    let number = |from: usize, digits: usize| -> Option<i32> {
        let text: String = name.get(from..from + digits)?.iter().collect();
        text.chars()
            .all(|c| c.is_ascii_digit())
            .then(|| text.parse().ok())?
    };
    let is_digit = |at: usize| name.get(at).is_some_and(char::is_ascii_digit);
    let between = |at: usize| {
        let c = name.get(at).copied().unwrap_or(' ');
        usize::from(matches!(c, '-' | '_' | '.' | '年' | '月' | ' '))
    };
    let read = |from: usize| -> Option<i32> {
        if from > 0 && is_digit(from - 1) {
            return None;
        }
        let year = number(from, 4).filter(|year| (2000..2100).contains(year))?;
        let gap = between(from + 4);
        let at = from + 4 + gap;
        // Without marks both have two digits.
        let wide = |at: usize| if gap == 0 || is_digit(at + 1) { 2 } else { 1 };
        let month = number(at, wide(at))?;
        let at = at + wide(at);
        if between(at) != gap {
            return None;
        }
        let at = at + gap;
        let day = number(at, wide(at))?;
        let end = at + wide(at);
        let (month, day) = (month.try_into().ok()?, day.try_into().ok()?);
        (!is_digit(end) && (1..=12).contains(&month)).then(|| Date { year, month, day }.days())?
    };
    (0..name.len()).rev().find_map(read)
}

/// A file's name without its digits and what stands between them.
pub(super) fn name_without_day(file: &str) -> String {
    let stays =
        |c: &char| !c.is_ascii_digit() && !matches!(c, '-' | '_' | '.' | '年' | '月' | '日' | ' ');
    file.chars().filter(stays).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_tell_days() {
        let day = |year, month, day| Date { year, month, day }.days();
        for (name, expected) in [
            ("stock-2026-10-31.csv", day(2026, 10, 31)),
            ("库存20261031.xlsx", day(2026, 10, 31)),
            ("2026年1月5日盘点.csv", day(2026, 1, 5)),
            ("stock_2026_01_01_2026_03_31.csv", day(2026, 3, 31)),
            ("inventory_export_1.csv", None),
            ("stock 2026-13-01.csv", None),
            ("120261031.csv", None),
            ("sku 2026103.csv", None),
            ("2026.csv", None),
        ] {
            assert_eq!(day_of_name(name), expected, "{name}");
        }
        let alike = |one, other| name_without_day(one) == name_without_day(other);
        assert!(alike("stock-2026-10-31.csv", "stock-2026-9-30.csv"));
        assert!(!alike("berlin-2026-10-31.csv", "hamburg-2026-10-30.csv"));
    }
}
