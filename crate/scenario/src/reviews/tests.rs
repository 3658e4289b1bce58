//! Made-up reviews whose shares are known.

mod follow_ups;
mod forms;
mod models;
mod told;

use chart::spec::{Lang, Plot};
use report::{Block, Document, Table};

use crate::tests::{TODAY, read, report, table};
use crate::{Judgements, Request, Scenarios, Texts};

const FILLERS: [&str; 16] = [
    "umbrella",
    "mountain",
    "saturday",
    "grandma",
    "holiday",
    "birthday",
    "neighbour",
    "elephant",
    "lantern",
    "october",
    "workshop",
    "camping",
    "balcony",
    "cousin",
    "violin",
    "harbour",
];

/// Words that tell texts of one kind apart, so that none of them looks like a template.
fn filler(i: usize) -> String {
    let (a, b) = (FILLERS[i % 16], FILLERS[(i / 16 + 3 * i + 5) % 16]);
    format!(
        "it was for the {a} and the {b} of the {}",
        FILLERS[(7 * i + 2) % 16]
    )
}

fn section(document: &Document) -> &[Block] {
    let found = document.sections.iter().find(|s| s.id == "reviews");
    &found.expect("the section").blocks
}

fn chart<'a>(document: &'a Document, id: &str) -> Option<&'a report::Chart> {
    section(document).iter().find_map(|b| match b {
        Block::Chart(chart) if chart.spec.id == id => Some(chart),
        _ => None,
    })
}

fn texts<'a>(document: &'a Document, id: &str) -> Option<&'a report::Texts> {
    section(document).iter().find_map(|b| match b {
        Block::Texts(texts) if texts.id == id => Some(texts),
        _ => None,
    })
}

fn head(document: &Document) -> &str {
    match &section(document)[0] {
        Block::Text { text } => text,
        other => panic!("{other:?}"),
    }
}

/// Categories with the values of two series, in percent.
fn bars(chart: &report::Chart) -> Vec<(String, i64, i64)> {
    let Plot::Bar {
        categories, series, ..
    } = &chart.spec.plot
    else {
        panic!("no bars");
    };
    let percent = |s: usize, i: usize| (100.0 * series[s].values[i].unwrap_or(0.0)).round() as i64;
    let names = categories.iter().cloned().enumerate();
    names
        .map(|(i, name)| (name, percent(0, i), percent(1, i)))
        .collect()
}

/// 12 complaints and 18 praises of quality, 10 complaints of delivery.
fn english() -> Vec<String> {
    let quality = (0..30).map(|i| match i {
        0..12 => format!("Red mug,1,\"Poor quality, {}\"", filler(i)),
        // Twice in one review is once.
        12 => format!("Tea,5,\"Good quality, {}. Very good quality\"", filler(i)),
        _ => format!("Tea,5,\"Good quality, {}\"", filler(i)),
    });
    let delivery = (30..40).map(|i| format!("Red mug,2,\"Slow delivery, {}\"", filler(i)));
    quality.chain(delivery).collect()
}

fn file(header: &str, rows: &[String]) -> String {
    [header, "\n", &rows.join("\n"), "\n"].concat()
}

#[test]
fn shares_are_those_of_the_reviews_that_speak_of_it() {
    let rows = file("Product,Rating,Review", &english());
    let document = report(&[("reviews.csv", &rows)], Lang::En);
    let aspects = chart(&document, "reviews-aspects").expect("aspects");
    assert_eq!(
        bars(aspects),
        [
            ("Quality · 30".to_owned(), -40, 60),
            ("Delivery · 10".to_owned(), -100, 0)
        ]
    );
    assert_eq!(
        aspects.spec.title,
        "Quality draws most complaints: 12 reviews, 40% of those that speak of it"
    );
    // Blame of quality, blame of delivery, then praise: each leads to its rows.
    let behind = |at: usize| {
        let selection = aspects.selections[at].clone().and_then(|s| s.table_rows);
        selection.map(|(_, rows)| rows)
    };
    assert_eq!(behind(0), Some((0..12).collect()));
    assert_eq!(behind(1), Some((30..40).collect()));
    assert_eq!(behind(2), Some((12..30).collect()));
    assert_eq!(behind(3), None);
    // 12·1 + 18·5 + 10·2 = 122 stars over 40.
    assert!(
        head(&document).contains("3.05 stars on average"),
        "{}",
        head(&document)
    );
    assert!(head(&document).contains("45% praise on the whole and 55% complain"));
    let found = document.findings.iter().find(|f| f.id == "reviews-blame");
    let found = found.expect("a finding");
    assert!(
        found
            .sentence
            .starts_with("40% of reviews that speak of quality complain")
    );
    assert!(
        found.certainty.contains("25% to 58%"),
        "{}",
        found.certainty
    );
}

#[test]
fn quotes_show_what_is_complained_of() {
    let rows = file("Product,Rating,Review", &english());
    let document = report(&[("reviews.csv", &rows)], Lang::En);
    let quotes = texts(&document, "reviews-complaints").expect("quotes");
    assert!(quotes.texts.len() >= 4);
    assert!(
        quotes.texts[0].about.starts_with("Quality · Red mug · ★ 1"),
        "{}",
        quotes.texts[0].about
    );
    assert!(quotes.texts[0].text.starts_with("Poor quality"));
    let labels: Vec<&str> = quotes.texts[0]
        .marks
        .iter()
        .map(|m| m.label.as_str())
        .collect();
    assert_eq!(labels, ["opinion", "aspect"]);
    let praise = texts(&document, "reviews-praise").expect("praise");
    assert!(
        praise
            .texts
            .iter()
            .all(|t| t.about.starts_with("Quality · Tea"))
    );
}

#[test]
fn products_are_listed_by_what_they_cost() {
    let rows = file("Product,Rating,Review", &english());
    let document = report(&[("reviews.csv", &rows)], Lang::En);
    let products = table(&document, "reviews-products");
    let cells: Vec<&str> = products.rows[0].iter().map(|c| c.text.as_str()).collect();
    // (12·1 + 10·2) / 22 stars; all of its words complain.
    assert_eq!(cells[..3], ["Red mug", "22", "1.45"]);
    assert_eq!((cells[4], cells[5]), ("100%", "Quality (12)"));
    assert!(
        products
            .title
            .starts_with("“Red mug” pulls the shop’s rating down most: 1.45 stars"),
        "{}",
        products.title
    );
    assert_eq!(products.rows[1][0].text, "Tea");
}

#[test]
fn chinese_reviews_are_counted_alike() {
    let things = [
        "雨伞", "高山", "周末", "外婆", "假期", "生日", "邻居", "大象", "灯笼", "十月", "工坊",
        "露营",
    ];
    let thing = |i: usize| format!("{}和{}", things[i % 12], things[(i / 12 + 5 * i + 3) % 12]);
    let rows: Vec<String> = (0..36)
        .map(|i| match i {
            0..9 => format!("茶杯,1,质量太差，{}", thing(i)),
            9..24 => format!("茶杯,5,质量很好，{}", thing(i)),
            _ => format!("茶叶,2,物流很慢，{}", thing(i)),
        })
        .collect();
    let rows = file("商品名称,评分,评价内容", &rows);
    let document = report(&[("评价.csv", &rows)], Lang::Zh);
    let aspects = chart(&document, "reviews-aspects").expect("aspects");
    // 9 of 24 and 12 of 12.
    assert_eq!(bars(aspects)[0], ("质量 · 24".to_owned(), -38, 63));
    assert_eq!(bars(aspects)[1], ("物流 · 12".to_owned(), -100, 0));
    assert_eq!(
        aspects.spec.title,
        "抱怨最多的是物流：12 条，占提到它的评价的 100%"
    );
    assert!(
        head(&document).starts_with("共 36 条评价，都有文字。"),
        "{}",
        head(&document)
    );
}

/// A report without the rows that it leads to.
fn bare(mut document: Document) -> Document {
    for block in document.sections.iter_mut().flat_map(|s| &mut s.blocks) {
        match block {
            Block::Chart(chart) => chart.selections.clear(),
            Block::Table(Table { selections, .. }) => selections.clear(),
            Block::Texts(texts) => texts.texts.iter_mut().for_each(|t| t.selection = None),
            Block::Text { .. } | Block::Insufficient(_) => (),
        }
    }
    document
        .findings
        .iter_mut()
        .for_each(|f| f.selection = None);
    document
}

#[test]
fn the_order_of_rows_changes_nothing() {
    // Equal words with different stars and products are what an order could hide in.
    let mut rows = english();
    rows.extend((0..30).map(|i| format!("{},{},Nice", ["Tea", "Cup"][i % 2], 1 + i % 5)));
    let one = report(
        &[("r.csv", &file("Product,Rating,Review", &rows))],
        Lang::En,
    );
    rows.reverse();
    rows.rotate_left(17);
    let other = report(
        &[("r.csv", &file("Product,Rating,Review", &rows))],
        Lang::En,
    );
    let section = |document: Document| section(&bare(document)).to_vec();
    assert_eq!(section(one), section(other));
}

#[test]
fn scales_are_told() {
    let rated = |with: &dyn Fn(usize) -> &'static str| {
        let rows: Vec<String> = (0..40)
            .map(|i| format!("{},\"Good quality, {}\"", with(i), filler(i)))
            .collect();
        report(&[("r.csv", &file("Rating,Review", &rows))], Lang::En)
    };
    // 5.5 of ten on average is three stars.
    let ten = rated(&|i| if i % 2 == 0 { "10" } else { "1" });
    assert!(
        head(&ten).contains("3.00 stars on average"),
        "{}",
        head(&ten)
    );
    assert!(head(&ten).contains("out of ten were turned into five stars"));
    let labels = rated(&|i| if i % 4 == 0 { "1" } else { "0" });
    assert!(
        head(&labels).contains("25% are marked as good"),
        "{}",
        head(&labels)
    );
    assert!(head(&labels).contains("not as stars"));
    assert!(!head(&labels).contains("stars on average"));
    let stars = chart(&labels, "reviews-stars").expect("a chart");
    assert_eq!(stars.spec.title, "25% are rated good");
    // Ones alone are the worst of five or the better of two.
    let unknown = rated(&|_| "1");
    assert!(
        head(&unknown).contains("40 ratings were not used"),
        "{}",
        head(&unknown)
    );
    assert!(chart(&unknown, "reviews-stars").is_none());
    // Words that say stars or good and bad are ratings, others are told.
    let words = rated(&|i| match i % 4 {
        0 => "五星",
        1 => "3 stars",
        2 => "four",
        _ => "4/5",
    });
    assert!(
        head(&words).contains("4.00 stars on average")
            && head(&words).contains("10 ratings were not used"),
        "{}",
        head(&words)
    );
    let words = rated(&|i| if i % 4 == 0 { "好评" } else { "差评" });
    assert!(
        head(&words).contains("25% are marked as good"),
        "{}",
        head(&words)
    );
}

#[test]
fn few_reviews_make_no_shares() {
    let rows = file("Product,Rating,Review", &english()[10..15]);
    let document = report(&[("r.csv", &rows)], Lang::En);
    let blocks = section(&document);
    assert!(
        blocks
            .iter()
            .any(|b| matches!(b, Block::Insufficient(i) if i.text.contains("there are 5")))
    );
    assert!(chart(&document, "reviews-aspects").is_none());
    assert_eq!(
        texts(&document, "reviews-words")
            .expect("words")
            .texts
            .len(),
        5
    );
    let stars = chart(&document, "reviews-stars").expect("stars");
    assert_eq!(stars.spec.title, "Only 5 ratings: shares cannot be told");
    assert!(!document.findings.iter().any(|f| f.section == "reviews"));
}

#[test]
fn what_is_missing_is_said() {
    let orders = "Order ID,Order Date,Product,Quantity,Unit Price,Currency
A1,2026-03-01,Red mug,2,10.00,EUR
A2,2026-03-04,Tea,1,10.00,EUR
";
    let document = report(&[("orders.csv", orders)], Lang::En);
    let more = document
        .sections
        .iter()
        .find(|s| s.id == "more")
        .expect("more");
    assert!(more.blocks.iter().any(
        |b| matches!(b, Block::Insufficient(i) if i.title == "What reviews say" && i.text.contains("no file of reviews"))
    ));
}

#[test]
fn a_sku_is_called_as_the_shop_calls_it() {
    let orders = "Order ID,Order Date,SKU,Product,Quantity,Unit Price,Currency
A1,2026-03-01,RM-1,Red mug,2,10.00,EUR
A2,2026-03-04,TE-2,Tea,1,10.00,EUR
";
    let rows: Vec<String> = (0..30)
        .map(|i| {
            let sku = ["rm-1", "TE-2", "999"][i % 3];
            format!("{sku},{},\"Good quality, {}\"", 1 + i % 5, filler(i))
        })
        .collect();
    let rows = file("SKU,Rating,Review", &rows);
    let document = report(&[("orders.csv", orders), ("r.csv", &rows)], Lang::En);
    let products = table(&document, "reviews-products");
    let mut names: Vec<&str> = products.rows.iter().map(|r| r[0].text.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Product 999", "Red mug", "Tea"]);
}

#[test]
fn rises_and_falls_are_found() {
    // 60 reviews in each of two times 30 days; delivery is blamed by none, then by half.
    let rows: Vec<String> = (0..120)
        .map(|i| {
            let day = table::calendar::Date::of(TODAY - 60 + (i / 2) as i32);
            let late = i >= 60;
            let (stars, words) = match late && i % 2 == 1 {
                true => (1 + i % 3, "Slow delivery"),
                false => (4 + i % 3 / 2, "Good quality"),
            };
            format!(
                "Red mug,{stars},\"{words}, {}\",{}-{:02}-{:02}",
                filler(i),
                day.year,
                day.month,
                day.day
            )
        })
        .collect();
    let rows = file("Product,Rating,Review,Date", &rows);
    let document = report(&[("r.csv", &rows)], Lang::En);
    let changes = table(&document, "reviews-changes");
    assert_eq!(
        changes.title,
        "Complaints about delivery rose from 0% to 50% of reviews"
    );
    let found = document.findings.iter().find(|f| f.id == "reviews-rise");
    assert!(found.is_some_and(|f| f.action.contains("carrier")));
    assert!(found.is_some_and(|f| f.certainty.contains("60 reviews before and 60 after")));
}

#[test]
fn stars_that_fell_are_found() {
    // A review every second day over two times 91 days.
    let rows: Vec<String> = (0..92)
        .map(|i| {
            let day = table::calendar::Date::of(TODAY - 182 + 2 * i as i32);
            let stars = if i < 46 { 4 + i % 2 } else { 2 + i % 2 };
            format!(
                "Red mug,{stars},\"Good quality, {}\",{}-{:02}-{:02}",
                filler(i),
                day.year,
                day.month,
                day.day
            )
        })
        .collect();
    let rows = file("Product,Rating,Review,Date", &rows);
    let document = report(&[("r.csv", &rows)], Lang::En);
    let found = document.findings.iter().find(|f| f.id == "reviews-fall");
    let found = found.expect("a fall");
    assert!(
        found.sentence.starts_with("“Red mug” fell from 4.5 to 2."),
        "{}",
        found.sentence
    );
    assert!(chart(&document, "reviews-trend").is_some());
}

#[test]
fn doubts_are_told_and_nothing_is_left_out() {
    let mut rows = english();
    let same = "I bought this for my mother and she likes the way it looks on the table";
    rows.extend((0..6).map(|_| format!("Tea,5,\"{same}\"")));
    let document = report(
        &[("r.csv", &file("Product,Rating,Review", &rows))],
        Lang::En,
    );
    let doubts = table(&document, "reviews-doubts");
    assert_eq!(
        doubts.title,
        "6 of 46 reviews are unlikely to have come about by chance"
    );
    assert_eq!(doubts.rows[0][1].text, "6");
    assert!(doubts.note.contains("not that anybody cheats"));
    // 122 + 30 stars over 46, and 122 over 40 without them.
    assert!(
        doubts.note.contains("would be 3.05 stars (now 3.30)"),
        "{}",
        doubts.note
    );
    let quoted = texts(&document, "reviews-praise").expect("praise");
    assert!(quoted.texts.iter().all(|t| !t.text.contains("mother")));
}

#[test]
fn reviews_without_a_name_are_not_one_customers() {
    let same = "I bought this for my mother and she likes the way it looks on the table";
    let told = |names: [&str; 2]| {
        let mut rows: Vec<String> = english().iter().map(|row| [row, ",Ann"].concat()).collect();
        rows.extend((0..6).map(|i| format!("Tea,5,\"{same}\",{}", names[i % 2])));
        let rows = file("Product,Rating,Review,Customer ID", &rows);
        let document = report(&[("r.csv", &rows)], Lang::En);
        table(&document, "reviews-doubts").rows[0][0].text.clone()
    };
    let several = "The same text in several reviews";
    assert_eq!(told(["匿名用户", "匿名用户"]), several);
    assert_eq!(told(["a***b", "Anonymous"]), several);
    assert_eq!(
        told(["Zoe", "Zoe"]),
        "One customer wrote the same more than once"
    );
}
