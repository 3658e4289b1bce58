// What a column means can be put right, undone, kept for files of the same shape, and carried elsewhere.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withPage } from './harness.mjs';
import { dropped, read } from './merchant.mjs';

const rows = (/** @type {number} */ from) => Array.from({ length: 40 }, (_, i) => {
  const day = String(1 + (i % 28)).padStart(2, '0');
  return `${from + i},2026-0${1 + (i % 6)}-${day},Blue mug,${1 + (i % 3)},${(9.5 * (1 + (i % 3))).toFixed(2)},${20 + i}.00`;
}).join('\n');
const FILE = { name: 'stall.csv', bytes: `no,when,what,how many,taken,other\n${rows(1)}\n` };

test('a role is corrected by keyboard, undone, redone, and remembered', withPage(async (kit) => {
  const { page, screenshot } = kit;
  await dropped(kit, [FILE]);
  await page.locator('.columns-toggle').focus();
  await page.keyboard.press('Enter');
  const role = page.locator('select[data-key="role-other"]');
  await role.waitFor();
  const before = await role.inputValue();
  await role.focus();
  await role.selectOption('shipping');
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-key') === 'role-other');
  await page.locator('.map-remembered').waitFor();
  await screenshot('mapping');
  await page.keyboard.press('Escape');
  await page.locator('h2').first().click();
  await page.keyboard.press('Control+z');
  await page.waitForFunction((value) => /** @type {HTMLSelectElement} */ (document.querySelector('[data-key="role-other"]')).value === value, before);
  await page.keyboard.press('Control+Shift+z');
  await page.waitForFunction(() => /** @type {HTMLSelectElement} */ (document.querySelector('[data-key="role-other"]')).value === 'shipping');

  // After a reload, another file of the same shape.
  await page.reload();
  await dropped(kit, [{ name: 'stall-2.csv', bytes: `no,when,what,how many,taken,other\n${rows(100)}\n` }]);
  await page.locator('.columns-toggle').click();
  assert.equal(await page.locator('select[data-key="role-other"]').inputValue(), 'shipping');
}));

test('corrections are saved and loaded as a file', withPage(async (kit) => {
  const { page, download } = kit;
  await dropped(kit, [FILE]);
  await page.locator('.columns-toggle').click();
  await page.locator('select[data-key="role-other"]').selectOption('tax');
  await page.locator('.map-remembered').waitFor();
  const saved = await download(() => page.locator('mapping-view [data-key="save"]').click());
  const [mapping] = JSON.parse(saved.bytes.toString('utf8'));
  assert.equal(mapping.columns.other.role, 'tax');

  await page.locator('[data-key="forget"]').click();
  await dropped(kit, [FILE]);
  await page.locator('.columns-toggle').click();
  assert.notEqual(await page.locator('select[data-key="role-other"]').inputValue(), 'tax');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.locator('mapping-view [data-key="load"]').click()]);
  await chooser.setFiles({ name: saved.name, mimeType: 'application/json', buffer: saved.bytes });
  await page.waitForFunction(() => /** @type {HTMLSelectElement} */ (document.querySelector('[data-key="role-other"]')).value === 'tax');
  const [again] = await Promise.all([page.waitForEvent('filechooser'), page.locator('mapping-view [data-key="load"]').click()]);
  await again.setFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"a":1}') });
  await page.getByText('This file holds no corrections').waitFor();
}));

test('ambiguous dates are asked about with the merchant’s own value', withPage(async (kit) => {
  const { page } = kit;
  const lines = Array.from({ length: 20 }, (_, i) => `${i + 1},0${1 + (i % 6)}/0${1 + (i % 9)}/2026,Blue mug,1,9.50`);
  await dropped(kit, [{ name: 'dates.csv', bytes: `order number,order date,product,quantity,total\n${lines.join('\n')}\n` }]);
  const question = page.locator('.question').first();
  assert.match(await question.innerText(), /2026/);
  const other = question.locator('button[aria-pressed="false"]').first();
  const value = await other.getAttribute('data-key');
  await other.click();
  await read(page);
  await page.locator('.columns-toggle').click();
  const order = await page.locator('select[data-key="order-order date"]').inputValue();
  assert.ok(value?.endsWith(order) && order !== '', `${value} became ${order}`);
}));
