// How long a column takes to be learned, judged and shown in the page, and how well it is told.
//
//   cargo xtask bench learning -- [--rounds 3]
//
// The page is that of `cargo xtask dist`; the clock runs from the press of the button until the report of the column stands.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch } from '../browser/chromium.mjs';
import { startStaticHost } from '../browser/static-host.mjs';
import { machine, median } from './measure.mjs';

const path = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const at = process.argv.indexOf('--rounds');
const ROUNDS = at < 0 ? 3 : Number(process.argv[at + 1]);
const DATA = path('../../../shared/data/behaviour/');
const TABLES = [
  { file: 'online_shoppers_intention.csv', column: 'Revenue' },
  { file: 'WA_Fn-UseC_-Telco-Customer-Churn.csv', column: 'Churn' },
];
const PATIENCE = { timeout: 240_000 };

const host = await startStaticHost(path('../../dist'), '/');
const browser = await launch();
try {
  console.log(`learning: ${machine()}, median of ${ROUNDS}, seconds`);
  for (const { file, column } of TABLES) {
    if (!existsSync(DATA + file)) {
      console.log(`  ${file}: skipped, it is not beside the project`);
      continue;
    }
    /** @type {number[]} */
    const times = [];
    let certainty = '';
    for (let round = 0; round < ROUNDS; round++) {
      const page = await browser.newPage({ locale: 'en-GB' });
      await page.goto(host.url);
      await page.locator('input[type="file"]').first().setInputFiles(DATA + file);
      await page.locator('.predict-toggle').click(PATIENCE);
      await page.locator('[data-key="prediction-column"]').selectOption(column, PATIENCE);
      // Nothing else of the page is being computed meanwhile.
      await page.waitForFunction(() => document.querySelector('[aria-busy="true"], [data-pending]') === null, null, PATIENCE);
      const began = performance.now();
      await page.locator('[data-key="prediction-run"]').click();
      await page.locator('column-prediction .finding-certainty').first().waitFor(PATIENCE);
      times.push((performance.now() - began) / 1000);
      certainty = await page.locator('column-prediction .finding-certainty').first().innerText();
      await page.close();
    }
    console.log(`  ${file}: ${median(times).toFixed(2)} (${times.map((time) => time.toFixed(2)).join(' ')}); ${certainty}`);
  }
} finally {
  await browser.close();
  await host.stop();
}
