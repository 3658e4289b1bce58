//! Campaigns beside each other.

use std::collections::BTreeSet;

use chart::spec::{BarMode, BarSeries, Format, Plot, Tone};
use report::Block;
use report::words::phrase::{Phrase, quoted};

use super::{BARS, ROWS, Report, certain, reliable, words};
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
        let title = if measure == words::ROAS {
            self.returns_title()?
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

    /// Who stands out by what is returned, what sold nothing, or that none does.
    fn returns_title(&self) -> Option<String> {
        let say = &self.say;
        if let Some(i) = self.standout() {
            let unit = &self.campaigns[i];
            let [own, rest] = [unit.sums.roas()?, self.rest(i).roas()?];
            return Some(say.fill(
                words::BEST_TITLE,
                &[
                    ("name", (&quoted(&unit.name, say.lang)).into()),
                    ("own", (&say.number(own, 2)).into()),
                    ("rest", (&say.number(rest, 2)).into()),
                ],
            ));
        }
        let all = say.number(self.total.roas()?, 2);
        let n = self.campaigns.len();
        if n == 1 {
            return Some(say.fill(words::ONE_TITLE, &[("roas", (&all).into())]));
        }
        let against = &self.compared.against;
        let unsold = || {
            against
                .iter()
                .zip(&self.campaigns)
                .filter(|(a, _)| a.unsold.is_some())
        };
        if let (1.., Some(rest)) = (unsold().count(), self.compared.selling.roas()) {
            let cost: i64 = unsold().filter_map(|(_, unit)| unit.sums.spend).sum();
            return Some(say.fill(
                words::UNSOLD_TITLE,
                &[
                    ("n", unsold().count().into()),
                    ("amount", (&say.money(cost as f64)).into()),
                    ("rest", (&say.number(rest, 2)).into()),
                ],
            ));
        }
        let title = match against.iter().any(|a| reliable(a.roas).is_some()) {
            true => words::SMALL_TITLE,
            false => words::EVEN_TITLE,
        };
        Some(say.fill(title, &[("n", n.into()), ("roas", (&all).into())]))
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
        let tests = match self.compared.tests {
            0 => String::new(),
            n => say.fill(words::TABLE_TESTS, &[("tests", n.into())]),
        };
        let apart = match self.compared.against.iter().any(|a| a.unsold.is_some()) {
            true => say.plain(words::TABLE_UNSOLD),
            false => "",
        };
        say.table(
            "ads-table",
            (
                say.plain(words::TABLE_TITLE).to_owned(),
                self.subtitle(words::SPEND),
                say.sentences(&[say.plain(words::TABLE_NOTE), &tests, apart, &self.notes()]),
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
        if let Some(q) = against.unsold {
            let (_, clicks) = self.campaigns[campaign].sums.sale_trials();
            let standing = say.fill(
                words::NO_SALE,
                &[
                    ("clicks", (&say.count(clicks.max(0) as usize)).into()),
                    ("p", (&p_value(q)).into()),
                ],
            );
            return (standing, self.next(campaign, self.less(campaign)));
        }
        if against.alone {
            let standing = plain(words::REST_UNSOLD);
            return (standing, self.next(campaign, words::NEXT_KEEP));
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
        let Some((measure, of, (difference, q))) =
            told.and_then(|(name, of)| Some((name, of, reliable(of)?)))
        else {
            let standing = plain(words::NO_DIFFERENCE);
            return (standing, self.next(campaign, words::NEXT_KEEP));
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
        if certain(of).is_none() {
            let standing = say.fill(words::SMALL, &[("standing", (&standing).into())]);
            return (standing, self.next(campaign, words::NEXT_KEEP));
        }
        let loses = self.campaigns[campaign].sums.roas().is_none_or(|r| r < 1.0);
        let next = match (difference > 0.0, measure == words::ROAS && !loses) {
            // What beats the rest and still costs more than it brings is no place for more money.
            (true, false) if measure == words::ROAS => words::NEXT_KEEP,
            (true, _) => words::NEXT_MORE,
            (false, _) => self.less(campaign),
        };
        (standing, self.next(campaign, next))
    }

    /// The next step of a campaign: where the report speaks for moving money, that, else `usual`.
    pub(in crate::ads) fn next(&self, campaign: usize, usual: Phrase) -> String {
        let say = &self.say;
        let shift = self.shift.as_ref();
        let (phrase, other) = match shift {
            Some(shift) if shift.from == campaign => (words::NEXT_FROM, shift.to),
            Some(shift) if shift.to == campaign => (words::NEXT_TO, shift.from),
            _ => return say.plain(usual).to_owned(),
        };
        let name = quoted(&self.campaigns[other].name, say.lang);
        say.fill(phrase, &[("name", (&name).into())])
    }

    /// What to do about a campaign that is worse than the rest: where it is told that nothing of it sold, the same as is
    /// said there.
    pub(in crate::ads) fn less(&self, campaign: usize) -> Phrase {
        let unsold = self.compared.unsold.iter().flat_map(|u| &u.unit.places);
        let unsold: BTreeSet<&(u16, u32)> = unsold.collect();
        let own = &self.campaigns[campaign].places;
        let told = self.compared.against[campaign].unsold.is_some()
            || !own.is_empty() && own.iter().all(|place| unsold.contains(place));
        if told {
            words::NEXT_PAUSE
        } else {
            words::NEXT_LESS
        }
    }
}
