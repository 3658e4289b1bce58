//! Files to keep: the report, a table of it, the rows behind a number.

use report::{Block, Document, Table, TableCell, TableColumn, export};
use serde::{Deserialize, Serialize};
use shop::Selection;

use crate::{Error, RowPage, Session};

/// The kinds of files that a report can be kept as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExportKind {
    /// One self-contained page.
    Html,
    /// A workbook with native charts.
    #[cfg(feature = "xlsx")]
    Xlsx,
    /// All tables and the data of all charts as CSV files in a ZIP archive.
    Csv,
    /// Markdown.
    Md,
    /// The document itself.
    Json,
}

/// A file to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Its name: what and when.
    pub name: String,
    /// Its media type.
    pub mime: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Rows written at most when the rows behind a number are exported: what a spreadsheet can open.
const ROWS: usize = 1_048_575;

impl Session {
    /// The report as a file.
    ///
    /// # Errors
    /// [`Error::Export`], [`Error::BadSetting`].
    pub fn export(&mut self, kind: ExportKind) -> Result<Export, Error> {
        let document = self.report()?;
        let (extension, mime, bytes) = match kind {
            ExportKind::Html => ("html", "text/html", export::html(document).into_bytes()),
            #[cfg(feature = "xlsx")]
            ExportKind::Xlsx => (
                "xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                export::xlsx(document)?,
            ),
            ExportKind::Csv => ("zip", "application/zip", export::csv_all(document)?),
            ExportKind::Md => (
                "md",
                "text/markdown",
                export::markdown(document).into_bytes(),
            ),
            ExportKind::Json => (
                "json",
                "application/json",
                export::json(document)?.into_bytes(),
            ),
        };
        Ok(Export {
            name: export::file_name(document, extension),
            mime,
            bytes,
        })
    }

    /// A table of the report, or the data of a chart, as CSV.
    ///
    /// # Errors
    /// [`Error::NoSuchBlock`], [`Error::BadSetting`].
    pub fn export_block(&mut self, id: &str) -> Result<Export, Error> {
        let document = self.report()?;
        let bytes = block(document, id).ok_or_else(|| Error::NoSuchBlock { id: id.to_owned() })?;
        let name = export::file_name(document, "csv").replace("sales", id);
        Ok(Export {
            name,
            mime: "text/csv",
            bytes,
        })
    }

    /// The rows behind a number as CSV, personal data masked.
    ///
    /// # Errors
    /// [`Error::BadSetting`] if no day was set.
    pub fn export_rows(&mut self, selection: &Selection) -> Result<Export, Error> {
        let page = self.rows(selection, 0, ROWS)?;
        let bytes = export::csv(&table(&page));
        Ok(Export {
            name: "shoplens-rows.csv".into(),
            mime: "text/csv",
            bytes,
        })
    }
}

fn block(document: &Document, id: &str) -> Option<Vec<u8>> {
    document
        .sections
        .iter()
        .flat_map(|s| &s.blocks)
        .find_map(|block| match block {
            Block::Table(table) if table.id == id => Some(export::csv(table)),
            Block::Chart(chart) => std::iter::once(chart)
                .chain(chart.alternatives.iter().map(|(_, other)| &**other))
                .find(|chart| chart.spec.id == id)
                .map(|chart| export::csv(&export::twin(&chart.spec))),
            _ => None,
        })
}

/// Rows of several files under the union of their columns.
fn table(page: &RowPage) -> Table {
    let mut names: Vec<&str> = Vec::new();
    for name in page
        .rows
        .iter()
        .flat_map(|r| r.cells.iter().map(|c| c.name.as_str()))
    {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let column = |name: &str| TableColumn {
        name: name.to_owned(),
        format: None,
        bar: false,
    };
    let cell = |text: String| TableCell {
        text,
        value: None,
        tone: None,
    };
    let rows = page
        .rows
        .iter()
        .map(|row| {
            let place = [
                row.file.clone(),
                row.sheet.clone().unwrap_or_default(),
                row.row.to_string(),
            ];
            let values = names.iter().map(|name| {
                row.cells
                    .iter()
                    .find(|c| c.name == *name)
                    .map_or(String::new(), |c| c.value.clone())
            });
            place.into_iter().chain(values).map(cell).collect()
        })
        .collect();
    Table {
        id: "rows".into(),
        title: String::new(),
        subtitle: String::new(),
        note: String::new(),
        columns: ["file", "sheet", "row"]
            .into_iter()
            .chain(names.iter().copied())
            .map(column)
            .collect(),
        rows,
        selections: Vec::new(),
        more: page.total.saturating_sub(page.rows.len()),
    }
}
