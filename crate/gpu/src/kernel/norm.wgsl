// Layer norm of a row by 64 threads, in two passes: the variance is summed from differences, not from squares.

// Vectors in a row, values in it, the bits of what is added to the variance.
@group(0) @binding(0) var<uniform> shape: vec4<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> factors: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> offsets: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4<f32>>;

var<workgroup> sums: array<f32, 64>;

fn total(mine: f32, local: u32) -> f32 {
    sums[local] = mine;
    workgroupBarrier();
    for (var half = 32u; half > 0u; half /= 2u) {
        if local < half {
            sums[local] += sums[local + half];
        }
        workgroupBarrier();
    }
    let sum = sums[0];
    workgroupBarrier();
    return sum;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) local: u32) {
    let first = group.x * shape.x;
    let width = f32(shape.y);

    // What pads a row is zero.
    var sum = 0.0;
    for (var quad = local; quad < shape.x; quad += 64u) {
        let value = input[first + quad];
        sum += value.x + value.y + value.z + value.w;
    }
    let mean = total(sum, local) / width;

    var squares = 0.0;
    for (var quad = local; quad < shape.x; quad += 64u) {
        let column = vec4<u32>(quad * 4u) + vec4<u32>(0u, 1u, 2u, 3u);
        let apart = select(vec4<f32>(), input[first + quad] - mean, column < vec4<u32>(shape.y));
        squares += dot(apart, apart);
    }
    let deviation = sqrt(total(squares, local) / width + bitcast<f32>(shape.z));

    // Factors and offsets are zero beyond a row's values, so its padding stays zero.
    for (var quad = local; quad < shape.x; quad += 64u) {
        output[first + quad] = (input[first + quad] - mean) / deviation * factors[quad] + offsets[quad];
    }
}
