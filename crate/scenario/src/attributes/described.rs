//! What descriptions say of products: their own sentences, without markup and without what a shop writes below all of them.

use std::collections::{BTreeMap, BTreeSet};

/// Letters of a description that are read at most.
const LONGEST: usize = 600;
/// A sentence that this share of descriptions have, and at least so many, is the shop's and tells nothing of a product.
const COMMON: f64 = 0.3;
const COMMON_LEAST: usize = 5;
/// Values of an attribute that a description names to say what the product is; of more it lists a choice, or speaks of other things.
const MOST: usize = 2;
/// Attributes that a description's words tell surely enough to compare sales by.
const LABELS: [&str; 6] = ["color", "material", "audience", "style", "season", "origin"];

/// A value of an attribute, as words say it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Said {
    pub(super) label: String,
    /// As values are compared.
    pub(super) id: String,
    /// What lists call it.
    pub(super) name: Option<String>,
    /// The words themselves.
    pub(super) words: String,
}

/// Sentences of a text, without markup.
fn sentences(text: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let last = found.len() - 1;
        match c {
            '<' if next.is_some_and(|n| n.is_ascii_alphabetic() || matches!(n, '/' | '!')) => {
                let tag: String = chars.by_ref().take_while(|c| *c != '>').collect();
                let name = tag.trim_start_matches('/').to_ascii_lowercase();
                // Words in bold belong to their sentence; a paragraph or an entry of a list is one of its own.
                let within = ["b", "i", "u", "em", "strong", "span", "a", "font", "small"];
                let word: String = name.chars().take_while(char::is_ascii_alphabetic).collect();
                if within.contains(&word.as_str()) {
                    found[last].push(' ');
                } else {
                    found.push(String::new());
                }
            }
            '\n' | '\r' | '。' | '！' | '？' | '；' | ';' | '!' | '?' | '•' => {
                found.push(String::new());
            }
            // "1.5 l" goes on.
            '.' if next.is_none_or(|n| n.is_whitespace() || n == '<') => found.push(String::new()),
            c => found[last].push(c),
        }
    }
    let trimmed = found.iter().map(|s| s.trim().to_owned());
    trimmed.filter(|s| !s.is_empty()).collect()
}

/// The sentences of descriptions that other products' do not share, as many as are read. `written`: by entry.
pub(super) fn own_sentences(written: &BTreeMap<usize, Vec<&str>>) -> BTreeMap<usize, Vec<String>> {
    let split: BTreeMap<usize, Vec<String>> = written
        .iter()
        .map(|(at, texts)| (*at, texts.iter().flat_map(|t| sentences(t)).collect()))
        .collect();
    let mut having: BTreeMap<&str, usize> = BTreeMap::new();
    for sentences in split.values() {
        for sentence in sentences.iter().collect::<BTreeSet<_>>() {
            *having.entry(sentence).or_default() += 1;
        }
    }
    let common = COMMON_LEAST.max((COMMON * split.len() as f64).ceil() as usize);
    let own = split.iter().map(|(at, sentences)| {
        let mut left = LONGEST;
        let own = sentences.iter().filter(|s| having[s.as_str()] < common);
        let own = own.map_while(|sentence| {
            let read: String = sentence.chars().take(left).collect();
            left -= read.chars().count();
            (!read.is_empty()).then_some(read)
        });
        (*at, own.collect())
    });
    own.collect()
}

/// Values by which sales can be compared where a title says none: of attributes of which a description names few.
pub(super) fn telling(said: &[Said]) -> impl Iterator<Item = &Said> {
    let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for one in said {
        values.entry(&one.label).or_default().insert(&one.id);
    }
    said.iter().filter(move |one| {
        LABELS.contains(&one.label.as_str()) && values[one.label.as_str()].len() <= MOST
    })
}

/// Whom a description says that the product is for, where it names one audience alone.
pub(super) fn audience(said: &[Said]) -> Option<&Said> {
    let audiences = said.iter().filter(|one| one.label == "audience");
    let names: BTreeSet<&str> = audiences.clone().map(|one| one.id.as_str()).collect();
    (names.len() == 1).then(|| audiences.min())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_taken_out_and_sentences_are_told_apart() {
        let html = "<p>Made of <b>cotton</b>, 1.5 l.</p><ul><li>For women</li><li>Red &lt; 3</li></ul>好看！耐用";
        assert_eq!(
            sentences(html),
            [
                "Made of  cotton , 1.5 l",
                "For women",
                "Red &lt",
                "3",
                "好看",
                "耐用"
            ]
        );
        assert_eq!(sentences("a < b and 3<4"), ["a < b and 3<4"]);
        assert_eq!(sentences("<p"), Vec::<String>::new());
    }

    #[test]
    fn what_a_shop_writes_below_everything_is_not_read() {
        let texts: Vec<String> = (0..20)
            .map(|n| format!("Mug number {n}. Ships in a paper box."))
            .collect();
        let written = texts.iter().enumerate().map(|(at, t)| (at, vec![&**t]));
        let own = own_sentences(&written.collect());
        assert_eq!(own.len(), 20);
        assert_eq!(own[&3], ["Mug number 3"]);
        // Four of four alike are too few to tell.
        let few = texts.iter().take(4).enumerate();
        let own = own_sentences(&few.map(|(at, t)| (at, vec![&**t])).collect());
        assert_eq!(own[&0], ["Mug number 0", "Ships in a paper box"]);
    }

    #[test]
    fn a_list_of_colours_is_no_colour() {
        let of = |label: &str, id: &str| Said {
            label: label.to_owned(),
            id: id.to_owned(),
            name: None,
            words: id.to_owned(),
        };
        let said = [
            of("color", "red"),
            of("color", "blue"),
            of("color", "green"),
            of("material", "cotton"),
            of("brand", "acme"),
            of("audience", "women"),
        ];
        let told: Vec<&str> = telling(&said).map(|one| one.id.as_str()).collect();
        assert_eq!(told, ["cotton", "women"]);
        assert_eq!(audience(&said).map(|one| one.id.as_str()), Some("women"));
        assert_eq!(
            audience(&[said[5].clone(), of("audience", "men")]).map(|one| &*one.id),
            None
        );
    }
}
