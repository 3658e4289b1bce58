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
    let long = "衣服质量非常好，穿着很舒服，老婆也说好看，下次还来";
    let reviews = [
        written(long, "a", 1),
        written("不错", "b", 1),
        written(
            "衣服质量非常好!穿着很舒服。老婆也说好看，下次还来",
            "c",
            300,
        ),
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
fn what_many_say_by_themselves_needs_a_crowd() {
    let authors: Vec<String> = (0..200).map(|n| n.to_string()).collect();
    let others: Vec<String> = (0..200)
        .map(|n| format!("{} {}", mix(n), mix(n + 500)))
        .collect();
    // As many phrases as days, one of `all` reviews a day by somebody else.
    let said = |phrase: &'static str, days: &[i32], all: usize| -> usize {
        let phrases = days.iter().zip(&authors);
        let mut reviews: Vec<Written<'_>> = phrases
            .map(|(day, author)| written(phrase, author, *day))
            .collect();
        let rest = others.iter().zip(&authors).take(all).skip(days.len());
        reviews.extend(
            (0..)
                .zip(rest)
                .map(|(day, (text, author))| written(text, author, day)),
        );
        reasons(&reviews).len()
    };
    for phrase in ["Exactly as described!", "客服热情，值得推荐"] {
        // Two of sixty, five months apart; or three on days on which others write, too.
        assert_eq!(said(phrase, &[3, 150], 60), 0, "{phrase}");
        assert_eq!(said(phrase, &[3, 80, 150], 180), 0, "{phrase}");
        assert_eq!(said(phrase, &[3, 4, 5], 60), 3, "{phrase}");
    }
    // Of many in a few days three are no crowd.
    let crowd: Vec<Written<'_>> = others
        .iter()
        .zip(&authors)
        .map(|(text, author)| written(text, author, 3))
        .chain((0..3).map(|n| written("Exactly as described!", &authors[n], 3)))
        .collect();
    assert_eq!(reasons(&crowd), []);
    // Without days a tenth of all has to say it.
    let undated = |n: usize| -> usize {
        let text = |at: usize| match at < n {
            true => "Works as advertised",
            false => others[at].as_str(),
        };
        let reviews: Vec<Written<'_>> = (0..100)
            .map(|at| Written {
                text: text(at),
                ..Written::default()
            })
            .collect();
        reasons(&reviews).len()
    };
    assert_eq!((undated(3), undated(9), undated(12)), (0, 0, 12));
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
        let long = "衣服质量非常好，穿着很舒服，老婆也说好看，下次还来";
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
    for default in [
        "此用户没有填写评价。",
        "此用户未填写评价内容",
        "系统默认好评！",
        "评价方未及时做出评价,系统默认好评!",
        "该用户觉得商品非常好，给出5星好评",
        "该用户觉得商品较好",
        "此用户未及时填写评价内容",
        "用户未及时做出评价，系统默认好评",
        "此用户没有填写文字评价",
        "买家没有填写评价内容",
        "系统自动好评",
        "您没有填写内容，默认好评",
        "The customer didn't write a review.",
        "No written review",
    ] {
        let found = reasons(&[written(default, "a", 1)]);
        assert_eq!(found, [(0, Reason::Default)], "{default}");
    }
    for own in [
        "默认好评，但是质量真的太差，用两天就坏了",
        "系统默认好评，我来补一句：很好用",
        "此用户没有填写评价，哈哈骗你的",
        "五星好评",
        "商品非常好",
        "系统很流畅",
        "没有异味",
        "No problem with the text on it",
        "",
    ] {
        assert_eq!(reasons(&[written(own, "a", 1)]), [], "{own}");
    }
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
