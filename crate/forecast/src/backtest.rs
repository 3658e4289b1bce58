//! What the models would have said in the past, and how wrong that would have been.

use serde::{Deserialize, Serialize};

use crate::event::Effects;
use crate::interval::{Step, Widths};
use crate::measure::{mase, wape};
use crate::model::{Fitted, Model, Seasons};
use crate::path::Path;

/// Forecasts made from several points of the past.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Backtest {
    /// Steps ahead of each origin.
    pub horizon: usize,
    /// Each origin with what was forecast from it.
    pub origins: Vec<Origin>,
    /// Each model's score over all origins, best first.
    pub scores: Vec<Score>,
    /// The score of what the forecast is made with.
    pub chosen: Score,
    /// The share of actual values inside the 80 % intervals. Widths come from the other origins.
    pub coverage80: f64,
    /// The share of actual values inside the 95 % intervals.
    pub coverage95: f64,
}

/// A point of the past and what was forecast from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    /// The position of the first step forecast.
    pub at: usize,
    /// What came, after cleaning.
    pub actual: Vec<f64>,
    /// What was forecast.
    pub steps: Vec<Step>,
}

/// How wrong a model was.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// The model.
    pub model: Model,
    /// The mean absolute error over that of repeating the last season within the history before.
    pub mase: f64,
    /// The sum of absolute errors over the sum of values; `None` where all were 0.
    pub wape: Option<f64>,
    /// Its share in the forecast.
    pub weight: f64,
}

/// Origins at most.
const MOST_ORIGINS: usize = 8;

/// Where the origins lie.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plan {
    /// Ascending positions of the first step forecast.
    pub origins: Vec<usize>,
    /// Steps forecast from each.
    pub horizon: usize,
}

impl Plan {
    /// Origins over the end of `count` steps, leaving enough before the first to fit on.
    ///
    /// `None` where that cannot be.
    pub(crate) fn new(count: usize, horizon: usize, seasons: &[usize]) -> Option<Self> {
        // Two of the longest season that leaves a horizon after it, else half of all.
        let twice = seasons
            .iter()
            .map(|season| 2 * season)
            .filter(|twice| twice + horizon.min(*twice / 4 + 1) <= count)
            .max()
            .unwrap_or(0);
        let least = twice.max(count / 2).max(6);
        let room = count.checked_sub(least).filter(|&room| room > 0)?;
        let horizon = horizon.min(room);
        let stride = horizon.div_ceil(4);
        let more = ((room - horizon) / stride).min(MOST_ORIGINS - 1);
        let origins = (0..=more)
            .rev()
            .map(|back| count - horizon - back * stride)
            .collect();
        Some(Self { origins, horizon })
    }
}

/// One model with what it said from each origin.
pub(crate) struct Tried {
    pub model: Model,
    pub fitted: Fitted,
    pub paths: Vec<Path>,
    pub mase: f64,
    pub wape: Option<f64>,
}

/// Fits each model before the first origin, and rolls it over the origins with its weights as
/// they were fitted. Best first. `truth` is what they are measured against, in units of `scale`.
pub(crate) fn roll(
    y: &[f64],
    truth: &[f64],
    plan: &Plan,
    models: &[Model],
    seasons: &Seasons,
    effects: &Effects,
    scale: f64,
) -> Vec<Tried> {
    let Some(&first) = plan.origins.first() else {
        return Vec::new();
    };
    let before = &y[..first];
    let mut tried: Vec<Tried> = models
        .iter()
        .filter_map(|&model| {
            let fitted = Fitted::fit(model, before, seasons)?;
            let paths: Option<Vec<Path>> = plan
                .origins
                .iter()
                .map(|&at| {
                    let mut path = fitted.forecast(&y[..at], plan.horizon)?;
                    effects.put_on(&mut path, at);
                    Some(path)
                })
                .collect();
            let paths = paths?;
            let (mase, wape) = score(truth, plan, &paths, scale);
            Some(Tried {
                model,
                fitted,
                paths,
                mase,
                wape,
            })
        })
        .collect();
    tried.sort_by(|a, b| a.mase.total_cmp(&b.mase));
    tried
}

fn score(y: &[f64], plan: &Plan, paths: &[Path], scale: f64) -> (f64, Option<f64>) {
    let (mut actual, mut expected) = (Vec::new(), Vec::new());
    for (&at, path) in plan.origins.iter().zip(paths) {
        actual.extend_from_slice(&y[at..at + plan.horizon]);
        expected.extend_from_slice(&path.mean);
    }
    (mase(&actual, &expected, scale), wape(&actual, &expected))
}

/// The weighted mean of paths.
pub(crate) fn together<'a>(paths: impl Iterator<Item = (&'a Path, f64)>, horizon: usize) -> Path {
    let mut sum = Path {
        mean: vec![0.0; horizon],
        sigma: vec![0.0; horizon],
    };
    for (path, weight) in paths {
        for step in 0..horizon {
            sum.mean[step] += weight * path.mean[step];
            sum.sigma[step] += weight * path.sigma[step];
        }
    }
    sum
}

/// The errors of paths in units of their standard deviations, a list for each origin.
pub(crate) fn scaled_errors(y: &[f64], plan: &Plan, paths: &[Path], least: f64) -> Vec<Vec<f64>> {
    let each = plan.origins.iter().zip(paths);
    each.map(|(&at, path)| {
        (0..plan.horizon)
            .map(|step| (y[at + step] - path.mean[step]) / path.sigma[step].max(least))
            .collect()
    })
    .collect()
}

/// What was done in the past, for [`Done::show`].
pub(crate) struct Done<'a> {
    /// What came.
    pub truth: &'a [f64],
    /// Where the origins lie.
    pub plan: &'a Plan,
    /// Each model's forecasts, best first.
    pub tried: &'a [Tried],
    /// Each model's share.
    pub weights: &'a [f64],
    /// The weighted forecasts.
    pub paths: &'a [Path],
    /// The least standard deviation that counts.
    pub least: f64,
    /// What nothing lies below.
    pub floor: Option<f64>,
    /// The unit of MASE.
    pub scale: f64,
}

impl Done<'_> {
    /// The backtest as it is shown.
    pub(crate) fn show(&self) -> Backtest {
        let Self {
            truth: y,
            plan,
            tried,
            weights,
            paths,
            least,
            floor,
            scale,
        } = *self;
        let scaled = scaled_errors(y, plan, paths, least);
        let (mut inside80, mut inside95, mut count) = (0, 0, 0);
        let mut origins = Vec::with_capacity(plan.origins.len());
        for (nth, (&at, path)) in plan.origins.iter().zip(paths).enumerate() {
            let others: Vec<&[f64]> = scaled
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != nth)
                .map(|(_, errors)| errors.as_slice())
                .collect();
            let widths = Widths::learn(&others);
            let actual = y[at..at + plan.horizon].to_vec();
            let steps: Vec<Step> = (0..plan.horizon)
                .map(|step| widths.around(path.mean[step], path.sigma[step].max(least), floor))
                .collect();
            for (value, step) in actual.iter().zip(&steps) {
                inside80 += usize::from((step.lo80..=step.hi80).contains(value));
                inside95 += usize::from((step.lo95..=step.hi95).contains(value));
                count += 1;
            }
            origins.push(Origin { at, actual, steps });
        }
        let (mase, wape) = score(y, plan, paths, scale);
        let used: Vec<&Tried> = tried
            .iter()
            .zip(weights)
            .filter(|(_, weight)| **weight > 0.0)
            .map(|(tried, _)| tried)
            .collect();
        let model = match used.as_slice() {
            [only] => only.model,
            _ => Model::Ensemble,
        };
        let share = |inside: usize| inside as f64 / count.max(1) as f64;
        Backtest {
            horizon: plan.horizon,
            origins,
            scores: tried
                .iter()
                .zip(weights)
                .map(|(tried, &weight)| Score {
                    model: tried.model,
                    mase: tried.mase,
                    wape: tried.wape,
                    weight,
                })
                .collect(),
            chosen: Score {
                model,
                mase,
                wape,
                weight: 1.0,
            },
            coverage80: share(inside80),
            coverage95: share(inside95),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_leave_enough_to_fit_on() {
        let plan = Plan::new(100, 10, &[7]).expect("room");
        assert_eq!(plan.horizon, 10);
        assert_eq!(plan.origins.last(), Some(&90));
        assert!(plan.origins[0] >= 50 && plan.origins.len() == 8);
        assert_eq!(Plan::new(6, 3, &[]), None);
        let short = Plan::new(9, 30, &[]).expect("room");
        assert!(short.horizon <= 3);
    }
}
