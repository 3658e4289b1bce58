// The products' titles as a model understands them: read once the merchant asks, searched by meaning.

import { ModelError } from './model-member.js';
import { BULK, ModelPool, ON_SCREEN, URGENT, failureOf } from './model-pool.js';
import { ResultCache } from './result-cache.js';

/** @typedef {import('./types').ModelFailure} ModelFailure */
/** @typedef {import('./types').ModelSource} ModelSource */
/** @typedef {import('./types').Loaded} Loaded */
/** @typedef {import('./types').Near} Near */

/** Titles that are read at most; 1.5 kB of vector each. */
const MOST = 20_000;
/** As many as a report shows of its best-selling products, read first. */
const FIRST = 64;
/** How many of the nearest are looked at: the last of them is where the bars begin. */
const LOOKED_AT = 60;

/**
 * `offer`: nothing is loaded yet. `paused`: given up by the merchant. `failed`: the model could not be had.
 *
 * @typedef {'offer' | 'loading' | 'reading' | 'paused' | 'ready' | 'failed'} Stage
 */

/** Fires `change` whenever something that can be seen changed, `stage` when the stage did, and `fetched`. */
export class ProductIndex extends EventTarget {
  /** @type {Stage} */
  stage = 'offer';
  /** @type {string[]} */
  titles = [];
  /** How many titles there are, those among them that are not read. */
  all = 0;
  /** @type {{ done: number, total: number }} bytes */
  loading = { done: 0, total: 0 };
  reading = { done: 0, total: 0, cached: 0, per_second: 0 };
  /** @type {{ count: number, failure: ModelFailure } | null} */
  lost = null;
  /** @type {ModelFailure | null} */
  failure = null;
  /** @type {'auto' | 'cpu' | 'gpu'} */
  device = 'auto';
  /** @type {ModelSource | null} */
  #source = null;
  /** @type {ModelPool | null} */
  #pool = null;
  /** @type {AbortController | null} */
  #work = null;
  #results = new ResultCache();
  /** What the model said so far, by title's position. @type {any[]} */
  #values = [];
  #indexed = -1;

  get loaded() {
    return this.#pool?.loaded ?? null;
  }

  get status() {
    return this.#pool?.status ?? null;
  }

  get own() {
    return this.#source !== null && 'files' in this.#source;
  }

  /** @param {string[]} names best-selling first */
  setTitles(names) {
    const titles = names.slice(0, MOST);
    this.all = names.length;
    if (titles.length === this.titles.length && titles.every((title, at) => title === this.titles[at])) return;
    this.titles = titles;
    this.#values = [];
    this.#indexed = -1;
    if (this.stage === 'reading' || this.stage === 'paused' || this.stage === 'ready') void this.read();
    this.#changed();
  }

  /**
   * Loads a model and reads the titles.
   *
   * @param {ModelSource} source
   */
  async start(source) {
    this.stop();
    this.#source = source;
    const pool = new ModelPool(source, { device: this.device, results: this.#results });
    this.#pool = pool;
    pool.addEventListener('change', () => this.#changed());
    pool.addEventListener('fetched', (event) => this.dispatchEvent(new CustomEvent('fetched', { detail: /** @type {CustomEvent} */ (event).detail })));
    const work = new AbortController();
    this.#work = work;
    this.failure = null;
    this.loading = { done: 0, total: 0 };
    this.#go('loading');
    try {
      const { description } = await pool.open((done, total) => {
        this.loading = { done, total };
        this.#changed();
      }, work.signal);
      if (!description.heads.some(({ task }) => task === 'embed')) throw new ModelError({ code: 'no_head', message: '' });
    } catch (error) {
      if (this.#pool !== pool) return;
      pool.close();
      this.#pool = null;
      if (work.signal.aborted) {
        this.#go('offer');
        return;
      }
      this.failure = failureOf(error);
      this.#go('failed');
      return;
    }
    if (this.#pool === pool) await this.read();
  }

  /** Reads the titles that are not read yet. */
  async read() {
    const pool = this.#pool;
    if (!pool) return;
    this.#work?.abort();
    const work = new AbortController();
    this.#work = work;
    this.lost = null;
    this.reading = { done: 0, total: this.titles.length, cached: 0, per_second: 0 };
    this.#go('reading');
    try {
      const { values, failed } = await pool.ask(this.titles, {
        priority: (at) => (at < FIRST ? ON_SCREEN : BULK),
        signal: work.signal,
        onProgress: ({ values, ...progress }) => {
          if (this.#work !== work) return;
          this.#values = values;
          this.reading = progress;
          this.#changed();
        },
      });
      if (this.#work !== work) return;
      this.#values = values;
      const [first] = failed;
      if (first) this.lost = { count: failed.reduce((sum, { texts }) => sum + texts.length, 0), failure: first.failure };
      this.#go('ready');
    } catch (error) {
      if (this.#work !== work) return;
      if (work.signal.aborted) {
        this.#go('paused');
        return;
      }
      this.failure = failureOf(error);
      this.#go('failed');
    }
  }

  /** Gives up what is under way: loading comes to nothing, reading can go on later. */
  cancel() {
    this.#work?.abort();
  }

  /** Ends every worker and forgets what they said. */
  stop() {
    this.#work?.abort();
    this.#work = null;
    this.#pool?.close();
    this.#pool = null;
    this.#values = [];
    this.#indexed = -1;
    this.#go('offer');
  }

  /** After everything was forgotten: nothing of what was read stays in memory either. */
  forget() {
    this.stop();
    this.#results = new ResultCache();
  }

  /** @param {'auto' | 'cpu' | 'gpu'} device */
  setDevice(device) {
    this.device = device;
    this.#pool?.setDevice(device);
    this.#changed();
  }

  /**
   * The titles nearest to a phrase, nearest first, and a score that none of the shown ones is below.
   *
   * @param {string} phrase
   * @param {number} count
   * @returns {Promise<{ near: Near[], floor: number }>}
   */
  async search(phrase, count) {
    const pool = this.#pool;
    if (!pool) return { near: [], floor: 0 };
    const { vectors, width } = await pool.embed([phrase], { priority: URGENT });
    const known = this.#values.filter((value) => value !== undefined).length;
    if (known !== this.#indexed) {
      const all = new Float32Array(this.#values.length * width);
      this.#values.forEach((value, at) => { if (value) all.set(value, at * width); });
      pool.setIndex(all);
      this.#indexed = known;
    }
    const near = await pool.nearest(vectors, LOOKED_AT);
    return { near: near.slice(0, count), floor: near.at(-1)?.score ?? 0 };
  }

  /** @param {Stage} stage */
  #go(stage) {
    const before = this.stage;
    this.stage = stage;
    if (before !== stage) this.dispatchEvent(new Event('stage'));
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
