//! `shoplens extract`, with the project's pack where it is there, else by patterns and word lists.

mod pipe;

use serde_json::Value;

fn extract(arguments: &[&str], input: &str) -> (i32, Vec<Value>, String) {
    let output = pipe::run(&["extract"], arguments, input);
    let lines = String::from_utf8(output.stdout).expect("text");
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().expect("a code"), lines.collect(), told)
}

/// The value of the first mention with a label.
fn value<'a>(line: &'a Value, label: &str) -> &'a Value {
    let mentions = line["mentions"].as_array().expect("mentions");
    let found = mentions.iter().find(|mention| mention["label"] == label);
    found.map_or(&Value::Null, |mention| &mention["value"])
}

#[test]
fn titles_are_read_line_by_line() {
    let input = concat!(
        "{\"id\":\"a\",\"text\":\"👗红色纯棉连衣裙 500毫升\"}\n",
        "no line\n",
        "{\"id\":[2],\"text\":\"Women's red dress\"}\n",
        "{\"id\":3,\"text\":\"красное платье\"}\n",
    );
    let (code, lines, told) = extract(&["--kind", "title"], input);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("line 2"), "{told}");
    let ids: Vec<&Value> = lines.iter().map(|line| &line["id"]).collect();
    assert_eq!(ids, [&"a".into(), &serde_json::json!([2]), &3.into()]);
    for line in &lines[..2] {
        assert_eq!(value(line, "color"), "red", "{line}");
    }
    assert_eq!(value(&lines[0], "quantity")["number"], 0.5);
    let color = &lines[0]["mentions"].as_array().expect("mentions")[0];
    // The emoji is one scalar, whatever it is in UTF-16.
    assert_eq!(
        (&color["start"], &color["text"]),
        (&1.into(), &"红色".into())
    );
    assert_eq!(lines[2]["lang"], "other");
    assert_eq!(lines[2]["mentions"], serde_json::json!([]));
}

#[test]
fn a_model_without_the_heads_is_told() {
    let (code, lines, told) = extract(
        &["--kind", "review", "--pack", "models/parity/tiny-tagger"],
        "{\"id\":1,\"text\":\"好\"}\n",
    );
    assert_eq!(code, 2);
    assert!(
        lines.is_empty() && told.contains("no head aspects"),
        "{told}"
    );
}

#[test]
fn reviews_have_a_sentiment() {
    let (code, lines, told) = extract(
        &["--kind", "review", "--lang", "zh"],
        "{\"id\":1,\"text\":\"质量太差，客服恶劣，非常失望\"}\n",
    );
    assert_eq!(code, 0, "{told}");
    assert_eq!(lines[0]["sentiment"]["label"], "negative");
    assert_eq!(lines[0]["lang"], "zh");
}
