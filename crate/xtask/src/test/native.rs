//! What runs natively: lints and tests of the crates.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use super::counts::{self, Counts};
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
    for package in wasm::packages() {
        command.args(["--package", package]);
    }
    command.args(["--features", "parquet-text/web"]);
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
    let mut command = project::cargo();
    if nextest {
        command.args([
            "nextest",
            "run",
            "--no-fail-fast",
            "--locked",
            "--workspace",
        ]);
    } else {
        command.args([
            "test",
            "--no-fail-fast",
            "--locked",
            "--workspace",
            "--all-targets",
        ]);
    }
    let mut counts = counts::run(&mut command)?;
    if counts.passed + counts.failed == 0 {
        bail!("no native test ran");
    }
    let examples = ["test", "--no-fail-fast", "--locked", "--workspace", "--doc"];
    counts.add(&counts::run(project::cargo().args(examples))?);
    Ok(counts)
}
