// The page's end of the worker: typed calls, progress, and a new worker after a crash.

/** @typedef {import('./types').Methods} Methods */
/** @typedef {import('./types').FromWorker} FromWorker */
/** @typedef {import('./types').Failure} Failure */

/** What went wrong in the worker, in the engine's words where it had any. */
export class WorkerError extends Error {
  /** @param {Failure} failure */
  constructor(failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/**
 * Calls into the worker. Fires `progress` (detail: key, bytes, rows), `fetched` (detail: addresses)
 * and `crash` (detail: the failure, and whether it is unknown which call failed), after which everything has to be told to the worker again.
 */
export class WorkerClient extends EventTarget {
  /** @type {Worker | null} */
  #worker = null;
  #next = 1;
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: WorkerError) => void }>} */
  #open = new Map();

  /**
   * @template {keyof Methods} M
   * @param {M} method
   * @param {Parameters<Methods[M]>} args
   * @returns {Promise<ReturnType<Methods[M]>>}
   */
  call(method, ...args) {
    const worker = this.#start();
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      try {
        worker.postMessage({ id, method, args });
      } catch (error) {
        this.#open.delete(id);
        reject(new WorkerError({ code: 'unknown', message: String(error) }));
      }
    });
  }

  /** @param {number} key the reading to give up */
  cancel(key) {
    this.#worker?.postMessage({ cancel: key });
  }

  /** Drops the worker and its memory. Open calls fail with the code `stopped`. */
  stop() {
    this.#end({ code: 'stopped', message: '' });
  }

  #start() {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'shoplens' });
    worker.addEventListener('message', ({ data }) => this.#receive(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (worker !== this.#worker) return;
      // Without a message, the module itself could not be loaded.
      this.#crash({ code: event.message ? 'crash' : 'program', message: event.message ?? '' }, true);
    });
    this.#worker = worker;
    return worker;
  }

  /** @param {FromWorker} message */
  #receive(message) {
    if ('progress' in message) {
      this.dispatchEvent(new CustomEvent('progress', { detail: message.progress }));
    } else if ('fetched' in message) {
      this.dispatchEvent(new CustomEvent('fetched', { detail: message.fetched }));
    } else {
      const call = this.#open.get(message.id);
      this.#open.delete(message.id);
      if ('ok' in message) {
        call?.resolve(message.ok);
      } else {
        call?.reject(new WorkerError(message.error));
        if (message.crashed) this.#crash(message.error);
      }
    }
  }

  /**
   * @param {Failure} failure
   * @param {boolean} [anywhere] nobody knows which call did it
   */
  #crash(failure, anywhere = false) {
    this.#end({ code: 'stopped', message: '' });
    this.dispatchEvent(new CustomEvent('crash', { detail: { failure, anywhere } }));
  }

  /** @param {Failure} failure */
  #end(failure) {
    this.#worker?.terminate();
    this.#worker = null;
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const { reject } of open) reject(new WorkerError(failure));
  }
}
