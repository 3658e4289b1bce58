//! What every encoder can do, whatever it runs on.

use std::future::Future;

use serde::{Deserialize, Serialize};

use crate::{Batch, Words};

/// What is asked of each text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// A vector for each text.
    Embed,
    /// Logits for each text.
    Classify,
    /// Logits for each token.
    Tag,
}

/// How a text's vector is made of its tokens' last hidden states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pooling {
    /// The mean over all tokens of the text.
    #[default]
    Mean,
    /// The first token.
    Cls,
}

/// A head of a model, without its weights.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its name in the model.
    pub name: String,
    /// What it gives.
    pub task: Task,
    /// Of heads that embed, or classify without BERT's pooler: how tokens become one vector.
    #[serde(default)]
    pub pooling: Pooling,
    /// Of heads that embed: whether vectors are brought to length 1.
    #[serde(default)]
    pub normalise: bool,
    /// Of the others: the labels, in the order of the logits.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Of heads that classify: whether each label is judged for itself, so that several or none may hold; otherwise one of them does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub independent: bool,
    /// Of heads that tag: which tokens carry a label together, as the head was trained.
    #[serde(default, skip_serializing_if = "Words::is_default")]
    pub words: Words,
    /// Of heads that tag: the head whose spans it judges, by the mean of their tokens' logits; empty = it marks spans of its own.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub over: String,
}

/// What a head gave for a batch.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// Values a row: the vector's width, or the number of labels.
    pub width: usize,
    /// Row after row: `[texts, width]`, or `[tokens, width]` of heads that tag.
    pub values: Vec<f32>,
}

impl Output {
    /// The rows.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        self.values.chunks_exact(self.width.max(1))
    }
}

/// A model with its weights, on some device.
pub trait Encoder {
    /// What can go wrong on that device.
    type Error: std::error::Error;

    /// The heads, by whose positions they are asked for.
    fn heads(&self) -> &[Head];

    /// Runs the encoder once and the asked heads over it; an output for each.
    fn encode(
        &mut self,
        batch: &Batch,
        heads: &[usize],
    ) -> impl Future<Output = Result<Vec<Output>, Self::Error>>;
}
