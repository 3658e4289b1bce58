// What an engine costs besides time: memory, and bytes over the wire.

import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { launch } from '../browser/chromium.mjs';
import { startStaticHost } from '../browser/static-host.mjs';
import { OUT } from './data.mjs';
import { rendererPeak } from './measure.mjs';

/** Of these paths everything is the model's; the other files are what it takes to run one. */
const MODELS = /^\/minilm\/|^\/bench\/(?!peer\/)/;
const HARNESS = /^\/(encoder[^/]*)?$/;

/**
 * Loads an engine in a browser of its own and runs a batch.
 *
 * @param {{ module: string, options: object, workers: number }} entry
 * @param {string[]} texts
 * @param {{ page: string, others: Record<string, string>, headers: Record<string, string> }} host as the measurement's
 */
export async function costOf({ module, options, workers }, texts, { page: folder, others, headers }) {
  const host = await startStaticHost(folder, '/', others, headers);
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(`${host.origin}/encoder.html`);
    const before = await rendererPeak(browser);
    const wasm = await page.evaluate(async ([entry, texts]) => {
      const encoder = await import(`${location.origin}/encoder.mjs`);
      await encoder.load(entry);
      await encoder.repeat(texts, { least: 0, times: 2 });
      return encoder.memory();
    }, /** @type {const} */ ([{ module, options, workers }, texts]));
    const paths = [...new Set(host.requests)].filter((path) => !MODELS.test(path) && !HARNESS.test(path));
    const files = paths.map((path) => fileOf(path, { ...others, '/': folder })).filter(existsSync);
    const sizes = await Promise.all(files.map(sizeOf));
    return {
      peak: (await rendererPeak(browser)) - before,
      wasm: /** @type {number | undefined} */ (wasm),
      bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
      brotli: sizes.reduce((sum, { brotli }) => sum + brotli, 0),
    };
  } finally {
    await browser.close();
    await host.stop();
  }
}

/** @param {string} path @param {Record<string, string>} folders */
function fileOf(path, folders) {
  const [at, folder] = Object.entries(folders).find(([at]) => path.startsWith(at)) ?? ['', ''];
  return join(folder, path.slice(at.length));
}

/**
 * A file's size before and after brotli; kept, for 14 MB take half a minute.
 *
 * @param {string} path
 * @returns {Promise<{ bytes: number, brotli: number }>}
 */
async function sizeOf(path) {
  const content = await readFile(path);
  const digest = await crypto.subtle.digest('SHA-256', content);
  const folder = `${OUT}brotli/`;
  const known = `${folder}${Buffer.from(digest).toString('hex')}`;
  if (existsSync(known)) return { bytes: content.length, brotli: Number(await readFile(known, 'utf8')) };
  const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_LGWIN]: 22 } }).length;
  await mkdir(folder, { recursive: true });
  await writeFile(known, String(brotli));
  return { bytes: content.length, brotli };
}
