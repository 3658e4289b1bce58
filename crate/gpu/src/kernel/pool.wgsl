// One vector of the tokens of each text: their mean, or the first (`FIRST_ONLY`). No tokens give zeros.

// Vectors in a row.
@group(0) @binding(0) var<uniform> shape: vec4<u32>;
// Where each text starts, and the last one ends.
@group(0) @binding(1) var<storage, read> starts: array<u32>;
@group(0) @binding(2) var<storage, read> hidden: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) local: u32) {
    let quad = group.x * 64u + local;
    let start = starts[group.y];
    var end = starts[group.y + 1u];
    if FIRST_ONLY {
        end = min(end, start + 1u);
    }
    if quad < shape.x {
        var sum = vec4<f32>();
        for (var token = start; token < end; token += 1u) {
            sum += hidden[token * shape.x + quad];
        }
        output[group.y * shape.x + quad] = sum / f32(max(end - start, 1u));
    }
}
