//! The blocks of the section on ads.

use chart::spec::{
    Annotation, BarMode, BarSeries, Format, LineSeries, Plot, Point, Share, TimeStep, Tone, XAxis,
};
use report::Block;
use report::words::phrase::{Phrase, quoted};

use super::attribution::{Attribution, Credit};
use super::compare::{Against, Step};
use super::experiment::{self, Experiment};
use super::{Report, words};
use crate::parts::{Row, words as cell};
use crate::say::Say;

/// Campaigns in a chart, and rows in a table.
const BARS: usize = 12;
const ROWS: usize = 30;

/// A rate: its name, its value and its interval.
type Measured = (Phrase, Format, Vec<Option<f64>>, Vec<Option<(f64, f64)>>);

impl Report<'_> {
    pub(super) fn blocks(&self) -> Vec<Block> {
        let mut out = Vec::new();
        out.extend(self.campaign_chart());
        out.push(self.campaign_table());
        out.extend(self.time_chart());
        out.extend(self.unsold_table());
        out.extend(self.tired_chart());
        out.extend(self.shift_text());
        out.extend(self.curve_chart());
        out.extend(self.funnel());
        out.extend(self.accounts_table());
        out
    }

    /// ROAS by campaign, or the best rate that the report tells.
    fn campaign_chart(&self) -> Option<Block> {
        let (measure, format, values, intervals) = self.measured()?;
        let say = &self.say;
        let n = self.campaigns.len().min(BARS);
        let name = |i: usize| quoted(&self.campaigns[i].name, say.lang);
        let title = if measure == words::ROAS {
            let all = say.number(self.total.roas()?, 2);
            match self.standout() {
                Some(i) => {
                    let rest = self.total.without(&self.campaigns[i].sums).roas()?;
                    let own = say.number(values[i]?, 2);
                    say.fill(
                        words::BEST_TITLE,
                        &[
                            ("name", (&name(i)).into()),
                            ("own", (&own).into()),
                            ("rest", (&say.number(rest, 2)).into()),
                        ],
                    )
                }
                None if self.campaigns.len() == 1 => {
                    say.fill(words::ONE_TITLE, &[("roas", (&all).into())])
                }
                None => say.fill(
                    words::EVEN_TITLE,
                    &[("n", self.campaigns.len().into()), ("roas", (&all).into())],
                ),
            }
        } else {
            let overall = if measure == words::CVR {
                self.total.cvr()
            } else {
                self.total.ctr()
            };
            say.fill(
                words::RATE_TITLE,
                &[
                    ("measure", say.plain(measure).into()),
                    ("rate", (&say.percent(overall?.value)).into()),
                ],
            )
        };
        let series = BarSeries {
            name: say.plain(measure).to_owned(),
            tone: Tone::Accent,
            values: values[..n].to_vec(),
            intervals: intervals[..n].to_vec(),
        };
        let selections = self.campaigns[..n]
            .iter()
            .map(|u| Self::selection(&u.places))
            .collect();
        Some(say.chart(
            "ads-campaigns",
            (
                title,
                self.subtitle(measure),
                say.sentences(&[say.plain(words::CAMPAIGNS_NOTE), &self.notes()]),
            ),
            Plot::Bar {
                categories: self.campaigns[..n].iter().map(|u| u.name.clone()).collect(),
                y: say.measure(measure, format),
                series: vec![series],
                mode: BarMode::Grouped,
                horizontal: true,
            },
            selections,
        ))
    }

    fn measured(&self) -> Option<Measured> {
        let number = Format::Number { decimals: 2 };
        let all = || self.campaigns.iter();
        if self.total.roas().is_some() {
            let intervals = self
                .returns
                .iter()
                .map(|r| r.map(|r| r.interval()))
                .collect();
            return Some((
                words::ROAS,
                number,
                all().map(|u| u.sums.roas()).collect(),
                intervals,
            ));
        }
        let of = |measure: Phrase, rates: Vec<Option<super::tally::Estimate>>| {
            let values = rates.iter().map(|r| r.map(|r| r.value)).collect();
            let intervals = rates.iter().map(|r| r.and_then(|r| r.interval)).collect();
            (measure, Format::Percent, values, intervals)
        };
        if self.total.cvr().is_some() {
            return Some(of(words::CVR, all().map(|u| u.sums.cvr()).collect()));
        }
        self.total.ctr()?;
        Some(of(words::CTR, all().map(|u| u.sums.ctr()).collect()))
    }

    /// The campaign that differs most from the rest for certain, weighed by what it costs.
    pub(super) fn standout(&self) -> Option<usize> {
        let weight = |i: usize| {
            let (difference, _) = certain(self.compared.against[i].roas)?;
            let share = self.campaigns[i].sums.spend.unwrap_or(0) as f64;
            Some(libm::log1p(difference).abs() * share)
        };
        let mut best: Option<(usize, f64)> = None;
        for i in 0..self.campaigns.len() {
            if let Some(w) = weight(i)
                && w > best.map_or(0.0, |b| b.1)
            {
                best = Some((i, w));
            }
        }
        best.map(|b| b.0)
    }

    fn campaign_table(&self) -> Block {
        let say = &self.say;
        let money = say.money_format();
        let number = Format::Number { decimals: 2 };
        let major = |v: Option<i64>| v.map(|v| v as f64 / 1e6);
        let rows: Vec<Row> = self
            .campaigns
            .iter()
            .enumerate()
            .map(|(i, unit)| {
                let sums = &unit.sums;
                let range = self.returns[i].map_or(String::new(), |r| self.range(r.interval()));
                let (standing, next) = self.standing(&self.compared.against[i], i);
                let count = |v: Option<i64>| say.cell(v.map(|v| v as f64), &Format::Count);
                let cells = vec![
                    cell(unit.name.clone()),
                    say.cell(major(sums.spend), &money),
                    count(sums.impressions),
                    say.cell(sums.ctr().map(|e| e.value), &Format::Percent),
                    say.cell(sums.cpc(), &money),
                    say.cell(sums.cpm(), &money),
                    say.cell(sums.conversions.map(|v| v as f64 / 1e3), &Format::Count),
                    say.cell(sums.cvr().map(|e| e.value), &Format::Percent),
                    say.cell(sums.cpa(), &money),
                    say.cell(sums.roas(), &number),
                    cell(range),
                    cell(standing),
                    cell(next),
                ];
                (cells, Self::selection(&unit.places))
            })
            .collect();
        let note = say.fill(words::TABLE_NOTE, &[("tests", self.compared.tests.into())]);
        say.table(
            "ads-table",
            (
                say.plain(words::TABLE_TITLE).to_owned(),
                self.subtitle(words::SPEND),
                say.sentences(&[&note, &self.notes()]),
            ),
            vec![
                say.words_column(words::CAMPAIGN),
                say.bar(words::SPEND, money.clone()),
                say.column(words::IMPRESSIONS, Format::Count),
                say.column(words::CTR, Format::Percent),
                say.column(words::CPC, money.clone()),
                say.column(words::CPM, money.clone()),
                say.column(words::CONVERSIONS, Format::Count),
                say.column(words::CVR, Format::Percent),
                say.column(words::CPA, money),
                say.column(words::ROAS, number),
                say.words_column(words::RANGE),
                say.words_column(words::STANDING),
                say.words_column(words::NEXT),
            ],
            rows,
            ROWS,
        )
    }

    pub(super) fn range(&self, (low, high): (f64, f64)) -> String {
        let (low, high) = (self.say.number(low, 2), self.say.number(high, 2));
        self.say.fill(
            words::RANGE_OF,
            &[("low", (&low).into()), ("high", (&high).into())],
        )
    }

    /// How a campaign stands against the rest, and what to do about it.
    fn standing(&self, against: &Against, campaign: usize) -> (String, String) {
        let say = &self.say;
        let plain = |phrase: Phrase| say.plain(phrase).to_owned();
        if self.campaigns.len() < 2 {
            return (String::new(), String::new());
        }
        let measures = [
            (words::ROAS, against.roas),
            (words::CVR, against.cvr),
            (words::CTR, against.ctr),
        ];
        if measures.iter().all(|(_, m)| m.is_none()) {
            return (plain(words::FEW), plain(words::NEXT_WAIT));
        }
        // Without a return, a rate decides; with one, rates only explain.
        let told = measures.into_iter().find(|(_, m)| m.is_some());
        let Some((measure, Some((difference, q)))) = told.map(|(name, m)| (name, certain(m)))
        else {
            return (plain(words::NO_DIFFERENCE), plain(words::NEXT_KEEP));
        };
        let phrase = if difference > 0.0 {
            words::BETTER
        } else {
            words::WORSE
        };
        let standing = say.fill(
            phrase,
            &[
                ("measure", say.plain(measure).into()),
                ("change", (&say.percent(difference)).into()),
                ("p", (&p_value(q)).into()),
            ],
        );
        let loses = self.campaigns[campaign].sums.roas().is_none_or(|r| r < 1.0);
        let next = match (difference > 0.0, measure == words::ROAS && !loses) {
            // What beats the rest and still costs more than it brings is no place for more money.
            (true, false) if measure == words::ROAS => words::NEXT_KEEP,
            (true, _) => words::NEXT_MORE,
            (false, _) => words::NEXT_LESS,
        };
        (standing, plain(next))
    }

    fn time_chart(&self) -> Option<Block> {
        let step = self.step?;
        let say = &self.say;
        // More than ten weeks of days are read better by week.
        let step = if step == Step::Day && self.steps.len() > 70 {
            Step::Week
        } else {
            step
        };
        let mut steps: std::collections::BTreeMap<i32, super::Sums> =
            std::collections::BTreeMap::new();
        for (at, sums) in &self.steps {
            steps
                .entry(super::compare::step_of(*at, step))
                .or_default()
                .add(sums);
        }
        if steps.len() < 3 {
            return None;
        }
        let line = |name: Phrase, tone: Tone, read: fn(&super::Sums) -> Option<i64>| {
            let points: Vec<Point> = super::starts(&steps, step)
                .iter()
                .map(|at| Point {
                    x: f64::from(*at),
                    y: Some(steps.get(at).and_then(read).unwrap_or(0) as f64 / 1e6),
                    lo: None,
                    hi: None,
                })
                .collect();
            LineSeries {
                name: say.plain(name).to_owned(),
                tone,
                points,
                dashed: false,
            }
        };
        let mut series = vec![line(words::SPEND, Tone::Series(0), |s| s.spend)];
        if self.total.value.is_some() {
            series.push(line(words::VALUE, Tone::Series(1), |s| s.value));
        }
        let spend = say.money(self.total.spend? as f64);
        let title = match self.total.value {
            Some(value) => say.fill(
                words::TIME_TITLE,
                &[
                    ("spend", (&spend).into()),
                    ("value", (&say.money(value as f64)).into()),
                ],
            ),
            None => say.fill(words::TIME_PLAIN, &[("spend", (&spend).into())]),
        };
        let claim = self.claim().map_or(String::new(), |(share, revenue)| {
            say.fill(
                words::TIME_CLAIM,
                &[
                    ("revenue", (&self.scene.say.money(revenue)).into()),
                    ("share", (&say.percent(share)).into()),
                ],
            )
        });
        let marks = series.iter().map(|s| s.points.len()).sum();
        Some(say.chart(
            "ads-time",
            (
                title,
                self.subtitle(words::SPEND),
                say.sentences(&[&claim, say.plain(words::PARTIAL)]),
            ),
            Plot::Line {
                x: XAxis::Time {
                    label: String::new(),
                    step: match step {
                        Step::Day => TimeStep::Day,
                        Step::Week => TimeStep::Week,
                        Step::Month => TimeStep::Month,
                    },
                },
                y: say.measure(words::SPEND, say.money_format()),
                series,
                area: false,
                zero: true,
                annotations: Vec::new(),
            },
            vec![None; marks],
        ))
    }

    /// The share of the shop's revenue that platforms claim, and that revenue in minor units.
    pub(super) fn claim(&self) -> Option<(f64, f64)> {
        let revenue = self.shop_revenue? as f64;
        let value = self.total.value.filter(|v| *v > 0)? as f64 / 1e6;
        let share = value / self.scene.say.major(revenue);
        // Ten times what was sold is no claim: the files are of different shops or times.
        (share <= 10.0).then_some((share, revenue))
    }

    fn funnel(&self) -> Option<Block> {
        let say = &self.say;
        let (ctr, cvr) = (self.total.ctr()?, self.total.cvr()?);
        let stages: Vec<Share> = [
            (words::IMPRESSIONS, self.total.impressions?),
            (words::CLICKS, self.total.clicks?),
            (words::CONVERSIONS, (self.total.conversions? + 500) / 1000),
        ]
        .into_iter()
        .map(|(name, value)| Share {
            name: say.plain(name).to_owned(),
            value: value as f64,
            tone: None,
        })
        .collect();
        let range = |of: super::tally::Estimate| {
            of.interval.map_or("–".to_owned(), |(low, high)| {
                let ends = [share(low), share(high)];
                say.fill(
                    words::RANGE_OF,
                    &[("low", (&ends[0]).into()), ("high", (&ends[1]).into())],
                )
            })
        };
        let counts = [
            say.count(self.total.clicks? as usize),
            say.count(((self.total.conversions? + 500) / 1000) as usize),
        ];
        Some(say.chart(
            "ads-funnel",
            (
                say.fill(
                    words::FUNNEL_TITLE,
                    &[
                        ("clicks", (&counts[0]).into()),
                        ("sales", (&counts[1]).into()),
                        ("cvr", (&share(cvr.value)).into()),
                    ],
                ),
                self.subtitle(words::CONVERSIONS),
                say.fill(
                    words::FUNNEL_NOTE,
                    &[
                        ("ctr", (&share(ctr.value)).into()),
                        ("ctr_range", (&range(ctr)).into()),
                        ("cvr", (&share(cvr.value)).into()),
                        ("cvr_range", (&range(cvr)).into()),
                    ],
                ),
            ),
            Plot::Funnel {
                y: say.measure(words::CONVERSIONS, Format::Count),
                stages,
            },
            Vec::new(),
        ))
    }

    fn tired_chart(&self) -> Option<Block> {
        let say = &self.say;
        let tired = &self.compared.tired;
        let weeks = tired.first()?.weeks;
        let shown: Vec<_> = tired.iter().filter(|t| t.weeks == weeks).take(4).collect();
        let series: Vec<LineSeries> = shown
            .iter()
            .enumerate()
            .map(|(i, t)| LineSeries {
                name: t.unit.name.clone(),
                tone: Tone::Series(i as u8),
                points: t
                    .rates
                    .iter()
                    .map(|(at, rate)| Point {
                        x: f64::from(*at),
                        y: Some(*rate),
                        lo: None,
                        hi: None,
                    })
                    .collect(),
                dashed: false,
            })
            .collect();
        let selections = shown
            .iter()
            .flat_map(|t| t.rates.iter().map(|_| Self::selection(&t.unit.places)))
            .collect();
        let measure = if weeks { words::WEEKLY } else { words::DAILY };
        Some(say.chart(
            "ads-fatigue",
            (
                say.fill(words::TIRED_TITLE, &[("n", tired.len().into())]),
                self.subtitle(measure),
                say.plain(words::TIRED_NOTE).to_owned(),
            ),
            Plot::Line {
                x: XAxis::Time {
                    label: String::new(),
                    step: if weeks { TimeStep::Week } else { TimeStep::Day },
                },
                y: say.measure(words::CTR, Format::Percent),
                series,
                area: false,
                zero: true,
                annotations: Vec::new(),
            },
            selections,
        ))
    }

    fn unsold_table(&self) -> Option<Block> {
        let say = &self.say;
        let unsold = &self.compared.unsold;
        if unsold.is_empty() {
            return None;
        }
        let cost = self.unsold_cost();
        let money = say.money_format();
        let term = self.unsold_kind == 3;
        let (title, column, next) = match (term, self.named_ads()) {
            (true, _) => (words::UNSOLD_TERMS, words::TERM, words::NEXT_NEGATIVE),
            (_, true) => (words::UNSOLD_ADS, words::AD, words::NEXT_PAUSE),
            _ => (words::UNSOLD_GROUPS, words::CAMPAIGN, words::NEXT_PAUSE),
        };
        let rows = unsold
            .iter()
            .map(|u| {
                let sums = &u.unit.sums;
                let cells = vec![
                    cell(u.unit.name.clone()),
                    say.cell(sums.spend.map(|v| v as f64 / 1e6), &money),
                    say.cell(sums.clicks.map(|v| v as f64), &Format::Count),
                    cell(p_value(u.q)),
                    cell(say.plain(next)),
                ];
                (cells, Self::selection(&u.unit.places))
            })
            .collect();
        let (few, few_cost) = self.compared.unsold_yet;
        Some(say.table(
            "ads-unsold",
            (
                say.fill(
                    title,
                    &[
                        ("n", unsold.len().into()),
                        ("amount", (&say.money(cost)).into()),
                    ],
                ),
                self.subtitle(words::SPEND),
                say.fill(
                    words::UNSOLD_NOTE,
                    &[
                        ("rate", (&share(self.compared.sale_rate)).into()),
                        ("n", (&say.count(few)).into()),
                        ("amount", (&say.money(few_cost as f64)).into()),
                    ],
                ),
            ),
            vec![
                say.words_column(column),
                say.bar(words::SPEND, money.clone()),
                say.column(words::CLICKS, Format::Count),
                say.words_column(words::CHANCE),
                say.words_column(words::NEXT),
            ],
            rows,
            ROWS,
        ))
    }

    /// Spend of what never sold, millionths.
    pub(super) fn unsold_cost(&self) -> f64 {
        let cost = |u: &super::compare::Unsold| u.unit.sums.spend.unwrap_or(0);
        self.compared.unsold.iter().map(cost).sum::<i64>() as f64
    }

    /// Whether reports name ads or ad groups.
    pub(super) fn named_ads(&self) -> bool {
        let all = self.account.rows.iter().chain(&self.account.detail);
        all.into_iter()
            .any(|r| !r.names[1].is_empty() || !r.names[2].is_empty())
    }

    fn shift_text(&self) -> Option<Block> {
        let say = &self.say;
        let shift = self.shift.as_ref()?;
        let name = |i: usize| quoted(&self.campaigns[i].name, say.lang);
        let title = say.fill(
            words::SHIFT_TITLE,
            &[
                ("from", (&name(shift.from)).into()),
                ("to", (&name(shift.to)).into()),
                ("amount", (&say.money(shift.amount)).into()),
            ],
        );
        let amounts = [shift.gain.0, shift.gain.1, shift.gain.2].map(|v| say.money(v));
        let returns = [shift.returns.0, shift.returns.1].map(|v| say.number(v, 2));
        let mut args = vec![
            ("a", (&returns[0]).into()),
            ("b", (&returns[1]).into()),
            ("gain", (&amounts[0]).into()),
            ("low", (&amounts[1]).into()),
            ("high", (&amounts[2]).into()),
        ];
        let p = shift.average_p.map(p_value);
        let why = match &p {
            Some(p) => {
                args.push(("p", p.into()));
                say.fill(words::SHIFT_AVERAGE, &args)
            }
            None => say.fill(words::SHIFT_MARGINAL, &args),
        };
        let stop = match say.lang {
            chart::spec::Lang::Zh => "。",
            chart::spec::Lang::En => ".",
        };
        let title = [&title, stop].concat();
        Some(Block::Text {
            text: say.sentences(&[&title, &why, say.plain(words::SHIFT_TEST)]),
        })
    }

    fn curve_chart(&self) -> Option<Block> {
        let say = &self.say;
        let (response, own) = self.response.as_ref().filter(|(r, _)| r.p_value <= 0.05)?;
        let step = say.plain(self.step_word());
        // A tenth more than now, as a number that can be remembered.
        let more = response.now * 0.1 * 1e6;
        let amounts = [more, more * response.marginal, response.now * 1e6].map(|v| say.money(v));
        let args = [
            ("step", step.into()),
            ("more", (&amounts[0]).into()),
            ("gain", (&amounts[1]).into()),
        ];
        let title = say.fill(
            if *own {
                words::CURVE_TITLE
            } else {
                words::CURVE_VALUE_TITLE
            },
            &args,
        );
        let note = say.fill(
            words::CURVE_NOTE,
            &[
                ("step", step.into()),
                ("decay", (&say.percent(response.decay)).into()),
                ("p", (&say.percent(response.p_value)).into()),
                ("now", (&amounts[2]).into()),
                ("marginal", (&say.number(response.marginal, 2)).into()),
                ("range", (&self.range(response.interval)).into()),
            ],
        );
        let points: Vec<Point> = response
            .curve
            .iter()
            .map(|(x, y, lo, hi)| Point {
                x: *x,
                y: Some(*y),
                lo: Some(*lo),
                hi: Some(*hi),
            })
            .collect();
        let marks = points.len();
        let measure = |phrase: Phrase| chart::spec::Measure {
            label: say.fill(phrase, &[("step", step.into())]),
            format: say.money_format(),
        };
        Some(say.chart(
            "ads-response",
            (title, self.subtitle(words::CURVE_EFFECT), note),
            Plot::Line {
                x: XAxis::Linear {
                    measure: measure(words::CURVE_AXIS),
                },
                y: say.measure(words::CURVE_EFFECT, say.money_format()),
                series: vec![LineSeries {
                    name: say.plain(words::CURVE_EFFECT).to_owned(),
                    tone: Tone::Accent,
                    points,
                    dashed: false,
                }],
                area: false,
                zero: true,
                annotations: vec![Annotation {
                    x: response.now,
                    text: say.plain(words::NOW).to_owned(),
                }],
            },
            vec![None; marks],
        ))
    }

    fn accounts_table(&self) -> Option<Block> {
        let others = &self.accounts.accounts[1..];
        if others.is_empty() {
            return None;
        }
        let say = &self.say;
        let number = Format::Number { decimals: 2 };
        let rows = others
            .iter()
            .map(|account| {
                let mut sums = super::Sums::default();
                let rows = if account.rows.is_empty() {
                    &account.detail
                } else {
                    &account.rows
                };
                for row in rows {
                    sums.add(&row.sums);
                }
                let other = Say {
                    currency: &account.currency,
                    ..*say
                };
                let money = other.money_format();
                let name = if account.currency.is_empty() {
                    say.plain(words::UNKNOWN_CURRENCY)
                } else {
                    account.currency.as_str()
                };
                let cells = vec![
                    cell(name),
                    other.cell(sums.spend.map(|v| v as f64 / 1e6), &money),
                    other.cell(sums.clicks.map(|v| v as f64), &Format::Count),
                    other.cell(sums.value.map(|v| v as f64 / 1e6), &money),
                    other.cell(sums.roas(), &number),
                ];
                let places: Vec<(u16, u32)> = rows.iter().map(|r| r.place).collect();
                (cells, Self::selection(&places))
            })
            .collect();
        Some(say.table(
            "ads-accounts",
            (
                say.fill(words::OTHERS_TITLE, &[("n", others.len().into())]),
                say.plain(words::SPEND).to_owned(),
                String::new(),
            ),
            vec![
                say.words_column(words::CURRENCY),
                say.words_column(words::SPEND),
                say.column(words::CLICKS, Format::Count),
                say.words_column(words::VALUE),
                say.column(words::ROAS, number),
            ],
            rows,
            ROWS,
        ))
    }
}

/// A test of versions.
pub(super) fn experiment(say: &Say<'_>, test: &Experiment) -> Block {
    let first = &test.arms[0];
    let others = &test.arms[1..];
    let visitors: Vec<i64> = test.arms.iter().map(|a| a.visitors).collect();
    let ratio = experiment::sample_ratio(&visitors);
    let chances: Vec<f64> = others.iter().map(|b| experiment::beats(first, b)).collect();
    let best = (0..others.len()).fold(
        0,
        |best, i| if chances[i] > chances[best] { i } else { best },
    );
    let p = experiment::p_value(first, &others[best]).map(|p| (p * others.len() as f64).min(1.0));
    let title = if ratio < 0.001 {
        say.plain(words::TEST_UNEVEN).to_owned()
    } else {
        say.fill(
            words::TEST_TITLE,
            &[
                ("a", (&quoted(&first.name, say.lang)).into()),
                ("b", (&quoted(&others[best].name, say.lang)).into()),
                ("chance", (&chance(chances[best])).into()),
            ],
        )
    };
    let adjusted = if others.len() > 1 {
        say.fill(
            words::TEST_ADJUSTED,
            &[("n", (&say.count(others.len())).into())],
        )
    } else {
        String::new()
    };
    let least = experiment::detectable(first, &others[best]);
    let note = say.fill(
        words::TEST_NOTE,
        &[
            ("srm", (&p_value(ratio)).into()),
            ("p", (&p.map_or("–".to_owned(), p_value)).into()),
            ("adjusted", (&adjusted).into()),
            (
                "mde",
                (&least.map_or("–".to_owned(), |m| say.percent(m))).into(),
            ),
        ],
    );
    let rate = |a: &experiment::Arm| a.conversions as f64 / a.visitors as f64;
    let rows = test
        .arms
        .iter()
        .enumerate()
        .map(|(i, arm)| {
            let of = analysis::statistics::wilson(arm.conversions as u64, arm.visitors as u64);
            let range = say.fill(
                words::RANGE_OF,
                &[
                    ("low", (&share(of.low)).into()),
                    ("high", (&share(of.high)).into()),
                ],
            );
            let lift = (i > 0 && rate(first) > 0.0).then(|| rate(arm) / rate(first) - 1.0);
            let cells = vec![
                cell(arm.name.clone()),
                say.cell(Some(arm.visitors as f64), &Format::Count),
                say.cell(Some(arm.conversions as f64), &Format::Count),
                say.cell(Some(rate(arm)), &Format::Percent),
                cell(range),
                say.cell(lift, &Format::Percent),
                cell(if i > 0 {
                    chance(chances[i - 1])
                } else {
                    String::new()
                }),
            ];
            let selection = shop::Selection {
                table_rows: Some((test.table, arm.rows.clone())),
                ..shop::Selection::default()
            };
            (cells, Some(selection))
        })
        .collect();
    let mut beats = say.words_column(words::VARIANT);
    beats.name = say.fill(
        words::CHANCE_BEST,
        &[("a", (&quoted(&first.name, say.lang)).into())],
    );
    say.table(
        &format!("ads-test-{}", test.table),
        (title, test.file.clone(), note),
        vec![
            say.words_column(words::VARIANT),
            say.column(words::VISITORS, Format::Count),
            say.column(words::CONVERSIONS, Format::Count),
            say.column(words::CVR, Format::Percent),
            say.words_column(words::RATE_RANGE),
            say.column(words::LIFT, Format::Percent),
            beats,
        ],
        rows,
        ROWS,
    )
}

/// Purchases by channel and rule.
pub(super) fn attribution(say: &Say<'_>, of: &Attribution) -> Block {
    let sold = of.sold as f64;
    // The channel that the rules disagree about most.
    let apart = |c: &Credit| (c.last - c.markov).abs();
    let widest = of
        .credits
        .iter()
        .fold(None::<&Credit>, |best, c| match best {
            Some(b) if apart(b) >= apart(c) => Some(b),
            _ => Some(c),
        });
    let title = widest.map_or(String::new(), |c| {
        say.fill(
            words::WAYS_TITLE,
            &[
                ("name", (&quoted(&c.channel, say.lang)).into()),
                ("last", (&say.percent(c.last / sold)).into()),
                ("markov", (&say.percent(c.markov / sold)).into()),
            ],
        )
    });
    let rows = of
        .credits
        .iter()
        .map(|c| {
            let mut cells = vec![cell(c.channel.clone())];
            let credits = [c.last, c.first, c.linear, c.decay, c.shapley, c.markov];
            cells.extend(credits.map(|v| say.cell(Some(v / sold), &Format::Percent)));
            (cells, None)
        })
        .collect();
    let mut columns = vec![say.words_column(words::CHANNEL)];
    let rules = [
        words::LAST,
        words::FIRST,
        words::LINEAR,
        words::DECAY,
        words::SHAPLEY,
        words::MARKOV,
    ];
    columns.extend(rules.map(|r| say.column(r, Format::Percent)));
    let note = say.fill(
        words::WAYS_NOTE,
        &[
            ("ways", (&say.count(of.ways)).into()),
            ("sold", (&say.count(of.sold)).into()),
        ],
    );
    say.table(
        &format!("ads-ways-{}", of.table),
        (title, of.file.clone(), note),
        columns,
        rows,
        ROWS,
    )
}

/// A difference that is certain and large enough to act on: (relative, adjusted p).
pub(super) fn certain(of: Option<(f64, f64)>) -> Option<(f64, f64)> {
    of.filter(|(difference, q)| *q < 0.05 && (*difference >= 0.2 || *difference <= -1.0 / 6.0))
}

/// An adjusted p-value in words.
pub(super) fn p_value(p: f64) -> String {
    if p < 0.001 {
        "< 0.001".to_owned()
    } else {
        format!("= {p:.3}")
    }
}

/// A probability; nothing is ever quite certain.
fn chance(p: f64) -> String {
    let percent = (p * 100.0).clamp(0.1, 99.9);
    format!("{percent:.1}%")
}

/// A share with the digits that small rates need.
pub(super) fn share(share: f64) -> String {
    let percent = share * 100.0;
    match share {
        ..0.001 => format!("{percent:.4}%"),
        0.001..0.1 => format!("{percent:.2}%"),
        _ => format!("{percent:.1}%"),
    }
}
