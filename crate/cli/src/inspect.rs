//! `shoplens inspect`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::settings::Shared;

/// Arguments of `inspect`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    shared: Shared,
    /// Where to write the JSON; standard output if left out.
    #[arg(long, value_name = "FILE", default_value = "-")]
    out: PathBuf,
}

/// Prints what each file is and what the shop adds up to.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut session = arguments.shared.session(report::Template::default())?;
    let inspection = session.inspect()?;
    let mut json = serde_json::to_vec_pretty(&inspection)?;
    json.push(b'\n');
    crate::read::write(Path::new(&arguments.out), &json)?;
    Ok(exit_code(&session))
}

/// 0 if all files were read, 1 if some were, 3 if none was; complaints go to standard error.
pub(crate) fn exit_code(session: &engine::Session) -> ExitCode {
    for file in session.files() {
        for error in &file.errors {
            crate::complain(&format!("shoplens: {} {}", error.message, error.hint));
        }
    }
    match crate::read::outcome(session) {
        (true, _) => ExitCode::SUCCESS,
        (false, true) => ExitCode::from(1),
        (false, false) => ExitCode::from(3),
    }
}
