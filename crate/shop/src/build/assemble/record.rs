//! An order and its lines, written into the shop's columns.

use super::Assembly;
use crate::build::group::is_rounded;
use crate::time::{NO_DAY, NO_HOUR, day_of_order_id};
use crate::{NONE, QualityCode, RowRef, Status};

impl Assembly<'_> {
    #[expect(clippy::too_many_arguments, reason = "one row of the orders' columns")]
    pub(super) fn push(
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
        let id = if is_rounded(id) { "" } else { id };
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
            l.product.push(d.product);
            l.quantity_milli.push(d.quantity_milli);
            l.revenue_minor.push(d.amount);
            l.refund_minor.push(d.refund);
            l.source.push(d.row);
        }
        o.first_line.push(l.product.len() as u32);
        self.shop.has_hours |= hour != NO_HOUR;
    }
}
