//! The rows of the input, by series.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::spacing::Time;

/// The rows of one series in the order of time: line and value.
pub(super) type Rows = BTreeMap<Time, (u64, Option<f64>)>;

/// What was read.
pub(super) struct Table {
    /// The series by name.
    pub series: BTreeMap<String, Rows>,
    /// Lines that say nothing usable, and why.
    pub bad: Vec<String>,
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
    let mut read = Table {
        series: BTreeMap::new(),
        bad: Vec::new(),
    };
    for record in reader.byte_records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        match row(&record, series, ds, y) {
            Ok((name, time, value)) => {
                let rows = read.series.entry(name).or_default();
                if let Some((earlier, _)) = rows.get(&time) {
                    read.bad
                        .push(format!("line {line}: {time} is already on line {earlier}"));
                } else {
                    rows.insert(time, (line, value));
                }
            }
            Err(said) => read.bad.push(format!("line {line}: {said}")),
        }
    }
    Ok(read)
}

fn row(
    record: &csv::ByteRecord,
    series: Option<usize>,
    ds: usize,
    y: usize,
) -> Result<(String, Time, Option<f64>), String> {
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
    let value = match text(y, "y")? {
        "" => None,
        said => match said.parse::<f64>() {
            Ok(value) if value.is_finite() && value.abs() < 1e100 => Some(value),
            _ => return Err(format!("y {said:?} is no number that can be counted with")),
        },
    };
    Ok((name.to_owned(), time, value))
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
    fn other_columns_are_refused() {
        assert!(parse("date,value\n1,2\n".as_bytes()).is_err());
    }
}
