// Weights as 16-bit floats, four in a vector; everything is computed in 32 bits.

alias Element = f32;
alias Sum = f32;
alias Quad = vec4<f16>;

fn unpacked(quad: Quad) -> vec4<f32> {
    return vec4<f32>(quad);
}
