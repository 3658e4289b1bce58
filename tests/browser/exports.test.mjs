// The report as files and on paper.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withPage } from './harness.mjs';
import { sampleShop, settled } from './merchant.mjs';

/** How each kind of file begins; several tables come in an archive. @type {Record<string, RegExp>} */
const BEGINNINGS = {
  html: /^<!doctype html>/i,
  xlsx: /^PK/,
  csv: /^PK/,
  md: /^#|^---/,
  json: /^\{/,
};

for (const lang of /** @type {const} */ (['en', 'zh'])) {
  test(`the report is exported and printed, in ${lang}`, withPage(async (kit) => {
    const { page, watch, download, pdf } = kit;
    await settled(kit);
    await sampleShop(page, lang);
    await watch.loaded();
    const title = await page.locator('.report-head h1').innerText();
    for (const [kind, beginning] of Object.entries(BEGINNINGS)) {
      const file = await download(async () => {
        await page.locator('summary[data-key="export"]').click();
        await page.locator(`[data-export="${kind}"]`).click();
      });
      assert.match(file.name, new RegExp(`\\d{4}-\\d\\d-\\d\\d.*\\.(${kind}|zip)$`), 'the name says when');
      assert.match(file.bytes.subarray(0, 40).toString('utf8'), beginning, kind);
      if (kind === 'html' || kind === 'md') assert.ok(file.bytes.toString('utf8').includes(title), `${kind} has the title`);
      if (kind === 'json') assert.equal(JSON.parse(file.bytes.toString('utf8')).title, title);
    }
    const paper = await pdf(`report-${lang}`);
    assert.equal(paper.subarray(0, 5).toString('latin1'), '%PDF-');
    const pages = paper.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    assert.ok(pages >= 3, `${pages} pages`);
    watch.assertNoRequestSinceLoaded();
    assert.equal(await page.locator('.proof-count').getAttribute('data-requests'), '0', 'the page says so too');
  }, { locale: lang === 'zh' ? 'zh-CN' : 'en-GB', colorScheme: 'dark' }));
}

test('the charts of the exported page can be read on a phone, and on paper there is one of each', withPage(async ({ page, context, download }) => {
  await sampleShop(page, 'en');
  const file = await download(async () => {
    await page.locator('summary[data-key="export"]').click();
    await page.locator('[data-export="html"]').click();
  });
  const phone = await context.newPage();
  await phone.setContent(file.bytes.toString('utf8'));
  // The size of the smallest letters in sight, in CSS pixels, and how many pictures each chart has.
  const seen = () => phone.evaluate(() => {
    const shown = (/** @type {Element} */ element) => element.getClientRects().length > 0;
    const letters = [...document.querySelectorAll('figure svg text')].filter(shown);
    return {
      smallest: Math.min(...letters.map((text) => Number.parseFloat(getComputedStyle(text).fontSize) * (/** @type {SVGTextElement} */ (text).getScreenCTM()?.a ?? 0))),
      letters: letters.length,
      pictures: [...document.querySelectorAll('figure')].filter((figure) => [...figure.querySelectorAll('svg')].filter(shown).length !== 1).length,
      over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    };
  });
  for (const width of [360, 390, 420, 600, 760, 1280]) {
    await phone.setViewportSize({ width, height: 800 });
    const { smallest, letters, pictures, over } = await seen();
    assert.ok(letters > 50, `${letters} words at ${width}`);
    assert.ok(smallest >= (width > 600 ? 8.5 : 10), `${smallest} px at ${width}`);
    assert.equal(pictures, 0, `pictures at ${width}`);
    assert.ok(over <= 0, `${over} px too wide at ${width}`);
  }
  await phone.setViewportSize({ width: 360, height: 800 });
  await phone.emulateMedia({ media: 'print' });
  assert.equal((await seen()).pictures, 0);
}));
