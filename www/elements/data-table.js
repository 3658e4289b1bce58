// A table of the report: sortable, copied with one key, each row leading to the rows behind it.

import { fill, h, icon, roomOf } from '../dom.js';
import { announce, copyText } from '../hand-over.js';
import { t } from '../strings.js';
import { Piece } from './piece.js';

/** @typedef {import('../types').TableBlock} TableBlock */

const FIRST = 10;
/** Rows on the page at most; the rest is in the exports. */
const MOST = 1000;
/** Texts up to this room, a date or a span of days, stay on one line; from the other on they are sentences. */
const SHORT = 20;
const LONG = 32;
/** In ems: a letter at most, on average, and what stands between two columns; and how many letters wrapped text takes. */
const LETTER = 0.64;
const GAP = 0.7;
const WRAPPED = 11;

/** Fires `rows` (detail: selection and what it is called) and `export-block` (detail: id). */
export class DataTable extends Piece {
  /** @type {TableBlock | null} */
  #block = null;
  /** @type {{ column: number, down: boolean } | null} */
  #sort = null;
  #all = false;
  #bare = false;
  #scrolled = 0;
  #size = new ResizeObserver(() => this.#edges());

  set block(/** @type {TableBlock} */ block) {
    if (this.#sort && block.columns.length !== this.#block?.columns.length) this.#sort = null;
    this.#block = block;
    this.take(block);
  }

  /** Without title and buttons: as the twin of a chart. */
  set bare(/** @type {boolean} */ bare) {
    this.#bare = bare;
    this.invalidate();
  }

  entered() {
    this.addEventListener('keydown', (event) => {
      if (event.key !== 'c' || event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
      void this.copy();
    }, { signal: this.alive });
    this.addEventListener('scroll', () => this.#edges(), { signal: this.alive, capture: true, passive: true });
  }

  left() {
    this.#size.disconnect();
  }

  /** Marks the edges that more columns lie behind. */
  #edges() {
    const box = this.querySelector('.table-scroll');
    if (!box) return;
    this.#scrolled = box.scrollLeft;
    box.classList.toggle('more-left', box.scrollLeft > 1);
    box.classList.toggle('more-right', box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
  }

  /** Copies all rows as a spreadsheet takes them. */
  async copy() {
    const block = this.#block;
    if (!block) return;
    const clean = (/** @type {string} */ text) => {
      const flat = text.replace(/[\t\r\n]+/g, ' ');
      // A cell that a spreadsheet would run as a formula is kept as text.
      return /^[=+@]|^-(?![\d.,\s\p{Sc}])/u.test(flat) ? `'${flat}` : flat;
    };
    const lines = [block.columns.map((column) => column.name), ...block.rows.map((row) => row.map((cell) => cell.text))];
    announce(t(await copyText(lines.map((line) => line.map(clean).join('\t')).join('\n')) ? 'copied' : 'copy_failed'));
  }

  update() {
    const block = this.#block;
    if (!block) return;
    const order = block.rows.map((_, i) => i);
    const sort = this.#sort;
    if (sort) order.sort((a, b) => compare(block.rows[a]?.[sort.column], block.rows[b]?.[sort.column]) * (sort.down ? -1 : 1) || a - b);
    const limit = this.#all ? MOST : FIRST + 2;
    const shown = order.length > limit ? order.slice(0, this.#all ? MOST : FIRST) : order;
    const tops = block.columns.map((column, c) => (column.bar ? Math.max(...block.rows.map((row) => Math.abs(row[c]?.value ?? 0))) : 0));
    const numeric = block.columns.map((column, c) => Boolean(column.format) || block.rows.some((row) => typeof row[c]?.value === 'number'));
    const rooms = block.columns.map((_, c) => Math.max(0, ...block.rows.map((row) => roomOf(row[c]?.text ?? ''))));
    const kinds = rooms.map((room, c) => (numeric[c] ? 'number' : room <= SHORT ? 'short' : room > LONG ? 'long' : ''));
    // How wide it is at least, in its own type's size: paper has to have room for that.
    const ems = block.columns.reduce((sum, { name }, c) => {
      const words = name.split(/[\s\p{P}]+/u).map(roomOf);
      const wraps = kinds[c] === '' || kinds[c] === 'long';
      return sum + GAP + LETTER * Math.max(wraps ? WRAPPED : rooms[c] ?? 0, ...words);
    }, 0);
    this.style.setProperty('--ems', ems.toFixed(1));
    const hasRows = block.selections.some(Boolean);
    const title = `table-${block.id}`;
    fill(this,
      !this.#bare && h('div', 'block-head',
        h('div', {}, h('h3', { class: 'block-title', attrs: { id: title } }, block.title), block.subtitle && h('p', 'block-subtitle', block.subtitle)),
        h('div', 'block-tools',
          tool('copy', t('table_copy'), () => void this.copy()),
          tool('save', t('table_csv'), () => this.send('export-block', block.id)))),
      h('div', { class: 'table-scroll', attrs: { tabindex: 0, role: 'region', 'aria-label': block.title } },
        h('table', block.columns.length > 6 ? 'data data-wide' : 'data',
          this.#bare && h('caption', 'visually-hidden', block.title),
          h('thead', {}, h('tr', {}, block.columns.map((column, c) => this.#header(column.name, c, numeric[c] ?? false)))),
          h('tbody', {}, shown.map((r) => {
            const selection = block.selections[r];
            const row = block.rows[r] ?? [];
            return h('tr', {}, row.map((cell, c) => {
              const classes = [kinds[c], cell.tone ? `change-${cell.tone}` : '', block.columns[c]?.bar ? 'bar' : ''].filter(Boolean).join(' ');
              const content = c === 0 && selection
                ? h('button', {
                  class: 'row-link', set: { type: 'button' }, attrs: { 'data-key': `row-${r}`, 'aria-label': t('table_rows_of', { name: cell.text }) },
                  on: { click: () => this.send('rows', { selection, what: cell.text }) },
                }, cell.text)
                : cell.text;
              const td = c === 0 && !numeric[0]
                ? h('th', { class: classes, attrs: { scope: 'row' } }, content)
                : h('td', classes, block.columns[c]?.bar ? h('span', 'bar-text', content) : content);
              const top = tops[c] ?? 0;
              if (block.columns[c]?.bar && top > 0) td.style.setProperty('--share', String(Math.abs(cell.value ?? 0) / top));
              return td;
            }));
          })))),
      order.length > FIRST + 2 && h('button', {
        class: 'button-quiet more-rows', set: { type: 'button' }, attrs: { 'data-key': 'all', 'aria-expanded': String(this.#all) },
        on: { click: () => { this.#all = !this.#all; this.invalidate(); } },
      }, this.#all ? t('table_less') : t('table_all', { n: Math.min(order.length, MOST) })),
      (block.more > 0 || order.length > MOST) && h('p', 'block-note', t('table_more', { n: block.more + Math.max(0, order.length - MOST) })),
      block.note && h('p', 'block-note', block.note));
    this.toggleAttribute('data-rows', hasRows);
    this.#size.disconnect();
    const box = this.querySelector('.table-scroll');
    if (!box) return;
    if (this.#scrolled > 0) box.scrollLeft = this.#scrolled;
    // Tells at once, too, but after the layout, which need not be forced for each table.
    for (const element of [box, ...box.children]) this.#size.observe(element);
  }

  /**
   * @param {string} name
   * @param {number} column
   * @param {boolean} numeric
   */
  #header(name, column, numeric) {
    const sorted = this.#sort?.column === column ? (this.#sort.down ? 'descending' : 'ascending') : null;
    return h('th', { class: numeric ? 'number' : '', attrs: { scope: 'col', 'aria-sort': sorted } },
      h('button', {
        class: 'sort', set: { type: 'button' }, attrs: { 'data-key': `sort-${column}`, title: t('table_sort', { column: name }) },
        on: { click: () => this.#sortBy(column, numeric) },
      }, h('span', {}, name), sorted && icon(sorted === 'descending' ? 'down' : 'up')));
  }

  /**
   * Numbers start with the largest, words with the first; a third time brings the report's own order back.
   *
   * @param {number} column
   * @param {boolean} numeric
   */
  #sortBy(column, numeric) {
    const now = this.#sort;
    if (now?.column !== column) this.#sort = { column, down: numeric };
    else if (now.down === numeric) this.#sort = { column, down: !numeric };
    else this.#sort = null;
    this.invalidate();
  }
}

/**
 * @param {import('../types').TableCell | undefined} a
 * @param {import('../types').TableCell | undefined} b
 */
function compare(a, b) {
  const x = a?.value;
  const y = b?.value;
  if (typeof x === 'number' && typeof y === 'number') return x - y;
  if (typeof x === 'number') return 1;
  if (typeof y === 'number') return -1;
  return (a?.text ?? '').localeCompare(b?.text ?? '', document.documentElement.lang, { numeric: true });
}

/**
 * @param {string} name
 * @param {string} label
 * @param {() => void} run
 */
export function tool(name, label, run) {
  return h('button', { class: 'button-quiet tool', set: { type: 'button' }, attrs: { 'data-key': `tool-${name}`, title: label, 'aria-label': label }, on: { click: run } }, icon(name));
}
