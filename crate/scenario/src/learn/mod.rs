//! A column of any table as the label: a model of it from the other columns, judged on rows that it never saw.
//!
//! The table comes as a [`Frame`], from the engine's worker or from the command line, so that both say the same.
//! What is told is a section like any other; the threshold can be moved and the language changed without learning again.

mod blocks;
mod choices;
mod columns;
mod error;
mod file;
mod findings;
mod leaks;
mod rows;
mod task;
mod told;
mod trial;
#[cfg(feature = "web")]
pub mod web;
pub(crate) mod words;

use chart::spec::Lang;
use ledger::{Cells, Column, Frame, PERSONAL, UNKNOWN};
use predict::{Evaluation, Fit, Importance, Model, Settings, ThresholdRule};
use serde::{Deserialize, Serialize};

pub use choices::{ColumnChoice, Unfit, choices};
pub use columns::{Labels, column, features, named, times};
pub use error::Error;
pub use task::{Positive, Task, likely};
pub use told::{Told, error_in_words};
pub use trial::{Held, Trial};

/// What is to be learned, and how.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// The column to predict.
    pub label: String,
    /// Which rows are positive; may be left out of a label with two values.
    pub positive: Option<Positive>,
    /// Doubted columns that are learned from all the same.
    pub keep: Vec<String>,
    /// Columns that are not learned from.
    pub drop: Vec<String>,
    /// The column of dates by which the latest rows are held out; left out: the first that is filled; empty: none.
    pub date: Option<String>,
    /// Decides folds and samples.
    pub seed: u64,
    /// Both classes weigh the same while learning.
    pub balanced: bool,
}

impl Ask {
    /// How models are fitted.
    pub fn settings(&self, rule: ThresholdRule) -> Settings {
        Settings {
            seed: self.seed,
            balanced: self.balanced,
            rule,
            ..Settings::default()
        }
    }
}

/// How good a model is, as numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Which rows it was judged on.
    pub held: Held,
    /// Rows learned from.
    pub learned: usize,
    /// How good it is on the others.
    pub evaluation: Evaluation,
    /// The probability from which a new row is taken for positive.
    pub threshold: f64,
    /// What each column is worth.
    pub importance: Vec<Importance>,
    /// How the model came about.
    pub fit: Fit,
}

/// A model of a column.
#[derive(Debug, Clone)]
pub struct Learned {
    ask: Ask,
    table: u16,
    task: Task,
    positive: Positive,
    /// Of the task's rows.
    truth: Vec<bool>,
    trial: Trial,
    /// Rows that are copies of others.
    copies: usize,
    /// Rows without a label, and their probabilities.
    new: Vec<(u32, f64)>,
    /// A column that names the rows, such as an order's number.
    names: Option<Column>,
}

impl Learned {
    /// Learns a column. `progress` is told the share that is done.
    ///
    /// # Errors
    /// Why it cannot be learned, among which too few rows of a class to judge a model on.
    pub fn new(frame: &Frame, ask: &Ask, progress: &mut dyn FnMut(f64)) -> Result<Self, Error> {
        let labels = Labels::of(column(frame, &ask.label)?);
        let positive = positive(&labels, ask)?;
        let wanted = [positive.clone()];
        let task = Task::new(frame, &ask.label, &wanted, &ask.keep, &ask.drop)?;
        let truth = task.truth(&positive);
        check(&task, &positive, &truth, &ask.label)?;
        let features = task.features.select(&task.rows);
        let date = date_of(frame, ask, &task.rows)?;
        let times = date.and_then(|column| {
            let all = times(column)?;
            let own = task.rows.iter().map(|&row| all[row as usize]).collect();
            Some((column.name.as_str(), own))
        });
        let split = trial::split(&features, &truth, times, ask.seed);
        let settings = Settings {
            most_rows: MOST_ROWS,
            ..ask.settings(ThresholdRule::F1)
        };
        let trial = Trial::new(&features, &truth, split, &settings, progress)?;
        let unlabelled = task.without_label();
        let predicted = trial.predict(&task.features.select(&unlabelled));
        let new = unlabelled
            .into_iter()
            .zip(predicted.probabilities)
            .collect();
        Ok(Self {
            ask: ask.clone(),
            table: frame.table,
            names: names_of(frame, &task).cloned(),
            task,
            positive,
            copies: features.copies(&truth),
            truth,
            trial,
            new,
        })
    }

    /// How good it is, with decisions by a rule.
    ///
    /// # Errors
    /// None for a model that was made.
    pub fn figures(&self, rule: ThresholdRule) -> Result<Figures, Error> {
        let evaluation = self.trial.evaluation(&self.truth, rule, self.ask.seed)?;
        Ok(Figures {
            held: self.trial.held.clone(),
            learned: self.trial.model().summary().rows,
            evaluation,
            threshold: self.trial.threshold(rule),
            importance: self.trial.importance.clone(),
            fit: self.trial.model().summary().clone(),
        })
    }

    /// What came of it, in words, tables and charts.
    ///
    /// # Errors
    /// None for a model that was made.
    pub fn told(&self, rule: ThresholdRule, lang: Lang) -> Result<Told, Error> {
        told::told(self, rule, lang)
    }

    /// Why a row (from 1) has its probability, as a section; `None` for a row that there is not.
    pub fn why(&self, row: usize, lang: Lang) -> Option<report::Section> {
        rows::why(self, row, lang)
    }

    /// `row,part,actual,probability,predicted` of the rows judged and those without a label, rows from 1.
    pub fn csv(&self, rule: ThresholdRule) -> String {
        file::csv(self, rule)
    }

    /// The rows judged, then those without a label: row (from 0), probability, whether it is taken for positive, and
    /// which of both it is: `test` or `fold`, and `new`.
    pub fn predictions(&self, rule: ThresholdRule) -> Vec<(u32, f64, bool, &'static str)> {
        let threshold = self.trial.threshold(rule);
        let part = match self.trial.held {
            Held::Folds => "fold",
            Held::Latest { .. } | Held::Drawn => "test",
        };
        let decisions = self.trial.decisions(rule);
        let judged = self.trial.probabilities().iter().zip(decisions);
        let judged = judged.map(|(&(at, p), yes)| (self.task.rows[at as usize], p, yes, part));
        let new = self.new.iter();
        let new = new.map(|&(row, p)| (row, p, p >= threshold, "new"));
        judged.chain(new).collect()
    }

    /// Each model, and the rows (from 0) whose probabilities it gave.
    pub fn parts(&self) -> Vec<(Model, Vec<u32>)> {
        let rows = |rows: &[u32]| rows.iter().map(|&at| self.task.rows[at as usize]).collect();
        let parts = self.trial.parts().iter();
        let mut parts: Vec<_> = parts
            .map(|(model, own)| (model.clone(), rows(own)))
            .collect();
        let new = self.new.iter().map(|new| new.0).collect();
        parts.push((self.trial.model().clone(), new));
        parts
    }

    /// The trial.
    pub fn trial(&self) -> &Trial {
        &self.trial
    }

    /// What was learned.
    pub fn task(&self) -> &Task {
        &self.task
    }

    /// Rows that are copies of others, label and all.
    pub fn copies(&self) -> usize {
        self.copies
    }

    /// Which rows are positive.
    pub fn positive(&self) -> &Positive {
        &self.positive
    }
}

/// Rows learned from at most: somebody waits for it, and more rows hardly make it better.
const MOST_ROWS: usize = 40_000;

/// The class that is asked for, as the label spells it.
fn positive(labels: &Labels, ask: &Ask) -> Result<Positive, Error> {
    let counts = labels.counts();
    let rows: usize = counts.iter().map(|(_, n)| n).sum();
    match counts.as_slice() {
        [] => {
            let rows = labels.codes.len();
            return Err(predict::Error::NoLabels { rows }.into());
        }
        [(only, _)] => {
            let value = (*only).to_owned();
            return Err(predict::Error::OneClass { value, rows }.into());
        }
        _ => {}
    }
    let value = match &ask.positive {
        Some(bound @ Positive::AtLeast(_)) => return Ok(bound.clone()),
        Some(Positive::Is(_)) | None if counts.len() == rows => {
            return Err(Error::AllDifferent {
                column: ask.label.clone(),
                rows,
            });
        }
        Some(Positive::Is(value)) => value.trim(),
        None => likely(&counts).unwrap_or_default(),
    };
    let found = named(labels.names.iter().map(String::as_str), value);
    match found {
        Some(name) => Ok(Positive::Is(name.to_owned())),
        None => Err(predict::Error::UnknownClass {
            value: value.to_owned(),
            known: labels
                .names
                .iter()
                .take(20)
                .cloned()
                .collect::<Vec<_>>()
                .join(", "),
        }
        .into()),
    }
}

/// Too few rows of a class say nothing of how good a model is.
fn check(task: &Task, positive: &Positive, truth: &[bool], label: &str) -> Result<(), Error> {
    let own = truth.iter().filter(|&&label| label).count();
    let others = truth.len() - own;
    let class = match positive {
        Positive::Is(class) => format!("{label} = {class}"),
        Positive::AtLeast(bound) => format!("{label} ≥ {bound}"),
    };
    if own == 0 || others == 0 {
        let rows = task.rows.len();
        return Err(predict::Error::OneClass { value: class, rows }.into());
    }
    for (what, has) in [(class.clone(), own), (format!("¬({class})"), others)] {
        if has < trial::LEAST {
            let needs = trial::LEAST;
            return Err(predict::Error::TooFew { what, needs, has }.into());
        }
    }
    Ok(())
}

/// Share of rows that a column of dates has to be filled in, and different days that it has to have.
const DATED: (f64, usize) = (0.95, 10);

/// The column of dates by which the latest rows are held out.
///
/// # Errors
/// [`Error::NoColumn`] if none is called as asked.
pub fn date_of<'a>(frame: &'a Frame, ask: &Ask, rows: &[u32]) -> Result<Option<&'a Column>, Error> {
    match ask.date.as_deref() {
        Some("") => return Ok(None),
        Some(name) => return column(frame, name).map(Some),
        None => {}
    }
    let fits = |column: &&Column| {
        let Cells::Dates(seconds) = &column.cells else {
            return false;
        };
        let own = rows.iter().map(|&row| seconds[row as usize]);
        let mut days: Vec<i64> = own
            .filter(|&s| s != UNKNOWN)
            .map(|s| s.div_euclid(86_400))
            .collect();
        let filled = days.len() as f64 >= DATED.0 * rows.len() as f64;
        days.sort_unstable();
        days.dedup();
        filled && days.len() >= DATED.1
    };
    Ok(frame
        .columns
        .iter()
        .filter(|c| c.role != PERSONAL && c.name != ask.label)
        .find(fits))
}

/// A column that names the rows: what was taken for an identifier.
fn names_of<'a>(frame: &'a Frame, task: &Task) -> Option<&'a Column> {
    let named = |d: &&predict::Doubted| matches!(d.doubt, predict::Doubt::Identifier { .. });
    let doubted = task.doubted.iter().find(named)?;
    frame.columns.iter().find(|c| c.name == doubted.column)
}

#[cfg(test)]
mod tests;
