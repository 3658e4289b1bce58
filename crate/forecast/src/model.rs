//! The models by name, and fitted ones.

use serde::{Deserialize, Serialize};

use crate::arima::Arima;
use crate::ets::Ets;
use crate::intermittent::{self, Method};
use crate::mstl::Mstl;
use crate::naive;
use crate::path::Path;
use crate::theta::Theta;

/// A model, or several together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// The last season again.
    SeasonalNaive,
    /// Exponential smoothing, the form chosen by AICc.
    Ets,
    /// The Theta method, the best of four variants.
    Theta,
    /// Seasonal ARIMA, orders searched by AICc.
    Arima,
    /// Several seasons by loess, the rest by ETS.
    Mstl,
    /// Croston's method for slow movers.
    Croston,
    /// Croston's method with the correction of Syntetos and Boylan.
    Sba,
    /// The method of Teunter, Syntetos and Babai for slow movers that may stop selling.
    Tsb,
    /// Several models, weighted by how they did in the backtest.
    Ensemble,
}

impl Model {
    /// Every model that can be asked for by itself.
    pub const EACH: [Self; 8] = [
        Self::SeasonalNaive,
        Self::Ets,
        Self::Theta,
        Self::Arima,
        Self::Mstl,
        Self::Croston,
        Self::Sba,
        Self::Tsb,
    ];

    /// The short name: `snaive`, `ets`, `theta` …
    pub fn name(self) -> &'static str {
        match self {
            Self::SeasonalNaive => "snaive",
            Self::Ets => "ets",
            Self::Theta => "theta",
            Self::Arima => "arima",
            Self::Mstl => "mstl",
            Self::Croston => "croston",
            Self::Sba => "sba",
            Self::Tsb => "tsb",
            Self::Ensemble => "ensemble",
        }
    }

    /// The longest season that the model learns at all; `None` where there is no limit, or it knows no seasons.
    pub(crate) fn longest_season(self) -> Option<usize> {
        match self {
            Self::Ets => Some(crate::ets::LONGEST_SEASON),
            Self::Arima => Some(crate::arima::LONGEST_SEASON),
            _ => None,
        }
    }

    /// The model of a short name, but for the ensemble, which is not asked for.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::EACH.into_iter().find(|model| model.name() == name)
    }
}

/// The season lengths that a model is to learn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seasons {
    /// All of them, ascending.
    pub all: Vec<usize>,
    /// Somebody asked for this model with them: it learns them from as little as it can.
    pub asked: bool,
}

impl Seasons {
    /// Those of `wished` that `count` steps show so many times.
    pub(crate) fn seen(wished: &[usize], count: usize, times: usize) -> Self {
        let mut all: Vec<usize> = wished
            .iter()
            .copied()
            .filter(|&season| season >= 2 && times * season <= count)
            .collect();
        all.sort_unstable();
        all.dedup();
        Self { all, asked: false }
    }

    /// The season of models that know only one.
    pub(crate) fn shortest(&self) -> usize {
        self.all.first().copied().unwrap_or(1)
    }

    /// The season that is repeated.
    pub(crate) fn longest(&self) -> usize {
        self.all.last().copied().unwrap_or(1)
    }
}

/// A fitted model.
#[derive(Debug, Clone)]
pub(crate) enum Fitted {
    /// Needs no fit but the season.
    Naive(usize),
    /// See [`Ets`].
    Ets(Box<Ets>),
    /// See [`Theta`].
    Theta(Theta, usize),
    /// See [`Arima`].
    Arima(Arima),
    /// See [`Mstl`].
    Mstl(Box<Mstl>),
    /// See [`intermittent`].
    Slow(Method),
}

impl Fitted {
    /// Fits a model; the ensemble is none.
    pub(crate) fn fit(model: Model, y: &[f64], seasons: &Seasons) -> Option<Self> {
        let season = seasons.shortest();
        Some(match model {
            Model::SeasonalNaive => Self::Naive(seasons.longest()),
            Model::Ets if seasons.asked => Self::Ets(Box::new(Ets::fit_from(y, season, 0))),
            Model::Ets => Self::Ets(Box::new(Ets::fit(y, season))),
            Model::Theta => Self::Theta(Theta::fit(y, season), season),
            Model::Arima if seasons.asked => Self::Arima(Arima::fit_from(y, season, 0)),
            Model::Arima => Self::Arima(Arima::fit(y, season)),
            Model::Mstl => Self::Mstl(Box::new(Mstl::fit(y, &seasons.all))),
            Model::Croston => Self::Slow(Method::Croston),
            Model::Sba => Self::Slow(Method::Sba),
            Model::Tsb => Self::Slow(Method::Tsb),
            Model::Ensemble => return None,
        })
    }

    /// The same form with more data: orders and forms stay, weights are fitted again.
    pub(crate) fn refit(self, y: &[f64]) -> Self {
        match self {
            Self::Ets(ets) => Self::Ets(Box::new(ets.refit(y))),
            Self::Theta(_, season) => Self::Theta(Theta::fit(y, season), season),
            Self::Arima(arima) => Self::Arima(arima.refit(y)),
            Self::Mstl(mstl) => Self::Mstl(Box::new(mstl.refit(y))),
            other => other,
        }
    }

    /// What comes after `y`, which begins where the series of the fit began; `None` where the
    /// model has lost its way.
    pub(crate) fn forecast(&self, y: &[f64], horizon: usize) -> Option<Path> {
        let path = match self {
            Self::Naive(season) => naive::forecast(y, *season, horizon),
            Self::Ets(ets) => ets.forecast(y, horizon),
            Self::Theta(theta, _) => theta.forecast(y, horizon),
            Self::Arima(arima) => arima.forecast(y, horizon),
            Self::Mstl(mstl) => mstl.forecast(y, horizon),
            Self::Slow(method) => intermittent::forecast(y, *method, horizon),
        };
        let (low, high) = y
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &value| {
                (low.min(value), high.max(value))
            });
        let far = 5.0 * (high - low) + 1e-6 * high.abs().max(low.abs()) + 1e-9;
        let sound = path
            .mean
            .iter()
            .all(|&mean| (low - far..=high + far).contains(&mean))
            && path.sigma.iter().all(|sigma| sigma.is_finite());
        sound.then_some(path)
    }
}
