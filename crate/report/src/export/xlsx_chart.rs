//! Native charts of a workbook, drawn from the cells beside them.

use chart::ChartSpec;
use chart::spec::{BarMode, Format as ValueFormat, Lang, Plot, Tone};
use rust_xlsxwriter::{
    Chart, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker,
    ChartMarkerType, ChartSeries, ChartSolidFill, ChartType, Color,
};

use super::xlsx::pattern;
use crate::Table;
use crate::words::heading;

/// Where a chart's data stands.
pub(super) struct Place<'a> {
    pub(super) sheet: &'a str,
    pub(super) title_row: u32,
    pub(super) header_row: u32,
    pub(super) rows: u32,
    pub(super) columns: u16,
}

impl Place<'_> {
    fn range(&self, column: u16) -> (&str, u32, u16, u32, u16) {
        let first = self.header_row + 1;
        (self.sheet, first, column, first + self.rows - 1, column)
    }

    /// A series named by its header cell and drawn from the cells below it.
    fn series(&self, column: u16) -> ChartSeries {
        let mut series = ChartSeries::new();
        series
            .set_name((self.sheet, self.header_row, column))
            .set_categories(self.range(0))
            .set_values(self.range(column));
        series
    }
}

/// Eight colours that the colour-blind can tell apart, for workbooks on white.
const PALETTE: [u32; 8] = [
    0x27_6fbf, 0xd9_7706, 0x2a_9d8f, 0xb8_4a7a, 0x6b_5bb5, 0x8a_6d3b, 0x4c_9f38, 0x5f_6368,
];

fn colour(tone: Tone) -> Color {
    Color::RGB(match tone {
        Tone::Series(i) => PALETTE[usize::from(i) % PALETTE.len()],
        Tone::Accent => PALETTE[0],
        Tone::Muted => 0xa9_b0b7,
        Tone::Good => 0x2a_9d8f,
        Tone::Bad => 0xc2_4a2e,
    })
}

fn fill(colour: Color) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(colour));
    format
}

fn stroke(colour: Color, dashed: bool) -> ChartFormat {
    let mut line = ChartLine::new();
    line.set_color(colour).set_width(1.75);
    if dashed {
        line.set_dash_type(ChartLineDashType::Dash);
    }
    let mut format = ChartFormat::new();
    format.set_line(&line);
    format
}

fn measure(spec: &ChartSpec) -> Option<&ValueFormat> {
    Some(match &spec.plot {
        Plot::Line { y, .. }
        | Plot::Bar { y, .. }
        | Plot::Pie { y, .. }
        | Plot::Pareto { y, .. }
        | Plot::Waterfall { y, .. }
        | Plot::Scatter { y, .. }
        | Plot::Histogram { y, .. }
        | Plot::Box { y, .. }
        | Plot::Funnel { y, .. }
        | Plot::Treemap { y, .. } => &y.format,
        Plot::Radar { format, .. } => format,
        Plot::Heatmap { value, .. } | Plot::Calendar { value, .. } => &value.format,
        _ => return None,
    })
}

/// The number format of a chart's measure.
pub(super) fn number_format(spec: &ChartSpec) -> String {
    measure(spec).map_or_else(|| "General".to_owned(), pattern)
}

/// Columns that a native chart needs beside its data: a waterfall's hidden base, rises and falls.
pub(super) fn extra_columns(spec: &ChartSpec, lang: Lang) -> Vec<(&'static str, Vec<f64>)> {
    let Plot::Waterfall { steps, .. } = &spec.plot else {
        return Vec::new();
    };
    let (mut base, mut up, mut down, mut level) = (vec![], vec![], vec![], vec![]);
    let mut at = 0.0;
    for step in steps {
        let (from, to) = if step.total {
            (0.0, step.value)
        } else {
            (at, at + step.value)
        };
        at = to;
        base.push(if step.total { 0.0 } else { from.min(to) });
        level.push(if step.total { step.value } else { 0.0 });
        let change = if step.total { 0.0 } else { to - from };
        up.push(change.max(0.0));
        down.push((-change).max(0.0));
    }
    // Stacked bars cannot hang below zero: then the plain changes are drawn.
    if base.iter().any(|b| *b < 0.0) {
        return Vec::new();
    }
    vec![
        (heading::BASE.plain(lang), base),
        (heading::LEVEL.plain(lang), level),
        (heading::RISE.plain(lang), up),
        (heading::FALL.plain(lang), down),
    ]
}

/// The native chart of a spec; `None` for kinds that workbooks do not have, whose table stands alone.
pub(super) fn native(spec: &ChartSpec, table: &Table, place: &Place<'_>) -> Option<Chart> {
    let mut legend = false;
    let mut chart = match &spec.plot {
        Plot::Line { series, area, .. } => {
            let kind = match (area, series.len()) {
                (true, 0 | 1) => ChartType::Area,
                (true, _) => ChartType::AreaStacked,
                (false, _) => ChartType::Line,
            };
            let mut chart = Chart::new(kind);
            let mut column = 1u16;
            for s in series {
                let colour = colour(s.tone);
                let mut native = place.series(column);
                if *area {
                    native.set_format(&mut fill(colour));
                } else {
                    native.set_format(&mut stroke(colour, s.dashed));
                }
                chart.push_series(&native);
                column += 1;
                // The band's two columns follow their series.
                if s.points.iter().any(|p| p.lo.is_some() || p.hi.is_some()) {
                    column += 2;
                }
            }
            legend = series.len() > 1;
            chart
        }
        Plot::Bar {
            series,
            mode,
            horizontal,
            ..
        } => {
            let mut chart = Chart::new(match (mode, horizontal) {
                (BarMode::Grouped, false) => ChartType::Column,
                (BarMode::Stacked, false) => ChartType::ColumnStacked,
                (BarMode::Grouped, true) => ChartType::Bar,
                (BarMode::Stacked, true) => ChartType::BarStacked,
            });
            let mut column = 1u16;
            for s in series {
                let mut native = place.series(column);
                native.set_format(&mut fill(colour(s.tone))).set_gap(60);
                chart.push_series(&native);
                column += if s.intervals.is_empty() { 1 } else { 3 };
            }
            if *horizontal {
                chart.x_axis().set_reverse();
            }
            legend = series.len() > 1;
            chart
        }
        Plot::Pie { donut, shares, .. } => {
            let mut chart = Chart::new(if *donut {
                ChartType::Doughnut
            } else {
                ChartType::Pie
            });
            let mut series = place.series(1);
            let colours: Vec<Color> = shares
                .iter()
                .enumerate()
                .map(|(i, s)| colour(s.tone.unwrap_or(Tone::Series((i % 8) as u8))))
                .collect();
            series.set_point_colors(&colours);
            chart.push_series(&series);
            legend = true;
            chart
        }
        Plot::Radar { series, .. } => {
            let mut chart = Chart::new(ChartType::RadarWithMarkers);
            for (i, s) in series.iter().enumerate() {
                let mut native = place.series(i as u16 + 1);
                native.set_format(&mut stroke(colour(s.tone), false));
                chart.push_series(&native);
            }
            legend = series.len() > 1;
            chart
        }
        Plot::Pareto { .. } => {
            let mut chart = bars(place, 1, ChartType::Column, colour(Tone::Accent), 60);
            let mut line = Chart::new(ChartType::Line);
            let mut running = place.series(2);
            running
                .set_secondary_axis(true)
                .set_format(&mut stroke(colour(Tone::Series(1)), false));
            line.push_series(&running);
            line.y2_axis()
                .set_min(0)
                .set_max(1)
                .set_num_format("0%")
                .set_major_gridlines(false);
            chart.combine(&line);
            legend = true;
            chart
        }
        Plot::Waterfall { .. } => {
            let mut chart = Chart::new(ChartType::ColumnStacked);
            if extra_columns(spec, spec.lang).is_empty() {
                bars(place, 1, ChartType::Column, colour(Tone::Accent), 60)
            } else {
                let tones = [None, Some(Tone::Muted), Some(Tone::Good), Some(Tone::Bad)];
                for (i, tone) in tones.into_iter().enumerate() {
                    let mut series = place.series(place.columns + i as u16);
                    let mut format = match tone {
                        Some(tone) => fill(colour(tone)),
                        None => {
                            let mut none = ChartFormat::new();
                            none.set_no_fill().set_no_border();
                            none
                        }
                    };
                    series.set_format(&mut format).set_gap(40);
                    chart.push_series(&series);
                }
                chart
            }
        }
        Plot::Scatter { .. } => {
            let mut chart = Chart::new(ChartType::Scatter);
            let mut series = ChartSeries::new();
            let mut dots = ChartMarker::new();
            dots.set_type(ChartMarkerType::Circle)
                .set_size(6)
                .set_format(&mut fill(colour(Tone::Accent)));
            series
                .set_name((place.sheet, place.header_row, 2))
                .set_categories(place.range(1))
                .set_values(place.range(2))
                .set_marker(&dots);
            chart.push_series(&series);
            chart
        }
        Plot::Histogram { .. } => bars(place, 1, ChartType::Column, colour(Tone::Accent), 4),
        Plot::Funnel { .. } => {
            let mut chart = bars(place, 1, ChartType::Bar, colour(Tone::Accent), 30);
            chart.x_axis().set_reverse();
            chart
        }
        Plot::Treemap { .. } if place.rows <= 40 => {
            let mut chart = Chart::new(ChartType::Bar);
            let mut series = place.series(2);
            series
                .set_categories(place.range(1))
                .set_format(&mut fill(colour(Tone::Accent)));
            chart.push_series(&series);
            chart.x_axis().set_reverse();
            chart
        }
        Plot::Calendar { .. } => {
            let mut chart = Chart::new(ChartType::Line);
            let mut series = place.series(1);
            series.set_format(&mut stroke(colour(Tone::Accent), false));
            chart.push_series(&series);
            chart
        }
        _ => return None,
    };
    // Titles are read from cells: a text given here could be taken for a formula.
    chart.title().set_name((place.sheet, place.title_row, 0));
    if legend {
        chart.legend().set_position(ChartLegendPosition::Bottom);
    } else {
        chart.legend().set_hidden();
    }
    if !matches!(spec.plot, Plot::Pie { .. } | Plot::Radar { .. }) {
        chart
            .y_axis()
            .set_num_format(axis_format(&number_format(spec)));
    }
    if let Plot::Scatter {
        x, log_x, log_y, ..
    } = &spec.plot
    {
        chart
            .x_axis()
            .set_num_format(axis_format(&pattern(&x.format)));
        chart.x_axis().set_name((place.sheet, place.header_row, 1));
        if *log_x {
            chart.x_axis().set_log_base(10);
        }
        if *log_y {
            chart.y_axis().set_log_base(10);
        }
    }
    debug_assert_eq!(table.rows.len(), place.rows as usize);
    Some(chart)
}

/// An axis needs no cents.
fn axis_format(pattern: &str) -> String {
    match pattern.split_once(".00") {
        Some((before, "")) => before.to_owned(),
        _ => pattern.to_owned(),
    }
}

fn bars(place: &Place<'_>, column: u16, kind: ChartType, colour: Color, gap: u16) -> Chart {
    let mut chart = Chart::new(kind);
    let mut series = place.series(column);
    series.set_format(&mut fill(colour)).set_gap(gap);
    chart.push_series(&series);
    chart
}
