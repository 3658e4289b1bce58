//! Texts to tokens, by a model's own tokenizer.

use serde_json::Value;
use tokenizers::Encoding;

use crate::cutter::Cutter;
use crate::frame::{self, Frame};
use crate::pieces::{UnigramFile, read_unigram};
use crate::segment::segments;
use crate::unicode::{extends, is_regional, is_word};
use crate::vocabulary::{VocabularyOptions, to_json};
use crate::{Error, charsmap};

/// A token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) id: u32,
    /// The characters that it stands for, without white space around them, in Unicode scalars of the text that was tokenised.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Whether it stands for white space or nothing, such as a lone `▁`.
    pub(crate) blank: bool,
    /// Whether it goes on with the word of the token before.
    pub(crate) joins: bool,
    /// Whether nothing may begin with it, since it goes on with a character of the token before.
    pub(crate) extends: bool,
    /// How many marks and joiners after it belong to its last character.
    pub(crate) tail: u8,
}

/// Tokens of a text as far as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tokens {
    /// Of the prefix.
    pub(crate) prefix: Vec<u32>,
    /// Of the text.
    pub(crate) tokens: Vec<Token>,
    /// Whether some of the text was not read, because there were enough tokens.
    pub(crate) cut: bool,
}

/// A model's tokenizer.
///
/// Padding and truncation that a file asks for are not done: [`crate::Plan`] makes windows and batches.
/// Special tokens in a merchant's text (`[SEP]`, `<s>`) are read as the letters that they are.
pub struct Tokenizer {
    inner: Cutter,
    frame: Frame,
    highest: u32,
}

impl std::fmt::Debug for Tokenizer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Tokenizer")
            .field("frame", &self.frame)
            .field("highest", &self.highest)
            .finish_non_exhaustive()
    }
}

impl Tokenizer {
    /// Reads a Hugging Face `tokenizer.json`: WordPiece, Unigram, BPE or whole words.
    ///
    /// # Errors
    /// [`Error::Corrupt`], [`Error::EmptyVocabulary`], [`Error::MissingToken`] if the model's unknown token or a token of the post-processor is not in the vocabulary, [`Error::TokenMoved`] if that has another id.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        let file = "tokenizer.json";
        if let Some((model, rest)) = read_unigram(bytes) {
            return Self::read(rest, Some(model), file);
        }
        let json = serde_json::from_slice(bytes).map_err(|error| Error::Corrupt {
            file,
            detail: error.to_string(),
        })?;
        Self::read(json, None, file)
    }

    /// Reads a `vocab.txt`, a token a line: BERT's WordPiece with `[CLS]` before a text and `[SEP]` after it.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if it is not UTF-8, [`Error::EmptyVocabulary`], [`Error::MissingToken`] without `[UNK]`, `[CLS]` or `[SEP]`.
    pub fn from_vocabulary(bytes: &[u8], options: &VocabularyOptions) -> Result<Self, Error> {
        Self::read(to_json(bytes, options)?, None, "vocab.txt")
    }

    /// `json`: all of the file, or all but the model.
    fn read(
        mut json: Value,
        model: Option<UnigramFile>,
        file: &'static str,
    ) -> Result<Self, Error> {
        let corrupt = |detail: String| Error::Corrupt { file, detail };
        if let Some(object) = json.as_object_mut() {
            // Ids are never turned back into text here, and its reader panics at what it does not know.
            for unused in ["decoder", "padding", "truncation"] {
                object.remove(unused);
            }
        }
        if let Some(normalizer) = json.get("normalizer") {
            charsmap::check(normalizer).map_err(corrupt)?;
        }
        if let Some(post_processor) = json.get("post_processor") {
            frame::check(post_processor, file)?;
        }
        let is_unigram = json.pointer("/model/type").and_then(Value::as_str) == Some("Unigram");
        let model = match model {
            None if is_unigram => {
                let model = UnigramFile::from_value(json["model"].take());
                Some(model.map_err(|error| corrupt(error.to_string()))?)
            }
            model => model,
        };
        let cutter = match model {
            Some(model) => Cutter::unigram(model, json),
            None => Cutter::library(json),
        };
        let mut inner = cutter.map_err(corrupt)?;
        inner.read_special_tokens_as_letters();
        let Some(highest) = inner.highest() else {
            return Err(Error::EmptyVocabulary { file });
        };
        if let Some(token) = inner.missing_unknown() {
            return Err(Error::MissingToken { file, token });
        }
        let frame = frame::frame(&inner, file)?;
        Ok(Self {
            inner,
            frame,
            highest,
        })
    }

    /// Refuses a tokenizer whose ids a model has no embeddings for.
    ///
    /// # Errors
    /// [`Error::VocabularyTooLarge`].
    pub fn check_fits(&self, model_vocabulary: usize) -> Result<(), Error> {
        if self.highest as usize >= model_vocabulary {
            return Err(Error::VocabularyTooLarge {
                highest: self.highest,
                model: model_vocabulary,
            });
        }
        Ok(())
    }

    /// The highest id that it can give.
    pub fn highest_id(&self) -> u32 {
        self.highest
    }

    /// How many special tokens every window has.
    pub fn special_tokens(&self) -> usize {
        self.frame.before.len() + self.frame.after.len()
    }

    /// The id of a token.
    pub fn id(&self, token: &str) -> Option<u32> {
        self.inner.token_to_id(token)
    }

    /// The token of an id.
    pub fn token(&self, id: u32) -> Option<String> {
        self.inner.id_to_token(id)
    }

    pub(crate) fn frame(&self) -> &Frame {
        &self.frame
    }

    /// Tokens of a prefix and a text, until there are more than `enough` of the text's.
    ///
    /// # Errors
    /// [`Error::Untokenisable`].
    pub(crate) fn tokens(&self, prefix: &str, text: &str, enough: usize) -> Result<Tokens, Error> {
        let mut out = Tokens::default();
        let mut walk = Walk::default();
        for (number, segment) in segments(text).enumerate() {
            if out.tokens.len() > enough {
                break;
            }
            let skipped = if number == 0 { prefix.len() } else { 0 };
            let encoding = if skipped > 0 {
                self.pieces(&[prefix, segment.text].concat())?
            } else {
                self.pieces(segment.text)?
            };
            let parts = encoding.get_ids().iter().zip(encoding.get_offsets());
            for (at, ((&id, &(from, to)), name)) in parts.zip(encoding.get_tokens()).enumerate() {
                if to <= skipped && skipped > 0 {
                    out.prefix.push(id);
                    continue;
                }
                let bytes = (from.max(skipped) - skipped, to - skipped);
                let blank = name.chars().all(|c| matches!(c, '▁' | 'Ġ' | ' '));
                // A mark for a new word, where the text goes on without a space.
                if segment.tight && at == 0 && blank {
                    continue;
                }
                out.tokens.push(walk.token(id, segment.text, bytes, blank));
            }
            walk.leave(segment.text);
        }
        if out.tokens.len() > enough {
            out.tokens.truncate(enough);
            out.cut = true;
        }
        Ok(out)
    }

    fn pieces(&self, text: &str) -> Result<Encoding, Error> {
        self.inner
            .encode(text)
            .map_err(|error| Error::Untokenisable {
                detail: error.to_string(),
            })
    }
}

/// A place in a text that moves on with its tokens, counting characters.
#[derive(Default)]
struct Walk {
    /// Characters of the segments before.
    before: u32,
    /// A place in this segment, in bytes and characters, and where the last token started.
    at: (usize, u32),
    mark: (usize, u32),
    /// Where the last token started.
    start: u32,
    /// Where the last token that was not blank ended …
    end: u32,
    /// … with the marks after it, and the last of these characters.
    reach: u32,
    last: Option<char>,
    /// Whether that was the first half of a flag.
    half: bool,
}

impl Walk {
    /// Characters before a byte of a segment.
    fn scalars(&mut self, text: &str, byte: usize) -> u32 {
        if byte < self.at.0 {
            // Several tokens may stand for one character.
            let back = self.mark.0 <= byte;
            self.at = if back { self.mark } else { (0, 0) };
        }
        let passed = text.get(self.at.0..byte).unwrap_or_default();
        self.at.1 += passed.chars().count() as u32;
        self.at.0 += passed.len();
        self.before + self.at.1
    }

    fn token(&mut self, id: u32, text: &str, (from, to): (usize, usize), blank: bool) -> Token {
        let said = text.get(from..to).unwrap_or_default();
        let inner = said.trim_start();
        let from = from + (said.len() - inner.len());
        let inner = inner.trim_end();
        let blank = blank || inner.is_empty();
        // Normalisers may hand out places of characters that they have moved.
        let start = self.scalars(text, from).max(self.start);
        self.start = start;
        self.mark = self.at;
        if blank {
            return Token {
                id,
                start,
                end: start,
                blank,
                joins: false,
                extends: false,
                tail: 0,
            };
        }
        let to = from + inner.len();
        let end = self.scalars(text, to).max(start).max(self.end);
        let rest = text.get(to..).unwrap_or_default().chars();
        let tail = rest.take_while(|&c| extends(c)).take(usize::from(u8::MAX));
        let (mut tails, mut last) = (0, inner.chars().next_back());
        for mark in tail {
            tails += 1;
            last = Some(mark);
        }
        let touches = self.last.is_some() && start <= self.reach;
        let first = inner.chars().next();
        let token = Token {
            id,
            start,
            end,
            blank,
            joins: touches && self.last.is_some_and(is_word) && first.is_some_and(is_word),
            extends: touches
                && (start < self.reach
                    || first.is_some_and(extends)
                    || self.last == Some('\u{200D}')
                    || (self.half && first.is_some_and(is_regional))),
            tail: tails,
        };
        self.half = half_a_flag(inner, self.half && touches);
        self.last = last;
        self.end = end;
        self.reach = end + u32::from(tails);
        token
    }

    fn leave(&mut self, text: &str) {
        self.before += text.chars().count() as u32;
        self.at = (0, 0);
        self.mark = (0, 0);
    }
}

/// Whether a text ends in the first half of a flag, where it starts after one or not.
fn half_a_flag(text: &str, before: bool) -> bool {
    let halves = text.chars().rev().take_while(|&c| is_regional(c)).count();
    let all = halves == text.chars().count();
    (halves % 2 == 1) != (all && before)
}
