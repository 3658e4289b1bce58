//! How good probabilities and decisions are.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::arithmetic::quantile;
use crate::chance::Chance;

/// A number and the bounds that it lies between with 95 % confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

/// Rows from the highest score to the lowest, in runs of equal scores: (positives, negatives) in each.
fn runs(scores: &[f64], labels: &[bool]) -> Vec<Vec<u32>> {
    let mut order: Vec<u32> = (0..scores.len().min(labels.len()) as u32).collect();
    order.sort_by(|&a, &b| {
        scores[b as usize]
            .total_cmp(&scores[a as usize])
            .then(a.cmp(&b))
    });
    order
        .chunk_by(|&a, &b| scores[a as usize] == scores[b as usize])
        .map(<[u32]>::to_vec)
        .collect()
}

/// Area under the ROC curve and average precision of runs, each row counted as often as `count` says.
fn areas(runs: &[Vec<u32>], labels: &[bool], count: impl Fn(u32) -> f64) -> Option<(f64, f64)> {
    let (mut positives, mut negatives) = (0.0, 0.0);
    let (mut pairs, mut precision) = (0.0, 0.0);
    for run in runs {
        let (mut p, mut n) = (0.0, 0.0);
        for &row in run {
            match labels[row as usize] {
                true => p += count(row),
                false => n += count(row),
            }
        }
        // Negatives of the run are beaten by all positives above, and half by those beside them.
        pairs += n * (positives + p / 2.0);
        positives += p;
        negatives += n;
        if p > 0.0 {
            precision += p * positives / (positives + negatives);
        }
    }
    (positives > 0.0 && negatives > 0.0)
        .then(|| (pairs / (positives * negatives), precision / positives))
}

/// Area under the ROC curve: the chance that a positive scores above a negative, ties counted half.
///
/// 0.5 is chance, 1 perfect; `None` if either class is absent.
pub fn roc_auc(scores: &[f64], labels: &[bool]) -> Option<f64> {
    areas(&runs(scores, labels), labels, |_| 1.0).map(|(auc, _)| auc)
}

/// Area under the precision–recall curve as average precision, Σ (Rₖ − Rₖ₋₁)·Pₖ.
///
/// The base rate is chance, 1 perfect; `None` if either class is absent.
pub fn average_precision(scores: &[f64], labels: &[bool]) -> Option<f64> {
    areas(&runs(scores, labels), labels, |_| 1.0).map(|(_, precision)| precision)
}

/// Both areas with bounds from `draws` bootstrap samples (percentiles 2.5 and 97.5): of rows, drawn within each class, or of
/// groups where rows belong together; `groups` is empty, or the group of each row.
pub fn areas_with_intervals(
    scores: &[f64],
    labels: &[bool],
    groups: &[u32],
    draws: usize,
    seed: u64,
) -> Option<(Estimate, Estimate)> {
    let runs = runs(scores, labels);
    let (auc, precision) = areas(&runs, labels, |_| 1.0)?;
    // Pools of what is drawn: each as often as it has members.
    let mut pools: Vec<Vec<Vec<usize>>> = Vec::new();
    if groups.len() == labels.len() {
        let mut own: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (row, &group) in groups.iter().enumerate() {
            own.entry(group).or_default().push(row);
        }
        pools.push(own.into_values().collect());
    } else {
        for class in [true, false] {
            let rows = (0..labels.len()).filter(|&row| labels[row] == class);
            pools.push(rows.map(|row| vec![row]).collect());
        }
    }
    let mut chance = Chance::new(seed);
    let (mut aucs, mut precisions) = (Vec::with_capacity(draws), Vec::with_capacity(draws));
    let mut counts = vec![0.0; labels.len()];
    for _ in 0..draws {
        counts.fill(0.0);
        for pool in &pools {
            for _ in 0..pool.len() {
                for &row in &pool[chance.below(pool.len())] {
                    counts[row] += 1.0;
                }
            }
        }
        if let Some((auc, precision)) = areas(&runs, labels, |row| counts[row as usize]) {
            aucs.push(auc);
            precisions.push(precision);
        }
    }
    let estimate = |value: f64, mut draws: Vec<f64>| {
        draws.sort_unstable_by(f64::total_cmp);
        Estimate {
            value,
            low: quantile(&draws, 0.025).unwrap_or(value),
            high: quantile(&draws, 0.975).unwrap_or(value),
        }
    };
    Some((estimate(auc, aucs), estimate(precision, precisions)))
}

/// The curves behind both areas.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Curves {
    /// Shares of the negatives and of the positives from a score on, from (0, 0) to (1, 1).
    pub roc: Vec<(f64, f64)>,
    /// Recall and precision from a score on.
    pub precision: Vec<(f64, f64)>,
}

/// A point for each different score from the highest to the lowest, thinned to about `most`; none if either class is absent.
pub fn curves(scores: &[f64], labels: &[bool], most: usize) -> Curves {
    let all = labels.iter().filter(|&&label| label).count() as f64;
    let others = labels.len() as f64 - all;
    let (mut roc, mut precision) = (vec![(0.0, 0.0)], Vec::new());
    if all == 0.0 || others == 0.0 {
        return Curves::default();
    }
    let runs = runs(scores, labels);
    let (mut found, mut alarms) = (0.0, 0.0);
    for (place, run) in runs.iter().enumerate() {
        let own = run.iter().filter(|&&row| labels[row as usize]).count();
        found += own as f64;
        alarms += (run.len() - own) as f64;
        // Evenly over both axes, and always the end.
        let (x, y) = (alarms / others, found / all);
        let last = roc[roc.len() - 1];
        let far = (x - last.0) + (y - last.1) >= 2.0 / most.max(2) as f64;
        if far || place + 1 == runs.len() {
            roc.push((x, y));
            if found > 0.0 {
                precision.push((y, found / (found + alarms)));
            }
        }
    }
    Curves { roc, precision }
}

/// Brier score: the mean of (p − y)²; 0 is perfect. 0 of no rows.
pub fn brier(probabilities: &[f64], labels: &[bool]) -> f64 {
    let square = |(p, &label): (&f64, &bool)| {
        let miss = p - f64::from(u8::from(label));
        miss * miss
    };
    mean(probabilities.iter().zip(labels).map(square))
}

/// Log loss: the mean of −ln of the probability that the true class was given, kept 1e-15 away from 0; 0 is perfect.
pub fn log_loss(probabilities: &[f64], labels: &[bool]) -> f64 {
    let cost =
        |(p, &label): (&f64, &bool)| -libm::log((if label { *p } else { 1.0 - p }).max(1e-15));
    mean(probabilities.iter().zip(labels).map(cost))
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = values.len();
    if n == 0 {
        0.0
    } else {
        values.sum::<f64>() / n as f64
    }
}

/// How decisions fell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// Positives found.
    pub true_positive: usize,
    /// Negatives taken for positives.
    pub false_positive: usize,
    /// Positives missed.
    pub false_negative: usize,
    /// Negatives left alone.
    pub true_negative: usize,
}

/// Precision, recall and F1 of one class.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ClassReport {
    /// Share of those taken for the class that are of it; 0 if none was taken.
    pub precision: f64,
    /// Share of the class that was found; 0 if it is absent.
    pub recall: f64,
    /// 2·P·R / (P + R); 0 if both are.
    pub f1: f64,
    /// Rows of the class.
    pub support: usize,
}

impl ClassReport {
    pub(crate) fn of(found: usize, taken: usize, support: usize) -> Self {
        let share = |of: usize| {
            if of == 0 {
                0.0
            } else {
                found as f64 / of as f64
            }
        };
        let (precision, recall) = (share(taken), share(support));
        let sum = precision + recall;
        Self {
            precision,
            recall,
            f1: if sum > 0.0 {
                2.0 * precision * recall / sum
            } else {
                0.0
            },
            support,
        }
    }
}

impl Confusion {
    /// Counts decisions.
    pub fn of(decisions: &[bool], labels: &[bool]) -> Self {
        let mut counts = Self::default();
        for (&decision, &label) in decisions.iter().zip(labels) {
            *match (decision, label) {
                (true, true) => &mut counts.true_positive,
                (true, false) => &mut counts.false_positive,
                (false, true) => &mut counts.false_negative,
                (false, false) => &mut counts.true_negative,
            } += 1;
        }
        counts
    }

    /// The positive class.
    pub fn positive(&self) -> ClassReport {
        let (found, missed) = (self.true_positive, self.false_negative);
        ClassReport::of(found, found + self.false_positive, found + missed)
    }

    /// The negative class.
    pub fn negative(&self) -> ClassReport {
        let (found, missed) = (self.true_negative, self.false_positive);
        ClassReport::of(found, found + self.false_negative, found + missed)
    }

    /// Share of decisions that are right; 0 of none.
    pub fn accuracy(&self) -> f64 {
        let right = self.true_positive + self.true_negative;
        let all = right + self.false_positive + self.false_negative;
        if all == 0 {
            0.0
        } else {
            right as f64 / all as f64
        }
    }
}

/// What a threshold is picked by.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ThresholdRule {
    /// The highest F1 of the positive class.
    F1,
    /// The lowest cost.
    Cost {
        /// Cost of a positive that is missed.
        missed: f64,
        /// Cost of a negative taken for a positive.
        alarm: f64,
    },
}

/// The threshold (positive from there on) that serves a rule best on these rows.
///
/// It lies in the middle between two neighbouring probabilities; of equally good ones the highest is taken.
pub fn threshold(probabilities: &[f64], labels: &[bool], rule: ThresholdRule) -> f64 {
    let runs = runs(probabilities, labels);
    let positives = labels.iter().filter(|&&label| label).count() as f64;
    let worth = |found: f64, alarms: f64| match rule {
        ThresholdRule::F1 => 2.0 * found / (found + alarms + positives).max(1.0),
        ThresholdRule::Cost { missed, alarm } => -(missed * (positives - found) + alarm * alarms),
    };
    let (mut found, mut alarms) = (0.0, 0.0);
    let mut best = (worth(0.0, 0.0), 1.0);
    for (place, run) in runs.iter().enumerate() {
        for &row in run {
            match labels[row as usize] {
                true => found += 1.0,
                false => alarms += 1.0,
            }
        }
        let worth = worth(found, alarms);
        if worth > best.0 {
            let own = probabilities[run[0] as usize];
            let next = runs
                .get(place + 1)
                .map_or(0.0, |next| probabilities[next[0] as usize]);
            best = (worth, (own + next) / 2.0);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn worked_by_hand() {
        let scores = [0.9, 0.8, 0.8, 0.3];
        let labels = [true, false, true, false];
        // Pairs: 0.9 beats both, 0.8 ties one and beats one.
        assert_eq!(roc_auc(&scores, &labels), Some(3.5 / 4.0));
        let ap = average_precision(&scores, &labels).expect("both classes");
        assert!((ap - (0.5 + 0.5 * 2.0 / 3.0)).abs() < 1e-15);
        assert!((brier(&scores, &labels) - (0.01 + 0.64 + 0.04 + 0.09) / 4.0).abs() < 1e-15);
        let counts = Confusion::of(&[true, true, true, false], &labels);
        assert!((counts.positive().precision - 2.0 / 3.0).abs() < 1e-15);
        assert_eq!(counts.positive().recall, 1.0);
        assert_eq!(counts.negative().support, 2);
        assert_eq!(counts.accuracy(), 0.75);
    }

    #[test]
    fn curves_go_from_corner_to_corner() {
        let Curves { roc, precision } =
            curves(&[0.9, 0.8, 0.8, 0.3], &[true, false, true, false], 100);
        assert_eq!(roc, [(0.0, 0.0), (0.0, 0.5), (0.5, 1.0), (1.0, 1.0)]);
        assert_eq!(precision, [(0.5, 1.0), (1.0, 2.0 / 3.0), (1.0, 0.5)]);
        let scores: Vec<f64> = (0..5_000).map(f64::from).collect();
        let labels: Vec<bool> = (0..5_000u32).map(|i| i * 7 % 10 < 4).collect();
        let roc = curves(&scores, &labels, 100).roc;
        assert!(roc.len() <= 102 && roc[roc.len() - 1] == (1.0, 1.0));
        assert!(curves(&[0.1], &[true], 10).roc.is_empty());
    }

    #[test]
    fn one_class_has_no_area() {
        assert_eq!(roc_auc(&[0.1, 0.2], &[true, true]), None);
        assert_eq!(average_precision(&[], &[]), None);
        assert_eq!(brier(&[], &[]), 0.0);
    }

    #[test]
    fn dear_misses_lower_the_threshold() {
        let probabilities: Vec<f64> = (0..100).map(|i| f64::from(i) / 100.0).collect();
        // Calibrated: of those at p, a share p is positive.
        let labels: Vec<bool> = (0..100u32).map(|i| i * 37 % 100 < i).collect();
        let at = |missed, alarm| {
            threshold(
                &probabilities,
                &labels,
                ThresholdRule::Cost { missed, alarm },
            )
        };
        assert!(at(9.0, 1.0) < 0.35);
        assert!(at(1.0, 9.0) > 0.65);
        assert!(at(9.0, 1.0) < at(1.0, 1.0) && at(1.0, 1.0) < at(1.0, 9.0));
    }

    proptest! {
        #[test]
        fn areas_ignore_the_scale_and_turn_with_the_sign(rows in prop::collection::vec((0u8..20, any::<bool>()), 2..80)) {
            let scores: Vec<f64> = rows.iter().map(|row| f64::from(row.0)).collect();
            let labels: Vec<bool> = rows.iter().map(|row| row.1).collect();
            let cubes: Vec<f64> = scores.iter().map(|s| s * s * s + 1.0).collect();
            let turned: Vec<f64> = scores.iter().map(|s| -s).collect();
            let auc = roc_auc(&scores, &labels);
            prop_assert_eq!(auc, roc_auc(&cubes, &labels));
            if let (Some(auc), Some(back)) = (auc, roc_auc(&turned, &labels)) {
                prop_assert!((auc + back - 1.0).abs() < 1e-12);
                let (auc, ap) = areas_with_intervals(&scores, &labels, &[], 50, 1).expect("both classes");
                prop_assert!(0.0 <= auc.low && auc.low <= auc.high && auc.high <= 1.0);
                prop_assert!(ap.low <= ap.high && ap.high <= 1.0);
            }
        }
    }

    #[test]
    fn copies_do_not_make_an_interval_narrower() {
        let scores: Vec<f64> = (0..60).map(|i| f64::from(i * 37 % 60)).collect();
        let labels: Vec<bool> = (0..60).map(|i| i * 37 % 60 + i % 40 > 50).collect();
        let wide = |times: usize, groups: &[u32]| {
            let (s, l) = (scores.repeat(times), labels.repeat(times));
            let (auc, _) = areas_with_intervals(&s, &l, groups, 400, 1).expect("both classes");
            auc.high - auc.low
        };
        let alone = wide(1, &[]);
        let groups: Vec<u32> = (0..60).collect::<Vec<u32>>().repeat(4);
        assert!(wide(4, &[]) < 0.65 * alone, "{alone}");
        assert!(wide(4, &groups) > 0.85 * alone, "{alone}");
    }
}
