//! A cell as text.

use std::fmt::Write as _;

use arrow::{
    array::{Array, AsArray},
    datatypes::{
        DataType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type,
        Decimal256Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
        Int64Type, TimeUnit, TimestampMicrosecondType, TimestampMillisecondType,
        TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type,
        UInt64Type,
    },
    util::display::{ArrayFormatter, FormatOptions},
};

/// Writes the cell in a row; the row is not null.
pub(crate) type Writer<'a> = Box<dyn Fn(usize, &mut String) + 'a>;

/// Adds a cell's text, quoted where RFC 4180 asks for it.
pub(crate) fn push_quoted(cell: &str, out: &mut String) {
    let needs = cell
        .bytes()
        .any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r'))
        || cell.starts_with(' ')
        || cell.ends_with(' ');
    if !needs {
        out.push_str(cell);
        return;
    }
    out.push('"');
    for part in cell.split_inclusive('"') {
        out.push_str(part);
        if part.ends_with('"') {
            out.push('"');
        }
    }
    out.push('"');
}

/// How to write the cells of a column.
pub(crate) fn writer(array: &dyn Array) -> Writer<'_> {
    macro_rules! whole {
        ($type:ty) => {{
            let values = array.as_primitive::<$type>();
            Box::new(move |row, out| {
                let _ = write!(out, "{}", values.value(row));
            })
        }};
    }
    macro_rules! float {
        ($type:ty) => {{
            let values = array.as_primitive::<$type>();
            Box::new(move |row, out| {
                let value = values.value(row);
                // Not-a-number is how data frames write an empty cell.
                if value.is_finite() {
                    let _ = write!(out, "{value}");
                }
            })
        }};
    }
    macro_rules! decimal {
        ($type:ty) => {{
            let values = array.as_primitive::<$type>();
            Box::new(move |row, out| out.push_str(&values.value_as_string(row)))
        }};
    }
    macro_rules! time {
        ($type:ty, $per_second:expr, $zone:expr) => {{
            let values = array.as_primitive::<$type>();
            let zone = $zone.is_some();
            Box::new(move |row, out| instant(values.value(row), $per_second, zone, out))
        }};
    }
    match array.data_type() {
        DataType::Null => Box::new(|_, _| {}),
        DataType::Boolean => {
            let values = array.as_boolean();
            Box::new(move |row, out| out.push_str(if values.value(row) { "true" } else { "false" }))
        }
        DataType::Int8 => whole!(Int8Type),
        DataType::Int16 => whole!(Int16Type),
        DataType::Int32 => whole!(Int32Type),
        DataType::Int64 => whole!(Int64Type),
        DataType::UInt8 => whole!(UInt8Type),
        DataType::UInt16 => whole!(UInt16Type),
        DataType::UInt32 => whole!(UInt32Type),
        DataType::UInt64 => whole!(UInt64Type),
        DataType::Float16 => float!(Float16Type),
        DataType::Float32 => float!(Float32Type),
        DataType::Float64 => float!(Float64Type),
        DataType::Decimal32(..) => decimal!(Decimal32Type),
        DataType::Decimal64(..) => decimal!(Decimal64Type),
        DataType::Decimal128(..) => decimal!(Decimal128Type),
        DataType::Decimal256(..) => decimal!(Decimal256Type),
        DataType::Utf8 => {
            let values = array.as_string::<i32>();
            Box::new(move |row, out| out.push_str(values.value(row)))
        }
        DataType::LargeUtf8 => {
            let values = array.as_string::<i64>();
            Box::new(move |row, out| out.push_str(values.value(row)))
        }
        DataType::Utf8View => {
            let values = array.as_string_view();
            Box::new(move |row, out| out.push_str(values.value(row)))
        }
        DataType::Binary => {
            let values = array.as_binary::<i32>();
            Box::new(move |row, out| binary(values.value(row), out))
        }
        DataType::LargeBinary => {
            let values = array.as_binary::<i64>();
            Box::new(move |row, out| binary(values.value(row), out))
        }
        DataType::BinaryView => {
            let values = array.as_binary_view();
            Box::new(move |row, out| binary(values.value(row), out))
        }
        DataType::Date32 => {
            let values = array.as_primitive::<Date32Type>();
            Box::new(move |row, out| day(i64::from(values.value(row)), out))
        }
        DataType::Date64 => {
            let values = array.as_primitive::<Date64Type>();
            Box::new(move |row, out| day(values.value(row).div_euclid(86_400_000), out))
        }
        DataType::Timestamp(TimeUnit::Second, zone) => time!(TimestampSecondType, 1, zone),
        DataType::Timestamp(TimeUnit::Millisecond, zone) => {
            time!(TimestampMillisecondType, 1000, zone)
        }
        DataType::Timestamp(TimeUnit::Microsecond, zone) => {
            time!(TimestampMicrosecondType, 1_000_000, zone)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, zone) => {
            time!(TimestampNanosecondType, 1_000_000_000, zone)
        }
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            let keys = dictionary.normalized_keys();
            let values = writer(dictionary.values().as_ref());
            Box::new(move |row, out| values(keys[row], out))
        }
        DataType::List(_)
        | DataType::LargeList(_)
        | DataType::FixedSizeList(..)
        | DataType::Struct(_)
        | DataType::Map(..) => Box::new(move |row, out| json(array, row, out)),
        _ => match ArrayFormatter::try_new(array, &FormatOptions::new()) {
            Ok(formatter) => Box::new(move |row, out| {
                let _ = write!(out, "{}", formatter.value(row));
            }),
            Err(_) => Box::new(|_, _| {}),
        },
    }
}

/// Bytes as the text that they mostly are, else in hexadecimal.
fn binary(bytes: &[u8], out: &mut String) {
    match std::str::from_utf8(bytes) {
        Ok(text) => out.push_str(text),
        Err(_) => {
            for byte in bytes {
                let _ = write!(out, "{byte:02x}");
            }
        }
    }
}

/// A day since 1970 in ISO form.
fn day(days: i64, out: &mut String) {
    // Days from March of year 0, so that the leap day is a year's last.
    let shifted = days.saturating_add(719_468);
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let _ = write!(out, "{year:04}-{month:02}-{day:02}");
}

/// An instant in ISO form; `Z` where it is bound to a zone, since it is then counted in UTC.
fn instant(value: i64, per_second: i64, zone: bool, out: &mut String) {
    let (seconds, fraction) = (value.div_euclid(per_second), value.rem_euclid(per_second));
    day(seconds.div_euclid(86_400), out);
    let of_day = seconds.rem_euclid(86_400);
    let _ = write!(
        out,
        "T{:02}:{:02}:{:02}",
        of_day / 3600,
        of_day / 60 % 60,
        of_day % 60
    );
    if fraction > 0 {
        let _ = write!(
            out,
            ".{fraction:0width$}",
            width = per_second.ilog10() as usize
        );
    }
    if zone {
        out.push('Z');
    }
}

/// A nested value as JSON.
fn json(array: &dyn Array, row: usize, out: &mut String) {
    if array.is_null(row) {
        out.push_str("null");
        return;
    }
    let list = |items: &dyn Array, out: &mut String| {
        out.push('[');
        for i in 0..items.len() {
            if i > 0 {
                out.push(',');
            }
            json(items, i, out);
        }
        out.push(']');
    };
    match array.data_type() {
        DataType::List(_) => list(array.as_list::<i32>().value(row).as_ref(), out),
        DataType::LargeList(_) => list(array.as_list::<i64>().value(row).as_ref(), out),
        DataType::FixedSizeList(..) => list(array.as_fixed_size_list().value(row).as_ref(), out),
        DataType::Struct(fields) => {
            out.push('{');
            for (i, (field, column)) in fields.iter().zip(array.as_struct().columns()).enumerate() {
                if i > 0 {
                    out.push(',');
                }
                quoted(field.name(), out);
                out.push(':');
                json(column.as_ref(), row, out);
            }
            out.push('}');
        }
        DataType::Map(..) => {
            let entries = array.as_map().value(row);
            out.push('{');
            for i in 0..entries.len() {
                if i > 0 {
                    out.push(',');
                }
                let mut key = String::new();
                writer(entries.column(0).as_ref())(i, &mut key);
                quoted(&key, out);
                out.push(':');
                json(entries.column(1).as_ref(), i, out);
            }
            out.push('}');
        }
        kind => {
            let bare = kind.is_numeric() || *kind == DataType::Boolean;
            let mut text = String::new();
            writer(array)(row, &mut text);
            match (bare, text.is_empty()) {
                (true, true) => out.push_str("null"),
                (true, false) => out.push_str(&text),
                _ => quoted(&text, out),
            }
        }
    }
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
