//! A chart's data as a table of the document.

use chart::ChartSpec;

use crate::{Table, TableCell, TableColumn};

/// The table twin of a chart: the same data, a row per position, category or mark.
pub fn twin(spec: &ChartSpec) -> Table {
    let twin = chart::twin(spec);
    let column = |c: chart::TwinColumn| TableColumn {
        name: c.name,
        format: c.format,
        bar: c.bar,
    };
    let cell = |c: chart::TwinCell| TableCell {
        text: c.text,
        value: c.value,
        tone: None,
    };
    Table {
        id: spec.id.clone(),
        title: spec.title.clone(),
        subtitle: spec.subtitle.clone(),
        note: spec.note.clone(),
        columns: twin.columns.into_iter().map(column).collect(),
        rows: twin
            .rows
            .into_iter()
            .map(|row| row.into_iter().map(cell).collect())
            .collect(),
        selections: Vec::new(),
        more: 0,
    }
}
