//! Runs the command-line tool and compares what it prints with what is expected.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The day all reports are written on, after the last day of every fixture.
pub(crate) const TODAY: &str = "2026-11-03";

/// The project's folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A checked-in JSON file.
pub(crate) fn json(path: &str) -> Value {
    let path = root().join(path);
    let bytes = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_slice(&bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// What `shoplens inspect` prints; a file that cannot be read is part of the answer, a crash is not.
pub(crate) fn inspect(files: &[PathBuf], args: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_shoplens"))
        .args(["inspect", "--today", TODAY])
        .args(args)
        .args(files)
        .output()
        .expect("the tool starts");
    assert!(
        matches!(output.status.code(), Some(0 | 1 | 3)),
        "{files:?}: {}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| {
        panic!(
            "{files:?}: no JSON: {e}\n{}",
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

/// The texts in a JSON list; none where there is no list.
pub(crate) fn texts(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .map(|list| list.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default()
}

/// How a shop's figures differ from the expected ones; `null` is not checked.
pub(crate) fn shop_differences(expected: &Value, got: &Value) -> Vec<String> {
    let mut out = Vec::new();
    for (name, want) in expected.as_object().into_iter().flatten() {
        if name != "excluded" && !want.is_null() && got[name] != *want {
            out.push(format!("shop.{name}: {} instead of {want}", got[name]));
        }
    }
    let mut left_out: Vec<(&str, u64)> = got["excluded"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|e| Some((e["reason"].as_str()?, e["orders"].as_u64()?)))
        .filter(|&(_, orders)| orders > 0)
        .collect();
    // `cancelled|unpaid`: the file leaves open which of the two it was.
    for (reasons, want) in expected["excluded"].as_object().into_iter().flatten() {
        let named = |reason: &str| reasons.split('|').any(|r| r == reason);
        let found: u64 = left_out.iter().filter(|e| named(e.0)).map(|e| e.1).sum();
        if Some(found) != want.as_u64() {
            out.push(format!("{found} orders {reasons} instead of {want}"));
        }
        left_out.retain(|e| !named(e.0));
    }
    if !left_out.is_empty() {
        out.push(format!("also left out: {left_out:?}"));
    }
    out
}

/// Fails with all differences of all cases at once.
pub(crate) fn assert_none(differences: &[String]) {
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}
