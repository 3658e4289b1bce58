// The files that are measured on: public orders as CSV, from the Parquet beside the project.

import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const SHARED = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const PARQUET = new URL('../../www/pkg/parquet/', import.meta.url);
export const OUT = fileURLToPath(new URL('../out/bench/', import.meta.url));

/**
 * A file, and what is computed over it: sums and distinct counts by month, place and product.
 *
 * @typedef {object} Source
 * @property {string} name
 * @property {string} parquet
 * @property {number} rows
 * @property {number} groups
 * @property {string} month a column of date-times
 * @property {string} place
 * @property {string} product
 * @property {string} sum
 * @property {string} [times] what `sum` is multiplied with in each row
 * @property {string} order counted once in each group
 * @property {string} customer counted once in each group
 */

/** @type {Source[]} */
export const SOURCES = [
  {
    name: 'online_retail',
    parquet: 'orders/online_retail_uci.parquet',
    rows: 531_282,
    groups: 66_895,
    month: 'InvoiceDate',
    place: 'Country',
    product: 'StockCode',
    sum: 'UnitPrice',
    times: 'Quantity',
    order: 'InvoiceNo',
    customer: 'CustomerID',
  },
  {
    name: 'completejourney',
    parquet: 'orders/completejourney_transactions.parquet',
    rows: 1_469_307,
    groups: 1_128_711,
    month: 'transaction_timestamp',
    place: 'store_id',
    product: 'product_id',
    sum: 'sales_value',
    order: 'basket_id',
    customer: 'household_id',
  },
];

/**
 * Where a source lies as CSV; written once, by the project's own reader of Parquet.
 *
 * @param {Source} source
 * @returns {Promise<string | undefined>} `undefined` where the Parquet is not beside the project
 */
export async function csvOf(source) {
  const from = `${SHARED}${source.parquet}`;
  const to = `${OUT}${source.name}.csv`;
  if (existsSync(to)) return to;
  if (!existsSync(from)) return undefined;
  await mkdir(OUT, { recursive: true });
  const { initSync, ParquetUnpacker } = await import(new URL('parquet.js', PARQUET).href);
  initSync({ module: await readFile(new URL('parquet_bg.wasm', PARQUET)) });
  const unpacker = new ParquetUnpacker(await readFile(from));
  const file = await open(`${to}.part`, 'w');
  for (let text = unpacker.nextChunk(); text; text = unpacker.nextChunk()) await file.write(text);
  await file.close();
  unpacker.free();
  await rename(`${to}.part`, to);
  return to;
}
