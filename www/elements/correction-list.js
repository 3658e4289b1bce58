// What the merchant has corrected in texts: taken back one by one, saved as a file, loaded from one.

import { fill, h } from '../dom.js';
import { save } from '../hand-over.js';
import { count, sentences, t } from '../strings.js';
import { Piece } from './piece.js';
import { JUDGEMENTS } from './read-texts.js';

/** @typedef {import('../types').Correction} Correction */

/** Corrections that are listed; the rest is in the file. */
const SHOWN = 200;

/** Fires `corrections` (detail: all that are left) and `say` (detail: words). */
export class CorrectionList extends Piece {
  /** @type {import('../corrections').Corrections | null} */
  #store = null;
  /** @type {Map<string, string>} */
  #names = new Map();
  #open = false;
  #useful = false;

  /** @param {import('../corrections').Corrections} store */
  bind(store) {
    this.#store = store;
    store.addEventListener('change', () => this.invalidate());
  }

  /** Names of labels as the report has them, and whether it has texts to correct. @param {import('../types').ReportDocument | null} report */
  follow(report) {
    const blocks = (report?.sections ?? []).flatMap(({ blocks }) => blocks).flatMap((block) => (block.type === 'texts' ? [block] : []));
    this.#useful = blocks.length > 0;
    for (const { labels, texts } of blocks) {
      for (const [label, name] of labels) this.#names.set(label, name);
      for (const { label, name } of texts.flatMap(({ marks }) => marks)) this.#names.set(label, name);
    }
    this.invalidate();
  }

  update() {
    const all = this.#store?.all ?? [];
    this.hidden = !this.#useful && all.length === 0;
    if (this.hidden) return;
    const newest = [...all].reverse().slice(0, SHOWN);
    fill(this, h('section', { class: 'report-section', attrs: { id: 'section-corrections', 'aria-labelledby': 'corrections-title', tabindex: -1 } },
      h('h2', { attrs: { id: 'corrections-title' } }, t('corrections_title')),
      h('p', 'report-text', all.length === 0 ? t('corrections_none') : t('corrections_intro')),
      all.length > 0 && h('details', {
        class: 'corrections', set: { open: this.#open },
        on: { toggle: (event) => { this.#open = event.target instanceof HTMLDetailsElement && event.target.open; } },
      },
      h('summary', { attrs: { 'data-key': 'corrections' } }, count('corrections_count', all.length)),
      h('ul', {}, newest.map((correction, at) => h('li', {},
        h('span', {}, this.#said(correction)),
        h('button', {
          class: 'button-quiet', set: { type: 'button' }, attrs: { 'data-key': `back-${at}`, 'aria-label': t('corrections_back_of', { what: this.#said(correction) }) },
          on: { click: () => this.send('corrections', all.filter((other) => other !== correction)) },
        }, t('corrections_back')))))),
      h('div', 'search-buttons',
        all.length > 0 && h('button', { class: 'button-quiet', set: { type: 'button' }, attrs: { 'data-key': 'corrections-save' }, on: { click: () => this.#save() } }, t('corrections_save')),
        h('button', { class: 'button-quiet', set: { type: 'button' }, attrs: { 'data-key': 'corrections-load' }, on: { click: () => this.#load() } }, t('corrections_load')))));
  }

  /** @param {Correction} correction */
  #said({ pattern, label, action, polarity }) {
    if (action === 'set' && polarity) return t('corrections_judged', { words: pattern, judgement: t(JUDGEMENTS[polarity]) });
    return t(action === 'set' ? 'corrections_is' : 'corrections_is_not', { words: pattern, name: this.#names.get(label) ?? label });
  }

  #save() {
    save({ name: 'shoplens-corrections.jsonl', mime: 'application/jsonl', bytes: this.#store?.lines() ?? '' });
  }

  #load() {
    const input = h('input', { set: { type: 'file', accept: '.jsonl,.json,.txt' } });
    input.addEventListener('change', async () => {
      const { good = 0, bad = 0 } = this.#store?.load(await (input.files?.[0]?.text() ?? Promise.resolve('')).catch(() => '')) ?? {};
      if (good > 0) this.send('corrections', this.#store?.all);
      const loaded = good > 0 ? count('corrections_loaded', good) : t('corrections_none_in_file');
      this.send('say', sentences(loaded, bad > 0 && good > 0 && count('corrections_bad', bad)));
    });
    input.click();
  }
}
