// How long the site's own model takes from a warm cache to its first embedding, and the memory that it takes.
//
//   cargo xtask bench opening -- [--rounds 7] [--pack DIR]
//
// A worker is started as the page starts it; the clock runs from there until it has answered. The browser keeps the pack from
// an earlier worker, and each round is a page of its own. No inspector listens to the page, as Playwright's does: what one has
// heard of the network stays in the page's process, a third more than the module and on the first visit the whole pack.

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

/** Longer than a page takes to open the model on any machine. */
const PATIENCE_MS = 60_000;

const host = await startStaticHost(path('page/'), '/', { '/www/': path('../../www/'), '/pack/': `${PACK}/` });
const browser = await launch();
const session = await browser.newBrowserCDPSession();
try {
  const { name } = JSON.parse(await readFile(`${PACK}/manifest.json`, 'utf8'));
  console.log(`opening: ${machine()}, ${name}, ${ROUNDS} rounds`);
  // One that Playwright does not know, so that it leaves the pages in it alone.
  const { browserContextId } = await session.send('Target.createBrowserContext');
  const cold = await visit(browserContextId);
  /** @type {(Times & { peak: number })[]} */
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await visit(browserContextId));
  const [{ bytes }] = rounds;
  const of = (/** @type {'opened' | 'first' | 'second' | 'peak'} */ what) => median(rounds.map((times) => times[what]));
  console.log(`pack ${(bytes / 1e6).toFixed(1)} MB; first visit ${cold.first.toFixed(0)} ms, ${(cold.peak / bytes).toFixed(2)} times the pack in memory`);
  console.log(`warm, medians: open after ${of('opened').toFixed(0)} ms, first embedding after ${of('first').toFixed(0)} ms, the next takes ${of('second').toFixed(0)} ms`);
  console.log(`warm, all: ${rounds.map(({ first }) => first.toFixed(0)).join(' ')} ms`);
  console.log(`memory of the page's process: ${(of('peak') / 1e6).toFixed(0)} MB more than before, ${(of('peak') / bytes).toFixed(2)} times the pack`);
} finally {
  await browser.close();
  await host.stop();
}

/**
 * @param {string} browserContextId
 * @returns {Promise<Times & { peak: number }>}
 */
async function visit(browserContextId) {
  let seen = host.requests.length;
  const told = async () => {
    const until = performance.now() + PATIENCE_MS;
    while (performance.now() < until) {
      const said = host.requests[seen];
      if (said === undefined) await new Promise((resolve) => { setTimeout(resolve, 5); });
      else seen += 1;
      if (said?.startsWith('/told/')) return JSON.parse(said.slice('/told/'.length));
    }
    throw new Error('the page says nothing');
  };
  const { targetId } = await session.send('Target.createTarget', { url: `${host.url}opening.html`, browserContextId });
  await told();
  const before = await rendererPeak(browser);
  const times = await told();
  if ('error' in times) throw new Error(times.error);
  const peak = await rendererPeak(browser);
  await session.send('Target.closeTarget', { targetId });
  // Its process must not be taken for the next one's.
  while ((await rendererPeak(browser)) >= peak) await new Promise((resolve) => { setTimeout(resolve, 50); });
  return { ...times, peak: peak - before };
}
