//! Records on their way to a table.

use crate::{
    Dialect, Error, Format, Location, Options, RowMap, Table, Warning, WarningCode,
    builder::ColumnBuilder, header, totals, typing,
};

/// Columns that can be read.
pub(crate) const MAX_COLUMNS: usize = 5000;

/// A warning in the making: how many, the first place, samples.
#[derive(Debug, Clone, Default)]
pub(crate) struct Count {
    pub count: usize,
    pub row: Option<usize>,
    pub samples: Vec<String>,
}

impl Count {
    /// Counts one more at a source row.
    pub(crate) fn add(&mut self, row: Option<usize>, sample: impl FnOnce() -> String) {
        self.count += 1;
        if self.count == 1 {
            self.row = row;
        }
        if self.samples.len() < 3 {
            let sample = sample();
            if !sample.is_empty() && !self.samples.contains(&sample) {
                self.samples.push(sample.chars().take(120).collect());
            }
        }
    }
}

/// Where a table comes from.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    pub file: String,
    pub sheet: Option<String>,
    pub format: Format,
}

impl Origin {
    pub(crate) fn location(&self) -> Location {
        Location {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            row: None,
            column: None,
        }
    }
}

/// Refuses tables that are too wide.
pub(crate) fn check_width(origin: &Origin, width: usize) -> Result<(), Error> {
    if width > MAX_COLUMNS {
        return Err(Error::TooLarge {
            location: origin.location(),
            what: "number of columns".into(),
            found: width as u64,
            limit: MAX_COLUMNS as u64,
        });
    }
    Ok(())
}

/// Takes records and becomes a table.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub origin: Origin,
    names: Vec<(String, String)>,
    pub columns: Vec<ColumnBuilder>,
    pub rows: usize,
    pub row_map: RowMap,
    next_source: usize,
    header_row: Option<usize>,
    /// Table rows before which a blank line stood.
    pub after_blank: Vec<u32>,
    /// Without a header the columns are as many as the widest row has.
    open_width: bool,
    /// Table rows with fewer cells than the header.
    short: Vec<u32>,
    long: Count,
    pub warnings: Vec<Warning>,
    /// Rows for which columns have room.
    room: usize,
}

impl Sheet {
    /// `header` is the header row's cells; without one the columns are numbered.
    pub(crate) fn new(
        origin: Origin,
        header: Option<(usize, &[String])>,
        width: usize,
    ) -> Result<Self, Error> {
        let mut sheet = Self {
            origin,
            names: Vec::new(),
            columns: Vec::new(),
            rows: 0,
            row_map: RowMap::default(),
            next_source: 1,
            header_row: header.map(|(row, _)| row),
            after_blank: Vec::new(),
            open_width: header.is_none(),
            short: Vec::new(),
            long: Count::default(),
            warnings: Vec::new(),
            room: 0,
        };
        match header {
            Some((row, cells)) => {
                check_width(&sheet.origin, cells.len())?;
                let names = header::names(cells);
                for (columns, code) in [
                    (&names.empty, WarningCode::EmptyHeader),
                    (&names.repeated, WarningCode::DuplicateHeader),
                ] {
                    if let Some(&first) = columns.first() {
                        let samples = columns
                            .iter()
                            .take(3)
                            .map(|&c| names.names[c].0.clone())
                            .collect();
                        let column = Some(names.names[first].0.clone());
                        let location = Location {
                            row: Some(row),
                            column,
                            ..sheet.origin.location()
                        };
                        sheet.warnings.push(Warning {
                            code,
                            count: columns.len(),
                            location,
                            samples,
                        });
                    }
                }
                sheet.columns = names
                    .names
                    .iter()
                    .map(|_| ColumnBuilder::with_nulls(0))
                    .collect();
                sheet.names = names.names;
                sheet.next_source = row + 1;
            }
            None => sheet.widen(width)?,
        }
        Ok(sheet)
    }

    /// A table whose columns are named as they come, as JSON's are.
    pub(crate) fn of_named(origin: Origin) -> Self {
        Self {
            origin,
            names: Vec::new(),
            columns: Vec::new(),
            rows: 0,
            row_map: RowMap::default(),
            next_source: 1,
            header_row: None,
            after_blank: Vec::new(),
            open_width: false,
            short: Vec::new(),
            long: Count::default(),
            warnings: Vec::new(),
            room: 0,
        }
    }

    /// Adds a named column; its cells so far are empty.
    pub(crate) fn add_column(&mut self, name: &str) -> Result<usize, Error> {
        check_width(&self.origin, self.columns.len() + 1)?;
        let mut plain = header::header_name_of(name, self.columns.len());
        let base = plain.clone();
        let mut number = 1;
        while self.names.iter().any(|(n, _)| *n == plain) {
            number += 1;
            plain = format!("{base} ({number})");
        }
        self.names.push((plain, name.to_owned()));
        self.columns.push(ColumnBuilder::with_nulls(self.rows));
        Ok(self.columns.len() - 1)
    }

    fn widen(&mut self, width: usize) -> Result<(), Error> {
        check_width(&self.origin, width)?;
        for i in self.columns.len()..width {
            self.names
                .push((format!("Column {}", i + 1), String::new()));
            self.columns.push(ColumnBuilder::with_nulls(self.rows));
        }
        Ok(())
    }

    /// Makes room for about so many rows more.
    pub(crate) fn reserve(&mut self, rows: usize) {
        if self.rows + rows <= self.room {
            return;
        }
        self.room = self.rows + rows;
        for column in &mut self.columns {
            column.reserve(rows);
        }
    }

    /// Whether the next row would have to grow the columns.
    pub(crate) fn is_full(&self) -> bool {
        self.rows >= self.room
    }

    /// Adds a record of `width` cells.
    #[inline]
    pub(crate) fn row<'a>(
        &mut self,
        source_row: usize,
        width: usize,
        cell: impl Fn(usize) -> &'a str,
    ) -> Result<(), Error> {
        if width != self.columns.len() {
            self.ragged(source_row, width, &cell)?;
        }
        for (i, column) in self.columns.iter_mut().enumerate() {
            if i < width {
                column.push(cell(i))
            } else {
                column.push_null()
            }
        }
        self.count_row(source_row)
    }

    /// Whether there is neither a name nor a value.
    pub(crate) fn is_blank(&self) -> bool {
        let unnamed = self.names.iter().all(|(_, raw)| raw.trim().is_empty());
        let valueless = |c: &ColumnBuilder| matches!(c.cells, crate::builder::Cells::Blank(_));
        unnamed && self.columns.iter().all(valueless)
    }

    /// Notes that a row was added, and where it came from.
    pub(crate) fn count_row(&mut self, source_row: usize) -> Result<(), Error> {
        if source_row != self.next_source || self.rows == 0 {
            if source_row > self.next_source {
                self.after_blank.push(self.rows as u32);
            }
            self.row_map
                .breaks
                .push((self.rows as u32, source_row as u32));
        }
        self.next_source = source_row + 1;
        self.rows += 1;
        if self.rows >= u32::MAX as usize - 1 || source_row >= u32::MAX as usize - 1 {
            return Err(Error::TooLarge {
                location: self.origin.location(),
                what: "number of rows".into(),
                found: self.rows as u64,
                limit: u64::from(u32::MAX) - 2,
            });
        }
        Ok(())
    }

    #[inline(never)]
    fn ragged<'a>(
        &mut self,
        source_row: usize,
        width: usize,
        cell: &impl Fn(usize) -> &'a str,
    ) -> Result<(), Error> {
        let have = self.columns.len();
        if width < have {
            if !self.open_width {
                self.short.push(self.rows as u32);
            }
        } else if (have..width).any(|i| !cell(i).trim().is_empty()) {
            if self.open_width {
                self.widen(width)?;
            } else {
                check_width(&self.origin, width)?;
                self.long.add(Some(source_row), || {
                    (have..width).map(cell).collect::<Vec<_>>().join(" · ")
                });
            }
        }
        Ok(())
    }

    /// Adds a warning about the table.
    pub(crate) fn warn(&mut self, code: WarningCode, count: Count) {
        if count.count > 0 {
            let location = Location {
                row: count.row,
                ..self.origin.location()
            };
            self.warnings.push(Warning {
                code,
                count: count.count,
                location,
                samples: count.samples,
            });
        }
    }

    /// Types the columns. What the totals say is checked against the data.
    pub(crate) fn finish(mut self, mut dialect: Dialect, options: &Options) -> Table {
        dialect.header_row = self.header_row;
        let (short, long) = (
            std::mem::take(&mut self.short),
            std::mem::take(&mut self.long),
        );
        let mut found = totals::find(&self.columns, &self.names, &self.after_blank, self.rows);
        let gone: Vec<u32> = found.rows.iter().map(|r| r.row).collect();
        let mut ragged = Count::default();
        for row in short.into_iter().filter(|r| gone.binary_search(r).is_err()) {
            let row = row as usize;
            ragged.add(Some(self.row_map.source_row(row)), || {
                let cells: Vec<String> = self.columns.iter().filter_map(|c| c.text(row)).collect();
                cells.join(" · ")
            });
        }
        self.warn(WarningCode::ShortRows, ragged);
        if !gone.is_empty() {
            for row in &mut found.rows {
                row.cells = self
                    .columns
                    .iter()
                    .map(|c| c.text(row.row as usize).unwrap_or_default())
                    .collect();
            }
            for row in &mut found.rows {
                row.source = self.row_map.source_row(row.row as usize);
            }
            for column in &mut self.columns {
                column.remove_rows(&gone);
            }
            self.remove_from_map(&gone);
            self.rows -= gone.len();
        }
        self.warn(WarningCode::LongRows, long);
        self.drop_trailing_blanks();
        let location = self.origin.location();
        let source = |row: usize| self.row_map.source_row(row);
        let mut cut = Count::default();
        let mut unwrapped = Count::default();
        for (column, (name, _)) in self.columns.iter().zip(&self.names) {
            for (total, count, first) in [
                (&mut cut, column.cut, column.first_cut),
                (&mut unwrapped, column.unwrapped, column.first_unwrapped),
            ] {
                if count > 0 {
                    total.count += count;
                    if total.row.is_none() {
                        total.row = first.map(|r| source(r as usize));
                    }
                    if total.samples.len() < 3 {
                        total.samples.push(name.clone());
                    }
                }
            }
        }
        let mut warnings = std::mem::take(&mut self.warnings);
        for (code, count) in [
            (WarningCode::CellCut, cut),
            (WarningCode::Unwrapped, unwrapped),
        ] {
            if count.count > 0 {
                let location = Location {
                    row: count.row,
                    ..location.clone()
                };
                warnings.push(Warning {
                    code,
                    count: count.count,
                    location,
                    samples: count.samples,
                });
            }
        }
        let columns = typing::columns(
            self.columns,
            self.names,
            options,
            &dialect,
            &self.row_map,
            &location,
            &mut warnings,
        );
        let totals = totals::reconcile(found, &columns, &location, &mut warnings);
        Table {
            file: self.origin.file,
            sheet: self.origin.sheet,
            format: self.origin.format,
            dialect,
            columns,
            rows: self.rows,
            row_map: self.row_map,
            totals,
            warnings,
        }
    }

    /// Columns beyond the last that has a name or a value come from delimiters at the line's end.
    fn drop_trailing_blanks(&mut self) {
        while let (Some(column), Some((_, raw))) = (self.columns.last(), self.names.last()) {
            let blank = matches!(column.cells, crate::builder::Cells::Blank(_));
            if !blank || !raw.trim().is_empty() || self.columns.len() == 1 {
                break;
            }
            let (name, _) = self.names.pop().unwrap_or_default();
            self.columns.pop();
            for warning in &mut self.warnings {
                if warning.code == WarningCode::EmptyHeader {
                    warning.count -= 1;
                    warning.samples.retain(|s| *s != name);
                }
            }
        }
        self.warnings.retain(|w| w.count > 0);
    }

    fn remove_from_map(&mut self, gone: &[u32]) {
        let rows = self.rows as u32;
        let map = std::mem::take(&mut self.row_map);
        // Breakpoints stay where they were but for the rows before them; a row after a removed one starts a new run.
        let mut starts: Vec<u32> = map
            .breaks
            .iter()
            .map(|b| b.0)
            .chain(gone.iter().map(|g| g + 1))
            .collect();
        crate::order::sort(&mut starts);
        starts.dedup();
        let mut breaks: Vec<(u32, u32)> = Vec::new();
        for start in starts {
            let mut start = start;
            while gone.binary_search(&start).is_ok() {
                start += 1;
            }
            if start >= rows {
                break;
            }
            let new = start - gone.partition_point(|&g| g < start) as u32;
            if breaks.last().is_none_or(|b| b.0 < new) {
                breaks.push((new, map.source_row(start as usize) as u32));
            }
        }
        self.row_map = RowMap { breaks };
    }
}
