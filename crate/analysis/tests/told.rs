//! What findings say holds for the shop they are said of.

#![allow(clippy::unwrap_used, reason = "a test without its finding has to fail")]

mod made_shop;

use analysis::{
    Action, DimensionKind, FigureId, Finding, FindingKind, Prepared, Request, SegmentName, sales,
};
use made_shop::{Chance, Order, quiet_orders, shop};
use shop::{Excluded, ExclusionReason, NONE, RowRef, Selection, Shop, UnmatchedRefund};

fn report(shop: &Shop, today: i32) -> analysis::Sales {
    let request = Request {
        today,
        ..Request::default()
    };
    sales(shop, &Prepared::new(shop), &request)
}

fn findings(sales: &analysis::Sales) -> &[Finding] {
    &sales.findings.known().unwrap().findings
}

#[test]
fn repetitions_are_not_among_the_orders_that_a_share_is_of() {
    let orders: Vec<Order> = (0..36)
        .map(|i| Order::new(i, 19_700 + i).line("Tea", 1, 500))
        .collect();
    let mut shop = shop(&orders);
    for reason in [
        ExclusionReason::Cancelled,
        ExclusionReason::Duplicate,
        ExclusionReason::Return,
    ] {
        shop.excluded.push(Excluded {
            reason,
            orders: 4,
            amount_minor: 2000,
            currency: 0,
            rows: Vec::new(),
        });
    }
    let sales = report(&shop, 19_800);
    let excluded = &sales.refunds.known().unwrap().excluded;
    let cancelled = excluded
        .iter()
        .find(|e| e.reason == ExclusionReason::Cancelled);
    assert_eq!(cancelled.unwrap().share, 0.1);
}

#[test]
fn refunds_without_an_order_come_off_net_on_their_own_day() {
    let orders: Vec<Order> = (0..60)
        .map(|i| {
            let name = ["Tea", "Cup"][i as usize % 2];
            Order::new(i, 19_700 + i).line(name, 1, 500).country("DE")
        })
        .collect();
    let mut shop = shop(&orders);
    let tea = shop.product_names.find("Tea").unwrap();
    for (day, product) in [
        (19_710, tea),
        (19_750, NONE),
        (19_900, tea),
        (i32::MIN, tea),
    ] {
        shop.unmatched_refunds.push(UnmatchedRefund {
            day,
            customer: NONE,
            product,
            currency: 0,
            refund_minor: 300,
            source: RowRef { table: 0, row: 0 },
        });
    }
    let of = |request: Request| {
        let sales = sales(&shop, &Prepared::new(&shop), &request);
        let value = |id| {
            sales
                .figures
                .iter()
                .find(|f| f.id == id)
                .and_then(|f| f.value)
        };
        (value(FigureId::Net), value(FigureId::RefundRate), sales)
    };
    let (net, rate, whole) = of(Request::default());
    assert_eq!((net, rate), (Some(28_800.0), Some(0.04)));
    let refunds = whole.refunds.known().unwrap();
    assert_eq!((refunds.refund_minor, refunds.refunded_orders), (1_200, 0));
    let products = whole
        .breakdowns
        .iter()
        .find(|b| b.dimension == DimensionKind::Product);
    let row = |name: &str| {
        let name = SegmentName::Named(name.to_owned());
        let rows = &products.unwrap().rows;
        rows.iter().find(|r| r.name == name).unwrap().net_minor
    };
    assert_eq!((row("Tea"), row("Cup")), (14_100, 15_000));
    // Of some days: those of these days, also after the last order.
    let period = |first, last| Request {
        period: Some((first, last)),
        ..Request::default()
    };
    assert_eq!(of(period(19_700, 19_729)).0, Some(14_700.0));
    assert_eq!(of(period(19_730, 19_950)).0, Some(14_400.0));
    // A filter by product takes those of the product, one by country none.
    let filter = |filter| Request {
        filter,
        ..Request::default()
    };
    let products = vec!["Tea".to_owned()];
    let tea = of(filter(Selection {
        products,
        ..Selection::default()
    }));
    assert_eq!(tea.0, Some(14_100.0));
    let countries = vec!["DE".to_owned()];
    let country = of(filter(Selection {
        countries,
        ..Selection::default()
    }));
    assert_eq!(country.0, Some(30_000.0));
}

#[test]
fn orders_without_a_date_are_neither_first_nor_repeat() {
    let order = |i: i32, day: i32| {
        let order = Order::new("", day).customer(i % 70);
        order.line("Tea", 1, 500 + i64::from(i * 1_237 % 4_001))
    };
    let figure = |sales: &analysis::Sales, id| {
        let figure = sales.figures.iter().find(|f| f.id == id);
        figure.and_then(|f| f.value)
    };
    let is_split = |f: &Finding| matches!(f.kind, FindingKind::ReturningOrderValue { .. });
    let undated: Vec<Order> = (0..300)
        .map(|i| Order {
            day: None,
            ..order(i, 0)
        })
        .collect();
    let sales = report(&shop(&undated), 19_900);
    assert_eq!(figure(&sales, FigureId::Customers), Some(70.0));
    for id in [
        FigureId::NewCustomers,
        FigureId::ReturningCustomers,
        FigureId::RepeatShare,
    ] {
        assert_eq!(figure(&sales, id), None, "{id:?}");
    }
    assert!(!findings(&sales).iter().any(is_split));
    let customers = sales.customers.known().unwrap();
    assert_eq!(
        (customers.new_aov_minor, customers.returning_aov_minor),
        (None, None)
    );
    assert_eq!(customers.repeat_rate, 1.0);
    // Of one day, without numbers: all of the first day are first, whatever their amounts.
    let same_day: Vec<Order> = (0..280).map(|i| order(i, 19_700 + i / 140)).collect();
    let shop = shop(&same_day);
    let sales = report(&shop, 19_900);
    assert_eq!(figure(&sales, FigureId::NewCustomers), Some(70.0));
    assert_eq!(figure(&sales, FigureId::RepeatShare), Some(0.5));
    assert!(!findings(&sales).iter().any(is_split));
    let first = |first| Selection {
        first_order: Some(first),
        ..Selection::default()
    };
    let rows = |of| first(of).resolve(&shop).orders.count();
    assert_eq!((rows(true), rows(false)), (140, 140));
}

#[test]
fn no_one_is_told_to_depend_less_on_a_country() {
    let orders: Vec<Order> = (0..400)
        .map(|i| {
            let (country, channel) = match i % 10 {
                0 => ("FR", "fair"),
                1 => ("IT", "shop"),
                _ => ("DE", "web"),
            };
            Order::new(i, 19_700 + i / 4)
                .line("Tea", 1, 500)
                .country(country)
                .channel(channel)
        })
        .collect();
    let sales = report(&shop(&orders), 19_900);
    let dominating: Vec<String> = findings(&sales)
        .iter()
        .filter_map(|f| match &f.kind {
            FindingKind::Dominates { name, .. } => Some(format!("{name:?}")),
            _ => None,
        })
        .collect();
    assert_eq!(dominating, ["Named(\"web\")"]);
}

/// A quiet shop of 16 weeks; in its second half a channel gains what others lose or do not.
fn shifted(loses: bool) -> Vec<Order> {
    let mut chance = Chance::new(7);
    let mut orders = Vec::new();
    // 2024-01-01 to 2024-06-30: two windows of three months.
    for day in 19_723..19_905 {
        let late = day >= 19_814;
        for (channel, mean) in [
            ("web", if late { 14.0 } else { 6.0 }),
            ("shop", if late && loses { 4.0 } else { 10.0 }),
        ] {
            for _ in 0..chance.poisson(mean) {
                let order = Order::new(orders.len(), day)
                    .line("Tea", 1, 1000)
                    .channel(channel);
                orders.push(order);
            }
        }
    }
    orders
}

#[test]
fn a_share_of_the_change_is_told_only_where_changes_do_not_cancel_out() {
    for (loses, told) in [(true, false), (false, true)] {
        let sales = report(&shop(&shifted(loses)), 19_906);
        let rise = findings(&sales)
            .iter()
            .find_map(|f| match &f.kind {
                FindingKind::SegmentChange {
                    name: SegmentName::Named(name),
                    contribution,
                    ..
                } if name == "web" => Some((contribution.is_some(), f.action)),
                _ => None,
            })
            .unwrap();
        // What helped a channel is found among its products; there is nothing to keep in stock.
        assert_eq!(rise, (told, Action::SeeDrivers), "loses: {loses}");
    }
}

#[test]
fn a_weekday_has_one_average_in_the_whole_report() {
    let mut orders = quiet_orders(3, 120, 6.0);
    // Saturdays are strong, the first and the last day of the data most of all.
    for day in (19_723..19_843).filter(|day| (day - 19_723) % 7 == 5) {
        for _ in 0..6 {
            orders.push(Order::new(orders.len(), day).line("Tea/Green", 1, 3000));
        }
    }
    for day in [19_723, 19_842] {
        orders.push(Order::new(orders.len(), day).line("Pot/Iron", 1, 40_000));
    }
    let sales = report(&shop(&orders), 19_844);
    let chart = &sales.heatmap.known().unwrap().weekdays;
    let mut told = 0;
    for finding in findings(&sales) {
        if let FindingKind::Weekday {
            weekday,
            mean_minor,
            ..
        } = finding.kind
        {
            assert_eq!(mean_minor, chart[usize::from(weekday)].gross_mean_minor);
            told += 1;
        }
    }
    assert!(told > 0);
}

#[test]
fn a_day_that_one_order_makes_is_told_as_that_order() {
    let day = |at: i32| 19_700 + at;
    let mut orders: Vec<Order> = (0..1200)
        .map(|i| {
            let amount = 800 + i64::from(i * 37 % 400);
            Order::new(i, day(i / 12)).line("Tea", 1, amount)
        })
        .collect();
    orders.push(Order::new("large", day(50)).line("Tea", 40, 45_000));
    // As much on another day, by many.
    orders.extend((0..45).map(|i| Order::new(format!("m{i}"), day(70)).line("Tea", 1, 1000)));
    let sales = report(&shop(&orders), day(110));
    let told = |at: i32| {
        let kinds = findings(&sales).iter().map(|f| &f.kind);
        let mut kinds =
            kinds.filter(|k| matches!(k, FindingKind::AnomalyDay { day: d, .. } if *d == day(at)));
        kinds.next().is_some()
    };
    assert!(told(70) && !told(50), "{:#?}", findings(&sales));
    let large = findings(&sales)
        .iter()
        .find(|f| matches!(&f.kind, FindingKind::LargeOrder { .. }))
        .unwrap();
    assert!(matches!(
        large.kind,
        FindingKind::LargeOrder { amount_minor: 45_000, day: Some(d), days: 1, .. } if d == day(50)
    ));
    assert_eq!(large.action, Action::CheckOrder);
}

#[test]
fn large_orders_that_make_days_stand_out_are_one_finding_and_small_ones_none() {
    let day = |at: i32| 19_700 + at;
    let told = |amounts: &[i64]| -> Vec<FindingKind> {
        let mut orders: Vec<Order> = (0..2400)
            .map(|i| Order::new(i, day(i / 12)).line("Tea", 1, 800 + i64::from(i * 37 % 400)))
            .collect();
        orders.extend(amounts.iter().enumerate().map(|(i, &amount)| {
            Order::new(format!("large {i}"), day(20 + 40 * i as i32)).line("Tea", 40, amount)
        }));
        let sales = report(&shop(&orders), day(210));
        let kinds = findings(&sales).iter().map(|f| f.kind.clone());
        kinds
            .filter(|k| matches!(k, FindingKind::LargeOrder { .. }))
            .collect()
    };
    let [
        FindingKind::LargeOrder {
            amount_minor,
            day: on,
            days,
            share,
        },
    ] = &told(&[20_000, 30_000, 20_000, 25_000])[..]
    else {
        panic!("not one finding");
    };
    assert_eq!((*amount_minor, *on, *days), (30_000, Some(day(60)), 4));
    assert!((*share - 0.0387).abs() < 0.002, "{share}");
    // Some 2.5 % of a month are told, half of that is not, though the day stands out as well.
    assert_eq!(told(&[9_500]).len(), 1);
    assert_eq!(told(&[5_000]).len(), 0);
}

#[test]
fn what_is_given_away_does_not_make_other_products_look_bad() {
    let orders: Vec<Order> = (0..200)
        .map(|i| {
            let order = Order::new(i, 19_700 + i / 4)
                .line(["Chair", "Table"][i as usize % 2], 1, 5000)
                .line("Sample", 1, 0);
            if i % 20 < 2 {
                order.refund_all()
            } else {
                order
            }
        })
        .collect();
    let sales = report(&shop(&orders), 19_800);
    let products = &sales.refunds.known().unwrap().products;
    let names: Vec<&str> = products.iter().map(|p| p.name.as_str()).collect();
    assert!(!names.contains(&"Sample"), "{names:?}");
    for product in products {
        assert_eq!((product.rate, product.rest_rate), (0.1, 0.1));
        assert!(product.beyond.low < 0.0 && product.beyond.high > 0.0);
        assert!(product.p_value.unwrap() > 0.3);
    }
    assert_eq!(products.len(), 2);
}
