//! Training rows in folds, and what each of the two models makes of them.

use crate::design::{Design, Sparse};
use crate::features::Features;
use crate::logistic::Logistic;
use crate::trees::{Curve, Training, TreeSettings, Trees};

/// L2 penalties that are tried, on columns of standard deviation 1.
const PENALTIES: [f64; 7] = [300.0, 100.0, 30.0, 10.0, 3.0, 1.0, 0.3];

/// Weaker penalties that are tried after one that is better than they.
const WORSE: usize = 2;

/// Training rows in folds.
pub(crate) struct Parts<'a> {
    pub(crate) features: &'a Features,
    pub(crate) labels: &'a [bool],
    pub(crate) weights: &'a [f64],
    pub(crate) fold: &'a [usize],
    pub(crate) count: usize,
}

/// Some of the training rows.
struct Part {
    rows: Vec<u32>,
    features: Features,
    labels: Vec<bool>,
    weights: Vec<f64>,
}

impl Part {
    fn training(&self) -> Training<'_> {
        Training {
            features: &self.features,
            labels: &self.labels,
            weights: &self.weights,
        }
    }
}

impl Parts<'_> {
    fn part(&self, keep: impl Fn(usize) -> bool) -> Part {
        let rows: Vec<u32> = (0..self.labels.len() as u32)
            .filter(|&row| keep(self.fold[row as usize]))
            .collect();
        Part {
            features: self.features.select(&rows),
            labels: rows.iter().map(|&row| self.labels[row as usize]).collect(),
            weights: rows.iter().map(|&row| self.weights[row as usize]).collect(),
            rows,
        }
    }

    /// The model with the penalty that cross-validation chose, and its out-of-fold log-odds.
    pub(crate) fn linear(
        &self,
        done: &mut dyn FnMut(usize),
    ) -> ((Design, Logistic, Vec<f64>), f64, Vec<f64>) {
        let mut last: Vec<Option<Logistic>> = vec![None; self.count];
        let mut best: Option<(usize, f64, Vec<f64>)> = None;
        for (place, penalty) in PENALTIES.iter().enumerate() {
            let mut margins = vec![0.0; self.labels.len()];
            for (fold, last) in last.iter_mut().enumerate() {
                // Encoded anew for each penalty: all folds at once would take too much memory.
                let (training, held) = (self.part(|f| f != fold), self.part(|f| f == fold));
                let design = Design::of(&training.features);
                let model = Logistic::fit(
                    &design.encode(&training.features),
                    design.width(),
                    &training.labels,
                    &training.weights,
                    *penalty,
                    last.as_ref(),
                );
                let rows = design.encode(&held.features);
                for (place, &row) in held.rows.iter().enumerate() {
                    margins[row as usize] = model.margin(rows.row(place));
                }
                *last = Some(model);
            }
            done((place + 1) * self.count / PENALTIES.len());
            let loss = self.loss(&margins);
            match &best {
                // Of equally good penalties the strongest, which comes first.
                Some((at, least, _)) if loss >= *least => {
                    if place >= at + WORSE {
                        break;
                    }
                }
                _ => best = Some((place, loss, margins)),
            }
        }
        done(self.count);
        let (best, _, margins) = best.unwrap_or_default();
        let design = Design::of(self.features);
        let rows = design.encode(self.features);
        let model = Logistic::fit(
            &rows,
            design.width(),
            self.labels,
            self.weights,
            PENALTIES[best],
            None,
        );
        let means = means(&rows, design.width());
        ((design, model, means), PENALTIES[best], margins)
    }

    /// Weighted log loss of log-odds.
    fn loss(&self, margins: &[f64]) -> f64 {
        let rows = margins.iter().zip(self.labels.iter().zip(self.weights));
        let loss = |(&margin, (&label, &weight)): (&f64, (&bool, &f64))| {
            weight * (crate::arithmetic::softplus(margin) - if label { margin } else { 0.0 })
        };
        rows.map(loss).sum()
    }

    /// A model for each fold, grown on the others, as many trees in each as serve all folds best; and the out-of-fold log-odds.
    pub(crate) fn trees(
        &self,
        settings: &TreeSettings,
        seed: u64,
        done: &mut dyn FnMut(usize),
    ) -> (Vec<Trees>, usize, Vec<f64>) {
        let mut models = Vec::new();
        let mut held = Vec::new();
        for fold in 0..self.count {
            let (training, own) = (self.part(|f| f != fold), self.part(|f| f == fold));
            models.push(Trees::fit(
                training.training(),
                own.training(),
                settings,
                seed ^ fold as u64,
            ));
            held.push(own);
            done(fold + 1);
        }
        let rounds = best_round(models.iter().map(|model| &model.1));
        let mut margins = vec![0.0; self.labels.len()];
        let mut grown = Vec::new();
        for ((mut model, _), held) in models.into_iter().zip(held) {
            model.truncate(rounds);
            for (&row, margin) in held.rows.iter().zip(model.margins(&held.features)) {
                margins[row as usize] = margin;
            }
            grown.push(model);
        }
        (grown, rounds, margins)
    }
}

/// The round with the least mean loss; a curve that ended goes on as it ended.
fn best_round<'a>(curves: impl Iterator<Item = &'a Curve> + Clone) -> usize {
    let longest = curves
        .clone()
        .map(|curve| curve.losses.len())
        .max()
        .unwrap_or(1);
    let at = |round: usize| -> f64 {
        curves
            .clone()
            .map(|curve| curve.losses[round.min(curve.losses.len() - 1)])
            .sum()
    };
    let sums = (0..longest).map(|round| (round, at(round)));
    sums.reduce(|a, b| if b.1 < a.1 { b } else { a })
        .map_or(0, |best| best.0)
}

fn means(rows: &Sparse, width: usize) -> Vec<f64> {
    let mut means = vec![0.0; width];
    for row in 0..rows.rows() {
        for &(place, value) in rows.row(row) {
            means[place as usize] += value;
        }
    }
    let n = rows.rows().max(1) as f64;
    means.iter_mut().for_each(|mean| *mean /= n);
    means
}
