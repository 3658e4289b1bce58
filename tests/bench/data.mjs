// The files that are measured on: public orders as CSV, from the Parquet beside the project.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const SHARED = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const SCRIPT = fileURLToPath(new URL('make_csv.py', import.meta.url));
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
 * @property {string} currency
 * @property {string} today a day after the last order
 * @property {[number, number]} filterDays half a year in it, in days since 1970-01-01
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
    currency: 'GBP',
    today: '2011-12-10',
    filterDays: [15_065, 15_245],
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
    currency: 'USD',
    today: '2018-01-02',
    filterDays: [17_257, 17_437],
  },
];

/**
 * Where a source lies as CSV; written once, with Python's duckdb or pyarrow.
 *
 * @param {Source} source
 * @param {number} [rows] only that many, all unless told
 * @returns {Promise<string | undefined>} `undefined` where the Parquet is not beside the project
 */
export async function csvOf(source, rows) {
  const from = `${SHARED}${source.parquet}`;
  const to = `${OUT}${source.name}${rows ? `_${rows}` : ''}.csv`;
  if (existsSync(to)) return to;
  if (!existsSync(from)) return undefined;
  await mkdir(OUT, { recursive: true });
  try {
    execFileSync('python3', [SCRIPT, from, `${to}.part`, ...(rows ? [String(rows)] : [])], { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch {
    throw new Error('the CSV needs python3 with duckdb or pyarrow: pip install duckdb');
  }
  await rename(`${to}.part`, to);
  return to;
}
