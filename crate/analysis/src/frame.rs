//! A request brought to the facts: which orders are in which window, and their daily sums.

use std::borrow::Cow;

use shop::{OrderCounts, Selection, Shop, UnmatchedRefund};

use crate::calendar::{Step, Steps, weekday};
use crate::mask::{ProductMask, is_discounted, order_mask, product_mask, takes_apart};
use crate::period::Ends;
use crate::prepared::{EARLIEST, LATEST, NO_DAY, OrderKind, Prepared};
use crate::{Comparison, Gap, Request, Window};

/// The order passes the filter, on whatever day.
pub(crate) const PASSES: u8 = 1;
/// It lies in the period.
pub(crate) const PERIOD: u8 = 2;
/// It lies in the comparison's current window.
pub(crate) const CURRENT: u8 = 4;
/// In the window before.
pub(crate) const PREVIOUS: u8 = 8;
/// In the window a year ago.
pub(crate) const YEAR_AGO: u8 = 16;

/// Sums over some orders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    pub(crate) gross: i64,
    pub(crate) refund: i64,
    pub(crate) discount: i64,
    pub(crate) units: i64,
    pub(crate) first_gross: i64,
    pub(crate) later_gross: i64,
    pub(crate) discounted_gross: i64,
    pub(crate) orders: u32,
    pub(crate) refunded_orders: u32,
    pub(crate) discounted_orders: u32,
    pub(crate) first_orders: u32,
    pub(crate) later_orders: u32,
}

impl Sums {
    pub(crate) fn add(&mut self, other: &Sums) {
        self.gross = self.gross.saturating_add(other.gross);
        self.refund = self.refund.saturating_add(other.refund);
        self.discount = self.discount.saturating_add(other.discount);
        self.units = self.units.saturating_add(other.units);
        self.first_gross = self.first_gross.saturating_add(other.first_gross);
        self.later_gross = self.later_gross.saturating_add(other.later_gross);
        self.discounted_gross = self.discounted_gross.saturating_add(other.discounted_gross);
        self.orders += other.orders;
        self.refunded_orders += other.refunded_orders;
        self.discounted_orders += other.discounted_orders;
        self.first_orders += other.first_orders;
        self.later_orders += other.later_orders;
    }

    pub(crate) fn unknown_orders(&self) -> u32 {
        self.orders - self.first_orders - self.later_orders
    }

    pub(crate) fn unknown_gross(&self) -> i64 {
        self.gross
            .saturating_sub(self.first_gross)
            .saturating_sub(self.later_gross)
    }
}

/// A request brought to the facts.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) shop: &'a Shop,
    pub(crate) prepared: &'a Prepared,
    pub(crate) request: &'a Request,
    /// Per order: the windows it lies in.
    pub(crate) bits: Vec<u8>,
    /// Per order: the part of its amount that passes the filter.
    pub(crate) gross: Cow<'a, [i64]>,
    pub(crate) refund: Cow<'a, [i64]>,
    pub(crate) discount: Cow<'a, [i64]>,
    pub(crate) units: Cow<'a, [i64]>,
    pub(crate) products: Option<ProductMask>,
    pub(crate) ends: Option<Ends<'a>>,
    /// The days reported on, within the data.
    pub(crate) period: Option<Window>,
    pub(crate) period_chosen: bool,
    /// The days chosen, also beyond the data.
    chosen: Option<(i32, i32)>,
    pub(crate) comparison: Option<Comparison>,
    /// Per day of the calendar, orders that pass the filter.
    pub(crate) days: Vec<Sums>,
    /// Orders that pass the filter and have no day.
    pub(crate) undated: Sums,
    /// Over the period.
    pub(crate) total: Sums,
    /// The period in steps for small lines.
    pub(crate) steps: Steps,
    /// Whether each step is whole.
    pub(crate) whole_steps: Vec<bool>,
}

impl<'a> Frame<'a> {
    pub(crate) fn new(shop: &'a Shop, prepared: &'a Prepared, request: &'a Request) -> Self {
        let ends = Ends::new(prepared, request.today);
        let chosen = match (request.period, request.filter.days) {
            (Some(a), Some(b)) => Some((a.0.max(b.0), a.1.min(b.1))),
            (a, b) => a.or(b),
        }
        .map(|(first, last)| (first.max(EARLIEST), last.min(LATEST)));
        let comparison = ends.and_then(|ends| match chosen {
            Some((first, last)) if first <= last => Some(ends.chosen(first, last)),
            Some(_) => None,
            None => ends.latest(),
        });
        let data = prepared.first_day().zip(prepared.last_day());
        let period = ends.zip(data).and_then(|(ends, (first, last))| {
            let (from, to) = chosen.unwrap_or((first, last));
            (from.max(first) <= to.min(last)).then(|| Window {
                first: from.max(first),
                last: to.min(last),
                covered: ends.window(from, to).covered,
            })
        });
        let mut frame = Frame {
            shop,
            prepared,
            request,
            bits: Vec::new(),
            gross: Cow::Borrowed(&shop.orders.gross_minor),
            refund: Cow::Borrowed(&shop.orders.refund_minor),
            discount: Cow::Borrowed(&shop.orders.discount_minor),
            units: Cow::Borrowed(&shop.orders.units_milli),
            products: product_mask(shop, &request.filter),
            ends,
            period,
            period_chosen: chosen.is_some(),
            chosen,
            comparison,
            days: vec![Sums::default(); prepared.days],
            undated: Sums::default(),
            total: Sums::default(),
            steps: Steps::default(),
            whole_steps: Vec::new(),
        };
        frame.mark_orders();
        frame.sum_days();
        frame.cut_steps();
        frame
    }

    fn mark_orders(&mut self) {
        let mut passes = order_mask(
            self.shop,
            self.prepared,
            &self.request.filter,
            self.request.currency,
        );
        if let Some(mask) = &self.products {
            let orders = &self.shop.orders;
            let lines = &self.shop.lines;
            let count = passes.len();
            let mut gross = vec![0_i64; count];
            let mut refund = vec![0_i64; count];
            let mut discount = vec![0_i64; count];
            let mut units = vec![0_i64; count];
            for order in 0..count {
                if !passes[order] {
                    continue;
                }
                let mut any = false;
                for line in self.lines_of(order) {
                    if mask.passes(lines.product[line]) {
                        any = true;
                        gross[order] += lines.revenue_minor.at(line);
                        refund[order] += lines.refund_minor.at(line);
                        units[order] += lines.quantity_milli.at(line);
                    }
                }
                passes[order] = any;
                let whole = i128::from(orders.gross_minor[order]);
                if any && whole != 0 {
                    discount[order] = (i128::from(orders.discount_minor[order])
                        * i128::from(gross[order])
                        / whole) as i64;
                }
            }
            self.gross = Cow::Owned(gross);
            self.refund = Cow::Owned(refund);
            self.discount = Cow::Owned(discount);
            self.units = Cow::Owned(units);
        }
        // A small table of bits per day beats comparing each order with four windows.
        let mut by_day = vec![PASSES; self.prepared.days];
        let mut mark = |window: Option<(i32, i32)>, bit: u8| {
            if let Some((first, last)) = window {
                for index in index_range(self.prepared, first, last) {
                    by_day[index] |= bit;
                }
            }
        };
        mark(self.period.map(|w| (w.first, w.last)), PERIOD);
        if let Some(comparison) = self.comparison {
            let covered = |w: Window| w.covered.then_some((w.first, w.last));
            mark(
                Some((comparison.current.first, comparison.current.last)),
                CURRENT,
            );
            mark(covered(comparison.previous), PREVIOUS);
            mark(covered(comparison.year_ago), YEAR_AGO);
        }
        let undated = if self.period_chosen {
            PASSES
        } else {
            PASSES | PERIOD
        };
        self.bits = passes
            .iter()
            .zip(&self.prepared.day_index)
            .map(|(&passes, &day)| {
                if !passes {
                    0
                } else if day == NO_DAY {
                    undated
                } else {
                    by_day[day as usize]
                }
            })
            .collect();
    }

    fn sum_days(&mut self) {
        for order in 0..self.bits.len() {
            if self.bits[order] == 0 {
                continue;
            }
            let day = self.prepared.day_index[order];
            let sums = if day == NO_DAY {
                &mut self.undated
            } else {
                &mut self.days[day as usize]
            };
            let entries = orders_of(self.shop, order);
            let gross = self.gross[order];
            let discount = self.discount[order];
            sums.gross = sums.gross.saturating_add(gross);
            sums.refund = sums.refund.saturating_add(self.refund[order]);
            sums.discount = sums.discount.saturating_add(discount);
            sums.units = sums.units.saturating_add(self.units[order]);
            sums.orders += entries;
            sums.refunded_orders += u32::from(self.refund[order] > 0);
            if is_discounted(self.shop, order) {
                sums.discounted_orders += 1;
                sums.discounted_gross = sums.discounted_gross.saturating_add(gross);
            }
            match self.prepared.kind[order] {
                OrderKind::First => {
                    sums.first_orders += 1;
                    sums.first_gross = sums.first_gross.saturating_add(gross);
                }
                OrderKind::Later => {
                    sums.later_orders += 1;
                    sums.later_gross = sums.later_gross.saturating_add(gross);
                }
                OrderKind::Unknown => {}
            }
        }
        let mut beyond = 0_i64;
        for (refund, in_period) in self.apart() {
            let index = i64::from(refund.day) - i64::from(self.prepared.day_zero);
            let minor = refund.refund_minor;
            match usize::try_from(index)
                .ok()
                .and_then(|i| self.days.get_mut(i))
            {
                Some(day) => day.refund = day.refund.saturating_add(minor),
                // Before the first order, after the last, or on no known day.
                None if in_period => beyond = beyond.saturating_add(minor),
                None => {}
            }
        }
        if let Some(period) = self.period {
            self.total = self.sum(period.first, period.last);
        }
        if !self.period_chosen {
            let undated = self.undated;
            self.total.add(&undated);
        }
        self.total.refund = self.total.refund.saturating_add(beyond);
    }

    /// The refunds without an order that pass the filter, and whether each lies in the period.
    pub(crate) fn apart(&self) -> Vec<(UnmatchedRefund, bool)> {
        let request = self.request;
        if !takes_apart(self.shop, &request.filter, request.currency) {
            return Vec::new();
        }
        let passes = |u: &&UnmatchedRefund| {
            let mask = self.products.as_ref();
            u.currency == request.currency && mask.is_none_or(|mask| mask.passes(u.product))
        };
        let in_period = |u: &UnmatchedRefund| {
            self.chosen
                .is_none_or(|(first, last)| (first..=last).contains(&u.day))
        };
        let all = self.shop.unmatched_refunds.iter();
        all.filter(passes).map(|u| (*u, in_period(u))).collect()
    }

    fn cut_steps(&mut self) {
        let Some(period) = self.period else {
            return;
        };
        let length = period.last - period.first + 1;
        let step = match length {
            ..=70 => Step::Day,
            71..=430 => Step::Week,
            _ => Step::Month,
        };
        self.steps = Steps::new(period.first, period.last, step);
        self.whole_steps = self
            .steps
            .ranges()
            .map(|(first, last)| self.is_whole(first, last))
            .collect();
    }

    /// Whether a step lies in the period and the data covers it.
    pub(crate) fn is_whole(&self, first: i32, last: i32) -> bool {
        let (Some(period), Some(ends)) = (self.period, self.ends) else {
            return false;
        };
        let window = ends.window(first, last);
        // An unchosen period ends with the data; there the window's own slack decides.
        let inside = !self.period_chosen || (first >= period.first && last <= period.last);
        inside && window.covered
    }

    /// The lines of an order.
    pub(crate) fn lines_of(&self, order: usize) -> std::ops::Range<usize> {
        let first = &self.shop.orders.first_line;
        first[order] as usize..first[order + 1] as usize
    }

    /// Whether a line passes the filter, given that its order does.
    pub(crate) fn line_passes(&self, line: usize) -> bool {
        self.products
            .as_ref()
            .is_none_or(|mask| mask.passes(self.shop.lines.product[line]))
    }

    /// Sums from first to last day.
    pub(crate) fn sum(&self, first: i32, last: i32) -> Sums {
        let mut sums = Sums::default();
        for day in &self.days[index_range(self.prepared, first, last)] {
            sums.add(day);
        }
        sums
    }

    /// The current and previous windows where both are covered.
    pub(crate) fn previous_pair(&self) -> Option<(Window, Window)> {
        self.comparison
            .filter(Comparison::has_previous)
            .map(|c| (c.current, c.previous))
    }

    /// The current window and the one a year ago where both are covered.
    pub(crate) fn year_pair(&self) -> Option<(Window, Window)> {
        self.comparison
            .filter(Comparison::has_year_ago)
            .map(|c| (c.current, c.year_ago))
    }

    /// Long gaps within the period.
    pub(crate) fn gaps(&self) -> Vec<Gap> {
        let Some(period) = self.period else {
            return Vec::new();
        };
        self.prepared
            .gaps
            .iter()
            .filter(|gap| gap.last >= period.first && gap.first <= period.last)
            .map(|gap| Gap {
                first: gap.first.max(period.first),
                last: gap.last.min(period.last),
            })
            .collect()
    }

    /// Whether a day lies in a long gap.
    pub(crate) fn in_gap(&self, day: i32) -> bool {
        let after = self.prepared.gaps.partition_point(|gap| gap.last < day);
        self.prepared
            .gaps
            .get(after)
            .is_some_and(|gap| gap.first <= day)
    }

    /// The rows of the report's period: its filter with the chosen days.
    pub(crate) fn selection(&self) -> Selection {
        let mut selection = self.request.filter.clone();
        selection.days = if self.period_chosen {
            self.period.map(|w| (w.first, w.last))
        } else {
            None
        };
        if self.shop.currencies.len() > 1 {
            selection.currency = self
                .shop
                .currencies
                .get(usize::from(self.request.currency))
                .map(|c| c.currency.clone());
        }
        selection
    }

    /// The rows of some days.
    pub(crate) fn selection_of(&self, days: (i32, i32)) -> Selection {
        Selection {
            days: Some(days),
            ..self.selection()
        }
    }

    /// The indexes of the calendar's days from first to last.
    pub(crate) fn indexes(&self, first: i32, last: i32) -> std::ops::Range<usize> {
        index_range(self.prepared, first, last)
    }

    /// A value per step of the period; partial steps and gaps are `None`. Empty where it would
    /// be too short to show anything.
    pub(crate) fn spark(&self, value: impl Fn(i32, i32) -> Option<f64>) -> Vec<Option<f64>> {
        if self.whole_steps.iter().filter(|&&whole| whole).count() < 3 {
            return Vec::new();
        }
        self.steps
            .ranges()
            .zip(&self.whole_steps)
            .map(|((first, last), &whole)| {
                (whole && !(self.in_gap(first) && self.in_gap(last)))
                    .then(|| value(first, last))
                    .flatten()
                    .and_then(crate::statistics::round9)
            })
            .collect()
    }

    /// As [`Frame::blocks`], with weekdays as they are.
    pub(crate) fn plain_blocks(
        &self,
        windows: (Window, Window),
        value: impl Fn(usize) -> f64,
    ) -> (Vec<f64>, Vec<f64>) {
        let (current, previous) = (self.daily(windows.0, &value), self.daily(windows.1, &value));
        if current.len().min(previous.len()) >= 56 {
            return (weekly(&current), weekly(&previous));
        }
        (current, previous)
    }

    fn daily(&self, window: Window, value: impl Fn(usize) -> f64) -> Vec<f64> {
        (window.first..=window.last)
            .map(|day| {
                let index = i64::from(day) - i64::from(self.prepared.day_zero);
                usize::try_from(index)
                    .ok()
                    .filter(|&index| index < self.prepared.days)
                    .map_or(0.0, &value)
            })
            .collect()
    }

    /// Daily values of two windows as blocks fit for comparing: weeks where both windows hold
    /// eight or more, else days with the weekdays' own levels taken out where both hold four weeks.
    pub(crate) fn blocks(
        &self,
        windows: (Window, Window),
        value: impl Fn(usize) -> f64,
    ) -> (Vec<f64>, Vec<f64>) {
        let (mut current, mut previous) =
            (self.daily(windows.0, &value), self.daily(windows.1, &value));
        let shorter = current.len().min(previous.len());
        if shorter >= 56 {
            return (weekly(&current), weekly(&previous));
        }
        if shorter >= 28 {
            level_weekdays(
                (&mut current, weekday(windows.0.first)),
                (&mut previous, weekday(windows.1.first)),
            );
        }
        (current, previous)
    }
}

fn weekly(daily: &[f64]) -> Vec<f64> {
    // What does not fill a week is left out at the start, farthest from now.
    let rest = daily.len() % 7;
    daily[rest..].chunks(7).map(|w| w.iter().sum()).collect()
}

/// Takes out what weekdays differ by, and gives back to the spread the six degrees of freedom spent.
fn level_weekdays(a: (&mut [f64], u8), b: (&mut [f64], u8)) {
    let mut sums = [(0.0, 0.0); 7];
    let mut all = (0.0, 0.0);
    for (series, first) in [(&*a.0, a.1), (&*b.0, b.1)] {
        for (i, v) in series.iter().enumerate() {
            let slot = &mut sums[(usize::from(first) + i) % 7];
            slot.0 += v;
            slot.1 += 1.0;
            all.0 += v;
            all.1 += 1.0;
        }
    }
    let mean = all.0 / all.1;
    let widen = libm::sqrt(all.1 / (all.1 - 6.0));
    for (series, first) in [a, b] {
        let own = series.iter().sum::<f64>() / series.len() as f64;
        for (i, v) in series.iter_mut().enumerate() {
            let (sum, n) = sums[(usize::from(first) + i) % 7];
            *v = own + (*v - sum / n + mean - own) * widen;
        }
        let shifted = series.iter().sum::<f64>() / series.len() as f64;
        for v in series.iter_mut() {
            *v += own - shifted;
        }
    }
}

/// How many orders an entry stands for; an entry of its own where nothing tells.
pub(crate) fn orders_of(shop: &Shop, entry: usize) -> u32 {
    match &shop.order_counts {
        OrderCounts::Told(counts) => counts[entry],
        OrderCounts::Each | OrderCounts::Unknown => 1,
    }
}

fn index_range(prepared: &Prepared, first: i32, last: i32) -> std::ops::Range<usize> {
    let clamp = |day: i64| (day - i64::from(prepared.day_zero)).clamp(0, prepared.days as i64);
    let from = clamp(i64::from(first)) as usize;
    let to = clamp(i64::from(last) + 1) as usize;
    from..to.max(from)
}
