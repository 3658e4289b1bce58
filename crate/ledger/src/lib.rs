//! What the scenarios beyond sales are computed from: the shop's facts in one currency, and the rows of
//! files that are not about sales, as plain columns without personal data.
//!
//! The engine's worker writes a ledger as bytes, another module reads them: forecasts, customers' values and
//! recommendations take more code than the page should load before the first report.
//! The command-line tool goes the same way, so that both say the same.

#![forbid(unsafe_code)]

mod error;
mod read;
mod wire;
mod write;

pub use error::Error;
pub use write::{write, write_table};

/// A date or number that is not known.
pub const UNKNOWN: i64 = i64::MIN;

/// The role of a column that identifies persons: its texts are left out, and at most which rows have the same one is told.
pub const PERSONAL: &str = "personal";

/// The code of a name that is not known.
pub const NONE: u32 = shop::NONE;

/// The facts of a shop in one currency, and the other files.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ledger {
    /// ISO 4217 code; empty where nothing was sold.
    pub currency: String,
    /// Decimal digits of its minor unit.
    pub digits: u8,
    /// Whether each entry of the orders is an order (and not the sum of a day or month).
    pub are_orders: bool,
    /// What of the shop's orders is here.
    pub scope: Scope,
    /// The last day of all orders in this currency, those outside of the filter too, since 1970-01-01; `i32::MIN` = none is known.
    pub last_day: i32,
    /// The orders that count.
    pub orders: Orders,
    /// Their lines.
    pub lines: Lines,
    /// The products, also those never sold.
    pub products: Products,
    /// Variants of order lines by code, as rows write them: `M`, `Colour:Red;Size:M`.
    pub variants: Vec<String>,
    /// What the goods of each line cost, in millionths of what was charged for them, 0 = not known; empty where the files
    /// of orders tell neither costs nor profits.
    pub costs: Vec<u32>,
    /// Names of categories by code.
    pub categories: Vec<String>,
    /// Names of brands by code.
    pub brands: Vec<String>,
    /// Customers by code: ids, or `C-000012` where an id could name a person.
    pub customers: Vec<String>,
    /// Names of channels by code.
    pub channels: Vec<String>,
    /// Discount codes by code.
    pub discount_codes: Vec<String>,
    /// Tables that are not orders, in the order of the files.
    pub frames: Vec<Frame>,
}

/// What of a shop's orders a ledger holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    #[default]
    All,
    /// Lines of chosen products, whoever bought them.
    Products,
    /// Orders of some places, channels, times or customers: less than what the stock was for.
    Part,
}

/// Orders, an entry each. An order's amounts are the sums of its lines.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Orders {
    /// Days since 1970-01-01; `i32::MIN` = not known.
    pub day: Vec<i32>,
    /// Hour of the day, 255 = not known.
    pub hour: Vec<u8>,
    /// Customer code.
    pub customer: Vec<u32>,
    /// Channel code.
    pub channel: Vec<u32>,
    /// Discount given, minor units: that of the order, or the part of it that falls on the lines.
    pub discount_minor: Vec<i64>,
    /// Discount code's code.
    pub discount_code: Vec<u32>,
    /// The lines of order `i` are `first_line[i]..first_line[i + 1]`; one entry more than orders.
    pub first_line: Vec<u32>,
}

/// Lines of orders, grouped by order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lines {
    /// Product code; [`NONE`] for what belongs to no product, such as shipping.
    pub product: Vec<u32>,
    /// Quantity in thousandths.
    pub quantity_milli: Vec<i64>,
    /// Gross, minor units.
    pub revenue_minor: Vec<i64>,
    /// Paid back, minor units.
    pub refund_minor: Vec<i64>,
    /// Code of the variant that the row tells.
    pub variant: Vec<u32>,
}

/// Products by code.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Products {
    /// Names.
    pub name: Vec<String>,
    /// SKU or id, empty where not known.
    pub sku: Vec<String>,
    /// Category code.
    pub category: Vec<u32>,
    /// Brand code.
    pub brand: Vec<u32>,
}

/// A table that is not about orders.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Frame {
    /// The index of the table in the session: what rows are found by.
    pub table: u16,
    /// `products`, `customers`, `reviews`, `events`, `ads`, `stock`, `messages`,
    /// `purchases`; `lists` for customers by group, whatever else the table holds.
    pub dataset: String,
    /// The platform whose export it looks like.
    pub platform: String,
    /// The file's name.
    pub file: String,
    /// Number of rows.
    pub rows: usize,
    /// Rows whose amounts were converted with the merchant's rates, by the ISO code of what they were in.
    pub converted: Vec<(String, usize)>,
    /// The columns that have a role and identify nobody; of ads, customers, lists and tests of versions also
    /// numbers, times and words of few kinds without one, and of products and stock what they are made of.
    pub columns: Vec<Column>,
}

/// A column of a frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The stable name of its role, such as `spend`; empty = none.
    pub role: String,
    /// Its header.
    pub name: String,
    /// The ISO code or sign of the currency that its cells or its header name; empty = none, or told row by row in the
    /// column of the role `currency`.
    pub currency: String,
    /// Its cells were written as percentages.
    pub percent: bool,
    /// Its cells.
    pub cells: Cells,
}

/// The cells of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Numbers: value = mantissa / 10^scale, [`UNKNOWN`] where empty.
    Numbers {
        /// The mantissas.
        mantissas: Vec<i64>,
        /// Digits after the mark.
        scale: u8,
    },
    /// Civil seconds since 1970-01-01, [`UNKNOWN`] where empty.
    Dates(Vec<i64>),
    /// Words: a code per row, [`NONE`] where empty, and the distinct texts.
    Words {
        /// Codes.
        codes: Vec<u32>,
        /// Texts by code.
        texts: Vec<String>,
    },
}

impl Ledger {
    /// The frames of a dataset.
    pub fn frames<'a>(&'a self, dataset: &'a str) -> impl Iterator<Item = &'a Frame> {
        self.frames.iter().filter(move |f| f.dataset == dataset)
    }

    /// The lines of an order.
    pub fn lines_of(&self, order: usize) -> std::ops::Range<usize> {
        self.orders.first_line[order] as usize..self.orders.first_line[order + 1] as usize
    }

    /// What a customer was charged for an order, before refunds, minor units.
    pub fn gross_minor(&self, order: usize) -> i64 {
        self.lines_of(order)
            .map(|l| self.lines.revenue_minor[l])
            .sum()
    }

    /// What of an order was not paid back, minor units.
    pub fn net_minor(&self, order: usize) -> i64 {
        let refunds: i64 = self
            .lines_of(order)
            .map(|l| self.lines.refund_minor[l])
            .sum();
        self.gross_minor(order) - refunds
    }
}

impl Frame {
    /// How many rows' amounts were converted.
    pub fn rows_converted(&self) -> usize {
        self.converted.iter().map(|(_, rows)| rows).sum()
    }

    /// The column of a role.
    pub fn column(&self, role: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.role == role)
    }

    /// A number; `None` where the column, the cell or its reading is missing.
    pub fn number(&self, role: &str, row: usize) -> Option<f64> {
        self.column(role)?.number(row)
    }

    /// The words of a cell.
    pub fn words(&self, role: &str, row: usize) -> Option<&str> {
        self.column(role)?.words(row)
    }

    /// The day of a cell, days since 1970-01-01.
    pub fn day(&self, role: &str, row: usize) -> Option<i32> {
        self.column(role)?.day(row)
    }
}

impl Column {
    /// A number.
    pub fn number(&self, row: usize) -> Option<f64> {
        match &self.cells {
            Cells::Numbers { mantissas, scale } => {
                let mantissa = *mantissas.get(row)?;
                (mantissa != UNKNOWN).then(|| mantissa as f64 / 10f64.powi(i32::from(*scale)))
            }
            _ => None,
        }
    }

    /// The words of a cell.
    pub fn words(&self, row: usize) -> Option<&str> {
        match &self.cells {
            Cells::Words { codes, texts } => {
                texts.get(*codes.get(row)? as usize).map(String::as_str)
            }
            _ => None,
        }
    }

    /// A day.
    pub fn day(&self, row: usize) -> Option<i32> {
        self.seconds(row)
            .and_then(|s| i32::try_from(s.div_euclid(86_400)).ok())
    }

    /// Civil seconds since 1970-01-01.
    pub fn seconds(&self, row: usize) -> Option<i64> {
        match &self.cells {
            Cells::Dates(seconds) => seconds.get(row).copied().filter(|s| *s != UNKNOWN),
            _ => None,
        }
    }
}
