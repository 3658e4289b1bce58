//! The words, in Chinese and English.
//!
//! Both are written, not translated: a file per concern, a pair of sentences per meaning.

mod ask;
mod country;
pub(crate) mod date;
mod enough;
mod figure;
pub(crate) mod finding;
#[cfg_attr(
    not(feature = "files"),
    allow(dead_code, reason = "a table of texts needs a few of them")
)]
pub(crate) mod heading;
pub mod phrase;
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
pub use finding::capital;
pub use reading::{Message, Mishap, error, mishap, place};
pub use role::{dataset, grain, role};
pub use say::{amount, digits, percent, signed};
pub(crate) use shop::unpaid;
pub use shop::{confidence, exclusion, join, quality, reason, taken_for};
pub use template::failure;
pub use warning::{warning, warnings};

#[cfg(test)]
mod tests {
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

    #[test]
    fn both_languages_say_the_same_things_and_each_says_them_well() {
        let faults: Vec<String> = all()
            .into_iter()
            .flat_map(|(name, phrase)| super::phrase::faults(name, phrase))
            .collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }
}
