// The same product where there are too few tiles of 64 × 64 to keep a GPU busy: tiles of 16 × 16, each by 128 threads.
//
// Sixteen squares of 4 × 4 values make a tile, and eight threads make a square: each sums every eighth vector of the rows, so that
// neighbouring threads read neighbouring vectors, and at last the eight sums are added.

@group(0) @binding(0) var<uniform> rows: vec4<u32>;
// Vectors in a row of either side; vectors in a row of the output.
@group(0) @binding(1) var<uniform> shape: vec4<u32>;
@group(0) @binding(4) var<storage, read> bias: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> output: array<vec4<f32>>;

const SLICES = 8u;

// By slice, row of the tile and vector of columns.
var<workgroup> sums: array<vec4<Sum>, 512>;

fn against(a: vec4<Element>, b0: vec4<Element>, b1: vec4<Element>, b2: vec4<Element>, b3: vec4<Element>) -> vec4<Sum> {
    return vec4<Sum>(inner(a, b0), inner(a, b1), inner(a, b2), inner(a, b3));
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) local: u32) {
    let slice = local % SLICES;
    let x = (local / SLICES) % 4u;
    let y = local / (SLICES * 4u);
    let first_row = group.y * 16u;

    // Rows beyond the last are computed from the last, and not stored.
    let last_row = rows.x - 1u;
    let row = first_row + y * 4u;
    let l0 = min(row, last_row) * shape.x;
    let l1 = min(row + 1u, last_row) * shape.x;
    let l2 = min(row + 2u, last_row) * shape.x;
    let l3 = min(row + 3u, last_row) * shape.x;
    let column = min(group.x * 4u + x, shape.y - 1u) * 4u;
    let r0 = column * shape.x;
    let r1 = r0 + shape.x;
    let r2 = r1 + shape.x;
    let r3 = r2 + shape.x;

    var c0 = vec4<Sum>();
    var c1 = vec4<Sum>();
    var c2 = vec4<Sum>();
    var c3 = vec4<Sum>();
    for (var quad = slice; quad < shape.x; quad += SLICES) {
        let b0 = right_at(r0 + quad);
        let b1 = right_at(r1 + quad);
        let b2 = right_at(r2 + quad);
        let b3 = right_at(r3 + quad);
        c0 += against(left_at(l0 + quad), b0, b1, b2, b3);
        c1 += against(left_at(l1 + quad), b0, b1, b2, b3);
        c2 += against(left_at(l2 + quad), b0, b1, b2, b3);
        c3 += against(left_at(l3 + quad), b0, b1, b2, b3);
    }
    let at = slice * 64u + y * 16u + x;
    sums[at] = c0;
    sums[at + 4u] = c1;
    sums[at + 8u] = c2;
    sums[at + 12u] = c3;
    workgroupBarrier();

    if local < 64u {
        var sum = sums[local];
        for (var other = 1u; other < SLICES; other += 1u) {
            sum += sums[other * 64u + local];
        }
        let out_row = first_row + local / 4u;
        let out_quad = group.x * 4u + local % 4u;
        if out_row < rows.x && out_quad < shape.y {
            let out_at = out_row * shape.y + out_quad;
            output[out_at] = epilogue(scaled(sum, out_row, out_quad) + bias[out_quad], out_at);
        }
    }
}
