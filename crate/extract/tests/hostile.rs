//! Whatever comes in: positions are right, nothing is told of persons, nothing panics, nothing is claimed loudly about noise.

use extract::{
    Action, Correction, Corrections, Found, Gazetteer, Judged, Language, Mention, Reader, Reading,
    private,
};
use proptest::prelude::*;
use std::sync::LazyLock;

/// Made once: its automata are what takes time.
static READER: LazyLock<Reader> = LazyLock::new(made);

fn made() -> Reader {
    let brands = Gazetteer::new(&["小米|Xiaomi|MI", "Nike", "Apple", "7-Up", "", "123"]);
    Reader::new()
        .expect("the project's own")
        .with_brands(brands.expect("brands"))
}

/// What every reading keeps to.
fn check(text: &str, reading: &Reading) {
    let chars: Vec<char> = text.chars().collect();
    let private = private(text);
    let mut before = 0;
    for mention in &reading.mentions {
        let (start, end) = (mention.start as usize, mention.end as usize);
        assert!(start < end && end <= chars.len(), "{mention:?} in {text:?}");
        let own: String = chars[start..end].iter().collect();
        assert_eq!(own, mention.text);
        assert!((0.0..=1.0).contains(&mention.score), "{mention:?}");
        assert!(mention.start >= before, "out of order: {mention:?}");
        before = mention.start;
        let personal = |&(from, to): &(u32, u32)| mention.start < to && from < mention.end;
        assert!(!private.iter().any(personal), "{mention:?} in {text:?}");
        let json = serde_json::to_string(mention).expect("plain data");
        assert!(!json.contains("null") && !json.contains("NaN"), "{json}");
        let back: Mention = serde_json::from_str(&json).expect("comes back");
        assert_eq!(&back, mention);
    }
}

/// Spans as a model that has lost its mind might give them.
fn spans() -> impl Strategy<Value = Vec<Found>> {
    let labels = prop::sample::select(vec![
        "brand",
        "product",
        "spec",
        "quantity",
        "aspect",
        "opinion-positive",
        "opinion",
        "",
    ]);
    let span = (labels, 0_u32..60, 0_u32..60, 0.0_f32..=1.0);
    let spans = prop::collection::vec(span, 0..8);
    spans.prop_map(|spans| {
        let found = spans.into_iter().map(|(label, start, end, score)| Found {
            label: label.to_owned(),
            start,
            end,
            score,
        });
        found.collect()
    })
}

fn texts() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "红色",
        "女",
        "小米",
        "Nike",
        "500ml",
        "*2",
        "¥99.9",
        "XL",
        "S/M",
        "适用于iPhone 13",
        "产地",
        "13812345678",
        "a@b.cn",
        "<b style=red>",
        "</b>",
        "👍🏽",
        "\u{200D}",
        "，",
        " ",
        "。",
        "20x30",
        "cm",
        "3-6岁",
        "not good",
        "很好",
        "İ",
        "ﬁ",
        "\u{0}",
        "made in Italy",
        "x",
        ".",
        "9",
    ]);
    let joined = prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat());
    prop_oneof![joined, any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn readings_are_sound(text in texts(), spans in spans(), zh in any::<bool>()) {
        let reader = &READER;
        let lang = zh.then_some(Language::Zh);
        check(&text, &reader.title(&text, lang, None));
        check(&text, &reader.title(&text, lang, Some(&spans)));
        check(&text, &reader.review(&text, lang, None));
        let judged = Judged {
            polarity: spans.iter()
                .map(|span| (span.start % 2 == 0).then_some([0.3, f32::from(span.start as u8), 0.1]))
                .collect(),
            aspects: spans.clone(),
            opinions: spans,
            sentiment: Some([0.0; 3]),
        };
        check(&text, &reader.review(&text, lang, Some(&judged)));
    }

    #[test]
    fn titles_spans_do_not_overlap(text in texts(), spans in spans()) {
        let reading = READER.title(&text, None, Some(&spans));
        let told: Vec<&Mention> = reading.mentions.iter().filter(|mention| mention.label != "audience").collect();
        for pair in told.windows(2) {
            prop_assert!(!pair[0].overlaps(pair[1]), "{pair:?}");
        }
    }
}

#[test]
fn noise_says_nothing() {
    let reader = &READER;
    let long = "很好".repeat(5_000) + &"<br>".repeat(10);
    for text in [
        "",
        " ",
        "a",
        "1",
        "👍👍👍",
        "asdfghjkl qwertyuiop",
        "6901234567892 00000 12345",
        "!!!???",
        "<div class=\"red\"><br/></div>",
        "Очень хорошее красное платье",
        "とても良いです。赤いドレスです",
        "13812345678",
        "\u{0}\u{FFFD}",
        &long,
    ] {
        let title = reader.title(text, None, None);
        check(text, &title);
        assert_eq!(title.mentions, [], "{text:?}");
        let review = reader.review(text, None, None);
        check(text, &review);
    }
    assert_eq!(
        reader.title("Очень красное платье", None, None).lang,
        Language::Other
    );
    // A language that is said and wrong: words are still only those that are there.
    let wrong = reader.title("red dress", Some(Language::Zh), None);
    assert_eq!(wrong.lang, Language::Zh);
    assert!(
        wrong
            .mentions
            .iter()
            .all(|mention| "red dress".contains(&mention.text))
    );
}

#[test]
fn a_model_that_raves_is_not_believed_on_noise() {
    let reader = &READER;
    let everything = |text: &str, label: &str| Found {
        label: label.to_owned(),
        start: 0,
        end: text.chars().count() as u32,
        score: 0.99,
    };
    for text in ["asdfghjkl", "13812345678", "👍👍", "....", "Все хорошо"] {
        let spans = [everything(text, "model")];
        assert_eq!(
            reader.title(text, None, Some(&spans)).mentions,
            [],
            "{text}"
        );
        assert_eq!(
            reader
                .title(text, Some(Language::En), Some(&spans))
                .mentions
                .iter()
                .filter(|m| m.text != "Все хорошо")
                .count(),
            0,
            "{text}"
        );
    }
}

#[test]
fn titles_of_brands_alone_and_of_numbers_alone() {
    let reader = &READER;
    let brands = reader.title("Nike 小米 Apple", None, None);
    assert!(
        brands
            .mentions
            .iter()
            .all(|mention| mention.label == "brand")
    );
    assert_eq!(brands.mentions.len(), 3);
    assert_eq!(reader.title("123 7 99 2024", None, None).mentions, []);
}

#[test]
fn sources_agree_or_the_surer_wins() {
    let reader = &READER;
    let text = "Apple vinegar 500ml";
    let vinegar = Found {
        label: "product".to_owned(),
        start: 0,
        end: 13,
        score: 0.95,
    };
    // The fruit is no brand inside of a product that the model is sure of.
    let sure = reader.title(text, None, Some(std::slice::from_ref(&vinegar)));
    let labels: Vec<&str> = sure
        .mentions
        .iter()
        .map(|mention| mention.label.as_str())
        .collect();
    assert_eq!(labels, ["product", "quantity"]);
    let unsure = Found {
        score: 0.5,
        ..vinegar
    };
    let unsure = reader.title(text, None, Some(&[unsure]));
    assert_eq!(unsure.mentions[0].label, "brand");
}

#[test]
fn corrections_win_over_everything() {
    let correction = Correction {
        pattern: "apple".to_owned(),
        label: "product".to_owned(),
        value: None,
        polarity: None,
        action: Action::Set,
        text: None,
    };
    let reader = made().with_corrections(Corrections::new(vec![correction]));
    let reading = reader.title("Apple 500 g", None, None);
    assert_eq!(reading.mentions[0].label, "product");
    assert_eq!(reading.mentions[0].score, 1.0);
    assert_eq!(reading.mentions[1].label, "quantity");
}
