//! The pieces of a Unigram model, and how they are read without a string in memory for each of them.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::{Value, json};

/// Pieces and the logarithms of their probabilities; ids are places.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Pieces {
    /// All of them, one behind the other.
    text: String,
    /// Where each ends in that.
    ends: Vec<u32>,
    scores: Vec<f64>,
}

impl Pieces {
    /// Without pieces yet; where memory is short, it grows as it is filled.
    fn with_room_for(pieces: usize) -> Self {
        let mut new = Self::default();
        let _ = new.text.try_reserve_exact(8 * pieces);
        let _ = new.ends.try_reserve_exact(pieces);
        let _ = new.scores.try_reserve_exact(pieces);
        new
    }

    /// Ends the piece whose text was put behind the others.
    fn end(&mut self, score: f64) -> Result<(), &'static str> {
        let end = u32::try_from(self.text.len()).map_err(|_| "pieces of four gigabytes")?;
        self.ends.push(end);
        self.scores.push(score);
        Ok(())
    }

    fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.scores.shrink_to_fit();
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A piece by its id.
    pub(crate) fn get(&self, id: usize) -> Option<&str> {
        let end = *self.ends.get(id)?;
        let start = match id {
            0 => 0,
            _ => self.ends[id - 1],
        };
        self.text.get(start as usize..end as usize)
    }

    /// The logarithm of its probability.
    pub(crate) fn score(&self, id: usize) -> Option<f64> {
        self.scores.get(id).copied()
    }

    /// All with their scores, in the order of their ids.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        let pieces = (0..self.len()).map(|id| self.get(id).unwrap_or_default());
        pieces.zip(self.scores.iter().copied())
    }
}

#[cfg(test)]
impl From<&[(&str, f64)]> for Pieces {
    fn from(pieces: &[(&str, f64)]) -> Self {
        let mut new = Self::with_room_for(pieces.len());
        for (piece, score) in pieces {
            new.text.push_str(piece);
            new.end(*score).expect("few pieces");
        }
        new
    }
}

/// A Unigram model, as a `tokenizer.json` has it.
#[derive(Debug)]
pub(crate) struct UnigramFile {
    pub(crate) pieces: Pieces,
    pub(crate) unknown: Option<usize>,
    pub(crate) byte_fallback: bool,
}

impl UnigramFile {
    /// Takes the field `model` of a file that was read already.
    pub(crate) fn from_value(model: Value) -> serde_json::Result<Self> {
        OfModel { most: 0 }.deserialize(model)
    }
}

/// Reads a `tokenizer.json` whose model is a Unigram: the model, and what else of it is used; `None` for any other.
pub(crate) fn read_unigram(bytes: &[u8]) -> Option<(UnigramFile, Value)> {
    // A piece begins with a bracket and takes seven bytes, its comma among them.
    let brackets = bytes.iter().filter(|&&byte| byte == b'[').count();
    let most = brackets.min(bytes.len() / 7);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = OfFile { most }.deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    Some(read)
}

/// Reads a file; it has no more pieces than `most`.
struct OfFile {
    most: usize,
}

impl<'de> DeserializeSeed<'de> for OfFile {
    type Value = (UnigramFile, Value);

    fn deserialize<D: Deserializer<'de>>(self, file: D) -> Result<Self::Value, D::Error> {
        file.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for OfFile {
    type Value = (UnigramFile, Value);

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a tokenizer")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut model = None;
        let mut rest = json!({
            "added_tokens": null,
            "normalizer": null,
            "pre_tokenizer": null,
            "post_processor": null,
        });
        while let Some(field) = fields.next_key::<String>()? {
            if field == "model" {
                model = Some(fields.next_value_seed(OfModel { most: self.most })?);
            } else if let Some(kept) = rest.get_mut(&field) {
                *kept = fields.next_value()?;
            } else {
                fields.next_value::<IgnoredAny>()?;
            }
        }
        let model = model.ok_or_else(|| A::Error::missing_field("model"))?;
        Ok((model, rest))
    }
}

/// Reads a model; it has no more pieces than `most`.
struct OfModel {
    most: usize,
}

impl<'de> DeserializeSeed<'de> for OfModel {
    type Value = UnigramFile;

    fn deserialize<D: Deserializer<'de>>(self, model: D) -> Result<UnigramFile, D::Error> {
        model.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for OfModel {
    type Value = UnigramFile;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a Unigram model")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<UnigramFile, A::Error> {
        let mut pieces = None;
        let mut unknown = None;
        let mut byte_fallback = false;
        let mut named = false;
        while let Some(field) = fields.next_key::<String>()? {
            match field.as_str() {
                "type" => {
                    named = fields.next_value::<String>()? == "Unigram";
                    // Other models' vocabularies need not be gone through.
                    if !named {
                        return Err(A::Error::custom("no Unigram"));
                    }
                }
                "vocab" => pieces = Some(fields.next_value_seed(OfPieces { most: self.most })?),
                "unk_id" => unknown = fields.next_value()?,
                "byte_fallback" => byte_fallback = fields.next_value()?,
                _ => {
                    fields.next_value::<IgnoredAny>()?;
                }
            }
        }
        match pieces {
            _ if !named => Err(A::Error::missing_field("type")),
            None => Err(A::Error::missing_field("vocab")),
            Some(pieces) => Ok(UnigramFile {
                pieces,
                unknown,
                byte_fallback,
            }),
        }
    }
}

/// Reads `[["piece", -1.5], …]`, no more than `most`.
struct OfPieces {
    most: usize,
}

impl<'de> DeserializeSeed<'de> for OfPieces {
    type Value = Pieces;

    fn deserialize<D: Deserializer<'de>>(self, pieces: D) -> Result<Pieces, D::Error> {
        pieces.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for OfPieces {
    type Value = Pieces;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of pieces")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Pieces, A::Error> {
        let mut pieces = Pieces::with_room_for(self.most);
        while list.next_element_seed(OfPiece(&mut pieces))?.is_some() {}
        pieces.shrink();
        Ok(pieces)
    }
}

/// Reads `["piece", -1.5]` and puts it behind the others.
struct OfPiece<'a>(&'a mut Pieces);

impl<'de> DeserializeSeed<'de> for OfPiece<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, piece: D) -> Result<(), D::Error> {
        piece.deserialize_tuple(2, self)
    }
}

impl<'de> Visitor<'de> for OfPiece<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a piece and its score")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<(), A::Error> {
        let text = pair.next_element_seed(OfText(&mut self.0.text))?;
        let score = pair.next_element()?;
        match (text, score) {
            (Some(()), Some(score)) => self.0.end(score).map_err(A::Error::custom),
            (Some(()), None) => Err(A::Error::invalid_length(1, &"a piece and its score")),
            (None, _) => Err(A::Error::invalid_length(0, &"a piece and its score")),
        }
    }
}

/// Puts a string behind another.
struct OfText<'a>(&'a mut String);

impl<'de> DeserializeSeed<'de> for OfText<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, text: D) -> Result<(), D::Error> {
        text.deserialize_str(self)
    }
}

impl Visitor<'_> for OfText<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a piece")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.0.push_str(text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{"version": "1.0", "added_tokens": [{"id": 0}], "model": {"type": "Unigram", "unk_id": 1,
        "vocab": [["", 0], ["<unk>", -1.5], ["▁caf\u00e9\n", -2.25e0], ["红色", -3.0]]}, "decoder": null}"#;

    #[test]
    fn pieces_stand_one_behind_the_other() {
        let (model, rest) = read_unigram(FILE.as_bytes()).expect("a Unigram");
        let expected = [
            ("", 0.0),
            ("<unk>", -1.5),
            ("▁café\n", -2.25),
            ("红色", -3.0),
        ];
        assert_eq!(model.pieces, Pieces::from(&expected[..]));
        assert_eq!(model.pieces.iter().collect::<Vec<_>>(), expected);
        assert_eq!((model.unknown, model.byte_fallback), (Some(1), false));
        assert_eq!(model.pieces.get(4), None);
        assert_eq!(model.pieces.score(3), Some(-3.0));
        assert_eq!(rest["added_tokens"], json!([{"id": 0}]));
        assert!(rest["normalizer"].is_null() && rest.get("decoder").is_none());
        // The same from a file that was read already, and no more memory than is needed.
        let mut whole: Value = serde_json::from_str(FILE).expect("JSON");
        let again = UnigramFile::from_value(whole["model"].take()).expect("a model");
        assert_eq!(again.pieces, model.pieces);
        let Pieces { text, ends, scores } = &model.pieces;
        assert!(text.capacity() <= text.len() + 8);
        assert!(ends.capacity() <= 6 && scores.capacity() <= 6);
    }

    #[test]
    fn other_files_are_not_taken() {
        for (from, to) in [
            ("Unigram", "BPE"),
            ("\"type\": \"Unigram\", ", ""),
            ("\"vocab\"", "\"words\""),
            ("-1.5]", "-1.5, 2]"),
            ("-1.5]", "\"-1.5\"]"),
            ("[\"红色\", -3.0]", "[\"红色\"]"),
            ("[\"红色\", -3.0]", "[3, -3.0]"),
            ("[\"红色\", -3.0]", "7"),
            ("null}", "null} more"),
            ("\"model\"", "\"other\""),
            ("\"unk_id\": 1", "\"unk_id\": -1"),
        ] {
            assert!(FILE.contains(from), "{from}");
            let file = FILE.replace(from, to);
            assert!(read_unigram(file.as_bytes()).is_none(), "{to}");
        }
        let cut = &FILE.as_bytes()[..FILE.len() / 2];
        assert!(read_unigram(cut).is_none() && read_unigram(b"[1]").is_none());
    }
}
