//! Orders and lines from rows that were brought together.

use super::BuildOptions;
use super::cells::{Numbers, is_null};
use super::finish;
use super::group::{Groups, Place};
use super::line::{self, Wide, round_carry};
use super::names::{Book, split_products};
use super::note::Notes;
use super::refund::Return;
use super::source::{Money, Source};
use crate::money::{parse_decimal, pow10, share, to_minor};
use crate::status::State;
use crate::time::{NO_DAY, NO_HOUR, day_of_order_id};
use crate::{
    CurrencyTotals, ExclusionReason, Grain, Join, NONE, QualityCode, RowRef, Shop, Status, currency,
};

/// A line on its way.
#[derive(Debug, Clone, Copy)]
struct Draft {
    product: u32,
    quantity_milli: i64,
    /// What the line weighs in its order's gross, in minor units.
    amount: i64,
    refund: i64,
    row: RowRef,
}

/// What the states of an order's rows say together.
#[derive(Debug, Clone, Copy, Default)]
struct Flags {
    cancelled: bool,
    unpaid: bool,
    refunded: bool,
    partly: bool,
    counted: bool,
    test: bool,
    after_payment: bool,
}

/// The shop while it is put together.
pub(crate) struct Assembly<'a> {
    pub(crate) sources: Vec<Source<'a>>,
    pub(crate) notes: Notes,
    pub(crate) options: &'a BuildOptions,
    pub(crate) book: Book,
    pub(crate) shop: Shop,
    pub(crate) returns: Vec<Return>,
    pub(crate) joined: Vec<u16>,
    /// Codes of currencies, in order of appearance.
    codes: Vec<String>,
    /// What rounding left over, per currency.
    carry: Vec<i128>,
    rows: Vec<usize>,
    lines: Vec<Place>,
    amounts: Vec<Option<Wide>>,
    drafts: Vec<Draft>,
    weights: Vec<i64>,
    shares: Vec<i64>,
    target: Option<(u8, Vec<Option<Wide>>)>,
    /// (details source, list source) → orders with lines from there.
    details: std::collections::BTreeMap<(u16, u16), usize>,
}

impl<'a> Assembly<'a> {
    pub(crate) fn new(sources: Vec<Source<'a>>, notes: Notes, options: &'a BuildOptions) -> Self {
        let rows = sources.iter().map(|s| s.table.rows).sum();
        let mut shop = Shop::default();
        shop.lines.order.reserve(rows);
        shop.lines.product.reserve(rows);
        shop.lines.quantity_milli.reserve(rows);
        shop.lines.revenue_minor.reserve(rows);
        shop.lines.refund_minor.reserve(rows);
        shop.lines.source.reserve(rows);
        shop.orders.first_line.push(0);
        let mut assembly = Self {
            sources,
            notes,
            options,
            book: Book::default(),
            shop,
            returns: Vec::new(),
            joined: Vec::new(),
            codes: Vec::new(),
            carry: Vec::new(),
            rows: Vec::new(),
            lines: Vec::new(),
            amounts: Vec::new(),
            drafts: Vec::new(),
            weights: Vec::new(),
            shares: Vec::new(),
            target: None,
            details: std::collections::BTreeMap::new(),
        };
        if let Some(rates) = &options.rates
            && let Some(code) = currency::code(&rates.target)
        {
            let target = assembly.currency(code);
            assembly.target = Some((target, Vec::new()));
        }
        assembly
    }

    /// Whether a table went into the shop.
    pub(crate) fn uses(&self, table: u16) -> bool {
        self.sources.iter().any(|s| s.index == table) || self.joined.contains(&table)
    }

    fn currency(&mut self, code: &str) -> u8 {
        if let Some(at) = self.codes.iter().position(|c| c == code) {
            return at as u8;
        }
        if self.codes.len() >= 250 {
            return 0;
        }
        self.codes.push(code.to_owned());
        self.carry.push(0);
        self.codes.len() as u8 - 1
    }

    fn digits(&self, currency: u8) -> u32 {
        u32::from(currency::digits(&self.codes[usize::from(currency)]))
    }

    pub(crate) fn run(&mut self, groups: &Groups) {
        for s in &self.sources {
            if s.assumed && s.table.rows > 0 {
                let Money::One(code) = s.money else { continue };
                self.notes
                    .table(QualityCode::CurrencyAssumed, s.index, s.table.rows, code);
            }
        }
        let many = {
            let mut platforms: Vec<_> = self.sources.iter().filter_map(|s| s.platform).collect();
            platforms.sort_unstable();
            platforms.dedup();
            platforms.len() > 1
        };
        for order in 0..groups.len() {
            // The buffers are lent out, so that the rest of `self` stays free.
            let mut rows = std::mem::take(&mut self.rows);
            let mut lines = std::mem::take(&mut self.lines);
            rows.clear();
            lines.clear();
            self.order(groups.of(order), many, &mut rows, &mut lines);
            self.rows = rows;
            self.lines = lines;
        }
        for s in &self.sources {
            if s.paid_is_net {
                self.notes
                    .table(QualityCode::PaidIsNetOfRefund, s.index, s.table.rows, "");
            }
            let converted: usize = s.dates.iter().map(|d| d.converted).sum();
            if converted > 0 {
                self.notes
                    .table(QualityCode::ZoneConverted, s.index, converted, "");
            }
        }
    }

    fn order(
        &mut self,
        places: &[Place],
        many_platforms: bool,
        rows: &mut Vec<usize>,
        lines: &mut Vec<Place>,
    ) {
        let head = self.head_of(places);
        rows.extend(
            places
                .iter()
                .filter(|p| usize::from(p.source) == head)
                .map(|p| p.row as usize),
        );
        let s = &self.sources[head];
        let table = s.index;
        let at = |row: usize| RowRef {
            table,
            row: row as u32,
        };
        let is_list = s.is_list();
        let rows = if is_list { &rows[..1] } else { &rows[..] };
        let first = rows[0];
        let source = at(first);

        let currency = self.currency_of(head, rows);
        let digits = self.digits(currency);
        let s = &self.sources[head];
        let minor =
            |d: Option<(i64, u8)>| d.map(|d| to_minor(i128::from(d.0), u32::from(d.1), digits));

        // Order-level amounts.
        let list_total = minor(level(s.list_total.as_ref(), rows, s.grain));
        let subtotal = minor(level(s.subtotal.as_ref(), rows, s.grain));
        let discount = minor(level(s.discount.as_ref(), rows, s.grain)).map_or(0, i64::abs);
        let shipping = minor(level(s.shipping.as_ref(), rows, s.grain)).unwrap_or(0);
        let tax = minor(level(s.tax.as_ref(), rows, s.grain)).unwrap_or(0);
        let refund_column = minor(level(s.refund.as_ref(), rows, s.grain)).map_or(0, i64::abs);
        let units = level(s.units.as_ref(), rows, s.grain)
            .map(|d| to_minor(i128::from(d.0), u32::from(d.1), 3));
        let mut total_raw: Option<Wide> =
            level(s.total.as_ref(), rows, s.grain).map(|d| (i128::from(d.0), u32::from(d.1)));
        let mut shipping_apart = shipping;
        if total_raw.is_none() && s.total.is_none() {
            total_raw = match (list_total, subtotal) {
                (Some(list), _) => Some((i128::from(list - discount), digits)),
                (None, Some(sub)) => Some((i128::from(sub + shipping + tax), digits)),
                _ => None,
            };
            shipping_apart = if total_raw.is_some() {
                shipping
            } else {
                shipping_apart
            };
        }
        if s.paid_is_net
            && let Some(total) = &mut total_raw
        {
            *total = (
                total.0 * pow10(digits.saturating_sub(total.1))
                    + i128::from(refund_column) * pow10(total.1.saturating_sub(digits)),
                total.1.max(digits),
            );
        }

        let flags = self.flags(head, rows);
        // Which rows tell the lines, and what they cost.
        self.line_places(places, head, lines);
        let lines = &*lines;
        self.amounts.clear();
        for p in lines {
            let amount = line::amount(&self.sources[usize::from(p.source)], p.row as usize);
            self.amounts.push(amount);
        }
        let has_amount = total_raw.is_some() || self.amounts.iter().any(Option::is_some);

        // The same order again.
        let again = |a: &Self, p: &Place| {
            let other = usize::from(p.source);
            a.sources[other].is_list() && (other != head || p.row as usize != first)
        };
        for p in places {
            if places.len() == 1 || !again(self, p) {
                continue;
            }
            let rough = self.rough(total_raw, digits);
            let other = &self.sources[usize::from(p.source)];
            let row = RowRef {
                table: other.index,
                row: p.row,
            };
            self.notes
                .exclude(ExclusionReason::Duplicate, currency, rough, row);
            if usize::from(p.source) != head {
                self.notes.add(QualityCode::OverlappingFiles, row);
            }
        }

        let why = if flags.test {
            Some(ExclusionReason::Test)
        } else if flags.cancelled {
            Some(ExclusionReason::Cancelled)
        } else if flags.unpaid {
            Some(ExclusionReason::Unpaid)
        } else if self.is_return(lines, total_raw.map(|t| t.0)) {
            Some(ExclusionReason::Return)
        } else if !has_amount {
            Some(ExclusionReason::NoAmount)
        } else {
            None
        };
        if let Some(why) = why {
            let rough = self.rough(total_raw, digits);
            self.notes.exclude(why, currency, rough, source);
            if why == ExclusionReason::Return {
                self.returns.push(Return {
                    lines: lines.to_vec(),
                    head: Place {
                        source: head as u16,
                        row: first as u32,
                    },
                    currency,
                    digits,
                    refund_minor: rough.abs(),
                    day: self.sources[head].time(first).0,
                });
            }
            return;
        }

        // Lines, with weights.
        let mut carry = self.carry[usize::from(currency)];
        self.drafts.clear();
        let detailed = total_raw.is_some();
        for (i, p) in lines.iter().enumerate() {
            let by_line = flags.counted && usize::from(p.source) == head;
            let raw = self.amounts[i];
            self.draft(*p, raw, digits, &mut carry, detailed, by_line);
        }
        self.fit_units(units);
        let goods: i64 = self.drafts.iter().map(|d| d.amount).sum();
        let returned: i64 = self.drafts.iter().map(|d| d.refund).sum();
        let (gross, priced) = match total_raw {
            Some(total) => (round_carry(total, digits, &mut carry), goods != 0),
            None => (goods - discount + shipping_apart + tax, true),
        };
        self.carry[usize::from(currency)] = carry;
        if self.drafts.is_empty() {
            self.drafts.push(Draft {
                product: NONE,
                quantity_milli: units.unwrap_or(0),
                amount: gross,
                refund: 0,
                row: source,
            });
        }
        self.fit_lines(gross, goods, priced, discount, shipping, tax, source);

        // Refunds.
        let refund = if refund_column > 0 {
            refund_column
        } else if flags.refunded && returned == 0 {
            gross.max(0)
        } else {
            returned
        };
        let rest = refund - returned;
        if rest != 0 {
            self.weights.clear();
            self.weights
                .extend(self.drafts.iter().map(|d| (d.amount - d.refund).max(0)));
            share(rest, &self.weights, &mut self.shares);
            for (d, r) in self.drafts.iter_mut().zip(&self.shares) {
                d.refund += r;
            }
        }
        self.push(
            head,
            rows,
            currency,
            gross,
            refund,
            flags.partly,
            many_platforms,
            (discount, shipping, tax),
            source,
        );
    }

    /// What an order is about, where it does not have to be exact.
    fn rough(&self, total: Option<Wide>, digits: u32) -> i64 {
        let minor = |(v, scale): Wide| to_minor(v, scale, digits);
        match total {
            Some(total) => minor(total),
            None => self.amounts.iter().flatten().map(|a| minor(*a)).sum(),
        }
    }

    /// The source that speaks for an order: a list with totals before anything else.
    fn head_of(&self, places: &[Place]) -> usize {
        let first = usize::from(places[0].source);
        if self.sources.len() == 1 || places.iter().all(|p| usize::from(p.source) == first) {
            return first;
        }
        places
            .iter()
            .map(|p| usize::from(p.source))
            .min_by_key(|&i| {
                let s = &self.sources[i];
                (
                    usize::from(s.total.is_none() && s.list_total.is_none()),
                    usize::from(!s.is_list()),
                    usize::from(s.dates.is_empty()),
                    i,
                )
            })
            .unwrap_or(first)
    }

    /// The rows that tell an order's lines: of detail tables where there are some, else of its own.
    /// Rows of a second file that the first has as well are the same lines again.
    fn line_places(&mut self, places: &[Place], head: usize, kept: &mut Vec<Place>) {
        let one = self.sources.len() == 1 || places.iter().all(|p| p.source == places[0].source);
        if one {
            let rows = if self.sources[head].is_list() {
                &places[..1]
            } else {
                places
            };
            kept.extend_from_slice(rows);
            return;
        }
        let mut tables: Vec<u16> = places
            .iter()
            .filter(|p| {
                let s = &self.sources[usize::from(p.source)];
                !s.is_list() && s.has_products()
            })
            .map(|p| p.source)
            .collect();
        tables.dedup();
        let Some(&main) = tables.first() else {
            kept.extend(places.iter().find(|p| usize::from(p.source) == head));
            return;
        };
        if usize::from(main) != head && self.sources[head].is_list() {
            *self.details.entry((main, head as u16)).or_default() += 1;
        }
        kept.extend(places.iter().filter(|p| p.source == main));
        for &other in &tables[1..] {
            let mut known: Vec<_> = kept.iter().map(|p| self.signature(*p)).collect();
            let mut doubled = 0usize;
            let mut first = None;
            for p in places.iter().filter(|p| p.source == other) {
                let signature = self.signature(*p);
                match known.iter().position(|k| *k == signature) {
                    Some(at) => {
                        known.swap_remove(at);
                        doubled += 1;
                        first = first.or(Some(*p));
                    }
                    None => kept.push(*p),
                }
            }
            if doubled > 0
                && let Some(p) = first
            {
                let row = RowRef {
                    table: self.sources[usize::from(other)].index,
                    row: p.row,
                };
                self.notes.add(QualityCode::OverlappingFiles, row);
                if known.is_empty() {
                    self.notes.exclude(ExclusionReason::Duplicate, 0, 0, row);
                }
            }
        }
    }

    /// What makes two lines the same: product, quantity and amount.
    fn signature(&self, p: Place) -> (String, Option<(i64, u8)>, Option<Wide>) {
        let s = &self.sources[usize::from(p.source)];
        let row = p.row as usize;
        let mut text = String::new();
        for names in [&s.product_id, &s.sku, &s.product_name]
            .into_iter()
            .flatten()
        {
            text.push_str(&names.text(row));
            text.push('\u{1f}');
        }
        (
            text,
            s.quantity.as_ref().and_then(|q| q.get(row)),
            line::amount(s, row),
        )
    }

    fn flags(&mut self, head: usize, rows: &[usize]) -> Flags {
        let s = &mut self.sources[head];
        let mut f = Flags::default();
        let mut paid_state = None;
        let mut cancelled_rows = 0usize;
        if s.order_status.is_some() || s.payment_status.is_some() || s.refund_status.is_some() {
            for &row in rows {
                if let Some(state) = s.payment_status.as_ref().and_then(|c| c.get(row)) {
                    paid_state.get_or_insert(state);
                }
                match s.order_status.as_ref().and_then(|c| c.get(row)) {
                    Some(State::Cancelled) => cancelled_rows += 1,
                    Some(State::Unpaid) => f.unpaid = true,
                    Some(State::Refunded) => f.refunded = true,
                    Some(State::PartlyRefunded) => f.partly = true,
                    Some(State::Counted) => f.counted = true,
                    None => {}
                }
                match s.refund_status.as_ref().and_then(|c| c.get(row)) {
                    Some(State::Refunded) => f.refunded = true,
                    Some(State::PartlyRefunded) => f.partly = true,
                    _ => {}
                }
            }
        }
        f.cancelled = cancelled_rows > 0 && !f.counted;
        match paid_state {
            Some(State::Unpaid) => f.unpaid = true,
            Some(State::Cancelled) => f.cancelled = true,
            Some(state) => {
                f.unpaid = false;
                f.counted |= state == State::Counted;
                f.refunded |= state == State::Refunded;
                f.partly |= state == State::PartlyRefunded;
            }
            None => f.unpaid &= !f.counted,
        }
        f.refunded &= !f.partly;
        if let Some(c) = s.cancelled
            && rows.iter().any(|&r| !is_null(c, r))
        {
            f.cancelled = true;
        }
        let blank = rows.iter().all(|&r| s.is_paid_blank(r) == Some(true));
        f.after_payment = s.paid.is_some() && !blank;
        if blank && !f.counted && !f.refunded && !f.partly && !f.cancelled {
            f.unpaid = true;
        }
        // Closed after it was paid, for a refund: the money came and went.
        if f.cancelled
            && f.after_payment
            && let Some(reason) = &s.cancel_reason
        {
            let text = reason.text(rows[0]);
            if text.contains("退款") || text.to_lowercase().contains("refund") {
                f.cancelled = false;
                f.refunded = true;
            }
        }
        f.test =
            (s.test.is_some() || !s.test_words.is_empty()) && rows.iter().any(|&r| s.is_test(r));
        f
    }

    fn currency_of(&mut self, head: usize, rows: &[usize]) -> u8 {
        let found: Option<&'static str> = match &mut self.sources[head].money {
            Money::One(code) => Some(*code),
            Money::Column(names) => rows
                .iter()
                .find(|&&r| !names.is_null(r))
                .and_then(|&r| currency::code(&names.text(r))),
            Money::Cells(cells, codes, fallback) => Some(
                rows.iter()
                    .filter_map(|&r| cells.get(r))
                    .find_map(|&c| codes.get(usize::from(c)).copied().flatten())
                    .unwrap_or(fallback),
            ),
        };
        let found = found.or_else(|| self.options.currency.as_deref().and_then(currency::code));
        match found {
            Some(code) => self.currency(code),
            None if self.codes.is_empty() => self.currency("USD"),
            None => 0,
        }
    }

    /// Every amount is negative (or quantities are, where amounts are zero), or the total is.
    fn is_return(&self, lines: &[Place], total: Option<i128>) -> bool {
        if let Some(total) = total {
            return total < 0;
        }
        let mut negative = false;
        for (p, amount) in lines.iter().zip(&self.amounts) {
            let s = &self.sources[usize::from(p.source)];
            let quantity = s
                .quantity
                .as_ref()
                .and_then(|q| q.get(p.row as usize))
                .map_or(0, |q| q.0);
            let amount = amount.map_or(0, |a| a.0);
            if quantity > 0 && amount >= 0 || amount > 0 {
                return false;
            }
            negative |= quantity < 0 || amount < 0;
        }
        negative
    }

    /// Turns a row into lines.
    fn draft(
        &mut self,
        p: Place,
        raw: Option<Wide>,
        digits: u32,
        carry: &mut i128,
        total_known: bool,
        by_line: bool,
    ) {
        let i = usize::from(p.source);
        let row = p.row as usize;
        let s = &self.sources[i];
        let place = RowRef {
            table: s.index,
            row: p.row,
        };
        // A line that was cancelled by itself adds nothing; a settlement's fees are not sales.
        let state = s.order_status.as_ref().and_then(|c| c.get(row));
        let is_fee = s
            .amount_type
            .as_ref()
            .is_some_and(|n| !is_sale(&n.text(row)));
        if by_line && state == Some(State::Cancelled) || is_fee {
            return;
        }
        let quantity = s
            .quantity
            .as_ref()
            .and_then(|q| q.get(row))
            .map(|d| to_minor(i128::from(d.0), u32::from(d.1), 3));
        let amount = match raw {
            Some(raw) if total_known => to_minor(raw.0, raw.1, digits),
            Some(raw) => round_carry(raw, digits, carry),
            None => 0,
        };
        if let Some(list) = &s.product_list
            && !s.has_products()
            && !list.is_null(row)
        {
            let parts = split_products(&list.text(row));
            if parts.len() > 1 {
                self.notes.add(QualityCode::ProductListSplit, place);
            }
            for (name, count) in parts {
                let product = self.book.product_of_name(&name);
                self.drafts.push(Draft {
                    product,
                    quantity_milli: count * 1000,
                    amount: 0,
                    refund: 0,
                    row: place,
                });
            }
            return;
        }
        let s = &mut self.sources[i];
        if !s.has_products() && raw.is_none() && quantity.is_none() {
            return;
        }
        let names_products = s.has_products();
        let product = self.book.product(s, row);
        if names_products && product == NONE {
            self.notes.add(QualityCode::MissingProduct, place);
        }
        let negative = quantity.is_some_and(|q| q < 0);
        if negative {
            self.notes.add(QualityCode::NegativeQuantity, place);
        } else if raw.is_some_and(|r| r.0 == 0) && quantity != Some(0) {
            self.notes.add(QualityCode::ZeroPrice, place);
        }
        let draft = if negative {
            Draft {
                product,
                quantity_milli: 0,
                amount: 0,
                refund: amount.abs(),
                row: place,
            }
        } else {
            Draft {
                product,
                quantity_milli: quantity.unwrap_or(if product == NONE { 0 } else { 1000 }),
                amount,
                refund: 0,
                row: place,
            }
        };
        self.drafts.push(draft);
    }

    /// Where the order tells its units and its lines do not, they share them.
    fn fit_units(&mut self, units: Option<i64>) {
        let Some(units) = units.filter(|u| *u > 0) else {
            return;
        };
        let told = self.drafts.iter().any(|d| d.amount != 0 || d.refund != 0);
        if told || self.drafts.is_empty() {
            return;
        }
        self.weights.clear();
        self.weights
            .extend(self.drafts.iter().map(|d| d.quantity_milli));
        share(units, &self.weights, &mut self.shares);
        for (d, q) in self.drafts.iter_mut().zip(&self.shares) {
            d.quantity_milli = *q;
        }
    }

    /// Makes the lines sum to gross: discounts are shared among them, and what belongs to no
    /// product (shipping, tax, rounding) stands on a line of its own.
    #[expect(clippy::too_many_arguments, reason = "the parts of one order's amount")]
    fn fit_lines(
        &mut self,
        gross: i64,
        goods: i64,
        priced: bool,
        discount: i64,
        shipping: i64,
        tax: i64,
        source: RowRef,
    ) {
        if goods == gross && discount == 0 {
            return;
        }
        if !priced {
            // No prices on the lines: the whole amount is shared by quantity.
            self.weights.clear();
            self.weights
                .extend(self.drafts.iter().map(|d| d.quantity_milli));
            let extra = if (0..=gross).contains(&shipping) {
                shipping
            } else {
                0
            };
            share(gross - extra, &self.weights, &mut self.shares);
            for (d, r) in self.drafts.iter_mut().zip(&self.shares) {
                d.amount = *r;
            }
            self.extra(extra, source);
            return;
        }
        let explained = [discount, 0]
            .into_iter()
            .flat_map(|off| [shipping + tax, shipping, tax, 0].map(|extra| (off, extra)))
            .find(|(off, extra)| goods - off + extra == gross);
        let (target, extra) = match explained {
            Some((off, extra)) => (goods - off, extra),
            None => {
                let plain = gross - goods;
                let differs = (plain.abs() - discount - shipping - tax).max(0);
                if differs * 100 > gross.abs().max(goods.abs()) {
                    self.notes.add(QualityCode::TotalsDiffer, source);
                }
                if plain > 0 {
                    (goods, plain)
                } else if (1..=gross).contains(&(shipping + tax)) && discount > 0 {
                    (gross - shipping - tax, shipping + tax)
                } else {
                    (gross, 0)
                }
            }
        };
        if target != goods {
            self.weights.clear();
            self.weights
                .extend(self.drafts.iter().map(|d| d.amount.max(0)));
            share(target - goods, &self.weights, &mut self.shares);
            for (d, r) in self.drafts.iter_mut().zip(&self.shares) {
                d.amount += r;
            }
        }
        self.extra(extra, source);
    }

    fn extra(&mut self, amount: i64, row: RowRef) {
        if amount != 0 {
            self.drafts.push(Draft {
                product: NONE,
                quantity_milli: 0,
                amount,
                refund: 0,
                row,
            });
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one row of the orders' columns")]
    fn push(
        &mut self,
        head: usize,
        rows: &[usize],
        currency: u8,
        gross: i64,
        refund: i64,
        partly: bool,
        many_platforms: bool,
        (discount, shipping, tax): (i64, i64, i64),
        source: RowRef,
    ) {
        let s = &mut self.sources[head];
        let id = s.id.as_ref().map_or("".into(), |n| n.text(rows[0]));
        let id = id.trim_start_matches('\'');
        let (mut day, mut hour) = (NO_DAY, NO_HOUR);
        for &row in rows {
            (day, hour) = s.time(row);
            if day != NO_DAY {
                break;
            }
        }
        if day == NO_DAY {
            match day_of_order_id(id) {
                Some(found) => {
                    day = found;
                    self.notes.add(QualityCode::DateFromOrderId, source);
                }
                None => self.notes.add(QualityCode::MissingDate, source),
            }
        } else if self.options.today > 0 && day > self.options.today {
            self.notes.add(QualityCode::FutureDate, source);
        }
        let mut customer = NONE;
        let (mut country, mut region, mut channel, mut code) = (NONE, NONE, NONE, NONE);
        for &row in rows {
            if customer == NONE {
                customer = self.book.customer(s, row, true);
            }
            if let Some(n) = s.country.as_mut().filter(|_| country == NONE) {
                country = n.code(row, |t| self.book.country(t));
            }
            if let Some(n) = s.region.as_mut().filter(|_| region == NONE) {
                region = n.code(row, |t| self.book.region(t));
            }
            if let Some(n) = s.address.as_mut().filter(|_| region == NONE) {
                region = n.code(row, |t| self.book.region_of_address(t));
            }
            if let Some(n) = s.channel.as_mut().filter(|_| channel == NONE) {
                channel = n.code(row, |t| self.book.channels.intern(t));
            }
            if let Some(n) = s.discount_code.as_mut().filter(|_| code == NONE) {
                code = n.code(row, |t| self.book.discount_codes.intern(t));
            }
            let settled = (customer != NONE || s.customer.is_empty())
                && (country != NONE || s.country.is_none())
                && (region != NONE || s.region.is_none())
                && (channel != NONE || s.channel.is_none())
                && s.discount_code.is_none();
            if settled {
                break;
            }
        }
        if many_platforms
            && channel == NONE
            && let Some(platform) = s.platform
        {
            channel = self.book.channels.intern(platform);
        }
        if customer == NONE && !s.customer.is_empty() {
            self.notes.add(QualityCode::MissingCustomer, source);
        }

        let (currency, gross, refund, money) =
            self.convert(currency, gross, refund, [discount, shipping, tax], source);
        let o = &mut self.shop.orders;
        let index = o.day.len() as u32;
        o.id.push(id.into());
        o.day.push(day);
        o.hour.push(hour);
        o.customer.push(customer);
        o.country.push(country);
        o.region.push(region);
        o.channel.push(channel);
        o.currency.push(currency);
        o.status.push(if refund > 0 && refund >= gross {
            Status::Refunded
        } else if refund > 0 || partly {
            Status::PartlyRefunded
        } else {
            Status::Sold
        });
        o.gross_minor.push(gross);
        o.refund_minor.push(refund);
        o.discount_minor.push(money[0]);
        o.shipping_minor.push(money[1]);
        o.tax_minor.push(money[2]);
        o.units_milli
            .push(self.drafts.iter().map(|d| d.quantity_milli).sum());
        o.discount_code.push(code);
        o.source.push(source);
        let l = &mut self.shop.lines;
        for d in &self.drafts {
            l.order.push(index);
            l.product.push(d.product);
            l.quantity_milli.push(d.quantity_milli);
            l.revenue_minor.push(d.amount);
            l.refund_minor.push(d.refund);
            l.source.push(d.row);
        }
        o.first_line.push(l.order.len() as u32);
        self.shop.has_hours |= hour != NO_HOUR;
    }

    /// Brings an order's amounts into the merchant's currency where a rate is given.
    fn convert(
        &mut self,
        from: u8,
        gross: i64,
        refund: i64,
        money: [i64; 3],
        source: RowRef,
    ) -> (u8, i64, i64, [i64; 3]) {
        let Some((target, _)) = self.target else {
            return (from, gross, refund, money);
        };
        if target == from {
            return (from, gross, refund, money);
        }
        let Some(rate) = self.rate(from) else {
            return (from, gross, refund, money);
        };
        let (from_digits, to_digits) = (self.digits(from), self.digits(target));
        let convert =
            |minor: i64| to_minor(i128::from(minor) * rate.0, rate.1 + from_digits, to_digits);
        let gross = convert(gross);
        let refund = convert(refund);
        self.weights.clear();
        let negative = self.drafts.iter().any(|d| d.amount < 0);
        if negative {
            for d in &mut self.drafts {
                d.amount = convert(d.amount);
            }
            let sum: i64 = self.drafts.iter().map(|d| d.amount).sum();
            if let Some(first) = self.drafts.first_mut() {
                first.amount += gross - sum;
            }
        } else {
            self.weights.extend(self.drafts.iter().map(|d| d.amount));
            share(gross, &self.weights, &mut self.shares);
            for (d, r) in self.drafts.iter_mut().zip(&self.shares) {
                d.amount = *r;
            }
        }
        self.weights.clear();
        self.weights.extend(self.drafts.iter().map(|d| d.refund));
        share(refund, &self.weights, &mut self.shares);
        for (d, r) in self.drafts.iter_mut().zip(&self.shares) {
            d.refund = *r;
        }
        let code = self.codes[usize::from(from)].clone();
        self.notes.add_with(QualityCode::Converted, source, code);
        (target, gross, refund, money.map(convert))
    }

    /// An amount in the currency that it is reported in.
    pub(crate) fn in_target(&mut self, from: u8, minor: i64) -> (u8, i64) {
        let Some((target, _)) = self.target else {
            return (from, minor);
        };
        match self.rate(from) {
            Some(rate) if target != from => {
                let (from_digits, to_digits) = (self.digits(from), self.digits(target));
                let minor = to_minor(i128::from(minor) * rate.0, rate.1 + from_digits, to_digits);
                (target, minor)
            }
            _ => (from, minor),
        }
    }

    /// The rate of a currency: mantissa and scale.
    fn rate(&mut self, from: u8) -> Option<(i128, u32)> {
        let (_, known) = self.target.as_mut()?;
        while known.len() <= usize::from(from) {
            let code = self.codes.get(known.len())?;
            let rate = self
                .options
                .rates
                .as_ref()
                .and_then(|r| r.per_unit.get(code))
                .and_then(|text| parse_decimal(text))
                .filter(|(m, _)| *m > 0)
                .map(|(m, scale)| (i128::from(m), u32::from(scale)));
            known.push(rate);
        }
        known[usize::from(from)]
    }

    pub(crate) fn finish(mut self, tables: &[&table::Table]) -> Shop {
        let mut shop = self.shop;
        shop.product_names = self.book.finish_products();
        shop.customers = self.book.finish_customers();
        shop.products = self.book.products;
        shop.categories = self.book.categories;
        shop.brands = self.book.brands;
        shop.countries = self.book.countries;
        shop.regions = self.book.regions;
        shop.channels = self.book.channels;
        shop.discount_codes = self.book.discount_codes;
        shop.has_lines = shop.lines.product.iter().any(|p| *p != NONE);
        for (&(details, list), &matched) in &self.details {
            let (d, l) = (
                &self.sources[usize::from(details)],
                &self.sources[usize::from(list)],
            );
            let name = |s: &Source<'_>| {
                s.id.as_ref()
                    .map_or(String::new(), |n| n.column().name.clone())
            };
            shop.joins.push(Join {
                left: l.index,
                right: d.index,
                key: (name(l), name(d)),
                matched,
                total: l.table.rows.max(matched),
            });
        }
        let totals: Vec<CurrencyTotals> = self
            .codes
            .iter()
            .map(|code| CurrencyTotals {
                currency: code.clone(),
                digits: currency::digits(code),
                orders: 0,
                gross_minor: 0,
                refunds_minor: 0,
            })
            .collect();
        let new_code =
            finish::currencies(&mut shop, totals, &mut self.notes, self.target.map(|t| t.0));
        finish::outliers(&shop, &mut self.notes);
        finish::doubled_rows(&shop, tables, &mut self.notes);
        let (quality, excluded) = self
            .notes
            .finish(|t| tables.get(usize::from(t)).map_or(0, |t| t.rows));
        shop.quality = quality;
        shop.excluded = finish::exclusions(excluded, &new_code);
        shop
    }
}

/// The value of an order-level column over an order's rows: on the first row, repeated, or of each line.
fn level(numbers: Option<&Numbers<'_>>, rows: &[usize], grain: Grain) -> Option<(i64, u8)> {
    let numbers = numbers?;
    let mut values = rows.iter().filter_map(|&r| numbers.get(r));
    let first = values.next()?;
    if matches!(grain, Grain::Order) || rows.len() == 1 {
        return Some(first);
    }
    let (mut sum, mut same) = (first.0, true);
    for (v, _) in values {
        same &= v == first.0;
        sum += v;
    }
    Some((if same { first.0 } else { sum }, first.1))
}

/// Whether a settlement's amount is part of what a customer paid.
fn is_sale(kind: &str) -> bool {
    matches!(
        kind,
        "ItemPrice"
            | "Promotion"
            | "Order"
            | "Refund"
            | "Principal"
            | "Shipping"
            | "Tax"
            | "订单"
            | "退款"
            | ""
    )
}
