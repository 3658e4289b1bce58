//! Orders and lines from rows that were brought together.

use super::BuildOptions;
use super::cells::Numbers;
use super::finish;
use super::group::{Groups, Place};
use super::line::{self, Wide, round_carry};
use super::names::Book;
use super::note::Notes;
use super::refund::Return;
use super::source::{Money, Source};
use crate::money::{pow10, share, to_minor};
use crate::time::{NO_DAY, NO_HOUR, day_of_order_id};
use crate::{
    CurrencyTotals, ExclusionReason, Grain, Join, NONE, QualityCode, RowRef, Shop, Status, currency,
};

/// A line on its way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draft {
    pub(super) product: u32,
    pub(super) quantity_milli: i64,
    /// What the line weighs in its order's gross, in minor units.
    pub(super) amount: i64,
    pub(super) refund: i64,
    pub(super) row: RowRef,
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
    pub(super) codes: Vec<String>,
    /// What rounding left over, per currency.
    pub(super) carry: Vec<i128>,
    pub(super) rows: Vec<usize>,
    pub(super) lines: Vec<Place>,
    pub(super) amounts: Vec<Option<Wide>>,
    pub(super) drafts: Vec<Draft>,
    pub(super) weights: Vec<i64>,
    pub(super) shares: Vec<i64>,
    pub(super) target: Option<(u8, Vec<Option<Wide>>)>,
    /// (details source, list source) → orders with lines from there.
    pub(super) details: std::collections::BTreeMap<(u16, u16), usize>,
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

    pub(super) fn currency(&mut self, code: &str) -> u8 {
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

    pub(super) fn digits(&self, currency: u8) -> u32 {
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
