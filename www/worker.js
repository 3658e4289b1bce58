// The worker: wraps the engine's session in requests and answers, and reads files piece by piece.

import { requestsIn } from './requests.js';

/** @typedef {import('./types').Session} Session */
/** @typedef {import('./types').SessionModule} SessionModule */
/** @typedef {import('./types').ReadOptions} ReadOptions */
/** @typedef {import('./types').Request} Request */
/** @typedef {import('./types').ToWorker} ToWorker */
/** @typedef {import('./types').FromWorker} FromWorker */

/** Large enough that asking for a piece costs little beside reading it, small enough that a reading can be stopped soon. */
const PIECE = 4 * 1024 * 1024;
const ENGINE = new URL('./pkg/web/web.js', import.meta.url).href;
const EXPORT = new URL('./pkg/export/export.js', import.meta.url).href;
const PARQUET = new URL('./pkg/parquet/parquet.js', import.meta.url).href;

/** @type {Promise<Session> | null} */
let starting = null;
/** Keys of readings that the merchant gave up. @type {Set<number>} */
const cancelled = new Set();

/** @returns {Promise<Session>} */
function session() {
  starting ??= (async () => {
    /** @type {SessionModule} */
    const module = await import(ENGINE);
    await module.default();
    return new module.Session();
  })();
  return starting;
}

/** A failure of the page's own making, in the engine's form; the page has the words. */
class Broken extends Error {
  /**
   * @param {string} code
   * @param {string} [detail]
   */
  constructor(code, detail = '') {
    super(detail);
    this.code = code;
  }
}

const reader = new FileReaderSync();

/**
 * Waits for the disk: asking for pieces ahead of time took longer (tests/bench/README.md).
 *
 * @param {File} file
 * @param {number} from
 */
function piece(file, from) {
  try {
    return new Uint8Array(reader.readAsArrayBuffer(file.slice(from, from + PIECE)));
  } catch {
    // The browser says so when the file was moved, changed or locked after it was chosen.
    throw new Broken('vanished');
  }
}

/**
 * @param {number} key
 * @param {File} file
 * @param {string} name
 * @param {ReadOptions} [options]
 */
async function read(key, file, name, options) {
  const engine = await session();
  const id = engine.open(name, file.size, options);
  try {
    await feed(engine, id, key, file);
    return engine.finish(id);
  } catch (error) {
    if (isCrash(error)) throw error;
    if (hasCode(error, 'needs_parquet')) {
      engine.remove(id);
      return await readParquet(engine, key, file, name, options);
    }
    return settle(engine, id, error);
  } finally {
    cancelled.delete(key);
  }
}

/**
 * What a reading that broke off comes to: what the engine cannot read stays among its files with the reason,
 * what the page lost or gave up does not.
 *
 * @param {Session} engine
 * @param {number} id
 * @param {unknown} error
 */
function settle(engine, id, error) {
  if (hasCode(error, 'vanished')) return engine.lose(id, 'vanished');
  if (error instanceof Broken || !hasCode(error)) {
    engine.remove(id);
    throw error;
  }
  return engine.finish(id);
}

/**
 * @param {Session} engine
 * @param {number} id
 * @param {number} key
 * @param {File} file
 */
async function feed(engine, id, key, file) {
  for (let at = 0; at < file.size; at += PIECE) {
    const { bytes: done, rows } = engine.push(id, piece(file, at));
    post({ progress: { key, bytes: done, rows } });
    await turn();
    check(key);
  }
}

const turns = new MessageChannel();
/** @type {(() => void)[]} */
const waiting = [];
turns.port1.onmessage = () => waiting.shift()?.();

/** Lets messages that were sent meanwhile have their turn; a timer would wait longer. @returns {Promise<void>} */
function turn() {
  return new Promise((resolve) => {
    waiting.push(resolve);
    turns.port2.postMessage(null);
  });
}

/** @param {number} key */
function check(key) {
  if (cancelled.has(key)) throw new Broken('cancelled');
}

/**
 * Parquet has a reader of its own, loaded only now; it hands its rows on as text.
 *
 * @param {Session} engine
 * @param {number} key
 * @param {File} file
 * @param {string} name
 * @param {ReadOptions} [options]
 */
async function readParquet(engine, key, file, name, options) {
  /** @type {import('./types').ParquetModule} */
  const module = await import(PARQUET);
  await module.default();
  // The directory of a Parquet file stands at its end, so that all of it has to be there.
  const whole = new Uint8Array(file.size);
  for (let at = 0; at < file.size; at += PIECE) {
    whole.set(piece(file, at), at);
    await turn();
    check(key);
    post({ progress: { key, bytes: Math.min(file.size, at + PIECE), rows: 0 } });
  }
  const id = engine.open(name, null, { ...options, unpacked_from: 'parquet' });
  /** @type {import('./types').ParquetUnpacker | null} */
  let unpacker = null;
  try {
    unpacker = unpacking(() => new module.ParquetUnpacker(whole));
    for (;;) {
      const { nextChunk } = unpacker;
      const bytes = unpacking(() => nextChunk.call(unpacker));
      if (!bytes) break;
      const { rows } = engine.push(id, bytes);
      post({ progress: { key, bytes: file.size, rows } });
      await new Promise((resolve) => setTimeout(resolve, 0));
      check(key);
    }
    return engine.finish(id);
  } catch (error) {
    if (isCrash(error)) throw error;
    return settle(engine, id, error);
  } finally {
    unpacker?.free();
  }
}

/**
 * What the Parquet reader throws has no words in the session's language; the page has them.
 *
 * @template T
 * @param {() => T} step
 * @returns {T}
 */
function unpacking(step) {
  try {
    return step();
  } catch (error) {
    if (!hasCode(error)) throw error;
    const { code, message } = /** @type {import('./types').Failure} */ (error);
    throw new Broken(`parquet_${code}`, message);
  }
}

/** @param {Request} request */
async function answer(request) {
  const engine = await session();
  switch (request.method) {
    case 'start': return undefined;
    case 'read': return read(...request.args);
    case 'set_settings': return engine.set_settings(...request.args);
    case 'remove': return engine.remove(...request.args);
    case 'replace': return engine.replace(...request.args);
    case 'files': return engine.files();
    case 'choices': return engine.choices();
    case 'set_mapping': return engine.set_mapping(...request.args);
    case 'mappings': return engine.mappings();
    case 'load_mappings': return engine.load_mappings(...request.args);
    case 'facets': return engine.facets();
    case 'product_titles': return engine.product_titles();
    case 'report': return engine.report();
    case 'rows': return engine.rows(...request.args);
    case 'ledger': return engine.ledger();
    case 'table': return engine.table(...request.args);
    case 'export': return (await files()).to_file(...request.args);
    case 'export_block': return (await files()).block_to_file(...request.args);
    case 'export_rows': return engine.export_rows(...request.args);
  }
}

/**
 * Files are made by a module of their own, from the document.
 *
 * @returns {Promise<import('./types').ExportModule>}
 */
async function files() {
  /** @type {import('./types').ExportModule} */
  const module = await import(EXPORT);
  await module.default();
  return module;
}

/**
 * After a trap the module's memory cannot be trusted; the page starts a new worker.
 *
 * @param {unknown} error
 */
function isCrash(error) {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}

/**
 * @param {unknown} error
 * @param {string} [code] any where left out
 */
function hasCode(error, code) {
  return typeof error === 'object' && error !== null && 'code' in error
    && (code === undefined ? typeof error.code === 'string' : error.code === code);
}

/** @param {unknown} error */
function failure(error) {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    const { code, message, hint, location } = /** @type {import('./types').Failure} */ (error);
    return { code, message: String(message ?? ''), hint, location };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof RangeError || /memory|alloc/i.test(message)) return { code: 'memory', message };
  if (error instanceof WebAssembly.RuntimeError) return { code: 'crash', message };
  return { code: error instanceof TypeError ? 'program' : 'unknown', message };
}

/**
 * @param {FromWorker} message
 * @param {Transferable[]} [transfer]
 */
function post(message, transfer = []) {
  postMessage(message, { transfer });
}

addEventListener('message', async ({ data }) => {
  const message = /** @type {ToWorker} */ (data);
  if ('cancel' in message) {
    cancelled.add(message.cancel);
    return;
  }
  try {
    const ok = await answer(message);
    const bytes = ok && typeof ok === 'object' && 'bytes' in ok ? ok.bytes : ok;
    post({ id: message.id, ok }, bytes instanceof Uint8Array ? [bytes.buffer] : []);
  } catch (error) {
    if (message.method === 'start') starting = null;
    post({ id: message.id, error: failure(error), crashed: isCrash(error) });
  }
});

// What the worker fetches, the page cannot see; the proof line counts it too.
new PerformanceObserver((list) => post({ fetched: requestsIn(list) }))
  .observe({ type: 'resource', buffered: true });
