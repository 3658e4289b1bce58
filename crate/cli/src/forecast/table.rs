//! The rows of the input, by series.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::number;
use super::spacing::{Digits, Time};

/// The rows of one series in the order of time: line and value. A row without a value that can be read is a step whose
/// value nobody knows.
pub(super) type Rows = BTreeMap<Time, (u64, Option<f64>)>;

/// What was read.
pub(super) struct Table {
    /// The series by name.
    pub series: BTreeMap<String, Rows>,
    /// Lines that say nothing usable, or nothing of a value, and why.
    pub bad: Vec<String>,
    /// How what is written in some way was read.
    pub told: Vec<String>,
    /// How whole numbers in `ds` are dates, if they are.
    pub digits: Option<Digits>,
}

/// A row whose value is still text.
struct Row {
    line: u64,
    series: String,
    time: Time,
    y: Result<String, String>,
}

/// Reads `series,ds,y` in any order of columns; without `series` all is one series.
pub(super) fn read(path: &Path) -> Result<Table> {
    let source: Box<dyn Read> = match path == Path::new("-") {
        true => Box::new(std::io::stdin().lock()),
        false => Box::new(std::fs::File::open(path).with_context(|| path.display().to_string())?),
    };
    parse(source).with_context(|| path.display().to_string())
}

fn parse(source: impl Read) -> Result<Table> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(source);
    let headers = reader.headers()?.clone();
    let find = |names: &[&str]| {
        headers
            .iter()
            .position(|header| names.contains(&header.trim_start_matches('\u{feff}')))
    };
    let (Some(ds), Some(y)) = (find(&["ds"]), find(&["y"])) else {
        bail!(
            "expected the columns series, ds and y, found {}",
            headers.iter().collect::<Vec<_>>().join(", ")
        );
    };
    let series = find(&["series", "unique_id"]);
    let mut bad: Vec<(u64, String)> = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    for record in reader.byte_records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        match row(&record, line, series, ds, y) {
            Ok(row) => rows.push(row),
            Err(said) => bad.push((line, said)),
        }
    }
    let mut told = Vec::new();
    let digits = dates(&mut rows, &mut told);
    let values = values(&rows, &mut bad, &mut told);
    let mut series: BTreeMap<String, Rows> = BTreeMap::new();
    for (row, value) in rows.into_iter().zip(values) {
        let known = series.entry(row.series).or_default();
        if let Some((earlier, _)) = known.get(&row.time) {
            let said = format!("{} is already on line {earlier}", row.time);
            bad.push((row.line, said));
        } else {
            known.insert(row.time, (row.line, value));
        }
    }
    bad.sort();
    Ok(Table {
        series,
        bad: bad
            .into_iter()
            .map(|(line, said)| format!("line {line}: {said}"))
            .collect(),
        told,
        digits,
    })
}

fn row(
    record: &csv::ByteRecord,
    line: u64,
    series: Option<usize>,
    ds: usize,
    y: usize,
) -> Result<Row, String> {
    let text = |at: usize, what: &str| {
        let bytes = record
            .get(at)
            .ok_or_else(|| format!("there is no {what}"))?;
        std::str::from_utf8(bytes).map_err(|_| format!("{what} is no UTF-8"))
    };
    let name = match series {
        Some(at) => text(at, "series")?,
        None => "y",
    };
    let time = text(ds, "ds")?;
    let time = Time::parse(time).ok_or_else(|| {
        format!("ds {time:?} is no date such as 2026-03-31 or 2026-03-31T14:00, and no integer")
    })?;
    Ok(Row {
        line,
        series: name.to_owned(),
        time,
        y: text(y, "y").map(str::to_owned),
    })
}

/// Whole numbers that are all dates are read as such.
fn dates(rows: &mut [Row], told: &mut Vec<String>) -> Option<Digits> {
    let digits = Digits::of(rows.iter().map(|row| row.time))?;
    if let Some(row) = rows.first() {
        let date = digits.read(row.time)?;
        told.push(format!(
            "ds are dates written as whole numbers: {} is {date}",
            row.time
        ));
    }
    for row in rows {
        row.time = digits.read(row.time).unwrap_or(row.time);
    }
    Some(digits)
}

/// The values of the rows; what is no number is told.
fn values(rows: &[Row], bad: &mut Vec<(u64, String)>, told: &mut Vec<String>) -> Vec<Option<f64>> {
    let filled: Vec<(usize, &str)> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, row.y.as_deref().ok()?)))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let cells: Vec<&str> = filled.iter().map(|(_, text)| *text).collect();
    let numbers = number::read(&cells);
    if let Some((text, value)) = numbers
        .written
        .and_then(|at| Some((cells[at], numbers.values[at]?)))
    {
        told.push(format!("y are written numbers: {text:?} is {value}"));
    }
    if !numbers.currencies.is_empty() {
        let all = numbers.currencies.join(", ");
        told.push(format!(
            "y is in several currencies ({all}), which are not converted"
        ));
    }
    let mut values = vec![None; rows.len()];
    for ((at, text), value) in filled.into_iter().zip(numbers.values) {
        values[at] = value;
        if value.is_none() {
            let said = format!("y {text:?} is no number that can be counted with; it is missing");
            bad.push((rows[at].line, said));
        }
    }
    for row in rows {
        if let Err(said) = &row.y {
            bad.push((row.line, format!("{said}; it is missing")));
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_rows_are_named_by_line() {
        let text = "ds,y,series\n2026-01-01,1,a\nnever,2,a\n2026-01-02,NaN,a\n2026-01-03,,\"b,c\"\n2026-01-01,9,a\n2026-01-05\n";
        let read = parse(text.as_bytes()).expect("a table");
        assert_eq!(read.series.len(), 2);
        assert_eq!(read.series["b,c"].values().next(), Some(&(5, None)));
        let lines: Vec<&str> = read
            .bad
            .iter()
            .map(|said| said.split(':').next().expect("line"))
            .collect();
        assert_eq!(lines, ["line 3", "line 4", "line 6", "line 7"]);
        assert!(read.bad[2].contains("already on line 2"));
    }

    #[test]
    fn a_value_that_is_no_number_is_missing_and_its_row_is_there() {
        let text = "ds,y\n2026-01-01,\"1,132.97\"\n2026-01-02,n/a\n2026-01-03,998.5\n2026-01-04,\n2026-01-05\n";
        let read = parse(text.as_bytes()).expect("a table");
        let values: Vec<Option<f64>> = read.series["y"].values().map(|(_, y)| *y).collect();
        assert_eq!(values, [Some(1132.97), None, Some(998.5), None, None]);
        assert_eq!(read.bad.len(), 2, "{:?}", read.bad);
        assert!(read.bad[0].starts_with("line 3: y \"n/a\" is no number"));
        assert!(read.bad[1].starts_with("line 6: there is no y"));
        assert_eq!(
            read.told,
            ["y are written numbers: \"1,132.97\" is 1132.97"]
        );
    }

    #[test]
    fn dates_as_whole_numbers_are_dates_and_said_to_be() {
        let read = parse("ds,y\n20240131,1\n20240201,2\n".as_bytes()).expect("a table");
        let times: Vec<String> = read.series["y"].keys().map(Time::to_string).collect();
        assert_eq!(times, ["2024-01-31", "2024-02-01"]);
        assert!(
            read.told[0].contains("20240131 is 2024-01-31"),
            "{:?}",
            read.told
        );
        let counts = parse("ds,y\n20240131,1\n20240200,2\n".as_bytes()).expect("a table");
        assert!(counts.digits.is_none() && counts.told.is_empty());
    }

    #[test]
    fn other_columns_are_refused() {
        assert!(parse("date,value\n1,2\n".as_bytes()).is_err());
    }
}
