//! Models by their kinds, with settings that suit a shop.

use serde::Serialize;

use crate::{
    Als, AlsSettings, Ease, EaseSettings, Error, Interactions, Kind, KnnSettings, Model,
    Popularity, Progress, SequenceSettings, Texts, Tifu, TifuSettings, WalkSettings, Weighting,
    co_visits, item_knn, rp3_beta, sparse_ease,
};

/// Settings of all kinds of models.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Item-kNN; the weighting is the kind's.
    pub knn: KnnSettings,
    /// Item-kNN on BM25: `k1` and `b`.
    pub bm25: (f32, f32),
    /// RP3β.
    pub walk: WalkSettings,
    /// EASE.
    pub ease: EaseSettings,
    /// Items up to which EASE is fitted whole, where the budget allows; its time grows with their cube.
    pub most_dense_items: usize,
    /// Implicit ALS; a thin shop gets fewer factors, a quarter of its items or users.
    pub als: AlsSettings,
    /// Co-visitation.
    pub sequence: SequenceSettings,
    /// TIFU-kNN.
    pub tifu: TifuSettings,
    /// Half-life of recent popularity in the unit of the times; by default a tenth of their span.
    pub half_life: Option<f64>,
    /// Neighbours by text kept for each item.
    pub text_neighbours: usize,
    /// The least cosine of two texts that counts.
    pub text_least: f32,
    /// How much less each step back in a history counts for texts.
    pub text_decay: f32,
    /// The most items a user may have had to do with to be learned from; by default [`Interactions::heavy_limit`].
    pub most_items_of_user: Option<usize>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            knn: KnnSettings::default(),
            bm25: (1.2, 0.75),
            walk: WalkSettings::default(),
            ease: EaseSettings::default(),
            most_dense_items: 3_000,
            als: AlsSettings::default(),
            sequence: SequenceSettings::default(),
            tifu: TifuSettings::default(),
            half_life: None,
            text_neighbours: 50,
            text_least: 0.2,
            text_decay: 0.8,
            most_items_of_user: None,
        }
    }
}

/// What has to be said about a fit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "note", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Note {
    /// Users with more items than a person has were not learned from.
    HeavyUsers {
        /// Who.
        users: Vec<u32>,
        /// The most items allowed.
        most_items: usize,
    },
    /// Every user is heavy; all were learned from after all.
    AllHeavy,
    /// EASE was fitted on the nearest items of each item, not on all.
    SparseEase {
        /// Items of the catalogue.
        items: usize,
        /// Bytes that the whole form takes.
        needs_bytes: u64,
        /// Bytes that it may take.
        budget_bytes: u64,
        /// Items that may explain an item.
        block: usize,
    },
    /// Nobody had to do with two items, so nothing goes together; only popularity is left.
    NothingTogether,
}

/// A fitted model and what has to be said about it.
#[derive(Debug)]
pub struct Fitted {
    /// The kind.
    pub kind: Kind,
    /// The model.
    pub model: Box<dyn Model>,
    /// What has to be said.
    pub notes: Vec<Note>,
}

/// Leaves heavy users out, unless nobody would be left.
pub fn learnable(interactions: &Interactions, settings: &Settings) -> (Interactions, Vec<Note>) {
    let most_items = settings
        .most_items_of_user
        .unwrap_or_else(|| interactions.heavy_limit());
    let (rest, users) = interactions.without_heavy(most_items);
    let mut notes = Vec::new();
    let rest = match users.is_empty() {
        true => rest,
        false if rest.pairs() == 0 => {
            notes.push(Note::AllHeavy);
            interactions.clone()
        }
        false => {
            notes.push(Note::HeavyUsers { users, most_items });
            rest
        }
    };
    let together = (0..rest.users() as u32).any(|user| rest.history(user).items.len() > 1);
    if !together && rest.pairs() > 0 {
        notes.push(Note::NothingTogether);
    }
    (rest, notes)
}

/// Fits a model of one kind. [`Kind::Hybrid`] needs weights: see [`crate::evaluate`].
///
/// Hand in what [`learnable`] and [`Interactions::damped`] give.
///
/// # Errors
/// As the models themselves; [`Error::NoVectors`] and [`Error::NoTimes`] for kinds that need them, [`Error::ShapeMismatch`] unless there is a vector for every item.
pub fn fit(
    kind: Kind,
    interactions: &Interactions,
    texts: Option<&Texts>,
    settings: &Settings,
    progress: Progress<'_>,
) -> Result<Fitted, Error> {
    let mut notes = Vec::new();
    let knn = |weighting| KnnSettings {
        weighting,
        ..settings.knn
    };
    let (k1, b) = settings.bm25;
    let model: Box<dyn Model> = match kind {
        Kind::Popularity => Box::new(Popularity::fit(interactions)),
        Kind::Recent => {
            let (from, to) = interactions
                .span()
                .ok_or(Error::NoTimes { model: "recent" })?;
            let tenth = ((to as f64 - from as f64) / 10.0).max(1.0);
            Box::new(Popularity::recent(
                interactions,
                settings.half_life.unwrap_or(tenth),
            )?)
        }
        Kind::ItemKnn => Box::new(item_knn(interactions, knn(Weighting::Cosine), progress)?),
        Kind::TfIdf => Box::new(item_knn(interactions, knn(Weighting::TfIdf), progress)?),
        Kind::Bm25 => Box::new(item_knn(
            interactions,
            knn(Weighting::Bm25 { k1, b }),
            progress,
        )?),
        Kind::Rp3Beta => Box::new(rp3_beta(interactions, settings.walk, progress)?),
        Kind::Ease => {
            let (items, needs_bytes) = (
                interactions.items(),
                Ease::needs_bytes(interactions.items()),
            );
            let budget_bytes = settings.ease.budget_bytes;
            if items <= settings.most_dense_items && needs_bytes <= budget_bytes {
                Box::new(Ease::fit(interactions, settings.ease, progress)?)
            } else {
                notes.push(Note::SparseEase {
                    items,
                    needs_bytes,
                    budget_bytes,
                    block: settings.ease.block,
                });
                Box::new(sparse_ease(interactions, settings.ease, progress)?)
            }
        }
        Kind::Als => {
            // With as many factors as items, each user is learned by heart and nothing is foretold.
            let most = (interactions.items().min(interactions.users()) / 4).max(2);
            let als = AlsSettings {
                factors: settings.als.factors.min(most),
                ..settings.als
            };
            Box::new(Als::fit(interactions, als, progress)?)
        }
        Kind::Sequence => Box::new(co_visits(interactions, settings.sequence, progress)?),
        Kind::Tifu => Box::new(Tifu::fit(interactions, settings.tifu, progress)?),
        Kind::Semantic | Kind::Hybrid => {
            let model = kind.name();
            let texts = texts.ok_or(Error::NoVectors { model })?;
            if texts.vectors().items() != interactions.items() {
                return Err(Error::ShapeMismatch {
                    what: "vectors of items",
                    expected: interactions.items(),
                    found: texts.vectors().items(),
                });
            }
            Box::new(texts.neighbours.clone())
        }
    };
    Ok(Fitted { kind, model, notes })
}

/// The kinds that can be fitted on these interactions, with or without texts, the hybrid not among them.
pub fn possible(interactions: &Interactions, texts: bool) -> Vec<Kind> {
    let timed = interactions.timed();
    Kind::ALL
        .into_iter()
        .filter(|kind| match kind {
            Kind::Recent | Kind::Sequence | Kind::Tifu => timed,
            Kind::Semantic => texts,
            Kind::Hybrid => false,
            _ => true,
        })
        .collect()
}
