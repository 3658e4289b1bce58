//! Where a tensor belongs in a BERT.

use std::collections::BTreeSet;

use text::{Head, Pooling, Task};

use crate::folder::wrong;
use crate::{Config, Error, Tensor};

/// The most outputs that a head may have.
const MOST_OUTPUTS: usize = 65_536;

/// The most labels of a head that tags: each may follow each other, and all pairs are looked at.
const MOST_TAGS: usize = 1_024;

/// A weight or a bias of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// Embeddings of tokens: `[vocab, hidden]`.
    Words,
    /// Embeddings of positions: `[positions, hidden]`.
    Positions,
    /// Embeddings of segments: `[segments, hidden]`.
    Segments,
    /// Of the layer norm after the embeddings: `[hidden]`.
    EmbeddingNorm(Part),
    /// In a layer.
    Layer(usize, Piece, Part),
    /// BERT's pooler, dense with tanh over the first token: `[hidden, hidden]`.
    Pooler(Part),
    /// A head's linear layer: `[labels, hidden]`, or a projection `[width, hidden]` of a head that embeds.
    Head(usize, Part),
}

/// The two tensors of a linear layer or a layer norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// A matrix `[outputs, inputs]`, or a layer norm's factors.
    Weight,
    /// A vector.
    Bias,
}

/// The linear layers and layer norms of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Piece {
    /// `[hidden, hidden]`.
    Query,
    /// `[hidden, hidden]`.
    Key,
    /// `[hidden, hidden]`.
    Value,
    /// After the attention heads are joined: `[hidden, hidden]`.
    AttentionOut,
    /// Layer norm after attention: `[hidden]`.
    AttentionNorm,
    /// `[intermediate, hidden]`.
    Up,
    /// `[hidden, intermediate]`.
    Down,
    /// Layer norm after the feed-forward part: `[hidden]`.
    OutNorm,
}

impl Piece {
    /// All, in the order of computation.
    pub const ALL: [Self; 8] = [
        Self::Query,
        Self::Key,
        Self::Value,
        Self::AttentionOut,
        Self::AttentionNorm,
        Self::Up,
        Self::Down,
        Self::OutNorm,
    ];
}

/// What takes a model's tensors, one at a time as they arrive, and becomes an encoder.
///
/// So a model need not be in memory twice: each tensor is packed, or sent to a GPU, and dropped.
pub trait Build {
    /// The encoder.
    type Encoder;
    /// What can go wrong.
    type Error: std::error::Error + From<Error>;

    /// Takes a tensor; shapes have been checked.
    fn put(&mut self, place: Place, tensor: Tensor) -> Result<(), Self::Error>;

    /// Ends; every tensor that the shape of the model needs has been put.
    fn finish(self) -> Result<Self::Encoder, Self::Error>;
}

/// What a model is, without its numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Its shape.
    pub config: Config,
    /// Its heads.
    pub heads: Vec<HeadPlan>,
    /// Whether it has BERT's pooler and any head needs it.
    pub pooler: bool,
}

/// A head with the shape of its weights.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadPlan {
    /// Name, task, labels.
    pub head: Head,
    /// Outputs of its linear layer: labels, or the width of the vectors; `None` for a head that gives hidden states as they are.
    pub outputs: Option<usize>,
    /// Whether BERT's pooler (dense, tanh) stands between the first token and the head.
    pub pooler: bool,
}

impl HeadPlan {
    /// How tokens become a text's row: the pooler always looks at the first token.
    pub fn pooling(&self) -> Pooling {
        if self.pooler {
            Pooling::Cls
        } else {
            self.head.pooling
        }
    }
}

impl Plan {
    /// Refuses heads that could give nothing, or nothing that their labels stand for, and two of one name.
    ///
    /// # Errors
    /// [`Error::BadConfig`], as of the file that names them.
    pub(crate) fn check_heads(&self, file: &'static str) -> Result<(), Error> {
        let mut names = BTreeSet::new();
        for (index, HeadPlan { head, outputs, .. }) in self.heads.iter().enumerate() {
            let name = &head.name;
            if !names.insert(name) {
                let found = format!("two of the name {name}");
                return Err(wrong(file, "heads", found, "one of each name"));
            }
            if let Some(outputs) = outputs.filter(|&o| o == 0 || o > MOST_OUTPUTS) {
                let found = format!("{outputs} of {name}");
                return Err(wrong(
                    file,
                    "outputs",
                    found,
                    format!("1 to {MOST_OUTPUTS}"),
                ));
            }
            if head.task == Task::Embed {
                continue;
            }
            let (labels, width) = (head.labels.len(), self.width(index));
            let most = match head.task {
                Task::Tag => MOST_TAGS,
                _ => MOST_OUTPUTS,
            };
            if labels != width || labels > most {
                let found = format!("{labels} of {name}");
                let expected = match labels != width {
                    true => format!("{width}, as it has outputs"),
                    false => format!("1 to {most}"),
                };
                return Err(wrong(file, "labels", found, expected));
            }
        }
        Ok(())
    }

    /// Values a row of a head's output.
    pub fn width(&self, head: usize) -> usize {
        let outputs = self.heads.get(head).and_then(|head| head.outputs);
        outputs.unwrap_or(self.config.hidden_size)
    }

    /// Rows and columns that a place must have; vectors are one row.
    pub fn shape(&self, place: Place) -> (usize, usize) {
        let hidden = self.config.hidden_size;
        let between = self.config.intermediate_size;
        match place {
            Place::Words => (self.config.vocab_size, hidden),
            Place::Positions => (self.config.max_position_embeddings, hidden),
            Place::Segments => (self.config.type_vocab_size, hidden),
            Place::EmbeddingNorm(_) => (1, hidden),
            Place::Layer(_, piece, Part::Weight) => match piece {
                Piece::Query | Piece::Key | Piece::Value | Piece::AttentionOut => (hidden, hidden),
                Piece::Up => (between, hidden),
                Piece::Down => (hidden, between),
                Piece::AttentionNorm | Piece::OutNorm => (1, hidden),
            },
            Place::Layer(_, Piece::Up, Part::Bias) => (1, between),
            Place::Layer(_, _, Part::Bias) => (1, hidden),
            Place::Pooler(Part::Weight) => (hidden, hidden),
            Place::Pooler(Part::Bias) => (1, hidden),
            Place::Head(head, part) => {
                let outputs = self.heads.get(head).and_then(|h| h.outputs).unwrap_or(0);
                match part {
                    Part::Weight => (outputs, hidden),
                    Part::Bias => (1, outputs),
                }
            }
        }
    }

    /// Every place that must be filled, in the order of computation.
    pub fn places(&self) -> Vec<Place> {
        let both = [Part::Weight, Part::Bias];
        let mut places = vec![Place::Words, Place::Positions, Place::Segments];
        places.extend(both.map(Place::EmbeddingNorm));
        for layer in 0..self.config.num_hidden_layers {
            for piece in Piece::ALL {
                places.extend(both.map(|part| Place::Layer(layer, piece, part)));
            }
        }
        if self.pooler {
            places.extend(both.map(Place::Pooler));
        }
        for (index, head) in self.heads.iter().enumerate() {
            if head.outputs.is_some() {
                places.extend(both.map(|part| Place::Head(index, part)));
            }
        }
        places
    }
}
