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
