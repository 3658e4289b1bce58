//! Which of the supported languages a text is in, by its scripts.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::folded::without_markup;

/// A language that is read, or none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Chinese, with what English stands in it.
    Zh,
    /// English.
    En,
    /// None of the two, or no language at all.
    Other,
}

/// Latin letters that weigh as much as a Chinese character.
const LETTERS_A_CHARACTER: usize = 3;

/// Words by which an English text is known.
const ENGLISH: [&str; 34] = [
    "the", "and", "of", "for", "with", "is", "it", "this", "that", "was", "very", "not", "but",
    "my", "you", "are", "have", "in", "to", "on", "as", "they", "so", "we", "were", "had", "be",
    "at", "from", "or", "would", "these", "i", "your",
];

/// Words by which texts in other languages of Latin script are known; none of them is English.
const FOREIGN: [&str; 58] = [
    "le", "la", "les", "des", "est", "et", "pour", "avec", "très", "une", "dans", "pas", "je",
    "der", "die", "das", "und", "ist", "nicht", "mit", "für", "sehr", "ein", "eine", "el", "los",
    "las", "para", "con", "muy", "es", "una", "por", "pero", "il", "di", "che", "è", "molto",
    "sono", "não", "muito", "com", "uma", "het", "een", "voor", "niet", "zeer", "och", "är", "jag",
    "que", "du", "zu", "nie", "jest", "bardzo",
];

/// Words of reviews in other languages of Latin script, by which one of few words is known; none of them is English.
const FOREIGN_REVIEWS: &str = "gute guter gutes schnell schnelle schneller schlecht schlechte qualität lieferung leider kaputt \
    produkt zufrieden aber noch auch nach wurde gerne wieder preis empfehlen empfehlung geliefert \
    qualité produit bonne mais livraison satisfait satisfaite merci mauvaise déçu déçue correspond conforme reçu bien \
    bueno buena calidad producto llegó llego malo excelente gracias encanta perfecto rápido rapido recomiendo \
    ótimo otimo produto bom qualidade chegou gostei adorei recomendo perfeito \
    ottimo ottima buono buona qualità prodotto veloce arrivato consiglio perfetto tutto spedizione \
    goed goede snel snelle kwaliteit levering mooi mooie maar geen blij tevreden geleverd slecht slechte \
    bagus barang sesuai cepat pengiriman kualitas sangat tidak dengan yang terima kasih mantap suka murah \
    dobra dobry jakość polecam szybka dostawa zgodny opisem produktu \
    çok güzel ürün kaliteli hızlı teşekkürler kargo geldi mükemmel \
    mycket snabb leverans nöjd kvalitet hyvä nopea toimitus maganda mabilis salamat";

/// Letters by script.
#[derive(Default)]
struct Letters {
    han: usize,
    kana: usize,
    ascii: usize,
    /// Latin with marks.
    marked: usize,
    /// Of scripts that nothing here reads.
    other: usize,
}

pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

fn letters(text: &str) -> Letters {
    let mut letters = Letters::default();
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' => letters.ascii += 1,
            '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => letters.ascii += 1,
            '\u{3041}'..='\u{30FF}' if c != '・' && c != 'ー' => letters.kana += 1,
            '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' if c.is_alphabetic() => {
                letters.marked += 1;
            }
            _ if is_han(c) => letters.han += 1,
            // Roman numerals, letters in circles and units are nobody's script.
            '\u{2100}'..='\u{24FF}' | '\u{3200}'..='\u{33FF}' => {}
            _ if c.is_alphabetic() => letters.other += 1,
            _ => {}
        }
    }
    letters
}

/// Tells the language of a text by the share of its scripts, and of Latin script by frequent words.
///
/// A text without letters, or of one character typed again and again, or of keys struck at random, is in none. Markup does not count.
///
/// ```
/// use extract::{Language, language};
/// assert_eq!(language("红色纯棉 iPhone 13 手机壳"), Language::Zh);
/// assert_eq!(language("women's red cotton dress"), Language::En);
/// assert_eq!(language("Очень хорошее качество"), Language::Other);
/// ```
pub fn language(text: &str) -> Language {
    let text = &*without_markup(text);
    let letters = letters(text);
    let latin = letters.ascii + letters.marked;
    let all = letters.han + letters.kana + latin + letters.other;
    let cjk = letters.han + letters.kana;
    if all == 0 || is_repetition(text) {
        return Language::Other;
    }
    // A の or two is fashion in Chinese titles.
    if 2 * letters.other > all || (letters.kana > 2 && 6 * letters.kana > cjk) {
        return Language::Other;
    }
    if letters.han > 0 && LETTERS_A_CHARACTER * letters.han >= latin {
        return Language::Zh;
    }
    if 12 * letters.marked > latin || is_foreign(text) || is_mash(text) {
        return Language::Other;
    }
    Language::En
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

fn is_foreign(text: &str) -> bool {
    static REVIEWS: LazyLock<BTreeSet<&str>> =
        LazyLock::new(|| FOREIGN_REVIEWS.split(' ').collect());
    let (mut all, mut english, mut foreign, mut review) = (0, 0, 0, 0);
    for word in words(text).collect::<BTreeSet<String>>() {
        all += 1;
        english += usize::from(ENGLISH.contains(&word.as_str()));
        foreign += usize::from(FOREIGN.contains(&word.as_str()));
        review += usize::from(REVIEWS.contains(word.as_str()));
    }
    // What a review says in a word or two has to be a good part of it.
    let few = english == 0 && 2 * (foreign + review) > all;
    foreign > 1 && foreign > 2 * english
        || review > 0 && few
        || foreign + review > 2 * english + 1 && 4 * (foreign + review) > all
}

/// Whether a text is one or two characters over and over.
fn is_repetition(text: &str) -> bool {
    let mut seen: Vec<char> = Vec::new();
    let mut count = 0;
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        count += 1;
        if !seen.contains(&c) {
            if seen.len() == 2 {
                return false;
            }
            seen.push(c);
        }
    }
    // 很好很好很好 is praise, if not much of it.
    count >= if seen.len() == 1 { 6 } else { 12 }
}

/// Whether all words of a text look like keys struck at random.
///
/// ```
/// assert!(extract::is_mash("asdf jkl") && !extract::is_mash("rhythm"));
/// ```
pub fn is_mash(text: &str) -> bool {
    let (mut mash, mut others) = (0, 0);
    for word in words(text) {
        if !word.chars().all(|c| c.is_ascii_alphabetic()) {
            // What has digits in it is a number or a model, and says nothing here.
            others += usize::from(!word.is_ascii());
        } else if is_mashed(&word) {
            mash += 1;
        } else if word.len() > 1 && word.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
            others += 1;
        }
    }
    mash > 0 && mash >= 2 * others
}

/// Rows of a keyboard, along which fingers slide.
const ROWS: [&str; 6] = [
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "poiuytrewq",
    "lkjhgfdsa",
    "mnbvcxz",
];

fn is_mashed(word: &str) -> bool {
    // Four neighbours on a row: "asdf", "hjkl"; there are words with four ("property"), hardly a short one.
    let windows = word.len().saturating_sub(3);
    let slides = (0..windows).filter(|&at| {
        let window = &word[at..at + 4];
        ROWS.iter().any(|row| row.contains(window))
    });
    let slides = slides.count();
    // Two thirds of the word at least.
    if slides > 0 && 3 * (slides + 3) >= 2 * word.len() {
        return true;
    }
    let mut run = 0;
    let mut longest = 0;
    let mut vowels = 0;
    for c in word.chars() {
        let vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        vowels += usize::from(vowel);
        run = if vowel { 0 } else { run + 1 };
        longest = longest.max(run);
    }
    word.len() >= 6 && (longest >= 6 || vowels == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn supported_languages_are_known() {
        for text in [
            "快递很快，好评",
            "Nike耐克男鞋 Air Force 1",
            "ins风の可爱小熊",
            "好",
            "苹果 iPhone 13 Pro Max 256GB 5G全网通手机",
        ] {
            assert_eq!(language(text), Language::Zh, "{text}");
        }
        for text in [
            "Great product, would buy again",
            "USB-C cable 2m",
            "Café au lait bowls, set of 4",
            "Property law notes",
            "La Roche-Posay sunscreen",
            "Le Creuset",
            "super soft and bella wears it daily",
            "Women's Block Heel Sandals 3 Inch Heel Height",
            "Probiotics Gut Health Supplement Leaky Gut Repair",
            "108 Mala Beads Mala Necklace",
            "Stone Ware Dinner Ware Set",
            "rhythm",
        ] {
            assert_eq!(language(text), Language::En, "{text}");
        }
    }

    #[test]
    fn markup_is_no_script() {
        for (text, lang) in [
            (
                r#"<div style="color:red">质量很差</div><br/><p class="a">不好</p>"#,
                Language::Zh,
            ),
            ("质量&nbsp;&nbsp;&nbsp;&nbsp;很差", Language::Zh),
            ("<p>Great product, would buy again</p>", Language::En),
            ("<b><i></i></b>", Language::Other),
            ("I <3 this, would buy again", Language::En),
        ] {
            assert_eq!(language(text), lang, "{text}");
        }
    }

    #[test]
    fn others_are_told() {
        for text in [
            "",
            "12345 67890",
            "👍👍👍",
            "とても良いです。また買います",
            "아주 좋아요",
            "Sehr gute Qualität, schnelle Lieferung.",
            "Schlechte Qualität.",
            "Goede kwaliteit, snelle levering",
            "Bagus",
            "Barang sesuai, pengiriman cepat",
            "Buena calidad",
            "Ótimo produto, chegou rápido.",
            "Très bon produit, livraison rapide et pas cher",
            "Sehr gute Qualität und die Lieferung ist schnell",
            "Muy bueno, es para mi hija y la talla es perfecta",
            "asdfghjkl",
            "asdf jkl qwerty zxcvbn",
            "hhhhhhhhhh",
            "啊啊啊啊啊啊",
            "xkcdqzrtp wvbnmlk",
        ] {
            assert_eq!(language(text), Language::Other, "{text}");
        }
    }
}
