// The report: in both languages and themes, filtered, undone, its numbers traced to their rows.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withPage } from './harness.mjs';
import { PATIENCE, figure, list, read, sampleShop, settled } from './merchant.mjs';

for (const lang of /** @type {const} */ (['en', 'zh'])) {
  test(`the ${lang} sample shop becomes a report, and the other language is a click away`, withPage(async (kit) => {
    const { page, screenshot } = kit;
    await settled(kit);
    await sampleShop(page, lang);
    const chinese = async () => /\p{Script=Han}/u.test(await page.locator('#figures-title').innerText());
    assert.equal(await chinese(), lang === 'zh');
    assert.ok(await page.locator('key-figure').count() >= 5);
    assert.ok(await page.locator('finding-card').count() >= 1);
    assert.ok(await page.locator('.report-section').count() >= 5);
    await scrolled(page);
    await screenshot(`report-${lang}`);
    const other = lang === 'zh' ? 'en' : 'zh';
    await page.locator(`[data-key="lang-${other}"]`).click();
    await page.waitForFunction((wanted) => document.querySelector('.report-body')?.getAttribute('lang')?.startsWith(wanted), other);
    assert.equal(await chinese(), other === 'zh');
    // The Chinese shop's platform keeps its name in every language.
    if (lang === 'en') assert.match(await page.locator('.file-summary').first().innerText(), /\p{Script=Han}/u);
    await page.locator('[data-key="theme-dark"]').click();
    await scrolled(page);
    await screenshot(`report-${lang}-shop-in-${other}-dark`);
  }, { locale: lang === 'zh' ? 'zh-CN' : 'en-GB' }));
}

test('the whole period shows what the sample shop was made with', withPage(async (kit) => {
  const { page } = kit;
  const { en } = await list('samples.json');
  await sampleShop(page, 'en');
  await preset(page, 'Everything');
  const orders = await page.locator('key-figure', { has: page.getByRole('heading', { name: /^Orders$/ }) }).locator('.figure-value').innerText();
  assert.equal(Number(orders.replace(/\D/g, '')), en.orders);
}));

test('filters recompute at once, show that they are on, and are undone by key, button and Back', withPage(async (kit) => {
  const { page, watch } = kit;
  await settled(kit);
  await sampleShop(page, 'en');
  await watch.loaded();
  await preset(page, 'Everything');
  const all = await figure(page, 0);
  const menu = page.locator('summary[data-key="countries"]');
  await menu.click();
  await page.locator('.options input').first().check();
  await page.keyboard.press('Escape');
  await read(page);
  const one = await figure(page, 0);
  assert.notEqual(one, all);
  assert.equal(await page.locator('.chip').count(), 2);
  assert.match(await page.locator('.report-filter').innerText(), /\w/);
  await page.locator('.report-head h1').click();
  await page.keyboard.press('Control+z');
  await figureIs(page, all);
  await page.keyboard.press('Control+y');
  await figureIs(page, one);
  await page.goBack();
  await figureIs(page, all);
  await page.goForward();
  await figureIs(page, one);
  await page.locator('.chip').last().click();
  await figureIs(page, all);
  assert.ok(!decodeURIComponent(page.url()).includes('countries'), 'a link carries no names');
  watch.assertNoRequestSinceLoaded();
}));

test('a number leads to its rows, page by page', withPage(async ({ page, download }) => {
  await sampleShop(page, 'en');
  await page.locator('button.figure-value').first().click();
  const dialog = page.locator('.rows-dialog');
  await dialog.locator('tbody tr').first().waitFor(PATIENCE);
  assert.equal(await dialog.locator('tbody tr').count(), 50);
  const first = await dialog.locator('tbody tr').first().innerText();
  assert.match(first, /\.csv/);
  await dialog.locator('[data-key="next"]').click();
  await page.waitForFunction((before) => document.querySelector('.rows-dialog tbody tr')?.textContent !== before, first);
  assert.doesNotMatch(await dialog.innerText(), /[\w.]+@(?!\*)[a-z]{2,}\.[a-z]{2,}/, 'addresses are masked');
  const file = await download(() => dialog.locator('[data-key="csv"]').click());
  assert.match(file.name, /\.csv$/);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
}));

test('a chart answers to keys, has a table twin and pictures', withPage(async ({ page, download }) => {
  await sampleShop(page, 'en');
  const chart = page.locator('chart-view').first();
  await chart.scrollIntoViewIfNeeded();
  const stage = chart.locator('.chart-stage');
  await stage.focus();
  await page.waitForTimeout(500);
  await page.keyboard.press('ArrowRight');
  await chart.locator('.chart-tip').waitFor();
  const first = await chart.locator('.chart-tip').innerText();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction((before) => document.querySelector('.chart-tip')?.textContent !== before, first);
  await page.waitForFunction(() => (document.querySelector('[data-role="announcer"]')?.textContent ?? '') !== '');
  await page.keyboard.press('Escape');
  await chart.locator('.chart-tip').waitFor({ state: 'hidden' });
  const png = await download(() => chart.locator('[data-key="png"]').click());
  assert.deepEqual([...png.bytes.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  const svg = await download(() => chart.locator('[data-key="svg"]').click());
  assert.match(svg.bytes.toString('utf8'), /^<svg|^<\?xml/);
  await chart.locator('[data-key="tool-table"]').click();
  assert.ok(await chart.locator('data-table tbody tr').count() > 1);
  await chart.locator('[data-key="tool-chart"]').click();
  await stage.waitFor();
}));

test('the report is arranged: title, sections, saved and loaded', withPage(async ({ page, download }) => {
  await sampleShop(page, 'en');
  const sections = await page.locator('.report-section').count();
  await page.locator('[data-key="template"]').click();
  const dialog = page.locator('.template-dialog');
  await dialog.locator('[data-key="title"]').fill('Board meeting');
  await dialog.locator('[data-key="title"]').press('Enter');
  await dialog.locator('[data-key="section-trend"]').uncheck();
  const saved = await download(() => dialog.locator('[data-key="save"]').click());
  assert.equal(JSON.parse(saved.bytes.toString('utf8')).title, 'Board meeting');
  await page.keyboard.press('Escape');
  await read(page);
  assert.equal(await page.locator('.report-head h1').innerText(), 'Board meeting');
  assert.equal(await page.locator('.report-section').count(), sections - 1);
  await page.reload();
  await sampleShop(page, 'en');
  assert.equal(await page.locator('.report-head h1').innerText(), 'Board meeting');
  await page.locator('[data-key="template"]').click();
  await dialog.locator('[data-key="reset"]').click();
  await page.keyboard.press('Escape');
  await page.waitForFunction((count) => document.querySelectorAll('.report-section').length === count, sections);
}));

/**
 * Draws every chart by coming past it.
 *
 * @param {import('playwright-core').Page} page
 */
async function scrolled(page) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let y = 0; y < height; y += 500) {
    await page.evaluate((top) => scrollTo(0, top), y);
    await page.waitForTimeout(40);
  }
  await page.evaluate(() => scrollTo(0, 0));
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
async function preset(page, name) {
  await page.locator('summary[data-key="period"]').click();
  await page.getByRole('button', { name, exact: true }).click();
  await page.locator('.chip').first().waitFor();
  await read(page);
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} text
 */
async function figureIs(page, text) {
  await page.waitForFunction((wanted) => document.querySelector('key-figure .figure-value')?.textContent === wanted, text, PATIENCE);
}
