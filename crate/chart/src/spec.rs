//! What a chart shows, without a word about how it is drawn.
//!
//! A chart's marks are numbered in the order of its data ([`ChartSpec::marks`]); hit regions,
//! keyboard steps and the rows behind a mark all refer to that number.

use serde::{Deserialize, Serialize};

/// A chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChartSpec {
    /// Stable within a report, such as `sales-trend-day`.
    pub id: String,
    /// The message: what the chart shows, as a sentence.
    pub title: String,
    /// Measure, period, unit and n.
    pub subtitle: String,
    /// Source files, exclusions, method; below the chart.
    pub note: String,
    /// The language of the words and numbers.
    pub lang: Lang,
    /// Marks and axes.
    pub plot: Plot,
}

/// The language of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Simplified Chinese.
    Zh,
    /// English.
    #[default]
    En,
}

/// How a value is written.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Format {
    /// A count or whole number.
    #[default]
    Count,
    /// A number with a fixed count of decimals.
    Number {
        /// Digits after the mark.
        decimals: u8,
    },
    /// A share; the value 0.125 is written 12.5 %.
    Percent,
    /// An amount in major units (12.5 is €12.50).
    Money {
        /// ISO 4217 code.
        currency: String,
    },
}

/// A colour by its meaning; a theme turns it into one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// One of the eight categorical colours, 0–7.
    Series(u8),
    /// The accent colour.
    Accent,
    /// Context, comparison, "others".
    Muted,
    /// A change for the better.
    Good,
    /// A change for the worse.
    Bad,
}

/// A quantitative axis or measure.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Measure {
    /// What is measured, for the axis and the table twin.
    pub label: String,
    /// How its values are written.
    pub format: Format,
}

/// Positions along a horizontal axis of a line or area chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum XAxis {
    /// Days since 1970-01-01.
    Time {
        /// The axis's name.
        label: String,
        /// The width of a step.
        step: TimeStep,
    },
    /// Numbers.
    Linear {
        /// What is measured.
        measure: Measure,
    },
}

/// The width of a step on a time axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeStep {
    /// Days.
    Day,
    /// ISO weeks, marked at their Monday.
    Week,
    /// Calendar months, marked at their first day.
    Month,
}

/// A point of a line: a gap where `y` is missing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Position.
    pub x: f64,
    /// Value; `None` leaves a gap.
    pub y: Option<f64>,
    /// Lower end of the band.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lo: Option<f64>,
    /// Upper end of the band.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hi: Option<f64>,
}

/// One line or area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineSeries {
    /// Its name, written at its end.
    pub name: String,
    /// Its colour.
    pub tone: Tone,
    /// Its points in order of `x`.
    pub points: Vec<Point>,
    /// Drawn dashed: a comparison or a forecast.
    #[serde(default)]
    pub dashed: bool,
}

/// A remark at a position of a line chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    /// Position.
    pub x: f64,
    /// What to say, short.
    pub text: String,
}

/// A series of bars: a value per category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BarSeries {
    /// Its name.
    pub name: String,
    /// Its colour.
    pub tone: Tone,
    /// A value per category, `None` where there is none.
    pub values: Vec<Option<f64>>,
    /// Interval ends per category, drawn as whiskers; empty for none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub intervals: Vec<Option<(f64, f64)>>,
}

/// How several series of bars stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BarMode {
    /// Side by side.
    #[default]
    Grouped,
    /// One on the other.
    Stacked,
}

/// A named value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// The name.
    pub name: String,
    /// The value, not negative.
    pub value: f64,
    /// The colour; `None` = the next categorical one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tone: Option<Tone>,
}

/// A step of a waterfall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The name.
    pub name: String,
    /// The change, or the level where `total`.
    pub value: f64,
    /// A level that stands on zero (start, subtotals, end) rather than a change.
    pub total: bool,
}

/// A dot of a scatter chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dot {
    /// The name, shown where there is room and in the tooltip.
    pub name: String,
    /// Horizontal value.
    pub x: f64,
    /// Vertical value.
    pub y: f64,
    /// Area in proportion to this; `None` = all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<f64>,
    /// The colour.
    pub tone: Tone,
}

/// Lines that part a scatter chart in four, with a name for each corner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quadrants {
    /// The vertical line's position.
    pub x: f64,
    /// The horizontal line's position.
    pub y: f64,
    /// Names: upper left, upper right, lower left, lower right.
    pub names: [String; 4],
}

/// A box of a box plot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoxStats {
    /// The name.
    pub name: String,
    /// Whisker end (smallest value within 1.5 interquartile ranges).
    pub low: f64,
    /// First quartile.
    pub q1: f64,
    /// Median.
    pub median: f64,
    /// Third quartile.
    pub q3: f64,
    /// Whisker end.
    pub high: f64,
    /// Values beyond the whiskers (a sample when there are many).
    pub outliers: Vec<f64>,
    /// Number of values.
    pub n: u64,
}

/// One axis of a radar chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spoke {
    /// The name.
    pub name: String,
    /// The value at the rim.
    pub max: f64,
}

/// A cell of a table with bars.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// A number, written by its column's format.
    Number(f64),
    /// Words.
    Text(String),
    /// Nothing.
    Empty(()),
}

/// A column of a table with bars.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableColumn {
    /// The header.
    pub name: String,
    /// How numbers are written; `None` for words.
    pub format: Option<Format>,
    /// Draw a bar behind each number, from zero.
    #[serde(default)]
    pub bar: bool,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Plot {
    /// Lines, with bands where points have them, filled below where `area`. Marks: series by series, point by point.
    Line {
        /// Horizontal axis.
        x: XAxis,
        /// Vertical axis.
        y: Measure,
        /// The lines.
        series: Vec<LineSeries>,
        /// Fill below (stacked when there are several series).
        #[serde(default)]
        area: bool,
        /// Start the vertical axis at zero.
        #[serde(default)]
        zero: bool,
        /// Remarks.
        #[serde(default)]
        annotations: Vec<Annotation>,
    },
    /// Bars over categories. Marks: series by series, category by category.
    Bar {
        /// Names of the categories, in order.
        categories: Vec<String>,
        /// The measure.
        y: Measure,
        /// The series.
        series: Vec<BarSeries>,
        /// Side by side or stacked.
        mode: BarMode,
        /// Bars lie, names stand left.
        horizontal: bool,
    },
    /// Shares of a whole. Marks: the shares.
    Pie {
        /// The measure.
        y: Measure,
        /// The shares.
        shares: Vec<Share>,
        /// With a hole and the total in it.
        donut: bool,
    },
    /// Profiles over three and more axes. Marks: series by series, spoke by spoke.
    Radar {
        /// The axes.
        spokes: Vec<Spoke>,
        /// How values are written.
        format: Format,
        /// A value per spoke in each series.
        series: Vec<BarSeries>,
    },
    /// A value per cell of a grid. Marks: row by row, column by column, empty cells counted.
    Heatmap {
        /// Names of the columns.
        columns: Vec<String>,
        /// Names of the rows.
        rows: Vec<String>,
        /// The measure.
        value: Measure,
        /// A value per cell, row by row.
        cells: Vec<Option<f64>>,
        /// Two-sided around zero.
        #[serde(default)]
        diverging: bool,
    },
    /// A value per day, weeks across, weekdays down, a block a year. Marks: the days.
    Calendar {
        /// The measure.
        value: Measure,
        /// (day since 1970-01-01, value).
        days: Vec<(i32, Option<f64>)>,
    },
    /// Bars in falling order with the running share as a line. Marks: the bars.
    Pareto {
        /// The measure.
        y: Measure,
        /// Values in falling order.
        shares: Vec<Share>,
        /// The total that shares are of (may exceed the sum of what is shown).
        total: f64,
    },
    /// From a start to an end by changes. Marks: the steps.
    Waterfall {
        /// The measure.
        y: Measure,
        /// The steps.
        steps: Vec<Step>,
    },
    /// Dots over two measures. Marks: the dots.
    Scatter {
        /// Horizontal measure.
        x: Measure,
        /// Vertical measure.
        y: Measure,
        /// What the dots' area means.
        #[serde(default)]
        size: Option<Measure>,
        /// The dots.
        dots: Vec<Dot>,
        /// Parting lines.
        #[serde(default)]
        quadrants: Option<Quadrants>,
        /// Logarithmic horizontal axis.
        #[serde(default)]
        log_x: bool,
        /// Logarithmic vertical axis.
        #[serde(default)]
        log_y: bool,
    },
    /// Counts of values in bins. Marks: the bins.
    Histogram {
        /// The measure binned.
        x: Measure,
        /// The count's name.
        y: Measure,
        /// Bin edges, one more than counts.
        edges: Vec<f64>,
        /// Counts.
        counts: Vec<f64>,
        /// A value to mark, with its name (the median, say).
        #[serde(default)]
        marker: Option<(f64, String)>,
    },
    /// Boxes. Marks: the boxes.
    Box {
        /// The measure.
        y: Measure,
        /// The boxes.
        boxes: Vec<BoxStats>,
    },
    /// Stages that lose some. Marks: the stages.
    Funnel {
        /// The measure.
        y: Measure,
        /// The stages, first to last.
        stages: Vec<Share>,
    },
    /// Areas in proportion. Marks: the leaves, group by group.
    Treemap {
        /// The measure.
        y: Measure,
        /// (group, leaves).
        groups: Vec<(String, Vec<Share>)>,
    },
    /// A table with bars in its cells. Marks: row by row, column by column.
    Table {
        /// The columns.
        columns: Vec<TableColumn>,
        /// The rows.
        rows: Vec<Vec<Cell>>,
    },
}
