//! Why a tokenizer cannot be used, or an encoder's outputs cannot be read.

use crate::Task;

/// Why a tokenizer cannot be used, or an encoder's outputs cannot be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file that is not what its name says, or is cut off.
    #[error("{file}: damaged or cut off: {detail}")]
    Corrupt {
        /// `tokenizer.json`, `vocab.txt` …
        file: &'static str,
        /// What the reader met.
        detail: String,
    },
    /// A vocabulary without tokens.
    #[error("{file}: no tokens in it")]
    EmptyVocabulary {
        /// The file.
        file: &'static str,
    },
    /// A token that every text may need is not in the vocabulary.
    #[error("{file}: the vocabulary has no {token}")]
    MissingToken {
        /// The file.
        file: &'static str,
        /// The token: `[UNK]`, `[CLS]` …
        token: String,
    },
    /// A special token is said to be at one place of the vocabulary and is at another.
    #[error("{file}: {token} is said to have id {said}, in the vocabulary it has {found}")]
    TokenMoved {
        /// The file.
        file: &'static str,
        /// The token.
        token: String,
        /// Where the post-processor says it is.
        said: u32,
        /// Where it is.
        found: u32,
    },
    /// The tokenizer can give ids for which the model has no embedding.
    #[error("the tokenizer has ids up to {highest}, the model only {model} tokens")]
    VocabularyTooLarge {
        /// The highest id.
        highest: u32,
        /// Rows of the model's embedding table.
        model: usize,
    },
    /// A text that the tokenizer refuses.
    #[error("a text could not be cut into tokens: {detail}")]
    Untokenisable {
        /// What the tokenizer said.
        detail: String,
    },
    /// No token of a text fits between special tokens and prefix, or windows would not move on.
    #[error(
        "windows of {max_tokens} tokens are too small for {added} special and prefix tokens and an overlap of {overlap}"
    )]
    WindowTooSmall {
        /// Tokens that a window may have.
        max_tokens: usize,
        /// Special tokens and tokens of the prefix.
        added: usize,
        /// Tokens that neighbouring windows share.
        overlap: usize,
    },
    /// Numbers of another shape than the batch asks for.
    #[error("{what}: {found} values, expected {expected}")]
    ShapeMismatch {
        /// Which numbers.
        what: &'static str,
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// An encoder gave a number that is none.
    #[error("batch {batch}: the encoder gave a value that is not finite")]
    NotFinite {
        /// The batch.
        batch: usize,
    },
    /// A batch that the plan does not have.
    #[error("batch {batch} of {batches}")]
    NoBatch {
        /// Its position.
        batch: usize,
        /// How many there are.
        batches: usize,
    },
    /// A head that classifies or tags without saying what its logits stand for.
    #[error("head {head} has no labels for its {task:?} task")]
    NoLabels {
        /// The head.
        head: String,
        /// What it gives.
        task: Task,
    },
}

impl Error {
    /// A stable name that the page switches on.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Corrupt { .. } => "corrupt_tokenizer",
            Error::EmptyVocabulary { .. } => "empty_vocabulary",
            Error::MissingToken { .. } => "missing_token",
            Error::TokenMoved { .. } => "token_moved",
            Error::VocabularyTooLarge { .. } => "vocabulary_too_large",
            Error::Untokenisable { .. } => "untokenisable",
            Error::WindowTooSmall { .. } => "window_too_small",
            Error::ShapeMismatch { .. } => "shape_mismatch",
            Error::NotFinite { .. } => "not_finite",
            Error::NoBatch { .. } => "no_batch",
            Error::NoLabels { .. } => "no_labels",
        }
    }
}
