//! How good predictions of rows that were not trained on are.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Error;
use crate::calibration::{CalibrationBin, calibration_error, calibration_table};
use crate::chance::Chance;
use crate::classifier::{Model, Settings};
use crate::features::{Feature, Features, Values};
use crate::metrics::{
    ClassReport, Confusion, Estimate, areas_with_intervals, brier, log_loss, roc_auc,
};
use crate::split::{Order, Split};

/// Bootstrap samples of the intervals.
const DRAWS: usize = 400;

/// Bins of the calibration table.
const BINS: usize = 10;

/// How good predictions are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// Rows.
    pub n: usize,
    /// Share of positives.
    pub base_rate: f64,
    /// Area under the ROC curve, with a 95 % bootstrap interval; `None` if a class is absent.
    pub auc: Option<Estimate>,
    /// Average precision, likewise.
    pub pr_auc: Option<Estimate>,
    /// Brier score.
    pub brier: f64,
    /// Brier score of the base rate: what a model without columns would get.
    pub brier_of_base_rate: f64,
    /// Log loss.
    pub log_loss: f64,
    /// Share of decisions that are right.
    pub accuracy: f64,
    /// How decisions fell.
    pub confusion: Confusion,
    /// Precision, recall and F1 of the positive class.
    pub positive: ClassReport,
    /// The same of the negative class.
    pub negative: ClassReport,
    /// Expected calibration error over the bins.
    pub calibration_error: f64,
    /// Predicted against observed, from the lowest probabilities to the highest.
    pub calibration: Vec<CalibrationBin>,
}

impl Evaluation {
    /// Judges probabilities and the decisions made by them. `groups`: of each row whom it belongs together with
    /// ([`Features::together`]), or empty.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if they differ in number from the labels, [`Error::NoLabels`] of no rows.
    pub fn of(
        probabilities: &[f64],
        decisions: &[bool],
        labels: &[bool],
        groups: &[u32],
        seed: u64,
    ) -> Result<Self, Error> {
        for (what, found) in [
            ("probabilities", probabilities.len()),
            ("decisions", decisions.len()),
        ] {
            if found != labels.len() {
                return Err(Error::ShapeMismatch {
                    what: what.to_owned(),
                    expected: labels.len(),
                    found,
                });
            }
        }
        if labels.is_empty() {
            return Err(Error::NoLabels { rows: 0 });
        }
        let base_rate = labels.iter().filter(|&&label| label).count() as f64 / labels.len() as f64;
        let areas = areas_with_intervals(probabilities, labels, groups, DRAWS, seed);
        let confusion = Confusion::of(decisions, labels);
        let calibration = calibration_table(probabilities, labels, BINS);
        Ok(Self {
            n: labels.len(),
            base_rate,
            auc: areas.map(|areas| areas.0),
            pr_auc: areas.map(|areas| areas.1),
            brier: brier(probabilities, labels),
            brier_of_base_rate: base_rate * (1.0 - base_rate),
            log_loss: log_loss(probabilities, labels),
            accuracy: confusion.accuracy(),
            confusion,
            positive: confusion.positive(),
            negative: confusion.negative(),
            calibration_error: calibration_error(&calibration),
            calibration,
        })
    }
}

/// Predictions of every row by a model that never saw it.
#[derive(Debug, Clone)]
pub struct CrossPrediction {
    /// P(positive) of each row.
    pub probabilities: Vec<f64>,
    /// Whether the row's model took it for positive, by a threshold picked on its own training rows.
    pub decisions: Vec<bool>,
    /// The model of each fold, and the rows that it never saw, ascending.
    pub parts: Vec<(Model, Vec<u32>)>,
}

/// Predicts each fold by a model fitted, and tuned, on the other folds alone.
///
/// # Errors
/// As [`Model::fit`], for the rows that a fold leaves.
pub fn cross_predict(
    features: &Features,
    labels: &[bool],
    settings: &Settings,
    count: usize,
) -> Result<CrossPrediction, Error> {
    if labels.len() != features.rows() {
        return Err(Error::ShapeMismatch {
            what: "labels".to_owned(),
            expected: features.rows(),
            found: labels.len(),
        });
    }
    let mut all = CrossPrediction {
        probabilities: vec![0.0; labels.len()],
        decisions: vec![false; labels.len()],
        parts: Vec::new(),
    };
    for Split { training, test } in Split::folds(features, labels, count, settings.seed) {
        let training_labels: Vec<bool> = training.iter().map(|&row| labels[row as usize]).collect();
        let model = Model::fit(&features.select(&training), &training_labels, settings)?;
        let prediction = model.predict(&features.select(&test));
        for (&row, &p) in test.iter().zip(&prediction.probabilities) {
            all.probabilities[row as usize] = p;
            all.decisions[row as usize] = p >= model.threshold();
        }
        all.parts.push((model, test));
    }
    Ok(all)
}

/// What a column is worth to a model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Importance {
    /// The column.
    pub column: String,
    /// Mean of |contribution| to the log-odds, over a sample of rows.
    pub mean_contribution: f64,
    /// What the area under the ROC curve falls by when the column's cells are shuffled; `None` beyond the first columns.
    pub auc_drop: Option<f64>,
}

/// Rows that contributions are worked out on, and rows that columns are shuffled on.
const SAMPLE: (usize, usize) = (300, 2_000);

/// Columns that are shuffled.
const SHUFFLED: usize = 15;

/// What each column is worth, from the most to the least: the mean over models, each on the rows that it is judged on.
pub fn importance(judged: &[(&Model, Features, Vec<bool>)], seed: u64) -> Vec<Importance> {
    let parts = judged.len().max(1);
    let samples: Vec<(&Model, Features, Vec<bool>)> = judged
        .iter()
        .map(|(model, features, labels)| {
            let mut order = Order::of(features, labels, seed).rows;
            order.truncate(SAMPLE.1 / parts);
            let truth = order.iter().map(|&row| labels[row as usize]).collect();
            (*model, features.select(&order), truth)
        })
        .collect();
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    let mut rows = 0;
    for (model, sample, _) in &samples {
        let some: Vec<u32> = (0..sample.rows().min(SAMPLE.0 / parts) as u32).collect();
        rows += some.len();
        let explanation = model.explain(&sample.select(&some));
        for (place, column) in explanation.columns.iter().enumerate() {
            let own = explanation.contributions.iter().map(|row| row[place].abs());
            *sums.entry(column.clone()).or_default() += own.sum::<f64>();
        }
    }
    let mut worth: Vec<Importance> = sums
        .into_iter()
        .map(|(column, sum)| Importance {
            column,
            mean_contribution: sum / rows.max(1) as f64,
            auc_drop: None,
        })
        .collect();
    // The names stand in order before.
    worth.sort_by(|a, b| b.mean_contribution.total_cmp(&a.mean_contribution));
    let mut drops: Vec<(f64, f64)> = vec![(0.0, 0.0); worth.len().min(SHUFFLED)];
    for (model, sample, truth) in &samples {
        let auc = |features: &Features| roc_auc(&model.predict(features).probabilities, truth);
        let Some(whole) = auc(sample) else { continue };
        let weight = truth.len() as f64;
        let mut chance = Chance::new(seed);
        for (one, (sum, weights)) in worth.iter().zip(&mut drops) {
            let mut places: Vec<u32> = (0..truth.len() as u32).collect();
            chance.shuffle(&mut places);
            if let Some(auc) = auc(&shuffled(sample, &one.column, &places)) {
                *sum += weight * (whole - auc);
                *weights += weight;
            }
        }
    }
    for (one, (sum, weights)) in worth.iter_mut().zip(drops) {
        one.auc_drop = (weights > 0.0).then(|| sum / weights);
    }
    worth
}

/// The matrix with one column's cells moved.
fn shuffled(features: &Features, name: &str, places: &[u32]) -> Features {
    features.map(|column| {
        let values = match &column.values {
            _ if column.name != name => column.values.clone(),
            Values::Numeric(values) => {
                Values::Numeric(places.iter().map(|&p| values[p as usize]).collect())
            }
            Values::Categorical { codes, names } => Values::Categorical {
                codes: places.iter().map(|&p| codes[p as usize]).collect(),
                names: names.clone(),
            },
        };
        Feature {
            name: column.name.clone(),
            values,
        }
    })
}
