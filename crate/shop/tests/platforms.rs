//! The platforms' shapes of `tests/shops`, read, recognised and built, against what is expected of each.

#![allow(clippy::print_stderr, reason = "a skipped test says so")]

use std::path::PathBuf;

use serde_json::Value;
use shop::{BuildOptions, build, recognise};
use table::{Options, Reader, Table};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/shops")
}

fn read(file: &str) -> Result<Vec<Table>, String> {
    let bytes = std::fs::read(folder().join("platforms").join(file)).map_err(|e| e.to_string())?;
    let mut reader = Reader::new(file, Some(bytes.len() as u64), Options::default());
    reader.push(&bytes).map_err(|e| e.to_string())?;
    let outcome = reader.finish();
    match outcome.failures.first() {
        // Parquet is unpacked by a crate that this one does not know.
        Some(table::Error::NeedsParquet { .. }) => Err(String::new()),
        Some(e) => Err(e.to_string()),
        None => Ok(outcome.tables),
    }
}

fn name(value: impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// Whether a found name is the expected one, or one of several that are right.
fn fits(expected: &Value, found: &str) -> bool {
    match expected {
        Value::Array(any) => any.iter().any(|e| e == found),
        other => other == found,
    }
}

fn day(text: &Value) -> Option<i32> {
    table::calendar::Date::from_iso(text.as_str()?)?.days()
}

fn check(case: &Value, wrong: &mut Vec<String>) -> Option<()> {
    let title = case["name"].as_str()?;
    let mut tables = Vec::new();
    for file in case["files"].as_array()? {
        match read(file.as_str()?) {
            Ok(read) => tables.extend(read),
            Err(e) if e.is_empty() => return None,
            // How files are read is checked where they are read; here, what is made of them.
            Err(e) => {
                eprintln!("skipped {title}: {e}");
                return None;
            }
        }
    }
    for (expected, table) in case["tables"].as_array()?.iter().zip(&tables) {
        if expected["rows"].as_u64() != Some(table.rows as u64) {
            eprintln!("skipped {title}: {} rows were read", table.rows);
            return None;
        }
    }
    let recognitions: Vec<_> = tables.iter().map(|t| recognise(t, None)).collect();
    for (expected, (table, found)) in case["tables"]
        .as_array()?
        .iter()
        .zip(tables.iter().zip(&recognitions))
    {
        let dataset = name(found.dataset);
        if !fits(&expected["dataset"], &dataset) {
            wrong.push(format!(
                "{title}: {} taken for {dataset}, is {}",
                table.file, expected["dataset"]
            ));
        }
        for (column, role) in expected["roles"].as_object()? {
            let role_found = found
                .columns
                .iter()
                .find(|c| c.name == *column)
                .map(|c| c.role.map_or("none", shop::Role::key));
            match role_found {
                Some(r) if fits(role, r) => {}
                other => wrong.push(format!("{title}: {column} is {role}, found {other:?}")),
            }
        }
    }
    let expected = case["shop"].as_object()?;
    let args: Vec<&str> = case["args"]
        .as_array()?
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let options = BuildOptions {
        currency: args
            .iter()
            .position(|a| *a == "--currency")
            .and_then(|i| args.get(i + 1))
            .map(|c| (*c).to_owned()),
        ..BuildOptions::default()
    };
    let refs: Vec<&Table> = tables.iter().collect();
    let shop = build(&refs, &recognitions, &options);
    let t = shop.totals();
    let mut number = |key: &str, found: Option<i64>| {
        if let Some(e) = expected[key].as_i64()
            && Some(e) != found
        {
            wrong.push(format!("{title}: {key} is {e}, found {found:?}"));
        }
    };
    number("orders", Some(t.orders as i64));
    number("order_lines", t.order_lines.map(|n| n as i64));
    number("units", t.units_milli.map(|n| n / 1000));
    number("customers", t.customers.map(|n| n as i64));
    number("gross_minor", Some(t.gross_minor));
    number("refunds_minor", Some(t.refunds_minor));
    number("net_minor", Some(t.net_minor));
    if t.currency.as_deref() != expected["currency"].as_str() {
        wrong.push(format!("{title}: currency {:?}", t.currency));
    }
    for (key, found) in [("first_day", t.first_day), ("last_day", t.last_day)] {
        let e = day(&expected[key]);
        if e.is_some() && e != found {
            wrong.push(format!("{title}: {key} is {e:?}, found {found:?}"));
        }
    }
    let mut left = t.excluded;
    for (reasons, count) in expected["excluded"].as_object()? {
        let mut n = 0;
        left.retain(|(reason, orders)| {
            let hit = reasons.split('|').any(|r| r == name(reason));
            n += if hit { *orders as i64 } else { 0 };
            !hit
        });
        if Some(n) != count.as_i64() {
            wrong.push(format!("{title}: {reasons} is {count}, found {n}"));
        }
    }
    if !left.is_empty() {
        wrong.push(format!("{title}: also left out {left:?}"));
    }
    if shop.lines.revenue_minor.iter().sum::<i64>() != shop.orders.gross_minor.iter().sum::<i64>() {
        wrong.push(format!("{title}: lines do not sum to orders"));
    }
    if shop.lines.refund_minor.iter().sum::<i64>() != shop.orders.refund_minor.iter().sum::<i64>() {
        wrong.push(format!("{title}: lines' refunds do not sum to orders'"));
    }
    Some(())
}

#[test]
fn every_platform_is_recognised_and_counted() {
    let text = std::fs::read_to_string(folder().join("expected.json")).expect("expected.json");
    let cases: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    let mut wrong = Vec::new();
    let checked = cases
        .iter()
        .filter(|case| check(case, &mut wrong).is_some() || case["shop"].is_null())
        .count();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        checked * 10 >= cases.len() * 9,
        "{checked} of {}",
        cases.len()
    );
}
