//! Orders and lines from rows that were brought together.

mod again;
mod exchange;
mod fit;
mod lines;
mod order;
mod record;
mod state;

use super::BuildOptions;
use super::coin::Money;
use super::finish;
use super::group::{Groups, Place};
use super::line::Wide;
use super::names::Book;
use super::note::Notes;
use super::refund::Return;
use super::source::Source;
use super::summary;
use crate::{CurrencyTotals, Join, NONE, QualityCode, RowRef, Shop, currency};

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

/// The shop while it is put together.
pub(crate) struct Assembly<'a> {
    pub(crate) sources: Vec<Source<'a>>,
    pub(crate) notes: Notes,
    pub(crate) options: &'a BuildOptions,
    pub(crate) book: Book,
    pub(crate) shop: Shop,
    pub(crate) returns: Vec<Return>,
    pub(crate) joined: Vec<u16>,
    /// The last day that each source tells of, where there are several.
    latest: Vec<i32>,
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
        let several = sources.len() > 1;
        let latest = sources
            .iter()
            .map(|s| {
                let rows = if several { s.table.rows } else { 0 };
                let days = (0..rows).map(|row| s.time(row).0);
                let known = days.filter(|day| *day <= options.today || options.today == 0);
                known.max().unwrap_or(i32::MIN)
            })
            .collect();
        let mut shop = Shop::default();
        shop.lines.product.reserve_exact(rows);
        shop.lines.quantity_milli.reserve_exact(rows);
        shop.lines.revenue_minor.reserve_exact(rows);
        shop.lines.refund_minor.reserve_exact(rows);
        shop.lines.source.reserve_exact(rows);
        shop.orders.first_line.push(0);
        let mut assembly = Self {
            sources,
            notes,
            options,
            book: Book::default(),
            shop,
            returns: Vec::new(),
            joined: Vec::new(),
            latest,
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

    pub(crate) fn run(&mut self, groups: &Groups) {
        for s in &self.sources {
            if s.assumed && s.table.rows > 0 {
                let Money::One(code) = s.money else { continue };
                self.notes
                    .table(QualityCode::CurrencyAssumed, s.index, s.table.rows, code);
            }
        }
        for s in &self.sources {
            for (words, rows) in &s.riddles {
                self.notes
                    .rows(QualityCode::StatusUnknown, s.index, rows, words);
            }
        }
        let many = {
            let mut platforms: Vec<_> = self.sources.iter().filter_map(|s| s.platform).collect();
            table::order::sort(&mut platforms);
            platforms.dedup();
            platforms.len() > 1
        };
        for order in 0..groups.len() {
            if self.only_moves(groups.of(order)) {
                continue;
            }
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

    pub(crate) fn finish(mut self, tables: &[&table::Table]) -> Shop {
        let mut shop = self.shop;
        if let Some(codes) = self.book.unite() {
            for code in shop.lines.product.iter_mut().filter(|code| **code != NONE) {
                *code = codes[*code as usize];
            }
            for refund in &mut shop.unmatched_refunds {
                refund.product = codes.get(refund.product as usize).copied().unwrap_or(NONE);
            }
        }
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
        shop.order_counts = summary::counts(&shop, &self.sources);
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
        if !shop.is_summed_up() {
            finish::outliers(&shop, &mut self.notes);
        }
        finish::doubled_rows(&shop, tables, &mut self.notes);
        let (quality, excluded) = self
            .notes
            .finish(|t| tables.get(usize::from(t)).map_or(0, |t| t.rows));
        shop.quality = quality;
        shop.excluded = finish::exclusions(excluded, &new_code);
        shop
    }
}
