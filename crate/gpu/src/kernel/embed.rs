//! Embeddings of tokens.

use super::{Access, Form, Source};

/// Bindings: shape, tokens, words, positions, segments, output.
pub(super) fn source(form: Form) -> Source {
    Source {
        label: "embed",
        text: [form.enable(), form.wgsl(), include_str!("embed.wgsl")].concat(),
        bindings: super::numbered(&[
            Access::Uniform,
            Access::Read,
            Access::Read,
            Access::Read,
            Access::Read,
            Access::Write,
        ]),
    }
}

/// Sums the embeddings of word, position and segment.
///
/// # Shapes
/// `tokens`: word, position and segment of each; the tables: `[entries, width]`. Returns `[tokens, width]`.
pub(crate) fn twin(
    tokens: &[[u32; 3]],
    words: &[f32],
    positions: &[f32],
    segments: &[f32],
    width: usize,
) -> Vec<f32> {
    let mut out = Vec::with_capacity(tokens.len() * width);
    for &[word, position, segment] in tokens {
        for column in 0..width {
            let at = |entry: u32| entry as usize * width + column;
            out.push(words[at(word)] + positions[at(position)] + segments[at(segment)]);
        }
    }
    out
}
