// Chromium, started once for each file of tests.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Nothing that the browser itself would ask of the network, and no way out for a page. */
const ALONE = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** Where Chromium lies: `CHROMIUM`, or the search path. */
function executable() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of NAMES) {
      const path = join(folder, name);
      if (existsSync(path)) return path;
    }
  }
  throw new Error('Chromium is missing: install it, or set CHROMIUM to its path');
}

/**
 * @param {string[]} [more] further arguments
 * @returns {Promise<import('playwright-core').Browser>}
 */
export function launch(more = []) {
  // Chromium's sandbox does not work for root, as which containers run.
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: executable(), args: [...ALONE, ...root, ...more] });
}

/**
 * With WebGPU, on whatever adapter there is: where there is no card, SwiftShader computes on the processor.
 *
 * @returns {Promise<import('playwright-core').Browser>}
 */
export function launchWithGpu() {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({
    executablePath: executable(),
    // Playwright's own way to be headless takes WebGPU away.
    headless: false,
    ignoreDefaultArgs: ['--disable-gpu'],
    args: [...ALONE, ...root, '--headless=new', '--enable-unsafe-webgpu'],
  });
}
