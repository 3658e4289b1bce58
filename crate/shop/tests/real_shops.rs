//! Real exports beside the repository, against figures computed elsewhere; skipped where they are absent.

#![allow(clippy::print_stderr, reason = "a skipped test says so")]

use std::path::PathBuf;

use serde_json::Value;
use shop::{BuildOptions, ExclusionReason, build, recognise};
use table::{Options, Reader};

/// Files of `../shared/data` that are delimited text, with their expected figures.
const SHOPS: &[&str] = &["tmall", "superstore", "bike_sales", "cdnow"];

fn check(name: &str) -> Option<()> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = std::fs::read_to_string(root.join(format!("tests/expected/{name}.json"))).ok()?;
    let expected: Value = serde_json::from_str(&text).expect("JSON");
    let file = expected["files"][0].as_str()?;
    let bytes = std::fs::read(root.join("../shared/data").join(file)).ok()?;
    let mut reader = Reader::new(file, Some(bytes.len() as u64), Options::default());
    reader.push(&bytes).expect("readable");
    let tables = reader.finish().tables;
    let found: Vec<_> = tables.iter().map(|t| recognise(t, None)).collect();
    let shop = build(
        &tables.iter().collect::<Vec<_>>(),
        &found,
        &BuildOptions::default(),
    );
    let t = shop.totals();
    let want = &expected["shop"];
    assert_eq!(
        Some(t.orders as u64),
        want["orders"].as_u64(),
        "{name}: orders"
    );
    assert_eq!(
        Some(t.refunds_minor),
        want["refunds_minor"].as_i64(),
        "{name}: refunds"
    );
    // Where amounts have more decimals than the currency, rounding each line first may differ by
    // up to half a minor unit a line from rounding the sum.
    let gross = want["gross_minor"].as_i64()?;
    let rounded = if name == "superstore" {
        t.orders as i64
    } else {
        0
    };
    assert!(
        (t.gross_minor - gross).abs() <= rounded,
        "{name}: gross {} is {gross}",
        t.gross_minor
    );
    if let Some(units) = want["units"].as_i64() {
        assert_eq!(t.units_milli, Some(units * 1000), "{name}: units");
    }
    if let Some(customers) = want["customers"].as_u64() {
        assert_eq!(
            t.customers.map(|c| c as u64),
            Some(customers),
            "{name}: customers"
        );
    }
    if let Some(unpaid) = want["excluded"]["unpaid"].as_u64() {
        assert_eq!(
            t.excluded,
            [(ExclusionReason::Unpaid, unpaid as usize)],
            "{name}: left out"
        );
    }
    assert_eq!(
        shop.lines.revenue_minor.iter().sum::<i64>(),
        shop.orders.gross_minor.iter().sum::<i64>()
    );
    Some(())
}

#[test]
fn figures_agree_with_an_independent_computation() {
    for name in SHOPS {
        if check(name).is_none() {
            eprintln!("skipped {name}: its file is not in ../shared");
        }
    }
}

/// Thousandths of a cent are not lost: Superstore's amounts sum to 1,342,420.8532.
#[test]
fn totals_are_exact_beyond_the_minor_unit() {
    let text = "Order ID,Order date,Product,Quantity,Sales\n".to_owned()
        + &(0..300)
            .map(|i| format!("{},2024-01-02,Tea,1,0.335\n", i / 3))
            .collect::<String>();
    let mut reader = Reader::new("thirds.csv", None, Options::default());
    reader.push(text.as_bytes()).expect("text");
    let tables = reader.finish().tables;
    let found: Vec<_> = tables.iter().map(|t| recognise(t, None)).collect();
    let shop = build(
        &tables.iter().collect::<Vec<_>>(),
        &found,
        &BuildOptions::default(),
    );
    assert_eq!(shop.totals().gross_minor, 10_050);
}
