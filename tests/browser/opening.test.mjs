// The first screen, on a plain host and on the development server.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withPage } from './harness.mjs';

for (const server of /** @type {const} */ (['static', 'dev'])) {
  test(`the page opens from the ${server} server without a complaint`, withPage(async ({ page, screenshot }) => {
    assert.notEqual(await page.title(), '');
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await screenshot(`opening-${server}`);
  }, { server }));
}
