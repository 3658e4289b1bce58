// What the report keeps whole on narrow and short screens and on paper: numbers, names, headings, circles.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withPage } from './harness.mjs';
import { PATIENCE, dropped, sampleShop } from './merchant.mjs';

/** A word that no line is long enough for. */
const WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsbecher';

/** Orders of large amounts, one product of an endless name. */
const ORDERS = `Order ID,Order Date,Customer ID,Product,Quantity,Currency,Total\n${Array.from({ length: 240 }, (_, i) =>
  `${1000 + i},2026-0${1 + (i % 6)}-${10 + (i % 18)},C${i % 40},${i % 3 === 0 ? WORD : `Lamp ${i % 5}`},1,USD,${71234.5 + i}`).join('\n')}\n`;

test('no number breaks, no name runs over its cell, and paper is not overrun', withPage(async (kit) => {
  const { page } = kit;
  await dropped(kit, [{ name: 'orders.csv', bytes: ORDERS }]);
  await page.locator('key-figure .figure-value').first().waitFor(PATIENCE);
  for (const width of [1440, 1024, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const broken = await page.locator('.figure-value').evaluateAll((figures) => figures.filter((figure) => {
      const place = /** @type {HTMLElement} */ (figure.closest('key-figure'));
      const lines = document.createRange();
      lines.selectNodeContents(figure);
      return lines.getClientRects().length > 1 || lines.getBoundingClientRect().right > place.getBoundingClientRect().right;
    }).map(({ textContent }) => textContent));
    assert.deepEqual(broken, [], `figures at ${width}`);
    const over = await page.locator('data-table .row-link').evaluateAll((links) => links.filter((link) => {
      const cell = /** @type {HTMLElement} */ (link.closest('th, td'));
      return link.getBoundingClientRect().right > cell.getBoundingClientRect().right + 1;
    }).map(({ textContent }) => textContent));
    assert.deepEqual(over, [], `names at ${width}`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `the page at ${width}`);
  }
  assert.match(await page.locator('.figure-value').first().innerText(), /\d,\d{3},\d{3}/, 'the first figure is a long one');
  // As wide as A4 between its margins: what is wider makes the browser shrink everything.
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 680, height: 1000 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 680);
  // Wider than what the charts draw for, as where the sheet is another.
  await page.setViewportSize({ width: 760, height: 1000 });
  await page.locator('.chart-canvas').first().scrollIntoViewIfNeeded();
  await page.evaluate(() => { dispatchEvent(new Event('beforeprint')); });
  assert.ok(await page.locator('.chart-canvas').evaluateAll((found) => found.some(({ clientHeight }) => clientHeight > 100)), 'a chart is drawn');
  const stretched = await page.locator('.chart-canvas').evaluateAll((found) => /** @type {HTMLCanvasElement[]} */ (found)
    .filter((canvas) => canvas.clientWidth > 0 && Math.abs(canvas.clientWidth / canvas.clientHeight / (canvas.width / canvas.height) - 1) > 0.02).length);
  assert.equal(stretched, 0, 'charts that are stretched');
}));

for (const [width, height] of /** @type {const} */ ([[720, 450], [1024, 768]])) {
  test(`a heading that was jumped to is not covered, at ${width} × ${height}`, withPage(async ({ page }) => {
    await sampleShop(page, 'en');
    await page.locator('finding-card:visible').getByText(/^More in/).last().click();
    await page.waitForTimeout(800);
    const seen = await page.evaluate(() => {
      const heading = document.activeElement?.querySelector('h2');
      const box = heading?.getBoundingClientRect();
      return Boolean(heading && box && document.elementFromPoint(box.left + 4, box.top + box.height / 2) === heading);
    });
    assert.ok(seen, 'the section has the focus and its heading is in sight');
  }, { viewport: { width, height } }));
}

/** How many rows the buttons of the bar stand in: what stands in one overlaps in height. @param {import('playwright-core').Page} page */
const barRows = (page) => page.locator('.report-tools :is(summary, .chip, .report-actions .button)').evaluateAll((all) => {
  const boxes = all.map((one) => one.getBoundingClientRect()).filter(({ width }) => width > 0).sort((a, b) => a.top - b.top);
  let [count, bottom] = [0, -1];
  for (const box of boxes) {
    if (box.top >= bottom) count += 1;
    bottom = Math.max(bottom, box.bottom);
  }
  return count;
});

for (const lang of /** @type {const} */ (['en', 'zh'])) {
  test(`the bar of filters and buttons takes two rows at most, chips included, in ${lang}`, withPage(async ({ page, screenshot }) => {
    await sampleShop(page, lang);
    const widths = [1280, 1200, 1199, 1080, 860, 720, 641];
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      assert.ok(await barRows(page) <= 2, `${await barRows(page)} rows at ${width}`);
    }
    await page.locator('.names > summary').first().click();
    for (const nth of [0, 1]) await page.locator('.options input').nth(nth).check();
    await page.keyboard.press('Escape');
    await page.locator('.chip').nth(1).waitFor();
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      assert.ok(await barRows(page) <= 2, `${await barRows(page)} rows with chips at ${width}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `nothing sticks out at ${width}`);
      if (width === 720) await screenshot(`filters-${lang}`);
    }
  }, { locale: lang === 'zh' ? 'zh-CN' : 'en-GB' }));
}
