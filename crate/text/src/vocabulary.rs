//! BERT's `vocab.txt`, and what `tokenizer_config.json` says of how to read it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::Error;

const FILE: &str = "vocab.txt";

/// How a `vocab.txt` is used, with the names that `tokenizer_config.json` has for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VocabularyOptions {
    /// Whether texts are lower-cased.
    #[serde(rename = "do_lower_case")]
    pub lowercase: bool,
    /// Whether accents are taken off; `None`: if texts are lower-cased.
    pub strip_accents: Option<bool>,
    /// Whether every Chinese character is a word of its own.
    #[serde(rename = "tokenize_chinese_chars")]
    pub split_chinese: bool,
}

impl Default for VocabularyOptions {
    /// As BERT's own: lower-cased, Chinese characters apart.
    fn default() -> Self {
        Self {
            lowercase: true,
            strip_accents: None,
            split_chinese: true,
        }
    }
}

impl VocabularyOptions {
    /// Reads a `tokenizer_config.json`; what it does not say is as BERT has it.
    ///
    /// # Errors
    /// [`Error::Corrupt`].
    pub fn from_config(bytes: &[u8]) -> Result<Self, Error> {
        serde_json::from_slice(bytes).map_err(|error| Error::Corrupt {
            file: "tokenizer_config.json",
            detail: error.to_string(),
        })
    }
}

/// The `tokenizer.json` that says the same as a `vocab.txt`.
///
/// # Source
/// Devlin et al. 2019, and the `BertTokenizer` of their code: basic tokens, then the longest pieces from the left.
pub(crate) fn to_json(bytes: &[u8], options: &VocabularyOptions) -> Result<Value, Error> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()]
            .split(|&byte| byte == b'\n')
            .count();
        Error::Corrupt {
            file: FILE,
            detail: format!("line {line} is not UTF-8"),
        }
    })?;
    // Of a token that is there twice the second place counts, as in BERT's own code.
    let vocabulary: BTreeMap<&str, u32> = text.lines().zip(0..).collect();
    if vocabulary.keys().all(|token| token.is_empty()) {
        return Err(Error::EmptyVocabulary { file: FILE });
    }
    let id = |token: &str| match vocabulary.get(token) {
        Some(&id) => Ok(id),
        None => Err(Error::MissingToken {
            file: FILE,
            token: token.to_owned(),
        }),
    };
    id("[UNK]")?;
    let (cls, sep) = (id("[CLS]")?, id("[SEP]")?);
    Ok(json!({
        "version": "1.0",
        "added_tokens": [],
        "normalizer": {
            "type": "BertNormalizer",
            "clean_text": true,
            "handle_chinese_chars": options.split_chinese,
            "strip_accents": options.strip_accents,
            "lowercase": options.lowercase,
        },
        "pre_tokenizer": { "type": "BertPreTokenizer" },
        "post_processor": {
            "type": "BertProcessing",
            "sep": ["[SEP]", sep],
            "cls": ["[CLS]", cls],
        },
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": vocabulary,
        },
    }))
}
