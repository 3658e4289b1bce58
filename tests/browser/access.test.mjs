// Keyboard alone, a screen reader's view, narrow screens, both themes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withPage } from './harness.mjs';
import { bad, dropped, platform, read, sampleShop } from './merchant.mjs';

for (const [colorScheme, locale, width] of /** @type {const} */ ([['light', 'en-GB', 1280], ['dark', 'zh-CN', 768], ['light', 'zh-CN', 360], ['dark', 'en-GB', 360]])) {
  test(`nothing serious is found: ${colorScheme}, ${locale}, ${width} px`, withPage(async (kit) => {
    const { page, assertAccessible, screenshot } = kit;
    const name = `${colorScheme}-${locale}-${width}`;
    await assertAccessible();
    await narrow(page);
    await screenshot(`first-${name}`);
    await dropped(kit, [platform('shopify_orders.csv'), bad('encrypted.xlsx')]);
    await page.locator('.columns-toggle').first().click();
    await page.locator('mapping-view select').first().waitFor();
    await assertAccessible();
    await narrow(page);
    await screenshot(`files-${name}`);
    await page.locator('.columns-toggle').first().click();
    for (const [button, dialog] of [['[data-key="template"]', '.template-dialog'], ['[data-key="help"]', '.help-dialog']]) {
      await page.locator(button).click();
      await page.locator(dialog).waitFor();
      await page.waitForTimeout(250);
      await assertAccessible();
      await page.keyboard.press('Escape');
      await page.locator(dialog).waitFor({ state: 'hidden' });
    }
  }, { colorScheme, locale, viewport: { width, height: 800 }, reducedMotion: 'reduce' }));
}

test('a report of the sample shop has nothing serious', withPage(async ({ page, assertAccessible }) => {
  await sampleShop(page, 'en');
  await assertAccessible();
  await narrow(page);
}, { viewport: { width: 360, height: 740 } }));

test('everything is reached by keyboard', withPage(async ({ page }) => {
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.className), 'skip');
  const reach = async (/** @type {string} */ selector, most = 60) => {
    for (let i = 0; i < most; i += 1) {
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`${selector} is not reached by Tab`);
  };
  await reach('[data-sample="en"]');
  await page.keyboard.press('Enter');
  await page.locator('report-view h1').waitFor({ timeout: 60_000 });
  await read(page);
  await page.locator('body').press('Home');
  await reach('summary[data-key="period"]', 200);
  await page.keyboard.press('Enter');
  await reach('.preset');
  await page.keyboard.press('Escape');
  assert.ok(await page.evaluate(() => document.activeElement?.matches('summary[data-key="period"]')), 'Escape gives the focus back');
  await reach('button.figure-value', 200);
  await page.keyboard.press('Enter');
  await page.locator('.rows-dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement?.matches('button.figure-value'));
  await reach('.chart-stage', 200);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Escape');
}));

/**
 * Nothing sticks out to the side.
 *
 * @param {import('playwright-core').Page} page
 */
async function narrow(page) {
  const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
  assert.ok(scroll <= client, `${scroll} px wide in ${client} px`);
}
