// transformers.js as a page would use it at its best: everything local, nothing cached by itself.

/**
 * @typedef {object} Options
 * @property {string} library transformers.js with its imports resolved: see `encoder-peer.mjs`
 * @property {{ mjs: string, wasm: string }} runtime onnxruntime-web's files
 * @property {string} models where models lie
 * @property {string} model the folder among them
 * @property {string} file the graph in its folder `onnx`, without its ending
 * @property {number} threads
 */

/**
 * @param {Options} options
 * @returns {Promise<import('./encoder-worker.mjs').Engine>}
 */
export async function load({ library, runtime, models, model, file, threads }) {
  const { env, pipeline } = await import(library);
  Object.assign(env, {
    allowRemoteModels: false,
    allowLocalModels: true,
    localModelPath: models,
    useBrowserCache: false,
    useWasmCache: false,
  });
  const { wasm } = env.backends.onnx;
  wasm.wasmPaths = { ...runtime };
  wasm.numThreads = threads;
  wasm.proxy = false;
  if (threads > 1 && !self.crossOriginIsolated) throw new Error('threads need cross-origin isolation');
  const extract = await pipeline('feature-extraction', model, {
    device: 'wasm',
    // The file is named whole: `fp32` only keeps the library from adding an ending.
    dtype: 'fp32',
    model_file_name: file,
    session_options: { graphOptimizationLevel: 'all' },
  });
  return {
    async encode(texts) {
      const output = await extract(texts, { pooling: 'mean', normalize: true });
      const vectors = Float32Array.from(output.data);
      output.dispose?.();
      return vectors;
    },
    async count(texts) {
      return texts.map((text) => extract.tokenizer(text, { return_tensor: false }).input_ids.length);
    },
  };
}
