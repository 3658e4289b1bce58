//! `shoplens`: the engine from a shell.
//!
//! Exit codes: 0 all is well; 1 at least one file could not be read, the rest was used;
//! 2 the call is wrong; 3 nothing could be read, or the output could not be written.

mod ask;
mod extract;
mod forecast;
mod heard;
mod inspect;
mod interactions;
mod model;
mod pack;
mod predict;
mod read;
mod recommend;
mod report;
mod settings;
mod shop_file;
mod wishes;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use text::Task;

/// Reads a shop's files and answers like an analyst. Nothing leaves this machine.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    after_help = "Exit codes: 0 all is well; 1 some file could not be read; 2 the call is wrong; 3 nothing could be read or written."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Prints as JSON what each file is and what the shop adds up to.
    Inspect(inspect::Arguments),
    /// Writes a report: sales, and what else the files can carry.
    Report(report::Arguments),
    /// Learns a column of a table from the others, and says how well.
    Predict(predict::Arguments),
    /// Recommends items to users, from who had to do with what.
    Recommend(recommend::Arguments),
    /// Gives each text a vector, by a language model.
    Embed(ask::Arguments),
    /// Finds spans in each text, by a language model.
    Tag(ask::Arguments),
    /// Gives each text a label, by a language model.
    Classify(ask::Arguments),
    /// Forecasts series, with intervals.
    Forecast(forecast::Arguments),
    /// Reads titles or reviews: attributes, aspects, opinions and sentiment, each where it stands.
    Extract(extract::Arguments),
    /// Makes and checks packs of language models.
    #[command(subcommand)]
    Pack(pack::Command),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::Predict(arguments) => predict::run(&arguments),
        Command::Recommend(arguments) => recommend::run(&arguments),
        Command::Embed(arguments) => ask::run(&arguments, Task::Embed),
        Command::Tag(arguments) => ask::run(&arguments, Task::Tag),
        Command::Classify(arguments) => ask::run(&arguments, Task::Classify),
        Command::Forecast(arguments) => forecast::run(&arguments),
        Command::Extract(arguments) => extract::run(&arguments),
        Command::Pack(command) => pack::run(&command),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            complain(&format!("shoplens: {error:#}"));
            ExitCode::from(3)
        }
    }
}

/// Writes a line for the person at the terminal, if somebody still reads it.
fn complain(line: &str) {
    use std::io::Write as _;

    let _ = writeln!(std::io::stderr(), "{line}");
}
