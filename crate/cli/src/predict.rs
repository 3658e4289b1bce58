//! `shoplens predict`: learns a column of a table from the others, and says how well.

mod table_of;
mod written;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use ::predict::{
    Doubted, Evaluation, Features, Model, Settings, Split, ThresholdRule, cross_predict, doubts,
    importance,
};
use anyhow::Result;
use clap::Args;
use serde_json::Value;

use crate::complain;
use table_of::{column, features, labels, read, times};
use written::{explained, printed, written};

/// Arguments of `predict`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The table to learn from: CSV, TSV, XLSX, JSON, Parquet …; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    input: PathBuf,
    /// The column to predict. Rows without a value in it are not learned from.
    #[arg(long, value_name = "COLUMN")]
    label: String,
    /// The label's value whose probability is written; the rest is the other class.
    #[arg(long, value_name = "VALUE")]
    positive: Option<String>,
    /// Rows to predict. Without it, every row of the input is predicted by a model that never saw it (five folds).
    #[arg(long, value_name = "FILE")]
    test: Option<PathBuf>,
    /// Where `row,probability` goes, rows counted from 1; `-` writes to standard output, before the evaluation.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// A column of dates: the model learns from the earlier four fifths and predicts the latest fifth.
    #[arg(long, value_name = "COLUMN", conflicts_with = "test")]
    date: Option<String>,
    /// Keeps a column that looks like a leak or an id. May be repeated.
    #[arg(long, value_name = "COLUMN")]
    keep: Vec<String>,
    /// Leaves a column out. May be repeated.
    #[arg(long, value_name = "COLUMN")]
    drop: Vec<String>,
    /// What a positive costs that is missed; with it, the threshold is the cheapest and not that of the best F1.
    #[arg(long, value_name = "COST")]
    cost_missed: Option<f64>,
    /// What a negative costs that is taken for a positive.
    #[arg(long, value_name = "COST", default_value_t = 1.0)]
    cost_alarm: f64,
    /// Both classes weigh the same while learning.
    #[arg(long)]
    balanced: bool,
    /// Where to write what each column added to each row's log-odds.
    #[arg(long, value_name = "FILE")]
    explain: Option<PathBuf>,
    /// Decides folds and samples.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

/// Classes that a label may have.
const MOST_CLASSES: usize = 20;

/// What says yes.
const YES: [&str; 14] = [
    "yes",
    "true",
    "1",
    "y",
    "t",
    "positive",
    "churned",
    "churn",
    "是",
    "真",
    "有",
    "已流失",
    "流失",
    "购买",
];

/// A wrong call, told to whoever called.
struct Wrong(String);

/// Learns, predicts, and prints the evaluation.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    match predict(arguments)? {
        Ok(printed) => {
            let mut text = serde_json::to_vec_pretty(&printed)?;
            text.push(b'\n');
            crate::read::write(&PathBuf::from("-"), &text)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(Wrong(message)) => {
            complain(&format!("shoplens: {message}"));
            Ok(ExitCode::from(2))
        }
    }
}

/// What was read: rows to learn from, and their classes.
struct Task {
    features: Features,
    /// Per row of the table, the class.
    classes: Vec<Option<String>>,
    /// Rows with a class.
    rows: Vec<u32>,
    /// Classes whose probability is wanted: one, or all of several.
    wanted: Vec<String>,
    negative: Option<String>,
    doubted: Vec<Doubted>,
    left_out: Vec<String>,
    notes: Vec<String>,
}

fn wrong(error: impl ToString) -> Wrong {
    Wrong(error.to_string())
}

fn predict(arguments: &Arguments) -> Result<Result<Value, Wrong>> {
    let table = read(&arguments.input)?;
    let task = match task(arguments, &table) {
        Ok(task) => task,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let rule = match arguments.cost_missed {
        Some(missed) => ThresholdRule::Cost {
            missed,
            alarm: arguments.cost_alarm,
        },
        None => ThresholdRule::F1,
    };
    let settings = Settings {
        seed: arguments.seed,
        balanced: arguments.balanced,
        rule,
        ..Settings::default()
    };
    let mut test = None;
    if let Some(path) = &arguments.test {
        let table = read(path)?;
        let truth = column(&table, &arguments.label).ok().map(labels);
        test = Some((features(&table, &[])?, truth));
    }
    let split = match &arguments.date {
        None => None,
        Some(name) => {
            let found = column(&table, name).map_err(Wrong).and_then(|column| {
                times(column).ok_or_else(|| Wrong(format!("{name} holds no dates to split by")))
            });
            let times = match found {
                Ok(times) => times,
                Err(wrong) => return Ok(Err(wrong)),
            };
            let own: Vec<Option<i64>> = task.rows.iter().map(|&row| times[row as usize]).collect();
            match Split::by_time(&own, 0.2) {
                Ok(split) => Some(split),
                Err(error) => return Ok(Err(wrong(error))),
            }
        }
    };
    let mut results = Vec::new();
    for class in &task.wanted {
        match one(&task, class, &settings, test.as_ref(), split.as_ref()) {
            Ok(result) => results.push(result),
            Err(error) => return Ok(Err(Wrong(format!("{}: {}", arguments.label, error.0)))),
        }
    }
    crate::read::write(&arguments.output, written(&task, &results).as_bytes())?;
    if let Some(path) = &arguments.explain {
        let target = test.as_ref().map_or(&task.features, |test| &test.0);
        crate::read::write(path, explained(&results, target).as_bytes())?;
    }
    Ok(Ok(printed(arguments, &task, results, rule)))
}

fn task(arguments: &Arguments, table: &table::Table) -> Result<Task, Wrong> {
    let label = column(table, &arguments.label).map_err(Wrong)?;
    let classes = labels(label);
    let rows: Vec<u32> = (0..table.rows as u32)
        .filter(|&row| classes[row as usize].is_some())
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for class in classes.iter().flatten() {
        *counts.entry(class).or_default() += 1;
    }
    let mut notes = Vec::new();
    if rows.len() < table.rows {
        notes.push(format!(
            "{} of {} rows have no {}: nothing was learned from them",
            table.rows - rows.len(),
            table.rows,
            arguments.label
        ));
    }
    let left = table.totals.len();
    if left > 0 {
        notes.push(format!(
            "{left} total or footer rows are not data and are not counted"
        ));
    }
    let wanted = wanted(arguments, &counts, rows.len(), &mut notes)?;
    let negative = counts
        .keys()
        .find(|class| counts.len() == 2 && **class != wanted[0])
        .map(|c| (*c).to_owned());
    let dropped: Vec<&str> = arguments
        .drop
        .iter()
        .map(String::as_str)
        .chain([label.name.as_str()])
        .collect();
    let all = features(table, &dropped).map_err(wrong)?;
    let mut doubted: Vec<Doubted> = Vec::new();
    let learned = all.select(&rows);
    for class in &wanted {
        for doubt in doubts(&learned, &truth(&classes, &rows, class)) {
            if !doubted.iter().any(|known| known.column == doubt.column) {
                doubted.push(doubt);
            }
        }
    }
    let left_out: Vec<String> = doubted
        .iter()
        .map(|d| d.column.clone())
        .filter(|column| !arguments.keep.contains(column))
        .collect();
    let features = all.keep(|column| !left_out.contains(&column.name));
    if features.columns().is_empty() {
        let left_out: Vec<String> = doubted
            .iter()
            .map(|d| format!("{} ({:?})", d.column, d.doubt))
            .collect();
        return Err(Wrong(format!(
            "no column is left to predict {} from. Left out: {}; --keep COLUMN keeps one",
            arguments.label,
            left_out.join(", ")
        )));
    }
    Ok(Task {
        features,
        classes,
        rows,
        wanted,
        negative,
        doubted,
        left_out,
        notes,
    })
}

/// The classes whose probability is wanted.
fn wanted(
    arguments: &Arguments,
    counts: &BTreeMap<&str, usize>,
    rows: usize,
    notes: &mut Vec<String>,
) -> Result<Vec<String>, Wrong> {
    let known: Vec<&str> = counts.keys().copied().collect();
    if let Some(value) = &arguments.positive {
        let same = |class: &&&str| class.eq_ignore_ascii_case(value.trim());
        let found = known
            .iter()
            .find(|class| **class == value)
            .or_else(|| known.iter().find(same));
        return match found {
            Some(class) if known.len() > 1 => Ok(vec![(*class).to_owned()]),
            Some(class) => Err(one_class(class, rows)),
            None => Err(wrong(::predict::Error::UnknownClass {
                value: value.clone(),
                known: known
                    .iter()
                    .take(20)
                    .copied()
                    .collect::<Vec<_>>()
                    .join(", "),
            })),
        };
    }
    match known.len() {
        0 => Err(wrong(::predict::Error::NoLabels { rows })),
        1 => Err(one_class(known[0], rows)),
        2 => {
            let yes = known
                .iter()
                .find(|class| YES.contains(&class.to_lowercase().as_str()));
            let rarer = known.iter().min_by_key(|class| counts[**class]);
            let class = yes.or(rarer).copied().unwrap_or_default();
            notes.push(format!(
                "{class:?} is taken as the positive class; --positive names another"
            ));
            Ok(vec![class.to_owned()])
        }
        several => {
            let numbers = known.iter().all(|class| class.parse::<f64>().is_ok());
            match several <= MOST_CLASSES {
                true => Ok(known.iter().map(|class| (*class).to_owned()).collect()),
                false if numbers => {
                    Err(wrong(::predict::Error::NumericLabel { distinct: several }))
                }
                false => Err(wrong(::predict::Error::TooManyClasses {
                    classes: several,
                    most: MOST_CLASSES,
                })),
            }
        }
    }
}

fn one_class(class: &str, rows: usize) -> Wrong {
    wrong(::predict::Error::OneClass {
        value: class.to_owned(),
        rows,
    })
}

fn truth(classes: &[Option<String>], rows: &[u32], class: &str) -> Vec<bool> {
    rows.iter()
        .map(|&row| classes[row as usize].as_deref() == Some(class))
        .collect()
}

/// What came of one class.
struct Of {
    class: String,
    model: Model,
    /// Rows from 1, probabilities, decisions.
    predicted: Vec<(usize, f64, bool)>,
    evaluation: Option<Evaluation>,
    split: &'static str,
    threshold: f64,
    importance: Vec<::predict::Importance>,
    misfits: ::predict::Misfits,
}

type Test = (Features, Option<Vec<Option<String>>>);

fn one(
    task: &Task,
    class: &str,
    settings: &Settings,
    test: Option<&Test>,
    split: Option<&Split>,
) -> Result<Of, Wrong> {
    let learned = task.features.select(&task.rows);
    let labels = truth(&task.classes, &task.rows, class);
    let judge = |predicted: &[(usize, f64, bool)], truth: &[bool]| {
        let (p, decisions): (Vec<f64>, Vec<bool>) =
            predicted.iter().map(|row| (row.1, row.2)).unzip();
        Evaluation::of(&p, &decisions, truth, settings.seed).map_err(wrong)
    };
    if let Some((features, classes)) = test {
        let model = Model::fit(&learned, &labels, settings).map_err(wrong)?;
        let prediction = model.predict(features);
        let decide = |(row, &p): (usize, &f64)| (row + 1, p, p >= model.threshold());
        let predicted: Vec<_> = prediction
            .probabilities
            .iter()
            .enumerate()
            .map(decide)
            .collect();
        let mut evaluation = None;
        let mut worth = importance(&model, &learned, &labels, settings.seed);
        if let Some(classes) = classes {
            let known: Vec<u32> = (0..classes.len() as u32)
                .filter(|&row| classes[row as usize].is_some())
                .collect();
            let held = truth(classes, &known, class);
            let own: Vec<_> = known.iter().map(|&row| predicted[row as usize]).collect();
            if !own.is_empty() {
                evaluation = Some(judge(&own, &held)?);
                worth = importance(&model, &features.select(&known), &held, settings.seed);
            }
        }
        return Ok(Of {
            class: class.to_owned(),
            threshold: model.threshold(),
            model,
            predicted,
            evaluation,
            split: "the test file",
            importance: worth,
            misfits: prediction.misfits,
        });
    }
    if let Some(split) = split {
        let own: Vec<bool> = split
            .training
            .iter()
            .map(|&row| labels[row as usize])
            .collect();
        let model = Model::fit(&learned.select(&split.training), &own, settings).map_err(wrong)?;
        let held = learned.select(&split.test);
        let prediction = model.predict(&held);
        let decide = |(&at, &p): (&u32, &f64)| {
            (
                task.rows[at as usize] as usize + 1,
                p,
                p >= model.threshold(),
            )
        };
        let predicted: Vec<_> = split
            .test
            .iter()
            .zip(&prediction.probabilities)
            .map(decide)
            .collect();
        let own: Vec<bool> = split.test.iter().map(|&row| labels[row as usize]).collect();
        return Ok(Of {
            class: class.to_owned(),
            evaluation: Some(judge(&predicted, &own)?),
            threshold: model.threshold(),
            importance: importance(&model, &held, &own, settings.seed),
            model,
            predicted,
            split: "by time: the latest fifth is held out",
            misfits: prediction.misfits,
        });
    }
    let model = Model::fit(&learned, &labels, settings).map_err(wrong)?;
    let cross = cross_predict(&learned, &labels, settings, 5).map_err(wrong)?;
    let rows = task
        .rows
        .iter()
        .zip(cross.probabilities.iter().zip(&cross.decisions));
    let mut predicted: Vec<_> = rows
        .map(|(&row, (&p, &decision))| (row as usize + 1, p, decision))
        .collect();
    let evaluation = judge(&predicted, &labels)?;
    // Rows without a label were in no fold: the model of all the others predicts them.
    let unlabelled: Vec<u32> = (0..task.classes.len() as u32)
        .filter(|&r| task.classes[r as usize].is_none())
        .collect();
    let prediction = model.predict(&task.features.select(&unlabelled));
    for (&row, &p) in unlabelled.iter().zip(&prediction.probabilities) {
        predicted.push((row as usize + 1, p, p >= model.threshold()));
    }
    predicted.sort_by_key(|row| row.0);
    Ok(Of {
        class: class.to_owned(),
        threshold: cross.thresholds.iter().sum::<f64>() / cross.thresholds.len() as f64,
        importance: importance(&model, &learned, &labels, settings.seed),
        model,
        predicted,
        evaluation: Some(evaluation),
        split: "five folds: each row is predicted by a model that was fitted and tuned without it",
        misfits: prediction.misfits,
    })
}
