// Every word of the page exists in both languages, with the same gaps to fill.

import assert from 'node:assert/strict';
import { test } from 'node:test';

/** @typedef {Record<string, string>} Texts */

const www = new URL('../../www/', import.meta.url).href;
/** @type {{ TEXTS: { en: Texts, zh: Texts } }} */
const { TEXTS } = await import(`${www}strings.js`);
/** @type {{ TOPICS: { en: string[], zh: string[] }[] }} */
const { TOPICS } = await import(`${www}help.js`);

const gaps = (/** @type {string} */ text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

test('both languages have the same texts', () => {
  assert.deepEqual(Object.keys(TEXTS.zh).sort(), Object.keys(TEXTS.en).sort());
  for (const [key, text] of Object.entries(TEXTS.en)) {
    const zh = TEXTS.zh[key] ?? '';
    assert.notEqual(zh.trim(), '', key);
    assert.deepEqual(gaps(zh), gaps(text), key);
  }
});

test('Chinese texts are Chinese', () => {
  const own = new Set(['map_changed', 'filter_count']);
  for (const [key, text] of Object.entries(TEXTS.zh)) {
    if (!own.has(key)) assert.match(text, /\p{Script=Han}/u, key);
  }
});

test('nothing is praised or shouted', () => {
  const all = [...Object.values(TEXTS.en), ...Object.values(TEXTS.zh), ...TOPICS.flatMap(({ en, zh }) => [...en, ...zh])];
  for (const text of all) assert.doesNotMatch(text, /[!！]/, text);
});
