//! Seasons by MSTL come again; what is left is smoothed by ETS.

use crate::ets::Ets;
use crate::path::Path;
use crate::stl::decompose;

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mstl {
    seasons: Vec<usize>,
    ets: Ets,
}

impl Mstl {
    /// Fits the smoothing of what the seasons leave.
    pub(crate) fn fit(y: &[f64], seasons: &[usize]) -> Self {
        Self {
            seasons: seasons.to_vec(),
            ets: Ets::fit(&decompose(y, seasons).flat(), 1),
        }
    }

    /// The same form of smoothing again with more data.
    pub(crate) fn refit(&self, y: &[f64]) -> Self {
        Self {
            seasons: self.seasons.clone(),
            ets: self.ets.refit(&decompose(y, &self.seasons).flat()),
        }
    }

    /// What comes after `y`.
    pub(crate) fn forecast(&self, y: &[f64], horizon: usize) -> Path {
        let parts = decompose(y, &self.seasons);
        let mut path = self.ets.forecast(&parts.flat(), horizon);
        for (value, season) in path.mean.iter_mut().zip(parts.ahead(horizon)) {
            *value += season;
        }
        path
    }
}
