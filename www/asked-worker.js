// The page's end of a worker that answers questions: a promise for each, and a new worker after the old one has ended.

/** @typedef {{ id: number, ok: string } | { id: number, error: string, broken?: boolean }} Answer */

/** Fires `fetched` (detail: addresses) and `progress` (detail as the worker tells it). */
export class AskedWorker extends EventTarget {
  #address;
  #name;
  /** @type {Worker | null} */
  #worker = null;
  #next = 1;
  /** @type {Map<number, { resolve: (text: string) => void, reject: (error: Error) => void }>} */
  #open = new Map();

  /**
   * @param {URL} address of the worker's script
   * @param {string} name
   */
  constructor(address, name) {
    super();
    this.#address = address;
    this.#name = name;
  }

  get begun() {
    return this.#worker !== null;
  }

  /**
   * @param {object} question
   * @param {Transferable[]} [transfer]
   * @returns {Promise<string>}
   */
  ask(question, transfer = []) {
    this.#worker ??= this.#start();
    const id = this.#next++;
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      worker.postMessage({ id, ...question }, transfer);
    });
  }

  /** What was asked fails; answers that come all the same are passed over. @param {Error} error */
  giveUp(error) {
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const { reject } of open) reject(error);
  }

  /** Drops the worker and its memory. @param {Error} error for what was asked */
  end(error) {
    this.#worker?.terminate();
    this.#worker = null;
    this.giveUp(error);
  }

  /** The worker itself has failed. */
  broke() {
    this.end(new Error('stopped'));
  }

  /** A question has failed: what its asker is told. @param {string} message @param {boolean} _broken whether the worker's module is @returns {Error} */
  failed(message, _broken) {
    return new Error(message);
  }

  #start() {
    const worker = new Worker(this.#address, { type: 'module', name: this.#name });
    worker.addEventListener('message', ({ data }) => this.#receive(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.broke();
    });
    return worker;
  }

  /** @param {Answer | { progress: unknown } | { fetched: unknown }} message */
  #receive(message) {
    if ('progress' in message) this.dispatchEvent(new CustomEvent('progress', { detail: message.progress }));
    else if ('fetched' in message) this.dispatchEvent(new CustomEvent('fetched', { detail: message.fetched }));
    else {
      const call = this.#open.get(message.id);
      this.#open.delete(message.id);
      if (!call) return;
      if ('ok' in message) call.resolve(message.ok);
      else call.reject(this.failed(message.error, message.broken === true));
    }
  }
}
