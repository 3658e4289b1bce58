// From a file to grouped aggregates: DuckDB-Wasm and Shoplens in the same Chromium, in turn.
//
//   cargo xtask bench reading -- [--rounds 5]

import { statSync } from 'node:fs';
import { SOURCES, csvOf } from './data.mjs';
import { machine, measure, median } from './measure.mjs';

const at = process.argv.indexOf('--rounds');
const ROUNDS = at < 0 ? 5 : Number(process.argv[at + 1]);

console.log(`reading: ${machine()}, median of ${ROUNDS}, milliseconds`);
let short = false;
for (const source of SOURCES) {
  const csv = await csvOf(source);
  if (!csv) {
    console.log(`  ${source.name}: skipped, ${source.parquet} is not beside the project`);
    continue;
  }
  const bytes = statSync(csv).size;
  /** @type {Record<string, any[]>} */
  const runs = { duckdb: [], shoplens: [] };
  for (let round = 0; round < ROUNDS; round++) {
    // In turn, and each first as often, so that a machine that slows down slows both.
    for (const engine of round % 2 ? ['shoplens', 'duckdb'] : ['duckdb', 'shoplens']) {
      runs[engine].push(await measure(engine, csv, source));
    }
  }
  const [a, b] = [runs.duckdb[0], runs.shoplens[0]];
  for (const run of [...runs.duckdb, ...runs.shoplens]) {
    if (run.rows !== source.rows || run.groups !== source.groups || Math.abs(run.first - a.first) > 1e-6 * a.first) {
      throw new Error(`${source.name}: the engines disagree: ${JSON.stringify([a, b, run])}`);
    }
  }
  console.log(`\n${source.name}, ${(bytes / 1e6).toFixed(1)} MB, ${source.rows} rows, ${source.groups} groups`);
  console.table(Object.fromEntries(Object.entries(runs).map(([engine, times]) => [engine, row(times, bytes)])));
  const total = (/** @type {any} */ run) => run.read + run.group;
  const without = ratio(runs, total);
  const withIt = ratio(runs, (run) => total(run) + run.startUp);
  console.log(`  DuckDB-Wasm takes ${without.toFixed(2)} times as long without start-up (at least 1.5), ${withIt.toFixed(2)} with (at least 2)`);
  short ||= without < 1.5 || withIt < 2;
}
if (short) process.exitCode = 1;

/** @param {any[]} runs @param {number} bytes */
function row(runs, bytes) {
  const middle = (/** @type {(run: any) => number} */ of) => Math.round(median(runs.map(of)));
  const [memory] = runs.map((run) => run.wasmMemory).filter(Boolean);
  return {
    'start-up': middle((run) => run.startUp),
    read: middle((run) => run.read),
    group: middle((run) => run.group),
    'without start-up': middle((run) => run.read + run.group),
    with: middle((run) => run.startUp + run.read + run.group),
    'process peak × file': (median(runs.map((run) => run.memory)) / bytes).toFixed(2),
    'wasm memory × file': memory ? (memory / bytes).toFixed(2) : '',
  };
}

/** @param {Record<string, any[]>} runs @param {(run: any) => number} of */
function ratio(runs, of) {
  return median(runs.duckdb.map(of)) / median(runs.shoplens.map(of));
}
