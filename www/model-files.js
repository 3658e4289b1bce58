// A model's files on their way into the worker: a pack fetched and kept for the next visit, or a folder of the merchant's own.
// The pack's manifest names the hash of every part, and the module checks each before it is used, kept ones as well.
// The browser computes the hashes, many times faster than the module; where it does not, the module does.
// A part is read, wherever it comes from, while the one before is packed, and its memory given back as soon as it is.

import { release } from './model-memory.js';

/** @typedef {import('./types').Model} Model */
/** @typedef {import('./types').ModelModule} ModelModule */
/** @typedef {import('./types').ModelOpening} ModelOpening */
/** @typedef {import('./types').AskedDevice} AskedDevice */
/** @typedef {import('./types').ModelFailure} ModelFailure */
/** @typedef {import('./types').PackFile} PackFile */

/** Where parts are kept; the page deletes it when everything is to be forgotten. */
export const MODEL_CACHE = 'shoplens-models';

/** What the module takes at once: a copy of it stays in the module's memory. */
const PIECE = 256 * 1024;
/** What is read at once of a file of the merchant's own. */
const SLICE = 1024 * 1024;
/** Pieces from the network whose memory is given back together. */
const SPENT = 16;
/** Larger parts are not read ahead: two of them and the copy that the browser hashes would be in memory together. */
const AHEAD_BYTES = 8 * 1024 * 1024;
/** Silence of a host for so long is taken for a lost connection. */
const SILENCE_MS = 60_000;
/** A timer that comes so much late was asleep. */
const LATE_MS = 5_000;
/** How far it is is told so often. */
const TELL_MS = 50;

/** What says that a file is not the one that the manifest means. */
const DAMAGE = new Set(['wrong_hash', 'wrong_size', 'truncated', 'missing_part', 'not_json', 'corrupt_weights', 'corrupt_tokenizer']);

/**
 * @typedef {object} Opened
 * @property {Model} model
 * @property {string} identity
 * @property {number} bytes
 * @property {boolean | null} kept
 * @property {[string, Blob][]} parts that could not be kept
 */

/** @typedef {{ device: AskedDevice, software: boolean }} Options */

/** @typedef {(done: number, total: number) => void} Say */

/**
 * A file that is here; without its hash where the browser computes none, as outside secure contexts. Fresh ones are from the site.
 *
 * @typedef {{ bytes: Uint8Array<ArrayBuffer>, sha256: Uint8Array | undefined, fresh: boolean }} Here
 */

/**
 * @param {unknown} error
 * @returns {string}
 */
function codeOf(error) {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function sha256Of(bytes) {
  const digest = await globalThis.crypto?.subtle?.digest('SHA-256', bytes).catch(() => undefined);
  return digest && new Uint8Array(digest);
}

/**
 * The same that the module's fingerprints are.
 *
 * @param {ModelModule} module
 * @param {Uint8Array} bytes of a text
 * @param {Uint8Array | undefined} sha256
 */
function printOf(module, bytes, sha256) {
  if (!sha256) return module.fingerprints([new TextDecoder().decode(bytes)])[0] ?? '';
  return [...sha256.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Ends what a half-opened model holds of the module's memory, which would be in the way of a second try.
 *
 * @param {ModelOpening} opening
 */
function free(opening) {
  try {
    opening.free();
  } catch {
    // It was used up, or the module has crashed.
  }
}

/** Ends a request whose host has been silent for long. @param {AbortController} request */
function watch(request) {
  let due = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const heard = () => {
    clearTimeout(timer);
    due = performance.now() + SILENCE_MS;
    timer = setTimeout(() => {
      // While the page or the machine slept, the host was not heard either.
      if (performance.now() - due > LATE_MS) heard();
      else request.abort();
    }, SILENCE_MS);
  };
  heard();
  return { heard, end: () => clearTimeout(timer) };
}

/** The files of one pack: from other workers of this page or a folder of the merchant's, from the browser's cache, or from the site. */
class PackFiles {
  #base;
  /** @type {Cache | null} */
  #cache;
  /** @type {Map<string, Blob>} */
  #given;
  #own;
  /** Looked for ahead, without their bytes. @type {Map<string, Promise<Response | undefined>>} */
  #looked = new Map();
  /** @type {Set<AbortController>} */
  #requests = new Set();
  #keeping = Promise.resolve();
  /** Files that came out of the cache this time. @type {Set<string>} */
  reused = new Set();
  kept = true;
  /** @type {Map<string, Blob>} */
  unkept = new Map();

  /**
   * @param {string} base
   * @param {Cache | null} cache
   * @param {Map<string, Blob>} given
   * @param {boolean} [own] whether what is given is all there is
   */
  constructor(base, cache, given, own = false) {
    this.#base = base;
    this.#cache = cache;
    this.#given = given;
    this.#own = own;
    if (!cache) this.kept = false;
  }

  /** @param {string} name */
  #address(name) {
    const address = new URL(name, this.#base);
    // A manifest names files beside it and nothing else.
    if (!address.href.startsWith(this.#base)) throw { code: 'missing_part', message: name, details: { file: name } };
    return address.href;
  }

  /**
   * Asks the cache for files that will be wanted, so that reading one does not wait for its being found.
   *
   * @param {string[]} names
   */
  look(...names) {
    if (!this.#cache) return;
    for (const name of names) {
      if (this.#given.has(name) || this.#looked.has(name)) continue;
      const found = (async () => this.#cache?.match(this.#address(name)))();
      found.catch(() => {});
      this.#looked.set(name, found);
    }
  }

  /**
   * @param {PackFile | { file: string }} file
   * @param {(bytes: number) => void} heard as they come
   * @returns {Promise<Here>}
   */
  async read(file, heard) {
    const known = await this.#known(file.file);
    const bytes = known ?? await this.#fetched(file.file, 'bytes' in file ? file.bytes : undefined, heard);
    if (known) heard(known.length);
    return { bytes, sha256: await sha256Of(bytes), fresh: !known };
  }

  /**
   * A file that need not be fetched; `null` for any other.
   *
   * @param {string} name
   * @returns {Promise<Uint8Array<ArrayBuffer> | null>}
   */
  async #known(name) {
    const given = this.#given.get(name);
    if (this.#own && !given) throw { code: 'missing_part', message: name, details: { file: name } };
    try {
      if (given) return new Uint8Array(await given.arrayBuffer());
      this.look(name);
      const found = await this.#looked.get(name);
      this.#looked.delete(name);
      if (!found) return null;
      const bytes = new Uint8Array(await found.arrayBuffer());
      this.reused.add(name);
      return bytes;
    } catch (error) {
      if (this.#own) throw vanished(name, error);
      // What the browser has lost is fetched again.
      this.#given.delete(name);
      return null;
    }
  }

  /**
   * @param {string} name
   * @param {number | undefined} size as far as it is known
   * @param {(bytes: number) => void} heard
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   */
  async #fetched(name, size, heard) {
    const address = this.#address(name);
    const request = new AbortController();
    const silence = watch(request);
    this.#requests.add(request);
    try {
      const response = await fetch(address, { signal: request.signal });
      if (!response.ok || !response.body) throw { code: 'missing_part', message: `${response.status} ${name}`, details: { file: name } };
      if (size === undefined) return new Uint8Array(await response.arrayBuffer());
      const bytes = new Uint8Array(size);
      let found = 0;
      /** What has been copied and is not needed any more. @type {Uint8Array<ArrayBuffer>[]} */
      const spent = [];
      const wrong = (/** @type {number} */ length) => ({ code: 'wrong_size', message: name, details: { file: name, expected: size, found: length } });
      for (const reader = response.body.getReader(); ;) {
        const { done, value } = await reader.read();
        if (done) break;
        silence.heard();
        if (found + value.length > size) throw wrong(found + value.length);
        bytes.set(value, found);
        found += value.length;
        heard(value.length);
        spent.push(value);
        if (spent.length === SPENT) release(...spent.splice(0));
      }
      release(...spent);
      if (found < size) throw wrong(found);
      return bytes;
    } catch (error) {
      request.abort();
      if (codeOf(error) && !(error instanceof Error)) throw error;
      if (error instanceof RangeError) throw error;
      throw { code: 'network', message: String(error), details: { file: name } };
    } finally {
      silence.end();
      this.#requests.delete(request);
    }
  }

  /**
   * Keeps a file that was found to be right, behind those before it. Its bytes are not here any more then.
   *
   * @param {string} name
   * @param {Here} here
   */
  keep(name, { bytes, fresh }) {
    const blob = fresh ? new Blob([bytes]) : null;
    release(bytes);
    if (!blob) return;
    this.#keeping = this.#keeping.then(async () => {
      try {
        if (!this.#cache) throw new Error('nothing can be kept');
        await this.#cache.put(this.#address(name), new Response(blob));
      } catch {
        // Full or denied: the other workers of this page get the bytes from here, the next visit from the site.
        this.kept = false;
        this.unkept.set(name, blob);
      }
    });
  }

  /** Waits until everything is kept that can be. */
  settled() {
    return this.#keeping;
  }

  /** Gives up what is still being fetched. */
  async stop() {
    for (const request of this.#requests) request.abort();
    this.#looked.clear();
    await this.#keeping;
  }

  /** @param {string[]} names */
  async drop(...names) {
    for (const name of names) {
      this.reused.delete(name);
      this.#given.delete(name);
      await this.#cache?.delete(this.#address(name)).catch(() => false);
    }
  }

  /** Other models' parts, and those of earlier versions of this one, make room. */
  async tidy() {
    try {
      for (const { url } of await this.#cache?.keys() ?? []) {
        if (!url.startsWith(this.#base)) await this.#cache?.delete(url);
      }
    } catch {
      // What cannot be tidied does no harm.
    }
  }
}

/**
 * The browser says so when a file was moved, changed or locked after it was chosen.
 *
 * @param {string} name
 * @param {unknown} error
 */
function vanished(name, error) {
  return { code: 'vanished', message: String(error), details: { file: name } };
}

/**
 * A file of the merchant's own, one slice ahead.
 *
 * @param {File} file
 * @param {(piece: Uint8Array) => Promise<void>} take
 */
async function eachPiece(file, take) {
  const read = (/** @type {number} */ at) => {
    const reading = file.slice(at, at + SLICE).arrayBuffer();
    reading.catch(() => {});
    return reading;
  };
  let next = read(0);
  for (let at = 0; at < file.size; at += SLICE) {
    const slice = new Uint8Array(await next.catch((error) => { throw vanished(file.name, error); }));
    if (at + SLICE < file.size) next = read(at + SLICE);
    for (let from = 0; from < slice.length; from += PIECE) await take(slice.subarray(from, from + PIECE));
    release(slice);
  }
}

/**
 * Opens a pack. What was kept and turns out to be damaged is dropped and fetched again, once.
 *
 * @param {Promise<ModelModule>} starting files are read meanwhile
 * @param {string} base the pack's folder, ending in `/`
 * @param {Options} options
 * @param {Map<string, Blob>} given files from another worker
 * @param {Say} say
 * @returns {Promise<Opened>}
 */
export async function openPack(starting, base, options, given, say) {
  // What fails is told where it is waited for.
  starting.catch(() => {});
  const cache = await openCache();
  const files = new PackFiles(base, cache, given);
  for (let again = false; ; again = true) {
    try {
      const opened = await readPack(starting, files, options, say);
      await files.settled();
      void files.tidy();
      return { ...opened, kept: files.kept, parts: [...files.unkept] };
    } catch (error) {
      await files.stop();
      if (again || files.reused.size === 0 || !DAMAGE.has(codeOf(error))) throw error;
      const { file } = /** @type {ModelFailure} */ (error).details ?? {};
      // What did not come from the cache can only look damaged beside an old manifest that did.
      if (typeof file === 'string' && files.reused.has(file)) await files.drop(file);
      else await files.drop(...files.reused);
    }
  }
}

async function openCache() {
  try {
    return await caches.open(MODEL_CACHE);
  } catch {
    return null;
  }
}

/**
 * What a manifest that nobody has checked yet tells of its files; `null` if it is none.
 *
 * @param {Uint8Array} manifest
 * @returns {{ tokenizer: PackFile, parts: PackFile[], precision: string } | null}
 */
function toldBy(manifest) {
  try {
    const { tokenizer, parts, precision } = JSON.parse(new TextDecoder().decode(manifest));
    const plain = (/** @type {any} */ { file, bytes }) => {
      if (typeof file !== 'string' || !Number.isSafeInteger(bytes) || bytes < 0) throw new TypeError('no file');
      return { file, bytes };
    };
    return { tokenizer: plain(tokenizer), parts: parts.map(plain), precision: String(precision) };
  } catch {
    return null;
  }
}

/**
 * @param {Promise<ModelModule>} starting
 * @param {PackFiles} files
 * @param {Options} options
 * @param {Say} say
 * @returns {Promise<{ model: Model, identity: string, bytes: number }>}
 */
async function readPack(starting, files, { device, software }, say) {
  const manifest = await files.read({ file: 'manifest.json' }, () => {});
  const told = toldBy(manifest.bytes);
  if (told) files.look(...[told.tokenizer, ...told.parts].map(({ file }) => file));
  const total = told ? told.parts.reduce((sum, { bytes }) => sum + bytes, told.tokenizer.bytes) : 0;
  const heard = telling(say, total);
  /** @type {Map<string, Promise<Here>>} */
  const ahead = new Map();
  const read = (/** @type {PackFile | undefined} */ file) => {
    if (!file || ahead.has(file.file)) return;
    const reading = files.read(file, heard);
    reading.catch(() => {});
    ahead.set(file.file, reading);
  };
  const here = async (/** @type {PackFile} */ file) => {
    read(file);
    const reading = ahead.get(file.file);
    const found = await /** @type {Promise<Here>} */ (reading);
    ahead.delete(file.file);
    return found;
  };
  // While the module is compiled.
  read(told?.tokenizer);
  read(told?.parts[0]);
  const module = await starting;
  const tokenizerFile = told?.tokenizer ?? module.Opening.tokenizer_of(manifest.bytes);
  const tokenizer = await here(tokenizerFile).catch((error) => {
    // Whatever is wrong with the manifest comes before what it names.
    module.Opening.tokenizer_of(manifest.bytes);
    throw error;
  });
  const opening = module.Opening.pack(manifest.bytes, tokenizer.bytes, tokenizer.sha256);
  try {
    const identity = printOf(module, manifest.bytes, manifest.sha256);
    files.keep('manifest.json', manifest);
    files.keep(tokenizerFile.file, tokenizer);
    const chosen = device === 'auto' ? (told?.precision === 'int8' ? 'int8' : 'float') : device;
    await opening.begin(chosen, { software });
    const parts = opening.parts();
    for (const [index, part] of parts.entries()) {
      read(part);
      const next = parts[index + 1];
      // One is packed and one is on its way, never more.
      if (next && part.bytes <= AHEAD_BYTES && next.bytes <= AHEAD_BYTES) read(next);
      const found = await here(part);
      if (found.sha256) opening.hashed_part(found.sha256);
      for (let at = 0; at < found.bytes.length; at += PIECE) await opening.push(found.bytes.subarray(at, at + PIECE));
      opening.end_part();
      files.keep(part.file, found);
    }
    return { model: await opening.finish(), identity, bytes: total };
  } catch (error) {
    free(opening);
    throw error;
  }
}

/**
 * Adds up what has come, and tells of it now and then.
 *
 * @param {Say} say
 * @param {number} total
 */
function telling(say, total) {
  let done = 0;
  let told = -Infinity;
  return (/** @type {number} */ bytes) => {
    done += bytes;
    const now = performance.now();
    if (now - told < TELL_MS && done < total) return;
    told = now;
    say(done, total);
  };
}

/**
 * Opens the merchant's own folder: a pack, or one as Hugging Face lays it out.
 *
 * @param {ModelModule} module
 * @param {{ path: string, file: File }[]} files
 * @param {Options} options
 * @param {Say} say
 * @returns {Promise<Opened>}
 */
export async function openFolder(module, files, options, say) {
  const find = (/** @type {string} */ path) => files.find((file) => file.path === path)?.file;
  if (!find('config.json') && find('manifest.json')) {
    const given = new Map(files.map(({ path, file }) => [path, file]));
    const opened = await readPack(Promise.resolve(module), new PackFiles('', null, given, true), options, say);
    return { ...opened, kept: null, parts: [] };
  }
  /** What is used of the folder, for telling its results from another's. @type {string[]} */
  const used = [];
  const note = (/** @type {string} */ path, /** @type {File} */ file) => used.push(`${path} ${file.size} ${file.lastModified}`);
  const read = async (/** @type {string} */ path) => {
    const file = find(path);
    if (!file) return undefined;
    note(path, file);
    return new Uint8Array(await file.arrayBuffer().catch((error) => { throw vanished(file.name, error); }));
  };
  const need = async (/** @type {string[]} */ ...paths) => {
    const found = await read(paths.find((path) => find(path)) ?? '');
    if (!found) throw { code: 'missing_file', message: paths.join(', '), details: { file: paths[0] } };
    return found;
  };
  const config = await need('config.json');
  const tokenizer = await need('tokenizer.json', 'vocab.txt');
  const weights = find('model.safetensors');
  if (!weights) throw { code: 'missing_file', message: 'model.safetensors', details: { file: 'model.safetensors' } };
  const opening = module.Opening.folder(config, tokenizer, await read('tokenizer_config.json'), await read('1_Pooling/config.json'), await read('modules.json'));
  try {
    release(tokenizer);
    note('model.safetensors', weights);
    const identity = printOf(module, new TextEncoder().encode(used.join('\n')), undefined);
    const heard = telling(say, weights.size);
    // The weights of a folder are floats, and are not rounded without being asked.
    await opening.begin(options.device === 'auto' ? 'float' : options.device, { software: options.software });
    await eachPiece(weights, async (piece) => {
      await opening.push(piece);
      heard(piece.length);
    });
    return { model: await opening.finish(), identity, bytes: weights.size, kept: null, parts: [] };
  } catch (error) {
    free(opening);
    throw error;
  }
}
