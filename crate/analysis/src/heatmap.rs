//! Weekday × hour.

use serde::Serialize;
use shop::Selection;

use crate::calendar::weekday;
use crate::frame::{Frame, PERIOD, orders_of};
use crate::prepared::NO_DAY;
use crate::statistics::rounded;
use crate::{Answer, Unit};

/// Orders and revenue by weekday and hour, per occurrence of that weekday in the period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Heatmap {
    /// 7 × 24 cells, Monday 0:00 first. Without hours: empty, and `weekdays` still holds.
    pub cells: Vec<HeatCell>,
    /// Whole days, Monday first: seven cells with hour `None`.
    pub weekdays: Vec<HeatCell>,
    /// Orders counted in `cells`.
    pub orders_with_hour: u64,
    /// Orders counted in `weekdays`.
    pub orders: u64,
}

/// A weekday, or an hour of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeatCell {
    /// 0 = Monday.
    pub weekday: u8,
    /// Hour 0–23; `None` = the whole day.
    pub hour: Option<u8>,
    /// How often the weekday occurs in the period (days in gaps are left out).
    pub occurrences: u32,
    /// Orders in all.
    pub orders: u64,
    /// Gross in all.
    pub gross_minor: i64,
    /// Orders per occurrence.
    pub orders_mean: f64,
    /// Gross per occurrence, minor units.
    pub gross_mean_minor: f64,
    /// The rows behind it.
    pub selection: Selection,
}

/// Orders below which a weekday's level is noise.
const FEWEST_ORDERS: u64 = 50;

/// Days below which a weekday has hardly come round.
const FEWEST_DAYS: u64 = 14;

/// Weekday × hour over the period.
pub(crate) fn heatmap(frame: &Frame<'_>) -> Answer<Heatmap> {
    let Some(period) = frame.period else {
        return Answer::missing(FEWEST_ORDERS, 0, Unit::DatedOrders);
    };
    let length = (period.last - period.first + 1) as u64;
    let mut cells = [(0_u64, 0_i64); 7 * 24];
    let mut days = [(0_u64, 0_i64); 7];
    let hours = &frame.shop.orders.hour;
    for (order, &bits) in frame.bits.iter().enumerate() {
        let day = frame.prepared.day_index[order];
        if bits & PERIOD == 0 || day == NO_DAY {
            continue;
        }
        let on = usize::from(weekday(frame.prepared.day_zero + day as i32));
        let gross = frame.gross[order];
        let orders = u64::from(orders_of(frame.shop, order));
        days[on].0 += orders;
        days[on].1 = days[on].1.saturating_add(gross);
        let hour = usize::from(hours[order]);
        if hour < 24 {
            let cell = &mut cells[on * 24 + hour];
            cell.0 += orders;
            cell.1 = cell.1.saturating_add(gross);
        }
    }
    // Sums of days tell the weekdays; those of weeks and months do not.
    let daily = frame.shop.counts_orders() && frame.prepared.allowance == 0;
    if frame.shop.is_summed_up() && !daily {
        return Answer::summed_up(frame.bits.len());
    }
    let orders: u64 = days.iter().map(|d| d.0).sum();
    if orders < FEWEST_ORDERS {
        return Answer::missing(FEWEST_ORDERS, orders, Unit::DatedOrders);
    }
    if length < FEWEST_DAYS {
        return Answer::missing(FEWEST_DAYS, length, Unit::Days);
    }
    let mut occurrences = [0_u32; 7];
    for day in period.first..=period.last {
        if !frame.in_gap(day) {
            occurrences[usize::from(weekday(day))] += 1;
        }
    }
    let cell = |on: usize, hour: Option<u8>, (orders, gross_minor): (u64, i64)| {
        let times = f64::from(occurrences[on].max(1));
        let mut selection = frame.selection();
        selection.weekday = Some(on as u8);
        selection.hour = hour.or(selection.hour);
        HeatCell {
            weekday: on as u8,
            hour,
            occurrences: occurrences[on],
            orders,
            gross_minor,
            orders_mean: rounded(orders as f64 / times),
            gross_mean_minor: rounded(gross_minor as f64 / times),
            selection,
        }
    };
    let orders_with_hour: u64 = cells.iter().map(|c| c.0).sum();
    Answer::Known(Heatmap {
        cells: if orders_with_hour < FEWEST_ORDERS {
            Vec::new()
        } else {
            (0..7 * 24)
                .map(|i| cell(i / 24, Some((i % 24) as u8), cells[i]))
                .collect()
        },
        weekdays: (0..7).map(|on| cell(on, None, days[on])).collect(),
        orders_with_hour,
        orders,
    })
}
