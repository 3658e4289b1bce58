//! Products and kinds of products that are looked at and not bought.

use std::collections::BTreeMap;

use analysis::statistics::benjamini_hochberg;
use ledger::NONE;

use super::funnel::{Funnel, Pair};

/// Purchases to be expected of what is tested; below, none bought says little.
const EXPECTED: f64 = 3.0;

/// What is looked at.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Looked {
    /// Code of the product or kind.
    pub(super) code: u32,
    /// Visitors who looked.
    pub(super) viewers: u64,
    /// Of them, those who bought it afterwards.
    pub(super) buyers: u64,
    /// Buyers at the share of all others.
    pub(super) expected: f64,
    /// One-sided chance of so few buyers, adjusted; `None` where too few were to be expected.
    pub(super) q_value: Option<f64>,
}

/// P(X ≤ hits) of a binomial.
pub(crate) fn at_most(hits: u64, n: u64, p: f64) -> f64 {
    if p <= 0.0 || p >= 1.0 {
        return if p <= 0.0 || hits >= n { 1.0 } else { 0.0 };
    }
    let gamma = |x: u64| libm::lgamma(x as f64 + 1.0);
    (0..=hits)
        .map(|k| {
            let ways = gamma(n) - gamma(k) - gamma(n - k);
            libm::exp(ways + k as f64 * libm::log(p) + (n - k) as f64 * libm::log1p(-p))
        })
        .sum::<f64>()
        .min(1.0)
}

/// Those with fewest buyers for their viewers first: certain ones, then by buyers missing.
pub(super) fn looked(funnel: &Funnel, of: impl Fn(&Pair) -> u32) -> Vec<Looked> {
    // A visitor who looks at three products of a kind looks at the kind once.
    let mut seen: BTreeMap<(u32, u32), bool> = BTreeMap::new();
    for pair in funnel.pairs.iter().filter(|p| p.reached[0].is_some()) {
        let code = of(pair);
        if code != NONE {
            *seen.entry((code, pair.who)).or_default() |= pair.bought.is_some();
        }
    }
    let mut sums: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
    for ((code, _), bought) in seen {
        let sum = sums.entry(code).or_default();
        *sum = (sum.0 + 1, sum.1 + u64::from(bought));
    }
    let (all, buyers) = sums.values().fold((0, 0), |(n, b), s| (n + s.0, b + s.1));
    let mut out: Vec<Looked> = sums
        .into_iter()
        .map(|(code, (n, own))| {
            let others = (buyers - own) as f64 / (all - n).max(1) as f64;
            Looked {
                code,
                viewers: n,
                buyers: own,
                expected: others * n as f64,
                q_value: None,
            }
        })
        .collect();
    let tested: Vec<usize> = (0..out.len())
        .filter(|&i| out[i].expected >= EXPECTED)
        .collect();
    let p: Vec<f64> = tested
        .iter()
        .map(|&i| {
            let it = &out[i];
            at_most(it.buyers, it.viewers, it.expected / it.viewers as f64)
        })
        .collect();
    for (&i, q) in tested.iter().zip(benjamini_hochberg(&p)) {
        out[i].q_value = Some(q);
    }
    let certain = |l: &Looked| l.q_value.is_some_and(|q| q < 0.05);
    let short = |l: &Looked| l.expected - l.buyers as f64;
    table::order::sort_by(&mut out, |a, b| {
        (certain(b).cmp(&certain(a)))
            .then(short(b).total_cmp(&short(a)))
            .then(a.code.cmp(&b.code))
    });
    out
}

#[cfg(test)]
mod tests {
    use super::at_most;

    #[test]
    fn chances_of_few_buyers_are_those_of_a_binomial() {
        // scipy: binom.cdf(1, 20, 0.2), binom.cdf(0, 50, 0.1).
        assert!((at_most(1, 20, 0.2) - 0.069_175_290_276_410_82).abs() < 1e-10);
        assert!((at_most(0, 50, 0.1) - 0.005_153_775_207_320_113).abs() < 1e-10);
        assert_eq!(at_most(0, 10, 0.0), 1.0);
    }
}
