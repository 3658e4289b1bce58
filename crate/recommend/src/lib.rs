//! Interactions in, rankings out: who should be shown what, how sure that is, and why.
//!
//! Everything is ids and numbers: no shop, no table, no text. Nothing reads a clock or draws chance but from a seed, and the same events in any order give the same result.

#![forbid(unsafe_code)]

mod als;
mod cholesky;
mod ease;
mod error;
mod interactions;
mod knn;
mod model;
mod neighbours;
mod popularity;
mod random;
mod rank;
mod rules;
mod sequence;
mod sparse;
mod tifu;
mod vectors;
mod walk;

pub use als::{Als, AlsSettings};
pub use ease::{Ease, EaseSettings, sparse_ease};
pub use error::Error;
pub use interactions::{Event, History, Interactions, Told, Visit};
pub use knn::{KnnSettings, Weighting, item_knn};
pub use model::{Kind, Model, Progress};
pub use neighbours::Neighbours;
pub use popularity::Popularity;
pub use rank::Scored;
pub use rules::{Rule, RuleSettings, Rules, association_rules};
pub use sequence::{SequenceSettings, co_visits};
pub use tifu::{Tifu, TifuSettings};
pub use vectors::Vectors;
pub use walk::{WalkSettings, rp3_beta};
