//! What customers add to their reviews later.

use super::*;

/// Reviews that praise, and what was added to each: three in four turned.
fn turned(i: usize) -> String {
    let later = match i % 4 {
        0 => format!("Good quality still, {}", filler(3 * i + 1)),
        _ => format!("Poor quality, {}", filler(3 * i + 1)),
    };
    format!(
        "Red mug,5,\"Good quality, {}\",2026-01-{:02},\"{later}\",2026-03-{:02}",
        filler(i),
        1 + i % 28,
        1 + i % 28
    )
}

const HEADER: &str = "Product,Rating,Review,Review date,Follow-up review,Follow-up date";

#[test]
fn what_was_added_is_read_counted_and_compared() {
    let rows: Vec<String> = (0..40).map(turned).collect();
    let document = report(&[("r.csv", &file(HEADER, &rows))], Lang::En);
    let said = head(&document);
    assert!(said.contains("40 reviews, all with words."), "{said}");
    assert!(
        said.contains("40 follow-ups were added to them later"),
        "{said}"
    );
    assert!(
        said.contains("In 40 pairs both texts judge: 30 follow-ups speak worse than the first words and 0 better (sign test, p < 0.001), so they are worse"),
        "{said}"
    );
    // 50 praise and 30 complaints of 80 texts; stars are those of 40 reviews.
    let aspects = chart(&document, "reviews-aspects").expect("aspects");
    assert_eq!(bars(aspects)[0], ("Quality · 80".to_owned(), -38, 63));
    assert!(chart(&document, "reviews-stars").is_some_and(|c| c.spec.subtitle.ends_with("n = 40")));
    let found = document
        .findings
        .iter()
        .find(|f| f.id == "reviews-follow-up");
    let found = found.expect("a finding");
    assert_eq!(
        found.sentence,
        "Follow-up reviews speak worse than the first words: of 40 pairs, 30 turned worse and 0 better."
    );
    assert!(
        found.certainty.contains("75% turned worse"),
        "{}",
        found.certainty
    );
    assert!(
        found.why.contains("complain most of quality"),
        "{}",
        found.why
    );
    let rows = found.selection.clone().and_then(|s| s.table_rows);
    assert_eq!(rows.map(|(_, rows)| rows.len()), Some(30));
    let quotes = texts(&document, "reviews-follow-ups").expect("quotes");
    assert_eq!((quotes.texts.len(), quotes.more), (4, 26));
    assert!(
        quotes
            .texts
            .iter()
            .all(|t| t.text.starts_with("Poor quality"))
    );
    // Its own day, and no stars.
    assert!(
        quotes.texts[0].about.contains("Mar 2026"),
        "{}",
        quotes.texts[0].about
    );
    assert!(!quotes.texts[0].about.contains('★'));
}

#[test]
fn it_is_said_in_chinese_too() {
    let rows: Vec<String> = (0..24)
        .map(|i| {
            let later = match i % 2 {
                0 => String::new(),
                _ => format!("质量太差，第{i}个坏了"),
            };
            format!("茶杯,5,质量很好，第{i}个,{later}")
        })
        .collect();
    let rows = file("商品名称,评分,评价内容,追加评价", &rows);
    let document = report(&[("r.csv", &rows)], Lang::Zh);
    let said = head(&document);
    assert!(said.contains("共 24 条评价，都有文字。"), "{said}");
    assert!(said.contains("另有 12 条追评"), "{said}");
    assert!(
        said.contains("12 条追评比首评差，0 条更好（符号检验 p < 0.001），整体变差。"),
        "{said}"
    );
    let quotes = texts(&document, "reviews-follow-ups").expect("quotes");
    assert_eq!(quotes.title, "追评比首评差：12 条转差，0 条转好");
}

#[test]
fn a_few_that_differ_prove_nothing() {
    let rows: Vec<String> = (0..30)
        .map(|i| match i {
            0..3 => turned(4 * i + 1),
            3..12 => turned(4 * i),
            // Nothing was added.
            _ => format!("Tea,5,\"Good quality, {}\",2026-01-02,,", filler(i)),
        })
        .collect();
    let document = report(&[("r.csv", &file(HEADER, &rows))], Lang::En);
    let said = head(&document);
    assert!(said.contains("12 follow-ups were added"), "{said}");
    assert!(
        said.contains("3 follow-ups speak worse than the first words and 0 better (sign test, p = 0.250), which may be chance"),
        "{said}"
    );
    assert!(texts(&document, "reviews-follow-ups").is_none());
    assert!(
        !document
            .findings
            .iter()
            .any(|f| f.id == "reviews-follow-up")
    );
}

#[test]
fn a_file_of_follow_ups_alone_is_a_file_of_reviews() {
    let rows: Vec<String> = (0..30)
        .map(|i| format!("Tea,\"Good quality, {}\"", filler(i)))
        .collect();
    let document = report(
        &[("r.csv", &file("Product,Follow-up review", &rows))],
        Lang::En,
    );
    let said = head(&document);
    assert!(said.contains("30 reviews, all with words."), "{said}");
    assert!(!said.contains("follow-up"), "{said}");
}

/// Of each of two cups 20 reviews, of the white one ten follow-ups too.
#[test]
fn products_count_reviews_and_not_what_was_added() {
    let rows: Vec<String> = (0..40)
        .map(|i| {
            let (cup, later) = match i % 4 {
                0 => ("白杯", format!("质量太差，第{i}个坏了")),
                2 => ("白杯", String::new()),
                _ => ("黑杯", String::new()),
            };
            format!("{cup},5,质量很好，第{i}个,{later}")
        })
        .collect();
    let rows = file("商品名称,评分,评价内容,追加评价", &rows);
    let document = report(&[("r.csv", &rows)], Lang::Zh);
    let products = table(&document, "reviews-products");
    let counts = products.rows.iter().map(|r| r[1].text.as_str());
    assert_eq!(counts.collect::<Vec<_>>(), ["20", "20"]);
    assert!(
        products.subtitle.contains("n = 40"),
        "{}",
        products.subtitle
    );
}
