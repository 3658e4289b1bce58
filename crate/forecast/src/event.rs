//! Holidays, sales days and campaigns: what they did before, and what they will do.

use serde::{Deserialize, Serialize};

use crate::clean::between;
use crate::statistics::{mean, robust_deviation};

/// Days that are unlike others, and come again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What it is called: a key of [`crate::holiday`], or the merchant's own word.
    pub name: String,
    /// The positions at which it takes place; those from the series' end on lie ahead.
    pub at: Vec<i64>,
    /// Steps before that feel it.
    pub before: usize,
    /// Steps after that feel it.
    pub after: usize,
    /// Whether occurrences ahead count; off is the forecast without it.
    pub ahead: bool,
}

/// What an event did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The event.
    pub name: String,
    /// Occurrences in the history. With none there is nothing to go by, and no effect.
    pub seen: usize,
    /// Whether effects multiply (all values are positive) or add.
    pub multiplies: bool,
    /// The effect at each step from `before` steps before to `after` steps after, drawn towards
    /// none where little was seen: 1.8 is 80 % more where effects multiply.
    pub by_step: Vec<f64>,
}

/// One occurrence alone counts four fifths; what it says is partly chance.
const PRIOR_OCCURRENCES: f64 = 0.25;

/// Effects at positions of a series and beyond its end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Effects {
    multiplies: bool,
    /// To take out of the history.
    history: Vec<f64>,
    /// To put on what is ahead.
    ahead: Vec<f64>,
    /// What is shown.
    pub shown: Vec<Effect>,
}

/// Which event owns each position from 0 to `end`, and its step within it; earlier events first.
fn owners(events: &[Event], end: usize) -> Vec<Option<(usize, usize)>> {
    let mut owners = vec![None; end];
    // Days themselves before the days around others.
    for around in [false, true] {
        for (nth, event) in events.iter().enumerate() {
            let (before, after) = (event.before as i64, event.after as i64);
            for &at in &event.at {
                let steps = if around { -before..=after } else { 0..=0 };
                for step in steps {
                    let place = usize::try_from(at.saturating_add(step)).ok();
                    let slot = place.and_then(|place| owners.get_mut(place));
                    if let Some(slot @ None) = slot {
                        *slot = Some((nth, (step + before) as usize));
                    }
                }
            }
        }
    }
    owners
}

/// Positions below `end` that any event touches.
pub(crate) fn touched(events: &[Event], end: usize) -> Vec<bool> {
    owners(events, end).iter().map(Option::is_some).collect()
}

impl Effects {
    /// Estimates effects from `y[..known]`, and lays them over positions to `end`.
    ///
    /// `events` must be in positions of `y`.
    pub(crate) fn estimate(
        y: &[f64],
        known: usize,
        end: usize,
        season: usize,
        events: &[Event],
    ) -> Self {
        let owners = owners(events, end);
        let multiplies = y[..known].iter().all(|&value| value > 0.0);
        let neutral = f64::from(multiplies);
        let sparse: Vec<Option<f64>> = (0..known)
            .map(|at| owners[at].is_none().then_some(y[at]))
            .collect();
        let plain = sparse.iter().filter(|value| value.is_some()).count();
        let mut effects = Self {
            multiplies,
            history: vec![neutral; end],
            ahead: vec![neutral; end],
            shown: Vec::new(),
        };
        let usual = between(&sparse, season.max(1));
        let off = |at: usize| match multiplies {
            true => libm::log(y[at] / usual[at].max(1e-12)),
            false => y[at] - usual[at],
        };
        // How much plain days differ from the same phase a season before and after.
        let chance: Vec<f64> = (season..known.saturating_sub(season))
            .filter(|&at| owners[at].is_none())
            .map(|at| {
                let around = (y[at - season] + y[at + season]) / 2.0;
                match multiplies {
                    true => libm::log(y[at] / around.max(1e-12)),
                    false => y[at] - around,
                }
            })
            .collect();
        let noise = robust_deviation(&chance);
        for (nth, event) in events.iter().enumerate() {
            let width = event.before + event.after + 1;
            let mut found: Vec<Vec<f64>> = vec![Vec::new(); width];
            for (at, owner) in owners.iter().enumerate().take(known) {
                if let Some((owner, step)) = *owner
                    && owner == nth
                    && plain >= 2
                {
                    found[step].push(off(at));
                }
            }
            let seen = found.get(event.before).map_or(0, Vec::len);
            let mut raw = vec![0.0; width];
            let mut shrunk = vec![0.0; width];
            for step in 0..width {
                let count = found[step].len() as f64;
                if count > 0.0 {
                    let effect = mean(&found[step]);
                    let power = effect * effect;
                    let doubt = noise * noise / count;
                    let sure = if power > 0.0 {
                        (1.0 - doubt / power).max(0.0)
                    } else {
                        0.0
                    };
                    raw[step] = effect;
                    shrunk[step] = effect * sure * count / (count + PRIOR_OCCURRENCES);
                }
            }
            let as_factor = |value: f64| if multiplies { libm::exp(value) } else { value };
            for (at, owner) in owners.iter().enumerate() {
                if let Some((owner, step)) = *owner
                    && owner == nth
                {
                    effects.history[at] = as_factor(raw[step]);
                    effects.ahead[at] = as_factor(shrunk[step]);
                }
            }
            effects.shown.push(Effect {
                name: event.name.clone(),
                seen,
                multiplies,
                by_step: shrunk.into_iter().map(as_factor).collect(),
            });
        }
        // What is switched off ahead has no effect there.
        let end_of_history = y.len();
        for (at, owner) in owners.iter().enumerate().skip(end_of_history) {
            if let Some((nth, _)) = *owner
                && !events[nth].ahead
            {
                effects.ahead[at] = neutral;
            }
        }
        effects
    }

    /// The series without its events.
    pub(crate) fn without(&self, y: &[f64]) -> Vec<f64> {
        let each = y.iter().enumerate();
        each.map(|(at, value)| match self.history.get(at) {
            Some(effect) if self.multiplies => value / effect,
            Some(effect) => value - effect,
            None => *value,
        })
        .collect()
    }

    /// Puts the effects on a path that begins at position `at`.
    pub(crate) fn put_on(&self, path: &mut crate::path::Path, at: usize) {
        for step in 0..path.mean.len() {
            let Some(effect) = self.ahead.get(at + step) else {
                continue;
            };
            if self.multiplies {
                path.mean[step] *= effect;
                path.sigma[step] *= effect;
            } else {
                path.mean[step] += effect;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::Path;

    fn event(at: &[i64], ahead: bool) -> Event {
        Event {
            name: "sale".to_owned(),
            at: at.to_vec(),
            before: 0,
            after: 1,
            ahead,
        }
    }

    fn sales() -> Vec<f64> {
        let mut y: Vec<f64> = (0..70).map(|at| 100.0 + (at * 37 % 11) as f64).collect();
        for at in [20, 50] {
            y[at] *= 3.0;
            y[at + 1] *= 0.5;
        }
        y
    }

    #[test]
    fn an_effect_is_found_taken_out_and_put_on() {
        let y = sales();
        let effects = Effects::estimate(&y, 70, 84, 7, &[event(&[20, 50, 75], true)]);
        assert_eq!(effects.shown[0].seen, 2);
        assert!(
            (effects.shown[0].by_step[0] - 3.0).abs() < 0.5,
            "{:?}",
            effects.shown
        );
        assert!(
            (effects.shown[0].by_step[1] - 0.5).abs() < 0.1,
            "{:?}",
            effects.shown
        );
        assert!(effects.without(&y)[20] < 125.0);
        let mut path = Path {
            mean: vec![100.0; 14],
            sigma: vec![1.0; 14],
        };
        effects.put_on(&mut path, 70);
        assert!(path.mean[5] > 250.0 && path.mean[4] == 100.0);
    }

    #[test]
    fn switched_off_or_never_seen_has_no_effect() {
        let y = sales();
        for event in [event(&[20, 50, 75], false), event(&[75], true)] {
            let effects = Effects::estimate(&y, 70, 84, 7, &[event]);
            let mut path = Path {
                mean: vec![100.0; 14],
                sigma: vec![1.0; 14],
            };
            effects.put_on(&mut path, 70);
            assert_eq!(path.mean, vec![100.0; 14]);
        }
    }
}
