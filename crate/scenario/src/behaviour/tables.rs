//! Tables of ways, visits, and what is looked at in vain.

use analysis::statistics::{median, wilson};
use chart::spec::Format;
use report::Block;

use super::paths::{Path, paths};
use super::sessions::Session;
use super::{Report, rows, words};
use crate::parts::{Row, words as cell};
use crate::say::p_value;

/// Ways that are listed.
const WAYS: usize = 10;
/// Purchases from which ways have shares.
const PURCHASES: usize = 20;
/// Products or kinds that are listed.
const LOOKED: usize = 20;

impl Report<'_> {
    fn path(&self, path: &Path) -> String {
        let say = &self.scene.say;
        let acts: Vec<&str> = path
            .acts
            .iter()
            .map(|act| say.plain(Self::act(*act)))
            .collect();
        let before = if path.cut {
            say.plain(words::MORE_BEFORE)
        } else {
            ""
        };
        [before, &acts.join(say.plain(words::TO))].concat()
    }

    pub(super) fn paths(&self) -> Option<Block> {
        let say = &self.scene.say;
        let ways = paths(&self.log, &self.funnel);
        let n: usize = ways.iter().map(|w| w.n).sum();
        if n < PURCHASES {
            return None;
        }
        // A purchase without anything before it is no way; how many there are is said.
        let first = ways.iter().find(|w| w.acts.len() > 1);
        let sudden: usize = ways.iter().filter(|w| w.acts.len() == 1).map(|w| w.n).sum();
        let share = |n: usize, of: usize| say.percent(n as f64 / of.max(1) as f64);
        let title = match first {
            Some(first) => say.fill(
                words::PATHS_TITLE,
                &[
                    ("path", (&self.path(first)).into()),
                    ("share", (&share(first.n, n - sudden)).into()),
                    ("none", (&share(sudden, n)).into()),
                ],
            ),
            None => say.plain(words::PATHS_TITLE_NONE).to_owned(),
        };
        let table = ways.iter().map(|way| -> Row {
            let of = wilson(way.n as u64, n as u64);
            let cells = vec![
                cell(self.path(way)),
                say.cell(Some(way.n as f64), &Format::Count),
                say.cell(Some(way.n as f64 / n as f64), &Format::Percent),
                cell(self.range((of.low, of.high))),
                cell(match way.acts.len() {
                    1 => String::new(),
                    _ => self.wait(way.wait),
                }),
            ];
            (cells, rows(way.places.iter().copied()))
        });
        Some(say.table(
            "behaviour-paths",
            (
                title,
                say.fill(words::PATHS_SUB, &[("n", n.into())]),
                say.plain(words::PATHS_NOTE).to_owned(),
            ),
            vec![
                say.words_column(words::PATH),
                say.column(words::PURCHASES, Format::Count),
                say.bar(words::PATH_SHARE, Format::Percent),
                say.words_column(words::KEPT_INTERVAL),
                say.words_column(words::PATH_WAIT),
            ],
            table.collect(),
            WAYS,
        ))
    }

    pub(super) fn visits(&self) -> Option<Block> {
        let say = &self.scene.say;
        let all = &self.sessions;
        if all.is_empty() {
            return None;
        }
        let middle = |of: &[&Session], value: fn(&Session) -> f64| {
            let mut values: Vec<f64> = of.iter().map(|s| value(s)).collect();
            median(&mut values)
        };
        let kind = |s: &Session| match s {
            s if s.bought => 0,
            s if s.put => 1,
            s if s.events == 1 => 3,
            _ => 2,
        };
        let names = [
            words::WITH_BUY,
            words::WITH_PUT,
            words::JUST_LOOKING,
            words::ONE_EVENT,
        ];
        let products = |s: &Session| s.products as f64;
        let table = names.iter().enumerate().filter_map(|(at, name)| {
            let own: Vec<&Session> = all.iter().filter(|s| kind(s) == at).collect();
            let cells = vec![
                cell(say.plain(*name)),
                say.cell(Some(own.len() as f64), &Format::Count),
                say.cell(Some(own.len() as f64 / all.len() as f64), &Format::Percent),
                say.cell(middle(&own, |s| s.events as f64), &Format::Count),
                say.cell(
                    middle(&own, |s| (s.to - s.from) as f64 / 60.0),
                    &Format::Number { decimals: 1 },
                ),
                say.cell(middle(&own, products), &Format::Count),
            ];
            (!own.is_empty()).then_some((cells, None))
        });
        let (with, without): (Vec<&Session>, Vec<&Session>) = all.iter().partition(|s| s.bought);
        let number = |of: Option<f64>| say.number(of.unwrap_or(0.0), 0);
        let title = match with.len() {
            0 => say.plain(words::VISITS_NONE).to_owned(),
            n => say.fill(
                words::VISITS_TITLE,
                &[
                    ("n", (&say.number(all.len() as f64 / n as f64, 1)).into()),
                    ("with", (&number(middle(&with, products))).into()),
                    ("without", (&number(middle(&without, products))).into()),
                ],
            ),
        };
        let subtitle = say.fill(
            words::VISITS_SUB,
            &[
                ("n", all.len().into()),
                ("visitors", self.log.visitors.into()),
            ],
        );
        Some(say.table(
            "behaviour-visits",
            (title, subtitle, say.plain(words::VISITS_NOTE).to_owned()),
            vec![
                say.words_column(words::VISIT),
                say.column(words::VISIT_COUNT, Format::Count),
                say.bar(words::VISIT_SHARE, Format::Percent),
                say.column(words::VISIT_EVENTS, Format::Count),
                say.column(words::VISIT_MINUTES, Format::Number { decimals: 1 }),
                say.column(words::VISIT_PRODUCTS, Format::Count),
            ],
            table.collect(),
            4,
        ))
    }

    pub(super) fn looked_table(&self) -> Option<Block> {
        let say = &self.scene.say;
        let tested = self.looked.iter().filter(|l| l.q_value.is_some()).count();
        if tested == 0 {
            return None;
        }
        let certain = self
            .looked
            .iter()
            .filter(|l| l.q_value.is_some_and(|q| q < 0.05))
            .count();
        let what = self.what();
        let title = match certain {
            0 => say.fill(words::LOOKED_NONE, &[("what", what.into())]),
            n => say.fill(
                words::LOOKED_TITLE,
                &[("n", (&say.count(n)).into()), ("what", what.into())],
            ),
        };
        let table = self.looked.iter().filter(|l| l.q_value.is_some());
        let table = table.map(|l| -> Row {
            let of = wilson(l.buyers, l.viewers);
            let cells = vec![
                cell(self.name(l)),
                say.cell(Some(l.viewers as f64), &Format::Count),
                say.cell(Some(l.buyers as f64), &Format::Count),
                say.cell(Some(l.buyers as f64 / l.viewers as f64), &Format::Percent),
                cell(self.range((of.low, of.high))),
                say.cell(Some(l.expected), &Format::Number { decimals: 1 }),
                cell(l.q_value.map_or(String::new(), |q| {
                    p_value(q).trim_start_matches("= ").to_owned()
                })),
            ];
            (cells, self.rows_of(l))
        });
        let n = say.count(self.looked.len());
        Some(say.table(
            "behaviour-looked",
            (
                title,
                say.fill(
                    words::LOOKED_SUB,
                    &[("what", what.into()), ("n", (&n).into())],
                ),
                say.fill(
                    words::LOOKED_NOTE,
                    &[
                        ("what", what.into()),
                        ("tested", (&say.count(tested)).into()),
                    ],
                ),
            ),
            vec![
                say.words_column(words::THING),
                say.column(words::VIEWERS, Format::Count),
                say.column(words::BUYERS, Format::Count),
                say.bar(words::RATE, Format::Percent),
                say.words_column(words::KEPT_INTERVAL),
                say.column(words::EXPECTED, Format::Number { decimals: 1 }),
                say.words_column(words::Q_VALUE),
            ],
            table.take(LOOKED).collect(),
            LOOKED,
        ))
    }
}
