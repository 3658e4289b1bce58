//! Which crate may know which: arrows point one way.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use cargo_metadata::MetadataCommand;

use crate::project;

/// Each crate with the crates of the house that it may know, in tests too.
const LAYERS: &[(&str, &[&str])] = &[
    ("container", &[]),
    ("table", &["container"]),
    ("shop", &["table"]),
    ("forecast", &[]),
    ("analysis", &["shop", "table"]),
    ("chart", &[]),
    ("report", &["analysis", "chart", "shop", "table"]),
    ("ledger", &["shop", "table"]),
    (
        "engine",
        &["analysis", "chart", "ledger", "report", "shop", "table"],
    ),
    (
        "scenario",
        &[
            "analysis",
            "chart",
            "engine",
            "extract",
            "forecast",
            "ledger",
            "predict",
            "recommend",
            "report",
            "shop",
            "table",
        ],
    ),
    ("text", &[]),
    ("encoder", &["text"]),
    ("gpu", &["encoder", "text"]),
    ("inference", &["encoder", "gpu", "text"]),
    ("predict", &[]),
    ("extract", &[]),
    ("parquet-text", &[]),
    ("recommend", &[]),
    ("export", &["report"]),
    ("canvas", &["chart"]),
    (
        "web",
        &["analysis", "chart", "engine", "report", "shop", "table"],
    ),
    (
        "cli",
        &[
            "analysis",
            "chart",
            "encoder",
            "engine",
            "extract",
            "forecast",
            "gpu",
            "inference",
            "ledger",
            "parquet-text",
            "predict",
            "recommend",
            "report",
            "scenario",
            "shop",
            "table",
            "text",
        ],
    ),
    ("xtask", &[]),
];

/// The crates that may speak to JavaScript.
const BORDER: [&str; 6] = [
    "web",
    "canvas",
    "export",
    "parquet-text",
    "inference",
    "scenario",
];

/// What speaking to JavaScript takes.
const JAVASCRIPT: [&str; 3] = ["wasm-bindgen", "js-sys", "web-sys"];

/// Every arrow that points the wrong way.
///
/// # Errors
/// When cargo cannot tell what depends on what.
pub(super) fn check() -> Result<Vec<String>> {
    let metadata = MetadataCommand::new()
        .current_dir(project::root())
        .no_deps()
        .exec()
        .context("cargo metadata")?;
    let arrows: Vec<(String, Vec<String>)> = metadata
        .workspace_packages()
        .iter()
        .map(|package| {
            let known = package.dependencies.iter();
            (
                package.name.to_string(),
                known.map(|known| known.name.clone()).collect(),
            )
        })
        .collect();
    Ok(wrong_arrows(&arrows))
}

fn wrong_arrows(arrows: &[(String, Vec<String>)]) -> Vec<String> {
    let house: BTreeSet<&str> = arrows.iter().map(|(name, _)| name.as_str()).collect();
    let mut problems = Vec::new();
    for (name, known) in arrows {
        let Some((_, may)) = LAYERS.iter().find(|(layer, _)| layer == name) else {
            problems.push(format!(
                "{name} has no place in the house: add it to xtask's layers.rs"
            ));
            continue;
        };
        for other in known {
            if house.contains(other.as_str()) && !may.contains(&other.as_str()) {
                problems.push(format!("{name} may not know {other}"));
            }
            if JAVASCRIPT.contains(&other.as_str()) && !BORDER.contains(&name.as_str()) {
                problems.push(format!(
                    "{name} may not depend on {other}: only {BORDER:?} may"
                ));
            }
        }
    }
    problems.sort();
    problems.dedup();
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrow(name: &str, known: &[&str]) -> (String, Vec<String>) {
        let known = known.iter().map(|&name| name.to_owned());
        (name.to_owned(), known.collect())
    }

    #[test]
    fn the_house_stands() {
        assert_eq!(check().expect("metadata"), Vec::<String>::new());
    }

    #[test]
    fn an_arrow_backwards_is_told() {
        let house = [
            arrow("table", &["shop", "csv-core"]),
            arrow("shop", &["table", "js-sys"]),
            arrow("attic", &[]),
        ];
        let problems = wrong_arrows(&house);
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert!(problems.contains(&"table may not know shop".to_owned()));
        assert!(problems[0].starts_with("attic has no place"));
        assert!(problems[1].starts_with("shop may not depend on js-sys"));
    }

    #[test]
    fn layers_form_no_circle() {
        let mut settled = BTreeSet::new();
        while settled.len() < LAYERS.len() {
            let before = settled.len();
            for &(name, may) in LAYERS {
                if may.iter().all(|other| settled.contains(other)) {
                    settled.insert(name);
                }
            }
            assert_ne!(settled.len(), before, "a circle above {settled:?}");
        }
    }
}
