// How long the site's own model takes from a warm cache to its first embedding, and the memory that it takes.
//
//   cargo xtask bench opening -- [--rounds 7] [--pack DIR]
//
// A worker is started as the page starts it; the clock runs from there until it has answered. The browser keeps the pack from
// an earlier worker, and each round is a page of its own.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launch } from '../browser/chromium.mjs';
import { startStaticHost } from '../browser/static-host.mjs';
import { machine, median, rendererPeak } from './measure.mjs';

const path = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const option = (/** @type {string} */ name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};
const ROUNDS = Number(option('--rounds') ?? 7);
const PACK = option('--pack') ?? path('../../models/zh-en');

/** @typedef {{ opened: number, first: number, second: number, bytes: number }} Times milliseconds, and bytes of the pack */

const host = await startStaticHost(path('page/'), '/', { '/www/': path('../../www/'), '/pack/': `${PACK}/` });
const browser = await launch();
try {
  const { name } = JSON.parse(await readFile(`${PACK}/manifest.json`, 'utf8'));
  console.log(`opening: ${machine()}, ${name}, ${ROUNDS} rounds`);
  const context = await browser.newContext();
  const cold = await visit(context);
  /** @type {(Times & { peak: number })[]} */
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await visit(context));
  const [{ bytes }] = rounds;
  const of = (/** @type {'opened' | 'first' | 'second' | 'peak'} */ what) => median(rounds.map((times) => times[what]));
  console.log(`pack ${(bytes / 1e6).toFixed(1)} MB; first visit ${cold.first.toFixed(0)} ms`);
  console.log(`warm, medians: open after ${of('opened').toFixed(0)} ms, first embedding after ${of('first').toFixed(0)} ms, the next takes ${of('second').toFixed(0)} ms`);
  console.log(`warm, all: ${rounds.map(({ first }) => first.toFixed(0)).join(' ')} ms`);
  console.log(`memory of the page's process: ${(of('peak') / 1e6).toFixed(0)} MB more than before, ${(of('peak') / bytes).toFixed(2)} times the pack`);
} finally {
  await browser.close();
  await host.stop();
}

/**
 * @param {import('playwright-core').BrowserContext} context
 * @returns {Promise<Times & { peak: number }>}
 */
async function visit(context) {
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(host.url);
  const before = await rendererPeak(browser);
  const times = await page.evaluate(async (pack) => {
    const { ModelMember } = await import(`${location.origin}/www/model-member.js`);
    const began = performance.now();
    const member = new ModelMember('opening');
    const encode = (/** @type {string} */ text) => member.call('encode', { texts: [text], heads: ['vector'], priority: 0 });
    const { bytes } = await member.call('load', { source: { pack }, device: 'int8', software: false, parts: [] });
    const opened = performance.now() - began;
    const { vectors } = await encode('Red cotton dress for women, summer, size M 红色连衣裙');
    const first = performance.now() - began;
    if (vectors.length === 0 || !vectors.every(Number.isFinite)) throw new Error('no vector');
    await encode('Stainless steel water bottle 500 ml, pack of 2 保温杯');
    const second = performance.now() - began - first;
    return { opened, first, second, bytes };
  }, `${host.origin}/pack/`);
  const peak = (await rendererPeak(browser)) - before;
  await page.close();
  return { ...times, peak };
}
