// Who reads what, and what becomes of texts, workers and cards that fail: the page's own modules with fake workers.

import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import { calm, encoded, failed, loaded, silent, sound, staff, workers } from './fake-worker.mjs';

const www = new URL('../../www/', import.meta.url).href;
/** @type {any} */
const { ModelPool } = await import(`${www}model-pool.js`);
/** @type {any} */
const { BULK, URGENT } = await import(`${www}model-queue.js`);
/** @type {any} */
const { agree, PROBES } = await import(`${www}model-card.js`);
/** @type {any} */
const { ResultCache } = await import(`${www}result-cache.js`);
/** @type {any} */
const { TextIndex } = await import(`${www}text-index.js`);

const SOURCE = { pack: 'https://shop.example/models/fake/' };

/** @typedef {import('./fake-worker.mjs').Asked} Asked */

/** @type {any[]} */
const pools = [];

/** @param {object} [options] */
function pool(options = {}) {
  const made = new ModelPool(SOURCE, { device: 'cpu', ...options });
  pools.push(made);
  return made;
}

afterEach(() => {
  for (const made of pools.splice(0)) made.close();
  mock.timers.reset();
  mock.restoreAll();
});

/** Results that are kept in this test's sight. */
class Rows {
  kept = true;
  /** @type {Map<string, any>} */
  rows = new Map();

  /** @param {string[]} keys */
  async get(keys) {
    return keys.map((key) => this.rows.get(key));
  }

  /** @param {[string, any, number][]} rows */
  async put(rows) {
    for (const [key, value] of rows) this.rows.set(key, value);
  }
}

/** @param {number} count */
const texts = (count) => Array.from({ length: count }, (_, at) => `text ${at}`);

/** @param {{ failed: { texts: number[], failure: { code: string } }[] }} answers */
const lost = ({ failed }) => failed.map(({ texts, failure }) => [failure.code, ...texts]);

/** @param {string} code */
const withCode = (code) => (/** @type {any} */ error) => error?.failure?.code === code;

test('a worker is asked for whole numbers only where the manifest says so', async () => {
  /** @type {string[]} */
  const devices = [];
  staff((asked) => {
    if (asked.method === 'load') devices.push(asked.order.device);
    return sound(asked);
  });
  await pool().open();
  assert.deepEqual(devices, ['auto']);
});

test('one text that cannot be read takes no other with it', async () => {
  /** @type {string[][]} */
  const runs = [];
  staff((asked) => {
    if (asked.method === 'encode') {
      runs.push(asked.order.texts);
      if (asked.order.texts.includes('text 7')) throw failed('not_finite');
    }
    return sound(asked);
  });
  const answers = await pool().ask(texts(32));
  assert.deepEqual(lost(answers), [['not_finite', 7]]);
  assert.equal(answers.values.filter(Boolean).length, 31);
  assert.equal(runs.length, 33, 'all together, then each alone');
});

test('one text at which workers crash takes no other with it', async () => {
  staff((asked) => {
    if (asked.method === 'encode' && asked.order.texts.includes('text 7')) throw failed('crash', { crashed: true });
    return sound(asked);
  });
  const answers = await pool().ask(texts(32));
  assert.deepEqual(lost(answers), [['crash', 7]]);
  assert.equal(workers.length, 4, 'the first, one after each of two tries together, one after the text alone');
});

test('a model at which every worker crashes is given up, and why is told', async () => {
  staff((asked) => {
    if (asked.method === 'encode') throw failed('memory', { crashed: true });
    return sound(asked);
  });
  await assert.rejects(pool().ask(texts(500)), (/** @type {any} */ error) => error.failure.code === 'crash' && error.failure.details.cause === 'memory');
  assert.ok(workers.length < 20, `${workers.length} workers`);
});

test('what was answered before a batch failed is kept', async () => {
  /** @type {number[]} */
  const runs = [];
  staff((asked) => {
    if (asked.method === 'encode') {
      runs.push(asked.order.texts.length);
      if (runs.length === 1) throw failed('not_finite', { partial: encoded(asked.order.texts, [0, 1, 2, 4]) });
    }
    return sound(asked);
  });
  const answers = await pool().ask(texts(6));
  assert.deepEqual(runs, [6, 1, 1], 'only the others are read again');
  assert.equal(answers.values.every(Boolean), true);
});

test('a card is not blamed for a text that has no tokens', async () => {
  staff((asked) => {
    if (asked.method === 'load' && asked.order.device === 'gpu') return loaded({ precision: 'f32', check: { texts: 1, worst: 1, passed: true } });
    if (asked.method === 'encode' && asked.order.texts.includes('text 7')) throw failed('untokenisable');
    return sound(asked);
  }, { gpu: true });
  const made = pool({ device: 'gpu' });
  await made.open();
  await calm();
  assert.deepEqual(lost(await made.ask(texts(32))), [['untokenisable', 7]]);
  assert.equal(made.status.gpu, 'on');
});

test('loading is given up at once, whatever it waits for', async () => {
  staff(silent);
  const work = new AbortController();
  const opening = pool().open(undefined, work.signal);
  await calm();
  work.abort();
  await assert.rejects(opening, { name: 'AbortError' });
  await calm();
  assert.deepEqual(workers.map(({ ended }) => ended), [true], 'no second worker was begun');
});

test('what is given up with the last byte does not begin to read', async () => {
  /** @type {() => void} */
  let finish = () => {};
  staff((asked) => (asked.method === 'load' ? new Promise((resolve) => { finish = () => resolve(loaded()); }) : sound(asked)));
  const index = new TextIndex();
  index.setTitles(texts(5));
  const started = index.start(SOURCE);
  await calm();
  index.cancel();
  finish();
  await started;
  await calm();
  assert.equal(index.stage, 'offer');
  assert.deepEqual(workers.map(({ ended }) => ended), [true]);
});

test('a card that is lost while it is opened is asked twice, not for ever', async () => {
  let late = 0;
  const clock = performance.now.bind(performance);
  mock.method(performance, 'now', () => clock() + late);
  let loads = 0;
  staff((asked) => {
    if (asked.method === 'load' && asked.order.device === 'gpu') {
      loads += 1;
      throw failed('gpu_lost');
    }
    return sound(asked);
  }, { gpu: true });
  const made = pool({ device: 'auto' });
  await made.open();
  await calm();
  assert.equal(loads, 1);
  await made.ask(texts(400));
  assert.equal(loads, 1, 'not before it has had time');
  for (let round = 0; round < 5; round += 1) {
    late += 60_000;
    await made.ask(texts(400).map((text) => `${round} ${text}`));
    await calm();
  }
  assert.equal(loads, 2);
  assert.equal(made.status.gpu, 'lost');
});

test('what is asked of a pool that is closed meanwhile fails', async () => {
  staff(sound);
  /** @type {(rows: any[]) => void} */
  let answer = () => {};
  const results = { kept: true, get: () => new Promise((resolve) => { answer = resolve; }), put: async () => {} };
  const made = pool({ results });
  const waiting = assert.rejects(made.ask(['a'], { priority: URGENT }), withCode('stopped'));
  await calm();
  made.close();
  answer([undefined]);
  await waiting;
  await assert.rejects(made.ask(['b']), withCode('stopped'));
});

test('what is being read when a pool is closed fails', async () => {
  staff((asked) => (asked.method === 'encode' ? silent() : sound(asked)), { gpu: true });
  const made = pool({ device: 'gpu' });
  const waiting = assert.rejects(made.ask(texts(100)), withCode('stopped'));
  await calm();
  made.close();
  await waiting;
});

test('whoever asks while a worker is being replaced waits for the same', async () => {
  let crash = true;
  staff((asked) => {
    if (asked.method === 'fingerprints' && crash) {
      crash = false;
      throw failed('crash', { crashed: true });
    }
    return sound(asked);
  });
  const made = pool();
  await made.open();
  await Promise.all([made.ask(['a']), made.ask(['b']), made.ask(['c'])]);
  assert.equal(workers.length, 2);
});

test('answers are kept by model, heads, number format and text', async () => {
  const results = new Rows();
  /** @param {object} model @param {string[]} heads */
  const read = async (model, heads) => {
    staff((asked) => (asked.method === 'load' ? loaded(model) : sound(asked)));
    await pool({ results }).ask(['a'], { heads });
    return workers.reduce((sum, { calls }) => sum + calls.filter((method) => method === 'encode').length, 0);
  };
  assert.equal(await read({}, ['vector']), 1);
  assert.equal(await read({}, ['vector']), 0, 'known');
  assert.equal(await read({ identity: 'other' }, ['vector']), 1);
  assert.equal(await read({ precision: 'f32' }, ['vector']), 1);
  assert.equal(await read({}, ['titles']), 1);
  assert.equal(results.rows.size, 4);
});

test('what a card has read is known where one may be used, and not where it may not', async () => {
  const results = new Rows();
  /** @param {string} device */
  const read = async (device) => {
    /** @type {string[]} */
    const readers = [];
    staff((asked) => {
      if (asked.method === 'encode' && asked.order.texts.includes('a')) readers.push(asked.worker.name);
      if (asked.method === 'load' && asked.order.device === 'gpu') return loaded({ precision: 'f32', check: { texts: 1, worst: 1, passed: true } });
      return sound(asked);
    }, { gpu: true });
    const made = pool({ device, results });
    await made.open();
    await calm();
    await made.ask(['a'], { priority: BULK });
    return readers;
  };
  assert.deepEqual(await read('gpu'), ['shoplens-model-gpu']);
  assert.deepEqual(await read('gpu'), []);
  assert.deepEqual(await read('cpu'), ['shoplens-model-cpu']);
});

for (const { phrase, bulk, quick, gpu } of [
  { phrase: 0.1, bulk: 0.1, quick: 'gpu', gpu: 'on' },
  { phrase: 10, bulk: 0.1, quick: 'cpu', gpu: 'on' },
  { phrase: 0.1, bulk: 10, quick: 'gpu', gpu: 'short' },
  { phrase: 10, bulk: 10, quick: 'cpu', gpu: 'slower' },
]) {
  test(`a card that takes ${phrase} times as long for a phrase and ${bulk} times for many texts does what it is faster at`, async () => {
    /** @type {[string, number][]} */
    const runs = [];
    staff((asked) => {
      const card = asked.worker.name === 'shoplens-model-gpu';
      if (asked.method === 'load' && card) return loaded({ precision: 'f32', check: { texts: 1, worst: 1, passed: true } });
      if (asked.method !== 'encode') return sound(asked);
      const { length } = asked.order.texts;
      runs.push([card ? 'gpu' : 'cpu', length]);
      const times = length === 1 ? phrase : bulk;
      return { ...encoded(asked.order.texts), took: 10 * length * (card ? times : 1) };
    }, { gpu: true });
    const made = pool({ device: 'auto' });
    await made.open();
    await calm();
    const beforehand = runs.splice(0);
    assert.ok(beforehand.length > 2 && beforehand.length < 20, 'the duel is short');
    assert.ok(beforehand.every(([, length]) => length === 1), 'and about one phrase');
    await made.ask(texts(400));
    assert.equal(made.status.gpu, gpu);
    assert.equal(made.status.quick, quick);
    assert.equal(made.status.bulk, gpu === 'on' ? 'gpu' : 'cpu');
    assert.equal(workers.some(({ name, ended }) => name === 'shoplens-model-gpu' && !ended), gpu !== 'slower');
    runs.length = 0;
    await made.ask(['a phrase'], { priority: URGENT });
    assert.deepEqual(runs, [[quick, 1]]);
    runs.length = 0;
    await made.ask(texts(400).map((text) => `more ${text}`));
    assert.deepEqual([...new Set(runs.map(([device]) => device))], [gpu === 'on' ? 'gpu' : 'cpu']);
  });
}

test('a phrase at which the faster card fails is read by the processor', async () => {
  let well = true;
  staff((asked) => {
    const card = asked.worker.name === 'shoplens-model-gpu';
    if (asked.method === 'load' && card) return loaded({ precision: 'f32', check: { texts: 1, worst: 1, passed: true } });
    if (asked.method === 'encode' && card && !well) throw failed('gpu_lost');
    return asked.method === 'encode' ? { ...encoded(asked.order.texts), took: card ? 1 : 10 } : sound(asked);
  }, { gpu: true });
  const made = pool({ device: 'gpu' });
  await made.open();
  await calm();
  assert.equal(made.status.quick, 'gpu');
  well = false;
  const { values } = await made.ask(['a phrase'], { priority: URGENT });
  assert.deepEqual([...values[0].vector], [1, 8]);
  assert.equal(made.status.quick, 'cpu');
});

test('what is on the screen is read first, and what somebody waits for before it', async () => {
  /** @type {string[]} */
  const order = [];
  /** @type {() => void} */
  let look = () => {};
  staff(async (asked) => {
    if (asked.method !== 'encode') return sound(asked);
    order.push(String(asked.order.texts[0]).split(' ')[0] ?? '');
    if (order.length === 2) look();
    if (order.length === 2) await calm();
    return encoded(asked.order.texts);
  });
  const index = new TextIndex();
  index.setTitles(texts(200).map((text) => `title ${text}`));
  index.setReviews(texts(200).map((text) => `review ${text}`));
  /** @type {Promise<any> | undefined} */
  let found;
  look = () => {
    index.look('reviews');
    found = index.search('phrase', { titles: 1, reviews: 1 });
  };
  await index.start(SOURCE);
  await found;
  // The best-selling first as long as nothing is looked at; then all reviews, in seven pieces or eight.
  assert.match(order.join(' '), /^title title phrase( review){7,8}( title)+$/);
  index.stop();
  index.forget();
  order.length = 0;
  look = () => index.look('trend');
  index.look('attributes');
  await index.start(SOURCE);
  assert.match(order.join(' '), /^title title( title| review)+ review$/);
  index.stop();
});

test('fingerprints are computed a thousand at once', async () => {
  /** @type {number[]} */
  const lengths = [];
  staff((asked) => {
    if (asked.method === 'fingerprints') lengths.push(asked.order.length);
    return sound(asked);
  });
  await pool().ask(texts(2500));
  assert.equal(Math.max(...lengths), 1000);
  assert.equal(lengths.filter((length) => length === 1000).length, 2);
});

test('a card is compared as exactly as the number formats allow', () => {
  /** @param {number} turned @param {string} precision */
  const side = (turned, precision) => ({ encoded: { vectors: Float32Array.from(PROBES.flatMap(() => [Math.cos(turned), Math.sin(turned)])) }, precision });
  const rounded = Math.acos(0.977);
  assert.equal(agree(side(0, 'int8'), side(rounded, 'f32')), true, 'bytes beside floats');
  assert.equal(agree(side(0, 'f32'), side(rounded, 'f32')), false, 'floats beside floats');
  assert.equal(agree(side(0, 'f32'), side(0.001, 'f32')), true);
  assert.equal(agree(side(0, 'int8'), side(1, 'f32')), false);
});

test('a phrase with nothing to read in it, or that could not be read, is told and finds nothing', async () => {
  staff((asked) => {
    if (asked.method === 'encode') {
      if (asked.order.texts.includes('lost')) throw failed('not_finite');
      if (asked.order.texts.includes('<br>')) return { ...encoded(asked.order.texts), vectors: new Float32Array(2) };
    }
    return sound(asked);
  });
  const index = new TextIndex();
  index.setTitles(texts(5));
  await index.start(SOURCE);
  assert.equal(index.stage, 'ready');
  await assert.rejects(index.search('<br>', { titles: 10, reviews: 10 }), withCode('nothing_to_read'));
  await assert.rejects(index.search('lost', { titles: 10, reviews: 10 }), withCode('not_finite'));
  assert.equal((await index.search('text', { titles: 10, reviews: 10 })).titles.length, 1);
  index.stop();
});

test('a database that never answers is gone on without', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  /** @type {any} */
  const request = {};
  Object.defineProperty(globalThis, 'indexedDB', { value: { open: () => request }, configurable: true });
  try {
    const cache = new ResultCache();
    const waiting = cache.get(['a']);
    await calm();
    mock.timers.tick(3000);
    assert.deepEqual(await waiting, [undefined]);
    assert.equal(cache.kept, false);
    await cache.put([['a', 'value', 5]]);
    assert.deepEqual(await cache.get(['a']), ['value']);
    // An answer that comes all the same is in nobody's way.
    let closed = false;
    request.result = { close: () => { closed = true; } };
    request.onsuccess();
    assert.equal(closed, true);
    assert.equal(cache.kept, false);
  } finally {
    Reflect.deleteProperty(globalThis, 'indexedDB');
  }
});

test('a database that the browser closes is opened again', async () => {
  let opened = 0;
  const transaction = () => {
    const at = /** @type {any} */ ({ objectStore: () => ({ get: () => ({}) }) });
    setImmediate(() => at.oncomplete());
    return at;
  };
  /** @type {any} */
  let database;
  const open = () => {
    opened += 1;
    const request = /** @type {any} */ ({ result: (database = { close() {}, transaction }) });
    setImmediate(() => request.onsuccess());
    return request;
  };
  Object.defineProperty(globalThis, 'indexedDB', { value: { open }, configurable: true });
  try {
    const cache = new ResultCache();
    await cache.get(['a']);
    await cache.get(['b']);
    assert.equal(opened, 1);
    database.onclose();
    await cache.get(['c']);
    assert.equal(opened, 2);
    assert.equal(cache.kept, true);
  } finally {
    Reflect.deleteProperty(globalThis, 'indexedDB');
  }
});
