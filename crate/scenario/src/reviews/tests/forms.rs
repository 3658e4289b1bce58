//! Ratings as files write them.

use super::*;

/// A report of forty reviews of two products, rated as told; without words where `has_words` is false.
fn rated(name: &str, has_words: bool, with: &dyn Fn(usize) -> String, lang: Lang) -> Document {
    let rows: Vec<String> = (0..40)
        .map(|i| {
            let product = ["Tea", "Cup"][i % 2];
            let day = format!("2026-{:02}-{:02}", i % 3 + 1, i % 28 + 1);
            let words = match has_words {
                true => format!(",\"Good quality, {}\"", filler(i)),
                false => String::new(),
            };
            format!("{product},{day},{}{words}", with(i))
        })
        .collect();
    let header = match has_words {
        true => format!("Product,Review date,{name},Review"),
        false => format!("Product,Review date,{name}"),
    };
    report(&[("r.csv", &file(&header, &rows))], lang)
}

fn of(cells: &[&str], i: usize) -> String {
    cells[i % cells.len()].to_owned()
}

/// Bars of the chart of ratings.
fn counts(document: &Document) -> Vec<(String, f64)> {
    let chart = chart(document, "reviews-stars").expect("ratings");
    let Plot::Bar {
        categories, series, ..
    } = &chart.spec.plot
    else {
        panic!("no bars");
    };
    let values = series[0].values.iter().map(|v| v.unwrap_or(0.0));
    categories.iter().cloned().zip(values).collect()
}

#[test]
fn stars_are_stars_however_they_are_written() {
    let forms: [[&str; 4]; 4] = [
        [
            "5.0 out of 5 stars",
            "4.0 out of 5 stars",
            "4.0 out of 5 stars",
            "1.0 out of 5 stars",
        ],
        ["5/5", "4/5", "4/5", "1/5"],
        ["★★★★★", "★★★★☆", "★★★★☆", "★☆☆☆☆"],
        // A slip of the keyboard aside.
        ["5", "4", "4", "1"],
    ];
    for cells in forms {
        let document = rated("Rating", true, &|i| of(&cells, i), Lang::En);
        let said = head(&document);
        assert!(said.contains("3.50 stars on average"), "{cells:?}: {said}");
        assert!(!said.contains("not used"), "{cells:?}: {said}");
    }
    // Out of ten, though none is above five.
    let document = rated("Rating", true, &|i| of(&["1/10", "5/10"], i), Lang::En);
    let said = head(&document);
    assert!(said.contains("1.89 stars on average"), "{said}");
    assert!(said.contains("out of ten"), "{said}");
}

#[test]
fn a_slip_is_told_and_makes_no_other_scale() {
    let with = |i: usize| match i {
        39 => "55".to_owned(),
        _ => of(&["5", "4", "1"], i),
    };
    let document = rated("Rating", true, &with, Lang::En);
    let said = head(&document);
    // 13 times 10 stars.
    assert!(said.contains("3.33 stars on average"), "{said}");
    assert!(
        said.contains("1 rating (55) is not on the scale of the others and was not used"),
        "{said}"
    );
    assert!(!said.contains("out of a hundred"), "{said}");
    let said = rated("评分", true, &with, Lang::Zh);
    assert!(head(&said).contains("有 1 个评分（55）和其他评分不在同一分制"));
}

#[test]
fn good_among_stars_is_said_to_count_as_five() {
    let cells = ["好评", "5星", "5星", "1星"];
    let document = rated("评分", true, &|i| of(&cells, i), Lang::Zh);
    let said = head(&document);
    assert!(said.contains("平均 4.00 星"), "{said}");
    assert!(
        said.contains("有 10 个评分写成“好评”“中评”或“差评”"),
        "{said}"
    );
    assert!(said.contains("按 5、3、1 星计"), "{said}");
}

#[test]
fn words_alone_are_counted_as_words() {
    let cells = ["好评", "好评", "中评", "差评"];
    let document = rated("评价等级", true, &|i| of(&cells, i), Lang::Zh);
    let said = head(&document);
    // What is neither stays in what the share is of.
    assert!(said.contains("50%标为好评"), "{said}");
    assert!(
        said.contains("好评 20 条，中评 10 条，差评 10 条。"),
        "{said}"
    );
    assert!(said.contains("不当作星级"), "{said}");
    assert!(!said.contains("没有使用"), "{said}");
    let named = [("差评", 10.0), ("中评", 10.0), ("好评", 20.0)];
    assert_eq!(
        counts(&document),
        named.map(|(name, n)| (name.to_owned(), n))
    );
    let trend = chart(&document, "reviews-trend").expect("months");
    let Plot::Line { series, .. } = &trend.spec.plot else {
        panic!("no line");
    };
    let months: Vec<f64> = series[0].points.iter().filter_map(|p| p.y).collect();
    assert!(
        months.iter().all(|share| (0.4..0.6).contains(share)),
        "{months:?}"
    );
    // All of them good.
    let document = rated("评价等级", true, &|_| "好评".to_owned(), Lang::Zh);
    let said = head(&document);
    assert!(said.contains("100%标为好评"), "{said}");
    assert!(!said.contains("没有使用"), "{said}");
}

#[test]
fn stars_without_words_are_reported() {
    let with = |i: usize| of(&["5", "4", "4", "1"], i);
    for (name, lang, said) in [
        (
            "Rating",
            Lang::En,
            "40 reviews, none with words. 3.50 stars",
        ),
        ("评分", Lang::Zh, "共 40 条评价，都没有文字。平均 3.50 星"),
    ] {
        let document = rated(name, false, &with, lang);
        assert!(head(&document).contains(said), "{}", head(&document));
        assert_eq!(counts(&document).len(), 5);
        let products = table(&document, "reviews-products");
        assert_eq!(products.rows.len(), 2);
        let short = |b: &Block| matches!(b, Block::Insufficient(_));
        assert!(!section(&document).iter().any(short));
    }
}

/// Forty reviews, a quarter of them without words under a headline that nobody wrote.
#[test]
fn stars_for_a_headline_are_no_words() {
    let rows: Vec<String> = (0..40)
        .map(|i| match i % 4 {
            0 => format!("{i},Red mug,5,Five Stars,"),
            1 => format!("{i},Red mug,4,Four Stars,\"Good quality, {}\"", filler(i)),
            _ => format!("{i},Red mug,4,Love it,\"Good quality, {}\"", filler(i)),
        })
        .collect();
    let rows = file("Id,Product,Rating,Title,Body", &rows);
    let document = report(&[("r.csv", &rows)], Lang::En);
    assert!(head(&document).contains("40 reviews, 30 of them with words."));
    let shown = serde_json::to_string(section(&document)).expect("JSON");
    assert!(!shown.contains("Stars\\n") && !shown.contains("Four Stars"));
}
