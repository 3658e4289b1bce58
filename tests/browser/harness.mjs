// What every browser test stands on.
//
//   import { test } from 'node:test';
//   import { withPage } from './harness.mjs';
//
//   test('a file is read', withPage(async ({ page, drop, watch, screenshot }) => {
//     await drop('#drop', [{ name: 'orders.csv', bytes: 'a,b\n1,2\n' }]);
//     await screenshot('read');
//     watch.assertNoRequestSinceLoaded();
//   }));
//
// The site is that of `cargo xtask dist`, on a plain host under a path; `{ server: 'dev' }` takes
// `cargo xtask serve` instead. A test fails where the page writes an error to the console, throws,
// or asks anybody but its host.

import assert from 'node:assert/strict';
import { after } from 'node:test';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from './chromium.mjs';
import { startDevServer } from './dev-server.mjs';
import { startStaticHost } from './static-host.mjs';
import { packFolder, tinyPack } from './tiny-pack.mjs';
import { Watch } from './watch.mjs';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const OUT = fileURLToPath(new URL('../out/', import.meta.url));

/**
 * A file for the page: its bytes, or where it lies.
 * @typedef {{ name: string, bytes: Uint8Array | string } | { path: string, name?: string }} Given
 */

/**
 * @typedef {object} Options
 * @property {'static' | 'dev'} [server]
 * @property {string} [locale] what the browser asks for, `en-GB` unless told
 * @property {'light' | 'dark'} [colorScheme]
 * @property {{ width: number, height: number }} [viewport]
 * @property {'reduce' | 'no-preference'} [reducedMotion]
 * @property {'allow' | 'block'} [serviceWorkers]
 * @property {'tiny'} [pack] a tiny model in the place of the site's own, which only the static host can do
 * @property {string} [hash] after the page's address, with `#`
 */

/**
 * @typedef {object} Kit
 * @property {import('playwright-core').Page} page
 * @property {import('playwright-core').BrowserContext} context
 * @property {{ url: string, origin: string, requests?: string[], stop: () => Promise<void> }} host stopping it takes the network away
 * @property {string} pack the folder of the tiny model, the test's own; empty without
 * @property {Watch} watch
 * @property {(selector: string, files: Given[]) => Promise<void>} drop drags files onto an element
 * @property {(selector: string, files: Given[]) => Promise<void>} choose gives files to a file input
 * @property {(name: string) => Promise<string>} screenshot of the whole page, to tests/out; returns its path
 * @property {(name: string) => Promise<Buffer>} pdf what printing gives, to tests/out
 * @property {(start: () => Promise<unknown>) => Promise<{ name: string, bytes: Buffer }>} download what an action saves
 * @property {() => Promise<void>} assertAccessible fails where axe-core finds something serious
 */

/** @type {Promise<import('playwright-core').Browser> | undefined} */
let browser;
after(async () => {
  await (await browser)?.close();
});

/**
 * A test's function with an open page, a browser context and a host of its own.
 *
 * @param {(given: Kit) => Promise<void>} body
 * @param {Options} [options]
 */
export function withPage(body, options = {}) {
  return async () => {
    const { server = 'static', hash = '', locale = 'en-GB', pack: wanted, ...rest } = options;
    browser ??= launch();
    const pack = wanted === 'tiny' ? await tinyPack() : '';
    const models = pack ? { [`/a/b/models/${await packFolder()}/`]: pack } : {};
    const host = server === 'dev' ? await startDevServer() : await startStaticHost(`${ROOT}dist`, '/a/b/', models);
    const context = await (await browser).newContext({ locale, timezoneId: 'UTC', ...rest });
    const watch = new Watch(context, host);
    try {
      const page = await context.newPage();
      await page.goto(host.url + hash);
      await watch.loaded();
      await body({
        page,
        context,
        host,
        pack,
        watch,
        drop: (selector, files) => drop(page, selector, files),
        choose: (selector, files) => choose(page, selector, files),
        screenshot: (name) => screenshot(page, name),
        pdf: (name) => pdf(page, name),
        download: (start) => download(page, start),
        assertAccessible: () => assertAccessible(page),
      });
      watch.assertClean();
    } finally {
      await context.close();
      await host.stop();
      if (pack) await rm(pack, { recursive: true });
    }
  };
}

/**
 * @param {Given} file
 * @returns {Promise<{ name: string, mimeType: string, buffer: Buffer }>}
 */
async function payload(file) {
  const name = file.name ?? basename(/** @type {{ path: string }} */ (file).path);
  const buffer = 'path' in file ? await readFile(file.path) : Buffer.from(file.bytes);
  // As most systems do for the files in question.
  return { name, mimeType: '', buffer };
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} selector
 * @param {Given[]} files
 */
async function drop(page, selector, files) {
  const contents = await Promise.all(files.map(payload));
  const plain = contents.map(({ name, buffer }) => ({ name, base64: buffer.toString('base64') }));
  const transfer = await page.evaluateHandle(async (given) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of given) {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    return transfer;
  }, plain);
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent(selector, type, { dataTransfer: transfer });
  }
  await transfer.dispose();
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} selector
 * @param {Given[]} files
 */
async function choose(page, selector, files) {
  // By path where possible: that is how the browser itself reads a large file.
  const paths = files.flatMap((file) => ('path' in file && file.name === undefined ? [file.path] : []));
  if (paths.length === files.length) await page.setInputFiles(selector, paths);
  else await page.setInputFiles(selector, await Promise.all(files.map(payload)));
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
async function screenshot(page, name) {
  await mkdir(OUT, { recursive: true });
  const path = `${OUT}${name}.png`;
  await page.screenshot({ path, fullPage: true });
  return path;
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
async function pdf(page, name) {
  const bytes = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  await mkdir(OUT, { recursive: true });
  await writeFile(`${OUT}${name}.pdf`, bytes);
  return bytes;
}

/**
 * @param {import('playwright-core').Page} page
 * @param {() => Promise<unknown>} start
 */
async function download(page, start) {
  const [saved] = await Promise.all([page.waitForEvent('download'), start()]);
  return { name: saved.suggestedFilename(), bytes: await readFile(await saved.path()) };
}

/**
 * What axe-core finds on the page as it stands once nothing is being computed and nothing moves: while a report is
 * made again the old one is dimmed on purpose.
 *
 * @param {import('playwright-core').Page} page
 */
async function assertAccessible(page) {
  const require = createRequire(import.meta.url);
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null
    && document.getAnimations().every(({ playState }) => playState !== 'running'), null, { timeout: 60_000 });
  // Evaluated rather than added as a script, which the page's policy would block, as it should.
  await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const found = await page.evaluate(async () => {
    const { axe } = /** @type {{ axe: typeof import('axe-core') }} */ (/** @type {unknown} */ (globalThis));
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target.join(' ')}`));
  });
  assert.deepEqual(found, [], 'what axe-core finds');
}
