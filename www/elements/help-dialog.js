// Help that can be searched: how things are done, and what the report's terms mean.

import { fill, h, icon } from '../dom.js';
import { TOPICS } from '../help.js';
import { language, t } from '../strings.js';
import { Piece } from './piece.js';

export class HelpDialog extends Piece {
  #dialog = h('dialog', { class: 'dialog help-dialog', attrs: { 'aria-labelledby': 'help-title' } });
  #list = h('div', 'dialog-scroll help-list');
  #wanted = '';
  /** @type {import('../types').Figure[]} */
  #figures = [];

  entered() {
    this.append(this.#dialog);
    this.#dialog.addEventListener('click', (event) => { if (event.target === this.#dialog) this.#dialog.close(); }, { signal: this.alive });
  }

  /** @param {import('../types').Figure[]} figures whose definitions are explained too */
  show(figures) {
    this.#figures = figures;
    this.update();
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  update() {
    fill(this.#dialog,
      h('div', 'dialog-head', h('h2', { attrs: { id: 'help-title' } }, t('help_title')),
        h('button', { class: 'button-quiet', set: { type: 'button' }, attrs: { 'aria-label': t('close'), 'data-key': 'close' }, on: { click: () => this.#dialog.close() } }, icon('close'))),
      h('input', {
        class: 'help-search', set: { type: 'search', value: this.#wanted, placeholder: t('help_find'), autofocus: true }, attrs: { 'aria-label': t('help_find'), 'data-key': 'find' },
        on: { input: (event) => { this.#wanted = event.target.value; this.#showTopics(); } },
      }),
      this.#list);
    this.#showTopics();
  }

  #showTopics() {
    const words = this.#wanted.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const fits = (/** @type {string} */ text) => words.every((word) => text.toLocaleLowerCase().includes(word));
    const topics = TOPICS.map((topic) => topic[language()]).filter(([title, text]) => fits(`${title} ${text}`));
    const terms = this.#figures.filter((figure) => fits(`${figure.label} ${figure.definition}`));
    fill(this.#list,
      topics.map(([title, text]) => h('details', { set: { open: words.length > 0 && topics.length < 4 } }, h('summary', {}, title), h('p', {}, text))),
      terms.length > 0 && h('section', {}, h('h3', {}, t('help_terms')),
        h('dl', {}, terms.flatMap((figure) => [h('dt', {}, figure.label), h('dd', {}, figure.definition)]))),
      topics.length === 0 && terms.length === 0 && h('p', {}, t('help_none')));
  }
}
