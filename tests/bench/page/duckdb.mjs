// DuckDB-Wasm, single-threaded, as a page would use it.

// @ts-expect-error the bench's own host serves the package under this path
import * as duckdb from '/modules/@duckdb/duckdb-wasm/dist/duckdb-browser.mjs';

const DIST = '/modules/@duckdb/duckdb-wasm/dist/';

/**
 * @param {File} file
 * @param {import('../data.mjs').Source} source
 * @returns {Promise<import('../measure.mjs').Times>}
 */
export async function run(file, source) {
  const start = performance.now();
  const worker = new Worker(`${DIST}duckdb-browser-eh.worker.js`);
  const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
  await database.instantiate(new URL(`${DIST}duckdb-eh.wasm`, location.href).href);
  const connection = await database.connect();
  const started = performance.now();
  await database.registerFileHandle('file.csv', file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
  await connection.query("CREATE TABLE lines AS SELECT * FROM read_csv_auto('file.csv')");
  const read = performance.now();
  const sum = source.times ? `"${source.sum}" * "${source.times}"` : `"${source.sum}"`;
  const answer = await connection.query(`
    SELECT date_trunc('month', "${source.month}") AS month, "${source.place}", "${source.product}",
      sum(${sum}) AS revenue, count(DISTINCT "${source.order}") AS orders,
      count(DISTINCT "${source.customer}") AS customers
    FROM lines GROUP BY ALL ORDER BY revenue DESC`);
  const grouped = performance.now();
  const counted = await connection.query('SELECT count(*) AS n FROM lines');
  const result = {
    startUp: started - start,
    read: read - started,
    group: grouped - read,
    rows: Number(counted.toArray()[0].n),
    groups: answer.numRows,
    first: Number(answer.get(0)?.revenue),
  };
  await connection.close();
  await database.terminate();
  return result;
}
