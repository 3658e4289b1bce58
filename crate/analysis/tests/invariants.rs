//! What has to hold for any shop.

mod made_shop;

use analysis::{FigureId, Measure, Prepared, Request, Sales, SegmentName, sales};
use made_shop::{Chance, Order, quiet_orders, shop};
use proptest::prelude::*;
use shop::Selection;

fn report(orders: &[Order], today: i32) -> Sales {
    let shop = shop(orders);
    sales(
        &shop,
        &Prepared::new(&shop),
        &Request {
            today,
            ..Request::default()
        },
    )
}

/// Some shop: sizes, prices and days of all kinds.
fn some_orders() -> impl Strategy<Value = Vec<Order>> {
    (0_u64..1000, 1_i32..420, 1_u32..40).prop_map(|(seed, days, tenths)| {
        let mut orders = quiet_orders(seed, days, f64::from(tenths) / 10.0);
        let mut chance = Chance::new(seed);
        for order in &mut orders {
            if chance.unit() < 0.02 {
                order.day = None;
            }
            if chance.unit() < 0.1 {
                order.customer = None;
            }
            if chance.unit() < 0.1 {
                order.country = None;
            }
            if chance.unit() < 0.05 {
                order.lines.push(made_shop::Line {
                    product: None,
                    quantity_milli: 0,
                    revenue_minor: 490,
                    refund_minor: 0,
                });
            }
        }
        orders
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_sequence_of_rows_changes_nothing(orders in some_orders(), seed in 0_u64..100) {
        let mut shuffled = orders.clone();
        Chance::new(seed).shuffle(&mut shuffled);
        prop_assert_eq!(report(&orders, 20_200), report(&shuffled, 20_200));
    }

    #[test]
    fn parts_add_up(orders in some_orders()) {
        let sales = report(&orders, 20_200);
        let gross: i64 = orders.iter().flat_map(|o| &o.lines).map(|l| l.revenue_minor).sum();
        let figure = sales.figures.iter().find(|f| f.id == FigureId::Gross).and_then(|f| f.value);
        prop_assert_eq!(figure, Some(gross as f64));
        for breakdown in &sales.breakdowns {
            prop_assert_eq!(breakdown.gross_minor, gross);
            prop_assert_eq!(breakdown.rows.iter().map(|r| r.gross_minor).sum::<i64>(), gross);
            let shares: f64 = breakdown.rows.iter().filter_map(|r| r.share).sum();
            prop_assert!(gross == 0 || (shares - 1.0).abs() < 1e-6);
        }
        if let Some(trend) = sales.trend.known() {
            for series in [&trend.day, &trend.week, &trend.month] {
                let sum: i64 = series.points.iter().map(|p| p.gross_minor).sum();
                prop_assert_eq!(sum + trend.undated_gross_minor, gross);
            }
        }
        if let Some(parts) = sales.price_volume_mix.known() {
            let sum = parts.price_minor + parts.volume_minor + parts.mix_minor + parts.joint_minor
                + parts.new_minor + parts.gone_minor + parts.unattributed_minor;
            prop_assert_eq!(parts.previous_minor + sum, parts.current_minor);
            for product in &parts.products {
                prop_assert_eq!(
                    product.price_minor + product.volume_minor + product.joint_minor,
                    product.current_minor - product.previous_minor
                );
            }
        }
        if let Some(drivers) = sales.drivers.known() {
            let change = drivers.current_minor - drivers.previous_minor;
            let split = &drivers.aov_orders;
            prop_assert_eq!(split.orders_effect_minor + split.aov_effect_minor, change);
            for dimension in &drivers.dimensions {
                let sum: i64 = dimension.contributions.iter().map(|d| d.change_minor).sum();
                prop_assert_eq!(sum, change);
                prop_assert!((0.0..=1.0).contains(&dimension.surprise));
            }
        }
        if let Some(pareto) = sales.pareto.known() {
            prop_assert_eq!(pareto.classes.iter().map(|c| c.0).sum::<u64>(), pareto.products);
            prop_assert_eq!(pareto.classes.iter().map(|c| c.1).sum::<i64>(), pareto.gross_minor);
            prop_assert!(pareto.curve.windows(2).all(|w| w[0].1 <= w[1].1));
        }
        if let Some(baskets) = sales.baskets.known() {
            prop_assert_eq!(baskets.amounts.iter().map(|b| b.orders).sum::<u64>(), baskets.orders);
        }
        if let Some(customers) = sales.customers.known() {
            prop_assert_eq!(customers.by_orders.iter().sum::<u64>(), customers.customers);
            let months: u64 = customers.months.iter().map(|m| m.new_customers).sum();
            prop_assert!(months <= customers.new_customers);
        }
    }

    #[test]
    fn ten_times_the_money_is_ten_times_the_money(orders in some_orders()) {
        let mut tenfold = orders.clone();
        for order in &mut tenfold {
            order.discount_minor *= 10;
            for line in &mut order.lines {
                line.revenue_minor *= 10;
                line.refund_minor *= 10;
            }
        }
        let (once, ten) = (report(&orders, 20_200), report(&tenfold, 20_200));
        for (a, b) in once.figures.iter().zip(&ten.figures) {
            let times = if a.measure == Measure::Money { 10.0 } else { 1.0 };
            match (a.value, b.value) {
                (Some(a), Some(b)) => prop_assert!((a * times - b).abs() <= b.abs() * 1e-8),
                (a, b) => prop_assert_eq!(a, b),
            }
            match (a.change, b.change) {
                (Some(a), Some(b)) => prop_assert!((a - b).abs() <= 1e-8 * (1.0 + a.abs())),
                (a, b) => prop_assert_eq!(a, b),
            }
        }
        let names = |sales: &Sales| -> Vec<(SegmentName, u64)> {
            sales.breakdowns.iter().flat_map(|b| &b.rows).map(|r| (r.name.clone(), r.orders)).collect()
        };
        prop_assert_eq!(names(&once), names(&ten));
        let kinds = |sales: &Sales| sales.findings.known().map(|f| (f.tests, f.passed));
        prop_assert_eq!(kinds(&once), kinds(&ten));
    }

    #[test]
    fn a_filter_and_its_complement_make_the_whole(orders in some_orders()) {
        let shop = shop(&orders);
        let prepared = Prepared::new(&shop);
        let gross = |filter: Selection| {
            let request = Request { today: 20_200, filter, ..Request::default() };
            let sales = sales(&shop, &prepared, &request);
            sales.figures[0].value.unwrap_or(0.0)
        };
        let countries = ["DE", "FR", "IT", ""];
        let parts: f64 = countries
            .iter()
            .map(|c| gross(Selection { countries: vec![(*c).to_owned()], ..Selection::default() }))
            .sum();
        prop_assert_eq!(parts, gross(Selection::default()));
        let categories = ["Tea", "Cup", "Pot", ""];
        let parts: f64 = categories
            .iter()
            .map(|c| gross(Selection { categories: vec![(*c).to_owned()], ..Selection::default() }))
            .sum();
        prop_assert_eq!(parts, gross(Selection::default()));
    }
}
