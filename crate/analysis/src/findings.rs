//! Findings: what matters, how sure it is, and what can be done.

use serde::Serialize;
use shop::{ExclusionReason, Selection};

use crate::{DimensionKind, Grain, Interval, SegmentName, Unit};

/// Findings, most important first.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Findings {
    /// The findings: tested ones with a q-value at most `q`, and plain facts.
    pub findings: Vec<Finding>,
    /// Tests made in all; the false-discovery rate is controlled over all of them at once.
    pub tests: u64,
    /// Tests among them that passed.
    pub passed: u64,
    /// The false-discovery rate (weighted Benjamini–Hochberg over all tests).
    pub q: f64,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What.
    pub kind: FindingKind,
    /// How it is known.
    pub evidence: Evidence,
    /// Money at stake in minor units (not negative), where it can be said.
    pub impact_minor: Option<i64>,
    /// The rank's score, 0–1: share of the revenue at stake × certainty, where certainty is
    /// 1 − 10·q for tested findings (0.5 to 1) and 0.25 for plain facts.
    pub score: f64,
    /// The rows behind it.
    pub selection: Selection,
    /// What can be done next.
    pub action: Action,
    /// Where the report shows more.
    pub section: Section,
    /// A small line beside it (gross by step of the period); empty = none.
    pub spark: Vec<Option<f64>>,
}

/// How a finding is known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// Sample size.
    pub n: u64,
    /// Of what.
    pub unit: Unit,
    /// The days looked at; `None` where orders without a date are in it.
    pub period: Option<(i32, i32)>,
    /// The days compared with.
    pub comparison: Option<(i32, i32)>,
    /// How long the compared windows are.
    pub grain: Option<Grain>,
    /// The effect: a relative change, a difference of shares, or a ratio less 1, as the kind says.
    pub effect: Option<f64>,
    /// The effect's interval.
    pub interval: Option<Interval>,
    /// The test's p-value, two-sided unless the method says otherwise.
    pub p_value: Option<f64>,
    /// Adjusted over all tests of the report by weighted Benjamini–Hochberg: each family of tests
    /// (changes, segments, products, weekdays, days, …) has the same weight, so that thousands of
    /// pairs do not drown one change of revenue. `None` for plain facts.
    pub q_value: Option<f64>,
    /// How it was tested.
    pub method: Method,
}

/// How a finding was tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Method {
    /// Counted, not tested: a fact of the data, no claim beyond it.
    Count,
    /// Welch's t-test on weekly or daily totals, the sample size reduced for autocorrelation (of a
    /// quotient: on its linearised residuals).
    WelchOnTotals,
    /// Welch's t-test on order amounts.
    WelchOnOrders,
    /// Order counts of two windows, by the totals of weeks or days: Poisson, the variance widened
    /// by the shop's own dispersion and autocorrelation.
    QuasiPoisson,
    /// Two shares, their variance linearised over weeks or days.
    TwoProportions,
    /// Fisher's exact test.
    FisherExact,
    /// χ² with Yates' correction.
    ChiSquare,
    /// Mann–Whitney of this weekday against the others, each day relative to the week around it.
    RankTest,
    /// Against the weekday's level around the day, by logarithms and by amounts; scale by the MAD;
    /// z > 3.5 by both.
    RobustZ,
    /// Mann–Kendall with a correction for autocorrelation; slope by Theil–Sen.
    MannKendall,
}

/// Compared with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// The window before.
    Previous,
    /// The same window a year ago.
    YearAgo,
}

/// What moved revenue more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OrdersOrValue {
    /// The number of orders.
    Orders,
    /// Their average value.
    Value,
    /// Both alike.
    Both,
}

/// What was found. Money in minor units, shares as 0.125 = 12.5 %.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum FindingKind {
    /// Gross changed.
    RevenueChange {
        /// Compared with what.
        against: Against,
        /// Gross then.
        from_minor: i64,
        /// Gross now.
        to_minor: i64,
        /// What moved it more.
        driver: OrdersOrValue,
        /// Orders then.
        from_orders: u64,
        /// Orders now.
        to_orders: u64,
    },
    /// The number of orders changed.
    OrdersChange {
        /// Compared with what.
        against: Against,
        /// Then.
        from: u64,
        /// Now.
        to: u64,
    },
    /// The average order value changed.
    AovChange {
        /// Compared with what.
        against: Against,
        /// Then, minor units.
        from_minor: f64,
        /// Now.
        to_minor: f64,
    },
    /// A segment's gross changed more than chance explains.
    SegmentChange {
        /// Of which dimension.
        dimension: DimensionKind,
        /// The segment.
        name: SegmentName,
        /// Then.
        from_minor: i64,
        /// Now.
        to_minor: i64,
        /// Its share of the whole change; `None` where nothing changed in all, and where changes both
        /// ways cancel out so far that a share says nothing.
        contribution: Option<f64>,
    },
    /// A segment's share of the sales shifted.
    ShareShift {
        /// Of which dimension.
        dimension: DimensionKind,
        /// The segment.
        name: SegmentName,
        /// Share of gross then.
        from: f64,
        /// Share of gross now.
        to: f64,
    },
    /// Few products make most of the revenue.
    Concentration {
        /// Products that make 80 %.
        products: u64,
        /// Of all.
        of: u64,
    },
    /// One name makes a large share.
    Dominates {
        /// Of which dimension.
        dimension: DimensionKind,
        /// The name.
        name: SegmentName,
        /// Its share of gross.
        share: f64,
    },
    /// One customer makes a large share of the known customers' gross.
    LargestCustomer {
        /// The share.
        share: f64,
    },
    /// The top tenth of the customers makes a large share.
    TopCustomers {
        /// The share.
        share: f64,
        /// Customers in the top tenth.
        customers: u64,
    },
    /// The average unit price actually paid changed revenue, or the mix did.
    PriceMix {
        /// Change through prices.
        price_minor: i64,
        /// Through quantity.
        volume_minor: i64,
        /// Through mix.
        mix_minor: i64,
        /// Through new products less products gone.
        range_minor: i64,
        /// Gross then.
        from_minor: i64,
        /// Gross now.
        to_minor: i64,
    },
    /// The share of refunded orders changed.
    RefundRateChange {
        /// Then.
        from: f64,
        /// Now.
        to: f64,
    },
    /// A product is refunded more often than the rest.
    ProductRefunds {
        /// The product.
        name: String,
        /// The share of its orders in which it was refunded.
        rate: f64,
        /// The others'.
        rest_rate: f64,
        /// Refunds.
        refund_minor: i64,
    },
    /// Orders that were cancelled, or never paid.
    LostOrders {
        /// Why.
        reason: ExclusionReason,
        /// How many.
        orders: u64,
        /// Their amount.
        amount_minor: i64,
        /// Their share of all orders.
        share: f64,
    },
    /// A weekday sells more (or less) than the others.
    Weekday {
        /// 0 = Monday.
        weekday: u8,
        /// Mean gross on it, minor units.
        mean_minor: f64,
        /// Mean gross on the other days.
        rest_minor: f64,
    },
    /// Hours in a row that carry much of the sales.
    BusyHours {
        /// First hour.
        from_hour: u8,
        /// Last hour, inclusive.
        to_hour: u8,
        /// Their share of orders.
        share: f64,
    },
    /// The share of discounted orders changed.
    DiscountShareChange {
        /// Then.
        from: f64,
        /// Now.
        to: f64,
    },
    /// A large part of the orders is discounted.
    DiscountDependency {
        /// Share of discounted orders.
        share: f64,
        /// Discounts ÷ (gross + discounts).
        discount_share: f64,
    },
    /// Discounted orders are larger or smaller than the others before the discount. No cause is claimed.
    DiscountedOrderValue {
        /// Average goods of discounted orders, before the discount.
        discounted_minor: f64,
        /// Of the others.
        full_price_minor: f64,
    },
    /// The share of returning customers' orders changed.
    ReturningShift {
        /// Then.
        from: f64,
        /// Now.
        to: f64,
    },
    /// Returning customers' orders are larger or smaller than first ones.
    ReturningOrderValue {
        /// Average value of later orders.
        returning_minor: f64,
        /// Of first orders.
        new_minor: f64,
    },
    /// How many customers come back.
    RepeatRate {
        /// Share of customers with two or more orders.
        rate: f64,
        /// Later orders' share of the known customers' gross.
        returning_share: f64,
    },
    /// Two products bought together.
    PairTogether {
        /// One.
        a: String,
        /// The other.
        b: String,
        /// Orders with both.
        together: u64,
        /// Against chance.
        lift: f64,
        /// Share of `a`'s orders with `b`.
        confidence: f64,
    },
    /// A day far above or below its level.
    AnomalyDay {
        /// The day.
        day: i32,
        /// Its gross.
        gross_minor: i64,
        /// The level of that weekday around it, minor units.
        expected_minor: f64,
        /// What stands out most on that day, where one segment makes more than half of the difference.
        driver: Option<(DimensionKind, String)>,
    },
    /// One order makes a large share of the gross, or single orders make days stand out.
    LargeOrder {
        /// The amount of the largest.
        amount_minor: i64,
        /// The share of them all.
        share: f64,
        /// The day of the largest.
        day: Option<i32>,
        /// How many days stand out through one order each; 0 = the order is told for its share alone.
        days: u64,
    },
    /// Many days in a row without an order.
    MissingDays {
        /// First.
        first: i32,
        /// Last.
        last: i32,
    },
    /// Monthly (or weekly) gross rises or falls steadily.
    Slope {
        /// Per step, minor units.
        per_step_minor: f64,
        /// Relative to the median step.
        relative: f64,
        /// Months (`true`) or weeks.
        monthly: bool,
        /// Full steps looked at.
        steps: u32,
    },
}

/// What can be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Action {
    /// Look at the segments that explain it.
    SeeDrivers,
    /// Find out what worked, and keep stock for it.
    RepeatSuccess,
    /// Find out what went wrong: price, stock, listing, advertising.
    FindCause,
    /// Check the files for that time.
    CheckData,
    /// Check the order itself, and look at business customers apart.
    CheckOrder,
    /// Make sure that the few products never run out, and try others.
    SecureTopProducts,
    /// Depend less on one name.
    Diversify,
    /// Look after the best customers.
    KeepBestCustomers,
    /// Invite customers to a second order.
    WinSecondOrder,
    /// Win new customers.
    WinNewCustomers,
    /// Read the reviews and returns of the product: size, quality, description.
    ReviewProduct,
    /// Remind of open payments, make paying easier.
    RecoverPayments,
    /// Find out why orders are cancelled: stock, delivery time.
    ReduceCancellations,
    /// Plan campaigns, stock and service for the strong times.
    PlanTimes,
    /// Test fewer or smaller discounts.
    TestDiscounts,
    /// Offer the two together, or place them side by side.
    OfferTogether,
    /// Look at prices and mix.
    ReviewPrices,
    /// Raise the order value: bundles, free shipping from an amount.
    RaiseOrderValue,
    /// Watch it in the next period.
    Watch,
}

/// Where the report shows more. The names of the report's sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Revenue over time.
    Trend,
    /// What changed, and which segments explain it.
    Changes,
    /// Weekday × hour.
    Times,
    /// Products.
    Products,
    /// Categories.
    Categories,
    /// Countries and regions.
    Places,
    /// Channels.
    Channels,
    /// New and returning customers.
    Customers,
    /// Discounts.
    Discounts,
    /// Refunds and cancellations.
    Refunds,
    /// Basket sizes and products bought together.
    Baskets,
    /// What was read and left out.
    Data,
}
