//! Layer norm.

use super::{Access, Source};

/// Bindings: shape, input, factors, offsets, output.
pub(super) fn source() -> Source {
    Source {
        label: "norm",
        text: include_str!("norm.wgsl").to_owned(),
        bindings: super::numbered(&[
            Access::Uniform,
            Access::Read,
            Access::Read,
            Access::Read,
            Access::Write,
        ]),
    }
}

/// Brings each row to mean 0 and variance 1, then multiplies and adds.
///
/// # Shapes
/// `values`: `[rows, width]`; `factors`, `offsets`: `[width]`.
///
/// # Source
/// Ba et al. 2016.
pub(crate) fn twin(values: &mut [f32], factors: &[f32], offsets: &[f32], epsilon: f32) {
    let width = factors.len();
    for row in values.chunks_exact_mut(width) {
        let mean = row.iter().map(|v| f64::from(*v)).sum::<f64>() / width as f64;
        let squares = row.iter().map(|v| (f64::from(*v) - mean).powi(2));
        let variance = squares.sum::<f64>() / width as f64;
        let deviation = (variance + f64::from(epsilon)).sqrt();
        for ((value, factor), offset) in row.iter_mut().zip(factors).zip(offsets) {
            *value = ((f64::from(*value) - mean) / deviation) as f32 * factor + offset;
        }
    }
}
