// The report follows the files, the filters and the language: whatever changes meanwhile, the last wish counts.

import { WorkerError } from './worker-client.js';

/** @typedef {import('./types').ReportDocument} ReportDocument */
/** @typedef {import('./types').Facets} Facets */
/** @typedef {import('./types').Settings} Settings */

/** Fires `report` (detail: document and facets), `busy` (detail: whether) and `failed` (detail: the failure). */
export class LiveReport extends EventTarget {
  #worker;
  #settings;
  #wanted = false;
  #running = false;
  /** @type {ReportDocument | null} */
  document = null;
  /** @type {Facets | null} */
  facets = null;

  /**
   * @param {import('./worker-client').WorkerClient} worker
   * @param {() => Settings} settings
   */
  constructor(worker, settings) {
    super();
    this.#worker = worker;
    this.#settings = settings;
  }

  /** Tells the worker what is chosen now. */
  async prepare() {
    await this.#worker.call('set_settings', this.#settings());
  }

  /** Asks for a report; requests that come while one is being made are answered by one more. */
  async refresh() {
    this.#wanted = true;
    if (this.#running) return;
    this.#running = true;
    this.dispatchEvent(new CustomEvent('busy', { detail: true }));
    try {
      while (this.#wanted) {
        this.#wanted = false;
        await this.#make();
      }
    } finally {
      this.#running = false;
      this.dispatchEvent(new CustomEvent('busy', { detail: false }));
    }
  }

  clear() {
    this.document = null;
    this.facets = null;
    this.dispatchEvent(new Event('report'));
  }

  async #make() {
    try {
      await this.prepare();
      this.document = await this.#worker.call('report');
      this.facets = await this.#worker.call('facets');
      if (!this.#wanted) this.dispatchEvent(new Event('report'));
    } catch (error) {
      const failure = error instanceof WorkerError ? error.failure : { code: 'unknown', message: String(error) };
      // A worker that was stopped or that crashed is answered for elsewhere, and the report comes again.
      if (failure.code !== 'stopped') this.dispatchEvent(new CustomEvent('failed', { detail: failure }));
    }
  }
}
