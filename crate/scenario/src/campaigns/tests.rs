//! Made-up shops whose answers are worked out.

#![allow(clippy::print_stderr, reason = "a skipped test says so")]

use chart::spec::Lang;
use report::{Block, Document, DocumentFinding, Section};

use crate::tests::report;

const HEAD: &str = "Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency,Discount Code,Discount Amount,Channel";

/// Forty weeks from 2025-03-03, a Monday: eight orders a day of 50 to 60 in two channels, a customer each; on three
/// days from 2025-09-01 thrice as many with the code `AUTUMN` at a fifth off, and half as many in the week after.
/// From 2025-11-03 on, every online order carries `WEB` at two off. Amounts are multiplied by `times`.
fn shop(times: i64) -> Vec<String> {
    let mut rows = Vec::new();
    let mut order = |day: i32, price: i64, code: &str, off: i64, channel: &str| {
        let n = rows.len();
        let date = report::words::iso(20_150 + day);
        rows.push(format!(
            "A{n},{date},C{n},Mug,1,{},EUR,{code},{},{channel}",
            price * times,
            off * times
        ));
    };
    for day in 0..280 {
        let campaign = (182..185).contains(&day);
        let count = match day {
            182..185 => 24,
            185..192 => 4,
            _ => 8 + (day * 5) % 3 - 1,
        };
        for i in 0..count {
            let price = 50 + i64::from((day * 7 + i * 3) % 11);
            let channel = if i % 2 == 0 { "online" } else { "shop" };
            if campaign {
                order(day, price, "AUTUMN", price / 5, channel);
            } else if day >= 245 && channel == "online" {
                order(day, price, "WEB", 2, channel);
            } else {
                order(day, price, "", 0, channel);
            }
        }
    }
    rows
}

fn file(rows: &[String]) -> String {
    [&[HEAD.to_owned()], rows, &[String::new()]]
        .concat()
        .join("\n")
}

fn section(document: &Document) -> &Section {
    let found = document.sections.iter().find(|s| s.id == "campaigns");
    found.expect("a section on campaigns")
}

fn findings(document: &Document) -> Vec<&DocumentFinding> {
    document
        .findings
        .iter()
        .filter(|f| f.section == "campaigns")
        .collect()
}

fn sentences(document: &Document) -> Vec<&str> {
    findings(document)
        .iter()
        .map(|f| f.sentence.as_str())
        .collect()
}

fn words(section: &Section) -> String {
    serde_json::to_string(&section.blocks).expect("JSON")
}

fn ids(section: &Section) -> Vec<&str> {
    section
        .blocks
        .iter()
        .map(|block| match block {
            Block::Chart(chart) => chart.spec.id.as_str(),
            Block::Table(table) => table.id.as_str(),
            Block::Texts(texts) => texts.id.as_str(),
            Block::Text { .. } => "text",
            Block::Insufficient(_) => "insufficient",
        })
        .collect()
}

#[test]
fn a_campaign_and_its_codes_are_told_in_english() {
    let text = file(&shop(1));
    let document = report(&[("orders.csv", &text)], Lang::En);
    assert_eq!(
        sentences(&document),
        [
            "Revenue in the days of “AUTUMN” (1–3 Sep 2025) was 157% above what was to be expected: €3,193 against €1,241.",
            "Orders with “WEB” average €52.98, 3.8% less than orders without a code in the same days (€55.08).",
        ]
    );
    // 72 orders of 50 to 60 less a fifth; eight a day at 55 without.
    let first = findings(&document)[0];
    assert!(first.certainty.contains("p = 0.0"), "{}", first.certainty);
    assert!(
        first.why.contains("The 14 days after fell"),
        "{}",
        first.why
    );
    let selection = first.selection.as_ref().expect("days");
    assert_eq!(selection.days, Some((20_332, 20_334)));
    let text = words(section(&document));
    assert!(text.contains("“online” against “shop”"), "{text}");
    assert_eq!(
        ids(section(&document)),
        [
            "campaigns-events",
            "campaigns-event",
            "campaigns-around",
            "campaigns-codes-value",
            "campaigns-codes",
            "text",
            "insufficient",
        ]
    );
}

#[test]
fn a_campaign_and_its_codes_are_told_in_chinese() {
    let text = file(&shop(1));
    let document = report(&[("orders.csv", &text)], Lang::Zh);
    assert_eq!(
        sentences(&document),
        [
            "优惠码“AUTUMN”的日子（2025年9月1日至3日）成交额比预期高 157%：€3,193，预期 €1,241。",
            "用“WEB”的订单平均 €52.98，比同期没用码的（€55.08）低 3.8%。",
        ]
    );
}

#[test]
fn the_order_of_rows_and_the_cut_between_files_change_nothing() {
    let rows = shop(1);
    let one = report(&[("orders.csv", &file(&rows))], Lang::En);
    let mut turned = rows.clone();
    turned.reverse();
    turned.rotate_left(501);
    let turned = report(&[("orders.csv", &file(&turned))], Lang::En);
    assert_eq!(section(&one), section(&turned));
    assert_eq!(findings(&one), findings(&turned));
    let (a, b) = rows.split_at(777);
    let cut = report(&[("a.csv", &file(a)), ("b.csv", &file(b))], Lang::En);
    assert_eq!(section(&one), section(&cut));
}

#[test]
fn ten_times_the_money_is_the_same_lift() {
    let (one, ten) = (file(&shop(1)), file(&shop(10)));
    let (one, ten) = (
        report(&[("orders.csv", &one)], Lang::En),
        report(&[("orders.csv", &ten)], Lang::En),
    );
    assert_eq!(ids(section(&one)), ids(section(&ten)));
    for (a, b) in findings(&one).into_iter().zip(findings(&ten)) {
        assert_eq!((&a.id, &a.certainty), (&b.id, &b.certainty));
        match (a.impact, b.impact) {
            (Some(a), Some(b)) => assert!((b / a - 10.0).abs() < 1e-6, "{a} {b}"),
            (a, b) => assert_eq!(a, b),
        }
    }
}

#[test]
fn costs_of_goods_give_margins() {
    let products =
        "Title,SKU,Price,Cost per item\nMug,M1,55.00,20.00\nTea,T1,5.00,2.00\nPot,P1,25.00,9.00\n";
    let text = file(&shop(1));
    let document = report(
        &[("orders.csv", &text), ("products.csv", products)],
        Lang::En,
    );
    let table = section(&document).blocks.iter().find_map(|b| match b {
        Block::Table(t) if t.id == "campaigns-codes" => Some(t),
        _ => None,
    });
    let table = table.expect("a table of codes");
    let at = table
        .columns
        .iter()
        .position(|c| c.name == "Margin per order")
        .expect("margins");
    let told = |row: usize, at: usize| table.rows[row][at].text.as_str();
    assert_eq!(
        (told(0, 0), told(0, at), told(0, at + 1)),
        ("WEB", "€32.98", "€35.08")
    );
}

#[test]
fn thin_shops_are_told_what_is_missing() {
    let few = "Order ID,Order Date,Customer ID,Product,Quantity,Unit Price
A1,2026-01-05,C1,Mug,2,10.00
A2,2026-01-06,C2,Mug,1,0.00
A3,2026-01-09,C3,Mug,1,10.00
";
    for (lang, needs) in [
        (Lang::En, "there are 5 days and 0 orders"),
        (Lang::Zh, "现有 5 天、0 笔"),
    ] {
        let document = report(&[("few.csv", few)], lang);
        assert!(document.sections.iter().all(|s| s.id != "campaigns"));
        let more = document
            .sections
            .iter()
            .find(|s| s.id == "more")
            .expect("what is missing");
        assert!(words(more).contains(needs), "{}", words(more));
    }
}

#[test]
fn one_enormous_order_is_no_campaign() {
    let mut rows = shop(1);
    rows.retain(|r| !r.contains("AUTUMN"));
    rows.push("Z1,2025-07-15,Z,Mug,1,90000,EUR,,0,shop".to_owned());
    let document = report(&[("orders.csv", &file(&rows))], Lang::En);
    assert!(
        !sentences(&document).iter().any(|s| s.contains("15 Jul")),
        "{:?}",
        sentences(&document)
    );
    assert!(words(section(&document)).contains("1 peak is mostly one large order"));
}

#[test]
fn real_orders_are_told_without_nonsense() {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/orders");
    for (name, expected) in [
        ("superstore.csv", "campaigns"),
        ("bike_sales_sample.csv", "campaigns"),
    ] {
        let Ok(text) = std::fs::read_to_string(folder.join(name)) else {
            eprintln!("skipped {name}: it is not here");
            continue;
        };
        for lang in [Lang::En, Lang::Zh] {
            let document = report(&[(name, &text)], lang);
            let section = document.sections.iter().find(|s| s.id == expected);
            let text = words(section.expect("a section on campaigns"));
            assert!(
                !text.contains("NaN") && !text.contains("null,\"hi\""),
                "{text}"
            );
            // Nothing in these shops stands out from what their own days do.
            assert!(findings(&document).is_empty(), "{:?}", sentences(&document));
        }
    }
}
