//! How long a report takes to recompute after a change of the filter:
//! `cargo run --release -p analysis --example recompute`.

#![allow(clippy::print_stdout, reason = "an example talks to a terminal")]

use std::time::Instant;

use analysis::{Prepared, Request, sales};
use shop::{CurrencyTotals, NONE, RowRef, Selection, Shop, Status};

/// Two years of orders with skewed products, returning customers, five countries, three channels.
fn made_shop(lines: usize, lines_an_order: usize, products: u64, customers: u64) -> Shop {
    let mut state = 1_u64;
    let mut chance = move |n: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % n
    };
    let mut shop = Shop {
        has_lines: true,
        has_hours: true,
        ..Shop::default()
    };
    for i in 0..products {
        shop.product_names.intern(&format!("Product {i}"));
        shop.products.sku.push("".into());
        shop.products.category.push((i % 30) as u32);
        shop.products.brand.push(NONE);
        shop.products.source.push(None);
    }
    for i in 0..30 {
        shop.categories.intern(&format!("Category {i}"));
    }
    for i in 0..customers {
        shop.customers.intern(&i.to_string());
    }
    for name in ["DE", "FR", "GB", "IT", "ES"] {
        shop.countries.intern(name);
    }
    for name in ["web", "shop", "market"] {
        shop.channels.intern(name);
    }
    shop.orders.first_line.push(0);
    let orders = lines / lines_an_order;
    for order in 0..orders {
        let mut gross = 0;
        for _ in 0..lines_an_order {
            let skewed = chance(products).min(chance(products)).min(chance(products));
            let revenue = 100 + chance(5000) as i64;
            gross += revenue;
            shop.lines.product.push(skewed as u32);
            shop.lines.quantity_milli.push(1000);
            shop.lines.revenue_minor.push(revenue);
            shop.lines.refund_minor.push(0);
            shop.lines.source.push(RowRef::default());
        }
        let o = &mut shop.orders;
        o.id.push(order.to_string().into());
        o.day.push(19_723 + (order * 730 / orders) as i32);
        o.hour.push(chance(24) as u8);
        o.customer.push(chance(customers) as u32);
        o.country.push(chance(5) as u32);
        o.region.push(NONE);
        o.channel.push(chance(3) as u32);
        o.currency.push(0);
        o.status.push(Status::Sold);
        o.gross_minor.push(gross);
        o.refund_minor.push(if chance(20) == 0 { gross } else { 0 });
        o.discount_minor.push(if chance(4) == 0 { 300 } else { 0 });
        o.shipping_minor.push(0);
        o.tax_minor.push(0);
        o.units_milli.push(1000 * lines_an_order as i64);
        o.discount_code.push(NONE);
        o.first_line.push(shop.lines.product.len() as u32);
        o.source.push(RowRef::default());
    }
    shop.currencies.push(CurrencyTotals {
        currency: "EUR".to_owned(),
        digits: 2,
        orders,
        gross_minor: shop.orders.gross_minor.iter().sum(),
        refunds_minor: 0,
    });
    shop
}

fn main() {
    let shops = [
        ("500,000 lines in 25,000 orders", 500_000, 20, 4_000, 4_400),
        ("500,000 lines in 250,000 orders", 500_000, 2, 4_000, 80_000),
        (
            "1,470,000 lines in 155,000 orders",
            1_470_000,
            9,
            68_000,
            2_500,
        ),
    ];
    for (name, lines, lines_an_order, products, customers) in shops {
        let shop = made_shop(lines, lines_an_order, products, customers);
        let start = Instant::now();
        let prepared = Prepared::new(&shop);
        println!(
            "{name}: prepared in {:.1} ms",
            start.elapsed().as_secs_f64() * 1e3
        );
        let filters = [
            ("all", Selection::default()),
            (
                "one country",
                Selection {
                    countries: vec!["DE".to_owned()],
                    ..Selection::default()
                },
            ),
            (
                "one category",
                Selection {
                    categories: vec!["Category 3".to_owned()],
                    ..Selection::default()
                },
            ),
        ];
        for (what, filter) in filters {
            let request = Request {
                today: 20_454,
                filter,
                ..Request::default()
            };
            let mut times: Vec<f64> = (0..7)
                .map(|_| {
                    let start = Instant::now();
                    std::hint::black_box(sales(&shop, &prepared, &request));
                    start.elapsed().as_secs_f64() * 1e3
                })
                .collect();
            times.sort_by(f64::total_cmp);
            println!(
                "  {what}: {:.1} ms (median of 7, {:.1}–{:.1})",
                times[3], times[0], times[6]
            );
        }
    }
}
