//! What a piece of each product costs the shop.

use std::collections::BTreeMap;

use ledger::{Frame, Ledger, NONE};

use crate::cells::{cell, key, may_be};
use crate::recommendations::sold;

/// Where the cost of a product is told, the surest first: what was paid a supplier is older than a list of products. After
/// these come the orders themselves.
const TOLD: [&[&str]; 2] = [&["products", "stock"], &["purchases"]];
/// Cost of a piece, minor units, by the ledger's code of the product.
pub(crate) fn unit_costs(ledger: &Ledger) -> Vec<Option<f64>> {
    let mut costs = vec![None; ledger.products.name.len()];
    for datasets in TOLD {
        let frames = ledger.frames.iter();
        let mut by_key: BTreeMap<String, f64> = BTreeMap::new();
        for frame in frames.filter(|f| datasets.contains(&f.dataset.as_str())) {
            read(ledger, frame, &mut by_key);
        }
        for (code, cost) in costs.iter_mut().enumerate() {
            let sku = ledger.products.sku.get(code).map(|sku| key(sku));
            let of_sku = sku.filter(|k| !k.is_empty()).and_then(|k| by_key.get(&k));
            let of = of_sku.or_else(|| by_key.get(&key(&ledger.products.name[code])));
            *cost = cost.or(of.copied());
        }
    }
    let of_orders = costs_of_orders(ledger);
    for (cost, own) in costs.iter_mut().zip(of_orders) {
        *cost = cost.or(own);
    }
    costs
}

/// Cost of a piece where the rows of orders tell costs or profits: the mean over the pieces sold.
fn costs_of_orders(ledger: &Ledger) -> Vec<Option<f64>> {
    let mut sums = vec![(0.0, 0.0); ledger.products.name.len()];
    for (line, &share) in ledger.costs.iter().enumerate() {
        let product = ledger.lines.product[line];
        if product == NONE || share == 0 || !sold(ledger, line) {
            continue;
        }
        let (spent, pieces) = &mut sums[product as usize];
        *spent += ledger.lines.revenue_minor[line] as f64 * f64::from(share) / 1e6;
        *pieces += ledger.lines.quantity_milli[line] as f64 / 1e3;
    }
    let mean = |(spent, pieces): (f64, f64)| (pieces > 0.0).then(|| spent / pieces);
    sums.into_iter().map(mean).collect()
}

/// Costs of a file by SKU and name; of several for one name the highest, so that no margin is told too well.
fn read(ledger: &Ledger, frame: &Frame, by_key: &mut BTreeMap<String, f64>) {
    let Some(column) = frame.column("unit_cost") else {
        return;
    };
    let unit = 10f64.powi(i32::from(ledger.digits.min(9)));
    for row in 0..frame.rows {
        let Some(cost) = column.number(row).filter(|c| *c > 0.0 && *c < 1e12) else {
            continue;
        };
        let own = cell(frame, "currency", row);
        let coin = match column.currency.is_empty() {
            true => &own,
            false => &column.currency,
        };
        if !may_be(coin, &ledger.currency) {
            continue;
        }
        for role in ["sku", "product_name"] {
            let key = key(&cell(frame, role, row));
            if !key.is_empty() {
                let most = by_key.entry(key).or_insert(0.0);
                *most = most.max(cost * unit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_tell_what_their_goods_cost() {
        let costs = |text: &str| -> Vec<(String, Option<f64>)> {
            let (_, ledger) = crate::tests::read(&[("orders.csv", text)], chart::spec::Lang::En);
            let round = |c: f64| libm::round(c * 10.0) / 10.0;
            let costs = unit_costs(&ledger).into_iter().map(|c| c.map(round));
            ledger.products.name.iter().cloned().zip(costs).collect()
        };
        let told = |product: &str, cost| (product.to_owned(), cost);
        // 20 charged for two, of which 8 are left: 6 a piece; another time 10 and 5: 17 for three pieces. What was given away
        // or brought its whole price says nothing.
        let profits = "Order ID,Order Date,Product,Quantity,Sales,Profit,Currency\n\
            1,2026-05-01,Mug,2,20.00,8.00,EUR\n2,2026-05-02,Mug,1,10.00,5.00,EUR\n\
            3,2026-05-03,Card,1,3.00,3.00,EUR\n4,2026-05-04,Tea,1,5.00,-1.00,EUR\n";
        assert_eq!(
            costs(profits),
            [
                told("Mug", Some(566.7)),
                told("Card", None),
                told("Tea", Some(600.0))
            ]
        );
        // Costs of whole lines: nobody sells three for 30 that cost 20 each. What was sold at a discount says nothing.
        let lines = "Order ID,Order Date,Product,Quantity,Sales,Discount,Cost,Currency\n\
            1,2026-05-01,Mug,3,30.00,0.00,18.00,EUR\n2,2026-05-02,Mug,2,20.00,0.00,14.00,EUR\n\
            3,2026-05-03,Mug,2,12.00,8.00,12.00,EUR\n4,2026-05-04,Tea,1,5.00,0.00,2.00,EUR\n";
        assert_eq!(
            costs(lines),
            [told("Mug", Some(640.0)), told("Tea", Some(200.0))]
        );
        let pieces = "Order ID,Order Date,Product,Quantity,Unit Price,Unit cost,Currency\n\
            1,2026-05-01,Mug,2,10.00,6.00,EUR\n2,2026-05-02,Tea,1,5.00,,EUR\n";
        assert_eq!(costs(pieces), [told("Mug", Some(600.0)), told("Tea", None)]);
    }
}
