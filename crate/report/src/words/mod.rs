//! The words, in Chinese and English.
//!
//! Both are written, not translated: a file per concern, a pair of sentences per meaning.

mod ask;
mod country;
pub(crate) mod date;
mod enough;
mod figure;
pub(crate) mod finding;
#[cfg(feature = "files")]
pub(crate) mod heading;
pub(crate) mod phrase;
mod reading;
mod role;
pub(crate) mod say;
pub(crate) mod section;
mod shop;
mod template;
mod warning;

pub use ask::{ask_dataset, ask_date_order, column_type, date_order, summary};
pub use date::{day, hour, iso, month, period, weekday, weekday_long};
pub(crate) use enough::not_named;
pub use enough::{counted, insufficient};
pub use figure::{definition, figure};
pub(crate) use figure::{id as figure_id, not_known};
pub use reading::{Message, Mishap, error, mishap, place};
pub use role::{dataset, grain, role};
pub use shop::{confidence, exclusion, join, quality, reason, taken_for};
pub use template::failure;
pub use warning::warning;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::phrase::Phrase;

    fn all() -> Vec<(&'static str, Phrase)> {
        [
            super::ask::ALL,
            super::reading::ALL,
            super::warning::ALL,
            super::shop::ALL,
            super::date::ALL,
            #[cfg(feature = "files")]
            super::heading::ALL,
            super::template::ALL,
            super::enough::ALL,
            super::figure::ALL,
            super::finding::ALL,
            super::say::ALL,
            super::section::ALL,
        ]
        .concat()
    }

    /// The names of a sentence's places.
    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(place, _)| place.split([':', '?']).next().unwrap_or(place))
            .collect()
    }

    #[test]
    fn both_languages_say_the_same_things() {
        for (name, phrase) in all() {
            assert_eq!(places(phrase.zh), places(phrase.en), "{name}");
            assert!(!phrase.zh.is_empty() && !phrase.en.is_empty(), "{name}");
        }
    }

    #[test]
    fn chinese_is_chinese_and_english_is_english() {
        let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        for (name, phrase) in all() {
            let bare = |text: &str| {
                let mut out = String::new();
                for (i, part) in text.split(['{', '}']).enumerate() {
                    if i % 2 == 0 {
                        out.push_str(part);
                    }
                }
                out
            };
            let (zh, en) = (bare(phrase.zh), bare(phrase.en));
            assert!(
                zh.chars().any(han) || zh.chars().all(|c| !c.is_alphabetic()),
                "{name}: {zh}"
            );
            assert!(!en.chars().any(han), "{name}: {en}");
            // Western punctuation between Chinese characters is a slip.
            let chars: Vec<char> = zh.chars().collect();
            for pair in chars.windows(2) {
                let slip =
                    han(pair[0]) && matches!(pair[1], ',' | ';' | ':' | '!' | '?' | '(' | ')');
                assert!(!slip, "{name}: {zh}");
            }
            assert!(!zh.contains('！') && !en.contains('!'), "{name}");
            assert!(
                !phrase.zh.contains("  ") && !phrase.en.contains("  "),
                "{name}"
            );
        }
    }
}
