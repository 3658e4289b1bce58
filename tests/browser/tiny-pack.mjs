// A pack of the tiny model of random weights, small enough to be read thousands of times; it has nothing to say about meaning.

import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const TINY = `${ROOT}models/parity/tiny-bert`;

/**
 * Writes one into a folder of its own, its weights in two parts.
 *
 * @returns {Promise<string>} the folder
 */
export async function tinyPack() {
  const folder = await mkdtemp(join(tmpdir(), 'shoplens-pack-'));
  const weights = await readFile(join(TINY, 'model.safetensors'));
  const half = weights.length >> 1;
  /** @type {[string, Buffer][]} */
  const files = [
    ['tokenizer.json', await readFile(join(TINY, 'tokenizer.json'))],
    ['part-0.bin', weights.subarray(0, half)],
    ['part-1.bin', weights.subarray(half)],
  ];
  const described = files.map(([file, bytes]) => ({ file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }));
  const manifest = {
    format: 1,
    name: 'tiny',
    version: '1',
    languages: ['en', 'zh'],
    licence: 'MIT',
    config: JSON.parse(await readFile(join(TINY, 'config.json'), 'utf8')),
    precision: 'f32',
    max_tokens: 64,
    tokenizer: described[0],
    heads: [{ name: 'embed', task: 'embed', normalise: true }],
    parts: described.slice(1),
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  for (const [file, bytes] of files) await writeFile(join(folder, file), bytes);
  return folder;
}

/** The folder under `dist/models` where the page looks for its pack. */
export async function packFolder() {
  const found = (await readdir(`${ROOT}dist/models`)).find((name) => name.startsWith('zh-en'));
  if (!found) throw new Error('dist has no pack: `cargo xtask dist` first');
  return found;
}
