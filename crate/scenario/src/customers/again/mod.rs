//! Who buys again next: logistic regression and boosted trees on what is known of each customer, tried on a later time
//! than they were learned from, beside BG/NBD.

mod features;
mod tables;
#[cfg(test)]
mod tests;

use predict::{
    BgNbd, Confusion, Customer, Estimate, Evaluation, Model, Settings, ThresholdRule, TreeSettings,
    areas_with_intervals,
};

use super::buyers::Buyer;
use super::value::{WEEK, customer};
use crate::scene::Scene;
use features::{Fact, Facts, History, columns, histories, telling};
pub(super) use tables::blocks;

/// Days within which somebody buys again, at least and at most; between them the shop's usual gap.
const DAYS: (f64, f64) = (30.0, 90.0);
/// Customers who buy again, and who do not, that each time needs.
const LEAST: usize = 50;
/// Customers that are learned from and tried on: under a second.
const SAMPLE: usize = 4_000;
/// Customers listed.
const LISTED: usize = 20;
/// What missing a buyer costs, in contacts made in vain.
const COSTS: [f64; 4] = [2.0, 5.0, 10.0, 20.0];
/// Bootstrap samples of the intervals, as many as an evaluation takes.
const DRAWS: usize = 400;

/// Another way to rank customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// By purchases that BG/NBD expects.
    Purchases,
    /// By the probability of still being a customer.
    Alive,
}

/// How well another way ranks.
struct Rival {
    way: Way,
    auc: Estimate,
    pr_auc: Estimate,
}

/// Whom to contact where missing a buyer costs so many contacts made in vain.
struct Cost {
    times: f64,
    threshold: f64,
    picked: usize,
    found: f64,
    right: f64,
}

/// A customer who is listed.
struct Told {
    /// Position among the buyers.
    buyer: usize,
    probability: f64,
    /// The probability so many days before; `None` of who had not bought yet.
    before: Option<f64>,
    facts: Facts,
    /// What each of [`Again::facts`] adds to the log-odds.
    adds: Vec<f64>,
}

/// Customers by what they will do next.
struct Next {
    /// Log-odds of an average customer.
    base: f64,
    /// Those most likely to buy again.
    likely: Vec<Told>,
    /// The first of those who were as likely to buy as the average or more, and have become less than half as likely as
    /// they were, by what they spent.
    risk: Vec<Told>,
    /// How many they are, and what they spent, minor units.
    all_at_risk: (usize, i64),
}

/// What came of it.
pub(super) struct Again {
    /// Days within which somebody buys again.
    days: i32,
    /// The day up to which it was learned, and that up to which it was tried.
    cuts: [i32; 2],
    /// The last day.
    end: i32,
    /// Customers learned from.
    learned: usize,
    /// Customers of the shop.
    customers: usize,
    /// Whether only some of them were learned from and tried on.
    sampled: bool,
    /// Weights of the logistic regression and of the trees.
    weights: [f64; 2],
    evaluation: Evaluation,
    auc: Estimate,
    pr_auc: Estimate,
    rivals: Vec<Rival>,
    /// The area under the ROC curve less that by purchases that BG/NBD expects, with its 95 % interval.
    better: Option<Estimate>,
    costs: Vec<Cost>,
    /// What is learned from.
    facts: Vec<Fact>,
    /// `None` where nothing was learned.
    next: Option<Next>,
}

/// Why it cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lacking {
    /// Days of orders.
    Days {
        /// Needed.
        needs: i32,
        /// There are.
        has: i32,
    },
    /// Customers who buy again, or do not.
    Customers {
        /// The span that is looked at.
        days: i32,
        /// Of the rarer kind.
        has: usize,
    },
    /// Anything in which customers differ.
    Difference,
}

/// Customers at a day, and whether they bought again in the days after.
struct Part {
    who: Vec<usize>,
    rows: Vec<Facts>,
    labels: Vec<bool>,
}

impl Part {
    fn at(histories: &[History<'_>], of: &[usize], day: i32, days: i32) -> Self {
        let mut part = Self {
            who: Vec::new(),
            rows: Vec::new(),
            labels: Vec::new(),
        };
        for &at in of {
            if let Some(facts) = histories[at].facts(day) {
                part.who.push(at);
                part.rows.push(facts);
                part.labels.push(histories[at].buys(day, days));
            }
        }
        part
    }

    /// Customers of the rarer kind.
    fn rarer(&self) -> usize {
        let yes = self.labels.iter().filter(|l| **l).count();
        yes.min(self.labels.len() - yes)
    }

    fn fit(&self, facts: &[Fact]) -> Option<Model> {
        Model::fit(&columns(&self.rows, facts)?, &self.labels, &settings()).ok()
    }
}

/// Quick to fit: few columns, and hardly more than their signs and bends to learn.
fn settings() -> Settings {
    Settings {
        seed: 1,
        folds: 3,
        trees: TreeSettings {
            rounds: 120,
            patience: 12,
            learning_rate: 0.1,
            leaves: 8,
            depth: 4,
            rows_in_leaf: 20,
            ..TreeSettings::default()
        },
        ..Settings::default()
    }
}

/// Learns who buys again, tries it, and tells of whom to expect it. `gap`: the usual days between purchases.
pub(super) fn again(
    scene: &Scene<'_>,
    buyers: &[Buyer],
    end: i32,
    gap: f64,
) -> Result<Again, Lacking> {
    let days = libm::round(gap).clamp(DAYS.0, DAYS.1) as i32;
    let first = buyers.iter().map(Buyer::first).min().unwrap_or(end);
    let (needs, has) = (3 * days, end - first + 1);
    if has < needs {
        return Err(Lacking::Days { needs, has });
    }
    let cuts = [end - 2 * days, end - days];
    let histories = histories(scene, buyers);
    let sample = sample(scene, buyers);
    let [learned, tried] = cuts.map(|cut| Part::at(&histories, &sample, cut, days));
    let rarer = learned.rarer().min(tried.rarer());
    if rarer < LEAST {
        return Err(Lacking::Customers { days, has: rarer });
    }
    let facts = telling(&learned.rows);
    let alike = Lacking::Difference;
    let model = learned.fit(&facts).ok_or(alike)?;
    let rows = columns(&tried.rows, &facts).ok_or(alike)?;
    let p = model.predict(&rows).probabilities;
    let decide = |threshold: f64| -> Vec<bool> { p.iter().map(|p| *p >= threshold).collect() };
    let decisions = decide(model.threshold());
    let evaluation = Evaluation::of(&p, &decisions, &tried.labels, &[], 1).map_err(|_| alike)?;
    let (auc, pr_auc) = evaluation.auc.zip(evaluation.pr_auc).ok_or(alike)?;
    let scores = rivals(buyers, &tried, cuts[1], days);
    let rivals = scores.iter().filter_map(|(way, scores)| {
        let (auc, pr_auc) = areas_with_intervals(scores, &tried.labels, &[], DRAWS, 1)?;
        Some(Rival {
            way: *way,
            auc,
            pr_auc,
        })
    });
    let cost = |&times: &f64| {
        let (missed, alarm) = (times, 1.0);
        let threshold = model.threshold_by(ThresholdRule::Cost { missed, alarm });
        let confusion = Confusion::of(&decide(threshold), &tried.labels);
        let of = confusion.positive();
        Cost {
            times,
            threshold,
            picked: confusion.true_positive + confusion.false_positive,
            found: of.recall,
            right: of.precision,
        }
    };
    let fit = model.summary();
    Ok(Again {
        days,
        cuts,
        end,
        learned: learned.rows.len(),
        customers: buyers.len(),
        sampled: sample.len() < buyers.len(),
        weights: [fit.logistic_weight, fit.trees_weight],
        auc,
        pr_auc,
        better: scores
            .first()
            .and_then(|s| difference(&p, &s.1, &tried.labels)),
        rivals: rivals.collect(),
        costs: COSTS.iter().map(cost).collect(),
        next: (auc.low > 0.5)
            .then(|| {
                next(
                    &histories,
                    &tried,
                    &facts,
                    [cuts[1], end],
                    evaluation.base_rate,
                )
            })
            .flatten(),
        evaluation,
        facts,
    })
}

/// Positions of the buyers that are learned from and tried on: all, or those whose names have the lowest prints. In the
/// order of these, so that the order of the rows decides nothing.
fn sample(scene: &Scene<'_>, buyers: &[Buyer]) -> Vec<usize> {
    let names = &scene.ledger.customers;
    let name = |at: usize| {
        names
            .get(buyers[at].code as usize)
            .map_or("", |n| n.as_str())
    };
    let mut all: Vec<(u64, usize)> = (0..buyers.len()).map(|at| (print(name(at)), at)).collect();
    table::order::top_by(&mut all, SAMPLE, |a, b| {
        a.0.cmp(&b.0).then_with(|| name(a.1).cmp(name(b.1)))
    });
    all.into_iter().take(SAMPLE).map(|one| one.1).collect()
}

/// A number that looks random and is a text's own: FNV-1a, mixed.
fn print(text: &str) -> u64 {
    let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    let mixed = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 33)
}

/// What BG/NBD, fitted on the same customers up to the same day, ranks them by; none where it has no answer.
fn rivals(buyers: &[Buyer], of: &Part, cut: i32, days: i32) -> Vec<(Way, Vec<f64>)> {
    let known = of.who.iter().filter_map(|&at| buyers[at].until(cut));
    let known: Vec<Customer> = known.map(|b| customer(&b, cut)).collect();
    let Ok(model) = BgNbd::fit(&known) else {
        return Vec::new();
    };
    let weeks = f64::from(days) / WEEK;
    let purchases = |c: &Customer| model.conditional_purchases(c, weeks);
    vec![
        (Way::Purchases, known.iter().map(purchases).collect()),
        (
            Way::Alive,
            known.iter().map(|c| model.probability_alive(c)).collect(),
        ),
    ]
}

/// The difference between the areas under two ROC curves of the same rows, with its 95 % interval; `None` with fewer
/// than two rows of a class.
///
/// # Source
/// DeLong, DeLong & Clarke-Pearson 1988.
fn difference(a: &[f64], b: &[f64], labels: &[bool]) -> Option<Estimate> {
    let (mut value, mut variance) = (0.0, 0.0);
    for class in [true, false] {
        let (a, b) = (placements(a, labels, class), placements(b, labels, class));
        let n = a.len() as f64;
        if n < 2.0 {
            return None;
        }
        let apart: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
        let mean = apart.iter().sum::<f64>() / n;
        let squares: f64 = apart.iter().map(|d| (d - mean) * (d - mean)).sum();
        variance += squares / (n - 1.0) / n;
        if class {
            value = mean;
        }
    }
    let wide = 1.96 * variance.sqrt();
    Some(Estimate {
        value,
        low: value - wide,
        high: value + wide,
    })
}

/// Of each row of a class, the share of the other class that scores lower, equal scores counted half.
fn placements(scores: &[f64], labels: &[bool], class: bool) -> Vec<f64> {
    let of = |class: bool| {
        let rows = scores.iter().zip(labels);
        rows.filter(move |row| *row.1 == class).map(|row| *row.0)
    };
    let mut others: Vec<f64> = of(!class).collect();
    table::order::floats(&mut others);
    let n = others.len().max(1) as f64;
    of(class)
        .map(|score| {
            let below = others.partition_point(|o| *o < score);
            let upto = others.partition_point(|o| *o <= score);
            (below + upto) as f64 / 2.0 / n
        })
        .collect()
}

/// What to expect from the last day on, and what was to be expected before: the model learned anew from the latest time.
fn next(
    histories: &[History<'_>],
    latest: &Part,
    facts: &[Fact],
    [cut, end]: [i32; 2],
    usual: f64,
) -> Option<Next> {
    let model = latest.fit(facts)?;
    let rows: Vec<Facts> = histories.iter().filter_map(|h| h.facts(end)).collect();
    if rows.len() != histories.len() {
        return None;
    }
    let p = model.predict(&columns(&rows, facts)?).probabilities;
    let mut before = vec![None; rows.len()];
    let known = |at: usize| Some((at, histories[at].facts(cut)?));
    let (who, then): (Vec<usize>, Vec<Facts>) = (0..rows.len()).filter_map(known).unzip();
    let earlier = model.predict(&columns(&then, facts)?).probabilities;
    for (at, p) in who.into_iter().zip(earlier) {
        before[at] = Some(p);
    }
    let spent = |at: usize| histories[at].buyer.spent();
    let mut likely: Vec<usize> = (0..rows.len()).collect();
    table::order::top_by(&mut likely, LISTED, |&a, &b| {
        (p[b].total_cmp(&p[a]))
            .then(spent(b).cmp(&spent(a)))
            .then(a.cmp(&b))
    });
    likely.truncate(LISTED);
    let at_risk = |at: &usize| before[*at].is_some_and(|b| b >= usual && p[*at] < b / 2.0);
    let mut risk: Vec<usize> = (0..rows.len()).filter(at_risk).collect();
    let all_at_risk = (risk.len(), risk.iter().map(|at| spent(*at)).sum());
    table::order::top_by(&mut risk, LISTED, |&a, &b| {
        spent(b).cmp(&spent(a)).then(a.cmp(&b))
    });
    risk.truncate(LISTED);
    let mut base = 0.0;
    let mut told = |of: &[usize]| -> Option<Vec<Told>> {
        let own: Vec<Facts> = of.iter().map(|&at| rows[at]).collect();
        let explanation = model.explain(&columns(&own, facts)?);
        base = explanation.base;
        let adds = of.iter().zip(explanation.contributions);
        let told = adds.map(|(&at, adds)| Told {
            buyer: at,
            probability: p[at],
            before: before[at],
            facts: rows[at],
            adds,
        });
        Some(told.collect())
    };
    let (likely, risk) = (told(&likely)?, told(&risk)?);
    Some(Next {
        base,
        likely,
        risk,
        all_at_risk,
    })
}
