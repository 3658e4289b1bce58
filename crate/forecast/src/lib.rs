//! Series in, forecasts with intervals out.
//!
//! Numbers only: a series is values at even steps. [`forecast`] is the way in, one series at a
//! time, so that whoever has hundreds can show how far it is.

mod arima;
mod backtest;
pub mod calendar;
mod clean;
mod error;
mod ets;
mod event;
mod forecast;
#[cfg(test)]
mod golden;
pub mod holiday;
mod intermittent;
mod interval;
mod least_squares;
mod loess;
mod lunar;
pub mod measure;
mod model;
mod mstl;
mod naive;
mod outlier;
mod past;
mod path;
mod race;
mod reconcile;
mod seasonal;
mod shift;
mod statistics;
mod stl;
mod theta;

pub use backtest::{Backtest, Origin, Score};
pub use clean::Note;
pub use error::Error;
pub use event::{Effect, Event};
pub use forecast::{Forecast, LONGEST_HORIZON, NEEDS, Options, Outcome, forecast, forecast_of};
pub use interval::Step;
pub use model::Model;
pub use reconcile::{Reconciliation, reconcile};
pub use stl::{Decomposition, decompose};
