//! `shoplens predict` from pipes: what it says of a table, and of one that nothing can be learned from.

mod pipe;

use std::fmt::Write as _;
use std::process::Output;

use serde_json::Value;

fn run(arguments: &[&str], input: &str) -> Output {
    let command = ["predict", "--input", "-", "--output", "-"];
    pipe::run(&command, arguments, input)
}

fn said(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

/// The rows written, and what was printed after them.
fn both(output: &Output) -> (Vec<&str>, Value) {
    assert_eq!(output.status.code(), Some(0), "{}", said(output));
    let text = std::str::from_utf8(&output.stdout).expect("UTF-8");
    let (rows, json) = text.split_once("{\n").expect("rows, then figures");
    let json = ["{\n", json].concat();
    let rows = rows.lines().skip(1).collect();
    (rows, serde_json::from_str(&json).expect("figures"))
}

/// Three hundred orders; large ones of one kind are sent back, mostly. The last has no answer yet.
fn orders() -> String {
    let mut text = String::from("Email,Size,Kind,Returned\n");
    for row in 0..300 {
        let (size, kind) = (row * 7 % 19, row % 2);
        let back = size + 6 * kind + row % 5 > 15;
        // The same word in other capitals is the same class.
        let label = match (row, back) {
            (299, _) => "",
            (_, true) if row % 3 == 0 => "YES",
            (_, true) => "yes",
            (_, false) => "no",
        };
        let _ = writeln!(
            text,
            "p{row}@example.com,{size},{},{label}",
            ["a", "b"][kind]
        );
    }
    text
}

#[test]
fn the_page_s_way_of_judging_holds_a_fifth_out() {
    let output = run(&["--label", "Returned", "--held-out"], &orders());
    let (rows, figures) = both(&output);
    assert_eq!(figures["positive"], "yes");
    assert_eq!(figures["split"], "a fifth of each class is held out");
    // A fifth of each class of the 299, and the one without an answer.
    assert_eq!(figures["n"], 59);
    assert_eq!(rows.len(), 60);
    assert!(rows[59].starts_with("300,"), "{}", rows[59]);
    // Better than chance on sizes and kinds that, being so few, are all in one part or the other.
    assert!(figures["auc"]["low"].as_f64() > Some(0.5), "{figures}");
    assert_eq!(figures["personal"], serde_json::json!(["Email"]));
    assert!(
        figures["notes"]
            .to_string()
            .contains("Email: identifies persons")
    );
}

#[test]
fn every_row_is_predicted_once_in_folds() {
    let output = run(&["--label", "Returned"], &orders());
    let (rows, figures) = both(&output);
    assert_eq!((rows.len(), &figures["n"]), (300, &serde_json::json!(299)));
    assert_eq!(figures["fit"]["rows"], 299);
}

#[test]
fn a_quantity_is_cut_by_a_bound() {
    let arguments = ["--label", "Size", "--at-least", "12", "--drop", "Returned"];
    let output = run(&arguments, &orders());
    let (_, figures) = both(&output);
    assert_eq!(figures["positive"], ">= 12");
    // 12 to 18 of 0 to 18, as the remainders fall.
    assert!((figures["base_rate"].as_f64().expect("a share") - 7.0 / 19.0).abs() < 0.01);
}

#[test]
fn what_cannot_be_learned_is_told() {
    let wrong = |arguments: &[&str], expected: &str| {
        let output = run(arguments, &orders());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).contains(expected), "{}", said(&output));
    };
    wrong(&["--label", "Retuned"], "the nearest are Returned");
    wrong(&["--label", "Email"], "Email identifies persons");
    wrong(&["--label", "Kind", "--at-least", "3"], "Kind holds words");
    wrong(
        &["--label", "Returned", "--positive", "maybe"],
        "no row has the label \"maybe\"",
    );
    wrong(
        &["--label", "Size", "--held-out", "--positive", "3"],
        "at least 20 are needed",
    );
}

#[test]
fn a_test_file_may_spell_its_classes_otherwise() {
    let folder = std::env::temp_dir().join(format!("shoplens-predict-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("a file");
        path.to_string_lossy().into_owned()
    };
    let orders = orders();
    let same = file("same.csv", &orders);
    let shouted = orders
        .replace(",no\n", ",No\n")
        .replace(",yes\n", ",YES \n");
    let shouted = file("shouted.csv", &shouted);
    let judged = |test: &str| {
        let output = run(&["--label", "Returned", "--test", test], &orders);
        both(&output).1
    };
    let right = judged(&same);
    assert!(
        right["auc"]["value"].as_f64().is_some_and(|auc| auc > 0.9),
        "{right}"
    );
    assert_eq!(judged(&shouted)["auc"], right["auc"]);
    // What was never learned is neither right nor wrong, and told.
    let strange = file("strange.csv", &orders.replace(",no\n", ",maybe\n"));
    let figures = judged(&strange);
    assert_eq!(figures["base_rate"], 1.0, "{figures}");
    assert!(
        figures["notes"]
            .to_string()
            .contains("a class that was not learned (\\\"maybe\\\", for one)"),
        "{figures}"
    );
    std::fs::remove_dir_all(&folder).expect("removed");
}

#[test]
fn a_column_that_is_not_there_is_not_dropped_in_silence() {
    let output = run(&["--label", "Returned", "--drop", "Colour"], &orders());
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("Colour"), "{}", said(&output));
}
