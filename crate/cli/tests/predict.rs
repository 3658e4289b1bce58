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

/// A table of numbers: `value(row)` and its label.
fn numbers(rows: usize, cells: impl Fn(usize) -> String) -> String {
    let lines = (0..rows).map(|row| cells(row) + "\n");
    lines.fold(String::from("when,who,x,y,label\n"), |text, line| {
        text + &line
    })
}

fn cells(row: usize) -> String {
    let x = row * 37 % 101;
    let label = if x + row * 53 % 89 > 95 { "yes" } else { "no" };
    let (month, day) = (row % 9 + 1, row * 7 % 28 + 1);
    format!(
        "2024-0{month}-{day:02},c{row},{x},{},{label}",
        row * 11 % 97
    )
}

#[test]
fn copies_and_rows_of_one_customer_stay_together() {
    let plain = ["--label", "label", "--drop", "when"];
    let figures = |text: &str, more: &[&str]| both(&run(&[&plain[..], more].concat(), text)).1;
    let auc = |figures: &Value| figures["auc"]["value"].as_f64().expect("an area");
    let once = figures(&numbers(150, cells), &[]);
    let often = figures(&numbers(600, |row| cells(row % 150)), &[]);
    assert!((auc(&once) - auc(&often)).abs() < 0.08, "{once} {often}");
    let notes = often["notes"].to_string();
    assert!(notes.contains("450 rows are copies of others"), "{notes}");
    assert!(!once["notes"].to_string().contains("copies"));
    // Sixty customers, ten rows each: a customer's own number tells nothing of others.
    let of_one = |row: usize| {
        let own = row / 10;
        let label = if own * 29 % 60 < 30 { "yes" } else { "no" };
        format!(
            "2024-01-01,m{own}@example.com,{},{},{label}",
            own * 7 % 60,
            row * 11 % 97
        )
    };
    let grouped = figures(&numbers(600, of_one), &[]);
    assert!(auc(&grouped) < 0.75, "{grouped}");
    assert!(
        grouped["notes"]
            .to_string()
            .contains("rows with the same who stay in one fold")
    );
}

#[test]
fn explanations_add_up_to_the_probabilities_written() {
    let folder = std::env::temp_dir().join(format!("shoplens-explain-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("why.csv").to_string_lossy().into_owned();
    for more in [&[][..], &["--date", "when"], &["--held-out"]] {
        let arguments = [
            &["--label", "label", "--keep", "when", "--explain", &path],
            more,
        ]
        .concat();
        let output = run(&arguments, &numbers(300, cells));
        let (rows, _) = both(&output);
        let why = std::fs::read_to_string(&path).expect("explanations");
        assert!(why.contains(",when,2024-0"), "{}", &why[..300]);
        let mut sums: std::collections::BTreeMap<&str, f64> = std::collections::BTreeMap::new();
        for line in why.lines().skip(1) {
            let row = line.split(',').next().expect("a row");
            let added = line.rsplit(',').next().and_then(|n| n.parse::<f64>().ok());
            *sums.entry(row).or_default() += added.expect("a number");
        }
        assert_eq!(sums.len(), rows.len(), "{more:?}");
        for line in rows {
            let (row, p) = line.split_once(',').expect("a row and its probability");
            let p: f64 = p.parse().expect("a number");
            // As near as six digits of the probability tell it.
            let off = (sums[row] - predict::log_odds(p)).abs();
            assert!(off < 1e-6 / (p * (1.0 - p)), "{more:?} {line}");
        }
    }
    std::fs::remove_dir_all(&folder).expect("it was there");
}

#[test]
fn rows_are_numbered_as_they_stand_and_dates_read_as_they_were_learned() {
    let mut lines: Vec<String> = numbers(120, cells).lines().map(str::to_owned).collect();
    let total: usize = (0..120).map(|row| row * 37 % 101).sum();
    lines.insert(41, format!("Total,,{total},,"));
    let output = run(&["--label", "label"], &lines.join("\n"));
    let (rows, _) = both(&output);
    let of: Vec<&str> = rows
        .iter()
        .map(|row| row.split(',').next().expect("a row"))
        .collect();
    assert_eq!((of[39], of[40], of[119]), ("40", "42", "121"));

    let folder = std::env::temp_dir().join(format!("shoplens-dates-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let day_first = |row: usize, day: usize| {
        let month = row % 9 + 1;
        let label = if month > 5 { "yes" } else { "no" };
        format!("{day:02}/0{month}/2024,c{row},{},1,{label}", row * 37 % 101)
    };
    let path = folder.join("test.csv");
    std::fs::write(&path, numbers(60, |row| day_first(row, row * 5 % 9 + 1))).expect("a file");
    let test = path.to_string_lossy();
    let learned = numbers(200, |row| day_first(row, row * 7 % 28 + 1));
    let output = run(
        &["--label", "label", "--keep", "when", "--test", &test],
        &learned,
    );
    let (_, figures) = both(&output);
    assert!(figures["auc"]["value"].as_f64() > Some(0.98), "{figures}");
    assert!(
        figures["notes"]
            .to_string()
            .contains("that of the table learned from")
    );
    // What is piped cannot be read again in the order that the other file tells.
    std::fs::write(&path, &learned).expect("a file");
    let guessed = numbers(60, |row| day_first(row, row * 5 % 9 + 1));
    let output = run(
        &["--label", "label", "--keep", "when", "--test", &test],
        &guessed,
    );
    let (_, figures) = both(&output);
    let notes = figures["notes"].to_string();
    assert!(
        notes.contains("instead of piping it") && !notes.contains("is that of"),
        "{notes}"
    );
    std::fs::remove_dir_all(&folder).expect("it was there");
}

#[test]
fn a_slip_in_the_label_and_the_reader_s_doubts_are_told() {
    let slip = numbers(200, |row| match row {
        7 => cells(row).replace(",yes", ",yse").replace(",no", ",yse"),
        _ => cells(row),
    });
    let output = run(
        &["--label", "label"],
        &(slip + "2024-01-01,z,1,2,yes,more,cells\n"),
    );
    let (rows, figures) = both(&output);
    let notes = figures["notes"].to_string();
    assert!(
        notes.contains("yse") && figures["positive"] == "yes",
        "{notes}"
    );
    assert_eq!(rows.len(), 201);
    assert!(
        said(&output).contains("1 row has more cells than the header"),
        "{}",
        said(&output)
    );
    let output = run(&["--label", "when"], &numbers(60, cells));
    assert!(
        said(&output).contains("when holds dates"),
        "{}",
        said(&output)
    );
}
