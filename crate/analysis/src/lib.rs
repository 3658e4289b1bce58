//! A shop to findings: what an expert would compute from the orders, and how sure it is.
//!
//! [`Prepared`] holds what does not change while a merchant filters; [`sales`] answers a
//! [`Request`] from it. Money stays in minor units of one currency; amounts are exact integers,
//! and statistics are rounded to nine significant digits, so that the same files give the same
//! bytes natively and in the browser.

#![forbid(unsafe_code)]

mod answer;
mod baskets;
mod breakdown;
mod calendar;
mod customers;
mod discounts;
mod discover;
mod drivers;
mod figures;
mod findings;
mod frame;
mod heatmap;
mod mask;
mod movers;
mod pareto;
mod period;
mod prepared;
mod price_volume_mix;
mod refunds;
mod sales;
pub mod statistics;
mod tally;
mod trend;

pub use answer::{Answer, Insufficient, Interval, Unit};
pub use baskets::{AmountBin, Baskets, Pair, SizeBin};
pub use breakdown::{Breakdown, DimensionKind, SegmentName, SegmentRow};
pub use customers::{Customers, CustomersMonth};
pub use discounts::{DiscountMonth, Discounts};
pub use drivers::{AovOrders, DimensionDrivers, Driver, Drivers};
pub use figures::{Better, FigureId, KeyFigure, LatestMonth, Measure, MonthFigure};
pub use findings::{
    Action, Against, Evidence, Finding, FindingKind, Findings, Method, OrdersOrValue, Section,
};
pub use heatmap::{HeatCell, Heatmap};
pub use movers::{Mover, Movers};
pub use pareto::{AbcClass, Pareto, ParetoRow};
pub use period::{Comparison, Coverage, Gap, Grain, Window};
pub use prepared::Prepared;
pub use price_volume_mix::{PriceVolumeMix, ProductEffect};
pub use refunds::{ExcludedOrders, ProductRefunds, RefundMonth, Refunds};
pub use sales::{Request, Sales, sales};
pub use trend::{Trend, TrendPoint, TrendSeries};
