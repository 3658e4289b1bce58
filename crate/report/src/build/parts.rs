//! Cells, columns, tables and charts from numbers.

use analysis::Insufficient as Missing;
use chart::ChartSpec;
use chart::format;
use chart::spec::{Format, Measure, Plot};
use shop::Selection;

use super::Build;
use crate::words::insufficient;
use crate::words::phrase::Phrase;
use crate::words::say::signed;
use crate::{Block, Chart, Insufficient, Table, TableCell, TableColumn, Tone};

/// A row and the rows of the files behind it.
pub(super) type Row = (Vec<TableCell>, Option<Selection>);

pub(super) fn words(text: &str) -> TableCell {
    TableCell {
        text: text.to_owned(),
        value: None,
        tone: None,
    }
}

/// Who reads a change: good when up, or no judgement.
pub(super) fn change(value: Option<f64>, judge: bool) -> TableCell {
    TableCell {
        text: value.map_or(String::new(), signed),
        value,
        tone: value.filter(|_| judge).map(|v| match v {
            v if v > 0.0 => Tone::Good,
            v if v < 0.0 => Tone::Bad,
            _ => Tone::Neutral,
        }),
    }
}

impl Build<'_> {
    pub(super) fn number(&self, value: Option<f64>, format: &Format) -> TableCell {
        TableCell {
            text: value.map_or(String::new(), |v| {
                format::value(v, format, self.say.lang, false)
            }),
            value,
            tone: None,
        }
    }

    pub(super) fn money(&self, minor: Option<f64>) -> TableCell {
        self.number(minor.map(|m| self.say.major(m)), &self.say.money_format())
    }

    pub(super) fn money_int(&self, minor: i64) -> TableCell {
        self.money(Some(minor as f64))
    }

    pub(super) fn count(&self, n: u64) -> TableCell {
        self.number(Some(n as f64), &Format::Count)
    }

    pub(super) fn share(&self, share: Option<f64>) -> TableCell {
        self.number(share, &Format::Percent)
    }

    pub(super) fn column(&self, name: Phrase, format: Option<Format>) -> TableColumn {
        self.column_named(self.say.plain(name), format)
    }

    pub(super) fn column_named(&self, name: &str, format: Option<Format>) -> TableColumn {
        TableColumn {
            name: name.to_owned(),
            format,
            bar: false,
        }
    }

    pub(super) fn bar(&self, name: Phrase, format: Format) -> TableColumn {
        TableColumn {
            name: self.say.plain(name).to_owned(),
            format: Some(format),
            bar: true,
        }
    }

    /// The amount axis.
    pub(super) fn amount(&self, label: Phrase) -> Measure {
        self.measure(label, self.say.money_format())
    }

    pub(super) fn measure(&self, label: Phrase, format: Format) -> Measure {
        Measure {
            label: self.say.plain(label).to_owned(),
            format,
        }
    }

    pub(super) fn table(
        &self,
        id: &str,
        (title, subtitle, note): (String, String, String),
        columns: Vec<TableColumn>,
        rows: Vec<Row>,
    ) -> Block {
        let (rows, selections) = rows.into_iter().unzip();
        Block::Table(Table {
            id: id.to_owned(),
            title,
            subtitle,
            note,
            columns,
            rows,
            selections,
            more: 0,
        })
    }

    pub(super) fn chart(
        &self,
        id: &str,
        (title, subtitle, note): (String, String, String),
        plot: Plot,
        selections: Vec<Option<Selection>>,
    ) -> Chart {
        Chart {
            spec: ChartSpec {
                id: id.to_owned(),
                title,
                subtitle,
                note,
                lang: self.say.lang,
                plot,
            },
            selections,
            alternatives: Vec::new(),
            view: String::new(),
        }
    }

    pub(super) fn missing(&self, title: Phrase, missing: Missing) -> Block {
        Block::Insufficient(Insufficient {
            title: self.say.plain(title).to_owned(),
            text: insufficient(missing, self.say.lang),
        })
    }

    /// Notes one after the other.
    pub(super) fn notes(&self, parts: &[&str]) -> String {
        let gap = match self.say.lang {
            chart::spec::Lang::Zh => "",
            chart::spec::Lang::En => " ",
        };
        let parts: Vec<&str> = parts.iter().copied().filter(|p| !p.is_empty()).collect();
        parts.join(gap)
    }
}
