// What becomes of a graphics card: whether it says what the processor says, and why it is not used.

/** @typedef {import('./types').Encoded} Encoded */

/**
 * What has become of the graphics card: `off` by choice, `none` in this browser or machine, `software` only, `wrong` results,
 * `slower` than the processor, `lost`, `failed`; `loading`, on `trial`, or `on`.
 *
 * @typedef {'off' | 'none' | 'software' | 'wrong' | 'slower' | 'lost' | 'failed' | 'loading' | 'trial' | 'on'} GpuState
 */

/** For a model without golden texts of its own. */
export const PROBES = ['a red cotton dress', '红色纯棉连衣裙', 'USB-C charging cable 2 m', '不锈钢保温杯 500ml', 'one', '好'];

/** Of texts that both have read in 32-bit floats: below it a card computes wrong. */
const LOWEST_COSINE = 0.9999;
/** Where one of them rounds its weights to bytes: texts of three tokens have been as far apart as 0.977 by that alone. */
const LOWEST_COSINE_ROUNDED = 0.95;

/**
 * Whether a card says of the probes what the processor says, as far as their number formats allow.
 *
 * @param {{ encoded: Encoded, precision: string }} ours
 * @param {{ encoded: Encoded, precision: string }} theirs
 */
export function agree(ours, theirs) {
  const lowest = ours.precision === 'f32' && theirs.precision === 'f32' ? LOWEST_COSINE : LOWEST_COSINE_ROUNDED;
  const width = ours.encoded.vectors.length / PROBES.length;
  return PROBES.every((_, at) => {
    const part = (/** @type {Float32Array} */ vectors) => vectors.subarray(at * width, (at + 1) * width);
    return cosine(part(ours.encoded.vectors), part(theirs.encoded.vectors)) >= lowest;
  });
}

/**
 * What a card that could not be opened is said to be.
 *
 * @param {string} code
 * @returns {GpuState}
 */
export function refusal(code) {
  if (code === 'no_adapter' || code === 'no_gpu') return 'none';
  if (code === 'only_software') return 'software';
  return code === 'gpu_lost' ? 'lost' : 'failed';
}

/**
 * @param {Float32Array} a
 * @param {Float32Array} b
 */
function cosine(a, b) {
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((x, i) => {
    const y = b[i] ?? 0;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  });
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
