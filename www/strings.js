// Every word of the page itself, in both languages. Words about files, roles and figures come from the engine.
// `{name}` is filled in; a key ending in `_one` is used where a count is 1 (English only needs it).

import { en } from './strings/en.js';
import { zh } from './strings/zh.js';

/** @typedef {import('./types').Lang} Lang */
/** @typedef {keyof typeof en} Key */

export const TEXTS = { en, zh };

const changes = new EventTarget();

/** The page's language now. */
export function language() {
  return /** @type {Lang} */ (document.documentElement.lang.startsWith('zh') ? 'zh' : 'en');
}

/** @param {Lang} lang */
export function setLanguage(lang) {
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
  changes.dispatchEvent(new Event('change'));
}

/**
 * @param {() => void} listener
 * @param {AbortSignal} [signal]
 */
export function onLanguage(listener, signal) {
  changes.addEventListener('change', listener, signal ? { signal } : {});
}

/**
 * A text in the page's language.
 *
 * @param {Key} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  return TEXTS[language()][key].replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? number(value) : value;
  });
}

/**
 * A text with a count in it, `{n}`.
 *
 * @param {Key} key
 * @param {number} n
 */
export function count(key, n) {
  const one = /** @type {Key} */ (`${key}_one`);
  return t(n === 1 && one in en ? one : key, { n });
}

// How parts stand together: Chinese has marks of its own, and no spaces around them.

/** @param {(string | undefined | false)[]} parts whole sentences */
export function sentences(...parts) {
  return parts.filter(Boolean).join(language() === 'zh' ? '' : ' ');
}

/** @param {string} label @param {string} text */
export function labelled(label, text) {
  return language() === 'zh' ? `${label}：${text}` : `${label}: ${text}`;
}

/** @param {string} text @param {string} note */
export function withNote(text, note) {
  return language() === 'zh' ? `${text}（${note}）` : `${text} (${note})`;
}

/** @param {string[]} parts */
export function listed(parts) {
  return parts.join(language() === 'zh' ? '、' : ', ');
}

/** @param {string} text something without a full stop, or nothing */
export function sentence(text) {
  return text && `${text}${language() === 'zh' ? '。' : '.'}`;
}

/** @param {number} n */
export function number(n) {
  return new Intl.NumberFormat(locale()).format(n);
}

/** @param {number} share 0–1 */
export function percent(share) {
  return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** @param {number} bytes */
export function size(bytes) {
  // As a unit, bytes have no plural.
  if (bytes < 1000) return count('n_bytes', bytes);
  const units = /** @type {const} */ (['kilobyte', 'megabyte', 'gigabyte']);
  const step = Math.min(3, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return new Intl.NumberFormat(locale(), {
    style: 'unit', unit: units[step - 1], unitDisplay: 'short', maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

/** @param {number} day days since 1970-01-01 */
export function dayText(day) {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(day * 86_400_000);
}

/** A day less than a year off, whose year goes without saying. @param {number} day days since 1970-01-01 */
export function dayShort(day) {
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(day * 86_400_000);
}

function locale() {
  return language() === 'zh' ? 'zh-CN' : 'en-GB';
}
