//! From a series to a forecast: prepare, try in the past, weigh, fit, look ahead.

use serde::{Deserialize, Serialize};

use crate::backtest::{Backtest, Done, Tried, roll, scaled_errors, together};
use crate::clean::{self, Note, Prepared};
use crate::error::Error;
use crate::event::{self, Effect, Effects, Event};
use crate::interval::{Step, Widths};
use crate::model::{Fitted, Model};
use crate::past::Past;
use crate::path::Path;
use crate::race::{Race, tell_seasons};

/// Steps ahead at most.
pub const LONGEST_HORIZON: usize = 10_000;
/// Values without which nothing is said.
pub const NEEDS: usize = 4;
/// Larger values have squares that cannot be held.
const LARGEST: f64 = 1e100;
/// How sharply the better models are preferred: weights are MASE to the power of minus this.
const SHARPNESS: i32 = 3;
/// Models this much worse than the best have no part.
const TOO_BAD: f64 = 1.5;
/// An error of the past is brought to the spread of today by no more than one over this: where a series was flat until
/// lately, a model was sure of itself beyond measure.
const LEAST_SHARE: f64 = 0.5;
/// A series is flat where its spread is less than this share of what it is today.
const FLAT: f64 = 0.1;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Options {
    /// Steps ahead.
    pub horizon: usize,
    /// Lengths of seasons in steps, such as 7 and 365 for days; 1 or none is no season.
    pub seasons: Vec<usize>,
    /// The model; `None` weighs several by how they did in the backtest.
    pub model: Option<Model>,
    /// Days that are unlike others.
    pub events: Vec<Event>,
}

/// What there is to say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// A forecast.
    Ready(Box<Forecast>),
    /// Too few values to say anything.
    Insufficient {
        /// Values needed.
        needs: usize,
        /// Values there are.
        has: usize,
    },
}

/// A forecast, how it came about, and how good such forecasts were.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// The steps ahead.
    pub steps: Vec<Step>,
    /// The model, or [`Model::Ensemble`] where several were weighed.
    pub model: Model,
    /// The models that had a part, with their shares, largest first.
    pub weights: Vec<(Model, f64)>,
    /// What was found in the series and done about it.
    pub notes: Vec<Note>,
    /// What events did and will do.
    pub effects: Vec<Effect>,
    /// The past; `None` where the series is too short.
    pub backtest: Option<Backtest>,
}

/// Forecasts one series. The same input gives the same bits on every machine.
///
/// `values` are evenly spaced; `None` is a step without a value, which may mean that nothing was sold.
///
/// # Errors
/// When a value is no finite number (with its position), or what is asked makes no sense.
pub fn forecast(values: &[Option<f64>], options: &Options) -> Result<Outcome, Error> {
    forecast_of(values, &[], options)
}

/// The same, where `unknown` says at which steps without a value there was one that nobody knows, so that it does not mean
/// that nothing was sold. It may be shorter than `values`.
///
/// # Errors
/// Those of [`forecast`].
pub fn forecast_of(
    values: &[Option<f64>],
    unknown: &[bool],
    options: &Options,
) -> Result<Outcome, Error> {
    check(values, options)?;
    let has = values.iter().flatten().count();
    if has < NEEDS {
        return Ok(Outcome::Insufficient { needs: NEEDS, has });
    }
    let touched = event::touched(&options.events, values.len());
    let prepared = clean::prepare(values, unknown, &options.seasons, &touched);
    let mut notes = prepared.notes.clone();
    let y = &prepared.y;
    // Closed steps ahead are known to be nothing; the others are forecast.
    let is_closed = |place: usize| match prepared.closed.len() {
        0 => false,
        season => prepared.closed[place % season],
    };
    // What is missing at the end lies ahead as well, and is not asked for.
    let open = (values.len()..values.len() + options.horizon)
        .filter(|&place| !is_closed(place))
        .count()
        + prepared.gap;
    let ahead = if y.windows(2).all(|pair| pair[0] == pair[1]) {
        let value = y.first().copied().unwrap_or(0.0);
        notes.push(Note::Constant { value });
        let step = Step {
            mean: value,
            lo80: value,
            hi80: value,
            lo95: value,
            hi95: value,
        };
        let model = options.model.unwrap_or(Model::SeasonalNaive);
        Ahead {
            steps: vec![step; open],
            weights: vec![(model, 1.0)],
            effects: Vec::new(),
            backtest: None,
        }
    } else {
        let events = moved(&options.events, &prepared.places, values.len(), is_closed);
        look_ahead(&prepared, &events, options.model, open.max(1), &mut notes)
    };
    let mut next = ahead.steps.into_iter().skip(prepared.gap);
    let nothing = Step {
        mean: 0.0,
        lo80: 0.0,
        hi80: 0.0,
        lo95: 0.0,
        hi95: 0.0,
    };
    let steps = (values.len()..values.len() + options.horizon)
        .map(|place| {
            if is_closed(place) {
                nothing
            } else {
                next.next().unwrap_or(nothing)
            }
        })
        .collect();
    let mut backtest = ahead.backtest;
    for origin in backtest
        .iter_mut()
        .flat_map(|backtest| &mut backtest.origins)
    {
        origin.at = prepared.places[origin.at];
    }
    let model = match ahead.weights.as_slice() {
        [(only, _)] => *only,
        _ => Model::Ensemble,
    };
    Ok(Outcome::Ready(Box::new(Forecast {
        steps,
        model,
        weights: ahead.weights,
        notes,
        effects: ahead.effects,
        backtest,
    })))
}

fn check(values: &[Option<f64>], options: &Options) -> Result<(), Error> {
    if !(1..=LONGEST_HORIZON).contains(&options.horizon) {
        return Err(Error::Horizon {
            horizon: options.horizon,
            most: LONGEST_HORIZON,
        });
    }
    if let Some(&season) = options.seasons.iter().find(|&&season| season == 0) {
        return Err(Error::Season { season });
    }
    if options.model == Some(Model::Ensemble) {
        return Err(Error::NotAsked {
            name: Model::Ensemble.name(),
        });
    }
    for (at, value) in values.iter().enumerate() {
        match *value {
            Some(value) if !value.is_finite() => return Err(Error::NotFinite { at, value }),
            Some(value) if value.abs() > LARGEST => return Err(Error::TooLarge { at, value }),
            _ => {}
        }
    }
    Ok(())
}

/// The events in positions of the prepared series, closed steps left out.
fn moved(
    events: &[Event],
    places: &[usize],
    end: usize,
    closed: impl Fn(usize) -> bool,
) -> Vec<Event> {
    let after = places.last().map_or(0, |last| last + 1);
    let position = |at: i64| -> Option<i64> {
        let place = usize::try_from(at).ok()?;
        if place < after {
            return places.binary_search(&place).ok().map(|at| at as i64);
        }
        if place.saturating_sub(end) > LONGEST_HORIZON || closed(place) {
            return None;
        }
        let open = (after..place).filter(|&place| !closed(place)).count();
        Some((places.len() + open) as i64)
    };
    events
        .iter()
        .map(|event| Event {
            at: event.at.iter().filter_map(|&at| position(at)).collect(),
            ..event.clone()
        })
        .collect()
}

/// What [`look_ahead`] sees.
struct Ahead {
    steps: Vec<Step>,
    weights: Vec<(Model, f64)>,
    effects: Vec<Effect>,
    backtest: Option<Backtest>,
}

fn look_ahead(
    prepared: &Prepared,
    events: &[Event],
    asked: Option<Model>,
    horizon: usize,
    notes: &mut Vec<Note>,
) -> Ahead {
    let y = &prepared.y;
    let past = Past {
        y,
        known: &prepared.known,
        judged: &prepared.judged,
        season: clean::shortest(&prepared.seasons),
    };
    let floor = prepared.positive.then_some(0.0);
    let end = y.len() + horizon;
    let Race {
        models,
        plan,
        season,
        thin,
    } = match asked {
        Some(model) => Race::of(model, prepared, &past, horizon),
        None => Race::of_all(prepared, &past, horizon),
    };
    tell_seasons(&prepared.seasons, &models, (asked, y.len()), notes);
    let least = 1e-3 * past.scale(y.len(), season).unwrap_or(1.0);

    // The past.
    let mut tried = Vec::new();
    let mut done = None;
    if let Some(plan) = plan {
        let first = plan.origins[0];
        let effects = Effects::estimate(y, first, end, season, events);
        let scale = past.scale(first, season).unwrap_or(1.0);
        tried = roll(&effects.without(y), &past, &plan, &models, &effects, scale);
        done = Some((plan, scale));
    } else {
        notes.push(Note::NoBacktest { has: y.len() });
    }
    let weights = weigh(&tried);

    // The future.
    let effects = Effects::estimate(y, y.len(), end, season, events);
    let plain = effects.without(y);
    let mut paths: Vec<(Model, Path, f64)> = Vec::new();
    if tried.is_empty() {
        for (model, seasons) in &models {
            let fitted = Fitted::fit(*model, &plain, seasons);
            if let Some(path) = fitted.and_then(|fitted| fitted.forecast(&plain, horizon)) {
                paths.push((*model, path, 1.0));
            }
        }
    }
    for (tried, &weight) in tried
        .iter()
        .zip(&weights)
        .filter(|(_, weight)| **weight > 0.0)
    {
        let again = tried.fitted.clone().refit(&plain);
        let path = again
            .forecast(&plain, horizon)
            .or_else(|| tried.fitted.forecast(&plain, horizon));
        if let Some(path) = path {
            paths.push((tried.model, path, weight));
        }
    }
    if paths.is_empty() {
        let longest = models.iter().map(|(_, seasons)| seasons.longest()).max();
        let path = crate::naive::forecast(&plain, longest.unwrap_or(1), horizon);
        paths.push((Model::SeasonalNaive, path, 1.0));
    }
    let total: f64 = paths.iter().map(|(.., weight)| weight).sum();
    let mut path = together(
        paths.iter().map(|(_, path, weight)| (path, weight / total)),
        horizon,
    );

    // What the errors of the past say of the future.
    let mut widths = Widths::untried(&models, y.len());
    let mut shown = None;
    if let Some((plan, scale)) = done.filter(|_| !tried.is_empty()) {
        let mut flat = 0;
        let paths: Vec<Path> = (0..plan.origins.len())
            .map(|nth| {
                let each = tried.iter().zip(&weights);
                let each = each.map(|(tried, weight)| (&tried.paths[nth], *weight));
                let mut said = together(each, plan.horizon);
                let sure = |(sigma, today): (&f64, &f64)| *sigma < FLAT * today;
                flat += usize::from(said.sigma.iter().zip(&path.sigma).all(sure));
                for (sigma, today) in said.sigma.iter_mut().zip(&path.sigma) {
                    *sigma = match thin {
                        true => today.max(least),
                        false => sigma.max(LEAST_SHARE * today).max(least),
                    };
                }
                said
            })
            .collect();
        let scaled = scaled_errors(&past, &plan, &paths);
        let scaled: Vec<&[f64]> = scaled.iter().map(Vec::as_slice).collect();
        widths = Widths::learn(&scaled, y.len());
        if let Some(newest) = scaled.last().filter(|_| !thin && 2 * flat > paths.len()) {
            widths = widths.after_flat(newest);
        }
        let done = Done {
            past: &past,
            plan: &plan,
            tried: &tried,
            weights: &weights,
            paths: &paths,
            floor,
            scale,
        };
        shown = Some(done.show());
    }
    effects.put_on(&mut path, y.len());
    let mut weights: Vec<(Model, f64)> = paths
        .iter()
        .map(|(model, _, weight)| (*model, weight / total))
        .collect();
    weights.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    Ahead {
        steps: path
            .mean
            .iter()
            .zip(&path.sigma)
            .map(|(&mean, &sigma)| widths.around(mean, sigma.max(least), floor))
            .collect(),
        weights,
        effects: effects.shown,
        backtest: shown,
    }
}

/// Weights by the scores, adding up to 1; 0 for the hopeless.
fn weigh(tried: &[Tried]) -> Vec<f64> {
    let best = tried.first().map_or(1.0, |tried| tried.mase).max(1e-9);
    let raw: Vec<f64> = tried
        .iter()
        .map(|tried| {
            let ratio = tried.mase.max(1e-9) / best;
            if ratio > TOO_BAD {
                return 0.0;
            }
            let mut weight = 1.0;
            for _ in 0..SHARPNESS {
                weight /= ratio;
            }
            weight
        })
        .collect();
    let total: f64 = raw.iter().sum();
    raw.iter().map(|weight| weight / total).collect()
}
