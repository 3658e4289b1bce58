// The page's end of the scenarios' workers: computed once for a set of facts, added to every report of them.

import { AskedWorker } from './asked-worker.js';

/** @typedef {import('./types').ReportDocument} ReportDocument */
/** @typedef {import('./types').Judged} Judged */
/** @typedef {import('./types').Correction} Correction */
/** @typedef {import('./types').ShopTexts} ShopTexts */
/** @typedef {import('./types').Why} Why */

/** One of the two workers. Fires `end` when it and its memory are gone. */
class Seat extends AskedWorker {
  /** Whether it computes what it does not interrupt: it hears of nothing until it is through. */
  deaf = false;

  /** @param {string} name */
  constructor(name) {
    super(new URL('./scenario-worker.js', import.meta.url), name);
  }

  stop() {
    this.end(new Error('stopped'));
    this.deaf = false;
    this.dispatchEvent(new Event('end'));
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
}

/**
 * Fires `progress` (detail: done, all) and `fetched` (detail: addresses).
 *
 * Two workers take turns: one that is given up hears of it between two scenarios, but not while it computes what takes
 * longest. Then the other begins what is wanted now, at once. Both begin with the page, since a worker that begins later
 * makes browsers ask the page's host whether the service worker has changed.
 */
export class Scenarios extends EventTarget {
  #seat = this.#seated('scenarios');
  #other = this.#seated('scenarios-2');
  /** What the worker has computed, or is computing. */
  #key = '';
  #ready = false;
  #computing = false;

  /** @param {string} name */
  #seated(name) {
    const seat = new Seat(name);
    const pass = (/** @type {Event} */ event) => this.dispatchEvent(new CustomEvent(event.type, { detail: /** @type {CustomEvent} */ (event).detail }));
    seat.addEventListener('progress', (event) => { if (seat === this.#seat) pass(event); });
    seat.addEventListener('fetched', pass);
    seat.addEventListener('end', () => { if (seat === this.#seat) this.#forget(); });
    return seat;
  }

  /** Fetches the module, so that nothing has to be fetched later; the second time the browser has it. */
  async start() {
    await this.#seat.ask({ start: true });
    await this.#other.ask({ start: true });
  }

  /** Forgets what was computed and gives up what is being computed; the workers stay. */
  drop() {
    this.#giveUp();
    this.#forget();
    if (this.#seat.begun) void this.#ask({ drop: true }).catch(() => {});
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
    const seat = this.#seat;
    seat.deaf = true;
    await this.#ask({ finish: true });
    // Given up meanwhile, it would have failed.
    seat.deaf = false;
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

  /** What is being computed is no longer wanted. */
  #giveUp() {
    if (!this.#computing) return;
    const seat = this.#seat;
    seat.giveUp(new Error('stopped'));
    // It hears of it between two scenarios.
    if (!seat.deaf) return;
    // It does not: once it is through it lets its memory go, and waits for the next time. Should both of them be deaf,
    // the other one has been so for longer.
    void seat.ask({ drop: true }).then(() => { seat.deaf = false; }, () => {});
    [this.#seat, this.#other] = [this.#other, seat];
  }

  #forget() {
    this.#key = '';
    this.#ready = false;
    this.#computing = false;
  }

  /**
   * @param {import('./types').ScenarioQuestion} question
   * @param {Transferable[]} [transfer]
   */
  #ask(question, transfer) {
    return this.#seat.ask(question, transfer);
  }
}
