// What becomes of a graphics card: whether it says what the processor says, what it is faster at, and why it is not used.

/** @typedef {import('./types').Encoded} Encoded */
/** @typedef {{ member: import('./model-member').ModelMember, precision: string }} Side */

/**
 * What has become of the graphics card: `off` by choice, `none` in this browser or machine, `software` only, `wrong` results,
 * `slower` than the processor, `lost`, `failed`; `loading`, on `trial`, or `on`: it does the bulk of the work. One that is `short`
 * answers single phrases sooner and is slower at all else.
 *
 * @typedef {'off' | 'none' | 'software' | 'wrong' | 'slower' | 'lost' | 'failed' | 'loading' | 'trial' | 'short' | 'on'} GpuState
 */

/** For a model without golden texts of its own. */
export const PROBES = ['a red cotton dress', '红色纯棉连衣裙', 'USB-C charging cable 2 m', '不锈钢保温杯 500ml', 'one', '好'];

/** Of texts that both have read in 32-bit floats: below it a card computes wrong. */
const LOWEST_COSINE = 0.9999;
/** Where one of them rounds its weights to bytes: texts of three tokens have been as far apart as 0.977 by that alone. */
const LOWEST_COSINE_ROUNDED = 0.95;

/** What somebody might look for, and how often it is read: engines and cards prepare what they run first. */
const PHRASE = 'warm winter coat for women 女士冬季保暖外套';
const ROUNDS = 4;

/**
 * Who answers a phrase that somebody waits for: both read one, in turn, and the best time of each counts. Only the card's failures
 * are the duel's.
 *
 * @param {Side} card
 * @param {Side} processor
 * @param {string} head
 * @param {number} urgent the priority
 * @returns {Promise<'cpu' | 'gpu'>}
 */
export async function duel(card, processor, head, urgent) {
  const order = { texts: [PHRASE], heads: [head], priority: urgent };
  const best = { cpu: Infinity, gpu: Infinity };
  for (let round = 0; round < ROUNDS; round += 1) {
    best.gpu = Math.min(best.gpu, (await card.member.call('encode', order)).took);
    const answer = await processor.member.call('encode', order).catch(() => null);
    if (answer) best.cpu = Math.min(best.cpu, answer.took);
  }
  return best.gpu < best.cpu && best.cpu < Infinity ? 'gpu' : 'cpu';
}

/**
 * Whether a card says of a few texts what the processor says.
 *
 * @param {Side} card
 * @param {Side} processor
 * @param {string} head
 * @param {number} urgent the priority
 */
export async function agrees(card, processor, head, urgent) {
  const order = { texts: PROBES, heads: [head], priority: urgent };
  const [ours, theirs] = await Promise.all([processor, card].map(async ({ member, precision }) => ({ encoded: await member.call('encode', order), precision })));
  return ours !== undefined && theirs !== undefined && agree(ours, theirs);
}

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
