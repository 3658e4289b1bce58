//! Records from formats that have cells already: they want a header, and become a table.

use crate::{
    Choice, Dialect, Error, Options, Table, WarningCode, header,
    sheet::{Count, Origin, Sheet, check_width},
};

/// Records among which the header is looked for.
const SAMPLE: usize = 300;

/// Takes records, finds the header among the first, and fills a sheet with the rest.
#[derive(Debug)]
pub(crate) struct Feed {
    origin: Origin,
    options: Options,
    /// Records by source row, from 1; missing rows are empty records.
    head: Vec<Vec<String>>,
    sheet: Option<Sheet>,
    notes: Vec<(WarningCode, Count)>,
}

impl Feed {
    pub(crate) fn new(origin: Origin, options: &Options) -> Self {
        Self {
            origin,
            options: options.clone(),
            head: Vec::new(),
            sheet: None,
            notes: Vec::new(),
        }
    }

    /// Adds a warning about the table to come.
    pub(crate) fn note(&mut self, code: WarningCode, count: Count) {
        self.notes.push((code, count));
    }

    /// Refuses rows that are too wide before room is made for them.
    pub(crate) fn check_width(&self, width: usize) -> Result<(), Error> {
        check_width(&self.origin, width)
    }

    /// Adds a record; source rows ascend.
    pub(crate) fn push(&mut self, source_row: usize, cells: &[String]) -> Result<(), Error> {
        if cells.iter().all(|c| c.trim().is_empty()) {
            return Ok(());
        }
        if self.sheet.is_none() {
            if source_row <= SAMPLE {
                self.head.resize(source_row, Vec::new());
                self.head[source_row - 1] = cells.to_vec();
                return Ok(());
            }
            if self.head.iter().all(Vec::is_empty) {
                // A table that starts far down: its first record decides.
                self.head.resize(source_row, Vec::new());
                self.head[source_row - 1] = cells.to_vec();
                return Ok(());
            }
            self.prepare()?;
        }
        match &mut self.sheet {
            Some(sheet) => sheet.row(source_row, cells.len(), |i| {
                cells.get(i).map_or("", String::as_str)
            }),
            None => Ok(()),
        }
    }

    fn prepare(&mut self) -> Result<(), Error> {
        let head = std::mem::take(&mut self.head);
        let first = head.iter().position(|r| !r.is_empty()).unwrap_or(0);
        let header = match self.options.header_row {
            Some(0) => None,
            Some(row) => {
                if head.get(row - 1).is_none_or(Vec::is_empty) {
                    return Err(Error::BadOverride {
                        location: self.origin.location(),
                        what: Choice::HeaderRow(row),
                    });
                }
                Some(row - 1)
            }
            None => header::find(&head[first..]).map(|at| at + first),
        };
        let width = head.iter().map(Vec::len).max().unwrap_or(0);
        let mut sheet = match header {
            Some(at) => {
                // Columns beyond the header's last name may still hold values.
                let mut cells = head[at].clone();
                let below = head[at + 1..].iter().map(Vec::len).max().unwrap_or(0);
                cells.resize(cells.len().max(below), String::new());
                Sheet::new(self.origin.clone(), Some((at + 1, &cells)), 0)?
            }
            None => Sheet::new(self.origin.clone(), None, width)?,
        };
        if header.is_none() && self.options.header_row != Some(0) {
            let mut count = Count::default();
            count.add(None, String::new);
            sheet.warn(WarningCode::NoHeader, count);
        }
        let mut preamble = Count::default();
        for (i, record) in head[..header.unwrap_or(0)]
            .iter()
            .enumerate()
            .filter(|(_, r)| !r.is_empty())
        {
            preamble.add(Some(i + 1), || {
                record
                    .iter()
                    .filter(|c| !c.is_empty())
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(" · ")
            });
        }
        sheet.warn(WarningCode::Preamble, preamble);
        for (i, record) in head
            .iter()
            .enumerate()
            .skip(header.map_or(0, |at| at + 1))
            .filter(|(_, r)| !r.is_empty())
        {
            sheet.row(i + 1, record.len(), |c| {
                record.get(c).map_or("", String::as_str)
            })?;
        }
        self.sheet = Some(sheet);
        Ok(())
    }

    /// Ends the records: a table, or none where there were no records.
    pub(crate) fn finish(mut self, dialect: Dialect) -> Result<Option<Table>, Error> {
        if self.sheet.is_none() && self.head.iter().any(|r| !r.is_empty()) {
            self.prepare()?;
        }
        Ok(self.sheet.map(|mut sheet| {
            if sheet.rows == 0 {
                let mut count = Count::default();
                count.add(None, String::new);
                sheet.warn(WarningCode::EmptyTable, count);
            }
            for (code, count) in self.notes {
                sheet.warn(code, count);
            }
            sheet.finish(dialect, &self.options)
        }))
    }
}
