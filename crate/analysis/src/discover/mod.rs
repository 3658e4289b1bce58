//! Findings from the numbers: many tests, few claims, false discoveries controlled over all.

mod change;
mod fact;
mod segment;
mod time;
mod value;

use shop::Selection;

use crate::frame::Frame;
use crate::statistics::{Difference, benjamini_hochberg, round9, rounded};
use crate::tally::Tallies;
use crate::{
    Action, Answer, Evidence, Finding, FindingKind, Findings, Interval, Method, Sales, Section,
    Unit,
};

/// The false-discovery rate.
const Q: f64 = 0.05;

/// Orders below which nothing is claimed at all.
const FEWEST_ORDERS: u64 = 30;

/// Tests that are asked together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Family {
    Changes,
    Rates,
    Segments,
    Shares,
    Products,
    Weekdays,
    Days,
    Slope,
    Values,
    Refunds,
    Pairs,
}

/// A finding before it is known whether it holds.
struct Claim {
    test: Option<usize>,
    /// The revenue that `impact_minor` is a share of.
    base_minor: i64,
    finding: Finding,
}

/// Everything asked, and everything that might be said.
#[derive(Default)]
struct Discovery {
    tests: Vec<(Family, f64)>,
    claims: Vec<Claim>,
    /// Orders that make a day stand out, each alone.
    orders: Vec<usize>,
}

impl Discovery {
    fn test(&mut self, family: Family, p_value: f64) -> usize {
        self.tests.push((family, p_value.clamp(0.0, 1.0)));
        self.tests.len() - 1
    }

    fn claim(&mut self, test: usize, base_minor: i64, finding: Finding) {
        self.claims.push(Claim {
            test: Some(test),
            base_minor,
            finding,
        });
    }

    fn fact(&mut self, base_minor: i64, finding: Finding) {
        self.claims.push(Claim {
            test: None,
            base_minor,
            finding,
        });
    }

    /// Weighted Benjamini–Hochberg, never below the test's own p-value.
    ///
    /// # Source
    /// Genovese, Roeder & Wasserman 2006: BH on p/w with weights of mean 1, set beforehand.
    fn q_values(&self) -> Vec<f64> {
        let mut sizes: Vec<(Family, f64)> = Vec::new();
        for &(family, _) in &self.tests {
            match sizes.iter_mut().find(|size| size.0 == family) {
                Some(size) => size.1 += 1.0,
                None => sizes.push((family, 1.0)),
            }
        }
        let all = self.tests.len() as f64;
        let families = sizes.len() as f64;
        let weighted: Vec<f64> = self
            .tests
            .iter()
            .map(|&(family, p)| {
                let size = sizes
                    .iter()
                    .find(|size| size.0 == family)
                    .map_or(1.0, |size| size.1);
                (p * size * families / all).min(1.0)
            })
            .collect();
        // A family of few tests has weight enough for q to fall below p; what would not hold on its
        // own is not told.
        let mut q_values = benjamini_hochberg(&weighted);
        for (q, &(_, p)) in q_values.iter_mut().zip(&self.tests) {
            *q = q.max(p);
        }
        q_values
    }
}

/// The parts that findings of a kind share.
struct Draft {
    kind: FindingKind,
    n: u64,
    unit: Unit,
    period: Option<(i32, i32)>,
    comparison: Option<(i32, i32)>,
    effect: Option<f64>,
    interval: Option<Interval>,
    p_value: Option<f64>,
    method: Method,
    impact: Option<f64>,
    selection: Selection,
    action: Action,
    section: Section,
    spark: Vec<Option<f64>>,
}

impl Draft {
    /// A plain fact over the period.
    fn fact(frame: &Frame<'_>, kind: FindingKind, action: Action, section: Section) -> Self {
        Draft {
            kind,
            n: u64::from(frame.total.orders),
            unit: Unit::Orders,
            period: frame.period.map(|p| (p.first, p.last)),
            comparison: None,
            effect: None,
            interval: None,
            p_value: None,
            method: Method::Count,
            impact: None,
            selection: frame.selection(),
            action,
            section,
            spark: Vec::new(),
        }
    }

    fn finding(self, frame: &Frame<'_>) -> Finding {
        Finding {
            evidence: Evidence {
                n: self.n,
                unit: self.unit,
                period: self.period,
                comparison: self.comparison,
                grain: self
                    .comparison
                    .and(frame.comparison.map(|comparison| comparison.grain)),
                effect: self.effect.and_then(round9),
                interval: self.interval,
                p_value: self.p_value.and_then(round9),
                q_value: None,
                method: self.method,
            },
            kind: self.kind,
            impact_minor: self
                .impact
                .filter(|impact| impact.is_finite())
                .map(|impact| libm::round(impact.abs()) as i64),
            score: 0.0,
            selection: self.selection,
            action: self.action,
            section: self.section,
            spark: self.spark,
        }
    }
}

/// The interval of a difference as it stands.
fn plain_interval(difference: &Difference) -> Option<Interval> {
    let (low, high) = difference.interval();
    Some(Interval {
        low: round9(low)?,
        high: round9(high)?,
        level: 0.95,
    })
}

/// The interval of a difference relative to the previous level.
fn relative_interval(difference: &Difference) -> Option<Interval> {
    let (low, high) = difference.relative_interval()?;
    Some(Interval {
        low: round9(low)?,
        high: round9(high)?,
        level: 0.95,
    })
}

/// What holds, most important first.
pub(crate) fn findings(
    frame: &Frame<'_>,
    sales: &Sales,
    tallies: &[Tallies],
    pair_p_values: &[f64],
) -> Answer<Findings> {
    if !frame.shop.counts_orders() {
        return Answer::summed_up(frame.bits.len());
    }
    let orders = u64::from(frame.total.orders);
    if orders < FEWEST_ORDERS {
        return Answer::missing(FEWEST_ORDERS, orders, Unit::Orders);
    }
    let mut discovery = Discovery::default();
    change::discover(&mut discovery, frame, sales);
    segment::discover(&mut discovery, frame, sales, tallies);
    time::discover(&mut discovery, frame, tallies);
    value::discover(&mut discovery, frame, sales, pair_p_values);
    fact::discover(&mut discovery, frame, sales);

    let q_values = discovery.q_values();
    let tests = discovery.tests.len() as u64;
    let passed = q_values.iter().filter(|&&q| q <= Q).count() as u64;
    let mut findings: Vec<Finding> = discovery
        .claims
        .into_iter()
        .filter(|claim| claim.test.is_none_or(|test| q_values[test] <= Q))
        .map(|claim| {
            let mut finding = claim.finding;
            let certainty = match claim.test {
                Some(test) => {
                    finding.evidence.q_value = round9(q_values[test]);
                    1.0 - 10.0 * q_values[test]
                }
                None => 0.25,
            };
            let at_stake = match finding.impact_minor {
                Some(impact) if claim.base_minor > 0 => {
                    (impact as f64 / claim.base_minor as f64).min(1.0)
                }
                // What cannot be weighed in money stands behind what can, but not at the very end.
                _ => 0.01,
            };
            finding.score = rounded(at_stake * certainty);
            finding
        })
        .collect();
    table::order::sort_by(&mut findings, |a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| a.section.cmp(&b.section))
            .then_with(|| format!("{:?}", a.kind).cmp(&format!("{:?}", b.kind)))
    });
    thin_out(&mut findings);
    Answer::Known(Findings {
        findings,
        tests,
        passed,
        q: Q,
    })
}

/// Keeps what tells something new: the strongest few of each kind, and no change of orders beside
/// the change of revenue that it makes.
fn thin_out(findings: &mut Vec<Finding>) {
    let told: Vec<FindingKind> = findings.iter().map(|f| f.kind.clone()).collect();
    let is_told = |kind: &FindingKind| {
        told.iter().any(|other| match (kind, other) {
            (
                FindingKind::OrdersChange { against, .. },
                FindingKind::RevenueChange {
                    against: other,
                    driver: crate::OrdersOrValue::Orders | crate::OrdersOrValue::Both,
                    ..
                },
            )
            | (
                FindingKind::AovChange { against, .. },
                FindingKind::RevenueChange {
                    against: other,
                    driver: crate::OrdersOrValue::Value | crate::OrdersOrValue::Both,
                    ..
                },
            ) => against == other,
            (
                FindingKind::ShareShift {
                    dimension, name, ..
                },
                FindingKind::SegmentChange {
                    dimension: other,
                    name: other_name,
                    ..
                },
            ) => dimension == other && name == other_name,
            _ => false,
        })
    };
    let mut counts: Vec<(String, usize)> = Vec::new();
    findings.retain(|finding| {
        if is_told(&finding.kind) {
            return false;
        }
        let (group, most) = match &finding.kind {
            FindingKind::SegmentChange { dimension, .. } => (format!("segment {dimension:?}"), 3),
            FindingKind::ShareShift { dimension, .. } => (format!("share {dimension:?}"), 1),
            FindingKind::AnomalyDay { .. } => ("day".to_owned(), 3),
            FindingKind::PairTogether { .. } => ("pair".to_owned(), 3),
            FindingKind::ProductRefunds { .. } => ("refunds".to_owned(), 3),
            FindingKind::MissingDays { .. } => ("gap".to_owned(), 2),
            FindingKind::Weekday { .. } => ("weekday".to_owned(), 2),
            _ => return true,
        };
        let count = match counts.iter_mut().find(|count| count.0 == group) {
            Some(count) => &mut count.1,
            None => {
                counts.push((group, 0));
                let last = counts.len() - 1;
                &mut counts[last].1
            }
        };
        *count += 1;
        *count <= most
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_test_is_surer_among_others_than_alone() {
        let mut discovery = Discovery::default();
        let alone = discovery.test(Family::Values, 0.2);
        for _ in 0..100 {
            discovery.test(Family::Pairs, 0.9);
        }
        let q_values = discovery.q_values();
        assert!(q_values[alone] >= 0.2, "{}", q_values[alone]);
    }
}
