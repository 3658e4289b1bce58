//! What a column's cells are, decided over the whole column.

use std::collections::BTreeMap;

use crate::{
    Column, ColumnChoice, DateOrder, Dates, Dialect, Dict, Location, NULL_CODE, NULL_INT, Options,
    RowMap, Type, Values, Warning, WarningCode,
    builder::{Cells, ColumnBuilder, Numbers},
    clean::{is_loose_placeholder, is_placeholder},
    date::{self, Day, Parts},
    dictionary::compact,
    number::{self, MAX_SCALE, Mark, divide_rounding},
    sheet::Count,
};

/// Distinct texts that are looked at before all are.
const GLANCE: usize = 60;

/// What the marks in a column's numbers say.
#[derive(Debug, Clone, Copy, Default)]
struct Marks {
    dot: usize,
    comma: usize,
    either_dot: usize,
    either_comma: usize,
}

impl Marks {
    fn add(&mut self, mark: Mark) {
        match mark {
            Mark::None => {}
            Mark::Dot => self.dot += 1,
            Mark::Comma => self.comma += 1,
            Mark::EitherDot => self.either_dot += 1,
            Mark::EitherComma => self.either_comma += 1,
        }
    }

    fn of(builder: &ColumnBuilder) -> Self {
        let mut marks = Self::default();
        match &builder.cells {
            Cells::Blank(_) => {}
            Cells::Numbers(numbers) => {
                if let Some(scales) = &numbers.scales {
                    let threes = scales
                        .iter()
                        .zip(&numbers.mantissas)
                        .filter(|&(&s, &m)| s == 3 && m.unsigned_abs() >= 1000)
                        .count();
                    let others = scales
                        .iter()
                        .zip(&numbers.mantissas)
                        .filter(|&(&s, &m)| s > 0 && (s != 3 || m.unsigned_abs() < 1000))
                        .count();
                    marks.either_dot += threes;
                    marks.dot += others;
                }
                for (_, text) in &numbers.odd {
                    if let Some(shape) = number::shape(text) {
                        marks.add(shape.mark);
                    }
                }
            }
            Cells::Texts(texts) => {
                let (mut seen, mut numbers) = (0usize, 0usize);
                for (_, text) in texts.texts().take(5000) {
                    seen += 1;
                    if let Some(shape) = number::shape(text) {
                        marks.add(shape.mark);
                        numbers += 1;
                    }
                    if seen == GLANCE && numbers * 2 < seen {
                        break;
                    }
                }
                // Texts that are mostly words say nothing about numbers.
                if numbers * 2 < seen {
                    marks = Self::default();
                }
            }
        }
        marks
    }
}

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
        let decimal = self.decimal_mark(&choice, marks);
        let unwrapped = builder.unwrapped;
        let rows = builder.len();
        // Amounts such as `1.234` in a file whose other columns write `12,50` are thousands.
        let regroup = decimal == b',' && marks.either_dot > 0 && marks.dot == 0;
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
        if marks.dot + marks.comma + self.table_marks.dot + self.table_marks.comma == 0
            && choice.decimal_mark.is_none()
            && matches!(draft.values, Values::Integer(_) | Values::Decimal { .. })
        {
            let unclear = marks.either_dot
                + if self.dialect.delimiter == Some(',') {
                    0
                } else {
                    marks.either_comma
                };
            let samples = (0..rows.min(200))
                .filter_map(|r| cell_text(&draft, r))
                .filter(|t| {
                    number::shape(t)
                        .is_some_and(|s| matches!(s.mark, Mark::EitherDot | Mark::EitherComma))
                })
                .take(3)
                .collect();
            self.warn(
                warnings,
                WarningCode::AmbiguousNumbers,
                &name,
                unclear,
                None,
                samples,
            );
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

    fn decimal_mark(&self, choice: &ColumnChoice, marks: Marks) -> u8 {
        if let Some(mark) = choice.decimal_mark {
            return if mark == ',' { b',' } else { b'.' };
        }
        if marks.dot != marks.comma {
            return if marks.comma > marks.dot { b',' } else { b'.' };
        }
        if self.table_marks.comma > self.table_marks.dot {
            b','
        } else {
            b'.'
        }
    }

    /// Plain numbers, with the few cells that are not.
    fn numbers(&self, numbers: Numbers, decimal: u8, choice: &ColumnChoice, name: &str) -> Draft {
        if choice.kind.is_none()
            && numbers.scales.is_none()
            && numbers.odd.iter().all(|(_, t)| is_loose_placeholder(t))
            && let Some(dates) = compact_days(&numbers.mantissas, name)
        {
            return Draft::of(Values::Dates(dates));
        }
        let Numbers {
            mut mantissas,
            scales,
            odd,
        } = numbers;
        let mut exceptions = BTreeMap::new();
        let mut currency = Currencies::default();
        let mut percent = 0usize;
        let mut late: Vec<(u32, i64, u8)> = Vec::new();
        for (row, text) in odd {
            if is_loose_placeholder(&text) {
                continue;
            }
            match number::shape(&text).and_then(|s| Some((s, s.value(decimal)?))) {
                Some((shape, (mantissa, scale))) => {
                    if let Some(sign) = shape.currency {
                        currency.add(sign, row, mantissas.len());
                    }
                    percent += usize::from(shape.percent);
                    late.push((row, mantissa, scale));
                }
                None => {
                    exceptions.insert(row, text);
                }
            }
        }
        let fits = |scale: u8, mantissa: i64, from: u8| rescale(mantissa, from, scale).is_some();
        let mut scale = scales
            .iter()
            .flatten()
            .copied()
            .chain(late.iter().map(|l| l.2))
            .max()
            .unwrap_or(0);
        // `17850.0` is how a data frame writes a whole number beside an empty cell.
        let whole = |m: i64, s: u8| s == 0 || m % 10i64.pow(u32::from(s)) == 0;
        let scale_of = |row: usize| scales.as_ref().map_or(0, |s| s[row]);
        if scale == 1
            && mantissas
                .iter()
                .enumerate()
                .all(|(r, &m)| m == NULL_INT || whole(m, scale_of(r)))
            && late.iter().all(|l| whole(l.1, l.2))
        {
            scale = 0;
        }
        while scale > 0
            && !(mantissas
                .iter()
                .enumerate()
                .all(|(r, &m)| m == NULL_INT || fits(scale, m, scale_of(r)))
                && late.iter().all(|l| fits(scale, l.1, l.2)))
        {
            scale -= 1;
        }
        if scale > 0 || scales.is_some() {
            for (row, m) in mantissas.iter_mut().enumerate() {
                if *m != NULL_INT {
                    *m = rescale(*m, scale_of(row), scale).unwrap_or(NULL_INT);
                }
            }
        }
        for (row, mantissa, from) in late {
            mantissas[row as usize] = rescale(mantissa, from, scale).unwrap_or(NULL_INT);
        }
        let (currencies, currency_of_row) = currency.finish();
        mantissas.shrink_to_fit();
        let values = if scale == 0 && choice.kind != Some(Type::Decimal) {
            Values::Integer(mantissas)
        } else {
            Values::Decimal { mantissas, scale }
        };
        Draft {
            values,
            exceptions,
            currencies,
            currency_of_row,
            percent: percent > 0,
        }
    }

    /// Texts: words, or numbers, dates and truth values that are written in some way.
    fn texts(
        &self,
        mut dict: Dict,
        decimal: u8,
        choice: &ColumnChoice,
        name: &str,
        unwrapped: usize,
        warnings: &mut Vec<Warning>,
    ) -> Draft {
        let placeholders =
            (0..dict.distinct() as u32).any(|c| dict.get(c).is_some_and(is_placeholder));
        let unused = placeholders || choice.kind.is_none();
        if placeholders || (unused && has_unused(&dict)) {
            compact(&mut dict, |_, text| !is_placeholder(text));
        }
        if dict.distinct() == 0 {
            return Draft::of(Values::Empty(dict.codes.len()));
        }
        let filled = dict.codes.iter().filter(|&&c| c != NULL_CODE).count();
        let forced = choice.kind;
        if forced == Some(Type::Text) {
            return Draft::of(Values::Text(dict));
        }
        if (forced.is_none() || forced == Some(Type::Boolean))
            && let Some(truth) = truths(&dict)
        {
            return Draft::of(Values::Boolean { dict, truth });
        }
        let glance = (0..dict.distinct().min(GLANCE) as u32)
            .filter_map(|c| dict.get(c))
            .filter(|t| !is_loose_placeholder(t));
        let (mut looked, mut numeric, mut dated) = (0usize, 0usize, 0usize);
        for text in glance {
            looked += 1;
            numeric += usize::from(number::shape(text).is_some());
            dated += usize::from(date::parse(text).is_some());
        }
        let wants_date = matches!(forced, Some(Type::Date | Type::DateTime));
        let wants_number = matches!(forced, Some(Type::Integer | Type::Decimal));
        if wants_date || (!wants_number && looked > 0 && dated * 2 >= looked) {
            match dates(dict, choice, filled, wants_date) {
                Ok((values, exceptions)) => {
                    return Draft {
                        exceptions,
                        ..Draft::of(Values::Dates(values))
                    };
                }
                Err(back) => dict = back,
            }
        }
        let worth = looked > 0 && numeric * 2 >= looked && unwrapped * 2 < filled.max(1);
        if wants_number || worth {
            match self.written_numbers(dict, decimal, choice, name, filled, wants_number, warnings)
            {
                Ok(draft) => return draft,
                Err(back) => dict = back,
            }
        }
        Draft::of(Values::Text(dict))
    }

    /// Numbers written with signs, marks or units of money. `Err` gives the texts back.
    #[expect(
        clippy::too_many_arguments,
        reason = "the decision needs all of them, once"
    )]
    fn written_numbers(
        &self,
        dict: Dict,
        decimal: u8,
        choice: &ColumnChoice,
        name: &str,
        filled: usize,
        forced: bool,
        warnings: &mut Vec<Warning>,
    ) -> Result<Draft, Dict> {
        let distinct = dict.distinct();
        let mut counts = vec![0u32; distinct];
        let mut firsts = vec![u32::MAX; distinct];
        for (row, &code) in dict.codes.iter().enumerate() {
            if code != NULL_CODE {
                counts[code as usize] += 1;
                firsts[code as usize] = firsts[code as usize].min(row as u32);
            }
        }
        let mut values: Vec<Option<(i64, u8)>> = Vec::with_capacity(distinct);
        let (mut empty, mut misfits, mut codes, mut ids, mut percent) =
            (0usize, 0usize, 0usize, 0usize, 0usize);
        let mut rounded = Count::default();
        let mut currencies: BTreeMap<String, usize> = BTreeMap::new();
        let mut currency_of_code: Vec<Option<String>> = vec![None; distinct];
        for code in 0..distinct {
            let text = dict.get(code as u32).unwrap_or("");
            let count = counts[code] as usize;
            let shape = number::shape(text);
            if let Some(shape) = &shape {
                ids += if shape.is_id() { count } else { 0 };
                if shape.is_rounded_id() {
                    rounded.add(Some(firsts[code] as usize), || text.to_owned());
                    rounded.count += count.saturating_sub(1);
                }
            }
            let value = shape.as_ref().and_then(|s| s.value(decimal));
            match (value, shape) {
                (Some(_), Some(shape)) => {
                    percent += if shape.percent { count } else { 0 };
                    if let Some(sign) = shape.currency {
                        *currencies.entry(sign.to_owned()).or_default() += count;
                        currency_of_code[code] = Some(sign.to_owned());
                    }
                }
                _ if is_loose_placeholder(text) => empty += count,
                _ => {
                    misfits += count;
                    codes += if is_code(text) { count } else { 0 };
                }
            }
            values.push(value);
        }
        let numbers = filled - empty - misfits;
        if !forced {
            if rounded.count > 0 && (rounded.count + ids) * 2 > numbers {
                self.warn(
                    warnings,
                    WarningCode::IdsRounded,
                    name,
                    rounded.count,
                    rounded.row.map(|r| r as u32),
                    rounded.samples,
                );
                return Err(dict);
            }
            if ids > 0 || !tolerable(misfits, codes, numbers, name) {
                return Err(dict);
            }
        }
        let mut scale = values.iter().flatten().map(|v| v.1).max().unwrap_or(0);
        while scale > 0
            && values
                .iter()
                .flatten()
                .any(|&(m, s)| rescale(m, s, scale).is_none())
        {
            scale -= 1;
        }
        let scaled: Vec<i64> = values
            .iter()
            .map(|v| {
                v.and_then(|(m, s)| rescale(m, s, scale))
                    .unwrap_or(NULL_INT)
            })
            .collect();
        let mut exceptions = BTreeMap::new();
        let mut mantissas = Vec::with_capacity(dict.codes.len());
        for (row, &code) in dict.codes.iter().enumerate() {
            let value = if code == NULL_CODE {
                NULL_INT
            } else {
                scaled[code as usize]
            };
            if value == NULL_INT
                && code != NULL_CODE
                && let Some(text) = dict.get(code).filter(|t| !is_loose_placeholder(t))
            {
                exceptions.insert(row as u32, text.into());
            }
            mantissas.push(value);
        }
        let mut currencies: Vec<(String, usize)> = currencies.into_iter().collect();
        currencies.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let currency_of_row = (currencies.len() > 1).then(|| {
            let of_code: Vec<u8> = currency_of_code
                .iter()
                .map(|c| {
                    c.as_ref()
                        .and_then(|c| currencies.iter().position(|(s, _)| s == c))
                        .and_then(|i| u8::try_from(i).ok())
                        .unwrap_or(255)
                })
                .collect();
            dict.codes
                .iter()
                .map(|&c| {
                    if c == NULL_CODE {
                        255
                    } else {
                        of_code[c as usize]
                    }
                })
                .collect()
        });
        let integer = scale == 0 && choice.kind != Some(Type::Decimal);
        let values = if integer {
            Values::Integer(mantissas)
        } else {
            Values::Decimal { mantissas, scale }
        };
        Ok(Draft {
            values,
            exceptions,
            currencies,
            currency_of_row,
            percent: percent * 2 > numbers,
        })
    }
}

fn cell_text(draft: &Draft, row: usize) -> Option<String> {
    match &draft.values {
        Values::Decimal { mantissas, scale } => {
            let mut out = String::new();
            let mantissa = *mantissas.get(row)?;
            if mantissa == NULL_INT {
                return None;
            }
            number::plain_text(mantissa, *scale, &mut out);
            Some(out)
        }
        _ => None,
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
        } => values.iter().filter(|&&v| v == NULL_INT).count(),
        Values::Dates(dates) => dates.dict.codes.iter().filter(|&&c| c == NULL_CODE).count(),
    }
}

fn has_unused(dict: &Dict) -> bool {
    let mut used = vec![false; dict.distinct()];
    for &code in &dict.codes {
        if code != NULL_CODE {
            used[code as usize] = true;
        }
    }
    used.contains(&false)
}

/// A mantissa at another scale; what is cut off is rounded. `None` where it does not fit.
fn rescale(mantissa: i64, from: u8, to: u8) -> Option<i64> {
    debug_assert!(from <= MAX_SCALE && to <= MAX_SCALE);
    if from <= to {
        mantissa
            .checked_mul(10i64.checked_pow(u32::from(to - from))?)
            .filter(|&m| m != NULL_INT)
    } else {
        Some(divide_rounding(
            mantissa,
            10i64.checked_pow(u32::from(from - to))?,
        ))
    }
}

/// Whether a text looks like a code (`C536379`, `85123A`) rather than like a remark.
fn is_code(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits >= 2 && text.len() <= 32 && !text.contains(' ')
}

/// Whether a header names what is counted with, or what things are called by.
fn names_ids(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words = [
        "sku", "code", "barcode", "编号", "单号", "编码", "货号", "asin", "invoice", "zip",
        "postal", "phone", "邮编", "电话", "手机",
    ];
    lower == "id"
        || lower.ends_with(" id")
        || lower.ends_with("_id")
        || lower.ends_with("-id")
        || words.iter().any(|w| lower.contains(w))
}

/// Whether so few cells do not fit that they are exceptions among numbers.
fn tolerable(misfits: usize, codes: usize, numbers: usize, name: &str) -> bool {
    if misfits == 0 {
        return numbers > 0;
    }
    if names_ids(name) || codes > (numbers / 1000).max(1) {
        return false;
    }
    let allowed = if numbers < 8 {
        0
    } else {
        (numbers / 50).max(1)
    };
    misfits <= allowed
}

/// Whether a column read as plain numbers is one of numbers.
fn stays_numeric(numbers: &Numbers, choice: &ColumnChoice, name: &str) -> bool {
    match choice.kind {
        Some(Type::Integer | Type::Decimal) => return true,
        Some(_) => return false,
        None => {}
    }
    let (mut misfits, mut codes) = (0usize, 0usize);
    for (_, text) in &numbers.odd {
        if is_loose_placeholder(text) {
            continue;
        }
        match number::shape(text) {
            Some(shape) if shape.is_id() || shape.is_rounded_id() => return false,
            Some(_) => {}
            None => {
                misfits += 1;
                codes += usize::from(is_code(text));
            }
        }
    }
    if misfits == 0 {
        return true;
    }
    let filled = numbers.mantissas.iter().filter(|&&m| m != NULL_INT).count();
    tolerable(misfits, codes, filled, name)
}

/// The meaning of each text if all say yes or no.
fn truths(dict: &Dict) -> Option<Vec<bool>> {
    if dict.distinct() > 8 {
        return None;
    }
    (0..dict.distinct() as u32)
        .map(|code| match dict.get(code)?.to_lowercase().as_str() {
            "true" | "yes" | "y" | "是" | "on" | "ja" | "oui" | "sí" | "已" | "✓" => {
                Some(true)
            }
            "false" | "no" | "n" | "否" | "off" | "nein" | "non" | "未" | "✗" => Some(false),
            _ => None,
        })
        .collect()
}

/// `20260307` in every cell: days written without marks.
fn compact_days(mantissas: &[i64], name: &str) -> Option<Dates> {
    let mut filled = 0usize;
    let mut distinct = std::collections::BTreeSet::new();
    for &m in mantissas {
        if m == NULL_INT {
            continue;
        }
        if !(19_000_101..=21_991_231).contains(&m) || (m % 100) > 31 || (m / 100 % 100) > 12 {
            return None;
        }
        filled += 1;
        distinct.insert(m);
    }
    let lower = name.to_lowercase();
    let named = ["date", "day", "日", "时间", "time", "dt"]
        .iter()
        .any(|w| lower.contains(w));
    if filled == 0 || (distinct.len() < 10 && !named) {
        return None;
    }
    let mut codes_of = BTreeMap::new();
    let mut dict = Dict {
        codes: Vec::with_capacity(mantissas.len()),
        text: String::new(),
        ends: Vec::new(),
    };
    let mut civil_seconds = Vec::new();
    for &m in mantissas {
        if m == NULL_INT {
            dict.codes.push(NULL_CODE);
            continue;
        }
        let code = match codes_of.get(&m) {
            Some(&code) => code,
            None => {
                let days = date::days_from_civil(
                    (m / 10_000) as i32,
                    (m / 100 % 100) as u32,
                    (m % 100) as u32,
                )?;
                let code = civil_seconds.len() as u32;
                civil_seconds.push(days * 86_400);
                dict.text.push_str(&m.to_string());
                dict.ends.push(dict.text.len() as u32);
                codes_of.insert(m, code);
                code
            }
        };
        dict.codes.push(code);
    }
    let offset_minutes = vec![i16::MIN; civil_seconds.len()];
    Some(Dates {
        dict,
        civil_seconds,
        offset_minutes,
        has_time: false,
        order: DateOrder::Ymd,
        ambiguous: false,
    })
}

/// Reads a column as dates if nearly all cells are; otherwise gives the texts back.
fn dates(
    mut dict: Dict,
    choice: &ColumnChoice,
    filled: usize,
    forced: bool,
) -> Result<(Dates, BTreeMap<u32, Box<str>>), Dict> {
    let parsed: Vec<Option<Parts>> = (0..dict.distinct() as u32)
        .map(|c| dict.get(c).and_then(date::parse))
        .collect();
    let (order, ambiguous) = date_order(&parsed, choice);
    let civil: Vec<i64> = parsed
        .iter()
        .map(|p| p.and_then(|p| p.civil_seconds(order)).unwrap_or(NULL_INT))
        .collect();
    let mut good = 0usize;
    let mut odd: Vec<u32> = Vec::new();
    let mut empty = 0usize;
    for (row, &code) in dict.codes.iter().enumerate() {
        if code == NULL_CODE {
            continue;
        }
        if civil[code as usize] != NULL_INT {
            good += 1;
        } else if dict.get(code).is_some_and(is_loose_placeholder) {
            empty += 1;
        } else {
            odd.push(row as u32);
        }
    }
    let allowed = if good < 5 { 0 } else { (good / 20).max(1) };
    if !forced && (good == 0 || odd.len() > allowed || good + empty + odd.len() != filled) {
        return Err(dict);
    }
    let mut exceptions = BTreeMap::new();
    for row in odd {
        if let Some(text) = dict.row(row as usize) {
            exceptions.insert(row, text.into());
        }
    }
    let renumbered = if exceptions.is_empty() && empty == 0 {
        None
    } else {
        Some(compact(&mut dict, |code, _| {
            civil[code as usize] != NULL_INT
        }))
    };
    let mut civil_seconds = vec![NULL_INT; dict.distinct()];
    let mut offset_minutes = vec![i16::MIN; dict.distinct()];
    let mut has_time = false;
    for (old, parts) in parsed.iter().enumerate() {
        let new = renumbered.as_ref().map_or(old as u32, |r| r[old]);
        if let (Some(parts), true) = (parts, new != NULL_CODE) {
            civil_seconds[new as usize] = civil[old];
            offset_minutes[new as usize] = parts.offset.unwrap_or(i16::MIN);
            has_time |= parts.has_time;
        }
    }
    Ok((
        Dates {
            dict,
            civil_seconds,
            offset_minutes,
            has_time,
            order,
            ambiguous,
        },
        exceptions,
    ))
}

/// The order that fits most of the distinct dates, and whether both fit.
fn date_order(parsed: &[Option<Parts>], choice: &ColumnChoice) -> (DateOrder, bool) {
    let open: Vec<&Parts> = parsed
        .iter()
        .flatten()
        .filter(|p| !matches!(p.day, Day::Known(..)))
        .collect();
    if open.is_empty() {
        return (DateOrder::Ymd, false);
    }
    if let Some(order) = choice.date_order {
        return (order, false);
    }
    let fits = |order: DateOrder| {
        open.iter()
            .filter(|p| p.civil_seconds(order).is_some())
            .count()
    };
    let all_short = open.iter().all(|p| matches!(p.day, Day::Short { .. }));
    let (dmy, mdy) = (fits(DateOrder::Dmy), fits(DateOrder::Mdy));
    let ymd = if all_short { fits(DateOrder::Ymd) } else { 0 };
    if ymd > dmy && ymd > mdy {
        return (DateOrder::Ymd, false);
    }
    if dmy != mdy {
        return (
            if dmy > mdy {
                DateOrder::Dmy
            } else {
                DateOrder::Mdy
            },
            false,
        );
    }
    // Nobody writes the month first with points, hardly anybody with dashes.
    let pointed = open.iter().all(|p| p.separator == b'.');
    let slashed = open.iter().any(|p| p.separator == b'/');
    // Nothing tells where every date reads the same both ways.
    let differs = open
        .iter()
        .any(|p| p.civil_seconds(DateOrder::Dmy) != p.civil_seconds(DateOrder::Mdy));
    (
        if slashed {
            DateOrder::Mdy
        } else {
            DateOrder::Dmy
        },
        differs && !pointed,
    )
}

/// Columns that read either way follow a column of the same file that reads only one way; what is left is told.
fn settle_open_dates(
    columns: &mut [Column],
    options: &Options,
    location: &Location,
    warnings: &mut Vec<Warning>,
) {
    let mut settled: Vec<DateOrder> = Vec::new();
    for column in columns.iter() {
        if let Values::Dates(dates) = &column.values
            && !dates.ambiguous
            && matches!(dates.order, DateOrder::Dmy | DateOrder::Mdy)
        {
            settled.push(dates.order);
        }
    }
    let lead = match settled.split_first() {
        Some((first, rest)) if rest.iter().all(|o| o == first) => Some(*first),
        _ => None,
    };
    for column in columns.iter_mut() {
        let forced = options
            .columns
            .get(&column.name)
            .is_some_and(|c| c.date_order.is_some());
        let Values::Dates(dates) = &mut column.values else {
            continue;
        };
        if !dates.ambiguous || forced {
            continue;
        }
        if let Some(order) = lead {
            for code in 0..dates.dict.distinct() {
                let parts = dates.dict.get(code as u32).and_then(date::parse);
                dates.civil_seconds[code] = parts
                    .and_then(|p| p.civil_seconds(order))
                    .unwrap_or(NULL_INT);
            }
            dates.order = order;
            dates.ambiguous = false;
            continue;
        }
        let samples = (0..dates.dict.distinct().min(3) as u32)
            .filter_map(|c| dates.dict.get(c))
            .map(str::to_owned)
            .collect();
        let count = dates.dict.codes.iter().filter(|&&c| c != NULL_CODE).count();
        let location = Location {
            column: Some(column.name.clone()),
            ..location.clone()
        };
        warnings.push(Warning {
            code: WarningCode::AmbiguousDates,
            count,
            location,
            samples,
        });
    }
}

/// Currencies of single cells among plain numbers.
#[derive(Default)]
struct Currencies {
    counts: Vec<(String, usize)>,
    rows: Vec<u8>,
}

impl Currencies {
    fn add(&mut self, sign: &str, row: u32, rows: usize) {
        if self.rows.is_empty() {
            self.rows = vec![255; rows];
        }
        let index = match self.counts.iter().position(|(s, _)| s == sign) {
            Some(index) => index,
            None => {
                self.counts.push((sign.to_owned(), 0));
                self.counts.len() - 1
            }
        };
        self.counts[index].1 += 1;
        if let (Some(slot), Ok(index)) = (self.rows.get_mut(row as usize), u8::try_from(index)) {
            *slot = index;
        }
    }

    fn finish(self) -> (Vec<(String, usize)>, Option<Vec<u8>>) {
        let mut order: Vec<usize> = (0..self.counts.len()).collect();
        order.sort_by(|&a, &b| {
            self.counts[b]
                .1
                .cmp(&self.counts[a].1)
                .then_with(|| self.counts[a].0.cmp(&self.counts[b].0))
        });
        let counts = order.iter().map(|&i| self.counts[i].clone()).collect();
        let rows = (self.counts.len() > 1).then(|| {
            self.rows
                .iter()
                .map(|&r| {
                    order
                        .iter()
                        .position(|&o| o == r as usize)
                        .and_then(|p| u8::try_from(p).ok())
                        .unwrap_or(255)
                })
                .collect()
        });
        (counts, rows)
    }
}
