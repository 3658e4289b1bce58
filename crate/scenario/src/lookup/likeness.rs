//! How alike two products' names are, by their words: without a language model, and so without a word's meaning.

use std::collections::BTreeMap;

use super::names::fold;

/// How alike a product's name is to others', 0 to 1: the cosine of their words, seldom words counting more.
pub(super) fn likeness(names: &[&str], own: usize) -> Vec<f64> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let all: Vec<Vec<String>> = names.iter().map(|n| tokens(n)).collect();
    for word in all.iter().flatten() {
        *counts.entry(word.clone()).or_default() += 1;
    }
    let weight = |word: &String| {
        let n = counts.get(word).copied().unwrap_or(1);
        libm::log(1.0 + names.len() as f64 / f64::from(n))
    };
    let length = |words: &[String]| {
        let squares = words.iter().map(|w| weight(w) * weight(w));
        libm::sqrt(squares.sum::<f64>())
    };
    let mine = all.get(own).map_or(&[][..], Vec::as_slice);
    let my_length = length(mine);
    all.iter()
        .map(|words| {
            let common = words.iter().filter(|w| mine.binary_search(w).is_ok());
            let product: f64 = common.map(|w| weight(w) * weight(w)).sum();
            if product > 0.0 {
                product / (my_length * length(words))
            } else {
                0.0
            }
        })
        .collect()
}

/// The words of a name, ascending, each once; Chinese as pairs of characters.
fn tokens(name: &str) -> Vec<String> {
    let folded = fold(name);
    let mut found: Vec<String> = Vec::new();
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        let wide: Vec<char> = word.chars().filter(|c| *c >= '\u{2e80}').collect();
        found.extend(wide.windows(2).map(|pair| pair.iter().collect::<String>()));
        for plain in word.split(|c: char| c >= '\u{2e80}') {
            let number = plain.chars().all(|c| c.is_ascii_digit());
            if plain.chars().count() > 1 && !number {
                // One and several of a thing are the same thing.
                let single = plain.strip_suffix('s').filter(|w| w.len() > 2);
                found.push(single.unwrap_or(plain).to_owned());
            }
        }
    }
    table::order::sort(&mut found);
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_common_make_names_alike_and_seldom_ones_more() {
        let names = [
            "glass star ornament",
            "Ornaments, glass heart",
            "glass jug",
            "mug",
        ];
        let found = likeness(&names, 0);
        assert!((found[0] - 1.0).abs() < 1e-12);
        assert!(found[1] > found[2] && found[2] > 0.0, "{found:?}");
        assert_eq!(found[3], 0.0);
    }

    #[test]
    fn chinese_names_are_compared_by_pairs() {
        assert_eq!(tokens("手冲壶 V60 2只"), ["v60", "冲壶", "手冲"]);
        let found = likeness(&["手冲咖啡壶", "咖啡壶滤纸", "保温杯"], 0);
        assert!(found[1] > 0.2 && found[2] == 0.0, "{found:?}");
    }
}
