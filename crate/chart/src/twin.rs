//! A chart's data as a table: for those who cannot see it, and for those who want the numbers.

use serde::Serialize;

use crate::spec::{
    BarSeries, Cell, Format, Lang, LineSeries, Measure, Plot, Share, TimeStep, XAxis,
};
use crate::{ChartSpec, format};

/// The data of a chart as a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Twin {
    /// The columns.
    pub columns: Vec<TwinColumn>,
    /// The rows.
    pub rows: Vec<Vec<TwinCell>>,
}

/// A column of a twin.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TwinColumn {
    /// Its header.
    pub name: String,
    /// How its numbers are written; `None` for words.
    pub format: Option<Format>,
    /// Draw a bar behind its numbers.
    pub bar: bool,
}

/// A cell of a twin.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TwinCell {
    /// As written.
    pub text: String,
    /// The number behind it.
    pub value: Option<f64>,
}

/// A header in both languages.
#[derive(Clone, Copy)]
struct Heading(&'static str, &'static str);

impl Heading {
    fn plain(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.0,
            Lang::En => self.1,
        }
    }

    /// The header with a series' name before it, as `Revenue (lower)`.
    fn of(self, name: &str, lang: Lang) -> String {
        [name, self.plain(lang)].concat()
    }
}

const DATE: Heading = Heading("日期", "Date");
const NAME: Heading = Heading("名称", "Name");
const GROUP: Heading = Heading("分组", "Group");
const SHARE: Heading = Heading("占比", "Share");
const CUMULATIVE_SHARE: Heading = Heading("累计占比", "Running share");
const STEP: Heading = Heading("步骤", "Step");
const LOWER: Heading = Heading("（下限）", " (lower)");
const UPPER: Heading = Heading("（上限）", " (upper)");
const LOW: Heading = Heading("下须", "Lower whisker");
const Q1: Heading = Heading("下四分位", "First quartile");
const MEDIAN: Heading = Heading("中位数", "Median");
const Q3: Heading = Heading("上四分位", "Third quartile");
const HIGH: Heading = Heading("上须", "Upper whisker");
const COUNT_N: Heading = Heading("数量", "Number");

/// The table twin of a chart: the same data, a row per position, category or mark.
pub fn twin(spec: &ChartSpec) -> Twin {
    let lang = spec.lang;
    let mut grid = Grid {
        lang,
        columns: Vec::new(),
        rows: Vec::new(),
    };
    match &spec.plot {
        Plot::Line { x, y, series, .. } => lines(&mut grid, x, y, series),
        Plot::Bar {
            categories,
            y,
            series,
            ..
        } => bars(&mut grid, categories, &y.format, series),
        Plot::Radar {
            spokes,
            format,
            series,
        } => {
            let names: Vec<String> = spokes.iter().map(|s| s.name.clone()).collect();
            bars(&mut grid, &names, format, series);
        }
        Plot::Pie { y, shares, .. } => {
            let total = shares.iter().map(|s| s.value).sum();
            of_total(&mut grid, y, shares, total, false);
        }
        Plot::Pareto { y, shares, total } => of_total(&mut grid, y, shares, *total, true),
        Plot::Funnel { y, stages } => {
            let total = stages.first().map_or(0.0, |s| s.value);
            of_total(&mut grid, y, stages, total, false);
        }
        Plot::Heatmap {
            columns,
            rows,
            value,
            cells,
            ..
        } => {
            grid.words(&value.label);
            for column in columns {
                grid.numbers(column, &value.format);
            }
            for (i, row) in rows.iter().enumerate() {
                let values = (0..columns.len()).map(|j| cells.get(i * columns.len() + j));
                let values: Vec<Option<f64>> = values.map(|v| v.copied().flatten()).collect();
                grid.row(row.clone(), &values);
            }
        }
        Plot::Calendar { value, days } => {
            grid.words(DATE.plain(lang));
            grid.numbers(&value.label, &value.format);
            for (day, v) in days {
                grid.row(format::day(*day, lang), &[*v]);
            }
        }
        Plot::Waterfall { y, steps } => {
            grid.words(STEP.plain(lang));
            grid.numbers(&y.label, &y.format);
            for step in steps {
                grid.row(step.name.clone(), &[Some(step.value)]);
            }
        }
        Plot::Scatter {
            x, y, size, dots, ..
        } => {
            grid.words(NAME.plain(lang));
            grid.numbers(&x.label, &x.format);
            grid.numbers(&y.label, &y.format);
            if let Some(size) = size {
                grid.numbers(&size.label, &size.format);
            }
            for dot in dots {
                let mut values = vec![Some(dot.x), Some(dot.y)];
                if size.is_some() {
                    values.push(dot.size);
                }
                grid.row(dot.name.clone(), &values);
            }
        }
        Plot::Histogram {
            x,
            y,
            edges,
            counts,
            ..
        } => {
            grid.words(&x.label);
            grid.numbers(&y.label, &y.format);
            for (edge, count) in edges.windows(2).zip(counts) {
                grid.row(bin(edge[0], edge[1], &x.format, lang), &[Some(*count)]);
            }
        }
        Plot::Box { y, boxes } => {
            grid.words(NAME.plain(lang));
            for name in [LOW, Q1, MEDIAN, Q3, HIGH] {
                grid.numbers(name.plain(lang), &y.format);
            }
            grid.numbers(COUNT_N.plain(lang), &Format::Count);
            for b in boxes {
                let values = [b.low, b.q1, b.median, b.q3, b.high, b.n as f64];
                grid.row(b.name.clone(), &values.map(Some));
            }
        }
        Plot::Treemap { y, groups } => {
            grid.words(GROUP.plain(lang));
            grid.words(NAME.plain(lang));
            grid.numbers(&y.label, &y.format);
            for (group, leaves) in groups {
                for leaf in leaves {
                    grid.row(group.clone(), &[]);
                    grid.more_words(&leaf.name);
                    grid.more(Some(leaf.value));
                }
            }
        }
        Plot::Table { columns, rows } => {
            for column in columns {
                grid.columns.push(TwinColumn {
                    name: column.name.clone(),
                    format: column.format.clone(),
                    bar: column.bar,
                });
            }
            for row in rows {
                grid.rows.push(Vec::new());
                for cell in row {
                    match cell {
                        Cell::Number(v) => grid.more(Some(*v)),
                        Cell::Text(text) => grid.more_words(text),
                        Cell::Empty(()) => grid.more_words(""),
                    }
                }
            }
        }
    }
    Twin {
        columns: grid.columns,
        rows: grid.rows,
    }
}

struct Grid {
    lang: Lang,
    columns: Vec<TwinColumn>,
    rows: Vec<Vec<TwinCell>>,
}

impl Grid {
    fn words(&mut self, name: &str) {
        self.columns.push(TwinColumn {
            name: name.to_owned(),
            format: None,
            bar: false,
        });
    }

    fn numbers(&mut self, name: &str, format: &Format) {
        self.columns.push(TwinColumn {
            name: name.to_owned(),
            format: Some(format.clone()),
            bar: false,
        });
    }

    fn row(&mut self, name: String, values: &[Option<f64>]) {
        self.rows.push(vec![TwinCell {
            text: name,
            value: None,
        }]);
        for value in values {
            self.more(*value);
        }
    }

    fn more(&mut self, value: Option<f64>) {
        let Some(row) = self.rows.last_mut() else {
            return;
        };
        let format = self.columns.get(row.len()).and_then(|c| c.format.as_ref());
        row.push(TwinCell {
            text: match (value, format) {
                (Some(v), Some(format)) => format::value(v, format, self.lang, false),
                (Some(v), None) => v.to_string(),
                (None, _) => String::new(),
            },
            value,
        });
    }

    fn more_words(&mut self, text: &str) {
        if let Some(row) = self.rows.last_mut() {
            row.push(TwinCell {
                text: text.to_owned(),
                value: None,
            });
        }
    }
}

/// A bin of a histogram: `€10 – €20`.
fn bin(from: f64, below: f64, format: &Format, lang: Lang) -> String {
    let a = format::value(from, format, lang, false);
    let b = format::value(below, format, lang, false);
    [a.as_str(), " – ", b.as_str()].concat()
}

/// A position on a time axis, named by its step.
fn position(x: f64, axis: &XAxis, lang: Lang) -> String {
    match axis {
        XAxis::Time { step, .. } => {
            let day = x as i32;
            match step {
                TimeStep::Month => format::month(day, lang),
                TimeStep::Day | TimeStep::Week => format::day(day, lang),
            }
        }
        XAxis::Linear { measure } => format::value(x, &measure.format, lang, false),
    }
}

fn lines(grid: &mut Grid, axis: &XAxis, y: &Measure, series: &[LineSeries]) {
    let lang = grid.lang;
    grid.words(match axis {
        XAxis::Time { label, .. } => label,
        XAxis::Linear { measure } => &measure.label,
    });
    let mut xs: Vec<f64> = series
        .iter()
        .flat_map(|s| s.points.iter().map(|p| p.x))
        .collect();
    xs.sort_by(f64::total_cmp);
    xs.dedup();
    let banded = |s: &LineSeries| s.points.iter().any(|p| p.lo.is_some() || p.hi.is_some());
    for s in series {
        grid.numbers(&s.name, &y.format);
        if banded(s) {
            for phrase in [LOWER, UPPER] {
                grid.numbers(&phrase.of(&s.name, lang), &y.format);
            }
        }
    }
    let mut at = vec![0usize; series.len()];
    for x in xs {
        grid.row(position(x, axis, lang), &[]);
        for (s, at) in series.iter().zip(&mut at) {
            let point = s.points.get(*at).filter(|p| p.x == x);
            if point.is_some() {
                *at += 1;
            }
            grid.more(point.and_then(|p| p.y));
            if banded(s) {
                grid.more(point.and_then(|p| p.lo));
                grid.more(point.and_then(|p| p.hi));
            }
        }
    }
}

fn bars(grid: &mut Grid, names: &[String], format: &Format, series: &[BarSeries]) {
    let lang = grid.lang;
    grid.words(NAME.plain(lang));
    for s in series {
        grid.numbers(&s.name, format);
        if !s.intervals.is_empty() {
            for phrase in [LOWER, UPPER] {
                grid.numbers(&phrase.of(&s.name, lang), format);
            }
        }
    }
    for (i, name) in names.iter().enumerate() {
        grid.row(name.clone(), &[]);
        for s in series {
            grid.more(s.values.get(i).copied().flatten());
            if !s.intervals.is_empty() {
                let ends = s.intervals.get(i).copied().flatten();
                grid.more(ends.map(|e| e.0));
                grid.more(ends.map(|e| e.1));
            }
        }
    }
}

fn of_total(grid: &mut Grid, y: &Measure, shares: &[Share], total: f64, running: bool) {
    let lang = grid.lang;
    grid.words(NAME.plain(lang));
    grid.numbers(&y.label, &y.format);
    let share = if running { CUMULATIVE_SHARE } else { SHARE };
    grid.numbers(share.plain(lang), &Format::Percent);
    let mut sum = 0.0;
    for s in shares {
        sum += s.value;
        let part = if running { sum } else { s.value };
        let part = (total > 0.0).then(|| part / total);
        grid.row(s.name.clone(), &[Some(s.value), part]);
    }
}
