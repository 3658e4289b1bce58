// Shoplens' own encoder as the page runs it, for the measurement beside transformers.js.

const MODULES = { plain: '/www/pkg/model/model.js', relaxed: '/www/pkg/model_relaxed/model_relaxed.js' };

/** Bytes given to the module at a time, as they arrive. */
const PIECE = 1 << 20;

/** @param {string} name */
async function file(name) {
  const response = await fetch(`/minilm/${name}`);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * The host serves the built modules under `/www/pkg/` and the model as a Hugging Face folder under `/minilm/`.
 *
 * @param {{ weights: 'f32' | 'int8' | 'candle', relaxed: boolean }} options of the entry in `encoder.bench.mjs`
 * @returns {Promise<import('./encoder-worker.mjs').Engine>}
 */
export async function load({ weights, relaxed }) {
  /** @type {typeof import('../../../www/pkg/model/model.js')} */
  const module = await import(relaxed ? MODULES.relaxed : MODULES.plain);
  const { memory } = await module.default();
  const opening = module.Opening.folder(await file('config.json'), await file('tokenizer.json'), undefined, undefined);
  await opening.begin({ f32: 'float', int8: 'int8', candle: 'reference' }[weights], {});
  const bytes = await file('model.safetensors');
  for (let at = 0; at < bytes.length; at += PIECE) await opening.push(bytes.subarray(at, at + PIECE));
  const model = await opening.finish();
  if (weights === 'int8') await fastest(model);

  /** @param {string[]} texts */
  const encode = async (texts) => {
    const job = model.plan(texts, ['embed']);
    for (let step = { done: 0, total: 1 }; step.done < step.total;) step = await job.step(model);
    const vectors = job.vectors(Uint32Array.from(texts.keys()));
    job.free();
    return vectors;
  };
  return {
    encode,
    async count(texts) {
      return texts.map((text) => {
        const job = model.plan([text], ['embed']);
        const { tokens } = job.counts();
        job.free();
        return tokens;
      });
    },
    memory: () => memory.buffer.byteLength,
  };
}

/**
 * Takes the way to multiply bytes that is the fastest here; all give the same vectors.
 *
 * @param {import('../../../www/pkg/model/model.js').Model} model
 */
async function fastest(model) {
  const text = 'a cotton dress in red and blue for the summer, washed at thirty degrees';
  const texts = Array.from({ length: 16 }, (_, index) => `${text} ${index}`);
  let best = { kernel: model.kernel(), took: Infinity };
  for (let round = 0; round < 3; round++) {
    for (const kernel of model.kernels()) {
      model.set_kernel(kernel);
      const job = model.plan(texts, ['embed']);
      const began = performance.now();
      for (let step = { done: 0, total: 1 }; step.done < step.total;) step = await job.step(model);
      const took = performance.now() - began;
      job.free();
      if (took < best.took) best = { kernel, took };
    }
  }
  model.set_kernel(best.kernel);
}
