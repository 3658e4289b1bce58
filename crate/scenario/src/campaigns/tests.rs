//! Made-up shops whose answers are worked out.

#![allow(clippy::print_stderr, reason = "a skipped test says so")]

mod events;
mod trials;

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
            "Revenue during the days of “AUTUMN” (1–3 Sep 2025) was 157% above what was to be expected: €3,193 against €1,241.",
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
        ["优惠码“AUTUMN”的日子（2025年9月1日至3日）成交额比预期高 157%：€3,193，预期 €1,241。",]
    );
}

#[test]
fn one_event_is_not_called_all_of_them() {
    let note = |tests: usize, lang: Lang| {
        let args = [("tests", tests.into()), ("left_out", "".into())];
        super::words::EVENTS_NOTE.fill(lang, &args)
    };
    let one = note(1, Lang::En);
    assert!(
        one.contains("p adjusted by Benjamini–Hochberg over 1 event."),
        "{one}"
    );
    assert!(note(12, Lang::En).contains("over 12 events."));
    let one = note(1, Lang::Zh);
    assert!(
        one.contains("p 在 1 个活动中按") && !one.contains("全部"),
        "{one}"
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

/// Ten products in forty weeks, a customer orders two of them each day; in some weeks prices are `cut` lower and `more`
/// pieces are sold.
fn prices(cut: bool, coded: bool, more: usize) -> String {
    let mut text = [HEAD, "\n"].concat();
    for day in 0..280 {
        for i in 0..10 {
            // Other weeks for every product, and quantities that vary by themselves.
            let low = (day / 7 * 3 + i * 7) % 10 < 4;
            let pieces = 2 + (day * 7 + i * 13) % 5 + if low { more } else { 0 };
            let price = if low && cut { 16 } else { 20 };
            let (code, off) = match low && coded {
                true => ("LESS", price * pieces / 5),
                false => ("", 0),
            };
            let date = report::words::iso(20_150 + day as i32);
            text +=
                &format!("A{day}-{i},{date},C{day},P{i},{pieces},{price},EUR,{code},{off},shop\n");
        }
    }
    text
}

#[test]
fn prices_are_told_to_move_quantities_only_where_they_do() {
    let told = |text: &str| {
        let document = report(&[("orders.csv", text)], Lang::En);
        let of = findings(&document);
        let of = of.iter().find(|f| f.id == "campaigns-price");
        (of.map(|f| f.sentence.clone()), words(section(&document)))
    };
    let (said, _) = told(&prices(true, false, 4));
    assert!(said.is_some_and(|s| s.contains("revenue rose")));
    // Quantities that chance alone moves are no fall of revenue.
    let (said, shown) = told(&prices(true, false, 0));
    assert_eq!(said, None);
    assert!(shown.contains("show no reliable link"), "{shown}");
    // Nor are discounts by code the price of a product.
    let (said, shown) = told(&prices(false, true, 4));
    assert_eq!(said, None);
    assert!(
        shown.contains("changed their price; there are 0"),
        "{shown}"
    );
}

#[test]
fn what_sells_seldom_is_named_and_gives_no_finding() {
    // Every third week of each product is left out.
    let text: String = prices(true, false, 4)
        .lines()
        .enumerate()
        .filter(|(n, _)| {
            let at = n.saturating_sub(1);
            *n == 0 || (20_150 + at / 10) / 7 % 3 != at % 10 % 3
        })
        .map(|(_, row)| format!("{row}\n"))
        .collect();
    for (lang, told) in [
        (Lang::En, "10 products sell too seldom (“P"),
        (Lang::Zh, "10 种商品（如“P"),
    ] {
        let document = report(&[("orders.csv", &text)], lang);
        let found = findings(&document);
        assert!(found.iter().all(|f| f.id != "campaigns-price"));
        let shown = words(section(&document));
        assert!(shown.contains(told), "{shown}");
    }
}

#[test]
fn postage_has_no_price_to_set() {
    let text = prices(true, false, 4).replace(",P9,", ",DOTCOM POSTAGE,");
    let (_, ledger) = crate::tests::read(&[("orders.csv", &text)], Lang::En);
    let (cells, products) = super::cells(&ledger);
    let names: Vec<&str> = products.iter().map(|p| p.0.as_str()).collect();
    assert_eq!(names.len(), 9, "{names:?}");
    assert!(names.iter().all(|n| n.starts_with('P') && n.len() == 2));
    // Forty weeks of nine products, and a week cut in two at either end at most.
    assert!((9 * 40..=9 * 41).contains(&cells.len()), "{}", cells.len());
}

/// Eight orders a day from 2025-10-01 to 2026-03-29, and none from 24 December to 3 January; in the three days after it
/// twice as many with the code `BACK`.
fn closed_over_christmas() -> Vec<String> {
    let mut rows = Vec::new();
    for day in 20_362..20_542 {
        let (count, code) = match day {
            20_446..=20_456 => (0, ""),
            20_457..=20_459 => (16, "BACK"),
            _ => (8 + (day * 5) % 3 - 1, ""),
        };
        for i in 0..count {
            let n = rows.len();
            let date = report::words::iso(day);
            let price = 50 + (day * 7 + i * 3) % 11;
            rows.push(format!("A{n},{date},C{n},Mug,1,{price},EUR,{code},0,shop"));
        }
    }
    rows
}

#[test]
fn days_on_which_a_shop_is_closed_are_no_effect_of_an_event() {
    let text = file(&closed_over_christmas());
    let document = report(&[("orders.csv", &text)], Lang::En);
    let of = crate::tests::table(&document, "campaigns-events");
    let told: Vec<&str> = of.rows.iter().map(|r| r[0].text.as_str()).collect();
    assert!(
        told.contains(&"The days of “BACK”") && !told.iter().any(|t| t.contains("Christmas")),
        "{told:?}"
    );
    assert!(
        of.note
            .contains("during the days after Christmas (26–30 Dec 2025): left out")
            && of
                .note
                .contains("11 days in stretches without an order are taken as closed"),
        "{}",
        of.note
    );
    // Sixteen orders of 55 a day against eight: the closed days pull down nothing, and stand in for no days before.
    let back = of.rows.iter().find(|r| r[0].text.contains("BACK"));
    let back = back.expect("a campaign");
    let expected = back[3].value.expect("an expectation");
    assert!(
        (expected / (3.0 * 8.0 * 55.0) - 1.0).abs() < 0.05,
        "{expected}"
    );
    assert_eq!(back[6].value, None);
    assert!(back[7].value.is_some());
    let text = words(section(&report(&[("orders.csv", &text)], Lang::Zh)));
    assert!(
        text.contains("圣诞节后（2025年12月26日至30日）一单也没有，不计。有 11 天连在一起没有订单"),
        "{text}"
    );
}

/// Forty days of ten orders: half of them with `LESS`, which takes a fifth off goods of 50 to 54 and `more`; a shipping
/// fee and a tenth of tax on top of what is paid.
fn coded(more: i64) -> String {
    let mut text = String::from(
        "Name,Created at,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku\n",
    );
    for n in 0..400 {
        let with = n % 2 == 0;
        let goods = 50 + n / 2 % 5 + if with { more } else { 0 };
        let off = if with { goods * 20 } else { 0 };
        let paid = 100 * goods - off;
        let amount = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
        text += &format!(
            "#{n},{} 10:00:00 +0000,USD,{},7.00,{},{},{},{},1,Mug,{goods}.00,M1\n",
            report::words::iso(20_150 + n as i32 / 10),
            amount(paid),
            amount(paid / 10),
            amount(paid + 700 + paid / 10),
            if with { "LESS" } else { "" },
            amount(off),
        );
    }
    text
}

#[test]
fn a_code_makes_no_basket_smaller_by_what_it_takes_off() {
    let products = "Title,SKU,Price,Cost per item\nMug,M1,50.00,20.00\nTea,T1,5.00,2.00\n";
    let told = |more: i64, lang| {
        let text = coded(more);
        let document = report(&[("orders.csv", &text), ("products.csv", products)], lang);
        let row = rows(&document, "campaigns-codes").remove(0);
        (
            sentences(&document).join(" "),
            row,
            serde_json::to_string(&document.findings).expect("JSON"),
        )
    };
    let (said, row, all) = told(0, Lang::En);
    assert_eq!(said, "");
    assert!(!all.contains("discounted orders average"), "{all}");
    // 52 on either side; less a fifth and 20 of cost, without shipping and tax.
    assert_eq!((&*row[6], &*row[7]), ("$52.00", "$52.00"));
    assert_eq!((&*row[9], &*row[10]), ("$21.60", "$32.00"));
    let (said, _, all) = told(8, Lang::En);
    assert_eq!(
        said,
        "Before discounts, goods of orders with “LESS” average $60, 15% more than orders without a code in the same days ($52)."
    );
    assert!(
        all.contains("Before the discount, discounted orders average $60, 15% more"),
        "{all}"
    );
    let (said, ..) = told(-8, Lang::Zh);
    assert_eq!(
        said,
        "用“LESS”的订单，优惠前的商品平均 US$44，比同期没用码的（US$52）低 15%。"
    );
}

#[test]
fn discounts_that_no_file_tells_are_not_none() {
    let off = |text: &str| {
        let document = report(&[("orders.csv", text)], Lang::En);
        let table = crate::tests::table(&document, "campaigns-events");
        let at = table
            .columns
            .iter()
            .position(|c| c.name == "Discounted orders");
        let rows = table
            .rows
            .iter()
            .map(|row| row[at.expect("a column")].text.clone());
        rows.collect::<Vec<String>>()
    };
    assert_eq!(off(&file(&shop(1)))[0], "100%");
    let bare: Vec<String> = shop(1)
        .iter()
        .map(|row| {
            let cells: Vec<&str> = row.split(',').collect();
            [&cells[..7], &["", "", cells[9]]].concat().join(",")
        })
        .collect();
    let told = off(&file(&bare));
    assert!(
        !told.is_empty() && told.iter().all(|t| !t.contains('%')),
        "{told:?}"
    );
}

#[test]
fn a_filter_by_product_takes_its_part_of_a_discount() {
    let text =
        "Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency,Discount Amount
A1,2026-01-05,C1,Mug,1,30.00,EUR,4.00
A1,2026-01-05,C1,Tea,1,10.00,EUR,4.00
A2,2026-01-06,C2,Mug,1,30.00,EUR,3.00
A3,2026-01-07,C3,Mug,2,30.00,EUR,0.00
A3,2026-01-07,C3,Pot,1,50.00,EUR,0.00
";
    let discounts = |products: &[&str]| {
        let mut session = engine::Session::new();
        let settings = engine::Settings {
            today: "2026-04-01".into(),
            filter: shop::Selection {
                products: products.iter().map(|p| (*p).to_owned()).collect(),
                ..shop::Selection::default()
            },
            ..engine::Settings::default()
        };
        session.set_settings(settings).expect("settings");
        let id = session.open("orders.csv", None, table::Options::default());
        session.push(id, text.as_bytes()).expect("bytes");
        session.finish(id).expect("a file");
        let ledger = ledger::Ledger::read(&session.ledger().expect("a shop")).expect("a ledger");
        ledger.orders.discount_minor
    };
    assert_eq!(discounts(&[]), [400, 300, 0]);
    assert_eq!(discounts(&["Mug"]), [300, 300, 0]);
    assert_eq!(discounts(&["Tea"]), [100]);
}

fn rows(document: &Document, id: &str) -> Vec<Vec<String>> {
    let rows = &crate::tests::table(document, id).rows;
    rows.iter()
        .map(|r| r.iter().map(|c| c.text.clone()).collect())
        .collect()
}
