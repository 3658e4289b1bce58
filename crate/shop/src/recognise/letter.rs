//! Letters as headers vary them: by width and by accent.
//!
//! Unicode's own tables for it are 115 kB of what the browser would load; headers need two hundred letters of them.

/// A full-width or otherwise compatible character as the plain one that it stands for.
pub(crate) fn half_width(c: char) -> impl Iterator<Item = char> {
    let one = |c: char| ([c, '\0'], 1);
    let (chars, length) = match c {
        '\u{3000}' | '\u{a0}' | '\u{2007}' | '\u{202f}' => one(' '),
        '\u{ff01}'..='\u{ff5e}' => one(char::from_u32(c as u32 - 0xfee0).unwrap_or(c)),
        '￠' => one('¢'),
        '￡' => one('£'),
        '￥' => one('¥'),
        '￦' => one('₩'),
        'ª' => one('a'),
        'º' => one('o'),
        '²' => one('2'),
        '³' => one('3'),
        '№' => (['N', 'o'], 2),
        '℃' => (['°', 'C'], 2),
        '㎏' => (['k', 'g'], 2),
        '㎡' => (['m', '2'], 2),
        _ => one(c),
    };
    chars.into_iter().take(length)
}

/// Each letter, then those that are it with an accent.
const ACCENTED: [&str; 19] = [
    "aàáâãäåāăąǎạảấầẩẫậắằẳẵặ",
    "cçćĉċč",
    "dďđ",
    "eèéêëēĕėęěẹẻẽếềểễệ",
    "gĝğġģ",
    "hĥħ",
    "iìíîïĩīĭįıǐịỉ",
    "jĵ",
    "kķ",
    "lĺļľŀł",
    "nñńņňŉ",
    "oòóôõöøōŏőǒọỏốồổỗộớờởỡợơ",
    "rŕŗř",
    "sśŝşšș",
    "tţťŧț",
    "uùúûüũūŭůűųǔụủứừửữựư",
    "wŵẁẃẅ",
    "yýÿŷỳỵỷỹ",
    "zźżž",
];

/// A lower-case letter without its accent; nothing for an accent alone.
pub(crate) fn plain(c: char) -> Option<char> {
    match c {
        '\0'..='\u{df}' => Some(c),
        '\u{300}'..='\u{36f}' => None,
        _ => {
            let group = ACCENTED.iter().find(|letters| letters.contains(c));
            group.map_or(Some(c), |letters| letters.chars().next())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_and_accents_are_taken_away() {
        let wide: String = "Ｔｏｔａｌ（￥）　№".chars().flat_map(half_width).collect();
        assert_eq!(wide, "Total(¥) No");
        let bare: String = "quantité größe số lượng ilość e\u{301}"
            .chars()
            .filter_map(plain)
            .collect();
        assert_eq!(bare, "quantite große so luong ilosc e");
    }

    #[test]
    fn every_letter_belongs_to_one_group() {
        let mut seen = std::collections::BTreeSet::new();
        for c in ACCENTED.iter().flat_map(|letters| letters.chars()) {
            assert!(seen.insert(c), "{c} twice");
        }
    }
}
