use super::*;

fn written<'a>(text: &'a str, author: &'a str, day: i32) -> Written<'a> {
    Written {
        text,
        rating: Some(5.0),
        author: Some(author),
        day: Some(day),
    }
}

fn reasons(reviews: &[Written<'_>]) -> Vec<(usize, Reason)> {
    let found = doubts(reviews, &DoubtOptions::default());
    found
        .iter()
        .map(|doubt| (doubt.review, doubt.reason))
        .collect()
}

#[test]
fn equal_texts_of_different_customers() {
    let long = "衣服质量非常好，穿着很舒服，下次还来";
    let reviews = [
        written(long, "a", 1),
        written("不错", "b", 1),
        written("衣服质量非常好!穿着很舒服。下次还来", "c", 300),
        written("不错", "d", 1),
    ];
    // Short praise is everybody's.
    assert_eq!(
        reasons(&reviews),
        [(0, Reason::SameText), (2, Reason::SameText)]
    );
    let found = doubts(&reviews, &DoubtOptions::default());
    assert_eq!(found[0].with, [2]);
}

#[test]
fn one_customer_twice() {
    let reviews = [
        written("Great socks!", "a", 1),
        written("great socks", "a", 5),
        written("Great socks!", "b", 9),
    ];
    assert_eq!(
        reasons(&reviews),
        [(0, Reason::Repeated), (1, Reason::Repeated)]
    );
}

#[test]
fn a_name_of_nobody_is_no_customer() {
    for nobody in [
        "匿名用户",
        "匿名",
        "匿名买家",
        "（匿名）",
        "Anonymous",
        "anonymous user",
        "a***b",
        "王**",
        "t＊＊＊1",
        "j***@gmail.com",
        "Guest",
        "Amazon Customer",
        "N/A",
        "用户",
        " - ",
    ] {
        assert!(is_nobody(nobody), "{nobody}");
        let reviews = [
            written("Great socks!", nobody, 1),
            written("great socks", nobody, 5),
        ];
        assert_eq!(reasons(&reviews), [], "{nobody}");
        // By customers that cannot be told apart it is still said too often.
        let long = "衣服质量非常好，穿着很舒服，下次还来";
        let reviews = [written(long, nobody, 1), written(long, nobody, 5)];
        let expected = [(0, Reason::SameText), (1, Reason::SameText)];
        assert_eq!(reasons(&reviews), expected, "{nobody}");
    }
    for somebody in [
        "Ann",
        "小王",
        "tb00462",
        "138****1234",
        "C-000012",
        "0 7",
        "guest_4711",
    ] {
        assert!(!is_nobody(somebody), "{somebody}");
    }
}

#[test]
fn templates_need_days_and_customers() {
    let texts: Vec<String> = ["blue", "red", "green", "black"].iter().map(|color| format!("Bought the {color} one for my mother, excellent quality and very fast delivery, will buy again")).collect();
    let authors = ["a", "b", "c", "d"];
    let within = |days: [i32; 4]| -> Vec<(usize, Reason)> {
        let reviews: Vec<Written<'_>> = texts
            .iter()
            .zip(authors)
            .zip(days)
            .map(|((text, author), day)| written(text, author, day))
            .collect();
        reasons(&reviews)
    };
    assert_eq!(within([1, 2, 3, 4]).len(), 4);
    assert!(
        within([1, 2, 3, 4])
            .iter()
            .all(|&(_, reason)| reason == Reason::Template)
    );
    assert_eq!(within([1, 100, 200, 300]), []);
    assert_eq!(within([1, 2, 3, 300]).len(), 3);
}

#[test]
fn empty_words_and_bursts() {
    assert_eq!(
        reasons(&[written("此用户没有填写评价。", "a", 1)]),
        [(0, Reason::Default)]
    );
    let names: Vec<String> = (0..10).map(|n| n.to_string()).collect();
    let burst: Vec<Written<'_>> = names.iter().map(|name| written("好", name, 7)).collect();
    assert_eq!(reasons(&burst).len(), 10);
    assert!(
        reasons(&burst)
            .iter()
            .all(|&(_, reason)| reason == Reason::WordlessBurst)
    );
    let spread: Vec<Written<'_>> = (0..)
        .zip(&names)
        .map(|(day, name)| written("好", name, day))
        .collect();
    assert_eq!(reasons(&spread), []);
    assert_eq!(reasons(&[]), []);
    assert_eq!(reasons(&[Written::default(), Written::default()]), []);
}

#[test]
fn near_duplicates_are_found_among_many() {
    let texts: Vec<String> = (0..400)
        .map(|n| {
            format!(
                "number {} is about {} and {}",
                n * 7919,
                mix(n),
                mix(n + 1000)
            )
        })
        .collect();
    let mut all: Vec<&str> = texts.iter().map(String::as_str).collect();
    all.push("These running shoes fit well and the sole is soft enough for long walks.");
    all.push("These running shoes fit well, and the sole is soft enough for long walk");
    assert_eq!(near_duplicates(&all, 0.7), [vec![400, 401]]);
    assert_eq!(
        near_duplicates(&["", "", "ab"], 0.7),
        Vec::<Vec<usize>>::new()
    );
}
