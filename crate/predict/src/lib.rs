//! Features in, probabilities out; and the models of a customer's lifetime.
//!
//! Numbers, names and labels only: no shop, no table. The same input and seed give the same bits, in whatever order the rows come.

#![forbid(unsafe_code)]

mod arithmetic;
mod blend;
mod calibration;
mod chance;
mod classifier;
mod design;
mod error;
mod evaluation;
mod features;
#[cfg(test)]
mod golden;
mod leakage;
mod lifetime;
mod logistic;
mod metrics;
mod minimise;
mod parts;
mod segments;
mod split;
mod survival;
mod trees;

pub use calibration::{
    CalibrationBin, Isotonic, Platt, calibration_error, calibration_table, log_odds,
};
pub use chance::Chance;
pub use classifier::{Explanation, Fit, Kind, LEAST_OF_A_CLASS, Model, Prediction, Settings};
pub use error::Error;
pub use evaluation::{CrossPrediction, Evaluation, Importance, cross_predict, importance};
pub use features::{Feature, Features, MISSING, Misfits, Values};
pub use leakage::{Doubt, Doubted, doubts};
pub use lifetime::{
    BgNbd, Customer, GammaGamma, Horizon, LifetimeValue, Models, PaidShare, Past, Spend, Tally,
    ValueEstimate, lifetime_value, value_intervals,
};
pub use metrics::{
    ClassReport, Confusion, Curves, Estimate, ThresholdRule, areas_with_intervals,
    average_precision, brier, curves, log_loss, roc_auc, threshold,
};
pub use segments::{Segments, choose_segments, k_means, silhouette};
pub use split::Split;
pub use survival::{Gaps, SurvivalStep, Watched, gaps, kaplan_meier, median_survival};
pub use trees::TreeSettings;
