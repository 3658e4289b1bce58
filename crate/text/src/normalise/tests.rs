use proptest::prelude::*;

use super::*;

/// The normalised text, which a merchant's becomes.
fn clean(text: &str) -> String {
    Normalisation::Merchant.apply(text).text
}

/// What a part of the normalised text stands for.
fn source(text: &str, part: &str) -> String {
    let normalised = Normalisation::Merchant.apply(text);
    let at = normalised.text.find(part).expect("the part is there");
    let start = normalised.text[..at].chars().count() as u32;
    let end = start + part.chars().count() as u32;
    let (start, end) = normalised.alignment.range(start, end);
    let inside = text.chars().skip(start as usize);
    inside.take((end - start) as usize).collect()
}

#[test]
fn clean_texts_are_left_alone() {
    for text in [
        "Great phone case",
        "质量很好。下次再来",
        "a > b 3-5 e\u{301} 👍👍👍",
        "नमस्ते",
    ] {
        let normalised = Normalisation::Merchant.apply(text);
        assert_eq!(normalised.text, text);
        assert!(normalised.alignment.is_identity());
    }
    let raw = " <b>Ｆ\u{0}  ";
    assert_eq!(Normalisation::Raw.apply(raw).text, raw);
}

#[test]
fn markup_goes() {
    assert_eq!(clean("good<br>bad<BR/>ugly<br />"), "good bad ugly");
    assert_eq!(clean("<p class=\"a>b\">one</p><p>two</p>"), "one two");
    assert_eq!(
        clean("ve<b>ry</b> <span style='x'>nice</span>"),
        "very nice"
    );
    assert_eq!(clean("a<!-- no > no -->b<!-- never"), "ab<!-- never");
    assert_eq!(clean("a<script>if (1 < 2) {}</script>b"), "a b");
    assert_eq!(clean("<img src=x alt='it>s'>text"), "text");
    assert_eq!(
        clean("&lt;br&gt;twice &amp;lt;b&amp;gt;escaped"),
        "twice escaped"
    );
}

#[test]
fn what_only_looks_like_markup_stays() {
    for text in [
        "I <3 it",
        "a < b > c",
        "<好评> <new> <5kg>",
        "x <b",
        "a <b <c> d",
        "<",
        "<!",
        "</",
    ] {
        assert_eq!(clean(text), text);
    }
}

#[test]
fn entities_are_decoded() {
    assert_eq!(clean("Q&amp;A&nbsp;&#20070;&#x4e66;&quot;"), "Q&A 书书\"");
    assert_eq!(clean("&#55357;&#56397; &#xD83D;&#xDC4D;"), "👍 👍");
    assert_eq!(clean("a&#0;b&#xD800;c&#x110000;d"), "abcd");
    assert_eq!(
        clean("AT&T R&D; &unknown; & &;"),
        "AT&T R&D; &unknown; & &;"
    );
    assert_eq!(clean("&amp;nbsp;x&amp;amp;y"), "x&y");
}

#[test]
fn characters_are_cleaned() {
    assert_eq!(clean("ＡＢＣ１２３！（ｏｋ）　％"), "ABC123!(ok) %");
    assert_eq!(clean(" a \t\r\n b\u{a0}\u{3000}c "), "a b c");
    assert_eq!(
        clean("z\u{200b}e\u{feff}r\u{ad}o\u{0}\u{7}\u{fffd}"),
        "zero"
    );
    assert_eq!(
        clean("太好了！！！！！……………。。。。。"),
        "太好了!!!………。。。"
    );
    assert_eq!(
        clean("👍👍👍👍👍 -------- 1111111 哈哈哈哈哈 aaaaa"),
        "👍👍👍 --- 1111111 哈哈哈哈哈 aaaaa"
    );
    assert_eq!(clean("❤️ 👍🏽 1️⃣ 👩‍💻 ❤️‍🔥 🇨🇳"), "❤ 👍 1 👩 ❤ 🇨🇳");
    assert_eq!(
        clean("नमस्\u{200d}ते a\u{200d}b می\u{200c}خواهم"),
        "नमस्\u{200d}ते ab می\u{200c}خواهم"
    );
    assert_eq!(clean(" \u{200b}<br>&nbsp;\u{fe0f} "), "");
}

#[test]
fn the_way_back_is_kept() {
    let text = "<p>Ｖｅｒｙ&nbsp;&nbsp;good&amp;cheap！！！！！！</p>";
    assert_eq!(clean(text), "Very good&cheap!!!");
    assert_eq!(source(text, "Very"), "Ｖｅｒｙ");
    assert_eq!(source(text, " "), "&nbsp;&nbsp;");
    assert_eq!(source(text, "&"), "&amp;");
    assert_eq!(source(text, "good&cheap"), "good&amp;cheap");
    assert_eq!(source(text, "!!!"), "！！！！！！");
    assert_eq!(source("ve<b>ry</b> nice", "very"), "ve<b>ry");
    assert_eq!(source("a 👩🏽‍💻 b", "👩"), "👩🏽‍💻");
    assert_eq!(source("a ❤️ b", "❤"), "❤️");
    assert_eq!(source("好&#55357;&#56397;", "👍"), "&#55357;&#56397;");
}

#[test]
fn hostile_markup_takes_no_more_time_than_its_length() {
    let unit = [
        "<a ",
        "<!-- > ",
        "<script> ",
        "<a =\"'",
        "<a href=\" > ",
        "&amp",
        "&#",
        "<b><",
        "！",
        "\u{200d}",
    ];
    for unit in unit {
        let text = unit.repeat(1_000_000 / unit.len());
        // A quadratic search would take minutes.
        let _ = clean(&text);
    }
}

fn hostile() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "a",
        "好",
        "<b>",
        "</b>",
        "<br>",
        "<",
        ">",
        "&amp;",
        "&#x1F600;",
        "&#xD83D;",
        "&",
        ";",
        "！",
        "!",
        " ",
        "\n",
        "\u{200d}",
        "\u{fe0f}",
        "👩",
        "💻",
        "\u{0}",
        "\u{fffd}",
        "e\u{301}",
        "Ａ",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "\"",
        "'",
        "=",
        "नी",
    ]);
    let known = prop::collection::vec(parts, 0..40).prop_map(|parts| parts.concat());
    prop_oneof![known, any::<String>()]
}

proptest! {
    #[test]
    fn offsets_lie_inside_and_rise(text in hostile()) {
        let length = text.chars().count() as u32;
        let normalised = Normalisation::Merchant.apply(&text);
        let count = normalised.text.chars().count() as u32;
        let mut before = 0;
        for at in 0..count {
            let (start, end) = normalised.alignment.range(at, at + 1);
            prop_assert!(before <= start && start < end && end <= length);
            before = end;
        }
    }

    #[test]
    fn nothing_unwanted_is_left(text in hostile()) {
        let text = clean(&text);
        prop_assert!(!text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  "));
        let unwanted = text.contains(['\0', '\n', '\u{fffd}', '\u{200b}', '\u{fe0f}']);
        prop_assert!(!unwanted, "{:?}", text);
    }

    #[test]
    fn letters_are_never_lost(text in "[a-z0-9好 ]{0,40}") {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(clean(&text), words(&text));
    }
}
