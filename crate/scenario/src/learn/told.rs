//! What came of learning a column, for the page.

use chart::spec::{Format, Lang};
use predict::ThresholdRule;
use report::{DocumentFinding, Section};
use serde::Serialize;

use super::{Error, Figures, Learned, Positive, blocks, findings, leaks, rows, words};
use crate::say::Say;

/// What is told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// Findings, the most important first.
    pub findings: Vec<DocumentFinding>,
    /// Charts and tables.
    pub section: Section,
    /// The numbers behind them.
    pub figures: Figures,
    /// Columns that were left out because they may give the answer away, and may be used all the same.
    pub leaks: Vec<String>,
    /// A row to begin explanations with, from 1.
    pub first_row: Option<usize>,
}

/// What everything is told with.
pub(super) struct Teller<'a> {
    pub(super) of: &'a Learned,
    pub(super) figures: &'a Figures,
    pub(super) rule: ThresholdRule,
    pub(super) say: Say<'a>,
    /// The positive class in words.
    pub(super) class: String,
    /// A 95 % interval that chance lies outside of.
    pub(super) learned_something: bool,
}

/// How things are said: there is no money in it.
pub(super) fn say(lang: Lang) -> Say<'static> {
    Say {
        lang,
        currency: "",
        digits: 2,
    }
}

/// A class in words.
pub(super) fn class(label: &str, positive: &Positive, say: &Say<'_>) -> String {
    let (phrase, value) = match positive {
        Positive::Is(value) => (words::IS, value.clone()),
        Positive::AtLeast(bound) => (words::AT_LEAST, number(*bound, say)),
    };
    say.fill(
        phrase,
        &[("label", label.into()), ("value", (&value).into())],
    )
}

/// A number of a column, with the decimals that it needs.
pub(super) fn number(value: f64, say: &Say<'_>) -> String {
    let decimals = match value.abs() {
        v if v == libm::trunc(v) => 0,
        v if v >= 100.0 => 1,
        v if v >= 1.0 => 2,
        _ => 4,
    };
    chart::format::value(value, &Format::Number { decimals }, say.lang, false)
}

pub(super) fn told(of: &Learned, rule: ThresholdRule, lang: Lang) -> Result<Told, Error> {
    let figures = of.figures(rule)?;
    let say = say(lang);
    let auc = figures.evaluation.auc;
    let teller = Teller {
        of,
        figures: &figures,
        rule,
        say,
        class: class(&of.ask.label, &of.positive, &say),
        learned_something: auc.is_some_and(|auc| auc.low > 0.5),
    };
    let findings = findings::findings(&teller);
    let title = say.fill(words::TITLE, &[("label", of.ask.label.as_str().into())]);
    let section = Section {
        id: "learn".to_owned(),
        title,
        blocks: blocks::blocks(&teller),
    };
    let leaks = leaks::leaks(of, false);
    Ok(Told {
        findings,
        section,
        leaks: leaks.iter().map(|d| d.column.clone()).collect(),
        first_row: rows::first(of).map(|row| row as usize + 1),
        figures,
    })
}

/// Why a column cannot be learned, and what to do.
pub fn error_in_words(error: &Error, label: &str, lang: Lang) -> String {
    let say = say(lang);
    let label = ("label", label.into());
    match error {
        Error::Predict(predict::Error::OneClass { value, rows }) => say.fill(
            words::E_ONE_CLASS,
            &[label, ("rows", (*rows).into()), ("value", value.into())],
        ),
        Error::Predict(predict::Error::NoLabels { .. }) => say.fill(words::E_NO_LABELS, &[label]),
        Error::Predict(predict::Error::TooFew { what, needs, has }) => say.fill(
            words::E_TOO_FEW,
            &[
                ("what", what.into()),
                ("needs", (*needs).into()),
                ("has", (*has).into()),
            ],
        ),
        Error::Predict(predict::Error::UnknownClass { value, .. }) => {
            say.fill(words::E_NO_VALUE, &[label, ("value", value.into())])
        }
        Error::AllDifferent { rows, .. } => {
            say.fill(words::E_ALL_DIFFERENT, &[label, ("rows", (*rows).into())])
        }
        Error::Personal { .. } => say.fill(words::E_PERSONAL, &[label]),
        Error::Dates { .. } => say.fill(words::E_DATES, &[label]),
        Error::NoColumn { .. } => say.fill(words::E_NO_COLUMN, &[label]),
        Error::NotNumbers { .. } => say.fill(words::E_NOT_NUMBERS, &[label]),
        Error::NothingLeft { doubted, .. } => {
            let names: Vec<&str> = doubted.iter().map(|d| d.column.as_str()).collect();
            let names = leaks::listed(&names, &say);
            say.fill(
                words::E_NOTHING_LEFT,
                &[label, ("columns", (&names).into())],
            )
        }
        Error::Predict(other) => {
            let message = other.to_string();
            say.fill(words::E_OTHER, &[("message", (&message).into())])
        }
    }
}
