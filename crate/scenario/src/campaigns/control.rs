//! A code that only some channels use, beside the channels that do not: difference in differences.

use std::collections::BTreeMap;

use analysis::statistics::{mann_kendall, welch_series};
use ledger::{Ledger, NONE};

use super::codes::Code;

/// Weeks before that both groups are compared in.
const WEEKS_BEFORE: i32 = 12;

/// The comparison.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Control {
    pub(crate) code: String,
    pub(crate) treated: Vec<String>,
    pub(crate) control: Vec<String>,
    /// Change of the treated less change of the control, each relative to its own level before.
    pub(crate) value: f64,
    pub(crate) interval: (f64, f64),
    pub(crate) p_value: f64,
    /// Mann–Kendall on the difference before: whether the groups drifted apart already.
    pub(crate) before_p: f64,
}

/// The code with most revenue that leaves some channels out and began late enough to have weeks before.
pub(crate) fn control(ledger: &Ledger, codes: &[Code]) -> Option<Control> {
    codes.iter().find_map(|code| of_code(ledger, code))
}

fn of_code(ledger: &Ledger, code: &Code) -> Option<Control> {
    let orders = &ledger.orders;
    let (first, last) = code.days?;
    // Channel → (orders in the days of the code, of them with it).
    let mut channels: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let name = |order: usize| {
        ledger
            .channels
            .get(orders.channel[order] as usize)
            .map(String::as_str)
    };
    for order in 0..orders.day.len() {
        if orders.channel[order] == NONE || !(first..=last).contains(&orders.day[order]) {
            continue;
        }
        let used = ledger
            .discount_codes
            .get(orders.discount_code[order] as usize)
            .is_some_and(|c| *c == code.name);
        if let Some(channel) = name(order) {
            let count = channels.entry(channel).or_default();
            *count = (count.0 + 1, count.1 + usize::from(used));
        }
    }
    let treated: Vec<&str> = channels
        .iter()
        .filter(|(_, c)| c.1 * 10 >= c.0)
        .map(|(n, _)| *n)
        .collect();
    let control: Vec<&str> = channels
        .iter()
        .filter(|(_, c)| c.1 == 0 && c.0 >= 30)
        .map(|(n, _)| *n)
        .collect();
    if treated.is_empty() || control.is_empty() {
        return None;
    }
    // Whole weeks from the day the code began, so that weekdays weigh the same.
    let weeks_after = (last - first + 1) / 7;
    let earliest = orders
        .day
        .iter()
        .copied()
        .filter(|d| *d != i32::MIN)
        .min()?;
    let weeks_before = ((first - earliest) / 7).min(WEEKS_BEFORE);
    if weeks_after < 4 || weeks_before < 8 {
        return None;
    }
    let weeks = (weeks_before + weeks_after) as usize;
    let mut sums = [vec![0_i64; weeks], vec![0_i64; weeks]];
    for order in 0..orders.day.len() {
        let day = orders.day[order];
        if day == i32::MIN {
            continue;
        }
        let week = (day - first).div_euclid(7) + weeks_before;
        let Some(at) = usize::try_from(week).ok().filter(|w| *w < weeks) else {
            continue;
        };
        match name(order) {
            Some(n) if treated.contains(&n) => sums[0][at] += ledger.gross_minor(order),
            Some(n) if control.contains(&n) => sums[1][at] += ledger.gross_minor(order),
            _ => {}
        }
    }
    let before = weeks_before as usize;
    let relative = |of: &[i64]| -> Option<Vec<f64>> {
        let level = of[..before].iter().sum::<i64>() as f64 / before as f64;
        (level > 0.0).then(|| of.iter().map(|v| *v as f64 / level).collect())
    };
    let (a, b) = (relative(&sums[0])?, relative(&sums[1])?);
    let gap: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
    let of = welch_series(&gap[before..], &gap[..before])?;
    let own = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
    Some(Control {
        code: code.name.clone(),
        treated: own(treated),
        control: own(control),
        value: of.current - of.previous,
        interval: of.interval(),
        p_value: of.p_value,
        before_p: mann_kendall(&gap[..before]).map_or(1.0, |s| s.p_value),
    })
}
