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
}
