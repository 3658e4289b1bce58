//! What `shoplens predict` writes and prints.

use std::fmt::Write as _;

use ::predict::{Features, ThresholdRule};
use serde_json::{Value, json};

use super::{Arguments, Of, Task};

/// `row,probability`; of several classes the likeliest, its probability, and that of each, adding up to 1.
pub(super) fn written(task: &Task, results: &[Of]) -> String {
    let mut out = String::new();
    if let [only] = results {
        out.push_str("row,probability\n");
        for (row, p, _) in &only.predicted {
            let _ = writeln!(out, "{row},{p:.6}");
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
            results[0].predicted[at].0,
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

/// What each column added to each row's log-odds.
pub(super) fn explained(results: &[Of], features: &Features) -> String {
    let mut out = String::from("row,class,column,value,contribution\n");
    for result in results {
        let explanation = result.model.explain(features);
        for (row, contributions) in explanation.contributions.iter().enumerate() {
            let class = quoted(&result.class);
            let _ = writeln!(out, "{},{class},,,{:.6}", row + 1, explanation.base);
            for (name, contribution) in explanation.columns.iter().zip(contributions) {
                let cell = features
                    .columns()
                    .iter()
                    .find(|c| c.name == *name)
                    .and_then(|c| c.cell(row));
                let cell = quoted(&cell.unwrap_or_default());
                let _ = writeln!(
                    out,
                    "{},{class},{},{cell},{contribution:.6}",
                    row + 1,
                    quoted(name)
                );
            }
        }
    }
    out
}

pub(super) fn printed(
    arguments: &Arguments,
    task: &Task,
    results: Vec<Of>,
    rule: ThresholdRule,
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
        _ => json!({ "classes": each, "accuracy": accuracy(task, &results, arguments) }),
    };
    printed["label"] = json!(arguments.label);
    printed["leakage"] = json!(task.inner.doubted);
    printed["left_out"] = json!(task.inner.left_out);
    printed["personal"] = json!(task.inner.personal);
    printed["notes"] = json!(notes);
    printed
}

/// Share of the input's rows whose likeliest class is their own; null with a test file.
fn accuracy(task: &Task, results: &[Of], arguments: &Arguments) -> Option<f64> {
    if arguments.test.is_some() {
        return None;
    }
    let (mut right, mut all) = (0, 0);
    for at in 0..results.first()?.predicted.len() {
        let row = results[0].predicted[at].0 - 1;
        if let Some(class) = task.inner.labels.class(row as u32) {
            all += 1;
            right += usize::from(task.wanted[likeliest(&shares(results, at))].0 == class);
        }
    }
    (all > 0).then(|| right as f64 / all as f64)
}
