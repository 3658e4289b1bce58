// The encoder in both wasm modules and on WebGPU, against PyTorch's golden values and the native tool.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, launchWithGpu } from './chromium.mjs';
import { ROOT } from './harness.mjs';
import { startEmptyHost } from './static-host.mjs';

const MODULES = { simd128: '/www/pkg/model/model.js', 'relaxed SIMD': '/www/pkg/model_relaxed/model_relaxed.js' };
const PARITY = join(ROOT, 'models/parity');
const PACK = join(ROOT, 'models/zh-en');

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./static-host.mjs').Host} */
let host;
/** @type {import('playwright-core').Page} */
let page;

before(async () => {
  browser = await launch();
  host = await startEmptyHost({
    '/www/': join(ROOT, 'www/'),
    '/parity/': `${PARITY}/`,
    '/pack/': `${PACK}/`,
  });
  page = await browser.newPage();
  await page.goto(host.url);
});

after(async () => {
  await browser.close();
  await host.stop();
});

/**
 * Vectors of texts by a module on a device, with every kernel that it has.
 *
 * @param {{ module: string, folder: string, device: string, texts: string[], head?: string }} given
 * @param {import('playwright-core').Page} [at]
 * @returns {Promise<{ kernel: string, vectors: number[][], heard: any[] }[]>}
 */
function run(given, at = page) {
  return at.evaluate(async ({ module, folder, device, texts, head = 'embed' }) => {
    const bytes = async (/** @type {string} */ name) => {
      const response = await fetch(`${folder}${name}`);
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
    };
    const model = await import(module);
    await model.default();
    const manifest = await bytes('manifest.json');
    const opening = manifest
      ? model.Opening.pack(manifest, await bytes('tokenizer.json'))
      : model.Opening.folder(await bytes('config.json'), await bytes('tokenizer.json'), undefined, undefined);
    await opening.begin(device, { software: true });
    const parts = manifest ? opening.parts().map((/** @type {{ file: string }} */ part) => part.file) : ['model.safetensors'];
    for (const part of parts) {
      const whole = await bytes(part);
      if (!whole) throw new Error(`${part} is missing`);
      for (let at = 0; at < whole.length; at += 1_000_003) await opening.push(whole.subarray(at, at + 1_000_003));
      opening.end_part();
    }
    const reader = await opening.finish();
    const results = [];
    for (const kernel of device === 'int8' ? reader.kernels() : ['']) {
      reader.set_kernel(kernel);
      const job = reader.plan(texts, [head]);
      for (let step = { done: 0, total: 1 }; step.done < step.total;) step = await job.step(reader);
      const all = Uint32Array.from(texts.keys());
      const flat = job.vectors(all);
      const width = flat.length / texts.length;
      const vectors = texts.map((_, index) => Array.from(flat.subarray(index * width, (index + 1) * width)));
      results.push({ kernel, vectors, heard: JSON.parse(job.heard(all)) });
      job.free();
    }
    reader.free();
    return results;
  }, given);
}

/**
 * What the native tool says of texts.
 *
 * @param {string[]} call
 * @param {string[]} texts
 * @returns {any[]}
 */
function native(call, texts) {
  const shoplens = process.env.SHOPLENS_CLI ?? join(ROOT, 'target/debug/shoplens');
  const input = texts.map((text, id) => JSON.stringify({ id, text })).join('\n');
  const output = execFileSync(shoplens, call, { input, stdio: ['pipe', 'pipe', 'ignore'], maxBuffer: 1 << 28 });
  return output.toString().trim().split('\n').map((line) => JSON.parse(line));
}

/**
 * @param {number[]} a
 * @param {number[]} b
 */
function cosine(a, b) {
  const dot = (/** @type {number[]} */ a, /** @type {number[]} */ b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/**
 * Spans with scores of 32 bits, as they were before they were written down.
 *
 * @param {{ score: number }[]} spans
 */
function rounded(spans) {
  return spans.map((span) => ({ ...span, score: Math.fround(span.score) }));
}

/**
 * A tensor of 32-bit floats in rows.
 *
 * @param {string} name
 * @param {string} tensor
 */
function golden(name, tensor) {
  const file = readFileSync(join(PARITY, 'golden', `${name}.safetensors`));
  const length = Number(file.readBigUInt64LE(0));
  const { shape, dtype, data_offsets: [from, to] } = JSON.parse(file.subarray(8, 8 + length).toString())[tensor];
  assert.equal(dtype, 'F32');
  const data = file.subarray(8 + length + from, 8 + length + to);
  const values = Array.from({ length: data.length / 4 }, (_, index) => data.readFloatLE(4 * index));
  return Array.from({ length: shape[0] }, (_, row) => values.slice(row * shape[1], (row + 1) * shape[1]));
}

/** Texts with something to read that are not cut, and their places among the golden rows. */
const tiny = JSON.parse(readFileSync(join(PARITY, 'golden/tiny.json'), 'utf8'))
  .map((/** @type {{ text: string, ids: number[] }} */ { text, ids }, /** @type {number} */ row) => ({ text, row, tokens: ids.length }))
  .filter((/** @type {{ tokens: number }} */ { tokens }) => tokens > 2 && tokens < 64);

for (const [name, module] of Object.entries(MODULES)) {
  for (const [device, lowest] of /** @type {[string, number][]} */ ([['reference', 0.99999], ['float', 0.99999], ['int8', 0.99]])) {
    test(`${name}, ${device}: vectors as PyTorch gives them`, async () => {
      const expected = golden('tiny-bert', 'vectors');
      const texts = tiny.map((/** @type {{ text: string }} */ { text }) => text);
      assert.ok(texts.length >= 9);
      const [{ vectors }] = await run({ module, folder: '/parity/tiny-bert/', device, texts });
      for (const [index, { row }] of tiny.entries()) {
        const found = cosine(vectors[index], expected[row]);
        assert.ok(found >= lowest, `${texts[index]}: ${found}`);
      }
    });
  }

  test(`${name}, int8: the same bits as the native tool, by every kernel, with the pack of the page`, async () => {
    const texts = readFileSync(join(PARITY, 'texts/both.jsonl'), 'utf8').trim().split('\n')
      .map((line) => /** @type {string} */ (JSON.parse(line).text))
      .filter((_, index) => index % 40 === 0);
    assert.ok(texts.length > 10);
    const here = native(['embed', '--pack', PACK, '--device', 'int8'], texts);
    const runs = await run({ module, folder: '/pack/', device: 'int8', texts, head: 'vector' });
    assert.equal(runs.length, name === 'simd128' ? 1 : 3);
    for (const { kernel, vectors } of runs) {
      for (const [index, vector] of vectors.entries()) {
        const same = Float32Array.from(here[index].vector);
        assert.deepEqual(Float32Array.from(vector), same, `${kernel}: ${texts[index].slice(0, 40)}`);
      }
    }
  });
}

test('WebGPU: vectors as PyTorch gives them', async () => {
  const expected = golden('tiny-bert', 'vectors');
  const texts = tiny.map((/** @type {{ text: string }} */ { text }) => text);
  const withGpu = await launchWithGpu();
  let vectors;
  try {
    const at = await withGpu.newPage();
    await at.goto(host.url);
    [{ vectors }] = await run({ module: MODULES.simd128, folder: '/parity/tiny-bert/', device: 'gpu', texts }, at);
  } finally {
    await withGpu.close();
  }
  for (const [index, { row }] of tiny.entries()) {
    const found = cosine(vectors[index], expected[row]);
    assert.ok(found >= 0.9999, `${texts[index]}: ${found}`);
  }
});

test('tags and labels as the native tool gives them', async () => {
  const texts = tiny.map((/** @type {{ text: string }} */ { text }) => text);
  for (const [task, model] of [['tag', 'tiny-tagger'], ['classify', 'tiny-classifier']]) {
    const here = native([task, '--pack', join(PARITY, model), '--device', 'int8'], texts);
    const [{ heard }] = await run({ module: MODULES.simd128, folder: `/parity/${model}/`, device: 'int8', texts, head: task });
    assert.equal(heard.length, texts.length);
    for (const [index, { spans, scores }] of heard.entries()) {
      if (task === 'tag') assert.deepEqual(rounded(spans.tag), rounded(here[index].spans));
      else {
        const sorted = (/** @type {Iterable<number>} */ values) => [...values].map(Math.fround).sort();
        assert.deepEqual(sorted(scores.classify), sorted(Object.values(here[index].scores)));
      }
    }
  }
});

test('the pack is there', () => assert.ok(existsSync(join(PACK, 'manifest.json'))));
