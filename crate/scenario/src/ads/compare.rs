//! Campaigns against the rest, tired ads, and spend that never sold. Tests are adjusted together, those of what never
//! sold among themselves.

use std::collections::{BTreeMap, BTreeSet};

use analysis::statistics::{benjamini_hochberg, mann_kendall, normal_two_sided, student_two_sided};
use table::calendar::Date;

use super::rows::Row;
use super::tally::{LogRatio, Sums, two_proportions};

/// The width of what rows tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    Day,
    Week,
    Month,
}

/// Rows of one name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Unit {
    pub(crate) name: String,
    /// The finest name that it was made by: campaign 0, ad group 1, ad 2, search term 3.
    pub(crate) level: usize,
    /// Names of the campaigns that it is a part of.
    pub(crate) campaigns: BTreeSet<String>,
    pub(crate) sums: Sums,
    pub(crate) places: Vec<(u16, u32)>,
    /// By the first day of a step.
    pub(crate) steps: BTreeMap<i32, Sums>,
}

/// How a unit stands against all others.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Against {
    /// Relative difference of a rate and its adjusted p-value.
    pub(crate) ctr: Option<(f64, f64)>,
    pub(crate) cvr: Option<(f64, f64)>,
    pub(crate) roas: Option<(f64, f64)>,
    /// It sold nothing, and for certain: the adjusted p-value of that.
    pub(crate) unsold: Option<f64>,
    /// All others sold nothing for certain, so there is nothing to hold it against.
    pub(crate) alone: bool,
}

/// A unit whose click rate falls.
#[derive(Debug, Clone)]
pub(crate) struct Tired {
    pub(crate) unit: Unit,
    /// (first day of the step, CTR).
    pub(crate) rates: Vec<(i32, f64)>,
    /// CTR of the first and of the last quarter of steps.
    pub(crate) from: f64,
    pub(crate) to: f64,
    /// Adjusted p-value.
    pub(crate) q: f64,
    /// Steps are weeks (else days).
    pub(crate) weeks: bool,
}

/// A unit that cost and never sold.
#[derive(Debug, Clone)]
pub(crate) struct Unsold {
    pub(crate) unit: Unit,
    /// Adjusted p-value of no sale at the others' rate.
    pub(crate) q: f64,
}

/// Who a row is: its level, its name, and the name of its campaign.
pub(crate) type Named = (usize, String, String);

/// The results of all tests.
#[derive(Debug, Clone, Default)]
pub(crate) struct Compared {
    pub(crate) against: Vec<Against>,
    pub(crate) tired: Vec<Tired>,
    pub(crate) unsold: Vec<Unsold>,
    /// Units that cost and have not sold yet, without enough clicks to say more: how many, and their spend in millionths.
    pub(crate) unsold_yet: (usize, i64),
    /// The account's rate, which unsold units are held against.
    pub(crate) sale_rate: f64,
    /// All campaigns but those that sold nothing for certain: what the others are held against, each without itself.
    pub(crate) selling: Sums,
    /// Tests made.
    pub(crate) tests: usize,
}

/// The share of spend that a table's steps need to be everybody's.
const LEAST_SHARE: f64 = 0.2;

/// The steps of an account, and the tables that tell wider ones, or none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Steps {
    pub(crate) step: Option<Step>,
    /// Tables whose rows are in no step.
    pub(crate) coarse: BTreeSet<u16>,
}

impl Steps {
    /// The finest steps that tables of a fifth of the spend tell: a file of months beside one of days takes no days away.
    pub(crate) fn of(rows: &[Row]) -> Self {
        let mut tables: BTreeMap<u16, Vec<&Row>> = BTreeMap::new();
        for row in rows {
            tables.entry(row.place.0).or_default().push(row);
        }
        let spend = |rows: &[&Row]| -> f64 {
            let spent = rows.iter().filter_map(|r| r.sums.spend);
            spent.map(|s| s as f64).sum()
        };
        let whole: Vec<&Row> = rows.iter().collect();
        let wanted = LEAST_SHARE * spend(&whole);
        let told: Vec<(u16, Option<Step>, f64)> = tables
            .iter()
            .map(|(&table, rows)| (table, step(rows), spend(rows)))
            .collect();
        let covered = |step: Step| -> f64 {
            let within = told.iter().filter(|t| t.1.is_some_and(|own| own <= step));
            within.map(|t| t.2).sum()
        };
        let chosen = [Step::Day, Step::Week, Step::Month]
            .into_iter()
            .find(|&step| covered(step) > 0.0 && covered(step) >= wanted);
        let Some(step) = chosen else {
            return Self {
                step: step(&whole),
                coarse: BTreeSet::new(),
            };
        };
        // A table of one day tells no width of its own, and fits any.
        let fits = |&(table, own, _): &(u16, Option<Step>, f64)| match own {
            Some(own) => own <= step,
            None => tables[&table]
                .iter()
                .all(|r| r.days.is_some_and(|d| d.0 == d.1)),
        };
        Self {
            step: Some(step),
            coarse: told.iter().filter(|t| !fits(t)).map(|t| t.0).collect(),
        }
    }

    /// The first day of the step that a row is in.
    pub(crate) fn at(&self, row: &Row) -> Option<i32> {
        let step = self.step.filter(|_| !self.coarse.contains(&row.place.0))?;
        Some(step_of(row.days?.0, step))
    }
}

/// The width of steps, where rows tell one.
fn step(rows: &[&Row]) -> Option<Step> {
    let mut firsts: Vec<i32> = rows.iter().filter_map(|r| r.days).map(|d| d.0).collect();
    table::order::sort(&mut firsts);
    firsts.dedup();
    let longest = rows
        .iter()
        .filter_map(|r| r.days)
        .map(|d| d.1 - d.0 + 1)
        .max()?;
    let gap = firsts.windows(2).map(|w| w[1] - w[0]).min()?;
    match (longest, gap) {
        (1, 28..) => Some(Step::Month),
        (1, 7..) => Some(Step::Week),
        (1, _) => Some(Step::Day),
        (2..=7, _) => Some(Step::Week),
        (28..=31, _) => Some(Step::Month),
        _ => None,
    }
}

/// The first day of the step that a day lies in.
pub(crate) fn step_of(day: i32, step: Step) -> i32 {
    match step {
        Step::Day => day,
        Step::Week => day - (day + 3).rem_euclid(7),
        Step::Month => day - Date::of(day).day as i32 + 1,
    }
}

/// Rows brought together by a name, by spend, then name.
pub(crate) fn units<'a>(
    rows: impl Iterator<Item = &'a Row>,
    steps: &Steps,
    named: impl Fn(&Row) -> Named,
) -> Vec<Unit> {
    let mut by_name: BTreeMap<String, Unit> = BTreeMap::new();
    for row in rows {
        let (level, name, campaign) = named(row);
        let unit = by_name.entry(name).or_default();
        unit.level = unit.level.max(level);
        unit.campaigns.insert(campaign);
        unit.sums.add(&row.sums);
        unit.places.push(row.place);
        if let Some(at) = steps.at(row) {
            unit.steps.entry(at).or_default().add(&row.sums);
        }
    }
    let mut out: Vec<Unit> = by_name
        .into_iter()
        .map(|(name, unit)| Unit { name, ..unit })
        .collect();
    let size = |u: &Unit| (u.sums.spend.unwrap_or(0), u.sums.clicks.unwrap_or(0));
    table::order::sort_by(&mut out, |a, b| {
        size(b).cmp(&size(a)).then(a.name.cmp(&b.name))
    });
    out
}

/// The logarithm of a unit's ROAS and its error: over steps where there are enough and they tell all of it, else from
/// its sales alone. What is sold after the money was spent belongs to the return like the rest.
pub(crate) fn returns(
    steps: &BTreeMap<i32, Sums>,
    sums: &Sums,
    variation: f64,
) -> Option<LogRatio> {
    let told: Vec<(i64, i64)> = steps.values().map(Sums::returns).collect();
    let all = told.iter().fold((0, 0), |all: (i64, i64), step| {
        (all.0.saturating_add(step.0), all.1.saturating_add(step.1))
    });
    let blocks: Vec<(f64, f64)> = told
        .into_iter()
        .filter(|step| *step != (0, 0))
        .map(|(value, spend)| (value as f64 / 1e6, spend as f64 / 1e6))
        .collect();
    LogRatio::of_blocks(&blocks)
        .filter(|_| all == sums.returns())
        .or_else(|| {
            let sales = sums.conversions.unwrap_or(0) as f64 / 1e3;
            LogRatio::of_sales(sums.roas()?, sales, variation)
        })
}

/// Makes every test. `campaigns` are compared with each other, `ads` are looked at for tiredness and `finest` for
/// waste; `variation` is the coefficient of variation of an order's amount.
pub(crate) fn compare(
    campaigns: &[Unit],
    ads: &[Unit],
    finest: &[Unit],
    step: Option<Step>,
    variation: f64,
) -> Compared {
    let mut p_values = Vec::new();
    let mut all = Sums::default();
    let mut all_steps: BTreeMap<i32, Sums> = BTreeMap::new();
    for unit in campaigns {
        all.add(&unit.sums);
        for (at, sums) in &unit.steps {
            all_steps.entry(*at).or_default().add(sums);
        }
    }
    let mut against = vec![Against::default(); campaigns.len()];
    let waste = waste(campaigns, finest, &all);
    let (mut selling, mut selling_steps) = (all, all_steps.clone());
    for (unit, _) in campaigns
        .iter()
        .zip(&waste.campaigns)
        .filter(|(_, q)| q.is_some())
    {
        selling = selling.without(&unit.sums);
        for (at, part) in &unit.steps {
            selling_steps
                .entry(*at)
                .and_modify(|sums| *sums = sums.without(part));
        }
    }
    let sellers = waste.campaigns.iter().filter(|q| q.is_none()).count();
    if campaigns.len() > 1 {
        for (i, (unit, out)) in campaigns.iter().zip(&mut against).enumerate() {
            out.unsold = waste.campaigns[i];
            out.alone = out.unsold.is_none() && sellers == 1;
            if out.unsold.is_some() || out.alone {
                continue;
            }
            // What sold nothing is told by itself: it makes nothing else look good.
            let rest = selling.without(&unit.sums);
            let mut test = |of: Option<(f64, f64)>| {
                let (difference, p) = of?;
                p_values.push(p);
                // The place of the p-value, until all are adjusted.
                Some((difference, (p_values.len() - 1) as f64))
            };
            let rates = |a: (i64, i64), b: (i64, i64)| {
                // With a handful of hits the normal approximation says nothing.
                let z = (a.0 + b.0 >= 10).then(|| two_proportions(a, b)).flatten()?;
                let rate = |t: (i64, i64)| t.0 as f64 / t.1 as f64;
                (rate(b) > 0.0).then(|| (rate(a) / rate(b) - 1.0, normal_two_sided(z)))
            };
            out.ctr = test(rates(unit.sums.click_trials(), rest.click_trials()));
            out.cvr = test(rates(unit.sums.sale_trials(), rest.sale_trials()));
            let rest_steps = selling_steps
                .iter()
                .map(|(at, sums)| match unit.steps.get(at) {
                    Some(part) => (*at, sums.without(part)),
                    None => (*at, *sums),
                })
                .collect();
            out.roas = test(
                returns(&unit.steps, &unit.sums, variation)
                    .zip(returns(&rest_steps, &rest, variation))
                    .and_then(|(a, b)| difference(&a, &b)),
            );
        }
    }
    let mut tired: Vec<(Tired, usize)> = Vec::new();
    for unit in ads {
        if let Some((found, p)) = tiring(unit, step) {
            p_values.push(p);
            tired.push((found, p_values.len() - 1));
        }
    }
    let q_values = benjamini_hochberg(&p_values);
    let adjusted = |of: Option<(f64, f64)>| of.map(|(d, at)| (d, q_values[at as usize]));
    for out in &mut against {
        (out.ctr, out.cvr, out.roas) = (adjusted(out.ctr), adjusted(out.cvr), adjusted(out.roas));
    }
    let mut tired: Vec<Tired> = tired
        .into_iter()
        .map(|(t, at)| Tired {
            q: q_values[at],
            ..t
        })
        .filter(|t| t.q < 0.05 && t.to < 0.9 * t.from)
        .collect();
    let spend = |u: &Unit| u.sums.spend.unwrap_or(0);
    table::order::sort_by(&mut tired, |a, b| {
        spend(&b.unit)
            .cmp(&spend(&a.unit))
            .then(a.unit.name.cmp(&b.unit.name))
    });
    Compared {
        against,
        tired,
        unsold: waste.unsold,
        unsold_yet: waste.yet,
        sale_rate: waste.rate,
        selling,
        tests: p_values.len(),
    }
}

/// What cost and never sold.
struct Waste {
    /// For certain, each told once, by the finest names that are certain.
    unsold: Vec<Unsold>,
    /// Without enough clicks to say so.
    yet: (usize, i64),
    /// The adjusted p-value of each campaign that is certain.
    campaigns: Vec<Option<f64>>,
    rate: f64,
}

/// Holds units without a sale against the account's rate; these tests are adjusted among themselves.
fn waste(campaigns: &[Unit], finest: &[Unit], all: &Sums) -> Waste {
    let pooled = || {
        finest.iter().fold(Sums::default(), |mut sums, unit| {
            sums.add(&unit.sums);
            sums
        })
    };
    let (sales, clicks) = match all.sale_trials() {
        (_, ..=0) => pooled().sale_trials(),
        told => told,
    };
    let rate = match clicks {
        1.. => (sales as f64 / clicks as f64).min(1.0),
        _ => 0.0,
    };
    let spend = |unit: &Unit| unit.sums.spend.unwrap_or(0);
    let chance = |unit: &Unit| {
        let (own_sales, own_clicks) = unit.sums.sale_trials();
        let nothing = unit.sums.conversions == Some(0) && unit.sums.value.unwrap_or(0) == 0;
        let is_asked = sales >= 5 && rate < 1.0 && spend(unit) > 0 && nothing;
        (is_asked && own_sales <= 0 && own_clicks > 0)
            .then(|| libm::exp(own_clicks as f64 * libm::log1p(-rate)))
    };
    let chances: Vec<Option<f64>> = finest.iter().chain(campaigns).map(chance).collect();
    let asked: Vec<f64> = chances.iter().copied().flatten().collect();
    let mut adjusted = benjamini_hochberg(&asked).into_iter();
    let q: Vec<Option<f64>> = chances
        .iter()
        .map(|c| c.and_then(|_| adjusted.next()))
        .collect();
    let (of_finest, of_campaigns) = q.split_at(finest.len());
    let sure = |q: &Option<f64>| q.filter(|q| *q < 0.05);
    let campaigns_sure: Vec<Option<f64>> = of_campaigns.iter().map(sure).collect();
    // A campaign that is certain as a whole is told as one where its parts are not, each by itself.
    let is_part =
        |unit: &Unit, of: &Unit| unit.campaigns.len() == 1 && unit.campaigns.contains(&of.name);
    let whole: Vec<(&Unit, f64)> = campaigns
        .iter()
        .zip(&campaigns_sure)
        .filter_map(|(unit, q)| Some((unit, (*q)?)))
        .filter(|(of, _)| {
            let mut parts = finest.iter().zip(of_finest).filter(|(u, _)| is_part(u, of));
            let mut any = false;
            !parts.all(|(_, q)| {
                any = true;
                sure(q).is_some()
            }) || !any
        })
        .collect();
    let mut unsold: Vec<Unsold> = Vec::new();
    let mut yet = (0, 0);
    for (unit, q) in finest.iter().zip(of_finest) {
        if q.is_none() || whole.iter().any(|(of, _)| is_part(unit, of)) {
            continue;
        }
        match sure(q) {
            Some(q) => unsold.push(Unsold {
                unit: unit.clone(),
                q,
            }),
            None => yet = (yet.0 + 1, yet.1 + spend(unit)),
        }
    }
    unsold.extend(whole.into_iter().map(|(unit, q)| Unsold {
        unit: unit.clone(),
        q,
    }));
    table::order::sort_by(&mut unsold, |a, b| {
        spend(&b.unit)
            .cmp(&spend(&a.unit))
            .then(a.unit.name.cmp(&b.unit.name))
    });
    Waste {
        unsold,
        yet,
        campaigns: campaigns_sure,
        rate,
    }
}

/// Two ratios compared on the logarithm, by Welch: (relative difference, p).
pub(crate) fn difference(a: &LogRatio, b: &LogRatio) -> Option<(f64, f64)> {
    let (va, vb) = (a.error * a.error, b.error * b.error);
    let variance = va + vb;
    if variance <= 0.0 {
        return None;
    }
    let df = variance * variance / (va * va / a.df.max(1.0) + vb * vb / b.df.max(1.0));
    let log = a.log - b.log;
    let p = student_two_sided(log / libm::sqrt(variance), df);
    Some((libm::exp(log) - 1.0, p))
}

/// Whether clicks get rarer while a unit is shown as often as before: Mann–Kendall over weeks, or days where weeks are few.
fn tiring(unit: &Unit, step: Option<Step>) -> Option<(Tired, f64)> {
    let step = step.filter(|s| *s != Step::Month)?;
    let series = |step: Step| -> Vec<(i32, (i64, i64))> {
        let mut steps: BTreeMap<i32, (i64, i64)> = BTreeMap::new();
        for (at, sums) in &unit.steps {
            let (clicks, shown) = sums.click_trials();
            let entry = steps.entry(step_of(*at, step)).or_default();
            *entry = (entry.0 + clicks, entry.1 + shown);
        }
        // A rate of a few impressions is noise.
        steps
            .into_iter()
            .filter(|(_, (_, shown))| *shown >= 100)
            .collect()
    };
    let mut points = series(Step::Week);
    let weeks = points.len() >= 8;
    if !weeks {
        points = series(step);
        if step != Step::Day || points.len() < 21 {
            return None;
        }
    }
    let (clicks, _) = unit.sums.click_trials();
    if clicks < 50 {
        return None;
    }
    let rates: Vec<f64> = points
        .iter()
        .map(|(_, (c, i))| *c as f64 / *i as f64)
        .collect();
    let slope = mann_kendall(&rates)?;
    let shown = |part: &[(i32, (i64, i64))]| {
        part.iter().map(|p| p.1.1).sum::<i64>() as f64 / part.len() as f64
    };
    let middle = points.len() / 2;
    // Shown less, an ad may simply have lost its place.
    if shown(&points[middle..]) < 0.9 * shown(&points[..middle]) {
        return None;
    }
    let quarter = (points.len() / 4).max(1);
    let pooled = |part: &[(i32, (i64, i64))]| {
        let (c, i) = part.iter().fold((0, 0), |(c, i), p| (c + p.1.0, i + p.1.1));
        c as f64 / i.max(1) as f64
    };
    // Only a fall is asked about.
    let p = if slope.per_step < 0.0 {
        slope.p_value / 2.0
    } else {
        1.0 - slope.p_value / 2.0
    };
    Some((
        Tired {
            unit: unit.clone(),
            rates: points
                .iter()
                .zip(&rates)
                .map(|((at, _), rate)| (*at, *rate))
                .collect(),
            from: pooled(&points[..quarter]),
            to: pooled(&points[points.len() - quarter..]),
            q: 1.0,
            weeks,
        },
        p,
    ))
}
