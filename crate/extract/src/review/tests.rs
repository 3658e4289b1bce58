use super::*;

fn found(text: &str, word: &str, label: &str, score: f32) -> Found {
    let byte = text.find(word).expect("in the text");
    let start = text[..byte].chars().count() as u32;
    Found {
        label: label.to_owned(),
        start,
        end: start + word.chars().count() as u32,
        score,
    }
}

fn read(
    text: &str,
    aspects: &[&str],
    opinions: &[(&str, &str)],
) -> (Vec<Mention>, Option<Sentiment>) {
    let groups = Aspects::new().expect("the project's own");
    let reviews = Reviews {
        aspects: &groups,
        thresholds: &Thresholds::default(),
    };
    let judged = Judged {
        aspects: aspects
            .iter()
            .map(|word| found(text, word, "aspect", 0.9))
            .collect(),
        opinions: opinions
            .iter()
            .map(|(word, name)| found(text, word, &format!("opinion-{name}"), 0.9))
            .collect(),
        sentiment: Some([0.2, 0.7, 0.1]),
        polarity: Vec::new(),
    };
    reviews.read(&Folded::new(text), Some(&judged))
}

#[test]
fn pairs_stay_in_their_clause() {
    let text = "物流很快，就是包装破损。屏幕清晰";
    let (mentions, sentiment) = read(
        text,
        &["物流", "包装", "屏幕"],
        &[
            ("很快", "positive"),
            ("破损", "negative"),
            ("清晰", "positive"),
        ],
    );
    let pairs: Vec<(&str, &str, Option<Polarity>, Option<Value>)> = mentions
        .iter()
        .filter_map(|mention| {
            let opinion = mention.opinion.as_ref()?;
            Some((
                mention.text.as_str(),
                opinion.text.as_str(),
                mention.polarity,
                mention.value.clone(),
            ))
        })
        .collect();
    let expected = [
        (
            "物流",
            "很快",
            Some(Polarity::Positive),
            Some(Value::key("logistics")),
        ),
        (
            "包装",
            "破损",
            Some(Polarity::Negative),
            Some(Value::key("packaging")),
        ),
        (
            "屏幕",
            "清晰",
            Some(Polarity::Positive),
            Some(Value::key("function")),
        ),
    ];
    assert_eq!(pairs, expected);
    assert_eq!(sentiment.map(|s| s.label), Some(Polarity::Negative));
}

#[test]
fn english_names_come_before_and_after() {
    let text = "Love the fabric, but the gizmo is awful.";
    let (mentions, _) = read(
        text,
        &["fabric", "gizmo"],
        &[("Love", "positive"), ("awful", "negative")],
    );
    let of = |word: &str| {
        mentions
            .iter()
            .find(|mention| mention.text == word)
            .expect("found")
    };
    assert_eq!(
        of("fabric").opinion.as_ref().map(|o| o.text.as_str()),
        Some("Love")
    );
    assert_eq!(of("gizmo").polarity, Some(Polarity::Negative));
    // What no group has is kept under its own words.
    assert_eq!(of("gizmo").value, Some(Value::key("gizmo")));
    assert_eq!(
        mentions
            .iter()
            .filter(|mention| mention.label == "opinion")
            .count(),
        2
    );
}

#[test]
fn the_head_over_the_aspect_counts_beside_the_tag() {
    let groups = Aspects::new().expect("the project's own");
    let reviews = Reviews {
        aspects: &groups,
        thresholds: &Thresholds::default(),
    };
    let text = "price okay";
    let judged = Judged {
        aspects: vec![found(text, "price", "aspect", 0.9)],
        opinions: vec![found(text, "okay", "opinion-neutral", 0.4)],
        sentiment: None,
        polarity: vec![Some([0.1, 0.8, 0.1])],
    };
    let (mentions, sentiment) = reviews.read(&Folded::new(text), Some(&judged));
    assert_eq!(mentions[0].polarity, Some(Polarity::Negative));
    assert_eq!(sentiment, None);
}

#[test]
fn far_opinions_belong_to_nothing() {
    let text = format!("price{} great", " and so on".repeat(20));
    let (mentions, _) = read(&text, &["price"], &[("great", "positive")]);
    assert_eq!(mentions[0].opinion, None);
}

#[test]
fn words_alone_read_too() {
    let groups = Aspects::new().expect("the project's own");
    let reviews = Reviews {
        aspects: &groups,
        thresholds: &Thresholds::default(),
    };
    let (mentions, sentiment) = reviews.read(&Folded::new("质量很好，物流太慢，客服恶劣"), None);
    let aspects: Vec<(&str, Option<Polarity>)> = mentions
        .iter()
        .filter(|m| m.label == "aspect")
        .map(|m| (m.text.as_str(), m.polarity))
        .collect();
    assert_eq!(
        aspects,
        [
            ("质量", Some(Polarity::Positive)),
            ("物流", Some(Polarity::Negative)),
            ("客服", Some(Polarity::Negative))
        ]
    );
    assert_eq!(sentiment.map(|s| s.label), Some(Polarity::Negative));
    assert!(
        mentions
            .iter()
            .all(|m| m.source == Source::Gazetteer && m.score < 0.7)
    );
}

#[test]
fn of_several_words_that_judge_the_nearest_counts() {
    let groups = Aspects::new().expect("the project's own");
    let reviews = Reviews {
        aspects: &groups,
        thresholds: &Thresholds::default(),
    };
    let (mentions, _) = reviews.read(&Folded::new("好评，但是质量真的太差"), None);
    let quality = mentions.iter().find(|m| m.text == "质量");
    assert_eq!(quality.and_then(|m| m.polarity), Some(Polarity::Negative));
}

#[test]
fn gaps_need_opposites() {
    let said = |label, score| Sentiment { label, score };
    assert_eq!(
        gap(5.0, &said(Polarity::Negative, 0.9)),
        Some(Gap::BetterThanSaid)
    );
    assert_eq!(
        gap(1.0, &said(Polarity::Positive, 0.9)),
        Some(Gap::WorseThanSaid)
    );
    assert_eq!(gap(3.0, &said(Polarity::Positive, 0.9)), None);
    assert_eq!(gap(5.0, &said(Polarity::Negative, 0.5)), None);
    assert_eq!(gap(f64::NAN, &said(Polarity::Negative, 0.9)), None);
}

#[test]
fn labels_are_read_by_their_names() {
    let labels = ["neutral", "negative", "positive"].map(str::to_owned);
    assert_eq!(shares(&labels, &[0.1, 0.2, 0.7]), [0.7, 0.2, 0.1]);
}

#[test]
fn an_opinion_is_no_aspect() {
    let said = |text: &str, aspects: &[&str], opinions: &[(&str, &str)]| -> Vec<String> {
        let (mentions, _) = read(text, aspects, opinions);
        let aspects = mentions.into_iter().filter(|m| m.label == "aspect");
        aspects.map(|m| m.text).collect()
    };
    let bad = |word: &'static str| [(word, "negative")];
    // The same words as aspect and as opinion; a judgement or a word for anything without one.
    assert_eq!(said("坏了", &["坏了"], &bad("坏了")), [""; 0]);
    assert_eq!(said("开胶了", &["开胶了"], &bad("开胶")), [""; 0]);
    assert_eq!(said("一般般", &["一般般"], &[]), [""; 0]);
    let clause = "好是好，就是太贵";
    assert_eq!(said(clause, &[clause], &bad("太贵")), [""; 0]);
    // What a longer opinion speaks of, and what a group has, stay.
    assert_eq!(
        said("拉链用了两天就坏了", &["拉链"], &bad("拉链用了两天就坏了")),
        ["拉链"]
    );
    assert_eq!(
        said("很好看", &["好看"], &[("很好看", "positive")]),
        ["好看"]
    );
}

#[test]
fn a_word_for_whatever_was_bought_is_told_and_belongs_to_no_group() {
    let good = [("great", "positive"), ("too expensive", "negative")];
    let text = "The product is great, the zip is too expensive";
    let (mentions, _) = read(text, &["product", "zip"], &good);
    let told: Vec<_> = mentions
        .iter()
        .filter(|m| m.label == "aspect")
        .map(|m| {
            let opinion = m.opinion.as_ref().map(|o| o.text.as_str());
            (m.text.as_str(), m.value.is_some(), opinion)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("product", false, Some("great")),
            ("zip", true, Some("too expensive"))
        ]
    );
    // An opinion that speaks of the price says so, though it stands beside such a word.
    let (mentions, _) = read("东西太贵", &["东西"], &[("太贵", "negative")]);
    let price = mentions.iter().find(|m| m.label == "opinion");
    assert!(
        price.is_some_and(|m| m.value == Some(Value::Key("price".to_owned()))),
        "{mentions:?}"
    );
}

#[test]
fn default_words_of_a_platform_say_nothing() {
    for text in [
        "此用户没有填写评价",
        "用户未及时做出评价，系统默认好评",
        "该用户觉得商品非常好，给出5星好评",
    ] {
        let aspect: String = text.chars().take(2).collect();
        let (mentions, sentiment) = read(text, &[&aspect], &[]);
        assert!(mentions.is_empty() && sentiment.is_none(), "{text}");
    }
    let (_, sentiment) = read("默认好评，但是质量真的太差", &["质量"], &[]);
    assert!(sentiment.is_some());
}

#[test]
fn faults_that_are_not_there_are_praise() {
    for (text, aspects, opinions) in [
        (
            "没有线头，做工好",
            &["线头", "做工"][..],
            &[("没有", "negative"), ("好", "positive")][..],
        ),
        (
            "一点异味都没有，推荐",
            &["异味"],
            &[("都没有", "negative"), ("推荐", "positive")],
        ),
        ("It never leaks.", &[], &[("never leaks", "negative")]),
    ] {
        let (mentions, sentiment) = read(text, aspects, opinions);
        let blamed = |mention: &&Mention| mention.polarity == Some(Polarity::Negative);
        assert_eq!(mentions.iter().find(blamed), None, "{text}");
        assert_eq!(
            sentiment.map(|s| s.label),
            Some(Polarity::Positive),
            "{text}"
        );
    }
    let (mentions, _) = read("没有线头，做工差", &["做工"], &[("差", "negative")]);
    assert_eq!(mentions[0].polarity, Some(Polarity::Negative));
    for (text, blamed) in [
        ("Does not remove stains.", "Does not remove stains"),
        ("They won't refund my money.", "won't refund"),
        ("不能退货", "不能退货"),
    ] {
        let (mentions, sentiment) = read(text, &[], &[(blamed, "negative")]);
        assert_eq!(mentions[0].polarity, Some(Polarity::Negative), "{text}");
        assert_eq!(
            sentiment.map(|s| s.label),
            Some(Polarity::Negative),
            "{text}"
        );
    }
    // What is there is blamed beside what is not, by the model as by the lists.
    let text = "没有异味，但是起球";
    let (mentions, sentiment) = read(
        text,
        &["异味"],
        &[("没有异味", "negative"), ("起球", "negative")],
    );
    let told: Vec<Option<Polarity>> = mentions.iter().map(|mention| mention.polarity).collect();
    let (good, bad) = (Some(Polarity::Positive), Some(Polarity::Negative));
    assert_eq!(told, [good, good, bad]);
    assert_eq!(sentiment.map(|s| s.label), bad);
}

#[test]
fn opinions_stay_in_their_sentence() {
    let text = "更结实。客服一直不回消息";
    let (mentions, _) = read(
        text,
        &["客服"],
        &[("结实", "positive"), ("不回消息", "negative")],
    );
    let opinion = mentions[0].opinion.as_ref().expect("an opinion");
    assert_eq!(
        (opinion.text.as_str(), mentions[0].polarity),
        ("不回消息", Some(Polarity::Negative))
    );
    let (mentions, _) = read(
        "Feels sturdier. The lid",
        &["lid"],
        &[("sturdier", "positive")],
    );
    assert_eq!(mentions[0].opinion, None);
}
