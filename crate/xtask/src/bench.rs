//! `cargo xtask bench`: measurements in Chromium.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::test::tools;
use crate::wasm::Effort;
use crate::{dist, project, wasm};

const ENDING: &str = ".bench.mjs";

/// Builds the site as people get it, then runs every measurement, or the named one.
///
/// # Errors
/// When something is missing, or a measurement fails.
pub(crate) fn run(name: Option<&str>, options: &[String]) -> Result<()> {
    let root = project::root();
    let mut files: Vec<PathBuf> = fs::read_dir(root.join("tests/bench"))
        .context("tests/bench")?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(ENDING))
        .collect();
    files.sort();
    if let Some(name) = name {
        let wanted = format!("{name}{ENDING}");
        files.retain(|path| path.file_name().is_some_and(|file| *file == *wanted));
    }
    if files.is_empty() {
        bail!("tests/bench has no {}{ENDING}", name.unwrap_or("*"));
    }
    tools::ready()?;
    wasm::build(Effort::Release)?;
    wasm::build_for_bench()?;
    dist::write(&root, &root.join("dist"))?;
    let browser = tools::browser()?;
    for file in files {
        let mut node = project::command("node");
        project::run(node.arg(file).args(options).env("CHROMIUM", &browser))?;
    }
    Ok(())
}
