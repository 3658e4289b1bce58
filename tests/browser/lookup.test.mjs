// One product or one customer looked up within the recommendations: by keyboard, in both languages, as a file.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withPage } from './harness.mjs';
import { PATIENCE, dropped, read, settled } from './merchant.mjs';

/** @typedef {import('playwright-core').Page} Page */

const WORLDS = ['Tea', 'Light', 'Garden', 'Bath', 'Desk', 'Dog'];
const PARTS = ['cup', 'dish', 'pot', 'tray', 'spoon', 'net'];

/**
 * Eight customers in each of six worlds; cups go with dishes, pots with trays, spoons with nets. Two more have a tea
 * pot and tray only. A part costs 10.00, 11.00 and so on.
 *
 * @param {string} name
 */
function shop(name = 'orders.csv') {
  let text = 'Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency\n';
  const order = (/** @type {number} */ day, /** @type {string} */ customer, /** @type {string} */ world, /** @type {number} */ pair) => {
    const date = new Date(Date.UTC(2026, 0, 5 + day)).toISOString().slice(0, 10);
    for (const part of [2 * pair, 2 * pair + 1]) text += `O${customer}-${day},${date},${customer},${world} ${PARTS[part]},1,${10 + part}.00,EUR\n`;
  };
  for (let c = 0; c < 48; c++) {
    for (let nth = 0; nth < 3; nth++) order(c + 50 * nth, `K${String(c).padStart(2, '0')}`, WORLDS[Math.floor(c / 8)] ?? '', (c + nth) % 3);
  }
  order(20, 'N01', 'Tea', 1);
  order(21, 'N02', 'Tea', 1);
  return { name, bytes: Buffer.from(text) };
}

/** @param {Page} page */
const field = (page) => page.getByRole('combobox', { name: /Look up|查一件/ });

/** @param {Page} page */
const options = (page) => page.locator('look-up').getByRole('option');

/** @param {Page} page @param {string} title */
const found = (page, title) => page.locator('.lookup-found h3', { hasText: title }).first();

/** @param {Page} page @param {RegExp} title */
const table = (page, title) => page.locator('.lookup-blocks data-table').filter({ has: page.locator('h3', { hasText: title }) });

test('a product is found by keyboard, and whom to tell about it is a file', withPage(async (kit) => {
  const { page, watch, download, screenshot, assertAccessible } = kit;
  await settled(kit);
  await dropped(kit, [shop()]);
  const input = field(page);
  await input.scrollIntoViewIfNeeded();
  await input.focus();
  await page.keyboard.type('ｔea CUP');
  const first = options(page).first();
  await first.waitFor(PATIENCE);
  assert.deepEqual(await options(page).locator('span').allInnerTexts(), ['Tea cup']);
  assert.equal(await input.getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('ArrowDown');
  assert.equal(await input.getAttribute('aria-activedescendant'), await first.getAttribute('id'));
  await assertAccessible();
  await page.keyboard.press('Enter');
  await found(page, 'Tea cup').waitFor(PATIENCE);
  assert.equal(await input.getAttribute('aria-expanded'), 'false');
  assert.ok(await input.evaluate((element) => element === document.activeElement), 'the field keeps the focus');
  const bundle = await table(page, /A bundle of/).locator('tbody tr').first().innerText();
  assert.match(bundle, /Tea dish\s+€11\.00\s+€21\.00\s+8\s+0/);
  const tell = table(page, /have bought what goes with/);
  assert.deepEqual(await tell.locator('tbody th').allInnerTexts(), ['N01', 'N02']);
  const file = await download(() => tell.locator('[data-key="tool-save"]').click());
  assert.match(file.name, /\.csv$/);
  assert.match(file.bytes.toString('utf8'), /N01,.*bought “Tea (pot|tray)” and “Tea (pot|tray)”/);
  await assertAccessible();
  await screenshot('lookup-product-en');
  // A row leads to the rows of the files.
  await table(page, /orders with “Tea cup”/).locator('.row-link').first().click();
  await page.locator('.rows-dialog').waitFor();
  await page.keyboard.press('Escape');
  watch.assertNoRequestSinceLoaded();
}));

test('a customer is shown, and follows the language; what is not there is said', withPage(async (kit) => {
  const { page, screenshot } = kit;
  await dropped(kit, [shop()]);
  const input = field(page);
  await input.fill('walrus');
  await page.locator('.lookup-state', { hasText: '“walrus”' }).waitFor(PATIENCE);
  assert.equal(await options(page).count(), 0);
  await input.fill('n0');
  await options(page).filter({ hasText: 'N01' }).click();
  await found(page, 'N01').waitFor(PATIENCE);
  const next = await table(page, /What to suggest next/).locator('tbody th').allInnerTexts();
  assert.deepEqual(next.slice(0, 4).sort(), ['Tea cup', 'Tea dish', 'Tea net', 'Tea spoon']);
  await page.locator('[data-key="lang-zh"]').click();
  await table(page, /下一步可以推荐/).waitFor(PATIENCE);
  await screenshot('lookup-customer-zh');
  // Escape closes what is proposed and leaves what is shown.
  await input.click();
  await input.fill('tea');
  await options(page).first().waitFor(PATIENCE);
  await page.keyboard.press('Escape');
  assert.equal(await options(page).count(), 0);
  assert.ok(await found(page, 'N01').isVisible());
  await page.locator('[data-key="lookup-clear"]').click();
  assert.equal(await input.inputValue(), '');
  assert.ok(!(await page.locator('.lookup-found').isVisible()));
}));

test('other files make a fresh start', withPage(async (kit) => {
  const { page } = kit;
  await dropped(kit, [shop()]);
  const input = field(page);
  await input.fill('Tea cup');
  await options(page).first().click();
  await found(page, 'Tea cup').waitFor(PATIENCE);
  const stock = { name: 'stock.csv', bytes: Buffer.from('SKU,Product,On hand,Incoming,Unit cost\nB-1,Tea cup,12,0,5.00\n') };
  await dropped(kit, [stock]);
  await read(page);
  await page.waitForFunction(() => document.querySelector('look-up')?.getAttribute('data-state') === 'idle', null, PATIENCE);
  assert.equal(await input.inputValue(), '');
  assert.ok(!(await page.locator('.lookup-found').isVisible()));
}));

test('suggestions are taken to the shop as files, and what one needs is said', withPage(async (kit) => {
  const { page, watch, download, assertAccessible } = kit;
  await settled(kit);
  await dropped(kit, [shop()]);
  const button = (/** @type {string} */ form) => page.locator(`[data-shop-file="${form}"]`);
  const said = page.locator('.shop-files-said');
  const file = await download(() => button('campaign').click());
  assert.match(file.name, /^campaign-recommendations-\d{4}-\d\d-\d\d\.csv$/);
  assert.match(file.bytes.toString('utf8'), /^Customer ID,Recommended Product 1,/);
  assert.match(await said.innerText(), /Mailing list: /);
  const bundles = await download(() => button('bundles').click());
  assert.match(bundles.bytes.toString('utf8'), /Tea cup,Tea dish,8,21\.00|Tea dish,Tea cup,8,21\.00/);
  await button('shopify').click();
  await page.locator('.shop-files-said[data-state="lacking"]').waitFor(PATIENCE);
  assert.match(await said.innerText(), /Handle/);
  await assertAccessible();
  watch.assertNoRequestSinceLoaded();
}));
