// How long the page takes from a file to the sales report, to the other scenarios, and to recommendations.
//
//   cargo xtask bench scenarios -- [--rounds 3]
//
// The page is that of `cargo xtask dist`. Shops are the public orders beside the project, and two that are made up: 35,000
// customers who bought of 18,000 products, and 500 products that sold on every day of two years, one an order, so that there is
// nothing to recommend by.

import { statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launch } from '../browser/chromium.mjs';
import { startStaticHost } from '../browser/static-host.mjs';
import { OUT, SOURCES, csvOf } from './data.mjs';
import { machine, median } from './measure.mjs';

const at = process.argv.indexOf('--rounds');
const ROUNDS = at < 0 ? 3 : Number(process.argv[at + 1]);
const PATIENCE = { timeout: 600_000 };
const HEADER = 'Order ID,Order Date,Customer ID,SKU,Product,Quantity,Unit Price,Currency';
const WORDS = ['Mug', 'Lamp', 'Scarf', 'Basket', 'Kettle', 'Frame', 'Candle', 'Apron', 'Teapot', 'Cushion', 'Clock', 'Vase'];

/** Numbers below 1 that are the same in every run. */
function chance() {
  let state = 20_261_127;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

const day = (/** @type {number} */ n) => new Date(Date.UTC(2024, 9, 1) + n * 86_400_000).toISOString().slice(0, 10);

/** Customers with tastes: eight orders of two lines in ten go to one of sixty groups of products. */
function* customers() {
  const next = chance();
  yield HEADER;
  let order = 0;
  for (let customer = 0; customer < 35_000; customer++) {
    const taste = Math.floor(next() * 60);
    for (let n = 1 + Math.floor(next() * 6); n > 0; n--) {
      order += 1;
      const date = day(Math.floor(next() * 730));
      for (let line = 1 + Math.floor(next() * 4); line > 0; line--) {
        // Few products sell often, most seldom.
        const rank = Math.floor(300 * next() ** 2);
        const product = next() < 0.8 ? taste * 300 + rank : Math.floor(18_000 * next() ** 1.5);
        yield `O${order},${date},C${customer},S${product},${WORDS[product % 12]} ${product},1,${5 + product % 40}.00,EUR`;
      }
    }
  }
}

/** Every product sells on every day, more on some weekdays and in winter. */
function* everyDay() {
  const next = chance();
  yield HEADER;
  for (let n = 0; n < 730; n++) {
    const season = 1 + 0.4 * Math.cos((2 * Math.PI * n) / 365) + (n % 7 > 4 ? 0.5 : 0);
    for (let product = 0; product < 500; product++) {
      const pieces = 1 + Math.floor(season * (2 + product % 5) * (0.5 + next()));
      yield `D${n}-${product},${day(n)},C${(n * 500 + product) % 9973},S${product},${WORDS[product % 12]} ${product},${pieces},${5 + product % 40}.00,EUR`;
    }
  }
}

/** @param {string} name @param {() => Iterable<string>} rows */
async function made(name, rows) {
  await mkdir(OUT, { recursive: true });
  const path = `${OUT}${name}.csv`;
  await writeFile(path, [...rows()].join('\n'));
  return path;
}

const files = [];
for (const source of SOURCES) {
  const csv = await csvOf(source);
  if (csv) files.push({ name: source.name, csv });
  else console.log(`  ${source.name}: skipped, ${source.parquet} is not beside the project`);
}
files.push({ name: '35,000 × 18,000', csv: await made('customers', customers) }, { name: '500 daily products', csv: await made('every_day', everyDay) });

const host = await startStaticHost(fileURLToPath(new URL('../../dist', import.meta.url)), '/');
const browser = await launch();
try {
  console.log(`scenarios: ${machine()}, median of ${ROUNDS}, seconds from the file`);
  for (const { name, csv } of files) {
    /** @type {{ sales: number, others: number, recommendations: number }[]} */
    const runs = [];
    for (let round = 0; round < ROUNDS; round++) {
      const page = await browser.newPage({ locale: 'en-GB' });
      await page.goto(host.url);
      await page.waitForLoadState('networkidle');
      const began = performance.now();
      const since = async (/** @type {string} */ what) => {
        await page.locator(what).first().waitFor({ ...PATIENCE, state: 'attached' });
        return (performance.now() - began) / 1000;
      };
      await page.locator('input[type="file"]').first().setInputFiles(csv);
      const sales = await since('report-view h1');
      const others = await since('#section-forecast');
      const recommendations = await since('report-view:not([data-pending])');
      runs.push({ sales, others, recommendations });
      await page.close();
    }
    const middle = (/** @type {keyof typeof runs[0]} */ of) => median(runs.map((run) => run[of])).toFixed(1);
    console.table({ [name]: { MB: (statSync(csv).size / 1e6).toFixed(1), 'sales report': middle('sales'), 'other scenarios': middle('others'), all: middle('recommendations') } });
  }
} finally {
  await browser.close();
  await host.stop();
}
