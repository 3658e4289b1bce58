//! Discounts, refunds and cancellations: what was taken off the revenue.

use analysis::{Answer, DimensionKind, Insufficient, Unit};
use chart::spec::{Format, LineSeries, Plot, Point, TimeStep, Tone, XAxis};
use shop::{ExclusionReason, Selection};

use super::Build;
use super::parts::words;
use crate::Block;
use crate::words::phrase::Phrase;
use crate::words::say::percent;
use crate::words::{exclusion, section, unpaid};

impl Build<'_> {
    /// A share by month; a month without orders is a gap.
    fn monthly_share(
        &self,
        id: &str,
        (title, measure): (String, Phrase),
        months: &[(i32, u64, u64, Selection)],
    ) -> Block {
        let name = self.say.plain(measure).to_owned();
        Block::Chart(
            self.chart(
                id,
                (title, self.subtitle(measure), self.note.clone()),
                Plot::Line {
                    x: XAxis::Time {
                        label: self.say.plain(section::TIME).to_owned(),
                        step: TimeStep::Month,
                    },
                    y: self.measure(measure, Format::Percent),
                    series: vec![LineSeries {
                        name,
                        tone: Tone::Accent,
                        points: months
                            .iter()
                            .map(|(first, part, all, _)| Point {
                                x: f64::from(*first),
                                y: (*all > 0).then(|| *part as f64 / *all as f64),
                                lo: None,
                                hi: None,
                            })
                            .collect(),
                        dashed: false,
                    }],
                    area: false,
                    zero: true,
                    annotations: Vec::new(),
                },
                months
                    .iter()
                    .map(|(_, part, _, selection)| (*part > 0).then(|| selection.clone()))
                    .collect(),
            ),
        )
    }

    pub(super) fn discounts(&self) -> Vec<Block> {
        let say = &self.say;
        let of = match &self.input.sales.discounts {
            Answer::Insufficient(missing) => {
                return vec![self.missing(section::DISCOUNTS, *missing)];
            }
            Answer::Known(of) => of,
        };
        let mut blocks = Vec::new();
        if of.months.len() > 1 {
            let title = section::DISCOUNT_TITLE
                .fill(say.lang, &[("share", (&percent(of.order_share)).into())]);
            let months: Vec<_> = of
                .months
                .iter()
                .map(|m| (m.first, m.discounted_orders, m.orders, m.selection.clone()))
                .collect();
            blocks.push(self.monthly_share(
                "discounts-months",
                (title, section::DISCOUNTED_SHARE),
                &months,
            ));
        }
        let none = String::new;
        blocks.push(self.glance(
            "discounts-glance",
            section::D_TABLE,
            section::D_NOTE,
            vec![
                (
                    section::DISCOUNTED_SHARE,
                    Some(percent(of.order_share)),
                    self.interval(&of.order_share_interval),
                ),
                (
                    section::DISCOUNT_GIVEN,
                    Some(say.money_full(of.discount_minor as f64)),
                    none(),
                ),
                (section::D_SHARE, Some(percent(of.discount_share)), none()),
                (section::D_DEPTH, Some(percent(of.depth)), none()),
                (
                    section::D_AOV,
                    of.discounted_aov_minor.map(|m| say.money_full(m)),
                    none(),
                ),
                (
                    section::D_FULL,
                    of.full_price_aov_minor.map(|m| say.money_full(m)),
                    none(),
                ),
            ],
        ));
        blocks.extend(self.segment_table(DimensionKind::DiscountCode));
        blocks
    }

    pub(super) fn refunds(&self) -> Vec<Block> {
        let say = &self.say;
        let of = match &self.input.sales.refunds {
            Answer::Insufficient(missing) => {
                let mut blocks = vec![self.missing(section::REFUNDS, *missing)];
                blocks.extend(self.lost());
                return blocks;
            }
            Answer::Known(of) => of,
        };
        let mut blocks = Vec::new();
        // No refund anywhere more likely means that the files do not tell them.
        if !self.input.shop.tells_refunds() {
            let missing = Insufficient {
                needs: 1,
                has: 0,
                unit: Unit::RefundedOrders,
            };
            blocks.push(self.missing(section::REFUNDS, missing));
            blocks.extend(self.lost());
            return blocks;
        }
        let title = match of.refunded_orders {
            0 => say.plain(section::REFUND_NONE).to_owned(),
            _ => {
                section::REFUND_TITLE.fill(say.lang, &[("share", (&percent(of.order_rate)).into())])
            }
        };
        if of.months.len() > 1 && of.refunded_orders > 0 {
            let months: Vec<_> = of
                .months
                .iter()
                .map(|m| (m.first, m.refunded_orders, m.orders, m.selection.clone()))
                .collect();
            blocks.push(self.monthly_share(
                "refunds-months",
                (title, section::REFUND_MONTHS),
                &months,
            ));
        }
        let none = String::new;
        blocks.push(self.glance(
            "refunds-glance",
            section::REFUND_TABLE,
            section::REFUND_NOTE,
            vec![
                (
                    section::REFUND_MONTHS,
                    Some(percent(of.order_rate)),
                    self.interval(&of.order_rate_interval),
                ),
                (
                    section::REFUNDED,
                    Some(say.money_full(of.refund_minor as f64)),
                    none(),
                ),
                (section::R_AMOUNT_SHARE, of.amount_rate.map(percent), none()),
            ],
        ));
        if !of.products.is_empty() {
            let money = say.money_format();
            blocks.push(
                self.table(
                    "refunds-products",
                    (
                        say.plain(section::REFUND_PRODUCTS).to_owned(),
                        self.subtitle(section::REFUNDED),
                        String::new(),
                    ),
                    vec![
                        self.column(section::PRODUCTS, None),
                        self.bar(section::REFUNDED, money.clone()),
                        self.column(section::REVENUE, Some(money)),
                        self.column(section::ORDERS, Some(Format::Count)),
                        self.column(section::REFUND_RATE, Some(Format::Percent)),
                        self.column(section::REST_RATE, Some(Format::Percent)),
                    ],
                    of.products
                        .iter()
                        .map(|p| {
                            (
                                vec![
                                    words(&p.name),
                                    self.money_int(p.refund_minor),
                                    self.money_int(p.gross_minor),
                                    self.count(p.orders),
                                    self.share(Some(p.rate)),
                                    self.share(Some(p.rest_rate)),
                                ],
                                Some(p.selection.clone()),
                            )
                        })
                        .collect(),
                ),
            );
        }
        blocks.extend(self.lost());
        blocks
    }

    /// Orders that were cancelled or never paid.
    fn lost(&self) -> Option<Block> {
        self.left_out("refunds-excluded", section::LOST_TABLE, |reason| {
            matches!(reason, ExclusionReason::Cancelled | ExclusionReason::Unpaid)
        })
    }

    /// Orders that are not counted, by reason, with their rows.
    pub(super) fn left_out(
        &self,
        id: &str,
        title: Phrase,
        of: fn(ExclusionReason) -> bool,
    ) -> Option<Block> {
        let say = &self.say;
        let shop = self.input.shop;
        let rows: Vec<_> = shop
            .excluded
            .iter()
            .filter(|e| e.orders > 0 && of(e.reason))
            .map(|e| {
                let currency = shop.currencies.get(usize::from(e.currency));
                let name = currency.map_or(String::new(), |c| c.currency.clone());
                let digits = currency.map_or(2, |c| c.digits);
                let major = e.amount_minor as f64 / 10f64.powi(i32::from(digits));
                let format = Format::Money {
                    currency: name.clone(),
                };
                let amount = chart::format::value(major, &format, say.lang, false);
                let selection = Selection {
                    excluded: Some(e.reason),
                    currency: (!name.is_empty()).then_some(name),
                    ..Selection::default()
                };
                let orders = e.orders as u64;
                let why = match e.reason {
                    ExclusionReason::Unpaid => unpaid(self.closed_among(orders), say.lang),
                    reason => exclusion(reason, say.lang).to_owned(),
                };
                (
                    vec![
                        words(&why),
                        self.count(orders),
                        words(if e.amount_minor == 0 { "" } else { &amount }),
                    ],
                    Some(selection),
                )
            })
            .collect();
        (!rows.is_empty()).then(|| {
            self.table(
                id,
                (say.plain(title).to_owned(), String::new(), String::new()),
                vec![
                    self.column(section::REASON, None),
                    self.column(section::ORDERS, Some(Format::Count)),
                    self.column(section::AMOUNT, None),
                ],
                rows,
            )
        })
    }
}
