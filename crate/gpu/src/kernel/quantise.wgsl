// Whole numbers from −127 to 127 for each row, four in a word, and the row's scale; each value is multiplied by its column's factor first.

// Vectors in a row of the input; vectors of sixteen in a row of the output.
@group(0) @binding(0) var<uniform> shape: vec4<u32>;
@group(0) @binding(1) var<storage, read> input: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4<u32>>;
@group(0) @binding(3) var<storage, read_write> scales: array<f32>;
@group(0) @binding(4) var<storage, read> factors: array<vec4<f32>>;

var<workgroup> maxima: array<f32, 64>;

fn packed(first: u32, quad: u32, inverse: f32) -> u32 {
    if quad >= shape.x {
        return 0u;
    }
    let whole = vec4<i32>(clamp(round(input[first + quad] * factors[quad] * inverse), vec4<f32>(-127.0), vec4<f32>(127.0)));
    let bytes = vec4<u32>(whole) & vec4<u32>(255u);
    return bytes.x | (bytes.y << 8u) | (bytes.z << 16u) | (bytes.w << 24u);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) local: u32) {
    let first = group.x * shape.x;
    var most = 0.0;
    for (var quad = local; quad < shape.x; quad += 64u) {
        let value = abs(input[first + quad] * factors[quad]);
        most = max(most, max(max(value.x, value.y), max(value.z, value.w)));
    }
    maxima[local] = most;
    workgroupBarrier();
    for (var half = 32u; half > 0u; half /= 2u) {
        if local < half {
            maxima[local] = max(maxima[local], maxima[local + half]);
        }
        workgroupBarrier();
    }
    let largest = maxima[0];
    if local == 0u {
        scales[group.x] = largest / 127.0;
    }
    let inverse = select(0.0, 127.0 / largest, largest > 0.0);
    for (var at = local; at < shape.y; at += 64u) {
        let quad = at * 4u;
        output[group.x * shape.y + at] = vec4<u32>(
            packed(first, quad, inverse),
            packed(first, quad + 1u, inverse),
            packed(first, quad + 2u, inverse),
            packed(first, quad + 3u, inverse),
        );
    }
}
