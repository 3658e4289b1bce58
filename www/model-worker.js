// The model's worker: opens a model, and lets it read texts a batch at a time, the most urgent first.
// Between two batches it hears what the page has to say, so that work can be given up.

import { openFolder, openPack } from './model-files.js';
import { release } from './model-memory.js';
import { requestsIn } from './requests.js';

/** @typedef {import('./types').Model} Model */
/** @typedef {import('./types').ModelModule} ModelModule */
/** @typedef {import('./types').ModelIndex} ModelIndex */
/** @typedef {import('./types').ModelJob} ModelJob */
/** @typedef {import('./types').ModelFailure} ModelFailure */
/** @typedef {import('./types').Encoded} Encoded */
/** @typedef {import('./types').LoadOrder} LoadOrder */
/** @typedef {import('./types').Loaded} Loaded */

const PLAIN = new URL('./pkg/model/model.js', import.meta.url).href;
const PLAIN_CODE = new URL('./pkg/model/model_bg.wasm', import.meta.url).href;
const RELAXED = new URL('./pkg/model_relaxed/model_relaxed.js', import.meta.url).href;
const RELAXED_CODE = new URL('./pkg/model_relaxed/model_relaxed_bg.wasm', import.meta.url).href;

/** Modules of one function: `i8x16.popcnt`, and `i32x4.relaxed_dot_i8x16_i7x16_add_s`. */
const HAS_SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
const HAS_RELAXED = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0,
  65, 1, 253, 15, 65, 1, 253, 15, 65, 1, 253, 15, 253, 147, 2, 11,
];

/** @param {number[]} bytes */
const valid = (bytes) => WebAssembly.validate(new Uint8Array(bytes));

/** @type {Promise<{ module: ModelModule, relaxed: boolean }> | null} */
let starting = null;
/** @type {Model | null} */
let model = null;
/** @type {ModelIndex | null} */
let index = null;
/** The module's. @type {WebAssembly.Memory | null} */
let memory = null;
/** 64 MiB: more than any single thing that is not asked for as a tensor. */
const ROOM_PAGES = 1024;
/** Vectors are handed to the module in pieces of so many bytes, whose copies stay in its memory. */
const INDEX_BYTES = 1024 * 1024;

/**
 * A module's code. It is not compiled while it arrives: little is won by that, since functions are compiled when they are first
 * called, and Chromium keeps 8 MB for it that it never gives back.
 *
 * @param {string} address
 */
async function code(address) {
  const response = await fetch(address);
  if (!response.ok) throw new TypeError(`${response.status} ${address}`);
  return new Uint8Array(await response.arrayBuffer());
}

function start() {
  starting ??= (async () => {
    if (!valid(HAS_SIMD)) throw { code: 'no_simd', message: 'WebAssembly SIMD is missing' };
    const relaxed = valid(HAS_RELAXED);
    const fetching = code(relaxed ? RELAXED_CODE : PLAIN_CODE);
    fetching.catch(() => {});
    /** @type {ModelModule} */
    const module = relaxed ? await import(RELAXED) : await import(PLAIN);
    const bytes = await fetching;
    memory = /** @type {{ memory: WebAssembly.Memory }} */ (await module.default({ module_or_path: bytes })).memory;
    release(bytes);
    return { module, relaxed };
  })();
  // What failed for want of a connection may succeed the next time.
  starting.catch(() => { starting = null; });
  return starting;
}

/**
 * @param {number} id
 * @param {LoadOrder} order
 * @returns {Promise<Loaded>}
 */
async function load(id, { source, device, software = false, parts = [] }) {
  const starting = start();
  const say = (/** @type {number} */ done, /** @type {number} */ total) => post({ progress: { id, done, total } });
  const options = { device, software };
  const opened = 'pack' in source
    ? await openPack(starting.then(({ module }) => module), source.pack, options, new Map(parts), say)
    : await openFolder((await starting).module, source.files, options, say);
  const { relaxed } = await starting;
  model?.free();
  model = opened.model;
  compareKernels(model);
  const check = device === 'gpu' ? await model.check() : null;
  return { description: model.describe(), identity: opened.identity, bytes: opened.bytes, relaxed, kept: opened.kept, parts: opened.parts, check };
}

/**
 * A reading that is under way.
 *
 * @typedef {object} Reading
 * @property {number} id
 * @property {number} priority
 * @property {ModelJob} job
 * @property {boolean} embeds whether one of the heads gives vectors
 * @property {boolean} hears whether another one says something else
 * @property {number} texts
 * @property {number[]} answered
 * @property {number} tokens
 * @property {number} took
 */

/** @type {Reading[]} */
const readings = [];
let busy = false;
/** Requests that were given up. @type {Set<number>} */
const cancelled = new Set();

/**
 * @param {number} id
 * @param {{ texts: string[], heads: string[], priority: number }} order
 */
function encode(id, { texts, heads, priority }) {
  const reader = ready();
  const asked = reader.describe().heads.filter(({ name }) => heads.includes(name));
  const job = reader.plan(texts, heads);
  const embeds = asked.some(({ task }) => task === 'embed');
  const hears = asked.some(({ task }) => task !== 'embed');
  readings.push({ id, priority, job, embeds, hears, texts: texts.length, answered: [], tokens: 0, took: 0 });
  if (!busy) void work();
}

/** Runs batches until none is left; one at a time, since a model has one set of buffers. */
async function work() {
  busy = true;
  while (readings.length > 0) {
    const reading = readings.reduce((first, other) => (other.priority < first.priority ? other : first));
    try {
      const ended = cancelled.has(reading.id) || await step(reading);
      if (ended) finish(reading);
    } catch (error) {
      const partial = isCrash(error) ? null : soFar(reading);
      end(reading);
      fail(reading.id, error, partial);
    }
    await turn();
  }
  busy = false;
}

/**
 * Ways to multiply bytes that are still being compared, each with its best milliseconds a token. All give the same
 * results, so the first batches are run by one after the other and nothing is run for the comparison alone.
 *
 * @type {{ kernel: string, best: number, runs: number }[]}
 */
let kernels = [];
const TRIALS = 3;

/** @param {Model} model */
function compareKernels(model) {
  const names = model.kernel() ? model.kernels() : [];
  kernels = names.length > 1 ? names.map((kernel) => ({ kernel, best: Infinity, runs: 0 })) : [];
}

/**
 * @param {Model} model
 * @param {number} took milliseconds a token of the batch that was run
 */
function noteKernel(model, took) {
  const now = kernels.find(({ kernel }) => kernel === model.kernel());
  if (!now) return;
  now.best = Math.min(now.best, took);
  now.runs += 1;
  const next = kernels.reduce((least, other) => (other.runs < least.runs ? other : least));
  if (next.runs < TRIALS) {
    model.set_kernel(next.kernel);
    return;
  }
  model.set_kernel(kernels.reduce((first, other) => (other.best < first.best ? other : first)).kernel);
  kernels = [];
}

/** @param {Reading} reading */
async function step(reading) {
  const began = performance.now();
  const { done, total, tokens, answered } = await reading.job.step(ready());
  const took = performance.now() - began;
  if (tokens > 0) noteKernel(ready(), took / tokens);
  reading.took += took;
  reading.tokens += tokens;
  reading.answered.push(...Array.from(answered));
  post({ progress: { id: reading.id, done, total } });
  return done >= total;
}

/** @param {Reading} reading */
function finish(reading) {
  const { id, texts } = reading;
  // Texts with nothing to read in them have their answer, too: none.
  const encoded = encodedOf(reading, Uint32Array.from(cancelled.has(id) ? reading.answered : Array(texts).keys()));
  end(reading);
  post({ id, ok: encoded }, [encoded.answered.buffer, encoded.vectors.buffer]);
}

/**
 * @param {Reading} reading
 * @param {Uint32Array<ArrayBuffer>} answered
 * @returns {Encoded}
 */
function encodedOf({ job, embeds, hears, tokens, took }, answered) {
  return {
    answered,
    vectors: embeds ? job.vectors(answered) : new Float32Array(),
    heard: hears ? JSON.parse(job.heard(answered)) : [],
    tokens,
    took,
  };
}

/**
 * What was answered before something went wrong.
 *
 * @param {Reading} reading
 */
function soFar(reading) {
  try {
    return reading.answered.length > 0 ? encodedOf(reading, Uint32Array.from(reading.answered)) : null;
  } catch {
    return null;
  }
}

/** @param {Reading} reading */
function end(reading) {
  const at = readings.indexOf(reading);
  if (at < 0) return;
  readings.splice(at, 1);
  cancelled.delete(reading.id);
  try {
    reading.job.free();
  } catch {
    // After a crash there is nothing left to be freed.
  }
}

function ready() {
  if (!model) throw { code: 'out_of_order', message: 'no model is open' };
  return model;
}

const channel = new MessageChannel();
/** @type {(() => void)[]} */
const waiting = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Lets messages that came meanwhile have their turn. A timer would be slow while the page is in the background. */
function turn() {
  return new Promise((resolve) => {
    waiting.push(() => resolve(undefined));
    channel.port2.postMessage(null);
  });
}

/** @param {import('./types').ModelRequest} request */
async function answer(request) {
  switch (request.method) {
    case 'load': return load(request.id, ...request.args);
    case 'fingerprints': return (await start()).module.fingerprints(...request.args);
    case 'index': {
      const [{ width, vectors }] = request.args;
      const { module } = await start();
      index?.free();
      index = new module.Index(width, width > 0 ? vectors.length / width : 0);
      const step = Math.max(1, width * Math.max(1, Math.floor(INDEX_BYTES / 4 / width)));
      for (let at = 0; at < vectors.length; at += step) index.add(vectors.subarray(at, at + step));
      release(/** @type {Float32Array<ArrayBuffer>} */ (vectors));
      return index.len();
    }
    case 'nearest': {
      const [{ vector, count }] = request.args;
      return index?.nearest(vector, count) ?? [];
    }
    default: return undefined;
  }
}

/**
 * After a trap the module's memory cannot be trusted; the page starts a new worker.
 *
 * @param {unknown} error
 */
function isCrash(error) {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}

/** Whether the browser gives the module no more memory. One that found none ends in a trap, and does not say why. */
function full() {
  try {
    memory?.grow(ROOM_PAGES);
    return false;
  } catch {
    return true;
  }
}

/**
 * @param {unknown} error
 * @returns {ModelFailure}
 */
function failure(error) {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    const { code, message, details } = /** @type {ModelFailure} */ (error);
    return { code, message: String(message ?? ''), details };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof WebAssembly.RuntimeError) return { code: full() ? 'memory' : 'crash', message };
  if (/call stack|recursion/i.test(message)) return { code: 'crash', message };
  if (error instanceof RangeError || /memory|alloc/i.test(message)) return { code: 'memory', message };
  return { code: error instanceof TypeError ? 'program' : 'unknown', message };
}

/**
 * @param {number} id
 * @param {unknown} error
 * @param {Encoded | null} [partial]
 */
function fail(id, error, partial = null) {
  post({ id, error: failure(error), crashed: isCrash(error), partial });
}

/**
 * @param {import('./types').FromModelWorker} message
 * @param {Transferable[]} [transfer]
 */
function post(message, transfer = []) {
  postMessage(message, { transfer });
}

addEventListener('message', async ({ data }) => {
  const message = /** @type {import('./types').ToModelWorker} */ (data);
  if ('cancel' in message) {
    cancelled.add(message.cancel);
    return;
  }
  try {
    if (message.method === 'encode') encode(message.id, ...message.args);
    else post({ id: message.id, ok: await answer(message) });
  } catch (error) {
    cancelled.delete(message.id);
    fail(message.id, error);
  }
});

// A trap while the module waits for something ends up here: nobody hears of it otherwise.
addEventListener('error', (event) => {
  event.preventDefault();
  const { code, message } = failure(event.error ?? event.message);
  post({ id: 0, error: { code: code === 'memory' ? code : 'crash', message }, crashed: true });
});

// What the worker fetches, the page cannot see; the proof line counts it too.
new PerformanceObserver((list) => post({ fetched: requestsIn(list) })).observe({ type: 'resource', buffered: true });
