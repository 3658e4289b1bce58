// What the browser downloads: each module after brotli.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const PROMISED = { web: 700_000, canvas: 300_000, export: Infinity, parquet: Infinity };

let over = false;
const sizes = Object.entries(PROMISED).flatMap(([name, limit]) => {
  const path = fileURLToPath(new URL(`../../www/pkg/${name}/${name}_bg.wasm`, import.meta.url));
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  const packed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_LGWIN]: 22 } }).length;
  over ||= packed > limit;
  return [[name, { bytes: bytes.length, brotli: packed, 'at most': limit === Infinity ? '' : limit }]];
});
console.log('size of the modules');
console.table(Object.fromEntries(sizes));
if (over) process.exitCode = 1;
