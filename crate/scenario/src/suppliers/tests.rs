//! Made-up purchases with worked-out answers, in both languages.

use chart::spec::Lang;
use report::{Block, Document};

use crate::tests::report;

/// 2025-12-29, a Monday.
const MONDAY: i32 = 20_451;

fn date(day: i32) -> String {
    let (y, m, d) = chart::format::civil(day);
    format!("{y}-{m:02}-{d:02}")
}

/// A mug a day and every day another number of plates, over twelve weeks.
fn orders() -> String {
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,SKU,Quantity,Unit Price,Currency\n");
    for day in 0..84 {
        let at = date(MONDAY + day);
        text += &format!(
            "A{day},{at},C{},Mug,M1,{},10.00,EUR\n",
            day % 9,
            1 + day / 7 % 2
        );
    }
    text
}

/// Acme: ten days, in full, promised in twelve. Slow: twenty days and eight of ten, promised in sixteen.
/// Both get twelve orders; the last of Slow has not come.
fn purchases() -> Vec<String> {
    let mut rows = Vec::new();
    for week in 0..12 {
        let day = MONDAY + 7 * week;
        let units = if week % 3 == 0 { 30 } else { 0 };
        if units > 0 {
            rows.push(format!(
                "P{week},{},Acme,M1,Mug,{units},{units},{},{},4.00",
                date(day),
                date(day + 12),
                date(day + 10)
            ));
        }
        for _ in 0..2 {
            rows.push(format!(
                "P{week},{},Acme,X{week},Box,5,5,{},{},4.00",
                date(day + week % 2),
                date(day + 12),
                date(day + 10)
            ));
        }
        let (came, arrived) = match week {
            11 => (String::new(), String::new()),
            _ => (date(day + 20), "8".to_owned()),
        };
        rows.push(format!(
            "S{week},{},Slow Ltd,M1,Mug,10,{arrived},{},{came},2.00",
            date(day),
            date(day + 16),
        ));
    }
    rows.push(format!("P99,{},,M1,Mug,10,10,,,1.00", date(MONDAY)));
    rows
}

const HEADER: &str = "PO Number,PO Date,Supplier,SKU,Product,Qty Ordered,Qty Received,Expected Date,Received Date,Unit Cost";

fn file(rows: &[String]) -> String {
    [&[HEADER.to_owned()], rows].concat().join("\n")
}

fn blocks(document: &Document) -> &[Block] {
    let found = document.sections.iter().find(|s| s.id == "suppliers");
    &found.expect("the section").blocks
}

fn scores(document: &Document) -> Vec<Vec<String>> {
    let found = blocks(document).iter().find_map(|b| match b {
        Block::Table(t) if t.id == "suppliers-scores" => Some(t),
        _ => None,
    });
    let rows = &found.expect("the table").rows;
    rows.iter()
        .map(|r| r.iter().map(|c| c.text.clone()).collect())
        .collect()
}

fn chart<'a>(document: &'a Document, id: &str) -> &'a report::Chart {
    let found = blocks(document).iter().find_map(|b| match b {
        Block::Chart(c) if c.spec.id == id => Some(c),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no chart {id}"))
}

#[test]
fn deliveries_are_scored() {
    let files = [("orders.csv", orders()), ("po.csv", file(&purchases()))];
    let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (*n, t.as_str())).collect();
    let document = report(&files, Lang::En);
    let scores = scores(&document);
    // Four times 30 and 24 times 5 at 4.00 are 960; twelve times 10 at 2.00 are 240.
    assert_eq!(scores[0][..4], ["Acme", "28", "80.0%", "100%"]);
    assert_eq!(scores[0][5], "100%");
    assert_eq!(scores[1][..4], ["Slow Ltd", "12", "20.0%", "0%"]);
    // Eleven times eight of ten; the twelfth, promised for 1 April, is not overdue on that day.
    assert_eq!(scores[1][5..10], ["80.0%", "20.0", "0.00", "20.0", "0"]);
    let late = document.findings.iter().find(|f| f.id == "suppliers-late");
    assert_eq!(
        late.expect("a finding").sentence,
        "Only 0% of the lines of “Slow Ltd” came on time and in full, against 100% for the other suppliers."
    );
    let one = document.findings.iter().find(|f| f.id == "suppliers-one");
    assert_eq!(
        one.expect("a finding").sentence,
        "“Acme” has 80% of what is spent; if it fails, there is no way around."
    );
    // 0.8² + 0.2².
    let share = chart(&document, "suppliers-share");
    assert!(
        share.spec.subtitle.contains("6,800"),
        "{}",
        share.spec.subtitle
    );
    let note = &chart(&document, "suppliers-on-time").spec.note;
    assert!(note.contains("1 row has no supplier or quantity"), "{note}");
}

#[test]
fn orders_in_batches_swing_more_than_demand() {
    let files = [("orders.csv", orders()), ("po.csv", file(&purchases()))];
    let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (*n, t.as_str())).collect();
    let document = report(&files, Lang::En);
    // Ordered 40, 10, 10 …: variance 218.18. Sold 7 and 14 in turn: 13.36.
    let spec = &chart(&document, "suppliers-bullwhip").spec;
    assert_eq!(
        spec.title,
        "What is ordered varies 16.3 times as much as what is sold"
    );
    assert!(spec.note.contains("218.2 ÷ 13.4"), "{}", spec.note);
}

#[test]
fn the_same_is_said_in_chinese_and_in_any_order() {
    let orders = orders();
    let mut rows = purchases();
    let one = report(
        &[("orders.csv", &orders), ("采购.csv", &file(&rows))],
        Lang::Zh,
    );
    rows.reverse();
    let other = report(
        &[("orders.csv", &orders), ("采购.csv", &file(&rows))],
        Lang::Zh,
    );
    assert_eq!(scores(&one), scores(&other));
    let late = one.findings.iter().find(|f| f.id == "suppliers-late");
    assert_eq!(
        late.expect("a finding").sentence,
        "“Slow Ltd”只有 0% 的采购行按时足量到货，其他供应商是 100%。"
    );
}

#[test]
fn without_purchases_the_section_says_what_it_needs() {
    let document = report(&[("orders.csv", &orders())], Lang::En);
    assert!(document.sections.iter().all(|s| s.id != "suppliers"));
    let more = document.sections.iter().find(|s| s.id == "more");
    let text = format!("{:?}", more.expect("what is lacking"));
    assert!(text.contains("goods receipts with supplier"), "{text}");
    let few = file(&purchases()[..3]);
    let document = report(&[("orders.csv", &orders()), ("po.csv", &few)], Lang::En);
    let more = document.sections.iter().find(|s| s.id == "more");
    let text = format!("{:?}", more.expect("what is lacking"));
    assert!(
        text.contains("3 rows of the purchase file can be used"),
        "{text}"
    );
}

#[test]
fn who_is_late_time_and_again_is_told() {
    let files = [("orders.csv", orders()), ("po.csv", file(&purchases()))];
    let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (*n, t.as_str())).collect();
    let document = report(&files, Lang::En);
    let rows = &crate::tests::table(&document, "suppliers-promises").rows;
    let told: Vec<Vec<&str>> = rows
        .iter()
        .map(|r| r.iter().take(5).map(|c| c.text.as_str()).collect())
        .collect();
    // Slow comes four days after each promise: eleven lines, and eleven mean errors. Acme comes two days before.
    assert_eq!(told[0], ["Slow Ltd", "11", "+4.0", "+4.0 to +4.0", "+11.0"]);
    assert_eq!(told[1], ["Acme", "12", "−2.0", "−2.0 to −2.0", "−12.0"]);
}

#[test]
fn purchases_alone_are_told_in_their_own_currency_or_in_none() {
    let told = |rows: &str| {
        let document = report(&[("po.csv", rows)], Lang::En);
        let share = chart(&document, "suppliers-share").spec.clone();
        let shown = serde_json::to_string(blocks(&document)).expect("JSON");
        (share, shown)
    };
    let (share, shown) = told(&file(&purchases()));
    assert!(!shown.contains("another currency"), "{shown}");
    // Acme 24 boxes of 5 and 4 times 30 mugs at 4, Slow Ltd 12 times 10 at 2.
    assert!(shown.contains("960") && shown.contains("240"), "{shown}");
    assert!(share.title.contains("80%"), "{}", share.title);
    // Some rows in dollars: those in euros are most.
    let mut rows = vec![[HEADER, ",Currency"].concat()];
    let each = purchases().into_iter().enumerate();
    rows.extend(each.map(|(i, row)| row + if i % 8 == 3 { ",USD" } else { ",EUR" }));
    let (share, shown) = told(&rows.join("\n"));
    assert!(
        shown.contains("rows is in another") || shown.contains("rows are in another"),
        "{shown}"
    );
    assert!(
        format!("{:?}", share.plot).contains("EUR"),
        "{:?}",
        share.plot
    );
}
