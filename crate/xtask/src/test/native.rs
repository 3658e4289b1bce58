//! What runs natively: lints and tests of the crates.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use super::counts::{self, Counts};
use super::tools;
use crate::{project, wasm};

const STRICT: [&str; 3] = ["--", "-D", "warnings"];

/// Lints of every crate, their tests too.
pub(super) fn clippy() -> Result<Counts> {
    super::plain(lints().args(["--workspace", "--all-targets"]).args(STRICT))
}

/// Lints of what is built for the browser only.
pub(super) fn clippy_wasm() -> Result<Counts> {
    wasm::ensure_target()?;
    let mut command = lints();
    command.args(["--target", wasm::TARGET, "--lib"]);
    // Two modules may be of one package.
    let packages: BTreeSet<&str> = wasm::packages().collect();
    for package in packages {
        command.args(["--package", package]);
    }
    command.args(["--features", "parquet-text/web,inference/web"]);
    command.env_remove("RUSTFLAGS");
    super::plain(command.args(STRICT))
}

fn lints() -> Command {
    let mut command = project::cargo();
    command.args(["clippy", "--locked", "--quiet"]);
    command
}

/// All native tests and the examples in the documentation.
pub(super) fn tests() -> Result<Counts> {
    let nextest = project::cargo()
        .args(["nextest", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    let runner: &[&str] = if nextest {
        &["nextest", "run"]
    } else {
        &["test", "--all-targets"]
    };
    // Apart, because features are chosen for everything built together: with the rest of the house,
    // what xtask is made of would be compiled a second time.
    let mut counts = Counts::default();
    let driver = tools::vulkan()?;
    for packages in [
        &["--workspace", "--exclude", "xtask"][..],
        &["--package", "xtask"],
    ] {
        let mut command = project::cargo();
        command.args(runner).args(["--no-fail-fast", "--locked"]);
        if let Some(driver) = &driver {
            command.env("VK_DRIVER_FILES", driver);
        }
        let some = counts::run(command.args(packages))?;
        if some.passed + some.failed == 0 {
            bail!("no native test ran of {}", packages.join(" "));
        }
        counts.add(&some);
    }
    let examples = ["test", "--no-fail-fast", "--locked", "--doc", "--workspace"];
    let mut command = project::cargo();
    counts.add(&counts::run(
        command.args(examples).args(["--exclude", "xtask"]),
    )?);
    Ok(counts)
}
