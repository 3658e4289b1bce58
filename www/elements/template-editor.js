// The merchant's own arrangement of the report: title, logo, sections, currency and rates.

import { campaignDays } from '../campaign-days.js';
import { fill, h, icon } from '../dom.js';
import { chooseJson, saveJson } from '../hand-over.js';
import { listed, t } from '../strings.js';
import { select } from './mapping-view.js';
import { Piece } from './piece.js';

/** @typedef {import('../types').Template} Template */
/** @typedef {import('../types').Rates} Rates */
/** @typedef {import('../types').Assumptions} Assumptions */

export const SECTIONS = /** @type {const} */ ([
  'trend', 'changes', 'times', 'products', 'categories', 'places', 'channels', 'customers', 'discounts', 'refunds', 'baskets',
  'forecast', 'customer_value', 'behaviour', 'reviews', 'attributes', 'stock', 'suppliers', 'ads', 'campaigns', 'recommendations', 'data',
]);
const LOGO_BYTES = 300_000;

/** Days that a forecast may look ahead, and service levels that stock may be planned for; the middle ones are the engine's own. */
const HORIZONS = [14, 28, 56, 91];
const SERVICE_LEVELS = [0.9, 0.95, 0.98];
const LEAD_TIME = 14;

/** Fires `arrange` (detail: template, rates and assumptions) with every change. */
export class TemplateEditor extends Piece {
  #dialog = h('dialog', { class: 'dialog template-dialog', attrs: { 'aria-labelledby': 'template-title' } });
  /** @type {Template} */
  #template = { title: '', sections: [], filter: {} };
  /** @type {Rates | null} */
  #rates = null;
  /** What forecasts and stock are computed with, where the merchant has changed it. @type {Assumptions | null} */
  #assumptions = null;
  /** @type {string[]} */
  #currencies = [];
  /** @type {string[]} */
  #known = [];
  /** @type {[number, number] | null} */
  #period = null;
  /** Order of all sections, also of those that are off. @type {string[]} */
  #order = [...SECTIONS];
  #message = '';
  /** What was written as campaign days and is none, and all that was written with it. */
  #notDays = { what: '', text: '' };

  entered() {
    this.append(this.#dialog);
    this.#dialog.addEventListener('click', (event) => { if (event.target === this.#dialog) this.#dialog.close(); }, { signal: this.alive });
  }

  /** @param {{ template: Template | null, rates: Rates | null, assumptions: Assumptions | null, currencies: string[], known: string[], period: [number, number] | null }} now */
  show({ template, rates, assumptions, currencies, known, period }) {
    this.#take(template, rates, assumptions);
    this.#currencies = currencies;
    this.#known = known;
    this.#period = period;
    this.#message = '';
    this.#notDays = { what: '', text: '' };
    this.update();
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  /** Follows undo and redo while open. @param {Template | null} template @param {Rates | null} rates @param {Assumptions | null} assumptions */
  follow(template, rates, assumptions) {
    if (!this.#dialog.open) return;
    this.#take(template, rates, assumptions);
    this.update();
  }

  /**
   * @param {Template | null} template
   * @param {Rates | null} rates
   * @param {Assumptions | null} assumptions
   */
  #take(template, rates, assumptions) {
    this.#template = template ?? { title: '', sections: [], filter: {} };
    this.#rates = rates;
    this.#assumptions = assumptions;
    const on = this.#template.sections;
    if (on.length > 0) this.#order = [...on, ...this.#order.filter((id) => !on.includes(id))];
  }

  update() {
    const template = this.#template;
    const on = template.sections.length > 0 ? template.sections : this.#order;
    fill(this.#dialog,
      h('div', 'dialog-head', h('h2', { attrs: { id: 'template-title' } }, t('template_title')),
        h('button', { class: 'button-quiet', set: { type: 'button' }, attrs: { 'aria-label': t('close'), 'data-key': 'close' }, on: { click: () => this.#dialog.close() } }, icon('close'))),
      h('div', 'dialog-scroll template-form',
        h('label', 'field', h('span', {}, t('template_name')), h('input', {
          set: { type: 'text', value: template.title, maxLength: 120, placeholder: t('template_name_hint') }, attrs: { 'data-key': 'title' },
          on: { change: (event) => this.#change({ title: event.target.value.trim() }) },
        })),
        this.#logo(),
        h('fieldset', 'field', h('legend', {}, t('template_sections')), h('ol', 'section-order', this.#order.map((id, i) => this.#section(id, i, on)))),
        h('label', 'field', h('span', {}, t('template_currency')), select('currency',
          [{ value: '', text: t('template_currency_auto') }, ...this.#codes().map((code) => ({ value: code, text: code }))],
          template.currency ?? '', t('template_currency'), (value) => this.#currency(value))),
        this.#rateFields(),
        this.#assumed(),
        h('label', 'check', h('input', {
          set: { type: 'checkbox', checked: Boolean(template.period), disabled: !this.#period && !template.period }, attrs: { 'data-key': 'period' },
          on: { change: (event) => this.#change({ period: event.target.checked ? this.#period ?? undefined : undefined }) },
        }), t('template_period')),
        h('p', { class: 'form-error', attrs: { role: 'alert' } }, this.#message)),
      h('div', 'dialog-foot',
        this.#button('save', t('template_save'), () => saveJson('shoplens-template.json', { ...template, rates: this.#rates ?? undefined })),
        this.#button('load', t('template_load'), () => void this.#load()),
        this.#button('reset', t('template_reset'), () => { this.#order = [...SECTIONS]; this.#rates = null; this.#assumptions = null; this.#put({ title: '', sections: [], filter: {} }); }),
        h('button', { class: 'button-primary', set: { type: 'button' }, on: { click: () => this.#dialog.close() } }, t('done'))));
  }

  #codes() {
    return [...new Set([...this.#currencies, ...this.#known])];
  }

  #logo() {
    const { logo } = this.#template;
    const input = h('input', {
      set: { type: 'file', accept: 'image/png,image/jpeg,image/webp', hidden: true },
      on: { change: () => void this.#takeLogo(input.files?.[0]) },
    });
    return h('div', 'field', h('span', {}, t('template_logo')), h('div', 'logo-field',
      logo && h('img', { class: 'logo-preview', attrs: { src: logo, alt: t('template_logo') } }),
      h('button', { class: 'button', set: { type: 'button' }, attrs: { 'data-key': 'logo' }, on: { click: () => input.click() } }, t('template_logo_choose')),
      logo && this.#button('no-logo', t('template_logo_remove'), () => this.#change({ logo: undefined })),
      input));
  }

  /** @param {File | undefined} file */
  async #takeLogo(file) {
    if (!file) return;
    this.#message = '';
    if (file.size > LOGO_BYTES || !/^image\/(png|jpeg|webp)$/.test(file.type)) {
      this.#message = t('template_logo_bad');
      this.update();
      return;
    }
    const reader = new FileReader();
    reader.addEventListener('load', () => this.#change({ logo: String(reader.result) }));
    reader.addEventListener('error', () => { this.#message = t('template_logo_bad'); this.update(); });
    reader.readAsDataURL(file);
  }

  /**
   * @param {string} id
   * @param {number} i
   * @param {string[]} on
   */
  #section(id, i, on) {
    const name = t(/** @type {import('../strings').Key} */ (`section_${id}`));
    const move = (/** @type {'up' | 'down'} */ way, /** @type {number} */ to) => h('button', {
      class: 'button-quiet tool', set: { type: 'button', disabled: to < 0 || to >= this.#order.length },
      attrs: { 'data-key': `${way}-${id}`, 'aria-label': t(`template_${way}`, { name }), title: t(`template_${way}`, { name }) },
      on: { click: () => this.#move(i, to) },
    }, icon(way));
    return h('li', {},
      h('label', 'check', h('input', {
        set: { type: 'checkbox', checked: on.includes(id) }, attrs: { 'data-key': `section-${id}` },
        on: { change: (event) => this.#sections(this.#order.filter((other) => (other === id ? event.target.checked : on.includes(other)))) },
      }), name),
      h('span', {}, move('up', i - 1), move('down', i + 1)));
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  #move(from, to) {
    const on = this.#template.sections.length > 0 ? this.#template.sections : [...this.#order];
    const order = [...this.#order];
    order.splice(to, 0, ...order.splice(from, 1));
    this.#order = order;
    this.#sections(order.filter((id) => on.includes(id)));
  }

  /** @param {string[]} sections */
  #sections(sections) {
    if (sections.length === 0) {
      this.update();
      return;
    }
    const standard = sections.length === SECTIONS.length && sections.every((id, i) => id === SECTIONS[i]);
    this.#change({ sections: standard ? [] : sections });
  }

  /** @param {string} code */
  #currency(code) {
    this.#rates = code && this.#rates ? { target: code, per_unit: {} } : this.#rates;
    if (!code) this.#rates = null;
    this.#change({ currency: code || undefined });
  }

  #rateFields() {
    const target = this.#template.currency ?? this.#currencies[0];
    const others = this.#currencies.filter((code) => code !== target);
    if (!target || others.length === 0) return null;
    return h('fieldset', 'field', h('legend', {}, t('template_rates')), h('p', 'dialog-note', t('template_rates_hint', { target })),
      h('div', 'rates', others.map((from) => h('label', 'rate', h('span', {}, t('template_rate', { from, target })), h('input', {
        set: { type: 'text', inputMode: 'decimal', value: this.#rates?.target === target ? this.#rates.per_unit[from] ?? '' : '', pattern: '[0-9]+([.][0-9]+)?' },
        attrs: { 'data-key': `rate-${from}`, size: 10 },
        on: { change: (event) => this.#rate(target, from, event.target.value.trim().replace(',', '.')) },
      })))));
  }

  /**
   * @param {string} target
   * @param {string} from
   * @param {string} rate
   */
  #rate(target, from, rate) {
    const rates = this.#rates?.target === target ? { ...this.#rates.per_unit } : {};
    if (/^\d+(\.\d+)?$/.test(rate) && Number(rate) > 0) rates[from] = rate;
    else delete rates[from];
    this.#rates = Object.keys(rates).length > 0 ? { target, per_unit: rates } : null;
    this.#change({ currency: target });
  }

  #assumed() {
    const now = this.#assumptions ?? {};
    const { what, text } = this.#notDays;
    const field = (/** @type {string} */ text, /** @type {HTMLElement} */ input) => h('label', 'field', h('span', {}, text), input);
    return h('fieldset', 'field', h('legend', {}, t('assume')), h('p', 'dialog-note', t('assume_hint')),
      field(t('assume_horizon'), select('horizon', [...new Set([...HORIZONS, now.horizon_days ?? 28])].sort((a, b) => a - b).map((n) => ({ value: String(n), text: t('assume_days', { n }) })),
        String(now.horizon_days ?? 28), t('assume_horizon'), (value) => this.#assume({ horizon_days: value === '28' ? undefined : Number(value) }))),
      field(t('assume_campaigns'), h('input', {
        set: { type: 'text', value: what ? text : now.campaign_days ?? '' },
        attrs: { 'data-key': 'campaign-days', placeholder: t('assume_campaigns_like'), 'aria-describedby': 'campaign-days-hint' },
        on: { change: (event) => this.#campaigns(event.target.value.trim()) },
      })),
      h('p', { class: what ? 'form-error' : 'dialog-note', attrs: { id: 'campaign-days-hint', ...(what ? { role: 'alert' } : {}) } },
        what ? t('assume_campaigns_bad', { what }) : t('assume_campaigns_hint')),
      field(t('assume_lead'), h('input', {
        set: { type: 'number', min: '0', max: '365', step: '1', value: String(now.lead_time_days ?? LEAD_TIME) }, attrs: { 'data-key': 'lead-time' },
        on: { change: (event) => {
          const days = Math.round(Number(event.target.value));
          this.#assume({ lead_time_days: days >= 0 && days <= 365 && days !== LEAD_TIME ? days : undefined });
        } },
      })),
      field(t('assume_service'), select('service', SERVICE_LEVELS.map((level) => ({ value: String(level), text: `${Math.round(level * 100)}%` })),
        String(now.service_level ?? 0.95), t('assume_service'), (value) => this.#assume({ service_level: value === '0.95' ? undefined : Number(value) }))));
  }

  /** Nothing changes while something written is no day. @param {string} text */
  #campaigns(text) {
    const what = listed(campaignDays(text).bad);
    this.#notDays = { what, text };
    if (what) this.update();
    else this.#assume({ campaign_days: text || undefined });
  }

  /** @param {Partial<Assumptions>} change */
  #assume(change) {
    const next = { ...this.#assumptions, ...change };
    for (const key of /** @type {const} */ (['horizon_days', 'lead_time_days', 'service_level', 'campaign_days'])) if (next[key] === undefined) delete next[key];
    this.#assumptions = Object.keys(next).length > 0 ? next : null;
    this.#put(this.#template);
  }

  async #load() {
    const value = await chooseJson();
    if (value === undefined) return;
    const template = checked(value);
    this.#message = template ? '' : t('template_bad');
    if (!template) {
      this.update();
      return;
    }
    const { rates, ...rest } = /** @type {Template & { rates?: Rates }} */ (template);
    this.#rates = rates ?? null;
    this.#put(rest);
    this.send('say', t('template_loaded'));
  }

  /** @param {Partial<Template>} change */
  #change(change) {
    const next = { ...this.#template, ...change };
    for (const key of /** @type {const} */ (['logo', 'period', 'currency'])) if (next[key] === undefined) delete next[key];
    this.#put(next);
  }

  /** @param {Template} template */
  #put(template) {
    this.#template = template;
    const standard = template.title === '' && template.sections.length === 0 && !template.logo && !template.period && !template.currency
      && Object.keys(template.filter).length === 0;
    this.update();
    this.send('arrange', { template: standard ? null : template, rates: this.#rates, assumptions: this.#assumptions });
  }

  /**
   * @param {string} key
   * @param {string} text
   * @param {() => void} run
   */
  #button(key, text, run) {
    return h('button', { class: 'button-quiet', set: { type: 'button' }, attrs: { 'data-key': key }, on: { click: run } }, text);
  }
}

/**
 * A template out of a file, or null where it is none. The engine checks the values.
 *
 * @param {unknown} value
 * @returns {Template | null}
 */
function checked(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { title, logo, sections, filter } = /** @type {Record<string, unknown>} */ (value);
  if (!('title' in value || 'sections' in value || 'currency' in value)) return null;
  if (logo !== undefined && !(typeof logo === 'string' && /^data:image\/(png|jpeg|webp);base64,/.test(logo))) return null;
  if (sections !== undefined && !(Array.isArray(sections) && sections.every((id) => SECTIONS.includes(id)))) return null;
  return /** @type {Template} */ ({
    ...value, title: typeof title === 'string' ? title : '', sections: sections ?? [], filter: typeof filter === 'object' && filter ? filter : {},
  });
}
