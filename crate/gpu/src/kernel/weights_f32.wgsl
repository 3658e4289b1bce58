// Weights as 32-bit floats, four in a vector.

alias Element = f32;
alias Sum = f32;
alias Quad = vec4<f32>;

fn unpacked(quad: Quad) -> vec4<f32> {
    return quad;
}
