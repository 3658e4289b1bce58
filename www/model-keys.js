// By which keys a model's answers are kept: a hash of all that an answer hangs on, and behind it the text's fingerprint.

import { READING } from './result-cache.js';

/** The number formats in which texts are read: a card's answers and those of a processor that rounds are kept apart. */
const FORMATS = ['int8', 'f32'];
/** Texts of which the fingerprints are computed at once; what somebody waits for comes between. */
const SLICE = 1000;

/**
 * Fingerprints of texts, and what stands before them where results are kept, by number format.
 *
 * @param {(texts: string[]) => Promise<string[]>} fingerprints
 * @param {string} identity the model's
 * @param {string[]} texts
 * @param {string[]} heads
 */
export async function keysOf(fingerprints, identity, texts, heads) {
  const bases = await fingerprints(FORMATS.map((format) => [identity, READING, format, ...heads].join('\n')));
  /** @type {string[]} */
  const keys = [];
  for (let at = 0; at < texts.length; at += SLICE) keys.push(...await fingerprints(texts.slice(at, at + SLICE)));
  return { keys, kept: new Map(FORMATS.map((format, at) => [format, bases[at] ?? ''])) };
}

/**
 * What is known of texts, in the first of the number formats that has it.
 *
 * @param {import('./result-cache').ResultCache} results
 * @param {string[]} keys
 * @param {Map<string, string>} kept
 * @param {string[]} formats
 * @returns {Promise<any[]>}
 */
export async function knownOf(results, keys, kept, formats) {
  /** @type {any[]} */
  const values = keys.map(() => undefined);
  for (const format of new Set(formats)) {
    const base = kept.get(format);
    const places = [...values.keys()].filter((at) => values[at] === undefined);
    if (base === undefined || places.length === 0) continue;
    const found = await results.get(places.map((at) => base + keys[at]));
    places.forEach((at, nth) => { values[at] = found[nth]; });
  }
  return values;
}
