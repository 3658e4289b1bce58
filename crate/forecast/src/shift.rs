//! Levels that jump and stay.

use crate::outlier::phases;
use crate::statistics::{line, median, robust_deviation};

/// A jump of the level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shift {
    /// The first step of the new level.
    pub at: usize,
    /// The level before.
    pub before: f64,
    /// The level since.
    pub since: f64,
    /// Levels are compared by ratio.
    relative: bool,
}

/// A jump counts from this many standard deviations of the steps around it.
const FAR: f64 = 8.0;

impl Shift {
    /// Brings what lies before the jump to the level since.
    pub(crate) fn lift(&self, y: &mut [f64]) {
        for value in y.iter_mut().take(self.at) {
            if self.relative {
                *value *= self.since / self.before;
            } else {
                *value += self.since - self.before;
            }
        }
    }
}

/// The clearest jump, if one is clear: abrupt, large, and flat on both sides.
pub(crate) fn find(y: &[f64], season: usize) -> Option<Shift> {
    let window = (2 * season).clamp(12, 60);
    if y.len() < 2 * window + season {
        return None;
    }
    let season = if season <= 31 { season } else { 1 };
    // The season alone is taken out; a running median would smear the jump.
    let phases = phases(y, season);
    let flat: Vec<f64> = y
        .iter()
        .enumerate()
        .map(|(at, y)| y - phases[at % season])
        .collect();
    let mut best: Option<(f64, Shift)> = None;
    for at in window..=y.len() - window {
        let step = flat[at] - flat[at - 1];
        let (left, right) = (&flat[at - window..at], &flat[at..at + window]);
        // Cheap tests first.
        let rough = mean3(right) - mean3(&left[window - 3..]);
        if step.abs() < 0.5 * rough.abs() || rough == 0.0 {
            continue;
        }
        let (before, since) = (median(left), median(right));
        let jump = since - before;
        if jump * step <= 0.0 || step.abs() < 0.6 * jump.abs() {
            continue;
        }
        let spread = robust_deviation(left)
            .max(robust_deviation(right))
            .max(1e-9 * before.abs());
        let tilt = (line(left).1.abs() + line(right).1.abs()) * window as f64;
        let score = jump.abs() / spread;
        if score < FAR || tilt > 0.5 * jump.abs() {
            continue;
        }
        // It has to have stayed: everything since lies nearer to the new level.
        let later = median(&flat[y.len() - window..]);
        if (later - since).abs() > 0.5 * jump.abs() {
            continue;
        }
        if best.as_ref().is_none_or(|(known, _)| score > *known) {
            let relative = before > 0.0 && since > 0.0 && y.iter().all(|&value| value >= 0.0);
            best = Some((
                score,
                Shift {
                    at,
                    before,
                    since,
                    relative,
                },
            ));
        }
    }
    best.map(|(_, shift)| shift)
}

fn mean3(values: &[f64]) -> f64 {
    (values[0] + values[1] + values[2]) / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_that_stays_is_found_and_lifted() {
        let mut y: Vec<f64> = (0..120)
            .map(|at| {
                let level = if at < 60 { 100.0 } else { 200.0 };
                level + (at * 37 % 11) as f64
            })
            .collect();
        let shift = find(&y, 7).expect("a jump");
        assert_eq!(shift.at, 60);
        shift.lift(&mut y);
        assert!((y[10] - 200.0).abs() < 25.0);
    }

    #[test]
    fn slopes_and_spikes_are_no_jumps() {
        let slope: Vec<f64> = (0..120)
            .map(|at| 3.0 * at as f64 + (at * 37 % 11) as f64)
            .collect();
        assert_eq!(find(&slope, 7), None);
        let mut spike: Vec<f64> = (0..120).map(|at| 50.0 + (at * 37 % 11) as f64).collect();
        spike[60] = 900.0;
        assert_eq!(find(&spike, 7), None);
    }
}
