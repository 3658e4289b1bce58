//! Tests of versions: whether the split is fair, whether a difference is more than chance, and what could be seen at all.

use std::collections::BTreeMap;

use analysis::statistics::normal_two_sided;
use ledger::{Frame, Ledger};

use super::tally::two_proportions;

/// One version of a test.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Arm {
    pub(crate) name: String,
    pub(crate) visitors: i64,
    pub(crate) conversions: i64,
    pub(crate) rows: Vec<u32>,
}

/// A test and its file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Experiment {
    pub(crate) table: u16,
    pub(crate) file: String,
    /// The first is what others are compared with: the one that is called so, or the first by name.
    pub(crate) arms: Vec<Arm>,
}

/// A test that cannot be told, and why.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unfit {
    pub(crate) file: String,
    pub(crate) flaws: Vec<Flaw>,
}

/// What keeps a test from being told.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Flaw {
    /// Rows of a version with more conversions than visitors; both counts of the first.
    More {
        arm: String,
        rows: usize,
        sold: f64,
        seen: f64,
    },
    /// Rows that lack a number.
    Blank(usize),
    /// Rows whose numbers count no people.
    Odd(usize),
    /// Nothing but this version.
    Alone(String),
    /// A version that nobody saw.
    Unseen(String),
}

/// What the version is called that others are compared with, alone or beside a letter.
const BASELINES: &str =
    "control original baseline holdout default 对照 对照组 原版 控制组 控制 基准 基准组";
/// What may stand beside it: `Control group`, `A (control)`.
const BESIDE: &str = "group version variant variation arm page the a b";

/// Whether a version is by its name what others are compared with.
fn is_baseline(name: &str) -> bool {
    let name = name.to_lowercase();
    let mut words = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty());
    let is = |list: &str, word: &str| list.split(' ').any(|w| w == word);
    words.clone().any(|w| is(BASELINES, w)) && words.all(|w| is(BASELINES, w) || is(BESIDE, w))
}

/// Tables of versions with visitors and conversions, and those that cannot be told.
pub(crate) fn experiments(ledger: &Ledger) -> (Vec<Experiment>, Vec<Unfit>) {
    let (mut tests, mut unfit) = (Vec::new(), Vec::new());
    for read in ledger.frames.iter().filter_map(experiment) {
        match read {
            Ok(test) => tests.push(test),
            Err(of) => unfit.push(of),
        }
    }
    (tests, unfit)
}

fn experiment(frame: &Frame) -> Option<Result<Experiment, Unfit>> {
    frame.column("variant")?;
    frame.column("conversions")?;
    let visitors = ["visitors", "sessions", "clicks"]
        .into_iter()
        .find(|role| frame.column(role).is_some())?;
    let mut arms: BTreeMap<String, Arm> = BTreeMap::new();
    let mut more: BTreeMap<String, (usize, f64, f64)> = BTreeMap::new();
    let (mut blank, mut odd) = (0, 0);
    for row in 0..frame.rows {
        let Some(name) = frame.words("variant", row).map(str::trim) else {
            continue;
        };
        let arm = arms.entry(name.to_owned()).or_insert_with(|| Arm {
            name: name.to_owned(),
            visitors: 0,
            conversions: 0,
            rows: Vec::new(),
        });
        let seen = frame.number(visitors, row);
        let Some((seen, sold)) = seen.zip(frame.number("conversions", row)) else {
            blank += 1;
            continue;
        };
        // Shares or negative numbers are not counts of people.
        if seen < 0.0 || sold < 0.0 || seen.fract() != 0.0 || seen > 1e12 {
            odd += 1;
            continue;
        }
        if sold > seen {
            more.entry(name.to_owned()).or_insert((0, sold, seen)).0 += 1;
            continue;
        }
        arm.visitors += seen as i64;
        arm.conversions += libm::round(sold) as i64;
        arm.rows.push(row as u32);
    }
    if arms.is_empty() || arms.len() > 8 {
        return None;
    }
    let mut flaws: Vec<Flaw> = more
        .into_iter()
        .map(|(arm, (rows, sold, seen))| Flaw::More {
            arm,
            rows,
            sold,
            seen,
        })
        .collect();
    flaws.extend((odd > 0).then_some(Flaw::Odd(odd)));
    flaws.extend((blank > 0).then_some(Flaw::Blank(blank)));
    let mut arms: Vec<Arm> = arms.into_values().collect();
    if flaws.is_empty() {
        let unseen = arms.iter().filter(|a| a.visitors == 0);
        flaws.extend(unseen.map(|a| Flaw::Unseen(a.name.clone())));
    }
    if let [only] = arms.as_slice() {
        flaws.push(Flaw::Alone(only.name.clone()));
    }
    if !flaws.is_empty() {
        // Goods come in versions too, and ads count sales of those who only saw them: nobody tests there.
        let other = ["spend", "sku", "product_id", "product_name"];
        let is_test = other.into_iter().all(|role| frame.column(role).is_none());
        return is_test.then(|| {
            Err(Unfit {
                file: frame.file.clone(),
                flaws,
            })
        });
    }
    // The rest stays by name.
    table::order::sort_by_key(&mut arms, |arm| !is_baseline(&arm.name));
    Some(Ok(Experiment {
        table: frame.table,
        file: frame.file.clone(),
        arms,
    }))
}

/// Sample-ratio check: χ² of visitors against an even split.
pub(crate) fn sample_ratio(visitors: &[i64]) -> f64 {
    let all: i64 = visitors.iter().sum();
    let even = all as f64 / visitors.len() as f64;
    let chi: f64 = visitors
        .iter()
        .map(|&v| (v as f64 - even) * (v as f64 - even) / even)
        .sum();
    chi_square_upper(chi, visitors.len() as f64 - 1.0)
}

/// Two-sided p of two conversion rates.
pub(crate) fn p_value(a: &Arm, b: &Arm) -> Option<f64> {
    let z = two_proportions((b.conversions, b.visitors), (a.conversions, a.visitors))?;
    Some(normal_two_sided(z))
}

/// The smallest relative difference that 80 % of tests of this size would find at 5 %.
///
/// # Source
/// (z₀.₉₇₅ + z₀.₈) · √(p(1 − p)(1/n + 1/m)) / p with the pooled rate p.
pub(crate) fn detectable(a: &Arm, b: &Arm) -> Option<f64> {
    const BOTH: f64 = 1.959_963_984_540_054 + 0.841_621_233_572_914_3;
    let (n, m) = (a.visitors as f64, b.visitors as f64);
    let p = (a.conversions + b.conversions) as f64 / (n + m);
    (p > 0.0 && p < 1.0).then(|| BOTH * libm::sqrt(p * (1.0 - p) * (1.0 / n + 1.0 / m)) / p)
}

/// P(rate of b > rate of a) under Beta(1, 1) priors.
///
/// # Source
/// The finite sum over b's posterior (Miller 2015), exact for whole counts; where it would be long, the
/// posteriors are normal to all digits shown.
pub(crate) fn beats(a: &Arm, b: &Arm) -> f64 {
    let posterior = |arm: &Arm| {
        (
            arm.conversions as f64 + 1.0,
            (arm.visitors - arm.conversions) as f64 + 1.0,
        )
    };
    let ((aa, ba), (ab, bb)) = (posterior(a), posterior(b));
    if b.conversions > 100_000 {
        let moments = |x: f64, y: f64| (x / (x + y), x * y / ((x + y) * (x + y) * (x + y + 1.0)));
        let ((ma, va), (mb, vb)) = (moments(aa, ba), moments(ab, bb));
        return 0.5 * libm::erfc((ma - mb) / libm::sqrt(2.0 * (va + vb)));
    }
    let ln_beta = |x: f64, y: f64| libm::lgamma(x) + libm::lgamma(y) - libm::lgamma(x + y);
    let whole = ln_beta(aa, ba);
    let sum: f64 = (0..=b.conversions)
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

    fn arm(visitors: i64, conversions: i64) -> Arm {
        Arm {
            name: String::new(),
            visitors,
            conversions,
            rows: Vec::new(),
        }
    }

    fn close(a: f64, b: f64, tolerance: f64) {
        assert!((a - b).abs() <= tolerance * b.abs().max(1e-12), "{a} {b}");
    }

    #[test]
    fn the_baseline_is_the_version_that_is_called_so() {
        for name in [
            "Control",
            "control group",
            "A (Control)",
            "ORIGINAL",
            "holdout",
            "对照组",
            "对照组（A）",
            "原版",
        ] {
            assert!(is_baseline(name), "{name}");
        }
        for name in ["A", "B", "Out of control", "Group A", "实验组", "新版", ""] {
            assert!(!is_baseline(name), "{name}");
        }
    }

    #[test]
    fn the_check_of_the_split_is_that_of_scipy() {
        for (visitors, p) in SPLITS {
            close(sample_ratio(visitors), *p, 1e-9);
        }
    }

    #[test]
    fn the_chance_to_win_is_the_integral_over_both_posteriors() {
        for ((n, x), (m, y), chance) in CHANCES {
            close(beats(&arm(*n, *x), &arm(*m, *y)), *chance, 1e-8);
        }
        // Alike arms: one half; swapped arms: the rest.
        close(beats(&arm(500, 20), &arm(500, 20)), 0.5, 1e-9);
        let (a, b) = (arm(900, 31), arm(1100, 52));
        close(beats(&a, &b) + beats(&b, &a), 1.0, 1e-9);
    }

    #[test]
    fn the_smallest_difference_found_is_the_closed_form() {
        // 2.8015852 · √(0.05 · 0.95 · 2/1000) / 0.05
        close(
            detectable(&arm(1000, 50), &arm(1000, 50)).expect("a rate"),
            0.546_129_499_208,
            1e-9,
        );
        assert_eq!(detectable(&arm(10, 0), &arm(10, 0)), None);
    }

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
