// What is kept of a model's answers in a real browser's database: found on the next visit, the oldest let go.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from './chromium.mjs';
import { ROOT } from './harness.mjs';
import { startEmptyHost } from './static-host.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./static-host.mjs').Host} */
let host;
/** @type {import('playwright-core').Page} */
let page;

before(async () => {
  browser = await launch();
  host = await startEmptyHost({ '/www/': join(ROOT, 'www/') });
  page = await browser.newPage();
  await page.goto(host.url);
});

after(async () => {
  await browser.close();
  await host.stop();
});

test('rows are kept for the next visit, the oldest go when there are too many bytes, and older forms are dropped', async () => {
  const { known, afterAll, kept } = await page.evaluate(async () => {
    const { ResultCache } = await import(`${location.origin}/www/result-cache.js`);
    // As an earlier version of the page left it.
    await new Promise((resolve) => {
      const request = indexedDB.open('shoplens-results', 2);
      request.onupgradeneeded = () => request.result.createObjectStore('results').createIndex('at', 'at');
      request.onsuccess = () => {
        const transaction = request.result.transaction('results', 'readwrite');
        transaction.objectStore('results').put({ at: 1, bytes: 1, value: 'old' }, 'k00');
        transaction.oncomplete = () => { request.result.close(); resolve(undefined); };
      };
    });
    const cache = new ResultCache();
    const [before] = await cache.get(['k00']);
    const keys = Array.from({ length: 12 }, (_, at) => `k${String(at).padStart(2, '0')}`);
    for (const [at, key] of keys.entries()) {
      await cache.put([[key, at, 10_000_000]]);
      // Rows are let go by their time.
      await new Promise((resolve) => { setTimeout(resolve, 5); });
    }
    const next = new ResultCache();
    return { known: before, afterAll: await next.get(keys), kept: next.kept };
  });
  assert.equal(known, undefined, 'a row of an older form');
  assert.equal(kept, true);
  const there = afterAll.flatMap((/** @type {number | undefined} */ value) => value ?? []);
  assert.ok(there.length >= 8 && there.length <= 9, `${there.length} rows of 10 MB within 96 MB`);
  assert.deepEqual(there, Array.from({ length: there.length }, (_, at) => 12 - there.length + at), 'the newest');
});
