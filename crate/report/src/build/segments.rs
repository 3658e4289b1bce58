//! Categories, places, channels: a chart that leads, and a table with everything.

use analysis::{Breakdown, DimensionKind, SegmentName, SegmentRow};
use chart::spec::{BarMode, BarSeries, Format, Plot, Share, Tone};

use super::Build;
use super::changes::dimension_key;
use super::parts::{change, words};
use crate::words::phrase::Phrase;
use crate::words::say::percent;
use crate::words::{not_named, section};
use crate::{Block, Insufficient, Table};

/// Bars of a chart; the table has the rest.
const BARS: usize = 12;
/// Shares that a ring can carry.
const RING: usize = 5;

impl Build<'_> {
    fn breakdown(&self, dimension: DimensionKind) -> Option<&Breakdown> {
        let of = &self.input.sales.breakdowns;
        of.iter()
            .find(|b| b.dimension == dimension && b.names > 0 && !b.rows.is_empty())
    }

    fn or_missing(&self, blocks: Vec<Block>, title: Phrase, what: Phrase) -> Vec<Block> {
        if blocks.is_empty() {
            vec![Block::Insufficient(Insufficient {
                title: self.say.plain(title).to_owned(),
                text: not_named(self.say.plain(what), self.say.lang),
            })]
        } else {
            blocks
        }
    }

    pub(super) fn categories(&self) -> Vec<Block> {
        let blocks = self.segments(DimensionKind::Category);
        self.or_missing(blocks, section::CATEGORIES, section::NO_CATEGORY)
    }

    pub(super) fn places(&self) -> Vec<Block> {
        let mut blocks = self.segments(DimensionKind::Country);
        blocks.extend(self.segments(DimensionKind::Region));
        self.or_missing(blocks, section::PLACES, section::NO_PLACE)
    }

    pub(super) fn channels(&self) -> Vec<Block> {
        let blocks = self.segments(DimensionKind::Channel);
        self.or_missing(blocks, section::CHANNELS, section::NO_CHANNEL)
    }

    /// A chart and a table.
    pub(super) fn segments(&self, dimension: DimensionKind) -> Vec<Block> {
        // A table of one row at 100 % is a sentence.
        if let Some([only]) = self.breakdown(dimension).map(|of| of.rows.as_slice()) {
            let name = self.say.segment(dimension, &only.name);
            let text = section::ALL_FROM.fill(self.say.lang, &[("name", (&name).into())]);
            return vec![Block::Text { text }];
        }
        let mut blocks: Vec<Block> = self.segment_chart(dimension).into_iter().collect();
        blocks.extend(self.segment_table(dimension));
        blocks
    }

    fn leading(&self, of: &Breakdown) -> String {
        let say = &self.say;
        let first = of
            .rows
            .iter()
            .find(|r| matches!(r.name, SegmentName::Named(_)));
        match first.and_then(|r| Some((r, r.share?))) {
            Some((row, share)) => {
                let text = section::LEADS.fill(
                    say.lang,
                    &[
                        ("name", (&say.segment(of.dimension, &row.name)).into()),
                        ("share", (&percent(share)).into()),
                    ],
                );
                crate::words::finding::capital(&text)
            }
            None => self.by(of),
        }
    }

    fn by(&self, of: &Breakdown) -> String {
        let name = self.say.dimension(of.dimension);
        let name = match self.say.lang {
            chart::spec::Lang::Zh => name.to_owned(),
            chart::spec::Lang::En => name.to_lowercase(),
        };
        section::BY.fill(self.say.lang, &[("by", (&name).into())])
    }

    fn care(&self, of: &Breakdown) -> String {
        match of.known_share {
            // No code is an answer, not a gap.
            _ if of.dimension == DimensionKind::DiscountCode => String::new(),
            Some(share) if share < 0.8 => {
                section::KNOWN_SHARE.fill(self.say.lang, &[("share", (&percent(share)).into())])
            }
            _ => String::new(),
        }
    }

    fn segment_chart(&self, dimension: DimensionKind) -> Option<Block> {
        let of = self.breakdown(dimension)?;
        let say = &self.say;
        let named = |r: &&SegmentRow| matches!(r.name, SegmentName::Named(_));
        let rest_tone = |r: &SegmentRow| (!named(&r)).then_some(Tone::Muted);
        let key = dimension_key(dimension);
        let heads = (
            self.leading(of),
            self.subtitle(section::REVENUE),
            self.notes(&[&self.care(of), &self.note]),
        );
        let whole = of.rows.iter().all(|r| r.gross_minor >= 0);
        if of.rows.len() <= RING
            && of.rows.len() > 1
            && whole
            && dimension == DimensionKind::Channel
        {
            return Some(Block::Chart(
                self.chart(
                    &["share-", key].concat(),
                    heads,
                    Plot::Pie {
                        y: self.amount(section::REVENUE),
                        shares: of
                            .rows
                            .iter()
                            .map(|r| Share {
                                name: say.label(dimension, &r.name),
                                value: say.major_int(r.gross_minor),
                                tone: rest_tone(r),
                            })
                            .collect(),
                        donut: true,
                    },
                    of.rows.iter().map(|r| r.selection.clone()).collect(),
                ),
            ));
        }
        let shown: Vec<&SegmentRow> = of.rows.iter().filter(named).take(BARS).collect();
        (shown.len() > 1).then(|| {
            Block::Chart(
                self.chart(
                    &["bars-", key].concat(),
                    heads,
                    Plot::Bar {
                        categories: shown
                            .iter()
                            .map(|r| say.label(dimension, &r.name))
                            .collect(),
                        y: self.amount(section::REVENUE),
                        series: vec![BarSeries {
                            name: say.plain(section::REVENUE).to_owned(),
                            tone: Tone::Accent,
                            values: shown
                                .iter()
                                .map(|r| Some(say.major_int(r.gross_minor)))
                                .collect(),
                            intervals: Vec::new(),
                        }],
                        mode: BarMode::Grouped,
                        horizontal: true,
                    },
                    shown.iter().map(|r| r.selection.clone()).collect(),
                ),
            )
        })
    }

    /// All of a dimension in a table.
    pub(super) fn segment_table(&self, dimension: DimensionKind) -> Option<Block> {
        let of = self.breakdown(dimension)?;
        let say = &self.say;
        let products = dimension == DimensionKind::Product;
        let changes = of.rows.iter().any(|r| r.change.is_some());
        let money = say.money_format();
        let broken = of.rows.iter().any(|r| r.units_milli % 1000 != 0);
        let units = if broken {
            Format::Number { decimals: 1 }
        } else {
            Format::Count
        };
        let mut columns = vec![
            self.column_named(say.dimension(dimension), None),
            self.bar(section::REVENUE, money.clone()),
            self.column(section::SHARE, Some(Format::Percent)),
            self.column(section::NET, Some(money)),
            self.column(section::ORDERS, Some(Format::Count)),
        ];
        // Files that do not tell quantities have sold more than nothing.
        let sold = of.rows.iter().any(|r| r.units_milli != 0);
        columns.extend(sold.then(|| self.column(section::UNITS, Some(units.clone()))));
        if products {
            columns.push(self.column(section::CLASS, None));
        }
        if changes {
            let before = self
                .input
                .sales
                .comparison
                .map_or(String::new(), |c| say.before(&c));
            let name = match say.lang {
                chart::spec::Lang::Zh => ["比", &before].concat(),
                chart::spec::Lang::En => ["against ", &before].concat(),
            };
            columns.push(self.column_named(&name, Some(Format::Percent)));
        }
        let mut more = 0;
        let rows = of
            .rows
            .iter()
            .map(|r| {
                if let SegmentName::Other(n) = r.name {
                    more = n as usize;
                }
                let label = say.label(dimension, &r.name);
                let mut row = vec![
                    words(&label),
                    self.money_int(r.gross_minor),
                    self.share(r.share),
                    self.money_int(r.net_minor),
                    self.count(r.orders),
                ];
                if sold {
                    row.push(self.number(Some(r.units_milli as f64 / 1000.0), &units));
                }
                if products {
                    row.push(words(self.class(&label)));
                }
                if changes {
                    let certain = r
                        .change_interval
                        .is_some_and(|i| i.low > 0.0 || i.high < 0.0);
                    row.push(change(r.change, certain));
                }
                (row, r.selection.clone())
            })
            .collect();
        let title = if products {
            self.leading(of)
        } else {
            self.by(of)
        };
        let block = self.table(
            &["table-", dimension_key(dimension)].concat(),
            (title, self.subtitle(section::REVENUE), self.care(of)),
            columns,
            rows,
        );
        Some(match block {
            Block::Table(table) => Block::Table(Table { more, ..table }),
            other => other,
        })
    }
}
