//! A text as the windows in which an encoder reads it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::frame::Frame;
use crate::tokenizer::{Token, Tokens};
use crate::{Error, Normalisation, Normalised, Tokenizer};

/// How texts become windows of tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EncodeOptions {
    /// How texts are cleaned up.
    pub normalisation: Normalisation,
    /// What is put before every window, such as E5's `query: `; not normalised, and no part of a text's offsets.
    pub prefix: String,
    /// Tokens that a window may have, special tokens and prefix among them: at most what the model has positions for.
    pub max_tokens: usize,
    /// Tokens that neighbouring windows of a long text share.
    pub overlap: usize,
    /// Windows that a text may have; what lies beyond is not read, and [`Encoded::cut`] says where that begins.
    pub max_windows: usize,
}

impl Default for EncodeOptions {
    /// Windows of 512 tokens that share 64, at most 16 of them.
    fn default() -> Self {
        Self {
            normalisation: Normalisation::Merchant,
            prefix: String::new(),
            max_tokens: 512,
            overlap: 64,
            max_windows: 16,
        }
    }
}

impl EncodeOptions {
    /// Windows of so many tokens, of which neighbours share an eighth: so models with few positions can be read in windows too.
    #[must_use]
    pub fn with_windows(mut self, max_tokens: usize) -> Self {
        self.max_tokens = max_tokens;
        self.overlap = max_tokens / 8;
        self
    }
}

/// A text in tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encoded {
    /// What the encoder reads; one for most texts, none for a text in which there is nothing to read.
    pub windows: Vec<Window>,
    /// Tokens of the text, each counted once, without special tokens and prefix.
    pub tokens: usize,
    /// From where on the text is not read, in Unicode scalars of the merchant's text, if it is too long.
    pub cut: Option<u32>,
}

/// What an encoder reads at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Token ids with special tokens and prefix: `[tokens]`.
    pub ids: Vec<u32>,
    /// Segments: `[tokens]`.
    pub segments: Vec<u32>,
    /// What each token stands for, from–to in Unicode scalars of the merchant's text, without white space around it; `None` for special tokens and the prefix: `[tokens]`.
    ///
    /// A token that stands for white space alone, such as a lone `▁`, has an empty range. Ranges do not go back.
    pub offsets: Vec<Option<(u32, u32)>>,
    /// Which of the text's tokens it holds.
    pub range: Range<usize>,
}

impl Tokenizer {
    /// Refuses windows into which nothing of a text fits beside special tokens and the prefix, or that would not move on.
    ///
    /// # Errors
    /// [`Error::WindowTooSmall`].
    pub fn check_windows(&self, options: &EncodeOptions) -> Result<(), Error> {
        match Reading::new(self, "a", options) {
            Err(error @ Error::WindowTooSmall { .. }) => Err(error),
            _ => Ok(()),
        }
    }

    /// Encodes a text.
    ///
    /// # Errors
    /// [`Error::WindowTooSmall`] if nothing of a text fits into a window or windows would not move on, [`Error::Untokenisable`].
    pub fn encode(&self, text: &str, options: &EncodeOptions) -> Result<Encoded, Error> {
        let Normalised { text, alignment } = options.normalisation.apply(text);
        let Some(read) = Reading::new(self, &text, options)? else {
            return Ok(Encoded::default());
        };
        let frame = self.frame();
        let mut windows = Vec::with_capacity(read.windows.len());
        for range in &read.windows {
            let mut window = Window {
                range: range.clone(),
                ..Window::default()
            };
            read.put(frame, range.clone(), &mut window.ids, &mut window.segments);
            window.offsets = vec![None; read.lead];
            let tokens = read.tokens[range.clone()].iter();
            let offsets = tokens.map(|token| Some(alignment.range(token.start, token.end)));
            window.offsets.extend(offsets);
            window.offsets.resize(window.ids.len(), None);
            windows.push(window);
        }
        Ok(Encoded {
            windows,
            tokens: read.tokens.len(),
            cut: read.cut.map(|cut| alignment.range(cut, cut).0),
        })
    }
}

/// A normalised text in tokens, cut into windows.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) prefix: Vec<u32>,
    pub(crate) tokens: Vec<Token>,
    pub(crate) windows: Vec<Range<usize>>,
    /// Special tokens and tokens of the prefix before a window's own.
    pub(crate) lead: usize,
    /// Tokens of its own that a window may have.
    pub(crate) room: usize,
    /// Of the normalised text.
    pub(crate) cut: Option<u32>,
}

impl Reading {
    /// `None` where there is nothing to read.
    pub(crate) fn new(
        tokenizer: &Tokenizer,
        text: &str,
        options: &EncodeOptions,
    ) -> Result<Option<Self>, Error> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let special = tokenizer.special_tokens();
        let room = options.max_tokens.saturating_sub(special);
        if room <= options.overlap {
            return Err(too_small(options, special));
        }
        let step = room - options.overlap;
        let most = room + step * (options.max_windows.max(1) - 1);
        let Tokens {
            prefix,
            tokens,
            cut,
        } = tokenizer.tokens(&options.prefix, text, most)?;
        if tokens.iter().all(|token| token.blank) {
            return Ok(None);
        }
        let added = special + prefix.len();
        let room = options.max_tokens.saturating_sub(added);
        if room <= options.overlap {
            return Err(too_small(options, added));
        }
        let mut reading = Self {
            lead: tokenizer.frame().before.len() + prefix.len(),
            room,
            windows: windows(tokens.len(), room, options.overlap, options.max_windows),
            prefix,
            tokens,
            cut: None,
        };
        let read = reading.windows.last().map_or(0, |last| last.end);
        if cut || read < reading.tokens.len() {
            reading.tokens.truncate(read);
            reading.cut = reading.tokens.last().map(|last| last.end);
        }
        Ok(Some(reading))
    }

    /// Puts the ids and segments of a window at the end of others.
    pub(crate) fn put(
        &self,
        frame: &Frame,
        range: Range<usize>,
        ids: &mut Vec<u32>,
        segments: &mut Vec<u32>,
    ) {
        let before = ids.len();
        ids.extend(frame.before.iter().map(|(id, _)| id));
        segments.extend(frame.before.iter().map(|(_, segment)| segment));
        ids.extend(&self.prefix);
        ids.extend(self.tokens[range].iter().map(|token| token.id));
        segments.resize(
            segments.len() + (ids.len() - before - frame.before.len()),
            frame.segment,
        );
        ids.extend(frame.after.iter().map(|(id, _)| id));
        segments.extend(frame.after.iter().map(|(_, segment)| segment));
    }
}

fn too_small(options: &EncodeOptions, added: usize) -> Error {
    Error::WindowTooSmall {
        max_tokens: options.max_tokens,
        added,
        overlap: options.overlap,
    }
}

/// Windows over tokens, each full but where one is enough for all; the last is moved back until it is.
fn windows(tokens: usize, room: usize, overlap: usize, most: usize) -> Vec<Range<usize>> {
    let mut windows = Vec::new();
    let mut start = 0;
    while windows.len() < most.max(1) {
        if start + room >= tokens {
            windows.push(tokens.saturating_sub(room)..tokens);
            break;
        }
        windows.push(start..start + room);
        start += room - overlap;
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn windows_overlap_and_are_full() {
        assert_eq!(windows(5, 8, 2, 9), vec![Range { start: 0, end: 5 }]);
        assert_eq!(windows(8, 8, 2, 9), vec![Range { start: 0, end: 8 }]);
        assert_eq!(windows(9, 8, 2, 9), [0..8, 1..9]);
        assert_eq!(windows(20, 8, 2, 9), [0..8, 6..14, 12..20]);
        assert_eq!(windows(99, 8, 2, 2), [0..8, 6..14]);
    }

    proptest! {
        #[test]
        fn windows_cover_all(tokens in 1_usize..500, room in 2_usize..60, overlap in 0_usize..40) {
            prop_assume!(overlap < room);
            let windows = windows(tokens, room, overlap, usize::MAX);
            prop_assert_eq!(windows[0].start, 0);
            prop_assert_eq!(windows[windows.len() - 1].end, tokens);
            for pair in windows.windows(2) {
                prop_assert!(pair[1].start > pair[0].start);
                prop_assert!(pair[0].end >= pair[1].start + overlap);
            }
            prop_assert!(windows.iter().all(|window| window.len() <= room));
        }
    }
}
