//! A text as patterns and word lists read it: one letter for each of the merchant's, without case and width.

use std::borrow::Cow;

/// A text with every character folded for itself, so that positions stay the merchant's.
pub(crate) struct Folded {
    /// As they are.
    pub(crate) original: Vec<char>,
    /// Lower case, half width; markup is line ends.
    pub(crate) chars: Vec<char>,
    /// The same as a string.
    pub(crate) text: String,
    /// Of every byte of that: its character.
    at: Vec<u32>,
}

/// What a character is compared as.
pub(crate) fn fold(c: char) -> char {
    let half = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{A0}' | '\t' => ' ',
        '’' | '‘' => '\'',
        '×' => 'x',
        '￥' => '¥',
        _ => c,
    };
    let mut lower = half.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(single), None) => single,
        _ => half,
    }
}

/// A word as it is compared.
pub(crate) fn folded(word: &str) -> String {
    word.chars().map(fold).collect()
}

/// Characters that a tag may have, beyond which `<` is a sign.
const LONGEST_TAG: usize = 400;

impl Folded {
    pub(crate) fn new(text: &str) -> Self {
        let original: Vec<char> = text.chars().collect();
        let mut chars: Vec<char> = original.iter().map(|&c| fold(c)).collect();
        blank_tags(&mut chars);
        let mut folded = String::with_capacity(text.len());
        let mut at = Vec::with_capacity(text.len());
        for (index, &c) in chars.iter().enumerate() {
            folded.push(c);
            at.resize(folded.len(), index as u32);
        }
        Self {
            original,
            chars,
            text: folded,
            at,
        }
    }

    /// The character of a byte, or the end.
    pub(crate) fn character(&self, byte: usize) -> usize {
        let at = self.at.get(byte);
        at.map_or(self.chars.len(), |&at| at as usize)
    }

    pub(crate) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The folded character at a place; a line end outside.
    pub(crate) fn get(&self, at: usize) -> char {
        self.chars.get(at).copied().unwrap_or('\n')
    }

    /// The folded character before a place.
    pub(crate) fn before(&self, at: usize) -> char {
        at.checked_sub(1).map_or('\n', |at| self.get(at))
    }

    /// Whether a word begins at a place.
    pub(crate) fn starts_with(&self, at: usize, word: &str) -> bool {
        let rest = self.chars.get(at..).unwrap_or_default();
        word.chars()
            .enumerate()
            .all(|(at, c)| rest.get(at) == Some(&c))
    }

    /// The merchant's own characters.
    pub(crate) fn slice(&self, start: usize, end: usize) -> String {
        let end = end.min(self.original.len());
        self.original
            .get(start..end)
            .unwrap_or_default()
            .iter()
            .collect()
    }
}

/// Puts line ends for tags and for what stands in scripts and styles: attributes are no words of the merchant.
fn blank_tags(chars: &mut [char]) {
    let mut at = 0;
    while at < chars.len() {
        if chars[at] != '<' {
            at += 1;
            continue;
        }
        let next = chars.get(at + 1).copied().unwrap_or(' ');
        let is_tag = next.is_ascii_alphabetic() || next == '/' || next == '!';
        let window = &chars[at..chars.len().min(at + LONGEST_TAG)];
        let Some(length) = window.iter().position(|&c| c == '>').filter(|_| is_tag) else {
            at += 1;
            continue;
        };
        let name: String = window[1..]
            .iter()
            .take_while(|c| c.is_ascii_alphanumeric())
            .collect();
        let mut end = at + length + 1;
        if name == "script" || name == "style" {
            let closing: Vec<char> = format!("</{name}").chars().collect();
            let rest = &chars[end..];
            let found = rest
                .windows(closing.len())
                .position(|window| window == closing);
            end = found.map_or(chars.len(), |found| end + found);
        }
        chars[at..end].fill('\n');
        at = end;
    }
}

/// Characters between `&` and `;` of an entity, at most.
const LONGEST_ENTITY: usize = 9;

/// A text without its markup: line ends for tags, spaces for entities. Which script a text is in, its markup does not tell.
pub(crate) fn without_markup(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '&']) {
        return Cow::Borrowed(text);
    }
    let mut chars: Vec<char> = text.chars().collect();
    blank_tags(&mut chars);
    for at in 0..chars.len() {
        let window = &chars[at..chars.len().min(at + LONGEST_ENTITY + 2)];
        let end = window.iter().position(|&c| c == ';');
        if chars[at] == '&'
            && let Some(end) = end.filter(|&end| end > 2)
            && window[1..end]
                .iter()
                .all(|c| c.is_ascii_alphanumeric() || *c == '#')
        {
            chars[at..=at + end].fill(' ');
        }
    }
    Cow::Owned(chars.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stay() {
        let text = "Ａ１<b class=red>红</b> <3 İx";
        let folded = Folded::new(text);
        assert_eq!(folded.len(), text.chars().count());
        assert!(folded.text.starts_with("a1\n"));
        assert!(!folded.text.contains("red"));
        assert!(folded.text.contains("<3"));
        let byte = folded.text.find('红').expect("kept");
        assert_eq!(folded.original[folded.character(byte)], '红');
    }

    #[test]
    fn markup_is_taken_out() {
        let bare = |text: &str| without_markup(text).trim().to_owned();
        assert_eq!(bare("<div style=\"color:red\">很差</div>"), "很差");
        assert_eq!(bare("很&nbsp;好&#39;"), "很      好");
        assert_eq!(bare("a < b & c; R&D"), "a < b & c; R&D");
    }

    #[test]
    fn scripts_are_blank() {
        let folded = Folded::new("好<script>color red</script>看");
        assert!(!folded.text.contains("red") && folded.text.ends_with('看'));
    }
}
