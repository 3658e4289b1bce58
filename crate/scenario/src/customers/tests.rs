//! Made-up customers whose kinds and months are known.

use chart::spec::{Lang, Plot};
use predict::SurvivalStep;
use report::Block;

use super::buyers::{Buyer, Segment, cohorts, fresh_days, month_of, quintiles, segment};
use crate::tests::{report, table};

fn buyer(code: u32, days: &[i32], each: i64) -> Buyer {
    Buyer {
        code,
        days: days.to_vec(),
        minor: vec![each; days.len()],
    }
}

#[test]
fn equal_customers_are_of_one_kind_whatever_their_order() {
    let same: Vec<Buyer> = (0..10).map(|c| buyer(c, &[20_000], 500)).collect();
    let ranks = quintiles(&same);
    assert!(ranks.iter().all(|q| *q == ranks[0]), "{ranks:?}");
}

#[test]
fn kinds_are_what_merchants_mean() {
    let mut all: Vec<Buyer> = (0..80)
        .map(|c| buyer(c, &[19_800 + c as i32], 1_000))
        .collect();
    all.push(buyer(90, &[19_700, 19_800, 19_900, 19_990], 9_000));
    all.push(buyer(91, &[19_500, 19_520, 19_540, 19_560], 9_000));
    all.push(buyer(92, &[19_995], 1_000));
    let kinds: Vec<Segment> = all
        .iter()
        .zip(quintiles(&all))
        .map(|(b, q)| segment(b, q, true))
        .collect();
    assert_eq!(
        kinds[80..],
        [Segment::Champions, Segment::AtRisk, Segment::New]
    );
    assert_eq!(kinds[0], Segment::Dormant);
}

#[test]
fn who_bought_once_half_a_year_ago_is_not_new() {
    let step = |time: f64, survival: f64| SurvivalStep {
        time,
        survival,
        low: survival,
        high: survival,
        at_risk: 100,
        ended: 10,
    };
    // Half come back; nine tenths of them are at 0.55.
    let second = [step(5.0, 0.9), step(40.5, 0.55), step(200.0, 0.5)];
    assert_eq!(fresh_days(&second), 41);
    assert_eq!(fresh_days(&second[..1]), 30);
    assert_eq!(fresh_days(&[step(10.0, 0.9), step(300.0, 0.5)]), 90);
    assert_eq!(fresh_days(&[]), 30);
    let (once, twice) = (buyer(0, &[19_800], 500), buyer(1, &[19_790, 19_800], 500));
    for (of, ranks, fresh, stale) in [
        (&once, [5, 2, 3], Segment::New, Segment::Dormant),
        (&once, [4, 2, 5], Segment::New, Segment::AtRisk),
        (&twice, [3, 3, 3], Segment::Promising, Segment::Dormant),
        (&twice, [4, 4, 5], Segment::Champions, Segment::Champions),
        (&twice, [3, 4, 2], Segment::Loyal, Segment::Loyal),
    ] {
        let got = [segment(of, ranks, true), segment(of, ranks, false)];
        assert_eq!(got, [fresh, stale], "{ranks:?}");
    }
    // Everybody bought once, in the same month, half a year before the last order.
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n");
    for customer in 0..60 {
        let date = report::words::iso(20_340 + customer % 30);
        text += &format!("O{customer},{date},C{customer},Mug,1,20.00,EUR\n");
    }
    for (n, day) in [20_345, 20_400, 20_450, 20_500, 20_540].iter().enumerate() {
        let date = report::words::iso(*day);
        text += &format!("R{n},{date},R,Mug,1,20.00,EUR\n");
    }
    let document = report(&[("orders.csv", &text)], Lang::En);
    let rows = &table(&document, "customers-rfm").rows;
    assert!(
        rows.iter()
            .all(|r| r[0].text != "New" && r[0].text != "Promising"),
        "{rows:?}"
    );
    let all: f64 = rows.iter().filter_map(|r| r[1].value).sum();
    assert_eq!(all, 61.0);
}

#[test]
fn cohorts_count_each_customer_once_a_month() {
    // 2026-01-01 is day 20,454.
    let january = 20_454;
    let all = [
        buyer(0, &[january, january + 5, january + 35], 100),
        buyer(1, &[january + 30, january + 60], 100),
        buyer(2, &[january + 31], 100),
    ];
    let found = cohorts(&all, january + 31 + 28 - 1);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].month, month_of(january));
    assert_eq!(
        (found[0].customers, found[0].active.as_slice()),
        (2, [2, 1].as_slice())
    );
    assert_eq!(
        (found[1].customers, found[1].active.as_slice()),
        (1, [1].as_slice())
    );
}

/// A hundred and twenty customers over a year and a half. A third comes back, each at a pace of their own, and some of
/// those stay away after a few purchases; the others buy once.
fn shop() -> String {
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n");
    for customer in 0..120 {
        let mut day = 20_000 + customer * 7 % 360;
        let pace = 20 + customer * 13 % 50;
        let most = match customer % 3 {
            0 if customer % 2 == 0 => 2 + customer % 5,
            0 => 100,
            _ => 1,
        };
        let mut k = 0;
        while day <= 20_540 && k < most {
            let date = report::words::iso(day);
            let price = 20 + (customer * 7 + k * 3) % 31;
            text += &format!("O{customer}-{k},{date},C{customer},Mug,1,{price}.00,EUR\n");
            day += pace + (k * 17 + customer * 5) % 23;
            k += 1;
        }
    }
    text
}

#[test]
fn who_buys_every_month_is_worth_most() {
    let document = report(&[("orders.csv", &shop())], Lang::En);
    let value = table(&document, "customers-value");
    let best = &value.rows[0];
    let code: i32 = best[0].text[1..].parse().expect("an id");
    assert_eq!(code % 3, 0, "{best:?}");
    let mean: f64 = best[6].value.expect("a value");
    assert!(best[7].value.expect("low") <= mean && mean <= best[8].value.expect("high"));
    let shares: f64 = table(&document, "customers-rfm")
        .rows
        .iter()
        .filter_map(|r| r[2].value)
        .sum();
    assert!((shares - 1.0).abs() < 1e-9, "{shares}");
}

#[test]
fn a_third_comes_back_within_ninety_days() {
    let document = report(&[("orders.csv", &shop())], Lang::Zh);
    let finding = document
        .findings
        .iter()
        .find(|f| f.id == "customers-second")
        .expect("a finding");
    assert!(
        finding.sentence.starts_with("首购后 90 天内约 33%")
            && finding.sentence.contains("其中一半在"),
        "{}",
        finding.sentence
    );
}

#[test]
fn a_handful_of_customers_is_too_few_and_that_is_said() {
    let few: String = shop().lines().take(6).map(|l| format!("{l}\n")).collect();
    let document = report(&[("orders.csv", &few)], Lang::En);
    assert!(document.sections.iter().all(|s| s.id != "customer_value"));
}

#[test]
fn no_cell_is_not_a_number() {
    let document = report(&[("orders.csv", &shop())], Lang::En);
    for section in &document.sections {
        for block in &section.blocks {
            if let Block::Chart(chart) = block
                && let Plot::Heatmap { cells, .. } = &chart.spec.plot
            {
                assert!(cells.iter().flatten().all(|c| c.is_finite()));
            }
        }
    }
}

/// Three kinds of forty customers each: one purchase long ago, four small ones, twelve large ones lately.
fn three_kinds() -> String {
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n");
    for customer in 0..120 {
        let (times, pace, price, first) = match customer % 3 {
            0 => (1, 0, 20, 20_060),
            1 => (4, 30, 10, 20_250),
            _ => (12, 20, 200, 20_310),
        };
        for k in 0..times {
            let day = first + k * pace + customer / 3 % 5;
            let date = report::words::iso(day);
            // The third kind buys another product each time.
            let product = if customer % 3 == 2 { k } else { 0 };
            let price = price + customer / 3 % 4;
            text += &format!("O{customer}-{k},{date},C{customer},Mug {product},1,{price}.00,EUR\n");
        }
    }
    text
}

#[test]
fn segments_are_the_kinds_that_there_are_and_each_has_its_profile() {
    let document = report(&[("orders.csv", &three_kinds())], Lang::En);
    let rows = &table(&document, "customers-profiles").rows;
    let told: Vec<[&str; 3]> = rows
        .iter()
        .map(|r| [r[1].text.as_str(), r[2].text.as_str(), r[5].text.as_str()])
        .collect();
    // Customers, share, median of purchases: 40 customers each, with 1, 4 and 12 purchases.
    let mut told = told;
    told.sort_unstable();
    assert_eq!(
        told,
        [
            ["40", "33.3%", "1"],
            ["40", "33.3%", "12"],
            ["40", "33.3%", "4"]
        ]
    );
    let blocks = document.sections.iter().flat_map(|s| &s.blocks);
    let radar = blocks
        .filter_map(|b| match b {
            Block::Chart(chart) if chart.spec.id == "customers-radar" => Some(chart),
            _ => None,
        })
        .next()
        .expect("a radar");
    let Plot::Radar { spokes, series, .. } = &radar.spec.plot else {
        panic!("no radar");
    };
    let often = spokes.iter().position(|s| s.name == "Buys often");
    let often = often.expect("a spoke");
    let mut ranks: Vec<f64> = series.iter().filter_map(|s| s.values[often]).collect();
    ranks.sort_by(f64::total_cmp);
    // Thirds of all customers stand in the middle of their third.
    for (rank, middle) in ranks.iter().zip([1.0 / 6.0, 0.5, 5.0 / 6.0]) {
        assert!((rank - middle).abs() < 1e-9, "{ranks:?}");
    }
    // 40 × 12 × 201.50 of 40 × (20 + 1.5) + 40 × 4 × 11.50 + that.
    assert!(
        radar
            .spec
            .title
            .ends_with("are 33% of customers and bring 97% of net revenue"),
        "{}",
        radar.spec.title
    );
}

#[test]
fn the_order_of_the_rows_cuts_no_other_segments() {
    let text = three_kinds();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    let other = lines.join("\n");
    let of =
        |text: &str| table(&report(&[("o.csv", text)], Lang::Zh), "customers-profiles").clone();
    assert_eq!(of(&text), of(&other));
}

#[test]
fn customers_who_differ_by_degrees_only_are_not_called_kinds() {
    let mut text =
        String::from("Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n");
    // What one customer does says nothing about the next habit: numbers without a pattern between them.
    for customer in 0..300 {
        for k in 0..=(customer * 37 % 11) {
            let day = 20_100 + customer * 53 % 97 + k * (5 + customer * 29 % 23);
            let date = report::words::iso(day);
            let (price, product) = (5 + customer * 71 % 41, (k * (1 + customer % 5)) % 7);
            text += &format!("O{customer}-{k},{date},C{customer},Mug {product},1,{price}.00,EUR\n");
        }
    }
    let document = report(&[("o.csv", &text)], Lang::Zh);
    let blocks = document.sections.iter().flat_map(|s| &s.blocks);
    let titles: Vec<&str> = blocks
        .filter_map(|b| match b {
            Block::Chart(c) if c.spec.id == "customers-radar" => Some(c.spec.title.as_str()),
            _ => None,
        })
        .collect();
    assert!(titles[0].contains("分不出界限清楚的群"), "{titles:?}");
}
