// The plainest host that a merchant's own site may have: files under a path, no headers of its own.

import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, normalize, sep } from 'node:path';

/** What every host knows; without the first two no browser runs a module. */
const TYPES = new Map([
  ['.html', 'text/html'],
  ['.js', 'text/javascript'],
  ['.mjs', 'text/javascript'],
  ['.css', 'text/css'],
  ['.svg', 'image/svg+xml'],
  ['.wasm', 'application/wasm'],
  ['.json', 'application/json'],
]);

/**
 * @typedef {object} Host
 * @property {string} url the page's address
 * @property {string} origin
 * @property {string[]} requests paths that pages and workers asked for, in order
 * @property {() => Promise<void>} stop ends it, as a network that goes away; twice is as good as once
 */

/**
 * Serves a folder until it is stopped.
 *
 * @param {string} folder
 * @param {string} path where in the host the folder appears, from `/` to `/`
 * @param {Record<string, string>} others further folders by their paths, for measurements
 * @param {Record<string, string>} headers of every answer, for measurements
 * @returns {Promise<Host>}
 */
export async function startStaticHost(folder, path = '/a/b/', others = {}, headers = {}) {
  const folders = Object.entries({ ...others, [path]: folder });
  /** @type {string[]} */
  const requests = [];
  const server = createServer(async (request, response) => {
    const asked = decodeURIComponent((request.url ?? '').split('?')[0]);
    // A browser looks by itself whether there is a newer service worker, some time after a page was opened, whatever the page does.
    if (request.headers['service-worker'] !== 'script') requests.push(asked);
    const [at, from] = folders.find(([at]) => asked.startsWith(at)) ?? ['', ''];
    const inside = normalize(asked.slice(at.length) || 'index.html');
    if (at === '' || inside.startsWith('..') || inside.startsWith(sep)) {
      response.writeHead(404).end();
      return;
    }
    try {
      const bytes = await readFile(join(from, inside));
      const type = TYPES.get(extname(inside));
      response.writeHead(200, type ? { ...headers, 'content-type': type } : headers).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the host has no port');
  const origin = `http://127.0.0.1:${address.port}`;
  let stopped = false;
  return {
    url: `${origin}${path}`,
    origin,
    requests,
    async stop() {
      if (stopped) return;
      stopped = true;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Serves an empty page, for what is asked of modules without the page.
 *
 * @param {Record<string, string>} others further folders by their paths
 * @returns {Promise<Host>}
 */
export async function startEmptyHost(others) {
  const folder = mkdtempSync(join(tmpdir(), 'empty-page-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>empty</title>');
  const host = await startStaticHost(folder, '/', others);
  return {
    ...host,
    async stop() {
      await host.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
