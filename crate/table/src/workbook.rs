//! Workbooks: XLSX, XLS and ODS, through calamine.

use calamine::{
    CellErrorType, Data, DataRef, ExcelDateTime, OdsError, Reader as _, XlsError, Xlsx, XlsxError,
};
use container::{Bytes, sheets};

use crate::{
    Dialect, Error, Format, Location, Options, Outcome, Values, Warning, WarningCode,
    date::days_from_civil,
    feed::Feed,
    money_format, ole,
    sheet::{Count, Origin},
};

/// What stands in a sheet beside its cells.
#[derive(Debug, Default)]
struct Oddities {
    /// Ids of 16 digits and more that were stored as numbers, which hold 15.
    rounded: Count,
    /// Formulas whose value was not stored.
    without_value: Count,
    /// The sheet itself is hidden.
    hidden: bool,
}

fn dialect() -> Dialect {
    Dialect {
        encoding: None,
        delimiter: None,
        header_row: None,
    }
}

fn corrupt(file: &str, detail: impl std::fmt::Display) -> Error {
    let mut detail = detail.to_string();
    if let Some((end, _)) = detail.char_indices().nth(200) {
        detail.truncate(end);
    }
    Error::Corrupt {
        location: Location {
            file: file.to_owned(),
            ..Location::default()
        },
        detail,
    }
}

/// An Office Open XML workbook.
pub(crate) fn xlsx(file: &str, bytes: &[u8], options: &Options) -> Outcome {
    let mut book = match container::xlsx(bytes) {
        Ok(book) => book,
        Err(XlsxError::Password) => {
            return failed(Error::Encrypted {
                file: file.to_owned(),
            });
        }
        Err(error) => return failed(corrupt(file, error)),
    };
    let mut gathered = Gathered::new(file);
    for (name, hidden) in sheets(book.sheets_metadata()) {
        let origin = Origin {
            file: file.to_owned(),
            sheet: Some(name.clone()),
            format: Format::Xlsx,
        };
        match xlsx_sheet(&mut book, &name, origin, options) {
            Ok(Some(mut feed)) => {
                feed.1.hidden = hidden;
                let before = gathered.outcome.tables.len();
                gathered.add(&name, feed.0, feed.1);
                if let Some(table) = gathered.outcome.tables.get_mut(before) {
                    let signs = money_format::by_column(&mut book, &name);
                    money_format::mark(table, |column, _| signs.get(&column).cloned());
                }
            }
            // A sheet of charts or macros has no cells.
            Ok(None) => {}
            Err(error) => gathered.outcome.failures.push(error),
        }
    }
    gathered.finish()
}

fn xlsx_sheet(
    book: &mut Xlsx<Bytes<'_>>,
    name: &str,
    origin: Origin,
    options: &Options,
) -> Result<Option<(Feed, Oddities)>, Error> {
    let location = origin.location();
    let damaged = |error: XlsxError| Error::Corrupt {
        location: location.clone(),
        detail: error.to_string(),
    };
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(None),
        Err(error) => return Err(damaged(error)),
    };
    let mut feed = Feed::new(origin, options);
    let mut oddities = Oddities::default();
    let mut row = Row::default();
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(damaged)? {
        let (at, column) = cell.pos;
        row.go_to(at, &mut feed)?;
        let source = at as usize + 1;
        if matches!(cell.value, DataRef::Empty) && cell.formula.is_some() {
            oddities.without_value.add(Some(source), || {
                format!("{}{source}", column_letters(column))
            });
        }
        let text = match cell.value {
            DataRef::String(text) => text,
            DataRef::SharedString(text) => text.to_owned(),
            DataRef::Int(number) => number.to_string(),
            DataRef::Float(number) => float(number, source, &mut oddities),
            DataRef::Bool(truth) => if truth { "TRUE" } else { "FALSE" }.to_owned(),
            DataRef::DateTime(time) => date_text(&time),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text,
            DataRef::Error(error) => error_text(&error),
            DataRef::Empty => String::new(),
        };
        row.put(column, text, &mut feed)?;
    }
    row.flush(&mut feed)?;
    Ok(Some((feed, oddities)))
}

/// An old workbook, or an OpenDocument spreadsheet.
pub(crate) fn other(file: &str, bytes: &[u8], format: Format, options: &Options) -> Outcome {
    if format == Format::Xls
        && let Err(fault) = ole::check(bytes)
    {
        return failed(corrupt(file, fault));
    }
    let encrypted = || {
        failed(Error::Encrypted {
            file: file.to_owned(),
        })
    };
    let sheets = match format {
        Format::Ods => match container::ods(bytes) {
            Ok(sheets) => sheets,
            Err(OdsError::Password) => return encrypted(),
            Err(error) => return failed(corrupt(file, error)),
        },
        Format::Xls => match container::xls(bytes) {
            Ok(sheets) => sheets,
            Err(XlsError::Password) => return encrypted(),
            Err(error) => return failed(corrupt(file, error)),
        },
        _ => return Outcome::default(),
    };
    let mut gathered = Gathered::new(file);
    for (name, hidden, range) in sheets {
        let origin = Origin {
            file: file.to_owned(),
            sheet: Some(name.clone()),
            format,
        };
        let location = origin.location();
        match range {
            Ok(range) => match range_feed(&range, origin, options) {
                Ok((feed, mut oddities)) => {
                    oddities.hidden = hidden;
                    gathered.add(&name, feed, oddities);
                }
                Err(error) => gathered.outcome.failures.push(error),
            },
            Err(detail) => gathered
                .outcome
                .failures
                .push(Error::Corrupt { location, detail }),
        }
    }
    if format == Format::Ods
        && let Some(code) = money_format::of_document(bytes)
    {
        for table in &mut gathered.outcome.tables {
            // Which cells it is, is not at hand: pieces are whole numbers, money seldom is.
            let is_money = |values: &Values| matches!(values, Values::Decimal { .. });
            money_format::mark(table, |_, values| is_money(values).then(|| code.clone()));
        }
    }
    gathered.finish()
}

fn range_feed(
    range: &calamine::Range<Data>,
    origin: Origin,
    options: &Options,
) -> Result<(Feed, Oddities), Error> {
    let mut feed = Feed::new(origin, options);
    let mut oddities = Oddities::default();
    let mut row = Row::default();
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (at, column, value) in range.used_cells() {
        let at = first_row.saturating_add(at as u32);
        row.go_to(at, &mut feed)?;
        let source = at as usize + 1;
        let text = match value {
            Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
            Data::Int(number) => number.to_string(),
            Data::Float(number) => float(*number, source, &mut oddities),
            Data::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
            Data::DateTime(time) => date_text(time),
            Data::Error(error) => error_text(error),
            _ => String::new(),
        };
        row.put(first_column.saturating_add(column as u32), text, &mut feed)?;
    }
    row.flush(&mut feed)?;
    Ok((feed, oddities))
}

/// The tables of a workbook, and what has no table of its own to stand with.
struct Gathered {
    file: String,
    outcome: Outcome,
    empty: Vec<String>,
}

impl Gathered {
    fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            outcome: Outcome::default(),
            empty: Vec::new(),
        }
    }

    fn add(&mut self, name: &str, mut feed: Feed, oddities: Oddities) {
        // The sheet exists once the header was looked for, which the end of the cells may be what brings about.
        feed.note(WarningCode::IdsRounded, oddities.rounded);
        feed.note(WarningCode::FormulaWithoutValue, oddities.without_value);
        let hidden = Count {
            count: usize::from(oddities.hidden),
            ..Count::default()
        };
        feed.note(WarningCode::HiddenSheet, hidden);
        match feed.finish(dialect()) {
            Ok(Some(table)) => self.outcome.tables.push(table),
            Ok(None) => self.empty.push(name.to_owned()),
            Err(error) => self.outcome.failures.push(error),
        }
    }

    fn finish(mut self) -> Outcome {
        match self.outcome.tables.first_mut() {
            Some(table) => {
                for sheet in self.empty {
                    let location = Location {
                        file: self.file.clone(),
                        sheet: Some(sheet.clone()),
                        ..Location::default()
                    };
                    table.warnings.push(Warning {
                        code: WarningCode::EmptyTable,
                        count: 1,
                        location,
                        samples: vec![sheet],
                    });
                }
            }
            None if self.outcome.failures.is_empty() => {
                self.outcome.failures.push(Error::Empty { file: self.file })
            }
            None => {}
        }
        self.outcome
    }
}

fn failed(error: Error) -> Outcome {
    Outcome {
        tables: Vec::new(),
        failures: vec![error],
    }
}

/// The row that is being put together.
#[derive(Default)]
struct Row {
    at: u32,
    cells: Vec<String>,
}

impl Row {
    fn go_to(&mut self, at: u32, feed: &mut Feed) -> Result<(), Error> {
        if at != self.at {
            self.flush(feed)?;
            self.at = at;
        }
        Ok(())
    }

    fn put(&mut self, column: u32, text: String, feed: &mut Feed) -> Result<(), Error> {
        let column = column as usize;
        if text.is_empty() {
            return Ok(());
        }
        if column >= self.cells.len() {
            feed.check_width(column + 1)?;
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
        Ok(())
    }

    fn flush(&mut self, feed: &mut Feed) -> Result<(), Error> {
        if !self.cells.is_empty() {
            feed.push(self.at as usize + 1, &self.cells)?;
            self.cells.clear();
        }
        Ok(())
    }
}

/// A number as the spreadsheet shows it: 15 digits.
fn float(number: f64, source: usize, oddities: &mut Oddities) -> String {
    if !number.is_finite() {
        return String::new();
    }
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("{}", number as i64);
    }
    if number.fract() == 0.0 && number.abs() < 1e21 {
        let text = format!("{number}");
        oddities.rounded.add(Some(source), || text.clone());
        return text;
    }
    let short = format!("{number}");
    if short.bytes().filter(u8::is_ascii_digit).count() <= 16 {
        return short;
    }
    format!("{number:.14e}")
        .parse::<f64>()
        .map_or(short, |rounded| format!("{rounded}"))
}

/// A date cell in ISO form; a time of day or a duration as hours, minutes and seconds.
fn date_text(time: &ExcelDateTime) -> String {
    let value = time.as_f64();
    if time.is_duration() || (0.0..1.0).contains(&value) {
        let seconds = (value * 86_400.0).round() as i64;
        let sign = if seconds < 0 { "-" } else { "" };
        let seconds = seconds.abs();
        return format!(
            "{sign}{:02}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        );
    }
    if !(0.0..3_000_000.0).contains(&value) {
        return format!("{value}");
    }
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    if days_from_civil(i32::from(year), u32::from(month), u32::from(day)).is_none() {
        return format!("{value}");
    }
    // Clock times are fractions of a day: 14:05 can come out a thousandth early.
    let seconds = u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second);
    let seconds = (seconds + u32::from(milli >= 500)).min(86_399);
    if seconds == 0 {
        return format!("{year:04}-{month:02}-{day:02}");
    }
    format!(
        "{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

fn error_text(error: &CellErrorType) -> String {
    error.to_string()
}

/// 0 → `A`, 27 → `AB`.
fn column_letters(column: u32) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_the_sheet_shows_them() {
        let mut odd = Oddities::default();
        assert_eq!(float(0.1 + 0.2, 1, &mut odd), "0.3");
        assert_eq!(float(12.0, 1, &mut odd), "12");
        assert_eq!(float(1234.56, 1, &mut odd), "1234.56");
        assert_eq!(odd.rounded.count, 0);
        assert_eq!(
            float(1_234_567_890_123_456_800.0, 1, &mut odd),
            "1234567890123456800"
        );
        assert_eq!(odd.rounded.count, 1);
    }

    #[test]
    fn letters() {
        assert_eq!(
            [0, 25, 26, 701, 702].map(column_letters),
            ["A", "Z", "AA", "ZZ", "AAA"]
        );
    }
}
