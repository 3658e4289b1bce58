//! Trains on one plain delimited file, checks on another, and prints the figures as JSON.
//!
//! `measure TRAIN TEST DELIMITER LABEL POSITIVE [COLUMN_TO_LEAVE_OUT …]`

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a tool for measuring, not part of the house"
)]

use std::time::Instant;

use predict::{Feature, Features, Model, Settings, average_precision, brier, roc_auc};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [train, test, delimiter, label, positive, left_out @ ..] = args.as_slice() else {
        panic!("measure TRAIN TEST DELIMITER LABEL POSITIVE [COLUMN_TO_LEAVE_OUT …]");
    };
    let (features, labels) = read(train, delimiter, label, positive, left_out);
    let (held, truth) = read(test, delimiter, label, positive, left_out);
    for kind in [
        predict::Kind::Blend,
        predict::Kind::Logistic,
        predict::Kind::Trees,
    ] {
        let settings = Settings {
            kind,
            ..Settings::default()
        };
        let started = Instant::now();
        let model = Model::fit(&features, &labels, &settings).unwrap();
        let fitted = started.elapsed();
        let p = model.predict(&held).probabilities;
        let seconds = started.elapsed();
        println!(
            "{}",
            serde_json::json!({
                "kind": format!("{kind:?}"),
                "auc": roc_auc(&p, &truth),
                "pr_auc": average_precision(&p, &truth),
                "brier": brier(&p, &truth),
                "fit_s": fitted.as_secs_f64(),
                "seconds": seconds.as_secs_f64(),
                "fit": model.summary(),
            })
        );
    }
}

fn read(
    path: &str,
    delimiter: &str,
    label: &str,
    positive: &str,
    left_out: &[String],
) -> (Features, Vec<bool>) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text
        .lines()
        .map(|line| line.split(delimiter).collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let rows: Vec<Vec<&str>> = lines.collect();
    let mut labels = Vec::new();
    let mut columns = Vec::new();
    for (place, name) in header.iter().enumerate() {
        let cells: Vec<Option<&str>> = rows
            .iter()
            .map(|row| Some(row[place].trim()).filter(|c| !c.is_empty()))
            .collect();
        if *name == label {
            labels = cells.iter().map(|cell| *cell == Some(positive)).collect();
        } else if !left_out.iter().any(|out| out == name) {
            let numeric = cells
                .iter()
                .flatten()
                .all(|cell| cell.parse::<f64>().is_ok());
            columns.push(match numeric {
                true => Feature::numeric(
                    name,
                    cells.iter().map(|cell| cell.and_then(|c| c.parse().ok())),
                ),
                false => Feature::categorical(name, cells.clone()),
            });
        }
    }
    (Features::new(rows.len(), columns).unwrap(), labels)
}
