//! Sums by the names of a dimension, for all windows in one pass.

use shop::{Dimension, NONE, Selection};

use crate::frame::{CURRENT, Frame, PASSES, PERIOD, PREVIOUS, YEAR_AGO, orders_of};
use crate::prepared::{NO_DAY, OrderKind};
use crate::{DimensionKind, SegmentName};

/// A name's sums.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) gross: i64,
    pub(crate) refund: i64,
    pub(crate) units: i64,
    pub(crate) current: i64,
    pub(crate) previous: i64,
    pub(crate) year_ago: i64,
    pub(crate) current_units: i64,
    pub(crate) previous_units: i64,
    pub(crate) orders: u32,
    pub(crate) refunded_orders: u32,
    pub(crate) current_orders: u32,
    pub(crate) previous_orders: u32,
    stamp: u32,
}

impl Tally {
    fn amounts(&mut self, bits: u8, gross: i64, refund: i64, units: i64) {
        if bits & PERIOD != 0 {
            self.gross = self.gross.saturating_add(gross);
            self.refund = self.refund.saturating_add(refund);
            self.units = self.units.saturating_add(units);
        }
        if bits & CURRENT != 0 {
            self.current = self.current.saturating_add(gross);
            self.current_units = self.current_units.saturating_add(units);
        }
        if bits & PREVIOUS != 0 {
            self.previous = self.previous.saturating_add(gross);
            self.previous_units = self.previous_units.saturating_add(units);
        }
        if bits & YEAR_AGO != 0 {
            self.year_ago = self.year_ago.saturating_add(gross);
        }
    }

    fn order(&mut self, bits: u8, orders: u32) {
        self.orders += u32::from(bits & PERIOD != 0) * orders;
        self.current_orders += u32::from(bits & CURRENT != 0) * orders;
        self.previous_orders += u32::from(bits & PREVIOUS != 0) * orders;
    }

    /// Adds another name's sums. Orders with both names are then counted twice.
    pub(crate) fn add(&mut self, other: &Tally) {
        for (sum, part) in [
            (&mut self.gross, other.gross),
            (&mut self.refund, other.refund),
            (&mut self.units, other.units),
            (&mut self.current, other.current),
            (&mut self.previous, other.previous),
            (&mut self.year_ago, other.year_ago),
            (&mut self.current_units, other.current_units),
            (&mut self.previous_units, other.previous_units),
        ] {
            *sum = sum.saturating_add(part);
        }
        self.orders += other.orders;
        self.refunded_orders += other.refunded_orders;
        self.current_orders += other.current_orders;
        self.previous_orders += other.previous_orders;
    }

    /// Orders in the two windows that are compared.
    pub(crate) fn compared_orders(&self) -> u32 {
        self.current_orders + self.previous_orders
    }
}

/// A dimension's sums, and the daily gross of its largest names.
#[derive(Debug)]
pub(crate) struct Tallies {
    pub(crate) kind: DimensionKind,
    /// By code; the last is "not known".
    pub(crate) rows: Vec<Tally>,
    /// Codes with a daily series; the largest of the period first, then the largest of the windows.
    pub(crate) slots: Vec<u32>,
    /// Slot of each code, `u32::MAX` = none.
    slot_of: Vec<u32>,
    /// Gross by slot and day of the calendar.
    series: Vec<i64>,
    days: usize,
}

/// Cells of daily series a dimension may hold: some megabytes.
const MOST_CELLS: usize = 1 << 20;

impl Tallies {
    /// Sums a dimension; `None` where the files do not know it.
    pub(crate) fn new(frame: &Frame<'_>, kind: DimensionKind) -> Option<Self> {
        let names = match kind {
            DimensionKind::CustomerType => 2,
            _ => dimension(frame, kind)?.len(),
        };
        if names == 0 {
            return None;
        }
        let mut tallies = Tallies {
            kind,
            rows: vec![Tally::default(); names + 1],
            slots: Vec::new(),
            slot_of: vec![u32::MAX; names + 1],
            series: Vec::new(),
            days: frame.prepared.days,
        };
        tallies.each(frame, |tallies, bits, _, code, first, amounts, order| {
            let row = &mut tallies.rows[code];
            row.amounts(bits, amounts[0], amounts[1], amounts[2]);
            let stamp = order as u32 + 1;
            if first || row.stamp != stamp {
                row.stamp = stamp;
                row.order(bits, orders_of(frame.shop, order));
            }
        });
        tallies.refunded_orders(frame);
        tallies.refunds_apart(frame);
        let known = tallies.rows[..names]
            .iter()
            .any(|row| row.orders > 0 || row.compared_orders() > 0);
        if !known {
            return None;
        }
        tallies.choose_slots(frame);
        tallies.fill_series(frame);
        Some(tallies)
    }

    /// Calls back for each order (or line, for what products tell) that passes: the windows, the
    /// day, the code, whether it is the order's only entry, amounts (gross, refund, units), the order.
    fn each(
        &mut self,
        frame: &Frame<'_>,
        mut entry: impl FnMut(&mut Self, u8, u32, usize, bool, [i64; 3], usize),
    ) {
        let unknown = self.rows.len() - 1;
        let orders = &frame.shop.orders;
        let lines = &frame.shop.lines;
        let products = &frame.shop.products;
        let of_product: Option<&[u32]> = match self.kind {
            DimensionKind::Category => Some(&products.category),
            DimensionKind::Brand => Some(&products.brand),
            _ => None,
        };
        let of_order: &[u32] = match self.kind {
            DimensionKind::Country => &orders.country,
            DimensionKind::Region => &orders.region,
            DimensionKind::Channel => &orders.channel,
            DimensionKind::DiscountCode => &orders.discount_code,
            _ => &[],
        };
        let by_line = self.kind == DimensionKind::Product || of_product.is_some();
        for (order, &bits) in frame.bits.iter().enumerate() {
            if bits & PASSES == 0 {
                continue;
            }
            let day = frame.prepared.day_index[order];
            if by_line {
                for line in frame.lines_of(order) {
                    let product = lines.product[line];
                    if let Some(mask) = &frame.products
                        && !mask.passes(product)
                    {
                        continue;
                    }
                    let code = match of_product {
                        Some(of_product) => {
                            of_product.get(product as usize).copied().unwrap_or(NONE)
                        }
                        None => product,
                    };
                    let amounts = [
                        lines.revenue_minor.at(line),
                        lines.refund_minor.at(line),
                        lines.quantity_milli.at(line),
                    ];
                    let code = (code as usize).min(unknown);
                    entry(self, bits, day, code, false, amounts, order);
                }
            } else {
                let code = match self.kind {
                    DimensionKind::CustomerType => match frame.prepared.kind[order] {
                        OrderKind::First => 0,
                        OrderKind::Later => 1,
                        OrderKind::Unknown => unknown,
                    },
                    _ => (of_order[order] as usize).min(unknown),
                };
                let amounts = [frame.gross[order], frame.refund[order], frame.units[order]];
                entry(self, bits, day, code, true, amounts, order);
            }
        }
    }

    /// Orders of the period in which a product was refunded, in whole or in part.
    fn refunded_orders(&mut self, frame: &Frame<'_>) {
        if self.kind != DimensionKind::Product {
            return;
        }
        for row in &mut self.rows {
            row.stamp = 0;
        }
        self.each(frame, |tallies, bits, _, code, _, amounts, order| {
            if bits & PERIOD != 0 && amounts[1] > 0 {
                let row = &mut tallies.rows[code];
                let stamp = order as u32 + 1;
                if row.stamp != stamp {
                    row.stamp = stamp;
                    row.refunded_orders += 1;
                }
            }
        });
    }

    /// Refunds that belong to no order, by what is known of their product.
    fn refunds_apart(&mut self, frame: &Frame<'_>) {
        let unknown = self.unknown();
        let products = &frame.shop.products;
        for (refund, _) in frame
            .apart()
            .into_iter()
            .filter(|(_, in_period)| *in_period)
        {
            let at = refund.product as usize;
            let code = match self.kind {
                DimensionKind::Product => refund.product,
                DimensionKind::Category => products.category.get(at).copied().unwrap_or(NONE),
                DimensionKind::Brand => products.brand.get(at).copied().unwrap_or(NONE),
                _ => return,
            };
            let row = &mut self.rows[(code as usize).min(unknown)];
            row.refund = row.refund.saturating_add(refund.refund_minor);
        }
    }

    fn choose_slots(&mut self, frame: &Frame<'_>) {
        let most = if self.kind == DimensionKind::Product {
            60
        } else {
            40
        };
        let most = most.min(MOST_CELLS / (2 * self.days.max(1)));
        let names = self.rows.len() - 1;
        let rows = &self.rows;
        let mut codes: Vec<u32> = (0..names as u32)
            .filter(|&c| rows[c as usize].orders > 0 || rows[c as usize].compared_orders() > 0)
            .collect();
        // Sizes, never differences: choosing what to test by its change would make chance look sure.
        // Names settle ties, for codes depend on the sequence of the rows.
        let names = dimension(frame, self.kind);
        let name = |code: u32| names.map_or("", |names| names.name(code));
        let mut take = |size: &dyn Fn(&Tally) -> i64, slots: &mut Vec<u32>| {
            table::order::top_by(&mut codes, most, |&a, &b| {
                size(&rows[b as usize])
                    .cmp(&size(&rows[a as usize]))
                    .then_with(|| name(a).cmp(name(b)))
            });
            for &code in codes.iter().take(most) {
                if !slots.contains(&code) {
                    slots.push(code);
                }
            }
        };
        let mut slots = Vec::new();
        take(&|row| row.gross, &mut slots);
        take(&|row| row.current.saturating_add(row.previous), &mut slots);
        for (slot, &code) in slots.iter().enumerate() {
            self.slot_of[code as usize] = slot as u32;
        }
        self.slots = slots;
    }

    fn fill_series(&mut self, frame: &Frame<'_>) {
        self.series = vec![0; self.slots.len() * self.days];
        self.each(frame, |tallies, _, day, code, _, amounts, _| {
            let slot = tallies.slot_of[code];
            if slot != u32::MAX && day != NO_DAY {
                let cell = &mut tallies.series[slot as usize * tallies.days + day as usize];
                *cell = cell.saturating_add(amounts[0]);
            }
        });
    }

    /// Daily gross of a code, where it has a series.
    pub(crate) fn daily(&self, code: usize) -> Option<&[i64]> {
        let slot = *self.slot_of.get(code)?;
        (slot != u32::MAX).then(|| {
            let start = slot as usize * self.days;
            &self.series[start..start + self.days]
        })
    }

    /// The code of "not known".
    pub(crate) fn unknown(&self) -> usize {
        self.rows.len() - 1
    }

    /// The name of a code.
    pub(crate) fn name(&self, frame: &Frame<'_>, code: usize) -> SegmentName {
        if code >= self.unknown() {
            return SegmentName::Unknown;
        }
        match self.kind {
            DimensionKind::CustomerType if code == 0 => SegmentName::NewCustomers,
            DimensionKind::CustomerType => SegmentName::ReturningCustomers,
            _ => SegmentName::Named(
                dimension(frame, self.kind)
                    .map(|names| names.name(code as u32).to_owned())
                    .unwrap_or_default(),
            ),
        }
    }
}

/// Some rows narrowed to a segment; `None` for what cannot be selected by a name.
pub(crate) fn narrow(
    kind: DimensionKind,
    name: &SegmentName,
    within: &Selection,
) -> Option<Selection> {
    let mut selection = within.clone();
    match name {
        SegmentName::NewCustomers => selection.first_order = Some(true),
        SegmentName::ReturningCustomers => selection.first_order = Some(false),
        SegmentName::Unknown | SegmentName::Other(_) => return None,
        SegmentName::Named(name) => {
            let names = vec![name.clone()];
            match kind {
                DimensionKind::Product => selection.products = names,
                DimensionKind::Category => selection.categories = names,
                DimensionKind::Country => selection.countries = names,
                DimensionKind::Region => selection.regions = names,
                DimensionKind::Channel => selection.channels = names,
                DimensionKind::DiscountCode => selection.discount_codes = names,
                DimensionKind::Brand | DimensionKind::CustomerType => return None,
            }
        }
    }
    Some(selection)
}

/// The names of a dimension; `None` where the shop has none of them.
pub(crate) fn dimension<'a>(frame: &Frame<'a>, kind: DimensionKind) -> Option<&'a Dimension> {
    let shop = frame.shop;
    let dimension = match kind {
        DimensionKind::Product => &shop.product_names,
        DimensionKind::Category => &shop.categories,
        DimensionKind::Country => &shop.countries,
        DimensionKind::Region => &shop.regions,
        DimensionKind::Channel => &shop.channels,
        DimensionKind::DiscountCode => &shop.discount_codes,
        DimensionKind::Brand => &shop.brands,
        DimensionKind::CustomerType => return None,
    };
    Some(dimension)
}
