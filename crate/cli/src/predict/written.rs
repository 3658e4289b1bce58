//! What `shoplens predict` writes and prints.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ::predict::{Features, ThresholdRule};
use serde_json::{Value, json};
use table::calendar::Date;

use super::{Arguments, Of, Task};

/// `row,probability`; of several classes the likeliest, its probability, and that of each, adding up to 1.
pub(super) fn written(task: &Task, results: &[Of], numbers: &[usize]) -> String {
    let mut out = String::new();
    if let [only] = results {
        out.push_str("row,probability\n");
        for &(row, p, _) in &only.predicted {
            let _ = writeln!(out, "{},{p:.6}", numbers[row as usize]);
        }
        return out;
    }
    out.push_str("row,predicted,probability");
    for (class, _) in &task.wanted {
        let _ = write!(out, ",{}", quoted(&format!("p: {class}")));
    }
    out.push('\n');
    let rows = results.first().map_or(0, |result| result.predicted.len());
    for at in 0..rows {
        let p = shares(results, at);
        let best = likeliest(&p);
        let _ = write!(
            out,
            "{},{},{:.6}",
            numbers[results[0].predicted[at].0 as usize],
            quoted(&task.wanted[best].0),
            p[best]
        );
        for p in p {
            let _ = write!(out, ",{p:.6}");
        }
        out.push('\n');
    }
    out
}

fn shares(results: &[Of], at: usize) -> Vec<f64> {
    let sum: f64 = results.iter().map(|result| result.predicted[at].1).sum();
    results
        .iter()
        .map(|result| result.predicted[at].1 / sum.max(1e-300))
        .collect()
}

fn likeliest(shares: &[f64]) -> usize {
    (0..shares.len()).fold(
        0,
        |best, at| if shares[at] > shares[best] { at } else { best },
    )
}

fn quoted(text: &str) -> String {
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

/// What each column added to the log-odds of each row, as the model sees it that gave the row its probability.
pub(super) fn explained(
    task: &Task,
    results: &[Of],
    features: &Features,
    numbers: &[usize],
) -> String {
    let mut out = String::from("row,class,column,value,contribution\n");
    for result in results {
        let class = quoted(&result.class);
        let mut rows: BTreeMap<u32, String> = BTreeMap::new();
        for (model, own) in &result.parts {
            let explanation = model.explain(&features.select(own));
            for (&row, contributions) in own.iter().zip(&explanation.contributions) {
                let number = numbers[row as usize];
                let lines = rows.entry(row).or_default();
                let _ = writeln!(lines, "{number},{class},,,{:.6}", explanation.base);
                for (name, contribution) in explanation.columns.iter().zip(contributions) {
                    let column = features.columns().iter().find(|c| c.name == *name);
                    let cell = column
                        .and_then(|c| c.cell(row as usize))
                        .unwrap_or_default();
                    let cell = match task.inner.dates.contains(name) {
                        true => day(&cell),
                        false => cell,
                    };
                    let _ = writeln!(
                        lines,
                        "{number},{class},{},{},{contribution:.6}",
                        quoted(name),
                        quoted(&cell)
                    );
                }
            }
        }
        out.extend(rows.into_values());
    }
    out
}

/// A number of days since 1970-01-01 as a date.
fn day(text: &str) -> String {
    match text.parse().map(Date::of) {
        Ok(Date { year, month, day }) => format!("{year:04}-{month:02}-{day:02}"),
        Err(_) => text.to_owned(),
    }
}

pub(super) fn printed(
    arguments: &Arguments,
    task: &Task,
    results: Vec<Of>,
    rule: ThresholdRule,
    truth: &dyn Fn(u32) -> Option<String>,
) -> Value {
    let mut notes = task.notes.clone();
    let mut each = Vec::new();
    for result in &results {
        if result.model.summary().separated {
            notes.push(format!(
                "{:?} is told apart (nearly) without error: look for a column that knows the answer before trusting it",
                result.class
            ));
        }
        let misfits = &result.misfits;
        let absent = misfits
            .absent
            .iter()
            .map(|c| format!("{c} is not in the test file: taken as missing"));
        let unseen = misfits
            .unseen
            .iter()
            .map(|(c, n)| format!("{c}: {n} cells of categories never learned, taken as missing"));
        let texts = misfits
            .not_numbers
            .iter()
            .map(|(c, n)| format!("{c}: {n} cells are not numbers, taken as missing"));
        for note in absent.chain(unseen).chain(texts) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        let evaluation = result.evaluation.as_ref();
        each.push(json!({
            "positive": result.class,
            "model": result.model.name(),
            "split": result.split,
            "n": evaluation.map(|e| e.n),
            "base_rate": evaluation.map(|e| e.base_rate),
            "auc": evaluation.and_then(|e| e.auc),
            "pr_auc": evaluation.and_then(|e| e.pr_auc),
            "brier": evaluation.map(|e| e.brier),
            "brier_of_base_rate": evaluation.map(|e| e.brier_of_base_rate),
            "log_loss": evaluation.map(|e| e.log_loss),
            "accuracy": evaluation.map(|e| e.accuracy),
            "threshold": result.threshold,
            "threshold_rule": rule,
            "confusion": evaluation.map(|e| e.confusion),
            "classification_report": evaluation.map(|e| {
                let negative = task.negative.clone().unwrap_or_else(|| format!("not {}", result.class));
                json!({ result.class.clone(): e.positive, negative: e.negative })
            }),
            "calibration_error": evaluation.map(|e| e.calibration_error),
            "calibration": evaluation.map(|e| &e.calibration),
            "top_features": result.importance.iter().take(15).collect::<Vec<_>>(),
            "fit": result.model.summary(),
        }));
    }
    let mut printed = match each.len() {
        1 => each.remove(0),
        _ => json!({ "classes": each, "accuracy": accuracy(task, &results, truth) }),
    };
    printed["label"] = json!(arguments.label);
    printed["leakage"] = json!(task.inner.doubted);
    printed["left_out"] = json!(task.inner.left_out);
    printed["personal"] = json!(task.inner.personal);
    printed["notes"] = json!(notes);
    printed
}

/// Share of the rows predicted, of those whose class is known, whose likeliest class is their own.
fn accuracy(task: &Task, results: &[Of], truth: &dyn Fn(u32) -> Option<String>) -> Option<f64> {
    let (mut right, mut all) = (0, 0);
    for at in 0..results.first()?.predicted.len() {
        if let Some(class) = truth(results[0].predicted[at].0) {
            all += 1;
            right += usize::from(task.wanted[likeliest(&shares(results, at))].0 == class);
        }
    }
    (all > 0).then(|| right as f64 / all as f64)
}
