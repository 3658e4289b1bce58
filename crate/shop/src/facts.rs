//! The shop's facts in columns: one entry per order and per line, names as codes.
//!
//! All vectors of [`Orders`] have one entry per counted order, all of [`Lines`] one per line of a
//! counted order, in the order of the files. Amounts are in minor units of the order's currency.

use serde::{Deserialize, Serialize};

use table::Ints;

use crate::{Dimension, RowRef, RowRefs};

/// What became of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Counted, nothing refunded.
    Sold,
    /// Counted, a part refunded.
    PartlyRefunded,
    /// Counted in gross, all refunded.
    Refunded,
}

/// Orders that are counted: paid, or not known to be unpaid, cancelled or a test.
#[derive(Debug, Clone, Default)]
pub struct Orders {
    /// The order's number as written.
    pub id: Vec<Box<str>>,
    /// Days since 1970-01-01 in the shop's time zone; `i32::MIN` = not known.
    pub day: Vec<i32>,
    /// Hour of day 0–23; 255 = not known.
    pub hour: Vec<u8>,
    /// Customer code, [`crate::NONE`] = not known.
    pub customer: Vec<u32>,
    /// Country code.
    pub country: Vec<u32>,
    /// Region code.
    pub region: Vec<u32>,
    /// Channel code.
    pub channel: Vec<u32>,
    /// Currency code into [`Shop::currencies`].
    pub currency: Vec<u8>,
    /// What became of it.
    pub status: Vec<Status>,
    /// What the customer was charged (before refunds).
    pub gross_minor: Vec<i64>,
    /// Refunds, not negative.
    pub refund_minor: Vec<i64>,
    /// Discounts given, not negative.
    pub discount_minor: Vec<i64>,
    /// Shipping charged.
    pub shipping_minor: Vec<i64>,
    /// Tax.
    pub tax_minor: Vec<i64>,
    /// Units, in thousandths (1.5 kg = 1500).
    pub units_milli: Vec<i64>,
    /// Discount code, [`crate::NONE`] = none.
    pub discount_code: Vec<u32>,
    /// The lines of order `i` are `first_line[i]..first_line[i + 1]`; one entry more than orders.
    pub first_line: Vec<u32>,
    /// Its first row.
    pub source: Vec<RowRef>,
}

/// How many orders the entries of [`Orders`] stand for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum OrderCounts {
    /// Each is an order.
    #[default]
    Each,
    /// Each sums up a stretch of time, and the files tell how many orders that had.
    Told(Vec<u32>),
    /// Each sums up a stretch of time, and nothing tells how many orders that had.
    Unknown,
}

/// Lines of counted orders, grouped by order.
///
/// Where the files give no lines, an order has one line without a product that carries its amount,
/// so that Σ `revenue_minor` = Σ `gross_minor` always holds.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    /// Product code, [`crate::NONE`] = not known (shipping, tax and rounding that belong to no product as well).
    pub product: Vec<u32>,
    /// Quantity in thousandths.
    pub quantity_milli: Ints,
    /// The line's share of the order's gross.
    pub revenue_minor: Ints,
    /// The line's share of the order's refund.
    pub refund_minor: Ints,
    /// Its row.
    pub source: RowRefs,
}

impl Lines {
    /// What has not been paid back of a line.
    pub(crate) fn kept(&self, line: usize) -> i64 {
        self.revenue_minor.at(line) - self.refund_minor.at(line)
    }

    /// Pays back a part of a line.
    pub(crate) fn refund(&mut self, line: usize, minor: i64) {
        self.refund_minor
            .set(line, self.refund_minor.at(line) + minor);
    }
}

/// Products by code, aligned with [`Shop::product_names`].
#[derive(Debug, Clone, Default)]
pub struct Products {
    /// SKU or product id where known, else empty.
    pub sku: Vec<Box<str>>,
    /// Category code into [`Shop::categories`], [`crate::NONE`] = not known.
    pub category: Vec<u32>,
    /// Brand code into [`Shop::brands`].
    pub brand: Vec<u32>,
    /// Row in a product file, where one was joined.
    pub source: Vec<Option<RowRef>>,
}

/// Why orders were left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExclusionReason {
    /// Cancelled, voided or closed before anything was sent.
    Cancelled,
    /// Never paid.
    Unpaid,
    /// A test order.
    Test,
    /// The same order again, in an overlapping file.
    Duplicate,
    /// A return document (all quantities negative): counted as a refund, not as an order.
    Return,
    /// No amount, or one that cannot be read.
    NoAmount,
}

/// Orders that are not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excluded {
    /// Why.
    pub reason: ExclusionReason,
    /// How many.
    pub orders: usize,
    /// Their amount in minor units of `currency` where known.
    pub amount_minor: i64,
    /// Currency code into [`Shop::currencies`].
    pub currency: u8,
    /// Their first rows.
    #[serde(skip)]
    pub rows: Vec<RowRef>,
}

/// How two files were joined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Join {
    /// Index of the table whose rows looked for a partner.
    pub left: u16,
    /// Index of the table that was looked into.
    pub right: u16,
    /// Names of the key columns.
    pub key: (String, String),
    /// Distinct keys on the left that found a partner.
    pub matched: usize,
    /// Distinct keys on the left.
    pub total: usize,
}

/// What the shop's building met that the merchant should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum QualityCode {
    /// Rows with a status that was not understood: counted as sold; the detail lists the words.
    StatusUnknown,
    /// Rows with an order number that a spreadsheet rounded: each was taken as an order of its own.
    RoundedOrderIds,
    /// Rows without an order number (each was taken as an order of its own, or left out as said).
    MissingOrderId,
    /// Orders without a date: counted, but not in trends.
    MissingDate,
    /// Rows without a date that were given the one above.
    FilledFromAbove,
    /// A blank date was taken from the order number.
    DateFromOrderId,
    /// Orders without a customer.
    MissingCustomer,
    /// Lines without a product.
    MissingProduct,
    /// Lines with a price of zero.
    ZeroPrice,
    /// Lines with a negative quantity: returns.
    NegativeQuantity,
    /// Line amounts and order totals differ beyond shipping, tax and discount.
    TotalsDiffer,
    /// The paid amount in the file is already net of refunds; gross was restored.
    PaidIsNetOfRefund,
    /// Exact duplicates of a row: counted, but doubted.
    DuplicateRows,
    /// Exact duplicates of a line that the order's total has once: left out.
    RepeatedLines,
    /// The same order in two files: counted once.
    OverlappingFiles,
    /// Orders in another currency, reported apart.
    OtherCurrency,
    /// Orders converted with the merchant's rates.
    Converted,
    /// A currency was assumed since none was named.
    CurrencyAssumed,
    /// Date-times with offsets were brought to the shop's time zone.
    ZoneConverted,
    /// A cell with several products was taken apart; amounts were shared among them.
    ProductListSplit,
    /// Keys without a partner in the joined file.
    NotJoined,
    /// Dates in the future of the report's day.
    FutureDate,
    /// Amounts far above all others (a median-based z of their logarithms above 6): counted, but doubted.
    Outlier,
    /// A whole file that was not used in the report.
    FileUnused,
    /// Rows that move money without selling anything: what was paid, withdrawn or moved.
    NotSales,
    /// Rows that each sum up a day, a week or a month; the detail is the column that counts their orders.
    SummaryRows,
    /// Refunds that belong to no order in the files; the detail is their sum and its currency.
    UnmatchedRefunds,
    /// Rows of a file beside the orders whose amounts were converted with the merchant's rates; the detail is what they were in.
    ConvertedRows,
    /// Orders that were never paid and are closed: they can no longer be.
    ClosedUnpaid,
}

/// One thing the merchant should know about the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QualityNote {
    /// What.
    pub code: QualityCode,
    /// Index of the table.
    pub table: u16,
    /// How many rows or orders.
    pub count: usize,
    /// Out of how many.
    pub total: usize,
    /// Data for the words: a column, a currency, a zone.
    pub detail: String,
    /// Some of the rows (at most 1,000).
    #[serde(skip)]
    pub rows: Vec<RowRef>,
}

/// Totals of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrencyTotals {
    /// ISO 4217 code.
    pub currency: String,
    /// Decimal digits of its minor unit.
    pub digits: u8,
    /// Orders counted.
    pub orders: usize,
    /// Gross, minor units.
    pub gross_minor: i64,
    /// Refunds, minor units.
    pub refunds_minor: i64,
}

/// A return that no order could be found for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnmatchedRefund {
    /// Its day; `i32::MIN` = not known.
    pub day: i32,
    /// Customer code, [`crate::NONE`] = not known or without an order.
    pub customer: u32,
    /// Product code, [`crate::NONE`] = not known or never sold.
    pub product: u32,
    /// Currency code into [`Shop::currencies`].
    pub currency: u8,
    /// The amount paid back, minor units.
    pub refund_minor: i64,
    /// Its first row.
    pub source: RowRef,
}

/// A shop.
#[derive(Debug, Clone, Default)]
pub struct Shop {
    /// Currencies in falling order of their orders; the first is the report's own unless chosen otherwise.
    pub currencies: Vec<CurrencyTotals>,
    /// The orders that count.
    pub orders: Orders,
    /// How many orders these are.
    pub order_counts: OrderCounts,
    /// Their lines.
    pub lines: Lines,
    /// Names of products by code.
    pub product_names: Dimension,
    /// More about products.
    pub products: Products,
    /// Categories by code.
    pub categories: Dimension,
    /// Brands by code.
    pub brands: Dimension,
    /// Customers by code: an opaque key (a name or e-mail is never used as a label unmasked).
    pub customers: Dimension,
    /// Countries by code.
    pub countries: Dimension,
    /// Regions by code.
    pub regions: Dimension,
    /// Channels by code.
    pub channels: Dimension,
    /// Discount codes by code.
    pub discount_codes: Dimension,
    /// Whether the files tell lines (products), times of day, customers.
    pub has_lines: bool,
    /// Whether hours are known.
    pub has_hours: bool,
    /// Returns without an order: in [`CurrencyTotals::refunds_minor`], but in no order's.
    pub unmatched_refunds: Vec<UnmatchedRefund>,
    /// What was left out.
    pub excluded: Vec<Excluded>,
    /// Joins and their coverage.
    pub joins: Vec<Join>,
    /// What the merchant should know.
    pub quality: Vec<QualityNote>,
}

/// A shop in a few figures: the orders of its first currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// ISO code of the report's own currency; `None` without orders.
    pub currency: Option<String>,
    /// Orders that count; rows that sum up some where nothing tells how many.
    pub orders: usize,
    /// Whether `orders` are orders.
    pub counts_orders: bool,
    /// Lines of products in them; `None` where the files tell no products.
    pub order_lines: Option<usize>,
    /// Units sold, in thousandths; `None` where the files tell no quantities.
    pub units_milli: Option<i64>,
    /// Distinct customers; `None` where the files tell none.
    pub customers: Option<usize>,
    /// Gross, minor units.
    pub gross_minor: i64,
    /// Refunds, minor units.
    pub refunds_minor: i64,
    /// Gross less refunds.
    pub net_minor: i64,
    /// Days since 1970-01-01.
    pub first_day: Option<i32>,
    /// Days since 1970-01-01.
    pub last_day: Option<i32>,
    /// What was left out, by reason, over all currencies.
    pub excluded: Vec<(ExclusionReason, usize)>,
}

impl Shop {
    /// Whether the files hold sums of a day, a week or a month each, and no orders.
    pub fn is_summed_up(&self) -> bool {
        self.order_counts != OrderCounts::Each
    }

    /// Whether the number of orders is known.
    pub fn counts_orders(&self) -> bool {
        self.order_counts != OrderCounts::Unknown
    }

    /// Whether the files tell of any refund.
    pub fn tells_refunds(&self) -> bool {
        !self.unmatched_refunds.is_empty() || self.orders.refund_minor.iter().any(|&r| r != 0)
    }

    /// The shop in a few figures, for the first of its currencies.
    pub fn totals(&self) -> Totals {
        let own = |i: &usize| self.orders.currency[*i] == 0;
        let orders: Vec<usize> = (0..self.orders.day.len()).filter(own).collect();
        let lines = orders
            .iter()
            .map(|&i| {
                let lines =
                    self.orders.first_line[i] as usize..self.orders.first_line[i + 1] as usize;
                self.lines.product[lines]
                    .iter()
                    .filter(|p| **p != crate::NONE)
                    .count()
            })
            .sum();
        let units: i64 = orders.iter().map(|&i| self.orders.units_milli[i]).sum();
        let mut customers: Vec<u32> = orders.iter().map(|&i| self.orders.customer[i]).collect();
        table::order::sort(&mut customers);
        customers.dedup();
        customers.retain(|c| *c != crate::NONE);
        let days = || {
            orders
                .iter()
                .map(|&i| self.orders.day[i])
                .filter(|d| *d != i32::MIN)
        };
        let mut excluded: Vec<(ExclusionReason, usize)> = Vec::new();
        for e in &self.excluded {
            match excluded.iter_mut().find(|(reason, _)| *reason == e.reason) {
                Some((_, n)) => *n += e.orders,
                None => excluded.push((e.reason, e.orders)),
            }
        }
        let money = self.currencies.first();
        let gross_minor = money.map_or(0, |m| m.gross_minor);
        let refunds_minor = money.map_or(0, |m| m.refunds_minor);
        Totals {
            currency: money.map(|m| m.currency.clone()),
            orders: match &self.order_counts {
                OrderCounts::Told(counts) => orders.iter().map(|&i| counts[i] as usize).sum(),
                OrderCounts::Each | OrderCounts::Unknown => orders.len(),
            },
            counts_orders: self.counts_orders(),
            order_lines: self.has_lines.then_some(lines),
            units_milli: (units != 0).then_some(units),
            customers: (!customers.is_empty()).then_some(customers.len()),
            gross_minor,
            refunds_minor,
            net_minor: gross_minor - refunds_minor,
            first_day: days().min(),
            last_day: days().max(),
            excluded,
        }
    }
}
