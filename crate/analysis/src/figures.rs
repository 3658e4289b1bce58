//! Key figures with their comparisons.

use serde::Serialize;
use shop::Selection;

use crate::customers::{CustomerCounts, count_customers};
use crate::frame::{CURRENT, Frame, PASSES, PERIOD, PREVIOUS, Sums, YEAR_AGO};
use crate::statistics::{Difference, RatioSums, ratio_difference, round9, welch_series};
use crate::{Comparison, Interval, Window};

/// A key figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FigureId {
    /// What customers were charged, before refunds (GMV).
    Gross,
    /// Gross less refunds.
    Net,
    /// Counted orders.
    Orders,
    /// Units sold.
    Units,
    /// Average order value: gross ÷ orders.
    Aov,
    /// Distinct known customers who ordered.
    Customers,
    /// Customers whose first order in the data falls into the window.
    NewCustomers,
    /// Customers with an order in the window that is not their first (a customer may be new and
    /// returning in the same window).
    ReturningCustomers,
    /// Orders that are not their customer's first ÷ orders with a known customer.
    RepeatShare,
    /// Refunds ÷ gross.
    RefundRate,
    /// Discounts ÷ (gross + discounts).
    DiscountShare,
}

/// What a number measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Minor units of the report's currency.
    Money,
    /// A count.
    Count,
    /// Units that may be broken (1.5 kg).
    Quantity,
    /// A share: 0.125 is 12.5 %.
    Share,
}

/// Which way is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// It depends.
    Neither,
}

/// A key figure, its value over the period and its comparisons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeyFigure {
    /// Which.
    pub id: FigureId,
    /// What it measures; money in minor units (an average may be broken).
    pub measure: Measure,
    /// Which way is good.
    pub better: Better,
    /// Over [`crate::Sales::period`]; `None` = cannot be said (no customers, nothing to divide by).
    pub value: Option<f64>,
    /// Over the comparison's current window. The same as `value` where the merchant chose the period.
    pub current: Option<f64>,
    /// Over the window before, where the data covers it.
    pub previous: Option<f64>,
    /// Over the window a year earlier, where the data covers it.
    pub year_ago: Option<f64>,
    /// `current` against `previous`, relative (shares: in points, 0.01 = one percentage point).
    pub change: Option<f64>,
    /// The interval of `change`, from the spread of days.
    pub change_interval: Option<Interval>,
    /// `current` against `year_ago`, as `change`.
    pub change_year_ago: Option<f64>,
    /// The figure over the period in equal steps, oldest first; partial steps and gaps are `None`.
    pub spark: Vec<Option<f64>>,
    /// The rows behind `value`.
    pub selection: Selection,
}

/// The last full month beside the month before and the same month a year earlier.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LatestMonth {
    /// The months; one that the data does not cover is not compared with.
    pub months: Comparison,
    /// What was sold in them: those of [`MonthFigure::IDS`] that the files tell.
    pub figures: Vec<MonthFigure>,
}

/// A figure of a month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MonthFigure {
    /// Which.
    pub id: FigureId,
    /// What it measures.
    pub measure: Measure,
    /// In the month.
    pub current: f64,
    /// In the month before, and how `current` compares.
    pub previous: (Option<f64>, Option<f64>),
    /// In the same month a year earlier, and how `current` compares.
    pub year_ago: (Option<f64>, Option<f64>),
}

impl MonthFigure {
    /// The figures told of a month. Rates of refunds are not: those of the last month are still to come.
    pub const IDS: [FigureId; 5] = [
        FigureId::Gross,
        FigureId::Orders,
        FigureId::Units,
        FigureId::Aov,
        FigureId::Customers,
    ];
}

/// All key figures in their order.
const ALL: [FigureId; 11] = [
    FigureId::Gross,
    FigureId::Net,
    FigureId::Orders,
    FigureId::Units,
    FigureId::Aov,
    FigureId::Customers,
    FigureId::NewCustomers,
    FigureId::ReturningCustomers,
    FigureId::RepeatShare,
    FigureId::RefundRate,
    FigureId::DiscountShare,
];

/// What a figure is computed from.
#[derive(Debug, Clone, Copy)]
struct Basis {
    sums: Sums,
    customers: CustomerCounts,
}

/// A part and its whole: for a sum the whole is 1.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Formula {
    Sum(fn(&Sums) -> f64),
    Ratio(fn(&Sums) -> f64, fn(&Sums) -> f64),
    Customers(fn(&CustomerCounts) -> u64),
}

/// How a figure follows from sums.
pub(crate) fn formula(id: FigureId) -> Formula {
    match id {
        FigureId::Gross => Formula::Sum(|s| s.gross as f64),
        FigureId::Net => Formula::Sum(|s| s.gross as f64 - s.refund as f64),
        FigureId::Orders => Formula::Sum(|s| f64::from(s.orders)),
        FigureId::Units => Formula::Sum(|s| s.units as f64 / 1000.0),
        FigureId::Aov => Formula::Ratio(|s| s.gross as f64, |s| f64::from(s.orders)),
        FigureId::Customers => Formula::Customers(|c| c.all),
        FigureId::NewCustomers => Formula::Customers(|c| c.new),
        FigureId::ReturningCustomers => Formula::Customers(|c| c.returning),
        FigureId::RepeatShare => Formula::Ratio(
            |s| f64::from(s.later_orders),
            |s| f64::from(s.first_orders + s.later_orders),
        ),
        FigureId::RefundRate => Formula::Ratio(|s| s.refund as f64, |s| s.gross as f64),
        FigureId::DiscountShare => Formula::Ratio(
            |s| s.discount as f64,
            |s| s.gross as f64 + s.discount as f64,
        ),
    }
}

/// The test of a figure's change between two windows, from the spread of their weeks or days.
pub(crate) fn figure_difference(
    frame: &Frame<'_>,
    formula: Formula,
    windows: (Window, Window),
) -> Option<Difference> {
    match formula {
        Formula::Sum(part) => {
            let (current, previous) = frame.blocks(windows, |day| part(&frame.days[day]));
            welch_series(&current, &previous)
        }
        Formula::Ratio(part, whole) => {
            // Weekdays' levels must not be taken out of a part and its whole apart.
            let (part_now, part_before) = frame.plain_blocks(windows, |d| part(&frame.days[d]));
            let (whole_now, whole_before) = frame.plain_blocks(windows, |d| whole(&frame.days[d]));
            ratio_difference(
                RatioSums {
                    part: &part_now,
                    whole: &whole_now,
                },
                RatioSums {
                    part: &part_before,
                    whole: &whole_before,
                },
            )
        }
        Formula::Customers(_) => None,
    }
}

/// The key figures.
pub(crate) fn figures(frame: &Frame<'_>) -> Vec<KeyFigure> {
    let shop = frame.shop;
    let has_customers = !shop.customers.is_empty();
    let customers = |bit: u8| {
        if has_customers {
            count_customers(frame, bit, None)
        } else {
            CustomerCounts::default()
        }
    };
    let basis = |window: Window, bit: u8| Basis {
        sums: frame.sum(window.first, window.last),
        customers: customers(bit),
    };
    let period = Basis {
        sums: frame.total,
        customers: customers(PERIOD),
    };
    let comparison = frame.comparison;
    let current = match (frame.period_chosen, comparison) {
        (true, _) => Some(period),
        (false, comparison) => comparison
            .filter(|c| c.current.covered)
            .map(|c| basis(c.current, CURRENT)),
    };
    let pair = frame.previous_pair();
    let year = frame.year_pair();
    let previous = pair.map(|(_, window)| basis(window, PREVIOUS));
    let year_ago = year.map(|(_, window)| basis(window, YEAR_AGO));
    ALL.iter()
        .map(|&id| {
            let known = match id {
                FigureId::Customers => period.customers.all > 0,
                id => is_known(frame, id),
            };
            let formula = formula(id);
            let value_of = |basis: Option<Basis>| {
                basis
                    .filter(|_| known)
                    .and_then(|basis| value(formula, &basis))
                    .and_then(round9)
            };
            let measure = measure(id);
            let (now, before, earlier) =
                (value_of(current), value_of(previous), value_of(year_ago));
            KeyFigure {
                id,
                measure,
                better: better(id),
                value: exact(formula, &period).filter(|_| known),
                current: now,
                previous: before,
                year_ago: earlier,
                change: change(measure, now, before),
                change_interval: pair.filter(|_| known).and_then(|windows| {
                    let difference = figure_difference(frame, formula, windows)?;
                    interval(measure, formula, &difference, windows)
                }),
                change_year_ago: change(measure, now, earlier),
                spark: match formula {
                    Formula::Customers(_) => Vec::new(),
                    _ if !known => Vec::new(),
                    _ => frame.spark(|first, last| {
                        let sums = frame.sum(first, last);
                        value(
                            formula,
                            &Basis {
                                sums,
                                customers: CustomerCounts::default(),
                            },
                        )
                    }),
                },
                selection: frame.selection(),
            }
        })
        .collect()
}

/// The last full month of the period against the month before and the same month a year earlier; `None` where neither is
/// covered, or where the key figures compare the same already.
pub(crate) fn latest_month(frame: &Frame<'_>) -> Option<LatestMonth> {
    let months = frame.ends?.latest_months(frame.period?.last, 1);
    let told = |c: Comparison| c.grain == months.grain && c.current == months.current;
    if !(months.has_previous() || months.has_year_ago())
        || !frame.is_whole(months.current.first, months.current.last)
        || frame.comparison.is_some_and(told)
    {
        return None;
    }
    let windows = [months.current, months.previous, months.year_ago];
    let bases = windows.map(|window| {
        window.covered.then(|| Basis {
            sums: frame.sum(window.first, window.last),
            customers: count_customers(frame, PASSES, Some((window.first, window.last))),
        })
    });
    let figures = MonthFigure::IDS.into_iter().filter_map(|id| {
        let of = |basis: &Option<Basis>| {
            let value = value(formula(id), basis.as_ref()?).and_then(round9);
            value.filter(|_| is_known(frame, id))
        };
        let measure = measure(id);
        let current = of(&bases[0])?;
        let against = |basis: &Option<Basis>| {
            let before = of(basis);
            (before, change(measure, Some(current), before))
        };
        Some(MonthFigure {
            id,
            measure,
            current,
            previous: against(&bases[1]),
            year_ago: against(&bases[2]),
        })
    });
    Some(LatestMonth {
        months,
        figures: figures.collect(),
    })
}

fn value(formula: Formula, basis: &Basis) -> Option<f64> {
    match formula {
        Formula::Sum(part) => Some(part(&basis.sums)),
        Formula::Ratio(part, whole) => {
            let whole = whole(&basis.sums);
            (whole > 0.0).then(|| part(&basis.sums) / whole)
        }
        Formula::Customers(count) => Some(count(&basis.customers) as f64),
    }
}

/// Sums and counts are told to the last unit; only quotients are rounded.
fn exact(formula: Formula, basis: &Basis) -> Option<f64> {
    let value = value(formula, basis)?;
    match formula {
        Formula::Ratio(..) => round9(value),
        Formula::Sum(_) | Formula::Customers(_) => Some(value),
    }
}

/// Whether the files tell what a figure needs.
fn is_known(frame: &Frame<'_>, id: FigureId) -> bool {
    let shop = frame.shop;
    match id {
        // Without days no order is the first.
        FigureId::NewCustomers | FigureId::ReturningCustomers | FigureId::RepeatShare => {
            frame.total.first_orders + frame.total.later_orders > 0
        }
        FigureId::Customers => !shop.customers.is_empty(),
        FigureId::Units => shop.orders.units_milli.iter().any(|&u| u != 0),
        FigureId::DiscountShare => shop.orders.discount_minor.iter().any(|&d| d != 0),
        FigureId::RefundRate => shop.tells_refunds(),
        FigureId::Orders | FigureId::Aov => shop.counts_orders(),
        _ => true,
    }
}

fn measure(id: FigureId) -> Measure {
    match id {
        FigureId::Gross | FigureId::Net | FigureId::Aov => Measure::Money,
        FigureId::Units => Measure::Quantity,
        FigureId::RepeatShare | FigureId::RefundRate | FigureId::DiscountShare => Measure::Share,
        _ => Measure::Count,
    }
}

fn better(id: FigureId) -> Better {
    match id {
        FigureId::RefundRate => Better::Down,
        FigureId::DiscountShare | FigureId::RepeatShare => Better::Neither,
        _ => Better::Up,
    }
}

fn change(measure: Measure, current: Option<f64>, before: Option<f64>) -> Option<f64> {
    let (current, before) = (current?, before?);
    match measure {
        Measure::Share => round9(current - before),
        _ if before > 0.0 => round9((current - before) / before),
        _ => None,
    }
}

fn interval(
    measure: Measure,
    formula: Formula,
    difference: &Difference,
    windows: (Window, Window),
) -> Option<Interval> {
    if measure == Measure::Share {
        let (low, high) = difference.interval();
        return Some(Interval {
            low: round9(low)?,
            high: round9(high)?,
            level: 0.95,
        });
    }
    if matches!(formula, Formula::Sum(_)) {
        return crate::breakdown::change_interval(difference, windows);
    }
    let (low, high) = difference.relative_interval()?;
    Some(Interval {
        low: round9(low)?,
        high: round9(high)?,
        level: 0.95,
    })
}
