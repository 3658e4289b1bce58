// One worker with a model in it, as the pool sees it.

/** @typedef {import('./types').ModelMethods} ModelMethods */
/** @typedef {import('./types').ModelFailure} ModelFailure */
/** @typedef {import('./types').FromModelWorker} FromModelWorker */
/** @typedef {import('./types').Encoded} Encoded */

/** What went wrong with a model. */
export class ModelError extends Error {
  /**
   * @param {ModelFailure} failure
   * @param {Encoded | null} [partial] what was answered before it went wrong
   */
  constructor(failure, partial = null) {
    super(failure.message);
    this.failure = failure;
    this.partial = partial;
  }
}

/** What was asked of something that has been closed. */
export function stopped() {
  return new ModelError({ code: 'stopped', message: '' });
}

/** @param {unknown} error @returns {ModelFailure} */
export function failureOf(error) {
  return error instanceof ModelError ? error.failure : { code: 'unknown', message: String(error) };
}

/** Silence for so long, with work to do, is taken for a crash. Work tells of itself after every batch. */
const SILENCE_MS = 120_000;
/** A graphics card that compiles its programs is given up by the module itself, in words that say so; the page waits longer. */
export const CARD_SILENCE_MS = 180_000;
/** A timer that comes so much late was asleep. */
const LATE_MS = 5_000;

/** Fires `crash` (detail: the failure) once, after which every open call has failed with the code `crash`, and `fetched`. */
export class ModelMember extends EventTarget {
  #worker;
  #silence;
  #next = 1;
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: ModelError) => void, onProgress: (done: number, total: number) => void }>} */
  #open = new Map();
  #heard = performance.now();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #watch;
  ended = false;

  /**
   * @param {string} name
   * @param {number} [silence] milliseconds
   */
  constructor(name, silence = SILENCE_MS) {
    super();
    this.#silence = silence;
    this.#worker = new Worker(new URL('./model-worker.js', import.meta.url), { type: 'module', name });
    this.#worker.addEventListener('message', ({ data }) => this.#receive(data));
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      // Without a message, the module itself could not be loaded.
      this.#crash({ code: event.message ? 'crash' : 'program', message: event.message ?? '' });
    });
  }

  /**
   * @template {keyof ModelMethods} M
   * @param {M} method
   * @param {Parameters<ModelMethods[M]>[0]} order
   * @param {(done: number, total: number) => void} [onProgress]
   * @param {AbortSignal} [signal] what was done until then is answered where there is something, else it fails with `cancelled`
   * @returns {Promise<ReturnType<ModelMethods[M]>>}
   */
  call(method, order, onProgress = () => {}, signal) {
    const id = this.#next++;
    if (this.ended) return Promise.reject(new ModelError({ code: 'crash', message: '' }));
    const cancel = () => { if (!this.ended) this.#worker.postMessage({ cancel: id }); };
    return new Promise((resolve, reject) => {
      const settled = () => {
        signal?.removeEventListener('abort', cancel);
        this.#open.delete(id);
        if (this.#open.size === 0) clearTimeout(this.#watch);
      };
      if (this.#open.size === 0) {
        this.#heard = performance.now();
        this.#watchOver(this.#silence);
      }
      this.#open.set(id, {
        resolve: (value) => { settled(); resolve(value); },
        reject: (error) => { settled(); reject(error); },
        onProgress,
      });
      try {
        this.#worker.postMessage({ id, method, args: [order] });
      } catch (error) {
        this.#open.get(id)?.reject(new ModelError({ code: 'unknown', message: String(error) }));
      }
      if (signal?.aborted) cancel();
      else signal?.addEventListener('abort', cancel);
    });
  }

  /** Ends the worker and gives its memory back; open calls fail with the code `stopped`. */
  stop() {
    this.#end({ code: 'stopped', message: '' });
  }

  /** @param {number} wait */
  #watchOver(wait) {
    clearTimeout(this.#watch);
    const due = performance.now() + wait;
    this.#watch = setTimeout(() => {
      const now = performance.now();
      // While the page or the machine slept, the worker did too.
      if (now - due > LATE_MS) this.#heard = now;
      const left = this.#heard + this.#silence - now;
      if (left > 0) this.#watchOver(left);
      else this.#crash({ code: 'crash', message: 'no answer' });
    }, wait);
  }

  /** @param {FromModelWorker} message */
  #receive(message) {
    if (this.ended) return;
    this.#heard = performance.now();
    if ('fetched' in message) {
      this.dispatchEvent(new CustomEvent('fetched', { detail: message.fetched }));
    } else if ('progress' in message) {
      const { id, done, total } = message.progress;
      this.#open.get(id)?.onProgress(done, total);
    } else if ('ok' in message) {
      this.#open.get(message.id)?.resolve(message.ok);
    } else if (message.crashed) {
      this.#crash(message.error);
    } else {
      this.#open.get(message.id)?.reject(new ModelError(message.error, message.partial));
    }
  }

  /** @param {ModelFailure} failure */
  #crash(failure) {
    if (this.ended) return;
    this.#end({ ...failure, code: failure.code === 'program' ? 'program' : 'crash', details: { cause: failure.code } });
    this.dispatchEvent(new CustomEvent('crash', { detail: failure }));
  }

  /** @param {ModelFailure} failure */
  #end(failure) {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.#watch);
    this.#worker.terminate();
    for (const { reject } of [...this.#open.values()]) reject(new ModelError(failure));
  }
}
