//! What was read, repaired, left out, doubted and not joined.

use std::collections::BTreeSet;

use chart::format;
use chart::spec::Format;
use shop::Selection;
use table::Table;

use super::parts::{Row, words};
use super::{Build, table_name};
use crate::Block;
use crate::words::{self as say_words, section};

impl Build<'_> {
    pub(super) fn data(&self) -> Vec<Block> {
        let say = &self.say;
        let mut blocks: Vec<Block> = Vec::new();
        blocks.extend(self.files());
        blocks.extend(self.failed());
        blocks.extend(self.left_out("data-excluded", section::EXCLUDED_TABLE, |_| true));
        blocks.extend(self.data_notes());
        blocks.extend(self.joins());
        blocks.extend(self.totals());
        blocks.extend(self.currencies());
        blocks.push(Block::Text {
            text: say.plain(section::PERSONAL).to_owned(),
        });
        blocks
    }

    fn name_of(&self, table: u16) -> String {
        self.input
            .tables
            .get(usize::from(table))
            .map_or(String::new(), |t| table_name(t))
    }

    fn plain_table(
        &self,
        id: &str,
        title: crate::words::phrase::Phrase,
        columns: Vec<crate::TableColumn>,
        rows: Vec<Row>,
    ) -> Option<Block> {
        (!rows.is_empty()).then(|| {
            self.table(
                id,
                (
                    self.say.plain(title).to_owned(),
                    String::new(),
                    String::new(),
                ),
                columns,
                rows,
            )
        })
    }

    fn files(&self) -> Option<Block> {
        let lang = self.say.lang;
        let rows = self
            .input
            .tables
            .iter()
            .zip(self.input.recognitions)
            .map(|(table, recognition)| {
                let platform = recognition.platform.clone().unwrap_or_default();
                let dataset = say_words::dataset(recognition.dataset, lang);
                let taken = if platform.is_empty() {
                    dataset.to_owned()
                } else {
                    [dataset, " · ", &platform].concat()
                };
                (
                    vec![
                        words(&table_name(table)),
                        words(&taken),
                        self.count(table.rows as u64),
                        words(say_words::confidence(recognition, lang)),
                    ],
                    None,
                )
            })
            .collect();
        self.plain_table(
            "data-files",
            section::FILES,
            vec![
                self.column(section::FILE, None),
                self.column(section::TAKEN, None),
                self.column(section::ROWS, Some(Format::Count)),
                self.column(section::SURE, None),
            ],
            rows,
        )
    }

    fn failed(&self) -> Option<Block> {
        let rows = self
            .input
            .failures
            .iter()
            .map(|error| {
                let message = say_words::error(error, self.say.lang);
                (vec![words(&message.message), words(&message.hint)], None)
            })
            .collect();
        self.plain_table(
            "data-failed",
            section::FAILED,
            vec![
                self.column(section::NOTE, None),
                self.column(section::VALUE, None),
            ],
            rows,
        )
    }

    /// Samples of a column that holds personal data are not shown.
    fn personal(&self, i: usize, column: Option<&String>) -> bool {
        let Some(recognition) = self.input.recognitions.get(i) else {
            return true;
        };
        match column {
            Some(name) => recognition.columns.iter().any(|c| {
                c.name == *name && (c.personal || c.role.is_some_and(|r| r.is_personal()))
            }),
            // Without a column, a sample may be any cell.
            None => recognition.columns.iter().any(|c| c.personal),
        }
    }

    fn data_notes(&self) -> Vec<Block> {
        let lang = self.say.lang;
        let mut rows: Vec<Row> = Vec::new();
        for note in &self.input.shop.quality {
            let selection = Selection {
                quality: Some((note.code, note.table)),
                ..Selection::default()
            };
            let text = say_words::quality(note, &self.name_of(note.table), lang);
            rows.push((
                vec![words(&text), self.count(note.count as u64)],
                (!note.rows.is_empty()).then_some(selection),
            ));
        }
        let known = self.input.tables.iter().zip(self.input.recognitions);
        for (i, (table, recognition)) in known.enumerate() {
            for warning in say_words::warnings(table, recognition) {
                let samples = !self.personal(i, warning.location.column.as_ref());
                let said = say_words::warning(&warning, samples, lang);
                let colon = match lang {
                    chart::spec::Lang::Zh => "：",
                    chart::spec::Lang::En => ": ",
                };
                let text = [table_name(table).as_str(), colon, &said].concat();
                rows.push((vec![words(&text), self.count(warning.count as u64)], None));
            }
        }
        if rows.is_empty() {
            return vec![Block::Text {
                text: self.say.plain(section::CLEAN).to_owned(),
            }];
        }
        self.plain_table(
            "data-notes",
            section::NOTES,
            vec![
                self.column(section::NOTE, None),
                self.column_named(section::COUNT_N.plain(lang), Some(Format::Count)),
            ],
            rows,
        )
        .into_iter()
        .collect()
    }

    fn joins(&self) -> Option<Block> {
        let rows = self
            .input
            .shop
            .joins
            .iter()
            .map(|join| {
                let (left, right) = (self.name_of(join.left), self.name_of(join.right));
                let share = join.matched as f64 / join.total.max(1) as f64;
                (
                    vec![
                        words(&say_words::join(join, &left, &right, self.say.lang)),
                        self.share(Some(share)),
                    ],
                    None,
                )
            })
            .collect();
        self.plain_table(
            "data-joins",
            section::JOINS,
            vec![
                self.column(section::NOTE, None),
                self.column(section::SHARE, Some(Format::Percent)),
            ],
            rows,
        )
    }

    fn totals(&self) -> Option<Block> {
        let say = &self.say;
        let mut rows: Vec<Row> = Vec::new();
        for table in self.input.tables {
            for total in &table.totals {
                for (column, stated, computed) in &total.checked {
                    rows.push((
                        vec![
                            words(&self.totals_place(table, total.row)),
                            words(table.columns.get(*column).map_or("", |c| c.name.as_str())),
                            words(stated),
                            words(computed),
                            words(say.plain(if stated == computed || total.agrees {
                                section::YES
                            } else {
                                section::NO
                            })),
                        ],
                        None,
                    ));
                }
            }
        }
        self.plain_table(
            "data-totals",
            section::TOTALS,
            vec![
                self.column(section::FILE, None),
                self.column(section::COLUMN, None),
                self.column(section::STATED, None),
                self.column(section::COMPUTED, None),
                self.column(section::AGREES, None),
            ],
            rows,
        )
    }

    fn totals_place(&self, table: &Table, row: usize) -> String {
        let row = section::TOTALS_ROW.fill(self.say.lang, &[("n", (&row.to_string()).into())]);
        [&table_name(table), " · ", &row].concat()
    }

    fn currencies(&self) -> Option<Block> {
        let say = &self.say;
        let currencies = &self.input.shop.currencies;
        if currencies.len() < 2 {
            return None;
        }
        let seen: BTreeSet<&str> = currencies.iter().map(|c| c.currency.as_str()).collect();
        debug_assert_eq!(seen.len(), currencies.len());
        let rows = currencies
            .iter()
            .map(|c| {
                let format = Format::Money {
                    currency: c.currency.clone(),
                };
                let amount = |minor: i64| {
                    let major = minor as f64 / 10f64.powi(i32::from(c.digits));
                    words(&format::value(major, &format, say.lang, false))
                };
                let selection = Selection {
                    currency: Some(c.currency.clone()),
                    ..Selection::default()
                };
                (
                    vec![
                        words(&c.currency),
                        self.count(c.orders as u64),
                        amount(c.gross_minor),
                        amount(c.refunds_minor),
                        amount(c.gross_minor - c.refunds_minor),
                    ],
                    Some(selection),
                )
            })
            .collect();
        self.plain_table(
            "data-currencies",
            section::CURRENCIES,
            vec![
                self.column(section::CURRENCY, None),
                self.column(section::ORDERS, Some(Format::Count)),
                self.column(section::REVENUE, None),
                self.column(section::REFUNDED, None),
                self.column(section::NET, None),
            ],
            rows,
        )
    }
}
