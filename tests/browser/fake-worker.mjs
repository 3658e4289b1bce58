// Workers with no model in them, for what the page does with the model's workers: they answer as a test says.

/** @typedef {{ method: string, order: any, worker: FakeWorker, say: (message: any) => void }} Asked */

/** Every worker that was begun, in order. @type {FakeWorker[]} */
export const workers = [];

/** What a worker answers: a value, a promise that may never settle, or what {@link failed} gives. @type {(asked: Asked) => any} */
let answer = () => undefined;

export class FakeWorker extends EventTarget {
  ended = false;
  /** Methods that were called. @type {string[]} */
  calls = [];
  /** @type {number[]} */
  cancelled = [];

  /**
   * @param {URL} _address
   * @param {{ name: string }} options
   */
  constructor(_address, { name }) {
    super();
    this.name = name;
    workers.push(this);
  }

  /** @param {any} message */
  async postMessage(message) {
    if ('cancel' in message) {
      this.cancelled.push(message.cancel);
      return;
    }
    const { id, method, args: [order] } = message;
    this.calls.push(method);
    const say = (/** @type {any} */ data) => { if (!this.ended) this.dispatchEvent(new MessageEvent('message', { data })); };
    try {
      const ok = await answer({ method, order, worker: this, say });
      say({ id, ok });
    } catch (error) {
      if (error instanceof Error) throw error;
      say({ id, crashed: false, partial: null, .../** @type {object} */ (error) });
    }
  }

  terminate() {
    this.ended = true;
  }
}

/**
 * What goes wrong in a worker, to be thrown.
 *
 * @param {string} code
 * @param {{ crashed?: boolean, partial?: any }} [more]
 */
export function failed(code, more = {}) {
  return { error: { code, message: code }, ...more };
}

/** What is asked never answers. @returns {Promise<never>} */
export function silent() {
  return new Promise(() => {});
}

export const WIDTH = 2;

/**
 * A model that embeds, as a worker says that it is loaded.
 *
 * @param {{ identity?: string, precision?: string, check?: any }} [given]
 */
export function loaded({ identity = 'one', precision = 'int8', check = null } = {}) {
  return {
    description: { name: 'fake', version: '1', heads: [{ name: 'vector', task: 'embed', labels: [] }], device: { kind: 'cpu', name: '', precision, kernel: '' }, width: WIDTH, names: {} },
    identity, bytes: 1000, relaxed: true, kept: true, parts: [], check,
  };
}

/**
 * Vectors for texts: 1 and the text's length.
 *
 * @param {string[]} texts
 * @param {number[]} [answered] places of those that have their answer
 */
export function encoded(texts, answered = [...texts.keys()]) {
  return {
    answered: Uint32Array.from(answered),
    vectors: Float32Array.from(answered.flatMap((at) => [1, texts[at]?.length ?? 0])),
    heard: [], tokens: texts.length, took: 1,
  };
}

/**
 * A sound worker's answers.
 *
 * @param {Asked} asked
 */
export function sound({ method, order }) {
  switch (method) {
    case 'load': return loaded(order.device === 'gpu' ? { precision: 'f32' } : {});
    case 'fingerprints': return order.map((/** @type {string} */ text) => `#${text}`);
    case 'encode': return encoded(order.texts);
    case 'index': return order.vectors.length / order.width;
    default: return [{ row: 0, score: 1 }];
  }
}

/**
 * Puts fake workers into the place of the browser's.
 *
 * @param {(asked: Asked) => any} answers
 * @param {{ cores?: number, gpu?: boolean }} [machine]
 */
export function staff(answers, { cores = 2, gpu = false } = {}) {
  workers.length = 0;
  answer = answers;
  Object.defineProperty(globalThis, 'Worker', { value: FakeWorker, configurable: true, writable: true });
  Object.defineProperty(globalThis, 'navigator', { value: { hardwareConcurrency: cores, deviceMemory: 8, ...(gpu ? { gpu: {} } : {}) }, configurable: true });
}

/** Lets everything that waits for nothing but its turn have it. */
export async function calm() {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => { setImmediate(resolve); });
}
