//! What can go wrong with a model.

use thiserror::Error;

/// What can go wrong with a model.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// A field of `config.json` that no BERT can have.
    #[error("config.json: {field} is {value}, expected {expected}")]
    BadConfig {
        /// The field.
        field: &'static str,
        /// Its value.
        value: String,
        /// What would do.
        expected: String,
    },
    /// A token id beyond the vocabulary.
    #[error("token id {id} is not in the vocabulary of {vocabulary}")]
    UnknownToken {
        /// The id.
        id: u32,
        /// How many there are.
        vocabulary: usize,
    },
    /// A text of more tokens than the model has positions.
    #[error("a text of {tokens} tokens, where the model has {positions} positions")]
    TooLong {
        /// Its tokens.
        tokens: usize,
        /// The most.
        positions: usize,
    },
    /// A head that the model does not have.
    #[error("head {head} of {heads}")]
    NoHead {
        /// Its position.
        head: usize,
        /// How many there are.
        heads: usize,
    },
    /// A tensor never came.
    #[error("no tensor for {place:?}")]
    NotFilled {
        /// Where it belongs.
        place: crate::Place,
    },
    /// A segment that the model does not know.
    #[error("segment {segment} of {segments}")]
    UnknownSegment {
        /// Its number.
        segment: u32,
        /// How many there are.
        segments: usize,
    },
    /// A text without a token, not even a special one.
    #[error("text {text} of a batch has no token")]
    EmptyText {
        /// Its position in the batch.
        text: usize,
    },
}
