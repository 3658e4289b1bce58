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

test('the end of the forecast is dragged on its chart or moved by keys, and the slider beneath goes along', withPage(async (kit) => {
  const { page, screenshot, assertAccessible } = kit;
  await dropped(kit, [recurring().file]);
  await read(page);
  const weeks = () => page.locator('#section-forecast data-table', { hasText: 'by week' }).locator('tbody tr').count();
  const range = page.locator('[data-key="forecast-ahead-days"]');
  const grip = page.locator('#section-forecast .grip-handle');
  const flag = page.locator('.grip-flag');
  await page.locator('#section-forecast chart-view').first().scrollIntoViewIfNeeded();
  await grip.waitFor(PATIENCE);
  assert.equal(await grip.getAttribute('aria-valuenow'), '28');
  const lastDay = Date.now() - DAY;
  const until = (/** @type {number} */ days) => new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(lastDay + days * DAY);
  assert.equal(await grip.getAttribute('aria-valuetext'), `28 days, to ${until(28)}`);
  assert.equal(await flag.isVisible(), false);

  /** Takes hold of it and moves so many pixels across. @param {number} across */
  const drag = async (across) => {
    await grip.scrollIntoViewIfNeeded();
    const box = await grip.boundingBox();
    assert.ok(box && box.width >= 44 && box.height >= 44, 'a finger finds it');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + across, y, { steps: 8 });
  };
  // As far to the left as there is: a week. The words and the slider go along before it is let go.
  await drag(-400);
  assert.equal(await flag.innerText(), `7 days, to ${until(7)}`);
  assert.equal(await range.inputValue(), '7');
  assert.equal(await page.locator('.whatif-label output').innerText(), '7 days');
  assert.equal(await weeks(), 4, 'nothing is computed while it is moved');
  await page.mouse.up();
  await page.waitForFunction(() => document.querySelector('report-view[data-pending]'), null, PATIENCE);
  await read(page);
  assert.equal(await weeks(), 1);
  assert.equal(await flag.isVisible(), false);

  // To the right there is no more chart, and yet it goes on.
  await drag(60);
  const further = Number(await range.inputValue());
  assert.ok(further > 7, `${further} days`);
  await page.keyboard.press('Escape');
  assert.equal(await range.inputValue(), '7', 'given up');
  await page.mouse.up();
  assert.equal(await page.locator('report-view[data-pending]').count(), 0);

  await grip.focus();
  await page.keyboard.down('ArrowRight');
  await page.keyboard.down('ArrowRight');
  assert.equal(await grip.getAttribute('aria-valuetext'), `21 days, to ${until(21)}`);
  assert.equal(await flag.isVisible(), true);
  await page.keyboard.up('ArrowRight');
  await page.waitForFunction(() => document.querySelector('report-view[data-pending]'), null, PATIENCE);
  await read(page);
  assert.equal(await weeks(), 3);
  assert.equal(await grip.evaluate((element) => document.activeElement === element), true, 'the handle stays under the hand');
  await screenshot('forecast-grip');
  await assertAccessible();

  // The slider moves it, undo brings both back, and both have the same ends.
  await range.focus();
  await range.press('ArrowRight');
  assert.equal(await grip.getAttribute('aria-valuenow'), '28');
  await page.locator('[data-key="undo"]').click();
  await page.waitForFunction(() => document.querySelector('.grip-handle')?.getAttribute('aria-valuenow') === '21', null, PATIENCE);
  assert.equal(await range.inputValue(), '21');
  for (const [key, days] of [['End', '182'], ['PageDown', '154'], ['Home', '7']]) {
    await grip.press(key);
    assert.equal(await range.inputValue(), days, key);
  }
  await read(page);
  // Other views of the chart have no end to move.
  await page.locator('#section-forecast [data-key="view-1"]').click();
  await grip.waitFor({ state: 'detached' });
  await page.locator('#section-forecast [data-key="view-0"]').click();
  await grip.waitFor();
}));

test('on a phone the end of the forecast goes on for as long as it is held at the edge', withPage(async (kit) => {
  const { page } = kit;
  await dropped(kit, [recurring().file]);
  await read(page);
  const grip = page.locator('#section-forecast .grip-handle');
  await page.locator('#section-forecast chart-view').first().scrollIntoViewIfNeeded();
  await grip.waitFor(PATIENCE);
  await grip.scrollIntoViewIfNeeded();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), 'nothing sticks out');
  const box = await grip.boundingBox();
  assert.ok(box);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 12, y, { steps: 3 });
  await page.waitForFunction(() => Number(document.querySelector('.grip-handle')?.getAttribute('aria-valuenow')) >= 49, null, PATIENCE);
  await page.mouse.move(x, y);
  const held = Number(await grip.getAttribute('aria-valuenow'));
  await page.waitForTimeout(600);
  assert.equal(Number(await grip.getAttribute('aria-valuenow')), held, 'away from the edge it stands');
  await page.mouse.up();
  await page.waitForFunction(() => document.querySelector('report-view[data-pending]'), null, PATIENCE);
  await read(page);
  assert.equal(await page.locator('[data-key="forecast-ahead-days"]').inputValue(), String(held));
}, { viewport: { width: 360, height: 740 } }));

test('a filter that changes while recommendations are computed does not wait for them', withPage(async (kit) => {
  const { page, context } = kit;
  // One of the two workers never gets to the end of what takes longest: the page has to go on without it.
  let patched = 0;
  await context.route(/\/pkg\/scenario\/scenario[^/]*\.js$/, async (route) => {
    patched += 1;
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}
      if (self.name === 'scenarios') Scenarios.prototype.finish = () => { for (const until = Date.now() + 300_000; Date.now() < until;); };` });
  });
  await page.reload();
  await page.locator('[data-sample="en"]').click();
  const title = page.locator('#section-forecast :is(h3, .block-title)').first();
  await title.waitFor(PATIENCE);
  const all = await title.innerText();
  assert.ok(patched > 0, 'the worker is the one that never ends');
  await page.waitForTimeout(3000);
  assert.equal(await page.locator('report-view[data-pending]').count(), 1, 'recommendations are still to come');
  await page.locator('summary[data-key="countries"]').click();
  await page.locator('.options input').first().check();
  await page.keyboard.press('Escape');
  await page.waitForFunction((before) => document.querySelector('#section-forecast :is(h3, .block-title)')?.textContent !== before, all, PATIENCE);
  await read(page);
  assert.ok((await sections(page)).includes('recommendations'));
}, { serviceWorkers: 'block' }));
