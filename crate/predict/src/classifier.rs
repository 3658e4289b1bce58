//! A two-class model: logistic regression and boosted trees, blended by what they say of rows that they were not fitted on.
//!
//! The blend is a logistic regression on both models' out-of-fold log-odds, with weights not below zero. That one step chooses between the models, weighs them and calibrates the result (Platt scaling), and since it is linear in log-odds, the columns' contributions still add up.

use serde::Serialize;

use crate::Error;
use crate::arithmetic::sigmoid;
use crate::blend::Blend;
use crate::design::Design;
use crate::features::{Features, Misfits, Schema};
use crate::logistic::Logistic;
use crate::metrics::{ThresholdRule, log_loss, threshold};
use crate::parts::Parts;
use crate::split::{Order, folds};
use crate::trees::{TreeSettings, Trees};

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
    /// Probabilities of the rows trained on by models that never saw them, and the rows' labels.
    out_of_fold: (Vec<f64>, Vec<bool>),
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
        Self::fit_watched(features, labels, settings, &mut |_, _| ())
    }

    /// Fits a model, and tells after each part of the work how many are done and how many there are.
    ///
    /// # Errors
    /// As [`Model::fit`].
    pub fn fit_watched(
        features: &Features,
        labels: &[bool],
        settings: &Settings,
        watch: &mut dyn FnMut(usize, usize),
    ) -> Result<Self, Error> {
        check(features, labels)?;
        let mut order = Order::of(features, labels, settings.seed).rows;
        let rows_left_aside = order.len().saturating_sub(settings.most_rows.max(50));
        // The order is random but for the content: its head is a sample.
        order.truncate(order.len() - rows_left_aside);
        let labels: Vec<bool> = order.iter().map(|&row| labels[row as usize]).collect();
        let features = features.select(&order);
        check(&features, &labels)?;
        let positives = labels.iter().filter(|&&label| label).count();
        let fewest = positives.min(labels.len() - positives);
        let count = settings.folds.clamp(2, fewest.max(2));
        let fold = folds(
            &labels,
            &Order::of(&features, &labels, settings.seed),
            count,
        );
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
        let before = if settings.kind == Kind::Trees {
            0
        } else {
            count
        };
        let after = if settings.kind == Kind::Logistic {
            0
        } else {
            count
        };
        let all = before + after;
        let mut margins: [Option<Vec<f64>>; 2] = [None, None];
        let mut linear = None;
        if settings.kind != Kind::Trees {
            let (model, penalty, out_of_fold) = parts.linear(&mut |done| watch(done, all));
            fit.penalty = Some(penalty);
            fit.logistic_loss = Some(loss_of(&out_of_fold, &labels));
            linear = Some(model);
            margins[0] = Some(out_of_fold);
        }
        let mut trees = Vec::new();
        if settings.kind != Kind::Logistic {
            let (models, rounds, out_of_fold) =
                parts.trees(&settings.trees, settings.seed, &mut |done| {
                    watch(before + done, all);
                });
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
            out_of_fold: (out_of_fold, labels),
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

    /// The threshold that another rule picks on the same out-of-fold probabilities.
    pub fn threshold_by(&self, rule: ThresholdRule) -> f64 {
        threshold(&self.out_of_fold.0, &self.out_of_fold.1, rule)
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
