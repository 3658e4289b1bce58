// The report as a file, on paper, or as a link.

import { fill, h } from '../dom.js';
import { t } from '../strings.js';
import { menu } from './menu.js';
import { Piece } from './piece.js';

const KINDS = /** @type {const} */ (['html', 'xlsx', 'csv', 'md', 'json']);

/** Fires `export` (detail: the kind), `print` and `copy-link`. */
export class ExportMenu extends Piece {
  update() {
    const item = (/** @type {string} */ key, /** @type {import('../strings').Key} */ text, /** @type {import('../strings').Key} */ note, /** @type {() => void} */ run) =>
      h('li', {}, h('button', {
        class: 'preset export-item', set: { type: 'button' }, attrs: { 'data-export': key },
        on: { click: () => { this.#close(); run(); } },
      }, h('span', {}, t(text)), h('small', {}, t(note))));
    fill(this, menu('export', [h('span', 'caret', t('export'))], 'menu-end', () => [h('ul', 'presets', [
      ...KINDS.map((kind) => item(kind, `export_${kind}`, `export_${kind}_note`, () => this.send('export', kind))),
      item('print', 'export_print', 'export_print_note', () => this.send('print')),
      item('link', 'export_link', 'export_link_note', () => this.send('copy-link')),
    ])]));
  }

  #close() {
    const details = this.querySelector('details');
    if (!details) return;
    details.open = false;
    details.querySelector('summary')?.focus();
  }
}
