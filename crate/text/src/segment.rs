//! Long texts in pieces, before they are cut into tokens.
//!
//! Some tokenizers take more than proportional time for long texts, and none needs to read a megabyte of which a model sees a few pages.

use crate::unicode::{extends, stands_alone};

/// Characters of a piece, at most: more than any model's window of 512 tokens, so that only texts that need several windows are cut at all.
const LIMIT: usize = 8_192;

/// The pieces of a text, one after another.
struct Segments<'a> {
    rest: &'a str,
    limit: usize,
    first: bool,
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segment<'a> {
    /// What it says.
    pub(crate) text: &'a str,
    /// Whether it goes on in the middle of what has no spaces, where a tokenizer would see a new word.
    pub(crate) tight: bool,
}

impl<'a> Segments<'a> {
    /// How many bytes of what is left the next piece has.
    ///
    /// Before white space if there is some in its second half, so that the pieces have the tokens that the whole has; else after a mark, before a character that stands alone, or anywhere.
    fn cut(&self) -> usize {
        let mut best = (0, self.rest.len());
        let mut before = ' ';
        for (count, (at, c)) in self.rest.char_indices().enumerate() {
            if count >= self.limit / 2 && at > 0 && !extends(c) {
                let worth = if c.is_whitespace() && !before.is_whitespace() {
                    4
                } else if before.is_whitespace() {
                    0
                } else if !before.is_alphanumeric() && !extends(before) {
                    3
                } else if stands_alone(c) {
                    2
                } else {
                    1
                };
                if worth >= best.0 {
                    best = (worth, at);
                }
            }
            if count >= self.limit {
                // Nothing but marks or spaces: they are cut where the limit is.
                return if best.1 < self.rest.len() { best.1 } else { at };
            }
            before = c;
        }
        self.rest.len()
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let (text, rest) = self.rest.split_at(self.cut());
        let tight = !self.first && !text.starts_with(char::is_whitespace);
        self.rest = rest;
        self.first = false;
        Some(Segment { text, tight })
    }
}

/// The pieces of a text.
pub(crate) fn segments(text: &str) -> impl Iterator<Item = Segment<'_>> {
    Segments {
        rest: text,
        limit: LIMIT,
        first: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces(text: &str, limit: usize) -> Vec<&str> {
        let segments = Segments {
            rest: text,
            limit,
            first: true,
        };
        segments.map(|piece| piece.text).collect()
    }

    #[test]
    fn cuts_lie_where_words_end() {
        assert_eq!(
            pieces("one two three four", 10),
            ["one two", " three", " four"]
        );
        assert_eq!(pieces("很好。非常喜欢这个", 6), ["很好。", "非常喜欢这个"]);
        assert_eq!(pieces("aaaaaaaa", 3), ["aaa", "aaa", "aa"]);
        assert_eq!(pieces("", 3), Vec::<&str>::new());
    }

    #[test]
    fn marks_stay_with_their_letter() {
        let text = "e\u{301}".repeat(20);
        assert!(pieces(&text, 5).iter().all(|piece| piece.starts_with('e')));
    }

    proptest! {
        #[test]
        fn pieces_make_up_the_text(text in "[ab \u{301}好。\n😀]{0,60}", limit in 2_usize..12) {
            let pieces = pieces(&text, limit);
            prop_assert_eq!(pieces.concat(), text.as_str());
            prop_assert!(pieces.iter().all(|piece| !piece.is_empty() && piece.chars().count() <= limit));
        }
    }
}
