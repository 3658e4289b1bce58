//! What ads cost and bring.
//!
//! Read from the platforms' own reports: their conversions and values are what they claim, and are said to be.

mod attribution;
mod blocks;
mod compare;
mod experiment;
mod findings;
mod mix;
mod overlap;
mod response;
mod results;
mod rows;
mod shift;
mod tally;
#[cfg(test)]
mod tests;
pub(crate) mod words;

use std::collections::{BTreeMap, BTreeSet};

use ledger::Ledger;
use report::Block;
use report::words::phrase::Phrase;
use shop::Selection;

use crate::Outcome;
use crate::say::Say;
use crate::scene::Scene;
use compare::{Compared, Step, Steps, Unit};
pub(crate) use experiment::{Split, chi_square_upper, split};
use response::Response;
pub(crate) use rows::word;
use rows::{Account, Accounts, MICROS, Row};
use shift::Shift;
use tally::{LogRatio, Sums};

/// Histories are fitted for this many campaigns at most, those that cost most.
const FITTED: usize = 6;

/// The section on ads.
pub(crate) fn ads(scene: &Scene<'_>) -> Outcome {
    let mut apart: Vec<Block> = attribution::attributions(scene.ledger)
        .iter()
        .map(|a| blocks::attribution(&scene.say, a))
        .collect();
    let (tests, unfit) = experiment::experiments(scene.ledger);
    apart.extend(tests.iter().map(|t| blocks::experiment(&scene.say, t)));
    apart.extend(unfit.iter().map(|of| blocks::unfit(&scene.say, of)));
    let mixes = mix::mixes(scene.ledger);
    let mut mixed: Vec<_> = tests
        .iter()
        .filter_map(|t| blocks::experiment_finding(&scene.say, t))
        .collect();
    for (at, of) in mixes.iter().enumerate() {
        apart.extend(blocks::mix(&scene.say, of, at));
        mixed.extend(blocks::mix_finding(&scene.say, of, at));
    }
    let accounts = rows::read(scene.ledger);
    let spends = |a: &&Account| {
        a.rows
            .iter()
            .any(|r| r.sums.spend.unwrap_or(0) > 0 || r.sums.clicks.unwrap_or(0) > 0)
    };
    let Some(account) = accounts.accounts.first().filter(spends) else {
        if apart.is_empty() {
            let any = rows::reports(scene.ledger).next().is_some();
            let n = accounts.empty + accounts.odd;
            let text = if any {
                scene.say.fill(words::NEEDS_NUMBERS, &[("n", n.into())])
            } else {
                scene.say.plain(words::NEEDS).to_owned()
            };
            return Outcome::Lacking(scene.say.missing(crate::words::ADS, text));
        }
        return Outcome::Shown {
            blocks: apart,
            findings: mixed,
        };
    };
    let report = Report::new(scene, &accounts, account);
    let mut blocks = report.blocks();
    blocks.extend(apart);
    blocks.extend(report.missing());
    let mut findings = report.findings();
    findings.extend(mixed);
    Outcome::Shown { blocks, findings }
}

/// What was computed of the account that is looked at.
struct Report<'a> {
    scene: &'a Scene<'a>,
    /// Says amounts in millionths of the account's currency.
    say: Say<'a>,
    accounts: &'a Accounts,
    account: &'a Account,
    total: Sums,
    days: Option<(i32, i32)>,
    step: Option<Step>,
    /// Sums by step.
    steps: BTreeMap<i32, Sums>,
    /// Files whose rows are in no step, being told by wider ones.
    coarse: Vec<String>,
    campaigns: Vec<Unit>,
    returns: Vec<Option<LogRatio>>,
    compared: Compared,
    shift: Option<Shift>,
    /// The whole account, and whether the outcome is the shop's revenue (else what platforms claim).
    response: Option<(Response, bool)>,
    /// The shop's revenue over the days of the ads, minor units of the shop's currency.
    shop_revenue: Option<i64>,
}

impl<'a> Report<'a> {
    fn new(scene: &'a Scene<'a>, accounts: &'a Accounts, account: &'a Account) -> Self {
        let rows = &account.rows;
        let widths = Steps::of(rows);
        let step = widths.step;
        let mut total = Sums::default();
        let mut steps: BTreeMap<i32, Sums> = BTreeMap::new();
        for row in rows {
            total.add(&row.sums);
            if let Some(at) = widths.at(row) {
                steps.entry(at).or_default().add(&row.sums);
            }
        }
        let platforms: BTreeSet<&str> = rows.iter().map(|r| r.platform.as_str()).collect();
        let many = platforms.len() > 1;
        let all = scene.say.plain(words::ALL_ADS);
        let label = |row: &Row, name: &str| {
            let name = if name.is_empty() { all } else { name };
            if many && !row.platform.is_empty() {
                [&row.platform, " · ", name].concat()
            } else {
                name.to_owned()
            }
        };
        let campaign = |row: &Row| {
            let told = row.names[..3].iter().find(|n| !n.is_empty());
            label(row, told.map_or("", String::as_str))
        };
        let campaigns = compare::units(rows.iter(), &widths, |r| (0, campaign(r), campaign(r)));
        // All spend by the finest name that is told of it, down to a level: ads by campaign and name, terms wherever
        // they were searched.
        let finest_to = |top: usize| {
            let level = |row: &Row| {
                let told = (0..=top).rev().find(|&l| !row.names[l].is_empty());
                told.unwrap_or(0)
            };
            // Terms tell only a part of what their ad costs.
            let detail: Vec<&Row> = (account.detail.iter())
                .filter(|r| top == 3 || r.names[3].is_empty())
                .collect();
            let rows = overlap::finest(rows, &detail, level);
            compare::units(rows.into_iter(), &widths, |r| {
                let name = match level(r) {
                    0 => campaign(r),
                    3 => label(r, &r.names[3]),
                    l if r.names[0].is_empty() => label(r, &r.names[l]),
                    l => label(r, &[&r.names[0], " · ", &r.names[l]].concat()),
                };
                (level(r), name, campaign(r))
            })
        };
        let ads = [2, 1].into_iter().map(finest_to).find(|u| u.len() > 1);
        let ads = ads.unwrap_or_else(|| campaigns.clone());
        let terms = finest_to(3);
        let has_terms = terms.iter().filter(|u| u.level == 3).count() > 1;
        let finest = if has_terms { &terms } else { &ads };
        let variation = variation(scene);
        let compared = compare::compare(&campaigns, &ads, finest, step, variation);
        let returns: Vec<Option<LogRatio>> = campaigns
            .iter()
            .map(|u| compare::returns(&u.steps, &u.sums, variation))
            .collect();
        let mut responses: Vec<Option<Response>> = campaigns
            .iter()
            .take(FITTED)
            .map(|u| {
                let (spend, value) = series(&u.steps, &steps, step?);
                response::fit(&spend, &value, season(step?), 11)
            })
            .collect();
        // The best of several campaigns is believed only after all are adjusted together.
        let p_values: Vec<f64> = responses.iter().flatten().map(|r| r.p_value).collect();
        let adjusted = analysis::statistics::benjamini_hochberg(&p_values);
        for (response, q) in responses.iter_mut().flatten().zip(adjusted) {
            response.p_value = q;
        }
        let shift = shift::shift(&campaigns, &returns, &responses, &compared.against);
        let first = rows.iter().filter_map(|r| r.days).map(|d| d.0).min();
        let last = rows.iter().filter_map(|r| r.days).map(|d| d.1).max();
        let mut report = Self {
            scene,
            say: Say {
                lang: scene.say.lang,
                currency: &account.currency,
                digits: MICROS,
            },
            accounts,
            account,
            total,
            days: first.zip(last),
            step,
            steps,
            coarse: coarse_files(scene.ledger, &widths),
            campaigns,
            returns,
            compared,
            shift,
            response: None,
            shop_revenue: None,
        };
        report.shop_revenue = report.revenue();
        report.response = report.respond();
        report
    }

    /// All that a campaign is held against.
    fn rest(&self, campaign: usize) -> Sums {
        self.compared
            .selling
            .without(&self.campaigns[campaign].sums)
    }

    /// The shop's revenue over the days of the ads, where its orders cover them and are in the same currency.
    fn revenue(&self) -> Option<i64> {
        let ledger = self.scene.ledger;
        let (first, last) = self.days?;
        let (shop_first, shop_last) = self.scene.days?;
        let covered = last.min(shop_last) - first.max(shop_first) + 1;
        let same = self.account.currency == ledger.currency;
        if !same || covered * 10 < (last - first + 1) * 9 {
            return None;
        }
        let revenue: i64 = (0..ledger.orders.day.len())
            .filter(|&o| (first..=last).contains(&ledger.orders.day[o]))
            .map(|o| ledger.gross_minor(o))
            .sum();
        (revenue > 0).then_some(revenue)
    }

    /// The account's spend beside the shop's revenue, or what platforms claim where there are no orders.
    fn respond(&self) -> Option<(Response, bool)> {
        // What was spent on which day is not known of all of it.
        let step = self.step.filter(|_| self.coarse.is_empty())?;
        let (spend, mut outcome) = series(&self.steps, &self.steps, step);
        let own = self.shop_revenue.is_some();
        if own {
            let ledger = self.scene.ledger;
            let starts = starts(&self.steps, step);
            outcome = vec![0.0; starts.len()];
            let unit = 10f64.powi(i32::from(ledger.digits));
            for order in 0..ledger.orders.day.len() {
                let day = ledger.orders.day[order];
                if day == i32::MIN {
                    continue;
                }
                if let Ok(at) = starts.binary_search(&compare::step_of(day, step)) {
                    outcome[at] += ledger.gross_minor(order) as f64 / unit;
                }
            }
        }
        let response = response::fit(&spend, &outcome, season(step), 5)?;
        Some((response, own))
    }

    /// The rows of the table that most of a unit's rows are in.
    fn selection(places: &[(u16, u32)]) -> Option<Selection> {
        let mut by_table: BTreeMap<u16, Vec<u32>> = BTreeMap::new();
        for (table, row) in places {
            by_table.entry(*table).or_default().push(*row);
        }
        let most = by_table.values().map(Vec::len).max()?;
        let (table, mut rows) = by_table.into_iter().find(|(_, rows)| rows.len() == most)?;
        table::order::sort(&mut rows);
        Some(Selection {
            table_rows: Some((table, rows)),
            ..Selection::default()
        })
    }

    /// Period, measure and n below a title.
    fn subtitle(&self, measure: Phrase) -> String {
        let period = match self.days {
            Some((first, last)) => self.say.period(first, last),
            None => self.say.plain(words::PERIOD_UNKNOWN).to_owned(),
        };
        let n = self.account.rows.len();
        self.say.joined(&[
            self.say.plain(measure).to_owned(),
            period,
            self.account.currency.clone(),
            self.say.fill(words::ROWS, &[("n", n.into())]),
        ])
    }

    /// What was left out of the numbers.
    fn notes(&self) -> String {
        let (say, of) = (&self.say, self.accounts);
        let mut out = Vec::new();
        let more_clicks = self.account.rows.iter().filter(|r| {
            let (clicks, shown) = r.sums.click_trials();
            clicks > shown
        });
        let account = self.account;
        let counted = |phrase: Phrase, n: usize| match n {
            0 => String::new(),
            n => say.fill(phrase, &[("n", n.into())]),
        };
        let costing = |phrase: Phrase, (n, spend): (usize, i64)| {
            let amount = say.money(spend as f64);
            say.fill(phrase, &[("n", n.into()), ("amount", (&amount).into())])
        };
        out.push(counted(words::NOTE_EMPTY, of.empty));
        out.push(counted(words::NOTE_ODD, of.odd));
        out.push(match account.twice {
            (n, ..=0) => counted(words::NOTE_TWICE, n),
            twice => costing(words::NOTE_TWICE_SPEND, twice),
        });
        out.push(self.detail_note());
        if account.beyond.0 > 0 {
            out.push(costing(words::NOTE_BEYOND, account.beyond));
        }
        if !self.coarse.is_empty() {
            let files = say.joined(&self.coarse);
            out.push(say.fill(
                words::NOTE_COARSE,
                &[
                    ("files", (&files).into()),
                    ("step", say.plain(self.step_word()).into()),
                ],
            ));
        }
        out.push(counted(words::NOTE_RESULTS, of.other_results));
        out.push(counted(words::NOTE_UNNAMED, of.unnamed_results));
        out.push(counted(words::NOTE_SIGN, more_clicks.count()));
        if of.assumed {
            out.push(say.plain(words::NOTE_ASSUMED).to_owned());
        }
        let scene = self.scene;
        out.push(scene.say.converted(rows::reports(scene.ledger)));
        let parts: Vec<&str> = out.iter().map(String::as_str).collect();
        say.sentences(&parts)
    }

    /// Which rows only break down what others tell.
    fn detail_note(&self) -> String {
        let detail = &self.account.detail;
        if detail.is_empty() {
            return String::new();
        }
        let days = || detail.iter().map(|r| r.days);
        let first = days().map(|d| d.map(|d| d.0)).min().flatten();
        let last = days().flatten().map(|d| d.1).max();
        match first.zip(last) {
            Some((first, last)) => self.say.fill(
                words::NOTE_DETAIL_DAYS,
                &[
                    ("n", detail.len().into()),
                    ("period", (&self.say.period(first, last)).into()),
                ],
            ),
            None => (self.say).fill(words::NOTE_DETAIL, &[("n", detail.len().into())]),
        }
    }

    fn steps_word(&self) -> Phrase {
        match self.step {
            Some(Step::Week) => words::WEEKS,
            Some(Step::Month) => words::MONTHS,
            _ => words::DAYS,
        }
    }

    fn step_word(&self) -> Phrase {
        match self.step {
            Some(Step::Week) => words::WEEK,
            Some(Step::Month) => words::MONTH,
            _ => words::DAY,
        }
    }

    /// What the files cannot tell yet, in one block.
    fn missing(&self) -> Option<Block> {
        let say = &self.say;
        let mut text: Vec<String> = Vec::new();
        if self.total.value.is_none() {
            text.push(say.plain(words::NO_VALUE).to_owned());
        }
        if self.total.conversions.is_none() {
            text.push(say.plain(words::NO_SALES).to_owned());
        }
        match self.step {
            None => text.push(say.plain(words::NO_DATES).to_owned()),
            Some(_) if !self.coarse.is_empty() => {
                let files = say.joined(&self.coarse);
                text.push(say.fill(words::NO_DATES_OF, &[("files", (&files).into())]));
            }
            Some(step) => {
                let n = starts(&self.steps, step).len();
                let enough =
                    matches!(step, Step::Day) && n >= 56 || matches!(step, Step::Week) && n >= 40;
                let believed = self
                    .response
                    .as_ref()
                    .is_some_and(|(r, _)| r.p_value <= 0.05);
                if !enough {
                    let steps = say.plain(self.steps_word());
                    text.push(say.fill(
                        words::SHORT_HISTORY,
                        &[("n", (&say.count(n)).into()), ("steps", steps.into())],
                    ));
                } else if !believed && (self.total.value.is_some() || self.shop_revenue.is_some()) {
                    text.push(say.plain(words::NO_RESPONSE).to_owned());
                }
            }
        }
        let parts: Vec<&str> = text.iter().map(String::as_str).collect();
        let text = say.sentences(&parts);
        (!text.is_empty()).then(|| Block::Insufficient(say.missing(words::MISSING, text)))
    }
}

/// Names of the files that tell wider steps than the account has, or none.
fn coarse_files(ledger: &Ledger, widths: &Steps) -> Vec<String> {
    let files: BTreeSet<&str> = rows::reports(ledger)
        .filter(|frame| widths.coarse.contains(&frame.table))
        .map(|frame| frame.file.as_str())
        .collect();
    files.into_iter().map(str::to_owned).collect()
}

/// The coefficient of variation of an order's amount; 1 (as of an exponential) where orders are few.
fn variation(scene: &Scene<'_>) -> f64 {
    let ledger = scene.ledger;
    let mut amounts: Vec<f64> = (0..ledger.orders.day.len())
        .map(|o| ledger.gross_minor(o) as f64)
        .filter(|a| *a > 0.0)
        .collect();
    if amounts.len() < 30 || !ledger.are_orders {
        return 1.0;
    }
    // Sums of a sorted list do not depend on the order of rows.
    table::order::floats(&mut amounts);
    let n = amounts.len() as f64;
    let mean = amounts.iter().sum::<f64>() / n;
    let spread = amounts.iter().map(|a| (a - mean) * (a - mean)).sum::<f64>() / (n - 1.0);
    libm::sqrt(spread) / mean
}

fn season(step: Step) -> usize {
    match step {
        Step::Day => 7,
        Step::Week => 52,
        Step::Month => 0,
    }
}

/// The first days of all steps from first to last.
fn starts(steps: &BTreeMap<i32, Sums>, step: Step) -> Vec<i32> {
    let (Some((&first, _)), Some((&last, _))) = (steps.first_key_value(), steps.last_key_value())
    else {
        return Vec::new();
    };
    let mut out = Vec::new();
    let mut at = first;
    while at <= last {
        out.push(at);
        at = match step {
            Step::Day => at + 1,
            Step::Week => at + 7,
            Step::Month => compare::step_of(at + 31, Step::Month),
        };
    }
    out
}

/// Spend and value of every step of an account's history, major units; a campaign that did not run spent nothing.
fn series(
    unit: &BTreeMap<i32, Sums>,
    all: &BTreeMap<i32, Sums>,
    step: Step,
) -> (Vec<f64>, Vec<f64>) {
    let starts = starts(all, step);
    // Margins are told of days and weeks, of at least eight weeks: months are too few and too wide.
    if step == Step::Month || step == Step::Day && starts.len() < 56 {
        return (Vec::new(), Vec::new());
    }
    let of = |read: fn(&Sums) -> Option<i64>| {
        let at = |start: &i32| unit.get(start).and_then(read).unwrap_or(0) as f64 / 1e6;
        starts.iter().map(at).collect()
    };
    (of(|s| s.spend), of(|s| s.value))
}
