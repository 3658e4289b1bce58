// The page's side: an engine in one worker or more, asked and timed from here.

export { peak } from './peak.mjs';

/** @typedef {import('./encoder-worker.mjs').Request} Request */

/** A worker that answers one question at a time. */
class Asked {
  #worker = new Worker('encoder-worker.mjs', { type: 'module' });
  #next = 0;
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  #waiting = new Map();

  constructor() {
    this.#worker.onmessage = ({ data: { id, result, error } }) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(result);
      else waiting?.reject(new Error(error));
    };
    this.#worker.onerror = (event) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(event.message || 'the worker failed'));
      this.#waiting.clear();
    };
  }

  /**
   * @param {Record<string, unknown>} request a {@link Request} without its id
   * @returns {Promise<any>}
   */
  ask(request) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ ...request, id });
    });
  }
}

/** @type {Asked[]} */
let workers = [];

/**
 * Starts the engine in so many workers; milliseconds until its first vector, which is for a text of two tokens.
 *
 * @param {{ module: string, options: object, workers: number }} entry
 */
export async function load({ module, options, workers: count }) {
  const begun = performance.now();
  workers = Array.from({ length: count }, () => new Asked());
  await Promise.all(workers.map((worker) => worker.ask({ call: 'load', module, options })));
  const loaded = performance.now() - begun;
  await Promise.all(workers.map((worker) => worker.ask({ call: 'encode', texts: ['ok'] })));
  return { load: loaded, first: performance.now() - begun };
}

/** @param {string[]} texts @returns {Promise<number[]>} */
export const count = (texts) => workers[0].ask({ call: 'count', texts });

/** @returns {Promise<number | undefined>} */
export const memory = () => workers[0].ask({ call: 'memory' });

/**
 * One batch over and over, on one worker: the milliseconds of each time.
 *
 * @param {string[]} texts
 * @param {{ least: number, times: number }} effort at least so many milliseconds and times
 */
export async function repeat(texts, { least, times }) {
  const taken = [];
  const end = performance.now() + least;
  while (taken.length < times || performance.now() < end) {
    const begun = performance.now();
    await workers[0].ask({ call: 'encode', texts });
    taken.push(performance.now() - begun);
  }
  return taken;
}

/**
 * Many texts, longest first, in batches to whichever worker is free: milliseconds until the last vector is here.
 *
 * @param {string[]} texts
 * @param {number} batch
 */
export async function bulk(texts, batch) {
  const begun = performance.now();
  const order = texts.map((_, at) => at).sort((a, b) => texts[b].length - texts[a].length);
  /** @type {number[][]} */
  const batches = [];
  for (let at = 0; at < order.length; at += batch) batches.push(order.slice(at, at + batch));
  /** @type {Float32Array[]} */
  const vectors = new Array(texts.length);
  await Promise.all(
    workers.map(async (worker) => {
      for (let some = batches.shift(); some; some = batches.shift()) {
        const rows = await worker.ask({ call: 'encode', texts: some.map((at) => texts[at]) });
        const width = rows.length / some.length;
        some.forEach((at, row) => (vectors[at] = rows.subarray(row * width, (row + 1) * width)));
      }
    }),
  );
  if (vectors.includes(/** @type {any} */ (undefined))) throw new Error('a text has no vector');
  return performance.now() - begun;
}

/**
 * Vectors of texts in batches in the order given, as one list.
 *
 * @param {string[]} texts
 * @param {number} batch
 * @returns {Promise<number[]>}
 */
export async function vectors(texts, batch) {
  const all = [];
  for (let at = 0; at < texts.length; at += batch) {
    all.push(...(await workers[0].ask({ call: 'encode', texts: texts.slice(at, at + batch) })));
  }
  return all;
}
