//! `cargo xtask …`: everything that is done with the project besides writing it.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool talks to its terminal"
)]

mod bench;
mod dist;
mod headers;
mod licences;
mod optimise;
mod project;
mod references;
mod serve;
mod site;
mod size;
mod test;
mod tidy;
mod wasm;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::wasm::Effort;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, serves and tests Shoplens")]
struct Arguments {
    #[command(subcommand)]
    command: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Build the WebAssembly modules and their bindings into www/pkg
    Build {
        /// Quick to build, slow to run
        #[arg(long, conflicts_with = "release")]
        dev: bool,
        /// What people get (the default)
        #[arg(long)]
        release: bool,
    },
    /// Build, then serve the page on this machine
    Serve {
        /// The port to listen on; the next free one where it is taken, any free one for 0
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Serve the folder that `dist` writes
        #[arg(long)]
        dist: bool,
        /// Quick to build, slow to run
        #[arg(long)]
        dev: bool,
        /// Serve what was built last
        #[arg(long)]
        no_build: bool,
    },
    /// Build, then write the site for any static host, and check the modules' sizes
    Dist {
        /// The folder to write, which is replaced
        #[arg(long, default_value = "dist")]
        out: PathBuf,
        /// Quick to build, slow to run, and too large to pass the check
        #[arg(long)]
        dev: bool,
        /// Write what was built last
        #[arg(long)]
        no_build: bool,
        /// Fail where a module is larger than promised
        #[arg(long)]
        check: bool,
    },
    /// Check the rules of the house that no compiler checks
    Tidy,
    /// Run every check and every test, or the named ones
    Test {
        /// Any of: format, tidy, licences, clippy, clippy-wasm, native, wasm, types, parity, browser
        #[arg(value_parser = clap::builder::PossibleValuesParser::new(test::names()))]
        steps: Vec<String>,
    },
    /// Measure speed and memory in Chromium (tests/bench), or one of the measurements
    Bench {
        /// The file's name in tests/bench, without its ending
        name: Option<String>,
        /// Passed on to it
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        options: Vec<String>,
    },
}

fn main() -> ExitCode {
    match act(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn act(action: Action) -> Result<()> {
    match action {
        Action::Build { dev, release: _ } => wasm::build(effort(dev)),
        Action::Serve {
            port,
            dist,
            dev,
            no_build,
        } => {
            if !no_build {
                wasm::build(effort(dev))?;
            }
            let root = if dist {
                let folder = project::root().join("dist");
                if !no_build {
                    dist::write(&project::root(), &folder)?;
                }
                serve::Root::Dist(folder)
            } else {
                serve::Root::Project(project::root())
            };
            serve::serve(root, port)
        }
        Action::Dist {
            out,
            dev,
            no_build,
            check,
        } => {
            if !no_build {
                wasm::build(effort(dev))?;
            }
            let root = project::root();
            dist::write(&root, &root.join(out))?;
            let sizes = size::measure()?;
            size::show(&sizes);
            if check { size::check(&sizes) } else { Ok(()) }
        }
        Action::Tidy => tidy::check(),
        Action::Test { steps } => test::run(&steps),
        Action::Bench { name, options } => bench::run(name.as_deref(), &options),
    }
}

fn effort(dev: bool) -> Effort {
    if dev { Effort::Dev } else { Effort::Release }
}
