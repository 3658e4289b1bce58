//! The products by name, for searching them by meaning.

use serde::Serialize;
use shop::{Dataset, Dimension, Role};

use crate::{Error, Session};

/// The products of a shop: those sold, largest revenue first, then those that only a product file knows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ProductTitles {
    /// ISO code of the currency that the revenue is in; `None` where nothing was sold.
    pub currency: Option<String>,
    /// The names, each once.
    pub names: Vec<String>,
    /// Revenue in minor units of the currency, before refunds, of the first names: those that orders know, so that
    /// a [`shop::Selection`] of one leads to its rows.
    pub revenue_minor: Vec<i64>,
    /// Units in thousandths, aligned with the revenue.
    pub units_milli: Vec<i64>,
}

impl Session {
    /// Every product that has a name, over all days of the files.
    ///
    /// # Errors
    /// [`Error::BadSetting`] if the settings in force cannot be used.
    pub fn product_titles(&mut self) -> Result<ProductTitles, Error> {
        let (shop, currency) = self.reported_shop()?;
        let lines = &shop.lines;
        let mut sums = vec![(0_i64, 0_i64); shop.product_names.len()];
        for (code, range) in shop
            .orders
            .currency
            .iter()
            .zip(shop.orders.first_line.windows(2))
        {
            let known = shop.currencies.get(usize::from(*code)).map(|c| &c.currency);
            if known != currency.as_ref() {
                continue;
            }
            for line in range[0] as usize..range[1] as usize {
                if let Some(sum) = sums.get_mut(lines.product[line] as usize) {
                    sum.0 += lines.revenue_minor.at(line);
                    sum.1 += lines.quantity_milli.at(line);
                }
            }
        }
        let mut order: Vec<u32> = (0..sums.len() as u32).collect();
        table::order::sort_by(&mut order, |&a, &b| sums[b as usize].cmp(&sums[a as usize]));
        let mut names = Dimension::default();
        let mut titles = ProductTitles {
            currency,
            ..ProductTitles::default()
        };
        for code in order {
            let name = shop.product_names.name(code);
            if !name.is_empty() && names.find(name).is_none() {
                names.intern(name);
                let (revenue, units) = sums[code as usize];
                titles.revenue_minor.push(revenue);
                titles.units_milli.push(units);
            }
        }
        let joined = shop.products.source.clone();
        for (index, (_, entry)) in self.entries().enumerate() {
            if entry.recognition.dataset != Dataset::Products {
                continue;
            }
            let column = entry.recognition.column(Role::ProductName);
            let Some(column) = column.and_then(|c| entry.table.columns.get(c)) else {
                continue;
            };
            // A row that was joined to a sold product may call it by another name; it is there already.
            let mut known = vec![false; entry.table.rows];
            for at in joined.iter().flatten() {
                if usize::from(at.table) == index
                    && let Some(known) = known.get_mut(at.row as usize)
                {
                    *known = true;
                }
            }
            for (row, known) in known.into_iter().enumerate() {
                if let Some(name) = column.cell(row).filter(|n| !known && !n.trim().is_empty()) {
                    names.intern(&name);
                }
            }
        }
        titles.names = names.names().map(str::to_owned).collect();
        Ok(titles)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Session, Settings};

    fn session(files: &[(&str, &str)]) -> Session {
        let mut session = Session::new();
        let settings = Settings {
            today: "2026-02-01".to_owned(),
            ..Settings::default()
        };
        session.set_settings(settings).expect("a day");
        for (name, text) in files {
            let id = session.open(name, None, table::Options::default());
            session.push(id, text.as_bytes()).expect("it is text");
            session.finish(id).expect("it is open");
        }
        session
    }

    const ORDERS: &str = "Order ID,Date,Product,Quantity,Price,Currency\n\
        1,2026-01-02,Mug,2,5.00,EUR\n\
        2,2026-01-03,Lamp,1,40.00,EUR\n\
        3,2026-01-04,Mug,1,5.00,EUR\n";
    const PRODUCTS: &str = "Product Name,SKU,Category,Price\n\
        Mug,M1,Kitchen,5.00\n\
        Teapot,T1,Kitchen,25.00\n\
        Lamp,L1,Light,40.00\n";

    #[test]
    fn what_sold_most_comes_first_and_what_never_sold_comes_too() {
        let mut session = session(&[("orders.csv", ORDERS), ("products.csv", PRODUCTS)]);
        let titles = session.product_titles().expect("it can be built");
        assert_eq!(titles.names, ["Lamp", "Mug", "Teapot"]);
        assert_eq!(titles.revenue_minor, [4000, 1500]);
        assert_eq!(titles.units_milli, [1000, 3000]);
        assert_eq!(titles.currency.as_deref(), Some("EUR"));
    }

    #[test]
    fn a_product_file_alone_is_enough() {
        let mut session = session(&[("products.csv", PRODUCTS)]);
        let titles = session.product_titles().expect("it can be built");
        assert_eq!(titles.names, ["Mug", "Teapot", "Lamp"]);
        assert!(titles.revenue_minor.is_empty());
    }

    #[test]
    fn no_files_no_products() {
        assert_eq!(session(&[]).product_titles().expect("empty").names.len(), 0);
    }
}
