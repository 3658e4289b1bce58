//! A prepared series as it looked at points of its past.

use std::borrow::Cow;

use crate::statistics::mean;

/// A prepared series, with what is known of its steps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Past<'a> {
    /// The values; filled where nothing is known, and without outliers.
    pub y: &'a [f64],
    /// Which steps had a value.
    pub known: &'a [bool],
    /// Which steps forecasts are measured against.
    pub judged: &'a [bool],
    /// The season by which steps were filled.
    pub season: usize,
}

impl Past<'_> {
    /// The first `at` steps of `plain`, which is this series without its events: what was filled by later values is
    /// filled by earlier ones.
    pub(crate) fn until<'b>(&self, plain: &'b [f64], at: usize) -> Cow<'b, [f64]> {
        if self.known[..at].iter().all(|&known| known) {
            return Cow::Borrowed(&plain[..at]);
        }
        let mut y = plain[..at].to_vec();
        for place in (0..at).filter(|&place| !self.known[place]) {
            for season in [self.season.max(1), 1] {
                let mut later = (place..at).step_by(season);
                if later.any(|place| self.known[place]) {
                    break;
                }
                let mut earlier = (0..place).rev().skip(season - 1).step_by(season);
                if let Some(earlier) = earlier.find(|&place| self.known[place]) {
                    y[place] = plain[earlier];
                    break;
                }
            }
        }
        Cow::Owned(y)
    }

    /// The unit of MASE within the first `count` steps: the mean distance of steps a season apart, or else of neighbours.
    pub(crate) fn scale(&self, count: usize, season: usize) -> Option<f64> {
        [season.max(1), 1].into_iter().find_map(|lag| {
            let steps: Vec<f64> = (lag..count)
                .filter(|&at| self.judged[at] && self.judged[at - lag])
                .map(|at| (self.y[at] - self.y[at - lag]).abs())
                .collect();
            let scale = mean(&steps);
            (scale > 0.0).then_some(scale)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_before_an_origin_are_filled_by_what_lies_before_them() {
        let y: Vec<f64> = (0..20).map(f64::from).collect();
        let mut known = vec![true; 20];
        known[8..12].fill(false);
        let past = |season| Past {
            y: &y,
            known: &known,
            judged: &known,
            season,
        };
        // By what came after, where that was known by then.
        assert_eq!(past(1).until(&y, 13)[..], y[..13]);
        assert_eq!(past(1).until(&y, 8)[..], y[..8]);
        assert_eq!(past(1).until(&y, 10)[8..], [7.0, 7.0]);
        assert_eq!(past(4).until(&y, 12)[8..], [4.0, 5.0, 6.0, 7.0]);
        assert_eq!(past(4).until(&y, 14)[8..12], [8.0, 9.0, 6.0, 7.0]);
    }

    #[test]
    fn the_unit_of_errors_by_hand() {
        let scale = |y: &[f64]| {
            let judged = vec![true; y.len()];
            let past = Past {
                y,
                known: &judged,
                judged: &judged,
                season: 1,
            };
            past.scale(y.len(), 2)
        };
        assert_eq!(scale(&[1.0, 2.0, 4.0, 6.0]), Some(3.5));
        assert_eq!(scale(&[5.0; 4]), None);
    }

    #[test]
    fn filled_steps_are_no_measure() {
        let y = [1.0, 1.0, 1.0, 3.0, 5.0];
        let judged = [true, false, true, true, true];
        let past = Past {
            y: &y,
            known: &judged,
            judged: &judged,
            season: 1,
        };
        assert_eq!(past.scale(5, 1), Some(2.0));
        assert_eq!(past.scale(3, 1), None);
        assert_eq!(past.scale(5, 2), Some(2.0));
    }
}
