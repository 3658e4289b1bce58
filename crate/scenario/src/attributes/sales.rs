//! Which attributes sell: charts, a table, findings.

use chart::spec::{BarMode, BarSeries, Format, Plot, Tone as Colour};
use report::{Block, Chart, DocumentFinding, Tone};

use super::circumstance::Circumstance;
use super::compare::{self, Compared, Sold};
use super::{Page, words};
use crate::parts::{Row, words as text_cell};
use crate::say::p_value;

/// Attributes by which sales are compared, the most telling first.
const LABELS: [&str; 10] = [
    "product", "color", "material", "style", "audience", "size", "brand", "season", "feature",
    "origin",
];
/// Bars of a chart, rows of the table, attributes with a chart, findings.
const BARS: usize = 12;
const ROWS: usize = 60;
const VIEWS: usize = 6;
const FINDINGS: usize = 2;
/// Titles of a value that a finding is about.
const SPOKEN: usize = 10;

/// An attribute whose values are compared.
struct Attribute {
    label: &'static str,
    values: Vec<Compared>,
    /// Sold titles that say it.
    titles: usize,
    /// Of these, how many say it in their description alone.
    described: usize,
    /// Values with too few titles.
    left_out: usize,
}

impl Attribute {
    /// The clear difference with most money in it, of values with so many titles; one that price or age explain only
    /// where there is no other.
    fn clearest(&self, titles: usize) -> Option<&Compared> {
        let clear = self.values.iter().filter(|v| v.clear().is_some());
        let more = |v: &Compared| v.clear() == Some(true);
        clear.filter(|v| v.items.len() >= titles).max_by(|a, b| {
            // Of two values one is as much above as the other is below.
            let news = b.explained.cmp(&a.explained);
            let stakes = news.then(a.stakes.total_cmp(&b.stakes));
            let names = || b.value.cmp(&a.value);
            stakes.then(more(a).cmp(&more(b))).then_with(names)
        })
    }
}

impl Page<'_, '_> {
    pub(super) fn sales(&self, findings: &mut Vec<DocumentFinding>) -> Vec<Block> {
        if !self.catalogue.sells {
            return Vec::new();
        }
        let mut attributes = self.compared();
        if attributes.is_empty() {
            return vec![self.nothing_compared()];
        }
        let mut all: Vec<Vec<Compared>> = attributes
            .iter_mut()
            .map(|a| std::mem::take(&mut a.values))
            .collect();
        compare::adjust(&mut all);
        for (attribute, values) in attributes.iter_mut().zip(all) {
            attribute.values = values;
            for value in attribute.values.iter_mut().filter(|v| v.clear().is_some()) {
                let ratio = value.ratio.map_or(1.0, |r| r.0);
                let circumstance = self.circumstance(attribute.label, value);
                value.explained = circumstance.is_some_and(|c| c.explains(ratio));
            }
        }
        // Those that tell something first.
        let mut order: Vec<&Attribute> = attributes.iter().collect();
        table::order::sort_by(&mut order, |a, b| {
            let stakes = |a: &Attribute| {
                let news = a.clearest(0).filter(|v| !v.explained);
                news.map_or(-1.0, |v| v.stakes)
            };
            stakes(b).total_cmp(&stakes(a))
        });
        let mut charts = order.iter().take(VIEWS).map(|a| self.bars(a));
        let mut blocks = Vec::new();
        if let Some(mut first) = charts.next() {
            first.alternatives = charts
                .map(|chart| (chart.view.clone(), Box::new(chart)))
                .collect();
            if first.alternatives.is_empty() {
                first.view = String::new();
            }
            blocks.push(Block::Chart(first));
        }
        blocks.push(self.values(&attributes));
        findings.extend(self.differences(&order));
        blocks
    }

    fn compared(&self) -> Vec<Attribute> {
        let attributes = LABELS.into_iter().zip(1..).filter_map(|(label, seed)| {
            let items = self.catalogue.counted().filter(|(_, i)| i.is_sold());
            let sold = items.filter_map(|(at, item)| {
                let values = item.told(label)?;
                Some(Sold {
                    item: at,
                    revenue: item.revenue as f64,
                    group: self.catalogue.group(item, label),
                    values: values.iter().map(String::as_str).collect(),
                })
            });
            let sold: Vec<Sold<'_>> = sold.collect();
            let values = compare::compare(&sold, seed);
            let told: std::collections::BTreeSet<&str> =
                sold.iter().flat_map(|s| &s.values).copied().collect();
            (!values.is_empty()).then(|| Attribute {
                label,
                titles: sold.len(),
                described: sold
                    .iter()
                    .filter(|s| self.catalogue.items[s.item].described.contains_key(label))
                    .count(),
                left_out: told.len() - values.len(),
                values,
            })
        });
        attributes.collect()
    }

    fn nothing_compared(&self) -> Block {
        let sold = self.catalogue.counted().filter(|(_, i)| i.is_sold());
        let sold: Vec<_> = sold.map(|(_, item)| item).collect();
        let says = |label: &str| sold.iter().filter(|i| i.told(label).is_some()).count();
        let most = LABELS.iter().map(|label| says(label)).max().unwrap_or(0);
        let text = self.scene.say.fill(
            words::COMPARE_NEEDS,
            &[("sold", sold.len().into()), ("most", most.into())],
        );
        Block::Insufficient(self.scene.say.missing(words::COMPARE, text))
    }

    fn bars(&self, attribute: &Attribute) -> Chart {
        let say = &self.scene.say;
        let clearest = attribute.clearest(0);
        let mut shown: Vec<&Compared> = clearest.into_iter().collect();
        let others = attribute.values.iter().filter(|v| Some(*v) != clearest);
        shown.extend(others.take(BARS - shown.len()));
        table::order::sort_by(&mut shown, |a, b| {
            b.mean.total_cmp(&a.mean).then(a.value.cmp(&b.value))
        });
        let name = self.library.label(attribute.label, say);
        let title = match clearest {
            Some(value) => self.difference(
                attribute.label,
                value,
                &name,
                [words::CHART_MORE, words::CHART_LESS],
            ),
            None => say.fill(words::CHART_NONE, &[("label", (&name).into())]),
        };
        let subtitle = say.joined(&[
            say.plain(words::EACH).to_owned(),
            say.currency.to_owned(),
            self.scene
                .days
                .map_or(String::new(), |(first, last)| say.period(first, last)),
            say.fill(words::N_SOLD, &[("n", attribute.titles.into())]),
        ]);
        let left = attribute.left_out + attribute.values.len().saturating_sub(BARS);
        let left = match left {
            0 => String::new(),
            n => say.fill(words::LEFT_OUT, &[("n", n.into())]),
        };
        let note = say.fill(words::SALES_NOTE, &[("left", (&left).into())]);
        let plot = Plot::Bar {
            categories: shown.iter().map(|v| self.value(attribute, v)).collect(),
            y: say.measure(words::EACH, say.money_format()),
            series: vec![BarSeries {
                name: say.plain(words::EACH).to_owned(),
                tone: Colour::Accent,
                values: shown.iter().map(|v| Some(say.major(v.mean))).collect(),
                intervals: shown
                    .iter()
                    .map(|v| Some((say.major(v.interval.0), say.major(v.interval.1))))
                    .collect(),
            }],
            mode: BarMode::Grouped,
            horizontal: true,
        };
        let selections = shown.iter().map(|v| self.catalogue.selection(&v.items));
        let id = ["attributes-", attribute.label].concat();
        let described = self.counted(words::FROM_DESCRIPTIONS, attribute.described);
        let note = say.sentences(&[note.trim_end(), &described, &self.read_note()]);
        let mut chart = say.view(&id, (title, subtitle, note), plot, selections.collect());
        chart.view = name;
        chart
    }

    /// A value as people call it.
    fn value(&self, attribute: &Attribute, value: &Compared) -> String {
        self.catalogue.name(attribute.label, &value.value)
    }

    /// A clear difference in words.
    fn difference(
        &self,
        label: &str,
        value: &Compared,
        name: &str,
        [more, less]: [report::words::phrase::Phrase; 2],
    ) -> String {
        let say = &self.scene.say;
        let ratio = value.ratio.map_or(1.0, |r| r.0);
        let said = self.catalogue.name(label, &value.value);
        let times = say.number(ratio, if ratio < 10.0 { 1 } else { 0 });
        let times = say.fill(words::TIMES, &[("n", (&times).into())]);
        let mut args = vec![
            ("label", name.into()),
            ("value", (&said).into()),
            ("same", self.same(label).into()),
        ];
        let share = say.percent(ratio);
        let n = value.items.len();
        if more.en.contains("{n}") {
            args.push(("n", n.into()));
        }
        if ratio > 1.0 {
            args.push(("times", (&times).into()));
            say.fill(more, &args)
        } else {
            args.push(("share", (&share).into()));
            say.fill(less, &args)
        }
    }

    fn values(&self, attributes: &[Attribute]) -> Block {
        let say = &self.scene.say;
        let whole: Vec<usize> = self.catalogue.counted().map(|(at, _)| at).collect();
        let whole = self.revenue(&whole).max(1.0);
        let mut all: Vec<(&Attribute, &Compared)> = attributes
            .iter()
            .flat_map(|a| a.values.iter().map(move |v| (a, v)))
            .collect();
        table::order::sort_by(&mut all, |(_, a), (_, b)| {
            let stakes = |v: &Compared| v.clear().map_or(-1.0, |_| v.stakes);
            let revenue = || b.revenue.total_cmp(&a.revenue);
            stakes(b).total_cmp(&stakes(a)).then_with(revenue)
        });
        let clear = all.iter().filter(|(_, v)| v.clear().is_some()).count();
        let title = match clear {
            0 => say.fill(words::VALUES_NONE, &[("all", all.len().into())]),
            n => say.fill(
                words::VALUES_TITLE,
                &[("n", n.into()), ("all", all.len().into())],
            ),
        };
        let rows = all.iter().map(|(attribute, v)| -> Row {
            let number = |n: f64| say.number(n, 2);
            let ratio = v.ratio.map_or(String::new(), |(ratio, low, high)| {
                say.fill(
                    words::RATIO,
                    &[
                        ("ratio", (&number(ratio)).into()),
                        ("low", (&number(low)).into()),
                        ("high", (&number(high)).into()),
                    ],
                )
            });
            let mut ratio = text_cell(ratio);
            ratio.value = v.ratio.map(|r| r.0);
            ratio.tone = v
                .clear()
                .map(|more| if more { Tone::Good } else { Tone::Bad });
            let (low, high) = (say.money(v.interval.0), say.money(v.interval.1));
            let interval = say.fill(
                words::RANGE,
                &[("low", (&low).into()), ("high", (&high).into())],
            );
            let cells = vec![
                text_cell(self.library.label(attribute.label, say)),
                text_cell(self.value(attribute, v)),
                say.cell(Some(v.items.len() as f64), &Format::Count),
                say.cell(Some(self.units(&v.items)), &Format::Count),
                say.money_cell(Some(v.revenue)),
                say.cell(Some(v.revenue / whole), &Format::Percent),
                say.money_cell(Some(self.revenue(&v.items) / self.units(&v.items))),
                say.money_cell(Some(v.mean)),
                text_cell(interval),
                ratio,
                text_cell(v.q.map_or(String::new(), |q| p_value(q).replace("= ", ""))),
            ];
            (cells, self.catalogue.selection(&v.items))
        });
        let columns = vec![
            say.words_column(words::ATTRIBUTE),
            say.words_column(words::VALUE),
            say.column(words::TITLES, Format::Count),
            say.column(words::UNITS, Format::Count),
            say.column(words::REVENUE, say.money_format()),
            say.column(words::SHARE, Format::Percent),
            say.column(words::PRICE, say.money_format()),
            say.bar(words::EACH, say.money_format()),
            say.words_column(words::INTERVAL),
            say.words_column(words::AGAINST),
            say.words_column(words::CHANCE),
        ];
        let subtitle = say.joined(&[
            say.plain(words::EACH).to_owned(),
            self.scene
                .days
                .map_or(String::new(), |(first, last)| say.period(first, last)),
        ]);
        let note = say.fill(words::VALUES_NOTE, &[("same", self.same("").into())]);
        let rows: Vec<Row> = rows.collect();
        say.table(
            "attributes-values",
            (title, subtitle, note),
            columns,
            rows,
            ROWS,
        )
    }

    fn circumstance(&self, label: &str, value: &Compared) -> Option<Circumstance> {
        let (_, end) = self.scene.days?;
        Circumstance::of(&self.catalogue, label, &value.value, end)
    }

    /// What else is different: since when the titles sell, and their prices.
    fn circumstances(&self, attribute: &Attribute, value: &Compared) -> String {
        let say = &self.scene.say;
        let Some(Circumstance { price, age }) = self.circumstance(attribute.label, value) else {
            return String::new();
        };
        let whole = |days: f64| say.number(days, 0);
        say.fill(
            words::F_ELSE,
            &[
                ("days", (&whole(age.0)).into()),
                ("other_days", (&whole(age.1)).into()),
                ("price", (&say.money(price.0)).into()),
                ("other_price", (&say.money(price.1)).into()),
            ],
        )
    }

    /// Findings about the clearest value of an attribute each.
    fn differences(&self, order: &[&Attribute]) -> Vec<DocumentFinding> {
        let say = &self.scene.say;
        let clear = order
            .iter()
            .filter_map(|a| Some((*a, a.clearest(SPOKEN).filter(|v| !v.explained)?)));
        let found = clear.take(FINDINGS).filter_map(|(attribute, value)| {
            let (ratio, low, high) = value.ratio?;
            let label = self.label(attribute.label);
            let sentence = self.difference(
                attribute.label,
                value,
                &label,
                [words::F_MORE, words::F_LESS],
            );
            let said = self.value(attribute, value);
            let n = value.items.len();
            let [low, high] = [low, high].map(|v| say.number(v, 2));
            let sure = say.fill(
                words::F_SURE,
                &[
                    ("n", n.into()),
                    ("others", (attribute.titles - n).into()),
                    ("low", (&low).into()),
                    ("high", (&high).into()),
                    ("q", (&p_value(value.q?)).into()),
                ],
            );
            let period = self.scene.days.map_or_else(
                || say.plain(words::ALL_TIME).to_owned(),
                |(first, last)| say.period(first, last),
            );
            let why = say.fill(
                words::F_WHY,
                &[
                    ("period", (&period).into()),
                    ("mean", (&say.money(value.mean)).into()),
                    ("same", self.same(attribute.label).into()),
                    ("value", (&said).into()),
                ],
            );
            let why = say.sentences(&[&why, &self.circumstances(attribute, value)]);
            let more = ratio > 1.0;
            let action = if more {
                words::F_MORE_DO
            } else {
                words::F_LESS_DO
            };
            let action = say.fill(action, &[("value", (&said).into())]);
            Some(self.finding(
                &["attributes-sales-", attribute.label].concat(),
                [sentence, sure, why, action],
                if more { Tone::Good } else { Tone::Bad },
                self.catalogue.selection(&value.items),
            ))
        });
        found.collect()
    }
}
