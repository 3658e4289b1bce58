// What the merchant chose to see: undone, redone, and brought back by the browser's Back button.

/** @typedef {import('./types').View} View */

/** @type {View} */
const EMPTY = { filter: {}, template: null, rates: null, assumptions: null };

/**
 * One step that can be taken back.
 *
 * @typedef {object} Step
 * @property {() => void | Promise<void>} undo
 * @property {() => void | Promise<void>} redo
 */

/** The view and the steps that led to it. Fires `change` when the view changed, `steps` when undo or redo became possible or not. */
export class State extends EventTarget {
  /** @type {View} */
  #view = EMPTY;
  /** @type {Step[]} */
  #done = [];
  /** @type {Step[]} */
  #undone = [];

  get view() {
    return this.#view;
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /**
   * Takes over a view without a step: at the start, and when the browser goes back.
   *
   * @param {Partial<View> | null} view
   */
  restore(view) {
    this.#view = { ...EMPTY, ...(view ?? {}) };
    this.dispatchEvent(new Event('change'));
  }

  /**
   * Changes the view as a step of its own.
   *
   * @param {Partial<View>} change
   */
  apply(change) {
    const before = this.#view;
    const after = { ...before, ...change };
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    this.#show(after);
    this.record({ undo: () => this.#show(before), redo: () => this.#show(after) });
  }

  /**
   * Remembers a step that was already taken elsewhere.
   *
   * @param {Step} step
   */
  record(step) {
    this.#done.push(step);
    if (this.#done.length > 200) this.#done.shift();
    this.#undone.length = 0;
    this.dispatchEvent(new Event('steps'));
  }

  async undo() {
    const step = this.#done.pop();
    if (!step) return false;
    this.#undone.push(step);
    await step.undo();
    this.dispatchEvent(new Event('steps'));
    return true;
  }

  async redo() {
    const step = this.#undone.pop();
    if (!step) return false;
    this.#done.push(step);
    await step.redo();
    this.dispatchEvent(new Event('steps'));
    return true;
  }

  /** Forgets every step and choice. */
  reset() {
    this.#done.length = 0;
    this.#undone.length = 0;
    this.restore(null);
    this.dispatchEvent(new Event('steps'));
  }

  /** @param {View} view */
  #show(view) {
    this.#view = view;
    history.pushState(view, '', link(view));
    this.dispatchEvent(new Event('change'));
  }
}

/**
 * The address of a view. It says the language and the period only: names of products, places and channels
 * are the merchant's data and stay out of links.
 *
 * @param {View} view
 */
export function link(view) {
  const parts = new URLSearchParams();
  parts.set('lang', document.documentElement.lang.startsWith('zh') ? 'zh' : 'en');
  if (view.filter.days) parts.set('days', view.filter.days.map(isoDay).join('..'));
  return `${location.pathname}${location.search}#${parts}`;
}

/**
 * The part of a view that a link carries, or null where it carries none.
 *
 * @param {string} hash
 * @returns {Partial<View> | null}
 */
export function fromLink(hash) {
  const days = new URLSearchParams(hash.slice(1)).get('days')?.split('..').map(dayOf);
  const [first, last] = days ?? [];
  return typeof first === 'number' && typeof last === 'number' && first <= last ? { filter: { days: [first, last] } } : null;
}

/**
 * @param {number} day days since 1970-01-01
 */
export function isoDay(day) {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/**
 * @param {string} iso
 * @returns {number | null} days since 1970-01-01
 */
export function dayOf(iso) {
  const at = /^\d{4}-\d\d-\d\d$/.test(iso) ? Date.parse(`${iso}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) ? null : Math.round(at / 86_400_000);
}
