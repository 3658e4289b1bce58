// What the processor could do: products and sums by relaxed SIMD on values that stay in registers.

const V128 = 0x7b;
const SUMS = 12;
const [X, Y] = [SUMS + 1, SUMS + 2];
const TURNS = 20_000_000;
const ROUNDS = 5;

const get = (/** @type {number} */ local) => [0x20, local];
const set = (/** @type {number} */ local) => [0x21, local];
const splat = [0x43, 0, 0, 0, 0x3f, 0xfd, 0x13]; // f32.const 0.5, f32x4.splat
const multiplyAdd = [0xfd, 0x85, 0x02]; // f32x4.relaxed_madd
const add = [0xfd, 0xe4, 0x01]; // f32x4.add
const sums = Array.from({ length: SUMS }, (_, at) => at + 1);

/** A section or a body with its length before it, as LEB128. @param {number[]} bytes */
function sized(bytes) {
  const length = [];
  for (let rest = bytes.length; length.length === 0 || rest > 0; rest >>= 7) length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
  return [...length, ...bytes];
}

/** A module with one function: so many turns of a product and sum into each of twelve registers. */
function moduleBytes() {
  const body = [
    1, SUMS + 2, V128,
    ...splat, ...set(X), ...splat, ...set(Y),
    0x03, 0x40, // loop
    ...sums.flatMap((sum) => [...get(X), ...get(Y), ...get(sum), ...multiplyAdd, ...set(sum)]),
    ...get(0), 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b, // one turn less, again while there are any, end
    ...get(1), ...sums.slice(1).flatMap((sum) => [...get(sum), ...add]),
    0xfd, 0x1f, 0, 0x0b, // the first lane
  ];
  return new Uint8Array([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    1, ...sized([1, 0x60, 1, 0x7f, 1, 0x7d]),
    3, ...sized([1, 0]),
    7, ...sized([1, 4, ...new TextEncoder().encode('madd'), 0, 0]),
    10, ...sized([1, ...sized(body)]),
  ]);
}

/**
 * Operations a second of 32-bit floats on one thread, a product and a sum being two: the best of a few rounds.
 *
 * @returns {Promise<number | undefined>} `undefined` without relaxed SIMD
 */
export async function peak() {
  const bytes = moduleBytes();
  if (!WebAssembly.validate(bytes)) return undefined;
  const { instance } = await WebAssembly.instantiate(bytes);
  const madd = /** @type {(turns: number) => number} */ (instance.exports.madd);
  madd(TURNS / 10);
  let best = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    madd(TURNS);
    best = Math.max(best, (TURNS * SUMS * 8 * 1000) / (performance.now() - start));
  }
  return best;
}
