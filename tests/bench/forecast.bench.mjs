// How long daily series of two years take to be forecast in a browser: the library of the page's forecasts, compiled as the page's is.
//
//   cargo xtask bench forecast -- [--series 500] [--rounds 3]
//
// The page itself forecasts products by week (`bench scenarios` times that); this is each of so many products by day.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { launch } from '../browser/chromium.mjs';
import { startStaticHost } from '../browser/static-host.mjs';
import { machine, median } from './measure.mjs';

const path = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const option = (/** @type {string} */ name, /** @type {number} */ usual) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? usual : Number(process.argv[at + 1]);
};
const SERIES = option('--series', 500);
const ROUNDS = option('--rounds', 3);
const TARGET = 'wasm32-unknown-unknown';

execFileSync('cargo', ['build', '--locked', '--quiet', '--profile', 'wasm', '--target', TARGET, '--package', 'forecast', '--example', 'daily'], { cwd: path('../..'), stdio: 'inherit' });
const folder = process.env.CARGO_TARGET_DIR ?? path('../../target');
const host = await startStaticHost(path('page/'), '/', { '/built/': `${folder}/${TARGET}/wasm/examples/` });
const browser = await launch();
try {
  /** @type {number[]} */
  const times = [];
  let sum = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const page = await browser.newPage();
    await page.goto(host.url);
    const told = await page.evaluate(async (series) => {
      const { instance } = await WebAssembly.instantiateStreaming(fetch('/built/daily.wasm'));
      const run = /** @type {(from: number, count: number) => number} */ (instance.exports.run);
      const began = performance.now();
      let sum = 0;
      for (let at = 0; at < series; at += 10) sum += run(at, Math.min(10, series - at));
      return { took: performance.now() - began, sum };
    }, SERIES);
    if (!Number.isFinite(told.sum)) throw new Error('a series could not be forecast');
    times.push(told.took / 1000);
    sum = told.sum;
    await page.close();
  }
  console.log(`forecast: ${machine()}, ${SERIES} daily series of 730 days, 28 days ahead`);
  console.log(`  ${median(times).toFixed(2)} s (${times.map((time) => time.toFixed(2)).join(' ')}), ${((1000 * median(times)) / SERIES).toFixed(1)} ms each; sum ${sum.toFixed(3)}`);
} finally {
  await browser.close();
  await host.stop();
}
