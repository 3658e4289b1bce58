//! Where money was lost, where it might go, and the accounts that it is spent from.

use chart::spec::{Format, Plot, Share};
use report::Block;
use report::words::phrase::{Phrase, quoted};

use super::{ROWS, Report, share, words};
use crate::parts::words as cell;
use crate::say::{Say, p_value};

impl Report<'_> {
    pub(super) fn funnel(&self) -> Option<Block> {
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
        let range = |of: crate::ads::tally::Estimate| {
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

    pub(super) fn unsold_table(&self) -> Option<Block> {
        let say = &self.say;
        let unsold = &self.compared.unsold;
        if unsold.is_empty() {
            return None;
        }
        let cost = self.unsold_cost();
        let money = say.money_format();
        let (title, column) = self.unsold_words();
        let rows = unsold
            .iter()
            .map(|u| {
                let sums = &u.unit.sums;
                let next = match u.unit.level {
                    3 => words::NEXT_NEGATIVE,
                    _ => words::NEXT_PAUSE,
                };
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
        let rate = share(self.compared.sale_rate);
        let note = say.fill(words::UNSOLD_NOTE, &[("rate", (&rate).into())]);
        let yet = match self.compared.unsold_yet {
            (0, _) => String::new(),
            (n, cost) => say.fill(
                words::UNSOLD_YET,
                &[
                    ("n", n.into()),
                    ("amount", (&say.money(cost as f64)).into()),
                ],
            ),
        };
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
                say.sentences(&[&note, &yet]),
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
    pub(in crate::ads) fn unsold_cost(&self) -> f64 {
        let cost = |u: &crate::ads::compare::Unsold| u.unit.sums.spend.unwrap_or(0);
        self.compared.unsold.iter().map(cost).sum::<i64>() as f64
    }

    /// The title of what never sold, and what its rows are.
    pub(in crate::ads) fn unsold_words(&self) -> (Phrase, Phrase) {
        let levels = || self.compared.unsold.iter().map(|u| u.unit.level);
        match (levels().min(), levels().max()) {
            (Some(3), _) => (words::UNSOLD_TERMS, words::TERM),
            (Some(1..), Some(..=2)) => (words::UNSOLD_ADS, words::AD),
            (Some(0), Some(0)) => (words::UNSOLD_GROUPS, words::CAMPAIGN),
            _ => (words::UNSOLD_MIXED, words::MIXED),
        }
    }

    pub(super) fn shift_text(&self) -> Option<Block> {
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
        let title = say.stopped(&title);
        Some(Block::Text {
            text: say.sentences(&[&title, &why, say.plain(words::SHIFT_TEST)]),
        })
    }

    pub(super) fn accounts_table(&self) -> Option<Block> {
        let others = &self.accounts.accounts[1..];
        if others.is_empty() {
            return None;
        }
        let say = &self.say;
        let number = Format::Number { decimals: 2 };
        let rows = others
            .iter()
            .map(|account| {
                let mut sums = crate::ads::Sums::default();
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
