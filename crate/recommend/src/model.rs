//! What every model can do.

use std::fmt::Debug;

use serde::{Deserialize, Serialize};

use crate::History;

/// Told how far a fit has come, 0 to 1; `false` stops it with [`crate::Error::Cancelled`].
pub type Progress<'a> = &'a mut dyn FnMut(f32) -> bool;

/// A fitted model.
pub trait Model: Debug {
    /// Adds the model's score of every item for a user with this history.
    ///
    /// A score that stays 0 means that the model knows nothing of the item for this user. Users need not have been there when the model was fitted.
    ///
    /// # Shapes
    /// `scores`: `[items]`; items beyond it are passed over.
    fn score(&self, history: &History<'_>, scores: &mut [f32]);

    /// Bytes that the model holds.
    fn bytes(&self) -> usize;
}

/// The kinds of models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Kind {
    /// How many users an item has.
    Popularity,
    /// The same, with users of long ago counting less.
    Recent,
    /// Item-kNN, cosine.
    ItemKnn,
    /// Item-kNN on TF-IDF weights.
    TfIdf,
    /// Item-kNN on BM25 weights.
    Bm25,
    /// Random walks of three steps, popular items held back.
    Rp3Beta,
    /// Linear autoencoder in closed form.
    Ease,
    /// Implicit matrix factorisation.
    Als,
    /// Items met soon after each other.
    Sequence,
    /// Repeat purchases of the user and of similar users.
    Tifu,
    /// Items whose texts are alike.
    Semantic,
    /// All of them, with learned weights.
    Hybrid,
}

impl Kind {
    /// Those that take seconds on a shop of any size.
    pub const QUICK: [Kind; 6] = [
        Kind::Popularity,
        Kind::Recent,
        Kind::ItemKnn,
        Kind::TfIdf,
        Kind::Rp3Beta,
        Kind::Sequence,
    ];

    /// All kinds, in the order in which they are told.
    pub const ALL: [Kind; 12] = [
        Kind::Popularity,
        Kind::Recent,
        Kind::ItemKnn,
        Kind::TfIdf,
        Kind::Bm25,
        Kind::Rp3Beta,
        Kind::Ease,
        Kind::Als,
        Kind::Sequence,
        Kind::Tifu,
        Kind::Semantic,
        Kind::Hybrid,
    ];

    /// The name, as it is written on a command line.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Popularity => "popularity",
            Kind::Recent => "recent",
            Kind::ItemKnn => "itemknn",
            Kind::TfIdf => "tfidf",
            Kind::Bm25 => "bm25",
            Kind::Rp3Beta => "rp3beta",
            Kind::Ease => "ease",
            Kind::Als => "als",
            Kind::Sequence => "sequence",
            Kind::Tifu => "tifu",
            Kind::Semantic => "semantic",
            Kind::Hybrid => "hybrid",
        }
    }

    /// The kind of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
