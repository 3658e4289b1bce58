//! A vector for each text.

use std::ops::Range;

use text::Pooling;

use super::{Access, Source};

/// Bindings: shape, starts, hidden, output.
pub(super) fn source(pooling: Pooling) -> Source {
    let constants = format!("const FIRST_ONLY = {};\n", pooling == Pooling::Cls);
    Source {
        label: "pool",
        text: [&constants, include_str!("pool.wgsl")].concat(),
        bindings: super::numbered(&[Access::Uniform, Access::Read, Access::Read, Access::Write]),
    }
}

/// The mean of a text's tokens, or its first; zeros for a text without tokens.
///
/// # Shapes
/// `hidden`: `[tokens, width]`. Returns `[texts, width]`.
///
/// # Source
/// Reimers & Gurevych 2019, §3.
pub(crate) fn twin(
    pooling: Pooling,
    hidden: &[f32],
    texts: impl Iterator<Item = Range<usize>>,
    width: usize,
) -> Vec<f32> {
    let mut out = Vec::new();
    for mut text in texts {
        if pooling == Pooling::Cls {
            text.end = text.end.min(text.start + 1);
        }
        let count = text.len().max(1) as f64;
        for column in 0..width {
            let tokens = text.clone().map(|token| hidden[token * width + column]);
            out.push((tokens.map(f64::from).sum::<f64>() / count) as f32);
        }
    }
    out
}
