//! New and returning customers.

use analysis::{Answer, Customers};
use chart::spec::{BarMode, BarSeries, Format, Plot, Tone};

use super::Build;
use super::parts::{Row, words};
use crate::Block;
use crate::words::phrase::Phrase;
use crate::words::say::percent;
use crate::words::{month, section};

impl Build<'_> {
    pub(super) fn customers(&self) -> Vec<Block> {
        let of = match &self.input.sales.customers {
            Answer::Insufficient(missing) => {
                return vec![self.missing(section::CUSTOMERS, *missing)];
            }
            Answer::Known(of) => of,
        };
        let mut blocks = Vec::new();
        if of.months.len() > 1 {
            blocks.push(self.customer_months(of));
        }
        if of.by_orders.iter().filter(|n| **n > 0).count() > 1 {
            blocks.push(self.by_orders(of));
        }
        blocks.push(self.customer_table(of));
        blocks
    }

    fn customer_months(&self, of: &Customers) -> Block {
        let say = &self.say;
        let title = match of.returning_share {
            Some(share) => {
                section::CUSTOMERS_TITLE.fill(say.lang, &[("share", (&percent(share)).into())])
            }
            None => say.plain(section::CUSTOMERS_PLAIN).to_owned(),
        };
        let mut series = Vec::new();
        let mut selections = Vec::new();
        let mut add = |name: Phrase, tone: Tone, values: Vec<i64>| {
            series.push(BarSeries {
                name: say.plain(name).to_owned(),
                tone,
                values: values.into_iter().map(|v| Some(say.major_int(v))).collect(),
                intervals: Vec::new(),
            });
        };
        let months = &of.months;
        add(
            section::REPEAT_ORDERS,
            Tone::Series(0),
            months.iter().map(|m| m.returning_gross_minor).collect(),
        );
        selections.extend(months.iter().map(|m| Some(m.returning_selection.clone())));
        add(
            section::FIRST_ORDERS,
            Tone::Series(1),
            months.iter().map(|m| m.new_gross_minor).collect(),
        );
        selections.extend(months.iter().map(|m| Some(m.new_selection.clone())));
        if of.unknown_gross_minor != 0 {
            add(
                section::NO_CUSTOMER,
                Tone::Muted,
                months.iter().map(|m| m.unknown_gross_minor).collect(),
            );
            selections.extend(months.iter().map(|_| None));
        }
        Block::Chart(self.chart(
            "customers-months",
            (
                title,
                self.subtitle(section::REVENUE),
                self.notes(&[say.plain(section::CUSTOMER_NOTE), &self.note]),
            ),
            Plot::Bar {
                categories: months.iter().map(|m| month(m.first, say.lang)).collect(),
                y: self.amount(section::REVENUE),
                series,
                mode: BarMode::Stacked,
                horizontal: false,
            },
            selections,
        ))
    }

    fn by_orders(&self, of: &Customers) -> Block {
        let say = &self.say;
        let all: u64 = of.by_orders.iter().sum();
        let once = of.by_orders[0] as f64 / all.max(1) as f64;
        let last = of.by_orders.iter().rposition(|n| *n > 0).unwrap_or(0);
        let categories = (1..=last as u64 + 1)
            .map(|n| {
                if n == 5 {
                    section::AND_MORE.fill(say.lang, &[("n", n.into())])
                } else {
                    say.count(n)
                }
            })
            .collect();
        Block::Chart(self.chart(
            "customers-orders",
            (
                section::ONCE_TITLE.fill(say.lang, &[("share", (&percent(once)).into())]),
                self.subtitle(section::CUSTOMERS_MEASURE),
                self.note.clone(),
            ),
            Plot::Bar {
                categories,
                y: self.measure(section::CUSTOMERS_MEASURE, Format::Count),
                series: vec![BarSeries {
                    name: say.plain(section::CUSTOMERS_MEASURE).to_owned(),
                    tone: Tone::Accent,
                    values: of.by_orders[..=last]
                        .iter()
                        .map(|n| Some(*n as f64))
                        .collect(),
                    intervals: Vec::new(),
                }],
                mode: BarMode::Grouped,
                horizontal: false,
            },
            Vec::new(),
        ))
    }

    /// A two-column table of named numbers.
    pub(super) fn glance(
        &self,
        id: &str,
        title: Phrase,
        note: Phrase,
        rows: Vec<(Phrase, Option<String>, String)>,
    ) -> Block {
        let rows: Vec<Row> = rows
            .into_iter()
            .filter_map(|(name, value, note)| {
                let cells = vec![words(self.say.plain(name)), words(&value?), words(&note)];
                Some((cells, None))
            })
            .collect();
        self.table(
            id,
            (
                self.say.plain(title).to_owned(),
                self.joined(&self.scope(section::ORDER_COUNT_N)),
                self.say.plain(note).to_owned(),
            ),
            vec![
                self.column(section::FIGURE, None),
                self.column(section::VALUE, None),
                self.column(section::NOTE, None),
            ],
            rows,
        )
    }

    pub(super) fn interval(&self, interval: &analysis::Interval) -> String {
        section::C_INTERVAL.fill(
            self.say.lang,
            &[
                ("low", (&percent(interval.low)).into()),
                ("high", (&percent(interval.high)).into()),
            ],
        )
    }

    fn customer_table(&self, of: &Customers) -> Block {
        let say = &self.say;
        let none = String::new;
        let money = |minor: Option<f64>| minor.map(|m| say.money_full(m));
        // Without days no order is the first.
        let tells_first = of.new_aov_minor.or(of.returning_aov_minor).is_some();
        let note = match tells_first {
            true => section::CUSTOMER_NOTE,
            false => Phrase { zh: "", en: "" },
        };
        self.glance(
            "customers-glance",
            section::CUSTOMER_TABLE,
            note,
            vec![
                (section::C_CUSTOMERS, Some(say.count(of.customers)), none()),
                (
                    section::C_NEW,
                    (of.new_customers != of.customers && tells_first)
                        .then(|| say.count(of.new_customers)),
                    none(),
                ),
                (
                    section::C_REPEAT,
                    Some(percent(of.repeat_rate)),
                    self.interval(&of.repeat_interval),
                ),
                (
                    section::C_PER,
                    Some(format!("{:.2}", of.orders_per_customer)),
                    none(),
                ),
                (
                    section::C_GAP,
                    of.median_gap_days.map(crate::words::say::digits),
                    none(),
                ),
                (section::C_TOP, of.top_decile_share.map(percent), none()),
                (section::C_NEW_AOV, money(of.new_aov_minor), none()),
                (
                    section::C_RETURNING_AOV,
                    money(of.returning_aov_minor),
                    none(),
                ),
            ],
        )
    }
}
