//! Kaplan–Meier: the share that is still there after a time, with those still watched counted rightly.

use serde::Serialize;

/// One of those watched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Watched {
    /// How long.
    pub time: f64,
    /// Whether it ended then; otherwise watching did.
    pub ended: bool,
}

/// The curve after a time at which something ended.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SurvivalStep {
    /// The time.
    pub time: f64,
    /// Watched just before it.
    pub at_risk: usize,
    /// Ended at it.
    pub ended: usize,
    /// Share still there.
    pub survival: f64,
    /// 95 % lower bound.
    pub low: f64,
    /// 95 % upper bound.
    pub high: f64,
}

/// Quantile 0.975 of the standard normal.
const Z: f64 = 1.959_963_984_540_054;

/// The curve, a step for each time at which something ended; 95 % bounds by Greenwood's variance on the log-log scale. What has no time from 0 is left out.
///
/// # Source
/// Kaplan & Meier 1958; Kalbfleisch & Prentice 1980 for the bounds.
pub fn kaplan_meier(watched: &[Watched]) -> Vec<SurvivalStep> {
    let mut rows: Vec<Watched> = watched
        .iter()
        .copied()
        .filter(|row| row.time.is_finite() && row.time >= 0.0)
        .collect();
    rows.sort_by(|a, b| a.time.total_cmp(&b.time));
    let mut at_risk = rows.len();
    let (mut survival, mut variance) = (1.0, 0.0);
    let mut steps = Vec::new();
    for run in rows.chunk_by(|a, b| a.time == b.time) {
        let ended = run.iter().filter(|row| row.ended).count();
        if ended > 0 {
            let (d, n) = (ended as f64, at_risk as f64);
            survival *= 1.0 - d / n;
            variance += d / (n * (n - d));
            let (low, high) = bounds(survival, variance);
            steps.push(SurvivalStep {
                time: run[0].time,
                at_risk,
                ended,
                survival,
                low,
                high,
            });
        }
        at_risk -= run.len();
    }
    steps
}

fn bounds(survival: f64, variance: f64) -> (f64, f64) {
    if survival <= 0.0 || survival >= 1.0 {
        return (survival, survival);
    }
    let log = libm::log(survival);
    let center = libm::log(-log);
    let wide = Z * variance.sqrt() / log.abs();
    let back = |value: f64| libm::exp(-libm::exp(value));
    (back(center + wide), back(center - wide))
}

/// The first time at which half or fewer are still there; `None` if the curve stays above.
pub fn median_survival(steps: &[SurvivalStep]) -> Option<f64> {
    steps
        .iter()
        .find(|step| step.survival <= 0.5)
        .map(|step| step.time)
}

/// Gaps between events that follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Gaps {
    /// Gaps.
    pub count: usize,
    /// Their mean.
    pub mean: f64,
    /// Their quartiles.
    pub quartiles: [f64; 3],
    /// The ninth decile.
    pub p90: f64,
}

/// Gaps within each one's times, in any order; `None` if nobody has two. Times that are not finite are left out.
pub fn gaps(times: &[Vec<f64>]) -> Option<Gaps> {
    let mut gaps = Vec::new();
    for own in times {
        let mut own: Vec<f64> = own.iter().copied().filter(|t| t.is_finite()).collect();
        own.sort_by(f64::total_cmp);
        gaps.extend(own.windows(2).map(|pair| pair[1] - pair[0]));
    }
    gaps.sort_by(f64::total_cmp);
    let at = |share| crate::arithmetic::quantile(&gaps, share);
    Some(Gaps {
        count: gaps.len(),
        mean: gaps.iter().sum::<f64>() / gaps.len() as f64,
        quartiles: [at(0.25)?, at(0.5)?, at(0.75)?],
        p90: at(0.9)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        let rows = [
            (1.0, true),
            (2.0, false),
            (3.0, true),
            (3.0, true),
            (5.0, false),
        ];
        let watched: Vec<Watched> = rows
            .iter()
            .map(|&(time, ended)| Watched { time, ended })
            .collect();
        let steps = kaplan_meier(&watched);
        assert_eq!(steps.len(), 2);
        assert!((steps[0].survival - 0.8).abs() < 1e-15);
        assert!((steps[1].survival - 0.8 / 3.0).abs() < 1e-15);
        assert!(
            steps
                .iter()
                .all(|s| s.low < s.survival && s.survival < s.high)
        );
        assert_eq!(median_survival(&steps), Some(3.0));
        assert_eq!(median_survival(&steps[..1]), None);
    }

    #[test]
    fn all_gone_and_nobody_stay_finite() {
        let all = kaplan_meier(&[Watched {
            time: 2.0,
            ended: true,
        }]);
        assert_eq!((all[0].survival, all[0].low, all[0].high), (0.0, 0.0, 0.0));
        assert!(kaplan_meier(&[]).is_empty());
        assert!(
            kaplan_meier(&[Watched {
                time: f64::NAN,
                ended: true
            }])
            .is_empty()
        );
        assert_eq!(gaps(&[vec![1.0]]), None);
        let found = gaps(&[vec![4.0, 1.0, 2.0], vec![0.0, 3.0]]).expect("gaps");
        assert_eq!((found.count, found.mean, found.quartiles[1]), (3, 2.0, 2.0));
    }
}
