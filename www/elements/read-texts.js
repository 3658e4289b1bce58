// Texts of the report with what was read in them: marks that can be asked about and corrected in place.

import { fill, h, setAttribute } from '../dom.js';
import { language, percent, t } from '../strings.js';
import { Piece } from './piece.js';
import { tool } from './data-table.js';

/** @typedef {import('../types').TextsBlock} TextsBlock */
/** @typedef {import('../types').ReadText} ReadText */
/** @typedef {import('../types').Mark} Mark */
/** @typedef {import('../types').Correction} Correction */

/** Words that a merchant may mark at most. */
const LONGEST = 80;

/** Words that speak for a mark or against it: so many are told, if they count for at least so much. */
const MOST_WORDS = 6;
const LEAST = 0.02;

/** How something is judged, in words. */
export const JUDGEMENTS = /** @type {const} */ ({ positive: 'texts_praise', negative: 'texts_blame', neutral: 'texts_neither' });

/** @typedef {keyof typeof JUDGEMENTS} Judgement */
/** @typedef {{ words: string, weight: number }[]} Reasons */

/** Fires `why-text` (detail: a question and where its answer goes), `correct-text` (detail: correction), `rows` (detail: selection and what it is called) and `export-block` (detail: id). */
export class ReadTexts extends Piece {
  /** @type {TextsBlock | null} */
  #block = null;
  /** What is asked about: a text, and a mark of it or words that the merchant selected. @type {{ text: number, mark: number | null, words: string } | null} */
  #asked = null;
  /** Why: not asked, being worked out, or the answer. @type {null | 'working' | 'none' | Reasons} */
  #why = null;

  set block(/** @type {TextsBlock} */ block) {
    // What is being asked about stays open while the rest of the report changes.
    if (JSON.stringify(block) !== JSON.stringify(this.#block)) this.#asked = null;
    this.#block = block;
    this.take(block);
  }

  entered() {
    const selected = () => this.#select();
    this.addEventListener('pointerup', selected, { signal: this.alive });
    this.addEventListener('keyup', (event) => {
      if (event.shiftKey) selected();
      if (event.key === 'Escape' && this.#asked) this.#ask(null);
    }, { signal: this.alive });
  }

  update() {
    const block = this.#block;
    if (!block) return;
    const title = `texts-${block.id}`;
    fill(this,
      h('div', 'block-head',
        h('div', {}, h('h3', { class: 'block-title', attrs: { id: title } }, block.title), block.subtitle && h('p', 'block-subtitle', block.subtitle)),
        h('div', 'block-tools', tool('save', t('table_csv'), () => this.send('export-block', block.id)))),
      h('ul', { class: 'read-texts', attrs: { 'aria-labelledby': title } }, block.texts.map((text, at) => this.#item(text, at))),
      block.more > 0 && h('p', 'block-note', t('texts_more', { n: block.more })),
      block.note && h('p', 'block-note', block.note),
      h('p', 'block-note', t('texts_hint')));
  }

  /**
   * @param {ReadText} text
   * @param {number} at
   */
  #item(text, at) {
    const { selection, about } = text;
    return h('li', { class: 'read-text', attrs: { 'data-place': at } },
      about && h('p', 'read-about', selection
        ? h('button', {
          class: 'row-link', set: { type: 'button' }, attrs: { 'data-key': `about-${at}`, 'aria-label': t('table_rows_of', { name: about }) },
          on: { click: () => this.send('rows', { selection, what: about }) },
        }, about) : about),
      h('p', { class: 'read-words', attrs: { 'data-key': `words-${at}`, tabindex: -1 } }, this.#pieces(text, at)),
      this.#asked?.text === at && this.#panel(text, at));
  }

  /**
   * The text in pieces, each plain or a mark; of marks over one another the first one is shown, and the others beside it.
   *
   * @param {ReadText} text
   * @param {number} at
   */
  #pieces({ text, marks }, at) {
    // Places count characters as Unicode does, of which some are two units here.
    const characters = Array.from(text);
    const order = marks.map((mark, place) => ({ mark, place }))
      .sort((a, b) => a.mark.start - b.mark.start || b.mark.end - a.mark.end);
    /** @type {(Node | string)[]} */
    const pieces = [];
    let from = 0;
    for (const { mark, place } of order) {
      if (mark.start < from || mark.end <= mark.start) continue;
      pieces.push(characters.slice(from, mark.start).join(''));
      const words = characters.slice(mark.start, mark.end).join('');
      const open = this.#asked?.text === at && this.#asked.mark === place;
      pieces.push(h('button', {
        class: `read-mark${mark.tone ? ` tone-${mark.tone}` : ''}`, set: { type: 'button' },
        attrs: { 'data-key': `mark-${at}-${place}`, 'data-label': mark.label, 'aria-expanded': String(open), title: said(mark) },
        on: { click: () => this.#ask(open ? null : { text: at, mark: place, words }) },
      }, words));
      from = mark.end;
    }
    pieces.push(characters.slice(from).join(''));
    return pieces;
  }

  /** @param {{ text: number, mark: number | null, words: string } | null} asked */
  #ask(asked) {
    this.#asked = asked;
    this.#why = null;
    this.invalidate();
  }

  /** Words that the merchant has selected within one text can be given a label. */
  #select() {
    const selection = document.getSelection();
    const words = selection?.toString().trim() ?? '';
    if (!selection || selection.isCollapsed || words === '' || Array.from(words).length > LONGEST || words.includes('\n')) return;
    const item = (/** @type {Node | null} */ node) => (node instanceof Element ? node : node?.parentElement)?.closest('.read-words')?.closest('.read-text');
    const within = item(selection.anchorNode);
    if (!within || within !== item(selection.focusNode) || !this.contains(within)) return;
    this.#ask({ text: Number(within.getAttribute('data-place')), mark: null, words });
  }

  /**
   * @param {ReadText} text
   * @param {number} at
   */
  #panel(text, at) {
    const asked = this.#asked;
    const block = this.#block;
    if (!asked || !block) return null;
    const mark = asked.mark === null ? null : text.marks[asked.mark] ?? null;
    const labels = block.labels.filter(([label]) => label !== mark?.label);
    const choice = h('select', { attrs: { 'data-key': 'label', 'aria-label': t('texts_choose', { words: asked.words }) } },
      labels.map(([label, name]) => h('option', { set: { value: label } }, name)));
    const panel = h('div', { class: 'read-panel', attrs: { role: 'group', 'aria-label': asked.words } },
      mark
        ? h('p', 'read-said', h('strong', {}, said(mark)), ' ', h('span', 'read-source', t('texts_source', { source: mark.source, share: percent(mark.score) })))
        : h('p', 'read-said', t('texts_selected', { words: asked.words })),
      h('div', 'read-buttons',
        mark && h('button', {
          class: 'button', set: { type: 'button' }, attrs: { 'data-key': 'remove' },
          on: { click: () => this.#correct({ pattern: asked.words, label: mark.label, action: 'remove' }) },
        }, t('texts_not', { name: mark.name })),
        labels.length > 0 && [choice, h('button', {
          class: 'button', set: { type: 'button' }, attrs: { 'data-key': 'set' },
          on: { click: () => this.#correct({ pattern: asked.words, label: choice.value, action: 'set' }) },
        }, t('texts_set'))],
        mark && text.kind === 'review' && this.#judgements(text, mark, asked.words),
        mark && h('button', {
          class: 'button-quiet', set: { type: 'button', disabled: this.#why === 'working' }, attrs: { 'data-key': 'why' },
          on: { click: () => this.#explain(text, mark) },
        }, t('texts_why')),
        h('button', { class: 'button-quiet', set: { type: 'button' }, attrs: { 'data-key': `close-${at}` }, on: { click: () => this.#ask(null) } }, t('close'))),
      h('div', { class: 'read-why', attrs: { role: 'status' } }, this.#reasons()));
    setAttribute(panel, 'data-words', asked.words);
    return panel;
  }

  /**
   * What else an aspect or opinion could be judged as. It holds for this text alone: a screen that is bad here is good elsewhere.
   *
   * @param {ReadText} text
   * @param {Mark} mark
   * @param {string} words
   */
  #judgements({ text }, mark, words) {
    const own = judgement(mark);
    return /** @type {Judgement[]} */ (Object.keys(JUDGEMENTS)).filter((other) => other !== own).map((other) => h('button', {
      class: 'button', set: { type: 'button' }, attrs: { 'data-key': other },
      on: { click: () => this.#correct({ pattern: words, label: mark.label, action: 'set', polarity: other, text }) },
    }, t('texts_judged', { judgement: t(JUDGEMENTS[other]) })));
  }

  #reasons() {
    const why = this.#why;
    if (why === null) return null;
    if (why === 'working') return h('p', {}, t('texts_why_working'));
    if (why === 'none') return h('p', {}, t('texts_why_none'));
    if (why.length === 0) return h('p', {}, t('texts_why_nothing'));
    const top = Math.max(...why.map(({ weight }) => Math.abs(weight)));
    return [
      h('ul', 'read-reasons', why.map(({ words, weight }) => {
        const item = h('li', weight > 0 ? 'for' : 'against', h('span', {}, words), h('span', 'read-weight', `${weight > 0 ? '+' : '−'}${Math.abs(weight).toFixed(2)}`));
        item.style.setProperty('--share', String(Math.abs(weight) / top));
        return item;
      })),
      h('p', 'block-note', t('texts_why_note')),
    ];
  }

  /**
   * @param {ReadText} text
   * @param {Mark} mark
   */
  #explain({ text, kind }, mark) {
    const { start, end, label } = mark;
    const asked = this.#asked;
    this.#why = 'working';
    this.invalidate();
    const polarity = judgement(mark);
    /** @param {{ start: number, end: number, weight: number }[] | null} weights null where no model is there to ask */
    const answer = (weights) => {
      if (this.#asked !== asked) return;
      const characters = Array.from(text);
      this.#why = weights === null ? 'none' : weights.filter(({ weight }) => Math.abs(weight) >= LEAST).slice(0, MOST_WORDS)
        .map((word) => ({ words: characters.slice(word.start, word.end).join(''), weight: word.weight }));
      this.invalidate();
    };
    this.send('why-text', { why: { text, start, end, label, ...(polarity ? { polarity } : {}) }, kind, answer });
  }

  /** @param {Correction} correction */
  #correct(correction) {
    this.#asked = null;
    this.send('correct-text', correction);
    this.invalidate();
  }
}

/**
 * @param {Mark} mark
 * @returns {Judgement | undefined}
 */
function judgement({ tone }) {
  return tone === 'good' ? 'positive' : tone === 'bad' ? 'negative' : tone === 'neutral' ? 'neutral' : undefined;
}

/**
 * `Colour: navy`.
 *
 * @param {Mark} mark
 */
function said(mark) {
  const { name, value } = mark;
  const own = judgement(mark);
  const judged = own && own !== 'neutral' ? t(JUDGEMENTS[own]) : '';
  return [[name, value].filter(Boolean).join(language() === 'zh' ? '：' : ': '), judged].filter(Boolean).join(' · ');
}
