//! Made-up visits with worked-out answers.

use chart::spec::{Lang, Plot};
use report::{Block, Chart, Document};

use crate::tests::{report, table};

const HEADER: &str = "user_id,product_id,category,event_type,event_time\n";

/// 2026-03-02, a Monday, at an hour and minute some days later.
fn at(day: u32, hour: u32, minute: u32) -> String {
    format!("2026-03-{:02} {hour:02}:{minute:02}:00", 2 + day)
}

/// Sixty visitors look at one mug. Thirty put it into the cart five minutes later, and twelve of these buy it after ten
/// more; ten others buy it the next day at six without the cart.
fn visits() -> String {
    let mut text = HEADER.to_owned();
    for who in 0..60 {
        let day = who % 5;
        let mut add = |act: &str, at: String| {
            text += &format!("V{who},77,Mugs,{act},{at}\n");
        };
        add("view", at(day, 10, 0));
        if who < 30 {
            add("cart", at(day, 10, 5));
        }
        if who < 12 {
            add("purchase", at(day, 10, 15));
        }
        if (30..40).contains(&who) {
            add("purchase", at(day + 1, 6, 0));
        }
    }
    text
}

fn chart<'a>(document: &'a Document, id: &str) -> &'a Chart {
    let blocks = document.sections.iter().filter(|s| s.id == "behaviour");
    let mut charts = blocks.flat_map(|s| &s.blocks).filter_map(|b| match b {
        Block::Chart(chart) if chart.spec.id == id => Some(chart),
        _ => None,
    });
    charts.next().unwrap_or_else(|| panic!("no chart {id}"))
}

fn cells(document: &Document, id: &str) -> Vec<Vec<String>> {
    let rows = &table(document, id).rows;
    rows.iter()
        .map(|r| r.iter().map(|c| c.text.clone()).collect())
        .collect()
}

fn lacking(document: &Document) -> String {
    let text = document
        .sections
        .iter()
        .flat_map(|s| &s.blocks)
        .filter_map(|b| match b {
            Block::Insufficient(missing) => Some(missing.text.clone()),
            _ => None,
        })
        .collect::<Vec<_>>();
    text.join("\n")
}

#[test]
fn a_funnel_counts_those_who_get_there_in_order() {
    let document = report(&[("events.csv", &visits())], Lang::En);
    let funnel = chart(&document, "behaviour-funnel");
    let Plot::Funnel { stages, .. } = &funnel.spec.plot else {
        panic!("no funnel");
    };
    let told: Vec<(&str, f64)> = stages.iter().map(|s| (s.name.as_str(), s.value)).collect();
    assert_eq!(told, [("Looked", 60.0), ("Cart", 30.0), ("Bought", 12.0)]);
    assert_eq!(
        funnel.spec.title,
        "Of 60 visitors who looked, 20% went on to buy; most are lost from “Cart” to “Bought”"
    );
    let steps = cells(&document, "behaviour-steps");
    // Wilson at 12 of 30: 24.6 % to 57.7 %.
    assert_eq!(
        steps[2][..6],
        ["Bought", "12", "40.0%", "25% to 58%", "18", "20.0%"]
    );
    // Each visitor has one product: pairs are visitors, and the purchase comes ten minutes after the cart.
    assert_eq!(steps[2][6], "12");
    assert_eq!(steps[2][8], "10 min");
    let behind = funnel.selections[2].clone().and_then(|s| s.table_rows);
    assert_eq!(behind.map(|(_, rows)| rows.len()), Some(12));
}

#[test]
fn ways_times_and_visits_are_told() {
    let document = report(&[("events.csv", &visits())], Lang::En);
    let ways = cells(&document, "behaviour-paths");
    assert_eq!(ways[0][..3], ["Looked → Cart → Bought", "12", "54.5%"]);
    assert_eq!(ways[1][..3], ["Looked → Bought", "10", "45.5%"]);
    assert_eq!((&*ways[0][4], &*ways[1][4]), ("15 min", "20 h"));
    let waits = chart(&document, "behaviour-waits");
    assert!(
        waits
            .spec
            .title
            .contains("55% are bought within 30 minutes"),
        "{}",
        waits.spec.title
    );
    // Sixty visits and ten more on the day after; twelve and ten buy.
    let visits = cells(&document, "behaviour-visits");
    assert_eq!(visits[0][..3], ["With a purchase", "22", "31.4%"]);
    assert_eq!(visits[1][..3], ["Favourite or cart only", "18", "25.7%"]);
    assert_eq!(visits[2][..3], ["A single event", "30", "42.9%"]);
    let put = document.findings.iter().find(|f| f.id == "behaviour-put");
    assert_eq!(
        put.expect("a finding").sentence,
        "18 visitors put 18 products aside and had not bought them when the log ended."
    );
}

#[test]
fn the_order_of_rows_and_repeated_rows_change_nothing() {
    let text = visits();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    lines.push(lines[1]);
    let other = lines.join("\n");
    let (a, b) = (
        report(&[("e.csv", &text)], Lang::Zh),
        report(&[("e.csv", &other)], Lang::Zh),
    );
    for id in ["behaviour-steps", "behaviour-paths", "behaviour-visits"] {
        assert_eq!(cells(&a, id), cells(&b, id), "{id}");
    }
    let note = &chart(&b, "behaviour-funnel").spec.note;
    assert!(note.contains("1 行重复"), "{note}");
}

#[test]
fn a_log_without_header_in_seconds_is_read_and_said_to_be_in_utc() {
    // 2026-03-02 is day 20,514.
    let mut text = String::new();
    for who in 0..250 {
        let second = 20_514_i64 * 86_400 + who % 10 * 86_400 + 3_600 * (who % 20);
        text += &format!("{},5001,9001,pv,{second}\n", 100 + who);
        // Everybody buys at noon, a tenth at other times.
        if who % 20 == 12 || who % 10 == 1 {
            text += &format!("{},5001,9001,buy,{}\n", 100 + who, second + 60);
        }
    }
    let document = report(&[("log.csv", &text)], Lang::Zh);
    let hours = chart(&document, "behaviour-hours");
    assert!(
        hours.spec.note.contains("按 UTC 显示"),
        "{}",
        hours.spec.note
    );
    let steps = cells(&document, "behaviour-steps");
    assert_eq!((&*steps[0][0], &*steps[0][1]), ("浏览", "250"));
    // Numbers 12 of 20, and 1 of 10.
    assert_eq!((&*steps[1][0], &*steps[1][1]), ("购买", "37"));
}

#[test]
fn hours_that_sell_are_found_and_ordinary_ones_are_not() {
    let file = |buys: &dyn Fn(u32, u32) -> bool| {
        let mut text = HEADER.to_owned();
        for who in 0..400_u32 {
            let (hour, day) = (8 + who % 10, who / 10 % 14);
            text += &format!("V{who},77,Mugs,view,{}\n", at(day, hour, 0));
            if buys(who, hour) {
                text += &format!("V{who},77,Mugs,purchase,{}\n", at(day, hour, 10));
            }
        }
        report(&[("e.csv", &text)], Lang::En)
    };
    // A fifth buys at any hour, and four of five at noon.
    let noon = file(&|who, hour| match hour {
        12 => who / 10 % 5 != 0,
        _ => who / 10 % 5 == 0,
    });
    assert_eq!(
        chart(&noon, "behaviour-hours").spec.title,
        "Visits that begin at 12:00 buy most often: 80% of them, against 20% at other times"
    );
    let same = file(&|who, _| who / 10 % 5 == 0);
    assert_eq!(
        chart(&same, "behaviour-hours").spec.title,
        "No time of day or week buys reliably more often"
    );
}

#[test]
fn what_is_looked_at_in_vain_stands_first() {
    let mut text = HEADER.to_owned();
    for who in 0..60 {
        for (product, kind) in [("Red mug", "Mugs"), ("Blue plate", "Plates")] {
            text += &format!("V{who},{product},{kind},view,{}\n", at(0, 9, who % 60));
        }
        if who % 2 == 0 {
            text += &format!("V{who},Red mug,Mugs,purchase,{}\n", at(0, 11, who % 60));
        }
    }
    let document = report(&[("e.csv", &text)], Lang::En);
    let looked = cells(&document, "behaviour-looked");
    // Of sixty who looked at the mug thirty bought: thirty would be expected of the plate, and nobody did.
    assert_eq!(looked[0][..4], ["Blue plate", "60", "0", "0%"]);
    assert_eq!(looked[0][5], "30.0");
    let finding = document
        .findings
        .iter()
        .find(|f| f.id == "behaviour-looked");
    assert_eq!(
        finding.expect("a finding").sentence,
        "60 visitors looked at “Blue plate” and 0 bought; at the rate of the other products, about 30 would have."
    );
}

#[test]
fn what_cannot_be_told_is_said() {
    let few: String = visits()
        .lines()
        .take(12)
        .map(|l| format!("{l}\n"))
        .collect();
    let orders = "Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency
A1,2026-03-01,C1,Red mug,2,10.00,EUR
";
    let document = report(&[("o.csv", orders), ("e.csv", &few)], Lang::En);
    assert!(document.sections.iter().all(|s| s.id != "behaviour"));
    let text = lacking(&document);
    assert!(text.contains("a funnel needs 20"), "{text}");
    let document = report(&[("o.csv", orders)], Lang::En);
    assert!(lacking(&document).contains("Needs a log of visits"));
}

#[test]
fn real_visits_of_taobao_are_read() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/behaviour/taobao_userbehavior_noheader.csv"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: no {path}");
        return;
    };
    let document = report(&[("taobao.csv", &text)], Lang::Zh);
    let steps = cells(&document, "behaviour-steps");
    // Counted apart by a script: visitors with a view; those with a cart or favourite after it; a purchase after that.
    let told: Vec<(&str, &str)> = steps.iter().map(|s| (&*s[0], &*s[1])).collect();
    assert_eq!(told, TAOBAO);
}

const TAOBAO: [(&str, &str); 3] = [("浏览", "813"), ("收藏或加购", "689"), ("购买", "448")];
