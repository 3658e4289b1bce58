// What a merchant does on the page, for the tests to say in a word.

import { readFile } from 'node:fs/promises';
import { ROOT } from './harness.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./harness.mjs').Kit} Kit */

const SHOPS = `${ROOT}tests/shops/`;

/** Reading and computing take this long at most, also on a busy machine. */
export const PATIENCE = { timeout: 60_000 };

/**
 * A file in the shape of a platform's export.
 *
 * @param {string} name
 */
export function platform(name) {
  return { path: `${SHOPS}platforms/${name}` };
}

/**
 * A file that something is wrong with.
 *
 * @param {string} name
 */
export function bad(name) {
  return { path: `${SHOPS}bad/${name}` };
}

/**
 * A checked-in list of the folder of shops.
 *
 * @param {string} name
 * @returns {Promise<any>}
 */
export async function list(name) {
  return JSON.parse(await readFile(`${SHOPS}${name}`, 'utf8'));
}

/**
 * Waits until every part of the program is there and kept for working offline; from then on the page has no
 * reason to ask for anything.
 *
 * @param {Kit} kit
 */
export async function settled({ page, watch }) {
  await page.locator('proof-line[data-ready]').waitFor(PATIENCE);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await watch.loaded();
}

/**
 * Waits until no file is waiting or being read, and the report has followed, with everything that is added to it.
 *
 * @param {Page} page
 */
export async function read(page) {
  await page.waitForFunction(() => {
    const rows = [...document.querySelectorAll('file-row')];
    const busy = rows.some((row) => /^(waiting|reading)$/.test(row.getAttribute('data-status') ?? 'waiting'));
    return rows.length > 0 && !busy && !document.querySelector('report-view[aria-busy], report-view[data-pending]');
  }, null, PATIENCE);
}

/**
 * Drops files and waits until they are read.
 *
 * @param {Kit} kit
 * @param {import('./harness.mjs').Given[]} files
 */
export async function dropped({ page, drop }, files) {
  await drop('main', files);
  await read(page);
}

/**
 * Opens a sample shop and waits for its report.
 *
 * @param {Page} page
 * @param {'zh' | 'en'} lang
 */
export async function sampleShop(page, lang) {
  await page.locator(`[data-sample="${lang}"]`).click();
  await read(page);
  await page.locator('report-view h1').waitFor(PATIENCE);
}

/**
 * A key figure as it is written.
 *
 * @param {Page} page
 * @param {number} nth
 */
export function figure(page, nth) {
  return page.locator('key-figure').nth(nth).locator('.figure-value').innerText();
}
