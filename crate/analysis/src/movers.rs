//! Products (and other names) that rose or fell most.

use serde::Serialize;
use shop::Selection;

use crate::breakdown::{FEWEST_COMPARED, change_interval, segment_difference};
use crate::frame::Frame;
use crate::statistics::{benjamini_hochberg, relative, round9};
use crate::tally::{Tallies, narrow};
use crate::{Answer, DimensionKind, Interval, SegmentName, Unit};

/// The largest risers and fallers between the comparison's windows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Movers {
    /// Of what: products where known, else categories.
    pub dimension: DimensionKind,
    /// Risers, largest first (at most 10).
    pub up: Vec<Mover>,
    /// Fallers, largest first (at most 10).
    pub down: Vec<Mover>,
    /// Names that were tested.
    pub tested: u64,
}

/// A name and its change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mover {
    /// The name.
    pub name: String,
    /// Gross in the current window.
    pub current_minor: i64,
    /// Gross in the window before.
    pub previous_minor: i64,
    /// The difference.
    pub change_minor: i64,
    /// Relative; `None` where it was zero before.
    pub change: Option<f64>,
    /// Orders with it in the current window.
    pub current_orders: u64,
    /// Orders with it in the window before.
    pub previous_orders: u64,
    /// 95 % interval of `change`, from the spread of weeks (days in windows below eight weeks).
    pub interval: Option<Interval>,
    /// Welch's t-test on the totals of weeks (or days), two-sided; `None` below 20 orders in both
    /// windows together, and beyond the largest names.
    pub p_value: Option<f64>,
    /// Adjusted over all names tested here (Benjamini–Hochberg).
    pub q_value: Option<f64>,
    /// Whether `q_value` ≤ 0.05.
    pub significant: bool,
    /// The rows of the current window (of the previous one where nothing is left now).
    pub selection: Selection,
}

/// Names listed each way.
const MOST: usize = 10;

/// The largest risers and fallers.
pub(crate) fn movers(frame: &Frame<'_>, tallies: Option<&Tallies>) -> Answer<Movers> {
    let Some(tallies) = tallies else {
        return Answer::missing(1, 0, Unit::LinesWithProduct);
    };
    let Some(windows) = frame.previous_pair() else {
        return Answer::missing(2, u64::from(frame.period.is_some()), Unit::Periods);
    };
    let compared: u64 = [windows.0, windows.1]
        .iter()
        .map(|w| u64::from(frame.sum(w.first, w.last).orders))
        .sum();
    if compared < u64::from(FEWEST_COMPARED) {
        return Answer::missing(u64::from(FEWEST_COMPARED), compared, Unit::Orders);
    }
    let mut tested = Vec::new();
    for &code in &tallies.slots {
        let code = code as usize;
        let difference =
            segment_difference(frame, &tallies.rows[code], tallies.daily(code), windows);
        if let Some(difference) = difference {
            tested.push((code, difference));
        }
    }
    let p_values: Vec<f64> = tested.iter().map(|(_, d)| d.p_value).collect();
    let q_values = benjamini_hochberg(&p_values);
    let mut codes: Vec<(i64, usize)> = (0..tallies.unknown())
        .map(|code| {
            let row = &tallies.rows[code];
            (row.current.saturating_sub(row.previous), code)
        })
        .filter(|&(change, _)| change != 0)
        .collect();
    let by_name = |a: usize, b: usize| tallies.name(frame, a).cmp(&tallies.name(frame, b));
    let within = [windows.0, windows.1].map(|w| frame.selection_of((w.first, w.last)));
    let mover = |&(change_minor, code): &(i64, usize)| {
        let tally = &tallies.rows[code];
        let test = tested.iter().position(|(c, _)| *c == code);
        let q_value = test.map(|i| q_values[i]);
        let name = tallies.name(frame, code);
        let gone = tally.current_orders == 0;
        let rows = &within[usize::from(gone)];
        let selection = narrow(tallies.kind, &name, rows).unwrap_or_else(|| rows.clone());
        Mover {
            name: match name {
                SegmentName::Named(name) => name,
                _ => String::new(),
            },
            current_minor: tally.current,
            previous_minor: tally.previous,
            change_minor,
            change: relative(tally.current, tally.previous),
            current_orders: u64::from(tally.current_orders),
            previous_orders: u64::from(tally.previous_orders),
            interval: test.and_then(|i| change_interval(&tested[i].1, windows)),
            p_value: test.and_then(|i| round9(p_values[i])),
            q_value: q_value.and_then(round9),
            significant: q_value.is_some_and(|q| q <= 0.05),
            selection,
        }
    };
    table::order::top_by(&mut codes, MOST, |a, b| {
        b.0.cmp(&a.0).then_with(|| by_name(a.1, b.1))
    });
    let up = codes
        .iter()
        .take_while(|c| c.0 > 0)
        .take(MOST)
        .map(mover)
        .collect();
    table::order::top_by(&mut codes, MOST, |a, b| {
        a.0.cmp(&b.0).then_with(|| by_name(a.1, b.1))
    });
    let down = codes
        .iter()
        .take_while(|c| c.0 < 0)
        .take(MOST)
        .map(mover)
        .collect();
    Answer::Known(Movers {
        dimension: tallies.kind,
        up,
        down,
        tested: tested.len() as u64,
    })
}
