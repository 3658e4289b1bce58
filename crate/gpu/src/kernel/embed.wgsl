// Sums the embeddings of word, position and segment of each token.

// Vectors in a row.
@group(0) @binding(0) var<uniform> shape: vec4<u32>;
// Row of the word, position, segment.
@group(0) @binding(1) var<storage, read> tokens: array<vec4<u32>>;
@group(0) @binding(2) var<storage, read> words: array<Quad>;
@group(0) @binding(3) var<storage, read> positions: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> segments: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> output: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) local: u32) {
    let quad = group.x * 64u + local;
    if quad < shape.x {
        let token = tokens[group.y];
        output[group.y * shape.x + quad] = unpacked(words[token.x * shape.x + quad])
            + positions[token.y * shape.x + quad]
            + segments[token.z * shape.x + quad];
    }
}
