//! What cuts texts into tokens: the library, with our own model where its own takes long to make.

use serde_json::{Value, json};
use tokenizers::{
    AddedToken, DecoderWrapper, Encoding, Model, ModelWrapper, NormalizerWrapper,
    PostProcessorWrapper, PreTokenizerWrapper, Result, Tokenizer, TokenizerImpl,
};

use crate::pieces::UnigramFile;
use crate::unigram::Unigram;

/// Normaliser, model and what goes around a text.
pub(crate) enum Cutter {
    Library(Box<Tokenizer>),
    Unigram(Box<OwnTokenizer>),
}

type OwnTokenizer = TokenizerImpl<
    Unigram,
    NormalizerWrapper,
    PreTokenizerWrapper,
    PostProcessorWrapper,
    DecoderWrapper,
>;

impl Cutter {
    /// Makes one of a file, or says what is wrong.
    pub(crate) fn library(json: Value) -> std::result::Result<Self, String> {
        let library = serde_json::from_value(json).map_err(|error| error.to_string())?;
        Ok(Self::Library(Box::new(library)))
    }

    /// Makes one of a Unigram model and the rest of its file, or says what is wrong.
    pub(crate) fn unigram(
        model: UnigramFile,
        mut json: Value,
    ) -> std::result::Result<Self, String> {
        let told = |error: tokenizers::Error| error.to_string();
        let model = Unigram::new(model.pieces, model.unknown, model.byte_fallback)?;
        let added: Option<Vec<AddedToken>> =
            serde_json::from_value(json["added_tokens"].take()).map_err(|e| e.to_string())?;
        json["added_tokens"] = json!([]);
        json["model"] = json!({"type": "Unigram", "vocab": [["", 0.0]], "unk_id": 0});
        let library: Tokenizer = serde_json::from_value(json).map_err(|e| e.to_string())?;
        let mut pieces = OwnTokenizer::new(model);
        pieces
            .with_normalizer(library.get_normalizer().cloned())
            .map_err(told)?
            .with_pre_tokenizer(library.get_pre_tokenizer().cloned())
            .with_post_processor(library.get_post_processor().cloned());
        pieces.add_tokens(added.unwrap_or_default()).map_err(told)?;
        Ok(Self::Unigram(Box::new(pieces)))
    }

    /// The highest id that it can give; `None` without any.
    pub(crate) fn highest(&self) -> Option<u32> {
        let (model, added) = match self {
            Self::Library(inner) => {
                let model = inner.get_model().get_vocab().values().copied().max();
                (model, inner.get_added_vocabulary().get_vocab())
            }
            Self::Unigram(inner) => {
                let size = inner.get_model().get_vocab_size() as u32;
                (
                    size.checked_sub(1),
                    inner.get_added_vocabulary().get_vocab(),
                )
            }
        };
        model.into_iter().chain(added.values().copied()).max()
    }

    /// The name of what unknown characters become, if it is not in the vocabulary.
    pub(crate) fn missing_unknown(&self) -> Option<String> {
        let (known, unknown) = match self {
            Self::Library(inner) => {
                let model = inner.get_model();
                let unknown = match model {
                    ModelWrapper::WordPiece(model) => Some(model.unk_token.clone()),
                    ModelWrapper::WordLevel(model) => Some(model.unk_token.clone()),
                    ModelWrapper::BPE(model) => model.unk_token.clone(),
                    ModelWrapper::Unigram(_) => None,
                };
                let known = unknown
                    .as_ref()
                    .is_none_or(|u| model.token_to_id(u).is_some());
                (known, unknown)
            }
            // It has a place for it and no name; it is asked for a character that no vocabulary has.
            Self::Unigram(inner) => {
                let known = inner.get_model().tokenize("\u{10FFFF}").is_ok();
                (known, Some("<unk> (unk_id)".to_owned()))
            }
        };
        unknown.filter(|_| !known)
    }

    /// Reads special tokens in texts as the letters that they are.
    pub(crate) fn read_special_tokens_as_letters(&mut self) {
        match self {
            Self::Library(inner) => inner.set_encode_special_tokens(true),
            Self::Unigram(inner) => inner.set_encode_special_tokens(true),
        }
    }

    pub(crate) fn token_to_id(&self, token: &str) -> Option<u32> {
        match self {
            Self::Library(inner) => inner.token_to_id(token),
            Self::Unigram(inner) => inner.token_to_id(token),
        }
    }

    pub(crate) fn id_to_token(&self, id: u32) -> Option<String> {
        match self {
            Self::Library(inner) => inner.id_to_token(id),
            Self::Unigram(inner) => inner.id_to_token(id),
        }
    }

    /// Tokens of a text, with nothing around them.
    pub(crate) fn encode(&self, text: &str) -> Result<Encoding> {
        match self {
            Self::Library(inner) => inner.encode(text, false),
            Self::Unigram(inner) => inner.encode(text, false),
        }
    }

    /// Puts around tokens what goes around a text.
    pub(crate) fn post_process(&self, encoding: Encoding) -> Result<Encoding> {
        match self {
            Self::Library(inner) => inner.post_process(encoding, None, true),
            Self::Unigram(inner) => inner.post_process(encoding, None, true),
        }
    }
}
