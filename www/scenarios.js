// The page's end of the scenarios' worker: computed once for a set of facts, added to every report of them.

import { AskedWorker } from './asked-worker.js';

/** @typedef {import('./types').ReportDocument} ReportDocument */
/** @typedef {import('./types').Judged} Judged */
/** @typedef {import('./types').Correction} Correction */
/** @typedef {import('./types').ShopTexts} ShopTexts */
/** @typedef {import('./types').Why} Why */

/** Fires `progress` (detail: done, all) and `fetched` (detail: addresses). */
export class Scenarios extends AskedWorker {
  /** What the worker has computed, or is computing. */
  #key = '';
  #ready = false;
  #computing = false;

  constructor() {
    super(new URL('./scenario-worker.js', import.meta.url), 'scenarios');
  }

  /** Fetches the module, so that nothing has to be fetched later. */
  async start() {
    await this.#ask({ start: true });
  }

  /** Forgets what was computed and gives up what is being computed; the worker stays. */
  drop() {
    this.#giveUp();
    this.#forget();
    if (this.begun) void this.#ask({ drop: true }).catch(() => {});
  }

  /** @param {string} key */
  has(key) {
    return this.#ready && this.#key === key;
  }

  /**
   * Computes all but what takes longest; what is computed for other facts is given up.
   *
   * @param {string} key names facts and request
   * @param {Uint8Array<ArrayBuffer>} ledger handed over
   * @param {object} request
   * @param {Judged} judged what a model said of the shop's texts
   */
  async compute(key, ledger, request, judged) {
    this.#giveUp();
    this.#forget();
    this.#key = key;
    this.#computing = true;
    await this.#ask({ ledger, request: JSON.stringify(request), judged }, [ledger.buffer]);
  }

  /** Computes the rest. @param {string} key what was computed */
  async finish(key) {
    if (this.#key !== key) throw new Error('stopped');
    await this.#ask({ finish: true });
    // Given up meanwhile, it would have failed.
    this.#computing = false;
    this.#ready = this.#key === key;
  }

  /** The texts that a model may read, in the order in which it should. @returns {Promise<ShopTexts>} */
  async texts() {
    return JSON.parse(await this.#ask({ texts: true }));
  }

  /**
   * Tells again what texts say: a model has read more of them, or something was corrected.
   *
   * @param {Judged} judged
   * @param {Correction[]} corrections
   */
  async read(judged, corrections) {
    await this.#ask({ judged, corrections: JSON.stringify(corrections) });
  }

  /** The texts that a model has to read to tell why it takes a mark for what it does. @param {Why} why @returns {Promise<string[]>} */
  async whyTexts(why) {
    return JSON.parse(await this.#ask({ why: JSON.stringify(why) }));
  }

  /**
   * The words that speak for it (above 0) or against it, the strongest first.
   *
   * @param {Why} why
   * @param {object[]} heads
   * @param {(import('./types').Heard | null)[]} heard what they said of those texts
   * @returns {Promise<{ start: number, end: number, weight: number }[]>}
   */
  async whyWeights(why, heads, heard) {
    return JSON.parse(await this.#ask({ why: JSON.stringify(why), heads: JSON.stringify(heads), heard: JSON.stringify(heard) }));
  }

  /**
   * A report with the scenarios in it.
   *
   * @param {ReportDocument} document
   * @returns {Promise<ReportDocument>}
   */
  async complete(document) {
    return JSON.parse(await this.#ask({ document: JSON.stringify(document) }));
  }

  /**
   * Products and customers whose names hold what was typed.
   *
   * @param {string} query
   * @param {number} most
   * @returns {Promise<import('./types').Named[]>}
   */
  async names(query, most) {
    return JSON.parse(await this.#ask({ names: query, most }));
  }

  /**
   * What is known about a product or customer; null where nothing has that name.
   *
   * @param {import('./types').Subject} subject
   * @returns {Promise<import('./types').Section | null>}
   */
  async lookUp(subject) {
    return JSON.parse(await this.#ask({ subject: JSON.stringify(subject) }));
  }

  /**
   * Recommendations as a file for a platform, or what it would need; null where there are none.
   *
   * @param {string} form
   * @returns {Promise<import('./types').ShopFile | null>}
   */
  async shopFile(form) {
    return JSON.parse(await this.#ask({ form }));
  }

  /** Drops the worker and its memory. */
  stop() {
    this.end(new Error('stopped'));
    this.#forget();
  }

  /** What is being computed is no longer wanted; the worker hears of it between two scenarios. */
  #giveUp() {
    if (this.#computing) this.giveUp(new Error('stopped'));
  }

  #forget() {
    this.#key = '';
    this.#ready = false;
    this.#computing = false;
  }

  /** @override */
  broke() {
    this.stop();
  }

  /** After a failure the module's memory cannot be trusted. @override @param {string} message */
  failed(message) {
    this.stop();
    return new Error(message);
  }

  /**
   * @param {import('./types').ScenarioQuestion} question
   * @param {Transferable[]} [transfer]
   */
  #ask(question, transfer) {
    return this.ask(question, transfer);
  }
}
