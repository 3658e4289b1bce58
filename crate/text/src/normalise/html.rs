//! Markup that shop back ends leave in texts.

use crate::alignment::Aligned;

/// Characters between `&` and `;`, at most: `thetasym`, `#x10FFFF`.
const ENTITY: usize = 9;

/// Characters that a tag may have: pictures are written into them.
const TAG: usize = 65_536;

/// Entities that merchants' texts have, sorted.
const ENTITIES: [(&str, char); 56] = [
    ("amp", '&'),
    ("apos", '\''),
    ("bull", '•'),
    ("cent", '¢'),
    ("copy", '©'),
    ("deg", '°'),
    ("divide", '÷'),
    ("eacute", 'é'),
    ("emsp", '\u{2003}'),
    ("ensp", '\u{2002}'),
    ("euro", '€'),
    ("frac12", '½'),
    ("frac14", '¼'),
    ("frac34", '¾'),
    ("ge", '≥'),
    ("gt", '>'),
    ("hearts", '♥'),
    ("hellip", '…'),
    ("iexcl", '¡'),
    ("iquest", '¿'),
    ("laquo", '«'),
    ("larr", '←'),
    ("ldquo", '“'),
    ("le", '≤'),
    ("lrm", '\u{200E}'),
    ("lsquo", '‘'),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("minus", '−'),
    ("nbsp", '\u{A0}'),
    ("ndash", '–'),
    ("ne", '≠'),
    ("ordm", 'º'),
    ("plusmn", '±'),
    ("pound", '£'),
    ("prime", '′'),
    ("quot", '"'),
    ("raquo", '»'),
    ("rarr", '→'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rlm", '\u{200F}'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("sect", '§'),
    ("shy", '\u{AD}'),
    ("sup2", '²'),
    ("sup3", '³'),
    ("thinsp", '\u{2009}'),
    ("times", '×'),
    ("trade", '™'),
    ("yen", '¥'),
    ("zwj", '\u{200D}'),
    ("zwnj", '\u{200C}'),
    ("zwsp", '\u{200B}'),
];

/// Tags that stay inside a line.
const INLINE: [&str; 31] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd",
    "label", "mark", "meta", "nobr", "o:p", "q", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "tt", "u", "wbr",
];

/// Tags that break a line, or stand for something that is no text.
const BLOCK: [&str; 58] = [
    "address",
    "article",
    "aside",
    "audio",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "div",
    "dl",
    "dt",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "img",
    "input",
    "li",
    "link",
    "main",
    "nav",
    "object",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "select",
    "source",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];

/// Replaces entities by their characters; whether there may be more to replace.
pub(super) fn decode_entities(characters: &mut Vec<Aligned>) -> bool {
    if !characters.iter().any(|character| character.now == '&') {
        return false;
    }
    let mut out: Vec<Aligned> = Vec::with_capacity(characters.len());
    let mut at = 0;
    let mut found = false;
    while let Some(&character) = characters.get(at) {
        at += 1;
        if character.now != '&' {
            out.push(character);
            continue;
        }
        let Some((code, length)) = entity(&characters[at..]) else {
            out.push(character);
            continue;
        };
        found = true;
        at += length;
        let mut now = char::from_u32(code);
        // An emoji may be written as the two halves that it has in UTF-16.
        if (0xD800..0xDC00).contains(&code)
            && characters.get(at).is_some_and(|next| next.now == '&')
            && let Some((low @ 0xDC00..0xE000, length)) = entity(&characters[at + 1..])
        {
            now = char::from_u32(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00));
            at += 1 + length;
        }
        out.push(Aligned {
            now: now.filter(|&now| now != '\0').unwrap_or('\u{FFFD}'),
            start: character.start,
            end: characters[at - 1].end,
        });
    }
    *characters = out;
    found
}

/// The code point of an entity after its `&`, and how many characters it has with its `;`.
fn entity(rest: &[Aligned]) -> Option<(u32, usize)> {
    let length = rest
        .iter()
        .take(ENTITY + 1)
        .position(|character| character.now == ';')?;
    let mut name = String::with_capacity(length);
    for character in &rest[..length] {
        if !character.now.is_ascii_alphanumeric() && character.now != '#' {
            return None;
        }
        name.push(character.now);
    }
    let code = if let Some(number) = name.strip_prefix('#') {
        match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        }
    } else {
        let found = ENTITIES.binary_search_by(|(known, _)| (*known).cmp(name.as_str()));
        u32::from(ENTITIES[found.ok()?].1)
    };
    Some((code, length + 1))
}

/// Takes tags and comments out.
pub(super) fn strip_tags(characters: &mut Vec<Aligned>) {
    if !characters.iter().any(|character| character.now == '<') {
        return;
    }
    let mut out: Vec<Aligned> = Vec::with_capacity(characters.len());
    let mut tags = Tags {
        characters,
        close: 0,
        without: Vec::new(),
    };
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        if character.now == '<'
            && let Some((end, breaks)) = tags.tag(at)
        {
            if breaks {
                out.push(Aligned {
                    now: ' ',
                    start: character.start,
                    end: characters[end - 1].end,
                });
            }
            at = end;
            continue;
        }
        out.push(character);
        at += 1;
    }
    *characters = out;
}

/// What is known of a text while its tags are taken out, so that none of it is searched again and again.
struct Tags<'a> {
    characters: &'a [Aligned],
    /// The next `>`.
    close: usize,
    /// What was looked for and does not come any more.
    without: Vec<&'static str>,
}

impl Tags<'_> {
    /// Where a tag that starts here ends, and whether it breaks the line. Starts do not go back.
    fn tag(&mut self, start: usize) -> Option<(usize, bool)> {
        let from = self.close.max(start);
        let ahead = self.characters.get(from..)?.iter();
        self.close = from + ahead.take_while(|character| character.now != '>').count();
        if self.close >= self.characters.len() {
            return None;
        }
        let rest = &self.characters[start + 1..];
        if starts_with(rest, "!--") {
            // A comment that never ends is as long as its first bracket says.
            let end = self.find("-->", start + 4).map(|at| at + 3);
            return Some((end.unwrap_or(self.close + 1), false));
        }
        let declares = ["!doctype", "?xml", "![cdata["];
        if declares.iter().any(|word| starts_with(rest, word)) {
            return Some((self.close + 1, false));
        }
        let closing = rest.first().is_some_and(|first| first.now == '/');
        let mut name = String::new();
        for character in rest.iter().skip(usize::from(closing)) {
            match character.now {
                c if c.is_ascii_alphanumeric() || c == ':' => name.push(c.to_ascii_lowercase()),
                c if c.is_whitespace() || c == '/' || c == '>' => break,
                _ => return None,
            }
            if name.len() > 10 {
                return None;
            }
        }
        let end_of_raw = match name.as_str() {
            "script" => Some("</script"),
            "style" => Some("</style"),
            _ => None,
        };
        let inline = INLINE.binary_search(&name.as_str()).is_ok();
        if end_of_raw.is_none() && !inline && BLOCK.binary_search(&name.as_str()).is_err() {
            return None;
        }
        let end = self.tag_end(start)?;
        if let Some(word) = end_of_raw
            && !closing
            && let Some(at) = self.find(word, end)
        {
            let ahead = self.characters[at..].iter();
            let close = at + ahead.take_while(|character| character.now != '>').count();
            return Some(((close + 1).min(self.characters.len()), true));
        }
        Some((end, !inline))
    }

    /// After the `>` that ends a tag: the first outside quotes, or the first of all where quotes do not match.
    fn tag_end(&self, start: usize) -> Option<usize> {
        let mut quote = None;
        let mut before = '<';
        let rest = self.characters.iter().enumerate().skip(start + 1);
        for (at, character) in rest.take(TAG) {
            match (quote, character.now) {
                (None, '>') => return Some(at + 1),
                (None, '<') => return None,
                // Quotes matter after `=` only; a lone apostrophe opens none.
                (None, c @ ('"' | '\'')) if before == '=' => quote = Some(c),
                (Some(open), c) if open == c => quote = None,
                _ => {}
            }
            before = character.now;
        }
        Some(self.close + 1)
    }

    /// Where a word starts, at or after a place.
    fn find(&mut self, word: &'static str, from: usize) -> Option<usize> {
        if self.without.contains(&word) {
            return None;
        }
        let found =
            (from..self.characters.len()).find(|&at| starts_with(&self.characters[at..], word));
        if found.is_none() {
            self.without.push(word);
        }
        found
    }
}

/// Whether characters start with a word in ASCII, in either case.
fn starts_with(characters: &[Aligned], word: &str) -> bool {
    characters.len() >= word.len()
        && characters
            .iter()
            .zip(word.chars())
            .all(|(character, expected)| character.now.eq_ignore_ascii_case(&expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(ENTITIES.is_sorted_by_key(|(name, _)| *name));
        assert!(INLINE.is_sorted());
        assert!(BLOCK.is_sorted());
    }
}
