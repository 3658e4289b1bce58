//! A made-up shop with worked-out answers, in both languages; and what must not change the answer.

mod counted;
mod delisted;
mod told;

use chart::spec::Lang;
use report::{Block, Document};

use crate::tests::{filtered, read, report};
use crate::{Request, Scenarios};

/// 2025-11-24, a Monday; eighteen weeks end on 2026-03-29.
const MONDAY: i32 = 20_416;

fn date(day: i32) -> String {
    let (y, m, d) = chart::format::civil(day);
    format!("{y}-{m:02}-{d:02}")
}

/// Order lines: a red mug a day, blue mugs two or four a week in turn, three packs of tea every third week, and one
/// vase long ago. On the Monday after, a hundred red mugs: the week that is left out.
fn sales() -> Vec<String> {
    let mut rows = Vec::new();
    let mut sell = |day: i32, product: &str, sku: &str, units: i32, price: &str| {
        let order = rows.len() + 1;
        rows.push(format!(
            "A{order},{},C{},{product},{sku},{units},{price},EUR",
            date(day),
            order % 40
        ));
    };
    for week in 0..18 {
        let monday = MONDAY + 7 * week;
        for day in 0..7 {
            sell(monday + day, "Red mug", "R1", 1, "10.00");
        }
        sell(monday + 2, "Blue mug", "B1", 2 + 2 * (week % 2), "20.00");
        if week % 3 == 0 {
            sell(monday + 4, "Tea", "T1", 3, "4.00");
        }
    }
    sell(MONDAY + 1, "Old vase", "V1", 1, "50.00");
    sell(MONDAY + 126, "Red mug", "R1", 100, "10.00");
    rows
}

const HEADER: &str = "Order ID,Order Date,Customer ID,Product,SKU,Quantity,Unit Price,Currency";

fn orders(rows: &[String]) -> String {
    [&[HEADER.to_owned()], rows].concat().join("\n")
}

const STOCK: &str = "SKU,Product,On hand,Incoming,Location,Unit cost
R1,Red mug,5,0,Main,4.00
r1 ,Red mug,3,0,Shop,4.00
B1,Blue mug,-2,50,Main,8.00
T1,Tea,40,,Main,1.00
V1,Old vase,4,0,Main,20.00
Z9,Ghost,1,0,Main,5.00
";

fn section(document: &Document) -> &[Block] {
    let found = document.sections.iter().find(|s| s.id == "stock");
    &found.expect("the section").blocks
}

fn table<'a>(document: &'a Document, id: &str) -> &'a report::Table {
    let tables = section(document).iter().filter_map(|b| match b {
        Block::Table(t) => Some(t),
        _ => None,
    });
    let found = tables.into_iter().find(|t| t.id == id);
    found.unwrap_or_else(|| panic!("no table {id}"))
}

fn row(document: &Document, id: &str, name: &str) -> Vec<String> {
    let rows = &table(document, id).rows;
    let found = rows.iter().find(|r| r[0].text == name);
    let found = found.unwrap_or_else(|| panic!("no {name} in {id}"));
    found.iter().map(|c| c.text.clone()).collect()
}

fn chart<'a>(document: &'a Document, id: &str) -> &'a report::Chart {
    let charts = section(document).iter().filter_map(|b| match b {
        Block::Chart(c) => Some(c),
        _ => None,
    });
    let found = charts.into_iter().find(|c| c.spec.id == id);
    found.unwrap_or_else(|| panic!("no chart {id}"))
}

fn finding<'a>(document: &'a Document, id: &str) -> &'a report::DocumentFinding {
    let found = document.findings.iter().find(|f| f.id == id);
    found.unwrap_or_else(|| panic!("no finding {id}"))
}

#[test]
fn demand_alone_gives_classes_and_levels() {
    let document = report(&[("orders.csv", &orders(&sales()))], Lang::En);
    // 7 a week, always: z·√(9·1²) = 4.93 above 14 days' 14. √(2·365.25·25 / (0.25·5)) = 120.9 at half the price.
    let red = row(&document, "stock-levels", "Red mug");
    assert_eq!(
        red,
        ["Red mug", "AX", "smooth", "7.0", "0.0", "5", "19", "121"]
    );
    // 2 and 4 in turn: mean 3, standard deviation √(18/17) = 1.029.
    let blue = row(&document, "stock-levels", "Blue mug");
    assert_eq!(blue[1..5], ["AX", "smooth", "3.0", "1.0"]);
    // Three every third week: seldom, in like sizes.
    let tea = row(&document, "stock-levels", "Tea");
    assert_eq!(tea[1..5], ["CZ", "intermittent", "1.0", "1.5"]);
    let last = section(&document).last().expect("a block");
    assert!(matches!(last, Block::Insufficient(of) if of.text.contains("stock file")));
}

#[test]
fn a_stock_file_tells_what_runs_out_and_what_to_order() {
    let orders = orders(&sales());
    let files = [("orders.csv", orders.as_str()), ("stock.csv", STOCK)];
    let document = report(&files, Lang::En);
    // Eight left in two places, one a day. √(2·365.25·25 / (0.25·4)) = 135.1 and 18.9 − 8 more.
    let red = row(&document, "stock-orders", "Red mug");
    assert_eq!(
        red,
        [
            "Red mug",
            "AX",
            "8",
            "0",
            "7.0",
            "9 Apr 2026",
            "9 Apr 2026",
            "147",
            "now",
            "€588.00"
        ]
    );
    assert_eq!(table(&document, "stock-orders").rows.len(), 1);
    let out = finding(&document, "stock-out");
    // Goods come six days after the last mug is sold.
    assert_eq!(
        out.sentence,
        "1 selling product runs out before an order placed now could arrive, “Red mug” first; expected loss of sales €60."
    );
    assert_eq!(out.impact, Some(60.0));
    let rows = out.selection.as_ref().and_then(|s| s.table_rows.clone());
    assert_eq!(rows, Some((1, vec![0, 1])));
    let dead = finding(&document, "stock-dead");
    assert_eq!(
        dead.sentence,
        "5 units of 2 products have not sold for 90 days or more and bind €85."
    );
    assert_eq!(
        row(&document, "stock-dead", "Old vase")[2..4],
        ["25 Nov 2025", "125"]
    );
    assert_eq!(row(&document, "stock-dead", "Ghost")[2], "never sold");
    let below = finding(&document, "stock-negative");
    assert_eq!(below.sentence, "Stock of 1 product is below zero.");
    // Tea lasts 280 days, 14.3 packs beyond 180.
    assert_eq!(finding(&document, "stock-over").impact, Some(14.29));
    let note = &chart(&document, "stock-cover").spec.note;
    for said in [
        "5 products, 4 of them known to the orders",
        "2 places are added together (“Main” and “Shop”)",
        "1 stocked product is not found in the orders: “Ghost”",
    ] {
        assert!(note.contains(said), "{said}: {note}");
    }
}

#[test]
fn stock_is_measured_by_how_hard_it_works() {
    let orders = orders(&sales());
    let files = [("orders.csv", orders.as_str()), ("stock.csv", STOCK)];
    let document = report(&files, Lang::En);
    let value = |name| row(&document, "stock-ratios", name)[1].clone();
    // 8 mugs, 40 packs and 4 vases at 4, 1 and 20; blue mugs are oversold, and the ghost is in no order.
    assert_eq!(value("Stock at cost"), "€152");
    // In 18 weeks 126, 54, 18 and 1 were sold, for 974 at cost: 2,823 a year.
    assert_eq!(value("Turnover a year"), "18.6");
    assert_eq!(value("Days on hand"), "20 days");
    // 28 + 12 + 3 in four weeks, 52 are left.
    assert_eq!(value("Sell-through of four weeks"), "45%");
    // 1,488 of margin in 18 weeks: 4,313 a year.
    assert_eq!(value("GMROI"), "28.4");
}

#[test]
fn lead_times_and_costs_come_from_purchases_where_there_are_some() {
    let orders = orders(&sales());
    let purchases = "PO Number,PO Date,Supplier,SKU,Qty Ordered,Received Date,Unit Cost
P1,2026-01-05,Acme,R1,50,2026-01-17,4.50
P2,2026-02-02,Acme,R1,50,2026-02-10,5.00
P3,2026-03-02,Acme,R1,50,2026-03-12,7.00
P4,2026-03-02,Acme,B1,50,2026-03-05,9.00
";
    let stock = "SKU,On hand\nR1,8\nB1,100\nT1,2\n";
    let files = [
        ("orders.csv", orders.as_str()),
        ("po.csv", purchases),
        ("stock.csv", stock),
    ];
    let document = report(&files, Lang::En);
    // 12, 8 and 10 days: 10 ± 2, so 10 + 1.645·2 = 13.3. One delivery tells nothing.
    assert_eq!(row(&document, "stock-levels", "Red mug")[6], "14");
    let order = row(&document, "stock-orders", "Red mug");
    // √(2·365.25·25 / (0.25·5)) = 120.87, and 13.29 − 8 more, at the median cost.
    assert_eq!(order[order.len() - 3..], ["127", "now", "€635.00"]);
}

#[test]
fn the_same_is_said_in_chinese() {
    let orders = orders(&sales());
    let stock = "商品名称,商家编码,可用库存,在途,仓库
Red mug,R1,8,0,主仓
Blue mug,B1,48,0,主仓
Tea,T1,40,0,主仓
Old vase,V1,4,0,主仓
";
    let files = [("orders.csv", orders.as_str()), ("库存表.csv", stock)];
    let document = report(&files, Lang::Zh);
    let out = finding(&document, "stock-out");
    assert_eq!(
        out.sentence,
        "1 种在售商品会在补货到达之前售完，最急的是“Red mug”；预计少卖 €60。"
    );
    let dead = finding(&document, "stock-dead");
    assert_eq!(
        dead.sentence,
        "1 种商品的 4 件库存 90 天以上没有售出，按售价值 €200。"
    );
    assert_eq!(
        chart(&document, "stock-cover").spec.title,
        "3 种在售商品中，1 种两周内售完"
    );
}

#[test]
fn a_stock_file_of_other_names_is_said_to_be_one() {
    let orders = orders(&sales());
    let stock = "SKU,Product,On hand\nX1,Chair,5\nX2,Table,7\n";
    let files = [("orders.csv", orders.as_str()), ("stock.csv", stock)];
    let document = report(&files, Lang::En);
    let first = &section(&document)[0];
    assert!(
        matches!(first, Block::Insufficient(of) if of.text.contains("none is found in the orders")),
        "{first:?}"
    );
    assert!(document.findings.iter().all(|f| f.id != "stock-dead"));
}

#[test]
fn few_weeks_are_said_to_be_few() {
    let rows = &sales()[..40];
    let document = report(&[("orders.csv", &orders(rows))], Lang::En);
    let more = document.sections.iter().find(|s| s.id == "more");
    let text = format!("{:?}", more.expect("what is lacking"));
    assert!(
        text.contains("at least 8 complete weeks, there are 4"),
        "{text}"
    );
}

#[test]
fn the_order_of_rows_and_files_changes_nothing() {
    let rows = sales();
    let stock = STOCK.to_owned();
    let one = report(
        &[("orders.csv", &orders(&rows)), ("stock.csv", &stock)],
        Lang::En,
    );
    let mut turned: Vec<String> = rows.clone();
    turned.reverse();
    turned.rotate_left(33);
    let lines: Vec<&str> = STOCK.lines().collect();
    let back = [
        &lines[..1],
        &lines.iter().skip(1).rev().copied().collect::<Vec<_>>(),
    ]
    .concat();
    let back = back.join("\n");
    let other = report(
        &[("orders.csv", &orders(&turned)), ("stock.csv", &back)],
        Lang::En,
    );
    let texts = |d: &Document| -> Vec<String> {
        let tables = section(d).iter().filter_map(|b| match b {
            Block::Table(t) => Some(format!("{} {} {:?}", t.title, t.note, t.rows)),
            Block::Chart(c) => Some(format!("{:?}", c.spec)),
            _ => None,
        });
        tables.collect()
    };
    assert_eq!(texts(&one), texts(&other));
    let (first, second) = rows.split_at(70);
    let split = report(
        &[
            ("orders.csv", &orders(first)),
            ("more.csv", &orders(second)),
            ("stock.csv", &stock),
        ],
        Lang::En,
    );
    assert_eq!(texts(&one), texts(&split));
}

#[test]
fn ten_times_the_money_is_ten_times_the_money() {
    let orders = orders(&sales());
    let (document, ledger) = read(&[("orders.csv", &orders), ("stock.csv", STOCK)], Lang::En);
    let impact = |times: i64| {
        let mut ledger = ledger.clone();
        for money in ledger
            .lines
            .revenue_minor
            .iter_mut()
            .chain(&mut ledger.lines.refund_minor)
        {
            *money *= times;
        }
        let columns = ledger.frames.iter_mut().flat_map(|f| &mut f.columns);
        for column in columns.filter(|c| c.role == "unit_cost") {
            if let ledger::Cells::Numbers { mantissas, .. } = &mut column.cells {
                for cost in mantissas.iter_mut() {
                    *cost *= times;
                }
            }
        }
        let mut document = document.clone();
        let request = Request {
            lang: Lang::En,
            today: crate::tests::TODAY,
            stock: super::Options {
                order_cost: Some(25.0 * times as f64),
                ..super::Options::default()
            },
            ..Request::default()
        };
        Scenarios::new(
            &ledger,
            &request,
            &crate::Judgements::default(),
            &mut |_, _| (),
        )
        .complete(&mut document);
        let money: Vec<f64> = ["stock-out", "stock-dead", "stock-over"]
            .iter()
            .map(|id| finding(&document, id).impact.expect("money"))
            .collect();
        let units: Vec<String> = row(&document, "stock-orders", "Red mug")[..9].to_vec();
        (money, units)
    };
    let (one, ten) = (impact(1), impact(10));
    assert_eq!(one.1, ten.1);
    assert_eq!(ten.0[..2], [one.0[0] * 10.0, one.0[1] * 10.0]);
    // Rounded to cents: 14.2857… and 142.857….
    assert_eq!((one.0[2], ten.0[2]), (14.29, 142.86));
}

#[test]
fn options_make_a_what_if() {
    let orders = orders(&sales());
    let (document, ledger) = read(&[("orders.csv", &orders), ("stock.csv", STOCK)], Lang::En);
    let reorder = |options: super::Options| {
        let mut document = document.clone();
        let request = Request {
            lang: Lang::En,
            today: crate::tests::TODAY,
            stock: options,
            ..Request::default()
        };
        Scenarios::new(
            &ledger,
            &request,
            &crate::Judgements::default(),
            &mut |_, _| (),
        )
        .complete(&mut document);
        row(&document, "stock-levels", "Red mug")[6].clone()
    };
    assert_eq!(reorder(super::Options::default()), "19");
    let sure = super::Options {
        service_level: 0.98,
        lead_time_days: 28.0,
        ..super::Options::default()
    };
    // 28 + 2.0537·3.
    assert_eq!(reorder(sure), "35");
    // What nothing can be computed with is what is assumed.
    let odd = super::Options {
        service_level: f64::NAN,
        lead_time_days: -1.0,
        holding_rate: 0.0,
        order_cost: Some(f64::INFINITY),
        weeks: 0,
        ..super::Options::default()
    };
    assert!(!reorder(odd).is_empty());
}

#[test]
fn what_is_reserved_is_not_free_and_an_order_is_no_less_than_the_minimum() {
    let orders = orders(&sales());
    let row = |stock: &str| {
        let document = report(&[("orders.csv", &orders), ("stock.csv", stock)], Lang::En);
        let table = table(&document, "stock-orders");
        let at = |name: &str| table.columns.iter().position(|c| c.name == name).unwrap();
        let row = table.rows.iter().find(|r| r[0].text == "Red mug").unwrap();
        [at("Free"), at("Order")].map(|c| row[c].value)
    };
    let plain = row("SKU,On hand\nR1,8\n");
    assert_eq!(plain[0], Some(8.0));
    let least = row("SKU,On hand,Reserved,MOQ\nR1,5,2,5000\nR1,3,1,4000\n");
    assert_eq!(least, [Some(5.0), Some(5000.0)]);
    // What is told to be free is free.
    let free = row("SKU,On hand,Available,Reserved,MOQ\nR1,8,8,3,1\n");
    assert_eq!(free, plain);
}

#[test]
fn hostile_stock_is_survived() {
    let orders = orders(&sales());
    for stock in [
        "SKU,On hand\nR1,0\n",
        "SKU,On hand,Lead time\nR1,9999999999999,99999\nB1,-9999999999,-5\n",
        "SKU,On hand,Unit cost\nR1,not stocked,0\nB1,3,-4\nT1,,\n,5,1\n",
        "Product,On hand,Date\nred  MUG,3,2026-03-01\nRed mug,9,2026-03-20\n",
        "SKU,Available,Unit cost\nR1,5,USD 4.00\nB1,7,USD 5.00\n",
    ] {
        for lang in [Lang::Zh, Lang::En] {
            let files = [("orders.csv", orders.as_str()), ("stock.csv", stock)];
            let text = format!("{:?}", report(&files, lang));
            let numbers = text.split(|c: char| !c.is_alphanumeric());
            let bad = numbers.filter(|word| ["NaN", "inf"].contains(word)).count();
            assert_eq!(bad, 0, "{stock}");
        }
    }
}

#[test]
fn options_are_read_from_what_is_told() {
    let request: Request =
        serde_json::from_str(r#"{"stock": {"lead_time_days": 30}}"#).expect("a request");
    assert_eq!(request.stock.lead_time_days, 30.0);
    assert_eq!(request.stock.service_level, 0.95);
}

/// Counts of `golden/superstore.py`, which does the same in plain Python.
#[test]
fn superstores_classes_are_those_of_plain_python() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/orders/superstore.csv"
    );
    let Ok(bytes) = std::fs::read(path) else {
        eprintln!("skipped: ../shared/data/orders/superstore.csv is not there");
        return;
    };
    // The file is latin-1: a byte a character.
    let text: String = bytes.into_iter().map(char::from).collect();
    let document = report(&[("superstore.csv", &text)], Lang::En);
    let counts = |id| -> Vec<(String, String)> {
        let rows = table(&document, id).rows.iter();
        rows.map(|r| (r[0].text.clone(), r[1].text.clone()))
            .collect()
    };
    let said = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        let pairs = pairs.iter();
        pairs
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect()
    };
    assert_eq!(
        counts("stock-classes"),
        said(&[("AZ", "192"), ("BZ", "214"), ("CZ", "405")])
    );
    assert_eq!(
        counts("stock-patterns"),
        said(&[("intermittent", "712"), ("lumpy", "99")])
    );
}

#[test]
fn a_projection_is_drawn_of_what_sells_steadily() {
    let orders = orders(&sales());
    let files = [("orders.csv", orders.as_str()), ("stock.csv", STOCK)];
    let document = report(&files, Lang::En);
    let spec = &chart(&document, "stock-path").spec;
    assert_eq!(spec.title, "“Red mug” runs out about 9 Apr 2026");
    let chart::spec::Plot::Line { series, .. } = &spec.plot else {
        panic!("{:?}", spec.plot)
    };
    // One a day without any spread: seven are left after a day, and the reorder point is 18.9.
    let second = series[0].points[1];
    assert_eq!(
        (second.y, second.lo, second.hi),
        (Some(7.0), Some(7.0), Some(7.0))
    );
    let level = series[1].points[0].y.expect("a level");
    assert!((level - 18.9346).abs() < 1e-4, "{level}");
}

#[test]
fn what_a_filter_leaves_out_is_not_unsold() {
    let orders = orders(&sales())
        .replace("Currency\n", "Currency,Country\n")
        .replace(",EUR", ",EUR,DE");
    let files = [("orders.csv", &*orders), ("stock.csv", STOCK)];
    let mugs = filtered(
        &files,
        shop::Selection {
            products: vec!["Red mug".to_owned()],
            ..shop::Selection::default()
        },
    );
    let shown = serde_json::to_string(section(&mugs)).expect("JSON");
    assert!(shown.contains("Red mug"), "{shown}");
    for other in ["Tea", "Old vase", "Blue mug", "Ghost"] {
        assert!(!shown.contains(other), "{other}: {shown}");
    }
    let place = filtered(
        &files,
        shop::Selection {
            countries: vec!["DE".to_owned()],
            ..shop::Selection::default()
        },
    );
    let shown = serde_json::to_string(&place).expect("JSON");
    assert!(shown.contains("Stock serves all orders"), "{shown}");
}

#[test]
fn without_a_column_for_it_open_purchases_are_on_their_way() {
    let orders = orders(&sales());
    let purchases =
        "PO Number,PO Date,Supplier,SKU,Qty Ordered,Qty Received,Expected Date,Received Date
P1,2026-02-02,Acme,R1,10,4,2026-02-20,
P2,2026-03-02,Acme,B1,60,60,2026-03-12,2026-03-12
P3,2026-03-20,Acme,B1,50,,2026-04-10,
";
    let sales = ("orders.csv", orders.as_str());
    let read =
        |stock: &str, lang| report(&[sales, ("po.csv", purchases), ("stock.csv", stock)], lang);
    // Six of ten are overdue: as many as eight on the shelf.
    let document = read("SKU,On hand,Unit cost\nR1,2,4.00\nB1,1,8.00\n", Lang::En);
    let red = row(&document, "stock-orders", "Red mug");
    assert_eq!(red[2..4], ["2", "6"]);
    assert_eq!(red[red.len() - 3..], ["147", "now", "€588.00"]);
    assert_eq!(table(&document, "stock-orders").rows.len(), 1);
    let said = "that is taken from “po.csv”: ordered less arrived, what is overdue too";
    let note = &table(&document, "stock-orders").note;
    assert!(note.contains(said), "{note}");
    let note = &chart(&document, "stock-cover").spec.note;
    assert!(note.contains(said), "{note}");
    let zh = read("SKU,On hand\nR1,2\nB1,1\n", Lang::Zh);
    let note = &table(&zh, "stock-orders").note;
    assert!(note.contains("在途取自“po.csv”"), "{note}");
    let told = read("SKU,On hand,Incoming\nR1,2,1\nB1,1,7\n", Lang::En);
    assert_eq!(row(&told, "stock-orders", "Red mug")[3], "1");
    assert_eq!(row(&told, "stock-orders", "Blue mug")[3], "7");
    assert!(!table(&told, "stock-orders").note.contains("po.csv"));
}

#[test]
fn what_is_sold_out_is_in_the_stock_file() {
    let orders = orders(&sales());
    let stock = "SKU,On hand\nV1,4\nR1,缺货\nZ8,1\nB1,Sold out\nZ9,2\nT1,not stocked\n";
    let document = report(&[("orders.csv", &orders), ("stock.csv", stock)], Lang::En);
    for name in ["Red mug", "Blue mug"] {
        assert_eq!(row(&document, "stock-orders", name)[2], "0", "{name}");
    }
    let note = &chart(&document, "stock-cover").spec.note;
    let said = "1 selling product is missing from the stock file, and not taken as zero: “Tea”";
    assert!(note.contains(said), "{note}");
}

#[test]
fn what_if_orders_what_the_purchase_list_does() {
    let orders = orders(&sales());
    let read = |stock: &str| report(&[("orders.csv", &orders), ("stock.csv", stock)], Lang::En);
    // Three mugs above the reorder point of 19: due on the fourth day, and on the list.
    let document = read("SKU,On hand\nR1,22\nB1,100\n");
    assert_eq!(
        table(&document, "stock-orders").title,
        "1 product to order now"
    );
    let rows = &table(&document, "stock-what-if").rows;
    let now = rows
        .iter()
        .find(|r| r[0].text == "× 1 (14 days)" && r[1].text == "95%");
    let due = now.and_then(|r| r.last()).map(|c| c.text.as_str());
    assert_eq!(due, Some("1"));
    // Lead times of the suppliers, not the one that is assumed.
    let document = read("SKU,On hand,Lead time (days)\nR1,22,10\nB1,100,20\nT1,9,15\n");
    let rows = &table(&document, "stock-what-if").rows;
    assert_eq!(rows[0][0].text, "× 0.5 (5–10 days)");
    assert_eq!(rows[8][0].text, "× 2 (20–40 days)");
}
