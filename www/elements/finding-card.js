// One finding: the sentence first, everything behind it a click away.

import { fill, h } from '../dom.js';
import { spark } from '../spark.js';
import { t } from '../strings.js';
import { Piece } from './piece.js';

/** @typedef {import('../types').Finding} Finding */

/** Fires `rows` (detail: selection and what it is called). */
export class FindingCard extends Piece {
  /** @type {Finding | null} */
  #finding = null;
  #section = '';
  /** @type {'why' | 'action' | null} */
  #open = null;

  /**
   * @param {Finding} finding
   * @param {string} section the title of the section that shows more
   */
  show(finding, section) {
    if (this.#finding?.id !== finding.id) this.#open = null;
    this.#finding = finding;
    this.#section = section;
    this.take([finding, section]);
  }

  update() {
    const finding = this.#finding;
    if (!finding) return;
    this.dataset.tone = finding.tone;
    const { selection } = finding;
    const body = `finding-${finding.id}`;
    const toggle = (/** @type {'why' | 'action'} */ part) => h('button', {
      class: 'button-quiet', set: { type: 'button' },
      attrs: { 'data-key': part, 'aria-expanded': String(this.#open === part), 'aria-controls': body },
      on: { click: () => { this.#open = this.#open === part ? null : part; this.invalidate(); } },
    }, t(part));
    fill(this,
      h('div', 'finding-head',
        h('div', {},
          h('h3', 'finding-sentence', finding.sentence),
          finding.certainty && h('p', 'finding-certainty', finding.certainty)),
        spark(finding.spark, finding.tone)),
      h('div', 'finding-buttons',
        finding.why && toggle('why'),
        finding.action && toggle('action'),
        selection && h('button', {
          class: 'button-quiet', set: { type: 'button' }, attrs: { 'data-key': 'rows' },
          on: { click: () => this.send('rows', { selection, what: finding.sentence }) },
        }, t('show_rows')),
        this.#section && h('a', { class: 'button-quiet', attrs: { href: `#section-${finding.section}`, 'data-key': 'section' } }, t('more_in', { section: this.#section }))),
      // Both are on paper; on the screen one at a time.
      h('div', { class: 'finding-body', attrs: { id: body } },
        finding.why && h('div', { class: 'finding-part', set: { hidden: this.#open !== 'why' }, attrs: { 'data-part': 'why' } }, h('h4', 'print-only', t('why')), paragraphs(finding.why)),
        finding.action && h('div', { class: 'finding-part', set: { hidden: this.#open !== 'action' }, attrs: { 'data-part': 'action' } }, h('h4', 'print-only', t('action')), paragraphs(finding.action))));
  }
}

/** @param {string} text */
function paragraphs(text) {
  return text.split('\n').filter((line) => line.trim() !== '').map((line) => h('p', {}, line));
}
