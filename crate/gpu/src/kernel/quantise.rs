//! Whole numbers with a scale for each row.

use super::{Access, Source};

/// Bindings: shape, input, output, scales, factors.
pub(super) fn source() -> Source {
    Source {
        label: "quantise",
        text: include_str!("quantise.wgsl").to_owned(),
        bindings: super::numbered(&[
            Access::Uniform,
            Access::Read,
            Access::Write,
            Access::Write,
            Access::Read,
        ]),
    }
}

/// Whole numbers from −127 to 127 and the scale of each row.
///
/// # Shapes
/// `values`: `[rows, width]`, `factors`: `[width]`. Returns `[rows, width]` and `[rows]`.
#[cfg(test)]
pub(crate) fn twin(values: &[f32], factors: &[f32]) -> (Vec<i8>, Vec<f32>) {
    let width = factors.len();
    let values: Vec<f32> = values
        .iter()
        .zip(factors.iter().cycle())
        .map(|(value, factor)| value * factor)
        .collect();
    let tensor = encoder::Tensor {
        rows: values.len() / width,
        columns: width,
        values: encoder::Values::F32(values),
    };
    match tensor.to_int8().values {
        encoder::Values::Int8 { values, scales, .. } => (values, scales),
        _ => unreachable!("to_int8 gives int8"),
    }
}
