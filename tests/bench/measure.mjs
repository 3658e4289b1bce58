// One engine, one file, one fresh page.

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { arch, cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { launch } from '../browser/chromium.mjs';
import { startStaticHost } from '../browser/static-host.mjs';

const path = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * What an engine tells of a run, in milliseconds; `first` is the largest sum, so that a wrong answer shows.
 *
 * @typedef {{ startUp: number, read: number, group: number, rows: number, groups: number, first: number }} Times
 */

/**
 * Runs an engine in a Chromium of its own, so that nothing is warm and its memory is its own.
 *
 * @param {string} engine a module of `page/` with `run(file, source)`
 * @param {string} csv
 * @param {import('./data.mjs').Source} source
 * @param {string} [task] the function to call, `run` unless told
 * @returns {Promise<any>} what it tells, {@link Times} for `run`, and `memory`: the most that the page's process held, in bytes
 */
export async function measure(engine, csv, source, task = 'run') {
  const host = await startStaticHost(path('page/'), '/', {
    '/modules/': path('../../node_modules/'),
    '/site/': path('../../dist/'),
    '/www/': path('../../www/'),
  });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(host.url);
    await page.setInputFiles('#file', csv);
    const before = await rendererPeak(browser);
    const times = await page.evaluate(async ([engine, source, task]) => {
      const module = await import(`/${engine}.mjs`);
      const input = /** @type {HTMLInputElement} */ (document.querySelector('#file'));
      return module[task](/** @type {FileList} */ (input.files)[0], source);
    }, /** @type {const} */ ([engine, source, task]));
    return { ...times, memory: (await rendererPeak(browser)) - before };
  } finally {
    await browser.close();
    await host.stop();
  }
}

/**
 * The most memory that any page's process ever held; `NaN` where the system does not say.
 *
 * @param {import('playwright-core').Browser} browser
 */
export async function rendererPeak(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const peaks = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => {
    try {
      const status = readFileSync(`/proc/${id}/status`, 'utf8');
      return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
    } catch {
      return NaN;
    }
  });
  return Math.max(...peaks);
}

/**
 * Milliseconds that processors have spent in all pages' processes; `NaN` where the system does not say.
 * What else a busy machine does is not in it.
 *
 * @param {import('playwright-core').Browser} browser
 */
export async function processorTime(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  let sum = 0;
  for (const { id } of processInfo.filter(({ type }) => type === 'renderer')) {
    try {
      for (const task of readdirSync(`/proc/${id}/task`)) {
        sum += Number(readFileSync(`/proc/${id}/task/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
      }
    } catch {
      return NaN;
    }
  }
  return sum;
}

/** The middle of an odd number of values. @param {number[]} values */
export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** What the figures were measured on. */
export function machine() {
  const chromium = process.env.CHROMIUM ?? 'chromium';
  const version = execFileSync(chromium, ['--version'], { encoding: 'utf8' }).trim();
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu.model} (${arch()}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${version}`;
}
