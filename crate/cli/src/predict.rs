//! `shoplens predict`: learns a column of a table from the others, and says how well.

mod classes;
mod table_of;
mod written;

use std::path::PathBuf;
use std::process::ExitCode;

use ::predict::{
    Evaluation, Features, Model, Settings, Split, ThresholdRule, cross_predict, importance,
};
use anyhow::Result;
use clap::Args;
use ledger::{Cells, Frame};
use scenario::learn::{
    Ask, Error, Held, Labels, Learned, Positive, Task as Labelled, column, date_of, features, times,
};
use serde_json::Value;

use crate::complain;
use classes::{as_learned, truths, wanted, without_rare};
use table_of::tables;
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
    /// The smallest number of the label that is positive, where the label holds quantities.
    #[arg(
        long,
        value_name = "NUMBER",
        conflicts_with = "positive",
        allow_negative_numbers = true
    )]
    at_least: Option<f64>,
    /// Rows to predict. Without it, every row of the input is predicted by a model that never saw it (five folds).
    #[arg(long, value_name = "FILE")]
    test: Option<PathBuf>,
    /// Where `row,probability` goes (of several classes `row,predicted,probability` and a column for each), rows counted from 1; `-` writes to standard output, before the evaluation.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// A column of dates: the model learns from the earlier four fifths and predicts the latest fifth.
    #[arg(long, value_name = "COLUMN", conflicts_with = "test")]
    date: Option<String>,
    /// Judges as the page does, with one model: on the latest fifth by a column of dates, or on a fifth of each class;
    /// of few rows, in five folds.
    #[arg(long, conflicts_with = "test")]
    held_out: bool,
    /// Keeps a column that looks like a leak or an id, or identifies persons. May be repeated.
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
    inner: Labelled,
    /// Classes whose probability is wanted, with their names: one, or all of several.
    wanted: Vec<(String, Positive)>,
    negative: Option<String>,
    notes: Vec<String>,
}

fn wrong(error: impl ToString) -> Wrong {
    Wrong(error.to_string())
}

/// What has another way out on the command line says so.
fn told(error: &Error) -> Wrong {
    match error {
        Error::NothingLeft { .. } => Wrong(format!("{error}; --keep COLUMN keeps one")),
        Error::Personal { column } => {
            Wrong(format!("{error}. --keep {column:?} learns it all the same"))
        }
        _ => wrong(error),
    }
}

fn predict(arguments: &Arguments) -> Result<Result<Value, Wrong>> {
    let mut notes = Vec::new();
    let (mut read, test_read) = tables(arguments, &mut notes)?;
    // A name that is no column's would be passed over in silence.
    for name in arguments.keep.iter().chain(&arguments.drop) {
        if let Err(error) = column(&read.frame, name) {
            return Ok(Err(told(&error)));
        }
    }
    if arguments.positive.is_none() && arguments.at_least.is_none() {
        without_rare(&mut read.frame, &arguments.label, &mut notes);
    }
    let table = &read.frame;
    let mut task = match task(arguments, table, read.totals, notes) {
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
    let mut test = None;
    if let Some(other) = &test_read {
        if other.totals > 0 {
            task.notes.push(format!(
                "{} total or footer rows of the test file are not data and are not counted",
                other.totals
            ));
        }
        let other = &other.frame;
        let truth = column(other, &arguments.label).ok().map(|label| {
            let labels = Labels::of(label);
            let classes = (0..other.rows as u32).map(|row| labels.class(row).map(str::to_owned));
            let classes: Vec<Option<String>> = classes.collect();
            match (arguments.at_least, column(table, &arguments.label)) {
                (None, Ok(learned)) => as_learned(classes, &Labels::of(learned), &mut task.notes),
                _ => classes,
            }
        });
        test = Some((features(other, &[])?, truth));
    }
    let way = match way(arguments, table, &mut task, test.as_ref()) {
        Ok(way) => way,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let learned = task.inner.features.select(&task.inner.rows);
    let copies = learned.copies(&task.inner.truth(&task.wanted[0].1));
    if copies > 0 {
        task.notes.push(format!(
            "{copies} rows are copies of others, label and all: they stay on one side of a split"
        ));
    }
    let mut results = Vec::new();
    for (class, positive) in &task.wanted {
        let ask = Ask {
            label: arguments.label.clone(),
            positive: Some(positive.clone()),
            keep: arguments.keep.clone(),
            drop: arguments.drop.clone(),
            date: arguments.date.clone(),
            seed: arguments.seed,
            balanced: arguments.balanced,
        };
        let result = match way {
            Way::AsThePage => held_out(table, class, &ask, rule),
            _ => one(&task, (class, positive), &ask.settings(rule), &way),
        };
        match result {
            Ok(result) => results.push(result),
            Err(error) => return Ok(Err(Wrong(format!("{}: {}", arguments.label, error.0)))),
        }
    }
    let numbers = test_read
        .as_ref()
        .map_or(&read.numbers, |test| &test.numbers);
    let text = written(&task, &results, numbers);
    crate::read::write(&arguments.output, text.as_bytes())?;
    if let Some(path) = &arguments.explain {
        let target = test.as_ref().map_or(&task.inner.features, |test| &test.0);
        let text = explained(&task, &results, target, numbers);
        crate::read::write(path, text.as_bytes())?;
    }
    let truth = |row: u32| match &test {
        Some((_, classes)) => classes.as_ref()?[row as usize].clone(),
        None => task.inner.labels.class(row).map(str::to_owned),
    };
    Ok(Ok(printed(arguments, &task, results, rule, &truth)))
}

/// Which rows are predicted.
enum Way<'a> {
    /// Those of another file.
    Test(&'a Test),
    /// The latest.
    Time(Split),
    /// As the page does.
    AsThePage,
    /// All, in folds.
    Folds,
}

fn way<'a>(
    arguments: &Arguments,
    table: &Frame,
    task: &mut Task,
    test: Option<&'a Test>,
) -> Result<Way<'a>, Wrong> {
    if let Some(test) = test {
        return Ok(Way::Test(test));
    }
    if arguments.held_out {
        return Ok(Way::AsThePage);
    }
    let Some(name) = &arguments.date else {
        let ask = Ask {
            label: arguments.label.clone(),
            ..Ask::default()
        };
        if let Ok(Some(date)) = date_of(table, &ask, &task.inner.rows) {
            task.notes.push(format!(
                "earlier and later rows are mixed in the folds: --date {:?} judges on the latest rows, as they will be predicted",
                date.name
            ));
        }
        if let Some(owner) = &task.inner.owner {
            task.notes.push(format!(
                "rows with the same {owner} stay in one fold, so that each is predicted without the others"
            ));
        }
        return Ok(Way::Folds);
    };
    let found = column(table, name).map_err(|error| told(&error))?;
    let times = times(found).ok_or_else(|| Wrong(format!("{name} holds no dates to split by")))?;
    let rows = &task.inner.rows;
    let own: Vec<Option<i64>> = rows.iter().map(|&row| times[row as usize]).collect();
    Split::by_time(&own, 0.2).map(Way::Time).map_err(wrong)
}

fn task(
    arguments: &Arguments,
    table: &Frame,
    totals: usize,
    mut notes: Vec<String>,
) -> Result<Task, Wrong> {
    let label = column(table, &arguments.label).map_err(|error| told(&error))?;
    if matches!(label.cells, Cells::Dates(_)) {
        let column = label.name.clone();
        return Err(told(&Error::Dates { column }));
    }
    let labels = Labels::of(label);
    let counts = labels.counts();
    let rows = labels.rows().len();
    if rows < table.rows {
        notes.push(format!(
            "{} of {} rows have no {}: nothing was learned from them",
            table.rows - rows,
            table.rows,
            arguments.label
        ));
    }
    if totals > 0 {
        notes.push(format!(
            "{totals} total or footer rows are not data and are not counted"
        ));
    }
    let wanted: Vec<(String, Positive)> = match arguments.at_least {
        Some(bound) => vec![(format!(">= {bound}"), Positive::AtLeast(bound))],
        None => wanted(arguments, &counts, rows, &mut notes)?
            .into_iter()
            .map(|class| (class.clone(), Positive::Is(class)))
            .collect(),
    };
    let negative = counts
        .iter()
        .find(|(class, _)| counts.len() == 2 && *class != wanted[0].0)
        .filter(|_| arguments.at_least.is_none())
        .map(|(class, _)| (*class).to_owned());
    let positives: Vec<Positive> = wanted
        .iter()
        .map(|(_, positive)| positive.clone())
        .collect();
    let (keep, drop) = (&arguments.keep, &arguments.drop);
    let inner = Labelled::new(table, &arguments.label, &positives, keep, drop)
        .map_err(|error| told(&error))?;
    if !inner.personal.is_empty() {
        notes.push(format!(
            "{}: identifies persons and is not learned from; --keep COLUMN keeps one",
            inner.personal.join(", ")
        ));
    }
    Ok(Task {
        inner,
        wanted,
        negative,
        notes,
    })
}

/// What came of one class.
struct Of {
    class: String,
    model: Model,
    /// Models and the rows whose probabilities they gave.
    parts: Vec<(Model, Vec<u32>)>,
    /// Rows from 0, probabilities, decisions.
    predicted: Vec<(u32, f64, bool)>,
    evaluation: Option<Evaluation>,
    split: &'static str,
    threshold: f64,
    importance: Vec<::predict::Importance>,
    misfits: ::predict::Misfits,
}

type Test = (Features, Option<Vec<Option<String>>>);

/// With one model, judged as the page does.
fn held_out(table: &Frame, class: &str, ask: &Ask, rule: ThresholdRule) -> Result<Of, Wrong> {
    let learned = Learned::new(table, ask, &mut |_| ()).map_err(|error| told(&error))?;
    let figures = learned.figures(rule).map_err(|error| told(&error))?;
    let mut predicted: Vec<(u32, f64, bool)> = learned
        .predictions(rule)
        .into_iter()
        .map(|(row, p, yes, _)| (row, p, yes))
        .collect();
    predicted.sort_by_key(|row| row.0);
    Ok(Of {
        class: class.to_owned(),
        model: learned.trial().model().clone(),
        parts: learned.parts(),
        predicted,
        evaluation: Some(figures.evaluation),
        split: match figures.held {
            Held::Latest { .. } => "by time: the latest fifth is held out",
            Held::Drawn => "a fifth of each class is held out",
            Held::Folds => FOLDS,
        },
        threshold: figures.threshold,
        importance: figures.importance,
        misfits: ::predict::Misfits::default(),
    })
}

const FOLDS: &str =
    "five folds: each row is predicted by a model that was fitted and tuned without it";

fn one(
    task: &Task,
    (class, positive): (&str, &Positive),
    settings: &Settings,
    way: &Way<'_>,
) -> Result<Of, Wrong> {
    let task = &task.inner;
    let learned = task.features.select(&task.rows);
    let labels = task.truth(positive);
    let judge = |predicted: &[(u32, f64, bool)], truth: &[bool], groups: &[u32]| {
        let (p, decisions): (Vec<f64>, Vec<bool>) =
            predicted.iter().map(|row| (row.1, row.2)).unzip();
        Evaluation::of(&p, &decisions, truth, groups, settings.seed).map_err(wrong)
    };
    if let Way::Test((features, classes)) = way {
        let model = Model::fit(&learned, &labels, settings).map_err(wrong)?;
        let prediction = model.predict(features);
        let all: Vec<u32> = (0..features.rows() as u32).collect();
        let decide = |(&row, &p): (&u32, &f64)| (row, p, p >= model.threshold());
        let predicted: Vec<_> = all
            .iter()
            .zip(&prediction.probabilities)
            .map(decide)
            .collect();
        let mut evaluation = None;
        let mut judged = (&model, learned.clone(), labels);
        if let Some(classes) = classes {
            let known: Vec<u32> = (0..classes.len() as u32)
                .filter(|&row| classes[row as usize].is_some())
                .collect();
            let held = truths(classes, &known, positive);
            let own: Vec<_> = known.iter().map(|&row| predicted[row as usize]).collect();
            if !own.is_empty() {
                let learned = |name: &str| model.columns().any(|column| column == name);
                let columns = features.keep(|column| learned(&column.name));
                let groups = columns.select(&known).together(&held);
                evaluation = Some(judge(&own, &held, &groups)?);
                judged = (&model, features.select(&known), held);
            }
        }
        let worth = importance(&[judged], settings.seed);
        return Ok(Of {
            class: class.to_owned(),
            threshold: model.threshold(),
            parts: vec![(model.clone(), all)],
            model,
            predicted,
            evaluation,
            split: "the test file",
            importance: worth,
            misfits: prediction.misfits,
        });
    }
    if let Way::Time(split) = way {
        let own: Vec<bool> = split
            .training
            .iter()
            .map(|&row| labels[row as usize])
            .collect();
        let model = Model::fit(&learned.select(&split.training), &own, settings).map_err(wrong)?;
        let held = learned.select(&split.test);
        let prediction = model.predict(&held);
        let decide = |(&at, &p): (&u32, &f64)| (task.rows[at as usize], p, p >= model.threshold());
        let predicted: Vec<_> = split
            .test
            .iter()
            .zip(&prediction.probabilities)
            .map(decide)
            .collect();
        let own: Vec<bool> = split.test.iter().map(|&row| labels[row as usize]).collect();
        return Ok(Of {
            class: class.to_owned(),
            evaluation: Some(judge(&predicted, &own, &held.together(&own))?),
            threshold: model.threshold(),
            importance: importance(&[(&model, held, own)], settings.seed),
            parts: vec![(model.clone(), predicted.iter().map(|row| row.0).collect())],
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
        .map(|(&row, (&p, &decision))| (row, p, decision))
        .collect();
    let evaluation = judge(&predicted, &labels, &learned.together(&labels))?;
    // Rows without a label were in no fold: the model of all the others predicts them.
    let unlabelled = task.without_label();
    let prediction = model.predict(&task.features.select(&unlabelled));
    for (&row, &p) in unlabelled.iter().zip(&prediction.probabilities) {
        predicted.push((row, p, p >= model.threshold()));
    }
    predicted.sort_by_key(|row| row.0);
    let of = |rows: &[u32]| rows.iter().map(|&row| labels[row as usize]).collect();
    let judged: Vec<_> = cross
        .parts
        .iter()
        .map(|(model, test)| (model, learned.select(test), of(test)))
        .collect();
    let importance = importance(&judged, settings.seed);
    let thresholds = cross.parts.iter().map(|(model, _)| model.threshold());
    let threshold = thresholds.sum::<f64>() / cross.parts.len() as f64;
    let in_table = |rows: Vec<u32>| rows.iter().map(|&at| task.rows[at as usize]).collect();
    let parts = cross.parts.into_iter();
    let mut parts: Vec<_> = parts.map(|(model, rows)| (model, in_table(rows))).collect();
    parts.push((model.clone(), unlabelled));
    Ok(Of {
        class: class.to_owned(),
        threshold,
        importance,
        model,
        parts,
        predicted,
        evaluation: Some(evaluation),
        split: FOLDS,
        misfits: prediction.misfits,
    })
}
