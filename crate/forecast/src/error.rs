//! Why a series cannot be forecast as asked.

/// Why a series cannot be forecast as asked.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A value that is no number.
    #[error("step {at}: {value} is no number that can be counted with")]
    NotFinite {
        /// The position in the series, from 0.
        at: usize,
        /// NaN or an infinity.
        value: f64,
    },
    /// A value whose square cannot be held.
    #[error("step {at}: {value:e} is too large")]
    TooLarge {
        /// The position in the series, from 0.
        at: usize,
        /// The value.
        value: f64,
    },
    /// No steps ahead, or more than can be meant.
    #[error("a horizon of {horizon} steps: expected 1 to {most}")]
    Horizon {
        /// What was asked.
        horizon: usize,
        /// The most that can be asked.
        most: usize,
    },
    /// A season of no steps.
    #[error("a season of {season} steps: expected 1 or more")]
    Season {
        /// What was asked.
        season: usize,
    },
    /// The ensemble is made, not asked for.
    #[error("the model {name} cannot be asked for by itself")]
    NotAsked {
        /// Its name.
        name: &'static str,
    },
    /// Parts and wholes that do not fit each other.
    #[error("node {node}: {what}")]
    Hierarchy {
        /// The position of the node.
        node: usize,
        /// What is wrong with it.
        what: &'static str,
    },
}
