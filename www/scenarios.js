// The page's end of the scenarios' worker: computed once for a set of facts, added to every report of them.

/** @typedef {import('./types').ReportDocument} ReportDocument */
/** @typedef {import('./types').FromScenarios} FromScenarios */
/** @typedef {import('./types').ToScenarios} ToScenarios */
/** @typedef {import('./types').Judged} Judged */
/** @typedef {import('./types').Correction} Correction */
/** @typedef {import('./types').ShopTexts} ShopTexts */
/** @typedef {import('./types').Why} Why */

/** Fires `progress` (detail: done, all) and `fetched` (detail: addresses). */
export class Scenarios extends EventTarget {
  /** @type {Worker | null} */
  #worker = null;
  /** What the worker has computed, or is computing. */
  #key = '';
  #ready = false;
  #computing = false;
  #next = 1;
  /** @type {Map<number, { resolve: (text: string) => void, reject: (error: Error) => void }>} */
  #open = new Map();

  /** Fetches the module, so that nothing has to be fetched later. */
  async start() {
    await this.#ask({ start: true });
  }

  /** Forgets what was computed; the worker stays, unless it is still computing. */
  drop() {
    if (this.#computing) this.stop();
    else if (this.#worker) void this.#ask({ drop: true }).catch(() => {});
    this.#key = '';
    this.#ready = false;
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
    if (this.#computing) this.stop();
    this.#key = key;
    this.#ready = false;
    this.#computing = true;
    await this.#ask({ ledger, request: JSON.stringify(request), judged }, [ledger.buffer]);
  }

  /** Computes the rest. @param {string} key what was computed */
  async finish(key) {
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
    this.#worker?.terminate();
    this.#worker = null;
    this.#key = '';
    this.#ready = false;
    this.#computing = false;
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const { reject } of open) reject(new Error('stopped'));
  }

  /**
   * @param {import('./types').ScenarioQuestion} question
   * @param {Transferable[]} [transfer]
   * @returns {Promise<string>}
   */
  #ask(question, transfer = []) {
    this.#worker ??= this.#start();
    const id = this.#next++;
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      worker.postMessage({ id, ...question }, transfer);
    });
  }

  #start() {
    const worker = new Worker(new URL('./scenario-worker.js', import.meta.url), { type: 'module', name: 'scenarios' });
    worker.addEventListener('message', ({ data }) => this.#receive(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.stop();
    });
    return worker;
  }

  /** @param {FromScenarios} message */
  #receive(message) {
    if ('progress' in message) this.dispatchEvent(new CustomEvent('progress', { detail: message.progress }));
    else if ('fetched' in message) this.dispatchEvent(new CustomEvent('fetched', { detail: message.fetched }));
    else {
      const call = this.#open.get(message.id);
      this.#open.delete(message.id);
      if ('ok' in message) call?.resolve(message.ok);
      else {
        call?.reject(new Error(message.error));
        // After a failure the module's memory cannot be trusted.
        this.stop();
      }
    }
  }
}
