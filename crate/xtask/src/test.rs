//! `cargo xtask test`: everything that a change must pass, from a fresh clone.

mod browser;
mod counts;
mod native;
pub(crate) mod tools;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use self::counts::Counts;
use crate::wasm::Effort;
use crate::{dist, licences, project, size, tidy, wasm};

/// One part of the test, named as on the command line.
struct Step {
    name: &'static str,
    what: &'static str,
    run: fn() -> Result<Counts>,
}

/// In order: what fails fast first, and nothing before what it needs.
const STEPS: [Step; 10] = [
    Step {
        name: "format",
        what: "rustfmt",
        run: || plain(project::cargo().args(["fmt", "--all", "--check"])),
    },
    Step {
        name: "tidy",
        what: "layers, purity, tree, words",
        run: || tidy::check().map(|()| Counts::default()),
    },
    Step {
        name: "licences",
        what: "licences and sources of what is built in",
        run: || licences::check().map(|()| Counts::default()),
    },
    Step {
        name: "clippy",
        what: "lints, natively",
        run: native::clippy,
    },
    Step {
        name: "clippy-wasm",
        what: "lints of what runs in the browser",
        run: native::clippy_wasm,
    },
    Step {
        name: "native",
        what: "native tests",
        run: native::tests,
    },
    Step {
        name: "wasm",
        what: "modules, the site for any host, sizes",
        run: || {
            wasm::build(Effort::Release)?;
            let root = project::root();
            dist::write(&root, &root.join("dist"))?;
            let sizes = size::measure()?;
            size::show(&sizes);
            size::check(&sizes).map(|()| Counts::default())
        },
    },
    Step {
        name: "types",
        what: "types of the JavaScript",
        run: browser::types,
    },
    Step {
        name: "parity",
        what: "the same bytes natively and in WebAssembly",
        run: browser::parity,
    },
    Step {
        name: "browser",
        what: "what a merchant does, in Chromium",
        run: browser::tests,
    },
];

/// The names of all steps, in order.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    STEPS.iter().map(|step| step.name)
}

/// Runs all steps, or those that are named, and sums up.
///
/// # Errors
/// When a step fails; the others are run all the same, so that one run tells everything.
pub(crate) fn run(wanted: &[String]) -> Result<()> {
    let chosen = |step: &&Step| wanted.is_empty() || wanted.iter().any(|name| name == step.name);
    let start = Instant::now();
    // Fetching tools waits for the network while the steps before wait for the compiler.
    let tools = STEPS
        .iter()
        .filter(chosen)
        .any(|step| matches!(step.name, "types" | "parity" | "browser"));
    if tools {
        tools::start();
    }
    let mut results = Vec::new();
    for step in STEPS.iter().filter(chosen) {
        println!("\n== {}: {}", step.name, step.what);
        let start = Instant::now();
        let result = (step.run)();
        if let Err(error) = &result {
            println!("{}: {error:#}", step.name);
        }
        results.push((step.name, start.elapsed(), result));
    }
    summary(&results, start.elapsed())
}

fn summary(results: &[(&str, Duration, Result<Counts>)], whole: Duration) -> Result<()> {
    println!("\n== summary");
    let mut sum = Counts::default();
    let mut failed = Vec::new();
    for (name, took, result) in results {
        let seconds = took.as_secs_f64();
        match result {
            Ok(counts) if counts.is_empty() => println!("{name:<12} {seconds:>7.1} s  ok"),
            Ok(counts) => println!("{name:<12} {seconds:>7.1} s  {counts}"),
            Err(error) => println!("{name:<12} {seconds:>7.1} s  FAILED: {error:#}"),
        }
        match result {
            Ok(counts) => sum.add(counts),
            Err(_) => sum.add(&Counts::ONE_FAILED),
        }
        let tests_failed = result.as_ref().is_ok_and(|counts| counts.failed > 0);
        if result.is_err() || tests_failed {
            failed.push(*name);
        }
    }
    println!("{:<12} {:>7.1} s", "all", whole.as_secs_f64());
    println!("{sum}");
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

fn plain(command: &mut std::process::Command) -> Result<Counts> {
    project::run(command).map(|()| Counts::default())
}
