//! Days of events, and what was before and after.

use chart::spec::Lang;
use report::{Block, Document};

use super::{file, findings, section, words};
use crate::tests::{read, report, table, with_campaigns};

/// Forty weeks from 2025-03-03 with so many orders of 50 to 60 a day and channel, and the code they carry there.
fn shop(count: impl Fn(i32, &str) -> (i32, &'static str)) -> String {
    let mut rows = Vec::new();
    for day in 0..280 {
        for channel in ["online", "shop"] {
            let (orders, code) = count(day, channel);
            for i in 0..orders {
                let (n, date) = (rows.len(), report::words::iso(20_150 + day));
                let price = 50 + (day * 7 + i * 3) % 11;
                rows.push(format!(
                    "A{n},{date},C{n},Mug,1,{price},EUR,{code},0,{channel}"
                ));
            }
        }
    }
    file(&rows)
}

/// Four, five or six, as good as at random.
fn usual(day: i32, channel: &str) -> i32 {
    4 + (day * day * 7 + day * 13 + channel.len() as i32 * 5) % 31 % 3
}

#[test]
fn campaign_days_that_the_merchant_gives_are_an_event() {
    let text = shop(|day, channel| {
        let times = if (100..120).contains(&day) { 2 } else { 1 };
        (usual(day, channel) * times, "")
    });
    let (sales, ledger) = read(&[("orders.csv", &text)], Lang::En);
    let told = |days: Vec<i32>| with_campaigns(&sales, &ledger, days);
    let document = told((20_250..20_270).collect());
    let of = table(&document, "campaigns-events");
    let row = &of.rows[0];
    assert_eq!(row[0].text, "Your campaign days");
    assert_eq!(row[1].text, "11–30 Jun 2025");
    // Ten orders of 55 a day in both channels.
    let expected = row[3].value.expect("an expectation");
    assert!(
        (expected / (20.0 * 10.0 * 55.0) - 1.0).abs() < 0.05,
        "{expected}"
    );
    assert!(
        findings(&document)[0]
            .sentence
            .starts_with("Revenue during your campaign days")
    );
    // Days that the files do not hold whole are not judged.
    let document = told(vec![20_429, 20_430]);
    assert!(!words(section(&document)).contains("Your campaign days"));
}

fn title(document: &Document, id: &str) -> String {
    let blocks = section(document).blocks.iter();
    let mut charts = blocks.filter_map(|b| match b {
        Block::Chart(c) if c.spec.id == id => Some(c.spec.title.clone()),
        _ => None,
    });
    charts.next().expect("a chart")
}

#[test]
fn a_gap_that_may_be_chance_is_not_called_none() {
    let text = |less: i32| {
        shop(move |day, channel| {
            let place = (day as u64 * 2 + u64::from(channel == "shop") + 256)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let bits = (place ^ (place >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let strays = ((bits >> 40) % 7) as i32 - 3;
            match day {
                150..153 => (20, "SAVE"),
                153..167 if channel == "shop" => (5 + strays - less, ""),
                _ => (5 + strays, ""),
            }
        })
    };
    let none = report(&[("orders.csv", &text(-1))], Lang::En);
    let some = report(&[("orders.csv", &text(1))], Lang::En);
    assert!(
        title(&none, "campaigns-around").starts_with("No dip is visible"),
        "{}",
        title(&none, "campaigns-around")
    );
    assert!(
        title(&some, "campaigns-around").contains("which may be chance"),
        "{}",
        title(&some, "campaigns-around")
    );
}

#[test]
fn a_code_of_some_channels_that_made_a_difference_is_a_finding() {
    let text = shop(|day, channel| match (day >= 200, channel) {
        (true, "online") => (usual(day, channel) + 3, "WEB"),
        _ => (usual(day, channel), ""),
    });
    for (lang, told) in [
        (
            Lang::En,
            "“WEB” was used in some channels only: against the others, revenue there went +",
        ),
        (
            Lang::Zh,
            "只在部分渠道用的优惠码“WEB”：与没有用的渠道相比，成交额+",
        ),
    ] {
        let document = report(&[("orders.csv", &text)], lang);
        let found = findings(&document);
        let found = found.iter().find(|f| f.id == "campaigns-control");
        let found = found.expect("a finding");
        assert!(found.sentence.starts_with(told), "{}", found.sentence);
        assert!(!found.action.is_empty());
    }
}
