//! Shops in which nothing happens yield hardly a finding, and planted effects are found.

mod made_shop;

use analysis::{DimensionKind, Finding, FindingKind, Prepared, Request, SegmentName, sales};
use made_shop::{Chance, Order, quiet_orders, shop};

/// 2024-01-01, a Monday.
const START: i32 = 19_723;

fn tested_findings(orders: &[Order], today: i32) -> Vec<Finding> {
    let shop = shop(orders);
    let request = Request {
        today,
        ..Request::default()
    };
    let sales = sales(&shop, &Prepared::new(&shop), &request);
    let findings = sales.findings.known().expect("orders enough").clone();
    assert!(findings.tests > 50, "only {} tests", findings.tests);
    findings
        .findings
        .into_iter()
        .filter(|finding| finding.evidence.q_value.is_some())
        .collect()
}

/// Where nothing is true, the false-discovery rate is the chance of any finding at all. 200 shops
/// at a rate of 0.05 give 10 on average; 18 or more have a chance of about 0.013.
#[test]
fn quiet_shops_yield_hardly_a_finding() {
    let mut false_ones = Vec::new();
    for (days, rate, shops) in [(400, 12.0, 70), (800, 4.0, 65), (100, 20.0, 65)] {
        for seed in 0..shops {
            let orders = quiet_orders(1000 * days as u64 + seed, days, rate);
            let found = tested_findings(&orders, START + days);
            if !found.is_empty() {
                false_ones.push(
                    found
                        .into_iter()
                        .map(|f| format!("{days} {:?} {:?}", f.kind, f.evidence.q_value))
                        .collect::<Vec<_>>(),
                );
            }
        }
    }
    println!("{} of 200 shops: {false_ones:#?}", false_ones.len());
    assert!(false_ones.len() < 18, "{} of 200 shops", false_ones.len());
}

#[test]
fn a_product_that_doubles_is_found_and_explains_the_change() {
    let mut orders = quiet_orders(7, 400, 10.0);
    let mut chance = Chance::new(8);
    // The last three full months.
    for day in START + 305..START + 397 {
        for _ in 0..chance.poisson(4.0) {
            orders.push(
                Order::new(format!("x{}", orders.len()), day)
                    .customer(chance.below(1500))
                    .country("DE")
                    .line("Cup/Large", 1, 2000),
            );
        }
    }
    let found = tested_findings(&orders, START + 400);
    assert!(
        found.iter().any(|f| matches!(
            &f.kind,
            FindingKind::SegmentChange { dimension: DimensionKind::Product, name: SegmentName::Named(name), .. }
                if name == "Cup/Large"
        )),
        "{found:#?}"
    );
}

#[test]
fn a_fall_of_revenue_is_found_with_its_driver() {
    let mut chance = Chance::new(3);
    let mut orders = quiet_orders(11, 400, 12.0);
    orders.retain(|o| o.day.is_none_or(|d| d < START + 305) || chance.unit() < 0.6);
    let found = tested_findings(&orders, START + 400);
    let first = &found[0];
    assert!(
        matches!(
            first.kind,
            FindingKind::RevenueChange {
                driver: analysis::OrdersOrValue::Orders,
                ..
            }
        ),
        "{found:#?}"
    );
    let interval = first.evidence.interval.expect("an interval");
    assert!(
        interval.low < -0.4 && interval.high > -0.45 && interval.high < 0.0,
        "{interval:?}"
    );
}

#[test]
fn a_strong_weekday_a_wild_day_and_a_pair_are_found() {
    let mut orders = quiet_orders(21, 400, 12.0);
    let mut chance = Chance::new(22);
    let count = orders.len();
    for i in 0..count {
        let day = orders[i].day.expect("dated");
        // 2024-01-06 was a Saturday.
        if (day - START) % 7 == 5 && chance.unit() < 0.6 || day == START + 200 {
            let times = if day == START + 200 { 12 } else { 1 };
            for k in 0..times {
                let mut more = orders[i].clone();
                more.id = format!("{i}-{k}");
                orders.push(more);
            }
        }
        if chance.unit() < 0.06 {
            let order = orders[i].clone();
            orders[i] = order.line("Pot/Iron", 1, 900).line("Tea/White", 1, 700);
        }
    }
    let found = tested_findings(&orders, START + 400);
    let any = |test: &dyn Fn(&FindingKind) -> bool| found.iter().any(|f| test(&f.kind));
    assert!(
        any(&|k| matches!(k, FindingKind::Weekday { weekday: 5, .. })),
        "{found:#?}"
    );
    assert!(
        any(&|k| matches!(k, FindingKind::AnomalyDay { day, .. } if *day == START + 200)),
        "{found:#?}"
    );
    assert!(
        any(&|k| matches!(k, FindingKind::PairTogether { a, b, .. }
            if (a == "Pot/Iron" || b == "Pot/Iron") && (a == "Tea/White" || b == "Tea/White"))),
        "{found:#?}"
    );
}

#[test]
fn a_product_that_comes_back_often_is_found() {
    let mut orders = quiet_orders(31, 300, 10.0);
    let mut chance = Chance::new(32);
    for order in &mut orders {
        for line in &mut order.lines {
            if line.product.as_deref() == Some("Cup/Small") && chance.unit() < 0.2 {
                line.refund_minor = line.revenue_minor;
            }
        }
    }
    let found = tested_findings(&orders, START + 300);
    assert!(
        found.iter().any(
            |f| matches!(&f.kind, FindingKind::ProductRefunds { name, .. } if name == "Cup/Small")
        ),
        "{found:#?}"
    );
}
