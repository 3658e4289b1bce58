// A column of a table to predict: which one and which value, how well it can be done, and why each row is as it is.

import { fill, h, icon } from '../dom.js';
import { announce, save } from '../hand-over.js';
import { language, number, percent, t, withNote } from '../strings.js';
import { arrange, blockView } from './blocks.js';
import { FindingCard } from './finding-card.js';
import { select } from './mapping-view.js';
import { Piece } from './piece.js';

/** @typedef {import('../types').LearnChoice} LearnChoice */
/** @typedef {import('../types').Told} Told */
/** @typedef {import('../types').TableView} TableView */
/** @typedef {import('../types').Section} Section */
/** @typedef {import('../types').LearnAsk} LearnAsk */

/** Chosen instead of a value: the number or more. */
const AT_LEAST = '\u0000at-least';

/** Fires `export-block` (detail: a table's id and the section that it is in); `rows` comes from tables. */
export class ColumnPrediction extends Piece {
  /** @type {import('../learning').Learning | null} */
  #learning = null;
  /** @type {(table: TableView) => Promise<Uint8Array<ArrayBuffer>>} */
  #bytes = () => Promise.reject(new Error('not bound'));
  /** The file's key on the shelf. */
  key = -1;
  /** @type {TableView | null} */
  table = null;
  #name = '';
  /** @type {LearnChoice[]} */
  #choices = [];
  #column = '';
  #value = '';
  #bound = '';
  #missed = '';
  /** @type {string[]} */
  #keep = [];
  /** @type {'closed' | 'opening' | 'choosing' | 'learning'} */
  #state = 'closed';
  /** Until the worker has the table again. @type {Promise<void>} */
  #handed = Promise.resolve();
  #share = 0;
  #failed = '';
  /** @type {Told | null} */
  #told = null;
  /** The language that it was told in. */
  #lang = '';
  /** What was learned. @type {LearnAsk | null} */
  #ask = null;
  /** @type {Section | null} */
  #why = null;
  #row = '';
  #noRow = false;
  /** Counts what is asked, so that a late answer to an older question is passed over. */
  #asked = 0;
  /** Widgets by what they show. @type {Map<string, HTMLElement>} */
  #kept = new Map();

  #title = h('h2', { attrs: { id: 'prediction-title', tabindex: -1 } });
  #close = h('button', { class: 'button-quiet', set: { type: 'button' }, attrs: { 'data-key': 'prediction-close' }, on: { click: () => this.close() } });
  #form = h('div', 'prediction-form');
  #say = h('p', { class: 'prediction-state', attrs: { role: 'status' } });
  /** Seen, but not read out each time. */
  #percent = h('span', { attrs: { 'aria-hidden': 'true' } });
  #bar = h('progress', { class: 'file-progress', set: { max: 1, hidden: true } });
  #alert = h('p', { class: 'form-error', attrs: { role: 'alert' } });
  #found = h('div', 'prediction-found');
  #box = h('section', { class: 'prediction', set: { hidden: true }, attrs: { 'aria-labelledby': 'prediction-title' } },
    h('div', 'lookup-head', this.#title, this.#close), this.#form, this.#say, this.#bar, this.#alert, this.#found);

  /**
   * @param {import('../learning').Learning} learning
   * @param {(table: TableView) => Promise<Uint8Array<ArrayBuffer>>} bytes
   */
  bind(learning, bytes) {
    this.#learning = learning;
    this.#bytes = bytes;
    learning.addEventListener('progress', (event) => {
      this.#share = /** @type {CustomEvent<number>} */ (event).detail;
      this.#bar.value = this.#share;
      this.#percent.textContent = percent(this.#share);
    });
  }

  entered() {
    if (this.childElementCount === 0) this.append(this.#box);
    // The tables' buttons ask for a block of the report; these blocks are in none.
    this.addEventListener('export-block', (event) => {
      if (event.target === this) return;
      event.stopPropagation();
      const id = /** @type {CustomEvent<string>} */ (event).detail;
      if (this.#told) this.send('export-block', { section: this.#told.section, id });
    }, { signal: this.alive });
  }

  /**
   * @param {number} key
   * @param {TableView} table
   * @param {string} name what the table is called
   */
  async open(key, table, name) {
    if (this.#state === 'learning') this.#learning?.stop();
    const asked = ++this.#asked;
    Object.assign(this, { key, table });
    this.#name = name;
    this.#forget();
    this.#choices = [];
    this.#state = 'opening';
    this.update();
    this.#title.focus({ preventScroll: true });
    this.#box.scrollIntoView({ block: 'start' });
    try {
      const bytes = await this.#bytes(table);
      const choices = await this.#learning?.choices(bytes) ?? [];
      if (asked !== this.#asked) return;
      this.#choices = choices;
      this.#choose(choices.find(({ unfit }) => !unfit)?.name ?? '');
      if (!this.#column) this.#failed = t('learn_none');
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#fail(error);
    }
    this.#state = 'choosing';
    this.invalidate();
  }

  close() {
    if (this.#state === 'learning') this.#learning?.stop();
    this.#asked += 1;
    const key = this.key;
    const table = this.table?.table;
    this.#state = 'closed';
    this.table = null;
    this.key = -1;
    this.#forget();
    this.update();
    const button = document.querySelector(`[data-key="predict-${key}-${table}"]`);
    if (button instanceof HTMLElement) button.focus();
  }

  #forget() {
    this.#told = null;
    this.#ask = null;
    this.#why = null;
    this.#row = '';
    this.#noRow = false;
    this.#failed = '';
    this.#keep = [];
    this.#kept.clear();
  }

  /** @param {unknown} error */
  #fail(error) {
    const kind = /** @type {{ kind?: string }} */ (error).kind;
    if (kind === 'stopped') return;
    this.#failed = kind === 'told' && error instanceof Error ? error.message : t('learn_broken');
  }

  /** @param {string} name */
  #choose(name) {
    const choice = this.#choices.find((other) => other.name === name);
    // What was learned was another column.
    this.#asked += 1;
    this.#forget();
    this.#column = name;
    this.#value = choice?.bound !== null && choice?.bound !== undefined ? AT_LEAST : choice?.likely ?? rarest(choice) ?? '';
    this.#bound = choice?.bound === null || choice?.bound === undefined ? '' : String(choice.bound);
    this.invalidate();
  }

  #how() {
    const missed = Number(this.#missed);
    return { lang: language(), ...(this.#missed !== '' && missed > 0 ? { missed } : {}) };
  }

  async #learn() {
    const learning = this.#learning;
    if (!learning || !this.table || !this.#column) return;
    const asked = ++this.#asked;
    const keep = this.#keep;
    const positive = this.#value === AT_LEAST ? { at_least: Number(this.#bound) } : { is: this.#value };
    const ask = { label: this.#column, positive, keep };
    this.#forget();
    this.#keep = keep;
    this.#state = 'learning';
    this.#share = 0;
    this.invalidate();
    announce(t('learn_started'));
    try {
      await this.#handed;
      if (asked !== this.#asked) return;
      const how = this.#how();
      const told = await learning.learn(ask, how);
      if (asked !== this.#asked) return;
      this.#told = told;
      this.#lang = how.lang;
      this.#ask = ask;
      this.#row = told.first_row === null ? '' : String(told.first_row);
      announce(t('learn_done'));
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#fail(error);
      // A worker that was ended has no table any more.
      if (/** @type {{ kind?: string }} */ (error).kind === 'broken') await (this.#handed = this.#again());
    }
    this.#state = 'choosing';
    this.invalidate();
  }

  /** Stops what is being learned; the table has to be handed over again. */
  async #cancel() {
    const asked = ++this.#asked;
    this.#learning?.stop();
    this.#state = 'choosing';
    this.invalidate();
    announce(t('learn_cancelled'));
    await (this.#handed = this.#again());
    if (asked === this.#asked) this.invalidate();
  }

  async #again() {
    const table = this.table;
    if (!table) return;
    try {
      const bytes = await this.#bytes(table);
      // Another table may have been opened in the meantime, and the worker has that one.
      if (table === this.table) await this.#learning?.choices(bytes);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Tells the same again, in another language or with another threshold. */
  async #retell() {
    const asked = this.#asked;
    const how = this.#how();
    this.#lang = how.lang;
    try {
      const told = await this.#learning?.told(how);
      if (asked !== this.#asked || !told) return;
      this.#told = told;
      if (this.#why) await this.#explain(false);
    } catch (error) {
      this.#fail(error);
    }
    this.invalidate();
  }

  /** @param {boolean} loud */
  async #explain(loud) {
    const asked = this.#asked;
    const row = Math.round(Number(this.#row));
    try {
      const why = row > 0 ? await this.#learning?.why(row, this.#how()) ?? null : null;
      if (asked !== this.#asked) return;
      this.#why = why;
      this.#noRow = why === null;
      if (loud) announce(why ? why.title : t('learn_no_row'));
    } catch (error) {
      this.#fail(error);
    }
    this.invalidate();
  }

  async #csv() {
    try {
      const text = await this.#learning?.csv(this.#how()) ?? '';
      const name = `${t('learn_file')}-${this.#ask?.label ?? ''}.csv`.replace(/[\\/:*?"<>|\s]+/g, '-');
      save({ name, mime: 'text/csv', bytes: `\uFEFF${text}` });
      announce(t('export_done', { name }));
    } catch (error) {
      this.#fail(error);
      this.invalidate();
    }
  }

  update() {
    const closed = this.#state === 'closed';
    this.#box.hidden = closed;
    this.dataset.state = this.#state;
    if (closed) return;
    if (this.#told && this.#lang !== language()) void this.#retell();
    this.#title.textContent = t('learn_title', { name: this.#name });
    this.#close.textContent = t('close');
    const learning = this.#state === 'learning';
    fill(this.#form, this.#state === 'opening' ? null : this.#fields(learning));
    this.#bar.hidden = !learning;
    this.#bar.value = this.#share;
    this.#bar.setAttribute('aria-label', t('learn_started'));
    this.#percent.textContent = percent(this.#share);
    if (learning) fill(this.#say, t('learn_started'), ' ', this.#percent);
    else fill(this.#say, this.#state === 'opening' && t('report_wait'));
    this.#alert.textContent = this.#failed;
    this.#show();
  }

  /** @param {boolean} learning */
  #fields(learning) {
    const choice = this.#choices.find(({ name }) => name === this.#column);
    const group = (/** @type {LearnChoice} */ { unfit, suggested, bound }) => t(unfit ? 'learn_group_not' : suggested ? 'learn_group_few' : bound !== null ? 'learn_group_numbers' : 'learn_group_many');
    const columns = this.#choices.map((other) => ({
      value: other.name,
      text: other.unfit ? withNote(other.name, t(/** @type {import('../strings').Key} */ (`learn_unfit_${other.unfit}`))) : other.name,
      group: group(other),
    }));
    const values = [
      ...(choice?.bound !== null && choice?.bound !== undefined ? [{ value: AT_LEAST, text: t('learn_at_least') }] : []),
      ...(choice?.values ?? []).map(([value, n]) => ({ value, text: t('learn_value', { value, n }) })),
    ];
    const number = (/** @type {string} */ key, /** @type {string} */ label, /** @type {string} */ value, /** @type {(value: string) => void} */ taken) => h('label', 'field', h('span', {}, label), h('input', {
      set: { type: 'number', step: 'any', value, disabled: learning }, attrs: { 'data-key': key }, on: { change: (event) => taken(event.target.value) },
    }));
    const column = select('prediction-column', columns, this.#column, t('learn_column'), (value) => this.#choose(value));
    for (const option of column.options) option.disabled = Boolean(this.#choices.find(({ name }) => name === option.value)?.unfit);
    const value = select('prediction-value', values, this.#value, t('learn_positive'), (chosen) => { this.#value = chosen; this.invalidate(); });
    column.disabled = learning;
    value.disabled = learning;
    const personal = this.#choices.filter(({ unfit }) => unfit === 'personal').map(({ name }) => name);
    return [
      h('p', 'lookup-hint', t('learn_hint')),
      h('div', 'prediction-fields',
        h('label', 'field', h('span', {}, t('learn_column')), column),
        h('label', 'field', h('span', {}, t('learn_positive')), value),
        this.#value === AT_LEAST && number('prediction-bound', t('learn_bound'), this.#bound, (text) => { this.#bound = text; }),
        number('prediction-missed', t('learn_missed'), this.#missed, (text) => {
          this.#missed = text;
          if (this.#told) void this.#retell();
        })),
      personal.length > 0 && h('p', 'lookup-hint', t('learn_personal', { names: personal.join(language() === 'zh' ? '、' : ', ') })),
      h('div', 'prediction-buttons', learning
        ? h('button', { class: 'button', set: { type: 'button' }, attrs: { 'data-key': 'prediction-run' }, on: { click: () => void this.#cancel() } }, t('cancel'))
        : h('button', { class: 'button-primary', set: { type: 'button', disabled: !this.#column }, attrs: { 'data-key': 'prediction-run' }, on: { click: () => void this.#learn() } }, t('learn_run'))),
    ];
  }

  #show() {
    const told = this.#told;
    this.#found.hidden = !told;
    if (!told) {
      fill(this.#found);
      return;
    }
    const keep = (/** @type {string} */ key, /** @type {() => HTMLElement} */ make) => {
      const known = this.#kept.get(key) ?? make();
      this.#kept.set(key, known);
      return /** @type {any} */ (known);
    };
    const cards = told.findings.map((finding, i) => {
      const card = /** @type {FindingCard} */ (keep(`finding ${finding.id}`, () => new FindingCard()));
      card.show(finding, '');
      card.classList.toggle('lead-finding', i === 0);
      return card;
    });
    const findings = keep('findings', () => h('div', 'finding-list'));
    arrange(findings, cards);
    const tools = keep('tools', () => h('div', 'prediction-tools'));
    fill(tools,
      h('button', { class: 'button', set: { type: 'button' }, attrs: { 'data-key': 'prediction-csv' }, on: { click: () => void this.#csv() } }, icon('save'), t('learn_csv')),
      told.leaks.map((column) => h('button', {
        class: 'button-quiet', set: { type: 'button' }, attrs: { 'data-key': `keep-${column}` },
        on: { click: () => { this.#keep = [...this.#keep, column]; void this.#learn(); } },
      }, t('learn_keep', { column }))));
    const blocks = told.section.blocks.map((block, i) => {
      const view = blockView(block, told.section.id, i, keep);
      return view;
    });
    const why = keep('why', () => h('div', 'prediction-why'));
    const field = h('input', {
      set: { type: 'number', min: '1', step: '1', value: this.#row }, attrs: { 'data-key': 'prediction-row', size: 8 },
      on: { input: (event) => { this.#row = event.target.value; }, keydown: (event) => { if (event.key === 'Enter') void this.#explain(true); } },
    });
    const chart = this.#why?.blocks[0];
    fill(why,
      h('h3', 'block-title', t('learn_why')),
      h('div', 'prediction-fields',
        h('label', 'field', h('span', {}, t('learn_row')), field),
        h('button', { class: 'button', set: { type: 'button' }, attrs: { 'data-key': 'prediction-explain' }, on: { click: () => void this.#explain(true) } }, t('learn_explain'))),
      this.#noRow && h('p', 'form-error', t('learn_no_row')),
      chart ? blockView(chart, 'learn-why', 0, keep) : null);
    arrange(this.#found, [findings, tools, ...blocks, why]);
  }
}

/** The value that is most often asked for where nothing says yes: a rare one that is not too rare. @param {LearnChoice | undefined} choice */
function rarest(choice) {
  return choice?.values.findLast(([, n]) => n >= 20)?.[0] ?? choice?.values[0]?.[0];
}
