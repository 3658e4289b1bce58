//! Every selection leads to the rows that its number was computed from.

mod made_shop;

use analysis::{Prepared, Request, Sales, sales};
use made_shop::{Chance, quiet_orders, shop};
use shop::{Selection, Shop};

/// Orders and gross of the lines behind a selection.
fn behind(shop: &Shop, selection: &Selection) -> (u64, i64) {
    let mask = selection.resolve(shop);
    let gross = mask
        .lines
        .iter()
        .map(|line| shop.lines.revenue_minor.at(line))
        .sum();
    (mask.orders.count() as u64, gross)
}

fn check(shop: &Shop, sales: &Sales) -> usize {
    let mut checked = 0;
    let mut same = |selection: &Selection, orders: u64, gross: i64| {
        assert_eq!(behind(shop, selection), (orders, gross), "{selection:?}");
        checked += 1;
    };
    for breakdown in &sales.breakdowns {
        for row in &breakdown.rows {
            if let Some(selection) = &row.selection {
                same(selection, row.orders, row.gross_minor);
            }
        }
    }
    let heatmap = sales.heatmap.known().expect("orders enough");
    for cell in heatmap.cells.iter().chain(&heatmap.weekdays) {
        same(&cell.selection, cell.orders, cell.gross_minor);
    }
    let customers = sales.customers.known().expect("customers enough");
    for month in &customers.months {
        let (_, new) = behind(shop, &month.new_selection);
        let (_, returning) = behind(shop, &month.returning_selection);
        assert_eq!(
            (new, returning),
            (month.new_gross_minor, month.returning_gross_minor)
        );
    }
    let discounts = sales.discounts.known().expect("discounts enough");
    same(
        &discounts.selection,
        discounts.discounted_orders,
        discounts.discounted_gross_minor,
    );
    for month in &discounts.months {
        assert_eq!(behind(shop, &month.selection).0, month.discounted_orders);
    }
    let refunds = sales.refunds.known().expect("refunds enough");
    assert_eq!(behind(shop, &refunds.selection).0, refunds.refunded_orders);
    for product in &refunds.products {
        // An order may have been refunded for another of its products.
        let orders = behind(shop, &product.selection).0;
        assert!((product.refunded_orders..=product.orders).contains(&orders));
    }
    let baskets = sales.baskets.known().expect("orders enough");
    for bin in &baskets.amounts {
        assert_eq!(behind(shop, &bin.selection).0, bin.orders);
    }
    for pair in baskets.pairs.known().into_iter().flatten() {
        assert_eq!(behind(shop, &pair.selection).0, pair.together);
    }
    checked
}

#[test]
fn selections_lead_to_the_rows_behind_the_numbers() {
    let mut orders = quiet_orders(5, 300, 8.0);
    let mut chance = Chance::new(6);
    for order in &mut orders {
        if chance.unit() < 0.3 {
            order.hour = None;
        }
        if chance.unit() < 0.05 {
            order.discount_code = Some("FREESHIP".to_owned());
        }
        if chance.unit() < 0.1 {
            order.day = None;
        }
        if chance.unit() < 0.1 {
            let copy = order.clone();
            *order = copy.line("Pot/Iron", 1, 900).line("Tea/White", 1, 700);
        }
    }
    let shop = shop(&orders);
    let prepared = Prepared::new(&shop);
    for period in [None, Some((19_754, 19_843))] {
        let request = Request {
            today: 20_200,
            period,
            ..Request::default()
        };
        assert!(check(&shop, &sales(&shop, &prepared, &request)) > 150);
    }
}
