//! What is said of rows and series.

use ::forecast::{Effect, Event, Forecast, Note};

use super::spacing::Time;
use crate::complain;

/// Lines of one kind that are said; the others are counted.
const MOST: usize = 10;

/// Complaints of rows, of which a few are said.
#[derive(Debug, Default)]
pub(super) struct Few {
    said: usize,
    more: usize,
}

impl Few {
    /// Says one more, if there were few.
    pub(super) fn tell(&mut self, line: impl FnOnce() -> String) {
        if self.said < MOST {
            self.said += 1;
            complain(&line());
        } else {
            self.more += 1;
        }
    }

    /// Says how many were not said, and begins anew.
    pub(super) fn end(&mut self, place: &str) {
        if self.more > 0 {
            complain(&format!("{place}: {} more lines are like these", self.more));
        }
        *self = Self::default();
    }
}

/// Events ahead of which the history tells nothing.
pub(super) fn unseen(events: &[Event], effects: &[Effect], count: usize) -> Vec<String> {
    let lies_ahead = |event: &&Event| event.at.iter().any(|&at| at >= count as i64);
    let line = |event: &Event| {
        let name = &event.name;
        let met = event.at.iter().any(|at| (0..count as i64).contains(at));
        let effect = effects.iter().find(|effect| effect.name == *name);
        match (met, effect) {
            (false, _) => Some(format!(
                "{name} is ahead and was never seen in the history; nothing is known of its effect, and none is expected"
            )),
            (true, Some(effect)) if effect.seen == 0 => Some(format!(
                "{name} is ahead, and the history has too little beside it to tell its effect; none is expected"
            )),
            _ => None,
        }
    };
    events.iter().filter(lies_ahead).filter_map(line).collect()
}

/// What was found in a series, in lines.
pub(super) fn told(found: &Forecast, time: impl Fn(usize) -> Time) -> Vec<String> {
    let mut filled = Vec::new();
    let mut steps = 0;
    let mut lines = Vec::new();
    for note in &found.notes {
        match *note {
            Note::Filled { at, count } => {
                steps += count;
                filled.push(match count {
                    1 => time(at).to_string(),
                    _ => format!("{} to {}", time(at), time(at + count - 1)),
                });
            }
            Note::BeginsLate { at } => lines.push(format!("nothing before {}; the history begins there", time(at))),
            Note::EndsEarly { at, count } => lines.push(format!(
                "no values from {} on; the forecast looks over these {count} steps as well",
                time(at)
            )),
            Note::Closed { phase, season } => {
                lines.push(format!("nothing on every {season}th step from {}; 0 is expected there", time(phase)));
            }
            Note::MissingAsZero { count } => {
                lines.push(format!("{count} missing steps, so many that they count as 0"));
            }
            Note::Outlier { at, value, used } => lines.push(format!(
                "{}: {value} lies far from the rest; fitted as if it were {used}, and left out of the backtest",
                time(at)
            )),
            Note::LevelShift { at, before, since } => lines.push(format!(
                "{}: the level jumped from {before} to {since}; what lies before was brought to the new level",
                time(at)
            )),
            Note::Intermittent { zeros } => lines.push(format!("{:.0} % of steps are 0: a slow mover", 100.0 * zeros)),
            Note::Constant { value } => lines.push(format!("always {value}; intervals can only say the same")),
            Note::NoBacktest { has } => lines.push(format!("{has} steps are too few for a backtest; intervals are the models' own view")),
            Note::SeasonUnseen { season } => {
                lines.push(format!("a season of {season} steps was not seen twice before the backtest; it is not used"));
            }
            Note::SeasonTooLong { season, longest } => lines.push(format!(
                "a season of {season} steps is longer than the {longest} that {} learns; it is not used",
                found.model.name()
            )),
            _ => {}
        }
    }
    if !filled.is_empty() {
        let more = filled.len().saturating_sub(5);
        filled.truncate(5);
        let rest = if more > 0 {
            format!(" and {more} more gaps")
        } else {
            String::new()
        };
        lines.insert(
            0,
            match steps {
                1 => format!("1 missing step filled: {}", filled.join(", ")),
                _ => format!("{steps} missing steps filled: {}{rest}", filled.join(", ")),
            },
        );
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_events_ahead_without_a_past_are_said_to_be_unknown() {
        let event = |name: &str, at: &[i64]| Event {
            name: name.to_owned(),
            at: at.to_vec(),
            before: 0,
            after: 0,
            ahead: true,
        };
        let effect = |name: &str, seen: usize| Effect {
            name: name.to_owned(),
            seen,
            multiplies: false,
            by_step: vec![0.0],
        };
        let events = [
            event("new", &[105]),
            event("known", &[50, 105]),
            event("past", &[50]),
            event("lonely", &[3, 107]),
        ];
        let effects = [effect("known", 1), effect("lonely", 0)];
        let lines = unseen(&events, &effects, 100);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0].starts_with("new is ahead and was never seen"));
        assert!(lines[1].starts_with("lonely is ahead, and the history has too little"));
    }
}
