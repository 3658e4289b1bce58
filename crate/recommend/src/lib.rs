//! Interactions in, rankings out: who should be shown what, how sure that is, and why.
//!
//! Everything is ids and numbers: no shop, no table, no text. Nothing reads a clock or draws chance but from a seed, and the same events in any order give the same result.

#![forbid(unsafe_code)]

mod als;
mod audience;
mod blend;
mod bootstrap;
mod cholesky;
mod damping;
mod ease;
mod error;
mod evaluate;
mod fit;
mod interactions;
mod knn;
mod lists;
mod metrics;
mod model;
mod neighbours;
mod popularity;
mod random;
mod rank;
mod reason;
mod rerank;
mod rules;
mod sequence;
mod shelf;
mod sparse;
mod split;
mod texts;
mod tifu;
mod vectors;
mod walk;

pub use als::{Als, AlsSettings};
pub use audience::audience;
pub use blend::{Blend, Hybrid, MemberWeight};
pub use bootstrap::Estimate;
pub use damping::Damping;
pub use ease::{Ease, EaseSettings, sparse_ease};
pub use error::Error;
pub use evaluate::{ByActivity, Evaluation, Standing, Trial, evaluate, fit_with};
pub use fit::{Fitted, Note, Settings, fit, learnable, possible};
pub use interactions::{Event, History, Interactions, Told, Visit};
pub use knn::{KnnSettings, Weighting, item_knn};
pub use metrics::{CatalogueScore, ListScore, list_score};
pub use model::{Kind, Model, Progress};
pub use neighbours::Neighbours;
pub use popularity::Popularity;
pub use rank::Scored;
pub use reason::{Reason, Reasons};
pub use rerank::{Alike, Wishes, rerank};
pub use rules::{Rule, RuleSettings, Rules, association_rules};
pub use sequence::{SequenceSettings, co_visits};
pub use shelf::{Limits, Shelf};
pub use split::{Held, Split, hold_back};
pub use texts::Texts;
pub use tifu::{Tifu, TifuSettings};
pub use vectors::Vectors;
pub use walk::{WalkSettings, rp3_beta};
