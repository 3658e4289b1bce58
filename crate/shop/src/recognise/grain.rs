//! What a row of an order table stands for.

use hashbrown::HashMap;
use table::{Column, NULL_CODE, NULL_INT, Table, Type, Values};

use super::values::holds;
use super::{Reading, Reason, is_mapped};
use crate::time::{NO_DAY, Times};
use crate::{Dataset, Grain, Role};

/// Rows looked at.
const ROWS: usize = 50_000;

pub(crate) struct Found {
    pub(crate) grain: Grain,
    pub(crate) dataset: Dataset,
}

/// How an order-level column stands on the later rows of an order.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spread {
    pub(crate) blank: usize,
    pub(crate) equal: usize,
    pub(crate) differ: usize,
}

impl Spread {
    pub(crate) fn is_blank(self) -> bool {
        self.blank > 0 && self.blank * 2 > self.blank + self.equal + self.differ
    }
    /// Values of a line, not of an order.
    pub(crate) fn differs(self) -> bool {
        self.differ * 10 > self.blank + self.equal + self.differ
    }
}

/// A key that two cells share exactly when they are equal; `None` where empty.
pub(crate) fn key(column: &Column, row: usize) -> Option<i64> {
    match &column.values {
        Values::Empty(_) => None,
        Values::Text(d) | Values::Boolean { dict: d, .. } => code(d.codes.get(row)),
        Values::Dates(d) => code(d.dict.codes.get(row)),
        Values::Integer(v) => v.get(row).filter(|v| *v != NULL_INT),
        Values::Decimal { mantissas, .. } => mantissas.get(row).filter(|v| *v != NULL_INT),
    }
}

fn code(code: Option<&u32>) -> Option<i64> {
    code.filter(|c| **c != NULL_CODE).map(|c| i64::from(*c))
}

/// For the first rows: the row on which the order of each row began (itself for first rows).
fn first_rows(ids: &Column, rows: usize) -> (Vec<u32>, usize, usize) {
    let mut first: HashMap<i64, u32, foldhash::fast::FixedState> = HashMap::default();
    let mut start = Vec::with_capacity(rows);
    let (mut filled, mut last) = (0usize, 0u32);
    for row in 0..rows {
        last = match key(ids, row) {
            Some(k) => {
                filled += 1;
                *first.entry(k).or_insert(row as u32)
            }
            None => last,
        };
        start.push(last);
    }
    (start, filled, first.len())
}

pub(crate) fn spread(column: &Column, start: &[u32]) -> Spread {
    let mut s = Spread::default();
    for (row, &first) in start.iter().enumerate() {
        if row as u32 == first {
            continue;
        }
        match (key(column, first as usize), key(column, row)) {
            (_, None) => s.blank += 1,
            (a, b) if a == b => s.equal += 1,
            _ => s.differ += 1,
        }
    }
    s
}

/// Finds the grain, and moves totals that differ within orders to the line level.
pub(crate) fn find(table: &Table, reading: &mut Reading) -> Found {
    let line_roles = [
        Role::ProductName,
        Role::ProductId,
        Role::Sku,
        Role::Quantity,
        Role::UnitPrice,
        Role::LineTotal,
    ];
    let what =
        reading.has(Role::ProductName) || reading.has(Role::ProductId) || reading.has(Role::Sku);
    let Some(ids) = reading.find(Role::OrderId) else {
        if !what && is_summary(table, reading) {
            take_as_total(reading);
            return found(Grain::Summary, Dataset::Orders);
        }
        return if what || reading.has(Role::Quantity) && reading.has(Role::UnitPrice) {
            found(Grain::Line, Dataset::OrderLines)
        } else {
            take_as_total(reading);
            found(Grain::Order, Dataset::Orders)
        };
    };
    let priced = [
        Role::OrderTotal,
        Role::OrderListTotal,
        Role::OrderSubtotal,
        Role::LineTotal,
        Role::UnitPrice,
    ];
    if reading.has(Role::RefundAmount) && !priced.iter().any(|r| reading.has(*r)) {
        return found(Grain::Refund, Dataset::OrderLines);
    }
    let rows = table.rows.min(ROWS);
    let (start, filled, distinct) = first_rows(&table.columns[ids], rows);
    let has_lines = line_roles.iter().any(|r| reading.has(*r));
    let repeats = rows - distinct.min(rows);
    if filled * 2 < rows && filled == distinct && has_lines && filled > 0 {
        return found(Grain::LineOrderFirst, Dataset::Orders);
    }
    if repeats * 200 <= rows {
        let per_line = what
            && !reading.has(Role::OrderTotal)
            && (reading.has(Role::LineTotal) || reading.has(Role::UnitPrice));
        if per_line || !reading.has(Role::OrderTotal) && what && reading.has(Role::Quantity) {
            return found(Grain::Line, Dataset::OrderLines);
        }
        if !what {
            take_as_total(reading);
        }
        return found(Grain::Order, Dataset::Orders);
    }
    let totals = [Role::OrderTotal, Role::OrderListTotal, Role::OrderSubtotal];
    let has_tax = includes_tax(table, reading);
    let mut order_level = None;
    for role in totals {
        let Some(column) = reading.find(role) else {
            continue;
        };
        let s = spread(&table.columns[column], &start);
        if s.differs() {
            if is_mapped(reading.claims[column].as_ref()) {
                continue;
            }
            if role != Role::OrderListTotal && !reading.has(Role::LineTotal) {
                reading.retake(
                    column,
                    Role::LineTotal,
                    Reason::new("grain", "differs within orders"),
                );
                // Tax that the line's amount holds does not come on top of it.
                if has_tax && let Some(tax) = reading.find(Role::Tax) {
                    reading.retake(
                        tax,
                        Role::LineTax,
                        Reason::new("values_identity", "subtotal + tax = total"),
                    );
                }
            } else {
                reading.claims[column] = None;
            }
        } else if order_level.is_none() {
            order_level = Some(s);
        }
    }
    if !has_lines && order_level.is_some() {
        // The same order again: duplicates, not lines.
        return found(Grain::Order, Dataset::Orders);
    }
    let grain = match order_level {
        Some(s) if s.is_blank() => Grain::LineOrderFirst,
        Some(_) => Grain::LineOrderRepeated,
        None => {
            let blank_dates = [
                Role::OrderDate,
                Role::PaidDate,
                Role::PaymentStatus,
                Role::OrderStatus,
            ]
            .into_iter()
            .filter_map(|r| reading.find(r))
            .any(|c| spread(&table.columns[c], &start).is_blank());
            if blank_dates {
                Grain::LineOrderFirst
            } else {
                Grain::Line
            }
        }
    };
    // What tells of whole orders is an export of orders, though it has a row per line.
    let dataset = match grain {
        Grain::Line => Dataset::OrderLines,
        _ => Dataset::Orders,
    };
    found(grain, dataset)
}

/// Subtotal + tax = total, row by row.
fn includes_tax(table: &Table, reading: &Reading) -> bool {
    let columns: Vec<usize> = [Role::OrderSubtotal, Role::Tax, Role::OrderTotal]
        .into_iter()
        .filter_map(|r| reading.find(r))
        .collect();
    columns.len() == 3
        && holds(table, &columns, |v| {
            (v[1] != 0.0).then(|| (v[0] + v[1] - v[2]).abs() < 0.011)
        })
}

/// Rows that count orders, a row per date.
fn is_summary(table: &Table, reading: &Reading) -> bool {
    let Some(at) = reading
        .find(Role::OrderDate)
        .filter(|_| !reading.has(Role::CustomerId) && !reading.has(Role::CustomerName))
    else {
        return false;
    };
    let dates = &table.columns[at];
    let rows = table.rows.min(ROWS);
    let (_, filled, distinct) = first_rows(dates, rows);
    if filled != distinct || filled < 2 {
        return false;
    }
    // Where nothing counts the orders, days without a gap and nothing but numbers beside them tell.
    let is_number = |c: &Column| {
        let kind = c.kind();
        matches!(kind, Type::Integer | Type::Decimal | Type::Empty)
    };
    reading.has(Role::CustomerOrders)
        || !reading.has(Role::UnitPrice)
            && (table.columns.iter().enumerate()).all(|(i, c)| i == at || is_number(c))
            && is_steady(dates, rows)
}

/// Whether rows follow each other by a day, a week or a month.
fn is_steady(dates: &Column, rows: usize) -> bool {
    let Some(times) = Times::read(dates, None).filter(|_| dates.kind() == Type::Date) else {
        return false;
    };
    let mut days: Vec<i32> = (0..rows).map(|row| times.row(row).0).collect();
    days.retain(|day| *day != NO_DAY);
    table::order::sort(&mut days);
    let steps = days.len().saturating_sub(1);
    let steady = |step: std::ops::RangeInclusive<i32>| {
        let fit = days.windows(2).filter(|w| step.contains(&(w[1] - w[0])));
        fit.count() * 10 >= steps * 9
    };
    steps >= 6 && (steady(1..=1) || steady(7..=7) || steady(28..=31))
}

/// In a list of orders without products, the amount of a row is the order's.
fn take_as_total(reading: &mut Reading) {
    if reading.has(Role::OrderTotal) || reading.has(Role::UnitPrice) {
        return;
    }
    if let Some(column) = reading.find(Role::LineTotal)
        && !is_mapped(reading.claims[column].as_ref())
    {
        reading.retake(
            column,
            Role::OrderTotal,
            Reason::new("grain", "a row per order"),
        );
    }
}

fn found(grain: Grain, dataset: Dataset) -> Found {
    Found { grain, dataset }
}
