//! Which products are one in several sizes or colours, by their names.

use std::collections::BTreeMap;

use super::names::fold;

/// Words that a variant is told by, besides numbers and sizes.
const WORDS: &str = "red blue green black white pink grey gray yellow orange purple brown beige navy gold silver \
    cream ivory natural tan coral maroon taupe rust charcoal olive khaki burgundy teal rose light dark xs s m l xl xxl xxxl small medium large one size default title";
/// The same in Chinese; a variant's part holds one of them.
const WORDS_ZH: &str =
    "红 蓝 绿 黑 白 粉 灰 黄 橙 紫 棕 米色 金色 银色 色 码 号 大号 小号 均码 装 克 毫升 升";

/// What follows the number of a size.
const UNITS: &str = "ml l g kg cm mm oz in 码 号 克 毫升";

/// A number for each product; those that differ only by a variant's part share it.
pub(super) fn groups(names: &[String]) -> Vec<u32> {
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    names
        .iter()
        .map(|name| {
            let next = known.len() as u32;
            *known.entry(stem(name)).or_insert(next)
        })
        .collect()
}

/// A name without what tells its variant: `Shirt - Red / L` and `Shirt (M)` are shirts.
fn stem(name: &str) -> String {
    let name = fold(name)
        .replace('（', "(")
        .replace('）', ")")
        .replace(['–', '—'], "-");
    let mut left = name.as_str();
    if let Some(open) = left.rfind('(').filter(|_| left.ends_with(')'))
        && open > 0
    {
        left = left[..open].trim_end();
    }
    for mark in [" / ", " - ", "/", ", ", "，", " "] {
        while let Some((before, after)) = left.rsplit_once(mark) {
            // A last word alone is a variant only where it is a size: `Mug Red` may be a name.
            let told = if mark == " " {
                sized(after)
            } else {
                told(after)
            };
            if before.trim().is_empty() || !told {
                break;
            }
            left = before.trim_end();
        }
    }
    left.to_owned()
}

/// A name without what tells its variant, folded, and what tells it, as it is written: `shirt`, `Red / L`. The second
/// is empty where nothing does.
pub(crate) fn split_variant(name: &str) -> (String, String) {
    let stem = stem(name);
    let whole = fold(name).chars().count();
    let ending = whole.saturating_sub(stem.chars().count());
    let name: Vec<char> = name.trim().chars().collect();
    let from = name.len().saturating_sub(ending);
    let ending: String = name[from..].iter().collect();
    let marks: &[char] = &[' ', '-', '–', '—', '/', ',', '，', '(', ')', '（', '）'];
    (stem, ending.trim_matches(marks).to_owned())
}

/// A name without the number that tells its product from others of that name: `Shirt - Blue / L (SH-2-L)`, `Mug (R1 2)`.
pub(crate) fn without_number<'n>(name: &'n str, number: &str) -> &'n str {
    let bracket = name.strip_suffix(')').and_then(|n| n.rsplit_once(" ("));
    let is_number = |told: &str| {
        let rest = told.strip_prefix(number);
        let rest = rest.filter(|_| !number.is_empty());
        rest.is_some_and(|rest| {
            rest.is_empty()
                || rest
                    .strip_prefix(' ')
                    .is_some_and(|n| n.parse::<u32>().is_ok())
        })
    };
    let bracket = bracket.filter(|(before, told)| !before.is_empty() && is_number(told));
    bracket.map_or(name, |(before, _)| before)
}

/// Whether a part of a name tells a variant.
fn told(part: &str) -> bool {
    let part = part.trim();
    let words = || part.split([' ', '/']).filter(|w| !w.is_empty());
    let western = |w: &str| WORDS.split_whitespace().any(|known| known == w) || size(w);
    let chinese = |w: &str| {
        !w.is_ascii() && w.chars().count() <= 5 && WORDS_ZH.split(' ').any(|k| w.contains(k))
    };
    words().count() <= 4 && words().next().is_some() && words().all(|w| western(w) || chinese(w))
}

/// `42`, `500ml`, `xl`.
fn size(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit()) || sized(word)
}

/// The same, but for bare numbers: `Candle 2` is not the size of a candle.
fn sized(word: &str) -> bool {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    unit.len() < word.len() && UNITS.split(' ').any(|u| u == unit)
        || ["xs", "xl", "xxl", "xxxl"].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_parted_from_its_variant() {
        let parted = [
            "Shirt - Red / L",
            "纯棉T恤（黑色）",
            "Acme - Mug",
            "Tea 250g",
        ]
        .map(split_variant);
        let parted = parted.each_ref().map(|(a, b)| (a.as_str(), b.as_str()));
        let expected = [
            ("shirt", "Red / L"),
            ("纯棉t恤", "黑色"),
            ("acme - mug", ""),
            ("tea", "250g"),
        ];
        assert_eq!(parted, expected);
    }

    #[test]
    fn a_number_that_tells_products_of_one_name_apart_is_no_variant() {
        let parted = [
            ("Shirt - Blue / L (SH-2-L)", "SH-2-L"),
            ("Shirt - Blue / L (SH-2-L 2)", "SH-2-L"),
            ("Shirt (L)", "SH-L"),
            ("Shirt (L)", ""),
        ]
        .map(|(name, sku)| split_variant(without_number(name, sku)));
        let variants = parted.each_ref().map(|(_, variant)| variant.as_str());
        assert_eq!(variants, ["Blue / L", "Blue / L", "L", "L"]);
    }

    #[test]
    fn sizes_and_colours_are_variants_and_other_words_are_not() {
        let names = [
            "Shirt - Red / L",
            "Shirt - Blue / S",
            "Shirt (M)",
            "Acme - Mug",
            "Acme - Bowl",
            "纯棉T恤 - 白色/L",
            "纯棉T恤（黑色）",
            "JUMBO BAG RED RETROSPOT",
            "JUMBO BAG PINK POLKADOT",
            "Tea 250g",
            "Tea 500g",
            "Candle 1",
            "Candle 2",
        ];
        let found = groups(&names.map(String::from));
        assert_eq!(found, [0, 0, 0, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8]);
    }
}
