//! `shoplens forecast`: series in, steps ahead with intervals out.

mod grid;
mod month;
mod number;
mod spacing;
mod table;
mod words;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use ::forecast::{Event, Forecast, Model, Options, Outcome, holiday};
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::complain;
use grid::{Grid, Rule};
use spacing::{Digits, Time};
use table::Rows;
use words::{Few, told, unseen};

/// Arguments of `forecast`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// CSV with the columns `series`, `ds` (a date, a date with a time, or an integer; integers that are all dates, such
    /// as 20260331 or 202603, are dates) and `y`; `-` reads standard input.
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
    let file = arguments.input.display().to_string();
    let days = match days(&arguments.event) {
        Ok(days) => days,
        Err(said) => {
            complain(&format!("shoplens: {said}"));
            return Ok(ExitCode::from(2));
        }
    };
    let read = table::read(&arguments.input)?;
    for line in &read.told {
        complain(&format!("shoplens: {file}: {line}"));
    }
    let mut few = Few::default();
    for line in &read.bad {
        few.tell(|| format!("shoplens: {file}, {line}"));
    }
    few.end(&format!("shoplens: {file}"));
    let times: Vec<Vec<Time>> = read
        .series
        .values()
        .map(|rows| rows.keys().copied().collect())
        .collect();
    let common = match Rule::of(&times) {
        Ok(rule) => rule,
        Err(said) => {
            complain(&format!("shoplens: {file}: {said}"));
            return Ok(ExitCode::from(3));
        }
    };
    let days = match fitting(days, read.digits, times.iter().flatten().next()) {
        Ok(days) => days,
        Err(said) => {
            complain(&format!("shoplens: {said}"));
            return Ok(ExitCode::from(2));
        }
    };
    let mut out = String::from("series,step,mean,lo80,hi80,lo95,hi95,model\n");
    let mut details = serde_json::Map::new();
    let (mut done, mut lost) = (0, read.bad.len());
    for ((name, rows), times) in read.series.iter().zip(&times) {
        let Some(grid) = Grid::lay(common.for_series(times), times) else {
            continue;
        };
        let placed = place(&file, rows, &grid, &mut few)?;
        lost += placed.lost;
        if let Some((least, most)) = placed.apart {
            complain(&format!(
                "shoplens: series {name}: rows lie {least} to {most} {} apart; what lies between is filled",
                grid.words()
            ));
        }
        let values = &placed.values;
        let options = Options {
            horizon: arguments.horizon,
            seasons: if arguments.season.is_empty() {
                grid.seasons()
            } else {
                arguments.season.clone()
            },
            model: arguments.model.0,
            events: events(arguments, &days, &grid, values.len())?,
        };
        let outcome = ::forecast::forecast_of(values, &placed.unknown, &options);
        match outcome.with_context(|| format!("series {name}"))? {
            Outcome::Insufficient { needs, has } => {
                lost += 1;
                complain(&format!(
                    "shoplens: series {name}: {has} values, at least {needs} are needed"
                ));
            }
            Outcome::Ready(found) => {
                done += 1;
                let mut lines = told(&found, |at| grid.time(at));
                let own = &options.events[..days.len()];
                lines.extend(unseen(own, &found.effects, values.len()));
                for line in lines {
                    complain(&format!("shoplens: series {name}: {line}"));
                }
                write(&mut out, name, &found)?;
                details.insert(name.clone(), serde_json::to_value(&found)?);
            }
        }
    }
    few.end(&format!("shoplens: {file}"));
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

/// The rows of a series on its steps.
struct Placed {
    values: Vec<Option<f64>>,
    /// Steps whose value nobody knows, rather than that nothing was there.
    unknown: Vec<bool>,
    /// Rows that are on no step of their own.
    lost: usize,
    /// Where rows are unevenly apart, but never far: the fewest and the most steps from row to row.
    apart: Option<(usize, usize)>,
}

fn place(file: &str, rows: &Rows, grid: &Grid, few: &mut Few) -> Result<Placed> {
    let mut placed = Placed {
        values: Vec::new(),
        unknown: Vec::new(),
        lost: 0,
        apart: None,
    };
    let mut before: Option<(u64, usize)> = None;
    for (&time, &(line, value)) in rows {
        let Some(at) = grid.position(time) else {
            placed.lost += 1;
            few.tell(|| {
                let words = grid.words();
                format!("shoplens: {file}, line {line}: {time} does not lie on {words}")
            });
            continue;
        };
        if at > grid::LONGEST {
            bail!("{file}, line {line}: {time} is {at} steps after the first of its series");
        }
        if let Some((earlier, last)) = before {
            if at <= last {
                placed.lost += 1;
                few.tell(|| {
                    format!("shoplens: {file}, line {line}: {time} is of the same step as line {earlier}")
                });
                continue;
            }
            let (least, most) = placed.apart.unwrap_or((usize::MAX, 0));
            placed.apart = Some((least.min(at - last), most.max(at - last)));
        }
        before = Some((line, at));
        placed.values.resize(at, None);
        placed.unknown.resize(at, false);
        placed.values.push(value);
        placed.unknown.push(value.is_none());
    }
    // Rows that come every second or third step were not sold on every third; sales would now and then be far apart.
    let close = |&(least, most): &(usize, usize)| least > 1 && most <= 2 * least;
    placed.apart = placed.apart.filter(close).filter(|_| grid.rule.uneven);
    if placed.apart.is_some() {
        for (unknown, value) in placed.unknown.iter_mut().zip(&placed.values) {
            *unknown = value.is_none();
        }
    }
    Ok(placed)
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

/// Days of the merchant's own, by name.
type Days = Vec<(String, Vec<Time>)>;

/// The days that `--event` names.
fn days(events: &[String]) -> Result<Days, String> {
    let day = |event: &str| -> Result<(String, Vec<Time>), String> {
        let (name, dates) = event
            .split_once('=')
            .filter(|(name, _)| !name.trim().is_empty())
            .ok_or_else(|| format!("--event {event}: expected NAME=DATE,…"))?;
        let times: Result<Vec<Time>, String> = dates
            .split(',')
            .map(|date| {
                Time::parse(date).ok_or_else(|| format!("--event {event}: {date:?} is no date"))
            })
            .collect();
        Ok((name.trim().to_owned(), times?))
    };
    events.iter().map(|event| day(event)).collect()
}

/// The days in the kind of `ds`: dates, or counts.
fn fitting(days: Days, digits: Option<Digits>, ds: Option<&Time>) -> Result<Days, String> {
    let fit = |name: &str, time: Time| match (time, ds) {
        (Time::Integer(count), Some(Time::Second(_))) => {
            let digits = digits.or_else(|| Digits::of(std::iter::once(time)));
            let date = digits.and_then(|digits| digits.read(time));
            date.ok_or_else(|| format!("--event {name}: {count} is no date, as ds are"))
        }
        (Time::Second(_), Some(Time::Integer(_))) => {
            Err(format!("--event {name}: {time} is a date; ds are integers"))
        }
        _ => Ok(time),
    };
    days.into_iter()
        .map(|(name, times)| -> Result<(String, Vec<Time>), String> {
            let times: Result<Vec<Time>, String> =
                times.into_iter().map(|time| fit(&name, time)).collect();
            Ok((name, times?))
        })
        .collect()
}

/// Holidays and days of the merchant's own, on the steps of a series.
fn events(arguments: &Arguments, days: &Days, grid: &Grid, count: usize) -> Result<Vec<Event>> {
    let end = count + arguments.horizon;
    let own = days.iter().map(|(name, times)| Event {
        name: name.clone(),
        at: times
            .iter()
            .filter_map(|&time| grid.step_of(time, end))
            .map(|at| at as i64)
            .collect(),
        before: 0,
        after: 0,
        ahead: true,
    });
    let mut events: Vec<Event> = own.collect();
    if !arguments.holidays.is_empty() {
        let Some(days) = grid.days(end) else {
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
