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
    /// ISO codes: those of orders, most frequent first, then those of other files by code.
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
    /// Orders that carry it; for products and categories, that hold one of it.
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
        self.shop()?;
        let options = self.settings.build_options()?;
        // What other files are in can be converted as well as orders can.
        let mut named: Vec<&str> = Vec::new();
        for (_, entry) in self.entries() {
            named.extend(shop::amounts(&entry.table, &entry.recognition, &options).named);
        }
        let shop = &self.shop()?.shop;
        let mut currencies: Vec<String> =
            shop.currencies.iter().map(|c| c.currency.clone()).collect();
        table::order::sort(&mut named);
        named.dedup();
        named.retain(|code| currencies.iter().all(|known| known != code));
        currencies.extend(named.into_iter().map(str::to_owned));
        let known = shop.orders.day.iter().copied().filter(|&d| d != i32::MIN);
        let product_category = |p: u32| {
            shop.products
                .category
                .get(p as usize)
                .copied()
                .unwrap_or(NONE)
        };
        let orders = &shop.orders;
        let lines = || {
            let each = orders.first_line.windows(2).enumerate();
            each.flat_map(|(order, w)| (w[0]..w[1]).map(move |line| (order, line as usize)))
        };
        let product = |line: usize| shop.lines.product.get(line).copied().unwrap_or(NONE);
        let whole = |dimension: &Dimension, codes: &[u32]| {
            count(dimension, &mut codes.iter().copied().enumerate())
        };
        Ok(Facets {
            first_day: known.clone().min(),
            last_day: known.max(),
            currencies,
            products: count(
                &shop.product_names,
                &mut lines().map(|(o, l)| (o, product(l))),
            ),
            categories: count(
                &shop.categories,
                &mut lines().map(|(o, l)| (o, product_category(product(l)))),
            ),
            countries: whole(&shop.countries, &orders.country),
            regions: whole(&shop.regions, &orders.region),
            channels: whole(&shop.channels, &orders.channel),
        })
    }
}

/// `codes`: orders with what they carry, one order's together.
fn count(dimension: &Dimension, codes: &mut dyn Iterator<Item = (usize, u32)>) -> Vec<Facet> {
    let mut counts = vec![0_usize; dimension.len()];
    let mut last = vec![usize::MAX; dimension.len()];
    for (order, code) in codes {
        if let Some(last) = last.get_mut(code as usize)
            && *last != order
        {
            *last = order;
            counts[code as usize] += 1;
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

#[cfg(test)]
mod tests {
    use crate::{Session, Settings};

    #[test]
    fn an_order_of_two_lines_is_one_order() {
        let mut session = Session::new();
        let settings = Settings {
            today: "2026-04-01".into(),
            ..Settings::default()
        };
        session.set_settings(settings).expect("settings");
        let orders = "Order ID,Order Date,Product,Category,Quantity,Unit Price
A1,2026-03-01,Mug,Cups,1,5.00
A1,2026-03-01,Mug,Cups,2,4.00
A1,2026-03-01,Glass,Cups,1,3.00
A2,2026-03-02,Mug,Cups,1,5.00
";
        let id = session.open("orders.csv", None, table::Options::default());
        session.push(id, orders.as_bytes()).expect("bytes");
        session.finish(id).expect("a file");
        let facets = session.facets().expect("facets");
        let told = |of: &[super::Facet]| -> Vec<(String, usize)> {
            of.iter().map(|f| (f.name.clone(), f.orders)).collect()
        };
        assert_eq!(
            told(&facets.products),
            [("Mug".into(), 2), ("Glass".into(), 1)]
        );
        assert_eq!(told(&facets.categories), [("Cups".into(), 2)]);
    }

    #[test]
    fn a_rate_can_be_given_for_what_only_purchases_are_in() {
        let mut session = Session::new();
        let settings = Settings {
            today: "2026-04-01".into(),
            ..Settings::default()
        };
        session.set_settings(settings).expect("settings");
        for (name, text) in [
            (
                "orders.csv",
                "Order ID,Order Date,Product,Quantity,Unit Price,Currency
A1,2026-03-01,Mug,1,5.00,EUR
A2,2026-03-02,Mug,2,5.00,EUR
",
            ),
            (
                "po.csv",
                "PO Number,PO Date,Supplier,SKU,Product,Qty Ordered,Qty Received,Received Date,Unit Cost,Currency
P1,2026-02-01,Acme,M1,Mug,10,10,2026-02-11,2.00,USD
P2,2026-02-02,Bolt,M1,Mug,10,10,2026-02-12,2.00,EUR
",
            ),
        ] {
            let id = session.open(name, None, table::Options::default());
            session.push(id, text.as_bytes()).expect("bytes");
            session.finish(id).expect("a file");
        }
        let facets = session.facets().expect("facets");
        assert_eq!(facets.currencies, ["EUR", "USD"]);
    }
}
