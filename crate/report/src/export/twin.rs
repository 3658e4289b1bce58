//! A chart's data as a table: for those who cannot see it, and for those who want the numbers.

use chart::ChartSpec;
use chart::format;
use chart::spec::{
    BarSeries, Cell, Format, Lang, LineSeries, Measure, Plot, Share, TimeStep, XAxis,
};

use crate::words::{date, heading};
use crate::{Table, TableCell, TableColumn};

/// The table twin of a chart: the same data, a row per position, category or mark.
pub fn twin(spec: &ChartSpec) -> Table {
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
            grid.words(heading::DATE.plain(lang));
            grid.numbers(&value.label, &value.format);
            for (day, v) in days {
                grid.row(format::day(*day, lang), &[*v]);
            }
        }
        Plot::Waterfall { y, steps } => {
            grid.words(heading::STEP.plain(lang));
            grid.numbers(&y.label, &y.format);
            for step in steps {
                grid.row(step.name.clone(), &[Some(step.value)]);
            }
        }
        Plot::Scatter {
            x, y, size, dots, ..
        } => {
            grid.words(heading::NAME.plain(lang));
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
            grid.words(heading::NAME.plain(lang));
            for name in [
                heading::LOW,
                heading::Q1,
                heading::MEDIAN,
                heading::Q3,
                heading::HIGH,
            ] {
                grid.numbers(name.plain(lang), &y.format);
            }
            grid.numbers(heading::COUNT_N.plain(lang), &Format::Count);
            for b in boxes {
                let values = [b.low, b.q1, b.median, b.q3, b.high, b.n as f64];
                grid.row(b.name.clone(), &values.map(Some));
            }
        }
        Plot::Treemap { y, groups } => {
            grid.words(heading::GROUP.plain(lang));
            grid.words(heading::NAME.plain(lang));
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
                grid.columns.push(TableColumn {
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
        // A kind that this version cannot write out has no rows; its title still stands.
        _ => {}
    }
    Table {
        id: spec.id.clone(),
        title: spec.title.clone(),
        subtitle: spec.subtitle.clone(),
        note: spec.note.clone(),
        columns: grid.columns,
        rows: grid.rows,
        selections: Vec::new(),
        more: 0,
    }
}

struct Grid {
    lang: Lang,
    columns: Vec<TableColumn>,
    rows: Vec<Vec<TableCell>>,
}

impl Grid {
    fn words(&mut self, name: &str) {
        self.columns.push(TableColumn {
            name: name.to_owned(),
            format: None,
            bar: false,
        });
    }

    fn numbers(&mut self, name: &str, format: &Format) {
        self.columns.push(TableColumn {
            name: name.to_owned(),
            format: Some(format.clone()),
            bar: false,
        });
    }

    fn row(&mut self, name: String, values: &[Option<f64>]) {
        self.rows.push(vec![TableCell {
            text: name,
            value: None,
            tone: None,
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
        row.push(TableCell {
            text: match (value, format) {
                (Some(v), Some(format)) => format::value(v, format, self.lang, false),
                (Some(v), None) => v.to_string(),
                (None, _) => String::new(),
            },
            value,
            tone: None,
        });
    }

    fn more_words(&mut self, text: &str) {
        if let Some(row) = self.rows.last_mut() {
            row.push(TableCell {
                text: text.to_owned(),
                value: None,
                tone: None,
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
                TimeStep::Month => date::month(day, lang),
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
            for phrase in [heading::LOWER, heading::UPPER] {
                grid.numbers(&phrase.fill(lang, &[("name", (&s.name).into())]), &y.format);
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
    grid.words(heading::NAME.plain(lang));
    for s in series {
        grid.numbers(&s.name, format);
        if !s.intervals.is_empty() {
            for phrase in [heading::LOWER, heading::UPPER] {
                grid.numbers(&phrase.fill(lang, &[("name", (&s.name).into())]), format);
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
    grid.words(heading::NAME.plain(lang));
    grid.numbers(&y.label, &y.format);
    let share = if running {
        heading::CUMULATIVE_SHARE
    } else {
        heading::SHARE
    };
    grid.numbers(share.plain(lang), &Format::Percent);
    let mut sum = 0.0;
    for s in shares {
        sum += s.value;
        let part = if running { sum } else { s.value };
        let part = (total > 0.0).then(|| part / total);
        grid.row(s.name.clone(), &[Some(s.value), part]);
    }
}
