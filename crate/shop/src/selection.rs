//! A part of a shop: the page's filters, and the way from a number to the rows behind it.

use serde::{Deserialize, Serialize};

use crate::{Dimension, ExclusionReason, NONE, QualityCode, RowRef, Shop, Status};

/// A part of a shop's order lines. Empty = everything; set fields all have to hold.
///
/// Names, not codes: a selection outlives a re-reading of the files and can stand in a saved template.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Selection {
    /// First and last day, inclusive, in days since 1970-01-01.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<(i32, i32)>,
    /// Weekday 0 = Monday.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weekday: Option<u8>,
    /// Hour 0–23.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hour: Option<u8>,
    /// Products by name (any of).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<String>,
    /// Categories (any of).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Countries (any of).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// Regions (any of).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// Channels (any of).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// Discount codes (any of).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub discount_codes: Vec<String>,
    /// ISO code of a currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What became of the order (any of).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<StatusName>,
    /// Only orders with a discount (`true`) or without (`false`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discounted: Option<bool>,
    /// Only a customer's first order (`true`) or later ones (`false`); what has no date is neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_order: Option<bool>,
    /// Orders with all of these products in them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub basket: Vec<String>,
    /// Order amounts in minor units, from (inclusive) and below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_amount: Option<(i64, i64)>,
    /// Orders that were left out for a reason (not lines of counted orders).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excluded: Option<ExclusionReason>,
    /// Rows behind a quality note (by code and table index).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<(QualityCode, u16)>,
    /// Rows of a table by its index, whatever it holds: what analyses of other files than orders lead back to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table_rows: Option<(u16, Vec<u32>)>,
}

/// [`Status`] in a selection (ordered, so that selections are).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusName {
    /// See [`Status::Sold`].
    Sold,
    /// See [`Status::PartlyRefunded`].
    PartlyRefunded,
    /// See [`Status::Refunded`].
    Refunded,
}

impl From<Status> for StatusName {
    fn from(status: Status) -> Self {
        match status {
            Status::Sold => StatusName::Sold,
            Status::PartlyRefunded => StatusName::PartlyRefunded,
            Status::Refunded => StatusName::Refunded,
        }
    }
}

/// A set of indices, one bit each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    fn new(len: usize, value: bool) -> Self {
        let mut words = vec![if value { u64::MAX } else { 0 }; len.div_ceil(64)];
        if value
            && let Some(last) = words.last_mut()
            && !len.is_multiple_of(64)
        {
            *last = (1u64 << (len % 64)) - 1;
        }
        Self { words, len }
    }

    /// Whether an index is in the set.
    #[inline]
    pub fn contains(&self, index: usize) -> bool {
        self.words
            .get(index / 64)
            .is_some_and(|w| w >> (index % 64) & 1 == 1)
    }

    #[inline]
    fn insert(&mut self, index: usize) {
        self.words[index / 64] |= 1 << (index % 64);
    }

    #[inline]
    fn remove(&mut self, index: usize) {
        self.words[index / 64] &= !(1 << (index % 64));
    }

    /// Number of indices in the set.
    pub fn count(&self) -> usize {
        self.words.iter().map(|w| w.count_ones() as usize).sum()
    }

    /// Whether every index is in the set.
    pub fn is_full(&self) -> bool {
        self.count() == self.len
    }

    /// The indices in the set, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                (left != 0).then(|| {
                    let bit = left.trailing_zeros() as usize;
                    left &= left - 1;
                    at * 64 + bit
                })
            })
        })
    }
}

/// The part of a shop that a selection names.
///
/// Fields about orders keep or drop whole orders; products and categories keep lines, and with them
/// the orders that have such a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mask {
    /// Orders with at least one line in the part.
    pub orders: Bits,
    /// Lines in the part.
    pub lines: Bits,
}

/// Which codes of a dimension pass, and whether "not known" does (the empty name asks for that); `None` = any.
struct Allowed(Option<(Vec<bool>, bool)>);

impl Allowed {
    fn new(names: &[String], dimension: &Dimension) -> Self {
        Self((!names.is_empty()).then(|| {
            let mut allowed = vec![false; dimension.len()];
            let mut unknown = false;
            for name in names {
                match dimension.find(name) {
                    Some(code) => allowed[code as usize] = true,
                    None => unknown |= name.is_empty(),
                }
            }
            (allowed, unknown)
        }))
    }

    #[inline]
    fn has(&self, code: u32) -> bool {
        match &self.0 {
            None => true,
            Some((allowed, unknown)) => allowed.get(code as usize).copied().unwrap_or(*unknown),
        }
    }
}

impl Selection {
    /// Whether it names everything.
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    /// The orders and lines that it names. Empty for selections of excluded orders or of the rows
    /// behind a note: those have rows only ([`Selection::rows`]).
    pub fn resolve(&self, shop: &Shop) -> Mask {
        let (o, l) = (&shop.orders, &shop.lines);
        let orders = o.day.len();
        if self.excluded.is_some() || self.quality.is_some() || self.table_rows.is_some() {
            return Mask {
                orders: Bits::new(orders, false),
                lines: Bits::new(l.product.len(), false),
            };
        }
        let mut mask = Mask {
            orders: Bits::new(orders, true),
            lines: Bits::new(l.product.len(), true),
        };
        if self.is_everything() {
            return mask;
        }
        let countries = Allowed::new(&self.countries, &shop.countries);
        let regions = Allowed::new(&self.regions, &shop.regions);
        let channels = Allowed::new(&self.channels, &shop.channels);
        let codes = Allowed::new(&self.discount_codes, &shop.discount_codes);
        let currency = self.currency.as_ref().map(|wanted| {
            shop.currencies
                .iter()
                .position(|c| c.currency == *wanted)
                .unwrap_or(usize::MAX)
        });
        let first = self.first_order.map(|wanted| (wanted, first_orders(shop)));
        let products = Allowed::new(&self.products, &shop.product_names);
        let categories = Allowed::new(&self.categories, &shop.categories);
        let by_line = products.0.is_some() || categories.0.is_some();
        let basket: Vec<Option<u32>> = self
            .basket
            .iter()
            .map(|n| shop.product_names.find(n))
            .collect();
        for i in 0..orders {
            let lines = o.first_line[i] as usize..o.first_line[i + 1] as usize;
            let day = o.day[i];
            let whole = self
                .days
                .is_none_or(|(from, to)| (from..=to).contains(&day) && day != i32::MIN)
                && self
                    .weekday
                    .is_none_or(|w| day != i32::MIN && (day + 3).rem_euclid(7) == i32::from(w))
                && self.hour.is_none_or(|h| o.hour[i] == h)
                && countries.has(o.country[i])
                && regions.has(o.region[i])
                && channels.has(o.channel[i])
                && codes.has(o.discount_code[i])
                && currency.is_none_or(|c| usize::from(o.currency[i]) == c)
                && (self.status.is_empty() || self.status.contains(&o.status[i].into()))
                && self
                    .discounted
                    .is_none_or(|d| (o.discount_minor[i] > 0 || o.discount_code[i] != NONE) == d)
                && first.as_ref().is_none_or(|(wanted, first)| {
                    o.customer[i] != NONE && day != i32::MIN && first.contains(i) == *wanted
                })
                && self
                    .order_amount
                    .is_none_or(|(from, below)| (from..below).contains(&o.gross_minor[i]))
                && basket
                    .iter()
                    .all(|p| p.is_some_and(|p| l.product[lines.clone()].contains(&p)));
            let mut any = whole && !by_line;
            if !whole || by_line {
                for j in lines {
                    let keep = whole
                        && products.has(l.product[j])
                        && (categories.0.is_none() || categories.has(category(shop, l.product[j])));
                    any |= keep;
                    if !keep {
                        mask.lines.remove(j);
                    }
                }
            }
            if !any {
                mask.orders.remove(i);
            }
        }
        mask
    }

    /// The rows behind what it names: how many there are, and `limit` of them from `offset` on, in
    /// the order of the files. Notes keep at most 1,000 of their rows; the count is of all.
    pub fn rows(&self, shop: &Shop, limit: usize, offset: usize) -> (usize, Vec<RowRef>) {
        let page = |mut rows: Vec<RowRef>, total: Option<usize>| {
            table::order::sort(&mut rows);
            rows.dedup();
            let total = total.unwrap_or(rows.len());
            (total, rows.into_iter().skip(offset).take(limit).collect())
        };
        if let Some((code, table)) = self.quality {
            let notes = || {
                shop.quality
                    .iter()
                    .filter(move |q| q.code == code && q.table == table)
            };
            let rows = notes().flat_map(|q| q.rows.iter().copied()).collect();
            return page(rows, Some(notes().map(|q| q.count).sum()));
        }
        if let Some((table, rows)) = &self.table_rows {
            let rows = rows.iter().map(|&row| RowRef { table: *table, row });
            return page(rows.collect(), None);
        }
        if let Some(reason) = self.excluded {
            let rows = shop
                .excluded
                .iter()
                .filter(|e| e.reason == reason)
                .flat_map(|e| e.rows.iter().copied())
                .collect();
            return page(rows, None);
        }
        let mask = self.resolve(shop);
        page(
            mask.lines.iter().map(|j| shop.lines.source.at(j)).collect(),
            None,
        )
    }
}

fn category(shop: &Shop, product: u32) -> u32 {
    shop.products
        .category
        .get(product as usize)
        .copied()
        .unwrap_or(NONE)
}

/// The first order of each customer: the earliest by day, hour and number, and all where these do not tell which.
fn first_orders(shop: &Shop) -> Bits {
    let o = &shop.orders;
    let key = |i: usize| (o.day[i], o.hour[i], &*o.id[i]);
    let mut first: Vec<Option<usize>> = vec![None; shop.customers.len()];
    let dated = || (0..o.day.len()).filter(|&i| o.day[i] != i32::MIN);
    for i in dated() {
        if let Some(slot) = first.get_mut(o.customer[i] as usize)
            && slot.is_none_or(|known| key(i) < key(known))
        {
            *slot = Some(i);
        }
    }
    let mut bits = Bits::new(o.day.len(), false);
    for i in dated() {
        let earliest = first.get(o.customer[i] as usize).copied().flatten();
        if earliest.is_some_and(|known| key(known) == key(i)) {
            bits.insert(i);
        }
    }
    bits
}
