//! The shape of a model.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Error;
use crate::folder::wrong;

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

    /// Multiplications and additions of the dense layers for one token: a large model has more than a browser's `usize` can count.
    pub fn dense_ops(&self) -> u64 {
        let [hidden, between, layers] = [
            self.hidden_size,
            self.intermediate_size,
            self.num_hidden_layers,
        ]
        .map(|size| size as u64);
        2 * layers * (4 * hidden * hidden + 2 * hidden * between)
    }

    /// Takes the fields of a `config.json`, and tells the one that is wrong by its name.
    ///
    /// # Errors
    /// [`Error::BadConfig`].
    pub(crate) fn of(file: &'static str, fields: &Value) -> Result<Self, Error> {
        let size = |name, or: Option<usize>| field(file, fields, name, or);
        Ok(Self {
            hidden_size: size("hidden_size", None)?,
            num_hidden_layers: size("num_hidden_layers", None)?,
            num_attention_heads: size("num_attention_heads", None)?,
            intermediate_size: size("intermediate_size", None)?,
            vocab_size: size("vocab_size", None)?,
            max_position_embeddings: size("max_position_embeddings", None)?,
            type_vocab_size: size("type_vocab_size", Some(two()))?,
            layer_norm_eps: field(file, fields, "layer_norm_eps", Some(epsilon()))?,
            hidden_act: field(file, fields, "hidden_act", Some(Activation::default()))?,
        })
    }

    /// Refuses what no BERT can have, before anything is allocated by it.
    ///
    /// # Errors
    /// [`Error::BadConfig`] with the field and its value, as of `config.json`.
    pub fn check(&self) -> Result<(), Error> {
        self.check_in("config.json")
    }

    /// The same where the shape stands in another file.
    ///
    /// # Errors
    /// [`Error::BadConfig`].
    pub(crate) fn check_in(&self, file: &'static str) -> Result<(), Error> {
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
                return Err(wrong(file, field, value, format!("1 to {most}")));
            }
        }
        if !self.hidden_size.is_multiple_of(self.num_attention_heads) {
            let expected = format!("a divisor of hidden_size, {}", self.hidden_size);
            let found = self.num_attention_heads;
            return Err(wrong(file, "num_attention_heads", found, expected));
        }
        if !(self.layer_norm_eps.is_finite() && self.layer_norm_eps > 0.0) {
            let found = self.layer_norm_eps;
            return Err(wrong(
                file,
                "layer_norm_eps",
                found,
                "a small number above 0",
            ));
        }
        Ok(())
    }
}

/// A field of a file, or what it is where the file does not say.
fn field<T: serde::de::DeserializeOwned>(
    file: &'static str,
    fields: &Value,
    name: &'static str,
    or: Option<T>,
) -> Result<T, Error> {
    let Some(value) = fields.get(name) else {
        return or.ok_or_else(|| wrong(file, name, "missing", "a value"));
    };
    T::deserialize(value).map_err(|error| {
        let told = error.to_string();
        let expected = told.split_once(", expected ").map(|(_, expected)| expected);
        let found = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        wrong(file, name, found, expected.unwrap_or("another value"))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn whole() -> Value {
        json!({
            "hidden_size": 4, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 8,
            "vocab_size": 10, "max_position_embeddings": 16,
        })
    }

    #[test]
    fn fields_are_those_that_serde_reads() {
        let mut fields = whole();
        let same = |fields: &Value| {
            let derived: Config = serde_json::from_str(&fields.to_string()).expect("a config");
            assert_eq!(
                Config::of("config.json", fields).expect("a config"),
                derived
            );
        };
        same(&fields);
        fields["layer_norm_eps"] = json!(1.234_567_890_123e-7);
        fields["type_vocab_size"] = json!(1);
        fields["hidden_act"] = json!("gelu_pytorch_tanh");
        same(&fields);
    }

    #[test]
    fn wrong_fields_are_told_by_name() {
        for (name, value, found) in [
            ("hidden_act", json!("silu"), "silu"),
            ("hidden_size", json!("4"), "4"),
            ("vocab_size", json!(-10), "-10"),
            ("num_hidden_layers", json!(1.5), "1.5"),
            ("layer_norm_eps", json!(null), "null"),
            ("layer_norm_eps", json!(0), "0"),
            ("num_attention_heads", json!(3), "3"),
        ] {
            let mut fields = whole();
            fields[name] = value;
            let checked = Config::of("config.json", &fields).and_then(|config| config.check());
            let Err(Error::BadConfig {
                file, field, value, ..
            }) = &checked
            else {
                panic!("{name}: {checked:?}");
            };
            assert_eq!(
                (*file, &**field, value.as_str()),
                ("config.json", name, found)
            );
        }
        let mut fields = whole();
        fields
            .as_object_mut()
            .expect("an object")
            .remove("vocab_size");
        let error = Config::of("config.json", &fields).expect_err("no vocabulary");
        assert_eq!(
            error.to_string(),
            "config.json: vocab_size is missing, expected a value"
        );
        let error = Config::of(
            "config.json",
            &json!({"hidden_size": 4, "hidden_act": "silu"}),
        );
        assert!(error.is_err());
    }
}
