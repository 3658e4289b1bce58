// A model's files on their way into the worker: a pack fetched and kept for the next visit, or a folder of the merchant's own.
// The pack's manifest names the hash of every part, and the module checks each before it is used, kept ones as well.
// Of what was kept the browser computes the hashes, many times faster than the module; where it does not, the module does.

/** @typedef {import('./types').Model} Model */
/** @typedef {import('./types').ModelModule} ModelModule */
/** @typedef {import('./types').ModelDevice} ModelDevice */
/** @typedef {import('./types').ModelFailure} ModelFailure */

/** Where parts are kept; the page deletes it when everything is to be forgotten. */
export const MODEL_CACHE = 'shoplens-models';

const PIECE = 1024 * 1024;
/** Larger parts are not read ahead: two of them and the copy that the browser hashes would be in memory together. */
const AHEAD_BYTES = 8 * PIECE;

/** What says that a file is not the one that the manifest means. */
const DAMAGE = new Set(['wrong_hash', 'wrong_size', 'truncated', 'missing_part', 'not_json', 'corrupt_weights', 'corrupt_tokenizer']);

/**
 * @typedef {object} Opened
 * @property {Model} model
 * @property {number} bytes
 * @property {boolean | null} kept
 * @property {[string, Blob][]} parts that could not be kept
 */

/** @typedef {(done: number, total: number) => void} Say */

/**
 * A file that is here; without its hash where the browser computes none, as outside secure contexts.
 *
 * @typedef {{ blob: Blob, bytes: Uint8Array<ArrayBuffer>, sha256: Uint8Array | undefined }} Known
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

/** The files of one pack: from other workers of this page, from the browser's cache, or from the site. */
class PackFiles {
  #base;
  /** @type {Cache | null} */
  #cache;
  /** @type {Map<string, Blob>} */
  #given;
  /** Files that came out of the cache this time. @type {Set<string>} */
  reused = new Set();
  kept = true;
  /** @type {Map<string, Blob>} */
  unkept = new Map();

  /**
   * @param {string} base
   * @param {Cache | null} cache
   * @param {Map<string, Blob>} given
   */
  constructor(base, cache, given) {
    this.#base = base;
    this.#cache = cache;
    this.#given = given;
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
   * @param {string} name
   * @returns {Promise<Blob | null>}
   */
  async known(name) {
    const given = this.#given.get(name);
    if (given) return given;
    try {
      const found = await this.#cache?.match(this.#address(name));
      if (!found) return null;
      const blob = await found.blob();
      this.reused.add(name);
      return blob;
    } catch {
      return null;
    }
  }

  /**
   * A file that need not be fetched, with its hash; `null` for any other.
   *
   * @param {string} name
   * @returns {Promise<Known | null>}
   */
  async read(name) {
    const blob = await this.known(name);
    if (!blob) return null;
    try {
      const bytes = new Uint8Array(await blob.arrayBuffer());
      return { blob, bytes, sha256: await sha256Of(bytes) };
    } catch {
      // What the browser has lost of its cache is fetched again.
      this.reused.delete(name);
      return null;
    }
  }

  /** @param {string} name */
  async fetched(name) {
    let response;
    try {
      response = await fetch(this.#address(name));
    } catch (error) {
      throw codeOf(error) ? error : { code: 'network', message: String(error), details: { file: name } };
    }
    if (!response.ok || !response.body) throw { code: 'missing_part', message: `${response.status} ${name}`, details: { file: name } };
    return response.body;
  }

  /**
   * Keeps a file that was found to be right.
   *
   * @param {string} name
   * @param {Blob} bytes
   */
  async keep(name, bytes) {
    if (this.#given.has(name) || this.reused.has(name)) return;
    try {
      if (!this.#cache) throw new Error('nothing can be kept');
      await this.#cache.put(this.#address(name), new Response(bytes));
    } catch {
      // Full or denied: the other workers of this page get the bytes from here, the next visit from the site.
      this.kept = false;
      this.unkept.set(name, bytes);
    }
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

  /**
   * A small file, whole.
   *
   * @param {string} name
   */
  async whole(name) {
    const known = await this.known(name);
    return known ?? new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (await bytesOf(await this.fetched(name), () => {}))]);
  }

  /**
   * A large file piece by piece from the site; gives all of it, for keeping.
   *
   * @param {string} name
   * @param {(piece: Uint8Array) => Promise<void>} take
   */
  async stream(name, take) {
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const pieces = [];
    await eachChunk(await this.fetched(name), name, async (piece) => {
      pieces.push(piece);
      await take(piece);
    });
    return new Blob(pieces);
  }
}

/**
 * @param {Blob} blob
 * @param {(piece: Uint8Array) => Promise<void>} take
 */
async function eachPiece(blob, take) {
  for (let at = 0; at < blob.size; at += PIECE) {
    let piece;
    try {
      piece = await blob.slice(at, at + PIECE).arrayBuffer();
    } catch (error) {
      // The browser says so when a file was moved, changed or locked after it was chosen.
      throw { code: 'vanished', message: String(error), details: { file: blob instanceof File ? blob.name : '' } };
    }
    await take(new Uint8Array(piece));
  }
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @param {string} name
 * @param {(piece: Uint8Array<ArrayBuffer>) => Promise<void>} take
 */
async function eachChunk(body, name, take) {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error) => {
        throw { code: 'network', message: String(error), details: { file: name } };
      });
      if (done) return;
      await take(value);
    }
  } catch (error) {
    await reader.cancel().catch(() => {});
    throw error;
  }
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @param {(bytes: number) => void} say
 */
async function bytesOf(body, say) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const pieces = [];
  await eachChunk(body, '', async (piece) => {
    pieces.push(piece);
    say(piece.length);
  });
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/**
 * Opens a pack. What was kept and turns out to be damaged is dropped and fetched again, once.
 *
 * @param {Promise<ModelModule>} starting files are read meanwhile
 * @param {string} base the pack's folder, ending in `/`
 * @param {{ device: ModelDevice, software: boolean }} options
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
      return await readPack(starting, files, options, say);
    } catch (error) {
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
 * The names of a pack's files, tokenizer first, as far as a manifest that nobody has checked yet tells them.
 *
 * @param {Uint8Array} manifest
 * @returns {string[]}
 */
function namesIn(manifest) {
  try {
    const { tokenizer, parts } = JSON.parse(new TextDecoder().decode(manifest));
    return [tokenizer, ...parts].map(({ file }) => String(file));
  } catch {
    return [];
  }
}

/**
 * @param {Promise<ModelModule>} starting
 * @param {PackFiles} files
 * @param {{ device: ModelDevice, software: boolean }} options
 * @param {Say} say
 * @returns {Promise<Opened>}
 */
async function readPack(starting, files, { device, software }, say) {
  const manifestFile = await files.whole('manifest.json');
  const manifest = new Uint8Array(await manifestFile.arrayBuffer());
  // What is kept is read and hashed while the module is compiled and, one part ahead, while the part before is packed.
  /** @type {Map<string, Promise<Known | null>>} */
  const ahead = new Map();
  const read = (/** @type {string | undefined} */ name) => {
    if (name === undefined) return Promise.resolve(null);
    const reading = ahead.get(name) ?? files.read(name);
    reading.catch(() => {});
    ahead.set(name, reading);
    return reading;
  };
  namesIn(manifest).slice(0, 2).forEach(read);
  const module = await starting;
  const { file: tokenizerName, bytes: tokenizerBytes } = module.Opening.tokenizer_of(manifest);
  const known = await read(tokenizerName);
  ahead.delete(tokenizerName);
  const tokenizer = known?.blob ?? await files.whole(tokenizerName);
  const opening = module.Opening.pack(manifest, known?.bytes ?? new Uint8Array(await tokenizer.arrayBuffer()), known?.sha256);
  await files.keep('manifest.json', manifestFile);
  await files.keep(tokenizerName, tokenizer);
  const parts = opening.parts();
  const bytes = parts.reduce((sum, part) => sum + part.bytes, tokenizerBytes);
  let done = tokenizerBytes;
  say(done, bytes);
  await opening.begin(device, { software });
  const take = async (/** @type {Uint8Array} */ piece) => {
    await opening.push(piece);
    done += piece.length;
    say(done, bytes);
  };
  for (const [index, { file }] of parts.entries()) {
    const known = await read(file);
    ahead.delete(file);
    if (known) {
      if (known.sha256) opening.hashed_part(known.sha256);
      const next = parts[index + 1];
      if (next && next.bytes <= AHEAD_BYTES) void read(next.file);
      for (let at = 0; at < known.bytes.length; at += PIECE) await take(known.bytes.subarray(at, at + PIECE));
      // Gives the memory back now, not when garbage is collected.
      known.bytes.buffer.transfer?.(0);
      opening.end_part();
      await files.keep(file, known.blob);
    } else {
      const whole = await files.stream(file, take);
      opening.end_part();
      await files.keep(file, whole);
    }
  }
  const model = await opening.finish();
  await files.tidy();
  return { model, bytes, kept: files.kept, parts: [...files.unkept] };
}

/**
 * Opens the merchant's own folder: a pack, or one as Hugging Face lays it out.
 *
 * @param {ModelModule} module
 * @param {{ path: string, file: File }[]} files
 * @param {{ device: ModelDevice, software: boolean }} options
 * @param {Say} say
 * @returns {Promise<Opened>}
 */
export async function openFolder(module, files, { device, software }, say) {
  const find = (/** @type {string} */ path) => files.find((file) => file.path === path)?.file;
  const read = async (/** @type {File | undefined} */ file) => {
    /** @type {Uint8Array[]} */
    const pieces = [];
    if (file) await eachPiece(file, async (piece) => { pieces.push(piece); });
    return file && new Uint8Array(await new Blob(/** @type {Uint8Array<ArrayBuffer>[]} */ (pieces)).arrayBuffer());
  };
  const need = async (/** @type {string[]} */ ...paths) => {
    const found = await read(paths.map(find).find((file) => file));
    if (!found) throw { code: 'missing_file', message: paths.join(', '), details: { file: paths[0] } };
    return found;
  };
  /** @type {import('./types').ModelOpening} */
  let opening;
  /** @type {File[]} */
  let weights;
  const manifest = find('config.json') ? undefined : await read(find('manifest.json'));
  if (manifest) {
    opening = module.Opening.pack(manifest, await need(module.Opening.tokenizer_of(manifest).file));
    weights = opening.parts().map(({ file }) => {
      const part = find(file);
      if (!part) throw { code: 'missing_part', message: file, details: { file } };
      return part;
    });
  } else {
    const config = await need('config.json');
    const tokenizer = await need('tokenizer.json', 'vocab.txt');
    const safetensors = find('model.safetensors');
    if (!safetensors) throw { code: 'missing_file', message: 'model.safetensors', details: { file: 'model.safetensors' } };
    opening = module.Opening.folder(config, tokenizer, await read(find('tokenizer_config.json')), await read(find('1_Pooling/config.json')));
    weights = [safetensors];
  }
  const bytes = weights.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  say(done, bytes);
  await opening.begin(device, { software });
  for (const file of weights) {
    await eachPiece(file, async (piece) => {
      await opening.push(piece);
      done += piece.length;
      say(done, bytes);
    });
    if (manifest) opening.end_part();
  }
  return { model: await opening.finish(), bytes, kept: null, parts: [] };
}
