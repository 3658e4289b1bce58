//! Columns as the builder reads them: numbers by row, names by code.

use std::borrow::Cow;

use hashbrown::HashMap;
use table::{Column, NULL_CODE, NULL_INT, Values};

use crate::NONE;
use crate::money::parse_decimal;

/// A decimal: mantissa and scale.
pub(crate) type Decimal = (i64, u8);

/// A column of numbers, exact.
#[derive(Debug)]
pub(crate) struct Numbers<'a> {
    column: &'a Column,
    /// Texts that are numbers behind their signs, per code.
    texts: Vec<Option<Decimal>>,
    /// An amount of the order that stands in shares on its lines.
    pub(crate) adds: bool,
}

impl<'a> Numbers<'a> {
    pub(crate) fn new(column: &'a Column) -> Self {
        let texts = match &column.values {
            Values::Text(d) => (0..d.distinct() as u32)
                .map(|c| d.get(c).and_then(parse_decimal))
                .collect(),
            _ => Vec::new(),
        };
        Self {
            column,
            texts,
            adds: false,
        }
    }

    pub(crate) fn column(&self) -> &'a Column {
        self.column
    }

    #[inline]
    pub(crate) fn get(&self, row: usize) -> Option<Decimal> {
        match &self.column.values {
            Values::Integer(v) => match v.get(row) {
                Some(v) if v != NULL_INT => Some((v, 0)),
                _ => None,
            },
            Values::Decimal { mantissas, scale } => match mantissas.get(row) {
                Some(v) if v != NULL_INT => Some((v, *scale)),
                _ => None,
            },
            Values::Text(d) => {
                let code = *d.codes.get(row)?;
                self.texts.get(code as usize).copied().flatten()
            }
            _ => None,
        }
    }
}

/// A column of names: each distinct one is looked up once.
#[derive(Debug)]
pub(crate) struct Names<'a> {
    column: &'a Column,
    /// Per dictionary code; `UNSEEN` until met.
    by_code: Vec<u32>,
    /// For columns of numbers.
    by_number: HashMap<i64, u32, foldhash::fast::FixedState>,
    last: (i64, u32),
}

const UNSEEN: u32 = u32::MAX - 1;

impl<'a> Names<'a> {
    pub(crate) fn new(column: &'a Column) -> Self {
        let distinct = match &column.values {
            Values::Text(d) | Values::Boolean { dict: d, .. } => d.distinct(),
            Values::Dates(d) => d.dict.distinct(),
            _ => 0,
        };
        Self {
            column,
            by_code: vec![UNSEEN; distinct],
            by_number: HashMap::default(),
            last: (NULL_INT, NONE),
        }
    }

    pub(crate) fn column(&self) -> &'a Column {
        self.column
    }

    /// The code of a row's name, [`NONE`] where the cell is empty.
    #[inline]
    pub(crate) fn code(&mut self, row: usize, find: impl FnOnce(&str) -> u32) -> u32 {
        let dict = match &self.column.values {
            Values::Text(d) | Values::Boolean { dict: d, .. } => d,
            Values::Dates(d) => &d.dict,
            Values::Integer(v) => return self.number(v.get(row), row, find),
            Values::Decimal { mantissas, .. } => {
                return self.number(mantissas.get(row), row, find);
            }
            Values::Empty(_) => return NONE,
        };
        let Some(&code) = dict.codes.get(row) else {
            return NONE;
        };
        if code == NULL_CODE {
            return match u32::try_from(row)
                .ok()
                .and_then(|r| self.column.exceptions.get(&r))
            {
                Some(text) => find(text),
                None => NONE,
            };
        }
        let slot = &mut self.by_code[code as usize];
        if *slot == UNSEEN {
            *slot = find(dict.get(code).unwrap_or_default().trim());
        }
        *slot
    }

    #[inline]
    fn number(&mut self, value: Option<i64>, row: usize, find: impl FnOnce(&str) -> u32) -> u32 {
        let Some(value) = value.filter(|v| *v != NULL_INT) else {
            return match u32::try_from(row)
                .ok()
                .and_then(|r| self.column.exceptions.get(&r))
            {
                Some(text) => find(text),
                None => NONE,
            };
        };
        if self.last.0 == value {
            return self.last.1;
        }
        let column = self.column;
        let code = *self
            .by_number
            .entry(value)
            .or_insert_with(|| find(&number_text(column, row)));
        self.last = (value, code);
        code
    }

    pub(crate) fn text(&self, row: usize) -> Cow<'a, str> {
        match &self.column.values {
            Values::Decimal { .. } => Cow::Owned(number_text(self.column, row)),
            _ => match self.column.cell(row) {
                Some(Cow::Borrowed(text)) => Cow::Borrowed(text.trim()),
                Some(owned) => owned,
                None => Cow::Borrowed(""),
            },
        }
    }

    pub(crate) fn is_null(&self, row: usize) -> bool {
        is_null(self.column, row)
    }

    /// Whether a cell is the number 1.
    pub(crate) fn has_one(&self) -> bool {
        let (numbers, one) = match &self.column.values {
            Values::Integer(numbers) => (numbers, 1),
            Values::Decimal { mantissas, scale } => match 10_i64.checked_pow(u32::from(*scale)) {
                Some(one) => (mantissas, one),
                None => return false,
            },
            Values::Text(dict) => {
                let codes = 0..dict.distinct() as u32;
                return codes.filter_map(|c| dict.get(c)).any(|t| t.trim() == "1");
            }
            _ => return false,
        };
        (0..numbers.len()).any(|row| numbers.get(row) == Some(one))
    }
}

/// `17850.0` is the id 17850: a spreadsheet made it a decimal.
fn number_text(column: &Column, row: usize) -> String {
    let text = column.cell(row).unwrap_or_default();
    match text.split_once('.') {
        Some((whole, rest)) if rest.bytes().all(|b| b == b'0') => whole.to_owned(),
        _ => text.into_owned(),
    }
}

/// Whether a cell is empty.
pub(crate) fn is_null(column: &Column, row: usize) -> bool {
    let null = match &column.values {
        Values::Empty(_) => true,
        Values::Text(d) | Values::Boolean { dict: d, .. } => {
            d.codes.get(row).is_none_or(|c| *c == NULL_CODE)
        }
        Values::Dates(d) => d.dict.codes.get(row).is_none_or(|c| *c == NULL_CODE),
        Values::Integer(v) => v.get(row).is_none_or(|v| v == NULL_INT),
        Values::Decimal { mantissas, .. } => mantissas.get(row).is_none_or(|v| v == NULL_INT),
    };
    null && !u32::try_from(row).is_ok_and(|r| column.exceptions.contains_key(&r))
}
