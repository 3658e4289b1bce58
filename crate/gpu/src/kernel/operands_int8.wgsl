// What a matrix product reads where both sides are whole numbers, four in a word and sixteen in a vector, with a scale for each row
// of either side.

alias Element = u32;
alias Sum = i32;

@group(0) @binding(2) var<storage, read> left: array<vec4<u32>>;
@group(0) @binding(3) var<storage, read> right: array<vec4<u32>>;
@group(0) @binding(6) var<storage, read> left_scales: array<f32>;
@group(0) @binding(7) var<storage, read> right_scales: array<vec4<f32>>;

fn left_at(index: u32) -> vec4<u32> {
    return left[index];
}

fn right_at(index: u32) -> vec4<u32> {
    return right[index];
}

fn product(a: u32, b: vec4<u32>) -> vec4<i32> {
    return vec4<i32>(
        dot4I8Packed(a, b.x),
        dot4I8Packed(a, b.y),
        dot4I8Packed(a, b.z),
        dot4I8Packed(a, b.w),
    );
}

fn inner(a: vec4<u32>, b: vec4<u32>) -> i32 {
    return dot4I8Packed(a.x, b.x) + dot4I8Packed(a.y, b.y) + dot4I8Packed(a.z, b.z) + dot4I8Packed(a.w, b.w);
}

fn scaled(sum: vec4<i32>, row: u32, quad: u32) -> vec4<f32> {
    return vec4<f32>(sum) * left_scales[row] * right_scales[quad];
}
