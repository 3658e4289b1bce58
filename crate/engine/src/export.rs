//! Files to keep: the report, the rows behind a number.

use report::export::File as Export;
use report::{Table, TableCell, TableColumn, export};
use shop::Selection;

use crate::{Error, RowPage, Session};

/// Rows written at most when the rows behind a number are exported: what a spreadsheet can open.
const ROWS: usize = 1_048_575;

impl Session {
    /// The report as a file.
    ///
    /// # Errors
    /// [`Error::Export`], [`Error::BadSetting`].
    #[cfg(feature = "files")]
    pub fn export(&mut self, kind: export::Kind) -> Result<Export, Error> {
        Ok(export::file(self.report()?, kind)?)
    }

    /// The document as JSON, for the module that makes files of it.
    ///
    /// # Errors
    /// [`Error::Export`], [`Error::BadSetting`].
    pub fn document_json(&mut self) -> Result<String, Error> {
        Ok(export::json(self.report()?)?)
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
