//! Attention inside one text.

use super::float::{MulAdd, tile};
use super::lanes::F32x4;
use super::math::exp_row;

/// Tokens, or columns of values, that are packed together.
const PANEL: usize = 16;

/// Groups of four in a panel.
const GROUPS: usize = PANEL / 4;

/// Memory that is used again from text to text.
#[derive(Default)]
pub(crate) struct Scratch {
    /// Keys of a head, sixteen tokens a panel: `[tokens / 16][width][16]`.
    keys: Vec<[F32x4; GROUPS]>,
    /// Values of a head, sixteen columns a panel: `[width / 16][tokens][16]`.
    values: Vec<[F32x4; GROUPS]>,
    /// Scores of two queries with every key: `[2][tokens]`, padded to a panel.
    scores: Vec<f32>,
}

/// Softmax of query times key over the text's own tokens, times values, for every head.
///
/// `joined`: `[tokens, 3 · hidden]`, each row query, key and value; `out`: `[tokens, hidden]`.
#[inline(never)]
pub(crate) fn attention<M: MulAdd>(
    joined: &[f32],
    hidden: usize,
    heads: usize,
    scratch: &mut Scratch,
    out: &mut [f32],
) {
    let stride = 3 * hidden;
    let tokens = joined.len() / stride;
    let width = hidden / heads;
    let padded = tokens.next_multiple_of(PANEL);
    let value_panels = width.div_ceil(PANEL);
    let factor = 1.0 / (width as f32).sqrt();
    let zero = [F32x4::splat(0.0); GROUPS];
    scratch.keys.clear();
    scratch.keys.resize(padded / PANEL * width, zero);
    scratch.values.clear();
    scratch.values.resize(value_panels * tokens, zero);
    scratch.scores.clear();
    scratch.scores.resize(2 * padded, 0.0);
    for head in 0..heads {
        let query_at = head * width;
        let key_at = hidden + query_at;
        let value_at = 2 * hidden + query_at;
        let keys: &mut [f32] = bytemuck::cast_slice_mut(&mut scratch.keys);
        let values: &mut [f32] = bytemuck::cast_slice_mut(&mut scratch.values);
        for (token, row) in joined.chunks_exact(stride).enumerate() {
            let panel = token / PANEL * width;
            let key = &row[key_at..key_at + width];
            for (index, value) in key.iter().enumerate() {
                keys[(panel + index) * PANEL + token % PANEL] = value * factor;
            }
            let value = &row[value_at..value_at + width];
            for (panel, part) in value.chunks(PANEL).enumerate() {
                let at = (panel * tokens + token) * PANEL;
                values[at..at + part.len()].copy_from_slice(part);
            }
        }
        let query = |token: usize| &joined[token * stride + query_at..][..width];
        let mut token = 0;
        while token < tokens {
            let rows = if token + 2 <= tokens { 2 } else { 1 };
            if rows == 2 {
                rows_of::<M, 2>(
                    [query(token), query(token + 1)],
                    tokens,
                    width,
                    scratch,
                    |r, column, part| {
                        let at = (token + r) * hidden + query_at + column;
                        out[at..at + part.len()].copy_from_slice(part);
                    },
                );
            } else {
                rows_of::<M, 1>([query(token)], tokens, width, scratch, |_, column, part| {
                    let at = token * hidden + query_at + column;
                    out[at..at + part.len()].copy_from_slice(part);
                });
            }
            token += rows;
        }
    }
}

/// One head's result for `R` queries, given to `take` as row, column and values.
#[inline(always)]
fn rows_of<M: MulAdd, const R: usize>(
    queries: [&[f32]; R],
    tokens: usize,
    width: usize,
    scratch: &mut Scratch,
    mut take: impl FnMut(usize, usize, &[f32]),
) {
    let padded = tokens.next_multiple_of(PANEL);
    for (panel, keys) in scratch.keys.chunks_exact(width).enumerate() {
        let sums = tile::<M, R, GROUPS>(queries, keys);
        for (r, sums) in sums.into_iter().enumerate() {
            let at = r * padded + panel * PANEL;
            let (fours, _) = scratch.scores[at..at + PANEL].as_chunks_mut::<4>();
            for (four, sum) in fours.iter_mut().zip(sums) {
                sum.store(four);
            }
        }
    }
    let mut inverse = [F32x4::splat(0.0); R];
    for (r, inverse) in inverse.iter_mut().enumerate() {
        let row = &mut scratch.scores[r * padded..][..tokens.next_multiple_of(4)];
        *inverse = F32x4::splat(1.0 / exp_row(row, tokens));
    }
    let weights: [&[f32]; R] =
        std::array::from_fn(|r| &scratch.scores[r * padded..r * padded + tokens]);
    for (panel, values) in scratch.values.chunks_exact(tokens).enumerate() {
        let sums = tile::<M, R, GROUPS>(weights, values);
        let column = panel * PANEL;
        let columns = (width - column).min(PANEL);
        for (r, sums) in sums.into_iter().enumerate() {
            let mut part = [0.0; PANEL];
            let (fours, _) = part.as_chunks_mut::<4>();
            for (four, sum) in fours.iter_mut().zip(sums) {
                sum.mul(inverse[r]).store(four);
            }
            take(r, column, &part[..columns]);
        }
    }
}
