//! What is not on sale any more is neither told as selling nor ordered, and is stock to clear.

use chart::spec::Lang;

use super::{chart, finding, orders, row, sales, section, table};
use crate::tests::report;

const STOCK: &str = "SKU,Product,On hand,Incoming,Location,Unit cost
R1,Red mug,5,0,Main,4.00
B1,Blue mug,9,0,Main,8.00
T1,Tea,40,,Main,1.00
";

/// Red mugs sell every day, blue mugs every week; one of them is taken down.
fn products(red: &str, blue: &str) -> String {
    format!(
        "SKU,Product,Price,Category,Status\nR1,Red mug,10.00,Mugs,{red}\nB1,Blue mug,20.00,Mugs,{blue}\nT1,Tea,4.00,Tea,active\n"
    )
}

#[test]
fn what_is_taken_down_is_cleared_and_not_ordered() {
    let (orders, products) = (orders(&sales()), products("archived", "active"));
    let files = [
        ("orders.csv", orders.as_str()),
        ("stock.csv", STOCK),
        ("products.csv", products.as_str()),
    ];
    let document = report(&files, Lang::En);
    let left = ["stock-orders", "stock-levels"];
    for id in left {
        let rows = &table(&document, id).rows;
        assert!(rows.iter().all(|r| r[0].text != "Red mug"), "{id}");
    }
    assert!(!document.findings.iter().any(|f| f.id == "stock-out"));
    assert_eq!(
        chart(&document, "stock-cover").spec.title,
        "None of 2 selling products runs out within two weeks"
    );
    let said = "1 product that sold lately is delisted, and so is neither counted as selling nor to be ordered: “Red mug”.";
    let note = &chart(&document, "stock-matrix").spec.note;
    assert!(note.contains(said), "{note}");
    let dead = table(&document, "stock-dead");
    assert_eq!(dead.subtitle, "Not sold for 90 days or more, or delisted");
    let red = row(&document, "stock-dead", "Red mug");
    assert_eq!(
        red.last().map(String::as_str),
        Some("Delisted: clear it or send it back, and order no more")
    );
    // It did sell lately: nothing has gone unsold.
    assert!(!document.findings.iter().any(|f| f.id == "stock-dead"));
}

#[test]
fn what_is_on_sale_is_planned_as_before() {
    let (orders, products) = (orders(&sales()), products("active", "active"));
    let two = [("orders.csv", orders.as_str()), ("stock.csv", STOCK)];
    let three = [&two[..], &[("products.csv", products.as_str())]].concat();
    let (without, with) = (report(&two, Lang::En), report(&three, Lang::En));
    assert_eq!(section(&without), section(&with));
    assert_eq!(finding(&without, "stock-out"), finding(&with, "stock-out"));
}

#[test]
fn where_all_that_sells_is_taken_down_there_is_nothing_to_stock() {
    let orders = orders(&sales());
    let products = products("已下架", "已下架").replace("active", "仓库中");
    let files = [
        ("orders.csv", orders.as_str()),
        ("products.csv", products.as_str()),
    ];
    let document = report(&files, Lang::Zh);
    let more = document.sections.iter().find(|s| s.id == "more");
    let text = format!("{:?}", more.expect("what is lacking"));
    assert!(
        text.contains("最近卖过的商品都已下架，没有要备货的。"),
        "{text}"
    );
}
