// `cargo xtask serve`, with its headers.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PATIENCE_MS = 120_000;

/**
 * Starts it on a free port; what was built last is served.
 *
 * @param {{ dist?: boolean }} [options] `dist`: the folder of `cargo xtask dist` rather than the project
 * @returns {Promise<{ url: string, origin: string, stop: () => Promise<void> }>}
 */
export async function startDevServer({ dist = false } = {}) {
  // The tests' own xtask where one runs them, so that nothing is compiled again.
  const xtask = process.env.SHOPLENS_XTASK;
  const [program, before] = xtask ? [xtask, []] : ['cargo', ['run', '--quiet', '-p', 'xtask', '--']];
  const options = ['serve', '--no-build', '--port', '0', ...(dist ? ['--dist'] : [])];
  const child = spawn(program, [...before, ...options], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const origin = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('xtask serve said no address')), PATIENCE_MS);
    ended.then((code) => reject(new Error(`xtask serve ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[0]);
    });
  });
  return {
    url: `${origin}/`,
    origin,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
