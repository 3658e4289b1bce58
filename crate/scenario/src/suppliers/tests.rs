//! Made-up purchases with worked-out answers, in both languages.

use chart::spec::Lang;
use report::{Block, Document};

use crate::tests::{converted, report};

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

/// Each month from March 2025 on ten or twelve mugs and a tea are sold; from April on five or fifteen mugs are
/// ordered, and ten teas in every third month.
fn months() -> (String, Vec<String>, Vec<String>) {
    let first = |month: i32| {
        let (year, month) = (2025 + month / 12, month % 12 + 1);
        chart::format::days_of(year, month as u32, 1)
    };
    let mut orders =
        String::from("Order ID,Order Date,Customer ID,Product,SKU,Quantity,Unit Price,Currency\n");
    let (mut mugs, mut teas) = (Vec::new(), Vec::new());
    for month in 2..16 {
        let (at, odd) = (date(first(month)), month % 2);
        orders += &format!("A{month},{at},C1,Mug,M1,{},10.00,EUR\n", 10 + 2 * odd);
        orders += &format!("B{month},{at},C2,Tea,T1,{},5.00,EUR\n", 1 + odd);
        if (3..15).contains(&month) {
            let (at, to) = (date(first(month) + 4), date(first(month) + 14));
            let units = 5 + 10 * odd;
            mugs.push(format!(
                "P{month},{at},Acme,M1,Mug,{units},{units},{to},{to},4.00"
            ));
            if month % 3 == 0 {
                teas.push(format!("T{month},{at},Leaf,T1,Tea,10,10,{to},{to},2.00"));
            }
        }
    }
    (orders, mugs, teas)
}

#[test]
fn orders_in_batches_swing_more_than_demand() {
    let (orders, mugs, teas) = months();
    let rows = file(&[mugs, teas].concat());
    let document = report(&[("orders.csv", &orders), ("po.csv", &rows)], Lang::En);
    // Twelve months 5 off the mean of 10 each: variance 300 / 11. Sold 1 off 11: 12 / 11.
    let spec = &chart(&document, "suppliers-bullwhip").spec;
    assert_eq!(
        spec.title,
        "The variance of what is ordered is 25.0 times that of what is sold"
    );
    assert!(spec.note.contains("27.3 ÷ 1.1"), "{}", spec.note);
    // Without any month it is the same.
    let interval = "95% interval of the ratio 25.0–25.0";
    assert!(spec.note.contains(interval), "{}", spec.note);
    assert!(
        spec.note.contains("1 is ordered less often"),
        "{}",
        spec.note
    );
    assert_eq!(
        spec.subtitle,
        "Units a month over 12 complete months, 1 product"
    );
}

#[test]
fn one_month_of_many_orders_is_no_swing() {
    let (orders, mut mugs, _) = months();
    // Ten each month, and twice in August: an order every thirty days falls twice into it.
    mugs.retain(|row| !row.contains("-08-05"));
    let ten = |row: &String| {
        row.replace(",15,15,", ",10,10,")
            .replace(",5,5,", ",10,10,")
    };
    let mut rows: Vec<String> = mugs.iter().map(ten).collect();
    for (order, day) in [("X1", "2025-08-01"), ("X2", "2025-08-31")] {
        rows.push(format!("{order},{day},Acme,M1,Mug,10,10,{day},{day},4.00"));
    }
    let files = [("orders.csv", orders), ("po.csv", file(&rows))];
    let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (*n, t.as_str())).collect();
    let document = report(&files, Lang::En);
    let spec = &chart(&document, "suppliers-bullwhip").spec;
    assert_eq!(
        spec.title,
        "12 months do not tell whether what is ordered varies more than what is sold"
    );
    let said = "Without one of the months the ratio lies on the other side of 1";
    assert!(spec.note.contains(said), "{}", spec.note);
}

#[test]
fn cancelled_lines_and_drafts_are_not_waited_for() {
    let rows: Vec<String> = [
        "P1,2026-01-05,Acme,A1,Mug,100,100,2026-01-15,2026-01-15,4.00,Received",
        "P2,2026-02-05,Acme,A1,Mug,100,90,2026-02-15,2026-02-15,4.00,Closed",
        "P3,2026-02-10,Acme,A1,Mug,200,100,2026-02-20,2026-02-20,4.00,Cancelled",
        "P4,2026-02-12,Acme,A1,Mug,500,0,2026-02-22,,4.00,Cancelled",
        "P5,2026-03-12,Acme,A1,Mug,600,0,2026-03-22,,4.00,Draft",
        "P6,2026-03-20,Acme,A1,Mug,50,0,2026-04-10,,4.00,Ordered",
        "P7,2026-03-01,Bolt,B1,Pot,10,10,2026-03-10,2026-03-10,12.00,Received",
        "P8,2026-03-01,Gone,G1,Pan,10,,2026-03-10,,12.00,已取消",
    ]
    .map(String::from)
    .to_vec();
    let text = file(&rows).replacen("Unit Cost", "Unit Cost,Status", 1);
    let document = report(&[("po.csv", &text)], Lang::En);
    let scores = scores(&document);
    // Of Acme 100, 100, 100 of what is left of P3, and 50 that are on their way.
    assert_eq!(scores.len(), 2, "{scores:?}");
    assert_eq!(scores[0][..4], ["Acme", "4", "92.1%", "66.7%"]);
    assert_eq!([&scores[0][5], &scores[0][9]], ["96.7%", "0"]);
    let note = &chart(&document, "suppliers-on-time").spec.note;
    for said in [
        "2 lines were cancelled or closed before anything came and are left out.",
        "1 line is a draft or awaits approval and is left out.",
        "The rest of 1 line was cancelled; it counts by what came.",
    ] {
        assert!(note.contains(said), "{said}: {note}");
    }
    let (_, ledger) = crate::tests::read(&[("po.csv", &text)], Lang::En);
    let open = super::open::open(&ledger, MONDAY + 90);
    let coming: Vec<i64> = open.iter().map(|o| o.units).filter(|u| *u > 0).collect();
    assert_eq!(coming, [50_000]);
}

#[test]
fn receipts_alone_tell_no_fill_rate_and_alike_suppliers_no_slowest() {
    let mut rows = vec!["入库单号,采购日期,入库日期,供应商,货号,品名,入库数量,单价".to_owned()];
    for i in 0..12 {
        let (name, took) = [("甲厂", 10 + i % 3), ("乙厂", 10 + i % 5)][i as usize % 2];
        let (from, to) = (date(MONDAY + 5 * i), date(MONDAY + 5 * i + took));
        rows.push(format!("R{i},{from},{to},{name},M1,杯子,{},4.00", 20 + i));
    }
    let document = report(&[("入库.csv", &rows.join("\n"))], Lang::Zh);
    let scores = scores(&document);
    assert_eq!((scores.len(), scores[0][5].as_str()), (2, ""), "{scores:?}");
    let title = &chart(&document, "suppliers-lead").spec.title;
    assert!(
        !title.contains("最长：") && !title.contains("厂"),
        "{title}"
    );
    // Slow takes twenty days of each line, Acme ten.
    let document = report(&[("po.csv", &file(&purchases()))], Lang::En);
    let title = &chart(&document, "suppliers-lead").spec.title;
    assert_eq!(
        title,
        "“Slow Ltd” takes longest: 20 days or more for half of its lines"
    );
}

#[test]
fn too_few_months_or_orders_tell_nothing_of_how_they_vary() {
    let told = |orders: &str, rows: &[String]| {
        let document = report(&[("orders.csv", orders), ("po.csv", &file(rows))], Lang::En);
        let mut of = blocks(&document).iter().filter_map(|b| match b {
            Block::Insufficient(of) => Some(of.text.clone()),
            _ => None,
        });
        of.next().expect("what is lacking")
    };
    // Twelve weeks from 29 December on: January and February.
    let text = told(&orders(), &purchases());
    assert!(
        text.contains("needs 12 complete months") && text.contains("there are 2."),
        "{text}"
    );
    let (orders, _, mut teas) = months();
    // The last in March: twelve months, with an order in five of them.
    teas.push("T15,2026-03-05,Leaf,T1,Tea,10,10,2026-03-15,2026-03-15,2.00".into());
    let text = told(&orders, &teas);
    assert!(text.contains("three quarters of the 12 months"), "{text}");
}

#[test]
fn parts_of_a_line_are_one_line() {
    let rows: Vec<String> = [
        "P1,2025-10-02,Acme,A1,Mug,100,100,2025-10-12,2025-10-12,4.00",
        "P2,2025-11-02,Acme,A1,Mug,100,60,2025-11-12,2025-11-10,4.00",
        "P2,2025-11-02,Acme,A1,Mug,100,40,2025-11-12,2025-11-20,4.00",
        "P3,2025-12-02,Acme,A1,Mug,100,100,2025-12-12,2025-12-15,4.00",
        "P4,2026-03-10,Acme,A1,Mug,100,0,2026-03-20,,4.00",
        "P5,2026-01-05,Bolt,B1,Plate,40,40,2026-01-25,2026-01-25,10.00",
    ]
    .map(String::from)
    .to_vec();
    let document = report(&[("po.csv", &file(&rows))], Lang::En);
    let acme = &scores(&document)[0];
    // One of four on time and in full, 300 of 400 arrived, 1,600 of 2,000 spent.
    assert_eq!(acme[..4], ["Acme", "4", "80.0%", "25.0%"]);
    assert_eq!(acme[5], "75.0%");
    // 10, 18 and 13 days.
    assert_eq!(acme[6], "13.7");
    let note = &chart(&document, "suppliers-on-time").spec.note;
    assert!(
        note.contains("1 row is a further part of a line") && note.contains("counts with it"),
        "{note}"
    );
    let one = document.findings.iter().find(|f| f.id == "suppliers-one");
    assert!(one.expect("a finding").certainty.contains("5 lines"));
}

#[test]
fn a_share_in_a_currency_that_is_not_converted_is_not_told() {
    let rows = [
        "1,2026-01-05,Acme Ltd,A1,Mug,100,100,2026-01-15,2026-01-14,10.00,USD",
        "2,2026-02-05,ACME LTD,A1,Mug,100,100,2026-02-15,2026-02-14,10.00,USD",
        "3,2026-03-05,Acme Ltd.,A1,Mug,100,100,2026-03-15,2026-03-14,10.00,USD",
        "4,2026-01-05,Bolt GmbH,B1,Pot,100,100,2026-01-15,2026-01-14,90.00,EUR",
        "5,2026-02-05,Bolt GmbH,B1,Pot,100,100,2026-02-15,2026-02-15,90.00,EUR",
        "6,2026-03-05,Cask,C1,Cup,100,100,2026-03-15,2026-03-10,10.00,USD",
    ];
    let of = |rows: &[&str], lang| {
        let header = [HEADER, ",Currency"].concat();
        let text = [&[header.as_str()], rows].concat().join("\n");
        report(&[("po.csv", &text)], lang)
    };
    let document = of(&rows, Lang::En);
    let told: Vec<Vec<String>> = scores(&document).iter().map(|r| r[..3].to_vec()).collect();
    // 3,000 and 1,000 in dollars, and nobody knows how much in euros.
    let wanted = [
        ["ACME LTD", "3", "75.0%"],
        ["Cask", "1", "25.0%"],
        ["Bolt GmbH", "2", ""],
    ];
    assert_eq!(told, wanted);
    let spec = &chart(&document, "suppliers-share").spec;
    assert_eq!(spec.title, "“ACME LTD” has 75% of what is spent in USD");
    let shown = serde_json::to_string(blocks(&document)).expect("JSON");
    assert!(!shown.contains("HHI"), "{shown}");
    assert!(document.findings.iter().all(|f| f.id != "suppliers-one"));
    let zh = of(&rows, Lang::Zh);
    let spec = &chart(&zh, "suppliers-share").spec;
    assert_eq!(spec.title, "“ACME LTD”占 USD 采购额的 75%");
    // In one currency there is a concentration.
    let document = of(&[&rows[..3], &rows[5..], &rows[5..]].concat(), Lang::En);
    let spec = &chart(&document, "suppliers-share").spec;
    assert!(spec.subtitle.contains("HHI"), "{}", spec.subtitle);
}

#[test]
fn what_is_spent_in_other_currencies_is_converted_with_the_merchants_rates() {
    let rows = [
        "1,2026-01-05,Acme,A1,Mug,100,100,2026-01-15,2026-01-14,10.00,USD",
        "2,2026-02-05,Acme,A1,Mug,100,100,2026-02-15,2026-02-14,10.00,USD",
        "3,2026-03-05,Acme,A1,Mug,100,100,2026-03-15,2026-03-14,10.00,USD",
        "4,2026-01-05,Bolt,B1,Pot,100,100,2026-01-15,2026-01-14,90.00,EUR",
        "5,2026-02-05,Bolt,B1,Pot,100,100,2026-02-15,2026-02-15,90.00,EUR",
        "6,2026-03-05,Cask,C1,Cup,100,100,2026-03-15,2026-03-10,100.00,CNY",
    ];
    let header = [HEADER, ",Currency"].concat();
    let text = [&[header.as_str()], &rows[..]].concat().join("\n");
    let of = |rates: &[(&str, &str)], lang| converted(&[("po.csv", &text)], "CNY", rates, lang).0;
    let told = |document: &Document| -> Vec<Vec<String>> {
        scores(document).iter().map(|r| r[..3].to_vec()).collect()
    };
    let both = [("USD", "7.1"), ("EUR", "7.8")];
    let document = of(&both, Lang::En);
    // 18,000 euros are 140,400 yuan and 3,000 dollars 21,300, beside 10,000.
    let wanted = [
        ["Bolt", "2", "81.8%"],
        ["Acme", "3", "12.4%"],
        ["Cask", "1", "5.8%"],
    ];
    assert_eq!(told(&document), wanted);
    let spec = &chart(&document, "suppliers-share").spec;
    assert_eq!(spec.title, "“Bolt” has 82% of what is spent");
    assert!(spec.subtitle.contains("HHI"), "{}", spec.subtitle);
    assert!(
        format!("{:?}", spec.plot).contains("CNY"),
        "{:?}",
        spec.plot
    );
    let said = "The amounts of 5 rows were converted from EUR and USD to CNY with your rates.";
    assert!(spec.note.contains(said), "{}", spec.note);
    assert!(!spec.note.contains("another currency"), "{}", spec.note);
    assert!(document.findings.iter().any(|f| f.id == "suppliers-one"));
    let zh = of(&both, Lang::Zh);
    let note = &chart(&zh, "suppliers-share").spec.note;
    assert!(
        note.contains("5 行的金额由 EUR 和 USD 按您给的汇率换算成 CNY。"),
        "{note}"
    );
    // The data section tells it of each file.
    let data = document.sections.iter().find(|s| s.id == "data");
    let data = format!("{:?}", data.expect("the section"));
    let said = "po.csv: the amounts of 3 rows were converted with your rates (USD).";
    assert!(data.contains(said), "{data}");
    // With a rate for one of two, the other still stands apart.
    let document = of(&both[..1], Lang::En);
    let wanted = [
        ["Acme", "3", "68.1%"],
        ["Cask", "1", "31.9%"],
        ["Bolt", "2", ""],
    ];
    assert_eq!(told(&document), wanted);
    let note = &chart(&document, "suppliers-share").spec.note;
    for said in [
        "The amounts of 3 rows were converted from USD to CNY with your rates.",
        "The amount of 2 rows is in another currency, not converted, and left out.",
    ] {
        assert!(note.contains(said), "{said}: {note}");
    }
}

#[test]
fn ads_are_converted_too() {
    let orders = "Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency
A1,2026-01-05,C1,Mug,2,10.00,EUR
A2,2026-03-15,C2,Mug,1,10.00,EUR
";
    let meta = "Reporting starts,Reporting ends,Campaign name,Amount spent (USD),Impressions,Link clicks,Purchases,Purchases conversion value
2026-02-01,2026-02-07,Abroad,1000.00,9000,200,4,500.00
2026-02-08,2026-02-14,Abroad,1000.00,9000,200,4,500.00
";
    let files = [("orders.csv", orders), ("meta.csv", meta)];
    let (document, ledger) = converted(&files, "EUR", &[("USD", "0.5")], Lang::En);
    let frame = ledger.frames("ads").next().expect("the ads");
    assert_eq!(frame.number("spend", 0), Some(500.0));
    assert_eq!(frame.number("conversion_value", 1), Some(250.0));
    assert_eq!(frame.column("spend").expect("spend").currency, "EUR");
    assert_eq!(frame.converted, [("USD".to_owned(), 2)]);
    let text = serde_json::to_string(&document).expect("JSON");
    assert!(!text.contains("in other currencies"), "{text}");
    assert!(text.contains("meta.csv: the amounts of 2 rows were converted with your rates (USD)."));
    assert!(text.contains("The amounts of 2 rows were converted from USD to EUR with your rates."));
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
