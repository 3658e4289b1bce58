//! Whether a split is fair and a difference more than chance, and what could be seen at all.

use analysis::statistics::normal_two_sided;

/// Visitors and conversions of a version.
pub(crate) type Counts = (i64, i64);
/// Those of two versions, stratum by stratum.
pub(crate) type Pairs = [(Counts, Counts)];

/// How visitors were split between versions.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Split {
    Even,
    /// Not evenly, but by plain shares, one a version.
    Plain(Vec<f64>),
    /// By no shares that anybody would plan.
    Wrong,
}

/// Chance below which a split is not what was planned.
const UNFAIR: f64 = 0.001;
/// What one version may have been given, the rest in equal parts.
const SHARES: [f64; 13] = [
    0.01,
    0.05,
    0.1,
    0.2,
    0.25,
    0.3,
    1.0 / 3.0,
    0.4,
    0.5,
    0.6,
    0.8,
    0.9,
    0.95,
];

/// The split of visitors by stratum and version, and the p-value of an even one.
pub(crate) fn split(visitors: &[Vec<i64>]) -> (Split, f64) {
    let arms = visitors.first().map_or(1, Vec::len);
    let even = sample_ratio(visitors, &vec![1.0 / arms as f64; arms]);
    if even >= UNFAIR {
        return (Split::Even, even);
    }
    let mut best: Option<(f64, Vec<f64>)> = None;
    for arm in 0..arms {
        for share in SHARES {
            let mut shares = vec![(1.0 - share) / (arms as f64 - 1.0); arms];
            shares[arm] = share;
            let p = sample_ratio(visitors, &shares);
            if p >= UNFAIR && best.as_ref().is_none_or(|b| p > b.0) {
                best = Some((p, shares));
            }
        }
    }
    (best.map_or(Split::Wrong, |b| Split::Plain(b.1)), even)
}

/// Sample-ratio check: χ² of visitors against these shares, added up over strata.
fn sample_ratio(visitors: &[Vec<i64>], shares: &[f64]) -> f64 {
    let (mut chi, mut free) = (0.0, 0.0);
    for of in visitors {
        let all: i64 = of.iter().sum();
        if all == 0 {
            continue;
        }
        free += of.len() as f64 - 1.0;
        chi += of
            .iter()
            .zip(shares)
            .map(|(&v, share)| {
                let planned = all as f64 * share;
                (v as f64 - planned) * (v as f64 - planned) / planned
            })
            .sum::<f64>();
    }
    chi_square_upper(chi, free)
}

/// Of both versions of a stratum: the harmonic weight, both rates, and the pooled rate.
fn rates(((n, x), (m, y)): (Counts, Counts)) -> Option<(f64, f64, f64, f64)> {
    let (n, x, m, y) = (n as f64, x as f64, m as f64, y as f64);
    (n > 0.0 && m > 0.0).then(|| (n * m / (n + m), x / n, y / m, (x + y) / (n + m)))
}

/// Two-sided p of two conversion rates: the two-proportion z, over strata Cochran's.
///
/// # Source
/// Cochran 1954; Mantel & Haenszel 1959.
pub(crate) fn p_value(pairs: &Pairs) -> Option<f64> {
    let (mut apart, mut variance) = (0.0, 0.0);
    for (weight, a, b, all) in pairs.iter().filter_map(|p| rates(*p)) {
        apart += weight * (b - a);
        variance += weight * all * (1.0 - all);
    }
    (variance > 0.0).then(|| normal_two_sided(apart / libm::sqrt(variance)))
}

/// How many times as often the other version sold: the ratio of rates, over strata Mantel's and Haenszel's.
pub(crate) fn times(pairs: &Pairs) -> Option<f64> {
    let (mut own, mut other) = (0.0, 0.0);
    for (weight, a, b, _) in pairs.iter().filter_map(|p| rates(*p)) {
        (own, other) = (own + weight * b, other + weight * a);
    }
    (other > 0.0).then(|| own / other)
}

/// z of a two-sided test at 5 % with 80 % power.
const BOTH: f64 = 1.959_963_984_540_054 + 0.841_621_233_572_914_3;

/// The smallest relative difference that 80 % of tests of this size would find at 5 %.
///
/// # Source
/// (z₀.₉₇₅ + z₀.₈) · √(p(1 − p)(1/n + 1/m)) / p with the pooled rate p, over strata by their weights.
pub(crate) fn detectable(pairs: &Pairs) -> Option<f64> {
    let (mut level, mut variance) = (0.0, 0.0);
    for (weight, _, _, all) in pairs.iter().filter_map(|p| rates(*p)) {
        level += weight * all;
        variance += weight * all * (1.0 - all);
    }
    (variance > 0.0).then(|| BOTH * libm::sqrt(variance) / level)
}

/// Visitors that each of two versions needs for a relative difference to be found as often.
pub(crate) fn needed(pairs: &Pairs, difference: f64) -> Option<f64> {
    let sum = |of: &dyn Fn(&(Counts, Counts)) -> i64| pairs.iter().map(of).sum::<i64>() as f64;
    let rate = sum(&|p| p.0.1 + p.1.1) / sum(&|p| p.0.0 + p.1.0);
    let parts = 2.0 * (1.0 - rate) / (rate * difference * difference);
    (rate > 0.0 && rate < 1.0).then(|| libm::ceil(BOTH * BOTH * parts))
}

/// P(rate of b > rate of a), over strata that of the weighted difference, which is normal.
pub(crate) fn beats(pairs: &Pairs) -> f64 {
    if let [(a, b)] = pairs {
        return beats_in(*a, *b);
    }
    let (mut apart, mut variance, mut all) = (0.0, 0.0, 0.0);
    for &(a, b) in pairs {
        let Some((weight, ..)) = rates((a, b)) else {
            continue;
        };
        let (of_a, of_b) = (moments(posterior(a)), moments(posterior(b)));
        apart += weight * (of_b.0 - of_a.0);
        variance += weight * weight * (of_a.1 + of_b.1);
        all += weight;
    }
    if all <= 0.0 {
        return 0.5;
    }
    0.5 * libm::erfc(-apart / libm::sqrt(2.0 * variance))
}

/// Parameters of the posterior under a Beta(1, 1) prior.
fn posterior((visitors, conversions): Counts) -> (f64, f64) {
    let sold = conversions as f64;
    (sold + 1.0, visitors as f64 - sold + 1.0)
}

/// Mean and variance of a beta distribution.
fn moments((x, y): (f64, f64)) -> (f64, f64) {
    (x / (x + y), x * y / ((x + y) * (x + y) * (x + y + 1.0)))
}

/// P(rate of b > rate of a) under Beta(1, 1) priors.
///
/// # Source
/// The finite sum over b's posterior (Miller 2015), exact for whole counts; where it would be long, the
/// posteriors are normal to all digits shown.
fn beats_in(a: Counts, b: Counts) -> f64 {
    let ((aa, ba), (ab, bb)) = (posterior(a), posterior(b));
    if b.1 > 100_000 {
        let ((ma, va), (mb, vb)) = (moments((aa, ba)), moments((ab, bb)));
        return 0.5 * libm::erfc((ma - mb) / libm::sqrt(2.0 * (va + vb)));
    }
    let ln_beta = |x: f64, y: f64| libm::lgamma(x) + libm::lgamma(y) - libm::lgamma(x + y);
    let whole = ln_beta(aa, ba);
    let sum: f64 = (0..=b.1)
        .map(|i| {
            let i = i as f64;
            libm::exp(ln_beta(aa + i, ba + bb) - libm::log(bb + i) - ln_beta(1.0 + i, bb) - whole)
        })
        .sum();
    sum.clamp(0.0, 1.0)
}

/// P(X ≥ x) of χ²: the regularised upper incomplete gamma function, by its series below the mean and its continued
/// fraction above.
pub(crate) fn chi_square_upper(x: f64, df: f64) -> f64 {
    let (a, x) = (df / 2.0, x / 2.0);
    if x <= 0.0 {
        return 1.0;
    }
    let front = libm::exp(a * libm::log(x) - x - libm::lgamma(a));
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        for _ in 0..1000 {
            n += 1.0;
            term *= x / n;
            sum += term;
            if term < sum * 1e-16 {
                break;
            }
        }
        return (1.0 - front * sum).clamp(0.0, 1.0);
    }
    let mut b = x + 1.0 - a;
    let mut c = 1e300;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for i in 1..1000 {
        let i = f64::from(i);
        let an = -i * (i - a);
        b += 2.0;
        d = 1.0 / (an * d + b);
        c = b + an / c;
        fraction *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    (front * fraction).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64, tolerance: f64) {
        assert!((a - b).abs() <= tolerance * b.abs().max(1e-12), "{a} {b}");
    }

    #[test]
    fn the_check_of_the_split_is_that_of_scipy() {
        for (visitors, p) in SPLITS {
            let even = vec![1.0 / visitors.len() as f64; visitors.len()];
            close(sample_ratio(&[visitors.to_vec()], &even), *p, 1e-9);
        }
    }

    #[test]
    fn the_chance_to_win_is_the_integral_over_both_posteriors() {
        for ((n, x), (m, y), chance) in CHANCES {
            close(beats(&[((*n, *x), (*m, *y))]), *chance, 1e-8);
        }
        // Alike arms: one half; swapped arms: the rest.
        close(beats(&[((500, 20), (500, 20))]), 0.5, 1e-9);
        let (a, b) = ((900, 31), (1100, 52));
        close(beats(&[(a, b)]) + beats(&[(b, a)]), 1.0, 1e-9);
    }

    #[test]
    fn the_smallest_difference_found_is_the_closed_form() {
        // 2.8015852 · √(0.05 · 0.95 · 2/1000) / 0.05
        close(
            detectable(&[((1000, 50), (1000, 50))]).expect("a rate"),
            0.546_129_499_208,
            1e-9,
        );
        assert_eq!(detectable(&[((10, 0), (10, 0))]), None);
    }

    #[test]
    fn strata_are_weighed_as_cochran_mantel_and_haenszel_do() {
        // Mobile 2.0 % and 2.2 %, desktop 10 % and 10.67 %, mixed the other way round.
        let pairs = [((9000, 180), (3000, 66)), ((3000, 300), (9000, 960))];
        close(p_value(&pairs).expect("a p"), STRATA.0, 1e-9);
        close(times(&pairs).expect("a ratio"), STRATA.1, 1e-12);
        let chance = beats(&pairs);
        assert!((chance - (1.0 - STRATA.0 / 2.0)).abs() < 0.01, "{chance}");
        // The same on both sides: one half.
        let even = [((900, 30), (300, 10)), ((200, 40), (800, 160))];
        assert!((beats(&even) - 0.5).abs() < 0.05);
        close(times(&even).expect("a ratio"), 1.0, 1e-12);
    }

    #[test]
    fn a_split_that_somebody_would_plan_is_not_called_wrong() {
        let of = |visitors: &[i64]| split(&[visitors.to_vec()]).0;
        assert_eq!(of(&[10_210, 10_190]), Split::Even);
        let planned = of(&[90_000, 10_000]);
        assert!(
            matches!(&planned, Split::Plain(s) if (s[0] - 0.9).abs() < 1e-9),
            "{planned:?}"
        );
        assert_eq!(of(&[9_000, 11_000]), Split::Wrong);
        assert!(matches!(of(&[50_100, 24_900, 25_000]), Split::Plain(_)));
        // Three to one here and one to three there is no plan.
        assert_eq!(split(&[vec![9000, 3000], vec![3000, 9000]]).0, Split::Wrong);
    }

    /// p and ratio by hand: Σ w (b − a) / √Σ w p (1 − p), Σ w b / Σ w a, w = n m / (n + m).
    const STRATA: (f64, f64) = (0.22350177641111835, 1.0722222222222222);

    /// `tests/golden/ads.py`: scipy.stats.chisquare.
    const SPLITS: &[(&[i64], f64)] = &[
        (&[5000, 5100], 0.319_718_176_812_867_5),
        (&[10_210, 10_190], 0.888_637_860_895_007_8),
        (&[900, 1100], 7.744_216_431_044_088e-6),
        (&[333, 340, 361], 0.540_071_274_344_211_9),
    ];
    type Counts = (i64, i64);

    /// `tests/golden/ads.py`: scipy.integrate.quad over beta densities.
    const CHANCES: &[(Counts, Counts, f64)] = &[
        ((1000, 30), (900, 45), 0.987_071_861_428_364_8),
        ((10_210, 412), (10_190, 470), 0.978_607_865_887_146_2),
        ((20, 0), (20, 3), 0.946_529_080_675_422_2),
    ];
}
