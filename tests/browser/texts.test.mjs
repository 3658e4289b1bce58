// What titles and reviews say: by word lists at once, by the language model when asked, corrected in place.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT, withPage } from './harness.mjs';
import { PATIENCE, dropped, settled } from './merchant.mjs';
import { talkative } from './talk.mjs';

/** @typedef {import('playwright-core').Page} Page */

const PACK = `${ROOT}models/zh-en`;

/** @param {Page} page */
async function readByModel(page) {
  await page.locator('[data-key="search-start"]').click();
  await page.locator('product-search[data-stage="ready"]').waitFor({ state: 'attached', timeout: 240_000 });
}

/** Sources of the marks of a section, as the merchant is told of them. @param {Page} page @param {string} section */
async function asked(page, section) {
  const mark = page.locator(`#section-${section} .read-mark`).first();
  await mark.scrollIntoViewIfNeeded();
  await mark.click();
  const panel = page.locator(`#section-${section} .read-panel`);
  await panel.waitFor(PATIENCE);
  return { panel, words: await panel.getAttribute('data-words') ?? '', text: await panel.innerText() };
}

for (const lang of /** @type {const} */ (['en', 'zh'])) {
  test(`${lang}: the report tells of texts at once, and more when the model has read them`, withPage(async (kit) => {
    const { page, watch, screenshot, assertAccessible } = kit;
    await settled(kit);
    await dropped(kit, talkative(lang));
    for (const id of ['reviews', 'attributes']) await page.locator(`#section-${id} read-texts`).first().waitFor(PATIENCE);
    watch.assertNoRequestSinceLoaded();
    const before = await page.locator('#section-reviews').innerText();
    await readByModel(page);
    await watch.loaded();
    await page.waitForFunction((text) => document.querySelector('#section-reviews')?.textContent !== text && !document.querySelector('[data-pending]'), before, PATIENCE);
    const source = lang === 'en' ? /language model/ : /语言模型/;
    await page.waitForFunction(({ words }) => new RegExp(words).test([...document.querySelectorAll('#section-reviews .block-note')].map((note) => note.textContent).join()), { words: source.source }, PATIENCE);
    const { text, panel } = await asked(page, 'reviews');
    assert.match(text, source);
    await assertAccessible();
    await panel.scrollIntoViewIfNeeded();
    await screenshot(`texts-reviews-${lang}`);
    await asked(page, 'attributes');
    await screenshot(`texts-attributes-${lang}`);
    // A search by meaning looks among reviews, too.
    const field = page.locator('#search-phrase');
    await field.fill(lang === 'en' ? 'the parcel took weeks to arrive' : '等快递等了很久');
    await field.press('Enter');
    await page.locator('.search-quotes tbody tr').first().waitFor(PATIENCE);
    const quotes = await page.locator('.search-quote').allInnerTexts();
    assert.ok(quotes.filter((quote) => /Delivery took|快递太慢/.test(quote)).length >= 3, quotes.join(' | '));
    watch.assertNoRequestSinceLoaded();
    // The other language tells of the same, without reading anything again.
    await page.locator(`[data-key="lang-${lang === 'en' ? 'zh' : 'en'}"]`).click();
    const other = lang === 'en' ? /语言模型/ : /language model/;
    await page.waitForFunction(({ words }) => new RegExp(words).test([...document.querySelectorAll('#section-reviews .block-note')].map((note) => note.textContent).join()), { words: other.source }, PATIENCE);
    assert.equal(await page.locator('product-search').getAttribute('data-stage'), 'ready');
  }, { locale: lang === 'zh' ? 'zh-CN' : 'en-GB' }));
}

test('what is corrected holds at once, can be taken back, and comes again with the next visit', withPage(async (kit) => {
  const { page, download } = kit;
  await dropped(kit, talkative('en'));
  await page.locator('#section-attributes read-texts').first().waitFor(PATIENCE);
  const { panel, words } = await asked(page, 'attributes');
  await panel.locator('select').selectOption('style');
  await panel.locator('[data-key="set"]').click();
  const marked = page.locator('#section-attributes .read-mark[data-label="style"]', { hasText: words });
  await marked.first().waitFor(PATIENCE);
  await marked.first().click();
  assert.match(await page.locator('#section-attributes .read-panel').innerText(), /your correction/);
  await page.keyboard.press('Escape');
  const file = await download(() => page.locator('[data-key="corrections-save"]').click());
  const [line = ''] = file.bytes.toString('utf8').split('\n');
  assert.deepEqual(JSON.parse(line), { pattern: words, label: 'style', action: 'set' });

  await page.reload();
  await dropped(kit, talkative('en'));
  await marked.first().waitFor(PATIENCE);
  await page.locator('.corrections summary').click();
  await page.locator('[data-key="back-0"]').click();
  await marked.first().waitFor({ state: 'detached', ...PATIENCE });
  assert.equal(await page.locator('.corrections').count(), 0);
}));

test('a judgement is corrected in one text alone', withPage(async (kit) => {
  const { page, download } = kit;
  await dropped(kit, talkative('en'));
  await page.locator('#section-reviews read-texts').first().waitFor(PATIENCE);
  const praised = page.locator('#section-reviews .read-text:has(.read-mark.tone-good)').first();
  const place = await praised.getAttribute('data-place');
  const whole = await praised.locator('.read-words').innerText();
  const mark = praised.locator('.read-mark.tone-good').first();
  const words = await mark.innerText();
  await mark.click();
  const panel = page.locator('#section-reviews .read-panel');
  assert.equal(await panel.locator('[data-key="positive"]').count(), 0);
  await panel.locator('[data-key="negative"]').click();
  const blamed = page.locator(`#section-reviews .read-mark.tone-bad`, { hasText: words });
  await page.waitForFunction((text) => [...document.querySelectorAll('#section-reviews .read-text')].some((item) => item.textContent?.includes(text) && item.querySelector('.read-mark.tone-bad')), whole, PATIENCE);
  assert.ok(await blamed.count() > 0, `${words} in ${place}`);
  const file = await download(() => page.locator('[data-key="corrections-save"]').click());
  const { text, ...line } = JSON.parse(file.bytes.toString('utf8').split('\n')[0] ?? '');
  assert.deepEqual(line, { pattern: words, label: line.label, action: 'set', polarity: 'negative' });
  assert.equal(text, whole);
  await page.locator('.corrections summary').click();
  assert.match(await page.locator('.corrections').innerText(), /in one text: criticised/);
}));

test('a report with a model is the same on the page and natively', withPage(async (kit) => {
  const { page, download } = kit;
  const folder = mkdtempSync(join(tmpdir(), 'shoplens-texts-'));
  try {
    const files = talkative('zh');
    await dropped(kit, files);
    await readByModel(page);
    await page.waitForFunction(() => /语言模型/.test([...document.querySelectorAll('#section-reviews .block-note')].map((note) => note.textContent).join()), null, PATIENCE);
    const file = await download(async () => {
      await page.locator('summary[data-key="export"]').click();
      await page.locator('[data-export="json"]').click();
    });
    const here = JSON.parse(file.bytes.toString('utf8'));
    const paths = files.map(({ name, bytes }) => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    });
    const out = join(folder, 'report.json');
    execFileSync(process.env.SHOPLENS_CLI ?? `${ROOT}target/debug/shoplens`, ['report', ...paths, '--lang', 'zh', '--today', here.today, '--pack', PACK, '--out', out]);
    const native = JSON.parse(readFileSync(out, 'utf8'));
    for (const id of ['reviews', 'attributes']) {
      const section = (/** @type {any} */ document) => document.sections.find((/** @type {any} */ one) => one.id === id);
      assert.deepEqual(section(here), section(native), id);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, { locale: 'zh-CN' }));

test('the pack is there', () => assert.ok(existsSync(join(PACK, 'manifest.json'))));
