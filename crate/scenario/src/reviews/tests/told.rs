//! Nothing is said that the numbers beside it do not bear out.

use super::*;

/// Rows of a product with some words, each `n` times with a filler, rated in turn.
fn some(product: &str, words: &str, ratings: &[u32], n: usize, from: usize) -> Vec<String> {
    let row = |i: usize| {
        let stars = ratings[i % ratings.len()];
        format!("{product},{stars},\"{words}, {}\"", filler(from + i))
    };
    (0..n).map(row).collect()
}

fn reviews(rows: &[Vec<String>]) -> Document {
    let rows = file("Product,Rating,Review", &rows.concat());
    report(&[("r.csv", &rows)], Lang::En)
}

fn title<'a>(document: &'a Document, id: &str) -> &'a str {
    &chart(document, id).expect("a chart").spec.title
}

#[test]
fn default_words_of_a_platform_are_nobodys_opinion() {
    let things = ["雨伞", "高山", "周末", "外婆", "假期", "生日", "邻居"];
    let mut rows: Vec<String> = (0..28)
        .map(|i| {
            let words = if i < 14 {
                "质量太差"
            } else {
                "质量很好"
            };
            let thing = [things[i % 7], "和", things[(i / 7 + 3 * i + 2) % 7]].concat();
            format!("茶杯,{},{words}，{thing}", if i < 14 { 1 } else { 4 })
        })
        .collect();
    rows.extend((0..12).map(|i| {
        let words = ["此用户没有填写评价", "用户未及时做出评价，系统默认好评"][i % 2];
        format!("茶杯,5,{words}")
    }));
    // It begins like one, and goes on.
    rows.push("茶杯,1,默认好评，但是质量真的太差，用两天就坏了".to_owned());
    let rows = file("商品名称,评分,评价内容", &rows);
    let (_, ledger) = read(&[("评价.csv", &rows)], Lang::Zh);
    let texts = Texts::of(&ledger).reviews;
    assert_eq!(texts.len(), 29);
    assert!(texts.iter().any(|text| text.starts_with("默认好评，但是")));
    let document = report(&[("评价.csv", &rows)], Lang::Zh);
    let head = head(&document);
    assert!(
        head.starts_with("共 41 条评价，其中 29 条有文字。"),
        "{head}"
    );
    assert!(head.contains("12 条只有平台的默认文字"), "{head}");
    // 15 of 29 complain; ratings are those of all 41: (15 + 56 + 60) / 41.
    assert!(head.contains("48%总体在称赞，52%总体在抱怨。"), "{head}");
    assert!(head.contains("平均 3.20 星"), "{head}");
    assert_eq!(
        bars(chart(&document, "reviews-aspects").expect("aspects")),
        [("质量 · 29".to_owned(), -52, 48)]
    );
    assert!(!document.findings.iter().any(|f| f.id == "reviews-gap"));
}

#[test]
fn doubts_are_one_number() {
    let mut rows = english();
    let same = "I bought this for my mother and she likes the way it looks on the table";
    rows.extend((0..6).map(|_| format!("Tea,5,\"{same}\"")));
    rows.extend((0..9).map(|_| "Tea,5,No written review".to_owned()));
    let document = reviews(&[rows]);
    let doubts = table(&document, "reviews-doubts");
    assert_eq!(
        doubts.title,
        "6 of 55 reviews are unlikely to have come about by chance"
    );
    assert_eq!(
        (doubts.rows.len(), doubts.rows[0][1].text.as_str()),
        (1, "6")
    );
    assert!(
        doubts
            .note
            .contains("9 more have nothing but default words"),
        "{}",
        doubts.note
    );
    let found = document.findings.iter().find(|f| f.id == "reviews-doubts");
    let found = found.expect("a finding");
    assert!(
        found.sentence.starts_with("6 reviews are unlikely"),
        "{}",
        found.sentence
    );
}

#[test]
fn a_phrase_that_two_customers_write_is_no_doubt() {
    let mut rows = english();
    rows.extend([
        "Tea,5,Exactly as described!".to_owned(),
        "Cup,4,Exactly as described".to_owned(),
    ]);
    let document = reviews(&[rows]);
    let has = |b: &Block| matches!(b, Block::Table(t) if t.id == "reviews-doubts");
    assert!(!section(&document).iter().any(has));
}

#[test]
fn a_product_is_called_worse_only_where_it_is() {
    let rows = [
        some("Red mug", "Good quality", &[5], 15, 0),
        some("Red mug", "Poor quality", &[2], 1, 15),
        some("Tea", "Good quality", &[5], 4, 16),
        some("Tea", "Poor quality", &[2], 2, 20),
        some("Red mug", "Slow delivery", &[2], 5, 22),
        some("Tea", "Slow delivery", &[2], 5, 27),
    ];
    // A single cell has reviews enough for a title, and is judged well.
    let document = reviews(&rows);
    assert_eq!(
        title(&document, "reviews-products-aspects"),
        "How products are judged by aspect"
    );
    let rows = [
        some("Red mug", "Poor quality", &[1, 2], 18, 0),
        some("Red mug", "Good quality", &[5], 2, 18),
        some("Tea", "Good quality", &[5], 18, 20),
        some("Tea", "Poor quality", &[1], 2, 38),
        some("Red mug", "Slow delivery", &[2], 6, 40),
        some("Tea", "Slow delivery", &[2], 6, 46),
    ];
    let document = reviews(&rows);
    assert_eq!(
        title(&document, "reviews-products-aspects"),
        "Quality of “Red mug” is judged below that of other products: net praise −80%, +80% elsewhere (adjusted p < 0.001)"
    );
}

#[test]
fn complaints_that_have_no_share_are_told_all_the_same() {
    let good = || some("Tea", "Good quality", &[5], 14, 0);
    // 26 of 40 complain, and name nothing.
    let nothing = some("Tea", "I am disappointed", &[1, 2], 26, 14);
    let document = reviews(&[good(), nothing]);
    assert_eq!(
        title(&document, "reviews-aspects"),
        "65% of reviews hold a complaint, most of them without naming an aspect"
    );
    // Fewer speak of it than a share needs, and more complain than of anything else.
    let few = some("Tea", "Slow delivery", &[1, 2], 8, 14);
    let document = reviews(&[good(), few]);
    assert_eq!(
        title(&document, "reviews-aspects"),
        "Delivery draws most complaints: 8 reviews, but fewer than 10 speak of it, too few for a share"
    );
    let spread = ["Slow delivery", "Poor quality", "Rude seller"];
    let spread: Vec<Vec<String>> = (14..)
        .step_by(2)
        .zip(spread)
        .map(|(from, words)| some("Tea", words, &[1], 2, from))
        .collect();
    let document = reviews(&[good(), spread.concat()]);
    assert_eq!(
        title(&document, "reviews-aspects"),
        "30% of reviews hold a complaint, of no aspect in particular"
    );
    let document = reviews(&[good(), some("Tea", "Fast delivery", &[5], 14, 14)]);
    assert_eq!(
        title(&document, "reviews-aspects"),
        "Hardly any aspect draws complaints"
    );
}

#[test]
fn a_review_that_complains_of_two_aspects_is_one_review() {
    let both = some("Tea", "Poor quality, slow delivery", &[1, 2], 15, 0);
    let document = reviews(&[both, some("Tea", "Good quality", &[5], 10, 15)]);
    let quotes = texts(&document, "reviews-complaints").expect("quotes");
    assert!(
        quotes.title.contains("quality") && quotes.title.contains("delivery"),
        "{}",
        quotes.title
    );
    assert_eq!(
        quotes.subtitle,
        "Up to three per aspect, of 15 such reviews"
    );
}

#[test]
fn stars_are_those_that_the_reviews_give() {
    let document = reviews(&[
        some("Tea", "Slow delivery", &[1, 2], 20, 0),
        some("Tea", "Fast delivery", &[4, 5], 20, 20),
        some("Tea", "Good quality", &[5, 4], 20, 40),
    ]);
    let found = document.findings.iter().find(|f| f.id == "reviews-blame");
    let found = found.expect("a finding");
    assert_eq!(
        found.sentence,
        "50% of reviews that speak of delivery complain of it and give 1.5 stars on average, against 4.5 where it is praised."
    );
    // s = 0.513 each, √(2 · 0.2632 / 20) · t(38) = 0.1622 · 2.0244 = 0.328.
    assert!(
        found.certainty.ends_with(
            "They are 3.0 stars apart (95%: 2.7 to 3.3; 20 ratings with complaints, 20 with praise)."
        ),
        "{}",
        found.certainty
    );
}

#[test]
fn the_rest_is_told_where_there_is_one() {
    let document = reviews(&[english()]);
    assert!(
        head(&document).contains("45% praise on the whole and 55% complain. "),
        "{}",
        head(&document)
    );
    let neither = some("Tea", "It arrived", &[3], 10, 40);
    let document = reviews(&[english(), neither]);
    assert!(
        head(&document).contains("; the rest do both alike or neither"),
        "{}",
        head(&document)
    );
}

#[test]
fn a_row_that_repeats_another_counts_once() {
    // Of 40 rows the first so many stand there twice.
    let with = |customer: &dyn Fn(usize) -> String, twice: usize| {
        let row =
            |(i, row): (usize, String)| format!("{row},{},2026-03-{:02}", customer(i), i % 28 + 1);
        let mut rows: Vec<String> = english().into_iter().enumerate().map(row).collect();
        rows.extend(rows[..twice].to_vec());
        let rows = file("Product,Rating,Review,Customer ID,Date", &rows);
        let document = report(&[("r.csv", &rows)], Lang::En);
        head(&document).to_owned()
    };
    let known = |i: usize| format!("C-{i:05}");
    let said = with(&known, 5);
    assert!(said.contains(": 40 reviews, all with words."), "{said}");
    assert!(
        said.contains("5 rows repeat another of the same file"),
        "{said}"
    );
    // Of customers that nobody can tell apart it may be somebody else's review, unless all rows are repeated.
    let unknown = |_: usize| "匿名用户".to_owned();
    let said = with(&unknown, 5);
    assert!(said.contains(": 45 reviews, all with words."), "{said}");
    assert!(!said.contains("repeat"), "{said}");
    let said = with(&unknown, 40);
    assert!(said.contains(": 40 reviews, all with words."), "{said}");
    assert!(said.contains("40 rows repeat"), "{said}");
}

#[test]
fn no_trend_is_told_without_a_test_and_no_interval_without_a_spread() {
    let rated = |months: usize, stars: &[u32]| {
        let row = |i: usize| {
            let stars = stars[i % stars.len()];
            format!(
                "Tea,{stars},\"Good quality, {}\",2025-{:02}-{:02}",
                filler(i),
                i % months + 1,
                i % 27 + 1
            )
        };
        let rows: Vec<String> = (0..60).map(row).collect();
        report(
            &[("r.csv", &file("Product,Rating,Review,Date", &rows))],
            Lang::En,
        )
    };
    let short = rated(4, &[5, 4, 1]);
    let trend = chart(&short, "reviews-trend").expect("a trend");
    assert_eq!(trend.spec.title, "Mean stars by month");
    assert!(
        trend.spec.note.contains("too short to test"),
        "{}",
        trend.spec.note
    );
    let long = rated(10, &[5, 4, 1, 5, 5, 2, 3]);
    assert!(title(&long, "reviews-trend").contains("tars"));
    assert_ne!(title(&long, "reviews-trend"), "Mean stars by month");
    let same = rated(10, &[5]);
    assert!(
        head(&same).contains("All 60 ratings give 5 of 5 stars."),
        "{}",
        head(&same)
    );
    assert!(!head(&same).contains("5.00"), "{}", head(&same));
    let trend = chart(&same, "reviews-trend").expect("a trend");
    let Plot::Line { series, .. } = &trend.spec.plot else {
        panic!("no line");
    };
    assert!(series[0].points.iter().all(|point| point.lo.is_none()));
    assert!(
        trend.spec.note.contains("no trend to test"),
        "{}",
        trend.spec.note
    );
}

#[test]
fn a_product_that_all_rate_alike_drags_too() {
    let document = reviews(&[
        some("Red mug", "Poor quality", &[1], 12, 0),
        some("Tea", "Good quality", &[5, 4], 40, 12),
    ]);
    let found = document.findings.iter().find(|f| f.id == "reviews-drag");
    let found = found.expect("a finding");
    assert!(
        found
            .sentence
            .starts_with("“Red mug” is judged well below the shop: 1.0 stars"),
        "{}",
        found.sentence
    );
    assert!(
        found.certainty.starts_with("All 12 ratings are the same"),
        "{}",
        found.certainty
    );
}
