//! Typed columns.
//!
//! Numbers are stored as numbers, everything else as codes into a dictionary of distinct texts,
//! so that dates, booleans and categories are parsed once per distinct value.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Ints;

/// The code of an empty cell in a [`Dict`].
pub const NULL_CODE: u32 = u32::MAX;

/// The value of an empty cell in an integer or decimal column, and of an unparsed date.
pub const NULL_INT: i64 = i64::MIN;

/// What a column's cells are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// No cell has a value.
    Empty,
    /// Text, dictionary-encoded. Ids of 16 digits and more, and ids with leading zeros, stay text.
    Text,
    /// Whole numbers.
    Integer,
    /// Decimal numbers, held exactly as mantissa and scale.
    Decimal,
    /// Calendar days.
    Date,
    /// Calendar days with a time of day, perhaps with an offset from UTC.
    DateTime,
    /// Yes or no in one of the spellings that say so; never bare `0`/`1` columns.
    Boolean,
}

/// One column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// The header with wrapping undone and spaces trimmed; `Column 3` where the header was empty,
    /// `Price (2)` where it was a repetition.
    pub name: String,
    /// The header exactly as it stood in the file.
    pub raw_name: String,
    /// Position in the source, from 0.
    pub index: usize,
    /// The cells.
    pub values: Values,
    /// Cells that do not fit the column's type (row → text as written). They are null in `values`.
    pub exceptions: BTreeMap<u32, Box<str>>,
    /// Number of cells that are empty or hold a placeholder such as `--`, `N/A`, `无`.
    pub nulls: usize,
    /// Currency signs or codes found written in the cells, or in a workbook's formats (`$`, `US$`, `¥`, `EUR`), with counts, most frequent first.
    pub currencies: Vec<(String, usize)>,
    /// Per row, an index into `currencies` (255 = none); only where cells carry more than one currency.
    pub currency_of_row: Option<Vec<u8>>,
    /// Cells were written as percentages (`12.5%`); values are as written (12.5).
    pub percent: bool,
}

/// The cells of a column.
#[derive(Debug, Clone)]
pub enum Values {
    /// No cell has a value; the number of rows.
    Empty(usize),
    /// Text.
    Text(Dict),
    /// Whole numbers, [`NULL_INT`] where empty.
    Integer(Ints),
    /// Decimals: value = mantissa / 10^scale, [`NULL_INT`] where empty.
    Decimal {
        /// The mantissas.
        mantissas: Ints,
        /// Digits after the decimal mark, the same for the whole column.
        scale: u8,
    },
    /// Dates and date-times.
    Dates(Dates),
    /// Truth values: `dict` keeps the spelling, `truth` the meaning per code.
    Boolean {
        /// The cells as written.
        dict: Dict,
        /// Meaning of each code.
        truth: Vec<bool>,
    },
}

/// Dictionary-encoded text: a code per row, distinct texts in order of first appearance.
#[derive(Debug, Clone, Default)]
pub struct Dict {
    /// A code per row, [`NULL_CODE`] where empty.
    pub codes: Vec<u32>,
    /// All distinct texts, one after the other.
    pub text: String,
    /// `ends[c]` is where the text of code `c` ends in `text`; it starts at `ends[c - 1]`.
    pub ends: Vec<u32>,
}

impl Dict {
    /// The text of a code.
    pub fn get(&self, code: u32) -> Option<&str> {
        let code = code as usize;
        let end = *self.ends.get(code)? as usize;
        let start = if code == 0 {
            0
        } else {
            self.ends[code - 1] as usize
        };
        self.text.get(start..end)
    }

    /// The text in a row, `None` where the cell is empty.
    pub fn row(&self, row: usize) -> Option<&str> {
        self.get(*self.codes.get(row)?)
    }

    /// Number of distinct texts.
    pub fn distinct(&self) -> usize {
        self.ends.len()
    }
}

/// Which comes first in `03/04/2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// Year, month, day.
    Ymd,
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
}

/// Dates and date-times, parsed once per distinct text.
#[derive(Debug, Clone)]
pub struct Dates {
    /// The cells as written.
    pub dict: Dict,
    /// Per code: civil (wall clock, as written) seconds since 1970-01-01T00:00:00, [`NULL_INT`] if not a date.
    pub civil_seconds: Vec<i64>,
    /// Per code: minutes east of UTC where the text said so, `i16::MIN` where not.
    pub offset_minutes: Vec<i16>,
    /// Whether any value has a time of day.
    pub has_time: bool,
    /// The order that was used for numeric dates.
    pub order: DateOrder,
    /// Every value reads as a date in either order: the merchant should be asked.
    pub ambiguous: bool,
}

impl Values {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Values::Empty(n) => *n,
            Values::Text(d) | Values::Boolean { dict: d, .. } => d.codes.len(),
            Values::Integer(v) => v.len(),
            Values::Decimal { mantissas, .. } => mantissas.len(),
            Values::Dates(d) => d.dict.codes.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Column {
    /// The column's type.
    pub fn kind(&self) -> Type {
        match &self.values {
            Values::Empty(_) => Type::Empty,
            Values::Text(_) => Type::Text,
            Values::Integer(_) => Type::Integer,
            Values::Decimal { .. } => Type::Decimal,
            Values::Dates(d) if d.has_time => Type::DateTime,
            Values::Dates(_) => Type::Date,
            Values::Boolean { .. } => Type::Boolean,
        }
    }

    /// The text of a cell as a person would read it: as written for texts, dates and misfits,
    /// canonical for numbers. `None` where the cell is empty.
    pub fn cell(&self, row: usize) -> Option<std::borrow::Cow<'_, str>> {
        use std::borrow::Cow;
        if let Some(text) = u32::try_from(row)
            .ok()
            .and_then(|r| self.exceptions.get(&r))
        {
            return Some(Cow::Borrowed(text));
        }
        match &self.values {
            Values::Empty(_) => None,
            Values::Text(d) | Values::Boolean { dict: d, .. } => d.row(row).map(Cow::Borrowed),
            Values::Dates(d) => d.dict.row(row).map(Cow::Borrowed),
            Values::Integer(v) => match v.get(row)? {
                NULL_INT => None,
                n => Some(Cow::Owned(n.to_string())),
            },
            Values::Decimal { mantissas, scale } => match mantissas.get(row)? {
                NULL_INT => None,
                m => Some(Cow::Owned(decimal_text(m, *scale))),
            },
        }
    }
}

/// An exact decimal as text: `-1234` at scale 2 is `-12.34`.
pub fn decimal_text(mantissa: i64, scale: u8) -> String {
    if scale == 0 {
        return mantissa.to_string();
    }
    let digits = format!(
        "{:0width$}",
        mantissa.unsigned_abs(),
        width = scale as usize + 1
    );
    let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
    format!("{}{whole}.{fraction}", if mantissa < 0 { "-" } else { "" })
}
