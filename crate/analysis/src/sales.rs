//! The sales report: one request over one shop.

use serde::Serialize;
use shop::{Selection, Shop};

use crate::baskets::baskets;
use crate::breakdown::breakdown;
use crate::customers::customers;
use crate::discounts::discounts;
use crate::discover::findings;
use crate::drivers::drivers;
use crate::figures::{figures, latest_month};
use crate::frame::{Frame, PERIOD};
use crate::heatmap::heatmap;
use crate::movers::movers;
use crate::pareto::pareto;
use crate::price_volume_mix::price_volume_mix;
use crate::refunds::{refunds, shorten};
use crate::tally::Tallies;
use crate::trend::trend;
use crate::{
    Answer, Baskets, Breakdown, Comparison, Coverage, Customers, DimensionKind, Discounts, Drivers,
    Findings, Heatmap, KeyFigure, LatestMonth, Movers, Pareto, Prepared, PriceVolumeMix, Refunds,
    Trend, Unit, Window,
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
    /// Orders in the period that pass the filter; rows that sum up some where nothing tells how many.
    pub orders: u64,
    /// Whether `orders` are orders.
    pub counts_orders: bool,
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
    /// The last full month beside the month before and a year ago, where `comparison` is of other windows.
    pub latest_month: Option<LatestMonth>,
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

/// Computes the report. `prepared` must be of the same shop.
pub fn sales(shop: &Shop, prepared: &Prepared, request: &Request) -> Sales {
    let frame = Frame::new(shop, prepared, request);
    let tallies: Vec<Tallies> = [
        DimensionKind::Product,
        DimensionKind::Category,
        DimensionKind::Brand,
        DimensionKind::Country,
        DimensionKind::Region,
        DimensionKind::Channel,
        DimensionKind::DiscountCode,
        DimensionKind::CustomerType,
    ]
    .into_iter()
    .filter_map(|kind| Tallies::new(&frame, kind))
    .collect();
    let of = |kind: DimensionKind| tallies.iter().find(|t| t.kind == kind);
    let products = of(DimensionKind::Product);
    let (baskets, pair_p_values) = baskets(&frame);
    let currency = shop.currencies.get(usize::from(request.currency));
    let mut sales = Sales {
        currency: currency.map(|c| c.currency.clone()).unwrap_or_default(),
        digits: currency.map_or(2, |c| c.digits),
        orders: u64::from(frame.total.orders),
        counts_orders: shop.counts_orders(),
        lines: lines(&frame),
        coverage: frame.ends.map(|ends| ends.coverage(prepared)),
        period: frame.period,
        period_chosen: frame.period_chosen,
        comparison: frame.comparison,
        figures: figures(&frame),
        latest_month: latest_month(&frame),
        trend: trend(&frame),
        heatmap: heatmap(&frame),
        breakdowns: tallies
            .iter()
            .filter(|t| t.kind != DimensionKind::CustomerType)
            .map(|t| breakdown(&frame, t))
            .collect(),
        pareto: pareto(&frame, products),
        movers: movers(&frame, products.or(of(DimensionKind::Category))),
        price_volume_mix: price_volume_mix(&frame, products),
        drivers: drivers(&frame, &tallies),
        customers: customers(&frame),
        discounts: discounts(&frame),
        refunds: refunds(&frame, products),
        baskets,
        findings: Answer::missing(1, 0, Unit::Orders),
    };
    sales.findings = findings(&frame, &sales, &tallies, &pair_p_values);
    shorten(&mut sales.refunds);
    sales
}

fn lines(frame: &Frame<'_>) -> u64 {
    (0..frame.bits.len())
        .filter(|&order| frame.bits[order] & PERIOD != 0)
        .map(|order| match &frame.products {
            None => frame.lines_of(order).len() as u64,
            Some(_) => frame
                .lines_of(order)
                .filter(|&line| frame.line_passes(line))
                .count() as u64,
        })
        .sum()
}
