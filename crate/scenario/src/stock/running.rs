//! When products run out, and what to order now.

use chart::spec::{BarMode, BarSeries, Format, LineSeries, Plot, Point, TimeStep, Tone, XAxis};
use report::{Block, DocumentFinding, TableCell};
use shop::Selection;

use super::class::Value;
use super::plan::{Row, SOON};
use super::{Line, Page, words};
use crate::parts;
use crate::suppliers::open;

/// Days up to which stock of a bar lasts.
const BARS: [(f64, report::words::phrase::Phrase); 7] = [
    (0.0, words::LASTS_0),
    (7.0, words::LASTS_7),
    (14.0, words::LASTS_14),
    (30.0, words::LASTS_30),
    (90.0, words::LASTS_90),
    (180.0, words::LASTS_180),
    (f64::INFINITY, words::LASTS_MORE),
];
/// Days ahead that are still told as a day.
const FAR: f64 = 730.0;
/// Rows of the purchase list.
const MOST: usize = 200;

impl Page<'_> {
    pub(super) fn running(&self, blocks: &mut Vec<Block>, findings: &mut Vec<DocumentFinding>) {
        let orders = self.orders();
        blocks.push(self.cover());
        blocks.push(self.purchase_list(&orders));
        blocks.extend(self.path(&orders));
        let fresh = self.plan.fresh();
        if !fresh.is_empty() {
            blocks.push(self.fresh_table(&fresh));
            findings.push(self.fresh_finding(&fresh));
        }
        findings.extend(self.too_late());
        findings.extend(self.negative());
        findings.extend(self.too_much());
    }

    pub(super) fn stocked(&self) -> impl Iterator<Item = &Row> {
        self.plan.rows.iter().filter(|r| r.position.is_some())
    }

    /// What to order: row, units, days until it is due; the most pressing first.
    fn orders(&self) -> Vec<(&Row, f64, f64)> {
        let order = |row| {
            let (units, within) = self.plan.order(row)?;
            Some((row, units, within))
        };
        let mut orders: Vec<_> = self.stocked().filter_map(order).collect();
        let stake = |row: &Row| self.plan.at_stake(row).unwrap_or(0.0);
        orders.sort_by(|a, b| {
            let late = self.plan.is_too_late(b.0).cmp(&self.plan.is_too_late(a.0));
            late.then(stake(b.0).total_cmp(&stake(a.0)))
                .then(a.0.value.cmp(&b.0.value))
                .then(a.2.total_cmp(&b.2))
                .then(self.plan.item(a.0).name.cmp(&self.plan.item(b.0).name))
        });
        orders
    }

    fn cover(&self) -> Block {
        let say = &self.say;
        let bar_of = |row: &Row| {
            let days = row.left.map_or(f64::INFINITY, |(days, _, _)| days);
            BARS.iter().position(|(most, _)| days <= *most).unwrap_or(6)
        };
        let n = self.stocked().count();
        let soon = self.stocked().filter(|r| bar_of(r) <= 2).count();
        let title = if soon == 0 {
            say.fill(words::COVER_TITLE_NONE, &[("n", (&say.count(n)).into())])
        } else {
            say.fill(
                words::COVER_TITLE,
                &[
                    ("soon", (&say.count(soon)).into()),
                    ("n", (&say.count(n)).into()),
                ],
            )
        };
        let mut series = Vec::new();
        let mut selections = Vec::new();
        for (value, tone) in [
            (Some(Value::A), Tone::Series(0)),
            (Some(Value::B), Tone::Series(1)),
            (Some(Value::C), Tone::Muted),
        ] {
            // What earned nothing stands with C.
            let is_in = |r: &&Row| r.value == value || value == Some(Value::C) && r.value.is_none();
            let mut values = Vec::new();
            for bar in 0..BARS.len() {
                let of: Vec<&Row> = self
                    .stocked()
                    .filter(|r| is_in(r) && bar_of(r) == bar)
                    .collect();
                values.push(Some(of.len() as f64));
                selections.push(self.sales_of_all(of.into_iter()));
            }
            series.push(BarSeries {
                name: words::value(value).to_owned(),
                tone,
                values,
                intervals: Vec::new(),
            });
        }
        let note = say.fill(
            words::COVER_NOTE,
            &[
                ("weeks", self.plan.demand.weeks.into()),
                ("start", (&say.day(self.plan.start)).into()),
            ],
        );
        let note = say.sentences(&[&note, &self.joined_note()]);
        say.chart(
            "stock-cover",
            (title, self.scope(say.plain(words::COVER_SUBTITLE)), note),
            Plot::Bar {
                categories: BARS.iter().map(|(_, w)| say.plain(*w).to_owned()).collect(),
                y: say.measure(words::PRODUCTS, Format::Count),
                series,
                mode: BarMode::Stacked,
                horizontal: false,
            },
            selections,
        )
    }

    /// How files and orders were joined, and what was left out.
    fn joined_note(&self) -> String {
        let say = &self.say;
        let Some(stock) = self.plan.stock else {
            return String::new();
        };
        let quoted = |f: &String| report::words::phrase::quoted(f, say.lang);
        let files: Vec<String> = stock.files.iter().map(quoted).collect();
        let files = report::words::phrase::list(&files, say.lang);
        let found = stock.positions.iter().filter(|p| p.item.is_some()).count();
        let join = say.fill(
            words::JOIN,
            &[
                ("files", (&files).into()),
                ("n", stock.positions.len().into()),
                ("found", (&say.count(found)).into()),
            ],
        );
        let named = |phrase, n: usize, names: String| match n {
            0 => String::new(),
            _ => say.fill(phrase, &[("n", n.into()), ("names", (&names).into())]),
        };
        let places = match stock.locations.len() {
            0 | 1 => String::new(),
            n => {
                let names = self.names(stock.locations.iter().map(String::as_str));
                say.fill(
                    words::PLACES,
                    &[("n", (&say.count(n)).into()), ("names", (&names).into())],
                )
            }
        };
        let below = || stock.positions.iter().filter(|p| p.available() < 0.0);
        let unknown = || stock.positions.iter().filter(|p| p.item.is_none());
        let outdated = || self.plan.outdated.iter();
        let absent = || {
            let rows = self.plan.rows.iter().filter(|r| r.position.is_none());
            rows.filter(|r| !self.plan.outdated.contains(&r.item))
        };
        let name_of = |at: &usize| &*self.plan.demand.items[*at].name;
        let rolled = stock.positions.iter().filter(|p| p.is_rolled()).count();
        let lately = || {
            self.plan
                .rows
                .iter()
                .filter(|r| r.is_lately && r.position.is_some())
        };
        let of_files = |phrase, files: &std::collections::BTreeSet<String>| match files.len() {
            0 => String::new(),
            _ => {
                let files: Vec<String> = files.iter().map(quoted).collect();
                let files = report::words::phrase::list(&files, say.lang);
                say.fill(phrase, &[("files", (&files).into())])
            }
        };
        let stale = self.plan.start - self.plan.demand.last_day;
        let stale = if !(0..=7).contains(&stale) {
            say.fill(
                words::STALE,
                &[
                    ("start", (&say.day(self.plan.start)).into()),
                    ("last", (&say.day(self.plan.demand.last_day)).into()),
                ],
            )
        } else {
            String::new()
        };
        say.sentences(&[
            &join,
            &of_files(words::NAMED_DAYS, &stock.named_days),
            &of_files(words::ADDED, &stock.added),
            &self.counted(words::ROLLED, rolled),
            &named(
                words::OUTDATED,
                outdated().count(),
                self.names(outdated().map(name_of)),
            ),
            &self.bought(),
            &places,
            &named(
                words::LATELY,
                lately().count(),
                self.names(lately().map(|r| name_of(&r.item))),
            ),
            &named(
                words::NEGATIVE,
                below().count(),
                self.names(below().map(|p| p.name.as_str())),
            ),
            &named(
                words::UNKNOWN_STOCK,
                unknown().count(),
                self.names(unknown().map(|p| p.name.as_str())),
            ),
            &named(
                words::NO_STOCK,
                absent().count(),
                self.names(absent().map(|r| self.plan.item(r).name.as_str())),
            ),
            &self.counted(words::OLDER, stock.older),
            &self.counted(words::TWICE, stock.twice),
            &self.counted(words::EMPTY, stock.empty),
            &self.counted(words::FOREIGN, stock.foreign),
            &self.converted,
            &stale,
        ])
    }

    /// That what is on its way comes from purchase files.
    fn bought(&self) -> String {
        let say = &self.say;
        let files = self.plan.stock.iter().flat_map(|s| &s.bought);
        let files: Vec<String> = files
            .map(|f| report::words::phrase::quoted(f, say.lang))
            .collect();
        if files.is_empty() {
            return String::new();
        }
        let files = report::words::phrase::list(&files, say.lang);
        let short = say.count(open::SHORT_DAYS as usize);
        say.fill(
            words::BOUGHT,
            &[("files", (&files).into()), ("short", (&short).into())],
        )
    }

    fn purchase_list(&self, orders: &[(&Row, f64, f64)]) -> Block {
        let say = &self.say;
        let start = self.plan.start;
        if orders.is_empty() {
            let text = say.fill(words::ORDER_NONE, &[("start", (&say.day(start)).into())]);
            return Block::Text { text };
        }
        let cost = |row: &Row, units: f64| self.plan.costs.get(&row.item).map(|c| c * units);
        let priced = orders
            .iter()
            .filter_map(|(row, units, _)| cost(row, *units));
        let total: f64 = priced.clone().sum();
        let unpriced = orders.len() - priced.count();
        let has_cost = total > 0.0;
        let has_incoming = self.plan.stock.is_some_and(|s| s.has_incoming);
        let rows = orders.iter().map(|(row, units, within)| -> Line {
            let position = self.plan.position(row);
            let late = self.plan.is_too_late(row);
            let class = [words::value(row.value), words::evenness(row.evenness)].concat();
            let by = match within {
                days if *days <= 0.0 || self.plan.is_past(start + *days as i32) => {
                    say.plain(words::NOW).to_owned()
                }
                days => say.day(start + *days as i32),
            };
            let mut cells = vec![
                parts::words(&self.plan.item(row).name),
                parts::words(class),
                say.cell(position.map(|p| p.available()), &Format::Count),
            ];
            if has_incoming {
                cells.push(say.cell(position.map(|p| p.incoming()), &Format::Count));
            }
            cells.extend([
                say.cell(Some(7.0 * row.rate.mean), &Format::Number { decimals: 1 }),
                TableCell {
                    text: self.out_on(row),
                    value: row.left.map(|(days, _, _)| days),
                    tone: late.then_some(report::Tone::Bad),
                },
                parts::words(row.left.map_or(String::new(), |left| self.between(left))),
                say.cell(Some(*units), &Format::Count),
                parts::words(by),
            ]);
            if has_cost {
                cells.push(say.money_cell(cost(row, *units)));
            }
            (cells, self.stock_of(row))
        });
        let mut columns = vec![
            say.words_column(words::PRODUCT),
            say.words_column(words::CLASS),
            say.column(words::FREE, Format::Count),
        ];
        if has_incoming {
            columns.push(say.column(words::INCOMING, Format::Count));
        }
        columns.extend([
            say.column(words::A_WEEK, Format::Number { decimals: 1 }),
            say.words_column(words::RUNS_OUT),
            say.words_column(words::BETWEEN),
            say.bar(words::ORDER, Format::Count),
            say.words_column(words::BY),
        ]);
        if has_cost {
            columns.push(say.column(words::COST, say.money_format()));
        }
        // A sum of a few of them would read as that of all.
        let title = if has_cost && unpriced * 5 <= orders.len() {
            say.fill(
                words::ORDER_TITLE_COST,
                &[
                    ("n", orders.len().into()),
                    ("cost", (&say.money(total)).into()),
                ],
            )
        } else {
            say.fill(words::ORDER_TITLE, &[("n", orders.len().into())])
        };
        let unpriced = if has_cost { unpriced } else { 0 };
        let note = say.sentences(&[
            say.plain(words::ORDER_NOTE),
            &self.delisted(),
            &self.bought(),
            &self.counted(words::UNPRICED, unpriced),
            &self.converted,
            say.plain(words::ASSUMED),
        ]);
        let subtitle = say.fill(
            words::ORDER_SUBTITLE,
            &[("days", (&say.count(SOON as usize)).into())],
        );
        say.table(
            "stock-orders",
            (title, subtitle, note),
            columns,
            rows.collect(),
            MOST,
        )
    }

    /// The rows of the stock file behind a product.
    fn stock_of(&self, row: &Row) -> Option<Selection> {
        Self::rows_of(self.plan.position(row).into_iter())
    }

    /// The day on which free stock is used up, in words.
    fn out_on(&self, row: &Row) -> String {
        self.day_in(row.left.map(|(days, _, _)| days))
    }

    pub(super) fn day_in(&self, days: Option<f64>) -> String {
        match days {
            None => String::new(),
            Some(days) if days <= 0.0 => self.say.plain(words::OUT).to_owned(),
            Some(days) if days > FAR => self.say.plain(words::LATER).to_owned(),
            Some(days) => match self.plan.start + libm::floor(days) as i32 {
                day if self.plan.is_past(day) => self.say.plain(words::PAST).to_owned(),
                day => self.say.day(day),
            },
        }
    }

    /// Between which days it is used up.
    pub(super) fn between(&self, (days, early, late): (f64, f64, f64)) -> String {
        let day = |days: f64| self.plan.start + libm::floor(days) as i32;
        match days > 0.0 && late <= FAR && !self.plan.is_past(day(days)) {
            true => self.say.period(day(early), day(late)),
            false => String::new(),
        }
    }

    /// How the stock of the most pressing product with some left goes down.
    fn path(&self, orders: &[(&Row, f64, f64)]) -> Option<Block> {
        let say = &self.say;
        let mut all = orders.iter().map(|(row, _, _)| *row).chain(self.stocked());
        let is_near = |row: &&Row| {
            row.left.is_some_and(|(days, early, late)| {
                days >= 3.0 && early >= 1.0 && days <= FAR && late <= FAR
            })
        };
        // A line with a band says little of what sells once a month.
        let ahead = |row: &Row| {
            let out = row
                .left
                .map(|(days, _, _)| self.plan.start + libm::floor(days) as i32);
            out.is_some_and(|day| !self.plan.is_past(day))
        };
        let steady = |row: &&Row| is_near(row) && ahead(row) && row.shape.cv() <= 1.0;
        let row = all.find(steady)?;
        let (days, _, late) = row.left?;
        let position = self.plan.position(row)?;
        let stock = position.available();
        let horizon = libm::ceil(late.min(days * 2.0).max(row.lead.days)) as i32;
        let start = self.plan.start;
        let point = |day: i32| {
            let t = f64::from(day);
            let spread = 1.281_551_565_544_600_4 * row.rate.sd * libm::sqrt(t);
            let left = stock - row.rate.mean * t;
            Point {
                x: f64::from(start + day),
                y: Some(left.max(0.0)),
                lo: Some((left - spread).max(0.0)),
                hi: Some((left + spread).clamp(0.0, stock)),
            }
        };
        let level = |day: i32| Point {
            x: f64::from(start + day),
            y: Some(row.levels.reorder),
            lo: None,
            hi: None,
        };
        let item = self.plan.item(row);
        let stocks: Vec<Point> = (0..=horizon).map(point).collect();
        let levels = vec![level(0), level(horizon)];
        let behind = self.stock_of(row);
        let marks = stocks.len() + levels.len();
        let title = say.fill(
            words::PATH_TITLE,
            &[
                (
                    "product",
                    (&report::words::phrase::quoted(&item.name, say.lang)).into(),
                ),
                ("day", (&self.out_on(row)).into()),
            ],
        );
        let subtitle = say.fill(words::PATH_SUBTITLE, &[("from", (&say.day(start)).into())]);
        let note = say.fill(
            words::PATH_NOTE,
            &[
                (
                    "weeks",
                    if row.is_lately { 4 } else { item.weeks.len() }.into(),
                ),
                ("rate", (&say.number(row.rate.mean, 1)).into()),
                ("incoming", (&self.units(position.incoming())).into()),
                ("lead", (&self.units(row.lead.days)).into()),
            ],
        );
        Some(say.chart(
            "stock-path",
            (title, subtitle, note),
            Plot::Line {
                x: XAxis::Time {
                    label: say.plain(words::DAY).to_owned(),
                    step: TimeStep::Day,
                },
                y: say.measure(words::PATH_MEASURE, Format::Count),
                series: vec![
                    LineSeries {
                        name: say.plain(words::PATH_STOCK).to_owned(),
                        tone: Tone::Accent,
                        points: stocks,
                        dashed: false,
                    },
                    LineSeries {
                        name: say.plain(words::REORDER).to_owned(),
                        tone: Tone::Muted,
                        points: levels,
                        dashed: true,
                    },
                ],
                area: false,
                zero: true,
                annotations: Vec::new(),
            },
            vec![behind; marks],
        ))
    }
}
