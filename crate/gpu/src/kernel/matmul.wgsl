// output = epilogue(left · rightᵀ + bias), by tiles of 64 × 64: each of 64 threads makes 8 × 8 values.
//
// A step takes four vectors of a row of each side. A thread loads the same vector of four neighbouring rows, turns the square and
// stores it, so that in shared memory a vector holds four rows and the sums are outer products of vectors.

@group(0) @binding(0) var<uniform> rows: vec4<u32>;
// Vectors in a row of either side; vectors in a row of the output.
@group(0) @binding(1) var<uniform> shape: vec4<u32>;
@group(0) @binding(4) var<storage, read> bias: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> output: array<vec4<f32>>;

const STEP = 4u;
// One more than the sixteen that are used, against bank conflicts.
const PITCH = 17u;

var<workgroup> left_tile: array<vec4<Element>, 272>;
var<workgroup> right_tile: array<vec4<Element>, 272>;

fn left_or_zero(row: u32, quad: u32) -> vec4<Element> {
    if row < rows.x && quad < shape.x {
        return left_at(row * shape.x + quad);
    }
    return vec4<Element>();
}

fn right_or_zero(row: u32, quad: u32) -> vec4<Element> {
    if row < shape.y * 4u && quad < shape.x {
        return right_at(row * shape.x + quad);
    }
    return vec4<Element>();
}

fn store(row: u32, quad: u32, sum: vec4<Sum>) {
    if row < rows.x && quad < shape.y {
        let at = row * shape.y + quad;
        output[at] = epilogue(scaled(sum, row, quad) + bias[quad], at);
    }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) local: u32) {
    let first_row = group.y * 64u;
    let first_column = group.x * 64u;
    let quad = local % STEP;
    let four = local / STEP;
    let x = local % 8u;
    let y = local / 8u;

    var c00 = vec4<Sum>();
    var c01 = vec4<Sum>();
    var c10 = vec4<Sum>();
    var c11 = vec4<Sum>();
    var c20 = vec4<Sum>();
    var c21 = vec4<Sum>();
    var c30 = vec4<Sum>();
    var c31 = vec4<Sum>();
    var c40 = vec4<Sum>();
    var c41 = vec4<Sum>();
    var c50 = vec4<Sum>();
    var c51 = vec4<Sum>();
    var c60 = vec4<Sum>();
    var c61 = vec4<Sum>();
    var c70 = vec4<Sum>();
    var c71 = vec4<Sum>();

    for (var start = 0u; start < shape.x; start += STEP) {
        let row = first_row + four * 4u;
        let l0 = left_or_zero(row, start + quad);
        let l1 = left_or_zero(row + 1u, start + quad);
        let l2 = left_or_zero(row + 2u, start + quad);
        let l3 = left_or_zero(row + 3u, start + quad);
        let column = first_column + four * 4u;
        let r0 = right_or_zero(column, start + quad);
        let r1 = right_or_zero(column + 1u, start + quad);
        let r2 = right_or_zero(column + 2u, start + quad);
        let r3 = right_or_zero(column + 3u, start + quad);
        let at = quad * 4u * PITCH + four;
        left_tile[at] = vec4<Element>(l0.x, l1.x, l2.x, l3.x);
        left_tile[at + PITCH] = vec4<Element>(l0.y, l1.y, l2.y, l3.y);
        left_tile[at + 2u * PITCH] = vec4<Element>(l0.z, l1.z, l2.z, l3.z);
        left_tile[at + 3u * PITCH] = vec4<Element>(l0.w, l1.w, l2.w, l3.w);
        right_tile[at] = vec4<Element>(r0.x, r1.x, r2.x, r3.x);
        right_tile[at + PITCH] = vec4<Element>(r0.y, r1.y, r2.y, r3.y);
        right_tile[at + 2u * PITCH] = vec4<Element>(r0.z, r1.z, r2.z, r3.z);
        right_tile[at + 3u * PITCH] = vec4<Element>(r0.w, r1.w, r2.w, r3.w);
        workgroupBarrier();

        for (var k = 0u; k < 16u; k += 1u) {
            let a0 = left_tile[k * PITCH + y];
            let a1 = left_tile[k * PITCH + y + 8u];
            let b0 = right_tile[k * PITCH + x];
            let b1 = right_tile[k * PITCH + x + 8u];
            c00 += product(a0.x, b0);
            c01 += product(a0.x, b1);
            c10 += product(a0.y, b0);
            c11 += product(a0.y, b1);
            c20 += product(a0.z, b0);
            c21 += product(a0.z, b1);
            c30 += product(a0.w, b0);
            c31 += product(a0.w, b1);
            c40 += product(a1.x, b0);
            c41 += product(a1.x, b1);
            c50 += product(a1.y, b0);
            c51 += product(a1.y, b1);
            c60 += product(a1.z, b0);
            c61 += product(a1.z, b1);
            c70 += product(a1.w, b0);
            c71 += product(a1.w, b1);
        }
        workgroupBarrier();
    }

    let row = first_row + y * 4u;
    let column = group.x * 16u + x;
    store(row, column, c00);
    store(row, column + 8u, c01);
    store(row + 1u, column, c10);
    store(row + 1u, column + 8u, c11);
    store(row + 2u, column, c20);
    store(row + 2u, column + 8u, c21);
    store(row + 3u, column, c30);
    store(row + 3u, column + 8u, c31);
    store(row + 32u, column, c40);
    store(row + 32u, column + 8u, c41);
    store(row + 33u, column, c50);
    store(row + 33u, column + 8u, c51);
    store(row + 34u, column, c60);
    store(row + 34u, column + 8u, c61);
    store(row + 35u, column, c70);
    store(row + 35u, column + 8u, c71);
}
