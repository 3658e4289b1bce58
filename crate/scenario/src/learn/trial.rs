//! A model, and how it does on rows that it never saw.

use predict::{
    Evaluation, Features, Importance, Model, Prediction, Settings, Split, ThresholdRule, importance,
};
use serde::Serialize;

use super::Error;

/// Which rows a model was judged on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// The latest, by a column of dates.
    Latest {
        /// The column.
        column: String,
    },
    /// A part of each class, drawn by a fixed seed.
    Drawn,
    /// All, each by a model of the other folds.
    Folds,
}

/// Share that is held out.
pub(super) const SHARE: f64 = 0.2;
/// Rows of each class that the part held out needs; with fewer, each row is held out once, in folds.
pub(super) const LEAST_HELD: usize = 20;
/// Rows of each class that are needed at all.
pub(super) const LEAST: usize = 20;
/// Folds.
const FOLDS: usize = 5;

/// A model with its judgement.
#[derive(Debug, Clone)]
pub struct Trial {
    /// Which rows it was judged on.
    pub held: Held,
    /// Each model, and the rows (positions among those with a label) that it never saw.
    parts: Vec<(Model, Vec<u32>)>,
    /// What predicts new rows, where that is none of the parts.
    whole: Option<Model>,
    /// Rows judged, ascending: position and probability.
    probabilities: Vec<(u32, f64)>,
    /// Which of them belong together; empty where each stands for itself.
    groups: Vec<u32>,
    /// What each column is worth.
    pub importance: Vec<Importance>,
}

/// How rows to be judged are chosen.
pub(super) fn split(
    features: &Features,
    truth: &[bool],
    times: Option<(&str, Vec<Option<i64>>)>,
    seed: u64,
) -> (Held, Vec<Split>) {
    let enough = |split: &Split| {
        let held = split
            .test
            .iter()
            .filter(|&&row| truth[row as usize])
            .count();
        let known = split
            .training
            .iter()
            .filter(|&&row| truth[row as usize])
            .count();
        let fewest = |some: usize, all: usize| some.min(all - some);
        fewest(held, split.test.len()) >= LEAST_HELD && fewest(known, split.training.len()) >= LEAST
    };
    if let Some((column, times)) = times
        && let Ok(split) = Split::by_time(&times, SHARE)
        && enough(&split)
    {
        let column = column.to_owned();
        return (Held::Latest { column }, vec![split]);
    }
    let split = Split::stratified(features, truth, SHARE, seed);
    match enough(&split) {
        true => (Held::Drawn, vec![split]),
        false => (Held::Folds, Split::folds(features, truth, FOLDS, seed)),
    }
}

impl Trial {
    /// Fits and judges. `progress` is told the share that is done.
    ///
    /// # Errors
    /// As [`Model::fit`].
    pub(super) fn new(
        features: &Features,
        truth: &[bool],
        (held, splits): (Held, Vec<Split>),
        settings: &Settings,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Self, Error> {
        let folds = splits.len() > 1;
        let fits = (splits.len() + usize::from(folds)) as f64;
        let mut done = 0.0;
        let mut fit = |rows: &[u32]| {
            let labels: Vec<bool> = rows.iter().map(|&row| truth[row as usize]).collect();
            let own = features.select(rows);
            let model = Model::fit_watched(&own, &labels, settings, &mut |part, all| {
                // The last tenth is for judging.
                progress(0.9 * (done + part as f64 / all as f64) / fits);
            });
            done += 1.0;
            model
        };
        let mut parts = Vec::new();
        let mut probabilities = Vec::new();
        for Split { training, test } in splits {
            let model = fit(&training)?;
            let p = model.predict(&features.select(&test)).probabilities;
            probabilities.extend(test.iter().copied().zip(p));
            parts.push((model, test));
        }
        probabilities.sort_by_key(|row| row.0);
        let all: Vec<u32> = (0..truth.len() as u32).collect();
        let whole = match folds {
            true => Some(fit(&all)?),
            false => None,
        };
        let of = |rows: &[u32]| rows.iter().map(|&row| truth[row as usize]).collect();
        let judged: Vec<_> = parts
            .iter()
            .map(|(model, test)| (model, features.select(test), of(test)))
            .collect();
        let importance = importance(&judged, settings.seed);
        let rows: Vec<u32> = probabilities.iter().map(|row| row.0).collect();
        let groups = features.select(&rows).together(&of(&rows));
        progress(1.0);
        Ok(Self {
            held,
            parts,
            whole,
            probabilities,
            groups,
            importance,
        })
    }

    /// Each model, and the rows (positions among those with a label) that it never saw.
    pub(super) fn parts(&self) -> &[(Model, Vec<u32>)] {
        &self.parts
    }

    /// What predicts new rows.
    pub fn model(&self) -> &Model {
        self.whole.as_ref().unwrap_or(&self.parts[0].0)
    }

    /// The model that never saw a row, by its position among those with a label; of rows that are not judged, the one
    /// that predicts new rows.
    pub(super) fn model_of(&self, row: u32) -> &Model {
        let part = self
            .parts
            .iter()
            .find(|part| part.1.binary_search(&row).is_ok());
        part.map_or(self.model(), |part| &part.0)
    }

    /// Rows judged: position among those with a label, and probability.
    pub fn probabilities(&self) -> &[(u32, f64)] {
        &self.probabilities
    }

    /// The threshold for new rows.
    pub fn threshold(&self, rule: ThresholdRule) -> f64 {
        self.model().threshold_by(rule)
    }

    /// Whether each row judged is taken for positive: by a threshold that the row had no part in.
    pub(super) fn decisions(&self, rule: ThresholdRule) -> Vec<bool> {
        let thresholds: Vec<f64> = self.parts.iter().map(|p| p.0.threshold_by(rule)).collect();
        let decide = |&(row, p): &(u32, f64)| {
            let mut parts = self.parts.iter().zip(&thresholds);
            let own = parts.find(|(part, _)| part.1.binary_search(&row).is_ok());
            own.is_some_and(|(_, threshold)| p >= *threshold)
        };
        self.probabilities.iter().map(decide).collect()
    }

    /// How good the probabilities are, and the decisions that a rule makes of them.
    ///
    /// # Errors
    /// None for a trial that was made.
    pub fn evaluation(
        &self,
        truth: &[bool],
        rule: ThresholdRule,
        seed: u64,
    ) -> Result<Evaluation, Error> {
        let labels: Vec<bool> = self.labels(truth);
        let p: Vec<f64> = self.probabilities.iter().map(|row| row.1).collect();
        Ok(Evaluation::of(
            &p,
            &self.decisions(rule),
            &labels,
            &self.groups,
            seed,
        )?)
    }

    /// The labels of the rows judged.
    pub(super) fn labels(&self, truth: &[bool]) -> Vec<bool> {
        let rows = self.probabilities.iter();
        rows.map(|row| truth[row.0 as usize]).collect()
    }

    /// Predictions of new rows.
    pub fn predict(&self, features: &Features) -> Prediction {
        self.model().predict(features)
    }
}
