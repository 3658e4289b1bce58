//! Files as the merchant sees them, in words.

use report::words;
use serde::Serialize;
use shop::{Dataset, Recognition, Role};
use table::{Format, Location, Options, Table, Type, Values, WarningCode};

use crate::session::{Entry, File, State};
use crate::{Error, Question, Session};

/// Whether a file was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileStatus {
    /// Bytes are still coming.
    Reading,
    /// At least one table came of it.
    Read,
    /// Nothing came of it.
    Failed,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileView {
    /// Its id in the session.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Whether it was read.
    pub status: FileStatus,
    /// What could not be read of it, and what to do.
    pub errors: Vec<words::Message>,
    /// Its tables.
    pub tables: Vec<TableView>,
    /// The options it was read with.
    pub options: Options,
    /// Remembered corrections ask for it to be read again with these options.
    pub reread: Option<Options>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableView {
    /// Its index among all tables of the session.
    pub table: usize,
    /// The sheet or archive entry.
    pub sheet: Option<String>,
    /// The file's name, with the archive's before it where it came out of one.
    pub file: String,
    /// The format.
    pub format: Format,
    /// The encoding.
    pub encoding: Option<String>,
    /// The delimiter.
    pub delimiter: Option<char>,
    /// The header's row, from 1.
    pub header_row: Option<usize>,
    /// Data rows.
    pub rows: usize,
    /// What it holds.
    pub dataset: Dataset,
    /// What it holds, in words.
    pub dataset_text: String,
    /// The platform it looks like.
    pub platform: Option<String>,
    /// What it was taken for, in a sentence.
    pub summary: String,
    /// 0–1.
    pub confidence: f64,
    /// Why, in words.
    pub reasons: Vec<String>,
    /// Fingerprint of its shape.
    pub shape: String,
    /// A correction of the merchant is in force.
    pub mapped: bool,
    /// The columns.
    pub columns: Vec<ColumnView>,
    /// Total rows and footers left out.
    pub totals_rows: usize,
    /// What was repaired, left out or doubted.
    pub warnings: Vec<WarningView>,
    /// What the merchant should decide.
    pub questions: Vec<Question>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnView {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: Type,
    /// Its role.
    pub role: Option<Role>,
    /// Its role in words.
    pub role_text: Option<String>,
    /// 0–1.
    pub confidence: f64,
    /// Why, in words.
    pub reasons: Vec<String>,
    /// Its values identify persons; samples are masked.
    pub personal: bool,
    /// Up to five different values.
    pub samples: Vec<String>,
    /// What is wrong with it.
    pub problems: Vec<String>,
}

/// A warning in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WarningView {
    /// The kind.
    pub code: WarningCode,
    /// What was met and what was done.
    pub message: String,
    /// The first place.
    pub location: Location,
}

/// Values shown as samples of a column.
const SAMPLES: usize = 5;
/// Rows looked at for samples.
const SAMPLE_ROWS: usize = 2_000;

impl Session {
    /// All files as the merchant sees them.
    pub fn files(&self) -> Vec<FileView> {
        let mut table = 0;
        self.files
            .iter()
            .map(|file| {
                let view = self.file_view(file, table);
                table += view.tables.len();
                view
            })
            .collect()
    }

    /// One file as the merchant sees it.
    ///
    /// # Errors
    /// [`Error::NoSuchFile`].
    pub fn file_by_id(&self, id: u32) -> Result<FileView, Error> {
        self.files()
            .into_iter()
            .find(|f| f.id == id)
            .ok_or(Error::NoSuchFile { id })
    }

    fn file_view(&self, file: &File, first_table: usize) -> FileView {
        let lang = self.settings.lang;
        let (entries, _) = file.contents();
        let status = match file.state {
            State::Reading(_) => FileStatus::Reading,
            State::Read { .. } if entries.is_empty() => FileStatus::Failed,
            State::Read { .. } => FileStatus::Read,
        };
        FileView {
            id: file.id,
            name: file.name.clone(),
            status,
            errors: file.messages(lang),
            tables: entries
                .iter()
                .enumerate()
                .map(|(i, entry)| self.table_view(entry, first_table + i))
                .collect(),
            options: file.options.clone(),
            reread: self.reread_options(file.id).cloned(),
        }
    }

    fn table_view(&self, entry: &Entry, index: usize) -> TableView {
        let lang = self.settings.lang;
        let Entry { table, recognition } = entry;
        let warnings = words::warnings(table, recognition);
        TableView {
            table: index,
            sheet: table.sheet.clone(),
            file: table.file.clone(),
            format: table.format,
            encoding: table.dialect.encoding.clone(),
            delimiter: table.dialect.delimiter,
            header_row: table.dialect.header_row,
            rows: table.rows,
            dataset: recognition.dataset,
            dataset_text: words::dataset(recognition.dataset, lang).to_owned(),
            platform: recognition.platform.clone(),
            summary: words::summary(recognition, table.rows, days(table, recognition), lang),
            confidence: recognition.confidence,
            reasons: recognition
                .reasons
                .iter()
                .map(|r| words::reason(r, lang))
                .collect(),
            shape: recognition.shape.clone(),
            mapped: recognition.mapped,
            columns: table
                .columns
                .iter()
                .zip(&recognition.columns)
                .map(|(column, known)| ColumnView {
                    name: column.name.clone(),
                    kind: column.kind(),
                    role: known.role,
                    role_text: known.role.map(|r| words::role(r, lang).to_owned()),
                    confidence: known.confidence,
                    reasons: known
                        .reasons
                        .iter()
                        .map(|r| words::reason(r, lang))
                        .collect(),
                    personal: known.personal,
                    samples: samples(column, known),
                    problems: warnings
                        .iter()
                        .filter(|w| w.location.column.as_deref() == Some(&column.name))
                        .map(|w| words::warning(w, !personal(recognition, w), lang))
                        .collect(),
                })
                .collect(),
            totals_rows: table.totals.len(),
            warnings: warnings
                .iter()
                .map(|w| WarningView {
                    code: w.code,
                    message: words::warning(w, !personal(recognition, w), lang),
                    location: w.location.clone(),
                })
                .collect(),
            questions: crate::questions::questions(table, recognition, lang),
        }
    }
}

/// Different values from the column's first rows, masked where they identify persons.
fn samples(column: &table::Column, known: &shop::ColumnRecognition) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for row in 0..column.values.len().min(SAMPLE_ROWS) {
        let Some(cell) = column.cell(row) else {
            continue;
        };
        let shown = crate::mask::shown(&cell, known);
        if !found.contains(&shown) {
            found.push(shown);
            if found.len() == SAMPLES {
                break;
            }
        }
    }
    found
}

/// Whether a warning is about a column whose values identify persons.
fn personal(recognition: &Recognition, warning: &table::Warning) -> bool {
    let column = warning.location.column.as_deref();
    recognition
        .columns
        .iter()
        .any(|c| c.personal && Some(c.name.as_str()) == column)
}

/// First and last day of the column that dates the table's rows.
fn days(table: &Table, recognition: &Recognition) -> Option<(i32, i32)> {
    const DATING: [Role; 4] = [
        Role::OrderDate,
        Role::PaidDate,
        Role::Date,
        Role::CompletedDate,
    ];
    let column = DATING.iter().find_map(|&role| {
        recognition
            .columns
            .iter()
            .position(|c| c.role == Some(role))
            .and_then(|i| table.columns.get(i))
    })?;
    let Values::Dates(dates) = &column.values else {
        return None;
    };
    let known = dates
        .civil_seconds
        .iter()
        .copied()
        .filter(|&s| s != table::NULL_INT);
    let day = |seconds: i64| i32::try_from(seconds.div_euclid(86_400)).ok();
    Some((day(known.clone().min()?)?, day(known.max()?)?))
}
