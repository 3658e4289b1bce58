//! An order table as the builder reads it.

use table::{Column, Table, Values};

use super::cells::{Decimal, Names, Numbers, is_null};
use super::coin::{Money, find_money};
use super::level::is_off_already;
use super::states::States;
use crate::recognise::name::Name;
use crate::time::{NO_DAY, Times};
use crate::{Grain, Recognition, Role};

/// An order table.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    pub(crate) index: u16,
    pub(crate) table: &'a Table,
    pub(crate) grain: Grain,
    pub(crate) platform: Option<&'a str>,
    pub(crate) id: Option<Names<'a>>,
    pub(crate) dates: Vec<Times<'a>>,
    /// The row whose date stands for each row's, where blank dates mean the one above; else empty.
    pub(crate) above: Vec<u32>,
    /// Whether each row goes on with the sale above; empty where none does.
    pub(crate) goes_on: Vec<bool>,
    pub(crate) paid: Option<&'a Column>,
    pub(crate) cancelled: Option<&'a Column>,
    pub(crate) order_status: Option<States<'a>>,
    pub(crate) payment_status: Option<States<'a>>,
    pub(crate) refund_status: Option<States<'a>>,
    /// Words of states that were not understood, and their rows.
    pub(crate) riddles: Vec<(String, Vec<u32>)>,
    pub(crate) cancel_reason: Option<Names<'a>>,
    pub(crate) test: Option<&'a Column>,
    /// Tags and payment methods, where they name a test.
    pub(crate) test_words: Vec<(&'a Column, Vec<bool>)>,
    pub(crate) total: Option<Numbers<'a>>,
    pub(crate) list_total: Option<Numbers<'a>>,
    pub(crate) subtotal: Option<Numbers<'a>>,
    pub(crate) discount: Option<Numbers<'a>>,
    pub(crate) shipping: Option<Numbers<'a>>,
    pub(crate) tax: Option<Numbers<'a>>,
    pub(crate) refund: Option<Numbers<'a>>,
    pub(crate) units: Option<Numbers<'a>>,
    /// How many orders a row sums up.
    pub(crate) order_count: Option<Numbers<'a>>,
    pub(crate) quantity: Option<Numbers<'a>>,
    pub(crate) unit_price: Option<Numbers<'a>>,
    pub(crate) line_total: Option<Numbers<'a>>,
    pub(crate) line_discount: Option<Numbers<'a>>,
    pub(crate) line_tax: Option<Numbers<'a>>,
    pub(crate) product_id: Option<Names<'a>>,
    pub(crate) sku: Option<Names<'a>>,
    pub(crate) product_name: Option<Names<'a>>,
    pub(crate) product_list: Option<Names<'a>>,
    pub(crate) variant: Option<Names<'a>>,
    pub(crate) flow: Option<Names<'a>>,
    pub(crate) category: Option<Names<'a>>,
    pub(crate) brand: Option<Names<'a>>,
    pub(crate) customer: Vec<(Role, Names<'a>)>,
    /// Customers' ids are counted from 0; else a 0 is nobody.
    pub(crate) from_zero: bool,
    pub(crate) country: Option<Names<'a>>,
    pub(crate) region: Option<Names<'a>>,
    pub(crate) address: Option<Names<'a>>,
    pub(crate) channel: Option<Names<'a>>,
    pub(crate) discount_code: Option<Names<'a>>,
    pub(crate) amount_type: Option<Names<'a>>,
    /// What a settlement's row is part of: an order, a refund.
    pub(crate) transaction: Option<Names<'a>>,
    pub(crate) money: Money<'a>,
    /// Nothing named the currency.
    pub(crate) assumed: bool,
    /// The paid amount is already net of refunds.
    pub(crate) paid_is_net: bool,
    /// The line discount is a share of the price.
    pub(crate) discount_is_rate: bool,
    /// The line total is before the line discount.
    pub(crate) discount_comes_off: bool,
    /// The order's discount has come off the line totals already.
    pub(crate) discount_is_off: bool,
    /// Line taxes come on top of the line total.
    pub(crate) tax_on_top: bool,
    /// Line totals are complete, and nothing comes off or on top.
    pub(crate) plain_total: bool,
}

impl<'a> Source<'a> {
    pub(crate) fn new(
        index: u16,
        table: &'a Table,
        recognition: &'a Recognition,
        options: &super::BuildOptions,
    ) -> Self {
        let column = |role: Role| {
            recognition
                .column(role)
                .and_then(|i| table.columns.get(i))
                .filter(|c| !matches!(c.values, Values::Empty(_)))
        };
        let numbers = |role| column(role).map(Numbers::new);
        let names = |role| column(role).map(Names::new);
        let times = |role| column(role).and_then(|c| Times::read(c, options.offset_minutes));
        let platform = recognition.platform.as_deref();
        let states = [Role::OrderStatus, Role::PaymentStatus, Role::RefundStatus]
            .map(|role| column(role).map(|c| States::new(c, platform)));
        let riddles = states.iter().flatten().filter_map(States::riddles);
        let riddles = riddles.collect();
        let [order_status, payment_status, refund_status] =
            states.map(|s| s.filter(States::speaks));
        let product_like = column(Role::ProductName).is_some()
            || column(Role::ProductId).is_some()
            || column(Role::Sku).is_some();
        let line_discount = numbers(Role::LineDiscount);
        let mut discount = numbers(Role::OrderDiscount);
        // In a list of orders a discount is the order's.
        let line_discount = if recognition.grain == Grain::Order && !product_like {
            discount = discount.or(line_discount);
            None
        } else {
            line_discount
        };
        let money_columns: Vec<&Column> = [
            Role::OrderTotal,
            Role::LineTotal,
            Role::UnitPrice,
            Role::OrderListTotal,
            Role::OrderSubtotal,
        ]
        .into_iter()
        .filter_map(column)
        .collect();
        let (money, assumed) = find_money(
            names(Role::Currency),
            &money_columns,
            table,
            platform,
            options,
        );
        let mut source = Source {
            index,
            table,
            grain: recognition.grain,
            platform,
            id: names(Role::OrderId),
            dates: [
                Role::OrderDate,
                Role::PaidDate,
                Role::Date,
                Role::CompletedDate,
                Role::ShippedDate,
            ]
            .into_iter()
            .filter_map(times)
            .collect(),
            above: Vec::new(),
            goes_on: Vec::new(),
            paid: column(Role::PaidDate),
            cancelled: column(Role::CancelledDate),
            order_status,
            payment_status,
            refund_status,
            riddles,
            cancel_reason: names(Role::CancelReason),
            test: column(Role::TestFlag),
            test_words: [Role::Tags, Role::PaymentMethod]
                .into_iter()
                .filter_map(column)
                .filter_map(test_words)
                .collect(),
            total: numbers(Role::OrderTotal),
            list_total: numbers(Role::OrderListTotal),
            subtotal: numbers(Role::OrderSubtotal),
            discount,
            shipping: numbers(Role::Shipping),
            tax: numbers(Role::Tax),
            refund: numbers(Role::RefundAmount),
            units: numbers(Role::OrderUnits),
            order_count: numbers(Role::CustomerOrders),
            quantity: numbers(Role::Quantity),
            unit_price: numbers(Role::UnitPrice),
            line_total: numbers(Role::LineTotal),
            line_discount,
            line_tax: numbers(Role::LineTax),
            product_id: names(Role::ProductId),
            sku: names(Role::Sku),
            product_name: names(Role::ProductName),
            product_list: names(Role::ProductList),
            variant: names(Role::Variant),
            flow: names(Role::Flow),
            category: names(Role::Category),
            brand: names(Role::Brand),
            customer: [
                Role::CustomerId,
                Role::Email,
                Role::CustomerName,
                Role::Phone,
            ]
            .into_iter()
            .filter_map(|r| names(r).map(|n| (r, n)))
            .collect(),
            from_zero: names(Role::CustomerId).is_some_and(|ids| ids.has_one()),
            country: names(Role::Country),
            region: names(Role::Region),
            address: names(Role::Address),
            channel: names(Role::Channel).or_else(|| names(Role::Store)),
            discount_code: names(Role::DiscountCode),
            amount_type: names(Role::AmountType),
            transaction: column(Role::AmountType)
                .and_then(|_| table.columns.iter().find(|c| is_transaction(&c.name)))
                .map(Names::new),
            money,
            assumed,
            paid_is_net: false,
            discount_is_rate: false,
            discount_comes_off: false,
            discount_is_off: false,
            tax_on_top: false,
            plain_total: false,
        };
        source.settle();
        source
    }

    /// Whether rows name products.
    pub(crate) fn has_products(&self) -> bool {
        self.product_id.is_some() || self.sku.is_some() || self.product_name.is_some()
    }

    /// The column that identifies products: ids, or numbers, where most rows have one.
    pub(crate) fn product_key(&mut self) -> Option<&mut Names<'a>> {
        let rows = self.table.rows;
        let filled =
            |n: &Option<Names<'a>>| n.as_ref().is_some_and(|n| n.column().nulls * 2 <= rows);
        if filled(&self.product_id) {
            self.product_id.as_mut()
        } else if filled(&self.sku) {
            self.sku.as_mut()
        } else {
            None
        }
    }

    /// A list of orders: later rows of an order are the order again.
    pub(crate) fn is_list(&self) -> bool {
        self.grain == Grain::Order
    }

    /// Whether a row has a price or an amount, or none of the file's rows can.
    pub(crate) fn is_priced(&self, row: usize) -> bool {
        match [&self.unit_price, &self.line_total] {
            [None, None] => true,
            prices => prices
                .into_iter()
                .flatten()
                .any(|p| p.get(row).is_some_and(|p| p.0 != 0)),
        }
    }

    fn settle(&mut self) {
        self.paid_is_net = self.paid_is_net_of_refund();
        if let Some(d) = &self.line_discount {
            let rows = self.table.rows.min(5_000);
            let one = |d: Decimal| i128::from(d.0).abs() <= crate::money::pow10(u32::from(d.1));
            let mut any = false;
            let all = (0..rows).filter_map(|r| d.get(r)).all(|v| {
                any |= v.0 != 0 && i128::from(v.0).abs() < crate::money::pow10(u32::from(v.1));
                one(v)
            });
            self.discount_is_rate = d.column().percent || all && any;
            self.discount_comes_off = self.platform == Some("Amazon")
                || !self.discount_is_rate && self.total_is_before_discount();
        }
        self.discount_is_off = is_off_already(self);
        self.tax_on_top = self.platform == Some("Amazon")
            && matches!(&self.money, Money::Column(n) if n.column().cell(0).is_some_and(|c| matches!(c.as_ref(), "USD" | "CAD")));
        self.plain_total = self.has_plain_total();
    }

    fn has_plain_total(&self) -> bool {
        let complete = |n: &Numbers<'_>| {
            n.column().nulls == 0 && n.column().exceptions.is_empty() || self.unit_price.is_none()
        };
        self.line_total.as_ref().is_some_and(complete)
            && !self.discount_comes_off
            && !self.tax_on_top
    }

    /// Quantity × price = amount on rows that have a discount: the amount is before it.
    fn total_is_before_discount(&self) -> bool {
        let (Some(q), Some(p), Some(t), Some(d)) = (
            &self.quantity,
            &self.unit_price,
            &self.line_total,
            &self.line_discount,
        ) else {
            return false;
        };
        let (mut before, mut after) = (0usize, 0usize);
        for row in 0..self.table.rows.min(5_000) {
            let (Some(q), Some(p), Some(t), Some(d)) =
                (q.get(row), p.get(row), t.get(row), d.get(row))
            else {
                continue;
            };
            if d.0 == 0 {
                continue;
            }
            let f = |d: Decimal| d.0 as f64 / 10f64.powi(i32::from(d.1));
            let full = f(q) * f(p);
            before += usize::from((full - f(t)).abs() < 0.01);
            after += usize::from((full - f(d).abs() - f(t)).abs() < 0.01);
        }
        before > after
    }

    /// Whether the paid column has refunds already taken off: paid + refund is the total on nearly
    /// all rows with a refund, or refunds exceed what was paid on most of them.
    fn paid_is_net_of_refund(&self) -> bool {
        let (Some(paid), Some(refund)) = (&self.total, &self.refund) else {
            return false;
        };
        let f = |d: Decimal| d.0 as f64 / 10f64.powi(i32::from(d.1));
        let (mut refunded, mut sums, mut exceeds, mut paid_full) = (0usize, 0usize, 0usize, 0usize);
        for row in 0..self.table.rows {
            let (Some(p), Some(r)) = (paid.get(row), refund.get(row)) else {
                continue;
            };
            let (p, r) = (f(p), f(r).abs());
            if r <= 0.0 {
                continue;
            }
            refunded += 1;
            exceeds += usize::from(r > p + 0.005);
            if let Some(list) = self.list_total.as_ref().and_then(|l| l.get(row)) {
                let list = f(list);
                sums += usize::from((p + r - list).abs() < 0.011);
                paid_full += usize::from((p - list).abs() < 0.011);
            }
        }
        refunded > 0
            && (sums * 10 >= refunded * 9 && paid_full * 2 < refunded || exceeds * 2 > refunded)
    }

    /// Day and hour of a row, from the first date that it has.
    pub(crate) fn time(&self, row: usize) -> (i32, u8) {
        let row = self.above.get(row).map_or(row, |above| *above as usize);
        for times in &self.dates {
            let (day, hour) = times.row(row);
            if day != NO_DAY {
                return (day, hour);
            }
        }
        (NO_DAY, crate::time::NO_HOUR)
    }

    pub(crate) fn is_test(&self, row: usize) -> bool {
        let named = self
            .test_words
            .iter()
            .any(|(column, test)| match &column.values {
                Values::Text(d) => d
                    .codes
                    .get(row)
                    .and_then(|c| test.get(*c as usize))
                    .copied()
                    .unwrap_or(false),
                _ => false,
            });
        if named {
            return true;
        }
        let Some(column) = self.test else {
            return false;
        };
        match &column.values {
            Values::Boolean { dict, truth } => dict
                .codes
                .get(row)
                .and_then(|c| truth.get(*c as usize))
                .copied()
                .unwrap_or(false),
            _ => column.cell(row).is_some_and(|c| {
                matches!(
                    c.trim().to_ascii_lowercase().as_str(),
                    "1" | "true" | "yes" | "test" | "是"
                )
            }),
        }
    }

    pub(crate) fn is_paid_blank(&self, row: usize) -> Option<bool> {
        self.paid.map(|c| is_null(c, row))
    }
}

fn is_transaction(name: &str) -> bool {
    matches!(
        Name::new(name).bare.as_str(),
        "transactiontype" | "transaktionstyp" | "交易类型"
    )
}

/// Which of a column's texts name a test order, if any does: a tag `test`, a bogus gateway.
fn test_words(column: &Column) -> Option<(&Column, Vec<bool>)> {
    let Values::Text(d) = &column.values else {
        return None;
    };
    let test: Vec<bool> = (0..d.distinct() as u32)
        .map(|c| {
            let text = d.get(c).unwrap_or_default().to_lowercase();
            text.split([',', ';', '，', '、'])
                .any(|t| matches!(t.trim(), "test" | "test order" | "测试" | "测试订单"))
                || text.contains("bogus")
                || text.contains("for testing")
        })
        .collect();
    test.contains(&true).then_some((column, test))
}
