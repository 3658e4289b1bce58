//! What being addressed changed, in all and by segment.

use analysis::statistics::{benjamini_hochberg, normal_two_sided, welch_moments, wilson};

use super::Trial;
use crate::ads::chi_square_upper;

/// Customers of each group in a segment that is told of.
const LEAST: usize = 30;

/// The outcome of those addressed beside that of the control group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Effect {
    /// Mean outcome and customers of those addressed.
    pub(crate) treated: (f64, usize),
    /// Of the control group.
    pub(crate) control: (f64, usize),
    /// 95 % interval of the difference.
    pub(crate) interval: (f64, f64),
    pub(crate) p_value: f64,
    /// Variance of the difference.
    pub(crate) variance: f64,
}

impl Effect {
    pub(crate) fn value(&self) -> f64 {
        self.treated.0 - self.control.0
    }

    /// Compares the groups among some; `None` where either is empty or nothing varies.
    ///
    /// # Source
    /// Shares: pooled z-test, Newcombe's interval (1998, method 10). Amounts: Welch's t-test.
    pub(crate) fn of(trial: &Trial, outcome: usize, among: impl Fn(&[u8]) -> bool) -> Option<Self> {
        let mut sums = [(0_u64, 0.0, 0.0); 2];
        for person in trial.people.iter().filter(|p| among(&p.cells)) {
            let y = person.outcomes[outcome];
            let (n, sum, squares) = &mut sums[usize::from(person.treated)];
            *n += 1;
            *sum += y;
            *squares += y * y;
        }
        let [control, treated] = sums;
        if control.0 == 0 || treated.0 == 0 {
            return None;
        }
        let mean = |of: (u64, f64, f64)| of.1 / of.0 as f64;
        let (p, q) = (mean(control), mean(treated));
        let side = |of: (u64, f64, f64)| (mean(of), of.0 as usize);
        let (interval, p_value, variance) = if trial.outcomes[outcome].binary {
            let (n, m) = (control.0 as f64, treated.0 as f64);
            let pooled = (control.1 + treated.1) / (n + m);
            let error = libm::sqrt(pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m));
            let bounds = |of: (u64, f64, f64)| wilson(of.1 as u64, of.0);
            let (b, a) = (bounds(control), bounds(treated));
            let part = |x: f64, y: f64| libm::sqrt(x * x + y * y);
            let interval = (
                q - p - part(q - a.low, b.high - p),
                q - p + part(a.high - q, p - b.low),
            );
            let chance = match error > 0.0 {
                true => normal_two_sided((q - p) / error),
                false => 1.0,
            };
            // One hit and miss more on each side: a share of nothing varies too.
            let smooth = |of: (u64, f64, f64)| {
                let share = (of.1 + 1.0) / (of.0 as f64 + 2.0);
                share * (1.0 - share) / of.0 as f64
            };
            (interval, chance, smooth(control) + smooth(treated))
        } else {
            let difference = welch_moments(treated, control)?;
            let spread = |of: (u64, f64, f64)| {
                let n = of.0 as f64;
                ((of.2 - of.1 * of.1 / n) / (n - 1.0).max(1.0)).max(0.0) / n
            };
            (
                difference.interval(),
                difference.p_value,
                spread(control) + spread(treated),
            )
        };
        Some(Self {
            treated: side(treated),
            control: side(control),
            interval,
            p_value,
            variance,
        })
    }
}

/// A category of customers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Segment {
    pub(crate) feature: usize,
    pub(crate) category: usize,
    pub(crate) effect: Effect,
    /// Whether effects differ between the categories of this feature: adjusted p.
    pub(crate) q_value: f64,
}

/// Effects by category, features whose categories differ most surely first.
///
/// # Source
/// Cochran's Q: Σ (dᵢ − d̄)²/vᵢ against χ² with k − 1 degrees of freedom; Benjamini–Hochberg over features.
pub(crate) fn segments(trial: &Trial, outcome: usize) -> Vec<Segment> {
    // A feature, the chance of its differences, and the effect of each category.
    type Found = (usize, f64, Vec<(usize, Effect)>);
    let mut found: Vec<Found> = Vec::new();
    for (at, feature) in trial.features.iter().enumerate() {
        let effects: Vec<(usize, Effect)> = (0..feature.categories.len())
            .filter_map(|c| {
                let effect = Effect::of(trial, outcome, |cells| usize::from(cells[at]) == c)?;
                let enough = effect.treated.1 >= LEAST && effect.control.1 >= LEAST;
                enough.then_some((c, effect))
            })
            .collect();
        if effects.len() < 2 {
            continue;
        }
        let weights: f64 = effects.iter().map(|(_, e)| 1.0 / e.variance).sum();
        let middle = effects
            .iter()
            .map(|(_, e)| e.value() / e.variance)
            .sum::<f64>()
            / weights;
        let q: f64 = effects
            .iter()
            .map(|(_, e)| (e.value() - middle) * (e.value() - middle) / e.variance)
            .sum();
        if q.is_finite() {
            let p = chi_square_upper(q, effects.len() as f64 - 1.0);
            found.push((at, p, effects));
        }
    }
    let p: Vec<f64> = found.iter().map(|f| f.1).collect();
    let adjusted = benjamini_hochberg(&p);
    let mut order: Vec<usize> = (0..found.len()).collect();
    table::order::sort_by(&mut order, |&a, &b| {
        p[a].total_cmp(&p[b]).then(found[a].0.cmp(&found[b].0))
    });
    order
        .into_iter()
        .flat_map(|i| {
            let (feature, q_value) = (found[i].0, adjusted[i]);
            found[i].2.iter().map(move |(category, effect)| Segment {
                feature,
                category: *category,
                effect: *effect,
                q_value,
            })
        })
        .collect()
}

/// Features in which the groups differed before they were addressed: a draw by chance leaves none. χ² of groups by
/// category, adjusted; the surest first.
pub(crate) fn imbalance(trial: &Trial) -> Vec<(usize, f64)> {
    let (treated, kept) = trial.sizes();
    let all = (treated + kept) as f64;
    let p: Vec<f64> = (0..trial.features.len())
        .map(|at| {
            let k = trial.features[at].categories.len();
            let mut counts = vec![[0.0_f64; 2]; k];
            for person in &trial.people {
                counts[usize::from(person.cells[at])][usize::from(person.treated)] += 1.0;
            }
            counts.retain(|c| c[0] + c[1] > 0.0);
            let chi: f64 = counts
                .iter()
                .flat_map(|c| {
                    let row = c[0] + c[1];
                    let expected = [row * kept as f64 / all, row * treated as f64 / all];
                    (0..2).map(move |g| (c[g] - expected[g]) * (c[g] - expected[g]) / expected[g])
                })
                .sum();
            match counts.len() {
                0 | 1 => 1.0,
                k => chi_square_upper(chi, k as f64 - 1.0),
            }
        })
        .collect();
    let mut out: Vec<(usize, f64)> = benjamini_hochberg(&p).into_iter().enumerate().collect();
    out.retain(|(_, q)| *q < 0.01);
    table::order::sort_by(&mut out, |a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    out
}
