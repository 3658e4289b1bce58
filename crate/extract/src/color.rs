//! Everyday names of colours, and where a word that means something else as often means its colour.

use crate::folded::Folded;
use crate::words::has;

/// Chinese words, English words; the first of both is the usual one.
pub(crate) const FILE: &str = include_str!("color.tsv");

/// English words of these that mean something else as often: rust is removed, coral is a reef's.
pub(crate) const DOUBTFUL: [&str; 5] = ["tan", "ivory", "coral", "rust", "mocha"];
/// Doubtful words that are colours where colours stand.
const PLACED: [&str; 9] = [
    "tan", "ivory", "coral", "rust", "cream", "charcoal", "gold", "golden", "olive",
];
/// Those of which much else is made: leather cream, bamboo charcoal.
const MADE: [&str; 3] = ["cream", "charcoal", "olive"];
/// What parts one thing that is said from the next.
const SEPARATORS: &str = ",/|()[]-–—;:·\n，、（）【】；：";
/// Words beside which nothing says that a colour is meant: creams, oils and what removes rust.
const CONSUMED: [&str; 44] = [
    "oil",
    "oils",
    "soap",
    "soaps",
    "lotion",
    "serum",
    "shampoo",
    "conditioner",
    "toothpaste",
    "candle",
    "candles",
    "juice",
    "wine",
    "sauce",
    "snack",
    "snacks",
    "candy",
    "scrub",
    "remover",
    "perfume",
    "fragrance",
    "powder",
    "honey",
    "butter",
    "food",
    "spray",
    "detergent",
    "moisturizer",
    "cleanser",
    "facial",
    "face",
    "skin",
    "sunscreen",
    "vitamin",
    "supplement",
    "toner",
    "balm",
    "cheese",
    "milk",
    "yogurt",
    "cookies",
    "cake",
    "ice",
    "paint",
];
/// Goods with cream in them.
const EATEN: [&str; 5] = ["coffee", "tea", "chocolate", "soup", "biscuits"];
/// Sizes before a colour.
const SIZES: [&str; 10] = [
    "xs", "s", "m", "l", "xl", "xxl", "xxxl", "2xl", "3xl", "4xl",
];
/// Before gold: a metal and no shade.
const METALS: [&str; 2] = ["white", "yellow"];

/// Whether the word at `start..end` stands as colours do: alone, between separators, or at the end behind a thing, a
/// material, a size or another colour. `before`: kind and value of what the lexicon knows right before it.
pub(crate) fn is_placed(
    text: &Folded,
    start: usize,
    end: usize,
    before: Option<(&str, &str)>,
) -> bool {
    let word: String = text.chars[start..end].iter().collect();
    if !PLACED.contains(&word.as_str()) {
        return false;
    }
    let left: String = text.chars[..start].iter().collect();
    let right: String = text.chars[end..].iter().collect();
    let (left, right) = (left.trim_end_matches(' '), right.trim_start_matches(' '));
    if !right.is_empty() && !right.starts_with(|c| SEPARATORS.contains(c)) {
        return false;
    }
    if left.is_empty() {
        return right.is_empty();
    }
    if has(text, &CONSUMED) {
        return false;
    }
    let made = MADE.contains(&word.as_str());
    match before {
        _ if left.ends_with(|c| SEPARATORS.contains(c)) => true,
        Some(("color", value)) => !(word == "gold" && METALS.contains(&value)),
        Some(("product", value)) => !EATEN.contains(&value),
        Some(("material", _)) => !made,
        _ => {
            let last = left.rsplit(' ').next().unwrap_or_default();
            let counted = last.chars().any(|c| c.is_ascii_digit());
            SIZES.contains(&last) || counted && !made
        }
    }
}
