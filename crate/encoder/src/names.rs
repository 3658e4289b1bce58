//! The names that Hugging Face gives to BERT's tensors.

use crate::{Part, Piece, Place};

/// Where a tensor belongs; `None` for those that the encoder does not use.
///
/// `heads`: the names of the heads, of packs with several (`heads.NAME.weight`); `classifier` is the last of `heads`.
pub(crate) fn place(name: &str, heads: &[String], classifier: Option<usize>) -> Option<Place> {
    let name = name.strip_prefix("bert.").unwrap_or(name);
    let (stem, part) = name.rsplit_once('.')?;
    let part = match part {
        "weight" | "gamma" => Part::Weight,
        "bias" | "beta" => Part::Bias,
        _ => return None,
    };
    if let Some(head) = stem.strip_prefix("heads.") {
        let index = heads.iter().position(|name| name == head)?;
        return Some(Place::Head(index, part));
    }
    if let Some(rest) = stem.strip_prefix("encoder.layer.") {
        let (layer, piece) = rest.split_once('.')?;
        let piece = match piece {
            "attention.self.query" => Piece::Query,
            "attention.self.key" => Piece::Key,
            "attention.self.value" => Piece::Value,
            "attention.output.dense" => Piece::AttentionOut,
            "attention.output.LayerNorm" => Piece::AttentionNorm,
            "intermediate.dense" => Piece::Up,
            "output.dense" => Piece::Down,
            "output.LayerNorm" => Piece::OutNorm,
            _ => return None,
        };
        return Some(Place::Layer(layer.parse().ok()?, piece, part));
    }
    match (stem, part) {
        ("embeddings.word_embeddings", Part::Weight) => Some(Place::Words),
        ("embeddings.position_embeddings", Part::Weight) => Some(Place::Positions),
        ("embeddings.token_type_embeddings", Part::Weight) => Some(Place::Segments),
        ("embeddings.LayerNorm", part) => Some(Place::EmbeddingNorm(part)),
        ("pooler.dense", part) => Some(Place::Pooler(part)),
        ("classifier", part) => classifier.map(|head| Place::Head(head, part)),
        _ => None,
    }
}

/// The name of a place, as packs are written and errors speak of it.
pub(crate) fn name(place: Place, heads: &[String]) -> String {
    let part = |part| match part {
        Part::Weight => "weight",
        Part::Bias => "bias",
    };
    match place {
        Place::Words => "embeddings.word_embeddings.weight".to_owned(),
        Place::Positions => "embeddings.position_embeddings.weight".to_owned(),
        Place::Segments => "embeddings.token_type_embeddings.weight".to_owned(),
        Place::EmbeddingNorm(p) => format!("embeddings.LayerNorm.{}", part(p)),
        Place::Layer(layer, piece, p) => {
            let piece = match piece {
                Piece::Query => "attention.self.query",
                Piece::Key => "attention.self.key",
                Piece::Value => "attention.self.value",
                Piece::AttentionOut => "attention.output.dense",
                Piece::AttentionNorm => "attention.output.LayerNorm",
                Piece::Up => "intermediate.dense",
                Piece::Down => "output.dense",
                Piece::OutNorm => "output.LayerNorm",
            };
            format!("encoder.layer.{layer}.{piece}.{}", part(p))
        }
        Place::Pooler(p) => format!("pooler.dense.{}", part(p)),
        Place::Head(head, p) => {
            let name = heads.get(head).map_or("?", String::as_str);
            format!("heads.{name}.{}", part(p))
        }
    }
}
