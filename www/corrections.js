// What the merchant has corrected in what was read in texts: kept in this browser, and as lines of JSON in a file.

import { keep, kept } from './storage.js';

/** @typedef {import('./types').Correction} Correction */

/** Corrections that are kept at most; the oldest go first. */
const MOST = 2_000;

const POLARITIES = ['positive', 'negative', 'neutral'];

/** Fires `change`. */
export class Corrections extends EventTarget {
  /** @type {Correction[]} */
  all = clean(kept('corrections') ?? []).good;

  /** @param {Correction} correction a later one for the same words, label and text replaces an earlier one */
  add(correction) {
    this.set([...this.all, correction]);
  }

  /** @param {Correction[]} all */
  set(all) {
    /** @type {Map<string, Correction>} */
    const last = new Map();
    for (const correction of all) {
      const key = JSON.stringify([correction.pattern.toLowerCase(), correction.label, correction.text ?? '']);
      last.delete(key);
      last.set(key, correction);
    }
    this.all = [...last.values()].slice(-MOST);
    keep('corrections', this.all);
    this.dispatchEvent(new Event('change'));
  }

  /** As the command-line tool takes them. */
  lines() {
    return this.all.map((correction) => `${JSON.stringify(correction)}\n`).join('');
  }

  /**
   * Adds those of a file to what is there.
   *
   * @param {string} lines
   * @returns {{ good: number, bad: number }} lines with a correction, and others
   */
  load(lines) {
    const values = lines.split('\n').filter((line) => line.trim()).map((line) => {
      try {
        return JSON.parse(line);
      } catch {
        return null;
      }
    });
    const { good, bad } = clean(values);
    if (good.length > 0) this.set([...this.all, ...good]);
    return { good: good.length, bad };
  }
}

/**
 * What can be a correction, in the form that the engine knows; a single value of another form would make it refuse all.
 *
 * @param {unknown} values
 * @returns {{ good: Correction[], bad: number }}
 */
function clean(values) {
  if (!Array.isArray(values)) return { good: [], bad: 0 };
  const good = values.flatMap((value) => {
    const { pattern, label, action, text } = typeof value === 'object' && value !== null ? value : {};
    const words = typeof pattern === 'string' && pattern.trim() !== '' && typeof label === 'string' && label.trim() !== '';
    if (!words || (action !== 'set' && action !== 'remove')) return [];
    const named = typeof value.value === 'string' ? { value: value.value } : {};
    const judged = POLARITIES.includes(value.polarity) ? { polarity: value.polarity } : {};
    return [/** @type {Correction} */ ({ pattern, label, action, ...named, ...judged, ...(typeof text === 'string' ? { text } : {}) })];
  });
  return { good, bad: values.length - good.length };
}
