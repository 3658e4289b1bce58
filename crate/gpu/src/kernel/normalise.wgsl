// Brings each row to length 1; a row of zeros stays.

// Vectors in a row.
@group(0) @binding(0) var<uniform> shape: vec4<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4<f32>>;

var<workgroup> sums: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) local: u32) {
    let first = group.x * shape.x;
    var squares = 0.0;
    for (var quad = local; quad < shape.x; quad += 64u) {
        let value = input[first + quad];
        squares += dot(value, value);
    }
    sums[local] = squares;
    workgroupBarrier();
    for (var half = 32u; half > 0u; half /= 2u) {
        if local < half {
            sums[local] += sums[local + half];
        }
        workgroupBarrier();
    }
    let size = max(sqrt(sums[0]), 1.0e-12);
    for (var quad = local; quad < shape.x; quad += 64u) {
        output[first + quad] = input[first + quad] / size;
    }
}
