//! What can go wrong with a model.

use std::borrow::Cow;

use thiserror::Error;

/// What can go wrong with a model.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// A field of a file that no BERT can have, or that this code cannot run.
    #[error("{file}: {field} is {value}, expected {expected}")]
    BadConfig {
        /// The file.
        file: &'static str,
        /// The field; of JSON of another shape than it should have, where that is.
        field: Cow<'static, str>,
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
    /// A file that should be JSON, or a pack's manifest of another shape than it should have.
    #[error("{file}: {problem}")]
    NotJson {
        /// Which file.
        file: String,
        /// What and where.
        problem: String,
    },
    /// Another architecture than BERT.
    #[error("the architecture is {found}, and only bert can be run")]
    Architecture {
        /// What it is.
        found: String,
    },
    /// Weights that are no safetensors file, or a damaged one.
    #[error("the weights are damaged: {what}")]
    CorruptWeights {
        /// What is wrong.
        what: String,
    },
    /// Weights that end too early.
    #[error("the weights end inside {tensor}")]
    Truncated {
        /// The tensor that is not whole.
        tensor: String,
    },
    /// A number format that cannot be read.
    #[error("{tensor} is stored as {format}; F32, F16, BF16 and I8 with scales can be read")]
    NumberFormat {
        /// Its name.
        tensor: String,
        /// How it is stored.
        format: String,
    },
    /// A tensor of another shape than the configuration says.
    #[error("{name} has the shape {found:?}, expected {expected:?}")]
    WrongShape {
        /// Its name.
        name: String,
        /// Its shape.
        found: Vec<usize>,
        /// What the configuration says.
        expected: Vec<usize>,
    },
    /// A tensor that the model needs and the weights lack.
    #[error("the weights have no {name}")]
    MissingTensor {
        /// Its name.
        name: String,
    },
    /// A file of a pack that is shorter or longer than its manifest says.
    #[error("{file} has {found} bytes, expected {expected}")]
    WrongSize {
        /// Which file.
        file: String,
        /// What the manifest says.
        expected: usize,
        /// What came.
        found: usize,
    },
    /// A file of a pack whose bytes are not those of its manifest.
    #[error("{file} is damaged: its SHA-256 is not that of the manifest")]
    WrongHash {
        /// Which file.
        file: String,
    },
    /// A part of a pack that never came.
    #[error("{file} is missing")]
    MissingPart {
        /// Which file.
        file: String,
    },
    /// A pack of a version that this code does not know.
    #[error(
        "the pack has format {format}, and the newest known is {known}: a newer Shoplens can read it"
    )]
    NewerPack {
        /// Its version.
        format: u32,
        /// The newest known.
        known: u32,
    },
    /// candle could not do what the reference asked.
    #[error("the reference failed: {problem}")]
    Reference {
        /// What candle said.
        problem: String,
    },
    /// A tensor that the memory has no room for.
    #[error("there is no memory for {tensor}, {bytes} bytes")]
    OutOfMemory {
        /// Its name.
        tensor: String,
        /// Its size.
        bytes: usize,
    },
}
