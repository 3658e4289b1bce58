// The files that are measured on: public orders, as CSV, from the Parquet beside the project.

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const SHARED = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const OUT = fileURLToPath(new URL('../out/bench/', import.meta.url));

/**
 * @typedef {object} Source
 * @property {string} name
 * @property {string} parquet
 * @property {string} month the columns of the grouping, in DuckDB's words
 * @property {string} place
 * @property {string} product
 * @property {string} revenue
 * @property {string} order
 * @property {string} customer
 */

/** @type {Source[]} */
export const SOURCES = [
  {
    name: 'online_retail',
    parquet: 'orders/online_retail_uci.parquet',
    month: 'InvoiceDate',
    place: 'Country',
    product: 'StockCode',
    revenue: 'Quantity * UnitPrice',
    order: 'InvoiceNo',
    customer: 'CustomerID',
  },
  {
    name: 'completejourney',
    parquet: 'orders/completejourney_transactions.parquet',
    month: 'transaction_timestamp',
    place: 'store_id',
    product: 'product_id',
    revenue: 'sales_value',
    order: 'basket_id',
    customer: 'household_id',
  },
];

/**
 * Where a source lies as CSV; written once. `undefined` where the Parquet is not beside the project.
 *
 * @param {Source} source
 * @returns {Promise<string | undefined>}
 */
export async function csvOf(source) {
  const from = `${SHARED}${source.parquet}`;
  const to = `${OUT}${source.name}.csv`;
  if (existsSync(to)) return to;
  if (!existsSync(from)) return undefined;
  await mkdir(OUT, { recursive: true });
  const database = await openDuckDb();
  const connection = database.connect();
  connection.query(`COPY (SELECT * FROM '${from}') TO '${to}.part' (FORMAT csv, HEADER)`);
  connection.close();
  const { rename } = await import('node:fs/promises');
  await rename(`${to}.part`, to);
  return to;
}

/** DuckDB in this process, which can read and write files where the one in a browser cannot. */
async function openDuckDb() {
  const require = createRequire(import.meta.url);
  /** @type {typeof import('@duckdb/duckdb-wasm/blocking')} */
  const duckdb = require('@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs');
  const folder = fileURLToPath(new URL('../../node_modules/@duckdb/duckdb-wasm/dist/', import.meta.url));
  const part = (/** @type {string} */ name) => ({
    mainModule: `${folder}duckdb-${name}.wasm`,
    mainWorker: `${folder}duckdb-node-${name}.worker.cjs`,
  });
  const bundles = { mvp: part('mvp'), eh: part('eh') };
  const database = await duckdb.createDuckDB(bundles, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
  await database.instantiate();
  return database;
}
