//! The report as plain data: what the page shows and every export is made from.
//!
//! The same files and settings give the same document, byte for byte, natively and in the browser.

use chart::ChartSpec;
use chart::spec::{Format, Lang};
use serde::{Deserialize, Serialize};
use shop::Selection;

/// A report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Version of this form; raised when a reader of an older one would misread it.
    pub version: u32,
    /// The language of the words.
    pub lang: Lang,
    /// The title: the template's, or the shop's own.
    pub title: String,
    /// Period, currency and n in a sentence.
    pub subtitle: String,
    /// The report's day as ISO text.
    pub today: String,
    /// The period reported on.
    pub period: Option<Period>,
    /// ISO code of the currency; others are told in the data section.
    pub currency: String,
    /// A logo as a `data:` URL of a PNG, JPEG or WebP, from the template.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// The filter that was applied, in words; empty = none.
    pub filter: String,
    /// Key figures.
    pub figures: Vec<Figure>,
    /// Findings, most important first.
    pub findings: Vec<DocumentFinding>,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// The files it was made from.
    pub sources: Vec<Source>,
}

/// A period in days, inclusive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Period {
    /// First day, days since 1970-01-01.
    pub first: i32,
    /// Last day.
    pub last: i32,
    /// In words: `1 Jan – 31 Mar 2026`, `2026年1月1日至3月31日`.
    pub text: String,
}

/// Whether a change is for the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// For the better.
    Good,
    /// For the worse.
    Bad,
    /// Neither, or not certain.
    Neutral,
}

/// Which way a change goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Up.
    Up,
    /// Down.
    Down,
    /// Level.
    Flat,
}

/// A comparison with another period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// What is compared with: `previous 90 days`, `same period last year`.
    pub against: String,
    /// The relative change (0.125 = +12.5 %), `None` where the other value is zero.
    pub relative: Option<f64>,
    /// Written: `+12.5%`, or the absolute change where no share can be given.
    pub text: String,
    /// Which way.
    pub direction: Direction,
    /// Better or worse.
    pub tone: Tone,
}

/// A key figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Stable id: `gross`, `net`, `orders`, `units`, `aov`, `customers`, `new_customers`, `returning_share`, `refund_rate` …
    pub id: String,
    /// Its name.
    pub label: String,
    /// Its definition in a sentence.
    pub definition: String,
    /// The exact value (major units for money); `None` = not known, `text` says why.
    pub value: Option<f64>,
    /// How it is written.
    pub format: Format,
    /// Written.
    pub text: String,
    /// Comparisons: previous period, same period last year.
    pub changes: Vec<Change>,
    /// A small line of it over the period, oldest first; empty = none.
    pub spark: Vec<Option<f64>>,
    /// The rows behind it.
    pub selection: Option<Selection>,
}

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentFinding {
    /// Stable id within a report.
    pub id: String,
    /// One sentence: who, what, how much, since when, compared with what.
    pub sentence: String,
    /// How sure: n, interval, adjusted p-value, in words.
    pub certainty: String,
    /// Why: what explains it, and how it was computed.
    pub why: String,
    /// What can be done next.
    pub action: String,
    /// Better or worse.
    pub tone: Tone,
    /// Money at stake in major units, for the order; `None` where it cannot be said.
    pub impact: Option<f64>,
    /// A small line beside it; empty = none.
    pub spark: Vec<Option<f64>>,
    /// The section that shows more.
    pub section: String,
    /// The rows behind it.
    pub selection: Option<Selection>,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Stable id, also its anchor.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[allow(
    clippy::large_enum_variant,
    reason = "a report has some dozens of blocks"
)]
pub enum Block {
    /// A paragraph.
    Text {
        /// The words.
        text: String,
    },
    /// A chart.
    Chart(Chart),
    /// A table.
    Table(Table),
    /// Texts, with what was read in them.
    Texts(Texts),
    /// What is missing for an analysis.
    Insufficient(Insufficient),
}

/// A chart and the rows behind its marks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// The chart.
    pub spec: ChartSpec,
    /// A selection per mark, in the order of the marks; empty = none.
    pub selections: Vec<Option<Selection>>,
    /// Other views of the same chart (day, week, month), with their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<(String, Box<Chart>)>,
    /// The name of this view, where there are others.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub view: String,
}

/// Texts of the files, such as reviews, with what was read in them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Texts {
    /// Stable id.
    pub id: String,
    /// Its title: what the texts show.
    pub title: String,
    /// Whose texts, how many there are.
    pub subtitle: String,
    /// Notes below.
    pub note: String,
    /// Labels that a merchant may give to words, by key and in words.
    pub labels: Vec<(String, String)>,
    /// The texts.
    pub texts: Vec<ReadText>,
    /// Texts that exist beyond those shown.
    pub more: usize,
}

/// A text with what was read in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadText {
    /// What it belongs to, in words: product, stars, day; empty = nothing.
    pub about: String,
    /// What it is: `title` or `review`.
    pub kind: String,
    /// The text or the part of it that matters; personal data is masked.
    pub text: String,
    /// What was read, in the order of the text; marks may overlap.
    pub marks: Vec<Mark>,
    /// The rows that it stands in.
    pub selection: Option<Selection>,
}

/// A stretch of a text that says something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// Where it starts, in Unicode scalars of the text.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// The stable label, such as `color`: what a correction names.
    pub label: String,
    /// The label in words.
    pub name: String,
    /// What it comes to: `navy`, `500 ml`, the group of an aspect; empty = no more than its own words.
    pub value: String,
    /// Praise or blame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tone: Option<Tone>,
    /// How sure it is, 0 to 1.
    pub score: f32,
    /// Where it comes from, in words: the language model, a pattern, a word list, a correction.
    pub source: String,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Stable id.
    pub id: String,
    /// Its title: what it shows.
    pub title: String,
    /// Measure, period, n.
    pub subtitle: String,
    /// Notes below.
    pub note: String,
    /// Columns.
    pub columns: Vec<TableColumn>,
    /// Rows.
    pub rows: Vec<Vec<TableCell>>,
    /// A selection per row; empty = none.
    pub selections: Vec<Option<Selection>>,
    /// Rows that exist beyond those shown.
    pub more: usize,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableColumn {
    /// Its header.
    pub name: String,
    /// How its numbers are written; `None` for words.
    pub format: Option<Format>,
    /// Draw a bar behind its numbers.
    #[serde(default)]
    pub bar: bool,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableCell {
    /// As written.
    pub text: String,
    /// The number behind it, for sorting, bars and workbooks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Better or worse, for changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tone: Option<Tone>,
}

/// An analysis that the files cannot carry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Insufficient {
    /// The analysis.
    pub title: String,
    /// `Not enough data: needs …, has …`, and what to add.
    pub text: String,
}

/// A file that the report was made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// File and sheet.
    pub name: String,
    /// What it was taken for, rows and period, in words.
    pub text: String,
}
