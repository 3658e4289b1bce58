// Files in the shapes of eleven exports and in three more formats: dropped together, read, recognised, and nothing asked of the network.

import assert from 'node:assert/strict';
import { appendFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { withPage } from './harness.mjs';
import { PATIENCE, dropped, list, platform, settled } from './merchant.mjs';

const SHAPES = [
  'shopify_orders.csv', 'woocommerce_orders.csv', 'amazon_orders.txt', 'ebay_orders.csv', 'magento_orders.csv',
  'ExportOrderList.csv', 'jd_orders.csv', 'pdd_orders.csv', 'orders_utf16.txt', 'orders_big5.csv', 'market_stall.xlsx',
  'orders.parquet', 'orders.ods', 'orders.jsonl',
];

/** @param {string} name */
async function expected(name) {
  const shops = await list('expected.json');
  const tables = shops.flatMap((/** @type {any} */ shop) => shop.tables);
  const found = tables.find((/** @type {any} */ table) => table.file === name);
  assert.ok(found, `expected.json says nothing of ${name}`);
  return found;
}

test('files of fourteen shapes are read, and no request is made', withPage(async (kit) => {
  const { page, watch, screenshot } = kit;
  await settled(kit);
  await dropped(kit, SHAPES.map(platform));
  const unfold = page.locator('.files-tools > .button-quiet');
  if (await unfold.getAttribute('aria-expanded') === 'false') await unfold.click();
  for (const name of SHAPES) {
    const row = page.locator('file-row', { has: page.getByText(name, { exact: true }) });
    assert.equal(await row.getAttribute('data-status'), 'read', name);
    const { encoding, dataset } = await expected(name);
    const wanted = Array.isArray(dataset) ? dataset : [dataset];
    await row.locator('.columns-toggle').first().click();
    const view = row.locator('mapping-view');
    assert.ok(wanted.includes(await view.locator('[data-key="dataset"]').inputValue()), `${name}: what it holds`);
    /** @type {string[]} */
    const encodings = [encoding ?? []].flat();
    if (encodings.length > 0 && !encodings.includes('UTF-8')) {
      const shown = await view.locator('[data-key="encoding"] option').first().innerText();
      assert.ok(encodings.some((one) => shown.toLowerCase().includes(one.toLowerCase())), `${name}: ${shown}, not ${encodings}`);
    }
    await row.locator('.columns-toggle').first().click();
  }
  await page.locator('report-view h1').waitFor();
  await screenshot('files-shapes');
  assert.equal(await page.locator('.proof-count').getAttribute('data-requests'), '0');
  watch.assertNoRequestSinceLoaded();
}));

test('personal data is masked and markup stays text', withPage(async (kit) => {
  const { page } = kit;
  const hostile = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
  await dropped(kit, [{
    name: 'orders "<b>.csv',
    bytes: `Order,Date,Email,Product,Quantity,Total\n${Array.from({ length: 30 }, (_, i) => `${1000 + i},2026-0${1 + (i % 9)}-15,anna.berg@example.com,"${hostile.replaceAll('"', '""')}",1,12.50`).join('\n')}\n`,
  }]);
  await page.locator('.columns-toggle').first().click();
  const text = await page.locator('mapping-view').innerText();
  assert.ok(text.includes('<script>'), 'the cell is shown as it is');
  assert.ok(!text.includes('anna.berg@example.com'), 'the address is masked');
  assert.equal(await page.locator('main img, main script, main b').count(), await page.locator('.brand img').count() - 1);
  assert.doesNotMatch(await page.title(), /^1$/);
}));

for (const [locale, badge] of /** @type {const} */ ([['en-GB', 'Please check'], ['zh-CN', '请核对']])) {
  test(`of a table that is nothing known it is said that it be looked at, and not how sure that is: ${locale}`, withPage(async (kit) => {
    const { page } = kit;
    await dropped(kit, [{ name: 'notes.csv', bytes: `Room,Colour,Height\n${Array.from({ length: 12 }, (_, i) => `R${i},${['red', 'blue'][i % 2]},${i * 3}`).join('\n')}\n` }]);
    const row = page.locator('file-row');
    assert.match(await row.locator('.file-summary').innerText(), /Not recognised|未识别/);
    assert.deepEqual(await row.locator('.sure').allInnerTexts(), [badge]);
  }, { locale }));
}

test('a table is pasted, a folder without files is told', withPage(async ({ page }) => {
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', 'Order\tDate\tTotal\n1\t2026-01-02\t9.50\n2\t2026-01-03\t19.00\n');
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  });
  await page.locator('file-row[data-status="read"]').waitFor();
  assert.match(await page.locator('.file-name').innerText(), /Pasted table 1/);
}));

test('reading is cancelled, tried again, and a file removed', withPage(async ({ page, choose }) => {
  const path = join(tmpdir(), `shoplens-long-${process.pid}.csv`);
  const lines = 'A-10001,2026-03-04,Blue mug,2,19.90\n'.repeat(100_000);
  await writeFile(path, 'Order,Date,Product,Quantity,Total\n');
  for (let i = 0; i < 60; i += 1) await appendFile(path, lines);
  try {
    await choose('drop-zone input[type="file"]:not([webkitdirectory])', [{ path }]);
    const row = page.locator('file-row');
    await page.waitForFunction(() => Number(document.querySelector('progress')?.value) > 0, null, PATIENCE);
    await row.locator('[data-key="stop"]').dispatchEvent('click');
    await page.locator('file-row[data-status="cancelled"]').waitFor(PATIENCE);
    await writeFile(path, 'Order,Date,Product,Quantity,Total\nA-1,2026-03-04,Blue mug,2,19.90\n');
    await row.locator('[data-key="retry"]').click();
    await page.locator('file-row[data-status="failed"]').waitFor(PATIENCE);
    await row.locator('[data-key="remove"]').click();
    await page.locator('.drop-area').waitFor();
    assert.equal(await page.locator('file-row').count(), 0);
    await choose('drop-zone input[type="file"]:not([webkitdirectory])', [{ path }]);
    await page.locator('file-row[data-status="read"]').waitFor(PATIENCE);
  } finally {
    await rm(path, { force: true });
  }
}));
