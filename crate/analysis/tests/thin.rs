//! Shops too thin for an analysis: each says so, none panics, no number is undefined.

mod made_shop;

use analysis::{Prepared, Request, Sales, sales};
use made_shop::{Order, quiet_orders, shop};
use shop::{Selection, Shop};

fn report(shop: &Shop, request: &Request) -> Sales {
    let sales = sales(shop, &Prepared::new(shop), request);
    let written = format!("{sales:?}");
    assert!(
        !written.contains("NaN") && !written.contains("inf"),
        "{written}"
    );
    sales
}

fn today(day: i32) -> Request {
    Request {
        today: day,
        ..Request::default()
    }
}

#[test]
fn no_orders() {
    let sales = report(&Shop::default(), &today(20_000));
    assert_eq!(sales.orders, 0);
    assert!(sales.trend.insufficient().is_some());
    assert!(sales.baskets.insufficient().is_some());
    assert!(sales.comparison.is_none());
    assert!(sales.breakdowns.is_empty());
}

#[test]
fn one_order() {
    let shop = shop(&[Order::new(1, 19_800).line("Tea", 1, 1000).customer("a")]);
    let sales = report(&shop, &today(20_000));
    assert_eq!(sales.orders, 1);
    assert_eq!(sales.trend.known().map(|t| t.day.points.len()), Some(1));
    let missing = sales
        .baskets
        .insufficient()
        .expect("one order is no distribution");
    assert_eq!((missing.needs, missing.has), (20, 1));
    assert!(sales.customers.insufficient().is_some());
}

#[test]
fn all_on_one_day_and_none_on_any() {
    let one_day: Vec<Order> = (0..300)
        .map(|i| Order::new(i, 19_800).line("Tea", 1, 1000 + i))
        .collect();
    let sales = report(&shop(&one_day), &today(19_800));
    assert_eq!(sales.orders, 300);
    assert!(sales.heatmap.insufficient().is_some());
    let undated: Vec<Order> = one_day
        .into_iter()
        .map(|o| Order { day: None, ..o })
        .collect();
    let sales = report(&shop(&undated), &today(19_800));
    assert_eq!(sales.orders, 300);
    assert!(sales.period.is_none() && sales.coverage.is_none());
    assert!(sales.trend.insufficient().is_some());
    assert!(sales.baskets.known().is_some());
}

#[test]
fn nothing_earned_and_nothing_known() {
    let free: Vec<Order> = (0..200)
        .map(|i| Order::new(i, 19_700 + i).line("", 0, 0))
        .collect();
    let sales = report(&shop(&free), &today(20_000));
    assert_eq!(sales.orders, 200);
    assert!(sales.pareto.insufficient().is_some());
    assert!(sales.customers.insufficient().is_some());
    assert!(sales.discounts.insufficient().is_some());
}

#[test]
fn one_enormous_order_and_slipped_dates() {
    let mut orders = quiet_orders(1, 120, 5.0);
    orders.push(Order::new("big", 19_780).line("Ship", 1, 4_000_000_000_000_000));
    orders.push(Order::new("far", i32::MAX).line("Tea", 1, 100));
    orders.push(Order::new("old", -2_000_000_000).line("Tea", 1, 100));
    let count = orders.len() as u64;
    let sales = report(&shop(&orders), &today(19_843));
    assert_eq!(sales.orders, count);
}

#[test]
fn strange_requests() {
    let shop = shop(&quiet_orders(2, 200, 3.0));
    for period in [
        (i32::MIN, i32::MAX),
        (5, 4),
        (0, 10),
        (19_800, 19_800),
        (19_723, 19_753),
    ] {
        for currency in [0, 7] {
            report(
                &shop,
                &Request {
                    today: 0,
                    period: Some(period),
                    currency,
                    filter: Selection::default(),
                },
            );
        }
    }
    let nothing = report(
        &shop,
        &Request {
            today: 19_923,
            filter: Selection {
                countries: vec!["Nowhere".to_owned()],
                ..Selection::default()
            },
            ..Request::default()
        },
    );
    assert_eq!(nothing.orders, 0);
}
