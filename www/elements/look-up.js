// A product or customer looked up by its name: a field that proposes names, and what is known about the one chosen.

import { fill, h, setAttribute } from '../dom.js';
import { announce } from '../hand-over.js';
import { count, t } from '../strings.js';
import { arrange, blockView } from './blocks.js';
import { Piece } from './piece.js';
import { ShopFiles } from './shop-files.js';

/** @typedef {import('../types').Named} Named */
/** @typedef {import('../types').Subject} Subject */
/** @typedef {import('../types').Section} Section */

/** Names proposed. */
const MOST = 12;

/**
 * What names and answers come from.
 *
 * @typedef {{ names(query: string, most: number): Promise<Named[]>, lookUp(subject: Subject): Promise<Section | null> }} Source
 */

/** Fires `export-block` (detail: a table's id and the section that it is in); `rows` comes from the tables and charts. */
export class LookUp extends Piece {
  /** @type {Source | null} */
  source = null;
  #facts = -1;
  /** What the answers were computed for; empty while there are none. */
  #computed = '';
  #pending = false;
  /** @type {Subject | null} */
  #subject = null;
  /** @type {Section | null} */
  #section = null;
  /** @type {'idle' | 'none' | 'loading' | 'shown' | 'gone' | 'failed'} */
  #state = 'idle';
  /** What was typed when nothing was found. */
  #missed = '';
  /** @type {Named[]} */
  #names = [];
  #open = false;
  /** The name that Enter takes, −1 = none. */
  #active = -1;
  /** Count what is asked, so that a late answer to an older question is passed over. */
  #asked = 0;
  #proposed = 0;
  /** Widgets by what they show. @type {Map<string, HTMLElement>} */
  #kept = new Map();

  #label = h('label', { attrs: { for: 'lookup-field' } });
  #field = h('input', {
    set: { type: 'text', autocomplete: 'off', spellcheck: false, enterKeyHint: 'search', maxLength: 200 },
    attrs: {
      id: 'lookup-field', 'data-key': 'lookup-field', role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false',
      'aria-controls': 'lookup-names', 'aria-describedby': 'lookup-hint',
    },
    on: {
      input: () => void this.#propose(),
      keydown: (event) => this.#key(event),
      click: () => { if (!this.#open) void this.#propose(); },
      blur: () => this.#close(),
    },
  });
  #list = h('ul', {
    class: 'lookup-names', set: { hidden: true }, attrs: { id: 'lookup-names', role: 'listbox' },
    // The field keeps the focus, as a combobox has it.
    on: { mousedown: (event) => event.preventDefault() },
  });
  #hint = h('p', { class: 'lookup-hint', attrs: { id: 'lookup-hint' } });
  #say = h('p', { class: 'lookup-state', attrs: { role: 'status' } });
  #title = h('h3', { attrs: { id: 'lookup-title', tabindex: -1 } });
  #clear = h('button', { class: 'button-quiet', set: { type: 'button' }, attrs: { 'data-key': 'lookup-clear' }, on: { click: () => this.#reset(true) } });
  #blocks = h('div', 'lookup-blocks');
  #found = h('section', { class: 'lookup-found', set: { hidden: true }, attrs: { 'aria-labelledby': 'lookup-title' } },
    h('div', 'lookup-head', this.#title, this.#clear), this.#blocks);

  #files = new ShopFiles();

  entered() {
    if (this.childElementCount === 0) {
      this.append(h('div', 'lookup-box', this.#label, this.#field, this.#list), this.#hint, this.#say, this.#found, this.#files);
    }
    // The tables' buttons ask for a block of the report; these blocks are in none.
    this.addEventListener('export-block', (event) => {
      if (event.target === this) return;
      event.stopPropagation();
      const id = /** @type {CustomEvent<string>} */ (event).detail;
      if (this.#section) this.send('export-block', { section: this.#section, id });
    }, { signal: this.alive });
  }

  /**
   * Follows a report from now on.
   *
   * @param {import('../live-report').LiveReport} live
   */
  bind(live) {
    this.source = live.scenarios;
    this.#files.source = live.scenarios;
    for (const type of ['report', 'added', 'incomplete']) live.addEventListener(type, () => this.follow(live));
  }

  /**
   * Takes notice of what is computed. Other files: everything is forgotten; another filter or language: the same is
   * looked up anew.
   *
   * @param {{ facts: number, computed: string, pending: boolean }} now
   */
  follow({ facts, computed, pending }) {
    if (facts !== this.#facts) this.#reset(false);
    this.#facts = facts;
    this.#pending = pending;
    const anew = computed !== this.#computed;
    this.#computed = computed;
    if (anew) this.#close();
    this.#files.follow(computed !== '', anew);
    if (anew && computed && this.#subject) void this.#ask(this.#subject, false);
    this.invalidate();
  }

  /** @param {boolean} focus */
  #reset(focus) {
    this.#asked += 1;
    this.#subject = null;
    this.#section = null;
    this.#state = 'idle';
    this.#field.value = '';
    this.#close();
    this.invalidate();
    if (focus) this.#field.focus();
  }

  /** Proposes names for what is typed. */
  async #propose() {
    if (!this.source || !this.#computed) return;
    const query = this.#field.value.trim();
    const proposed = ++this.#proposed;
    try {
      const names = await this.source.names(query, MOST);
      if (proposed !== this.#proposed || document.activeElement !== this.#field) return;
      this.#names = names;
      this.#open = names.length > 0;
      this.#active = -1;
      this.#missed = names.length === 0 ? query : '';
      if (names.length === 0 && query !== '') this.#state = 'none';
      else if (this.#state === 'none') this.#state = this.#section ? 'shown' : 'idle';
      if (names.length > 0 && query !== '') announce(count('lookup_found', names.length));
    } catch {
      if (proposed === this.#proposed && this.#computed) this.#state = 'failed';
    }
    this.invalidate();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const last = this.#names.length - 1;
    switch (event.key) {
      case 'ArrowDown':
        event.preventDefault();
        if (!this.#open) void this.#propose();
        else this.#choose(this.#active >= last ? 0 : this.#active + 1);
        break;
      case 'ArrowUp':
        event.preventDefault();
        if (this.#open) this.#choose(this.#active <= 0 ? last : this.#active - 1);
        break;
      case 'Enter': {
        event.preventDefault();
        const name = this.#open ? this.#names[Math.max(0, this.#active)] : undefined;
        if (name) this.#take(name);
        else void this.#propose();
        break;
      }
      case 'Escape':
        if (!this.#open) return;
        event.preventDefault();
        event.stopPropagation();
        this.#close();
        break;
      default:
    }
  }

  /** @param {number} at */
  #choose(at) {
    this.#active = at;
    this.#showNames();
    this.#list.children[at]?.scrollIntoView({ block: 'nearest' });
  }

  #close() {
    this.#proposed += 1;
    this.#open = false;
    this.#active = -1;
    this.#showNames();
  }

  /** @param {Named} named */
  #take({ kind, name }) {
    this.#field.value = name;
    this.#close();
    void this.#ask({ kind, name }, true);
  }

  /**
   * @param {Subject} subject
   * @param {boolean} tell whether somebody is waiting for it
   */
  async #ask(subject, tell) {
    if (!this.source) return;
    const asked = ++this.#asked;
    this.#subject = subject;
    this.#state = 'loading';
    this.invalidate();
    try {
      const section = await this.source.lookUp(subject);
      if (asked !== this.#asked) return;
      this.#section = section;
      this.#state = section ? 'shown' : 'gone';
      if (section && tell) announce(t('lookup_ready', { what: subject.name }));
    } catch {
      if (asked !== this.#asked) return;
      this.#section = null;
      this.#state = 'failed';
    }
    this.invalidate();
  }

  update() {
    const off = this.#computed === '';
    this.#label.textContent = t('lookup_label');
    this.#field.disabled = off;
    this.#hint.textContent = t(!off ? 'lookup_hint' : this.#pending ? 'lookup_wait' : 'lookup_off');
    setAttribute(this.#list, 'aria-label', t('lookup_list'));
    this.dataset.state = off ? 'off' : this.#state;
    const what = this.#subject?.name ?? '';
    const said = {
      idle: '', shown: '', none: t('lookup_none', { what: this.#missed }), loading: t('lookup_loading', { what }),
      gone: t('lookup_gone', { what }), failed: t('lookup_failed'),
    }[this.#state];
    if (this.#say.textContent !== said) this.#say.textContent = said;
    this.#showNames();
    this.#showFound();
  }

  #showNames() {
    const open = this.#open && this.#computed !== '';
    this.#list.hidden = !open;
    setAttribute(this.#field, 'aria-expanded', String(open));
    setAttribute(this.#field, 'aria-activedescendant', open && this.#active >= 0 ? `lookup-name-${this.#active}` : null);
    fill(this.#list, (open ? this.#names : []).map((named, i) => h('li', {
      class: 'lookup-name', attrs: { id: `lookup-name-${i}`, role: 'option', 'aria-selected': String(i === this.#active) },
      on: { click: () => this.#take(named) },
    }, h('span', {}, named.name), h('small', {}, count(named.kind === 'product' ? 'lookup_product' : 'lookup_customer', named.orders)))));
  }

  #showFound() {
    const section = this.#section;
    this.#found.hidden = section === null;
    setAttribute(this.#found, 'aria-busy', this.#state === 'loading' || this.#computed === '' ? 'true' : null);
    this.#clear.textContent = t('lookup_clear');
    if (!section) {
      this.#kept.clear();
      this.#blocks.replaceChildren();
      return;
    }
    this.#title.textContent = section.title;
    /** @type {Set<string>} */
    const used = new Set();
    arrange(this.#blocks, section.blocks.map((block, i) => blockView(block, section.id, i, (key, make) => {
      used.add(key);
      const known = this.#kept.get(key) ?? make();
      this.#kept.set(key, known);
      return /** @type {ReturnType<typeof make>} */ (known);
    })));
    for (const key of [...this.#kept.keys()]) if (!used.has(key)) this.#kept.delete(key);
  }
}
