//! The little of Unicode's tables that is needed here.
//!
//! Ranges by hand instead of a library: its tables would cost more bytes than all of this crate.

/// Whether a character belongs to the one before it, so that nothing may begin with it: marks, joiners, selectors, skin tones.
pub(crate) fn extends(c: char) -> bool {
    // Nearly every character of Chinese and English is told from the rest by this.
    if c < '\u{300}' || ('\u{3100}'..'\u{A000}').contains(&c) {
        return false;
    }
    matches!(c,
        '\u{300}'..='\u{36F}'
        | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}' | '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}'
        // Vowel signs and viramas lie at the same places in every block of India's scripts, or nearly.
        | '\u{900}'..='\u{903}' | '\u{93A}'..='\u{93C}' | '\u{93E}'..='\u{94F}'
        | '\u{981}'..='\u{983}' | '\u{9BC}' | '\u{9BE}'..='\u{9CD}'
        | '\u{A01}'..='\u{A03}' | '\u{A3C}'..='\u{A4D}' | '\u{A70}' | '\u{A71}'
        | '\u{A81}'..='\u{A83}' | '\u{ABC}' | '\u{ABE}'..='\u{ACD}'
        | '\u{B01}'..='\u{B03}' | '\u{B3C}' | '\u{B3E}'..='\u{B57}'
        | '\u{B82}' | '\u{BBE}'..='\u{BCD}'
        | '\u{C00}'..='\u{C04}' | '\u{C3C}' | '\u{C3E}'..='\u{C56}'
        | '\u{C81}'..='\u{C83}' | '\u{CBC}' | '\u{CBE}'..='\u{CD6}'
        | '\u{D00}'..='\u{D03}' | '\u{D3B}' | '\u{D3C}' | '\u{D3E}'..='\u{D4D}'
        | '\u{DCA}'..='\u{DDF}'
        | '\u{E31}' | '\u{E34}'..='\u{E3A}' | '\u{E47}'..='\u{E4E}'
        | '\u{EB1}' | '\u{EB4}'..='\u{EBC}' | '\u{EC8}'..='\u{ECE}'
        | '\u{F71}'..='\u{F84}' | '\u{F8D}'..='\u{FBC}'
        | '\u{102B}'..='\u{103E}' | '\u{17B4}'..='\u{17D3}'
        | '\u{1AB0}'..='\u{1ACE}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{200C}' | '\u{200D}'
        | '\u{20D0}'..='\u{20F0}'
        | '\u{302A}'..='\u{302F}' | '\u{3099}' | '\u{309A}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}'
        | '\u{1F3FB}'..='\u{1F3FF}'
        | '\u{E0020}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Half of a flag.
pub(crate) fn is_regional(c: char) -> bool {
    ('\u{1F1E6}'..='\u{1F1FF}').contains(&c)
}

/// Whether a character may be part of an emoji of several.
pub(crate) fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Whether a zero-width joiner or non-joiner after this letter is spelling: Arabic and the scripts of South and South-East Asia.
pub(crate) fn joins_letters(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{DFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{18AF}')
}

/// Whether a character is written without spaces between words, so that every one may begin a word.
pub(crate) fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{E00}'..='\u{EFF}'
        | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{2E80}'..='\u{312F}' | '\u{31A0}'..='\u{A4CF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9F}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a character is part of a word that is written with spaces around it.
pub(crate) fn is_word(c: char) -> bool {
    (c.is_alphanumeric() && !stands_alone(c)) || extends(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_marks() {
        assert!(is_word('a') && is_word('é') && is_word('7') && is_word('\u{301}'));
        assert!(!is_word('好') && !is_word('カ') && !is_word('-') && !is_word(' '));
        assert!(extends('\u{94D}') && extends('\u{FE0F}') && !extends('a') && !extends('好'));
        assert!(is_word('한') && is_word('Ж'));
    }
}
