//! Vectors of length 1.

use super::{Access, Source};

/// Bindings: shape, input, output.
pub(super) fn source() -> Source {
    Source {
        label: "normalise",
        text: include_str!("normalise.wgsl").to_owned(),
        bindings: super::numbered(&[Access::Uniform, Access::Read, Access::Write]),
    }
}

/// Brings each row to length 1; a row of zeros stays.
///
/// # Shapes
/// `values`: `[rows, width]`.
pub(crate) fn twin(values: &mut [f32], width: usize) {
    for row in values.chunks_exact_mut(width) {
        let squares: f64 = row.iter().map(|v| f64::from(*v).powi(2)).sum();
        let size = squares.sqrt().max(1e-12);
        for value in row {
            *value = (f64::from(*value) / size) as f32;
        }
    }
}
