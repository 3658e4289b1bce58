// What a matrix product reads where weights are floats.

@group(0) @binding(2) var<storage, read> left: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> right: array<Quad>;

fn left_at(index: u32) -> vec4<f32> {
    return left[index];
}

fn right_at(index: u32) -> vec4<f32> {
    return unpacked(right[index]);
}

fn product(a: f32, b: vec4<f32>) -> vec4<f32> {
    return a * b;
}

fn inner(a: vec4<f32>, b: vec4<f32>) -> f32 {
    return dot(a, b);
}

fn scaled(sum: vec4<f32>, row: u32, quad: u32) -> vec4<f32> {
    return sum;
}
