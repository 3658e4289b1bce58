// What the columns of a table mean, and how the merchant puts it right.

import { fill, h } from '../dom.js';
import { t } from '../strings.js';
import { Piece } from './piece.js';

/** @typedef {import('../types').TableView} TableView */
/** @typedef {import('../types').ColumnView} ColumnView */
/** @typedef {import('../types').Mapping} Mapping */
/** @typedef {import('../types').Choice} Choice */
/** @typedef {import('../types').Choices} Choices */
/** @typedef {import('../shelf').Entry} Entry */
/** @typedef {import('../shelf').Shelf} Shelf */

/** Columns shown at most: each has two lists to choose from. */
const MOST = 300;
const ORDERS = /** @type {const} */ (['ymd', 'dmy', 'mdy']);

/** Fires `correct` (detail: entry's key, table, mapping before and after, what changed in words). */
export class MappingView extends Piece {
  /** @type {Entry | null} */
  #entry = null;
  /** @type {TableView | null} */
  #table = null;
  /** @type {Shelf | null} */
  #shelf = null;
  /** @type {Choices | null} */
  #choices = null;
  #usedOnly = false;

  /**
   * @param {Entry} entry
   * @param {TableView} table
   * @param {Shelf | null} shelf
   * @param {Choices | null} choices
   */
  bind(entry, table, shelf, choices) {
    this.#entry = entry;
    this.#table = table;
    this.#shelf = shelf;
    this.#choices = choices;
    this.invalidate();
  }

  update() {
    const table = this.#table;
    const choices = this.#choices;
    if (!table || !choices || !this.#shelf) return;
    const mapping = this.#shelf.mapping(table);
    const corrected = mapping.dataset !== undefined || Object.keys(mapping.columns).length > 0 || Object.keys(mapping.read).length > 0;
    const many = table.columns.length > 12;
    if (!many) this.#usedOnly = false;
    const columns = table.columns.filter((column) => !this.#usedOnly || column.role || column.problems.length > 0);
    const place = this.querySelector('.map-scroll')?.scrollTop ?? 0;
    fill(this,
      h('p', 'map-help', t('map_help')),
      h('div', 'map-options', this.#options(table, choices, mapping)),
      h('div', 'map-tools',
        many && h('label', 'check', h('input', {
          set: { type: 'checkbox', checked: this.#usedOnly }, attrs: { 'data-key': 'used' },
          on: { change: (event) => { this.#usedOnly = event.target.checked; this.invalidate(); } },
        }), t('map_only_used')),
        corrected && h('span', 'map-remembered', t('map_remembered')),
        corrected && this.#button('reset', t('map_reset'), () => this.#correct({ columns: {}, read: {} }, t('map_reset'))),
        this.#button('save', t('map_save'), () => this.send('save-mappings')),
        this.#button('load', t('map_load'), () => this.send('choose-mappings'))),
      h('div', { class: 'map-scroll', attrs: { tabindex: 0, role: 'region', 'aria-label': t('map_title') } },
        h('table', 'map-table',
          h('caption', 'visually-hidden', t('map_title')),
          h('thead', {}, h('tr', {}, ['map_column', 'map_role', 'map_type', 'map_samples'].map((key) =>
            h('th', { attrs: { scope: 'col' } }, t(/** @type {import('../strings').Key} */ (key)))))),
          h('tbody', {}, columns.slice(0, MOST).map((column) => this.#row(column, choices, mapping))))),
      columns.length > MOST && h('p', 'map-help', t('map_more_columns', { n: columns.length - MOST })));
    const scroll = this.querySelector('.map-scroll');
    if (scroll) scroll.scrollTop = place;
  }

  /**
   * @param {TableView} table
   * @param {Choices} choices
   * @param {Mapping} mapping
   */
  #options(table, choices, mapping) {
    const { read } = mapping;
    const options = [this.#field(t('map_dataset'), select('dataset', choices.datasets, table.dataset, t('map_dataset'),
      (value) => this.#correct({ ...mapping, dataset: value }, textOf(choices.datasets, value))))];
    if (table.encoding) {
      const encodings = choices.encodings.map((item) => (typeof item === 'string' ? { value: item, text: item } : item));
      options.push(this.#field(t('map_encoding'), select('encoding', automatic(encodings, table.encoding), read.encoding ?? '', t('map_encoding'),
        (value) => this.#correct({ ...mapping, read: changed(read, 'encoding', value || undefined) }, t('map_encoding')))));
    }
    if (table.delimiter) {
      options.push(this.#field(t('map_delimiter'), select('delimiter', automatic(choices.delimiters, textOf(choices.delimiters, table.delimiter)), read.delimiter ?? '', t('map_delimiter'),
        (value) => this.#correct({ ...mapping, read: changed(read, 'delimiter', value || undefined) }, t('map_delimiter')))));
    }
    const input = h('input', {
      set: { type: 'number', min: '0', max: '1000', value: String(table.header_row ?? 0), id: `header-${table.table}` },
      attrs: { 'data-key': 'header', 'aria-label': t('map_header'), inputmode: 'numeric' },
      on: {
        change: (event) => {
          const row = Number.parseInt(event.target.value, 10);
          if (row >= 0) this.#correct({ ...mapping, read: changed(read, 'header_row', row) }, t('map_header'));
        },
      },
    });
    options.push(this.#field(t('map_header'), h('span', 'with-hint', input, h('small', {}, t('map_header_none')))));
    return options;
  }

  /**
   * @param {ColumnView} column
   * @param {Choices} choices
   * @param {Mapping} mapping
   */
  #row(column, choices, mapping) {
    const { name } = column;
    const chosen = mapping.read.columns?.[name];
    const reading = (/** @type {Partial<import('../types').ColumnChoice>} */ change, /** @type {string} */ what) => this.#correct({
      ...mapping, read: { ...mapping.read, columns: { ...mapping.read.columns, [name]: { ...chosen, ...change } } },
    }, what);
    const role = select(`role-${name}`, [{ value: '', text: t('map_no_role') }, ...choices.roles], column.role ?? '', t('map_role_of', { name }),
      (value) => this.#correct({ ...mapping, columns: { ...mapping.columns, [name]: { role: value || null } } },
        t('map_changed', { column: name, role: textOf(choices.roles, value) || t('map_no_role') })));
    // Nobody chooses that a column is empty.
    const types = column.type === 'empty' ? [{ value: 'empty', text: t('map_type_empty') }, ...choices.types] : choices.types;
    const type = select(`type-${name}`, types, column.type, t('map_type_of', { name }),
      (value) => reading({ kind: value }, t('map_type_of', { name })));
    const dates = /^date/.test(column.type) && select(`order-${name}`, [
      { value: '', text: t('map_auto') },
      ...ORDERS.map((value) => ({ value, text: t(`map_date_${value}`) })),
    ], chosen?.date_order ?? '', t('map_date_order_of', { name }), (value) => reading({ date_order: value || undefined }, t('map_date_order_of', { name })));
    const level = column.role && column.confidence < 0.5 ? 'unsure' : null;
    return h('tr', { class: column.role ? 'used' : 'unused' },
      h('th', { attrs: { scope: 'row', title: column.reasons.join(' · ') || null } }, h('span', 'map-name', name), level && h('span', 'sure sure-unsure', t('unsure'))),
      h('td', { attrs: { 'data-label': t('map_role') } }, role),
      h('td', { attrs: { 'data-label': t('map_type') } }, type, dates),
      h('td', { attrs: { 'data-label': t('map_samples') } },
        h('span', 'map-samples', column.samples.map((sample) => h('span', 'map-sample', sample))),
        column.personal && h('small', 'map-personal', t('map_personal')),
        column.problems.map((problem) => h('small', 'map-problem', problem))));
  }

  /**
   * @param {string} label
   * @param {HTMLElement} control
   */
  #field(label, control) {
    return h('label', 'field', h('span', {}, label), control);
  }

  /**
   * @param {string} key
   * @param {string} text
   * @param {() => void} run
   */
  #button(key, text, run) {
    return h('button', { class: 'button-quiet', set: { type: 'button' }, attrs: { 'data-key': key }, on: { click: run } }, text);
  }

  /**
   * @param {Mapping} after
   * @param {string} what
   */
  #correct(after, what) {
    if (!this.#entry || !this.#table || !this.#shelf) return;
    this.send('correct', { key: this.#entry.key, table: this.#table, before: this.#shelf.mapping(this.#table), after, what });
  }
}

/**
 * @template {object} T
 * @template {keyof T} K
 * @param {T} object
 * @param {K} key
 * @param {T[K] | undefined} value nothing takes the key away
 */
function changed(object, key, value) {
  const copy = { ...object };
  if (value === undefined) delete copy[key];
  else copy[key] = value;
  return copy;
}

/**
 * @param {Choice[]} choices
 * @param {string} found
 */
function automatic(choices, found) {
  return [{ value: '', text: t('map_auto_value', { value: found }) }, ...choices];
}

/**
 * @param {Choice[]} choices
 * @param {string} value
 */
function textOf(choices, value) {
  return choices.find((choice) => choice.value === value)?.text ?? value;
}

/**
 * @param {string} key
 * @param {Choice[]} choices
 * @param {string} value
 * @param {string} label
 * @param {(value: string) => void} chosen
 */
export function select(key, choices, value, label, chosen) {
  const element = h('select', { attrs: { 'data-key': key, 'aria-label': label }, on: { change: () => chosen(element.value) } });
  /** @type {Map<string, HTMLOptGroupElement>} */
  const groups = new Map();
  for (const choice of choices) {
    const option = h('option', { set: { value: choice.value } }, choice.text);
    if (choice.group) {
      let group = groups.get(choice.group);
      if (!group) {
        group = h('optgroup', { set: { label: choice.group } });
        groups.set(choice.group, group);
        element.append(group);
      }
      group.append(option);
    } else {
      element.append(option);
    }
  }
  if (!choices.some((choice) => choice.value === value)) element.append(h('option', { set: { value } }, value));
  element.value = value;
  return element;
}
