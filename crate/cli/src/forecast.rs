//! `shoplens forecast`: series in, steps ahead with intervals out.

mod spacing;
mod table;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use ::forecast::{Event, Forecast, Model, Note, Options, Outcome, holiday};
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::complain;
use spacing::{Grid, Time};

/// Arguments of `forecast`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// CSV with the columns `series`, `ds` (a date, a date with a time, or an integer) and `y`; `-`
    /// reads standard input.
    #[arg(long, value_name = "FILE", default_value = "-")]
    input: PathBuf,
    /// Steps ahead.
    #[arg(long, value_name = "STEPS")]
    horizon: usize,
    /// Steps after which the series repeats itself, such as `7,365`; by default what the dates
    /// suggest: hours 24,168, days 7, weeks 52, months 12, quarters 4.
    #[arg(long, value_name = "STEPS", value_delimiter = ',')]
    season: Vec<usize>,
    /// The model; `auto` weighs several by how they did in the past.
    #[arg(long, default_value = "auto", value_parser = model)]
    model: Choice,
    /// Holidays whose effects are learnt from the history. Needs dates.
    #[arg(long, value_enum, value_delimiter = ',')]
    holidays: Vec<Holidays>,
    /// Days of your own, such as `sale=2025-06-18,2026-06-18`. May be repeated.
    #[arg(long, value_name = "NAME=DATE,…")]
    event: Vec<String>,
    /// Where the CSV goes; `-` writes to standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// Where notes, effects and the backtest of each series go as JSON, if anywhere.
    #[arg(long, value_name = "FILE")]
    details: Option<PathBuf>,
}

/// A model, or all of them.
#[derive(Debug, Clone, Copy)]
struct Choice(Option<Model>);

/// Whose holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Holidays {
    /// 春节, 618, 双十一 and the like.
    Chinese,
    /// Christmas, Easter, Black Friday and the like.
    Western,
}

fn model(name: &str) -> Result<Choice, String> {
    if name == "auto" {
        return Ok(Choice(None));
    }
    Model::from_name(name)
        .map(|model| Choice(Some(model)))
        .ok_or_else(|| {
            let known = Model::EACH.map(Model::name).join(", ");
            format!("expected auto, {known}")
        })
}

/// Forecasts every series.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    if !(1..=::forecast::LONGEST_HORIZON).contains(&arguments.horizon)
        || arguments.season.contains(&0)
    {
        complain(&format!(
            "shoplens: --horizon takes 1 to {} steps, --season 1 or more",
            ::forecast::LONGEST_HORIZON
        ));
        return Ok(ExitCode::from(2));
    }
    let read = table::read(&arguments.input)?;
    for line in &read.bad {
        complain(&format!("shoplens: {}, {line}", arguments.input.display()));
    }
    let common = match Grid::of(read.series.values().map(|rows| rows.keys().copied())) {
        Ok(grid) => grid,
        Err(said) => {
            complain(&format!("shoplens: {}: {said}", arguments.input.display()));
            return Ok(ExitCode::from(3));
        }
    };
    let mut out = String::from("series,step,mean,lo80,hi80,lo95,hi95,model\n");
    let mut details = serde_json::Map::new();
    let (mut done, mut lost) = (0, read.bad.len());
    for (name, rows) in &read.series {
        let Some(&first) = rows.keys().next() else {
            continue;
        };
        let grid = common.for_series(rows.keys().copied());
        let mut values: Vec<Option<f64>> = Vec::new();
        for (&time, &(line, value)) in rows {
            let Some(at) = grid.position(first, time) else {
                lost += 1;
                complain(&format!(
                    "shoplens: {}, line {line}: {} does not lie on {}",
                    arguments.input.display(),
                    time,
                    grid.words()
                ));
                continue;
            };
            if at > spacing::LONGEST {
                bail!(
                    "{}, line {line}: {time} is {at} steps after the first of its series",
                    arguments.input.display()
                );
            }
            values.resize(at, None);
            values.push(value);
        }
        let options = Options {
            horizon: arguments.horizon,
            seasons: if arguments.season.is_empty() {
                grid.seasons()
            } else {
                arguments.season.clone()
            },
            model: arguments.model.0,
            events: events(arguments, &grid, first, values.len())?,
        };
        match ::forecast::forecast(&values, &options).with_context(|| format!("series {name}"))? {
            Outcome::Insufficient { needs, has } => {
                lost += 1;
                complain(&format!(
                    "shoplens: series {name}: {has} values, at least {needs} are needed"
                ));
            }
            Outcome::Ready(found) => {
                done += 1;
                for line in told(&found, |at| grid.time(first, at)) {
                    complain(&format!("shoplens: series {name}: {line}"));
                }
                write(&mut out, name, &found)?;
                details.insert(name.clone(), serde_json::to_value(&found)?);
            }
        }
    }
    crate::read::write(&arguments.output, out.as_bytes())?;
    if let Some(path) = &arguments.details {
        crate::read::write(path, &serde_json::to_vec_pretty(&details)?)?;
    }
    Ok(match (done, lost) {
        (0, _) => {
            complain("shoplens: there is no series that can be forecast");
            ExitCode::from(3)
        }
        (_, 0) => ExitCode::SUCCESS,
        _ => ExitCode::from(1),
    })
}

fn write(out: &mut String, name: &str, found: &Forecast) -> Result<()> {
    let quoted = if name.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", name.replace('"', "\"\""))
    } else {
        name.to_owned()
    };
    for (at, step) in found.steps.iter().enumerate() {
        writeln!(
            out,
            "{quoted},{},{},{},{},{},{},{}",
            at + 1,
            step.mean,
            step.lo80,
            step.hi80,
            step.lo95,
            step.hi95,
            found.model.name()
        )?;
    }
    Ok(())
}

/// Holidays and days of the merchant's own, on the steps of a series.
fn events(arguments: &Arguments, grid: &Grid, first: Time, count: usize) -> Result<Vec<Event>> {
    let end = count + arguments.horizon;
    let mut events = Vec::new();
    for event in &arguments.event {
        let Some((name, dates)) = event.split_once('=') else {
            bail!("--event {event}: expected NAME=DATE,…");
        };
        let mut at = Vec::new();
        for date in dates.split(',') {
            let Some(time) = Time::parse(date) else {
                bail!("--event {event}: {date} is no date");
            };
            at.extend(grid.step_of(first, time, end).map(|at| at as i64));
        }
        events.push(Event {
            name: name.to_owned(),
            at,
            before: 0,
            after: 0,
            ahead: true,
        });
    }
    if !arguments.holidays.is_empty() {
        let Some(days) = grid.days(first, end) else {
            bail!("--holidays needs dates of whole days in the column ds");
        };
        for holidays in &arguments.holidays {
            events.extend(holiday::events(
                match holidays {
                    Holidays::Chinese => holiday::Calendar::Chinese,
                    Holidays::Western => holiday::Calendar::Western,
                },
                &days,
            ));
        }
    }
    Ok(events)
}

/// What was found in a series, in lines.
fn told(found: &Forecast, time: impl Fn(usize) -> Time) -> Vec<String> {
    let mut filled = Vec::new();
    let mut steps = 0;
    let mut lines = Vec::new();
    for note in &found.notes {
        match *note {
            Note::Filled { at, count } => {
                steps += count;
                filled.push(match count {
                    1 => time(at).to_string(),
                    _ => format!("{} to {}", time(at), time(at + count - 1)),
                });
            }
            Note::BeginsLate { at } => lines.push(format!("nothing before {}; the history begins there", time(at))),
            Note::Closed { phase, season } => {
                lines.push(format!("nothing on every {season}th step from {}; 0 is expected there", time(phase)));
            }
            Note::MissingAsZero { count } => {
                lines.push(format!("{count} missing steps, so many that they count as 0"));
            }
            Note::Outlier { at, value, used } => lines.push(format!(
                "{}: {value} lies far from the rest; fitted as if it were {used}",
                time(at)
            )),
            Note::LevelShift { at, before, since } => lines.push(format!(
                "{}: the level jumped from {before} to {since}; what lies before was brought to the new level",
                time(at)
            )),
            Note::Intermittent { zeros } => lines.push(format!("{:.0} % of steps are 0: a slow mover", 100.0 * zeros)),
            Note::Constant { value } => lines.push(format!("always {value}; intervals can only say the same")),
            Note::NoBacktest { has } => lines.push(format!("{has} steps are too few for a backtest; intervals are the models' own view")),
            Note::SeasonUnseen { season } => {
                lines.push(format!("a season of {season} steps was not seen twice before the backtest; it is not used"));
            }
            _ => {}
        }
    }
    if !filled.is_empty() {
        let more = filled.len().saturating_sub(5);
        filled.truncate(5);
        let rest = if more > 0 {
            format!(" and {more} more gaps")
        } else {
            String::new()
        };
        lines.insert(
            0,
            format!("{steps} missing steps filled: {}{rest}", filled.join(", ")),
        );
    }
    lines
}
