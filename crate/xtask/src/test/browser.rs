//! What needs Node or the browser.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::counts::{self, Counts};
use super::tools;
use crate::{project, wasm};

/// The page's modules and the tests have different worlds around them, so each has its own settings.
pub(super) fn types() -> Result<Counts> {
    tools::ready()?;
    if wasm::MODULES.iter().any(|module| !module.wasm().is_file()) {
        bail!("the modules' types are missing: `cargo xtask build` first");
    }
    for project in [".", "tests"] {
        let script = "node_modules/typescript/bin/tsc";
        let arguments = ["--project", project, "--pretty", "false"];
        super::plain(project::command("node").arg(script).args(arguments))?;
    }
    Ok(Counts::default())
}

/// The module in Node and the command-line tool, side by side.
pub(super) fn parity() -> Result<Counts> {
    tools::ready()?;
    // Selected as for the native tests, so that nothing is compiled with other features again.
    let selected = [
        "--workspace",
        "--exclude",
        "xtask",
        "--bin",
        "shoplens",
        "--tests",
    ];
    project::run(
        project::cargo()
            .args(["build", "--locked", "--quiet"])
            .args(selected),
    )?;
    let mut command = node_tests("tests/parity", "parity")?;
    command.env(
        "SHOPLENS_CLI",
        project::target_dir()?.join("debug/shoplens"),
    );
    run(&mut command)
}

/// The site in Chromium.
pub(super) fn tests() -> Result<Counts> {
    tools::ready()?;
    if !project::root().join("dist/index.html").is_file() {
        bail!("dist is missing: `cargo xtask dist` first");
    }
    let mut command = node_tests("tests/browser", "browser")?;
    command
        .env("CHROMIUM", tools::browser()?)
        .env(
            "SHOPLENS_CLI",
            project::target_dir()?.join("debug/shoplens"),
        )
        .env("SHOPLENS_XTASK", env::current_exe()?);
    run(&mut command)
}

/// Node's runner over every `*.test.mjs` of a folder; people read one report, the counts come from
/// another.
fn node_tests(folder: &str, name: &str) -> Result<Command> {
    let root = project::root();
    let mut files: Vec<PathBuf> = fs::read_dir(root.join(folder))
        .context(folder.to_owned())?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    if files.is_empty() {
        bail!("{folder} has no tests");
    }
    let out = root.join("tests/out");
    fs::create_dir_all(&out)?;
    let tap = out.join(format!("{name}.tap"));
    // A report from an earlier run must not be taken for this one's.
    if tap.exists() {
        fs::remove_file(&tap)?;
    }
    let mut command = project::command("node");
    command
        .arg("--test")
        .args(["--test-reporter=spec", "--test-reporter-destination=stdout"])
        .arg("--test-reporter=tap")
        .arg(format!("--test-reporter-destination={}", tap.display()))
        .args(files)
        .env("SHOPLENS_TAP", tap);
    Ok(command)
}

fn run(command: &mut Command) -> Result<Counts> {
    let tap = command
        .get_envs()
        .find(|(name, _)| *name == "SHOPLENS_TAP")
        .and_then(|(_, value)| value.map(PathBuf::from))
        .context("no report")?;
    let result = project::run(command);
    let report = fs::read_to_string(&tap).with_context(|| format!("{}", tap.display()))?;
    let counts = counts::of_report(&report);
    if counts.passed + counts.failed == 0 {
        bail!("no test ran");
    }
    // Where a test failed the counts tell; a runner that fails otherwise must not pass for a success.
    if counts.failed == 0 {
        result?;
    }
    Ok(counts)
}
