//! Files in the shapes of the platforms' exports, broken ones, and the sample shops, through the tool.
//!
//! What is expected is written by hand in `tests/shops`, never taken from the engine.

mod shoplens;

use serde_json::{Map, Value};
use shoplens::{assert_none, inspect, json, root, shop_differences, texts};

#[test]
fn platform_exports_are_recognised_and_add_up() {
    let mut wrong = Vec::new();
    for case in json("tests/shops/expected.json")
        .as_array()
        .into_iter()
        .flatten()
    {
        let folder = root().join("tests/shops/platforms");
        let files: Vec<_> = texts(&case["files"])
            .iter()
            .map(|f| folder.join(f))
            .collect();
        let got = inspect(&files, &texts(&case["args"]));
        let mut found = Vec::new();
        for (at, expected) in case["tables"].as_array().into_iter().flatten().enumerate() {
            found.extend(table_differences(expected, at, &got));
        }
        if !case["shop"].is_null() {
            found.extend(shop_differences(&case["shop"], &got["shop"]));
        }
        wrong.extend(found.iter().map(|f| format!("{}: {f}", case["name"])));
    }
    assert_none(&wrong);
}

fn table_differences(expected: &Value, at: usize, got: &Value) -> Vec<String> {
    let Some(table) = table_of(expected, at, got) else {
        return vec![format!(
            "no table {} {}",
            expected["file"], expected["sheet"]
        )];
    };
    let mut out = Vec::new();
    for name in [
        "dataset",
        "rows",
        "header_row",
        "encoding",
        "delimiter",
        "totals_rows",
    ] {
        let want = &expected[name];
        if !want.is_null() && !fits(want, &table[name]) {
            out.push(format!("{name}: {} instead of {want}", table[name]));
        }
    }
    for (column, role) in expected["roles"].as_object().into_iter().flatten() {
        let known = table["columns"]
            .as_array()
            .and_then(|columns| columns.iter().find(|c| c["name"] == column.as_str()));
        match known {
            None => out.push(format!("no column {column}")),
            Some(known) if !fits(role, &known["role"]) => {
                out.push(format!("{column}: {} instead of {role}", known["role"]));
            }
            Some(_) => {}
        }
    }
    out
}

/// The table of a file; of an archive, the one at the same place among those expected.
fn table_of<'a>(expected: &Value, at: usize, got: &'a Value) -> Option<&'a Value> {
    let path = expected["file"].as_str()?;
    let files = got["files"].as_array()?;
    if let Some((archive, _)) = path.split_once("/export/") {
        return files.iter().find(|f| f["name"] == archive)?["tables"].get(at);
    }
    let tables = files.iter().find(|f| f["name"] == path)?["tables"].as_array()?;
    let sheet = &expected["sheet"];
    tables
        .iter()
        .find(|table| sheet.is_null() || table["sheet"] == *sheet)
}

/// Whether a value is the expected one, or one of a list of them.
fn fits(expected: &Value, got: &Value) -> bool {
    expected == got
        || expected
            .as_array()
            .is_some_and(|allowed| allowed.contains(got))
}

#[test]
fn broken_files_say_what_is_wrong() {
    let mut wrong = Vec::new();
    for expected in json("tests/shops/bad.json")
        .as_array()
        .into_iter()
        .flatten()
    {
        let name = expected["file"].as_str().expect("every file has a name");
        let got = inspect(&[root().join("tests/shops/bad").join(name)], &[]);
        let file = &got["files"][0];
        let errors: Vec<&str> = file["errors"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|e| e["code"].as_str())
            .collect();
        let table = &file["tables"][0];
        if table.is_null() {
            let allowed = texts(&expected["error"]);
            if errors.is_empty() || errors.iter().any(|e| !allowed.contains(e)) {
                wrong.push(format!(
                    "{name}: errors {errors:?}, expected one of {allowed:?}"
                ));
            }
            for error in file["errors"].as_array().into_iter().flatten() {
                if error["message"].as_str().is_none_or(str::is_empty) {
                    wrong.push(format!("{name}: an error without words"));
                }
            }
            continue;
        }
        if expected.get("rows").is_none() {
            wrong.push(format!("{name}: read, though it should not be"));
        } else if !expected["rows"].is_null() && table["rows"] != expected["rows"] {
            wrong.push(format!(
                "{name}: {} rows instead of {}",
                table["rows"], expected["rows"]
            ));
        }
        let given: Vec<&str> = table["warnings"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|w| w["code"].as_str())
            .collect();
        for code in texts(&expected["warnings"]) {
            if !given.contains(&code) {
                wrong.push(format!("{name}: no warning {code} among {given:?}"));
            }
        }
        if let Some(gross) = expected.get("gross_minor")
            && got["shop"]["gross_minor"] != *gross
        {
            wrong.push(format!(
                "{name}: gross {} instead of {gross}",
                got["shop"]["gross_minor"]
            ));
        }
    }
    assert_none(&wrong);
}

#[test]
fn one_broken_file_does_not_stop_the_others() {
    let shops = root().join("tests/shops");
    let files = [
        shops.join("bad/encrypted.xlsx"),
        shops.join("platforms/shopify_orders.csv"),
        shops.join("no such file.csv"),
    ];
    let got = inspect(&files, &[]);
    assert_eq!(got["shop"]["gross_minor"], 48_670);
    assert_eq!(got["files"][0]["errors"][0]["code"], "encrypted");
    assert!(got["files"][2]["errors"][0]["message"].is_string());
}

#[test]
fn ten_thousand_columns_are_read_or_refused() {
    let folder = std::env::temp_dir().join(format!("shoplens-wide-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the file");
    let line = |cell: &dyn Fn(usize) -> String| (0..10_000).map(cell).collect::<Vec<_>>().join(",");
    let row = line(&|i| i.to_string());
    let text = format!("{}\n{row}\n{row}\n", line(&|i| format!("c{i}")));
    let path = folder.join("wide.csv");
    std::fs::write(&path, text).expect("the file is written");
    let got = inspect(std::slice::from_ref(&path), &[]);
    std::fs::remove_dir_all(&folder).expect("the folder goes");
    let file = &got["files"][0];
    assert!(
        file["errors"][0]["code"] == "too_large" || file["tables"][0]["rows"] == 2,
        "{}",
        file["errors"]
    );
}

#[test]
fn sample_shops_add_up() {
    let truths = json("tests/shops/samples.json");
    let mut wrong = Vec::new();
    for language in ["en", "zh"] {
        let folder = format!("www/samples/{language}");
        let index = json(&format!("{folder}/index.json"));
        let files: Vec<_> = index
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(root().join(&folder).join(entry["file"].as_str()?)))
            .collect();
        let mut expected = truths[language].clone();
        // Taobao and Jingdong both close what was not paid, so that the two run together there.
        let mut left_out = Map::new();
        for entry in truths[language]["excluded"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let reason = match entry["reason"].as_str() {
                Some("cancelled" | "unpaid") if language == "zh" => "cancelled|unpaid",
                Some(reason) => reason,
                None => continue,
            };
            let sum = left_out.get(reason).and_then(Value::as_u64).unwrap_or(0);
            let orders = sum + entry["orders"].as_u64().unwrap_or(0);
            left_out.insert(reason.to_owned(), orders.into());
        }
        expected["excluded"] = Value::Object(left_out);
        let got = inspect(&files, &[]);
        let found = shop_differences(&expected, &got["shop"]);
        wrong.extend(found.iter().map(|f| format!("{language}: {f}")));
    }
    assert_none(&wrong);
}
