//! What can go wrong between texts and mentions.

use thiserror::Error;

/// What can go wrong between texts and mentions.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Error {
    /// Names of brands, or other words to look for, that no automaton can be made of.
    #[error("the words to look for cannot be used: {problem}")]
    Words {
        /// What the automaton says.
        problem: String,
    },
    /// A line of corrections that is none.
    #[error("line {line} is no correction: {problem}")]
    Correction {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// Vectors that do not fill their rows.
    #[error("{values} values are no rows of {width}")]
    Shape {
        /// How many values there are.
        values: usize,
        /// How many a row has.
        width: usize,
    },
    /// A vector that has no direction: all zeros, or a value that is not finite.
    #[error("the vector of text {row} has no direction")]
    Direction {
        /// Its row, counted from 0.
        row: usize,
    },
}
