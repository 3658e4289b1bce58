//! Products of a matrix with weights, and what is done to each result before it is stored.

use encoder::Activation;

use super::{Access, Form, Source};

/// What is done to a result, after the bias was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Epilogue {
    Nothing,
    Gelu,
    GeluTanh,
    Relu,
    Tanh,
    /// Adds what stands at the same place of another matrix.
    Residual,
}

impl From<Activation> for Epilogue {
    fn from(activation: Activation) -> Self {
        match activation {
            Activation::Gelu => Self::Gelu,
            Activation::GeluNew => Self::GeluTanh,
            Activation::Relu => Self::Relu,
        }
    }
}

/// Bindings: rows, shape, left, right, bias, output; the scales of either side for `Int8`; the residual for `Residual`.
pub(super) fn source(form: Form, epilogue: Epilogue, few: bool) -> Source {
    let mut bindings = super::numbered(&[
        Access::Uniform,
        Access::Uniform,
        Access::Read,
        Access::Read,
        Access::Read,
        Access::Write,
    ]);
    let operands = if form == Form::Int8 {
        bindings.extend([(6, Access::Read), (7, Access::Read)]);
        include_str!("operands_int8.wgsl")
    } else {
        include_str!("operands_float.wgsl")
    };
    let function = match epilogue {
        Epilogue::Nothing => "unchanged",
        Epilogue::Gelu => "gelu",
        Epilogue::GeluTanh => "gelu_tanh",
        Epilogue::Relu => "relu",
        Epilogue::Tanh => "bounded_tanh",
        Epilogue::Residual => "",
    };
    let end = if epilogue == Epilogue::Residual {
        bindings.push((8, Access::Read));
        include_str!("residual.wgsl").to_owned()
    } else {
        format!(
            "{}fn epilogue(value: vec4<f32>, at: u32) -> vec4<f32> {{ return {function}(value); }}\n",
            include_str!("activation.wgsl")
        )
    };
    let body = if few {
        include_str!("matmul_few.wgsl")
    } else {
        include_str!("matmul.wgsl")
    };
    Source {
        label: "matmul",
        text: [form.enable(), form.wgsl(), operands, &end, body].concat(),
        bindings,
    }
}

/// Tiles of 64 × 64 below which tiles of 16 × 16 are used: what a middling GPU can run at once. Not yet measured on one.
const WORTH_TILES: u32 = 64;

/// The same for Mesa's software Vulkan, which makes large tiles twice as fast as small ones.
const WORTH_TILES_IN_SOFTWARE: u32 = 2;

/// Whether a product is better done by `matmul_few`.
///
/// `software`: whether the kernels run on the CPU. In a browser that makes no difference: there a large kernel takes seconds to compile.
pub(crate) fn is_few(rows: u32, columns: u32, software: bool) -> bool {
    let worth = if software && cfg!(not(target_arch = "wasm32")) {
        WORTH_TILES_IN_SOFTWARE
    } else {
        WORTH_TILES
    };
    rows.div_ceil(64) * columns.div_ceil(64) < worth
}

/// Workgroups along x and y.
///
/// `columns`: values in a row of the output, padded.
pub(crate) fn grid(rows: u32, columns: u32, few: bool) -> (u32, u32) {
    let tile = if few { 16 } else { 64 };
    (columns.div_ceil(tile), rows.div_ceil(tile))
}

/// `left · rightᵀ + bias`.
///
/// # Shapes
/// `left`: `[rows, inputs]`; `right`: `[outputs, inputs]`; `bias`: `[outputs]`. Returns `[rows, outputs]`.
pub(crate) fn twin(left: &[f32], right: &[f32], bias: &[f32], inputs: usize) -> Vec<f32> {
    let mut out = Vec::with_capacity(left.len() / inputs.max(1) * bias.len());
    for row in left.chunks_exact(inputs) {
        for (weights, bias) in right.chunks_exact(inputs).zip(bias) {
            let sum: f64 = row
                .iter()
                .zip(weights)
                .map(|(a, b)| f64::from(*a) * f64::from(*b))
                .sum();
            out.push((sum + f64::from(*bias)) as f32);
        }
    }
    out
}
