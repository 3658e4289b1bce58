//! Unigram models (Kudo 2018) as the library has them, in a form that is made quickly.
//!
//! The library keeps a table for every beginning of every piece, a hundred thousand of them, which takes a browser longer to make
//! than the weights of a small model to load. Here all pieces are in one table, and beginnings are looked up by their text.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::path::{Path, PathBuf};

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use tokenizers::models::TrainerWrapper;
use tokenizers::models::unigram::{Unigram as Original, UnigramTrainer};
use tokenizers::{Model, Result, Token};

use crate::pieces::Pieces;

/// What a character without a piece costs beyond the rarest piece.
const UNKNOWN_PENALTY: f64 = 10.0;

/// A Unigram model.
pub(crate) struct Unigram {
    pieces: Pieces,
    /// Ids by pieces.
    ids: HashTable<u32>,
    hasher: FixedState,
    /// Bytes of the longest piece.
    longest: usize,
    /// Of an unknown character.
    unknown_score: f64,
    unknown: Option<u32>,
    byte_fallback: bool,
}

/// The best way to the end of a character.
#[derive(Clone, Copy)]
struct Way {
    id: Option<u32>,
    score: f64,
    start: usize,
}

impl Unigram {
    /// Takes the pieces of a model.
    ///
    /// # Errors
    /// A sentence when the unknown piece is beyond the others.
    pub(crate) fn new(
        pieces: Pieces,
        unknown: Option<usize>,
        byte_fallback: bool,
    ) -> std::result::Result<Self, String> {
        if unknown.is_some_and(|unknown| unknown >= pieces.len()) {
            return Err("the unk_id is not in the vocabulary".to_owned());
        }
        let hasher = FixedState::default();
        let mut ids: HashTable<u32> = HashTable::with_capacity(pieces.len());
        let text = |id: u32| pieces.get(id as usize).unwrap_or_default();
        for (id, (piece, _)) in (0..).zip(pieces.iter()) {
            let hash = hasher.hash_one(piece);
            // Of equal pieces the last one counts.
            match ids.find_mut(hash, |&other| text(other) == piece) {
                Some(known) => *known = id,
                None => {
                    ids.insert_unique(hash, id, |&other| hasher.hash_one(text(other)));
                }
            }
        }
        let scores = pieces.iter().map(|(_, score)| score);
        let least = scores.fold(
            f64::INFINITY,
            |least, score| {
                if score < least { score } else { least }
            },
        );
        Ok(Self {
            longest: pieces.iter().map(|(text, _)| text.len()).max().unwrap_or(0),
            ids,
            hasher,
            unknown_score: least - UNKNOWN_PENALTY,
            unknown: unknown.map(|unknown| unknown as u32),
            byte_fallback,
            pieces,
        })
    }

    fn id(&self, text: &str) -> Option<u32> {
        let same = |&id: &u32| self.pieces.get(id as usize) == Some(text);
        self.ids.find(self.hasher.hash_one(text), same).copied()
    }

    /// The likeliest pieces of a text, unknown neighbours as one; from the last to the first, by their ends.
    fn cut(&self, text: &str) -> Result<Vec<std::ops::Range<usize>>> {
        let mut ways: Vec<Option<Way>> = vec![None; text.len() + 1];
        let come = |way: &mut Option<Way>, new: Way| {
            if way.is_none_or(|old| new.score > old.score) {
                *way = Some(new);
            }
        };
        for (start, first) in text.char_indices() {
            let before = match start {
                0 => 0.0,
                _ => ways[start].map_or(0.0, |way| way.score),
            };
            let mut alone = false;
            let mut end = start;
            for (number, letter) in text[start..].chars().enumerate() {
                end += letter.len_utf8();
                if end - start > self.longest {
                    break;
                }
                let Some(id) = self.id(&text[start..end]) else {
                    continue;
                };
                let Some(score) = self.pieces.score(id as usize) else {
                    continue;
                };
                alone |= number == 0;
                let way = Way {
                    id: Some(id),
                    score: score + before,
                    start,
                };
                come(&mut ways[end], way);
            }
            if !alone {
                let way = Way {
                    id: None,
                    score: self.unknown_score + before,
                    start,
                };
                come(&mut ways[start + first.len_utf8()], way);
            }
        }
        let mut cuts: Vec<std::ops::Range<usize>> = Vec::new();
        let mut end = text.len();
        let mut fuses = false;
        while let Some(way) = ways[end].filter(|_| end > 0) {
            let unknown = match way.id {
                Some(id) => Some(id) == self.unknown,
                None if self.unknown.is_none() => {
                    return Err("an unknown character, and no unk_id".into());
                }
                None => true,
            };
            match cuts.last_mut() {
                Some(last) if unknown && fuses => last.start = way.start,
                _ => cuts.push(way.start..end),
            }
            fuses = unknown;
            end = way.start;
        }
        Ok(cuts)
    }

    /// A token for each byte, where the model has all of them.
    fn bytes(&self, text: &str, offsets: (usize, usize)) -> Option<Vec<Token>> {
        let token = |byte: u8| {
            let name = format!("<0x{byte:02X}>");
            self.id(&name).map(|id| Token::new(id, name, offsets))
        };
        text.bytes().map(token).collect()
    }
}

impl Model for Unigram {
    type Trainer = TrainerWrapper;

    fn tokenize(&self, text: &str) -> Result<Vec<Token>> {
        let cuts = self.cut(text)?;
        let mut tokens = Vec::with_capacity(cuts.len());
        for range in cuts.into_iter().rev() {
            let offsets = (range.start, range.end);
            let piece = &text[range];
            let id = match self.id(piece) {
                Some(id) => id,
                None => {
                    let bytes = self.byte_fallback.then(|| self.bytes(piece, offsets));
                    if let Some(bytes) = bytes.flatten() {
                        tokens.extend(bytes);
                        continue;
                    }
                    self.unknown.ok_or("an unknown character, and no unk_id")?
                }
            };
            tokens.push(Token::new(id, piece.to_owned(), offsets));
        }
        Ok(tokens)
    }

    fn token_to_id(&self, token: &str) -> Option<u32> {
        self.id(token)
    }

    fn id_to_token(&self, id: u32) -> Option<String> {
        self.pieces.get(id as usize).map(str::to_owned)
    }

    fn get_vocab(&self) -> HashMap<String, u32> {
        let pieces = self.pieces.iter().map(|(text, _)| text.to_owned());
        pieces.zip(0..).collect()
    }

    fn get_vocab_size(&self) -> usize {
        self.pieces.len()
    }

    fn save(&self, folder: &Path, prefix: Option<&str>) -> Result<Vec<PathBuf>> {
        let unknown = self.unknown.map(|unknown| unknown as usize);
        let pieces = self.pieces.iter();
        let pieces = pieces.map(|(text, score)| (text.to_owned(), score));
        Original::from(pieces.collect(), unknown, self.byte_fallback)?.save(folder, prefix)
    }

    fn get_trainer(&self) -> TrainerWrapper {
        UnigramTrainer::default().into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PIECES: [(&str, f64); 14] = [
        ("<unk>", 0.0),
        ("▁", -2.0),
        ("a", -3.0),
        ("b", -3.5),
        ("ab", -4.0),
        ("aba", -7.5),
        ("红", -5.0),
        ("红色", -6.0),
        ("色", -5.5),
        ("abcd", -20.0),
        ("é", -4.0),
        ("a", -2.5),
        ("<0x63>", -9.0),
        ("<0x64>", -9.0),
    ];

    proptest! {
        /// Every text is cut as the library cuts it.
        #[test]
        fn as_the_library(text in "[▁abcdé红色黑]{0,24}", fallback: bool) {
            let ours = Unigram::new(Pieces::from(&PIECES[..]), Some(0), fallback).expect("a model");
            let pieces = PIECES.map(|(text, score)| (text.to_owned(), score)).to_vec();
            let library = Original::from(pieces, Some(0), fallback).expect("a model");
            prop_assert_eq!(ours.tokenize(&text).expect("tokens"), library.tokenize(&text).expect("tokens"));
        }
    }

    #[test]
    fn without_an_unknown_piece() {
        let all = || Pieces::from(&[("a", -1.0), ("b", -1.0)][..]);
        let ours = Unigram::new(all(), None, false).expect("a model");
        assert_eq!(ours.tokenize("abba").expect("tokens").len(), 4);
        assert!(ours.tokenize("abc").is_err());
        assert!(ours.tokenize("").expect("nothing").is_empty());
        assert!(Unigram::new(all(), Some(2), false).is_err());
    }
}
