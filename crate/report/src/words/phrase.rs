//! A sentence in both languages, with places for names and counts.
//!
//! A place is written `{name}`; `{n:order|orders}` writes a count and the English noun that goes with it,
//! `{n?was|were}` only the word.
//! What is filled in is never read for places again, so text from files stays text.

use std::collections::BTreeSet;

use chart::format;
use chart::spec::{Format, Lang};

/// A sentence in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

/// What stands in a place.
#[derive(Debug, Clone, Copy)]
pub enum Arg<'a> {
    /// Words, as they are.
    Text(&'a str),
    /// A count, grouped as the language does.
    Count(u64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Arg::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Arg::Text(text)
    }
}

impl From<usize> for Arg<'_> {
    fn from(n: usize) -> Self {
        Arg::Count(n as u64)
    }
}

impl From<u64> for Arg<'_> {
    fn from(n: u64) -> Self {
        Arg::Count(n)
    }
}

impl Phrase {
    /// The words without places.
    pub fn plain(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }

    /// The words with their places filled.
    pub fn fill(self, lang: Lang, args: &[(&str, Arg<'_>)]) -> String {
        let mut out = String::new();
        let mut rest = self.plain(lang);
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((place, tail)) = after.split_once('}') else {
                out.push_str(after);
                return out;
            };
            let (name, words) = match place.find([':', '?']) {
                Some(i) => (&place[..i], place[i + 1..].split_once('|')),
                None => (place, None),
            };
            match args.iter().find(|(n, _)| *n == name) {
                Some((_, Arg::Text(text))) => out.push_str(text),
                Some((_, Arg::Count(n))) => {
                    if !place.contains('?') {
                        out.push_str(&count(*n, lang));
                    }
                    if let Some((one, many)) = words {
                        if place.contains(':') {
                            out.push(' ');
                        }
                        out.push_str(if *n == 1 { one } else { many });
                    }
                }
                None => debug_assert!(false, "nothing to fill {name} with"),
            }
            rest = tail;
        }
        out.push_str(rest);
        out
    }
}

/// What is wrong with a phrase: places that only one language has, letters of the other language, wrong punctuation.
/// For tests, of which every crate with phrases has one.
pub fn faults(name: &str, phrase: Phrase) -> Vec<String> {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let outside = |text: &str| -> String { text.split(['{', '}']).step_by(2).collect() };
    let (zh, en) = (outside(phrase.zh), outside(phrase.en));
    // Western punctuation between Chinese characters is a slip.
    let slip = zh
        .chars()
        .zip(zh.chars().skip(1))
        .any(|(a, b)| han(a) && matches!(b, ',' | ';' | ':' | '!' | '?' | '(' | ')'));
    [
        ("places differ", places(phrase.zh) != places(phrase.en)),
        ("empty", phrase.zh.is_empty() || phrase.en.is_empty()),
        (
            "not Chinese",
            !zh.chars().any(han) && zh.chars().any(char::is_alphabetic),
        ),
        ("Chinese in English", en.chars().any(han)),
        ("Western punctuation in Chinese", slip),
        ("exclamation", zh.contains('！') || en.contains('!')),
        (
            "two spaces",
            phrase.zh.contains("  ") || phrase.en.contains("  "),
        ),
    ]
    .into_iter()
    .filter(|(_, wrong)| *wrong)
    .map(|(what, _)| format!("{name}: {what}: {} | {}", phrase.zh, phrase.en))
    .collect()
}

/// The names of a sentence's places.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(place, _)| place.split([':', '?']).next().unwrap_or(place))
        .collect()
}

/// A count as the language writes it.
pub fn count(n: u64, lang: Lang) -> String {
    format::value(n as f64, &Format::Count, lang, false)
}

/// Names in a row: `a, b and c`, `a、b和c`.
pub fn list(items: &[String], lang: Lang) -> String {
    let (comma, and) = match lang {
        Lang::Zh => ("、", "和"),
        Lang::En => (", ", " and "),
    };
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => {
            // Between Latin names, Chinese wants a gap.
            let latin = lang == Lang::Zh && last.starts_with(|c: char| c.is_ascii_alphanumeric());
            let gap = if latin { " " } else { "" };
            [&first.join(comma), gap, and, gap, last].concat()
        }
    }
}

/// Text from a file on one line, shortened to what a sentence can carry.
pub fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LONGEST)
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

/// Text from a file in quotation marks.
pub fn quoted(text: &str, lang: Lang) -> String {
    let (open, close) = match lang {
        Lang::Zh | Lang::En => ("“", "”"),
    };
    [open, &short(text), close].concat()
}

/// Declares phrases, and lists them for the test that reads them all.
#[macro_export]
macro_rules! phrases {
    ($($name:ident = $zh:literal, $en:literal;)+) => {
        $(pub(crate) const $name: $crate::words::phrase::Phrase =
            $crate::words::phrase::Phrase { zh: $zh, en: $en };)+
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, $crate::words::phrase::Phrase)] =
            &[$((stringify!($name), $name),)+];
    };
}
pub(crate) use crate::phrases;

#[cfg(test)]
mod tests {
    use super::*;

    const ORDERS: Phrase = Phrase {
        zh: "{who}：{n} 个订单",
        en: "{who}: {n:order|orders} {n?was|were} counted",
    };

    #[test]
    fn nouns_follow_their_count() {
        let say = |n: usize| ORDERS.fill(Lang::En, &[("who", "A".into()), ("n", n.into())]);
        assert_eq!(say(1), "A: 1 order was counted");
        assert_eq!(say(0), "A: 0 orders were counted");
        assert_eq!(say(23), "A: 23 orders were counted");
    }

    #[test]
    fn text_from_files_is_not_read_for_places() {
        let said = ORDERS.fill(Lang::Zh, &[("who", "{n}".into()), ("n", 3usize.into())]);
        assert_eq!(said, "{n}：3 个订单");
    }

    #[test]
    fn lists_end_with_and() {
        let items = ["a", "b", "c"].map(String::from);
        assert_eq!(list(&items, Lang::En), "a, b and c");
        assert_eq!(list(&items, Lang::Zh), "a、b 和 c");
        assert_eq!(list(&["甲", "乙"].map(String::from), Lang::Zh), "甲和乙");
        assert_eq!(list(&items[..1], Lang::Zh), "a");
    }

    #[test]
    fn quotations_are_one_line_and_short() {
        let long = "x\n".repeat(100);
        let quoted = quoted(&long, Lang::En);
        assert!(!quoted.contains('\n'));
        assert_eq!(quoted.chars().count(), 63);
    }
}
