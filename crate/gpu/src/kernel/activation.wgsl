// What stands between matrices.

// The error function, within 1.5e-7 (Abramowitz & Stegun 1964, 7.1.26).
fn erf(x: vec4<f32>) -> vec4<f32> {
    let size = min(abs(x), vec4<f32>(9.0));
    let t = 1.0 / (1.0 + 0.3275911 * size);
    let series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    return sign(x) * (1.0 - series * exp(-size * size));
}

// Some drivers compute tanh from exponentials that overflow.
fn bounded_tanh(x: vec4<f32>) -> vec4<f32> {
    return tanh(clamp(x, vec4<f32>(-15.0), vec4<f32>(15.0)));
}

fn gelu(x: vec4<f32>) -> vec4<f32> {
    return 0.5 * x * (1.0 + erf(x * 0.70710678));
}

fn gelu_tanh(x: vec4<f32>) -> vec4<f32> {
    return 0.5 * x * (1.0 + bounded_tanh(0.79788456 * (x + 0.044715 * x * x * x)));
}

fn relu(x: vec4<f32>) -> vec4<f32> {
    return max(x, vec4<f32>());
}

fn unchanged(x: vec4<f32>) -> vec4<f32> {
    return x;
}
