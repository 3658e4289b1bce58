//! Association rules: who buys these, buys that.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{Error, Progress};

/// What a rule must have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RuleSettings {
    /// The least share of baskets that hold all of a rule's items.
    pub support: f64,
    /// The least share of baskets with the antecedent that also hold the consequent.
    pub confidence: f64,
    /// The most items of a rule, both sides together; at least 2.
    pub longest: usize,
    /// Itemsets after which the search stops and says so.
    pub most_sets: usize,
}

impl Default for RuleSettings {
    fn default() -> Self {
        Self {
            support: 0.006,
            confidence: 0.25,
            longest: 5,
            most_sets: 200_000,
        }
    }
}

/// Baskets with the items of `antecedent` hold `consequent` too, more often than others or less.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rule {
    /// The items on the left, ascending.
    pub antecedent: Vec<u32>,
    /// The item on the right.
    pub consequent: u32,
    /// Baskets with all of them.
    pub together: u32,
    /// Baskets with the left side.
    pub with_antecedent: u32,
    /// Baskets with the right side.
    pub with_consequent: u32,
    /// together / baskets, 0 to 1.
    pub support: f64,
    /// together / with antecedent, 0 to 1.
    pub confidence: f64,
    /// confidence / share of the consequent; 1 = independent.
    pub lift: f64,
    /// (1 − share of the consequent) / (1 − confidence); `None` where the confidence is 1, and it is infinite.
    pub conviction: Option<f64>,
    /// Pearson's χ² of the 2×2 table, without correction, one degree of freedom.
    pub chi_square: f64,
    /// Chance of a χ² as large for independent sides.
    pub p_value: f64,
    /// The share of false discoveries among rules with a p-value as small or smaller (Benjamini–Hochberg over all rules of frequent itemsets, whatever their confidence).
    pub q_value: f64,
}

/// Rules, and how they were found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Rules {
    /// Highest lift first.
    pub rules: Vec<Rule>,
    /// Baskets counted; empty ones are none.
    pub baskets: u32,
    /// Frequent itemsets of two items or more.
    pub sets: usize,
    /// Rules that were tested: each item of each set as the consequent.
    pub tested: usize,
    /// Whether the search stopped at `most_sets`.
    pub cut_short: bool,
}

/// Finds all rules with one item on the right.
///
/// Order and repetition within a basket do not matter, nor does the order of baskets.
///
/// # Errors
/// [`Error::NoInteractions`] without a basket, [`Error::BadSetting`], [`Error::Cancelled`].
///
/// # Source
/// Agrawal & Srikant 1994; itemsets by Eclat (Zaki 2000); conviction: Brin et al. 1997; Benjamini & Hochberg 1995.
pub fn association_rules(
    baskets: &[Vec<u32>],
    settings: RuleSettings,
    progress: Progress<'_>,
) -> Result<Rules, Error> {
    for (what, value) in [
        ("support", settings.support),
        ("confidence", settings.confidence),
    ] {
        if !(0.0..=1.0).contains(&value) {
            return Err(Error::BadSetting {
                what,
                value,
                must: "0 to 1",
            });
        }
    }
    let mut lists: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut count = 0_u32;
    for basket in baskets.iter().filter(|basket| !basket.is_empty()) {
        for &item in basket {
            let list = lists.entry(item).or_default();
            if list.last() != Some(&count) {
                list.push(count);
            }
        }
        count += 1;
    }
    if count == 0 {
        return Err(Error::NoInteractions);
    }
    // A share of 0.3 of ten baskets is three: the rounding of the product must not ask for a fourth.
    let least = libm::ceil(settings.support * f64::from(count) - 1e-9).max(1.0) as usize;
    let frequent: Vec<Item> = lists
        .into_iter()
        .filter(|(_, list)| list.len() >= least)
        .map(|(item, baskets)| Item {
            item,
            count: baskets.len() as u32,
            baskets,
        })
        .collect();
    let mut search = Search {
        least,
        longest: settings.longest.max(2),
        most: settings.most_sets,
        found: BTreeMap::new(),
        cut_short: false,
        progress,
    };
    search.run(&frequent, count as usize)?;
    let Search {
        found, cut_short, ..
    } = search;
    Ok(rules_of(&found, count, settings.confidence, cut_short))
}

struct Search<'a> {
    least: usize,
    longest: usize,
    most: usize,
    found: BTreeMap<Vec<u32>, u32>,
    cut_short: bool,
    progress: Progress<'a>,
}

/// An item that may be next in a set, and the baskets that hold it with all before; where no set may get longer, their number alone.
struct Item {
    item: u32,
    count: u32,
    baskets: Vec<u32>,
}

impl Search<'_> {
    /// Every set of the items. Pairs are counted basket by basket: most of them are seldom, and their lists need not be compared.
    fn run(&mut self, items: &[Item], baskets: usize) -> Result<(), Error> {
        let mut held: Vec<Vec<u32>> = vec![Vec::new(); baskets];
        for (at, item) in items.iter().enumerate() {
            for &basket in &item.baskets {
                held[basket as usize].push(at as u32);
            }
        }
        let mut both = vec![0_u32; items.len()];
        let mut prefix = Vec::new();
        for (at, item) in items.iter().enumerate() {
            if !(self.progress)(at as f32 / items.len() as f32) {
                return Err(Error::Cancelled);
            }
            if !self.keep(&mut prefix, item) {
                return Ok(());
            }
            both.fill(0);
            for &basket in &item.baskets {
                for &other in held[basket as usize].iter().rev() {
                    if other as usize <= at {
                        break;
                    }
                    both[other as usize] += 1;
                }
            }
            let longer = self.longest > 2;
            let next: Vec<Item> = (at + 1..items.len())
                .filter(|&other| both[other] as usize >= self.least)
                .map(|other| Item {
                    item: items[other].item,
                    count: both[other],
                    baskets: match longer {
                        true => common(&item.baskets, &items[other].baskets),
                        false => Vec::new(),
                    },
                })
                .collect();
            self.extend(&mut prefix, &next)?;
            prefix.pop();
        }
        Ok(())
    }

    /// Puts an item behind a prefix and keeps the set; `false` where there are too many, and the prefix stays.
    fn keep(&mut self, prefix: &mut Vec<u32>, item: &Item) -> bool {
        if self.found.len() >= self.most {
            self.cut_short = true;
            return false;
        }
        prefix.push(item.item);
        self.found.insert(prefix.clone(), item.count);
        true
    }

    /// Every set that begins with `prefix`, whose possible next items are `items`.
    fn extend(&mut self, prefix: &mut Vec<u32>, items: &[Item]) -> Result<(), Error> {
        for (at, item) in items.iter().enumerate() {
            if !self.keep(prefix, item) {
                return Ok(());
            }
            if prefix.len() < self.longest {
                let next: Vec<Item> = items[at + 1..]
                    .iter()
                    .map(|other| {
                        let baskets = common(&item.baskets, &other.baskets);
                        Item {
                            item: other.item,
                            count: baskets.len() as u32,
                            baskets,
                        }
                    })
                    .filter(|both| both.baskets.len() >= self.least)
                    .collect();
                self.extend(prefix, &next)?;
            }
            prefix.pop();
        }
        Ok(())
    }
}

/// What is in both of two ascending lists.
fn common(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if x == y {
            out.push(*x);
        }
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    out
}

/// How much is in both of two ascending lists.
pub(crate) fn in_both(a: &[u32], b: &[u32]) -> u32 {
    let mut count = 0;
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        count += u32::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    count
}

fn rules_of(
    found: &BTreeMap<Vec<u32>, u32>,
    baskets: u32,
    confidence: f64,
    cut_short: bool,
) -> Rules {
    let mut out = Rules {
        baskets,
        cut_short,
        ..Rules::default()
    };
    let mut all = Vec::new();
    for (set, &together) in found.iter().filter(|(set, _)| set.len() >= 2) {
        out.sets += 1;
        for (at, &consequent) in set.iter().enumerate() {
            let mut antecedent = set.clone();
            antecedent.remove(at);
            // Where the search was cut short, a part of a set may not have been counted.
            let (Some(&left), Some(&right)) = (
                found.get(&antecedent),
                found.get(std::slice::from_ref(&consequent)),
            ) else {
                continue;
            };
            all.push(rule(
                antecedent,
                consequent,
                [together, left, right, baskets],
            ));
        }
    }
    out.tested = all.len();
    let p_values: Vec<f64> = all.iter().map(|rule| rule.p_value).collect();
    for (rule, q) in all.iter_mut().zip(benjamini_hochberg(&p_values)) {
        rule.q_value = q;
    }
    all.retain(|rule| rule.confidence >= confidence - 1e-12);
    all.sort_unstable_by(|a, b| {
        b.lift
            .total_cmp(&a.lift)
            .then_with(|| (&a.antecedent, a.consequent).cmp(&(&b.antecedent, b.consequent)))
    });
    out.rules = all;
    out
}

fn rule(antecedent: Vec<u32>, consequent: u32, counts: [u32; 4]) -> Rule {
    let [both, left, right, n] = counts.map(f64::from);
    let confidence = both / left;
    let margins = left * right * (n - left) * (n - right);
    let chi_square = if margins > 0.0 {
        let distance = both * n - left * right;
        distance * distance * n / margins
    } else {
        0.0
    };
    Rule {
        antecedent,
        consequent,
        together: counts[0],
        with_antecedent: counts[1],
        with_consequent: counts[2],
        support: both / n,
        confidence,
        lift: both * n / (left * right),
        conviction: (both < left).then(|| (1.0 - right / n) / (1.0 - confidence)),
        chi_square,
        p_value: libm::erfc(libm::sqrt(chi_square / 2.0)),
        q_value: 1.0,
    }
}

/// For each p-value the smallest share of false discoveries at which it would be one.
fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_unstable_by(|&a, &b| p_values[a].total_cmp(&p_values[b]).then(a.cmp(&b)));
    let mut out = vec![1.0; p_values.len()];
    let mut least = 1.0_f64;
    for (rank, &at) in order.iter().enumerate().rev() {
        least = least.min(p_values[at] * p_values.len() as f64 / (rank + 1) as f64);
        out[at] = least;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn baskets() -> Vec<Vec<u32>> {
        vec![
            vec![1, 2],
            vec![2, 1, 3, 1],
            vec![1, 2, 3],
            vec![3],
            vec![],
            vec![1],
        ]
    }

    #[test]
    fn figures_by_hand() {
        let settings = RuleSettings {
            support: 0.4,
            confidence: 0.9,
            ..RuleSettings::default()
        };
        let found = association_rules(&baskets(), settings, &mut |_| true).expect("baskets");
        assert_eq!((found.baskets, found.cut_short), (5, false));
        // {1, 2}, {1, 3}, {2, 3}, {1, 2, 3}: 2 → 1, {2, 3} → 1 and {1, 3} → 2 are certain.
        assert_eq!(found.sets, 4);
        assert_eq!(found.rules.len(), 3);
        let rule = found
            .rules
            .iter()
            .find(|r| r.antecedent == [2])
            .expect("2 → 1");
        assert_eq!((rule.consequent, rule.together), (1, 3));
        assert_eq!(
            (rule.support, rule.confidence, rule.conviction),
            (0.6, 1.0, None)
        );
        assert!((rule.lift - 1.25).abs() < 1e-12);
        // 2×2 table 3 0 / 1 1: χ² = 5·9/(3·4·2·1).
        assert!((rule.chi_square - 45.0 / 24.0).abs() < 1e-12);
    }

    #[test]
    fn order_does_not_matter() {
        let mut turned = baskets();
        turned.reverse();
        for basket in &mut turned {
            basket.reverse();
        }
        let settings = RuleSettings {
            support: 0.2,
            confidence: 0.1,
            ..RuleSettings::default()
        };
        let a = association_rules(&baskets(), settings, &mut |_| true);
        assert_eq!(a, association_rules(&turned, settings, &mut |_| true));
        assert!(a.is_ok_and(|rules| !rules.rules.is_empty()));
    }

    #[test]
    fn a_search_that_is_too_long_says_so() {
        let settings = RuleSettings {
            support: 0.0,
            most_sets: 3,
            ..RuleSettings::default()
        };
        let found = association_rules(&baskets(), settings, &mut |_| true);
        assert!(found.is_ok_and(|found| found.cut_short));
        let none = association_rules(&[vec![]], settings, &mut |_| true);
        assert_eq!(none, Err(Error::NoInteractions));
    }

    #[test]
    fn false_discoveries_as_in_statsmodels() {
        // statsmodels' multipletests([0.01, 0.04, 0.03, 0.5], method="fdr_bh").
        let q = benjamini_hochberg(&[0.01, 0.04, 0.03, 0.5]);
        for (q, wanted) in q
            .iter()
            .zip([0.04, 0.053_333_333_333, 0.053_333_333_333, 0.5])
        {
            assert!((q - wanted).abs() < 1e-9);
        }
    }
}
