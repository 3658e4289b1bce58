//! Words that turn around what stands beside them: what goods are not, have not, or only look like.

use crate::folded::Folded;
use crate::language::is_han;

/// How its neighbours turn a word around.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turned {
    /// The goods are not that: 非纯棉, `not waterproof`.
    Not,
    /// They have none of it, nor of what is listed behind it: 不含塑料、橡胶.
    Without,
    /// They look like it: 仿羊毛, `faux fur`, `wood effect`; where the words with the one that says so begin and end.
    Like(usize, usize),
}

/// What denies in Chinese, right before a word or before words of [`BETWEEN`]; whether it is a lack.
const DENYING: [(&str, bool); 22] = [
    ("不含", true),
    ("未含", true),
    ("不带", true),
    ("不送", true),
    ("不用", true),
    ("不使用", true),
    ("不采用", true),
    ("不添加", true),
    ("不支持", false),
    ("不是", false),
    ("没有", true),
    ("无需", true),
    ("不需", true),
    ("代替", true),
    ("替代", true),
    ("取代", true),
    ("拒绝", true),
    ("没", true),
    ("不", false),
    ("无", true),
    ("非", false),
    ("勿", false),
];
/// What may stand between: 不含任何塑料, 不适合儿童, 非纯羊毛.
const BETWEEN: [&str; 8] = ["适用于", "适合", "适用", "任何", "天然", "纯", "全", "真"];
/// Letters before a denying one that make another word of it: 南非, 除非; 有无.
const NOT_DENYING: [(char, &str); 2] = [('非', "南北东西中亚除莫是"), ('无', "有")];
/// What imitates in Chinese, and letters before it that make another word: 暑假, 度假.
const IMITATING: [(&str, &str); 4] = [
    ("人造", ""),
    ("人工", ""),
    ("仿", "模效"),
    ("假", "暑寒度休放请节长婚病"),
];
/// Behind a Chinese word.
const DENYING_AFTER: [&str; 5] = ["纹", "另购", "除外", "自备", "另配"];

const NOT: [&str; 8] = [
    "not",
    "non",
    "isn't",
    "aren't",
    "doesn't",
    "don't",
    "never",
    "excluding",
];
const WITHOUT: [&str; 2] = ["no", "without"];
/// What may stand between in English: `not real leather`, `not suitable for kids`.
const BETWEEN_ENGLISH: [&str; 28] = [
    "real",
    "genuine",
    "pure",
    "true",
    "authentic",
    "natural",
    "actual",
    "100%",
    "any",
    "a",
    "an",
    "the",
    "made",
    "of",
    "from",
    "for",
    "suitable",
    "recommended",
    "intended",
    "contain",
    "contains",
    "include",
    "includes",
    "use",
    "uses",
    "with",
    "compatible",
    "fit",
];
const LIKE: [&str; 9] = [
    "faux",
    "fake",
    "imitation",
    "simulated",
    "mock",
    "vegan",
    "artificial",
    "manmade",
    "man-made",
];
const LIKE_AFTER: [&str; 8] = [
    "look",
    "looking",
    "effect",
    "like",
    "feel",
    "imitation",
    "alternative",
    "substitute",
];
/// What `free` goes on with where it does not mean a lack.
const FREE_THINGS: [&str; 14] = [
    "shipping", "ship", "delivery", "postage", "returns", "return", "gift", "gifts", "size",
    "sample", "samples", "people", "style", "standing",
];
/// Words that are looked back upon.
const FAR: usize = 4;

/// How the words beside `start..end` turn it around. `Not` and `Without` stand before the word, or are said behind it.
pub(crate) fn turned(text: &Folded, start: usize, end: usize) -> Option<Turned> {
    let before = match text.before(start) {
        c if is_han(c) => chinese(text, start, end),
        _ => None,
    };
    before
        .or_else(|| english(text, start, end))
        .or_else(|| behind(text, start, end))
}

/// Whether what begins at a place is denied: `not for iPhone 14`, 不适用.
pub(crate) fn is_denied(text: &Folded, start: usize) -> bool {
    let turned = match is_han(text.before(start)) {
        true => chinese(text, start, start),
        false => english(text, start, start),
    };
    matches!(turned, Some(Turned::Not | Turned::Without))
}

/// Whether a word at a place goes on with a list whose words before, up to `end`, are lacking.
pub(crate) fn goes_on(text: &Folded, end: usize, start: usize) -> bool {
    let between: String = text
        .chars
        .get(end..start)
        .unwrap_or_default()
        .iter()
        .collect();
    matches!(between.trim(), "、" | "或" | "和" | "及" | "or")
}

/// Whether a span says itself that it is none: 非纯棉.
pub(crate) fn denies(span: &str) -> bool {
    let span = span.to_lowercase();
    let denying = ["非", "不含", "不是", "not ", "non ", "non-", "no "];
    denying.iter().any(|word| span.starts_with(word))
}

/// Whether a word ends at a place.
fn ends_with(text: &Folded, at: usize, word: &str) -> bool {
    let length = word.chars().count();
    at >= length && text.starts_with(at - length, word)
}

fn chinese(text: &Folded, start: usize, end: usize) -> Option<Turned> {
    for (word, others) in IMITATING {
        if ends_with(text, start, word) {
            let from = start - word.chars().count();
            let another = others.contains(text.before(from));
            return (!another).then_some(Turned::Like(from, end));
        }
    }
    let mut at = start;
    for _ in 0..3 {
        if let Some((word, lack)) = DENYING.iter().find(|(word, _)| ends_with(text, at, word)) {
            let from = at - word.chars().count();
            let (first, before) = (text.get(from), text.before(from));
            let another = NOT_DENYING
                .iter()
                .any(|(of, others)| *of == first && others.contains(before));
            let turned = if *lack { Turned::Without } else { Turned::Not };
            return (!another).then_some(turned);
        }
        let word = BETWEEN.iter().find(|word| ends_with(text, at, word))?;
        at -= word.chars().count();
    }
    None
}

/// The Latin word that ends before a place, behind one space or hyphen at most, and where it starts.
fn word_before(text: &Folded, at: usize) -> Option<(String, usize)> {
    let end = at - usize::from(matches!(text.before(at), ' ' | '-'));
    let mut from = end;
    let of_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '\'' | '%' | '-');
    while from > 0 && of_word(text.before(from)) {
        from -= 1;
    }
    let word: String = text.chars[from..end].iter().collect();
    (from < end).then_some((word, from))
}

/// The Latin word behind a place and one space or hyphen, and where it ends.
fn word_after(text: &Folded, at: usize) -> Option<(String, usize)> {
    let from = at + usize::from(matches!(text.get(at), ' ' | '-'));
    let mut end = from;
    while text.get(end).is_ascii_alphabetic() {
        end += 1;
    }
    let word: String = text.chars.get(from..end)?.iter().collect();
    (from > at && from < end).then_some((word, end))
}

fn english(text: &Folded, start: usize, end: usize) -> Option<Turned> {
    let (mut at, mut nearer) = (start, String::new());
    for _ in 0..FAR {
        let (word, from) = word_before(text, at)?;
        let known = |list: &[&str]| list.contains(&word.as_str());
        if known(&LIKE) {
            return Some(Turned::Like(from, end));
        }
        if known(&WITHOUT) || word == "free" && matches!(nearer.as_str(), "of" | "from") {
            return Some(Turned::Without);
        }
        if known(&NOT) {
            return Some(Turned::Not);
        }
        if !known(&BETWEEN_ENGLISH) {
            return None;
        }
        (at, nearer) = (from, word);
    }
    None
}

/// `plastic free`, `leather look`, `battery not included`; 大理石纹.
fn behind(text: &Folded, start: usize, end: usize) -> Option<Turned> {
    if is_han(text.before(end)) {
        let denied = DENYING_AFTER.iter().any(|word| text.starts_with(end, word));
        return denied.then_some(Turned::Not);
    }
    let (word, stop) = word_after(text, end)?;
    let next = word_after(text, stop).map(|(next, _)| next);
    let next = next.as_deref().unwrap_or_default();
    match word.as_str() {
        "free" if !FREE_THINGS.contains(&next) => Some(Turned::Without),
        "not" if next == "included" => Some(Turned::Without),
        // "Like new".
        "like" if next == "new" => None,
        word if LIKE_AFTER.contains(&word) => Some(Turned::Like(start, stop)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, word: &str) -> Option<Turned> {
        let text = Folded::new(text);
        let at = text.text.find(word).expect("the word stands there");
        let start = text.character(at);
        turned(&text, start, start + word.chars().count())
    }

    #[test]
    fn what_goods_are_not_is_told() {
        for (text, word) in [
            ("非纯棉涤纶桌布", "纯棉"),
            ("不防水外套", "防水"),
            ("不适合儿童", "儿童"),
            ("非纯羊毛衫", "羊毛"),
            ("大理石纹手机壳", "大理石"),
            ("not waterproof jacket", "waterproof"),
            ("women not real leather", "leather"),
            ("not suitable for kids", "kids"),
        ] {
            assert_eq!(said(text, word), Some(Turned::Not), "{text}");
        }
        for (text, word) in [
            ("不含塑料吸管", "塑料"),
            ("不含任何塑料", "塑料"),
            ("无线键盘 不带电池", "电池"),
            ("没有拉链", "拉链"),
            ("plastic free straws", "plastic"),
            ("free of plastic", "plastic"),
            ("remote without battery", "battery"),
            ("battery not included", "battery"),
            ("no zipper bag", "zipper"),
        ] {
            assert_eq!(said(text, word), Some(Turned::Without), "{text}");
        }
    }

    #[test]
    fn what_goods_look_like_is_told() {
        for (text, word, start, end) in [
            ("仿羊毛围巾", "羊毛", 0, 3),
            ("人造水晶灯", "水晶", 0, 4),
            ("faux leather jacket", "leather", 0, 12),
            ("black faux-fur coat", "fur", 6, 14),
            ("wood effect tiles", "wood", 0, 11),
        ] {
            assert_eq!(said(text, word), Some(Turned::Like(start, end)), "{text}");
        }
    }

    #[test]
    fn other_words_turn_nothing() {
        for (text, word) in [
            ("非常保暖的纯棉T恤", "保暖"),
            ("非常保暖的纯棉T恤", "纯棉"),
            ("cotton print dress", "cotton"),
            ("南非钻石羊毛毯", "羊毛"),
            ("南非羊毛毯", "羊毛"),
            ("度假亚麻衬衫", "亚麻"),
            ("不仅防水", "防水"),
            ("无缝羊毛衫", "羊毛"),
            ("无添加洗衣液", "洗衣液"),
            ("无带文胸", "文胸"),
            ("not only waterproof", "waterproof"),
            ("no. 1 leather bag", "leather"),
            ("no show cotton socks", "cotton"),
            ("cotton free shipping", "cotton"),
            ("leather like new", "leather"),
            ("real leather bag", "leather"),
            ("non-slip waterproof boots", "waterproof"),
        ] {
            assert_eq!(said(text, word), None, "{text}");
        }
    }

    #[test]
    fn lists_go_on() {
        let text = Folded::new("不含塑料、橡胶");
        assert!(goes_on(&text, 4, 5) && !goes_on(&text, 2, 5));
        let text = Folded::new("no zipper or buttons");
        assert!(goes_on(&text, 9, 13));
    }
}
