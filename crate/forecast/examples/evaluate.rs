//! Forecasts every series of a file and says how long it took; `tests/bench/forecast.py` reads it.
//!
//! Lines in: `series,y`, in order, missing values empty. Lines out:
//! `series,step,mean,lo80,hi80,lo95,hi95,model`. Arguments: the file, the horizon, the seasons
//! (`7,365`), the model or `auto`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool of the bench"
)]

use std::error::Error;
use std::time::Instant;

use forecast::{Model, Options, Outcome, forecast};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, horizon, seasons, model] = arguments.as_slice() else {
        return Err("expected FILE HORIZON SEASONS MODEL".into());
    };
    let options = Options {
        horizon: horizon.parse()?,
        seasons: seasons
            .split(',')
            .map(str::parse)
            .collect::<Result<_, _>>()?,
        model: Model::from_name(model),
        events: Vec::new(),
    };
    let text = std::fs::read_to_string(path)?;
    let mut series: Vec<(&str, Vec<Option<f64>>)> = Vec::new();
    for line in text.lines() {
        let (name, value) = line.split_once(',').ok_or("expected series,y")?;
        if series.last().is_none_or(|(last, _)| *last != name) {
            series.push((name, Vec::new()));
        }
        if let Some((_, values)) = series.last_mut() {
            values.push(match value {
                "" => None,
                value => Some(value.parse()?),
            });
        }
    }
    let start = Instant::now();
    let mut slowest = 0.0f64;
    let mut out = String::new();
    for (name, values) in &series {
        let one = Instant::now();
        let outcome = forecast(values, &options)?;
        slowest = slowest.max(one.elapsed().as_secs_f64());
        let Outcome::Ready(found) = outcome else {
            continue;
        };
        if std::env::var_os("TELL").is_some() {
            eprintln!("{name}: {:?} {:?}", found.weights, found.notes);
        }
        for (at, step) in found.steps.iter().enumerate() {
            out += &format!(
                "{name},{},{},{},{},{},{},{}\n",
                at + 1,
                step.mean,
                step.lo80,
                step.hi80,
                step.lo95,
                step.hi95,
                found.model.name()
            );
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    eprintln!(
        "{} series, {seconds:.3} s, {:.2} ms each, slowest {:.2} ms",
        series.len(),
        1e3 * seconds / series.len().max(1) as f64,
        1e3 * slowest
    );
    print!("{out}");
    Ok(())
}
