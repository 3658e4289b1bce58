// Attention inside each text, with an online softmax (Milakov & Gimelshein 2018; Dao et al. 2022): 64 threads make a block of 32
// queries of one text and one head, 32 keys at a time.
//
// `QUADS` is the vectors of a head, `SCALE` what scores are multiplied with. A thread makes the scores of 4 queries and 4 keys; then
// it adds the values to the same 4 queries, for every eighth vector of the head.

// First query, first token and end of its text.
@group(0) @binding(0) var<storage, read> blocks: array<vec4<u32>>;
// Vectors of all heads together.
@group(0) @binding(1) var<uniform> shape: vec4<u32>;
// Queries, keys and values of a token side by side.
@group(0) @binding(2) var<storage, read> projected: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> context: array<vec4<f32>>;

const LEAST = -3.0e38;
const EACH = (QUADS + 7u) / 8u;

// By key and four queries.
var<workgroup> shares: array<vec4<f32>, 256>;
// By four keys and four queries.
var<workgroup> folded: array<vec4<f32>, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) local: u32) {
    let block = blocks[group.x];
    let start = block.y;
    let end = block.z;
    let x = local % 8u;
    let y = local / 8u;
    let pitch = 3u * shape.x;
    let head = group.y * QUADS;

    // Queries beyond the last are computed from the last, and not stored.
    let query = block.x + y * 4u;
    let q0 = min(query, end - 1u) * pitch + head;
    let q1 = min(query + 1u, end - 1u) * pitch + head;
    let q2 = min(query + 2u, end - 1u) * pitch + head;
    let q3 = min(query + 3u, end - 1u) * pitch + head;

    // A component for each query: the largest score so far, and this thread's part of the sum of exponentials.
    var largest = vec4<f32>(LEAST);
    var total = vec4<f32>();
    var sums: array<vec4<f32>, EACH * 4u>;
    for (var i = 0u; i < EACH * 4u; i += 1u) {
        sums[i] = vec4<f32>();
    }

    for (var tile = start; tile < end; tile += 32u) {
        let key = tile + x * 4u;
        let k0 = min(key, end - 1u) * pitch + shape.x + head;
        let k1 = min(key + 1u, end - 1u) * pitch + shape.x + head;
        let k2 = min(key + 2u, end - 1u) * pitch + shape.x + head;
        let k3 = min(key + 3u, end - 1u) * pitch + shape.x + head;
        var s0 = vec4<f32>();
        var s1 = vec4<f32>();
        var s2 = vec4<f32>();
        var s3 = vec4<f32>();
        for (var quad = 0u; quad < QUADS; quad += 1u) {
            let a0 = projected[q0 + quad];
            let a1 = projected[q1 + quad];
            let a2 = projected[q2 + quad];
            let a3 = projected[q3 + quad];
            let b0 = projected[k0 + quad];
            let b1 = projected[k1 + quad];
            let b2 = projected[k2 + quad];
            let b3 = projected[k3 + quad];
            s0 += vec4<f32>(dot(a0, b0), dot(a1, b0), dot(a2, b0), dot(a3, b0));
            s1 += vec4<f32>(dot(a0, b1), dot(a1, b1), dot(a2, b1), dot(a3, b1));
            s2 += vec4<f32>(dot(a0, b2), dot(a1, b2), dot(a2, b2), dot(a3, b2));
            s3 += vec4<f32>(dot(a0, b3), dot(a1, b3), dot(a2, b3), dot(a3, b3));
        }
        s0 = select(vec4<f32>(LEAST), s0 * SCALE, key < end);
        s1 = select(vec4<f32>(LEAST), s1 * SCALE, key + 1u < end);
        s2 = select(vec4<f32>(LEAST), s2 * SCALE, key + 2u < end);
        s3 = select(vec4<f32>(LEAST), s3 * SCALE, key + 3u < end);
        folded[x * 8u + y] = max(max(s0, s1), max(s2, s3));
        workgroupBarrier();

        let before = largest;
        for (var other = 0u; other < 8u; other += 1u) {
            largest = max(largest, folded[other * 8u + y]);
        }
        let fade = exp(before - largest);
        s0 = exp(s0 - largest);
        s1 = exp(s1 - largest);
        s2 = exp(s2 - largest);
        s3 = exp(s3 - largest);
        total = total * fade + s0 + s1 + s2 + s3;
        let at = x * 32u + y;
        shares[at] = s0;
        shares[at + 8u] = s1;
        shares[at + 16u] = s2;
        shares[at + 24u] = s3;
        workgroupBarrier();

        let keys = min(end - tile, 32u);
        for (var each = 0u; each < EACH; each += 1u) {
            let quad = each * 8u + x;
            var o0 = sums[each * 4u] * fade.x;
            var o1 = sums[each * 4u + 1u] * fade.y;
            var o2 = sums[each * 4u + 2u] * fade.z;
            var o3 = sums[each * 4u + 3u] * fade.w;
            if quad < QUADS {
                var from_at = tile * pitch + 2u * shape.x + head + quad;
                for (var i = 0u; i < keys; i += 1u) {
                    let share = shares[i * 8u + y];
                    let value = projected[from_at];
                    o0 += share.x * value;
                    o1 += share.y * value;
                    o2 += share.z * value;
                    o3 += share.w * value;
                    from_at += pitch;
                }
            }
            sums[each * 4u] = o0;
            sums[each * 4u + 1u] = o1;
            sums[each * 4u + 2u] = o2;
            sums[each * 4u + 3u] = o3;
        }
    }

    // The last tile's maxima were read before its second barrier, so their place is free.
    folded[x * 8u + y] = total;
    workgroupBarrier();
    var whole = vec4<f32>();
    for (var other = 0u; other < 8u; other += 1u) {
        whole += folded[other * 8u + y];
    }
    let inverse = 1.0 / whole;
    for (var each = 0u; each < EACH; each += 1u) {
        let quad = each * 8u + x;
        if quad < QUADS {
            let at = query * shape.x + head + quad;
            if query < end {
                context[at] = sums[each * 4u] * inverse.x;
            }
            if query + 1u < end {
                context[at + shape.x] = sums[each * 4u + 1u] * inverse.y;
            }
            if query + 2u < end {
                context[at + 2u * shape.x] = sums[each * 4u + 2u] * inverse.z;
            }
            if query + 3u < end {
                context[at + 3u * shape.x] = sums[each * 4u + 3u] * inverse.w;
            }
        }
    }
}
