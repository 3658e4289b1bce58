//! What a column's cells are, decided over the whole column.

mod currency;
mod date;
mod marks;
mod misfit;
mod plain;
mod scale;
mod text;
mod written;

use std::collections::BTreeMap;

use crate::{
    Column, Dialect, Location, NULL_CODE, NULL_INT, Options, RowMap, Values, Warning, WarningCode,
    builder::{Cells, ColumnBuilder},
    number::{self, Mark},
};

use date::{settle_open_dates, tell_mixed_dates};
use marks::Marks;
use plain::stays_numeric;

/// Distinct texts that are looked at before all are.
pub(super) const GLANCE: usize = 60;

/// What typing needs to know beside the column.
struct Frame<'a> {
    options: &'a Options,
    dialect: &'a Dialect,
    table_marks: Marks,
    row_map: &'a RowMap,
    location: &'a Location,
}

/// Types all columns.
pub(crate) fn columns(
    builders: Vec<ColumnBuilder>,
    names: Vec<(String, String)>,
    options: &Options,
    dialect: &Dialect,
    row_map: &RowMap,
    location: &Location,
    warnings: &mut Vec<Warning>,
) -> Vec<Column> {
    let marks: Vec<Marks> = builders.iter().map(Marks::of).collect();
    let mut table_marks = Marks::default();
    for m in &marks {
        // A column counts once for the side that it is on.
        match m.dot.cmp(&m.comma) {
            std::cmp::Ordering::Greater => table_marks.dot += 1,
            std::cmp::Ordering::Less => table_marks.comma += 1,
            std::cmp::Ordering::Equal => {}
        }
    }
    let frame = Frame {
        options,
        dialect,
        table_marks,
        row_map,
        location,
    };
    let mut out: Vec<Column> = Vec::with_capacity(builders.len());
    for (index, ((builder, marks), (name, raw_name))) in
        builders.into_iter().zip(marks).zip(names).enumerate()
    {
        out.push(frame.column(index, builder, marks, name, raw_name, warnings));
    }
    settle_open_dates(&mut out, options, location, warnings);
    tell_mixed_dates(&out, location, warnings);
    out
}

/// A column in the making.
struct Draft {
    values: Values,
    exceptions: BTreeMap<u32, Box<str>>,
    currencies: Vec<(String, usize)>,
    currency_of_row: Option<Vec<u8>>,
    percent: bool,
}

impl Draft {
    fn of(values: Values) -> Self {
        Self {
            values,
            exceptions: BTreeMap::new(),
            currencies: Vec::new(),
            currency_of_row: None,
            percent: false,
        }
    }
}

impl Frame<'_> {
    fn warn(
        &self,
        warnings: &mut Vec<Warning>,
        code: WarningCode,
        column: &str,
        count: usize,
        row: Option<u32>,
        samples: Vec<String>,
    ) {
        if count > 0 {
            let row = row.map(|r| self.row_map.source_row(r as usize));
            let location = Location {
                row,
                column: Some(column.to_owned()),
                ..self.location.clone()
            };
            warnings.push(Warning {
                code,
                count,
                location,
                samples,
            });
        }
    }

    fn column(
        &self,
        index: usize,
        mut builder: ColumnBuilder,
        marks: Marks,
        name: String,
        raw_name: String,
        warnings: &mut Vec<Warning>,
    ) -> Column {
        let choice = self.options.columns.get(&name).copied().unwrap_or_default();
        let decimal = self.decimal_mark(&choice, marks, &name);
        let unwrapped = builder.unwrapped;
        let rows = builder.len();
        // Amounts such as `1.234` in a file whose other columns write `12,50` are thousands.
        let regroup = decimal == b',' && marks.either_dot > 0 && marks.dot == 0;
        let open = marks.dot + marks.comma + self.table_marks.dot + self.table_marks.comma == 0
            && choice.decimal_mark.is_none()
            && !marks.is_whole_money(&name);
        let unclear = match self.dialect.delimiter {
            _ if !open => 0,
            Some(',') => marks.either_dot,
            _ => marks.either_dot + marks.either_comma,
        };
        let is_open = |text: &String| {
            number::shape(text)
                .is_some_and(|s| matches!(s.mark, Mark::EitherDot | Mark::EitherComma))
        };
        let unclear_samples = (0..if unclear > 0 { rows.min(200) } else { 0 })
            .filter_map(|row| builder.text(row))
            .filter(is_open)
            .take(3)
            .collect();
        let keep_numbers = match &builder.cells {
            Cells::Numbers(numbers) => !regroup && stays_numeric(numbers, &choice, &name),
            _ => false,
        };
        if !keep_numbers && matches!(builder.cells, Cells::Numbers(_)) {
            builder.turn_to_text();
        }
        let mut draft = match builder.cells {
            Cells::Blank(rows) => Draft::of(Values::Empty(rows)),
            Cells::Numbers(numbers) => self.numbers(numbers, decimal, &choice, &name),
            Cells::Texts(texts) => self.texts(
                texts.into_dict(),
                decimal,
                &choice,
                &name,
                unwrapped,
                warnings,
            ),
        };
        if matches!(draft.values, Values::Integer(_) | Values::Decimal { .. }) {
            let code = WarningCode::AmbiguousNumbers;
            self.warn(warnings, code, &name, unclear, None, unclear_samples);
        }
        if !draft.exceptions.is_empty() {
            let first = draft.exceptions.keys().next().copied();
            let mut samples: Vec<String> = Vec::new();
            for text in draft.exceptions.values() {
                let text: String = text.chars().take(120).collect();
                if samples.len() < 3 && !samples.contains(&text) {
                    samples.push(text);
                }
            }
            self.warn(
                warnings,
                WarningCode::Misfits,
                &name,
                draft.exceptions.len(),
                first,
                samples,
            );
        }
        draft.currencies.truncate(254);
        let nulls = count_nulls(&draft.values) - draft.exceptions.len().min(rows);
        Column {
            name,
            raw_name,
            index,
            values: draft.values,
            exceptions: draft.exceptions,
            nulls,
            currencies: draft.currencies,
            currency_of_row: draft.currency_of_row,
            percent: draft.percent,
        }
    }
}

fn count_nulls(values: &Values) -> usize {
    match values {
        Values::Empty(rows) => *rows,
        Values::Text(dict) | Values::Boolean { dict, .. } => {
            dict.codes.iter().filter(|&&c| c == NULL_CODE).count()
        }
        Values::Integer(values)
        | Values::Decimal {
            mantissas: values, ..
        } => values.iter().filter(|&v| v == NULL_INT).count(),
        Values::Dates(dates) => dates.dict.codes.iter().filter(|&&c| c == NULL_CODE).count(),
    }
}
