//! Public data of real shops, compared with figures that pandas computed (`tests/expected`).
//!
//! The data lies beside the project; where it does not, each test says so and is skipped.

mod shoplens;

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Map, Value};
use shoplens::{TODAY, assert_none, inspect, json, root, shop_differences, texts};

/// Where the files lie; `None`, and a line that says so, where one is missing.
fn present(expected: &Value) -> Option<Vec<PathBuf>> {
    let folder = root().join("../shared/data");
    let files: Vec<PathBuf> = texts(&expected["files"])
        .iter()
        .map(|f| folder.join(f))
        .collect();
    match files.iter().find(|file| !file.exists()) {
        None => Some(files),
        Some(missing) => {
            say(&format!("skipped: {} is not here", missing.display()));
            None
        }
    }
}

#[allow(clippy::print_stderr, reason = "a skipped test has to say so")]
fn say(line: &str) {
    eprintln!("{line}");
}

/// The report as JSON.
fn report(files: &[PathBuf], args: &[&str], name: &str) -> Value {
    let out = std::env::temp_dir().join(format!("shoplens-{name}-{}.json", std::process::id()));
    let output = Command::new(env!("CARGO_BIN_EXE_shoplens"))
        .args(["report", "--lang", "en", "--today", TODAY, "--out"])
        .arg(&out)
        .args(args)
        .args(files)
        .output()
        .expect("the tool starts");
    assert!(
        output.status.success(),
        "{files:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let bytes = std::fs::read(&out).expect("the report is written");
    std::fs::remove_file(&out).expect("the report goes");
    serde_json::from_slice(&bytes).expect("the report is JSON")
}

/// Compares what `inspect` and `report` say. `slack_minor`: how far a part of a report may be off where the
/// file has more decimals than its currency, and remainders are carried from line to line.
fn agrees(name: &str, slack_minor: f64) {
    let expected = json(&format!("tests/expected/{name}.json"));
    let Some(files) = present(&expected) else {
        return;
    };
    let args = texts(&expected["args"]);
    let got = inspect(&files, &args);
    let mut wrong = shop_differences(&expected["shop"], &got["shop"]);
    let rows = &got["files"][0]["tables"][0]["rows"];
    if *rows != expected["rows"] {
        wrong.push(format!("{rows} rows instead of {}", expected["rows"]));
    }
    let document = report(&files, &args, name);
    let same = |value: &Value, minor: &Value| match (value.as_f64(), minor.as_f64()) {
        (Some(value), Some(minor)) => (value * 100.0 - minor).abs() <= slack_minor + 1e-4,
        _ => false,
    };
    let months = months(&document);
    for (month, minor) in expected["monthly"].as_object().into_iter().flatten() {
        let value = months.get(month).unwrap_or(&Value::Null);
        if !same(value, minor) {
            wrong.push(format!("{month}: {value} instead of {minor} minor units"));
        }
    }
    for dimension in ["product", "category", "country"] {
        let listed = expected[dimension].as_object().into_iter().flatten();
        for (name, minor) in listed.take(5) {
            let value = match amount(&document, &format!("table-{dimension}"), name) {
                Value::Null => all_from(&document, name),
                value => value,
            };
            if !same(&value, minor) {
                wrong.push(format!(
                    "{dimension} {name}: {value} instead of {minor} minor units"
                ));
            }
        }
    }
    assert_none(&wrong);
}

/// The whole revenue, where the report says in a sentence that all of it comes from one name.
fn all_from(document: &Value, name: &str) -> Value {
    let said = format!("All revenue comes from {name}.");
    let gross = find(document, &|v| v["text"] == said.as_str())
        .and_then(|_| find(document, &|v| v["id"] == "gross"));
    gross.map_or(Value::Null, |figure| figure["value"].clone())
}

/// The months of the trend, as `2026-03`, and their revenue; summed from its days where a shop has a single month.
fn months(document: &Value) -> Map<String, Value> {
    let chart = ["trend-month", "trend-day"]
        .into_iter()
        .find_map(|id| find(document, &|v| v["id"] == id));
    let points = chart
        .and_then(|chart| find(chart, &|v| v["points"].is_array()))
        .and_then(|series| series["points"].as_array());
    let mut sums = std::collections::BTreeMap::<String, f64>::new();
    for point in points.into_iter().flatten() {
        let days = point["x"].as_f64().map_or(0, |x| x as i64);
        *sums.entry(month_of(days)).or_default() += point["y"].as_f64().unwrap_or(0.0);
    }
    sums.into_iter().map(|(m, sum)| (m, sum.into())).collect()
}

/// The month of a day since 1970-01-01, counted rather than computed.
fn month_of(days: i64) -> String {
    let mut left = days;
    for year in 1970.. {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let february = if leap { 29 } else { 28 };
        let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, length) in lengths.into_iter().enumerate() {
            if left < length {
                return format!("{year}-{:02}", month + 1);
            }
            left -= length;
        }
    }
    String::new()
}

/// The first amount in a table's row of that name.
fn amount(document: &Value, table: &str, name: &str) -> Value {
    let rows = find(document, &|v| v["id"] == table).map(|table| &table["rows"]);
    let mut rows = rows.and_then(Value::as_array).into_iter().flatten();
    let row = rows.find(|row| row[0]["text"] == name);
    row.map_or(Value::Null, |row| row[1]["value"].clone())
}

/// The first object inside a JSON value of which something holds.
fn find<'a>(value: &'a Value, holds: &dyn Fn(&Value) -> bool) -> Option<&'a Value> {
    match value {
        Value::Object(_) if holds(value) => Some(value),
        Value::Object(fields) => fields.values().find_map(|v| find(v, holds)),
        Value::Array(items) => items.iter().find_map(|v| find(v, holds)),
        _ => None,
    }
}

#[test]
fn online_retail() {
    agrees("online_retail", 0.0);
}

#[test]
fn complete_journey() {
    if cfg!(debug_assertions) {
        say("skipped: 1.47 million rows take minutes unless built with --release");
        return;
    }
    agrees("complete_journey", 0.0);
}

#[test]
fn tmall() {
    agrees("tmall", 0.0);
}

#[test]
fn superstore() {
    agrees("superstore", 20.0);
}

#[test]
fn bike_sales() {
    agrees("bike_sales", 0.0);
}

#[test]
fn cdnow() {
    agrees("cdnow", 0.0);
}

#[test]
fn shopify_products() {
    let expected = json("tests/expected/shopify_products.json");
    let Some(files) = present(&expected) else {
        return;
    };
    let got = inspect(&files, &[]);
    for (file, name) in got["files"]
        .as_array()
        .into_iter()
        .flatten()
        .zip(texts(&expected["files"]))
    {
        let table = &file["tables"][0];
        assert_eq!(table["rows"], expected["products"][name]["rows"], "{name}");
        assert_eq!(table["dataset"], "products", "{name}");
    }
}
