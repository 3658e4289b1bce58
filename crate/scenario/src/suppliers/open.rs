//! What was ordered of suppliers and is still on its way.

use ledger::{Frame, Ledger};

use super::delivery::{Delivery, Purchases};
use super::fate::{Fate, tells_arrivals};

/// What came short longer ago is not waited for.
pub(crate) const SHORT_DAYS: i32 = 60;
/// What did not come at all is not waited for from so many days after the promised day on, else after the order.
const LOST_DAYS: i32 = 365;

/// A line of a purchase file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Open<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) row: usize,
    /// Thousandths of units that are still to come; 0 where all have.
    pub(crate) units: i64,
}

/// Lines of the purchase files that tell what arrived. `today`: the day on which things are looked at.
pub(crate) fn open(ledger: &Ledger, today: i32) -> Vec<Open<'_>> {
    let frames = ledger.frames("purchases");
    let frames: Vec<&Frame> = frames.filter(|f| tells_arrivals(f)).collect();
    let purchases = Purchases::with_nameless(ledger);
    let of = purchases.deliveries.iter().filter_map(|delivery| {
        let (table, row) = *delivery.rows.first()?;
        let frame = *frames.iter().find(|f| f.table == table)?;
        let units = match delivery.fate {
            Fate::Ordered | Fate::Draft => missing(delivery, today),
            Fate::Closed | Fate::Cancelled => 0,
        };
        let row = row as usize;
        Some(Open { frame, row, units })
    });
    of.collect()
}

/// What arrived of suppliers: the first row of each line, the day, and thousandths of units.
pub(crate) fn arrivals(ledger: &Ledger) -> Vec<(&Frame, usize, i32, i64)> {
    let of = Purchases::with_nameless(ledger).deliveries;
    let of = of.into_iter().filter_map(|delivery| {
        let (table, row) = *delivery.rows.first()?;
        let frame = ledger.frames("purchases").find(|f| f.table == table)?;
        let units = delivery.arrived.unwrap_or(delivery.units);
        Some((frame, row as usize, delivery.received?, units))
    });
    of.collect()
}

/// Thousandths of units of a line that are still to come.
fn missing(delivery: &Delivery, today: i32) -> i64 {
    let arrived = match (delivery.arrived, delivery.received) {
        (Some(arrived), _) => arrived,
        (None, Some(_)) => delivery.units,
        (None, None) => 0,
    };
    let (since, most) = match delivery.received {
        Some(day) => (Some(day), SHORT_DAYS),
        None => (delivery.promised.max(delivery.ordered), LOST_DAYS),
    };
    match since {
        Some(day) if today.saturating_sub(day) > most => 0,
        _ => (delivery.units - arrived).max(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_not_arrived_is_on_its_way_unless_it_is_long_ago() {
        let of = |arrived, promised, received, today| {
            let delivery = Delivery {
                supplier: 0,
                order: "P1".into(),
                ordered: Some(100),
                promised,
                received,
                units: 50_000,
                arrived,
                rows: vec![(0, 0)],
                ..Delivery::default()
            };
            missing(&delivery, today)
        };
        assert_eq!(of(None, Some(120), None, 110), 50_000);
        // Overdue, and overdue by more than a year.
        assert_eq!(of(Some(0), Some(120), None, 200), 50_000);
        assert_eq!(of(Some(0), Some(120), None, 486), 0);
        assert_eq!(of(Some(0), None, None, 466), 0);
        // Short by five: they may follow within sixty days.
        assert_eq!(of(Some(45_000), Some(120), Some(118), 178), 5_000);
        assert_eq!(of(Some(45_000), Some(120), Some(118), 179), 0);
        // All has come, or more, or nothing says how much of it.
        assert_eq!(of(Some(52_000), Some(120), Some(118), 120), 0);
        assert_eq!(of(None, Some(120), Some(118), 120), 0);
    }
}
