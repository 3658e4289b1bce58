//! A two-class model: logistic regression and boosted trees, blended by what they say of rows that they were not fitted on.
//!
//! The blend is a logistic regression on both models' out-of-fold log-odds, with weights not below zero. That one step chooses between the models, weighs them and calibrates the result (Platt scaling), and since it is linear in log-odds, the columns' contributions still add up.

use serde::Serialize;

use crate::Error;
use crate::arithmetic::sigmoid;
use crate::design::{Design, Sparse};
use crate::features::{Features, Misfits, Schema};
use crate::logistic::Logistic;
use crate::metrics::{ThresholdRule, log_loss, threshold};
use crate::split::{canonical_order, folds};
use crate::trees::{Curve, Training, TreeSettings, Trees};

/// Which models are fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Both, blended.
    #[default]
    Blend,
    /// Logistic regression alone.
    Logistic,
    /// Boosted trees alone.
    Trees,
}

/// How a model is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Which models are fitted.
    pub kind: Kind,
    /// Decides folds and samples.
    pub seed: u64,
    /// Folds inside the training rows.
    pub folds: usize,
    /// Both classes weigh the same, however rare one is. Probabilities stay those of the data.
    pub balanced: bool,
    /// What the threshold is picked by.
    pub rule: ThresholdRule,
    /// Rows that are trained on at most; of more, a sample is taken.
    pub most_rows: usize,
    /// How trees are grown.
    pub trees: TreeSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            kind: Kind::Blend,
            seed: 0,
            folds: 5,
            balanced: false,
            rule: ThresholdRule::F1,
            most_rows: 100_000,
            trees: TreeSettings::default(),
        }
    }
}

/// Rows of each class that a model needs at least.
pub const LEAST_OF_A_CLASS: usize = 5;

/// L2 penalties that are tried, on columns of standard deviation 1.
const PENALTIES: [f64; 7] = [300.0, 100.0, 30.0, 10.0, 3.0, 1.0, 0.3];

/// How the model came about.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Fit {
    /// Rows trained on.
    pub rows: usize,
    /// Rows left aside because there were more than are trained on.
    pub rows_left_aside: usize,
    /// The L2 penalty that cross-validation chose.
    pub penalty: Option<f64>,
    /// Trees that cross-validation chose, in each of the folds' models.
    pub rounds: Option<usize>,
    /// Out-of-fold log loss of the logistic regression.
    pub logistic_loss: Option<f64>,
    /// Out-of-fold log loss of the trees.
    pub trees_loss: Option<f64>,
    /// Out-of-fold log loss of the blend.
    pub loss: f64,
    /// What the logistic regression's log-odds are multiplied by.
    pub logistic_weight: f64,
    /// What the trees' log-odds are multiplied by.
    pub trees_weight: f64,
    /// The classes part perfectly, or nearly: only the penalty keeps the weights finite.
    pub separated: bool,
}

/// A fitted model.
#[derive(Debug, Clone)]
pub struct Model {
    schema: Schema,
    linear: Option<(Design, Logistic, Vec<f64>)>,
    /// One a fold; their log-odds are averaged.
    trees: Vec<Trees>,
    intercept: f64,
    threshold: f64,
    fit: Fit,
}

/// Probabilities of rows, and what did not fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// P(positive) of each row.
    pub probabilities: Vec<f64>,
    /// What did not fit the model's columns.
    pub misfits: Misfits,
}

/// Why rows got their probabilities.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Log-odds of an average row.
    pub base: f64,
    /// Per row, what each column adds to it; they add up to the row's log-odds.
    pub contributions: Vec<Vec<f64>>,
}

impl Model {
    /// Fits a model.
    ///
    /// # Errors
    /// [`Error::OneClass`], [`Error::TooFew`] if a class has fewer than [`LEAST_OF_A_CLASS`] rows, [`Error::NoFeatures`] without columns, [`Error::ShapeMismatch`] if labels and rows differ in number.
    pub fn fit(features: &Features, labels: &[bool], settings: &Settings) -> Result<Self, Error> {
        check(features, labels)?;
        let mut order = canonical_order(features, labels, settings.seed);
        let rows_left_aside = order.len().saturating_sub(settings.most_rows.max(50));
        // The order is random but for the content: its head is a sample.
        order.truncate(order.len() - rows_left_aside);
        let labels: Vec<bool> = order.iter().map(|&row| labels[row as usize]).collect();
        let features = features.select(&order);
        check(&features, &labels)?;
        let positives = labels.iter().filter(|&&label| label).count();
        let fewest = positives.min(labels.len() - positives);
        let count = settings.folds.clamp(2, fewest.max(2));
        let standing: Vec<u32> = (0..order.len() as u32).collect();
        let fold = folds(&labels, &standing, count);
        let weight = |label: bool| match settings.balanced {
            false => 1.0,
            true => {
                let own = if label {
                    positives
                } else {
                    labels.len() - positives
                };
                labels.len() as f64 / (2 * own) as f64
            }
        };
        let weights: Vec<f64> = labels.iter().map(|&label| weight(label)).collect();
        let parts = Parts {
            features: &features,
            labels: &labels,
            weights: &weights,
            fold: &fold,
            count,
        };
        let mut fit = Fit {
            rows: labels.len(),
            rows_left_aside,
            ..Fit::default()
        };
        let mut margins: [Option<Vec<f64>>; 2] = [None, None];
        let mut linear = None;
        if settings.kind != Kind::Trees {
            let (model, penalty, out_of_fold) = parts.linear();
            fit.penalty = Some(penalty);
            fit.logistic_loss = Some(loss_of(&out_of_fold, &labels));
            linear = Some(model);
            margins[0] = Some(out_of_fold);
        }
        let mut trees = Vec::new();
        if settings.kind != Kind::Logistic {
            let (models, rounds, out_of_fold) = parts.trees(&settings.trees, settings.seed);
            fit.rounds = Some(rounds);
            fit.trees_loss = Some(loss_of(&out_of_fold, &labels));
            trees = models;
            margins[1] = Some(out_of_fold);
        }
        let blend = Blend::fit(&margins, &labels);
        fit.logistic_weight = blend.weights[0];
        fit.trees_weight = blend.weights[1];
        let out_of_fold: Vec<f64> = (0..labels.len())
            .map(|row| sigmoid(blend.log_odds(|model| margins[model].as_ref().map(|m| m[row]))))
            .collect();
        fit.loss = log_loss(&out_of_fold, &labels);
        fit.separated = fit.loss < 0.01;
        Ok(Self {
            schema: Schema::of(&features),
            linear,
            trees,
            intercept: blend.intercept,
            threshold: threshold(&out_of_fold, &labels, settings.rule),
            fit,
        })
    }

    /// How the model came about.
    pub fn summary(&self) -> &Fit {
        &self.fit
    }

    /// The probability from which a row is taken for positive, picked on out-of-fold probabilities.
    pub fn threshold(&self) -> f64 {
        self.threshold
    }

    /// `logistic regression`, `boosted trees` or `blend`, by the weights that came out.
    pub fn name(&self) -> &'static str {
        match (self.fit.logistic_weight > 0.0, self.fit.trees_weight > 0.0) {
            (true, true) => "blend of logistic regression and boosted trees",
            (true, false) => "logistic regression",
            (false, true) => "boosted trees",
            (false, false) => "base rate",
        }
    }

    /// The columns trained on.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.schema.names()
    }

    /// Probabilities of rows; columns are found by name.
    pub fn predict(&self, features: &Features) -> Prediction {
        let (aligned, misfits) = self.schema.align(features);
        let log_odds = self.log_odds(&aligned);
        Prediction {
            probabilities: log_odds.into_iter().map(sigmoid).collect(),
            misfits,
        }
    }

    fn log_odds(&self, aligned: &Features) -> Vec<f64> {
        let mut log_odds = vec![self.intercept; aligned.rows()];
        if let Some((design, logistic, _)) = &self.linear
            && self.fit.logistic_weight > 0.0
        {
            let rows = design.encode(aligned);
            for (row, slot) in log_odds.iter_mut().enumerate() {
                *slot += self.fit.logistic_weight * logistic.margin(rows.row(row));
            }
        }
        if self.fit.trees_weight > 0.0 {
            let weight = self.fit.trees_weight / self.trees.len() as f64;
            for trees in &self.trees {
                for (slot, margin) in log_odds.iter_mut().zip(trees.margins(aligned)) {
                    *slot += weight * margin;
                }
            }
        }
        log_odds
    }

    /// Why rows got their probabilities: the linear model's terms against the average row, and the trees' Shapley values (path-dependent TreeSHAP), blended as the log-odds are.
    pub fn explain(&self, features: &Features) -> Explanation {
        let (aligned, _) = self.schema.align(features);
        let columns: Vec<String> = self.columns().map(str::to_owned).collect();
        let mut contributions = vec![vec![0.0; columns.len()]; aligned.rows()];
        let mut base = self.intercept;
        if let Some((design, logistic, means)) = &self.linear
            && self.fit.logistic_weight > 0.0
        {
            let scale = self.fit.logistic_weight;
            let rows = design.encode(&aligned);
            let mut average = vec![0.0; columns.len()];
            for (place, (weight, mean)) in logistic.weights.iter().zip(means).enumerate() {
                average[design.owner(place)] += weight * mean;
            }
            base += scale * (logistic.intercept + average.iter().sum::<f64>());
            for (row, sums) in contributions.iter_mut().enumerate() {
                for (sum, average) in sums.iter_mut().zip(&average) {
                    *sum -= scale * average;
                }
                for &(place, value) in rows.row(row) {
                    let place = place as usize;
                    sums[design.owner(place)] += scale * logistic.weights[place] * value;
                }
            }
        }
        if self.fit.trees_weight > 0.0 {
            let scale = self.fit.trees_weight / self.trees.len() as f64;
            for trees in &self.trees {
                base += scale * trees.mean();
                for (sums, own) in contributions.iter_mut().zip(trees.contributions(&aligned)) {
                    for (sum, own) in sums.iter_mut().zip(own) {
                        *sum += scale * own;
                    }
                }
            }
        }
        Explanation {
            columns,
            base,
            contributions,
        }
    }

    /// Share of the trees' gain that each column brought; `None` without trees.
    pub fn gains(&self) -> Option<Vec<f64>> {
        let first = self.trees.first()?;
        let mut gains = first.gains();
        for trees in &self.trees[1..] {
            for (sum, gain) in gains.iter_mut().zip(trees.gains()) {
                *sum += gain;
            }
        }
        let total: f64 = gains.iter().sum();
        if total > 0.0 {
            gains.iter_mut().for_each(|gain| *gain /= total);
        }
        Some(gains)
    }
}

fn check(features: &Features, labels: &[bool]) -> Result<(), Error> {
    if labels.len() != features.rows() {
        return Err(Error::ShapeMismatch {
            what: "labels".to_owned(),
            expected: features.rows(),
            found: labels.len(),
        });
    }
    if features.columns().is_empty() {
        return Err(Error::NoFeatures { left_out: 0 });
    }
    if labels.is_empty() {
        return Err(Error::NoLabels { rows: 0 });
    }
    let positives = labels.iter().filter(|&&label| label).count();
    for (count, value) in [
        (positives, "positive"),
        (labels.len() - positives, "negative"),
    ] {
        if count == labels.len() {
            return Err(Error::OneClass {
                value: value.to_owned(),
                rows: count,
            });
        }
    }
    for (count, value) in [
        (positives, "positive"),
        (labels.len() - positives, "negative"),
    ] {
        if count < LEAST_OF_A_CLASS {
            return Err(Error::TooFew {
                what: format!("rows of the {value} class"),
                needs: LEAST_OF_A_CLASS,
                has: count,
            });
        }
    }
    Ok(())
}

fn loss_of(margins: &[f64], labels: &[bool]) -> f64 {
    let probabilities: Vec<f64> = margins.iter().map(|&m| sigmoid(m)).collect();
    log_loss(&probabilities, labels)
}

/// Training rows in folds.
struct Parts<'a> {
    features: &'a Features,
    labels: &'a [bool],
    weights: &'a [f64],
    fold: &'a [usize],
    count: usize,
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
    fn linear(&self) -> ((Design, Logistic, Vec<f64>), f64, Vec<f64>) {
        let mut margins = vec![vec![0.0; self.labels.len()]; PENALTIES.len()];
        for fold in 0..self.count {
            let (training, held) = (self.part(|f| f != fold), self.part(|f| f == fold));
            let design = Design::of(&training.features);
            let rows = design.encode(&training.features);
            let held_rows = design.encode(&held.features);
            let mut last: Option<Logistic> = None;
            for (penalty, margins) in PENALTIES.iter().zip(&mut margins) {
                let model = Logistic::fit(
                    &rows,
                    design.width(),
                    &training.labels,
                    &training.weights,
                    *penalty,
                    last.as_ref(),
                );
                for (place, &row) in held.rows.iter().enumerate() {
                    margins[row as usize] = model.margin(held_rows.row(place));
                }
                last = Some(model);
            }
        }
        let losses = margins.iter().map(|margins| self.loss(margins));
        // Of equally good penalties the strongest, which comes first.
        let best = losses
            .enumerate()
            .reduce(|a, b| if b.1 < a.1 { b } else { a })
            .map_or(0, |best| best.0);
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
        (
            (design, model, means),
            PENALTIES[best],
            margins.swap_remove(best),
        )
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
    fn trees(&self, settings: &TreeSettings, seed: u64) -> (Vec<Trees>, usize, Vec<f64>) {
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

/// Weights of the two models' log-odds, and what is added.
struct Blend {
    weights: [f64; 2],
    intercept: f64,
}

impl Blend {
    fn fit(margins: &[Option<Vec<f64>>; 2], labels: &[bool]) -> Self {
        let mut used: Vec<usize> = (0..2).filter(|&model| margins[model].is_some()).collect();
        loop {
            let mut rows = Sparse::default();
            for row in 0..labels.len() {
                let cells = used.iter().enumerate();
                rows.push(cells.filter_map(|(place, &model)| {
                    Some((place as u32, margins[model].as_ref()?[row]))
                }));
            }
            let model = Logistic::fit(
                &rows,
                used.len(),
                labels,
                &vec![1.0; labels.len()],
                1.0,
                None,
            );
            let lowest = model
                .weights
                .iter()
                .enumerate()
                .reduce(|a, b| if b.1 < a.1 { b } else { a });
            match lowest {
                // A model that is only right when turned around has learned nothing.
                Some((place, weight)) if *weight <= 0.0 => {
                    used.remove(place);
                }
                _ => {
                    let mut weights = [0.0; 2];
                    for (&slot, weight) in used.iter().zip(&model.weights) {
                        weights[slot] = *weight;
                    }
                    return Self {
                        weights,
                        intercept: model.intercept,
                    };
                }
            }
        }
    }

    fn log_odds(&self, margin: impl Fn(usize) -> Option<f64>) -> f64 {
        let sum = |model: usize| margin(model).map_or(0.0, |margin| self.weights[model] * margin);
        self.intercept + sum(0) + sum(1)
    }
}
