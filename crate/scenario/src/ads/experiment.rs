//! Tests of versions: whether the split is fair, whether a difference is more than chance, and what could be seen at all.
//!
//! A file may hold several tests, which are told apart, and devices, countries or channels, within which versions are
//! compared: added up, a version that was shown where people buy more would win by that alone.

mod chance;

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Cells, Column, Frame, Ledger, PERSONAL};

pub(crate) use chance::{
    Counts, Split, beats, chi_square_upper, detectable, needed, p_value, split, times,
};

/// What became of a version.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Count {
    pub(crate) visitors: i64,
    pub(crate) conversions: i64,
    pub(crate) rows: Vec<u32>,
}

/// Visitors that are alike, such as those of one device.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stratum {
    /// Empty where nothing parts the visitors.
    pub(crate) name: String,
    /// By version.
    pub(crate) counts: Vec<Count>,
}

/// A test and its file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Experiment {
    pub(crate) table: u16,
    pub(crate) file: String,
    /// What it is called and its number in the file; no name where the file holds one test.
    pub(crate) name: String,
    pub(crate) number: usize,
    /// Names of versions. The first is what others are compared with: the one that is called so, or the first by name.
    pub(crate) arms: Vec<String>,
    /// The headers that part the visitors.
    pub(crate) by: Vec<String>,
    pub(crate) strata: Vec<Stratum>,
    /// The file tells revenue too.
    pub(crate) revenue: bool,
    /// Conversions were worked out from a rate.
    pub(crate) rated: bool,
}

impl Experiment {
    /// The first version and another.
    pub(crate) fn pairs(&self, other: usize) -> Vec<(Counts, Counts)> {
        let of = |s: &Stratum, arm: usize| (s.counts[arm].visitors, s.counts[arm].conversions);
        let strata = self.strata.iter();
        strata.map(|s| (of(s, 0), of(s, other))).collect()
    }

    /// Visitors by stratum and version.
    pub(crate) fn visitors(&self) -> Vec<Vec<i64>> {
        let of = |s: &Stratum| s.counts.iter().map(|c| c.visitors).collect();
        self.strata.iter().map(of).collect()
    }
}

/// A test that cannot be told, and why.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unfit {
    pub(crate) file: String,
    pub(crate) name: String,
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
    /// No column tells how many bought.
    Untold,
}

/// Headers of how many bought beside versions, where no column is known to.
const BOUGHT: &str = "支付人数 成交人数 购买人数 转化人数 支付买家数 下单人数 下单买家数 支付订单数 订单数 buyers purchasers purchases converted orders transactions";
/// Headers of the share that bought.
const RATES: [&str; 8] = [
    "conversion rate",
    "conv. rate",
    "conv rate",
    "cvr",
    "转化率",
    "支付转化率",
    "成交转化率",
    "下单转化率",
];

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
    for read in ledger.frames.iter().flat_map(of_frame) {
        match read {
            Ok(test) => tests.push(test),
            Err(of) => unfit.push(of),
        }
    }
    (tests, unfit)
}

/// Goods come in versions too, and ads count sales of those who only saw them: nobody tests there.
fn is_test(frame: &Frame) -> bool {
    let other = ["spend", "sku", "product_id", "product_name"];
    other.into_iter().all(|role| frame.column(role).is_none())
}

/// How many bought.
enum Bought<'a> {
    Count(&'a Column),
    Rate(&'a Column),
}

impl<'a> Bought<'a> {
    fn of(frame: &'a Frame) -> Option<Self> {
        if let Some(known) = frame.column("conversions") {
            return Some(Self::Count(known));
        }
        let find = |header: &str| {
            let mut columns = frame.columns.iter();
            columns.find(|c| {
                matches!(c.cells, Cells::Numbers { .. }) && c.name.trim().to_lowercase() == header
            })
        };
        let counted = BOUGHT.split(' ').find_map(find);
        let rated = || RATES.into_iter().find_map(find).map(Self::Rate);
        counted.map(Self::Count).or_else(rated)
    }

    /// Of a row in which so many visited; a rate above one is no number of people.
    fn number(&self, row: usize, seen: Option<f64>) -> Option<f64> {
        match self {
            Self::Count(column) => column.number(row),
            Self::Rate(column) => {
                let rate = column.number(row)?;
                let rate = if column.percent { rate / 100.0 } else { rate };
                Some(if rate > 1.0 {
                    -1.0
                } else {
                    libm::round(rate * seen?)
                })
            }
        }
    }
}

/// Columns of words that part visitors: they have several values, and versions share some. The first that names tests
/// comes first, with `true`.
fn parting(frame: &Frame) -> (Option<&Column>, Vec<&Column>) {
    let parts = |column: &&Column| {
        let known = ["variant", "currency", PERSONAL];
        if !matches!(column.cells, Cells::Words { .. }) || known.contains(&column.role.as_str()) {
            return false;
        }
        let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for row in 0..frame.rows {
            if let Some(version) = frame.words("variant", row) {
                let value = column.words(row).unwrap_or_default();
                versions
                    .entry(value.trim())
                    .or_default()
                    .insert(version.trim());
            }
        }
        versions.len() > 1 && versions.values().any(|v| v.len() > 1)
    };
    let mut all: Vec<&Column> = frame.columns.iter().filter(parts).collect();
    let names_tests = |column: &&Column| {
        let name = column.name.to_lowercase();
        let words = ["experiment", "test", "实验", "测试"];
        words.iter().any(|w| name.contains(w))
    };
    let at = all.iter().position(names_tests);
    (at.map(|at| all.remove(at)), all)
}

fn of_frame(frame: &Frame) -> Vec<Result<Experiment, Unfit>> {
    let roles = ["visitors", "sessions", "clicks"];
    let visitors = roles.into_iter().find(|role| frame.column(role).is_some());
    let (Some(visitors), Some(_)) = (visitors, frame.column("variant")) else {
        return Vec::new();
    };
    let Some(bought) = Bought::of(frame) else {
        let counts = frame.dataset == "events" && visitors != "clicks" && is_test(frame);
        let untold = counts.then(|| {
            Err(Unfit {
                file: frame.file.clone(),
                name: String::new(),
                flaws: vec![Flaw::Untold],
            })
        });
        return untold.into_iter().collect();
    };
    let (test, by) = parting(frame);
    let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for row in 0..frame.rows {
        let name = test.and_then(|t| t.words(row)).unwrap_or_default();
        rows.entry(name.trim()).or_default().push(row);
    }
    let parts = rows.into_iter().enumerate();
    parts
        .filter_map(|(number, (name, rows))| {
            let read = experiment(frame, &rows, (visitors, &bought), &by)?;
            Some(match read {
                Ok(of) => Ok(Experiment {
                    name: name.to_owned(),
                    number,
                    ..of
                }),
                Err(flaws) => Err(Unfit {
                    file: frame.file.clone(),
                    name: name.to_owned(),
                    flaws,
                }),
            })
        })
        .collect()
}

/// One test of a file, of these rows.
fn experiment(
    frame: &Frame,
    rows: &[usize],
    (visitors, bought): (&str, &Bought<'_>),
    by: &[&Column],
) -> Option<Result<Experiment, Vec<Flaw>>> {
    let mut arms: BTreeSet<&str> = BTreeSet::new();
    let mut counts: BTreeMap<(String, &str), Count> = BTreeMap::new();
    let mut more: BTreeMap<String, (usize, f64, f64)> = BTreeMap::new();
    let (mut blank, mut odd) = (0, 0);
    for &row in rows {
        let Some(name) = frame.words("variant", row).map(str::trim) else {
            continue;
        };
        arms.insert(name);
        let seen = frame.number(visitors, row);
        let Some((seen, sold)) = seen.zip(bought.number(row, seen)) else {
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
        let place: Vec<&str> = by
            .iter()
            .map(|c| c.words(row).unwrap_or_default().trim())
            .map(|word| if word.is_empty() { "–" } else { word })
            .collect();
        let count = counts.entry((place.join(" · "), name)).or_default();
        count.visitors += seen as i64;
        count.conversions += libm::round(sold) as i64;
        count.rows.push(row as u32);
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
    let mut arms: Vec<&str> = arms.into_iter().collect();
    if flaws.is_empty() {
        let seen = |arm: &str| counts.iter().any(|(k, c)| k.1 == arm && c.visitors > 0);
        let unseen = arms.iter().filter(|arm| !seen(arm));
        flaws.extend(unseen.map(|arm| Flaw::Unseen((*arm).to_owned())));
    }
    if let [only] = arms.as_slice() {
        flaws.push(Flaw::Alone((*only).to_owned()));
    }
    if !flaws.is_empty() {
        return is_test(frame).then_some(Err(flaws));
    }
    // The rest stays by name.
    table::order::sort_by_key(&mut arms, |arm| !is_baseline(arm));
    let places: BTreeSet<String> = counts.keys().map(|(place, _)| place.clone()).collect();
    let strata: Vec<Stratum> = places
        .into_iter()
        .map(|name| Stratum {
            counts: arms
                .iter()
                .map(|arm| counts.remove(&(name.clone(), *arm)).unwrap_or_default())
                .collect(),
            name,
        })
        .collect();
    let parted = strata.len() > 1;
    let money = ["line_total", "conversion_value"];
    Some(Ok(Experiment {
        table: frame.table,
        file: frame.file.clone(),
        name: String::new(),
        number: 0,
        arms: arms.into_iter().map(str::to_owned).collect(),
        by: by
            .iter()
            .filter(|_| parted)
            .map(|c| c.name.clone())
            .collect(),
        strata,
        revenue: money.into_iter().any(|role| frame.column(role).is_some()),
        rated: matches!(bought, Bought::Rate(_)),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
