// What transformers.js needs before it can be measured: the model, its graphs, and a library that a worker can import.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { OUT } from './data.mjs';

const path = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const PYTHON = process.env.PYTHON ?? 'python3';
const ORT = '/modules/onnxruntime-web/dist/';

/** The graphs of `make_onnx.py`. */
export const GRAPHS = ['f32', 'f32_fused', 'q8_tensor', 'q8_tensor_fused', 'q8_channel', 'q8_channel_fused'];

/**
 * The builds of onnxruntime-web: the one that transformers.js takes by itself, and the one without WebGPU and what it costs.
 *
 * @type {Record<string, { script: string, files: string }>}
 */
export const BUILDS = {
  asyncify: { script: `${ORT}ort.webgpu.bundle.min.mjs`, files: `${ORT}ort-wasm-simd-threaded.asyncify` },
  plain: { script: `${ORT}ort.wasm.bundle.min.mjs`, files: `${ORT}ort-wasm-simd-threaded` },
};

/**
 * Where all-MiniLM-L6-v2 lies, fetched where it is not there yet.
 *
 * @returns {string | undefined} `undefined` where the network does not allow it
 */
export function miniLM() {
  try {
    const told = execFileSync(PYTHON, [path('../../models/parity/minilm.py')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    return told.trim();
  } catch {
    return undefined;
  }
}

/**
 * Writes the graphs and the library into `tests/out/bench`, once.
 *
 * @param {string} model a Hugging Face folder
 * @param {string} [name] of the folder for its graphs
 */
export async function preparePeer(model, name = 'minilm') {
  const graphs = `${OUT}${name}/`;
  if (!GRAPHS.every((graph) => existsSync(`${graphs}onnx/${graph}.onnx`))) {
    console.log('making the graphs for transformers.js, about a minute');
    try {
      execFileSync(PYTHON, [path('make_onnx.py'), model, graphs], { stdio: ['ignore', 'ignore', 'pipe'] });
    } catch (error) {
      const told = /** @type {{ stderr?: Buffer }} */ (error).stderr?.toString().trim().split('\n').at(-1);
      throw new Error(`the graphs need Python (PYTHON, or python3) with torch, transformers, onnx and onnxruntime: ${told}`);
    }
  }
  const folder = `${OUT}peer/`;
  await mkdir(folder, { recursive: true });
  const library = await readFile(path('../../node_modules/@huggingface/transformers/dist/transformers.web.js'), 'utf8');
  for (const [name, { script }] of Object.entries(BUILDS)) {
    // Bare names mean nothing in a worker, where import maps do not reach.
    const resolved = library
      .replace('"onnxruntime-web/webgpu"', JSON.stringify(script))
      .replace('"onnxruntime-common"', '"/modules/onnxruntime-common/dist/esm/index.js"');
    await writeFile(`${folder}${name}.mjs`, resolved);
  }
}

/**
 * What `page/peer.mjs` is given.
 *
 * @param {string} graph
 * @param {string} build
 * @param {number} threads
 * @param {string} [model] the folder of its graphs
 * @returns {import('./page/peer.mjs').Options}
 */
export function peerOptions(graph, build, threads, model = 'minilm') {
  const { files } = BUILDS[build];
  return {
    library: `/bench/peer/${build}.mjs`,
    runtime: { mjs: `${files}.mjs`, wasm: `${files}.wasm` },
    models: '/bench/',
    model,
    file: graph,
    threads,
  };
}
