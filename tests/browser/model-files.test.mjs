// A model's files on their way into the worker: how many are in memory at once, what is read ahead, what is freed, what is told.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterEach, test } from 'node:test';
import { ROOT } from './harness.mjs';
import { calm } from './fake-worker.mjs';

const www = new URL('../../www/', import.meta.url).href;
/** @type {any} */
const { openFolder, openPack } = await import(`${www}model-files.js`);
/** @type {any} */
const { modelWords } = await import(`${www}model-words.js`);
/** @type {any} */
const { TEXTS } = await import(`${www}strings.js`);

const BASE = 'https://shop.example/models/fake/';
const MIB = 1024 * 1024;

/** @param {Uint8Array} bytes */
const hex = (bytes) => createHash('sha256').update(bytes).digest('hex');

/**
 * A pack's files by name.
 *
 * @param {number[]} sizes of the parts
 * @param {string} [precision]
 */
function pack(sizes, precision = 'int8') {
  const parts = sizes.map((size, at) => new Uint8Array(size).fill(at + 1));
  /** @type {[string, Uint8Array<ArrayBuffer>][]} */
  const files = [['tokenizer.json', new Uint8Array(1000)], ...parts.map((bytes, at) => /** @type {[string, Uint8Array<ArrayBuffer>]} */ ([`weights.${at}.bin`, bytes]))];
  const [tokenizer, ...others] = files.map(([file, bytes]) => ({ file, bytes: bytes.length, sha256: hex(bytes) }));
  const manifest = new TextEncoder().encode(JSON.stringify({ precision, tokenizer, parts: others }));
  return new Map([['manifest.json', manifest], ...files]);
}

/** What happened, in order: `read` and `pushed` of a part's number, `begin`, `free`. @type {string[]} */
let events = [];
/** @type {any[]} */
let openings = [];
/** What the cache has given. @type {ArrayBuffer[]} */
let buffers = [];

/** The module, which checks hashes and keeps nothing. */
const MODULE = {
  fingerprints: (/** @type {string[]} */ texts) => texts.map((text) => hex(new TextEncoder().encode(text)).slice(0, 32)),
  Opening: class {
    part = 0;
    length = 0;
    freed = false;

    /** @param {any} manifest */
    constructor(manifest) {
      this.manifest = manifest;
      openings.push(this);
    }

    /** @param {Uint8Array} manifest */
    static tokenizer_of(manifest) {
      try {
        return JSON.parse(new TextDecoder().decode(manifest)).tokenizer;
      } catch {
        throw { code: 'not_json', message: '', details: { file: 'manifest.json' } };
      }
    }

    /** @param {Uint8Array} manifest */
    static pack(manifest) {
      return new this(JSON.parse(new TextDecoder().decode(manifest)));
    }

    static folder() {
      return new this({ parts: [] });
    }

    parts() {
      return this.manifest.parts;
    }

    /** @param {string} device */
    async begin(device) {
      events.push(`begin ${device}`);
    }

    /** @param {Uint8Array} sha256 */
    hashed_part(sha256) {
      const { file, sha256: wanted } = this.manifest.parts[this.part];
      if (Buffer.from(sha256).toString('hex') !== wanted) throw { code: 'wrong_hash', message: '', details: { file } };
    }

    /** @param {Uint8Array} piece */
    async push(piece) {
      this.length += piece.length;
      assert.ok(piece.length <= 256 * 1024);
      await calm();
    }

    end_part() {
      events.push(`pushed ${this.part}`);
      this.part += 1;
    }

    async finish() {
      return { length: this.length };
    }

    free() {
      this.freed = true;
      events.push('free');
    }
  },
};

/** @param {string} url */
const nameIn = (url) => url.slice(BASE.length);

/**
 * A cache with files in it, and a site with others.
 *
 * @param {Map<string, Uint8Array<ArrayBuffer>>} kept
 * @param {Map<string, Uint8Array<ArrayBuffer>>} site
 */
function browser(kept, site) {
  events = [];
  openings = [];
  buffers = [];
  /** @type {Map<string, Blob | Uint8Array<ArrayBuffer>>} */
  const rows = new Map([...kept].map(([name, bytes]) => [BASE + name, bytes]));
  const read = (/** @type {string} */ name, /** @type {ArrayBuffer} */ bytes) => {
    const part = /^weights\.(\d+)/.exec(name)?.[1];
    if (part) events.push(`read ${part}`);
    buffers.push(bytes);
    return bytes;
  };
  const cache = {
    async match(/** @type {string} */ url) {
      const found = rows.get(url);
      return found && { arrayBuffer: async () => read(nameIn(url), await new Blob([found]).arrayBuffer()) };
    },
    async put(/** @type {string} */ url, /** @type {Response} */ response) {
      rows.set(url, await response.blob());
    },
    async delete(/** @type {string} */ url) {
      return rows.delete(url);
    },
    keys: async () => [...rows.keys()].map((url) => ({ url })),
  };
  Object.defineProperty(globalThis, 'caches', { value: { open: async () => cache }, configurable: true });
  /** @type {string[]} */
  const fetched = [];
  Object.defineProperty(globalThis, 'fetch', {
    value: async (/** @type {string} */ url) => {
      const name = nameIn(url);
      fetched.push(name);
      const bytes = site.get(name);
      if (bytes) read(name, new ArrayBuffer(0));
      return bytes ? new Response(bytes.slice()) : new Response(null, { status: 404 });
    },
    configurable: true,
    writable: true,
  });
  return { rows, fetched };
}

const fetching = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
afterEach(() => {
  Reflect.deleteProperty(globalThis, 'caches');
  if (fetching) Object.defineProperty(globalThis, 'fetch', fetching);
});

const OPTIONS = { device: 'auto', software: false };
/** @param {(done: number, total: number) => void} [say] */
const open = (say = () => {}) => openPack(Promise.resolve(MODULE), BASE, OPTIONS, new Map(), say);

/** How many parts were read and not packed, at most. */
function most() {
  let alive = 0;
  return events.reduce((most, event) => {
    if (event.startsWith('read')) alive += 1;
    if (event.startsWith('pushed')) alive -= 1;
    return Math.max(most, alive);
  }, 0);
}

const FOURTEEN = Array(14).fill(2 * MIB);

for (const [what, of] of /** @type {const} */ ([['kept', 'cache'], ['fetched', 'site']])) {
  test(`of fourteen parts that are ${what} two are in memory, the second read while the first is packed`, async () => {
    const files = pack(FOURTEEN);
    const { rows, fetched } = browser(of === 'cache' ? files : new Map(), of === 'site' ? files : new Map());
    /** @type {number[]} */
    const told = [];
    const { model, kept, bytes } = await open((done, total) => told.push(done / total));
    assert.equal(model.length, 28 * MIB);
    assert.equal(bytes, 28 * MIB + 1000);
    assert.equal(kept, true);
    assert.equal(most(), 2);
    for (let part = 1; part < 14; part += 1) assert.ok(events.indexOf(`read ${part}`) < events.indexOf(`pushed ${part - 1}`), `${part} is read ahead`);
    assert.equal(told.at(-1), 1);
    assert.deepEqual([...told].sort((a, b) => a - b), told);
    assert.equal(fetched.length, of === 'site' ? 16 : 0);
    assert.equal(rows.size, 16, 'all is kept for the next visit');
    assert.deepEqual(buffers.filter(({ byteLength }) => byteLength > 0), [], 'nothing waits for the garbage collector');
  });
}

test('parts larger than 8 MiB are not read ahead', async () => {
  browser(pack([9 * MIB, 9 * MIB, 9 * MIB]), new Map());
  await open();
  assert.equal(most(), 1);
});

test('floats stay floats, and bytes bytes', async () => {
  for (const [precision, device] of [['int8', 'int8'], ['f32', 'float'], ['f16', 'float']]) {
    browser(pack([10], precision), new Map());
    await open();
    assert.ok(events.includes(`begin ${device}`), precision);
  }
  const file = (/** @type {string} */ path, /** @type {BlobPart} */ bytes) => ({ path, file: new File([bytes], path, { lastModified: 5 }) });
  events = [];
  await openFolder(MODULE, [file('config.json', '{}'), file('vocab.txt', 'a'), file('model.safetensors', new Uint8Array(3 * MIB))], OPTIONS, () => {});
  assert.deepEqual(events, ['begin float']);
});

test('a pack is known by all of its manifest, a folder by the files that are used', async () => {
  const files = pack([10]);
  browser(files, new Map());
  const { identity } = await open();
  assert.match(identity, /^[0-9a-f]{32}$/);
  assert.equal(identity, hex(files.get('manifest.json') ?? new Uint8Array()).slice(0, 32));
  const folder = (/** @type {string} */ other, lastModified = 5) => ['config.json', 'vocab.txt', 'model.safetensors', other].map((path) => ({ path, file: new File(['a'], path, { lastModified }) }));
  const of = async (/** @type {any} */ files) => (await openFolder(MODULE, files, OPTIONS, () => {})).identity;
  const known = await of(folder('README.md'));
  assert.equal(known.length, 32);
  assert.equal(await of(folder('.git/index')), known);
  assert.notEqual(await of(folder('README.md', 6)), known);
});

test('a pack in a folder of the merchant’s own is opened as one of the site is', async () => {
  const files = pack([2 * MIB, 2 * MIB], 'f32');
  events = [];
  const given = [...files].map(([path, bytes]) => ({ path, file: new File([bytes], path) }));
  const { model, kept } = await openFolder(MODULE, given, OPTIONS, () => {});
  assert.equal(model.length, 4 * MIB);
  assert.equal(kept, null);
  assert.ok(events.includes('begin float'));
  await assert.rejects(openFolder(MODULE, given.filter(({ path }) => path !== 'weights.1.bin'), OPTIONS, () => {}), { code: 'missing_part', details: { file: 'weights.1.bin' } });
});

test('what a first try holds is freed before the second', async () => {
  const files = pack([1000, 1000]);
  const { fetched, rows } = browser(new Map([...files, ['weights.1.bin', new Uint8Array(1000)]]), files);
  await open();
  assert.deepEqual(openings.map(({ freed }) => freed), [true, false]);
  assert.deepEqual(fetched, ['weights.1.bin']);
  assert.ok(events.indexOf('free') < events.lastIndexOf('begin int8'));
  assert.equal(rows.size, 4);
});

test('a part that is short, long or not there is told, and what was fetched before it is kept', async () => {
  for (const [bytes, code] of /** @type {[Uint8Array<ArrayBuffer> | null, string][]} */ ([[new Uint8Array(900), 'wrong_size'], [new Uint8Array(1100), 'wrong_size'], [new Uint8Array(1000), 'wrong_hash'], [null, 'missing_part']])) {
    const site = pack([1000, 1000]);
    if (bytes) site.set('weights.1.bin', bytes);
    else site.delete('weights.1.bin');
    const { rows } = browser(new Map(), site);
    await assert.rejects(open(), { code, details: code === 'wrong_size' ? { file: 'weights.1.bin', expected: 1000, found: bytes?.length } : { file: 'weights.1.bin' } });
    assert.deepEqual([...rows.keys()].map(nameIn).sort(), ['manifest.json', 'tokenizer.json', 'weights.0.bin']);
  }
});

test('where nothing can be kept, other workers get the bytes, and the next visit fetches again', async () => {
  const files = pack([1000, 1000]);
  browser(new Map(), files);
  Object.defineProperty(globalThis, 'caches', { value: { open: () => Promise.reject(new DOMException('denied', 'SecurityError')) }, configurable: true });
  const { kept, parts } = await open();
  assert.equal(kept, false);
  assert.deepEqual(parts.map((/** @type {[string, Blob]} */ [name]) => name), ['manifest.json', 'tokenizer.json', 'weights.0.bin', 'weights.1.bin']);
  const { fetched } = browser(new Map(), new Map());
  await openPack(Promise.resolve(MODULE), BASE, OPTIONS, new Map(parts), () => {});
  assert.deepEqual(fetched, []);
});

test('a request that fails is told as the network’s', async () => {
  browser(new Map(), new Map());
  Object.defineProperty(globalThis, 'fetch', { value: () => Promise.reject(new TypeError('Failed to fetch')), configurable: true });
  await assert.rejects(open(), { code: 'network' });
});

test('what can go wrong with a model is told in words, why a worker stopped too', async () => {
  Object.defineProperty(globalThis, 'document', { value: { documentElement: { lang: 'en' } }, configurable: true });
  try {
    // Those that no merchant meets: of cards, whose work goes to the processor, and of programs that call in the wrong order.
    const unmet = /^(gpu_|no_adapter|only_software|no_gpu|no_device|out_of_order|width|no_batch|model$)/;
    const sources = await Promise.all(['crate/inference/src/error.rs', 'crate/text/src/error.rs'].map((path) => readFile(`${ROOT}${path}`, 'utf8')));
    const codes = sources.flatMap((source) => [...source.matchAll(/=> "([a-z_]+)",/g)].map(([, code = '']) => code)).filter((code) => !unmet.test(code));
    assert.ok(codes.length > 20);
    const [unknown] = TEXTS.en.model_unknown.split('(');
    for (const code of [...codes, 'nothing_to_read', 'vanished', 'network', 'crash']) {
      const words = modelWords({ code, message: 'MESSAGE', details: {} }, false);
      assert.ok(!words.startsWith(unknown), `${code} has no words`);
    }
    assert.equal(modelWords({ code: 'crash', message: '', details: { cause: 'memory' } }, false), TEXTS.en.model_memory);
    assert.equal(modelWords({ code: 'crash', message: '', details: { cause: 'crash' } }, false), TEXTS.en.model_crash);
    assert.match(modelWords({ code: 'bad_config', message: '', details: { field: 'hidden_act', value: 'silu' } }, true), /config\.json/);
  } finally {
    Reflect.deleteProperty(globalThis, 'document');
  }
});
