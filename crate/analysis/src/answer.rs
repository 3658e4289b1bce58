//! Results that thin data cannot carry, and how sure a number is.

use serde::Serialize;

/// A result, or what is missing for one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer<T> {
    /// The data carries it.
    Known(T),
    /// It does not.
    Insufficient(Insufficient),
}

impl<T> Answer<T> {
    /// The result, if there is one.
    pub fn known(&self) -> Option<&T> {
        match self {
            Answer::Known(value) => Some(value),
            Answer::Insufficient(_) => None,
        }
    }

    /// What is missing, if something is.
    pub fn insufficient(&self) -> Option<Insufficient> {
        match self {
            Answer::Known(_) => None,
            Answer::Insufficient(missing) => Some(*missing),
        }
    }

    /// Sums of days or months do not carry what needs the orders one by one.
    pub(crate) fn summed_up(rows: usize) -> Self {
        Self::missing(1, rows as u64, Unit::SingleOrders)
    }

    pub(crate) fn missing(needs: u64, has: u64, unit: Unit) -> Self {
        Answer::Insufficient(Insufficient { needs, has, unit })
    }
}

/// What an analysis needs and what the data has: `23 orders, needs about 100`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Insufficient {
    /// About how many are needed.
    pub needs: u64,
    /// How many there are.
    pub has: u64,
    /// Of what.
    pub unit: Unit,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unit {
    /// Orders.
    Orders,
    /// Orders told one by one, where files hold sums of a day or a month each.
    SingleOrders,
    /// Orders with a date.
    DatedOrders,
    /// Orders with a time of day.
    OrdersWithHour,
    /// Orders with a known customer.
    OrdersWithCustomer,
    /// Order lines with a known product.
    LinesWithProduct,
    /// Orders with two or more known products.
    OrdersWithTwoProducts,
    /// Orders with a discount.
    DiscountedOrders,
    /// Orders with a refund.
    RefundedOrders,
    /// Products.
    Products,
    /// Customers.
    Customers,
    /// Days.
    Days,
    /// Full ISO weeks.
    Weeks,
    /// Full calendar months.
    Months,
    /// Full periods to compare (two are needed: one and the one before).
    Periods,
    /// Names in a dimension, such as countries.
    Segments,
}

/// A confidence interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Confidence, such as 0.95.
    pub level: f64,
}
