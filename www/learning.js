// The page's end of the worker that learns a column of a table.

import { ColumnPrediction } from './elements/column-prediction.js';

/** @typedef {import('./types').Told} Told */
/** @typedef {import('./types').Telling} Telling */
/** @typedef {import('./types').FromLearning} FromLearning */
/** @typedef {import('./types').LearnQuestion} LearnQuestion */

/** What was said to be impossible, or what broke. */
export class LearningError extends Error {
  /**
   * @param {string} message
   * @param {'told' | 'broken' | 'stopped'} kind
   */
  constructor(message, kind) {
    super(message);
    this.kind = kind;
  }
}

/** Fires `progress` (detail: the share that is done) and `fetched` (detail: addresses). */
export class Learning extends EventTarget {
  /** @type {Worker | null} */
  #worker = null;
  #next = 1;
  /** @type {Map<number, { resolve: (text: string) => void, reject: (error: Error) => void }>} */
  #open = new Map();

  /** Fetches the module, so that nothing has to be fetched later. */
  async start() {
    await this.#ask({ start: true });
  }

  /**
   * Takes a table; gives the columns that may be predicted.
   *
   * @param {Uint8Array<ArrayBuffer>} table handed over
   * @returns {Promise<import('./types').LearnChoice[]>}
   */
  async choices(table) {
    return JSON.parse(await this.#ask({ table }, [table.buffer]));
  }

  /**
   * Learns a column of the table.
   *
   * @param {import('./types').LearnAsk} ask
   * @param {Telling} how
   * @returns {Promise<Told>}
   */
  async learn(ask, how) {
    return JSON.parse(await this.#ask({ ask: JSON.stringify(ask), how: JSON.stringify(how) }));
  }

  /** The same in another language or with another threshold. @param {Telling} how @returns {Promise<Told>} */
  async told(how) {
    return JSON.parse(await this.#ask({ how: JSON.stringify(how) }));
  }

  /** Why a row, counted from 1, has its probability. @param {number} row @param {Telling} how @returns {Promise<import('./types').Section | null>} */
  async why(row, how) {
    return JSON.parse(await this.#ask({ row, how: JSON.stringify(how) }));
  }

  /** @param {Telling} how */
  async csv(how) {
    return this.#ask({ csv: true, how: JSON.stringify(how) });
  }

  /** Drops the worker, its memory and what it is doing. */
  stop() {
    this.#end(new LearningError('', 'stopped'));
  }

  /** @param {LearningError} error */
  #end(error) {
    this.#worker?.terminate();
    this.#worker = null;
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const { reject } of open) reject(error);
  }

  /**
   * @param {LearnQuestion} question
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
    const worker = new Worker(new URL('./learn-worker.js', import.meta.url), { type: 'module', name: 'learning' });
    worker.addEventListener('message', ({ data }) => this.#receive(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.#end(new LearningError('', 'broken'));
    });
    return worker;
  }

  /** @param {FromLearning} message */
  #receive(message) {
    if ('progress' in message) this.dispatchEvent(new CustomEvent('progress', { detail: message.progress }));
    else if ('fetched' in message) this.dispatchEvent(new CustomEvent('fetched', { detail: message.fetched }));
    else {
      const call = this.#open.get(message.id);
      this.#open.delete(message.id);
      if ('ok' in message) call?.resolve(message.ok);
      else {
        call?.reject(new LearningError(message.error, message.broken ? 'broken' : 'told'));
        if (message.broken) this.stop();
      }
    }
  }
}

/**
 * Puts the part that predicts a column into the page, after the files.
 *
 * @param {{ shelf: import('./shelf').Shelf, worker: import('./worker-client').WorkerClient, files: HTMLElement, proof: import('./elements/proof-line').ProofLine }} parts
 */
export function bindLearning({ shelf, worker, files, proof }) {
  customElements.define('column-prediction', ColumnPrediction);
  const learning = new Learning();
  const view = new ColumnPrediction();
  view.bind(learning, (table) => worker.call('table', table.table));
  files.after(view);
  learning.addEventListener('fetched', (event) => proof.add(/** @type {CustomEvent<{ name: string, at: number }[]>} */ (event).detail));
  document.addEventListener('predict-column', (event) => {
    const { key, table, name } = /** @type {CustomEvent<{ key: number, table: import('./types').TableView, name: string }>} */ (event).detail;
    void view.open(key, table, name);
  });
  // Other files or another reading of this one: what was learned is of a table that is no more.
  shelf.addEventListener('change', () => {
    const entry = shelf.find(view.key);
    const same = entry?.view?.tables.some(({ table, shape }) => table === view.table?.table && shape === view.table.shape);
    if (view.table && !same) view.close();
  });
  return learning;
}
