//! What stands between matrices.

use encoder::Activation;

/// Applies it to each value.
///
/// # Source
/// Hendrycks & Gimpel 2016, for the two forms of GELU.
pub(crate) fn twin(activation: Activation, values: &mut [f32]) {
    let act: fn(f32) -> f32 = match activation {
        Activation::Gelu => |x| 0.5 * x * (1.0 + libm::erff(x * std::f32::consts::FRAC_1_SQRT_2)),
        Activation::GeluNew => {
            |x| 0.5 * x * (1.0 + libm::tanhf(0.797_884_6 * (x + 0.044_715 * x * x * x)))
        }
        Activation::Relu => |x| x.max(0.0),
    };
    for value in values {
        *value = act(*value);
    }
}
