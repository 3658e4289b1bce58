//! A budget shift worth trying, with its uncertainty.

use analysis::statistics::quantile_sorted;

use super::blocks::certain;
use super::compare::{Against, Unit, difference};
use super::response::Response;
use super::tally::LogRatio;

/// A tenth of one campaign's spend to another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shift {
    /// Positions among the campaigns.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Millionths of the major unit.
    pub(crate) amount: f64,
    /// What one unit of money brings in each.
    pub(crate) returns: (f64, f64),
    /// More value by the shift, millionths: estimate, low, high.
    pub(crate) gain: (f64, f64, f64),
    /// From margins of fitted histories, or averages; the larger adjusted p-value of the two against the rest.
    pub(crate) average_p: Option<f64>,
}

/// Campaigns below this share of spend are too small to take from or to judge by.
const LEAST_SHARE: f64 = 0.05;

/// The shift that histories or averages speak for; `None` where none is certain.
pub(crate) fn shift(
    campaigns: &[Unit],
    averages: &[Option<LogRatio>],
    responses: &[Option<Response>],
    against: &[Against],
) -> Option<Shift> {
    let spend = |i: usize| campaigns[i].sums.spend.unwrap_or(0).max(0) as f64;
    let all: f64 = (0..campaigns.len()).map(spend).sum();
    let fair: Vec<usize> = (0..campaigns.len())
        .filter(|&i| spend(i) > 0.0 && spend(i) >= LEAST_SHARE * all)
        .collect();
    marginal(&fair, responses, &spend).or_else(|| average(&fair, averages, against, &spend))
}

fn marginal(
    fair: &[usize],
    responses: &[Option<Response>],
    spend: &dyn Fn(usize) -> f64,
) -> Option<Shift> {
    let mut fitted: Vec<(usize, &Response)> = fair
        .iter()
        .filter_map(|&i| Some((i, responses.get(i)?.as_ref()?)))
        .filter(|(_, r)| r.p_value <= 0.05)
        .collect();
    table::order::sort_by(&mut fitted, |a, b| a.1.marginal.total_cmp(&b.1.marginal));
    let (&(from, low), &(to, high)) = (fitted.first()?, fitted.last()?);
    if from == to {
        return None;
    }
    // The samples of two fits are independent, so pairs in any order are a sample of the difference.
    let mut gaps: Vec<f64> = high
        .samples
        .iter()
        .zip(&low.samples)
        .map(|(h, l)| h - l)
        .collect();
    table::order::floats(&mut gaps);
    // The best and worst of many were picked: the interval widens with the number of pairs.
    let pairs = (fitted.len() * (fitted.len() - 1) / 2) as f64;
    let tail = 0.025 / pairs;
    let (least, most) = (
        quantile_sorted(&gaps, tail)?,
        quantile_sorted(&gaps, 1.0 - tail)?,
    );
    if least <= 0.0 {
        return None;
    }
    let amount = 0.1 * spend(from);
    Some(Shift {
        from,
        to,
        amount,
        returns: (low.marginal, high.marginal),
        gain: (
            amount * (high.marginal - low.marginal),
            amount * least,
            amount * most,
        ),
        average_p: None,
    })
}

/// From the worst to the best of those that differ from the rest for certain, as they are told to.
fn average(
    fair: &[usize],
    averages: &[Option<LogRatio>],
    against: &[Against],
    spend: &dyn Fn(usize) -> f64,
) -> Option<Shift> {
    let mut known: Vec<(usize, &LogRatio, (f64, f64))> = fair
        .iter()
        .filter_map(|&i| {
            Some((
                i,
                averages.get(i)?.as_ref()?,
                certain(against.get(i)?.roas)?,
            ))
        })
        .collect();
    table::order::sort_by(&mut known, |a, b| a.1.log.total_cmp(&b.1.log));
    let worse = known.iter().find(|k| k.2.0 < 0.0)?;
    let better = known.iter().rev().find(|k| k.2.0 > 0.0)?;
    let (&(from, low, (_, p)), &(to, high, (_, q))) = (worse, better);
    // The two are held against each other as well.
    let (gap, direct) = difference(high, low)?;
    if gap <= 0.0 || direct >= 0.05 {
        return None;
    }
    let amount = 0.1 * spend(from);
    let (a, b) = (libm::exp(low.log), libm::exp(high.log));
    let error = libm::hypot(a * low.error, b * high.error);
    let gap = |times: f64| amount * (b - a + times * error);
    Some(Shift {
        from,
        to,
        amount,
        returns: (a, b),
        gain: (
            gap(0.0),
            gap(-1.959_963_984_540_054),
            gap(1.959_963_984_540_054),
        ),
        average_p: Some(p.max(q)),
    })
}
