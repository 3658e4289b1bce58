//! A sentence in both languages, with places for names and counts.
//!
//! A place is written `{name}`; `{n:order|orders}` writes a count and the English noun that goes with it,
//! `{n?was|were}` only the word.
//! What is filled in is never read for places again, so text from files stays text.

use chart::format;
use chart::spec::{Format, Lang};

/// A sentence in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
}

/// What stands in a place.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Arg<'a> {
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
    pub(crate) fn plain(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }

    /// The words with their places filled.
    pub(crate) fn fill(self, lang: Lang, args: &[(&str, Arg<'_>)]) -> String {
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

/// A count as the language writes it.
pub(crate) fn count(n: u64, lang: Lang) -> String {
    format::value(n as f64, &Format::Count, lang, false)
}

/// Names in a row: `a, b and c`, `a、b和c`.
pub(crate) fn list(items: &[String], lang: Lang) -> String {
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
pub(crate) fn short(text: &str) -> String {
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
pub(crate) fn quoted(text: &str, lang: Lang) -> String {
    let (open, close) = match lang {
        Lang::Zh | Lang::En => ("“", "”"),
    };
    [open, &short(text), close].concat()
}

/// Declares phrases, and lists them for the test that reads them all.
macro_rules! phrases {
    ($($name:ident = $zh:literal, $en:literal;)+) => {
        $(pub(crate) const $name: $crate::words::phrase::Phrase =
            $crate::words::phrase::Phrase { zh: $zh, en: $en };)+
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, $crate::words::phrase::Phrase)] =
            &[$((stringify!($name), $name),)+];
    };
}
pub(crate) use phrases;

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
