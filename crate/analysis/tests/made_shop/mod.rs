//! Shops made for tests: orders as a person would write them down, put into columns.

#![allow(dead_code, reason = "each test binary uses its part")]

use shop::{CurrencyTotals, Dimension, NONE, RowRef, Shop, Status};

/// A line of an order.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) product: Option<String>,
    pub(crate) quantity_milli: i64,
    pub(crate) revenue_minor: i64,
    pub(crate) refund_minor: i64,
}

/// An order.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) id: String,
    pub(crate) day: Option<i32>,
    pub(crate) hour: Option<u8>,
    pub(crate) customer: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) channel: Option<String>,
    pub(crate) discount_code: Option<String>,
    pub(crate) discount_minor: i64,
    pub(crate) lines: Vec<Line>,
}

impl Order {
    pub(crate) fn new(id: impl ToString, day: i32) -> Self {
        Order {
            id: id.to_string(),
            day: Some(day),
            hour: None,
            customer: None,
            country: None,
            channel: None,
            discount_code: None,
            discount_minor: 0,
            lines: Vec::new(),
        }
    }

    pub(crate) fn line(mut self, product: &str, quantity: i64, revenue_minor: i64) -> Self {
        self.lines.push(Line {
            product: (!product.is_empty()).then(|| product.to_owned()),
            quantity_milli: quantity * 1000,
            revenue_minor,
            refund_minor: 0,
        });
        self
    }

    pub(crate) fn customer(mut self, name: impl ToString) -> Self {
        self.customer = Some(name.to_string());
        self
    }

    pub(crate) fn hour(mut self, hour: u8) -> Self {
        self.hour = Some(hour);
        self
    }

    pub(crate) fn channel(mut self, name: &str) -> Self {
        self.channel = Some(name.to_owned());
        self
    }

    pub(crate) fn country(mut self, name: &str) -> Self {
        self.country = Some(name.to_owned());
        self
    }

    /// A discount that comes off the first line, as far as that is worth it.
    pub(crate) fn discount(mut self, minor: i64) -> Self {
        if let Some(line) = self.lines.first_mut() {
            self.discount_minor = minor.min(line.revenue_minor);
            line.revenue_minor -= self.discount_minor;
        }
        self
    }

    pub(crate) fn refund_all(mut self) -> Self {
        for line in &mut self.lines {
            line.refund_minor = line.revenue_minor;
        }
        self
    }
}

fn code(dimension: &mut Dimension, name: Option<&String>) -> u32 {
    name.map_or(NONE, |name| dimension.intern(name))
}

/// Puts orders into columns. Products named `X/y` belong to category `X`.
pub(crate) fn shop(orders: &[Order]) -> Shop {
    let mut shop = Shop {
        has_lines: true,
        has_hours: orders.iter().any(|o| o.hour.is_some()),
        ..Shop::default()
    };
    shop.orders.first_line.push(0);
    for (row, order) in orders.iter().enumerate() {
        let source = RowRef {
            table: 0,
            row: row as u32,
        };
        let (mut gross, mut refund, mut units) = (0, 0, 0);
        for line in &order.lines {
            let product = code(&mut shop.product_names, line.product.as_ref());
            if let Some(name) = &line.product
                && product as usize == shop.products.category.len()
            {
                let category = name
                    .split_once('/')
                    .map(|(category, _)| category.to_owned());
                shop.products.sku.push("".into());
                shop.products
                    .category
                    .push(code(&mut shop.categories, category.as_ref()));
                shop.products.brand.push(NONE);
                shop.products.source.push(None);
            }
            shop.lines.product.push(product);
            shop.lines.quantity_milli.push(line.quantity_milli);
            shop.lines.revenue_minor.push(line.revenue_minor);
            shop.lines.refund_minor.push(line.refund_minor);
            shop.lines.source.push(source);
            gross += line.revenue_minor;
            refund += line.refund_minor;
            units += line.quantity_milli;
        }
        let o = &mut shop.orders;
        o.id.push(order.id.clone().into());
        o.day.push(order.day.unwrap_or(i32::MIN));
        o.hour.push(order.hour.unwrap_or(255));
        o.customer
            .push(code(&mut shop.customers, order.customer.as_ref()));
        o.country
            .push(code(&mut shop.countries, order.country.as_ref()));
        o.region.push(NONE);
        o.channel
            .push(code(&mut shop.channels, order.channel.as_ref()));
        o.currency.push(0);
        o.status.push(match refund {
            0 => Status::Sold,
            r if r >= gross => Status::Refunded,
            _ => Status::PartlyRefunded,
        });
        o.gross_minor.push(gross);
        o.refund_minor.push(refund);
        o.discount_minor.push(order.discount_minor);
        o.shipping_minor.push(0);
        o.tax_minor.push(0);
        o.units_milli.push(units);
        o.discount_code
            .push(code(&mut shop.discount_codes, order.discount_code.as_ref()));
        o.first_line.push(shop.lines.product.len() as u32);
        o.source.push(source);
    }
    shop.currencies.push(CurrencyTotals {
        currency: "EUR".to_owned(),
        digits: 2,
        orders: orders.len(),
        gross_minor: shop.orders.gross_minor.iter().sum(),
        refunds_minor: shop.orders.refund_minor.iter().sum(),
    });
    shop
}

/// A generator whose numbers are the same everywhere (SplitMix64).
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Chance(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform in [0, 1).
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn below(&mut self, n: u64) -> u64 {
        (self.unit() * n as f64) as u64
    }

    pub(crate) fn poisson(&mut self, mean: f64) -> u32 {
        let limit = libm::exp(-mean);
        let mut product = self.unit();
        let mut count = 0;
        while product > limit {
            product *= self.unit();
            count += 1;
        }
        count
    }

    pub(crate) fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.unit()));
        radius * libm::cos(2.0 * core::f64::consts::PI * self.unit())
    }

    /// Fisher–Yates.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i as u64 + 1) as usize);
        }
    }
}

/// A shop in which nothing happens: the same rates, prices and preferences every day.
pub(crate) fn quiet_orders(seed: u64, days: i32, orders_a_day: f64) -> Vec<Order> {
    let mut chance = Chance::new(seed);
    let products = [
        "Tea/Green",
        "Tea/Black",
        "Tea/White",
        "Cup/Small",
        "Cup/Large",
        "Pot/Iron",
    ];
    let mut orders = Vec::new();
    // 2024-01-01, a Monday.
    for day in 19_723..19_723 + days {
        for _ in 0..chance.poisson(orders_a_day) {
            let mut order = Order::new(orders.len(), day)
                .customer(chance.below(1500))
                .hour(chance.below(24) as u8)
                .country(["DE", "FR", "IT"][chance.below(3) as usize])
                .channel(["web", "shop"][chance.below(2) as usize]);
            for product in products {
                if chance.unit() < 0.25 {
                    let price = libm::round(1500.0 * libm::exp(0.5 * chance.normal())) as i64;
                    order = order.line(product, 1, price.max(1));
                }
            }
            if order.lines.is_empty() {
                order = order.line("Tea/Green", 1, 1500);
            }
            if chance.unit() < 0.2 {
                order = order.discount(200);
            }
            if chance.unit() < 0.05 {
                order = order.refund_all();
            }
            orders.push(order);
        }
    }
    orders
}
