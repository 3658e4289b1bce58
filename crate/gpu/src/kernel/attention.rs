//! Attention inside each text.

use std::ops::Range;

use super::{Access, Source};

/// Queries that a workgroup takes.
pub(crate) const BLOCK: usize = 32;

/// Bindings: blocks, shape, projected, context.
pub(super) fn source(head_width: usize) -> Source {
    let constants = format!(
        "const QUADS = {}u;\nconst SCALE = {:?}f;\n",
        head_width.div_ceil(4),
        scale(head_width)
    );
    Source {
        label: "attention",
        text: [&constants, include_str!("attention.wgsl")].concat(),
        bindings: super::numbered(&[Access::Read, Access::Uniform, Access::Read, Access::Write]),
    }
}

fn scale(head_width: usize) -> f32 {
    1.0 / (head_width as f32).sqrt()
}

/// First query, first token and end of its text, for each block of queries.
pub(crate) fn blocks(texts: impl Iterator<Item = Range<usize>>) -> Vec<[u32; 4]> {
    let mut blocks = Vec::new();
    for text in texts {
        for query in text.clone().step_by(BLOCK) {
            blocks.push([query as u32, text.start as u32, text.end as u32, 0]);
        }
    }
    blocks
}

/// Softmax of scaled products of queries and keys, times values, head by head and inside each text.
///
/// # Shapes
/// `projected`: `[tokens, 3, heads, head_width]`, queries, keys and values of a token side by side. Returns `[tokens, heads, head_width]`.
///
/// # Source
/// Vaswani et al. 2017, §3.2.
pub(crate) fn twin(
    projected: &[f32],
    texts: impl Iterator<Item = Range<usize>>,
    heads: usize,
    head_width: usize,
) -> Vec<f32> {
    let width = heads * head_width;
    let mut out = vec![0.0; projected.len() / 3];
    let part = |token: usize, which: usize, head: usize| {
        let at = (token * 3 + which) * width + head * head_width;
        &projected[at..at + head_width]
    };
    let dot = |a: &[f32], b: &[f32]| -> f32 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    for text in texts {
        for head in 0..heads {
            for query in text.clone() {
                let asked = part(query, 0, head);
                let scores: Vec<f32> = text
                    .clone()
                    .map(|key| dot(asked, part(key, 1, head)) * scale(head_width))
                    .collect();
                let most = scores.iter().copied().fold(f32::MIN, f32::max);
                let shares: Vec<f32> = scores.iter().map(|s| libm::expf(s - most)).collect();
                let total: f32 = shares.iter().sum();
                let at = query * width + head * head_width;
                let sums = &mut out[at..at + head_width];
                for (key, share) in text.clone().zip(&shares) {
                    for (sum, value) in sums.iter_mut().zip(part(key, 2, head)) {
                        *sum += share / total * value;
                    }
                }
            }
        }
    }
    out
}
