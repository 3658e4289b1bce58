//! Whether everything that is built in may be.

use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use cargo_metadata::MetadataCommand;
use toml::Table;

use crate::project;

/// The only place, besides the project itself, that crates come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Runs cargo-deny where it is installed, and otherwise checks licences and sources here.
///
/// Advisories are left to `cargo deny check advisories`, which fetches their list: a test must not
/// fail because somebody published something.
///
/// # Errors
/// When a crate may not be built in.
pub(crate) fn check() -> Result<()> {
    let installed = project::cargo()
        .args(["deny", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if installed {
        let parts = ["bans", "licenses", "sources"];
        return project::run(
            project::cargo()
                .args(["deny", "--locked", "check"])
                .args(parts),
        );
    }
    println!(
        "cargo-deny is not installed: licences and sources are checked here, against deny.toml"
    );
    let path = project::root().join("deny.toml");
    let rules: Table = fs::read_to_string(&path)
        .context("deny.toml")?
        .parse()
        .context("deny.toml")?;
    let allowed = allowed(&rules).context("deny.toml has no licenses.allow")?;
    let metadata = MetadataCommand::new()
        .current_dir(project::root())
        .other_options(["--locked".to_owned(), "--all-features".to_owned()])
        .exec()
        .context("cargo metadata")?;
    let mut problems = Vec::new();
    for package in &metadata.packages {
        let name = format!("{} {}", package.name, package.version);
        match package.license.as_deref() {
            None => problems.push(format!("{name} states no licence")),
            Some(licence) if !permits(licence, &allowed)? => {
                problems.push(format!("{name} is under {licence}"));
            }
            Some(_) => {}
        }
        if let Some(source) = &package.source
            && source.repr != REGISTRY
        {
            problems.push(format!("{name} comes from {source}"));
        }
    }
    for problem in &problems {
        println!("licences: {problem}");
    }
    if !problems.is_empty() {
        bail!("{} crates may not be built in", problems.len());
    }
    println!("licences: {} crates, all allowed", metadata.packages.len());
    Ok(())
}

fn allowed(rules: &Table) -> Option<BTreeSet<String>> {
    let list = rules.get("licenses")?.get("allow")?.as_array()?;
    list.iter()
        .map(|licence| licence.as_str().map(str::to_owned))
        .collect()
}

/// Whether an SPDX expression can be met with the allowed licences alone.
///
/// # Errors
/// When it is not an expression.
fn permits(expression: &str, allowed: &BTreeSet<String>) -> Result<bool> {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let met = either(&words, &mut at, allowed);
    match met {
        Some(met) if at == words.len() => Ok(met),
        _ => bail!("'{expression}' is not a licence expression"),
    }
}

fn either(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> Option<bool> {
    let mut met = both(words, at, allowed)?;
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= both(words, at, allowed)?;
    }
    Some(met)
}

fn both(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> Option<bool> {
    let mut met = one(words, at, allowed)?;
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, allowed)?;
    }
    Some(met)
}

fn one(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> Option<bool> {
    let word = *words.get(*at)?;
    *at += 1;
    if word == "(" {
        let met = either(words, at, allowed)?;
        let closed = words.get(*at) == Some(&")");
        *at += 1;
        return closed.then_some(met);
    }
    if matches!(word, ")" | "AND" | "OR" | "WITH") {
        return None;
    }
    // An exception gives more freedom, so the licence alone decides.
    if words.get(*at) == Some(&"WITH") {
        *at += 2;
    }
    Some(allowed.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permitted(expression: &str) -> bool {
        let allowed = ["MIT", "Zlib", "Apache-2.0"].map(str::to_owned).into();
        permits(expression, &allowed).expect("an expression")
    }

    #[test]
    fn an_expression_is_met_or_not() {
        assert!(permitted("MIT"));
        assert!(permitted("GPL-3.0 OR MIT"));
        assert!(permitted("Unlicense/MIT"));
        assert!(permitted("(GPL-3.0 OR MIT) AND Zlib"));
        assert!(permitted("Apache-2.0 WITH LLVM-exception"));
        assert!(!permitted("GPL-3.0"));
        assert!(!permitted("MIT AND GPL-3.0"));
        assert!(!permitted("MIT AND (GPL-3.0 OR LGPL-3.0)"));
        assert!(permitted("GPL-3.0 AND X OR MIT"));
    }

    #[test]
    fn nonsense_is_refused() {
        for expression in ["", "MIT OR", "(MIT", "MIT)", "MIT Zlib"] {
            assert!(
                permits(expression, &BTreeSet::new()).is_err(),
                "{expression}"
            );
        }
    }
}
