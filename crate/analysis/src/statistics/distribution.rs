//! Tails of distributions.

use crate::Interval;

/// P(|Z| ≥ |z|) of a standard normal.
pub fn normal_two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() / core::f64::consts::SQRT_2)
}

/// P(X ≥ x) of χ² with one degree of freedom.
pub fn chi_square_1_upper(x: f64) -> f64 {
    libm::erfc(libm::sqrt(x.max(0.0) / 2.0))
}

/// P(|T| ≥ |t|) of Student's t.
pub fn student_two_sided(t: f64, df: f64) -> f64 {
    if !t.is_finite() {
        return 0.0;
    }
    incomplete_beta(df / 2.0, 0.5, df / (df + t * t))
}

/// The two-sided critical value of Student's t at a confidence level, by bisection.
pub fn student_critical(level: f64, df: f64) -> f64 {
    let target = 1.0 - level;
    let (mut low, mut high) = (0.0, 2.0);
    while student_two_sided(high, df) > target && high < 1e9 {
        high *= 2.0;
    }
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if student_two_sided(middle, df) > target {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

/// The regularised incomplete beta function, by its continued fraction (Lentz's method).
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    // The fraction converges fast only below the mean.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(b, a, 1.0 - x);
    }
    let front = libm::exp(
        libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b)
            + a * libm::log(x)
            + b * libm::log1p(-x),
    ) / a;
    let tiny = 1e-300;
    let guard = |v: f64| if v.abs() < tiny { tiny } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..500 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        let step = d * c;
        fraction *= step;
        if (step - 1.0).abs() < 1e-15 {
            break;
        }
    }
    (front * fraction).clamp(0.0, 1.0)
}

/// Fisher's exact test, one-sided: the chance of `hits` or more among `drawn`, where `all_hits` of
/// `all` are hits.
pub(crate) fn fisher_upper(hits: u64, drawn: u64, all_hits: u64, all: u64) -> f64 {
    if hits == 0 || drawn > all || all_hits > all {
        return 1.0;
    }
    let most = drawn.min(all_hits);
    let ln_factorial = |n: u64| libm::lgamma(n as f64 + 1.0);
    let ln_choose = |n: u64, k: u64| ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k);
    let least = (drawn + all_hits).saturating_sub(all);
    if hits <= least {
        return 1.0;
    }
    let mut term = libm::exp(
        ln_choose(all_hits, hits) + ln_choose(all - all_hits, drawn - hits) - ln_choose(all, drawn),
    );
    let mut sum = 0.0;
    let mut k = hits;
    loop {
        sum += term;
        if k >= most || term < sum * 1e-17 && k as f64 > drawn as f64 * all_hits as f64 / all as f64
        {
            break;
        }
        term *= (all_hits - k) as f64 * (drawn - k) as f64
            / ((k + 1) as f64 * (all - all_hits + k + 1 - drawn) as f64);
        k += 1;
    }
    sum.min(1.0)
}

/// Wilson's score interval of a share at 95 %: from 0 where there is none, and to 1 where there is nothing else.
pub fn wilson(hits: u64, n: u64) -> Interval {
    const Z: f64 = 1.959_963_984_540_054;
    if n == 0 {
        return Interval {
            low: 0.0,
            high: 1.0,
            level: 0.95,
        };
    }
    let (none, all) = (hits == 0, hits >= n);
    let n = n as f64;
    let p = hits as f64 / n;
    let denominator = 1.0 + Z * Z / n;
    let centre = (p + Z * Z / (2.0 * n)) / denominator;
    let half = Z / denominator * libm::sqrt(p * (1.0 - p) / n + Z * Z / (4.0 * n * n));
    Interval {
        // Rounding errors of 1e-17 would be written as 0.00%.
        low: if none {
            0.0
        } else {
            super::rounded((centre - half).max(0.0))
        },
        high: if all {
            1.0
        } else {
            super::rounded((centre + half).min(1.0))
        },
        level: 0.95,
    }
}

/// Interval at 95 % of how much larger the first share is than the second; each hits and their number.
///
/// # Source
/// Newcombe 1998, method 10: both shares' Wilson intervals, put together.
pub(crate) fn wilson_difference(one: (u64, u64), other: (u64, u64)) -> Interval {
    let share = |(hits, n): (u64, u64)| hits as f64 / n.max(1) as f64;
    let (p, q) = (share(one), share(other));
    let (a, b) = (wilson(one.0, one.1), wilson(other.0, other.1));
    Interval {
        low: super::rounded(p - q - libm::hypot(p - a.low, b.high - q)),
        high: super::rounded(p - q + libm::hypot(a.high - p, q - b.low)),
        level: 0.95,
    }
}
