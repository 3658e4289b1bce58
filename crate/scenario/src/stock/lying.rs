//! What lies in stock: its age, what is dead, how hard it works.

use chart::spec::{BarMode, BarSeries, Format, Plot, Tone};
use report::words::phrase::Phrase;
use report::{Block, DocumentFinding};

use super::plan::{Basis, Lying};
use super::{Line, Page, words};
use crate::parts;

/// Days since the last sale up to which stock belongs to a bar.
const BARS: [(i32, Phrase); 5] = [
    (30, words::AGE_30),
    (60, words::AGE_60),
    (90, words::AGE_90),
    (180, words::AGE_180),
    (i32::MAX, words::AGE_MORE),
];
/// Rows of the table of dead stock.
const MOST: usize = 50;

impl Page<'_> {
    pub(super) fn lying(&self, blocks: &mut Vec<Block>, findings: &mut Vec<DocumentFinding>) {
        let lying = self.plan.lying();
        if lying.is_empty() {
            return;
        }
        let dead: Vec<&Lying<'_>> = lying.iter().filter(|l| self.plan.is_dead(l)).collect();
        blocks.push(self.ages(&lying, &dead));
        // What was taken down sells no more, however lately it did.
        let clear = lying
            .iter()
            .filter(|l| l.is_delisted || self.plan.is_dead(l));
        let clear: Vec<&Lying<'_>> = clear.collect();
        if !clear.is_empty() {
            blocks.push(self.dead_table(&clear));
        }
        if !dead.is_empty() {
            findings.extend(self.dead(&lying, &dead));
        }
        blocks.extend(self.ratios());
    }

    /// What stock is worth, minor units; `None` where nothing of it can be valued.
    fn worth<'l>(of: impl Iterator<Item = &'l Lying<'l>>) -> Option<f64> {
        let known: Vec<f64> = of.filter_map(|l| l.worth).collect();
        (!known.is_empty()).then(|| known.into_iter().sum())
    }

    fn ages(&self, lying: &[Lying<'_>], dead: &[&Lying<'_>]) -> Block {
        let say = &self.say;
        let basis = self.plan.basis();
        let days = self.plan.options.dead_days as usize;
        let days = say.count(days);
        let by_worth = lying.iter().any(|l| l.worth.is_some());
        let measure = match basis {
            _ if !by_worth => words::UNITS,
            Basis::Cost => words::WORTH_COST,
            Basis::Price => words::WORTH_PRICE,
        };
        let bar_of = |l: &Lying<'_>| match l.idle {
            Some(days) => BARS.iter().position(|(most, _)| days <= *most).unwrap_or(4),
            None => BARS.len(),
        };
        let mut values = Vec::new();
        let mut selections = Vec::new();
        for bar in 0..=BARS.len() {
            let of = || lying.iter().filter(|l| bar_of(l) == bar);
            values.push(Some(if by_worth {
                say.major(of().filter_map(|l| l.worth).sum())
            } else {
                of().map(|l| l.units).sum()
            }));
            selections.push(Self::rows_of(of().map(|l| l.position)));
        }
        let units: f64 = dead.iter().map(|l| l.units).sum();
        let worth = Self::worth(dead.iter().copied());
        let title = match (dead.is_empty(), worth) {
            (true, _) => say.fill(words::AGE_TITLE_NONE, &[("days", (&days).into())]),
            (false, Some(worth)) => {
                let phrase = match basis {
                    Basis::Cost => words::AGE_TITLE_COST,
                    Basis::Price => words::AGE_TITLE_PRICE,
                };
                let worth = say.money(worth);
                say.fill(
                    phrase,
                    &[("worth", (&worth).into()), ("days", (&days).into())],
                )
            }
            (false, None) => {
                let units = self.units(units);
                say.fill(
                    words::AGE_TITLE_UNITS,
                    &[("units", (&units).into()), ("days", (&days).into())],
                )
            }
        };
        let unvalued = if by_worth {
            lying.iter().filter(|l| l.worth.is_none()).count()
        } else {
            0
        };
        let note = say.sentences(&[
            say.plain(words::AGE_NOTE),
            &self.counted(words::AGE_UNVALUED, unvalued),
        ]);
        let subtitle = say.joined(&[
            say.plain(words::AGE_SUBTITLE).to_owned(),
            say.plain(measure).to_owned(),
            say.fill(words::N_PRODUCTS, &[("n", lying.len().into())]),
        ]);
        let names = BARS.iter().map(|(_, name)| *name).chain([words::AGE_NEVER]);
        say.chart(
            "stock-age",
            (title, subtitle, note),
            Plot::Bar {
                categories: names.map(|n| say.plain(n).to_owned()).collect(),
                y: say.measure(
                    measure,
                    if by_worth {
                        say.money_format()
                    } else {
                        Format::Count
                    },
                ),
                series: vec![BarSeries {
                    name: say.plain(measure).to_owned(),
                    tone: Tone::Accent,
                    values,
                    intervals: Vec::new(),
                }],
                mode: BarMode::Grouped,
                horizontal: false,
            },
            selections,
        )
    }

    fn dead_table(&self, dead: &[&Lying<'_>]) -> Block {
        let say = &self.say;
        let days = say.count(self.plan.options.dead_days as usize);
        let by_worth = dead.iter().any(|l| l.worth.is_some());
        let worth = match self.plan.basis() {
            Basis::Cost => words::WORTH_COST,
            Basis::Price => words::WORTH_PRICE,
        };
        let rows = dead.iter().map(|l| -> Line {
            let last = match l.last {
                Some(day) => say.day(day),
                None => say.plain(words::NEVER).to_owned(),
            };
            let advice = match l.idle {
                _ if l.is_delisted => words::DO_DELISTED,
                Some(_) => words::DO_CLEAR,
                None => words::DO_LIST,
            };
            let mut cells = vec![
                parts::words(&l.position.name),
                say.cell(Some(l.units), &Format::Count),
                parts::words(last),
                say.cell(l.idle.map(f64::from), &Format::Count),
            ];
            if by_worth {
                cells.push(say.money_cell(l.worth));
            }
            cells.push(parts::words(say.plain(advice)));
            (cells, Self::rows_of([l.position].into_iter()))
        });
        let mut columns = vec![
            say.words_column(words::PRODUCT),
            say.column(words::UNITS, Format::Count),
            say.words_column(words::LAST_SOLD),
            say.column(words::IDLE, Format::Count),
        ];
        if by_worth {
            columns.push(say.bar(worth, say.money_format()));
        }
        columns.push(say.words_column(words::ADVICE));
        let subtitle = match dead.iter().any(|l| l.is_delisted) {
            true => words::DEAD_SUBTITLE_DELISTED,
            false => words::DEAD_SUBTITLE,
        };
        say.table(
            "stock-dead",
            (
                say.fill(words::DEAD_TITLE, &[("n", dead.len().into())]),
                say.fill(subtitle, &[("days", (&days).into())]),
                say.plain(words::DEAD_NOTE).to_owned(),
            ),
            columns,
            rows.collect(),
            MOST,
        )
    }

    fn ratios(&self) -> Option<Block> {
        let say = &self.say;
        let of = self.plan.ratios();
        let held = match self.plan.basis() {
            Basis::Cost => words::HELD_COST,
            Basis::Price => words::HELD_PRICE,
        };
        let one = |v: f64| say.number(v, 1);
        let rows: Vec<Line> = [
            (held, of.held.map(|v| say.money(v)), words::M_HELD),
            (words::TURNOVER, of.turnover.map(one), words::M_TURNOVER),
            (
                words::DAYS_ON_HAND,
                of.days.map(|d| self.days(d)),
                words::M_DAYS,
            ),
            (
                words::SELL_THROUGH,
                of.sell_through.map(|s| say.percent(s)),
                words::M_SELL_THROUGH,
            ),
            (words::GMROI, of.gmroi.map(one), words::M_GMROI),
        ]
        .into_iter()
        .filter_map(|(name, value, meaning)| {
            let cells = vec![
                parts::words(say.plain(name)),
                parts::words(value?),
                parts::words(say.plain(meaning)),
            ];
            Some((cells, None))
        })
        .collect();
        let start = say.day(self.plan.start);
        let weeks = self.plan.demand.weeks;
        let subtitle = say.fill(
            words::RATIOS_SUBTITLE,
            &[("start", (&start).into()), ("weeks", weeks.into())],
        );
        (!rows.is_empty()).then(|| {
            say.table(
                "stock-ratios",
                (
                    say.plain(words::RATIOS_TITLE).to_owned(),
                    subtitle,
                    say.plain(words::RATIOS_NOTE).to_owned(),
                ),
                vec![
                    say.words_column(words::FIGURE),
                    say.words_column(words::VALUE),
                    say.words_column(words::MEANING),
                ],
                rows,
                5,
            )
        })
    }

    fn dead(&self, lying: &[Lying<'_>], dead: &[&Lying<'_>]) -> Option<DocumentFinding> {
        let say = &self.say;
        let plan = self.plan;
        let basis = plan.basis();
        let units: f64 = dead.iter().map(|l| l.units).sum();
        let worth = Self::worth(dead.iter().copied());
        let phrase = match (worth, basis) {
            (None, _) => words::F_DEAD_UNITS,
            (Some(_), Basis::Cost) => words::F_DEAD_COST,
            (Some(_), Basis::Price) => words::F_DEAD_PRICE,
        };
        let days = say.count(plan.options.dead_days as usize);
        let share = say.percent(dead.len() as f64 / lying.len().max(1) as f64);
        let names = self.names(dead.iter().map(|l| l.position.name.as_str()));
        let mut finding = self.finding(
            "stock-dead",
            [
                say.fill(
                    phrase,
                    &[
                        ("n", dead.len().into()),
                        ("units", (&self.units(units)).into()),
                        ("days", (&days).into()),
                        ("money", (&say.money(worth.unwrap_or(0.0))).into()),
                    ],
                ),
                say.fill(
                    words::F_DEAD_SURE,
                    &[
                        ("start", (&say.day(plan.start)).into()),
                        ("last", (&say.day(plan.demand.last_day)).into()),
                    ],
                ),
                say.fill(
                    words::F_DEAD_WHY,
                    &[
                        ("share", (&share).into()),
                        ("all", lying.len().into()),
                        ("names", (&names).into()),
                    ],
                ),
                say.plain(words::F_DEAD_DO).to_owned(),
            ],
        );
        finding.impact = worth
            .filter(|_| basis == Basis::Cost)
            .map(|w| say.major(libm::round(w)));
        finding.selection = Self::rows_of(dead.iter().map(|l| l.position));
        Some(finding)
    }
}
