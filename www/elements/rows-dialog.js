// The rows of the merchant's own files behind a number.

import { fill, h, icon } from '../dom.js';
import { number, t } from '../strings.js';
import { Piece } from './piece.js';

/** @typedef {import('../types').Selection} Selection */
/** @typedef {import('../types').RowPage} RowPage */

const PAGE = 50;

/** Fires `export-rows` (detail: the selection). */
export class RowsDialog extends Piece {
  #dialog = h('dialog', { class: 'dialog rows-dialog', attrs: { 'aria-labelledby': 'rows-title' } });
  /** @type {Selection} */
  #selection = {};
  #what = '';
  #offset = 0;
  /** @type {RowPage | null} */
  #page = null;
  #failed = '';
  /** @type {(selection: Selection, offset: number, limit: number) => Promise<RowPage>} */
  source = () => Promise.resolve({ total: 0, rows: [] });

  entered() {
    this.append(this.#dialog);
    this.#dialog.addEventListener('click', (event) => { if (event.target === this.#dialog) this.#dialog.close(); }, { signal: this.alive });
  }

  /**
   * @param {Selection} selection
   * @param {string} what what the rows are behind
   */
  async show(selection, what) {
    this.#selection = selection;
    this.#what = what;
    this.#page = null;
    this.update();
    if (!this.#dialog.open) this.#dialog.showModal();
    await this.#load(0);
  }

  close() {
    this.#dialog.close();
  }

  /** @param {number} offset */
  async #load(offset) {
    this.#failed = '';
    try {
      this.#page = await this.source(this.#selection, offset, PAGE);
      this.#offset = offset;
    } catch (error) {
      this.#failed = error instanceof Error ? error.message : String(error);
    }
    this.update();
  }

  update() {
    const page = this.#page;
    const rows = page?.rows ?? [];
    const total = page?.total ?? 0;
    /** @type {string[]} */
    const names = [...new Set(rows.flatMap((row) => row.cells.map((cell) => cell.name)))];
    const sheets = rows.some((row) => row.sheet);
    const to = Math.min(total, this.#offset + rows.length);
    const move = (/** @type {string} */ key, /** @type {string} */ text, /** @type {number} */ offset, /** @type {boolean} */ possible) => h('button', {
      class: 'button', set: { type: 'button', disabled: !possible }, attrs: { 'data-key': key }, on: { click: () => void this.#load(offset) },
    }, text);
    fill(this.#dialog,
      h('div', 'dialog-head', h('h2', { attrs: { id: 'rows-title' } }, t('rows_title', { what: this.#what })),
        h('button', { class: 'button-quiet', set: { type: 'button' }, attrs: { 'aria-label': t('close'), 'data-key': 'close' }, on: { click: () => this.#dialog.close() } }, icon('close'))),
      h('p', { class: 'dialog-note', attrs: { role: 'status' } }, this.#failed || (page ? (total === 0 ? t('rows_none') : `${t('rows_count', { from: this.#offset + 1, to, n: total })} · ${t('rows_masked')}`) : t('report_wait'))),
      rows.length > 0 && h('div', { class: 'table-scroll dialog-scroll', attrs: { tabindex: 0, role: 'region', 'aria-label': t('rows_title', { what: this.#what }) } }, h('table', 'data rows-table',
        h('thead', {}, h('tr', {},
          [t('rows_file'), ...(sheets ? [t('rows_sheet')] : []), t('rows_row'), ...names].map((name) => h('th', { attrs: { scope: 'col' } }, name)))),
        h('tbody', {}, rows.map((row) => {
          const cells = new Map(row.cells.map((cell) => [cell.name, cell.value]));
          return h('tr', {},
            h('td', 'row-file', row.file), sheets && h('td', {}, row.sheet ?? ''), h('td', 'number', number(row.row)),
            names.map((name) => h('td', {}, cells.get(name) ?? '')));
        })))),
      h('div', 'dialog-foot',
        total > 0 && h('button', { class: 'button-quiet', set: { type: 'button' }, attrs: { 'data-key': 'csv' }, on: { click: () => this.send('export-rows', this.#selection) } }, icon('save'), t('rows_csv')),
        total > PAGE && h('span', 'pager',
          move('prev', t('rows_prev'), Math.max(0, this.#offset - PAGE), this.#offset > 0),
          move('next', t('rows_next'), this.#offset + PAGE, to < total))));
  }
}
