//! What the models would have said in the past, and how wrong that would have been.

use serde::{Deserialize, Serialize};

use crate::event::Effects;
use crate::interval::{Step, Widths};
use crate::measure::{mase, wape};
use crate::model::{Fitted, Model, Seasons};
use crate::past::Past;
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
    /// What came, after cleaning: in the place of gaps and outliers, which nothing is measured against, what was put there.
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
    /// The fewest steps before the first origin of `count` steps: two of the longest season that leaves a horizon after
    /// it, else half of all.
    pub(crate) fn least(count: usize, horizon: usize, seasons: &[usize]) -> usize {
        let twice = seasons
            .iter()
            .map(|season| 2 * season)
            .filter(|twice| twice + horizon.min(*twice / 4 + 1) <= count)
            .max()
            .unwrap_or(0);
        twice.max(count / 2).max(6)
    }

    /// Origins over the end of a series, leaving `least` steps before the first to fit on. Each comes after a step that
    /// is known, and at least half of the steps after it can be judged by.
    ///
    /// `None` where that cannot be.
    pub(crate) fn new(past: &Past<'_>, horizon: usize, least: usize) -> Option<Self> {
        let count = past.y.len();
        let room = count.checked_sub(least).filter(|&room| room > 0)?;
        let horizon = horizon.min(room);
        let stride = horizon.div_ceil(4);
        let judged = |at: usize| {
            let steps = past.judged[at..at + horizon].iter();
            steps.filter(|&&judged| judged).count()
        };
        let every = (least..=count - horizon).rev().step_by(stride);
        let sound = |at: &usize| past.known[at - 1] && 2 * judged(*at) >= horizon;
        let mut origins: Vec<usize> = every.clone().filter(sound).take(MOST_ORIGINS).collect();
        if origins.is_empty() {
            origins = every
                .filter(|&at| judged(at) > 0)
                .take(MOST_ORIGINS)
                .collect();
        }
        origins.reverse();
        (!origins.is_empty()).then_some(Self { origins, horizon })
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
/// they were fitted. Best first. `plain` is the series without its events, `scale` the unit of errors.
pub(crate) fn roll(
    plain: &[f64],
    past: &Past<'_>,
    plan: &Plan,
    models: &[(Model, Seasons)],
    effects: &Effects,
    scale: f64,
) -> Vec<Tried> {
    let Some(&first) = plan.origins.first() else {
        return Vec::new();
    };
    let before: Vec<_> = plan
        .origins
        .iter()
        .map(|&at| past.until(plain, at))
        .collect();
    let mut tried: Vec<Tried> = models
        .iter()
        .filter_map(|(model, seasons)| {
            let fitted = Fitted::fit(*model, &before[0][..first], seasons)?;
            let paths: Option<Vec<Path>> = before
                .iter()
                .zip(&plan.origins)
                .map(|(before, &at)| {
                    let mut path = fitted.forecast(before, plan.horizon)?;
                    effects.put_on(&mut path, at);
                    Some(path)
                })
                .collect();
            let paths = paths?;
            let (mase, wape) = score(past, plan, &paths, scale);
            Some(Tried {
                model: *model,
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

fn score(past: &Past<'_>, plan: &Plan, paths: &[Path], scale: f64) -> (f64, Option<f64>) {
    let (mut actual, mut expected) = (Vec::new(), Vec::new());
    for (&at, path) in plan.origins.iter().zip(paths) {
        for (step, &mean) in path.mean.iter().enumerate() {
            if past.judged[at + step] {
                actual.push(past.y[at + step]);
                expected.push(mean);
            }
        }
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
pub(crate) fn scaled_errors(past: &Past<'_>, plan: &Plan, paths: &[Path]) -> Vec<Vec<f64>> {
    let each = plan.origins.iter().zip(paths);
    each.map(|(&at, path)| {
        (0..plan.horizon)
            .filter(|step| past.judged[at + step])
            .map(|step| (past.y[at + step] - path.mean[step]) / path.sigma[step])
            .collect()
    })
    .collect()
}

/// What was done in the past, for [`Done::show`].
pub(crate) struct Done<'a> {
    /// What came.
    pub past: &'a Past<'a>,
    /// Where the origins lie.
    pub plan: &'a Plan,
    /// Each model's forecasts, best first.
    pub tried: &'a [Tried],
    /// Each model's share.
    pub weights: &'a [f64],
    /// The weighted forecasts, their standard deviations above 0.
    pub paths: &'a [Path],
    /// What nothing lies below.
    pub floor: Option<f64>,
    /// The unit of MASE.
    pub scale: f64,
}

impl Done<'_> {
    /// The backtest as it is shown.
    pub(crate) fn show(&self) -> Backtest {
        let Self {
            past,
            plan,
            tried,
            weights,
            paths,
            floor,
            scale,
        } = *self;
        let scaled = scaled_errors(past, plan, paths);
        let (mut inside80, mut inside95, mut count) = (0, 0, 0);
        let mut origins = Vec::with_capacity(plan.origins.len());
        for (nth, (&at, path)) in plan.origins.iter().zip(paths).enumerate() {
            let others: Vec<&[f64]> = scaled
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != nth)
                .map(|(_, errors)| errors.as_slice())
                .collect();
            let widths = Widths::learn(&others, past.y.len());
            let actual = past.y[at..at + plan.horizon].to_vec();
            let steps: Vec<Step> = (0..plan.horizon)
                .map(|step| widths.around(path.mean[step], path.sigma[step], floor))
                .collect();
            let judged = actual.iter().zip(&steps).enumerate();
            for (_, (value, step)) in judged.filter(|(step, _)| past.judged[at + step]) {
                inside80 += usize::from((step.lo80..=step.hi80).contains(value));
                inside95 += usize::from((step.lo95..=step.hi95).contains(value));
                count += 1;
            }
            origins.push(Origin { at, actual, steps });
        }
        let (mase, wape) = score(past, plan, paths, scale);
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

    fn past<'a>(y: &'a [f64], judged: &'a [bool]) -> Past<'a> {
        Past {
            y,
            known: judged,
            judged,
            season: 1,
        }
    }

    #[test]
    fn origins_leave_enough_to_fit_on() {
        let (y, judged) = ([0.0; 100], [true; 100]);
        let plan = |count: usize, horizon: usize, seasons: &[usize]| {
            let least = Plan::least(count, horizon, seasons);
            Plan::new(&past(&y[..count], &judged[..count]), horizon, least)
        };
        let long = plan(100, 10, &[7]).expect("room");
        assert_eq!(long.horizon, 10);
        assert_eq!(long.origins, [69, 72, 75, 78, 81, 84, 87, 90]);
        assert_eq!(plan(6, 3, &[]), None);
        let short = plan(9, 30, &[]).expect("room");
        assert!(short.horizon <= 3);
    }

    #[test]
    fn origins_lie_where_values_are() {
        let (y, mut judged) = ([0.0; 100], [true; 100]);
        judged[60..90].fill(false);
        let plan = Plan::new(&past(&y, &judged), 10, 50).expect("room");
        for &at in &plan.origins {
            assert!(judged[at - 1], "{plan:?}");
            let known = judged[at..at + 10].iter().filter(|&&judged| judged).count();
            assert!(known >= 5, "{plan:?}");
        }
    }
}
