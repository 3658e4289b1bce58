//! Campaigns beside each other.

use std::collections::BTreeSet;

use chart::spec::{BarMode, BarSeries, Format, Plot, Tone};
use report::Block;
use report::words::phrase::{Phrase, quoted};

use super::{BARS, ROWS, Report, certain, words};
use crate::ads::compare::Against;
use crate::parts::{Row, words as cell};
use crate::say::p_value;

/// A rate: its name, its value and its interval.
type Measured = (Phrase, Format, Vec<Option<f64>>, Vec<Option<(f64, f64)>>);

impl Report<'_> {
    /// ROAS by campaign, or the best rate that the report tells.
    pub(super) fn campaign_chart(&self) -> Option<Block> {
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

    pub(super) fn measured(&self) -> Option<Measured> {
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
        let of = |measure: Phrase, rates: Vec<Option<crate::ads::tally::Estimate>>| {
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
    pub(in crate::ads) fn standout(&self) -> Option<usize> {
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

    pub(super) fn campaign_table(&self) -> Block {
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

    /// How a campaign stands against the rest, and what to do about it.
    pub(super) fn standing(&self, against: &Against, campaign: usize) -> (String, String) {
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
            (false, _) => self.less(campaign),
        };
        (standing, plain(next))
    }

    /// What to do about a campaign that is worse than the rest: where it is told that nothing of it sold, the same as is
    /// said there.
    pub(in crate::ads) fn less(&self, campaign: usize) -> Phrase {
        let unsold = self.compared.unsold.iter().flat_map(|u| &u.unit.places);
        let unsold: BTreeSet<&(u16, u32)> = unsold.collect();
        let own = &self.campaigns[campaign].places;
        if own.is_empty() || own.iter().any(|place| !unsold.contains(place)) {
            words::NEXT_LESS
        } else {
            words::NEXT_PAUSE
        }
    }
}
