// Days of the merchant's own campaigns, as they are written: `2026-11-11, 2026-12-10..2026-12-12`.

import { isoDay } from './state.js';

const DAY_MS = 86_400_000;
/** So many days at most; more are no campaign. */
export const MOST = 400;

/**
 * @param {string} text
 * @returns {{ days: number[], bad: string[] }} days since 1970-01-01, in order and each once; and what is no day
 */
export function campaignDays(text) {
  /** @type {Set<number>} */
  const days = new Set();
  /** @type {string[]} */
  const bad = [];
  for (const part of text.split(/[,，;；、\n]+/).map((part) => part.trim()).filter(Boolean)) {
    const [first, last = first] = part.split(/\s*(?:\.\.+|…|–|—|~|～|至|到)\s*/).map(dayIn);
    if (first === null || last === null || last < first || days.size + last - first >= MOST) {
      bad.push(part);
      continue;
    }
    for (let day = first; day <= last; day += 1) days.add(day);
  }
  return { days: [...days].sort((a, b) => a - b), bad };
}

/**
 * @param {string} text `2026-11-11`, `2026/11/11`
 * @returns {number | null}
 */
function dayIn(text) {
  const [, year, month, day] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text.trim()) ?? [];
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // The 31st of June is none.
  return new Date(at).getUTCDate() === Number(day) ? at / DAY_MS : null;
}

/**
 * Days that follow one another, as first and last.
 *
 * @param {number[]} days in order
 */
export function stretches(days) {
  /** @type {[number, number][]} */
  const found = [];
  for (const day of days) {
    const open = found.at(-1);
    if (open && open[1] === day - 1) open[1] = day;
    else found.push([day, day]);
  }
  return found;
}

/**
 * The days as {@link campaignDays} reads them.
 *
 * @param {number[]} days in any order
 */
export function campaignText(days) {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  return stretches(sorted).map((stretch) => [...new Set(stretch.map(isoDay))].join('..')).join(', ');
}
