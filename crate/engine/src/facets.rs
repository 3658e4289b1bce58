//! What a report can be filtered by.

use serde::Serialize;
use shop::{Dimension, NONE};

use crate::{Error, Session};

/// What a report can be filtered by.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Facets {
    /// First day of the data, days since 1970-01-01.
    pub first_day: Option<i32>,
    /// Last day.
    pub last_day: Option<i32>,
    /// ISO codes, most frequent first.
    pub currencies: Vec<String>,
    /// Products, most ordered first.
    pub products: Vec<Facet>,
    /// Categories.
    pub categories: Vec<Facet>,
    /// Countries.
    pub countries: Vec<Facet>,
    /// Regions.
    pub regions: Vec<Facet>,
    /// Channels.
    pub channels: Vec<Facet>,
}

/// A name to filter by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// The name.
    pub name: String,
    /// Orders (for products and categories: order lines) that carry it.
    pub orders: usize,
}

/// Names offered of each kind; a shop with more products filters by typing.
const OFFERED: usize = 5_000;

impl Session {
    /// What the report can be filtered by.
    ///
    /// # Errors
    /// [`Error::BadSetting`] if no day was set.
    pub fn facets(&mut self) -> Result<Facets, Error> {
        let shop = &self.shop()?.shop;
        let known = shop.orders.day.iter().copied().filter(|&d| d != i32::MIN);
        let product_category = |&p: &u32| {
            shop.products
                .category
                .get(p as usize)
                .copied()
                .unwrap_or(NONE)
        };
        Ok(Facets {
            first_day: known.clone().min(),
            last_day: known.max(),
            currencies: shop.currencies.iter().map(|c| c.currency.clone()).collect(),
            products: count(&shop.product_names, shop.lines.product.iter().copied()),
            categories: count(
                &shop.categories,
                shop.lines.product.iter().map(product_category),
            ),
            countries: count(&shop.countries, shop.orders.country.iter().copied()),
            regions: count(&shop.regions, shop.orders.region.iter().copied()),
            channels: count(&shop.channels, shop.orders.channel.iter().copied()),
        })
    }
}

fn count(dimension: &Dimension, codes: impl Iterator<Item = u32>) -> Vec<Facet> {
    let mut counts = vec![0_usize; dimension.len()];
    for code in codes {
        if let Some(count) = counts.get_mut(code as usize) {
            *count += 1;
        }
    }
    let mut facets: Vec<Facet> = counts
        .into_iter()
        .zip(dimension.names())
        .filter(|&(orders, _)| orders > 0)
        .map(|(orders, name)| Facet {
            name: name.to_owned(),
            orders,
        })
        .collect();
    table::order::sort_by(&mut facets, |a, b| {
        b.orders.cmp(&a.orders).then_with(|| a.name.cmp(&b.name))
    });
    facets.truncate(OFFERED);
    facets
}
