//! The findings about ads.

use report::words::phrase::quoted;
use report::{DocumentFinding, Tone};

use super::blocks::{certain, share};
use super::{Report, words};
use crate::parts;
use crate::say::p_value;

impl Report<'_> {
    pub(super) fn findings(&self) -> Vec<DocumentFinding> {
        let mut out: Vec<DocumentFinding> = [
            self.unsold_finding(),
            self.roas_finding(),
            self.margin_finding(),
            self.tired_finding(),
            self.shift_finding(),
            self.claim_finding(),
        ]
        .into_iter()
        .flatten()
        .collect();
        out.truncate(4);
        out
    }

    fn finding(&self, id: &str, said: [String; 4], tone: Tone) -> DocumentFinding {
        parts::finding(report::SectionId::Ads, id, said, tone)
    }

    /// Amounts of other currencies are never ranked against the shop's.
    fn impact(&self, micros: f64) -> Option<f64> {
        let own = &self.scene.ledger.currency;
        (own.is_empty() || self.account.currency == *own).then_some(micros / 1e6)
    }

    fn unsold_finding(&self) -> Option<DocumentFinding> {
        let say = &self.say;
        let unsold = &self.compared.unsold;
        let largest = unsold.first()?;
        let cost = self.unsold_cost();
        let clicks: i64 = unsold.iter().map(|u| u.unit.sums.sale_trials().1).sum();
        let expected = say.count(libm::round(clicks as f64 * self.compared.sale_rate) as usize);
        let (title, _) = self.unsold_words();
        let sentence = say.fill(
            title,
            &[
                ("n", unsold.len().into()),
                ("amount", (&say.money(cost)).into()),
            ],
        );
        let why = say.fill(
            words::F_UNSOLD_WHY,
            &[
                ("rate", (&share(self.compared.sale_rate)).into()),
                ("expected", (&expected).into()),
                ("name", (&quoted(&largest.unit.name, say.lang)).into()),
                (
                    "cost",
                    (&say.money(largest.unit.sums.spend.unwrap_or(0) as f64)).into(),
                ),
                (
                    "clicks",
                    (&say.count(largest.unit.sums.sale_trials().1 as usize)).into(),
                ),
            ],
        );
        let places: Vec<(u16, u32)> = unsold
            .iter()
            .flat_map(|u| u.unit.places.iter().copied())
            .collect();
        let said = [
            say.stopped(&sentence),
            say.plain(words::F_UNSOLD_SURE).to_owned(),
            why,
            say.plain(words::F_UNSOLD_ACTION).to_owned(),
        ];
        Some(DocumentFinding {
            impact: self.impact(cost),
            selection: Self::selection(&places),
            ..self.finding("ads-unsold", said, Tone::Bad)
        })
    }

    fn roas_finding(&self) -> Option<DocumentFinding> {
        let say = &self.say;
        let i = self.standout()?;
        let unit = &self.campaigns[i];
        let (difference, q) = certain(self.compared.against[i].roas)?;
        let own = unit.sums.roas()?;
        let rest = self.rest(i).roas()?;
        let spend = unit.sums.spend? as f64;
        let name = quoted(&unit.name, say.lang);
        let numbers = [say.number(own, 2), say.number(rest, 2)];
        let worse = difference < 0.0;
        let sentence = if worse {
            say.fill(
                words::F_WORST,
                &[
                    ("name", (&name).into()),
                    ("spend", (&say.money(spend)).into()),
                    ("own", (&numbers[0]).into()),
                    ("rest", (&numbers[1]).into()),
                ],
            )
        } else {
            let part = spend / self.total.spend.filter(|s| *s > 0)? as f64;
            say.fill(
                words::F_BEST,
                &[
                    ("name", (&name).into()),
                    ("own", (&numbers[0]).into()),
                    ("rest", (&numbers[1]).into()),
                    ("share", (&say.percent(part)).into()),
                ],
            )
        };
        let (low, high) = self.returns[i]?.interval();
        let certainty = say.fill(
            words::F_SURE,
            &[
                ("p", (&p_value(q)).into()),
                ("own", (&numbers[0]).into()),
                ("low", (&say.number(low, 2)).into()),
                ("high", (&say.number(high, 2)).into()),
            ],
        );
        let rate =
            |of: Option<super::tally::Estimate>| of.map_or("–".to_owned(), |e| share(e.value));
        let cpc = unit
            .sums
            .cpc()
            .map_or("–".to_owned(), |c| say.money(c * 1e6));
        let why = say.fill(
            words::F_ROAS_WHY,
            &[
                ("ctr", (&rate(unit.sums.ctr())).into()),
                ("cvr", (&rate(unit.sums.cvr())).into()),
                ("cpc", (&cpc).into()),
            ],
        );
        let usual = if worse {
            self.less(i)
        } else {
            words::NEXT_MORE
        };
        let lost = unit.sums.spend? - unit.sums.value.unwrap_or(0);
        let said = [sentence, certainty, why, say.stopped(&self.next(i, usual))];
        Some(DocumentFinding {
            impact: (worse && lost > 0)
                .then(|| self.impact(lost as f64))
                .flatten(),
            selection: Self::selection(&unit.places),
            ..self.finding("ads-roas", said, if worse { Tone::Bad } else { Tone::Good })
        })
    }

    /// Only where the shop's own revenue tells it, and for certain more or less than what it costs.
    fn margin_finding(&self) -> Option<DocumentFinding> {
        let say = &self.say;
        let (of, own) = self.response.as_ref()?;
        let (low, high) = of.interval;
        let pays = low > 1.0;
        if !own || of.p_value > 0.05 || (!pays && high >= 1.0) {
            return None;
        }
        let more = of.now * 0.1 * 1e6;
        let amounts = [of.now * 1e6, more, more * of.marginal].map(|v| say.money(v));
        let sentence = say.fill(
            if pays {
                words::F_MARGIN_GOOD
            } else {
                words::F_MARGIN_BAD
            },
            &[
                ("step", say.plain(self.step_word()).into()),
                ("now", (&amounts[0]).into()),
                ("more", (&amounts[1]).into()),
                ("gain", (&amounts[2]).into()),
            ],
        );
        let certainty = say.fill(
            words::F_MARGIN_SURE,
            &[
                ("marginal", (&say.number(of.marginal, 2)).into()),
                ("range", (&self.range(of.interval)).into()),
                ("p", (&p_value(of.p_value)).into()),
            ],
        );
        let action = if pays {
            words::F_MARGIN_MORE
        } else {
            words::F_MARGIN_LESS
        };
        let said = [
            sentence,
            certainty,
            say.plain(words::F_MARGIN_WHY).to_owned(),
            say.plain(action).to_owned(),
        ];
        let tone = if pays { Tone::Good } else { Tone::Bad };
        let places: Vec<(u16, u32)> = self.account.rows.iter().map(|r| r.place).collect();
        Some(DocumentFinding {
            selection: Self::selection(&places),
            ..self.finding("ads-margin", said, tone)
        })
    }

    fn tired_finding(&self) -> Option<DocumentFinding> {
        let say = &self.say;
        let tired = &self.compared.tired;
        let first = tired.first()?;
        let name = quoted(&first.unit.name, say.lang);
        let (from, to) = (share(first.from), share(first.to));
        let mut args = vec![
            ("name", (&name).into()),
            ("from", (&from).into()),
            ("to", (&to).into()),
        ];
        let count = say.count(tired.len());
        let sentence = if tired.len() == 1 {
            say.fill(words::F_TIRED, &args)
        } else {
            args.push(("n", (&count).into()));
            say.fill(words::F_TIRED_MORE, &args)
        };
        let steps = if first.weeks {
            words::WEEKS
        } else {
            words::DAYS
        };
        let certainty = say.fill(
            words::F_TIRED_SURE,
            &[
                ("p", (&p_value(first.q)).into()),
                ("n", (&say.count(first.rates.len())).into()),
                ("steps", say.plain(steps).into()),
            ],
        );
        let said = [
            sentence,
            certainty,
            say.plain(words::F_TIRED_WHY).to_owned(),
            say.plain(words::F_TIRED_ACTION).to_owned(),
        ];
        Some(DocumentFinding {
            spark: first.rates.iter().map(|(_, rate)| Some(*rate)).collect(),
            selection: Self::selection(&first.unit.places),
            ..self.finding("ads-fatigue", said, Tone::Bad)
        })
    }

    fn shift_finding(&self) -> Option<DocumentFinding> {
        let say = &self.say;
        let shift = self.shift.as_ref()?;
        let name = |i: usize| quoted(&self.campaigns[i].name, say.lang);
        let sentence = say.fill(
            words::F_SHIFT,
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
        let (certainty, why) = match &p {
            Some(p) => {
                args.push(("p", p.into()));
                (
                    say.fill(words::F_SHIFT_SURE, &[("p", p.into())]),
                    say.fill(words::SHIFT_AVERAGE, &args),
                )
            }
            None => (
                say.plain(words::F_SHIFT_MARGIN_SURE).to_owned(),
                say.fill(words::SHIFT_MARGINAL, &args),
            ),
        };
        let said = [
            sentence,
            certainty,
            why,
            say.plain(words::SHIFT_TEST).to_owned(),
        ];
        Some(DocumentFinding {
            // The lower end: an average is no margin.
            impact: (shift.gain.1 > 0.0)
                .then(|| self.impact(shift.gain.1))
                .flatten(),
            selection: Self::selection(&self.campaigns[shift.from].places),
            ..self.finding("ads-shift", said, Tone::Neutral)
        })
    }

    fn claim_finding(&self) -> Option<DocumentFinding> {
        let say = &self.say;
        let (part, revenue) = self.claim()?;
        if part < 0.5 {
            return None;
        }
        let (first, last) = self.days?;
        let sentence = say.fill(
            words::F_CLAIM,
            &[
                ("period", (&say.period(first, last)).into()),
                ("value", (&say.money(self.total.value? as f64)).into()),
                ("share", (&say.percent(part)).into()),
                ("revenue", (&self.scene.say.money(revenue)).into()),
            ],
        );
        let said = [
            sentence,
            say.plain(words::F_CLAIM_SURE).to_owned(),
            say.plain(words::F_CLAIM_WHY).to_owned(),
            say.plain(words::F_CLAIM_ACTION).to_owned(),
        ];
        Some(DocumentFinding {
            selection: Some(shop::Selection {
                days: Some((first, last)),
                ..shop::Selection::default()
            }),
            ..self.finding("ads-claim", said, Tone::Neutral)
        })
    }
}
