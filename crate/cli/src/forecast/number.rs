//! Numbers as people and exports write them, by the reader of tables, which looks at the whole column for the decimal mark.

use table::{ColumnChoice, Ints, NULL_INT, Options, Reader, Type, Values, decimal_text};

/// What is counted with.
const LARGEST: f64 = 1e100;

/// The values of a column's cells.
pub(super) struct Numbers {
    /// A value for each cell; `None` where it is no number.
    pub values: Vec<Option<f64>>,
    /// The first cell that only the reader of tables could read.
    pub written: Option<usize>,
    /// The currencies, where there are several.
    pub currencies: Vec<String>,
}

/// A number as programmes write it.
fn plain(text: &str) -> Option<f64> {
    let value = text.parse::<f64>().ok();
    value.filter(|value| value.is_finite() && value.abs() < LARGEST)
}

/// Reads all cells.
pub(super) fn read(cells: &[&str]) -> Numbers {
    let values: Vec<Option<f64>> = cells.iter().map(|text| plain(text)).collect();
    let mut numbers = Numbers {
        values,
        written: None,
        currencies: Vec::new(),
    };
    if numbers.values.iter().all(Option::is_some) {
        return numbers;
    }
    let Some((read, currencies)) = of_table(cells) else {
        return numbers;
    };
    for (at, (value, read)) in numbers.values.iter_mut().zip(read).enumerate() {
        let alike = |value: f64, read: f64| (value - read).abs() <= 1e-9 * value.abs() + 1e-12;
        match (*value, read) {
            (Some(value), Some(read)) if alike(value, read) => {}
            (_, Some(read)) => {
                *value = Some(read);
                numbers.written.get_or_insert(at);
            }
            (_, None) => {}
        }
    }
    if currencies.len() > 1 {
        numbers.currencies = currencies;
    }
    numbers
}

/// The cells as the reader of tables reads them, by place, and their currencies.
fn of_table(cells: &[&str]) -> Option<(Vec<Option<f64>>, Vec<String>)> {
    let mut text = String::from("place,y\n");
    for (at, cell) in cells.iter().enumerate() {
        text += &format!("{at},\"{}\"\n", cell.replace('"', "\"\""));
    }
    let choice = |kind| ColumnChoice {
        kind: Some(kind),
        ..ColumnChoice::default()
    };
    let columns = [("place", Type::Integer), ("y", Type::Decimal)];
    let options = Options {
        encoding: Some("utf-8".to_owned()),
        delimiter: Some(','),
        header_row: Some(1),
        columns: columns
            .map(|(name, kind)| (name.to_owned(), choice(kind)))
            .into(),
        ..Options::default()
    };
    let mut reader = Reader::new("y.csv", Some(text.len() as u64), options);
    reader.push(text.as_bytes()).ok()?;
    let table = reader.finish().tables.into_iter().next()?;
    let [place, y] = table.columns.as_slice() else {
        return None;
    };
    let mut values = vec![None; cells.len()];
    for row in 0..table.rows {
        let Values::Integer(places) = &place.values else {
            return None;
        };
        let Some(at) = at_row(places, row) else {
            continue;
        };
        let slot = usize::try_from(at).ok().and_then(|at| values.get_mut(at))?;
        *slot = match &y.values {
            Values::Integer(whole) => at_row(whole, row).map(|value| value as f64),
            Values::Decimal { mantissas, scale } => {
                at_row(mantissas, row).and_then(|mantissa| plain(&decimal_text(mantissa, *scale)))
            }
            _ => None,
        };
    }
    let currencies = y.currencies.iter().map(|(name, _)| name.clone());
    Some((values, currencies.collect()))
}

/// A number of a column; `None` where it is empty.
fn at_row(values: &Ints, row: usize) -> Option<i64> {
    values.get(row).filter(|&value| value != NULL_INT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_and_currencies_are_read_and_words_are_not() {
        let numbers = read(&["1,132.97", "998.5", "￥1,132", "n/a", "(12.50)", "soon"]);
        let expected = [
            Some(1132.97),
            Some(998.5),
            Some(1132.0),
            None,
            Some(-12.5),
            None,
        ];
        assert_eq!(numbers.values, expected);
        assert_eq!(numbers.written, Some(0));
    }

    #[test]
    fn the_whole_column_tells_the_decimal_mark() {
        let numbers = read(&["1.234", "998,50", "2.000,25"]);
        assert_eq!(numbers.values, [Some(1234.0), Some(998.5), Some(2000.25)]);
    }

    #[test]
    fn what_programmes_write_stays() {
        let numbers = read(&["1e3", "0.000000000000012345", "-7"]);
        assert_eq!(numbers.values, [Some(1e3), Some(1.2345e-14), Some(-7.0)]);
        assert_eq!(numbers.written, None);
        let broken = read(&["1e3", "0.000000000000012345", "inf", "NaN", "1e400"]);
        assert_eq!(broken.values[..2], [Some(1e3), Some(1.2345e-14)]);
        assert_eq!(broken.values[2..], [None, None, None]);
    }
}
