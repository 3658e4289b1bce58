//! `shoplens recommend` from pipes and files.

mod pipe;

use std::process::Output;

fn run(arguments: &[&str], input: &str) -> Output {
    pipe::run(&["recommend"], arguments, input)
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

fn said(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

/// Two tastes of six items, four items a user.
fn lines() -> Vec<String> {
    let mut lines = Vec::new();
    for user in 0..60 {
        for step in 0..4 {
            let item = (user / 2 + step * (1 + user % 3 / 2 * 4)) % 6;
            let side = if user % 2 == 0 { "a" } else { "b" };
            lines.push(format!("u{user:02},{side}{item},1,2024-01-{:02}", 1 + step));
        }
    }
    lines
}

fn table(lines: &[String]) -> String {
    format!("user,item,weight,timestamp\n{}\n", lines.join("\n"))
}

#[test]
fn lists_come_out_of_a_pipe_whatever_the_order_of_the_lines() {
    let mut lines = lines();
    let arguments = ["--k", "2", "--model", "itemknn", "--reasons"];
    let found = run(&arguments, &table(&lines));
    assert_eq!(found.status.code(), Some(0), "{}", said(&found));
    let text = out(&found).to_owned();
    assert!(
        text.starts_with("user,rank,item,score,reason\nu00,1,a"),
        "{text}"
    );
    assert!(text.contains("together with a"), "{text}");
    lines.reverse();
    assert_eq!(out(&run(&arguments, &table(&lines))), text);
    // Nothing that a user has, unless it is asked for.
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let known = format!("{},{},", cells[0], cells[2]);
        assert!(!lines.iter().any(|line| line.starts_with(&known)), "{line}");
    }
}

#[test]
fn items_have_lists_too_and_are_never_in_their_own() {
    let found = run(
        &["--k", "3", "--model", "bm25", "--for", "items"],
        &table(&lines()),
    );
    assert_eq!(found.status.code(), Some(0), "{}", said(&found));
    let mut count = 0;
    for line in out(&found).lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        assert_ne!(cells[0], cells[2]);
        assert_eq!(cells[0].as_bytes()[0], cells[2].as_bytes()[0], "{line}");
        count += 1;
    }
    assert_eq!(count, 36);
}

#[test]
fn bad_lines_are_named_and_the_rest_is_used() {
    let mut lines = lines();
    lines.insert(2, "u00,,1,2024-01-09".to_owned());
    lines.insert(4, "u00,a5,many,2024-01-09".to_owned());
    let found = run(&["--k", "1", "--model", "popularity"], &table(&lines));
    assert_eq!(found.status.code(), Some(1), "{}", said(&found));
    assert!(
        said(&found).contains("stdin, line 4: no item"),
        "{}",
        said(&found)
    );
    assert!(
        said(&found).contains("stdin, line 6: the weight is many"),
        "{}",
        said(&found)
    );
    assert_eq!(out(&found).lines().count(), 61);
}

#[test]
fn wrong_calls_and_empty_files_are_told() {
    let found = run(&["--model", "magic"], "user,item\na,b\n");
    assert_eq!(found.status.code(), Some(2));
    assert!(said(&found).contains("there is no model magic"));
    for input in ["", "user,item\n", "who,what\na,b\nc,d\n"] {
        let found = run(&[], input);
        assert_eq!(found.status.code(), Some(3), "{input:?} {}", said(&found));
        assert!(!said(&found).is_empty());
    }
    // One customer: nothing can be tested, and there is a list all the same, without what is known.
    let found = run(&["--k", "3"], "user,item\nann,tea\nann,cup\n");
    assert_eq!(found.status.code(), Some(0), "{}", said(&found));
    assert!(
        said(&found).contains("popularity is used"),
        "{}",
        said(&found)
    );
    assert_eq!(out(&found), "user,rank,item,score\n");
}

#[test]
fn a_trial_is_printed_as_json() {
    let found = run(&["evaluate", "--k", "3"], &table(&lines()));
    assert_eq!(found.status.code(), Some(0), "{}", said(&found));
    let report: serde_json::Value = serde_json::from_str(out(&found)).expect("JSON");
    assert_eq!(report["users_tested"], 60);
    assert_eq!(report["beats_popularity"], true);
    let models = report["models"].as_array().expect("models");
    assert!(models.iter().any(|model| model["kind"] == "hybrid"));
    for model in models {
        let ndcg = &model["ndcg"];
        assert!(ndcg["low"].as_f64() <= ndcg["high"].as_f64());
    }
}

fn file(name: &str, text: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("a file");
    path.display().to_string()
}

#[test]
fn lists_follow_what_the_merchant_wants() {
    let input = table(&lines());
    let items = |arguments: &[&str]| -> Vec<String> {
        let base = ["--k", "2", "--model", "itemknn", "--for", "items"];
        let found = run(&[&base, arguments].concat(), &input);
        assert_eq!(found.status.code(), Some(0), "{}", said(&found));
        let rows = out(&found).lines().skip(1);
        let of_a0 = rows.filter(|row| row.starts_with("a0,"));
        of_a0
            .filter_map(|row| row.split(',').nth(2).map(str::to_owned))
            .collect()
    };
    let plain = items(&[]);
    assert_eq!(plain.len(), 2);
    assert!(!items(&["--exclude", &plain[0]]).contains(&plain[0]));
    let last = items(&["--exclude", &plain.join(",")]).remove(0);
    assert_eq!(items(&["--boost", &format!("{last}=1000")])[0], last);
    let stock = file("stock.csv", &format!("item,stock\n{},0\na9,7\n", plain[1]));
    assert!(!items(&["--stock", &stock]).contains(&plain[1]));
    // All variety and no score: the second is whatever is least like the first.
    assert_eq!(items(&["--diversity", "1"]).len(), 2);
    let wrong = run(&["--boost", "a0=-1"], &input);
    assert_eq!(wrong.status.code(), Some(2), "{}", said(&wrong));
}

#[test]
fn recommendations_are_written_for_a_platform() {
    let mut orders = String::from("Order ID,Order Date,Customer ID,Product,SKU,Quantity,Price\n");
    for order in 0..120 {
        let (one, other) = [("Cup", "Saucer"), ("Pot", "Lid")][order % 2];
        for product in [one, other] {
            orders += &format!(
                "O{order},2025-{:02}-{:02},K{},{product},{}-1,1,5.00\n",
                order % 12 + 1,
                order % 28 + 1,
                order % 30,
                product.to_uppercase()
            );
        }
    }
    let path = file("platform-orders.csv", &orders);
    let export = |format: &str| {
        run(
            &["export", "--format", format, "--today", "2026-01-01", &path],
            "",
        )
    };
    let woo = export("woocommerce");
    assert_eq!(woo.status.code(), Some(0), "{}", said(&woo));
    let text = out(&woo);
    assert!(text.starts_with("SKU,"), "{text}");
    assert!(
        text.contains("\r\nCUP-1,") && text.contains("SAUCER-1\r\n"),
        "{text}"
    );
    let shopify = export("shopify");
    assert_eq!(shopify.status.code(), Some(3));
    assert!(said(&shopify).contains("Handle"), "{}", said(&shopify));
    assert!(out(&shopify).is_empty());
}
