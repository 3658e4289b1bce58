//! The sales report: one request over one shop.

use serde::Serialize;
use shop::{Selection, Shop};

use crate::{
    Answer, Baskets, Breakdown, Comparison, Coverage, Customers, Discounts, Drivers, Findings,
    Heatmap, KeyFigure, Movers, Pareto, PriceVolumeMix, Refunds, Trend, Unit, Window,
};

/// What to report on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Request {
    /// The report's day, days since 1970-01-01. It counts as incomplete.
    pub today: i32,
    /// First and last day, inclusive; `None` = all the data, with the comparison over the latest
    /// full windows (see [`Comparison`]).
    pub period: Option<(i32, i32)>,
    /// Index into [`Shop::currencies`].
    pub currency: u8,
    /// Only these orders and lines. Its `days` narrow the period; where a filter is by product,
    /// amounts are those of the lines and an order counts where one of its lines does.
    pub filter: Selection,
}

/// The report's numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sales {
    /// ISO code of the currency; empty where the shop has none.
    pub currency: String,
    /// Decimal digits of its minor unit.
    pub digits: u8,
    /// Orders in the period that pass the filter.
    pub orders: u64,
    /// Lines of them.
    pub lines: u64,
    /// What the data covers; `None` without dates.
    pub coverage: Option<Coverage>,
    /// The days reported on; `None` without dates.
    pub period: Option<Window>,
    /// Whether the merchant chose the period. If not, it is all the data, orders without a date included.
    pub period_chosen: bool,
    /// The windows compared; `None` where the data does not cover two.
    pub comparison: Option<Comparison>,
    /// Key figures, in the order of [`crate::FigureId`].
    pub figures: Vec<KeyFigure>,
    /// By day, week, month.
    pub trend: Answer<Trend>,
    /// Weekday × hour.
    pub heatmap: Answer<Heatmap>,
    /// By product, category, country, region, channel, discount code: those that the files know.
    pub breakdowns: Vec<Breakdown>,
    /// Products that make the revenue.
    pub pareto: Answer<Pareto>,
    /// Risers and fallers.
    pub movers: Answer<Movers>,
    /// Price, volume, mix.
    pub price_volume_mix: Answer<PriceVolumeMix>,
    /// What explains the change.
    pub drivers: Answer<Drivers>,
    /// New and returning customers.
    pub customers: Answer<Customers>,
    /// Discounts.
    pub discounts: Answer<Discounts>,
    /// Refunds and cancellations.
    pub refunds: Answer<Refunds>,
    /// Baskets.
    pub baskets: Answer<Baskets>,
    /// Findings.
    pub findings: Answer<Findings>,
}

/// What can be computed once for a shop, whatever the request. It borrows nothing, so that it can
/// be kept beside its shop.
#[derive(Debug, Clone, Default)]
pub struct Prepared {
    orders: usize,
}

impl Prepared {
    /// Prepares a shop.
    pub fn new(shop: &Shop) -> Self {
        Prepared {
            orders: shop.orders.id.len(),
        }
    }
}

/// Computes the report. `prepared` must be of the same shop.
pub fn sales(shop: &Shop, prepared: &Prepared, request: &Request) -> Sales {
    let currency = shop.currencies.get(usize::from(request.currency));
    Sales {
        currency: currency.map(|c| c.currency.clone()).unwrap_or_default(),
        digits: currency.map_or(2, |c| c.digits),
        orders: prepared.orders as u64,
        lines: 0,
        coverage: None,
        period: None,
        period_chosen: request.period.is_some(),
        comparison: None,
        figures: Vec::new(),
        trend: Answer::missing(1, 0, Unit::DatedOrders),
        heatmap: Answer::missing(1, 0, Unit::DatedOrders),
        breakdowns: Vec::new(),
        pareto: Answer::missing(1, 0, Unit::Products),
        movers: Answer::missing(2, 0, Unit::Periods),
        price_volume_mix: Answer::missing(2, 0, Unit::Periods),
        drivers: Answer::missing(2, 0, Unit::Periods),
        customers: Answer::missing(1, 0, Unit::OrdersWithCustomer),
        discounts: Answer::missing(1, 0, Unit::DiscountedOrders),
        refunds: Answer::missing(1, 0, Unit::Orders),
        baskets: Answer::missing(1, 0, Unit::Orders),
        findings: Answer::missing(1, 0, Unit::Orders),
    }
}
