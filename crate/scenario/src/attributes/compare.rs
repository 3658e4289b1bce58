//! What titles with a value bring, against titles of the same group with other values.

use std::collections::BTreeMap;

use analysis::statistics::{benjamini_hochberg, normal_two_sided, quantile_sorted};

use crate::random::Random;

/// Titles that a value must have to be compared, and that its others must have.
pub(super) const EACH: usize = 5;
/// Titles that an attribute must have.
pub(super) const ALL: usize = 20;
/// Values of an attribute that are compared.
const VALUES: usize = 40;
/// Numbers that are drawn for an attribute, about.
const DRAWS: usize = 2_000_000;

/// A title as it is compared.
pub(super) struct Sold<'a> {
    /// Its place among the entries.
    pub(super) item: usize,
    pub(super) revenue: f64,
    /// The group within which it is compared.
    pub(super) group: Option<&'a str>,
    /// What it says.
    pub(super) values: Vec<&'a str>,
}

/// A value, and how its titles sell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Compared {
    pub(super) value: String,
    /// Places of its titles.
    pub(super) items: Vec<usize>,
    pub(super) revenue: f64,
    /// Revenue per title.
    pub(super) mean: f64,
    /// 95 %.
    pub(super) interval: (f64, f64),
    /// Against what titles of the same groups with other values bring, with 95 %; `None`: there are too few of them.
    pub(super) ratio: Option<(f64, f64, f64)>,
    /// Of a rank test within groups; `None` as of the ratio.
    pub(super) p: Option<f64>,
    /// Adjusted for all values of all attributes.
    pub(super) q: Option<f64>,
    /// What its titles bring more or less than they would at the others' average.
    pub(super) stakes: f64,
    /// Whether price or age explain it well enough.
    pub(super) explained: bool,
}

impl Compared {
    /// Whether the test and the interval say the same: more (`Some(true)`), or less.
    pub(super) fn clear(&self) -> Option<bool> {
        let ((ratio, low, high), q) = (self.ratio?, self.q?);
        match ratio > 1.0 {
            _ if q >= 0.05 => None,
            true => (low > 1.0).then_some(true),
            false => (high < 1.0).then_some(false),
        }
    }
}

/// A title within its group.
struct Entry {
    revenue: f64,
    values: Vec<usize>,
}

/// The values of an attribute, most titles first; none where too few titles have it. `seed`: any number, the same for the same attribute.
pub(super) fn compare(sold: &[Sold<'_>], seed: u64) -> Vec<Compared> {
    let mut titles: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, sold) in sold.iter().enumerate() {
        for value in &sold.values {
            titles.entry(value).or_default().push(at);
        }
    }
    let mut values: Vec<(&str, Vec<usize>)> = titles
        .into_iter()
        .filter(|(_, titles)| titles.len() >= EACH)
        .collect();
    if sold.len() < ALL || values.len() < 2 {
        return Vec::new();
    }
    table::order::sort_by(&mut values, |a, b| {
        b.1.len().cmp(&a.1.len()).then(a.0.cmp(b.0))
    });
    values.truncate(VALUES);
    let place: BTreeMap<&str, usize> = values.iter().map(|(v, _)| *v).zip(0..).collect();
    let mut groups: BTreeMap<Option<&str>, Vec<Entry>> = BTreeMap::new();
    for sold in sold {
        let values = sold.values.iter();
        groups.entry(sold.group).or_default().push(Entry {
            revenue: sold.revenue,
            values: values.filter_map(|v| place.get(v).copied()).collect(),
        });
    }
    let groups: Vec<Vec<Entry>> = groups.into_values().collect();
    let everything: Vec<Vec<usize>> = groups.iter().map(|g| (0..g.len()).collect()).collect();
    let point = sums(&groups, &everything, values.len());
    let draws = drawn(&groups, values.len(), sold.len(), seed);
    let tests = rank_tests(&groups, values.len());
    let values = values.into_iter().enumerate();
    values
        .map(|(at, (value, titles))| {
            let enough = point[at].matched >= EACH as f64 && point[at].others >= EACH;
            let spread = |of: &dyn Fn(&Sums) -> Option<f64>| {
                let mut all: Vec<f64> = draws.iter().filter_map(|d| of(&d[at])).collect();
                table::order::floats(&mut all);
                let low = quantile_sorted(&all, 0.025);
                low.zip(quantile_sorted(&all, 0.975))
            };
            let mean = point[at].mean().unwrap_or(0.0);
            let ratio = point[at].ratio().filter(|_| enough).and_then(|ratio| {
                let (low, high) = spread(&Sums::ratio)?;
                Some((ratio, low, high))
            });
            Compared {
                value: value.to_owned(),
                revenue: point[at].revenue,
                mean,
                interval: spread(&Sums::mean).unwrap_or((mean, mean)),
                p: ratio.and_then(|_| tests[at]),
                ratio,
                q: None,
                stakes: (point[at].actual - point[at].expected).abs(),
                explained: false,
                items: titles.iter().map(|at| sold[*at].item).collect(),
            }
        })
        .collect()
}

/// Adjusts for all values of all attributes together.
pub(super) fn adjust(all: &mut [Vec<Compared>]) {
    let tested = || {
        let values = all.iter().flatten();
        values.filter_map(|v| v.p).collect::<Vec<f64>>()
    };
    let mut adjusted = benjamini_hochberg(&tested()).into_iter();
    for value in all.iter_mut().flatten().filter(|v| v.p.is_some()) {
        value.q = adjusted.next();
    }
}

/// Sums over the titles of a value.
#[derive(Clone, Default)]
struct Sums {
    titles: f64,
    revenue: f64,
    /// Titles in groups that have others too, and what they bring.
    matched: f64,
    actual: f64,
    /// What they would bring if each brought what the others of its group do on average.
    expected: f64,
    /// Others in these groups.
    others: usize,
}

impl Sums {
    fn mean(&self) -> Option<f64> {
        (self.titles > 0.0).then(|| self.revenue / self.titles)
    }

    fn ratio(&self) -> Option<f64> {
        (self.expected > 0.0 && self.matched > 0.0).then(|| self.actual / self.expected)
    }
}

/// Sums by value over chosen entries of each group.
fn sums(groups: &[Vec<Entry>], chosen: &[Vec<usize>], values: usize) -> Vec<Sums> {
    let mut sums = vec![Sums::default(); values];
    let mut own = vec![(0_usize, 0.0_f64); values];
    for (group, chosen) in groups.iter().zip(chosen) {
        let mut whole = 0.0;
        let mut seen: Vec<usize> = Vec::new();
        for entry in chosen.iter().map(|at| &group[*at]) {
            whole += entry.revenue;
            for &value in &entry.values {
                if own[value].0 == 0 {
                    seen.push(value);
                }
                own[value].0 += 1;
                own[value].1 += entry.revenue;
            }
        }
        for value in seen {
            let (titles, revenue) = std::mem::take(&mut own[value]);
            let sum = &mut sums[value];
            sum.titles += titles as f64;
            sum.revenue += revenue;
            let others = chosen.len() - titles;
            if others > 0 {
                sum.matched += titles as f64;
                sum.actual += revenue;
                sum.expected += titles as f64 * (whole - revenue) / others as f64;
                sum.others += others;
            }
        }
    }
    sums
}

/// Sums over titles drawn anew within each group: the bootstrap of products.
fn drawn(groups: &[Vec<Entry>], values: usize, titles: usize, seed: u64) -> Vec<Vec<Sums>> {
    let mut random = Random::new(seed);
    let count = (DRAWS / titles.max(1)).clamp(200, 1000);
    (0..count)
        .map(|_| {
            let mut chosen: Vec<Vec<usize>> = Vec::with_capacity(groups.len());
            for group in groups {
                chosen.push(group.iter().map(|_| random.below(group.len())).collect());
            }
            sums(groups, &chosen, values)
        })
        .collect()
}

/// Two-sided p-values by value: Wilcoxon's rank sums within groups, weighed by 1 / (n + 1) (van Elteren 1960), with
/// ties. A few titles that sell far more than all others weigh no more than their rank.
fn rank_tests(groups: &[Vec<Entry>], values: usize) -> Vec<Option<f64>> {
    let mut sum = vec![0.0; values];
    let mut variance = vec![0.0; values];
    for group in groups {
        let n = group.len() as f64;
        if group.len() < 2 {
            continue;
        }
        let ranks = ranks(group);
        let middle = (n + 1.0) / 2.0;
        let spread: f64 = ranks.iter().map(|r| (r - middle) * (r - middle)).sum();
        let mut own: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
        for (entry, rank) in group.iter().zip(&ranks) {
            for &value in &entry.values {
                let (titles, above) = own.entry(value).or_default();
                *titles += 1.0;
                *above += rank - middle;
            }
        }
        let weight = 1.0 / (n + 1.0);
        for (value, (titles, above)) in own {
            sum[value] += weight * above;
            variance[value] += weight * weight * titles * (n - titles) * spread / (n * (n - 1.0));
        }
    }
    let tests = sum.into_iter().zip(variance);
    tests
        .map(|(sum, variance)| {
            (variance > 0.0).then(|| normal_two_sided(sum / libm::sqrt(variance)))
        })
        .collect()
}

/// Ranks from 1, equal ones at their middle.
fn ranks(group: &[Entry]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..group.len()).collect();
    table::order::sort_by(&mut order, |a, b| {
        group[*a].revenue.total_cmp(&group[*b].revenue)
    });
    let mut ranks = vec![0.0; group.len()];
    let mut from = 0;
    while from < order.len() {
        let revenue = group[order[from]].revenue;
        let equal = order[from..].iter();
        let to = from
            + equal
                .take_while(|at| group[**at].revenue == revenue)
                .count();
        for at in &order[from..to] {
            ranks[*at] = (from + 1 + to) as f64 / 2.0;
        }
        from = to;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Titles of two groups: red ones bring twice what the others of their group do.
    fn shop() -> Vec<Sold<'static>> {
        let group = |group, base: f64, first: usize| {
            (0..12).map(move |at| Sold {
                item: first + at,
                revenue: (base + (at / 2) as f64) * if at % 2 == 0 { 2.0 } else { 1.0 },
                group: Some(group),
                values: vec![if at % 2 == 0 { "red" } else { "blue" }],
            })
        };
        group("mugs", 100.0, 0)
            .chain(group("plates", 10.0, 12))
            .collect()
    }

    #[test]
    fn a_value_is_held_against_the_others_of_its_group() {
        let mut all = [compare(&shop(), 1)];
        adjust(&mut all);
        let red = all[0].iter().find(|v| v.value == "red").expect("red");
        // 2 · (100 + … + 105) + 2 · (10 + … + 15) = 1,230 + 150 over 12.
        assert_eq!(
            (red.items.len(), red.revenue, red.mean),
            (12, 1380.0, 115.0)
        );
        let (ratio, low, high) = red.ratio.expect("others");
        assert!((ratio - 2.0).abs() < 1e-12, "{ratio}");
        assert!(low > 1.8 && high < 2.2, "{low} {high}");
        assert_eq!(red.clear(), Some(true));
        let blue = all[0].iter().find(|v| v.value == "blue").expect("blue");
        assert_eq!(blue.clear(), Some(false));
    }

    /// In each group of 12, six ranks 7 to 12: above by 18 with variance 6·6·143/(12·11) = 39; weights are equal and
    /// cancel: z = 2·18 / √(2·39).
    #[test]
    fn ranks_are_tested_within_groups() {
        let all = compare(&shop(), 1);
        let z = 36.0 / libm::sqrt(78.0);
        let p = all[0].p.expect("a test");
        assert!((p - normal_two_sided(z)).abs() < 1e-12, "{p}");
    }

    #[test]
    fn one_title_that_sells_far_more_makes_no_difference_clear() {
        let mut sold = shop();
        for sold in &mut sold {
            sold.revenue = 10.0 + (sold.item % 7) as f64;
        }
        sold[0].revenue = 1e6;
        let mut all = [compare(&sold, 1)];
        adjust(&mut all);
        assert!(all[0].iter().all(|v| v.clear().is_none()), "{all:?}");
        assert!(all[0].iter().any(|v| v.ratio.is_some_and(|r| r.0 > 100.0)));
    }

    #[test]
    fn few_titles_are_not_compared() {
        assert!(compare(&shop()[..19], 1).is_empty());
        let mut sold = shop();
        for sold in sold.iter_mut().filter(|s| s.values == ["blue"]).take(8) {
            sold.values = vec!["green", "grey"];
        }
        sold.truncate(20);
        for sold in &mut sold {
            sold.values.retain(|v| *v == "red");
        }
        assert!(compare(&sold, 1).is_empty());
    }

    #[test]
    fn equal_revenues_share_a_rank() {
        let of = |revenue| Entry {
            revenue,
            values: Vec::new(),
        };
        let group: Vec<Entry> = [5.0, 1.0, 5.0, 9.0].into_iter().map(of).collect();
        assert_eq!(ranks(&group), [2.5, 1.0, 2.5, 4.0]);
    }
}
