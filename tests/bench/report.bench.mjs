// A full sales report, and the report again under another filter.
//
//   cargo xtask bench report -- [--rounds 3]

import { statSync } from 'node:fs';
import { SOURCES, csvOf } from './data.mjs';
import { machine, measure, median } from './measure.mjs';

const at = process.argv.indexOf('--rounds');
const ROUNDS = at < 0 ? 3 : Number(process.argv[at + 1]);
const FILTERED_ROWS = 500_000;

console.log(`report: ${machine()}, median of ${ROUNDS}, milliseconds`);
for (const source of SOURCES) {
  const csv = await csvOf(source);
  if (!csv) {
    console.log(`  ${source.name}: skipped, ${source.parquet} is not beside the project`);
    continue;
  }
  const bytes = statSync(csv).size;
  /** @type {any[]} */
  const runs = [];
  for (let round = 0; round < ROUNDS; round++) runs.push(await measure('shoplens', csv, source, 'report'));
  const middle = (/** @type {(run: any) => number} */ of) => median(runs.map(of));
  console.table({
    [source.name]: {
      MB: (bytes / 1e6).toFixed(1),
      rows: runs[0].rows,
      read: Math.round(middle((run) => run.read)),
      report: Math.round(middle((run) => run.report)),
      'process peak × file': (middle((run) => run.memory) / bytes).toFixed(2),
      'wasm memory × file': (middle((run) => run.wasmMemory) / bytes).toFixed(2),
    },
  });
  const part = await csvOf(source, FILTERED_ROWS);
  if (!part) continue;
  const { rows, filters } = await measure('shoplens', part, source, 'filter');
  console.log(`${source.name}: the report again over ${rows} rows`);
  console.table(Object.fromEntries(filters.map((/** @type {any} */ f) => [f.name, { ms: Math.round(median(f.times)) }])));
}
