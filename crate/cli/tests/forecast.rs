//! `shoplens forecast` from pipes.

mod pipe;

use std::io::Write as _;
use std::process::{Child, Command, Output, Stdio};

fn run(arguments: &[&str], input: &str) -> Output {
    pipe::run(&["forecast"], arguments, input)
}

fn said(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

/// The means that came out.
fn means(output: &Output) -> Vec<f64> {
    let out = std::str::from_utf8(&output.stdout).expect("UTF-8");
    let cell = |line: &str| line.split(',').nth(2)?.parse().ok();
    out.lines().skip(1).filter_map(cell).collect()
}

/// A number from 0 to 10 that depends on nothing but its place.
fn some(at: usize) -> f64 {
    (at * 37 % 11) as f64
}

/// A date so many days after the first of 2024.
fn iso(day: usize) -> String {
    report::words::iso(19_723 + day as i32)
}

fn table(rows: impl Iterator<Item = (String, String)>) -> String {
    let rows: Vec<String> = rows.map(|(ds, y)| format!("{ds},{y}\n")).collect();
    format!("ds,y\n{}", rows.concat())
}

#[test]
fn a_second_row_of_a_month_is_said_and_takes_no_place() {
    let firsts = (0..24).map(|at| {
        (
            format!("{}-{:02}-01", 2022 + at / 12, at % 12 + 1),
            at + 100,
        )
    });
    let rows = || firsts.clone().map(|(ds, y)| (ds, y.to_string()));
    let whole = run(&["--horizon", "3"], &table(rows()));
    assert_eq!(whole.status.code(), Some(0), "{}", said(&whole));
    let input = table(rows()) + "2022-06-15,5\n";
    let more = run(&["--horizon", "3"], &input);
    assert_eq!(more.status.code(), Some(1));
    assert!(
        said(&more).contains("line 26: 2022-06-15 does not lie on steps of a month"),
        "{}",
        said(&more)
    );
    assert_eq!(more.stdout, whole.stdout);
}

#[test]
fn periods_of_28_days_lose_no_row() {
    let input = table((0..24).map(|at| (iso(28 * at), (100.0 + some(at)).to_string())));
    let found = run(&["--horizon", "3"], &input);
    assert_eq!(found.status.code(), Some(0), "{}", said(&found));
    assert!(!said(&found).contains("missing"), "{}", said(&found));
}

#[test]
fn dates_as_whole_numbers_are_read_as_dates_and_said_to_be() {
    let value = |at: usize| (50.0 + 3.0 * (at % 7) as f64 + some(at)).to_string();
    let days = run(
        &["--horizon", "7"],
        &table((0..120).map(|at| (iso(at), value(at)))),
    );
    let digits = table((0..120).map(|at| (iso(at).replace('-', ""), value(at))));
    let found = run(&["--horizon", "7"], &digits);
    assert_eq!(found.status.code(), Some(0), "{}", said(&found));
    assert!(
        said(&found).contains("20240101 is 2024-01-01"),
        "{}",
        said(&found)
    );
    assert_eq!(found.stdout, days.stdout);
    let month = |at: usize, between: &str| format!("{}{between}{:02}", 2020 + at / 12, at % 12 + 1);
    let value = |at: usize| (50.0 + 3.0 * (at % 12) as f64 + some(at)).to_string();
    let of = |between: &str| table((0..60).map(|at| (month(at, between), value(at))));
    let (months, digits) = (
        run(&["--horizon", "6"], &of("-")),
        run(&["--horizon", "6"], &of("")),
    );
    assert!(
        said(&digits).contains("202001 is 2020-01-01"),
        "{}",
        said(&digits)
    );
    assert_eq!(digits.stdout, months.stdout);
}

#[test]
fn written_numbers_are_read_and_words_are_missing() {
    // Only on the best weekdays are there thousands.
    let value = |at: usize| match at % 7 {
        5 => format!("\"1,{:.2}\"", 132.97 + some(at)),
        _ => format!("{:.2}", 700.0 + some(at)),
    };
    let found = run(
        &["--horizon", "14"],
        &table((0..140).map(|at| (iso(at), value(at)))),
    );
    assert_eq!(found.status.code(), Some(0), "{}", said(&found));
    assert!(
        said(&found).contains("\"1,141.97\" is 1141.97"),
        "{}",
        said(&found)
    );
    let means_of = means(&found);
    assert!(means_of[5] > 1000.0 && means_of[4] < 800.0, "{means_of:?}");
    // Sundays that nobody could read are not closed.
    let value = |at: usize| match at % 7 {
        6 => "n/a".to_owned(),
        _ => (100.0 + some(at)).to_string(),
    };
    let found = run(
        &["--horizon", "14"],
        &table((0..140).map(|at| (iso(at), value(at)))),
    );
    assert_eq!(found.status.code(), Some(1));
    assert!(means(&found).iter().all(|mean| *mean > 80.0), "{found:?}");
    assert!(
        said(&found).contains("line 8: y \"n/a\" is no number"),
        "{}",
        said(&found)
    );
    // Ten lines are said, the others counted.
    let lines = said(&found).matches("is no number").count();
    assert_eq!(lines, 10, "{}", said(&found));
    assert!(said(&found).contains("10 more lines"), "{}", said(&found));
}

#[test]
fn an_event_that_was_never_seen_is_said_to_be_unknown() {
    let input = table((0..90).map(|at| (iso(at), (50.0 + some(at)).to_string())));
    let plain = run(&["--horizon", "7"], &input);
    let found = run(&["--horizon", "7", "--event", "sale=2024-04-02"], &input);
    assert_eq!(found.status.code(), Some(0), "{}", said(&found));
    assert_eq!(found.stdout, plain.stdout);
    assert!(
        said(&found).contains("sale is ahead and was never seen in the history"),
        "{}",
        said(&found)
    );
    let seen = ["--horizon", "7", "--event", "sale=2024-02-02,2024-04-02"];
    assert!(!said(&run(&seen, &input)).contains("never seen"));
    for wrong in ["sale", "sale=soon", "=2024-04-02", "sale=2024-02-30"] {
        let found = run(&["--horizon", "7", "--event", wrong], &input);
        assert_eq!(found.status.code(), Some(2), "{wrong}: {}", said(&found));
        assert!(found.stdout.is_empty());
    }
    let counts = table((0..90).map(|at| (at.to_string(), (50.0 + some(at)).to_string())));
    let found = run(&["--horizon", "7", "--event", "sale=2024-04-02"], &counts);
    assert_eq!(found.status.code(), Some(2), "{}", said(&found));
}

/// What comes of series when an end of the tool is closed before it has read them.
fn deaf(input: &str, close: fn(&mut Child)) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_shoplens"))
        .args(["forecast", "--horizon", "3"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the tool starts");
    close(&mut child);
    let mut stdin = child.stdin.take().expect("a pipe");
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("the tool ends")
}

#[test]
fn nobody_who_listens_is_no_reason_to_stop() {
    let rows: String = (0..60).map(|_| "never,1\n").collect();
    let good = table((0..60).map(|at| (iso(at), (50.0 + some(at)).to_string())));
    let output = deaf(&(good + &rows), |child| drop(child.stderr.take()));
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(means(&output).len(), 3);
    // Nor is a closed standard output a crash.
    let input = table((0..60).map(|at| (iso(at), some(at).to_string())));
    let output = deaf(&input, |child| drop(child.stdout.take()));
    assert_eq!(output.status.code(), Some(3));
    assert!(!said(&output).contains("panicked"), "{}", said(&output));
}
