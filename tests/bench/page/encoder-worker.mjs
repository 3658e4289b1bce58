// The worker in which an engine runs: the same for every engine, so that none has a shorter way.

/**
 * An engine with its model. It lives in a module worker of its own and is asked one thing at a time.
 *
 * @typedef {object} Engine
 * @property {(texts: string[]) => Promise<Float32Array>} encode sentence vectors, one text's after another's in the order given:
 *   tokens with the special ones, last hidden states, their mean over the text's own tokens, brought to length 1.
 *   Texts beyond 512 tokens are cut. The array must be the caller's to keep: it is transferred to the page.
 * @property {(texts: string[]) => Promise<number[]>} count how many tokens each text has, special ones included
 * @property {() => number} [memory] bytes of linear memory
 */

/**
 * What an engine's module exports as `load`: everything up to the first text, which is timed as the load.
 *
 * @callback Load
 * @param {any} options of `ENTRIES` in `encoder.bench.mjs`, as they are
 * @returns {Promise<Engine>}
 */

/**
 * What is asked of the worker, and what it answers: `{ id, result }` or `{ id, error }`.
 *
 * @typedef {{ id: number, call: 'load', module: string, options: object }
 *   | { id: number, call: 'encode' | 'count', texts: string[] }
 *   | { id: number, call: 'memory' }} Request
 */

/** @type {Engine | undefined} */
let engine;

self.onmessage = async (/** @type {MessageEvent<Request>} */ { data }) => {
  try {
    const result = await answer(data);
    const moved = result instanceof Float32Array ? [result.buffer] : [];
    self.postMessage({ id: data.id, result }, { transfer: moved });
  } catch (error) {
    const told = error instanceof Error ? `${error.message}\n${error.stack}` : String(error);
    self.postMessage({ id: data.id, error: told });
  }
};

/** @param {Request} request */
async function answer(request) {
  if (request.call === 'load') {
    const { load } = await import(request.module);
    engine = await /** @type {Load} */ (load)(request.options);
    return undefined;
  }
  if (!engine) throw new Error('nothing is loaded');
  switch (request.call) {
    case 'encode':
      return engine.encode(request.texts);
    case 'count':
      return engine.count(request.texts);
    case 'memory':
      return engine.memory?.();
  }
}
