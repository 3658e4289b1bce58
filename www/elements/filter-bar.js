// What part of the shop the report is about; what is on shows as a chip that takes it away.

import { fill, h, icon } from '../dom.js';
import { dayOf, isoDay } from '../state.js';
import { count, dayText, labelled, t } from '../strings.js';
import { menu } from './menu.js';
import { Piece } from './piece.js';

/** @typedef {import('../types').Facets} Facets */
/** @typedef {import('../types').Selection} Selection */
/** @typedef {import('../types').NameFilter} NameFilter */

const NAMES = /** @type {const} */ (['products', 'categories', 'countries', 'regions', 'channels']);
const SPANS = /** @type {const} */ ([7, 30, 90, 365]);
const OFFERED = 100;

/** Fires `filter` (detail: the selection). */
export class FilterBar extends Piece {
  /** @type {Facets | null} */
  #facets = null;
  /** @type {Selection} */
  #filter = {};
  /** @type {import('../types').ReportDocument['period']} */
  #period = null;
  /** What the menus' buttons say; what is behind them is made when one opens. */
  #shown = '';

  set facets(/** @type {Facets | null} */ facets) {
    this.#facets = facets;
    this.invalidate();
  }

  set filter(/** @type {Selection} */ filter) {
    this.#filter = filter;
    this.invalidate();
  }

  /** The period that the report is about, filtered or not. */
  set period(/** @type {import('../types').ReportDocument['period']} */ period) {
    this.#period = period;
    this.invalidate();
  }

  update() {
    const facets = this.#facets;
    if (!facets) return;
    const openMenu = this.querySelector('details[open]')?.getAttribute('data-menu');
    if (openMenu) {
      // An open menu stays as it is while the merchant chooses; the chips follow.
      this.#showChips();
      return;
    }
    const offered = NAMES.filter((name) => facets[name].length > 1 || (this.#filter[name]?.length ?? 0) > 0);
    const shown = JSON.stringify([document.documentElement.lang, this.#period?.text, offered.map((name) => [name, this.#filter[name]?.length])]);
    if (shown === this.#shown) {
      this.#showChips();
      return;
    }
    this.#shown = shown;
    fill(this,
      h('div', { class: 'filters', attrs: { role: 'group', 'aria-label': t('filters') } },
        this.#periodMenu(),
        ...offered.map((name) => this.#nameMenu(name))),
      h('ul', { class: 'chips', attrs: { 'aria-label': t('filters') } }));
    for (const details of this.querySelectorAll('details')) {
      details.addEventListener('toggle', () => { if (!details.open) this.invalidate(); });
    }
    this.#showChips();
  }

  #showChips() {
    const list = this.querySelector('.chips');
    if (!(list instanceof HTMLElement)) return;
    const { days } = this.#filter;
    const chips = [];
    if (days) chips.push(this.#chip('days', `${dayText(days[0])} – ${dayText(days[1])}`, () => this.#set('days', undefined)));
    for (const name of NAMES) {
      for (const value of this.#filter[name] ?? []) {
        chips.push(this.#chip(`${name}-${value}`, value, () => this.#set(name, this.#filter[name]?.filter((other) => other !== value))));
      }
    }
    const lost = chips.length === 0 && list.contains(document.activeElement);
    list.hidden = chips.length === 0;
    fill(list, chips, chips.length > 1 && h('li', {}, h('button', {
      class: 'button-quiet', set: { type: 'button' }, attrs: { 'data-key': 'clear' }, on: { click: () => this.send('filter', {}) },
    }, t('filter_clear'))));
    if (lost) this.querySelector('summary')?.focus();
  }

  /**
   * @param {string} key
   * @param {string} text
   * @param {() => void} remove
   */
  #chip(key, text, remove) {
    return h('li', {}, h('button', {
      class: 'chip', set: { type: 'button' }, attrs: { 'data-key': `chip-${key}`, 'aria-label': t('filter_remove', { name: text }) }, on: { click: remove },
    }, h('span', {}, text), icon('close')));
  }

  #periodMenu() {
    const text = this.#period?.text;
    // The days say by themselves what the button is about; the word is for those who hear it.
    return menu('period', [text && h('span', 'visually-hidden', t('period')), h('span', 'caret', h('span', 'menu-value', text ?? t('period')))], 'period-menu', () => {
      const first = this.#facets?.first_day ?? undefined;
      const last = this.#facets?.last_day ?? undefined;
      const { days } = this.#filter;
      const presets = [this.#preset(t('period_auto'), undefined, days)];
      if (first !== undefined && last !== undefined) {
        presets.push(this.#preset(t('period_all'), [first, last], days));
        for (const span of SPANS) {
          if (last - first >= span) presets.push(this.#preset(t(`period_${span}`), [last - span + 1, last], days));
        }
        for (let year = yearOf(last); year >= yearOf(first) && presets.length < 12; year -= 1) {
          const from = dayOf(`${year}-01-01`) ?? first;
          const to = dayOf(`${year}-12-31`) ?? last;
          presets.push(this.#preset(t('period_year', { year: String(year) }), [Math.max(first, from), Math.min(last, to)], days));
        }
      }
      const shown = days ?? (this.#period ? [this.#period.first, this.#period.last] : [first ?? 0, last ?? 0]);
      const from = dateField('from', t('period_from'), shown[0] ?? 0);
      const to = dateField('to', t('period_to'), shown[1] ?? 0);
      const message = h('p', { class: 'form-error', attrs: { role: 'alert' } });
      const form = h('form', {
        class: 'period-form',
        on: {
          submit: (event) => {
            event.preventDefault();
            const a = dayOf(from.input.value);
            const b = dayOf(to.input.value);
            if (a === null || b === null || a > b) {
              message.textContent = t('period_bad');
              return;
            }
            this.#close('period');
            this.#set('days', [a, b]);
          },
        },
      }, from.label, to.label, h('button', { class: 'button', set: { type: 'submit' } }, t('period_apply')), message);
      return [
        h('ul', 'presets', presets),
        form,
        first !== undefined && last !== undefined && h('p', 'menu-note', t('period_span', { from: dayText(first), to: dayText(last) })),
      ];
    });
  }

  /**
   * @param {string} text
   * @param {[number, number] | undefined} days
   * @param {[number, number] | undefined} now
   */
  #preset(text, days, now) {
    const on = JSON.stringify(days) === JSON.stringify(now);
    return h('li', {}, h('button', {
      class: 'preset', set: { type: 'button' }, attrs: { 'aria-pressed': String(on) },
      on: { click: () => { this.#close('period'); this.#set('days', days); } },
    }, text));
  }

  /** @param {NameFilter} name */
  #nameMenu(name) {
    const on = this.#filter[name]?.length ?? 0;
    const label = on > 0 ? t('filter_count', { name: t(name), n: on }) : t(name);
    return menu(name, [h('span', on > 0 ? 'caret on' : 'caret', label)], on > 0 ? 'names on' : 'names', () => {
      const list = h('ul', 'options');
      const search = h('input', { set: { type: 'search', placeholder: t('filter_find') }, attrs: { 'aria-label': labelled(t('filter_find'), t(name)), 'data-first': true } });
      const show = () => {
        const wanted = search.value.trim().toLocaleLowerCase();
        const chosen = new Set(this.#filter[name] ?? []);
        const found = (this.#facets?.[name] ?? []).filter((facet) => facet.name.toLocaleLowerCase().includes(wanted));
        const sorted = [...found.filter((facet) => chosen.has(facet.name)), ...found.filter((facet) => !chosen.has(facet.name))];
        fill(list,
          sorted.slice(0, OFFERED).map((facet) => h('li', {}, h('label', 'check option',
            h('input', { set: { type: 'checkbox', checked: chosen.has(facet.name) }, attrs: { 'data-key': facet.name }, on: { change: (event) => this.#toggle(name, facet.name, event.target.checked) } }),
            h('span', 'option-name', facet.name),
            facet.orders !== undefined && h('span', 'option-count', count('filter_orders', facet.orders))))),
          sorted.length > OFFERED && h('li', 'menu-note', t('filter_more', { n: sorted.length - OFFERED })),
          sorted.length === 0 && h('li', 'menu-note', t('filter_none')));
      };
      search.addEventListener('input', show);
      show();
      return [search, list];
    });
  }

  /**
   * @param {NameFilter} name
   * @param {string} value
   * @param {boolean} on
   */
  #toggle(name, value, on) {
    const others = (this.#filter[name] ?? []).filter((other) => other !== value);
    this.#set(name, on ? [...others, value] : others);
  }

  /**
   * @template {'days' | NameFilter} K
   * @param {K} key
   * @param {Selection[K]} value
   */
  #set(key, value) {
    const filter = { ...this.#filter, [key]: value };
    if (value === undefined || (Array.isArray(value) && value.length === 0)) delete filter[key];
    this.send('filter', filter);
  }

  /** @param {string} name */
  #close(name) {
    const details = this.querySelector(`details[data-menu="${name}"]`);
    if (!(details instanceof HTMLDetailsElement)) return;
    details.open = false;
    details.querySelector('summary')?.focus();
  }
}

/** @param {number} day */
function yearOf(day) {
  return Number(isoDay(day).slice(0, 4));
}

/**
 * @param {string} name
 * @param {string} text
 * @param {number} day
 */
function dateField(name, text, day) {
  const input = h('input', { set: { type: 'date', name, required: true, value: isoDay(day) } });
  return { input, label: h('label', 'field', h('span', {}, text), input) };
}
