//! Linear layers over rows of activations.

use super::lanes::F32x4;
use crate::Tensor;

/// A linear layer with its weights packed for some number format.
pub trait Dense {
    /// Rows of activations as this format takes them.
    type Input: Default;

    /// Packs matrices `[outputs, inputs]` one below the other, with a bias for each.
    fn pack(weight: &[Tensor], bias: &[Vec<f32>]) -> Self;

    /// Outputs a row.
    fn outputs(&self) -> usize;

    /// Makes rows `[rows, inputs]` ready.
    fn prepare(&self, rows: &[f32], input: &mut Self::Input);

    /// Computes `[rows, outputs]` from what was prepared.
    fn apply<F: Finish>(&self, input: &Self::Input, out: &mut [f32], finish: &F);
}

/// What is done to an output before it is stored.
pub trait Finish {
    /// From the value, with bias, to what is stored; `old` is what stands there.
    fn finish(&self, value: F32x4, old: F32x4) -> F32x4;

    /// Whether it looks at what stands there.
    const READS: bool = false;
}

/// Nothing more.
pub(crate) struct Bias;

impl Finish for Bias {
    #[inline(always)]
    fn finish(&self, value: F32x4, _: F32x4) -> F32x4 {
        value
    }
}

/// Added to what stands there: a residual connection.
pub(crate) struct Residual;

impl Finish for Residual {
    const READS: bool = true;

    #[inline(always)]
    fn finish(&self, value: F32x4, old: F32x4) -> F32x4 {
        value.add(old)
    }
}

/// Stores a row's outputs of `G` groups of four, or as many as there are.
#[inline(always)]
pub(crate) fn store<const G: usize, F: Finish>(
    values: [F32x4; G],
    row: usize,
    column: usize,
    width: usize,
    out: &mut [f32],
    finish: &F,
) {
    let there = width.saturating_sub(column).min(4 * G);
    let start = row * width + column;
    let Some(places) = out.get_mut(start..start + there) else {
        return;
    };
    let one = |place: &mut [f32; 4], value: F32x4| {
        let old = if F::READS { F32x4::load(place) } else { value };
        finish.finish(value, old).store(place);
    };
    if there == 4 * G {
        for (place, value) in places.as_chunks_mut().0.iter_mut().zip(values) {
            one(place, value);
        }
        return;
    }
    for (place, value) in places.chunks_mut(4).zip(values) {
        let mut four = [0.0; 4];
        four[..place.len()].copy_from_slice(place);
        one(&mut four, value);
        place.copy_from_slice(&four[..place.len()]);
    }
}
