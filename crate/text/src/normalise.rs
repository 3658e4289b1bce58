//! Merchants' texts, as an encoder should read them.
//!
//! Reviews and titles come out of shop back ends with markup, entities, full-width letters, zero-width characters and runs of punctuation that a model has hardly seen.
//! [`Normalisation::Merchant`] takes these out and remembers where everything was:
//!
//! | in the text | read as |
//! |---|---|
//! | `<br>`, `<p>` and other tags that break a line | a space |
//! | `<b>`, `<span>` and other tags inside a line, comments | nothing |
//! | `<script>`, `<style>` | nothing, with what is inside |
//! | `<3`, `<好评>`, `a < b` | as it is: only HTML's own tag names are tags |
//! | `&amp;`, `&nbsp;`, `&#20070;`, `&#x4e66;`, `&amp;nbsp;` | the character (escaped twice too; pairs of surrogates are joined) |
//! | `Ａ１％！` (U+FF01 to U+FF5E) | `A1%!` |
//! | any run of white space, the ideographic space and line ends among it | one space; none at the ends |
//! | NUL and other control characters, U+FFFD (what is left of a lone surrogate), private use, byte order marks, soft hyphens, marks of direction, zero-width spaces | nothing |
//! | zero-width joiners | kept after letters of scripts that write with them, else nothing |
//! | variation selectors, skin tones, keycaps, tag characters | nothing; they belong to what stands before them |
//! | 👩‍💻, ❤️‍🔥 (emoji joined to one) | the first of them, standing for all |
//! | other emoji | as they are: models whose vocabulary has them (XLM-R's does) know them better than any name we could give |
//! | a character that is neither letter, digit nor white space, more than three times in a row (`！！！！！`, `……………`, `👍👍👍👍👍`) | three of it |
//!
//! Letters are not folded, accents not taken off and nothing is composed: that is the tokenizer's own normaliser's business (XLM-R's does NFKC, BERT's uncased one lower-cases), and it keeps its own offsets.

mod characters;
mod html;

use serde::{Deserialize, Serialize};

use crate::alignment::{Aligned, Alignment};

/// How a text is changed before it is cut into tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Normalisation {
    /// Markup, entities, full-width letters and noise are cleaned up.
    #[default]
    Merchant,
    /// Not at all: what the tokenizer's own normaliser does is all that is done.
    Raw,
}

/// A normalised text with the way back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Normalised {
    /// The text.
    pub text: String,
    /// Where it comes from.
    pub alignment: Alignment,
}

impl Normalisation {
    /// Normalises a text, in time proportional to its length.
    pub fn apply(self, text: &str) -> Normalised {
        if self == Self::Raw || characters::is_clean(text) {
            return Normalised {
                text: text.to_owned(),
                alignment: Alignment::default(),
            };
        }
        let mut aligned: Vec<Aligned> = (0..)
            .zip(text.chars())
            .map(|(start, now)| Aligned {
                now,
                start,
                end: start + 1,
            })
            .collect();
        // Twice, since exports escape what was escaped already.
        for _ in 0..2 {
            if !html::decode_entities(&mut aligned) {
                break;
            }
        }
        html::strip_tags(&mut aligned);
        characters::clean(&mut aligned);
        Normalised {
            text: aligned.iter().map(|character| character.now).collect(),
            alignment: Alignment::new(&aligned),
        }
    }
}

#[cfg(test)]
mod tests;
