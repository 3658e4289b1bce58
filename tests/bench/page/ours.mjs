// Shoplens' own encoder as the page runs it, for the measurement beside transformers.js.

/**
 * Not there yet: what is to be filled in once `cargo xtask build` makes `www/pkg/model/`.
 * `encoder.bench.mjs` leaves these engines out for as long as that folder is missing.
 *
 * The host serves the built modules under `/www/pkg/`, the model as a Hugging Face folder under `/minilm/`,
 * and packs made of it under `/bench/` (`tests/out/bench/`).
 *
 * @param {{ weights: 'f32' | 'int8', relaxed: boolean }} options of the entry in `encoder.bench.mjs`
 * @returns {Promise<import('./encoder-worker.mjs').Engine>}
 */
export async function load(options) {
  throw new Error(`www/pkg/model is not built (${options.weights})`);
}
