//! The words that headers use, from `synonyms.txt`.

use std::sync::LazyLock;

use hashbrown::HashMap;

use super::name::Name;
use crate::{Dataset, Role};

/// Where a word holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Section {
    /// Everywhere.
    Any,
    /// In one kind of dataset.
    Dataset(Dataset),
    /// In one platform's export, by its key in `platform`.
    Platform(&'static str),
}

/// One word: what it says, and how much it is preferred among its role's words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Meaning {
    pub(crate) section: Section,
    /// `None`: the word says that a column has no role.
    pub(crate) role: Option<Role>,
    /// Position among the role's words, from 0.
    pub(crate) rank: u16,
}

/// A word in its normal spelling.
#[derive(Debug)]
pub(crate) struct Word {
    /// Words joined by single spaces.
    pub(crate) words: String,
    pub(crate) meanings: Vec<Meaning>,
}

pub(crate) struct Synonyms {
    by_spelling: HashMap<String, usize, foldhash::fast::FixedState>,
    pub(crate) words: Vec<Word>,
}

static SYNONYMS: LazyLock<Synonyms> =
    LazyLock::new(|| Synonyms::parse(include_str!("synonyms.txt")));

impl Synonyms {
    /// The table that ships with the crate.
    pub(crate) fn get() -> &'static Synonyms {
        &SYNONYMS
    }

    fn parse(text: &'static str) -> Self {
        let mut table = Synonyms {
            by_spelling: HashMap::default(),
            words: Vec::new(),
        };
        let mut section = Section::Any;
        for line in text.lines() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                section = section_of(name);
                continue;
            }
            let Some((key, words)) = line.split_once(':') else {
                continue;
            };
            let role = Role::from_key(key.trim());
            for (rank, word) in words.split('|').enumerate() {
                let name = Name::new(word);
                if name.bare.is_empty() {
                    continue;
                }
                let meaning = Meaning {
                    section,
                    role,
                    rank: rank as u16,
                };
                match table.by_spelling.get(&name.bare) {
                    Some(&at) => table.words[at].meanings.push(meaning),
                    None => {
                        table.by_spelling.insert(name.bare, table.words.len());
                        table.words.push(Word {
                            words: name.words,
                            meanings: vec![meaning],
                        });
                    }
                }
            }
        }
        table
    }

    /// The index of the word with a spelling (without spaces).
    pub(crate) fn exact(&self, bare: &str) -> Option<usize> {
        self.by_spelling.get(bare).copied()
    }
}

fn section_of(name: &'static str) -> Section {
    match name {
        "orders" => Section::Dataset(Dataset::Orders),
        "products" => Section::Dataset(Dataset::Products),
        "customers" => Section::Dataset(Dataset::Customers),
        "reviews" => Section::Dataset(Dataset::Reviews),
        "events" => Section::Dataset(Dataset::Events),
        "ads" => Section::Dataset(Dataset::Ads),
        "stock" => Section::Dataset(Dataset::Stock),
        "messages" => Section::Dataset(Dataset::Messages),
        "purchases" => Section::Dataset(Dataset::Purchases),
        _ => match name.strip_prefix('@') {
            Some(platform) => Section::Platform(platform),
            None => Section::Any,
        },
    }
}

impl Word {
    /// The meaning that holds for a dataset (and platform): the narrowest section that has one.
    pub(crate) fn meaning(&self, dataset: Dataset, platform: Option<&str>) -> Option<Meaning> {
        let dataset = match dataset {
            Dataset::OrderLines => Dataset::Orders,
            other => other,
        };
        let find = |wanted: Section| self.meanings.iter().find(|m| m.section == wanted).copied();
        platform
            .and_then(|p| {
                self.meanings
                    .iter()
                    .find(|m| matches!(m.section, Section::Platform(key) if key == p))
                    .copied()
            })
            .or_else(|| find(Section::Dataset(dataset)))
            .or_else(|| find(Section::Any))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::platform::PLATFORMS;

    #[test]
    fn every_line_of_the_table_is_understood() {
        let mut section = "";
        for (number, line) in include_str!("synonyms.txt").lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if line.starts_with('[') {
                section = line.trim_matches(['[', ']']);
                if let Some(key) = section.strip_prefix('@') {
                    assert!(PLATFORMS.iter().any(|p| p.key == key), "{key}");
                } else {
                    assert!(
                        section == "any" || section_of(section) != Section::Any,
                        "{section}"
                    );
                }
                continue;
            }
            let (key, _) = line
                .split_once(':')
                .unwrap_or_else(|| panic!("line {number}: no colon"));
            assert!(
                key == "-" || Role::from_key(key).is_some(),
                "line {}: {key}",
                number + 1
            );
        }
        assert!(!section.is_empty());
        assert!(Synonyms::get().words.len() > 900);
    }

    #[test]
    fn a_word_means_what_its_surroundings_say() {
        let table = Synonyms::get();
        let name = &table.words[table.exact("name").expect("in the table")];
        let role = |d, p| name.meaning(d, p).and_then(|m| m.role);
        assert_eq!(
            role(Dataset::Orders, Some("shopify orders")),
            Some(Role::OrderId)
        );
        assert_eq!(role(Dataset::Orders, None), Some(Role::CustomerName));
        assert_eq!(role(Dataset::Products, None), Some(Role::ProductName));
        assert_eq!(role(Dataset::Ads, None), Some(Role::Campaign));
    }
}
