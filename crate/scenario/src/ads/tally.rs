//! Sums of ad rows, the rates made of them, and how sure they are.

use analysis::statistics::{student_critical, wilson};

/// What rows add up to. A measure that no row tells is `None`; a rate is made only of rows that tell both its parts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    pub(crate) impressions: Option<i64>,
    pub(crate) clicks: Option<i64>,
    /// Millionths of the major unit.
    pub(crate) spend: Option<i64>,
    /// Thousandths: some platforms share a sale between campaigns.
    pub(crate) conversions: Option<i64>,
    /// Millionths of the major unit.
    pub(crate) value: Option<i64>,
    ctr: (i64, i64),
    cvr: (i64, i64),
    cpc: (i64, i64),
    cpm: (i64, i64),
    cpa: (i64, i64),
    roas: (i64, i64),
}

/// A value and its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Estimate {
    pub(crate) value: f64,
    pub(crate) interval: Option<(f64, f64)>,
}

fn plus(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.saturating_add(b)),
        (a, b) => a.or(b),
    }
}

impl Sums {
    /// The sums of one row.
    pub(crate) fn of(
        impressions: Option<i64>,
        clicks: Option<i64>,
        spend: Option<i64>,
        conversions: Option<i64>,
        value: Option<i64>,
    ) -> Self {
        let both = |a: Option<i64>, b: Option<i64>| a.zip(b).unwrap_or((0, 0));
        Self {
            impressions,
            clicks,
            spend,
            conversions,
            value,
            ctr: both(clicks, impressions),
            cvr: both(conversions, clicks),
            cpc: both(spend, clicks),
            cpm: both(spend, impressions),
            cpa: both(spend, conversions),
            roas: both(value, spend),
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.impressions = plus(self.impressions, other.impressions);
        self.clicks = plus(self.clicks, other.clicks);
        self.spend = plus(self.spend, other.spend);
        self.conversions = plus(self.conversions, other.conversions);
        self.value = plus(self.value, other.value);
        for (a, b) in [
            (&mut self.ctr, other.ctr),
            (&mut self.cvr, other.cvr),
            (&mut self.cpc, other.cpc),
            (&mut self.cpm, other.cpm),
            (&mut self.cpa, other.cpa),
            (&mut self.roas, other.roas),
        ] {
            *a = (a.0.saturating_add(b.0), a.1.saturating_add(b.1));
        }
    }

    /// What is left of a total without a part of it.
    pub(crate) fn without(&self, part: &Self) -> Self {
        let minus = |a: Option<i64>, b: Option<i64>| a.map(|a| a - b.unwrap_or(0));
        let pair = |a: (i64, i64), b: (i64, i64)| (a.0 - b.0, a.1 - b.1);
        Self {
            impressions: minus(self.impressions, part.impressions),
            clicks: minus(self.clicks, part.clicks),
            spend: minus(self.spend, part.spend),
            conversions: minus(self.conversions, part.conversions),
            value: minus(self.value, part.value),
            ctr: pair(self.ctr, part.ctr),
            cvr: pair(self.cvr, part.cvr),
            cpc: pair(self.cpc, part.cpc),
            cpm: pair(self.cpm, part.cpm),
            cpa: pair(self.cpa, part.cpa),
            roas: pair(self.roas, part.roas),
        }
    }

    /// Clicks ÷ impressions.
    pub(crate) fn ctr(&self) -> Option<Estimate> {
        rate(self.ctr.0, self.ctr.1)
    }

    /// Clicks and the impressions that they came from.
    pub(crate) fn click_trials(&self) -> (i64, i64) {
        self.ctr
    }

    /// Conversions ÷ clicks.
    pub(crate) fn cvr(&self) -> Option<Estimate> {
        rate(round_milli(self.cvr.0), self.cvr.1)
    }

    /// Conversions (whole) and the clicks that they came from.
    pub(crate) fn sale_trials(&self) -> (i64, i64) {
        (round_milli(self.cvr.0), self.cvr.1)
    }

    /// Spend ÷ clicks, major units.
    pub(crate) fn cpc(&self) -> Option<f64> {
        ratio(self.cpc.0, self.cpc.1).map(|v| v / 1e6)
    }

    /// Spend ÷ thousand impressions, major units.
    pub(crate) fn cpm(&self) -> Option<f64> {
        ratio(self.cpm.0, self.cpm.1).map(|v| v / 1e3)
    }

    /// Spend ÷ conversions, major units.
    pub(crate) fn cpa(&self) -> Option<f64> {
        ratio(self.cpa.0, self.cpa.1).map(|v| v / 1e3)
    }

    /// Conversion value ÷ spend.
    pub(crate) fn roas(&self) -> Option<f64> {
        ratio(self.roas.0, self.roas.1)
    }

    /// Value and the spend that it belongs to, millionths.
    pub(crate) fn returns(&self) -> (i64, i64) {
        self.roas
    }
}

fn round_milli(milli: i64) -> i64 {
    (milli + 500).div_euclid(1000)
}

fn ratio(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// A share with Wilson's interval; no interval where there are more hits than trials (sales after a mere view).
fn rate(hits: i64, trials: i64) -> Option<Estimate> {
    let value = ratio(hits, trials)?;
    let interval = (hits >= 0 && hits <= trials).then(|| {
        let of = wilson(hits as u64, trials as u64);
        (of.low, of.high)
    });
    Some(Estimate { value, interval })
}

/// The logarithm of a ratio of sums, and its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LogRatio {
    /// ln(ratio).
    pub(crate) log: f64,
    /// Its standard error.
    pub(crate) error: f64,
    /// Degrees of freedom.
    pub(crate) df: f64,
}

impl LogRatio {
    /// From blocks of time, (part, whole) each: the linearised variance of a ratio of sums (Cochran 1977, §6.3), on
    /// the logarithm by the delta method. `None` below ten blocks or without a part.
    pub(crate) fn of_blocks(blocks: &[(f64, f64)]) -> Option<Self> {
        let n = blocks.len() as f64;
        let part: f64 = blocks.iter().map(|b| b.0).sum();
        let whole: f64 = blocks.iter().map(|b| b.1).sum();
        if blocks.len() < 10 || part <= 0.0 || whole <= 0.0 {
            return None;
        }
        let ratio = part / whole;
        let spread: f64 = blocks
            .iter()
            .map(|(p, w)| (p - ratio * w) * (p - ratio * w))
            .sum();
        let error = libm::sqrt(spread * n / (n - 1.0)) / (whole * ratio);
        Some(Self {
            log: libm::log(ratio),
            error,
            df: n - 1.0,
        })
    }

    /// From the number of sales alone: a Poisson number of sales whose amounts vary by `variation` (their
    /// coefficient of variation). `None` below five sales.
    pub(crate) fn of_sales(ratio: f64, sales: f64, variation: f64) -> Option<Self> {
        (ratio > 0.0 && sales >= 5.0).then(|| Self {
            log: libm::log(ratio),
            error: libm::sqrt((1.0 + variation * variation) / sales),
            df: sales,
        })
    }

    /// The 95 % interval of the ratio.
    pub(crate) fn interval(&self) -> (f64, f64) {
        let half = student_critical(0.95, self.df) * self.error;
        (libm::exp(self.log - half), libm::exp(self.log + half))
    }
}

/// Two shares compared: z with the pooled share; `None` where either side is empty or all are alike.
pub(crate) fn two_proportions(a: (i64, i64), b: (i64, i64)) -> Option<f64> {
    let fits = |(hits, trials): (i64, i64)| hits >= 0 && trials > 0 && hits <= trials;
    if !fits(a) || !fits(b) {
        return None;
    }
    let ((x, n), (y, m)) = ((a.0 as f64, a.1 as f64), (b.0 as f64, b.1 as f64));
    let pooled = (x + y) / (n + m);
    let variance = pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m);
    (variance > 0.0).then(|| (x / n - y / m) / libm::sqrt(variance))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64, tolerance: f64) {
        assert!((a - b).abs() <= tolerance, "{a} {b}");
    }

    #[test]
    fn rates_are_made_of_rows_that_tell_both_parts() {
        let mut sums = Sums::of(
            Some(1000),
            Some(50),
            Some(25_000_000),
            Some(5_000),
            Some(100_000_000),
        );
        // This row tells no value: its spend is no part of the return.
        sums.add(&Sums::of(Some(1000), Some(10), Some(5_000_000), None, None));
        assert_eq!(sums.spend, Some(30_000_000));
        assert_eq!(sums.roas(), Some(4.0));
        assert_eq!(sums.cpa(), Some(5.0));
        assert_eq!(sums.cpc(), Some(0.5));
        assert_eq!(sums.cpm(), Some(15.0));
        assert_eq!(sums.cvr().map(|e| e.value), Some(0.1));
        assert_eq!(sums.ctr().map(|e| e.value), Some(0.03));
    }

    #[test]
    fn nothing_spent_is_no_rate() {
        let sums = Sums::of(Some(0), Some(0), Some(0), Some(0), Some(0));
        assert_eq!((sums.roas(), sums.cpa(), sums.cpc()), (None, None, None));
        assert!(sums.ctr().is_none() && sums.cvr().is_none());
    }

    #[test]
    fn two_proportions_are_those_of_statsmodels() {
        // statsmodels.stats.proportion.proportions_ztest([30, 45], [1000, 900])
        let z = two_proportions((30, 1000), (45, 900)).expect("a test");
        close(z, -2.235_455_272_192_357, 1e-9);
        assert_eq!(two_proportions((0, 10), (0, 10)), None);
        assert_eq!(two_proportions((12, 10), (1, 10)), None);
    }

    #[test]
    fn a_ratio_of_blocks_has_the_linearised_error() {
        // Every block returns twice its spend: no error at all.
        let even: Vec<(f64, f64)> = (1..=12)
            .map(|i| (2.0 * f64::from(i), f64::from(i)))
            .collect();
        let of = LogRatio::of_blocks(&even).expect("a ratio");
        close(of.log, libm::log(2.0), 1e-12);
        close(of.error, 0.0, 1e-12);
        // Half the blocks return 1, half 3 of spend 1: s² = 12/11, error = √(12 · 12/11) / (12 · 2).
        let uneven: Vec<(f64, f64)> = (0..12).map(|i| (f64::from(1 + 2 * (i % 2)), 1.0)).collect();
        let of = LogRatio::of_blocks(&uneven).expect("a ratio");
        close(of.error, libm::sqrt(144.0 / 11.0) / 24.0, 1e-12);
        assert!(LogRatio::of_blocks(&even[..9]).is_none());
        assert!(LogRatio::of_sales(2.0, 4.0, 1.0).is_none());
    }
}
