//! Whether it can be told beforehand whom a campaign moves: the Qini curve of scores made on other customers.

use super::{Effect, Trial};
use crate::random::Random;

/// Parts that customers are dealt into; scores of one are made on the others.
const FOLDS: usize = 5;
/// Samples with replacement that intervals come from.
const DRAWS: usize = 200;
/// Points of the curve that are drawn.
const POINTS: usize = 10;
/// Customers of each group, and those of all who did it.
const LEAST: (usize, usize) = (200, 60);

/// The curve.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Qini {
    /// Share of customers addressed in the order of their scores, and more outcomes per hundredth of all that are
    /// addressed, with a 95 % interval.
    pub(crate) points: Vec<(f64, f64, f64, f64)>,
    /// The effect on everybody.
    pub(crate) whole: f64,
    /// Area between the curve and the line of a random order, and its interval.
    pub(crate) coefficient: (f64, f64, f64),
    /// Area under the curve.
    pub(crate) auuc: f64,
}

/// Scores: the effect on all, moved by what each category adds, drawn to nothing where categories do not differ.
///
/// # Source
/// Between-category variance by DerSimonian & Laird (1986).
fn scores(trial: &Trial, outcome: usize) -> Vec<f64> {
    let n = trial.people.len();
    let mut out = vec![0.0; n];
    for fold in 0..FOLDS {
        let training = Trial {
            people: (0..n)
                .filter(|i| i % FOLDS != fold)
                .map(|i| trial.people[i].clone())
                .collect(),
            ..trial.clone()
        };
        let Some(whole) = Effect::of(&training, outcome, |_| true) else {
            continue;
        };
        let mut adds: Vec<Vec<f64>> = Vec::new();
        for (at, feature) in trial.features.iter().enumerate() {
            let of = |c: usize| Effect::of(&training, outcome, |cells| usize::from(cells[at]) == c);
            let effects: Vec<Option<Effect>> = (0..feature.categories.len()).map(of).collect();
            let known: Vec<&Effect> = effects
                .iter()
                .flatten()
                .filter(|e| e.variance > 0.0)
                .collect();
            let weight =
                |power: i32| -> f64 { known.iter().map(|e| e.variance.powi(-power)).sum() };
            let (w, w2) = (weight(1), weight(2));
            let middle = known.iter().map(|e| e.value() / e.variance).sum::<f64>() / w;
            let q: f64 = known
                .iter()
                .map(|e| (e.value() - middle) * (e.value() - middle) / e.variance)
                .sum();
            let between = ((q - (known.len() as f64 - 1.0)) / (w - w2 / w)).max(0.0);
            let add = |e: &Option<Effect>| match e {
                Some(e) if between > 0.0 && between.is_finite() && e.variance > 0.0 => {
                    (e.value() - whole.value()) * between / (between + e.variance)
                }
                _ => 0.0,
            };
            adds.push(effects.iter().map(add).collect());
        }
        for i in (fold..n).step_by(FOLDS) {
            let cells = trial.people[i].cells.iter().enumerate();
            out[i] = whole.value() + cells.map(|(f, c)| adds[f][usize::from(*c)]).sum::<f64>();
        }
    }
    out
}

/// Customers and outcomes of a group of equal scores: kept out, addressed.
type Counts = [(f64, f64); 2];

/// The curve at ends of groups: (share of customers, gain per addressed customer of all).
fn curve(groups: &[Counts]) -> Vec<(f64, f64)> {
    let all: f64 = groups.iter().map(|g| g[0].0 + g[1].0).sum();
    let treated: f64 = groups.iter().map(|g| g[1].0).sum();
    let mut sums: Counts = [(0.0, 0.0); 2];
    let mut out = vec![(0.0, 0.0)];
    for group in groups {
        for side in 0..2 {
            sums[side].0 += group[side].0;
            sums[side].1 += group[side].1;
        }
        let expected = match sums[0].0 > 0.0 {
            true => sums[0].1 * sums[1].0 / sums[0].0,
            false => 0.0,
        };
        out.push((
            (sums[0].0 + sums[1].0) / all,
            (sums[1].1 - expected) / treated.max(1.0),
        ));
    }
    out
}

/// Area under a curve of straight pieces.
fn area(curve: &[(f64, f64)]) -> f64 {
    let pieces = curve.windows(2);
    pieces
        .map(|w| (w[1].0 - w[0].0) * (w[0].1 + w[1].1) / 2.0)
        .sum()
}

fn at(curve: &[(f64, f64)], x: f64) -> f64 {
    let next = curve.partition_point(|p| p.0 < x).min(curve.len() - 1);
    let (b, a) = (curve[next], curve[next.saturating_sub(1)]);
    if b.0 <= a.0 {
        return b.1;
    }
    a.1 + (b.1 - a.1) * ((x - a.0) / (b.0 - a.0)).clamp(0.0, 1.0)
}

/// The curve of a trial; `None` with too few customers, or nothing that they differ in.
pub(crate) fn qini(trial: &Trial, outcome: usize) -> Option<Qini> {
    let (treated, kept) = trial.sizes();
    let done = trial
        .people
        .iter()
        .filter(|p| p.outcomes[outcome] > 0.0)
        .count();
    if treated.min(kept) < LEAST.0 || done < LEAST.1 || trial.features.is_empty() {
        return None;
    }
    let scores = scores(trial, outcome);
    let mut order: Vec<usize> = (0..scores.len()).collect();
    table::order::sort_by(&mut order, |&a, &b| {
        scores[b].total_cmp(&scores[a]).then(a.cmp(&b))
    });
    let mut group = vec![0; order.len()];
    let mut last = 0;
    for pair in order.windows(2) {
        last += usize::from(scores[pair[0]] != scores[pair[1]]);
        group[pair[1]] = last;
    }
    let tally = |people: &mut dyn Iterator<Item = usize>| {
        let mut groups: Vec<Counts> = vec![[(0.0, 0.0); 2]; last + 1];
        for i in people {
            let person = &trial.people[i];
            let cell = &mut groups[group[i]][usize::from(person.treated)];
            *cell = (cell.0 + 1.0, cell.1 + person.outcomes[outcome]);
        }
        curve(&groups)
    };
    let own = tally(&mut (0..order.len()));
    let whole = own[own.len() - 1].1;
    let above = |of: &[(f64, f64)]| area(of) - of[of.len() - 1].1 / 2.0;
    let mut chance = Random::new(17);
    let n = order.len();
    let mut areas = Vec::new();
    let mut ends: Vec<Vec<f64>> = vec![Vec::new(); POINTS + 1];
    for _ in 0..DRAWS {
        let drawn = tally(&mut (0..n).map(|_| chance.below(n)));
        areas.push(above(&drawn));
        for (point, values) in ends.iter_mut().enumerate() {
            values.push(at(&drawn, point as f64 / POINTS as f64));
        }
    }
    let interval = |values: &mut Vec<f64>| {
        table::order::floats(values);
        let end = |p| analysis::statistics::quantile_sorted(values, p).unwrap_or(0.0);
        (end(0.025), end(0.975))
    };
    let (low, high) = interval(&mut areas);
    let points = ends
        .iter_mut()
        .enumerate()
        .map(|(point, values)| {
            let x = point as f64 / POINTS as f64;
            let (low, high) = interval(values);
            (x, at(&own, x), low, high)
        })
        .collect();
    Some(Qini {
        points,
        whole,
        coefficient: (above(&own), low, high),
        auuc: area(&own),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_counts_what_more_the_addressed_did() {
        // First group: 10 of 20 addressed and 2 of 20 kept out; second: 4 of 20 and 4 of 20.
        let groups = [[(20.0, 2.0), (20.0, 10.0)], [(20.0, 4.0), (20.0, 4.0)]];
        let own = curve(&groups);
        // 10 − 2 = 8 of 40 addressed; in all 14 − 6 = 8 too.
        assert_eq!(own, [(0.0, 0.0), (0.5, 0.2), (1.0, 0.2)]);
        // 0.05 + 0.1 under it, and 0.1 under the line to its end.
        assert!((area(&own) - 0.15).abs() < 1e-12);
        assert!((at(&own, 0.25) - 0.1).abs() < 1e-12);
    }
}
