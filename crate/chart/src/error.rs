//! Why a chart could not be drawn.

/// Why a chart could not be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The backend refused a primitive.
    #[error("the drawing surface failed: {detail}")]
    Backend {
        /// What it said.
        detail: String,
    },
}
