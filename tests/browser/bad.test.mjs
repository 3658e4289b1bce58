// What is wrong with a file is said, with what to do; the other files and the report go on.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { withPage } from './harness.mjs';
import { bad, dropped, list, platform, read, sampleShop } from './merchant.mjs';
import { longLine, wideCsv, zipBomb } from '../shops/large.mjs';

for (const lang of /** @type {const} */ (['en', 'zh'])) {
  test(`every bad file is answered for, in ${lang}`, withPage(async (kit) => {
    const { page, screenshot } = kit;
    /** @type {{ file: string, error?: string[], rows?: number | null }[]} */
    const cases = await list('bad.json');
    await dropped(kit, [platform('shopify_orders.csv'), ...cases.map(({ file }) => bad(file))]);
    for (const { file, error, rows } of cases) {
      const row = page.locator('file-row', { has: page.getByText(file, { exact: true }) });
      if (error && rows === undefined) {
        assert.equal(await row.getAttribute('data-status'), 'failed', file);
        const failure = row.locator('.failure').first();
        assert.ok(error.includes(await failure.getAttribute('data-code') ?? ''), `${file}: ${await failure.getAttribute('data-code')}`);
        assert.notEqual(await failure.locator('.failure-message').innerText(), '', file);
        assert.notEqual(await failure.locator('.failure-hint').innerText(), '', file);
        assert.equal(/\p{Script=Han}/u.test(await failure.innerText()), lang === 'zh', file);
      } else if (!error) {
        assert.equal(await row.getAttribute('data-status'), 'read', file);
      }
    }
    await page.locator('report-view h1').waitFor();
    await screenshot(`bad-${lang}`);
  }, { locale: lang === 'zh' ? 'zh-CN' : 'en-GB' }));
}

test('files that would take all memory are refused, and the report goes on', withPage(async (kit) => {
  const { page, choose } = kit;
  await dropped(kit, [platform('shopify_orders.csv')]);
  const folder = await mkdtemp(join(tmpdir(), 'shoplens-large-'));
  try {
    const files = { 'wide.csv': wideCsv(), 'long_line.csv': longLine(40_000_000), 'bomb.zip': zipBomb() };
    const paths = Object.keys(files).map((name) => ({ path: join(folder, name) }));
    await Promise.all(Object.values(files).map((bytes, index) => writeFile(paths[index].path, bytes)));
    await choose('drop-zone input[type="file"]:not([webkitdirectory])', paths);
    await page.locator('file-row[data-status="failed"]').nth(2).waitFor();
    await read(page);
    for (const [name, limit] of [['wide.csv', '5,000'], ['long_line.csv', '33 MB'], ['bomb.zip', '1,068 MB']]) {
      const failure = page.locator('file-row', { has: page.getByText(name, { exact: true }) }).locator('.failure').first();
      assert.match(await failure.innerText(), new RegExp(`at most ${limit}`), name);
    }
    await page.locator('report-view h1').waitFor();
  } finally {
    await rm(folder, { recursive: true });
  }
}, { locale: 'en-GB' }));

test('a file that changed since it was chosen is named', withPage(async ({ page, choose, watch }) => {
  const path = join(tmpdir(), `shoplens-vanishing-${process.pid}.csv`);
  await writeFile(path, 'Order,Date,Product,Total\n1,2026-01-02,Mug,9.50\n2,2026-01-03,Mug,9.50\n');
  try {
    await choose('drop-zone input[type="file"]:not([webkitdirectory])', [{ path }]);
    await read(page);
    await rm(path);
    await page.locator('.columns-toggle').click();
    const header = page.locator('[data-key="header"]');
    await header.fill('2');
    await header.press('Enter');
    await page.locator('file-row[data-status="failed"]').waitFor();
    assert.equal(await page.locator('.failure').getAttribute('data-code'), 'vanished');
    assert.ok((await page.locator('.failure-hint').innerText()).length > 10);
    watch.takeComplaints();
  } finally {
    await rm(path, { force: true });
  }
}));

test('a full store is said once and changes nothing else', withPage(async ({ page }) => {
  await page.evaluate(() => {
    Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
  });
  await page.locator('[data-key="theme-dark"]').click();
  await page.locator('.notice').first().waitFor();
  assert.match(await page.locator('.notice').first().innerText(), /storage is full/);
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  await sampleShop(page, 'en');
}));

test('a worker that crashes is started again, with files and corrections', withPage(async (kit) => {
  const { page, context, host, drop } = kit;
  // The engine with a trap in it for one name of a file.
  await context.route(/\/web-[0-9a-f]+\.js$/, async (route) => {
    const response = await route.fetch();
    const trap = `
      const open = Session.prototype.open;
      const push = Session.prototype.push;
      const trapped = new Set();
      Session.prototype.open = function (name, ...rest) { const id = open.call(this, name, ...rest); if (name === 'trap.csv') trapped.add(id); return id; };
      Session.prototype.push = function (id, bytes) { if (trapped.has(id)) throw new WebAssembly.RuntimeError('unreachable'); return push.call(this, id, bytes); };`;
    await route.fulfill({ response, body: `${await response.text()}\n${trap}` });
  });
  await page.goto(host.url, { waitUntil: 'networkidle' });
  await dropped(kit, [platform('shopify_orders.csv')]);
  await page.locator('.columns-toggle').click();
  await page.locator('[data-key="dataset"]').selectOption('order_lines');
  await read(page);
  await drop('main', [{ name: 'trap.csv', bytes: 'a,b\n1,2\n' }]);
  await page.locator('file-row[data-status="failed"]').waitFor();
  await read(page);
  assert.match(await page.locator('notice-list').innerText(), /started again/);
  assert.equal(await page.locator('file-row').first().getAttribute('data-status'), 'read');
  assert.equal(await page.locator('file-row').first().locator('[data-key="dataset"]').inputValue(), 'order_lines');
}, { serviceWorkers: 'block' }));
