// Products searched by meaning: loaded when asked, visible progress, stopped and gone on with, and what can go wrong.

import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { ROOT, withPage } from './harness.mjs';
import { PATIENCE, dropped, settled } from './merchant.mjs';
import { talkative } from './talk.mjs';
import { TINY } from './tiny-pack.mjs';
import { catalogue, titles } from './titles.mjs';

/** @typedef {import('./harness.mjs').Kit} Kit */
/** @typedef {import('playwright-core').Page} Page */

const MODEL = /\/www\/pkg\/model(_relaxed)?\/model(_relaxed)?-[0-9a-f]+\.js$/;
const WORKER = /\/www\/model-worker-[0-9a-f]+\.js$/;
/** @param {number} pause milliseconds before every batch */
const slow = (pause) => `
  const quick = Job.prototype.step;
  Job.prototype.step = async function (model) { await new Promise((resolve) => setTimeout(resolve, ${pause})); return quick.call(this, model); };`;
const SLOW = slow(60);

/**
 * Adds to a module of the page before it is run.
 *
 * @param {Kit} kit
 * @param {RegExp} file
 * @param {{ before?: string, after?: string }} code
 */
async function changed({ context, page, host }, file, { before = '', after = '' }) {
  await context.route(file, async (route) => {
    const response = await route.fetch();
    // A worker that begins while the page is being closed gets no answer.
    const body = await response.text().catch(() => null);
    if (body !== null) await route.fulfill({ response, body: `${before}\n${body}\n${after}` });
  });
  await page.goto(host.url, { waitUntil: 'networkidle' });
}

/**
 * @param {Page} page
 * @param {string} stage
 */
function reached(page, stage) {
  return page.locator(`product-search[data-stage="${stage}"]`).waitFor({ ...PATIENCE, state: 'attached' });
}

/** @param {Page} page */
async function begin(page) {
  await page.locator('[data-key="search-start"]').click();
}

/**
 * @param {Page} page
 * @param {string} phrase
 */
async function find(page, phrase) {
  await page.locator('#search-phrase').fill(phrase);
  await page.locator('#search-phrase').press('Enter');
  await page.locator('.search-found .block-title', { hasText: phrase }).waitFor(PATIENCE);
  return page.locator('.search-results tbody th').allInnerTexts();
}

/**
 * How near the nearest is. The tiny model knows few words, so that several titles may be as near.
 *
 * @param {Page} page
 */
async function best(page) {
  return Number(await page.locator('.search-results td.bar').first().innerText());
}

/** @param {Page} page */
function state(page) {
  return page.locator('.search-state').innerText();
}

test('titles are read with progress, stopped, gone on with, and the nearest are found', withPage(async (kit) => {
  const { page, watch, screenshot, assertAccessible } = kit;
  await changed(kit, MODEL, { after: SLOW });
  await watch.loaded();
  await dropped(kit, catalogue(2000));
  await page.locator('product-search h2').waitFor(PATIENCE);
  watch.assertNoRequestSinceLoaded();
  await assertAccessible();
  await screenshot('search-offer-en');
  await begin(page);
  await page.waitForFunction(() => /^[1-9][\d,]* of 2,000 texts read/.test(document.querySelector('.search-state')?.textContent ?? ''), null, PATIENCE);
  assert.match(await state(page), / a second/);
  assert.match(await page.locator('.search-running').innerText(), /Processor, \d worker/);
  await screenshot('search-reading-en');
  await page.locator('[data-key="search-cancel"]').click();
  await reached(page, 'paused');
  const paused = Number((await state(page)).match(/^([\d,]+)/)?.[1]?.replace(',', ''));
  assert.ok(paused > 0 && paused < 2000, `${paused} when stopped`);
  // What was read can be searched already.
  assert.ok((await find(page, 'teapot')).length > 0);
  await page.locator('[data-key="search-resume"]').click();
  await reached(page, 'ready');
  const known = Number((await state(page)).match(/Known from before: ([\d,]+)/)?.[1]?.replace(',', ''));
  assert.ok(known >= paused, `${known} of the ${paused} that were read before it was stopped`);
  const [title = ''] = titles(1);
  assert.equal((await find(page, title)).length, 10);
  assert.equal(await best(page), 1, 'nothing is nearer than the title itself');
  await assertAccessible();
  await screenshot('search-ready-en');
  await page.locator('.search-results .row-link').first().click();
  await page.locator('.rows-dialog').waitFor();
  assert.match(await page.locator('.rows-dialog .dialog-note').innerText(), /Rows/);
}, { pack: 'tiny', serviceWorkers: 'block' }));

test('a second visit to the same titles costs nothing, and forgetting forgets', withPage(async (kit) => {
  const { page, host } = kit;
  const parts = () => host.requests?.filter((path) => path.includes('/part-')).length ?? 0;
  await dropped(kit, catalogue(600));
  await begin(page);
  await reached(page, 'ready');
  const fetched = parts();
  assert.equal(fetched, 2, 'each part is fetched once');
  await page.reload();
  await dropped(kit, catalogue(600));
  await begin(page);
  await reached(page, 'ready');
  assert.match(await state(page), /Known from before: 600/);
  assert.equal(parts(), fetched, 'parts come from the browser');
  await page.locator('[data-key="forget"]').click();
  await page.locator('.drop-area').waitFor();
  const left = await page.evaluate(async () => [...(await indexedDB.databases()).map(({ name }) => name), ...await caches.keys()]);
  assert.deepEqual(left.filter((name) => /results|models/.test(name ?? '')), []);
}, { pack: 'tiny', serviceWorkers: 'block' }));

test('it works with the host gone once it was used', withPage(async (kit) => {
  const { page, host, context } = kit;
  await settled(kit);
  await dropped(kit, catalogue(100));
  await begin(page);
  await reached(page, 'ready');
  await host.stop();
  await context.setOffline(true);
  await page.reload();
  await dropped(kit, catalogue(100));
  await begin(page);
  await reached(page, 'ready');
  assert.ok((await find(page, '茶壶')).length > 0);
}, { pack: 'tiny' }));

test('without storage it works, and says so', withPage(async (kit) => {
  const { page, context } = kit;
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); };
    CacheStorage.prototype.open = () => Promise.reject(new DOMException('denied', 'SecurityError'));
  });
  await changed(kit, WORKER, { before: "CacheStorage.prototype.open = () => Promise.reject(new DOMException('denied', 'SecurityError'));" });
  await dropped(kit, catalogue(300));
  await begin(page);
  await reached(page, 'ready');
  assert.equal((await find(page, 'winter coat')).length, 10);
  const notes = await page.locator('.search-notes').innerText();
  assert.match(notes, /fetched again next time/);
  assert.match(notes, /read again/);
}, { pack: 'tiny', serviceWorkers: 'block' }));

test('a damaged part is told, and one that the browser kept is fetched anew', withPage(async (kit) => {
  const { page, pack, host, screenshot, assertAccessible } = kit;
  const file = `${pack}/part-1.bin`;
  const right = await readFile(file);
  const wrong = Buffer.from(right);
  wrong[1000] = (wrong[1000] ?? 0) ^ 255;
  await writeFile(file, wrong);
  await dropped(kit, catalogue(50));
  await begin(page);
  await reached(page, 'failed');
  assert.equal(await page.locator('product-search .failure').getAttribute('data-code'), 'wrong_hash');
  assert.match(await page.locator('product-search .failure-hint').innerText(), /part-1\.bin.*damaged/);
  await assertAccessible();
  await screenshot('search-damaged-en');
  await writeFile(file, right);
  await page.locator('[data-key="search-retry"]').click();
  await reached(page, 'ready');
  // What lies in the browser's own store is trusted no more than what comes from the site.
  await page.evaluate(async (bytes) => {
    const cache = await caches.open('shoplens-models');
    const key = (await cache.keys()).find(({ url }) => url.endsWith('part-1.bin'));
    if (!key) throw new Error('nothing was kept');
    await cache.put(key, new Response(new Uint8Array(bytes)));
  }, [...wrong]);
  await page.reload();
  await dropped(kit, catalogue(50));
  const before = host.requests?.filter((path) => path.endsWith('part-1.bin')).length ?? 0;
  await begin(page);
  await reached(page, 'ready');
  assert.equal(host.requests?.filter((path) => path.endsWith('part-1.bin')).length, before + 1);
}, { pack: 'tiny', serviceWorkers: 'block' }));

test('a pack that is cut off, newer or not there is told', withPage(async (kit) => {
  const { page, pack, watch } = kit;
  await dropped(kit, catalogue(50));
  const manifest = await readFile(`${pack}/manifest.json`, 'utf8');
  const part = await readFile(`${pack}/part-1.bin`);
  /** @type {[string, string | Buffer, string][]} */
  const cases = [
    ['part-1.bin', part.subarray(0, 1000), 'wrong_size'],
    ['manifest.json', manifest.replace(/"format":\d+/, '"format":99'), 'newer_pack'],
    ['manifest.json', manifest.slice(0, 100), 'not_json'],
    ['manifest.json', manifest.replaceAll('part-1.bin', 'part-9.bin'), 'missing_part'],
  ];
  for (const [file, content, code] of cases) {
    await writeFile(`${pack}/manifest.json`, manifest);
    await writeFile(`${pack}/part-1.bin`, part);
    await writeFile(`${pack}/${file}`, content);
    await page.evaluate(() => caches.delete('shoplens-models'));
    await page.locator('[data-key="search-start"], [data-key="search-retry"]').locator('visible=true').click();
    await page.locator(`product-search .failure[data-code="${code}"]`).waitFor(PATIENCE);
    assert.ok((await page.locator('product-search .failure-hint').innerText()).length > 20, code);
  }
  // The browser complains of the part that is not there.
  watch.takeComplaints();
}, { pack: 'tiny', serviceWorkers: 'block' }));

test('a worker that crashes is replaced, and its work done again', withPage(async (kit) => {
  const { page } = kit;
  await changed(kit, MODEL, { after: `
    const sound = Job.prototype.step;
    let steps = 0;
    Job.prototype.step = function (model) {
      // Only the first worker of the page crashes: others find its mark.
      return navigator.locks.request('crash', async () => {
        const marks = await caches.open('shoplens-test');
        if (++steps === 2 && !(await marks.match('/crashed'))) {
          await marks.put('/crashed', new Response(''));
          throw new WebAssembly.RuntimeError('unreachable');
        }
        return sound.call(this, model);
      });
    };` });
  await dropped(kit, catalogue(400));
  await begin(page);
  await reached(page, 'ready');
  assert.ok(await page.evaluate(async () => Boolean(await (await caches.open('shoplens-test')).match('/crashed'))), 'one did crash');
  assert.match(await state(page), /^400 texts are read/);
  assert.equal((await find(page, 'yoga mat')).length, 10);
}, { pack: 'tiny', serviceWorkers: 'block' }));

test('several workers share the work, and find what one finds', withPage(async (kit) => {
  const { page, context } = kit;
  const phrases = ['teapot', '茶壶', 'a mat for yoga', 'phone case'];
  const found = async () => {
    const lists = [];
    for (const phrase of phrases) lists.push(await find(page, phrase));
    return lists;
  };
  await dropped(kit, catalogue(1500));
  await begin(page);
  await reached(page, 'ready');
  const alone = await found();
  await page.evaluate(async () => {
    // What was read is forgotten, so that it is read again.
    for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
  });
  await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => 4 }));
  await changed(kit, MODEL, { after: SLOW });
  await dropped(kit, catalogue(1500));
  await begin(page);
  await page.locator('.search-running', { hasText: 'Processor, 3 workers' }).waitFor(PATIENCE);
  await reached(page, 'ready');
  assert.match(await state(page), /^1,500 texts are read/);
  assert.doesNotMatch(await state(page), /Known from before/);
  assert.deepEqual(await found(), alone);
}, { pack: 'tiny', serviceWorkers: 'block' }));

test('what is on the screen is read first, and a phrase that is typed before it', withPage(async (kit) => {
  const { page, context } = kit;
  await context.addInitScript(() => {
    /** @type {string[]} */
    const firsts = [];
    Object.assign(globalThis, { firsts });
    const send = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (/** @type {any} */ message, /** @type {any} */ options) {
      if (message?.method === 'encode') firsts.push(message.args[0].texts[0]);
      return send.call(this, message, options);
    };
  });
  /** What pieces of work were of, in the order in which workers were given them. */
  const given = () => page.evaluate(() => {
    const { index } = /** @type {any} */ (document.querySelector('product-search'));
    return /** @type {any} */ (globalThis).firsts.map((/** @type {string} */ text) => (index.titles.includes(text) ? 'title' : index.reviews.includes(text) ? 'review' : 'phrase'));
  });
  const lookAt = async (/** @type {string} */ section) => {
    const link = page.locator(`.contents a[href="#section-${section}"]`);
    await link.click();
    await page.locator(`.contents a[href="#section-${section}"][aria-current]`).waitFor(PATIENCE);
  };
  /** The next pieces of work, but for what is under way. */
  const next = async () => {
    const before = (await given()).length;
    await page.waitForFunction((before) => /** @type {any} */ (globalThis).firsts.length >= before + 3, before, PATIENCE);
    return new Set((await given()).slice(before + 1));
  };
  await changed(kit, MODEL, { after: slow(500) });
  await dropped(kit, [...talkative('en'), ...catalogue(3000).slice(0, 1)]);
  await page.waitForFunction(() => /** @type {any} */ (document.querySelector('product-search')).index.reviews.length > 200, null, PATIENCE);
  await lookAt('products');
  // Without the page's moving there.
  await page.locator('[data-key="search-start"]').evaluate((/** @type {HTMLElement} */ button) => button.click());
  await reached(page, 'reading');
  await lookAt('reviews');
  assert.deepEqual(await next(), new Set(['review']));
  await lookAt('attributes');
  assert.deepEqual(await next(), new Set(['title']));
  const before = (await given()).length;
  await find(page, 'teapot');
  const after = (await given()).slice(before);
  assert.equal(await page.locator('product-search').getAttribute('data-stage'), 'reading');
  assert.ok(after.indexOf('phrase') >= 0 && after.indexOf('phrase') <= 2, after.join(' '));
}, { pack: 'tiny', serviceWorkers: 'block' }));

test('a tab that the browser freezes in the background goes on where it was', withPage(async (kit) => {
  const { page, context } = kit;
  await changed(kit, MODEL, { after: SLOW });
  await dropped(kit, catalogue(1500));
  await begin(page);
  await page.waitForFunction(() => /^[1-9][\d,]* of 1,500 texts read/.test(document.querySelector('.search-state')?.textContent ?? ''), null, PATIENCE);
  const browser = await context.newCDPSession(page);
  await browser.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((resolve) => { setTimeout(resolve, 4000); });
  await browser.send('Page.setWebLifecycleState', { state: 'active' });
  await reached(page, 'ready');
  assert.match(await state(page), /^1,500 texts are read/);
  assert.equal((await find(page, 'yoga mat')).length, 10);
}, { pack: 'tiny', serviceWorkers: 'block' }));

test('a text at which every worker crashes is told, and the others are read', withPage(async (kit) => {
  const { page } = kit;
  await changed(kit, MODEL, { after: `
    const planned = Model.prototype.plan;
    Model.prototype.plan = function (texts, head) {
      if (texts.includes('trap')) throw new WebAssembly.RuntimeError('unreachable');
      return planned.call(this, texts, head);
    };` });
  const [products] = catalogue(200, 0);
  await dropped(kit, [{ name: 'products.csv', bytes: `${products && 'bytes' in products ? products.bytes : ''}trap,SKU-X,1.00\n` }]);
  await begin(page);
  await reached(page, 'ready');
  assert.match(await page.locator('.search-notes').innerText(), /1 text could not be read/);
  assert.equal((await find(page, 'phone case')).length, 10);
}, { pack: 'tiny', serviceWorkers: 'block' }));

test('a model that finds no memory is told so', withPage(async (kit) => {
  const { page } = kit;
  await changed(kit, MODEL, { after: `
    WebAssembly.Memory.prototype.grow = () => { throw new RangeError('no memory'); };
    Job.prototype.step = async () => { throw new WebAssembly.RuntimeError('unreachable'); };` });
  await dropped(kit, catalogue(60));
  await begin(page);
  await reached(page, 'failed');
  assert.match(await page.locator('product-search .failure-hint').innerText(), /not enough memory/);
}, { pack: 'tiny', serviceWorkers: 'block' }));

test('loading is given up at once, also while nothing comes', withPage(async (kit) => {
  const { page, context } = kit;
  await context.route(/\/part-1\.bin$/, () => new Promise(() => {}));
  await dropped(kit, catalogue(60));
  await begin(page);
  await reached(page, 'loading');
  await page.waitForFunction(() => /of/.test(document.querySelector('.search-state')?.textContent ?? ''), null, PATIENCE);
  await page.locator('[data-key="search-cancel"]').click();
  await page.locator('product-search[data-stage="offer"]').waitFor({ state: 'attached', timeout: 3000 });
  await context.unroute(/\/part-1\.bin$/);
  await begin(page);
  await reached(page, 'ready');
}, { pack: 'tiny', serviceWorkers: 'block' }));

test('a phrase with nothing to read in it is told, and what was found stays', withPage(async (kit) => {
  const { page } = kit;
  await dropped(kit, catalogue(60));
  await begin(page);
  await reached(page, 'ready');
  await find(page, 'teapot');
  await page.locator('#search-phrase').fill('\u200b');
  await page.locator('#search-phrase').press('Enter');
  await page.getByText('nothing in these words').first().waitFor(PATIENCE);
  assert.match(await page.locator('.search-found .block-title').innerText(), /teapot/);
  assert.equal((await find(page, 'phone case')).length, 10);
}, { pack: 'tiny', serviceWorkers: 'block' }));

test('an old browser is told what it lacks', withPage(async (kit) => {
  const { page } = kit;
  await changed(kit, WORKER, { before: 'WebAssembly.validate = () => false;' });
  await dropped(kit, catalogue(20));
  await begin(page);
  await reached(page, 'failed');
  assert.equal(await page.locator('product-search .failure').getAttribute('data-code'), 'no_simd');
}, { pack: 'tiny', serviceWorkers: 'block' }));

test('without relaxed SIMD the plain module answers', withPage(async (kit) => {
  const { page, watch } = kit;
  await changed(kit, WORKER, { before: 'const all = WebAssembly.validate; WebAssembly.validate = (bytes) => bytes.length < 40 && all.call(WebAssembly, bytes);' });
  await dropped(kit, catalogue(100));
  await begin(page);
  await reached(page, 'ready');
  assert.ok(watch.requests.some((url) => /\/pkg\/model\/model-/.test(url)), 'the plain one was loaded');
  assert.ok(!watch.requests.some((url) => /model_relaxed-/.test(url)), 'and the other not');
}, { pack: 'tiny', serviceWorkers: 'block' }));

test('a graphics card that is not there is told where it was asked for', withPage(async (kit) => {
  const { page } = kit;
  await page.evaluate(() => Object.defineProperty(Navigator.prototype, 'gpu', { value: undefined, configurable: true }));
  await page.evaluate(() => { delete (/** @type {any} */ (Navigator.prototype)).gpu; });
  await dropped(kit, catalogue(60));
  await page.locator('[data-key="search-device"]').selectOption('gpu');
  await begin(page);
  await reached(page, 'ready');
  await page.getByText('There is no graphics card').waitFor();
  assert.equal((await find(page, 'dog leash')).length, 10);
}, { pack: 'tiny', serviceWorkers: 'block' }));

/**
 * A graphics card that is the processor in disguise, in a browser that has none.
 *
 * @param {string} step what it does before it runs a batch
 * @param {boolean} right what its golden texts say
 */
function card(step, right = true) {
  return `
    let card = false;
    const chosen = Opening.prototype.begin;
    Opening.prototype.begin = function (device, options) { card = device === 'gpu'; return chosen.call(this, card ? 'int8' : device, options); };
    Model.prototype.check = async () => ({ texts: 1, worst: ${right ? 1 : 0.5}, passed: ${right} });
    const honest = Job.prototype.step;
    let steps = 0;
    Job.prototype.step = async function (model) {
      const { texts } = this.counts();
      if (texts > 1) steps += 1;
      ${step}
      return honest.call(this, model);
    };
    const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));`;
}

/** @type {[string, string, boolean, string, RegExp][]} */
const CARDS = [
  ['that is faster does the work', 'if (!card) await pause(80);', true, 'on', /^$/],
  ['that is faster only at many texts leaves phrases to the processor', 'await pause(card ? (texts === 1 ? 60 : 0) : (texts === 1 ? 0 : 80));', true, 'on', /^$/],
  ['that is slower is let go', 'await pause(card ? 450 : 150);', true, 'slower', /slower than the processor/],
  ['that computes wrong is not trusted', 'if (!card) await pause(20);', false, 'wrong', /wrong results/],
  ['that is lost leaves its work to the processor', "if (!card) await pause(150); if (card && steps === 3) throw { code: 'gpu_lost', message: 'lost' };", true, 'lost', /stopped answering/],
  ['whose worker crashes leaves its work to the processor', "if (!card) await pause(150); if (card && steps === 3) throw new WebAssembly.RuntimeError('unreachable');", true, 'lost', /stopped answering/],
];
for (const [what, step, right, end, note] of CARDS) {
  test(`a graphics card ${what}`, withPage(async (kit) => {
    const { page, context } = kit;
    await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'gpu', { value: {}, configurable: true }));
    await changed(kit, MODEL, { after: card(step, right) });
    await dropped(kit, catalogue(1500));
    await begin(page);
    await reached(page, 'ready');
    assert.equal(await page.locator('product-search').getAttribute('data-gpu'), end);
    assert.equal(await page.locator('product-search').getAttribute('data-device'), end === 'on' ? 'gpu' : 'cpu');
    const quick = end === 'on' && !what.includes('leaves phrases') ? 'gpu' : 'cpu';
    assert.equal(await page.locator('product-search').getAttribute('data-quick'), quick);
    const both = /^Graphics card \(.*\); single phrases: Processor$/;
    const running = await page.locator('.search-running').innerText();
    assert.match(running, end !== 'on' ? /^Processor, / : quick === 'gpu' ? /^Graphics card \([^)]*\)$/ : both);
    assert.match(await state(page), /^1,500 texts are read/);
    if (end !== 'on') assert.match(await page.locator('.search-notes').innerText(), note);
    assert.equal((await find(page, 'frying pan')).length, 10);
  }, { pack: 'tiny', serviceWorkers: 'block' }));
}

test('a model of the merchant’s own is read from its folder, and a folder without one is told', withPage(async (kit) => {
  const { page, pack, screenshot, assertAccessible } = kit;
  await dropped(kit, catalogue(300));
  const folder = 'product-search input[type="file"]';
  await page.setInputFiles(folder, `${TINY}/../golden`);
  await reached(page, 'failed');
  assert.equal(await page.locator('product-search .failure').getAttribute('data-code'), 'missing_file');
  assert.match(await page.locator('product-search .failure-hint').innerText(), /config\.json/);
  const other = `${pack}/other`;
  await cp(TINY, other, { recursive: true });
  await writeFile(`${other}/config.json`, (await readFile(`${TINY}/config.json`, 'utf8')).replace('"model_type": "bert"', '"model_type": "gpt2"').replace('BertModel', 'GPT2Model'));
  await page.setInputFiles(folder, other);
  await page.locator('product-search .failure[data-code="architecture"]').waitFor(PATIENCE);
  assert.match(await page.locator('product-search .failure-hint').innerText(), /gpt2/i);
  await cp(`${TINY}/config.json`, `${other}/config.json`);
  await writeFile(`${other}/model.safetensors`, (await readFile(`${TINY}/model.safetensors`)).subarray(0, 50_000));
  await page.setInputFiles(folder, other);
  await page.locator('product-search .failure[data-code="truncated"]').waitFor(PATIENCE);
  await page.setInputFiles(folder, TINY);
  await reached(page, 'ready');
  assert.match(await page.locator('.search-notes').innerText(), /your own folder “tiny-bert”/);
  assert.equal(await page.locator('.search-running').getAttribute('title'), 'f32', 'its weights are not rounded');
  const [title = ''] = titles(1);
  assert.equal((await find(page, title)).length, 10);
  assert.equal(await best(page), 1);
  await assertAccessible();
  await screenshot('search-own-en');
  await page.locator('[data-key="search-built-in"]').click();
  await page.locator('[data-key="search-start"]').waitFor();
}, { pack: 'tiny', serviceWorkers: 'block' }));

const real = JSON.parse(await readFile(`${ROOT}models/zh-en/manifest.json`, 'utf8').catch(() => '{}'));
const missing = real.parts ? false : 'models/zh-en is not there';

test('the model of this site finds products by their meaning, across languages', { skip: missing }, withPage(async (kit) => {
  const { page, watch, screenshot } = kit;
  await settled(kit);
  await dropped(kit, catalogue(2000));
  await begin(page);
  await page.waitForFunction(() => /^[1-9][\d,]* of 2,000 texts read/.test(document.querySelector('.search-state')?.textContent ?? ''), null, { timeout: 120_000 });
  await page.locator('[data-key="search-cancel"]').click();
  await reached(page, 'paused');
  await page.locator('[data-key="search-resume"]').click();
  await page.locator('product-search[data-stage="ready"]').waitFor({ state: 'attached', timeout: 600_000 });
  console.log(`# ${await state(page)} · ${await page.locator('.search-running').innerText()}`);
  // The model is there, so nothing more is asked for.
  await watch.loaded();
  for (const [phrase, wanted] of /** @type {const} */ ([['something to brew tea in', /茶壶|teapot/], ['下雪天穿的衣服', /coat|羽绒服/], ['蒸馏锅和炒菜用具', /pan|平底锅/], ['gear for walking the dog', /dog leash|狗绳/]])) {
    const found = await find(page, phrase);
    assert.ok(found.filter((title) => wanted.test(title)).length >= 7, `${phrase}: ${found.join('; ')}`);
  }
  watch.assertNoRequestSinceLoaded();
  await screenshot('search-real-en');
}));

test('the page tells the size of what it would fetch', { skip: missing }, async () => {
  const { PACK_BYTES } = await import('../../www/model-pack.js');
  const bytes = [real.tokenizer, ...real.parts].reduce((sum, file) => sum + file.bytes, 0);
  assert.ok(Math.abs(PACK_BYTES - bytes) < 600_000, `${PACK_BYTES} is said, ${bytes} it is`);
});

test('in Chinese, in the dark, on a narrow screen', withPage(async (kit) => {
  const { page, screenshot, assertAccessible } = kit;
  await dropped(kit, catalogue(400));
  await page.locator('product-search h2').waitFor(PATIENCE);
  assert.equal(await page.locator('product-search h2').innerText(), '读懂文字，按意思搜索');
  await assertAccessible();
  await screenshot('search-offer-zh-dark-360');
  await begin(page);
  await reached(page, 'ready');
  await find(page, '陶瓷茶壶');
  await assertAccessible();
  const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
  assert.ok(scroll <= client, `${scroll} px wide in ${client} px`);
  await screenshot('search-ready-zh-dark-360');
}, { pack: 'tiny', serviceWorkers: 'block', locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 360, height: 740 } }));
