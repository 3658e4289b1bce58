//! Gaps, closed days, late starts, outliers and level shifts: treated and told.

use serde::{Deserialize, Serialize};

use crate::event::Touch;
use crate::outlier;
use crate::shift;

/// What was found in a series, and done about it. Positions count from the first step, 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Note {
    /// Nothing happens before this step; the history begins there.
    BeginsLate {
        /// The first step with something in it.
        at: usize,
    },
    /// A phase of the season, such as a weekday, on which nothing is ever sold; 0 is expected.
    Closed {
        /// The phase: steps of this position modulo `season`.
        phase: usize,
        /// The season.
        season: usize,
    },
    /// Missing steps, filled from the same phase of the seasons beside them; nothing is measured against them.
    Filled {
        /// The first missing step.
        at: usize,
        /// How many.
        count: usize,
    },
    /// The last steps have no value; the forecast begins after the last that has one.
    EndsEarly {
        /// The first of them.
        at: usize,
        /// How many.
        count: usize,
    },
    /// So much is missing that missing was taken to mean that nothing was sold.
    MissingAsZero {
        /// How many steps.
        count: usize,
    },
    /// A value far from what its neighbours and its season suggest, kept out of the fit and out of the backtest.
    Outlier {
        /// The step.
        at: usize,
        /// The value.
        value: f64,
        /// What the fit saw instead.
        used: f64,
    },
    /// The level jumped and stayed; the history before was brought to the new level.
    LevelShift {
        /// The first step of the new level.
        at: usize,
        /// The level before.
        before: f64,
        /// The level since.
        since: f64,
    },
    /// Mostly zeros: methods for slow movers are in the race.
    Intermittent {
        /// The share of steps with nothing in them.
        zeros: f64,
    },
    /// The value never changed; intervals can only say the same.
    Constant {
        /// The value.
        value: f64,
    },
    /// Too short for a backtest: the models' own view is all there is.
    NoBacktest {
        /// Steps there are.
        has: usize,
    },
    /// A season that was not seen twice before the backtest and could not be used.
    SeasonUnseen {
        /// Its length.
        season: usize,
    },
    /// A season that is longer than the model that was asked for can learn.
    SeasonTooLong {
        /// Its length.
        season: usize,
        /// The longest that the model can learn.
        longest: usize,
    },
}

/// A series that models can be fitted to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Prepared {
    /// Filled, without outliers, on one level. It ends with the last step that has a value.
    pub y: Vec<f64>,
    /// Which steps had a value; the others were filled.
    pub known: Vec<bool>,
    /// Which steps forecasts are measured against: known, and no outliers.
    pub judged: Vec<bool>,
    /// Nothing lay below 0.
    pub positive: bool,
    /// The original position of each step of `y`.
    pub places: Vec<usize>,
    /// Steps between the last of `y` and the end of the series, closed ones left out.
    pub gap: usize,
    /// The lengths of seasons, closed phases left out.
    pub seasons: Vec<usize>,
    /// Phases of the original shortest season on which nothing happens.
    pub closed: Vec<bool>,
    /// Mostly zeros.
    pub intermittent: bool,
    /// What was found.
    pub notes: Vec<Note>,
}

/// More than this share of zeros is a slow mover: intervals between demands above 1.32.
///
/// # Source
/// Syntetos, Boylan and Croston (2005).
const INTERMITTENT: f64 = 1.0 - 1.0 / 1.32;
/// More missing than this, and missing means nothing sold.
const MISSING_IS_ZERO: f64 = 0.3;

/// Prepares a series. `unknown` says which missing steps had a value that nobody knows (the others may mean that
/// nothing was sold), `events` what positions have to do with something known.
pub(crate) fn prepare(
    values: &[Option<f64>],
    unknown: &[bool],
    seasons: &[usize],
    events: &[Touch],
) -> Prepared {
    let mut notes = Vec::new();
    let nothing = |value: &Option<f64>| value.is_none_or(|value| value == 0.0);
    let is_unknown = |place: usize| unknown.get(place).copied().unwrap_or(false);
    let begin = values.iter().position(|value| !nothing(value)).unwrap_or(0);
    let season = shortest(seasons);
    let begin = if begin >= 2 * season.max(7) && values.len() - begin >= 4 {
        notes.push(Note::BeginsLate { at: begin });
        begin
    } else {
        // Missing at the start is no history; zeros may be.
        values.iter().position(Option::is_some).unwrap_or(0)
    };
    let closed = closed_phases(values, &is_unknown, begin, season);
    for (phase, _) in closed.iter().enumerate().filter(|(_, closed)| **closed) {
        notes.push(Note::Closed { phase, season });
    }
    let is_open = |place: usize| !closed.get(place % season).copied().unwrap_or(false);
    let mut places: Vec<usize> = (begin..values.len())
        .filter(|&place| is_open(place))
        .collect();
    let open_phases = season - closed.iter().filter(|closed| **closed).count();
    let seasons: Vec<usize> = seasons
        .iter()
        .map(|&length| match closed.is_empty() {
            true => length,
            false => (length * open_phases + season / 2) / season,
        })
        .collect();
    let season = shortest(&seasons);
    let mut sparse: Vec<Option<f64>> = places.iter().map(|&place| values[place]).collect();
    let absent = |place: usize| values[place].is_none() && !is_unknown(place);
    let count = places.iter().filter(|&&place| absent(place)).count();
    let told = places.iter().filter(|&&place| !is_unknown(place)).count();
    if count as f64 > MISSING_IS_ZERO * told as f64 {
        notes.push(Note::MissingAsZero { count });
        for (value, &place) in sparse.iter_mut().zip(&places) {
            if absent(place) {
                *value = Some(0.0);
            }
        }
    }
    // What is missing at the end is ahead of what is known.
    let end = sparse
        .iter()
        .rposition(Option::is_some)
        .map_or(0, |at| at + 1);
    let gap = sparse.len() - end;
    if let Some(&at) = places.get(end) {
        notes.push(Note::EndsEarly { at, count: gap });
    }
    sparse.truncate(end);
    places.truncate(end);
    tell_gaps(&sparse, &places, &mut notes);
    let known: Vec<bool> = sparse.iter().map(Option::is_some).collect();
    let mut judged = known.clone();
    let mut y = between(&sparse, season);
    let positive = y.iter().all(|&value| value >= 0.0);
    let zeros = y.iter().filter(|value| **value == 0.0).count() as f64 / y.len().max(1) as f64;
    let intermittent = zeros > INTERMITTENT && zeros < 1.0;
    if intermittent {
        notes.push(Note::Intermittent { zeros });
    } else {
        let events: Vec<Touch> = places
            .iter()
            .map(|&place| events.get(place).copied().unwrap_or_default())
            .collect();
        for found in outlier::find(&y, &seasons, &events) {
            notes.push(Note::Outlier {
                at: places[found.at],
                value: y[found.at],
                used: found.expected,
            });
            y[found.at] = found.expected;
            judged[found.at] = false;
        }
        if let Some(found) = shift::find(&y, season) {
            notes.push(Note::LevelShift {
                at: places[found.at],
                before: found.before,
                since: found.since,
            });
            found.lift(&mut y);
        }
    }
    Prepared {
        y,
        known,
        judged,
        positive,
        places,
        gap,
        seasons,
        closed,
        intermittent,
        notes,
    }
}

/// The shortest season that is one; 1 without any.
pub(crate) fn shortest(seasons: &[usize]) -> usize {
    let seasons = seasons.iter().copied();
    seasons.filter(|&season| season >= 2).min().unwrap_or(1)
}

/// Which phases of the season are empty nine times in ten, while the others are not. Steps whose value nobody knows say
/// nothing about it.
fn closed_phases(
    values: &[Option<f64>],
    unknown: &impl Fn(usize) -> bool,
    begin: usize,
    season: usize,
) -> Vec<bool> {
    if !(2..=31).contains(&season) || values.len() - begin < 4 * season {
        return Vec::new();
    }
    let (mut empty, mut all) = (vec![0usize; season], vec![0usize; season]);
    for (at, value) in values.iter().enumerate().skip(begin) {
        if !unknown(at) {
            all[at % season] += 1;
            empty[at % season] += usize::from(value.is_none_or(|value| value == 0.0));
        }
    }
    let closed: Vec<bool> = (0..season)
        .map(|phase| all[phase] > 0 && 10 * empty[phase] >= 9 * all[phase])
        .collect();
    let (mut open_empty, mut open_all) = (0, 0);
    for phase in (0..season).filter(|&phase| !closed[phase]) {
        open_empty += empty[phase];
        open_all += all[phase];
    }
    let some = closed.contains(&true);
    if some && open_all > 0 && 4 * open_empty <= open_all {
        closed
    } else {
        Vec::new()
    }
}

/// Notes of the missing steps that are filled.
fn tell_gaps(values: &[Option<f64>], places: &[usize], notes: &mut Vec<Note>) {
    let mut at = 0;
    while at < values.len() {
        let rest = values[at..].iter();
        let count = rest.take_while(|value| value.is_none()).count();
        if count > 0 {
            notes.push(Note::Filled {
                at: places[at],
                count,
            });
        }
        at += count.max(1);
    }
}

/// Fills by straight lines between the same phases, where the season has been seen; else between
/// neighbours.
fn between(values: &[Option<f64>], season: usize) -> Vec<f64> {
    let look = |at: usize, step: usize| {
        let before = (1..)
            .map_while(|turn| at.checked_sub(turn * step).map(|place| (turn, place)))
            .find_map(|(turn, place)| values[place].map(|value| (turn, value)));
        let after = (1..)
            .map_while(|turn| values.get(at + turn * step).map(|value| (turn, *value)))
            .find_map(|(turn, value)| value.map(|value| (turn, value)));
        match (before, after) {
            (Some((back, left)), Some((ahead, right))) => {
                Some(left + (right - left) * back as f64 / (back + ahead) as f64)
            }
            (Some((_, value)), None) | (None, Some((_, value))) => Some(value),
            (None, None) => None,
        }
    };
    (0..values.len())
        .map(|at| {
            values[at]
                .or_else(|| look(at, season))
                .or_else(|| look(at, 1))
                .unwrap_or(0.0)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(at: usize) -> f64 {
        [10.0, 12.0, 14.0, 16.0, 18.0, 40.0, 0.0][at % 7]
    }

    #[test]
    fn a_closed_weekday_is_told_and_left_out() {
        let values: Vec<Option<f64>> = (0..70).map(|at| Some(week(at))).collect();
        let prepared = prepare(&values, &[], &[7], &[]);
        assert_eq!(
            prepared.notes,
            [Note::Closed {
                phase: 6,
                season: 7
            }]
        );
        assert_eq!(prepared.seasons, [6]);
        assert_eq!(prepared.y.len(), 60);
        assert_eq!(prepared.places[6], 7);
    }

    #[test]
    fn gaps_are_filled_from_their_weekday() {
        let mut values: Vec<Option<f64>> = (0..70).map(|at| Some(week(at) + 1.0)).collect();
        values[19] = None;
        values[20] = None;
        let prepared = prepare(&values, &[], &[7], &[]);
        assert_eq!(prepared.notes, [Note::Filled { at: 19, count: 2 }]);
        assert_eq!(prepared.y[19], 41.0);
        assert_eq!(prepared.y[20], 1.0);
    }

    #[test]
    fn mostly_missing_is_nothing_sold() {
        let values: Vec<Option<f64>> = (0..50).map(|at| (at % 3 == 0).then_some(2.0)).collect();
        let prepared = prepare(&values, &[], &[], &[]);
        assert!(prepared.intermittent);
        assert_eq!(prepared.notes[0], Note::MissingAsZero { count: 33 });
    }

    #[test]
    fn a_late_start_is_told() {
        let values: Vec<Option<f64>> = (0..60).map(|at| Some(f64::from(at >= 30))).collect();
        let prepared = prepare(&values, &[], &[7], &[]);
        assert_eq!(prepared.notes, [Note::BeginsLate { at: 30 }]);
        assert_eq!(prepared.y, vec![1.0; 30]);
    }

    #[test]
    fn a_weekday_whose_values_nobody_knows_is_not_closed() {
        let values: Vec<Option<f64>> = (0..70)
            .map(|at| (at % 7 != 6).then_some(week(at)))
            .collect();
        let unknown: Vec<bool> = values.iter().map(Option::is_none).collect();
        let prepared = prepare(&values, &unknown, &[7], &[]);
        assert!(prepared.closed.is_empty(), "{:?}", prepared.notes);
        assert_eq!((prepared.y.len(), prepared.gap), (69, 1));
        assert!(!prepared.known[6] && !prepared.judged[6]);
        let absent = prepare(&values, &[], &[7], &[]);
        assert!(absent.closed[6]);
    }

    #[test]
    fn what_is_missing_at_the_end_is_ahead() {
        let mut values: Vec<Option<f64>> = (0..70).map(|at| Some(week(at) + 1.0)).collect();
        for value in &mut values[60..] {
            *value = None;
        }
        let prepared = prepare(&values, &[], &[7], &[]);
        let told = Note::EndsEarly { at: 60, count: 10 };
        assert_eq!(prepared.notes, [told]);
        assert_eq!((prepared.y.len(), prepared.gap), (60, 10));
    }

    #[test]
    fn an_outlier_is_not_judged_by() {
        let mut values: Vec<Option<f64>> = (0..70)
            .map(|at| Some(50.0 + (at * 37 % 11) as f64))
            .collect();
        values[60] = Some(9e5);
        let prepared = prepare(&values, &[], &[7], &[]);
        assert!(!prepared.judged[60] && prepared.known[60]);
        assert!(prepared.y[60] < 70.0);
        // Among values that are all the same as well.
        let mut values = vec![Some(7.0); 120];
        values[100] = Some(700.0);
        let prepared = prepare(&values, &[], &[7], &[]);
        let used =
            |note: &Note| matches!(note, Note::Outlier { at: 100, used, .. } if *used == 7.0);
        assert!(prepared.notes.iter().any(used), "{:?}", prepared.notes);
    }
}
