// The page's end of the worker that learns a column of a table.

import { AskedWorker } from './asked-worker.js';
import { ColumnPrediction } from './elements/column-prediction.js';

/** @typedef {import('./types').Told} Told */
/** @typedef {import('./types').Telling} Telling */
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
export class Learning extends AskedWorker {
  constructor() {
    super(new URL('./learn-worker.js', import.meta.url), 'learning');
  }

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
    this.end(new LearningError('', 'stopped'));
  }

  /** @override */
  broke() {
    this.end(new LearningError('', 'broken'));
  }

  /** @override @param {string} message @param {boolean} broken */
  failed(message, broken) {
    if (broken) this.stop();
    return new LearningError(message, broken ? 'broken' : 'told');
  }

  /**
   * @param {LearnQuestion} question
   * @param {Transferable[]} [transfer]
   */
  #ask(question, transfer) {
    return this.ask(question, transfer);
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
