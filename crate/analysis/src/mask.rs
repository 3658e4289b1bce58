//! Which orders and lines a filter lets through.

use shop::{Dimension, NONE, Selection, Shop, StatusName};

use crate::calendar::weekday;
use crate::prepared::{OrderKind, Prepared};

/// Products that a filter lets through, where it is by product or category.
#[derive(Debug)]
pub(crate) struct ProductMask {
    by_code: Vec<bool>,
    unknown: bool,
}

impl ProductMask {
    pub(crate) fn passes(&self, product: u32) -> bool {
        self.by_code
            .get(product as usize)
            .copied()
            .unwrap_or(self.unknown)
    }
}

/// The empty name stands for "not known".
fn codes(names: &[String], dimension: &Dimension) -> (Vec<bool>, bool) {
    let mut by_code = vec![false; dimension.len()];
    let mut unknown = false;
    for name in names {
        match dimension.find(name) {
            Some(code) => by_code[code as usize] = true,
            None => unknown |= name.is_empty(),
        }
    }
    (by_code, unknown)
}

/// An order with a discount, or with a code (for free shipping, say).
pub(crate) fn is_discounted(shop: &Shop, order: usize) -> bool {
    shop.orders.discount_minor[order] > 0 || shop.orders.discount_code[order] != NONE
}

/// The lines that pass; `None` = all.
pub(crate) fn product_mask(shop: &Shop, filter: &Selection) -> Option<ProductMask> {
    if filter.products.is_empty() && filter.categories.is_empty() {
        return None;
    }
    let mut mask = ProductMask {
        by_code: vec![true; shop.product_names.len()],
        unknown: true,
    };
    if !filter.products.is_empty() {
        (mask.by_code, mask.unknown) = codes(&filter.products, &shop.product_names);
    }
    if !filter.categories.is_empty() {
        let (by_category, unknown) = codes(&filter.categories, &shop.categories);
        for (product, passes) in mask.by_code.iter_mut().enumerate() {
            let category = shop.products.category.get(product).copied().unwrap_or(NONE);
            *passes &= by_category
                .get(category as usize)
                .copied()
                .unwrap_or(unknown);
        }
        mask.unknown &= unknown;
    }
    Some(mask)
}

/// Whether a filter lets refunds through that belong to no order: one that asks for something only orders tell does not.
pub(crate) fn takes_apart(shop: &Shop, filter: &Selection, currency: u8) -> bool {
    let plain = Selection {
        days: None,
        currency: None,
        products: Vec::new(),
        categories: Vec::new(),
        ..filter.clone()
    };
    plain == Selection::default() && !is_elsewhere(shop, filter, currency)
}

/// Whether a filter asks for another currency.
fn is_elsewhere(shop: &Shop, filter: &Selection, currency: u8) -> bool {
    let code = shop.currencies.get(usize::from(currency));
    (filter.currency.as_ref()).is_some_and(|wanted| code.is_none_or(|c| c.currency != *wanted))
}

/// The orders that pass by what is known of the order itself (not its lines, not its day's range).
pub(crate) fn order_mask(
    shop: &Shop,
    prepared: &Prepared,
    filter: &Selection,
    currency: u8,
) -> Vec<bool> {
    let orders = &shop.orders;
    let mut mask: Vec<bool> = orders.currency.iter().map(|&c| c == currency).collect();
    let elsewhere = is_elsewhere(shop, filter, currency);
    if elsewhere || filter.excluded.is_some() || filter.quality.is_some() {
        mask.fill(false);
        return mask;
    }
    let mut keep = |test: &dyn Fn(usize) -> bool| {
        for (order, passes) in mask.iter_mut().enumerate() {
            *passes = *passes && test(order);
        }
    };
    let by_name = [
        (&filter.countries, &shop.countries, &orders.country),
        (&filter.regions, &shop.regions, &orders.region),
        (&filter.channels, &shop.channels, &orders.channel),
        (
            &filter.discount_codes,
            &shop.discount_codes,
            &orders.discount_code,
        ),
    ];
    for (names, dimension, column) in by_name {
        if !names.is_empty() {
            let (passes, unknown) = codes(names, dimension);
            keep(&|order| {
                passes
                    .get(column[order] as usize)
                    .copied()
                    .unwrap_or(unknown)
            });
        }
    }
    if let Some(wanted) = filter.weekday {
        keep(&|order| orders.day[order] != i32::MIN && weekday(orders.day[order]) == wanted);
    }
    if let Some(wanted) = filter.hour {
        keep(&|order| orders.hour[order] == wanted);
    }
    if !filter.status.is_empty() {
        keep(&|order| {
            filter
                .status
                .contains(&StatusName::from(orders.status[order]))
        });
    }
    if let Some(wanted) = filter.discounted {
        keep(&|order| is_discounted(shop, order) == wanted);
    }
    if let Some(first) = filter.first_order {
        let wanted = if first {
            OrderKind::First
        } else {
            OrderKind::Later
        };
        keep(&|order| prepared.kind[order] == wanted);
    }
    if let Some((from, below)) = filter.order_amount {
        keep(&|order| (from..below).contains(&orders.gross_minor[order]));
    }
    if !filter.basket.is_empty() {
        let wanted: Vec<Option<u32>> = filter
            .basket
            .iter()
            .map(|name| shop.product_names.find(name))
            .collect();
        keep(&|order| {
            let products = &shop.lines.product
                [orders.first_line[order] as usize..orders.first_line[order + 1] as usize];
            wanted
                .iter()
                .all(|code| code.is_some_and(|code| products.contains(&code)))
        });
    }
    mask
}
