//! Blocks from numbers: cells, columns, tables, charts.

use std::collections::BTreeSet;

use chart::ChartSpec;
use chart::format;
use chart::spec::{Format, Measure, Plot};
use ledger::Frame;
use report::words::phrase::{Phrase, list};
use report::{
    Block, Chart, DocumentFinding, Insufficient, SectionId, Table, TableCell, TableColumn, Tone,
};
use shop::Selection;

use crate::say::Say;

/// Title (the message), subtitle (measure, period, unit, n) and note (method, what was left out).
pub(crate) type Texts = (String, String, String);

/// A row and the rows of the files behind it.
pub(crate) type Row = (Vec<TableCell>, Option<Selection>);

/// A cell of words.
pub(crate) fn words(text: impl Into<String>) -> TableCell {
    TableCell {
        text: text.into(),
        value: None,
        tone: None,
    }
}

/// A finding of a section, without money at stake and rows: its sentence, how sure it is, why, and what to do.
pub(crate) fn finding(
    section: SectionId,
    id: &str,
    [sentence, certainty, why, action]: [String; 4],
    tone: Tone,
) -> DocumentFinding {
    DocumentFinding {
        id: id.to_owned(),
        sentence,
        certainty,
        why,
        action,
        tone,
        impact: None,
        spark: Vec::new(),
        section: section.key().to_owned(),
        selection: None,
    }
}

impl Say<'_> {
    /// That amounts of some files were converted with the merchant's rates; empty where none were.
    pub(crate) fn converted<'f>(&self, frames: impl Iterator<Item = &'f Frame>) -> String {
        let (mut rows, mut from) = (0, BTreeSet::new());
        for frame in frames {
            rows += frame.rows_converted();
            from.extend(frame.converted.iter().map(|(code, _)| code.clone()));
        }
        if rows == 0 {
            return String::new();
        }
        let from: Vec<String> = from.into_iter().collect();
        self.fill(
            crate::words::CONVERTED,
            &[
                ("n", rows.into()),
                ("from", (&list(&from, self.lang)).into()),
                ("currency", self.currency.into()),
            ],
        )
    }

    /// A cell with a number; empty where there is none.
    pub(crate) fn cell(&self, value: Option<f64>, format: &Format) -> TableCell {
        let value = value.filter(|v| v.is_finite());
        TableCell {
            text: value.map_or(String::new(), |v| {
                format::value(v, format, self.lang, false)
            }),
            value,
            tone: None,
        }
    }

    /// A cell with an amount in minor units.
    pub(crate) fn money_cell(&self, minor: Option<f64>) -> TableCell {
        self.cell(minor.map(|m| self.major(m)), &self.money_format())
    }

    /// A column of words.
    pub(crate) fn words_column(&self, name: Phrase) -> TableColumn {
        TableColumn {
            name: self.plain(name).to_owned(),
            format: None,
            bar: false,
        }
    }

    /// A column of numbers.
    pub(crate) fn column(&self, name: Phrase, format: Format) -> TableColumn {
        TableColumn {
            name: self.plain(name).to_owned(),
            format: Some(format),
            bar: false,
        }
    }

    /// A column of numbers with bars behind them.
    pub(crate) fn bar(&self, name: Phrase, format: Format) -> TableColumn {
        TableColumn {
            bar: true,
            ..self.column(name, format)
        }
    }

    /// An axis.
    pub(crate) fn measure(&self, label: Phrase, format: Format) -> Measure {
        Measure {
            label: self.plain(label).to_owned(),
            format,
        }
    }

    /// A table of the first `most` rows; the rest is counted.
    pub(crate) fn table(
        &self,
        id: &str,
        (title, subtitle, note): Texts,
        columns: Vec<TableColumn>,
        mut rows: Vec<Row>,
        most: usize,
    ) -> Block {
        let more = rows.len().saturating_sub(most);
        rows.truncate(most);
        let (rows, selections) = rows.into_iter().unzip();
        Block::Table(Table {
            id: id.to_owned(),
            title,
            subtitle,
            note,
            columns,
            rows,
            selections,
            more,
        })
    }

    /// A chart; `selections` are the rows behind each mark, or empty.
    pub(crate) fn view(
        &self,
        id: &str,
        (title, subtitle, note): Texts,
        plot: Plot,
        selections: Vec<Option<Selection>>,
    ) -> Chart {
        Chart {
            spec: ChartSpec {
                id: id.to_owned(),
                title,
                subtitle,
                note,
                lang: self.lang,
                plot,
            },
            selections,
            alternatives: Vec::new(),
            view: String::new(),
        }
    }

    /// A chart without other views, as a block.
    pub(crate) fn chart(
        &self,
        id: &str,
        texts: Texts,
        plot: Plot,
        selections: Vec<Option<Selection>>,
    ) -> Block {
        Block::Chart(self.view(id, texts, plot, selections))
    }

    /// What an analysis would need.
    pub(crate) fn missing(&self, title: Phrase, text: String) -> Insufficient {
        Insufficient {
            title: self.plain(title).to_owned(),
            text,
        }
    }
}
