// Sentence vectors of all-MiniLM-L6-v2: transformers.js and Shoplens in the same Chromium, in turn.
//
//   cargo xtask bench encoder -- [--rounds 5] [--all]
//
// `--all` measures every graph of the peer over the whole grid, rather than the fastest of a short trial.

import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launch } from '../browser/chromium.mjs';
import { startStaticHost } from '../browser/static-host.mjs';
import { OUT } from './data.mjs';
import { costOf } from './encoder-cost.mjs';
import { BUILDS, GRAPHS, miniLM, peerOptions, preparePeer } from './encoder-peer.mjs';
import { knownTexts, knownVectors, mixedTexts, textMaker } from './encoder-texts.mjs';
import { machine, processorTime } from './measure.mjs';

const path = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const at = process.argv.indexOf('--rounds');
const ROUNDS = at < 0 ? 5 : Number(process.argv[at + 1]);
const ALL = process.argv.includes('--all');

const BATCHES = [1, 8, 32];
const TOKENS = [16, 32, 64, 128];
/** What a trial takes of the grid, to find the peer's fastest build. */
const TRIAL = [[1, 16], [1, 128], [8, 32], [8, 128]];
const TRIAL_ROUNDS = 3;
/** Six layers of four matrices of 384×384 and two of 384×1536, a product and a sum being two. */
const FLOPS_A_TOKEN = 2 * 6 * (4 * 384 * 384 + 2 * 384 * 1536);
const WARM_UP_MS = 2000;
/** Of a cell in a round: long enough that what surrounds the runs does not count. */
const LEAST_MS = 250;
const LEAST_TOKENS = 1024;
/** Texts at once where there are many: each engine's best. */
const BULK = [8, 16, 32];
const BULK_ROUNDS = Math.min(ROUNDS, 3);

const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/**
 * An engine under measurement.
 *
 * @typedef {object} Entry
 * @property {string} name
 * @property {string} module of `page/`, with a {@link import('./page/encoder-worker.mjs').Load}
 * @property {object} options for it
 * @property {number} workers
 * @property {boolean} [isolated] whether its page gets the headers for SharedArrayBuffer
 * @property {boolean} [bulkOnly] whether only its throughput counts
 */

/** @typedef {Entry & { page: import('playwright-core').Page, load: number, first: number }} Running */

/** @param {string} graph @param {string} build @param {number} threads @returns {Entry} */
const peer = (graph, build, threads = 1) => ({
  name: `transformers.js ${graph} ${build}${threads > 1 ? ` ${threads} threads` : ''}`,
  module: '/peer.mjs',
  options: peerOptions(graph, build, threads),
  workers: 1,
  isolated: threads > 1,
});

/** @type {Entry[]} */
const OURS = [
  { name: 'Shoplens f32', module: '/ours.mjs', options: { weights: 'f32', relaxed: true }, workers: 1 },
  { name: 'Shoplens int8', module: '/ours.mjs', options: { weights: 'int8', relaxed: true }, workers: 1 },
  { name: 'Shoplens int8 simd128', module: '/ours.mjs', options: { weights: 'int8', relaxed: false }, workers: 1 },
  { name: 'Shoplens candle', module: '/ours.mjs', options: { weights: 'candle', relaxed: false }, workers: 1 },
  { name: 'Shoplens int8 2 workers', module: '/ours.mjs', options: { weights: 'int8', relaxed: true }, workers: 2, bulkOnly: true },
];

const model = miniLM();
if (!model) {
  console.log('encoder: skipped, all-MiniLM-L6-v2 could not be had');
  process.exit(0);
}
await preparePeer(model);
const others = {
  '/modules/': path('../../node_modules/'),
  '/www/': path('../../www/'),
  '/bench/': OUT,
  '/minilm/': `${model}/`,
};
const open = await startStaticHost(path('page/'), '/', others);
const isolated = await startStaticHost(path('page/'), '/', others, ISOLATED);
const browser = await launch();

try {
  await main();
} finally {
  await browser.close();
  await open.stop();
  await isolated.stop();
}

async function main() {
  console.log(`encoder: ${machine()}, ${ROUNDS} rounds, all-MiniLM-L6-v2`);
  const make = await textMaker(/** @type {string} */ (model));
  const grid = Object.fromEntries(
    BATCHES.flatMap((batch) => TOKENS.map((tokens) => [`${batch}×${tokens}`, Array.from({ length: batch }, () => make(tokens))])),
  );
  const mixed = mixedTexts(make, 256, 6, 192);

  // The plain build has been the faster one in every trial.
  const builds = ALL ? await trialOf(Object.keys(BUILDS).map((build) => peer('q8_channel_fused', build)), grid) : undefined;
  const build = builds ? fastest(builds, () => true).split(' ').at(-1) ?? '' : 'plain';
  const graphs = GRAPHS.map((graph) => peer(graph, build));
  const trial = await trialOf(graphs, grid);
  const best = (/** @type {string} */ kind) => fastest(trial, (name) => name.includes(` ${kind}`));
  const chosen = ALL ? graphs : graphs.filter(({ name }) => name === best('f32') || name === best('q8'));
  const q8 = /** @type {import('./page/peer.mjs').Options} */ (graphs.find(({ name }) => name === best('q8'))?.options);
  const built = existsSync(path('../../www/pkg/model'));
  if (!built) console.log('Shoplens is left out: www/pkg/model is not built');
  const entries = [...chosen, peer(q8.file, build, 2), ...(built ? OURS : [])];

  const running = await start(entries);
  await assertTokens(running[0], grid);
  const rates = await gridOf(running, grid);
  showGrid(rates);
  const bulk = await bulkOf(running, mixed);
  showBulk(bulk);
  showRatios(rates, bulk);
  const peak = await asked(running[0].page, 'peak');
  showPeak(rates.clock, peak);
  for (const { page } of running) await page.close();
  const accuracy = await accuracyOf([...graphs, ...(built ? OURS.filter(({ bulkOnly }) => !bulkOnly) : [])]);
  const costs = await costsOf(running, grid['32×128']);
  showCosts(running, costs);
  await mkdir(OUT, { recursive: true });
  const loads = Object.fromEntries(running.map(({ name, load, first }) => [name, { load, first }]));
  const figures = { machine: machine(), rounds: ROUNDS, builds, trial, rates, bulk, peak, accuracy, loads, costs };
  await writeFile(`${OUT}encoder.json`, JSON.stringify(figures, null, 1));
}

/**
 * A page for each, loaded one after another and warm.
 *
 * @param {Entry[]} entries
 * @returns {Promise<Running[]>}
 */
async function start(entries) {
  const running = [];
  for (const entry of entries) {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(`${entry.name}: ${error}`));
    await page.goto(`${(entry.isolated ? isolated : open).origin}/encoder.html`);
    const times = await asked(page, 'load', { module: entry.module, options: entry.options, workers: entry.workers });
    running.push({ ...entry, page, ...times });
  }
  return running;
}

/**
 * Calls a function of `page/encoder.mjs`.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} name
 * @param {...unknown} given
 * @returns {Promise<any>}
 */
function asked(page, name, ...given) {
  return page.evaluate(async ([name, given]) => {
    const module = await import(`${location.origin}/encoder.mjs`);
    return module[name](...given);
  }, /** @type {const} */ ([name, given]));
}

/** @param {Running[]} running @param {string[]} texts */
async function warmUp(running, texts) {
  for (const { page } of running) await asked(page, 'repeat', texts, { least: WARM_UP_MS, times: 2 });
}

/**
 * Tokens per second of each over some cells of the grid: medians over rounds in which all take turns.
 * By the clock, and by the time that the processor spent on it, which another program's work hardly changes.
 *
 * @typedef {Record<string, Record<string, number>>} Rates
 * @param {Running[]} running
 * @param {Record<string, string[]>} grid
 * @param {number} rounds
 * @returns {Promise<{ clock: Rates, processor: Rates }>}
 */
async function turns(running, grid, rounds) {
  const empty = () => Object.fromEntries(running.map(({ name }) => [name, mapped(grid, () => /** @type {number[]} */ ([]))]));
  const [clock, processor] = [empty(), empty()];
  for (let round = 0; round < rounds; round++) {
    for (const [cell, texts] of Object.entries(grid)) {
      // Each first as often, so that a machine that slows down slows all.
      const order = running.map((_, at) => running[(at + round) % running.length]);
      const times = Math.ceil(LEAST_TOKENS / tokensOf(cell));
      for (const { name, page } of order) {
        const before = await processorTime(browser);
        const taken = await asked(page, 'repeat', texts, { least: LEAST_MS, times });
        processor[name][cell].push(((await processorTime(browser)) - before) / taken.length);
        clock[name][cell].push(...taken);
      }
    }
  }
  const rate = (/** @type {number[]} */ taken, /** @type {string} */ cell) => (tokensOf(cell) * 1000) / middle(taken);
  return { clock: mapped(clock, (cells) => mapped(cells, rate)), processor: mapped(processor, (cells) => mapped(cells, rate)) };
}

/** Tokens of a cell's whole batch. @param {string} cell */
function tokensOf(cell) {
  const [batch, tokens] = cell.split('×').map(Number);
  return batch * tokens;
}

/** @param {Entry[]} builds @param {Record<string, string[]>} grid */
async function trialOf(builds, grid) {
  const cells = Object.fromEntries(TRIAL.map(([batch, tokens]) => [`${batch}×${tokens}`, grid[`${batch}×${tokens}`]]));
  const running = await start(builds);
  await warmUp(running, grid['8×32']);
  const { clock, processor } = await turns(running, cells, TRIAL_ROUNDS);
  const rates = told(processor) ? processor : clock;
  for (const { page } of running) await page.close();
  console.log(`\nbuilds of the peer, one thread, tokens per second ${told(processor) ? 'of the processor' : 'by the clock'}`);
  tabled(rates);
  return rates;
}

/** @param {Running[]} running @param {Record<string, string[]>} grid */
async function gridOf(running, grid) {
  const counted = running.filter(({ bulkOnly }) => !bulkOnly);
  await warmUp(counted, grid['8×32']);
  return turns(counted, grid, ROUNDS);
}

/**
 * Tokens per second over many texts, each engine with the batch that suits it best.
 *
 * @param {Running[]} running
 * @param {string[]} texts
 * @returns {Promise<Record<string, { batch: number, rate: number }>>}
 */
async function bulkOf(running, texts) {
  const [counter] = running;
  const tokens = sum(await asked(counter.page, 'count', texts));
  /** @type {Record<string, Record<number, number[]>>} */
  const times = Object.fromEntries(running.map(({ name }) => [name, Object.fromEntries(BULK.map((batch) => [batch, []]))]));
  const best = (/** @type {string} */ name) => BULK.reduce((a, b) => (middle(times[name][b]) < middle(times[name][a]) ? b : a));
  for (let round = 0; round < BULK_ROUNDS; round++) {
    for (const batch of BULK) {
      for (const { name, page } of running) {
        // The first round shows which batch suits an engine.
        if (round === 0 || best(name) === batch) times[name][batch].push(await asked(page, 'bulk', texts, batch));
      }
    }
  }
  return mapped(times, (taken, name) => ({ batch: best(name), rate: (tokens * 1000) / middle(taken[best(name)]) }));
}

/**
 * The cosine of each engine's vectors with PyTorch's, for texts by themselves and in batches as they come.
 *
 * @param {Entry[]} entries
 */
async function accuracyOf(entries) {
  const [texts, wanted] = [await knownTexts(), await knownVectors()];
  /** @type {Record<string, Record<string, number>>} */
  const accuracy = {};
  for (const entry of entries) {
    const [{ name, page }] = await start([entry]);
    accuracy[name] = {};
    for (const [how, batch] of /** @type {const} */ ([['alone', 1], ['in batches', 20]])) {
      const values = await asked(page, 'vectors', texts, batch);
      const width = values.length / texts.length;
      const cosines = wanted.map((vector, row) => cosine(vector, values.slice(row * width, (row + 1) * width)));
      accuracy[name][`mean ${how}`] = sum(cosines) / cosines.length;
      accuracy[name][`worst ${how}`] = Math.min(...cosines);
    }
    await page.close();
  }
  console.log(`cosine with PyTorch, ${texts.length} texts`);
  console.table(mapped(accuracy, (row) => mapped(row, (value) => value.toFixed(5))));
  return accuracy;
}

/**
 * @param {Entry[]} entries
 * @param {string[]} texts
 * @returns {Promise<Record<string, Awaited<ReturnType<typeof costOf>>>>}
 */
async function costsOf(entries, texts) {
  /** @type {Record<string, Awaited<ReturnType<typeof costOf>>>} */
  const costs = {};
  for (const entry of entries) {
    costs[entry.name] = await costOf(entry, texts, { page: path('page/'), others, headers: entry.isolated ? ISOLATED : {} });
  }
  return costs;
}

/** Texts must have the tokens that they are counted with. @param {Running} engine @param {Record<string, string[]>} grid */
async function assertTokens({ page }, grid) {
  for (const [cell, texts] of Object.entries(grid)) {
    const counts = await asked(page, 'count', texts);
    const tokens = Number(cell.split('×')[1]);
    if (counts.some((/** @type {number} */ count) => count !== tokens)) throw new Error(`${cell}: texts of ${counts} tokens`);
  }
}

/** @param {{ clock: Rates, processor: Rates }} rates */
function showGrid({ clock, processor }) {
  console.log('\ntokens per second by the clock, batch × tokens');
  tabled(clock);
  if (!told(processor)) return;
  console.log('tokens per second of the processor, all threads together');
  tabled(processor);
}

/** @param {Record<string, { batch: number, rate: number }>} bulk */
function showBulk(bulk) {
  console.log('256 texts of mixed length, the best of batches of 8, 16 and 32');
  console.table(mapped(bulk, ({ batch, rate }) => ({ batch, 'tokens per second': Math.round(rate) })));
}

/**
 * @param {{ clock: Rates, processor: Rates }} rates
 * @param {Record<string, { batch: number, rate: number }>} bulk
 */
function showRatios({ clock, processor }, bulk) {
  const one = (/** @type {string} */ kind) => fastest(clock, (name) => name.startsWith(`transformers.js ${kind}`) && !name.endsWith('threads'));
  const [f32, q8] = [one('f32'), one('q8')];
  const threads = Object.keys(bulk).find((name) => name.endsWith('threads')) ?? '';
  const ratio = (/** @type {string} */ one, /** @type {string} */ other, rates = clock) =>
    geometric(Object.keys(rates[other]).map((cell) => rates[one][cell] / rates[other][cell]));
  console.log(`transformers.js: q8 ${ratio(q8, f32).toFixed(2)} times f32; two threads ${ratio(threads, q8).toFixed(2)} times one`);
  if (!clock['Shoplens int8']) return;
  if (told(processor)) {
    const [int8, single] = [ratio('Shoplens int8', q8, processor), ratio('Shoplens f32', f32, processor)];
    console.log(`Shoplens by the time of the processor: int8 ${int8.toFixed(2)}, f32 ${single.toFixed(2)} times`);
  }
  /** @type {[string, number, number][]} */
  const promised = [
    ['int8 on one worker, to q8 on one thread', ratio('Shoplens int8', q8), 1.4],
    ['f32 on one worker, to f32 on one thread', ratio('Shoplens f32', f32), 1.7],
    ['int8 on two workers, to q8 on two threads, many texts', bulk['Shoplens int8 2 workers'].rate / bulk[threads].rate, 1.5],
  ];
  for (const [what, times, least] of promised) {
    console.log(`Shoplens ${what}: ${times.toFixed(2)} times (at least ${least})`);
    if (times < least) process.exitCode = 1;
  }
}

/**
 * How near each comes to what the processor could do in 32-bit floats: by the products of the linear layers alone, so a little less than they do.
 *
 * @param {Rates} rates
 * @param {number | undefined} peak
 */
function showPeak(rates, peak) {
  if (peak === undefined) return;
  console.log(`relaxed_madd on registers alone: ${(peak / 1e9).toFixed(1)} Gflop/s on one thread`);
  for (const [name, row] of Object.entries(rates).filter(([name]) => / f32/.test(name))) {
    const flops = geometric(Object.values(row)) * FLOPS_A_TOKEN;
    console.log(`${name}: ${(flops / 1e9).toFixed(1)} Gflop/s in linear layers, ${((100 * flops) / peak).toFixed(0)} % of that`);
  }
}

/** @param {Running[]} running @param {Awaited<ReturnType<typeof costsOf>>} costs */
function showCosts(running, costs) {
  console.log('milliseconds from a host on the same machine; MB of memory at most beyond an empty page, after 32×128; MB without the model');
  console.table(Object.fromEntries(running.map(({ name, load, first }) => {
    const { peak, wasm, bytes, brotli } = mapped(costs[name], (value) => (value === undefined ? '' : (value / 1e6).toFixed(1)));
    return [name, { load: Math.round(load), 'first vector': Math.round(first), process: peak, 'wasm memory': wasm, files: bytes, brotli }];
  })));
}

/** Whether there are figures. @param {Rates} rates */
function told(rates) {
  return Object.values(rates).every((row) => Object.values(row).every(Number.isFinite));
}

/** @param {Rates} rates */
function tabled(rates) {
  console.table(mapped(rates, (row) => ({ ...mapped(row, Math.round), mean: Math.round(geometric(Object.values(row))) })));
}

/** @param {Rates} rates @param {(name: string) => boolean} among */
function fastest(rates, among) {
  const mean = (/** @type {string} */ name) => geometric(Object.values(rates[name]));
  return Object.keys(rates).filter(among).reduce((a, b) => (mean(b) > mean(a) ? b : a));
}

/**
 * @template A, B
 * @param {Record<string, A>} object
 * @param {(value: A, key: string) => B} to
 * @returns {Record<string, B>}
 */
function mapped(object, to) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, to(value, key)]));
}

/** @param {number[]} values */
function sum(values) {
  return values.reduce((a, b) => a + b, 0);
}

/** @param {number[]} values */
function geometric(values) {
  return Math.exp(sum(values.map(Math.log)) / values.length);
}

/** The median, of an even number of values the mean of the two in the middle. @param {number[]} values */
function middle(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
function cosine(a, b) {
  let [product, one, other] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    product += a[at] * b[at];
    one += a[at] ** 2;
    other += b[at] ** 2;
  }
  return product / Math.sqrt(one * other);
}
