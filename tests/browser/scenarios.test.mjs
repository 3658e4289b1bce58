// What is added to the sales report: forecast, customers, stock, ads, recommendations.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withPage } from './harness.mjs';
import { PATIENCE, dropped, read, sampleShop, settled } from './merchant.mjs';

/** @param {import('playwright-core').Page} page */
const sections = (page) => page.locator('.sections .report-section').evaluateAll((all) => all.map((one) => one.id.replace('section-', '')));

/** @param {import('playwright-core').Page} page @param {string} id */
const titles = (page, id) => page.locator(`#section-${id} h3, #section-${id} .block-title`).allInnerTexts();

for (const lang of /** @type {const} */ (['en', 'zh'])) {
  test(`the ${lang} sample shop's report goes on after sales, and nothing is asked of any server`, withPage(async (kit) => {
    const { page, watch, screenshot, assertAccessible } = kit;
    await settled(kit);
    await sampleShop(page, lang);
    const there = await sections(page);
    for (const id of ['forecast', 'customer_value', 'recommendations']) assert.ok(there.includes(id), `${id} in ${there}`);
    assert.equal(there.at(-1), 'data', 'what the data is comes last');
    const chart = page.locator('#section-forecast chart-view').first();
    await chart.scrollIntoViewIfNeeded();
    await chart.locator('canvas').waitFor(PATIENCE);
    await chart.screenshot({ path: `tests/out/forecast-${lang}.png` });
    await page.locator('#section-customer_value').scrollIntoViewIfNeeded();
    await page.locator('#section-customer_value chart-view canvas').first().waitFor(PATIENCE);
    await screenshot(`scenarios-${lang}`);
    await assertAccessible();
    watch.assertNoRequestSinceLoaded();
  }, { locale: lang === 'zh' ? 'zh-CN' : 'en-GB' }));
}

test('a shorter period leaves the forecast as it is, a country gives another', withPage(async (kit) => {
  const { page } = kit;
  await sampleShop(page, 'en');
  const all = (await titles(page, 'forecast'))[0];
  assert.match(all, /expected for/);
  await page.locator('summary[data-key="period"]').click();
  await page.getByRole('button', { name: 'Year 2025', exact: true }).click();
  await page.locator('.chip').first().waitFor();
  await read(page);
  assert.equal((await titles(page, 'forecast'))[0], all, 'what comes next does not depend on the period looked at');
  await page.locator('summary[data-key="countries"]').click();
  await page.locator('.options input').first().check();
  await page.keyboard.press('Escape');
  // The older section stands until the newer one is there.
  await page.waitForFunction((before) => document.querySelector('#section-forecast h3, #section-forecast .block-title')?.textContent !== before, all, PATIENCE);
  await read(page);
  assert.notEqual((await titles(page, 'forecast'))[0], all, 'one country is not all of them');
}));

test('a section that the template leaves out is neither shown nor exported', withPage(async (kit) => {
  const { page, download } = kit;
  await sampleShop(page, 'en');
  await page.locator('[data-key="template"]').click();
  await page.locator('.section-order li', { hasText: 'Forecast' }).locator('input').uncheck();
  await page.locator('.template-dialog .button-primary').click();
  await read(page);
  const there = await sections(page);
  assert.ok(!there.includes('forecast'), `${there}`);
  assert.ok(there.includes('customer_value'), `${there}`);
  const file = await download(async () => {
    await page.locator('summary[data-key="export"]').click();
    await page.locator('[data-export="md"]').click();
  });
  const text = file.bytes.toString('utf8');
  assert.ok(text.includes('## What customers are worth'));
  assert.ok(!text.includes('## Forecast'));
}));

/** Orders of half a year, four a day, and what lies in stock; bowls run out within days, vases hardly sell. */
function shop() {
  let orders = 'Order ID,Order Date,Customer ID,SKU,Product,Quantity,Unit Price,Currency\n';
  for (let day = 0; day < 180; day++) {
    const date = new Date(Date.UTC(2026, 0, 5 + day)).toISOString().slice(0, 10);
    for (let n = 0; n < 4; n++) {
      const bowl = n < 3;
      orders += `D${day}-${n},${date},C${(day * 5 + n) % 71},${bowl ? 'B-1' : 'P-1'},${bowl ? 'Bowl' : 'Plate'},${1 + (day + n) % 3},${bowl ? 12 : 20}.00,EUR\n`;
    }
  }
  const stock = 'SKU,Product,On hand,Incoming,Unit cost\nB-1,Bowl,12,0,5.00\nP-1,Plate,400,0,8.00\nV-1,Vase,90,0,11.00\n';
  let ads = 'Day,Campaign,Impressions,Clicks,Cost (EUR),Conversions,Conversion value\n';
  for (let day = 0; day < 60; day++) {
    const date = new Date(Date.UTC(2026, 4, 1 + day)).toISOString().slice(0, 10);
    ads += `${date},Bowls,4000,90,30.00,6,110.00\n${date},Everything,9000,60,45.00,0,0.00\n`;
  }
  return [['orders.csv', orders], ['stock.csv', stock], ['ads.csv', ads]].map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
}

test('stock and ads have sections of their own, and their numbers lead to the rows of those files', withPage(async (kit) => {
  const { page, screenshot } = kit;
  await dropped(kit, shop());
  const there = await sections(page);
  assert.ok(there.includes('stock') && there.includes('ads'), `${there}`);
  const said = await page.locator('#section-stock').innerText();
  assert.match(said, /Bowl/);
  const finding = page.locator('finding-card', { hasText: /Bowl/ }).first();
  await finding.waitFor(PATIENCE);
  await page.locator('#section-ads').scrollIntoViewIfNeeded();
  await screenshot('scenarios-stock-ads');
}, {}));

const DAY = 86_400_000;
const iso = (/** @type {number} */ time) => new Date(time).toISOString().slice(0, 10);

/** A shop of half a year, three orders a day, and six on every 25th day up to yesterday. */
function recurring() {
  const rows = ['Order ID,Order Date,Customer ID,Product,Quantity,Unit Price,Currency'];
  const last = Date.now() - DAY;
  for (let n = 200; n >= 0; n -= 1) {
    const date = iso(last - n * DAY);
    for (let order = 0; order < (n % 25 === 0 ? 6 : 3); order += 1) rows.push(`${date}-${order},${date},C${(n * 3 + order) % 97},${['Mug', 'Tea', 'Cup'][order % 3]},1,${20 + (n % 7) * 3}.00,EUR`);
  }
  const days = Array.from({ length: 10 }, (_, k) => iso(last + (k - 8) * 25 * DAY));
  return { file: { name: 'orders.csv', bytes: rows.join('\n') }, days };
}

/** The row of the forecast's table of occasions that begins with a name. @param {import('playwright-core').Page} page @param {string} name */
const occasion = (page, name) => page.locator('#section-forecast tr', { has: page.getByText(name, { exact: true }) });

test('days of campaigns are written down, what is no day is told, and what they brought is in the forecast', withPage(async (kit) => {
  const { page, assertAccessible } = kit;
  const { file, days } = recurring();
  await dropped(kit, [file]);
  await read(page);
  const before = (await titles(page, 'forecast'))[0];
  await page.locator('[data-key="template"]').click();
  const field = page.locator('[data-key="campaign-days"]');
  await field.fill('the tenth');
  await field.press('Tab');
  assert.match(await page.locator('#campaign-days-hint[role="alert"]').innerText(), /the tenth/);
  assert.equal(await field.inputValue(), 'the tenth');
  await assertAccessible();
  await field.fill(days.join(', '));
  await field.press('Tab');
  await page.locator('#campaign-days-hint:not([role])').waitFor(PATIENCE);
  assert.equal(await field.inputValue(), days.join(', '));
  await page.locator('.template-dialog .button-primary').click();
  const row = occasion(page, 'Your campaign day');
  await row.waitFor(PATIENCE);
  const [, seen, effect, next] = await row.locator('td, th').allInnerTexts();
  assert.equal(seen, '9');
  // Twice, drawn a little towards nothing.
  assert.match(effect, /^(1\.[6-9]|2\.0) times the usual$/);
  assert.match(next, /\d/);
  await read(page);
  assert.notEqual((await titles(page, 'forecast'))[0], before, 'the coming one is in the sum ahead');
}));

test('beside the forecast one tries how far ahead, holidays, and a campaign; each step is undone', withPage(async (kit) => {
  const { page, screenshot, assertAccessible } = kit;
  const { file, days } = recurring();
  await dropped(kit, [file]);
  await read(page);
  const weeks = () => page.locator('#section-forecast data-table', { hasText: 'by week' }).locator('tbody tr').count();
  assert.equal(await weeks(), 4);
  const range = page.locator('[data-key="forecast-ahead-days"]');
  await range.focus();
  await range.press('ArrowRight');
  assert.equal(await page.locator('.whatif-label output').innerText(), '35 days');
  await page.waitForFunction(() => /5 weeks|35 days/.test(document.querySelector('#section-forecast')?.textContent ?? ''), null, PATIENCE);
  await read(page);
  assert.equal(await weeks(), 5);
  assert.equal(await range.evaluate((element) => document.activeElement === element), true, 'the handle stays under the hand');
  await page.locator('[data-key="forecast-holidays"]').uncheck();
  for (const [nth, day] of days.entries()) {
    await page.locator('[data-key="campaign-first"]').fill(day);
    await page.locator('[data-key="campaign-add"]').click();
    await page.locator('.whatif-campaigns .chip').nth(Math.min(nth, 7)).waitFor();
  }
  await occasion(page, 'Your campaign day').waitFor(PATIENCE);
  await read(page);
  await page.locator('forecast-controls').scrollIntoViewIfNeeded();
  await screenshot('forecast-controls');
  await assertAccessible();
  assert.equal(await page.locator('.whatif-more').innerText(), 'and 2 more');
  await page.locator('[data-key="undo"]').click();
  await page.waitForFunction(() => document.querySelector('.whatif-more')?.textContent === 'and 1 more', null, PATIENCE);
  assert.equal(await page.locator('[data-key="forecast-holidays"]').isChecked(), false);
  await page.locator('.whatif-campaigns .chip').first().click();
  await page.waitForFunction(() => !document.querySelector('.whatif-more'), null, PATIENCE);
}));
