// One number with what it means, how it changed and how it went.

import { fill, h, icon, roomOf } from '../dom.js';
import { spark } from '../spark.js';
import { labelled, sentence, sentences, t, withNote } from '../strings.js';
import { Piece } from './piece.js';

/** Fires `rows` (detail: selection and what it is called). */
export class KeyFigure extends Piece {
  /** @type {import('../types').Figure | null} */
  #figure = null;

  set figure(/** @type {import('../types').Figure} */ figure) {
    this.#figure = figure;
    this.take(figure);
  }

  update() {
    const figure = this.#figure;
    if (!figure) return;
    const { selection, label } = figure;
    const open = this.querySelector('details')?.open ?? false;
    const known = figure.value !== null && figure.value !== undefined;
    this.style.setProperty('--room', String(roomOf(figure.text)));
    fill(this,
      h('h3', 'figure-label', label),
      selection && known
        ? h('button', {
          class: 'figure-value', set: { type: 'button' }, attrs: { 'data-key': 'rows', title: t('show_rows'), 'aria-label': sentences(sentence(labelled(label, figure.text)), t('show_rows')) },
          on: { click: () => this.send('rows', { selection, what: label }) },
        }, figure.text)
        : h('p', known ? 'figure-value' : 'figure-unknown', figure.text),
      h('ul', 'figure-changes', figure.changes.map((change) => h('li', {},
        h('span', `change change-${change.tone}`, icon(change.direction), change.text,
          change.tone !== 'neutral' && h('span', 'visually-hidden', withNote('', t(change.tone === 'good' ? 'change_good' : 'change_bad')))),
        h('span', 'change-against', change.against)))),
      spark(figure.spark, 'accent'),
      h('details', { class: 'figure-definition', set: { open } },
        h('summary', { attrs: { 'data-key': 'definition', 'aria-label': labelled(t('definition'), label), title: t('definition') } }, icon('help')),
        h('p', {}, figure.definition)));
  }
}
