use chart::spec::Lang;
use extract::Value;

use super::*;
use crate::tests::read;

const REVIEWS: &str = "Product,Rating,Title,Review,Date
Red mug,5,Lovely,Lovely colour and good quality,2026-03-01
Red mug,1,,The handle broke after two days. Call me at 13812345678,2026-03-04
Tea,4,Nice tea,Nice tea with a fine smell,2026-03-05
Tea,3,,,2026-03-06
";

const ORDERS: &str = "Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency
A1,2026-03-01,C1,Red cotton mug cosy,1,10.00,EUR
A2,2026-03-04,C2,Green tea 500g,4,10.00,EUR
";

fn say(lang: Lang) -> Say<'static> {
    Say {
        lang,
        currency: "EUR",
        digits: 2,
    }
}

#[test]
fn titles_come_by_what_they_bring_and_reviews_by_chance() {
    let (_, ledger) = read(
        &[("orders.csv", ORDERS), ("reviews.csv", REVIEWS)],
        Lang::En,
    );
    let texts = Texts::of(&ledger);
    assert_eq!(texts.titles[..2], ["Green tea 500g", "Red cotton mug cosy"]);
    // A row of stars alone has nothing to read; a headline that repeats the text stands for itself.
    assert_eq!(texts.reviews.len(), 3);
    assert!(
        texts
            .reviews
            .iter()
            .any(|r| r == "Nice tea with a fine smell")
    );
    assert!(texts.reviews.iter().any(|r| r.starts_with("The handle")));
    let turned: Vec<&str> = REVIEWS.lines().collect();
    let turned = [&turned[..1], &[turned[4], turned[3], turned[1], turned[2]]]
        .concat()
        .join("\n");
    let (_, other) = read(
        &[("orders.csv", ORDERS), ("reviews.csv", &turned)],
        Lang::En,
    );
    assert_eq!(Texts::of(&other), texts);
}

#[test]
fn what_a_model_said_is_used_and_the_rest_is_read_by_lists() {
    let (_, ledger) = read(&[("orders.csv", ORDERS)], Lang::En);
    let judged = r#"{"heads":[{"name":"titles","labels":[],"names":{"color":{"zh":"色彩","en":"Hue"}}}],
        "titles":[{"text":"Red cotton mug cosy",
        "heard":{"spans":{"titles":[{"label":"product","start":11,"end":19,"score":0.9}]}}}]}"#;
    let judged: Judgements = serde_json::from_str(judged).expect("judgements");
    let library = Library::new(&ledger, &[], &judged).expect("words");
    let said = |at: usize| -> Vec<(&str, &str)> {
        let reading = library.titles[at].reading.as_ref().expect("read");
        let mentions = reading.mentions.iter();
        mentions
            .map(|m| (m.label.as_str(), m.text.as_str()))
            .collect()
    };
    assert!(!library.titles[0].by_model && library.titles[1].by_model);
    assert!(said(0).contains(&("quantity", "500g")), "{:?}", said(0));
    assert!(said(1).contains(&("product", "mug cosy")), "{:?}", said(1));
    assert_eq!(library.label("color", &say(Lang::Zh)), "色彩");
    assert_eq!(library.label("size", &say(Lang::Zh)), "尺寸");
    let red = Value::key("red");
    assert_eq!(library.value("color", &red, &say(Lang::Zh)), "红色");
}

#[test]
fn corrections_hold() {
    let (_, ledger) = read(&[("orders.csv", ORDERS)], Lang::En);
    let correction = r#"{"pattern":"mug cosy","label":"style","action":"set"}"#;
    let correction: Correction = serde_json::from_str(correction).expect("a correction");
    let judged = Judgements::default();
    let library = Library::new(&ledger, &[correction], &judged).expect("words");
    let reading = library.titles[1].reading.as_ref().expect("read");
    assert!(
        reading
            .mentions
            .iter()
            .any(|m| m.label == "style" && m.text == "mug cosy")
    );
}

#[test]
fn shown_texts_are_short_and_tell_nobodys_number() {
    let (_, ledger) = read(&[("reviews.csv", REVIEWS)], Lang::En);
    let judged = Judgements::default();
    let library = Library::new(&ledger, &[], &judged).expect("words");
    let marking = Marking {
        library: &library,
        say: say(Lang::En),
    };
    let shown = |text: &str| {
        let reading = library.reader.review(text, None, None);
        marking.text("review", text, &reading, String::new(), None, &|_| true)
    };
    let short = shown("The handle broke. Call me at 13812345678");
    assert_eq!(short.text, "The handle broke. Call me at •••••••••••");
    let long = shown(&["so it was a day ".repeat(60).as_str(), "terrible quality"].concat());
    assert!(long.text.chars().count() <= 322 && long.text.starts_with('…'));
    let chars: Vec<char> = long.text.chars().collect();
    let words: Vec<String> = long
        .marks
        .iter()
        .map(|m| chars[m.start as usize..m.end as usize].iter().collect())
        .collect();
    assert!(
        words.contains(&"terrible".to_owned()) && words.contains(&"quality".to_owned()),
        "{words:?}"
    );
}

#[test]
fn amounts_are_written_as_they_are_said() {
    let say = say(Lang::En);
    let amount = |number, unit: &str, count| Value::Amount {
        number,
        unit: unit.into(),
        count,
    };
    assert_eq!(words::value(&amount(0.5, "L", Some(2)), &say), "500 ml × 2");
    assert_eq!(words::value(&amount(1.25, "kg", None), &say), "1.25 kg");
    assert_eq!(words::value(&amount(2.4e9, "Hz", None), &say), "2.4 GHz");
    assert_eq!(words::value(&amount(4.8e7, "pixels", None), &say), "48 MP");
    let sides = Value::Sides {
        sides: vec![0.3, 0.405],
        unit: "m".into(),
    };
    assert_eq!(words::value(&sides, &say), "30 × 40.5 cm");
}

#[test]
fn why_is_told_by_what_is_missing_without_a_word() {
    let why = r#"{"text":"soft red mug","start":9,"end":12,"label":"product"}"#;
    let why: Why = serde_json::from_str(why).expect("a question");
    assert_eq!(why.texts(), ["soft red mug", " red mug", "soft  mug"]);
    let heard = |start: u32, score: f32| {
        let found = extract::Found {
            label: "product".into(),
            start,
            end: start + 3,
            score,
        };
        let spans = vec![extract::HeardSpan {
            found,
            judged: None,
        }];
        Some(Heard {
            spans: [("titles".to_owned(), spans)].into(),
            ..Heard::default()
        })
    };
    // Without "soft" the mug stands four characters earlier, and is as sure; without "red" it is less so.
    let weights = why.weights(&[], &[heard(9, 0.9), heard(5, 0.9), heard(6, 0.4)]);
    let said: Vec<(u32, u32, i32)> = weights
        .iter()
        .map(|w| (w.start, w.end, (w.weight * 100.0).round() as i32))
        .collect();
    assert_eq!(said, [(5, 8, 50), (0, 4, 0)]);
    // A mug somewhere else is not this one.
    let weights = why.weights(&[], &[heard(9, 0.9), heard(0, 0.9), None]);
    assert!(weights.iter().all(|w| (w.weight - 0.9).abs() < 1e-6));
}
