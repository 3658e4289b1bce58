//! What a language model adds: its readings, topics by its vectors, products side by side.

use super::*;

/// A report with what a model said.
fn judged(rows: &str, judge: &dyn Fn(&Texts) -> Judgements) -> Document {
    let (mut document, ledger) = read(&[("r.csv", rows)], Lang::En);
    let request = Request {
        lang: Lang::En,
        today: TODAY,
        ..Request::default()
    };
    let judged = judge(&Texts::of(&ledger));
    Scenarios::new(&ledger, &request, &judged, &mut |_, _| ()).complete(&mut document);
    document
}

#[test]
fn a_models_reading_is_not_mixed_with_that_of_lists() {
    let rows: Vec<String> = (0..120)
        .map(|i| {
            format!(
                "{},\"The gizmo is here, good quality, {}\"",
                1 + i % 5,
                filler(i)
            )
        })
        .collect();
    let rows = file("Rating,Review", &rows);
    let heads = r#"[{"name":"polarity","labels":["negative","positive"],"over":"aspects"}]"#;
    let heard = r#"{"spans":{"aspects":[{"label":"aspect","start":4,"end":9,"score":0.9,"judged":[0.9,0.1]}]}}"#;
    let read = |n: usize| {
        judged(&rows, &|texts: &Texts| {
            let all = texts.reviews.len();
            assert_eq!(all, 120);
            Judgements {
                heads: serde_json::from_str(heads).expect("heads"),
                reviews: texts.reviews[..n]
                    .iter()
                    .map(|text| crate::Judged {
                        text: text.clone(),
                        heard: serde_json::from_str(heard).expect("heard"),
                    })
                    .collect(),
                ..Judgements::default()
            }
        })
    };
    let enough = read(100);
    let aspects = chart(&enough, "reviews-aspects").expect("aspects");
    assert_eq!(bars(aspects), [("“gizmo” · 100".to_owned(), -100, 0)]);
    // 1.96 · √(0.25 / 100 · (1 − 100 / 120)) = 4.0 points.
    assert!(
        head(&enough).contains("Of 120 reviews with words the language model has read 100, a random sample; shares may be off by ±4.0 points"),
        "{}", head(&enough)
    );
    // Too few of them: all are read by the lists.
    let few = read(50);
    let aspects = chart(&few, "reviews-aspects").expect("aspects");
    assert_eq!(bars(aspects), [("Quality · 120".to_owned(), 0, 100)]);
    assert!(head(&few).contains("Read by word lists alone"));
}

#[test]
fn topics_are_named_by_their_words() {
    let rows: Vec<String> = (0..90)
        .map(|i| {
            let about = if i % 3 == 0 {
                "zipper stuck"
            } else {
                "lamp shines"
            };
            format!(
                "{},2026-0{}-10,\"The {about} when it was number {i}\"",
                1 + i % 5,
                1 + i % 3
            )
        })
        .collect();
    let rows = file("Rating,Date,Review", &rows);
    let document = judged(&rows, &|texts: &Texts| Judgements {
        width: 2,
        reviews: texts
            .reviews
            .iter()
            .map(|text| crate::Judged {
                text: text.clone(),
                ..crate::Judged::default()
            })
            .collect(),
        vectors: texts
            .reviews
            .iter()
            .flat_map(|t| {
                if t.contains("zipper") {
                    [1.0, 0.0]
                } else {
                    [0.0, 1.0]
                }
            })
            .collect(),
        ..Judgements::default()
    });
    let topics = table(&document, "reviews-topics");
    let said: Vec<(&str, &str)> = topics
        .rows
        .iter()
        .map(|r| (r[0].text.as_str(), r[1].text.as_str()))
        .collect();
    assert_eq!(said, [("lamp, shines", "60"), ("stuck, zipper", "30")]);
    assert_eq!(
        topics.title,
        "The largest group of like reviews, 67%, often says: “lamp” and “shines”"
    );
}

#[test]
fn products_stand_beside_each_other_over_the_aspects_they_share() {
    let mut rows = Vec::new();
    let mut add = |product: &str, words: &str, n: usize| {
        for _ in 0..n {
            let at = rows.len();
            rows.push(format!("{product},4,\"{words}, {}\"", filler(at)));
        }
    };
    for (product, bad) in [("Red mug", 18), ("Tea", 2)] {
        add(product, "Poor quality", bad);
        add(product, "Good quality", 20 - bad);
        add(product, "Slow delivery", 6);
        add(product, "Fast delivery", 6);
        add(product, "Great price", 9);
        add(product, "Terrible price", 1);
    }
    let rows = file("Product,Rating,Review", &rows);
    let document = report(&[("reviews.csv", &rows)], Lang::En);
    let radar = chart(&document, "reviews-radar").expect("a radar");
    let Plot::Radar { spokes, series, .. } = &radar.spec.plot else {
        panic!("no radar");
    };
    let quality = spokes.iter().position(|s| s.name == "Quality");
    let quality = quality.expect("a spoke");
    let of = |product: &str| {
        let own = series.iter().find(|s| s.name == product);
        own.and_then(|s| s.values[quality])
    };
    assert_eq!((of("Red mug"), of("Tea")), (Some(0.1), Some(0.9)));
    let title = &radar.spec.title;
    assert!(title.contains("in quality: "), "{title}");
    // A mark a product and spoke, each with its reviews.
    assert_eq!(radar.selections.len(), 2 * spokes.len());
    assert!(radar.selections.iter().all(Option::is_some));
}
