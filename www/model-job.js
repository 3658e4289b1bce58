// One request for the answers to many texts: what is known, what is left, and how far it has come.

/** @typedef {import('./types').ModelFailure} ModelFailure */

/** Texts in a piece of work, and characters unless one text alone has more. */
const TEXTS = 32;
const CHARACTERS = 32_000;

/**
 * @typedef {object} Chunk
 * @property {ModelJob} job
 * @property {number} priority
 * @property {number} seq
 * @property {string[]} keys
 * @property {string[]} texts
 * @property {number} tries runs that came to nothing on the processor
 * @property {boolean} processor whether a graphics card failed at it
 */

/**
 * @typedef {object} Progress
 * @property {number} done texts that have their answer
 * @property {number} total
 * @property {number} cached of those done, the ones that were known from before
 * @property {number} per_second texts a second that were worked out
 * @property {any[]} values what there is so far, in the order of the texts
 */

/**
 * @typedef {object} Answers
 * @property {any[]} values in the order of the texts: `{ vector, heard }` each, where `vector` and `heard` are null if no head was asked for them
 * @property {{ texts: number[], failure: ModelFailure }[]} failed positions of texts that could not be read, which have no value
 */

/**
 * Pieces of one text each, so that the one at fault is found and takes no other with it.
 *
 * @param {Chunk} chunk
 * @returns {Chunk[]}
 */
export function single(chunk) {
  return chunk.texts.map((text, at) => ({ ...chunk, keys: [chunk.keys[at] ?? ''], texts: [text] }));
}

/**
 * What is left of pieces of work once some of their texts have their answer.
 *
 * @param {Chunk[]} chunks
 * @param {Iterable<number>} answered positions in the texts of all of them, one after another
 * @returns {Chunk[]}
 */
export function without(chunks, answered) {
  const done = new Set(answered);
  let first = 0;
  return chunks.flatMap((chunk) => {
    const from = first;
    first += chunk.texts.length;
    const left = [...chunk.texts.keys()].filter((at) => !done.has(from + at));
    if (left.length === 0) return [];
    return [{ ...chunk, keys: left.map((at) => chunk.keys[at] ?? ''), texts: left.map((at) => chunk.texts[at] ?? '') }];
  });
}

export class ModelJob {
  /** @type {any[]} */
  values;
  /** @type {{ texts: number[], failure: ModelFailure }[]} */
  failed = [];
  done = 0;
  cached = 0;
  closed = false;
  #began = performance.now();
  /** Positions by key: the same text is read once. @type {Map<string, number[]>} */
  #places = new Map();
  #texts;
  #onProgress;
  /** @type {(answers: Answers) => void} */
  #resolve = () => {};
  /** @type {(error: unknown) => void} */
  #reject = () => {};
  /** @type {Promise<Answers>} */
  answers = new Promise((resolve, reject) => {
    this.#resolve = resolve;
    this.#reject = reject;
  });

  /**
   * @param {string[]} texts
   * @param {string[]} keys fingerprints
   * @param {any[]} known
   * @param {Map<string, string>} kept what stands before a fingerprint where results are kept, by number format
   * @param {string[]} heads
   * @param {string} topic what is favoured together
   * @param {AbortSignal | undefined} signal
   * @param {(progress: Progress) => void} onProgress
   */
  constructor(texts, keys, known, kept, heads, topic, signal, onProgress) {
    this.#texts = texts;
    this.#onProgress = onProgress;
    this.kept = kept;
    this.heads = heads;
    this.topic = topic;
    this.signal = signal;
    this.values = known;
    keys.forEach((key, at) => {
      const places = this.#places.get(key);
      if (places) places.push(at);
      else this.#places.set(key, [at]);
    });
    this.cached = this.done = known.filter((value) => value !== undefined).length;
    this.answers.catch(() => {});
  }

  /**
   * What is left to do, in pieces of texts of like length, which waste the least.
   *
   * @param {(at: number) => number} priority
   * @param {number} seq
   * @returns {Chunk[]}
   */
  chunks(priority, seq) {
    const left = [...this.#places].filter(([, [first]]) => this.values[first ?? 0] === undefined).map(([key, places]) => {
      const text = this.#texts[places[0] ?? 0] ?? '';
      return { key, text, priority: Math.min(...places.map(priority)) };
    });
    left.sort((a, b) => a.priority - b.priority || a.text.length - b.text.length);
    /** @type {Chunk[]} */
    const chunks = [];
    let characters = 0;
    for (const { key, text, priority } of left) {
      const last = chunks.at(-1);
      if (last && last.priority === priority && last.texts.length < TEXTS && characters + text.length <= CHARACTERS) {
        last.keys.push(key);
        last.texts.push(text);
        characters += text.length;
      } else {
        chunks.push({ job: this, priority, seq: seq + chunks.length, keys: [key], texts: [text], tries: 0, processor: false });
        characters = text.length;
      }
    }
    this.#tell();
    return chunks;
  }

  /**
   * @param {string} key
   * @param {any} value
   */
  put(key, value) {
    for (const at of this.#places.get(key) ?? []) {
      if (this.values[at] !== undefined) continue;
      this.values[at] = value;
      this.done += 1;
    }
  }

  /**
   * @param {string[]} keys
   * @param {ModelFailure} failure
   */
  lose(keys, failure) {
    this.failed.push({ texts: keys.flatMap((key) => this.#places.get(key) ?? []), failure });
  }

  /** Says how far it is; ends where nothing is left. */
  settle() {
    if (this.closed) return;
    this.#tell();
    const lost = this.failed.reduce((sum, { texts }) => sum + texts.length, 0);
    if (this.done + lost < this.values.length) return;
    this.closed = true;
    this.#resolve({ values: this.values, failed: this.failed });
  }

  /** @param {unknown} error */
  end(error) {
    if (this.closed) return;
    this.closed = true;
    this.#reject(error);
  }

  #tell() {
    const seconds = (performance.now() - this.#began) / 1000;
    this.#onProgress({
      done: this.done, total: this.values.length, cached: this.cached, per_second: seconds > 0 ? (this.done - this.cached) / seconds : 0,
      values: this.values,
    });
  }
}
