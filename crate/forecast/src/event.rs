//! Holidays, sales days and campaigns: what they did before, and what they will do.

use serde::{Deserialize, Serialize};

use crate::statistics::{mean, median, quantile, root_mean_square};

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
    /// none where little was seen, and none where plain steps vary as much: 1.8 is 80 % more where
    /// effects multiply.
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

/// Which event owns each position from 0 to `end`, and its step within it: the one whose day is
/// nearest; earlier events first.
fn owners(events: &[Event], end: usize) -> Vec<Option<(usize, usize)>> {
    let mut owners = vec![None; end];
    let widest = events.iter().map(|event| event.before.max(event.after));
    for away in 0..=widest.max().unwrap_or(0) {
        for (nth, event) in events.iter().enumerate() {
            let (before, after) = (event.before as i64, event.after as i64);
            let far = away as i64;
            for &at in &event.at {
                for step in [-far, far] {
                    let place = usize::try_from(at.saturating_add(step)).ok();
                    let slot = place.and_then(|place| owners.get_mut(place));
                    if (-before..=after).contains(&step)
                        && let Some(slot @ None) = slot
                    {
                        *slot = Some((nth, (step + before) as usize));
                    }
                }
            }
        }
    }
    owners
}

/// What a step has to do with events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Touch {
    /// Nothing.
    #[default]
    None,
    /// It is before or after one, near enough to feel it.
    Near,
    /// It is one's own day.
    On,
}

/// What each position below `end` has to do with events.
pub(crate) fn touched(events: &[Event], end: usize) -> Vec<Touch> {
    let touch = |owner: Option<(usize, usize)>| match owner {
        None => Touch::None,
        Some((nth, step)) if step == events[nth].before => Touch::On,
        Some(_) => Touch::Near,
    };
    owners(events, end).into_iter().map(touch).collect()
}

/// Plain steps without which nothing is known of how they vary.
const LEAST_PLAIN: usize = 14;
/// Steps of a phase of the season without which nothing is known of that phase.
const LEAST_OF_PHASE: usize = 4;
/// Plain steps on either side that tell the level, where seasons are taken out, and where not.
const REACH: (usize, usize) = (14, 6);
/// How often chance alone may pass for an effect of an event that has none.
const CHANCE: f64 = 0.01;

/// The mean of the `reach` nearest plain steps before and after a position, without itself and the highest and lowest
/// tenth. (A median would be nothing where a slow mover sells in less than half of the weeks.)
fn level(values: &[f64], plain: &[usize], at: usize, reach: usize) -> f64 {
    let before = plain.partition_point(|&place| place < at);
    let after = plain.partition_point(|&place| place <= at);
    let near = plain[before.saturating_sub(reach)..before]
        .iter()
        .chain(&plain[after..(after + reach).min(plain.len())]);
    let mut near: Vec<f64> = near.map(|&place| values[place]).collect();
    near.sort_by(f64::total_cmp);
    let tenth = near.len() / 10;
    mean(&near[tenth..near.len() - tenth])
}

/// The mean over some places.
fn mean_of(places: &[usize], value: impl Fn(usize) -> f64) -> f64 {
    mean(&places.iter().map(|&at| value(at)).collect::<Vec<f64>>())
}

/// How far each value lies from what plain steps around it and its phase of the season suggest.
fn departures(values: &[f64], plain: &[usize], season: usize) -> Vec<f64> {
    let season = match plain.len() >= LEAST_OF_PHASE * season {
        true => season,
        false => 1,
    };
    let mut phases = vec![Vec::new(); season];
    if season > 1 {
        for &at in plain {
            phases[at % season].push(values[at] - level(values, plain, at, season));
        }
    }
    let phases: Vec<f64> = phases
        .iter()
        .map(|phase| match phase.len() >= LEAST_OF_PHASE {
            true => median(phase),
            false => 0.0,
        })
        .collect();
    let each = values.iter().enumerate();
    let even: Vec<f64> = each.map(|(at, y)| y - phases[at % season]).collect();
    let reach = if season > 1 { REACH.0 } else { REACH.1 };
    let each = even.iter().enumerate();
    each.map(|(at, y)| y - level(&even, plain, at, reach))
        .collect()
}

/// A share of normal values, and the standard deviations that they lie below: sales have more far values than that.
const TAIL: (f64, f64) = (0.99, 2.326);

/// How far the mean of a run of plain steps strays below and above what is usual, by its length
/// less one.
fn strays(plain: &[f64], longest: usize) -> Vec<[f64; 2]> {
    let mut strays: Vec<[f64; 2]> = Vec::with_capacity(longest);
    for length in 1..=longest {
        let runs: Vec<f64> = plain.windows(length).map(mean).collect();
        let all = root_mean_square(&runs);
        // Of a side that hardly any run is on, as of slow movers below nothing, little is known.
        let side = |sign: f64| {
            let side = runs.iter().filter(|&&run| run * sign > 0.0);
            let side: Vec<f64> = side.copied().collect();
            let few = 4 * side.len() < runs.len();
            let own = root_mean_square(&side).max(if few { all } else { 0.0 });
            let mut signed: Vec<f64> = runs.iter().map(|run| run * sign).collect();
            own.max(quantile(&mut signed, TAIL.0) / TAIL.1)
        };
        // Few long runs are in a short history; they stray no less than steps without memory do.
        let one = strays.first().copied().unwrap_or_default();
        let floor = one.map(|stray| stray / (length as f64).sqrt());
        strays.push([side(-1.0).max(floor[0]), side(1.0).max(floor[1])]);
    }
    strays
}

/// How sure the effect at each step of an event is, from 0 (plain steps vary as much) to 1.
///
/// Runs of steps whose mean is further off than chance would bring one of so many count,
/// the clearest first; the others are none.
fn certainty(found: &[Vec<f64>], strays: &[[f64; 2]]) -> Vec<f64> {
    let width = found.len();
    let each: Vec<f64> = found.iter().map(|step| mean(step)).collect();
    let mut runs: Vec<(f64, usize, usize)> = Vec::new();
    for from in 0..width {
        let seen = found[from..].iter().take_while(|step| !step.is_empty());
        for to in from + 1..=from + seen.count() {
            let effect = mean(&each[from..to]);
            let count = found[from..to].iter().map(Vec::len).min().unwrap_or(1);
            let stray = strays[to - from - 1][usize::from(effect > 0.0)];
            if effect != 0.0 {
                let doubt = stray * stray / count as f64;
                runs.push((effect * effect / doubt.max(1e-24), from, to));
            }
        }
    }
    // A normal value is beyond ±z no more often than exp(−z²/2).
    let least = 2.0 * libm::log(runs.len() as f64 / CHANCE);
    runs.retain(|(clear, ..)| *clear > least);
    runs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut sure = vec![0.0; width];
    for (clear, from, to) in runs {
        if sure[from..to].iter().all(|&sure| sure == 0.0) {
            sure[from..to].fill(1.0 - 1.0 / clear);
        }
    }
    sure
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
        let mut effects = Self {
            multiplies,
            history: vec![neutral; end],
            ahead: vec![neutral; end],
            shown: Vec::new(),
        };
        if events.is_empty() {
            return effects;
        }
        let values: Vec<f64> = y[..known]
            .iter()
            .map(|&value| if multiplies { libm::log(value) } else { value })
            .collect();
        let plain: Vec<usize> = (0..known).filter(|&at| owners[at].is_none()).collect();
        let mut off = departures(&values, &plain, season.max(1));
        // Forecasts are means, and effects are laid over them: from the mean of plain days, not from their median.
        let centre = match multiplies {
            true => libm::log(mean_of(&plain, |at| libm::exp(off[at]))),
            false => mean_of(&plain, |at| off[at]),
        };
        if centre.is_finite() {
            off.iter_mut().for_each(|off| *off -= centre);
        }
        let widest = events.iter().map(|event| event.before + event.after + 1);
        let plain: Vec<f64> = plain.iter().map(|&at| off[at]).collect();
        let strays = strays(&plain, widest.max().unwrap_or(1));
        for (nth, event) in events.iter().enumerate() {
            let width = event.before + event.after + 1;
            let mut found: Vec<Vec<f64>> = vec![Vec::new(); width];
            for (off, owner) in off.iter().zip(&owners) {
                if let Some((owner, step)) = *owner
                    && owner == nth
                    && plain.len() >= LEAST_PLAIN
                {
                    found[step].push(*off);
                }
            }
            let seen = found.get(event.before).map_or(0, Vec::len);
            let mut raw = vec![0.0; width];
            let mut shrunk = vec![0.0; width];
            for (step, sure) in certainty(&found, &strays).into_iter().enumerate() {
                if sure > 0.0 {
                    let count = found[step].len() as f64;
                    raw[step] = mean(&found[step]);
                    shrunk[step] = raw[step] * sure * count / (count + PRIOR_OCCURRENCES);
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

    /// A value for each place between 0 and 1, the same on every machine.
    fn chance(at: usize) -> f64 {
        let z = (at as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        ((z ^ (z >> 27)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    #[test]
    fn what_plain_days_vary_as_much_is_no_effect() {
        // Days that vary a hundredfold, with an event of eighteen days every two months.
        for multiplies in [true, false] {
            let y: Vec<f64> = (0..400)
                .map(|at| match multiplies {
                    true => libm::exp(4.6 * chance(at)),
                    false => (100.0 * chance(at) - 5.0).max(0.0),
                })
                .collect();
            let events: Vec<Event> = (0..6)
                .map(|nth| Event {
                    name: nth.to_string(),
                    at: vec![30 + 60 * nth],
                    before: 7,
                    after: 10,
                    ahead: true,
                })
                .collect();
            let effects = Effects::estimate(&y, 400, 430, 7, &events);
            assert_eq!(effects.multiplies, multiplies);
            for effect in &effects.shown {
                let none = f64::from(multiplies);
                assert!(effect.by_step.iter().all(|&e| e == none), "{effect:?}");
            }
            assert_eq!(effects.without(&y), y);
        }
    }

    #[test]
    fn a_strong_day_among_days_that_vary_is_found_and_its_neighbours_are_not() {
        let mut y: Vec<f64> = (0..300)
            .map(|at| libm::exp(5.0 + 2.0 * chance(at)))
            .collect();
        y[200] = 8000.0;
        // The same weekday just before and after sold next to nothing.
        y[193] = 30.0;
        y[207] = 30.0;
        let mut one = event(&[200], true);
        (one.before, one.after) = (3, 3);
        let effects = Effects::estimate(&y, 300, 310, 7, &[one]);
        let by_step = &effects.shown[0].by_step;
        assert!((5.0..12.0).contains(&by_step[3]), "{by_step:?}");
        let around = by_step.iter().filter(|&&effect| effect != 1.0);
        assert_eq!(around.count(), 1, "{by_step:?}");
    }

    #[test]
    fn a_slow_mover_that_sells_nothing_on_an_event_shows_no_effect() {
        // Mostly nothing, so that the few weeks with a sale are all above what is usual.
        let y: Vec<f64> = (0..120)
            .map(|at| if at % 5 < 2 { 95.0 } else { 0.0 })
            .collect();
        let mut y = [y, vec![95.0; 12]].concat();
        y[126] = 0.0;
        let effects = Effects::estimate(&y, 132, 140, 1, &[event(&[126], true)]);
        assert_eq!(effects.shown[0].by_step, [0.0, 0.0]);
        // Four pieces in the week of an event, as in two others of a hundred.
        for at in [17, 58, 98] {
            y[at] = 380.0;
        }
        let effects = Effects::estimate(&y[..120], 120, 140, 1, &[event(&[17], true)]);
        assert_eq!(effects.shown[0].by_step, [0.0, 0.0]);
    }

    #[test]
    fn days_between_two_events_belong_to_the_nearer() {
        let (mut first, mut second) = (event(&[10], true), event(&[9], true));
        (first.before, first.after) = (5, 2);
        (second.before, second.after) = (3, 2);
        let owners = owners(&[first, second], 20);
        let expected = [
            None,
            Some((0, 0)),
            Some((1, 0)),
            Some((1, 1)),
            Some((1, 2)),
            Some((1, 3)),
            Some((0, 5)),
            Some((0, 6)),
            Some((0, 7)),
        ];
        assert_eq!(owners[4..13], expected);
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
