//! Rows that are parts of one order line: each tells what was ordered, or what the rows before left open, and its own
//! share of what arrived.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::delivery::Delivery;

/// What parts of one line have in common: supplier, order, product and the day of the order.
pub(super) type Line = (String, String, [String; 4], Option<i32>);

/// A row of a purchase file.
pub(super) struct Row {
    pub(super) line: Line,
    pub(super) delivery: Delivery,
    /// Its amount is a total, not what a unit costs.
    pub(super) has_total: bool,
}

/// Deliveries with the supplier that each came from, the parts of a line as one; and how many rows went into others.
pub(super) fn united(rows: Vec<Row>) -> (Vec<(String, Delivery)>, usize) {
    let mut lines: BTreeMap<&Line, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        // Without a number nothing tells two orders of a day apart.
        if !row.line.1.is_empty() {
            lines.entry(&row.line).or_default().push(at);
        }
    }
    let mut whole: BTreeMap<usize, Delivery> = BTreeMap::new();
    let mut other = vec![false; rows.len()];
    for places in lines.into_values().filter(|p| p.len() > 1) {
        let parts: Vec<&Row> = places.iter().map(|at| &rows[*at]).collect();
        let found = match one(&parts) {
            Some(delivery) => vec![(places, delivery)],
            None => remainders(&rows, places),
        };
        for (places, delivery) in found {
            whole.insert(places[0], delivery);
            for at in &places[1..] {
                other[*at] = true;
            }
        }
    }
    let n = other.iter().filter(|o| **o).count();
    let kept = rows.into_iter().enumerate().filter(|(at, _)| !other[*at]);
    let deliveries = kept.map(|(at, row)| {
        let delivery = whole.remove(&at).unwrap_or(row.delivery);
        (row.line.0, delivery)
    });
    (deliveries.collect(), n)
}

/// The line that rows are parts of; `None` where they are lines of their own.
fn one(parts: &[&Row]) -> Option<Delivery> {
    let first = &parts.first()?.delivery;
    let of = || parts.iter().map(|row| &row.delivery);
    if of().any(|d| d.units != first.units || is_unsaid(d)) {
        return None;
    }
    let arrivals = || of().map(|d| d.arrived.unwrap_or(0));
    let arrived = arrivals().fold(0i64, i64::saturating_add);
    let is_full = arrived >= first.units;
    // What is still to come may have a row of its own; two such rows, or one beside a full line, are other lines.
    let open = arrivals().filter(|a| *a == 0).count();
    let is_too_much = arrived.saturating_mul(10) > first.units.saturating_mul(11);
    if arrived == 0 || open > usize::from(!is_full) || is_too_much {
        return None;
    }
    Some(whole(parts, spend(parts)))
}

/// Whether a row came and does not say how much: it is taken for full.
fn is_unsaid(row: &Delivery) -> bool {
    row.arrived.is_none() && row.received.is_some()
}

/// Parts as one line of what the first ordered.
fn whole(parts: &[&Row], spend: Option<f64>) -> Delivery {
    let of = || parts.iter().map(|row| &row.delivery);
    let first = &parts[0].delivery;
    let arrived = of().map(|d| d.arrived.unwrap_or(0));
    let arrived = arrived.fold(0i64, i64::saturating_add);
    let last = of().filter_map(|d| d.received).max();
    let has_come = arrived >= first.units || of().all(|d| d.received.is_some());
    // What becomes of the rest stands where it is still to come, else with what came last.
    let fate = of().map(|d| (d.received.unwrap_or(i32::MAX), d.fate)).max();
    let mut rows: Vec<(u16, u32)> = of().flat_map(|d| d.rows.iter().copied()).collect();
    rows.sort_unstable();
    Delivery {
        promised: of().filter_map(|d| d.promised).max(),
        received: last.filter(|_| has_come),
        arrived: Some(arrived),
        spend,
        is_foreign: of().any(|d| d.is_foreign),
        fate: fate.map_or(first.fate, |(_, fate)| fate),
        rows,
        ..first.clone()
    }
}

/// Lines whose rows each order what the row before left open, with the places of these rows.
fn remainders(rows: &[Row], mut left: Vec<usize>) -> Vec<(Vec<usize>, Delivery)> {
    let of = |at: usize| &rows[at].delivery;
    // A rest is less than what it is of.
    left.sort_by_key(|at| (Reverse(of(*at).units), of(*at).received, of(*at).arrived));
    let mut found = Vec::new();
    while !left.is_empty() {
        let mut line = vec![left.remove(0)];
        let mut last = line[0];
        while let Some(next) = left.iter().position(|at| is_rest(of(*at), of(last))) {
            last = left.remove(next);
            line.push(last);
        }
        if line.len() > 1 {
            let parts: Vec<&Row> = line.iter().map(|at| &rows[*at]).collect();
            found.push((line, whole(&parts, spend_of_rests(&parts))));
        }
    }
    found
}

/// Whether a row orders just what another left open, and came later or is still to come.
fn is_rest(row: &Delivery, of: &Delivery) -> bool {
    let came = of.arrived.unwrap_or(0);
    let is_later = match (of.received, row.received) {
        (Some(before), Some(after)) => before < after,
        (_, after) => after.is_none(),
    };
    came > 0 && row.units == of.units - came && is_later && !is_unsaid(row)
}

/// What a line costs whose rows each order what is left: of each row the share that no later row orders again, but
/// totals of parts together where these are of what arrived.
fn spend_of_rests(parts: &[&Row]) -> Option<f64> {
    let told = parts.iter().map(|r| r.delivery.spend);
    let Some(told) = told.collect::<Option<Vec<f64>>>() else {
        return parts[0].delivery.spend;
    };
    let units: Vec<f64> = parts.iter().map(|r| r.delivery.units as f64).collect();
    let price = |at: usize| told[at] / units[at];
    let is_one_price = (1..told.len()).all(|at| (price(at) / price(0) - 1.0).abs() < 0.01);
    if parts.iter().any(|r| r.has_total) && !is_one_price {
        return Some(told.iter().sum());
    }
    let rest = |at: usize| units.get(at + 1).copied().unwrap_or(0.0);
    let own = (0..told.len()).map(|at| price(at) * (units[at] - rest(at)));
    Some(own.sum())
}

/// What a line costs: what each part says of the whole, else totals of parts together or the mean of their prices.
fn spend(parts: &[&Row]) -> Option<f64> {
    let mut told: Vec<f64> = parts.iter().filter_map(|r| r.delivery.spend).collect();
    told.sort_by(f64::total_cmp);
    let (least, most) = (*told.first()?, *told.last()?);
    if least >= most {
        return Some(most);
    }
    let sum: f64 = told.iter().sum();
    match parts.iter().any(|r| r.has_total) {
        true => Some(sum),
        false => Some(sum / told.len() as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(order: &str, units: i64, arrived: Option<i64>, received: Option<i32>) -> Row {
        Row {
            line: (
                "acme".into(),
                order.into(),
                std::array::from_fn(|_| String::new()),
                Some(100),
            ),
            delivery: Delivery {
                supplier: 0,
                order: order.into(),
                ordered: Some(100),
                promised: Some(120),
                received,
                units,
                arrived,
                spend: Some(400.0),
                rows: vec![(0, received.unwrap_or(0) as u32)],
                ..Delivery::default()
            },
            has_total: false,
        }
    }

    fn told(rows: Vec<Row>) -> Vec<(i64, Option<i64>, Option<i32>)> {
        let (deliveries, _) = united(rows);
        let of = deliveries
            .into_iter()
            .map(|(_, d)| (d.units, d.arrived, d.received));
        of.collect()
    }

    #[test]
    fn parts_that_make_up_what_was_ordered_are_one_line() {
        let (found, n) = united(vec![
            row("P1", 100, Some(60), Some(110)),
            row("P1", 100, Some(40), Some(130)),
        ]);
        assert_eq!((found.len(), n), (1, 1));
        let line = &found[0].1;
        assert_eq!((line.units, line.arrived), (100, Some(100)));
        assert_eq!((line.received, line.spend), (Some(130), Some(400.0)));
        assert_eq!(line.rows, [(0, 110), (0, 130)]);
    }

    #[test]
    fn what_is_still_to_come_may_have_a_row() {
        let open = told(vec![
            row("P1", 100, Some(60), Some(110)),
            row("P1", 100, None, None),
        ]);
        assert_eq!(open, [(100, Some(60), None)]);
        // A row without an arrival beside a full line is a line of its own, and so are two of them.
        let full = vec![row("P1", 9, Some(9), Some(110)), row("P1", 9, None, None)];
        assert_eq!(told(full).len(), 2);
        let none = vec![row("P1", 9, Some(0), None), row("P1", 9, None, None)];
        assert_eq!(told(none).len(), 2);
    }

    #[test]
    fn like_lines_of_an_order_stay_apart() {
        let rows = |order: &str, units: [i64; 2], arrived: [Option<i64>; 2]| {
            let day = Some(110);
            told(vec![
                row(order, units[0], arrived[0], day),
                row(order, units[1], arrived[1], day),
            ])
            .len()
        };
        assert_eq!(rows("P1", [5, 5], [Some(5), Some(5)]), 2);
        assert_eq!(rows("P1", [60, 40], [Some(60), Some(40)]), 2);
        assert_eq!(rows("P1", [100, 100], [Some(60), None]), 2);
        assert_eq!(rows("", [100, 100], [Some(60), Some(40)]), 2);
        // A little more than was ordered is still one line.
        assert_eq!(rows("P1", [100, 100], [Some(60), Some(45)]), 1);
    }

    #[test]
    fn a_row_of_what_was_left_is_part_of_the_line() {
        let priced = |mut row: Row| {
            row.delivery.spend = Some(row.delivery.units as f64 * 1.5);
            row
        };
        let of = |rows: Vec<Row>| united(rows.into_iter().map(priced).collect());
        // Also where the rest stands first, and where it comes in two parts beside another line.
        let (found, n) = of(vec![
            row("P1", 100, Some(100), Some(124)),
            row("P1", 300, Some(200), Some(115)),
        ]);
        let line = &found[0].1;
        assert_eq!((found.len(), n, line.units), (1, 1, 300));
        assert_eq!((line.arrived, line.received), (Some(300), Some(124)));
        assert_eq!(line.spend, Some(450.0));
        assert_eq!(line.on_time_in_full(130), Some(false));
        let (found, n) = of(vec![
            row("P1", 300, Some(200), Some(115)),
            row("P1", 50, Some(50), Some(115)),
            row("P1", 100, Some(60), Some(124)),
            row("P1", 40, None, None),
        ]);
        assert_eq!((found.len(), n), (2, 2));
        let line = &found[0].1;
        assert_eq!((line.arrived, line.received), (Some(260), None));
        // On the same day, before it, of another size, or beside one that is full: lines of their own.
        let other = |units, day| {
            let first = row("P1", 300, Some(200), Some(115));
            of(vec![first, row("P1", units, Some(units), Some(day))])
                .0
                .len()
        };
        assert_eq!([other(100, 115), other(100, 110), other(90, 124)], [2; 3]);
        let full = row("P1", 300, Some(300), Some(115));
        assert_eq!(of(vec![full, row("P1", 100, None, None)]).0.len(), 2);
    }

    #[test]
    fn totals_of_what_arrived_add_up_where_a_row_orders_the_rest() {
        let of = |first: f64| {
            let mut rows = [
                row("P1", 300, Some(200), Some(115)),
                row("P1", 100, Some(100), Some(124)),
            ];
            rows[0].delivery.spend = Some(first);
            rows[1].delivery.spend = Some(150.0);
            for row in &mut rows {
                row.has_total = true;
            }
            united(rows.into()).0[0].1.spend
        };
        assert_eq!((of(300.0), of(450.0)), (Some(450.0), Some(450.0)));
    }

    #[test]
    fn totals_of_parts_add_up_and_prices_do_not() {
        let of = |has_total| {
            let mut rows = [
                row("P1", 100, Some(60), Some(110)),
                row("P1", 100, Some(40), Some(130)),
            ];
            rows[0].delivery.spend = Some(240.0);
            rows[1].delivery.spend = Some(160.0);
            for row in &mut rows {
                row.has_total = has_total;
            }
            united(rows.into()).0[0].1.spend
        };
        assert_eq!((of(true), of(false)), (Some(400.0), Some(200.0)));
    }
}
