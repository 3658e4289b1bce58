// After the first visit the page works without a network, sample shops included.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withPage } from './harness.mjs';
import { dropped, platform, sampleShop, settled } from './merchant.mjs';

test('the page opens and reports with the host gone', withPage(async (kit) => {
  const { page, host, context } = kit;
  await settled(kit);
  await host.stop();
  await context.setOffline(true);
  await page.reload();
  await page.locator('.drop-area').waitFor();
  await sampleShop(page, 'zh');
  await dropped(kit, [platform('shopify.zip')]);
  assert.ok(await page.locator('key-figure').count() > 0);
}));

test('kept files come back after a reload and are forgotten in one click', withPage(async (kit) => {
  const { page } = kit;
  await page.locator('[data-key="keep"]').check();
  await dropped(kit, [platform('shopify_orders.csv')]);
  await page.reload();
  await page.locator('.notice').getByRole('button', { name: 'Open them' }).click();
  await page.locator('file-row[data-status="read"]').waitFor();
  await page.locator('[data-key="forget"]').click();
  await page.locator('.drop-area').waitFor();
  await page.reload();
  await page.locator('proof-line[data-ready]').waitFor();
  assert.equal(await page.evaluate(() => Object.keys(localStorage).filter((key) => key !== 'shoplens.template').length), 0);
  assert.equal(await page.locator('.notice').count(), 0);
}));
