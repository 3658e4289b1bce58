// Weights as 16-bit floats where shaders cannot name them: two in a word.

alias Element = f32;
alias Sum = f32;
alias Quad = vec2<u32>;

fn unpacked(quad: Quad) -> vec4<f32> {
    return vec4<f32>(unpack2x16float(quad.x), unpack2x16float(quad.y));
}
