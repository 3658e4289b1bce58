// A column of a merchant's table is learned and judged in the page, and says the same as the command line.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT, withPage } from './harness.mjs';
import { few, visits } from './tables.mjs';

const PATIENCE = { timeout: 240_000 };
/** For what is not learned anew. */
const SOON = { timeout: 30_000 };
const SHOPPERS = join(ROOT, '../shared/data/behaviour/online_shoppers_intention.csv');

/** @typedef {import('./harness.mjs').Kit} Kit */
/** @typedef {import('playwright-core').Page} Page */

/**
 * Reads a table and opens the part that predicts a column of it.
 *
 * @param {Kit} kit
 * @param {import('./harness.mjs').Given} file
 */
async function opened({ page, drop }, file) {
  await drop('main', [file]);
  await page.locator('.predict-toggle').click(PATIENCE);
  await page.locator('[data-key="prediction-column"]').waitFor(PATIENCE);
}

/** @param {Page} page */
async function learned(page) {
  await page.locator('[data-key="prediction-run"]').click();
  await page.locator('column-prediction [data-key="prediction-csv"]').waitFor(PATIENCE);
}

/**
 * What `shoplens predict --held-out` prints, and the rows that it writes.
 *
 * @param {string} path
 * @param {string[]} args
 */
function native(path, args) {
  const folder = mkdtempSync(join(tmpdir(), 'learning-'));
  const shoplens = process.env.SHOPLENS_CLI ?? join(ROOT, 'target/debug/shoplens');
  const out = join(folder, 'out.csv');
  const printed = execFileSync(shoplens, ['predict', '--input', path, '--held-out', '--output', out, ...args], { maxBuffer: 1 << 26 });
  const rows = execFileSync('cat', [out]).toString();
  rmSync(folder, { recursive: true });
  return { figures: JSON.parse(printed.toString()), rows };
}

/** Row and probability of a file that the page saved. @param {Buffer} bytes */
function saved(bytes) {
  const [head = '', ...lines] = bytes.toString().replace(/^\uFEFF/, '').trim().split('\n');
  const names = head.split(',');
  const [row, p] = [names.indexOf('row'), names.indexOf('probability')];
  return `row,probability\n${lines.map((line) => line.split(',')).map((cells) => `${cells[row]},${cells[p]}`).join('\n')}\n`;
}

test('a column is learned, judged and explained', withPage(async (kit) => {
  const { page, watch, screenshot, download, assertAccessible } = kit;
  const text = visits(1200);
  // On a busy machine the service worker takes its time.
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, PATIENCE);
  await watch.loaded();
  await opened(kit, { name: 'visits.csv', bytes: text });
  const box = page.locator('column-prediction');
  // The column with two values is proposed, and what says yes.
  assert.equal(await page.locator('[data-key="prediction-column"]').inputValue(), 'Bought');
  assert.equal(await page.locator('[data-key="prediction-value"]').inputValue(), 'yes');
  assert.match(await box.innerText(), /identify people and are left out: Email/);
  await learned(page);
  const text1 = await box.innerText();
  assert.match(text1, /The other columns tell “Bought = yes” well/);
  assert.match(text1, /1 column may give the answer away and was not learned from: “Invoice”/);
  assert.match(text1, /10 rows have no “Bought” yet/);
  assert.match(text1, /The column that helps most is “Pages”/);
  assert.ok(!text1.includes('@example.com'));
  for (const id of ['learn-roc', 'learn-precision', 'learn-calibration', 'learn-worth']) {
    assert.ok(await box.locator('chart-view').filter({ has: page.locator('canvas') }).count() >= 4, id);
  }
  await screenshot('learning');
  await assertAccessible();

  // The file and the command line agree, row by row.
  const folder = mkdtempSync(join(tmpdir(), 'visits-'));
  const path = join(folder, 'visits.csv');
  writeFileSync(path, text);
  const here = native(path, ['--label', 'Bought', '--positive', 'yes']);
  rmSync(folder, { recursive: true });
  const file = await download(() => box.locator('[data-key="prediction-csv"]').click());
  assert.equal(file.name, 'probabilities-Bought.csv');
  assert.equal(saved(file.bytes), here.rows);
  assert.equal(here.figures.split, 'by time: the latest fifth is held out');

  // Why a row is as it is.
  await box.locator('[data-key="prediction-row"]').fill('1195');
  await box.locator('[data-key="prediction-explain"]').click();
  await box.getByText('Row 1,195 is “Bought = yes” with a probability of').first().waitFor(SOON);
  await box.locator('[data-key="prediction-row"]').fill('5000');
  await box.locator('[data-key="prediction-explain"]').click();
  await box.getByText('The table has no such row.').first().waitFor(SOON);

  // A dearer miss moves the threshold without learning again.
  await box.locator('[data-key="prediction-missed"]').fill('20');
  await box.locator('[data-key="prediction-missed"]').press('Tab');
  await box.locator('finding-card').filter({ hasText: 'Taken for “Bought = yes”' }).locator('[data-key="why"]').click();
  await box.getByText('missing one costs 20 times a false alarm').waitFor(SOON);

  // The same in Chinese.
  await page.locator('[data-key="lang-zh"]').click();
  await box.getByText('其他列能很好地预测“Bought = yes”').waitFor(SOON);
  await screenshot('learning-zh');

  // The column that gives the answer away is learned from when that is wanted, and the page warns.
  await page.locator('[data-key="lang-en"]').click();
  await box.locator('[data-key="keep-Invoice"]').click(PATIENCE);
  await box.getByText('Columns that may give the answer away were used: “Invoice”').waitFor(PATIENCE);
  watch.assertNoRequestSinceLoaded();
}));

test('what cannot be learned is told', withPage(async (kit) => {
  const { page } = kit;
  await opened(kit, { name: 'few.csv', bytes: few() });
  const box = page.locator('column-prediction');
  assert.match(await box.innerText(), /No column of this table can be predicted/);
  await page.locator('[data-key="prediction-close"]').click();
  assert.ok(!(await box.locator('.prediction').isVisible()));
}));

test('a run is cancelled, and another one started', withPage(async (kit) => {
  const { page } = kit;
  await opened(kit, { name: 'visits.csv', bytes: visits(4000) });
  await page.locator('[data-key="prediction-run"]').click();
  await page.getByText(/Learning the column [1-9]\d*%/).waitFor(PATIENCE);
  await page.locator('[data-key="prediction-run"]').filter({ hasText: 'Cancel' }).click();
  await page.locator('[data-key="prediction-run"]').filter({ hasText: 'Learn and test' }).waitFor(PATIENCE);
  await learned(page);
}));

test('online shoppers, as well as on the command line and to the bit', { skip: existsSync(SHOPPERS) ? false : `${SHOPPERS} is not here` }, withPage(async (kit) => {
  const { page, download } = kit;
  await opened(kit, { path: SHOPPERS });
  await page.locator('[data-key="prediction-column"]').selectOption('Revenue');
  assert.match(await page.locator('[data-key="prediction-value"]').inputValue(), /^true$/i);
  const started = Date.now();
  await learned(page);
  const seconds = (Date.now() - started) / 1000;
  const file = await download(() => page.locator('[data-key="prediction-csv"]').click());
  const { figures, rows } = native(SHOPPERS, ['--label', 'Revenue', '--positive', 'TRUE']);
  assert.equal(saved(file.bytes), rows);
  assert.ok(figures.auc.value >= 0.93, `ROC-AUC ${figures.auc.value}`);
  const text = await page.locator('column-prediction').innerText();
  assert.ok(text.includes(`ROC-AUC ${figures.auc.value.toFixed(3)}`), text.slice(0, 2000));
  console.log(`# online shoppers: ${seconds.toFixed(1)} s in the browser, ROC-AUC ${figures.auc.value.toFixed(4)}, PR-AUC ${figures.pr_auc.value.toFixed(4)}`);
}));
