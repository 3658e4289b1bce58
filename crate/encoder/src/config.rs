//! The shape of a model.

use serde::{Deserialize, Serialize};

use crate::Error;

/// What stands between the two matrices of a layer's feed-forward part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activation {
    /// x · Φ(x), with the error function (Hendrycks & Gimpel 2016); BERT's own.
    #[default]
    Gelu,
    /// The same by tanh, as in BERT's first code.
    #[serde(alias = "gelu_pytorch_tanh")]
    GeluNew,
    /// max(x, 0).
    Relu,
}

/// The shape of a BERT, with the field names of Hugging Face's `config.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Config {
    /// Width of hidden states.
    pub hidden_size: usize,
    /// Layers.
    pub num_hidden_layers: usize,
    /// Attention heads a layer; they share the width evenly.
    pub num_attention_heads: usize,
    /// Width between the two matrices of the feed-forward part.
    pub intermediate_size: usize,
    /// Token ids.
    pub vocab_size: usize,
    /// The most tokens a text may have.
    pub max_position_embeddings: usize,
    /// Segment ids.
    #[serde(default = "two")]
    pub type_vocab_size: usize,
    /// Added to the variance in layer norms.
    #[serde(default = "epsilon")]
    pub layer_norm_eps: f32,
    /// Between the feed-forward matrices.
    #[serde(default)]
    pub hidden_act: Activation,
}

fn two() -> usize {
    2
}

fn epsilon() -> f32 {
    1e-12
}

impl Config {
    /// Width of one attention head.
    pub fn head_width(&self) -> usize {
        self.hidden_size / self.num_attention_heads
    }

    /// Multiplications and additions of the dense layers for one token.
    pub fn dense_ops(&self) -> usize {
        let layer =
            4 * self.hidden_size * self.hidden_size + 2 * self.hidden_size * self.intermediate_size;
        2 * self.num_hidden_layers * layer
    }

    /// Refuses what no BERT can have, before anything is allocated by it.
    ///
    /// # Errors
    /// [`Error::BadConfig`] with the field and its value.
    pub fn check(&self) -> Result<(), Error> {
        let sizes = [
            ("hidden_size", self.hidden_size, 16_384),
            ("num_hidden_layers", self.num_hidden_layers, 128),
            ("num_attention_heads", self.num_attention_heads, 256),
            ("intermediate_size", self.intermediate_size, 65_536),
            ("vocab_size", self.vocab_size, 4_000_000),
            (
                "max_position_embeddings",
                self.max_position_embeddings,
                65_536,
            ),
            ("type_vocab_size", self.type_vocab_size, 64),
        ];
        for (field, value, most) in sizes {
            if value == 0 || value > most {
                return Err(Error::BadConfig {
                    field,
                    value: value.to_string(),
                    expected: format!("1 to {most}"),
                });
            }
        }
        if !self.hidden_size.is_multiple_of(self.num_attention_heads) {
            return Err(Error::BadConfig {
                field: "num_attention_heads",
                value: self.num_attention_heads.to_string(),
                expected: format!("a divisor of hidden_size, {}", self.hidden_size),
            });
        }
        if !(self.layer_norm_eps.is_finite() && self.layer_norm_eps >= 0.0) {
            return Err(Error::BadConfig {
                field: "layer_norm_eps",
                value: self.layer_norm_eps.to_string(),
                expected: "a small number above 0".to_owned(),
            });
        }
        Ok(())
    }
}
