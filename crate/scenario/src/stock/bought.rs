//! Lead times as goods arrived so far, from purchase files.

use std::collections::BTreeMap;

use ledger::Ledger;

use super::demand::Demand;
use super::level::Lead;
use super::position::Finder;

/// Deliveries of an item from which its lead time is known.
const NEEDS: usize = 3;

/// Lead times by item, with their standard deviation.
pub(super) fn leads(ledger: &Ledger, demand: &Demand) -> BTreeMap<usize, Lead> {
    let finder = Finder::new(demand);
    let mut days: BTreeMap<usize, Vec<i32>> = BTreeMap::new();
    for frame in ledger.frames("purchases") {
        for row in 0..frame.rows {
            let ordered = frame.day("order_date", row);
            let received = frame.day("completed_date", row);
            let (Some(from), Some(to)) = (ordered, received) else {
                continue;
            };
            let took = to.saturating_sub(from);
            if (0..=730).contains(&took)
                && let Some(item) = finder.of_row(frame, row)
            {
                days.entry(item).or_default().push(took);
            }
        }
    }
    let known = days.into_iter().filter(|(_, d)| d.len() >= NEEDS);
    known.map(|(item, days)| (item, lead(days))).collect()
}

/// Mean and standard deviation (of n − 1), of whole days so that the sequence of rows does not decide.
fn lead(mut days: Vec<i32>) -> Lead {
    days.sort_unstable();
    let n = days.len() as f64;
    let mean = days.iter().sum::<i32>() as f64 / n;
    let squares = days
        .iter()
        .map(|d| (f64::from(*d) - mean) * (f64::from(*d) - mean));
    Lead {
        days: mean,
        sd: libm::sqrt(squares.sum::<f64>() / (n - 1.0).max(1.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lead_times_are_means_with_a_spread() {
        let of = lead(vec![12, 8, 10]);
        assert_eq!((of.days, of.sd), (10.0, 2.0));
        assert_eq!(lead(vec![7, 7, 7]).sd, 0.0);
    }
}
