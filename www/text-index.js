// The shop's texts as a model understands them: titles and reviews, read once the merchant asks, told of in the
// report, and searched by meaning.

import { ModelError, failureOf } from './model-member.js';
import { ModelPool } from './model-pool.js';
import { BULK, ON_SCREEN, URGENT } from './model-queue.js';
import { ResultCache } from './result-cache.js';

/** @typedef {import('./types').ModelFailure} ModelFailure */
/** @typedef {import('./types').ModelSource} ModelSource */
/** @typedef {import('./types').ModelHead} ModelHead */
/** @typedef {import('./types').Loaded} Loaded */
/** @typedef {import('./types').Heard} Heard */
/** @typedef {import('./types').Judged} Judged */

/** Titles that are read at most; half a kilobyte of vector each. */
const MOST = 20_000;
/** As many as a report shows of its best-selling products, and reviews for a first impression: read first. */
const FIRST_TITLES = 64;
const FIRST_REVIEWS = 128;
/** Reviews of like length are read together within so many, so that those read so far stay a random sample. */
const BLOCK = 256;
/** Reviews from which on the report is told of them, and again whenever there are twice as many. */
const ENOUGH = 100;
/** How many of the nearest are looked at: the last of them is where the bars begin. */
const LOOKED_AT = 400;
/** Heads by what a text is; whoever has a pack of another making may lack some. */
const HEADS = { titles: ['titles'], reviews: ['aspects', 'opinions', 'polarity', 'sentiment'] };

/** Whose texts a section of the report tells of. @type {Record<string, 'titles' | 'reviews'>} */
const SECTIONS = { reviews: 'reviews', products: 'titles', attributes: 'titles' };

/**
 * `offer`: nothing is loaded yet. `paused`: given up by the merchant. `failed`: the model could not be had.
 *
 * @typedef {'offer' | 'loading' | 'reading' | 'paused' | 'ready' | 'failed'} Stage
 */

/**
 * What was said of a text.
 *
 * @typedef {{ vector: Float32Array | null, heard: Heard | null } | undefined} Value
 */

/**
 * A text near to a phrase: its place among titles or reviews.
 *
 * @typedef {{ at: number, score: number }} Found
 */

/**
 * Fires `change` whenever something that can be seen changed, `stage` when the stage did, `judged` when there is more to
 * tell of, and `fetched`.
 */
export class TextIndex extends EventTarget {
  /** @type {Stage} */
  stage = 'offer';
  /** @type {string[]} */
  titles = [];
  /** @type {string[]} */
  reviews = [];
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
  /** What the model said so far, by places. @type {{ titles: Value[], reviews: Value[] }} */
  #values = { titles: [], reviews: [] };
  /** Titles and reviews that were told of last. */
  #told = { titles: 0, reviews: 0 };
  #indexed = -1;
  /** The kind of text that is on the screen, if one is. */
  #inSight = '';

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
    this.all = names.length;
    // As the report knows them, so that places within a title mean the same.
    this.#set('titles', names.slice(0, MOST).map((name) => name.trim()));
  }

  /** @param {string[]} reviews in an order as good as random */
  setReviews(reviews) {
    this.#set('reviews', reviews);
  }

  /**
   * @param {'titles' | 'reviews'} kind
   * @param {string[]} texts
   */
  #set(kind, texts) {
    const before = this[kind];
    if (texts.length === before.length && texts.every((text, at) => text === before[at])) return;
    const known = new Map(before.map((text, at) => [text, this.#values[kind][at]]));
    this[kind] = texts;
    this.#values[kind] = texts.map((text) => known.get(text));
    // Other texts of the same number are to be told of, too.
    this.#told = { titles: 0, reviews: 0 };
    this.#indexed = -1;
    if (this.stage === 'reading' || this.stage === 'paused' || this.stage === 'ready') void this.read();
    this.#changed();
  }

  /**
   * Loads a model and reads the texts.
   *
   * @param {ModelSource} source
   */
  async start(source) {
    this.stop();
    this.#source = source;
    const pool = new ModelPool(source, { device: this.device, results: this.#results });
    this.#pool = pool;
    pool.favour(this.#inSight);
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
      // Given up at the last moment, it is given up all the same.
      work.signal.throwIfAborted();
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

  /**
   * Heads that are asked of a kind of text: those that the model has, and the first that embeds.
   *
   * @param {'titles' | 'reviews'} kind
   */
  #heads(kind) {
    const heads = this.loaded?.description.heads ?? [];
    const wanted = HEADS[kind].filter((name) => heads.some((head) => head.name === name));
    // Some heads without the others would tell half of a review.
    const said = wanted.length === HEADS[kind].length ? wanted : [];
    const embed = heads.find(({ task }) => task === 'embed')?.name;
    return embed === undefined ? said : [...said, embed];
  }

  /** Whether the model tells more of texts than what they are near to. */
  get tells() {
    return this.loaded !== null && this.#heads('titles').length > 1;
  }

  /** The model's heads, with what people call their labels. */
  get heads() {
    const { heads = [], names = {} } = this.loaded?.description ?? {};
    return heads.map(({ name, labels, over = '' }) => ({ name, labels, over, names: names[name] ?? {} }));
  }

  /**
   * What heads say of a few texts that somebody waits for.
   *
   * @param {string[]} texts
   * @param {'titles' | 'reviews'} kind
   * @returns {Promise<(Heard | null)[]>}
   */
  async hear(texts, kind) {
    const pool = this.#pool;
    if (!pool || !this.tells) return [];
    const { values } = await pool.ask(texts, { heads: HEADS[kind], priority: URGENT });
    return values.map((value) => value?.heard ?? null);
  }

  /**
   * The merchant looks at a section of the report: what it tells of is read first.
   *
   * @param {string} section its id
   */
  look(section) {
    this.#inSight = SECTIONS[section] ?? '';
    this.#pool?.favour(this.#inSight);
  }

  /** Reads what is not read yet. */
  async read() {
    const pool = this.#pool;
    if (!pool) return;
    this.#work?.abort();
    const work = new AbortController();
    this.#work = work;
    this.lost = null;
    /** @type {Record<'titles' | 'reviews', import('./model-job').Progress>} */
    const progress = { titles: nothing(this.titles), reviews: nothing(this.reviews) };
    this.#tell(progress);
    this.#go('reading');
    /** @param {'titles' | 'reviews'} kind @param {(at: number) => number} priority */
    const ask = async (kind, priority) => {
      const { values, failed } = await pool.ask(this[kind], {
        heads: this.#heads(kind),
        priority,
        topic: kind,
        signal: work.signal,
        onProgress: (now) => {
          if (this.#work !== work) return;
          this.#values[kind] = now.values;
          progress[kind] = now;
          this.#tell(progress);
          this.#judge(false);
          this.#changed();
        },
      });
      if (this.#work === work) this.#values[kind] = values;
      return failed;
    };
    try {
      const failed = (await Promise.all([
        ask('titles', (at) => (at < FIRST_TITLES ? ON_SCREEN : BULK)),
        ask('reviews', (at) => (at < FIRST_REVIEWS ? ON_SCREEN : BULK + 1 + Math.floor(at / BLOCK))),
      ])).flat();
      if (this.#work !== work) return;
      const [first] = failed;
      if (first) this.lost = { count: failed.reduce((sum, { texts }) => sum + texts.length, 0), failure: first.failure };
      this.#judge(true);
      this.#go('ready');
    } catch (error) {
      if (this.#work !== work) return;
      const paused = work.signal.aborted;
      // Nobody would see what the other kind of text still brought.
      work.abort();
      // What was read until then is told of.
      this.#judge(true);
      if (paused) {
        this.#go('paused');
        return;
      }
      this.failure = failureOf(error);
      this.#go('failed');
    }
  }

  /** @param {Record<'titles' | 'reviews', import('./model-job').Progress>} progress */
  #tell({ titles, reviews }) {
    this.reading = {
      done: titles.done + reviews.done,
      total: titles.total + reviews.total,
      cached: titles.cached + reviews.cached,
      per_second: titles.per_second + reviews.per_second,
    };
  }

  /** Titles and reviews that were read; of reviews only those before the first block that was not, a random sample of all. */
  #count() {
    const titles = this.#values.titles.reduce((sum, value) => sum + (value === undefined ? 0 : 1), 0);
    const missing = this.#values.reviews.findIndex((value) => value === undefined);
    const reviews = missing < 0 ? this.#values.reviews.length : Math.floor(missing / BLOCK) * BLOCK || (missing >= FIRST_REVIEWS ? FIRST_REVIEWS : 0);
    return { titles, reviews };
  }

  /** @param {boolean} ended whether nothing more comes */
  #judge(ended) {
    if (!this.tells) return;
    const { titles, reviews } = this.#count();
    const told = this.#told;
    const all = titles === this.titles.length;
    const more = (all && titles > told.titles) || (reviews >= ENOUGH && reviews >= 2 * told.reviews);
    if (!more && !(ended && (titles !== told.titles || reviews !== told.reviews))) return;
    this.#told = { titles, reviews };
    this.dispatchEvent(new Event('judged'));
  }

  /** What the model has said of texts, for the report. @returns {Judged} */
  judged() {
    const description = this.loaded?.description;
    if (!description || !this.tells) return { said: '', vectors: new Float32Array() };
    const { width } = description;
    const reviews = this.#count().reviews;
    const read = (/** @type {string[]} */ texts, /** @type {Value[]} */ values) => texts.flatMap((text, at) => {
      const value = values[at];
      // A text with nothing to read in it was read as well: word lists have no say in it.
      return value ? [{ text, heard: value.heard ?? { spans: {}, scores: {} }, vector: value.vector }] : [];
    });
    const of = { titles: read(this.titles, this.#values.titles), reviews: read(this.reviews.slice(0, reviews), this.#values.reviews) };
    const all = [...of.titles, ...of.reviews];
    const vectors = new Float32Array(all.length * width);
    all.forEach(({ vector }, at) => { if (vector) vectors.set(vector, at * width); });
    const plain = (/** @type {{ text: string, heard: Heard }[]} */ texts) => texts.map(({ text, heard }) => ({ text, heard }));
    return { said: JSON.stringify({ heads: this.heads, titles: plain(of.titles), reviews: plain(of.reviews), width }), vectors };
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
    this.#values = { titles: [], reviews: [] };
    const told = this.#told.titles + this.#told.reviews > 0;
    this.#told = { titles: 0, reviews: 0 };
    this.#indexed = -1;
    this.#go('offer');
    if (told) this.dispatchEvent(new Event('judged'));
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
   * The titles and reviews nearest to a phrase, nearest first, and a score that none of the shown ones is below. Fails with a
   * `ModelError` where the phrase could not be read, or there is nothing to read in it.
   *
   * @param {string} phrase
   * @param {{ titles: number, reviews: number }} most
   * @returns {Promise<{ titles: Found[], reviews: Found[], floor: number }>}
   */
  async search(phrase, most) {
    const pool = this.#pool;
    if (!pool) return { titles: [], reviews: [], floor: 0 };
    const { vectors, width, failed: [lost] } = await pool.embed([phrase], { priority: URGENT });
    if (lost) throw new ModelError(lost.failure);
    if (vectors.every((value) => value === 0)) throw new ModelError({ code: 'nothing_to_read', message: phrase });
    const all = [...this.#values.titles, ...this.#values.reviews];
    const first = this.titles.length;
    const known = all.filter((value) => value?.vector).length;
    if (known !== this.#indexed) {
      const rows = new Float32Array(all.length * width);
      all.forEach((value, at) => { if (value?.vector) rows.set(value.vector, at * width); });
      pool.setIndex(rows);
      this.#indexed = known;
    }
    const near = await pool.nearest(vectors, LOOKED_AT);
    const titles = near.filter(({ row }) => row < first).map(({ row, score }) => ({ at: row, score }));
    const reviews = near.filter(({ row }) => row >= first).map(({ row, score }) => ({ at: row - first, score }));
    const floor = near[Math.min(near.length, 60) - 1]?.score ?? 0;
    return { titles: titles.slice(0, most.titles), reviews: reviews.slice(0, most.reviews), floor };
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

/** @param {string[]} texts */
function nothing(texts) {
  return { done: 0, total: texts.length, cached: 0, per_second: 0, values: [] };
}
