// The merchant's files, a row each: how far the reading is, what each was taken for, and what has to be asked.

import { fill, h, icon } from '../dom.js';
import { count, labelled, number, percent, size, t } from '../strings.js';
import { MappingView } from './mapping-view.js';
import { Piece } from './piece.js';

/** @typedef {import('../shelf').Entry} Entry */
/** @typedef {import('../shelf').Shelf} Shelf */
/** @typedef {import('../types').TableView} TableView */
/** @typedef {import('../types').Failure} Failure */

export class FileList extends Piece {
  /** @type {Shelf | null} */
  #shelf = null;
  /** @type {import('../types').Choices | null} */
  #choices = null;
  /** @type {Map<number, FileRow>} */
  #rows = new Map();
  #heading = h('h2', { attrs: { id: 'files-title' } });
  #summary = h('p', 'files-summary');
  #fold = h('button', { class: 'button-quiet', set: { type: 'button' }, on: { click: () => { this.#folded = !this.#list.hidden; this.invalidate(); } } });
  /** What the merchant chose; until then a long list without questions is folded. @type {boolean | null} */
  #folded = null;
  #list = h('ul', 'files');
  /** Buttons that the page puts beside the heading. */
  tools = h('div', 'files-tools');
  promise = h('div', 'files-promise');

  /** @param {Shelf} shelf */
  bind(shelf) {
    this.#shelf = shelf;
    shelf.addEventListener('change', () => this.invalidate());
    this.invalidate();
  }

  set choices(/** @type {import('../types').Choices | null} */ choices) {
    this.#choices = choices;
    for (const row of this.#rows.values()) row.choices = choices;
  }

  entered() {
    if (this.childElementCount === 0) {
      this.append(h('section', { class: 'files-box', attrs: { 'aria-labelledby': 'files-title' } },
        h('div', 'files-head', h('div', {}, this.#heading, this.#summary), this.tools), this.promise, this.#list));
    }
  }

  update() {
    const entries = this.#shelf?.entries ?? [];
    this.hidden = entries.length === 0;
    this.#heading.textContent = t('files_title');
    const rows = entries.reduce((sum, entry) => sum + (entry.status === 'read' || entry.status === 'reading' ? entry.rows : 0), 0);
    this.#summary.textContent = t('files_summary', { files: count('n_files', entries.length), rows: count('n_rows', rows) });
    const quiet = entries.length > 3 && entries.every(({ status, view }) => status === 'read' && view?.tables.every((table) => table.questions.length === 0));
    this.#list.hidden = this.#folded ?? quiet;
    this.#fold.hidden = entries.length < 2;
    this.#fold.textContent = t(this.#list.hidden ? 'files_show' : 'files_hide');
    this.#fold.setAttribute('aria-expanded', String(!this.#list.hidden));
    if (this.#fold.parentElement !== this.tools) this.tools.append(this.#fold);
    const present = new Set(entries.map((entry) => entry.key));
    for (const [key, row] of this.#rows) {
      if (present.has(key)) continue;
      const next = row.nextElementSibling ?? row.previousElementSibling;
      const hadFocus = row.contains(document.activeElement);
      row.remove();
      this.#rows.delete(key);
      const button = next?.querySelector('button');
      const target = hadFocus ? button ?? document.querySelector('drop-zone button') : null;
      if (target instanceof HTMLElement) target.focus();
    }
    for (const entry of entries) {
      let row = this.#rows.get(entry.key);
      if (!row && this.#shelf) {
        row = new FileRow();
        row.shelf = this.#shelf;
        row.choices = this.#choices;
        this.#rows.set(entry.key, row);
        this.#list.append(h('li', {}, row));
      }
      if (row) row.entry = entry;
    }
    for (const item of [...this.#list.children]) if (item.childElementCount === 0) item.remove();
  }
}

export class FileRow extends Piece {
  /** @type {Entry | null} */
  #entry = null;
  /** @type {Shelf | null} */
  shelf = null;
  /** @type {import('../types').Choices | null} */
  #choices = null;
  #open = false;
  #name = h('span', 'file-name');
  #size = h('span', 'file-size');
  #state = h('p', 'file-state');
  #bar = h('progress', { class: 'file-progress', set: { max: 1 } });
  #buttons = h('div', 'file-buttons');
  #tables = h('div', 'file-tables');
  /** @type {unknown[]} */
  #shown = [];

  set entry(/** @type {Entry} */ entry) {
    this.#entry = entry;
    this.invalidate();
  }

  set choices(/** @type {import('../types').Choices | null} */ choices) {
    this.#choices = choices;
    this.invalidate();
  }

  entered() {
    if (this.childElementCount === 0) {
      this.append(h('div', 'file-head', h('p', 'file-title', this.#name, this.#size), this.#buttons), this.#bar, this.#state, this.#tables);
    }
  }

  update() {
    const entry = this.#entry;
    if (!entry) return;
    const { status } = entry;
    this.dataset.status = status;
    this.#name.textContent = entry.name;
    this.#size.textContent = size(entry.file.size);
    const share = entry.file.size > 0 ? Math.min(1, entry.bytes / entry.file.size) : 0;
    this.#bar.hidden = status !== 'reading' && status !== 'waiting';
    this.#bar.value = share;
    this.#bar.setAttribute('aria-label', t('progress_of', { name: entry.name }));
    this.#state.textContent = this.#stateText(entry, share);
    this.#state.hidden = this.#state.textContent === '';
    // What does not move with every piece of a file is only made anew when it has changed.
    const shown = [document.documentElement.lang, status, entry.view, entry.error, this.#choices, this.#open, this.#openTable, this.#remarks];
    if (shown.every((value, i) => value === this.#shown[i])) return;
    this.#shown = shown;
    fill(this.#buttons, this.#actions(entry));
    fill(this.#tables, this.#details(entry));
  }

  /**
   * @param {Entry} entry
   * @param {number} share
   */
  #stateText(entry, share) {
    switch (entry.status) {
      case 'waiting': return t('file_waiting');
      case 'reading': return share >= 1 ? t('file_parsing') : t('file_reading', { percent: percent(share), rows: count('n_rows', entry.rows) });
      case 'cancelled': return t('file_cancelled');
      default: return '';
    }
  }

  /** @param {Entry} entry */
  #actions({ key, name, status }) {
    const shelf = this.shelf;
    const button = (/** @type {string} */ id, /** @type {string} */ text, /** @type {() => void} */ run) =>
      h('button', { class: 'button-quiet', set: { type: 'button' }, attrs: { 'data-key': id, 'aria-label': `${text}: ${name}` }, on: { click: run } }, text);
    if (status === 'reading' || status === 'waiting') {
      return [button('stop', t('cancel'), () => shelf?.cancel(key))];
    }
    return [
      status !== 'read' && button('retry', t('retry'), () => void shelf?.retry(key)),
      button('remove', t('remove'), () => void shelf?.remove(key)),
    ].filter((child) => child !== false);
  }

  /** @param {Entry} entry */
  #details(entry) {
    const failures = entry.view?.errors ?? (entry.error ? [entry.error] : []);
    return [
      ...failures.map((failure) => failureBox(failure)),
      ...(entry.view?.tables ?? []).map((table) => this.#table(entry, table)),
    ];
  }

  /**
   * @param {Entry} entry
   * @param {TableView} table
   */
  #table(entry, table) {
    const label = table.sheet ? `${entry.name} – ${table.sheet}` : entry.name;
    const id = `mapping-${entry.key}-${table.table}`;
    const level = table.confidence >= 0.8 ? 'sure' : table.confidence >= 0.5 ? 'fairly_sure' : 'unsure';
    // How sure it is that a table is nothing known helps nobody; that it be looked at does.
    const unknown = table.dataset === 'unknown';
    const open = this.#open && this.#openTable === table.table;
    const remarks = this.#remarks === table.table;
    const toggle = h('button', {
      class: 'button-quiet columns-toggle', set: { type: 'button' },
      attrs: { 'data-key': id, 'aria-expanded': String(open), 'aria-label': labelled(t(open ? 'hide_columns' : 'check_columns'), label) },
      on: { click: () => { this.#openTable = table.table; this.#open = !open; this.invalidate(); } },
    }, t(open ? 'hide_columns' : 'check_columns'));
    return h('div', 'file-table',
      h('div', 'file-found',
        table.sheet && h('span', 'file-sheet', table.sheet),
        h('p', 'file-summary', table.summary),
        h('span', { class: `sure sure-${unknown ? 'unsure' : level}`, attrs: { title: table.reasons.length > 0 ? t('confidence_reasons', { reasons: table.reasons.join(' · ') }) : null } }, t(unknown ? 'please_check' : level)),
        table.warnings.length > 0 && h('button', {
          class: 'button-quiet remarks', set: { type: 'button' },
          attrs: { 'data-key': `${id}-remarks`, 'aria-expanded': String(remarks), 'aria-controls': `${id}-warnings` },
          on: { click: () => { this.#remarks = remarks ? -1 : table.table; this.invalidate(); } },
        }, count('repaired', table.warnings.length)),
        table.rows > 0 && h('button', {
          class: 'button-quiet predict-toggle', set: { type: 'button' },
          attrs: { 'data-key': `predict-${entry.key}-${table.table}`, 'aria-label': labelled(t('learn_open'), label) },
          on: { click: () => this.send('predict-column', { key: entry.key, table, name: label }) },
        }, t('learn_open')),
        toggle),
      remarks && h('ul', { class: 'file-warnings', attrs: { id: `${id}-warnings` } }, table.warnings.map((warning) => h('li', {}, warning.message))),
      this.#questions(entry, table),
      open && this.#mapping(entry, table));
  }

  #openTable = -1;
  /** One for the row, so that a change of the mapping keeps the place. */
  #view = new MappingView();
  #remarks = -1;

  /**
   * @param {Entry} entry
   * @param {TableView} table
   */
  #questions(entry, table) {
    if (table.questions.length === 0) return null;
    return h('fieldset', 'questions', h('legend', {}, t('questions_title')), table.questions.map((question) => h('div', 'question',
      h('p', {}, question.text),
      h('div', 'question-choices', question.choices.map((choice) => h('button', {
        class: choice.assumed ? 'button chosen' : 'button', set: { type: 'button' },
        attrs: { 'data-key': `q-${question.id}-${question.column ?? ''}-${choice.value}`, 'aria-pressed': String(Boolean(choice.assumed)) },
        on: { click: () => this.send('answer', { key: entry.key, table, question, value: choice.value }) },
      }, choice.text, choice.samples && choice.samples.length > 0 && h('span', 'question-sample', choice.samples.join(' · '))))))));
  }

  /**
   * @param {Entry} entry
   * @param {TableView} table
   */
  #mapping(entry, table) {
    this.#view.bind(entry, table, this.shelf, this.#choices);
    return this.#view;
  }
}

/** @param {Failure} failure */
function failureBox(failure) {
  const at = failure.location;
  const where = typeof at === 'string' ? at : at && [
    at.sheet, at.row ? t('err_row', { n: number(at.row) }) : '', at.column ? t('err_column', { name: at.column }) : '',
  ].filter(Boolean).join(' · ');
  return h('div', { class: 'failure', attrs: { role: 'alert', 'data-code': failure.code } }, icon('alert'), h('div', {},
    h('p', 'failure-message', failure.message),
    where && h('p', 'failure-where', t('err_where', { where })),
    failure.hint && h('p', 'failure-hint', failure.hint)));
}
